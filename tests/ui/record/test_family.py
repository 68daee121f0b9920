"""Family and network: written down, linked, opened, and a family session begun with those in it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.builders import TODAY, a_person, an_enrolment, an_intervention
from tests.ui.pages import Pages
from vrp_desktop.domain.network import LinkDetails
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.record.enrolment_screen import EnrolmentScreen
from vrp_desktop.ui.record.family_page import FamilyPage
from vrp_desktop.ui.record.merge_screen import MergeScreen
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.sessions.log_screen import LogScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen

MUM = LinkDetails("parent", "Mum", "07700 900123", True, True, True, "Works nights.")


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def ana(provider: Provider, boxing: str) -> str:
    person = provider.people.add(a_person("Ana", approximate_age=14, approximate_age_on=TODAY)).id
    provider.enrolments.add(person, boxing, an_enrolment())
    return person


@pytest.fixture
def zed(provider: Provider) -> str:
    return provider.people.add(a_person("Zed", approximate_age=12, approximate_age_on=TODAY)).id


def opened(pages: Pages, person_id: str) -> FamilyPage:
    return pages.open(PersonScreen, "person", person_id=person_id, page="family").family


def pick(pages: Pages, page: FamilyPage, text: str) -> None:
    QTest.keyClicks(page.form.picker.text, text)
    pages.settle()
    pages.key(page.form.picker.text, Qt.Key.Key_Return)


def test_a_name_is_written_down(pages: Pages, provider: Provider, ana: str) -> None:
    page = opened(pages, ana)
    assert page.table.empty_label.text() == "Nobody is written down yet."
    pages.click(page.form.save_button)
    assert page.form.form.fault("relation")
    assert page.form.form.fault("name")
    pages.fill(page.form.form, relation="parent", name="Mum", contact="07700 900123", emergency=True)
    QTest.keyClick(
        page.form.form.field("name").control(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    pages.settle()
    assert page.table.texts() == [["Mum", "Parent", "07700 900123", "Emergency contact"]]
    assert page.form.form.field("name").value() == ""
    assert page.form.picker.text.hasFocus()
    (link,) = provider.network.of_person(ana)
    assert link.emergency


def test_a_record_is_found_and_linked_and_opens_with_enter(
    pages: Pages, provider: Provider, ana: str, zed: str
) -> None:
    page = opened(pages, ana)
    pick(pages, page, "ze")
    assert "record of Zed" in page.form.found.text()
    pages.fill(page.form.form, relation="sibling")
    pages.click(page.form.save_button)
    assert page.table.texts() == [["Zed", "Brother or sister", "", ""]]
    pages.key(page.table.view, Qt.Key.Key_Return)
    screen = pages.shown(PersonScreen)
    assert screen.name.text() == "Zed"
    other = opened(pages, zed)
    assert other.table.texts() == [["Ana", "Brother or sister", "", ""]]
    other.table.choose(0)
    assert not other.change_button.isEnabled(), "it is changed where it was written"
    assert other.open_button.isEnabled()


def test_a_parent_younger_than_the_child_is_asked_about(
    pages: Pages, provider: Provider, ana: str, zed: str
) -> None:
    page = opened(pages, ana)
    pick(pages, page, "ze")
    pages.fill(page.form.form, relation="parent")
    asked = pages.answering("Look again")
    pages.click(page.form.save_button)
    assert "Zed is 12" in asked[0]
    assert provider.network.of_person(ana) == ()
    pages.answering("Yes, save it")
    pages.click(page.form.save_button)
    assert [one.words for one in provider.network.of_person(ana)] == ["Parent"]


def test_it_is_changed_and_ended_and_removed(pages: Pages, provider: Provider, ana: str) -> None:
    provider.network.add(ana, MUM)
    page = opened(pages, ana)
    page.table.choose(0)
    pages.click(page.change_button)
    assert page.form.title.text() == "Change Mum"
    assert page.form.form.field("note").value() == "Works nights."
    pages.fill(page.form.form, note="Works days.", ended_on="1/11/2026")
    pages.click(page.form.save_button)
    assert page.table.texts()[0][3] == "No longer, since 1 November 2026"
    page.table.choose(0)
    pages.answering("Remove it")
    pages.click(page.remove_button)
    assert provider.network.of_person(ana) == ()


def test_a_carer_gets_a_record_and_is_enrolled(pages: Pages, provider: Provider, ana: str) -> None:
    provider.network.add(ana, MUM)
    page = opened(pages, ana)
    page.table.choose(0)
    pages.answering("Make a record")
    pages.click(page.make_button)
    pages.shown(EnrolmentScreen)
    (link,) = provider.network.of_person(ana)
    assert link.other_id is not None
    assert provider.people.get(link.other_id).known_as == "Mum"


def test_a_family_session_begins_with_those_who_have_a_record(
    pages: Pages, provider: Provider, ana: str, zed: str, boxing: str
) -> None:
    provider.network.add(ana, LinkDetails("sibling"), zed)
    provider.network.add(ana, MUM)
    page = opened(pages, ana)
    pages.click(page.session_button)
    log = pages.shown(LogScreen)
    assert log.kind.value() == "family"
    assert log.which.value() == boxing
    pages.click(log.button)
    register = pages.shown(RegisterScreen)
    session = provider.sessions.between(TODAY, TODAY)[0]
    rows = provider.registers.read(session.id).rows
    assert [(row.known_as, row.mark) for row in rows] == [("Ana", None), ("Zed", None)]
    assert register is not None


def test_what_is_typed_comes_back(pages: Pages, provider: Provider, ana: str, zed: str) -> None:
    page = opened(pages, ana)
    for name, said in (("name", "Nan 🙂"), ("note", "Ж" * 100_000)):
        page.form.form.field(name).set_value(said)
        page.form.form.field(name).edited.emit()
    pages.open(PersonScreen, "person", person_id=zed, page="family")
    assert page.form.form.field("name").value() == ""
    page = opened(pages, ana)
    assert page.form.form.field("name").value() == "Nan 🙂"
    assert page.form.form.field("note").value() == "Ж" * 100_000
    assert page.kept.line.isVisible()
    pages.click(page.kept.discard_button)
    assert page.form.form.field("name").value() == ""


def test_nothing_stays_when_it_is_locked(pages: Pages, provider: Provider, ana: str) -> None:
    provider.network.add(ana, MUM)
    page = opened(pages, ana)
    page.table.choose(0)
    pages.click(page.change_button)
    pages.shown(PersonScreen).forget()
    assert page.table.texts() == []
    assert page.form.form.field("note").value() == ""
    assert "Mum" not in page.form.title.text()


def test_it_leads_to_who_is_the_same(pages: Pages, ana: str) -> None:
    page = opened(pages, ana)
    pages.click(page.same_button)
    pages.shown(MergeScreen)
