"""The list of people: finding by any part of a name."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.builders import a_person
from tests.ui.pages import Pages
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.people.list_screen import PeopleScreen
from vrp_desktop.ui.record.screen import PersonScreen


def test_typing_finds_and_enter_opens(pages: Pages, provider: Provider) -> None:
    for known_as, family_name in (("Łucja", "Wójcik"), ("Ana", "Kowalska"), ("Ben", "Ward")):
        provider.people.add(a_person(known_as, given_name=known_as, family_name=family_name))
    screen = pages.open(PeopleScreen, "people")
    assert screen.how_many.text() == "3 people"
    QTest.keyClicks(screen.text, "wojc")
    pages.settle()
    assert [line[:2] for line in screen.table.texts()] == [["Łucja", "Łucja Wójcik"]]
    assert screen.how_many.text() == "1 of 3"
    pages.key(screen.text, Qt.Key.Key_Return)
    assert pages.shown(PersonScreen).name.text() == "Łucja"


def test_a_name_nobody_has_becomes_somebody_new(pages: Pages) -> None:
    screen = pages.open(PeopleScreen, "people")
    QTest.keyClicks(screen.text, "Tiny")
    pages.settle()
    assert screen.table.texts() == []
    invite = screen.table.invite_button
    assert invite is not None
    pages.click(invite)
    assert pages.shown(PersonScreen).about.form.who.field("known_as").value() == "Tiny"


def test_a_name_that_only_sounds_like_it_says_so(pages: Pages, provider: Provider) -> None:
    provider.people.add(a_person("Caitlin"))
    screen = pages.open(PeopleScreen, "people")
    QTest.keyClicks(screen.text, "kaitlyn")
    pages.settle()
    assert [line[0] for line in screen.table.texts()] == ["Caitlin (sounds like)"]


def test_the_down_key_goes_into_the_list(pages: Pages, provider: Provider) -> None:
    provider.people.add(a_person("Ana"))
    screen = pages.open(PeopleScreen, "people")
    pages.key(screen.text, Qt.Key.Key_Down)
    assert screen.table.view.hasFocus()
    assert screen.table.current() is not None


def test_locking_leaves_nobody_on_the_page(pages: Pages, provider: Provider) -> None:
    provider.people.add(a_person("Ana"))
    screen = pages.open(PeopleScreen, "people")
    assert screen.table.texts()
    screen.forget()
    pages.settle()
    screen.forget()
    assert screen.table.texts() == []
