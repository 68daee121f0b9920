"""The journal's page, the history of a record, somebody else's record, and whose interventions are whose."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import (
    Clock,
    a_person,
    a_session,
    acting,
    an_enrolment,
    an_intervention,
    enrolled,
)
from tests.ui.pages import Pages
from vrp_desktop.db.queries import users
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.audit.assignments_screen import AssignmentsScreen
from vrp_desktop.ui.audit.history_screen import HistoryScreen
from vrp_desktop.ui.audit.outside_screen import OutsideScreen
from vrp_desktop.ui.audit.screen import JournalScreen
from vrp_desktop.ui.home.screen import HomeScreen
from vrp_desktop.ui.organisation.pages import COMMISSIONER_PAGES
from vrp_desktop.ui.organisation.pages import PAGES as LINKS
from vrp_desktop.ui.record.enrolment_screen import EnrolmentScreen
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen
from vrp_desktop.ui.shell.frame import Frame
from vrp_desktop.ui.shell.screens import COMMISSIONER, PROVIDER, allowed


@pytest.fixture
def ana(provider: Provider) -> str:
    boxing = provider.interventions.add(an_intervention()).id
    return enrolled(provider, boxing, "Ana")[0]


@pytest.fixture
def worker(provider: Provider) -> Provider:
    """A worker without an intervention, who is a user of the store."""
    actor = Actor(new_id(), "Wren", frozenset({Role.WORKER}))
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, actor)
    return Provider(replace(workspace, actor=actor))


def whats(screen: JournalScreen) -> list[str]:
    return [row[2] for row in screen.table.texts()]


def test_the_latest_entry_stands_first_and_says_who_and_about_whom(pages: Pages, ana: str) -> None:
    screen = pages.open(JournalScreen, "journal")
    first = screen.table.texts()[0]
    assert first[1:] == ["Sam Okafor", "Journey added", "Ana"]


def test_what_is_chosen_is_shown_and_nothing_else(pages: Pages, provider: Provider, ana: str) -> None:
    provider.people.get(ana)
    screen = pages.open(JournalScreen, "journal")
    screen.kind.box.setCurrentIndex(screen.kind.box.findData("views"))
    pages.settle()
    assert whats(screen) == ["Record looked at"]
    screen.person.edit.setText("somebody else")
    pages.click(screen.show_button)
    assert screen.table.texts() == []
    assert screen.table.empty_label.isVisible()


def test_the_journal_is_proven_whole_on_the_page(pages: Pages, ana: str) -> None:
    screen = pages.open(JournalScreen, "journal")
    pages.click(screen.verify_button)
    assert screen.whole.text().startswith("The journal is whole")


def test_a_change_is_taken_back_after_a_question(pages: Pages, provider: Provider, ana: str) -> None:
    provider.people.change(ana, a_person("Wrong"))
    screen = pages.open(JournalScreen, "journal")
    screen.table.choose(0)
    pages.settle()
    assert screen.chosen.details.text().splitlines() == ["Record changed", "Known as: Ana → Wrong"]
    asked = pages.answering("Take it back")
    pages.click(screen.chosen.undo_button)
    pages.settle()
    assert "Record changed: Wrong" in asked[0]
    assert provider.people.get(ana).known_as == "Ana"


def test_why_a_change_stays_is_said(pages: Pages, provider: Provider, ana: str) -> None:
    provider.people.change(ana, a_person("Once"))
    provider.people.change(ana, a_person("Twice"))
    screen = pages.open(JournalScreen, "journal")
    screen.table.choose(1)
    pages.settle()
    assert not screen.chosen.undo_button.isVisible()
    assert screen.chosen.why_not.text().startswith(
        "It cannot be taken back: something of it was changed again"
    )


def test_the_file_holds_what_is_shown(pages: Pages, provider: Provider, ana: str, tmp_path: Path) -> None:
    screen = pages.open(JournalScreen, "journal")
    screen.write_to(tmp_path / "journal.csv")
    pages.settle()
    assert str(tmp_path / "journal.csv") in pages.message()
    assert "Journey added" in (tmp_path / "journal.csv").read_text(encoding="utf-8-sig")


def test_an_administrator_sees_that_and_not_what(qtbot: QtBot, provider: Provider, ana: str) -> None:
    alone = acting(provider, Role.ADMINISTRATOR)
    told = alone.audit.read()
    assert {entry.about for entry in told} == {""}
    assert all(entry.fields == {} for entry in told if entry.entity in ("person", "enrolment"))


def test_the_history_of_one_field(pages: Pages, provider: Provider, ana: str) -> None:
    provider.people.change(ana, a_person("Annie", district="leeds"))
    screen = pages.open(HistoryScreen, "history", entity="person", row=ana, called="Annie")
    screen.field.box.setCurrentIndex(screen.field.box.findData("known_as"))
    assert [row[3] for row in screen.table.texts()] == ["Known as: Ana → Annie", "Known as: Ana"]
    screen.field.box.setCurrentIndex(screen.field.box.findData("district"))
    assert [row[3] for row in screen.table.texts()] == ["District: Leeds"]


def test_the_history_takes_a_change_back_after_saying_what_it_does(
    pages: Pages, provider: Provider, ana: str
) -> None:
    provider.people.change(ana, a_person("Wrong", district="leeds"))
    screen = pages.open(HistoryScreen, "history", entity="person", row=ana, called="Wrong")
    assert screen.chosen.details.text().splitlines() == [
        "Record changed",
        "Known as: Ana → Wrong",
        "District: Leeds",
    ]
    asked = pages.answering("Take it back")
    pages.click(screen.chosen.undo_button)
    pages.settle()
    assert "Record changed: Wrong (Known as: Ana → Wrong; District: Leeds)" in asked[0]
    assert provider.people.get(ana).details == a_person("Ana")
    assert screen.table.texts()[0][3] == "Known as: Wrong → Ana; District: Leeds → –"


def test_a_change_stays_where_the_question_is_answered_with_no(
    pages: Pages, provider: Provider, ana: str
) -> None:
    provider.people.change(ana, a_person("Annie"))
    screen = pages.open(HistoryScreen, "history", entity="person", row=ana, called="Annie")
    asked = pages.answering("Cancel")
    pages.click(screen.chosen.undo_button)
    assert asked
    assert provider.people.get(ana).known_as == "Annie"


def test_the_history_says_why_a_change_stays(pages: Pages, provider: Provider, ana: str) -> None:
    provider.people.change(ana, a_person("Once"))
    provider.people.change(ana, a_person("Twice"))
    screen = pages.open(HistoryScreen, "history", entity="person", row=ana, called="Twice")
    assert screen.chosen.undo_button.isVisible()
    screen.table.choose(1)
    pages.settle()
    assert not screen.chosen.undo_button.isVisible()
    assert screen.chosen.why_not.text().startswith("It cannot be taken back: something of it was changed")
    screen.table.choose(0)
    pages.settle()
    assert screen.chosen.undo_button.isVisible()
    assert not screen.chosen.why_not.isVisible()


def test_a_worker_s_history_offers_nothing_to_take_back(
    pages: Pages, provider: Provider, worker: Provider, ana: str
) -> None:
    (boxing,) = provider.interventions.all()
    provider.assignments.assign(worker.workspace.actor.id, (boxing.id,))
    screen = HistoryScreen(worker, pages.work)
    pages.qtbot.addWidget(screen)
    screen.show()
    screen.arrive(entity="person", row=ana, called="Ana")
    pages.settle()
    screen.table.choose(0)
    pages.settle()
    assert screen.chosen.isVisible()
    assert screen.chosen.details.text().startswith("Record added")
    assert not screen.chosen.undo_button.isVisible()
    assert not screen.chosen.why_not.isVisible()
    assert pages.refused == []


def test_a_journey_leads_to_its_history(pages: Pages, provider: Provider, ana: str) -> None:
    (journey,) = provider.enrolments.of_person(ana)
    provider.enrolments.change(journey.id, replace(journey.details, referral_source="police"))
    screen = pages.open(EnrolmentScreen, "enrolment", enrolment_id=journey.id)
    pages.click(screen.history_button)
    history = pages.shown(HistoryScreen)
    assert history.name.text() == "Ana, Northside Boxing"
    assert history.table.texts()[0][3] == "Referred by: School → Police"
    begun = pages.open(EnrolmentScreen, "enrolment", person_id=ana)
    assert not begun.history_button.isVisible()


def test_a_register_leads_to_its_session_s_history(pages: Pages, provider: Provider, ana: str) -> None:
    (boxing,) = provider.interventions.all()
    session = provider.sessions.log(a_session(boxing.id)).id
    provider.sessions.change(session, a_session(boxing.id, minutes=90))
    screen = pages.open(RegisterScreen, "register", session_id=session)
    pages.click(screen.history)
    history = pages.shown(HistoryScreen)
    assert history.name.text().startswith("Northside Boxing, Sunday 22 November 2026")
    assert history.table.texts()[0][2:] == ["Session changed", "Minutes: 120 → 90"]


def test_a_journey_elsewhere_is_called_by_its_name(
    pages: Pages, provider: Provider, worker: Provider, ana: str
) -> None:
    (boxing,) = provider.interventions.all()
    art = provider.interventions.add(an_intervention("ART-1", name="Art Room")).id
    elsewhere = provider.enrolments.add(ana, art, an_enrolment()).id
    provider.assignments.assign(worker.workspace.actor.id, (boxing.id,))
    screen = EnrolmentScreen(worker, pages.work)
    pages.qtbot.addWidget(screen)
    screen.arrive(enrolment_id=elsewhere)
    pages.settle()
    assert screen.which.box.currentText() == "Art Room"


def test_the_record_leads_to_its_history(pages: Pages, ana: str) -> None:
    screen = pages.open(PersonScreen, "person", person_id=ana)
    found = [one for one in screen.findChildren(QPushButton) if one.text() == "History"]
    pages.click(found[0])
    assert pages.shown(HistoryScreen).name.text() == "Ana"


def test_somebody_else_s_record_opens_with_a_reason(
    pages: Pages, provider: Provider, worker: Provider, clock: Clock
) -> None:
    who = provider.people.add(a_person("Zed", given_name="Zachary", family_name="Quill")).id
    screen = pages.open(OutsideScreen, "outside")
    screen._services = worker
    pages.fill(screen.form, name="Zachary Quill")
    pages.click(screen.find_button)
    assert screen.table.texts() == [["Zachary Quill", "–"]]
    pages.fill(screen.reason, reason="short")
    pages.click(screen.open_button)
    assert "Say in a sentence" in screen.reason.fault("reason")
    pages.fill(screen.reason, reason="His mother called about tonight.")
    pages.click(screen.open_button)
    assert worker.people.get(who).known_as == "Zed"
    home = pages.open(HomeScreen, "home")
    assert home.notice.isVisible()
    assert "Wren opened the record of Zed" in home.opened.text()
    pages.click(home.journal)
    journal = pages.shown(JournalScreen)
    assert "Zed by Wren (“His mother called about tonight.”)" in journal.opened.text()


def test_a_worker_s_interventions_are_ticked(
    pages: Pages, provider: Provider, worker: Provider, ana: str
) -> None:
    (boxing,) = provider.interventions.all()
    screen = pages.open(AssignmentsScreen, "assignments", user_id=worker.workspace.actor.id)
    assert screen.ticks.value() == ()
    screen.ticks.set_value((boxing.id,))
    pages.click(screen.save_button)
    assert provider.assignments.of_user(worker.workspace.actor.id) == (boxing.id,)
    assert worker.people.get(ana).known_as == "Ana"


RAILS = {
    Role.WORKER: ["Home", "People", "Sessions", "Outcomes"],
    Role.SAFEGUARDING_LEAD: ["Home", "People", "Sessions", "Outcomes", "Concerns"],
    Role.MANAGER: ["Home", "People", "Sessions", "Outcomes", "Returns", "Organisation"],
    Role.ADMINISTRATOR: ["Organisation"],
    Role.TRUSTEE: ["Returns"],
    Role.COMMISSIONER: [],
}


@pytest.mark.parametrize("role", Role)
def test_the_rail_has_the_words_of_a_role(role: Role) -> None:
    pages = allowed(PROVIDER, Actor("id", "Alex", frozenset({role})))
    assert [page.word for page in pages if page.word] == RAILS[role]


def test_a_button_leads_only_where_its_page_is_allowed() -> None:
    for links, pages in ((LINKS, PROVIDER), (COMMISSIONER_PAGES, COMMISSIONER)):
        needs = {page.name: page.needs for page in pages}
        assert all(not needs[link.name] or link.needs in needs[link.name] for link in links)


@pytest.mark.parametrize("role", [Role.WORKER, Role.MANAGER, Role.ADMINISTRATOR, Role.TRUSTEE])
def test_each_role_s_pages_open_without_a_refusal(
    qtbot: QtBot, provider: Provider, ana: str, pages: Pages, role: Role
) -> None:
    services = acting(provider, role)
    frame = Frame(services, allowed(PROVIDER, services.workspace.actor), pages.work, "Alex")
    qtbot.addWidget(frame)
    frame.start()
    pages.settle()
    for page in allowed(PROVIDER, services.workspace.actor):
        if page.word:
            frame.go(page.name)
            pages.settle()
    assert pages.refused == []
