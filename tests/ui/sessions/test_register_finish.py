"""A register that is finished, locked, to come, or that nobody came to."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.builders import Clock, a_session, days
from tests.ui.pages import Pages
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.sessions import Mark, NobodyCame, Remark, Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.home.screen import HomeScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def locked(provider: Provider, evening: str, three: list[str], clock: Clock) -> str:
    """Tonight's session, finished and looked at a month later."""
    provider.registers.mark(evening, three[0], Mark.PRESENT)
    provider.registers.finish(evening)
    clock.go(days=30)
    return evening


def test_where_nobody_came_it_offers_that_it_did_not_happen(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    QTest.keyClick(register.people, Qt.Key.Key_Return, CTRL)
    pages.settle()
    band = register.desk.not_happened
    assert "Nobody is marked as having come" in band.words.text()
    assert band.reason.control().hasFocus()
    assert band.reason.value() == "nobody_came"
    band.reason.set_value(None)
    pages.click(band.yes)
    assert band.fault.text() == "Choose why it did not happen."
    band.reason.set_value("weather")
    pages.click(band.yes)
    details = provider.sessions.get(evening).details
    assert (details.status, details.cancel_reason) == (Status.CANCELLED, "weather")
    pages.shown(HomeScreen)
    screen = pages.open(RegisterScreen, "register", session_id=evening)
    assert screen.desk.notice.words.text().startswith("It did not happen: Weather.")
    assert not screen.desk.not_happened.isVisible()


def test_it_did_not_happen_where_somebody_came_says_so_beside_the_question(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_Space)
    pages.click(register.desk.no_session)
    register.desk.not_happened.reason.set_value("weather")
    pages.click(register.desk.not_happened.yes)
    assert "one person came" in register.desk.not_happened.fault.text()
    assert provider.sessions.get(evening).details.status is Status.DELIVERED


def test_a_locked_register_asks_for_one_line_and_then_works_as_ever(
    pages: Pages, provider: Provider, locked: str
) -> None:
    screen = pages.open(RegisterScreen, "register", session_id=locked)
    band = screen.desk.locked
    assert band.words.text().startswith("Finished on 22 November 2026 and locked. Correct it?")
    assert band.isVisible()
    assert not screen.finder.isEnabled()
    screen.people.setFocus()
    pages.key(screen.people, Qt.Key.Key_Down)
    assert screen.model.row(screen.people.currentIndex()).known_as == "Céline", "it can be read"
    pages.key(screen.people, Qt.Key.Key_Space)
    assert band.reason.hasFocus(), "what is to be changed leads to the reason"
    assert provider.registers.read(locked).came == 1
    pages.key(band.reason, Qt.Key.Key_Return)
    assert "Say in a few words why" in band.fault.text()
    QTest.keyClicks(band.reason, "Ben was there")
    pages.key(band.reason, Qt.Key.Key_Return)
    assert not band.isVisible()
    assert screen.people.hasFocus()
    screen.people.setCurrentIndex(screen.model.index(1))
    pages.key(screen.people, Qt.Key.Key_Space)
    assert provider.registers.read(locked).came == 2
    pages.click(screen.finish)
    assert pages.open(RegisterScreen, "register", session_id=locked).desk.locked.isVisible()


def test_a_register_that_locks_while_it_is_open_keeps_what_is_typed(
    pages: Pages, provider: Provider, evening: str, three: list[str], clock: Clock
) -> None:
    provider.registers.mark(evening, three[0], Mark.PRESENT)
    provider.registers.finish(evening)
    screen = pages.open(RegisterScreen, "register", session_id=evening)
    screen.people.setCurrentIndex(screen.model.index(0))
    pages.key(screen.people, Qt.Key.Key_Return)
    clock.go(days=30)
    QTest.keyClicks(screen.person.note.control(), "Left her bag")
    screen.person.settle()
    pages.settle()
    assert screen.desk.locked.isVisible()
    assert screen.person.note.value() == "Left her bag"
    QTest.keyClicks(screen.desk.locked.reason, "Her bag")
    pages.key(screen.desk.locked.reason, Qt.Key.Key_Return)
    screen.settle()
    pages.settle()
    assert provider.registers.read(evening).rows[0].remark == Remark("Left her bag")


def test_a_session_to_come_says_so_and_takes_only_excuses(
    pages: Pages, provider: Provider, boxing: str, three: list[str]
) -> None:
    planned = provider.sessions.log(a_session(boxing, days(3), status=Status.PLANNED)).id
    screen = pages.open(RegisterScreen, "register", session_id=planned)
    assert screen.desk.notice.words.text() == (
        "This session is on Wednesday 25 November 2026; by this computer’s clock today is Sunday 22 November "
        "2026. Until then somebody can only be excused from it."
    )
    pages.key(screen.people, Qt.Key.Key_X)
    assert pages.refused == []
    assert provider.registers.read(planned).rows[0].mark is Mark.EXCUSED
    pages.key(screen.people, Qt.Key.Key_Space)
    assert "by this computer's clock today is 22 November 2026" in pages.message()
    assert [row.mark for row in provider.registers.read(planned).rows] == [Mark.EXCUSED, None, None]


def test_a_clock_that_went_back_is_told_by_its_date(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str, clock: Clock
) -> None:
    clock.now -= timedelta(days=400)
    register.heads.model.setData(register.heads.model.index(1, 1), "9")
    pages.settle()
    said = pages.message()
    assert "This session is on 22 November 2026" in said
    assert "today is 18 October 2025" in said
    assert register.heads.counts() == ()
    with pytest.raises(NobodyCame):
        provider.registers.finish(evening)


def test_only_a_register_without_anybody_is_refused_as_such(
    provider: Provider, evening: str, three: list[str]
) -> None:
    with pytest.raises(NobodyCame):
        provider.registers.finish(evening)
    with pytest.raises(Refused) as refused:
        provider.registers.finish("nowhere")
    assert not isinstance(refused.value, NobodyCame)
    provider.registers.mark(evening, three[0], Mark.EXCUSED)
    with pytest.raises(NobodyCame):
        provider.registers.finish(evening)
