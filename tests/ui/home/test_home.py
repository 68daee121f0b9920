"""Home over a real store."""

from datetime import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.builders import Clock, a_person, a_session, an_enrolment, an_intervention, days
from tests.ui.conftest import Settled
from vrp_desktop.domain.enrolments import EnrolmentDetails
from vrp_desktop.domain.plans import PlanDetails
from vrp_desktop.domain.sessions import HeadCount, Mark, Status
from vrp_desktop.domain.tasks import TaskDetails
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.home.screen import HomeScreen
from vrp_desktop.ui.kit.work import Work


@pytest.fixture
def asked() -> list[tuple[str, dict[str, str]]]:
    """The pages that Home asked for."""
    return []


@pytest.fixture
def home(provider: Provider, work: Work, qtbot: QtBot, asked: list[tuple[str, dict[str, str]]]) -> HomeScreen:
    made = HomeScreen(provider, work)
    made.wanted.connect(lambda name, arguments: asked.append((name, arguments)))
    qtbot.addWidget(made)
    made.resize(1166, 680)
    with qtbot.waitActive(made):
        made.show()
    return made


def test_an_empty_store_invites(home: HomeScreen, settled: Settled) -> None:
    home.arrive()
    settled()
    assert home.day.text() == "Sunday 22 November 2026"
    assert home.tonight.empty_label.text() == "No session today yet."
    assert home.people.invite_button is not None
    assert home.supported.text() == "0"


def test_an_evening_at_a_glance(provider: Provider, home: HomeScreen, settled: Settled) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    ana = provider.people.add(a_person("Ana", birth_date=days(-14 * 366), district="leeds")).id
    provider.enrolments.add(ana, boxing, an_enrolment())
    tonight = provider.sessions.log(a_session(boxing, starts_at=time(18, 30))).id
    provider.registers.mark(tonight, ana, Mark.PRESENT)
    provider.registers.count_heads(tonight, [HeadCount("14-15", None, 4)])
    provider.sessions.log(a_session(boxing, days(-3)))
    provider.sessions.log(a_session(boxing, days(-5), status=Status.PLANNED))
    home.arrive()
    settled()
    assert home.tonight.texts() == [["Northside Boxing", "18:30", "Northside Hall", "You", "5"]]
    assert home.unfinished.texts() == [
        ["Northside Boxing", "Thursday 19 November", "The register"],
        ["Northside Boxing", "Tuesday 17 November", "Did it take place?"],
    ]
    assert home.people.texts() == [["Ana", "14, child", "Leeds"]]
    assert (home.supported.text(), home.held.text()) == ("1", "2")
    assert home.supported.accessibleName() == "1 person supported"


def test_log_a_session_has_the_keyboard_first_and_enter_presses_it(
    home: HomeScreen, settled: Settled, asked: list[tuple[str, dict[str, str]]]
) -> None:
    home.arrive()
    settled()
    home.first_focus().setFocus()
    QTest.keyClick(home.log, Qt.Key.Key_Return)
    assert asked == [("log", {})]


def test_enter_on_a_session_opens_its_register(
    provider: Provider, home: HomeScreen, settled: Settled, asked: list[tuple[str, dict[str, str]]]
) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    tonight = provider.sessions.log(a_session(boxing)).id
    home.arrive()
    settled()
    home.tonight.view.setFocus()
    QTest.keyClick(home.tonight.view, Qt.Key.Key_Return)
    assert asked == [("register", {"session_id": tonight})]


def test_home_reads_again_when_something_it_shows_was_saved(
    provider: Provider, home: HomeScreen, settled: Settled, work: Work
) -> None:
    home.arrive()
    settled()
    work.changed.connect(home.on_changed)
    work.save(lambda: provider.people.add(a_person("Cee")))
    settled()
    assert home.people.texts() == [["Cee", "Age not known", "–"]]


def test_locking_leaves_nothing_on_the_page(provider: Provider, home: HomeScreen, settled: Settled) -> None:
    provider.people.add(a_person("Ana"))
    home.arrive()
    settled()
    assert home.people.texts()
    home.forget()
    assert home.people.texts() == []


def test_whether_it_took_place_is_answered_without_leaving(
    provider: Provider,
    home: HomeScreen,
    settled: Settled,
    work: Work,
    asked: list[tuple[str, dict[str, str]]],
) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    planned = provider.sessions.log(a_session(boxing, days(-5), status=Status.PLANNED)).id
    work.changed.connect(home.on_changed)
    home.arrive()
    settled()
    assert home.question.words.text() == "Did Northside Boxing take place on Tuesday 17 November?"
    QTest.keyClick(home.question.yes, Qt.Key.Key_Return)
    assert asked == [("register", {"session_id": planned})]
    assert not home.question.no.isEnabled(), "a reason is asked for"
    reasons = home.question.reason.box
    reasons.setCurrentIndex(reasons.findData("nobody_came"))
    QTest.keyClick(home.question.no, Qt.Key.Key_Return)
    settled()
    assert home.unfinished.texts() == []
    assert not home.question.isVisible()
    details = provider.sessions.get(planned).details
    assert (details.status, details.cancel_reason) == (Status.CANCELLED, "nobody_came")


def test_what_was_begun_stands_above_all(
    provider: Provider, home: HomeScreen, settled: Settled, asked: list[tuple[str, dict[str, str]]]
) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    tuesday = provider.sessions.log(a_session(boxing, days(-5))).id
    provider.drafts.keep("log", "", {})
    provider.drafts.keep("register", tuesday, {})
    home.arrive()
    settled()
    assert [made.text() for made in home.begun.buttons] == [
        "Go on with Tuesday’s register",
        "Go on logging a session",
    ]
    for made in home.begun.buttons:
        QTest.keyClick(made, Qt.Key.Key_Return)
    assert asked == [("register", {"session_id": tuesday}), ("log", {})]
    home.forget()
    assert home.begun.buttons == []


def test_what_is_to_be_done_is_done_with_one_key_and_taken_back(
    provider: Provider,
    home: HomeScreen,
    settled: Settled,
    work: Work,
    asked: list[tuple[str, dict[str, str]]],
) -> None:
    me, ana = provider.workspace.actor.id, provider.people.add(a_person("Ana")).id
    provider.tasks.add(TaskDetails("Ring her nan", me, days(-3), ana))
    provider.tasks.add(TaskDetails("Book the hall", me, days(0)))
    provider.tasks.add(TaskDetails("Some day", me))
    work.changed.connect(home.on_changed)
    home.arrive()
    settled()
    table = home.to_do.table
    assert table.texts() == [
        ["Ring her nan", "Ana", "3 days overdue"],
        ["Book the hall", "–", "Today"],
        ["Some day", "–", "–"],
    ]
    table.view.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert asked == [("person", {"person_id": ana, "page": "time"})]
    QTest.keyClick(table.view, Qt.Key.Key_Space)
    settled()
    assert [line[0] for line in table.texts()] == ["Book the hall", "Some day"]
    assert home.to_do.told.text() == "Done: Ring her nan"
    QTest.keyClick(table.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert [line[0] for line in table.texts()] == ["Ring her nan", "Book the hall", "Some day"]
    assert not home.to_do.undo_button.isVisible()
    assert provider.tasks.mine()[0].done_on is None


def test_something_to_do_is_written_down_on_home(
    provider: Provider, home: HomeScreen, settled: Settled, work: Work
) -> None:
    work.changed.connect(home.on_changed)
    home.arrive()
    settled()
    adding = home.to_do.adding
    QTest.keyClick(adding.open_button, Qt.Key.Key_Return)
    QTest.keyClicks(adding.form.field("words").control(), "Book the hall")
    QTest.keyClick(adding.form.field("words").control(), Qt.Key.Key_Return)
    settled()
    assert [line[0] for line in home.to_do.table.texts()] == ["Book the hall"]
    assert adding.form.field("words").control().hasFocus()
    home.forget()
    assert home.to_do.table.texts() == []
    assert not adding.form.isVisible()


def test_home_has_the_plans_make_what_is_due(
    provider: Provider, home: HomeScreen, settled: Settled, work: Work, clock: Clock
) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    provider.plans.add(PlanDetails(boxing, days(0), 1, time(18), bank_holidays=True))
    clock.go(days=9 * 7 + 2)  # a Tuesday that the plan had not made yet
    work.changed.connect(home.on_changed)
    home.arrive()
    settled()
    assert home.tonight.texts() == [["Northside Boxing", "18:00", "–", "–", "–"]]
    assert home.unfinished.texts()[0][1] == "Tuesday 19 January"


def test_somebody_due_opens_their_record(
    provider: Provider, home: HomeScreen, settled: Settled, asked: list[tuple[str, dict[str, str]]]
) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    ana = provider.people.add(a_person("Ana")).id
    provider.enrolments.add(ana, boxing, EnrolmentDetails(days(-10), "school"))
    home.arrive()
    settled()
    assert home.due.texts() == [["Ana", "Waiting for a decision since 12 Nov"]]
    home.due.view.setFocus()
    QTest.keyClick(home.due.view, Qt.Key.Key_Return)
    assert asked == [("person", {"person_id": ana})]
    home.forget()
    assert home.due.texts() == []
