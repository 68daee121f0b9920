"""The list of sessions: what it says of each, and what can be done with the chosen one."""

from datetime import time

import pytest
from PySide6.QtCore import Qt

from tests.builders import TODAY, a_session, an_intervention, days, enrolled
from tests.services.test_sessions import a_group
from tests.ui.pages import Pages
from tests.ui.sessions.conftest import answering
from vrp_desktop.domain.sessions import HeadCount, Mark, Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.audit.history_screen import HistoryScreen
from vrp_desktop.ui.sessions.list_screen import SessionsScreen
from vrp_desktop.ui.sessions.log_screen import LogScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


def told(screen: SessionsScreen, *titles: str) -> list[tuple[str, ...]]:
    """Some columns of the list, row by row."""
    at = [[column.title for column in screen.table.model.columns].index(title) for title in titles]
    return [tuple(line[number] for number in at) for line in screen.table.texts()]


def test_it_begins_with_today_and_says_what_is_to_do(pages: Pages, provider: Provider, boxing: str) -> None:
    ana = enrolled(provider, boxing, "Ana")[0]
    provider.sessions.log(a_session(boxing, days(8), status=Status.PLANNED))
    tonight = provider.sessions.log(a_session(boxing)).id
    provider.registers.mark(tonight, ana, Mark.PRESENT)
    provider.registers.finish(tonight)
    marked = provider.sessions.log(a_session(boxing, days(-1))).id
    provider.registers.mark(marked, ana, Mark.PRESENT)
    counted = provider.sessions.log(a_session(boxing, days(-2))).id
    provider.registers.count_heads(counted, [HeadCount("10-13", None, 4)])
    provider.sessions.log(a_session(boxing, days(-3)))
    provider.sessions.log(a_session(boxing, days(-4), status=Status.PLANNED))
    provider.sessions.log(a_session(boxing, days(-342), status=Status.CANCELLED, cancel_reason="staff"))
    screen = pages.open(SessionsScreen, "sessions")
    assert told(screen, "Day", "Came", "State") == [
        ("Mon 30 Nov", "", "Planned"),
        ("Sun 22 Nov", "1", ""),
        ("Sat 21 Nov", "1", "To finish"),
        ("Fri 20 Nov", "", "To finish"),
        ("Thu 19 Nov", "", "Register to do"),
        ("Wed 18 Nov", "", "Did it take place?"),
        ("Mon 15 Dec 2025", "", "Did not happen"),
    ]
    chosen = screen.table.current()
    assert chosen is not None
    assert chosen.held_on == TODAY
    pages.key(screen.table.view, Qt.Key.Key_Return)
    assert pages.shown(RegisterScreen).count.text() == "1 of 1 came"
    screen = pages.open(SessionsScreen, "sessions")
    for standing, seen in (("to_finish", 4), ("planned", 1), ("done", 1), ("not_held", 1), (None, 7)):
        screen.only.box.setCurrentIndex(screen.only.box.findData(standing))
        pages.settle()
        assert len(screen.table.texts()) == seen


def test_it_keeps_to_one_intervention_where_asked(pages: Pages, provider: Provider, boxing: str) -> None:
    mentoring = provider.interventions.add(an_intervention("LEE-03", name="Mentoring")).id
    provider.sessions.log(a_session(boxing))
    provider.sessions.log(a_session(mentoring))
    screen = pages.open(SessionsScreen, "sessions")
    assert len(screen.table.texts()) == 2
    screen.which.box.setCurrentIndex(screen.which.box.findData(mentoring))
    pages.settle()
    assert told(screen, "Intervention") == [("Mentoring",)]


def test_group_title_and_who_led_it_are_told(pages: Pages, provider: Provider, boxing: str) -> None:
    group = a_group(provider, boxing, "Tuesday boxing")
    provider.sessions.log(a_session(boxing, group_id=group))
    provider.sessions.log(a_session(boxing, days(-1), kind="training", title="Trauma"))
    screen = pages.open(SessionsScreen, "sessions")
    assert told(screen, "What", "Led by") == [
        ("Group: Tuesday boxing", "Sam Okafor"),
        ("Training of professionals: Trauma", "Sam Okafor"),
    ]


def test_each_key_does_its_own_with_the_chosen_session(pages: Pages, provider: Provider, boxing: str) -> None:
    evening = provider.sessions.log(a_session(boxing, days(-7), minutes=90, starts_at=time(18))).id
    screen = pages.open(SessionsScreen, "sessions")
    pages.key(screen.table.view, Qt.Key.Key_A)
    log = pages.shown(LogScreen)
    assert (log.button.text(), log.form.field("held_on").value()) == ("Log session", TODAY)
    assert log.form.field("minutes").value() == 90
    screen = pages.open(SessionsScreen, "sessions")
    pages.key(screen.table.view, Qt.Key.Key_C)
    assert pages.shown(LogScreen).button.text() == "Save changes"
    screen = pages.open(SessionsScreen, "sessions")
    pages.key(screen.table.view, Qt.Key.Key_H)
    assert pages.shown(HistoryScreen).name.text() == "Northside Boxing, Sun 15 Nov"
    screen = pages.open(SessionsScreen, "sessions")
    answering(screen, "Split", 30)
    pages.key(screen.table.view, Qt.Key.Key_S)
    assert "both parts" in pages.message()
    assert [line.minutes for line in provider.sessions.between(days(-7), TODAY)] == [60, 30]
    assert len(screen.table.texts()) == 2
    pages.frame.activateWindow()
    pages.qtbot.waitUntil(pages.frame.isActiveWindow)
    screen.table.choose(1)
    answering(screen, "It did not happen", "Weather")
    pages.key(screen.table.view, Qt.Key.Key_N)
    details = provider.sessions.get(evening).details
    assert (details.status, details.cancel_reason) == (Status.CANCELLED, "weather")
    screen.table.choose(1)
    assert not screen.not_happened.isEnabled()
    assert not screen.split.isEnabled()


def test_thinking_better_of_it_changes_nothing(pages: Pages, provider: Provider, boxing: str) -> None:
    evening = provider.sessions.log(a_session(boxing)).id
    before = provider.sessions.get(evening)
    screen = pages.open(SessionsScreen, "sessions")
    for key in (Qt.Key.Key_N, Qt.Key.Key_S):
        answering(screen, "Cancel", None)
        pages.key(screen.table.view, key)
    assert provider.sessions.get(evening) == before
    assert len(provider.sessions.between(TODAY, TODAY)) == 1


def test_somebody_came_so_it_did_happen(pages: Pages, provider: Provider, boxing: str) -> None:
    evening = provider.sessions.log(a_session(boxing)).id
    provider.registers.mark(evening, enrolled(provider, boxing, "Ana")[0], Mark.PRESENT)
    screen = pages.open(SessionsScreen, "sessions")
    answering(screen, "It did not happen", "Weather")
    pages.key(screen.table.view, Qt.Key.Key_N)
    assert "one person came" in pages.message()
    assert provider.sessions.get(evening).details.status is Status.DELIVERED
