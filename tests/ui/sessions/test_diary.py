"""My week and month: a calendar by keyboard, and what it comes to."""

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from tests.builders import TODAY, Clock, a_session, an_intervention, days, enrolled
from tests.ui.pages import Pages
from tests.ui.sessions.conftest import a_manager
from vrp_desktop.domain.sessions import HeadCount, Mark, Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.diary_screen import EVERYBODY, DiaryScreen
from vrp_desktop.ui.sessions.log_screen import LogScreen
from vrp_desktop.ui.sessions.month import months_on
from vrp_desktop.ui.sessions.register_screen import RegisterScreen


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def there(provider: Provider, boxing: str) -> str:
    """Tonight's session, finished; two on Friday; one planned, one that did not happen. Tonight's id."""
    tonight = provider.sessions.log(a_session(boxing, minutes=90)).id
    provider.registers.mark(tonight, enrolled(provider, boxing, "Ana")[0], Mark.PRESENT)
    provider.registers.finish(tonight)
    for hour in (15, 18):
        provider.sessions.log(a_session(boxing, days(-2), starts_at=time(hour), minutes=60))
    provider.sessions.log(a_session(boxing, days(2), status=Status.PLANNED))
    provider.sessions.log(a_session(boxing, days(-5), status=Status.CANCELLED, cancel_reason="staff"))
    return tonight


def cell(screen: DiaryScreen, day: date) -> str:
    return str(screen.model.place(day).data())


def test_each_day_says_how_its_sessions_stand(pages: Pages, there: str) -> None:
    screen = pages.open(DiaryScreen, "diary")
    assert screen.month.text() == "November 2026"
    assert cell(screen, TODAY) == "22\n●1"
    assert cell(screen, days(-2)) == "20\n◐2"
    assert cell(screen, days(2)) == "24\n○1"
    assert cell(screen, days(-5)) == "17\n×1"
    assert cell(screen, days(-6)) == "16\n"
    told = screen.model.place(days(-2)).data(Qt.ItemDataRole.AccessibleTextRole)
    assert screen.model.place(TODAY).data(Qt.ItemDataRole.FontRole).bold()
    assert "today" in screen.model.place(TODAY).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Friday 20 November 2026: 2 to finish"
    assert QAccessible.queryAccessibleInterface(screen.view) is not None
    assert screen.figures.texts() == ["3.5", "3", "1", "0", "0"]
    assert screen.lag.text() == "Every register was done on its day."
    assert screen.kinds.texts() == [["Group", "3", "3.5"]]


def test_arrows_move_days_and_pages_months(pages: Pages, there: str) -> None:
    screen = pages.open(DiaryScreen, "diary")
    assert screen.view.hasFocus()
    assert screen.view.chosen() == TODAY
    assert screen.week_of.text() == "Week of Monday 16 November 2026"
    assert [line[0] for line in screen.week.texts()] == [
        "Tue 17",
        "Fri 20",
        "Fri 20",
        "Sun 22",
    ]
    pages.key(screen.view, Qt.Key.Key_Right)
    assert screen.view.chosen() == days(1)
    assert [line[0] for line in screen.week.texts()] == ["Tue 24"]
    pages.key(screen.view, Qt.Key.Key_Down)
    pages.key(screen.view, Qt.Key.Key_Right)
    assert (screen.view.chosen(), screen.month.text()) == (date(2026, 12, 1), "December 2026")
    pages.key(screen.view, Qt.Key.Key_PageUp)
    pages.key(screen.view, Qt.Key.Key_PageUp)
    assert (screen.view.chosen(), screen.month.text()) == (date(2026, 10, 1), "October 2026")
    assert screen.figures.texts() == ["0", "0", "0", "0", "–"]
    pages.key(screen.view, Qt.Key.Key_Home)
    assert screen.view.chosen() == TODAY
    pages.key(screen.view, Qt.Key.Key_Up)
    assert screen.view.chosen() == days(-7)
    pages.click(screen.after)
    assert screen.month.text() == "December 2026"


def test_enter_opens_the_days_session(pages: Pages, there: str) -> None:
    screen = pages.open(DiaryScreen, "diary")
    pages.key(screen.view, Qt.Key.Key_Return)
    assert pages.shown(RegisterScreen).model.rowCount() == 1
    screen = pages.open(DiaryScreen, "diary")
    pages.key(screen.view, Qt.Key.Key_Left)
    pages.key(screen.view, Qt.Key.Key_Left)
    pages.key(screen.view, Qt.Key.Key_Return)
    assert screen.week.view.hasFocus()
    chosen = screen.week.current()
    assert chosen is not None
    assert (chosen.held_on, chosen.starts_at) == (days(-2), time(15))
    screen.view.setFocus()
    pages.key(screen.view, Qt.Key.Key_Left)
    pages.key(screen.view, Qt.Key.Key_Return)
    log = pages.shown(LogScreen)
    assert log.form.field("held_on").value() == days(-3)


def test_a_day_to_come_is_logged_as_planned(pages: Pages, there: str) -> None:
    screen = pages.open(DiaryScreen, "diary")
    pages.key(screen.view, Qt.Key.Key_Right)
    pages.key(screen.view, Qt.Key.Key_Return)
    log = pages.shown(LogScreen)
    assert (log.form.field("held_on").value(), log.status.value()) == (days(1), "planned")


def test_whoever_sees_all_records_chooses_whose(pages: Pages, provider: Provider, boxing: str) -> None:
    bo = a_manager(provider, "Bo Kaur")
    provider.sessions.log(a_session(boxing, minutes=30, workers=(bo,)))
    evening = provider.sessions.log(a_session(boxing, minutes=60)).id
    provider.registers.count_heads(evening, [HeadCount("10-13", None, 4)])
    screen = pages.open(DiaryScreen, "diary")
    names = [screen.whose.box.itemText(at) for at in range(screen.whose.box.count())]
    assert names == ["Mine", "Bo Kaur", "Everybody’s"]
    assert screen.figures.texts()[0] == "1"
    for whose, hours in ((bo, "0.5"), (EVERYBODY, "1.5")):
        screen.whose.box.setCurrentIndex(screen.whose.box.findData(whose))
        pages.settle()
        assert screen.figures.texts()[0] == hours


def test_whoever_leads_no_session_sees_everybodys(pages: Pages, provider: Provider, boxing: str) -> None:
    provider.sessions.log(a_session(boxing, minutes=30, workers=(a_manager(provider, "Bo Kaur"),)))
    screen = pages.open(DiaryScreen, "diary")
    assert screen.whose.value() == EVERYBODY
    assert screen.figures.texts()[0] == "0.5"


def test_the_slowest_register_is_named(pages: Pages, provider: Provider, boxing: str, clock: Clock) -> None:
    ana = enrolled(provider, boxing, "Ana")[0]
    for day in (days(-4), days(-1)):
        session = provider.sessions.log(a_session(boxing, day)).id
        provider.registers.mark(session, ana, Mark.PRESENT)
        provider.registers.finish(session)
    screen = pages.open(DiaryScreen, "diary")
    assert screen.figures.texts()[-1] == "2.5"
    assert screen.lag.text() == "The slowest register took 4 days: Northside Boxing, Wed 18 Nov."


def test_locking_leaves_nothing_on_the_page(pages: Pages, there: str) -> None:
    screen = pages.open(DiaryScreen, "diary")
    screen.forget()
    assert (screen.week.texts(), cell(screen, TODAY), screen.lag.text()) == ([], "22\n", "")


def test_a_month_on_is_the_same_day_or_the_last() -> None:
    assert months_on(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_on(date(2026, 1, 15), -1) == date(2025, 12, 15)
    assert months_on(date(2026, 12, 1), 1) == date(2027, 1, 1)
