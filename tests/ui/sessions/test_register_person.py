"""More about one person: the panel beside the names, and finding the one person of a one-to-one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.builders import a_concern, a_goal, a_person, a_session, an_enrolment, days
from tests.ui.pages import Pages
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.sessions import Mark, RegisterRow, Remark
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.concerns.screen import ConcernScreen
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.sessions.model import spoken
from vrp_desktop.ui.sessions.register_screen import RegisterScreen
from vrp_desktop.ui.sessions.row_painter import who_words


def stored(provider: Provider, session_id: str, known_as: str) -> RegisterRow:
    return next(row for row in provider.registers.read(session_id).rows if row.known_as == known_as)


def current(screen: RegisterScreen) -> str:
    return screen.model.row(screen.people.currentIndex()).known_as


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F2])
def test_a_note_on_a_person_is_kept_beside_them_within_two_seconds(
    pages: Pages, qtbot: QtBot, provider: Provider, register: RegisterScreen, evening: str, key: Qt.Key
) -> None:
    pages.key(register.people, key)
    assert register.person.note.control().hasFocus()
    assert register.person.name.text() == "Ana"
    QTest.keyClicks(register.person.note.control(), "Brought her cousin")
    qtbot.waitUntil(
        lambda: stored(provider, evening, "Ana").remark.note == "Brought her cousin", timeout=2_000
    )
    assert register.model.of(stored(provider, evening, "Ana").person_id).remark.note == "Brought her cousin"  # type: ignore[union-attr]  # she is there


def test_going_on_to_the_next_keeps_the_note_with_the_one_before(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_Return)
    QTest.keyClicks(register.person.note.control(), "Quiet tonight")
    QTest.keyClick(register.person.note.control(), Qt.Key.Key_Escape)
    assert register.people.hasFocus()
    pages.key(register.people, Qt.Key.Key_Down)
    assert (register.person.name.text(), register.person.note.value()) == ("Ben", "")
    assert stored(provider, evening, "Ana").remark.note == "Quiet tonight"
    assert stored(provider, evening, "Ben").remark == Remark()


def test_why_somebody_is_excused_is_two_keys_away(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    QTest.keyClick(register.people, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    pages.settle()
    excuse = register.person.excuse.control()
    assert excuse.isVisible()
    excuse.setFocus()
    QTest.keyClicks(excuse, "ill")
    pages.settle()
    row = stored(provider, evening, "Ana")
    assert (row.mark, row.remark.excuse) == (Mark.EXCUSED, "ill")
    assert spoken(register.model.row(register.model.index(0))) == "Ana, excused, Ill"
    pages.key(register.people, Qt.Key.Key_P)
    assert stored(provider, evening, "Ana").remark.excuse is None, "it goes with the mark"


def test_enter_on_somebody_excused_asks_for_the_reason_first(pages: Pages, register: RegisterScreen) -> None:
    pages.key(register.people, Qt.Key.Key_X)
    pages.key(register.people, Qt.Key.Key_Up)
    pages.key(register.people, Qt.Key.Key_Return)
    assert register.person.excuse.control().hasFocus()


@pytest.mark.parametrize("key", ["*", "s", "S"])
def test_a_star_does_not_put_back_a_note_that_is_being_typed(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str, key: str
) -> None:
    pages.key(register.people, Qt.Key.Key_Return)
    QTest.keyClicks(register.person.note.control(), "Passed her exam")
    register.people.setFocus()
    QTest.keyClicks(register.people, key)
    pages.settle()
    assert stored(provider, evening, "Ana").remark == Remark("Passed her exam", star=True)
    assert current(register) == "Ana", "a star is no mark: it stays"
    QTest.keyClicks(register.people, key)
    pages.settle()
    assert stored(provider, evening, "Ana").remark == Remark("Passed her exam")


def test_a_mark_made_while_a_note_is_typed_leaves_it(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_Return)
    QTest.keyClicks(register.person.note.control(), "Half a sen")
    pages.click(register.person.marks[Mark.LATE])
    assert register.person.note.value() == "Half a sen"
    QTest.keyClicks(register.person.note.control(), "tence")
    register.settle()
    pages.settle()
    row = stored(provider, evening, "Ana")
    assert (row.mark, row.remark.note) == (Mark.LATE, "Half a sentence")


def test_every_mark_has_a_button_that_shows_which_one_stands(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_Return)
    for mark, button in register.person.marks.items():
        pages.click(button)
        assert stored(provider, evening, "Ana").mark == mark
        assert [m for m, made in register.person.marks.items() if made.isChecked()] == [mark]


def test_what_it_was_about_for_one_person(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_Return)
    pages.key(register.person.differs.control(), Qt.Key.Key_Space)
    register.person.areas.set_value(("individual.education",))
    register.person.areas.edited.emit()
    pages.settle()
    assert stored(provider, evening, "Ana").remark.focus_areas == ("individual.education",)
    pages.key(register.person.differs.control(), Qt.Key.Key_Space)
    assert stored(provider, evening, "Ana").remark.focus_areas == ()


def test_a_journey_that_is_over_is_said_plainly_and_she_can_be_marked(
    pages: Pages, provider: Provider, boxing: str, evening: str
) -> None:
    zed = provider.people.add(a_person("Zed")).id
    provider.enrolments.add(zed, boxing, an_enrolment(ended_on=days(-12), ending="completed"))
    provider.registers.mark(provider.sessions.log(a_session(boxing, days(-20))).id, zed, Mark.PRESENT)
    screen = pages.open(RegisterScreen, "register", session_id=evening)
    screen.people.setCurrentIndex(screen.model.place_of(zed))
    pages.key(screen.people, Qt.Key.Key_Return)
    assert screen.person.ended.text() == (
        "Their journey here ended on 10 November 2026. Mark them anyway, and enrol them again from their "
        "record."
    )
    assert spoken(screen.model.row(screen.people.currentIndex())) == (
        "Zed, not marked yet, came lately, journey here has ended"
    )
    pages.key(screen.people, Qt.Key.Key_Space)
    assert stored(provider, evening, "Zed").mark is Mark.PRESENT
    pages.click(screen.person.record)
    pages.shown(PersonScreen)


def test_a_concern_is_one_key_away_and_leads_back(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str, three: list[str]
) -> None:
    pages.key(register.people, Qt.Key.Key_Down)
    QTest.keyClicks(register.people, "!")
    pages.settle()
    pages.shown(ConcernScreen)
    _, asked = pages.frame._here or ("", {})
    assert (asked["person_id"], asked["session_id"]) == (three[1], evening)
    assert asked["back"] == ("register", {"session_id": evening})
    provider.concerns.raise_concern(a_concern(three[1], session_id=evening))
    screen = pages.open(RegisterScreen, "register", session_id=evening)
    row = screen.model.of(three[1])
    assert row is not None
    assert spoken(row) == "Ben, not marked yet, you raised a concern"


def test_somebody_taken_off_is_gone_and_a_regular_stays_without_a_mark(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_L)
    register.finder.newcomer.emit("Tiny", 12)
    pages.settle()
    assert stored(provider, evening, "Tiny").mark is Mark.PRESENT
    for name in ("Tiny", "Ana"):
        place = register.model.place_of(stored(provider, evening, name).person_id)
        register.people.setCurrentIndex(place)
        pages.key(register.people, Qt.Key.Key_Return)
        pages.click(register.person.off)
    rows = provider.registers.read(evening).rows
    assert [(row.known_as, row.mark) for row in rows] == [("Ana", None), ("Ben", None), ("Céline", None)]
    assert provider.people.count() == 4, "her record stays"


def test_a_one_to_one_begins_with_finding_the_one_person_and_tells_what_is_known(
    pages: Pages, provider: Provider, boxing: str, evening: str, three: list[str]
) -> None:
    before = provider.sessions.log(
        a_session(boxing, days(-6), kind="one_to_one", note="Wants to try the gym.")
    ).id
    provider.registers.mark(before, three[1], Mark.PRESENT)
    (journey,) = provider.enrolments.of_person(three[1])
    provider.outcomes.set_goal(journey.id, a_goal("Sleep better"))
    alone = provider.sessions.log(a_session(boxing, kind="one_to_one")).id
    screen = pages.open(RegisterScreen, "register", session_id=alone)
    assert screen.finder.name.hasFocus()
    assert screen.finder.words.text() == "Who was it with?"
    QTest.keyClicks(screen.finder.name, "ben")
    pages.key(screen.finder.name, Qt.Key.Key_Return)
    assert stored(provider, alone, "Ben").mark is Mark.PRESENT
    assert screen.person.note.control().hasFocus()
    assert screen.person.before.text() == (
        "Wants: Sleep better.\nLast time, Monday 16 November 2026: Wants to try the gym."
    )
    assert screen.person.before.isVisible()


def test_who_somebody_is_stands_beside_the_name() -> None:
    row = RegisterRow("1", "Zo", "Zoë Khan", 15, False, None, Remark("Left her bag"))
    assert who_words(row) == "Zoë Khan · 15 · child, not enrolled · Left her bag"
    assert who_words(row, tells_enrolment=False) == "Zoë Khan · 15 · child · Left her bag"
    assert who_words(RegisterRow("1", "Zo", "", None, True, None)) == "age not known"


def test_a_star_from_the_list_is_not_lost_to_an_older_note_beside_it(
    pages: Pages, provider: Provider, register: RegisterScreen, evening: str
) -> None:
    pages.key(register.people, Qt.Key.Key_Return)
    QTest.keyClicks(register.person.note.control(), "Led the warm-up")
    register.person.settle()
    register.desk.to_heads()  # the answer comes while nobody looks at the panel
    pages.settle()
    pages.key(register.people, Qt.Key.Key_S)
    pages.key(register.people, Qt.Key.Key_Return)
    assert register.person.star.value()
    QTest.keyClicks(register.person.note.control(), "!")
    pages.frame.go("people")
    pages.settle()
    remark = stored(provider, evening, "Ana").remark
    assert remark.star
    assert "!" in remark.note


def test_a_note_that_could_not_be_saved_stays_and_is_tried_again_on_leaving(
    pages: Pages,
    provider: Provider,
    register: RegisterScreen,
    evening: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise Refused("The disk is full.")

    pages.key(register.people, Qt.Key.Key_Return)
    QTest.keyClicks(register.person.note.control(), "Typed")
    with monkeypatch.context() as broken:
        broken.setattr(provider.registers, "remark", full)
        register.settle()
        pages.settle()
    assert pages.message() == "The disk is full."
    assert register.person.note.value() == "Typed"
    pages.frame.go("people")
    pages.settle()
    assert stored(provider, evening, "Ana").remark.note == "Typed"
