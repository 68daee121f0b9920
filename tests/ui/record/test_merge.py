"""Two records of one person: suggested, shown beside each other, made one, and parted again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.builders import TODAY, a_person, a_session, an_enrolment, an_intervention, days
from tests.ui.pages import Pages
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.merging import Choice
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.record.merge_screen import MergeScreen
from vrp_desktop.ui.record.screen import PersonScreen


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def zoe(provider: Provider) -> str:
    return provider.people.add(
        a_person("Zoë", approximate_age=14, approximate_age_on=TODAY, enjoys="Boxing", pronouns="she")
    ).id


@pytest.fixture
def zowie(provider: Provider) -> str:
    return provider.people.add(
        a_person("Zowie", approximate_age=15, approximate_age_on=TODAY, enjoys="Drawing", sex="female")
    ).id


def opened(pages: Pages, person_id: str) -> MergeScreen:
    return pages.open(MergeScreen, "merge", person_id=person_id)


def test_the_same_person_is_suggested_looked_at_and_made_one_by_keyboard(
    pages: Pages, provider: Provider, zoe: str, zowie: str
) -> None:
    screen = opened(pages, zoe)
    assert screen.likely.texts() == [["Zowie", "", "15", "A name that sounds alike, about as old"]]
    assert screen.likely.view.hasFocus()
    pages.key(screen.likely.view, Qt.Key.Key_Return)
    assert [side.name.text() for side in screen.sides] == ["Zoë", "Zowie"]
    assert screen.merge_button.hasFocus()
    assert screen.choosing.choices() == {
        "known_as": Choice.KEPT,
        "pronouns": Choice.KEPT,
        "approximate_age": Choice.KEPT,
        "sex": Choice.GONE,
        "enjoys": Choice.BOTH,
    }
    screen.choosing.button("known_as", Choice.GONE).setFocus()
    QTest.keyClick(screen.choosing.button("known_as", Choice.GONE), Qt.Key.Key_Space)
    pages.key(screen.merge_button, Qt.Key.Key_Return)
    record = pages.shown(PersonScreen)
    assert record.name.text() == "Zowie"
    details = provider.people.get(zoe).details
    assert (details.enjoys, details.sex, details.approximate_age) == ("Boxing\nDrawing", "female", 14)
    with pytest.raises(Refused):
        provider.people.get(zowie)


def test_the_other_record_is_kept_where_that_is_wanted(
    pages: Pages, provider: Provider, zoe: str, zowie: str
) -> None:
    screen = pages.open(MergeScreen, "merge", person_id=zoe, other_id=zowie)
    pages.click(screen.swap_button)
    assert [side.name.text() for side in screen.sides] == ["Zowie", "Zoë"]
    pages.click(screen.merge_button)
    assert provider.people.get(zowie).known_as == "Zowie"


def test_somebody_is_found_by_typing_and_can_be_put_back(pages: Pages, provider: Provider, zoe: str) -> None:
    provider.people.add(a_person("Nobody alike"))
    screen = opened(pages, zoe)
    assert screen.likely.texts() == []
    QTest.keyClicks(screen.picker.text, "nobody")
    pages.settle()
    pages.key(screen.picker.text, Qt.Key.Key_Return)
    assert screen.sides[1].name.text() == "Nobody alike"
    pages.click(screen.other_button)
    assert screen.picker.isVisible()
    assert not screen.merge_button.isVisible()


def test_the_record_itself_is_refused_in_words(pages: Pages, zoe: str) -> None:
    screen = opened(pages, zoe)
    QTest.keyClicks(screen.picker.text, "zo")
    pages.settle()
    pages.key(screen.picker.text, Qt.Key.Key_Return)
    assert "one and the same" in pages.message()
    assert screen.picker.isVisible()


def test_what_forbids_it_is_told_with_what_to_do_first(
    pages: Pages, provider: Provider, boxing: str, zoe: str, zowie: str
) -> None:
    provider.enrolments.add(zoe, boxing, an_enrolment(days(-60)))
    provider.enrolments.add(zowie, boxing, an_enrolment(days(-30)))
    session = provider.sessions.log(a_session(boxing)).id
    for person in (zoe, zowie):
        provider.registers.mark(session, person, Mark.PRESENT)
    screen = pages.open(MergeScreen, "merge", person_id=zoe, other_id=zowie)
    assert not screen.merge_button.isEnabled()
    assert "Northside Boxing" in screen.forbidden.text()
    assert "1 session in which both stand" in screen.joined.text()


def test_they_are_parted_again(pages: Pages, provider: Provider, zoe: str, zowie: str) -> None:
    provider.merging.merge(zoe, zowie)
    screen = opened(pages, zoe)
    assert screen.recent.texts() == [["Zoë", "Zowie", "22 November 2026", "Sam Okafor", "22 December 2026"]]
    screen.recent.choose(0)
    asked = pages.answering("Part them")
    pages.click(screen.part_button)
    assert "Zowie gets back the record" in asked[0]
    assert pages.shown(PersonScreen).name.text() == "Zowie"
    assert provider.people.get(zowie).details.enjoys == "Drawing"


def test_nothing_stays_when_it_is_locked(pages: Pages, zoe: str, zowie: str) -> None:
    screen = pages.open(MergeScreen, "merge", person_id=zoe, other_id=zowie)
    screen.forget()
    assert [side.name.text() for side in screen.sides] == ["", ""]
    assert screen.choosing.shown == ()
