"""Each kind of session shows what it asks for, and no more; outdoors the targets are large."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.builders import a_session, days, enrolled
from tests.ui.pages import Pages
from vrp_desktop.domain.groups import GroupDetails
from vrp_desktop.domain.session_kinds import KINDS
from vrp_desktop.domain.sessions import HeadCount, Mark, Trained
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.model import spoken
from vrp_desktop.ui.sessions.register_screen import RegisterScreen

LARGE = 48
CTRL = Qt.KeyboardModifier.ControlModifier


def opened(pages: Pages, provider: Provider, boxing: str, kind: str, **fields: Any) -> RegisterScreen:
    session = provider.sessions.log(a_session(boxing, kind=kind, **fields)).id
    return pages.open(RegisterScreen, "register", session_id=session)


def seen(part: QWidget, screen: RegisterScreen) -> bool:
    return part.isVisibleTo(screen)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_shows_what_it_asks_for(
    pages: Pages, provider: Provider, boxing: str, three: list[str], kind: str
) -> None:
    screen, asks = opened(pages, provider, boxing, kind), KINDS[kind]
    desk = screen.desk
    assert seen(desk.finder, screen) == asks.named
    assert seen(desk.people, screen) == (asks.named and not asks.alone)
    assert seen(desk.all, screen) == (asks.named and asks.regulars)
    assert seen(desk.heads, screen) == (asks.heads and not asks.rough)
    assert seen(desk.rough, screen) == (asks.heads and asks.rough)
    assert seen(desk.trained, screen) == asks.trained
    assert seen(desk.weather, screen) == asks.weather
    assert seen(desk.next_place, screen) == asks.rough
    assert seen(screen.note, screen)
    assert pages.frame.window().focusWidget() is not None
    QTest.keyClick(screen, Qt.Key.Key_H, CTRL)
    assert desk.heads.view.hasFocus() == (asks.heads and not asks.rough)
    assert desk.trained.view.hasFocus() == asks.trained
    QTest.keyClick(screen, Qt.Key.Key_E, CTRL)
    assert screen.note.control().hasFocus()
    QTest.keyClick(screen.note.control(), Qt.Key.Key_Escape)
    assert desk.first().hasFocus()


def test_regulars_then_who_came_lately_then_the_others(
    pages: Pages, provider: Provider, boxing: str, evening: str, three: list[str]
) -> None:
    passed = provider.sessions.log(a_session(boxing, days(-7))).id
    provider.registers.add_newcomer(passed, "Once", 15)
    provider.registers.add_newcomer(evening, "Now", 15)
    screen = pages.open(RegisterScreen, "register", session_id=evening)
    rows = [screen.model.row(screen.model.index(at)) for at in range(screen.model.rowCount())]
    assert [row.known_as for row in rows] == ["Ana", "Ben", "Céline", "Once", "Now"]
    begins = [screen.people.rows.above(screen.model.index(at)) > 0 for at in range(5)]
    assert begins == [False, False, False, True, True]
    assert spoken(rows[3]) == "Once, not marked yet, came lately"
    assert screen.count.text() == "1 of 4 came", "nobody waits for who only came lately"
    QTest.keyClick(screen, Qt.Key.Key_A, CTRL | Qt.KeyboardModifier.ShiftModifier)
    pages.settle()
    assert screen.count.text() == "4 of 4 came"
    where = screen.people.visualRect(screen.model.index(3))
    QTest.mouseClick(screen.people.viewport(), Qt.MouseButton.LeftButton, pos=where.topLeft() + QPoint(40, 8))
    pages.settle()
    assert provider.registers.read(evening).rows[3].mark is None, "a heading is no row"


def test_the_end_of_a_row_opens_more_about_the_person(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    where = register.people.visualRect(register.model.index(1))
    end = where.center()
    end.setX(where.right() - 12)
    QTest.mouseClick(register.people.viewport(), Qt.MouseButton.LeftButton, pos=end)
    pages.settle()
    assert register.person.name.text() == "Ben"
    assert register.person.isVisible()
    assert provider.registers.read(evening).rows[1].mark is None


def test_letters_that_are_no_mark_do_nothing(pages: Pages, register: RegisterScreen) -> None:
    QTest.keyClicks(register.people, "bcB")
    pages.settle()
    assert register.people.currentIndex().row() == 0


def test_a_closed_group_begins_with_all_present(
    pages: Pages, provider: Provider, boxing: str, three: list[str]
) -> None:
    group = provider.groups.add(GroupDetails(boxing, "Tuesday boxers", closed=True)).id
    provider.groups.set_members(group, three)
    screen = opened(pages, provider, boxing, "group", group_id=group)
    assert screen.which.text() == "Tuesday boxers"
    assert (screen.all.property("role"), screen.finish.property("role")) == ("primary", "")
    pages.click(screen.all)
    assert (screen.all.property("role"), screen.finish.property("role")) == ("", "primary")


def test_outdoors_all_that_is_tapped_is_large(
    pages: Pages, provider: Provider, boxing: str, three: list[str]
) -> None:
    provider.sessions.log(a_session(boxing, days(-3), kind="outreach", place="Burley Park"))
    screen = opened(pages, provider, boxing, "outreach", place="Hyde Park corner")
    desk = screen.desk
    assert screen.people.visualRect(screen.model.index(0)).height() >= 56
    tapped = (
        *desk.rough.more.values(),
        *desk.rough.fewer.values(),
        *desk.rough.sexes.values(),
        *desk.weather.choices.values(),
        *desk.next_place.known,
        desk.next_place.go_on,
        desk.finder.name,
    )
    assert [part.accessibleName() for part in tapped if part.height() < LARGE or part.width() < LARGE] == []
    assert [made.text() for made in desk.next_place.known] == ["Burley Park"]


def test_outdoors_one_tap_is_one_more(
    pages: Pages, provider: Provider, boxing: str, three: list[str]
) -> None:
    screen = opened(pages, provider, boxing, "outreach")
    rough = screen.desk.rough
    session_id = screen.session.id if screen.session is not None else ""
    for _ in range(3):
        rough.more["14-15"].click()
    rough.fewer["14-15"].click()
    rough.sexes["female"].click()
    rough.more["10-13"].click()
    pages.settle()
    assert set(provider.registers.read(session_id).head_counts) == {
        HeadCount("14-15", None, 2),
        HeadCount("10-13", "female", 1),
    }
    assert screen.count.text() == "0 of 3 came · 3 more not named"
    rough.fewer["10-13"].click()
    pages.settle()
    assert not rough.fewer["10-13"].isEnabled()
    pages.click(screen.desk.weather.choices["rain"])
    assert provider.sessions.get(session_id).details.weather == "rain"
    assert screen.desk.weather.choices["rain"].isChecked()
    pages.click(screen.desk.weather.choices["rain"])
    assert provider.sessions.get(session_id).details.weather is None


def test_outdoors_it_goes_on_at_another_place(
    pages: Pages, provider: Provider, boxing: str, three: list[str]
) -> None:
    provider.sessions.log(a_session(boxing, days(-3), kind="outreach", place="Burley Park"))
    screen = opened(pages, provider, boxing, "outreach", place="Hyde Park corner")
    first = screen.session.id if screen.session is not None else ""
    QTest.keyClicks(screen.note.control(), "Cold")
    pages.click(screen.desk.next_place.known[0])
    assert screen.session is not None
    assert (screen.session.id != first, screen.session.details.place) == (True, "Burley Park")
    assert provider.sessions.get(first).details.note == "Cold"
    assert screen.note.value() == ""


def test_training_counts_professionals_and_no_names(
    pages: Pages, provider: Provider, boxing: str, three: list[str]
) -> None:
    screen = opened(pages, provider, boxing, "training")
    session_id = screen.session.id if screen.session is not None else ""
    table = screen.trained
    assert table.view.hasFocus()
    for column, typed in enumerate(("8", "4,2", "7.1")):
        assert table.model.setData(table.model.index(0, column), typed)
    pages.settle()
    assert provider.registers.read(session_id).trained == (Trained("education", 8, 42, 71),)
    assert [table.model.index(0, column).data() for column in range(3)] == ["8", "4.2", "7.1"]
    heard = table.model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Schools and colleges, how sure before: 4.2"
    assert screen.count.text() == "8 people trained"
    for typed in ("10.1", "4.25", "many", "-1"):
        assert not table.model.setData(table.model.index(0, 1), typed)
    assert table.model.setData(table.model.index(1, 1), "5")
    pages.settle()
    assert table.missing.text() == "Write how many came from: Health."
    pages.frame.settle()
    pages.settle()
    again = pages.open(RegisterScreen, "register", session_id=session_id)
    assert again.trained.model.index(1, 1).data() == "5", "nothing that was typed is lost"


def test_a_name_of_one_letter_is_a_name(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    register.finder.name.setFocus()
    QTest.keyClicks(register.finder.name, "J")
    pages.key(register.finder.name, Qt.Key.Key_Return)
    pages.key(register.finder.age, Qt.Key.Key_Return)
    row = provider.registers.read(evening).rows[-1]
    assert (row.known_as, row.age, row.mark) == ("J", None, Mark.PRESENT)
    assert len(enrolled(provider, provider.interventions.all()[0].id, "K")) == 1
