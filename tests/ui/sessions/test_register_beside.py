"""Beside the names: one person, what is taken back, where one was, locked registers, each kind of session."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import Clock, a_goal, a_person, a_session, an_intervention, days, enrolled, noted
from tests.ui.pages import Pages
from vrp_desktop.domain.sessions import HeadCount, Mark, Remark, Status, Trained
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.concerns.screen import ConcernScreen
from vrp_desktop.ui.home.screen import HomeScreen
from vrp_desktop.ui.sessions.paste import LEAVE_OUT, NEW, PasteDialog
from vrp_desktop.ui.sessions.register_screen import PERSON, RegisterScreen

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def three(provider: Provider, boxing: str) -> list[str]:
    return enrolled(provider, boxing, "Ana", "Ben", "Céline")


@pytest.fixture
def evening(provider: Provider, boxing: str, three: list[str]) -> str:
    return provider.sessions.log(a_session(boxing)).id


@pytest.fixture
def register(pages: Pages, evening: str) -> RegisterScreen:
    return pages.open(RegisterScreen, "register", session_id=evening)


def of_kind(pages: Pages, provider: Provider, boxing: str, kind: str) -> RegisterScreen:
    session_id = provider.sessions.log(a_session(boxing, kind=kind)).id
    return pages.open(RegisterScreen, "register", session_id=session_id)


def press(pages: Pages, target: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = CTRL) -> None:
    QTest.keyClick(target, key, held)
    pages.settle()


def marks(provider: Provider, session_id: str) -> list[Mark | None]:
    return [row.mark for row in provider.registers.read(session_id).rows]


def remarks(provider: Provider, session_id: str) -> dict[str, Remark]:
    return {row.known_as: row.remark for row in provider.registers.read(session_id).rows}


class TestThePerson:
    def test_enter_opens_more_about_the_current_one_and_a_note_is_saved(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str, qtbot: QtBot
    ) -> None:
        pages.key(register.people, Key.Key_Return)
        assert register.side.currentIndex() == PERSON
        assert register.person.name.text() == "Ana"
        assert register.person.note.control().hasFocus()
        QTest.keyClicks(register.person.note.control(), "Mum rang")
        qtbot.waitUntil(lambda: remarks(provider, evening)["Ana"].note == "Mum rang", timeout=2000)

    @pytest.mark.parametrize("leave", ["another person", "another page", "lock"])
    def test_a_note_goes_to_whom_it_was_typed_about(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str, leave: str
    ) -> None:
        pages.key(register.people, Key.Key_Return)
        QTest.keyClicks(register.person.note.control(), "Just typed")
        if leave == "another person":
            pages.key(register.people, Key.Key_Down)
            assert (register.person.name.text(), register.person.note.value()) == ("Ben", "")
        elif leave == "lock":
            pages.frame.settle()
            pages.frame.forget()
        else:
            pages.frame.go("people")
        pages.settle()
        found = remarks(provider, evening)
        assert (found["Ana"].note, found["Ben"].note) == ("Just typed", "")

    def test_a_mark_that_comes_back_does_not_put_away_what_is_being_typed(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        pages.key(register.people, Key.Key_Return)
        QTest.keyClicks(register.person.note.control(), "Half a sen")
        pages.click(register.person.marks[Mark.LATE])
        assert register.person.note.value() == "Half a sen"
        assert marks(provider, evening)[0] is Mark.LATE
        assert register.person.marks[Mark.LATE].isChecked()

    def test_why_somebody_is_excused_is_asked_only_then(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        pages.key(register.people, Key.Key_Return)
        assert not register.person.excuse.isVisible()
        pages.click(register.person.marks[Mark.EXCUSED])
        assert register.person.excuse.isVisible()
        box = register.person.excuse.box
        box.setCurrentIndex(box.findData("ill"))
        pages.settle()
        assert remarks(provider, evening)["Ana"].excuse == "ill"
        assert register.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Ana, excused, Ill"
        pages.click(register.person.marks[Mark.PRESENT])
        assert remarks(provider, evening)["Ana"].excuse is None

    def test_a_star_by_one_key_and_what_it_was_about_for_them(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        QTest.keyClicks(register.people, "*")
        pages.settle()
        assert remarks(provider, evening)["Ana"].star
        pages.key(register.people, Key.Key_Return)
        register.person.differs.box.click()
        register.person.areas.set_value(("individual.mental_health",))
        register.person.areas.edited.emit()
        pages.settle()
        assert remarks(provider, evening)["Ana"].focus_areas == ("individual.mental_health",)
        register.person.differs.box.click()
        pages.settle()
        assert remarks(provider, evening)["Ana"] == Remark(star=True)

    def test_one_key_raises_a_concern_about_them_in_this_session(
        self, pages: Pages, register: RegisterScreen
    ) -> None:
        pages.key(register.people, Key.Key_Down)
        QTest.keyClicks(register.people, "!")
        pages.settle()
        concern = pages.shown(ConcernScreen)
        assert "Ben" in concern.who.text()
        pages.click(concern.leave_button)
        back = pages.shown(RegisterScreen)
        assert back.model.row(back.people.currentIndex()).known_as in ("Ana", "Ben")

    def test_somebody_who_should_not_be_here_is_taken_off(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        zed = provider.people.add(a_person("Zed")).id
        provider.registers.mark(evening, zed, Mark.PRESENT)
        screen = pages.open(RegisterScreen, "register", session_id=evening)
        screen.people.setCurrentIndex(screen.model.place_of(zed))
        screen.side.setCurrentIndex(PERSON)
        pages.click(screen.person.off)
        assert zed not in {row.person_id for row in provider.registers.read(evening).rows}
        assert screen.model.of(zed) is None
        press(pages, screen.people, Key.Key_Z)
        assert {row.person_id: row.mark for row in provider.registers.read(evening).rows}[zed] is Mark.PRESENT

    def test_whose_journey_is_over_is_said(
        self, pages: Pages, provider: Provider, three: list[str], evening: str
    ) -> None:
        (journey,) = provider.enrolments.of_person(three[0])
        from dataclasses import replace

        over = replace(journey.details, ended_on=days(-3), ending="completed")
        provider.enrolments.change(journey.id, over)
        provider.registers.mark(evening, three[0], Mark.PRESENT)
        screen = pages.open(RegisterScreen, "register", session_id=evening)
        screen.people.setCurrentIndex(screen.model.place_of(three[0]))
        screen.side.setCurrentIndex(PERSON)
        pages.settle()
        assert "ended on" in screen.person.about.text()
        assert "journey here has ended" in screen.model.place_of(three[0]).data(
            Qt.ItemDataRole.AccessibleTextRole
        )


class TestTakingBack:
    def test_two_quick_marks_go_back_one_after_the_other(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        QTest.keyClick(register.people, Key.Key_Space)
        QTest.keyClick(register.people, Key.Key_A)
        pages.settle()
        assert marks(provider, evening) == [Mark.PRESENT, Mark.ABSENT, None]
        press(pages, register.people, Key.Key_Z)
        assert marks(provider, evening) == [Mark.PRESENT, None, None]
        press(pages, register.people, Key.Key_Z)
        assert marks(provider, evening) == [None, None, None]
        press(pages, register.people, Key.Key_Z)
        assert marks(provider, evening) == [None, None, None], "there is nothing more to take back"
        press(pages, register.people, Key.Key_Z, CTRL | SHIFT)
        press(pages, register.people, Key.Key_Z, CTRL | SHIFT)
        assert marks(provider, evening) == [Mark.PRESENT, Mark.ABSENT, None]

    def test_the_same_person_marked_twice_at_once(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        here = register.people.currentIndex()
        register.model.ask(here, Mark.LATE)
        register.model.ask(here, Mark.EXCUSED)
        pages.settle()
        press(pages, register.people, Key.Key_Z)
        assert marks(provider, evening)[0] is Mark.LATE
        press(pages, register.people, Key.Key_Z)
        assert marks(provider, evening)[0] is None

    def test_all_present_stars_and_head_counts(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        pages.key(register.people, Key.Key_X)
        pages.click(register.all)
        QTest.keyClicks(register.people, "*")
        pages.settle()
        register.heads.model.setData(register.heads.model.index(1, 0), "7")
        pages.settle()
        press(pages, register.people, Key.Key_Z)
        assert provider.registers.read(evening).head_counts == ()
        assert register.heads.counts() == ()
        press(pages, register.people, Key.Key_Z)
        assert not any(remark.star for remark in remarks(provider, evening).values())
        press(pages, register.people, Key.Key_Z)
        assert marks(provider, evening) == [Mark.EXCUSED, None, None]
        for _ in range(3):
            press(pages, register.people, Key.Key_Z, CTRL | SHIFT)
        assert marks(provider, evening) == [Mark.EXCUSED, Mark.PRESENT, Mark.PRESENT]
        assert provider.registers.read(evening).head_counts == (HeadCount("10-13", "female", 7),)

    def test_after_a_refusal_the_steps_are_gone(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        pages.key(register.people, Key.Key_Space)
        provider.registers.mark_many(evening, dict.fromkeys([r.person_id for r in register.model._rows]))
        provider.sessions.cancel(evening, "weather")
        pages.key(register.people, Key.Key_Space)
        assert "cancelled" in pages.message()
        assert not register.asking.steps.canUndo()


class TestWhereSomebodyWas:
    def test_what_stood_half_typed_comes_back_with_the_cursor_where_it_was(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str, qtbot: QtBot
    ) -> None:
        pages.key(register.people, Key.Key_Space)
        register.finder.name.setFocus()
        QTest.keyClicks(register.finder.name, "Zane")
        register.finder.name.setCursorPosition(2)
        # No leaving: the program is killed now.
        qtbot.waitUntil(lambda: provider.drafts.of("register", evening) is not None, timeout=2500)
        draft = provider.drafts.of("register", evening)
        assert draft is not None
        register.place.forget()
        register.forget()
        again = pages.open(RegisterScreen, "register", session_id=evening)
        assert again.finder.name.text() == register.finder.name.text() == "Zane"
        assert again.finder.name.hasFocus()
        assert again.finder.name.cursorPosition() == draft.fields["caret"]
        assert again.model.row(again.people.currentIndex()).known_as == "Ben"

    def test_the_age_of_somebody_new_comes_back_too(
        self, pages: Pages, register: RegisterScreen, evening: str
    ) -> None:
        register.finder.name.setFocus()
        QTest.keyClicks(register.finder.name, "Tiny")
        pages.key(register.finder.name, Key.Key_Return)
        QTest.keyClicks(register.finder.age, "1")
        pages.frame.go("people")
        pages.settle()
        again = pages.open(RegisterScreen, "register", session_id=evening)
        assert (again.finder.name.text(), again.finder.age.text()) == ("Tiny", "1")
        assert again.finder.age.isVisible()

    def test_whoever_only_looks_has_begun_nothing(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        pages.key(register.people, Key.Key_Down)
        pages.frame.go("people")
        pages.settle()
        assert provider.drafts.of("register", evening) is None

    def test_finishing_leaves_nothing_half_done(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        pages.key(register.people, Key.Key_Space)
        register.settle()
        pages.settle()
        assert provider.drafts.of("register", evening) is not None
        pages.click(register.finish)
        pages.shown(HomeScreen)
        assert provider.drafts.of("register", evening) is None
        assert provider.sessions.get(evening).finished_on is not None

    def test_a_place_that_is_no_more_does_no_harm(
        self, pages: Pages, provider: Provider, evening: str
    ) -> None:
        provider.drafts.keep("register", evening, {"person": "nobody", "focus": "nowhere", "caret": 9})
        screen = pages.open(RegisterScreen, "register", session_id=evening)
        assert screen.people.currentIndex().row() == 0


class TestLocked:
    def test_a_reason_opens_it(
        self, pages: Pages, provider: Provider, three: list[str], evening: str, clock: Clock
    ) -> None:
        provider.registers.mark(evening, three[0], Mark.PRESENT)
        provider.registers.finish(evening)
        clock.go(days=20)
        screen = pages.open(RegisterScreen, "register", session_id=evening)
        assert screen.locked.isVisible()
        assert "22 November 2026" in screen.locked.words.text()
        assert not screen.people.isEnabled()
        assert not screen.note.isEnabled()
        pages.click(screen.locked.correct)
        assert pages.refused, "a reason is needed"
        QTest.keyClicks(screen.locked.reason, "Ben was there")
        pages.key(screen.locked.reason, Key.Key_Return)
        assert not screen.locked.isVisible()
        screen.people.setCurrentIndex(screen.model.place_of(three[1]))
        pages.key(screen.people, Key.Key_Space)
        assert marks(provider, evening) == [Mark.PRESENT, Mark.PRESENT, None]
        pages.click(screen.finish)
        assert pages.open(RegisterScreen, "register", session_id=evening).locked.isVisible()

    def test_a_register_of_nobody_leads_to_why_it_did_not_happen(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        pages.click(register.finish)
        assert "did not happen" in pages.message()
        assert register.not_happened.isVisible()
        pages.click(register.not_happened.yes)
        assert register.not_happened.fault.isVisible()
        box = register.not_happened.reason.box
        box.setCurrentIndex(box.findData("nobody_came"))
        pages.click(register.not_happened.yes)
        pages.shown(HomeScreen)
        details = provider.sessions.get(evening).details
        assert (details.status, details.cancel_reason) == (Status.CANCELLED, "nobody_came")

    def test_a_session_to_come_says_so(
        self, pages: Pages, provider: Provider, boxing: str, three: list[str]
    ) -> None:
        later = provider.sessions.log(a_session(boxing, days(3), status=Status.PLANNED)).id
        screen = pages.open(RegisterScreen, "register", session_id=later)
        pages.key(screen.people, Key.Key_Space)
        assert "date of this computer" in pages.message()
        assert marks(provider, later) == [None, None, None]


class TestKinds:
    def shown(self, screen: RegisterScreen) -> set[str]:
        parts = {
            "names": screen.people,
            "find": screen.finder,
            "heads": screen.heads,
            "rough": screen.rough,
            "trained": screen.trained,
            "weather": screen.weather,
            "next place": screen.next_place,
        }
        return {name for name, part in parts.items() if part.isVisible()}

    @pytest.mark.parametrize(
        ("kind", "there"),
        [
            ("group", {"names", "find", "heads"}),
            ("open_access", {"names", "find", "heads"}),
            ("one_to_one", {"names", "find"}),
            ("family", {"names", "find", "heads"}),
            ("online", {"names", "find"}),
            ("workshop", {"names", "find", "heads"}),
            ("event", {"names", "find", "heads"}),
            ("outreach", {"names", "find", "rough", "weather", "next place"}),
            ("training", {"trained"}),
        ],
    )
    def test_each_shows_only_what_it_needs(
        self, pages: Pages, provider: Provider, boxing: str, three: list[str], kind: str, there: set[str]
    ) -> None:
        assert self.shown(of_kind(pages, provider, boxing, kind)) == there

    def test_one_to_one_begins_with_finding_them_and_says_what_they_told_before(
        self, pages: Pages, provider: Provider, boxing: str, three: list[str]
    ) -> None:
        (journey,) = provider.enrolments.of_person(three[0])
        provider.outcomes.set_goal(journey.id, a_goal("Sleep better"))
        before = provider.sessions.log(a_session(boxing, days(-7), kind="one_to_one")).id
        noted(provider, before, three[0], Mark.PRESENT, "Talked about school")
        provider.registers.take_off(before, three[1])
        screen = of_kind(pages, provider, boxing, "one_to_one")
        assert [row.known_as for row in provider.registers.read(screen.session.id).rows] == ["Ana"]  # type: ignore[union-attr]
        pages.key(screen.people, Key.Key_Return)
        assert "Sleep better" in screen.person.about.text()
        assert "Talked about school" in screen.person.about.text()

    def test_one_to_one_with_somebody_for_the_first_time(
        self, pages: Pages, provider: Provider, boxing: str, three: list[str]
    ) -> None:
        screen = of_kind(pages, provider, boxing, "one_to_one")
        assert screen.finder.name.hasFocus()

    def test_detached_work_counts_by_taps_and_goes_on_elsewhere(
        self, pages: Pages, provider: Provider, boxing: str, three: list[str]
    ) -> None:
        screen = of_kind(pages, provider, boxing, "outreach")
        first = screen.session
        assert first is not None
        assert screen.people.sizeHintForRow(0) == 56
        assert min(screen.rough.more["10-13"].height(), screen.rough.more["10-13"].width()) >= 48
        for _ in range(3):
            pages.click(screen.rough.more["10-13"])
        pages.click(screen.rough.sexes["male"])
        pages.click(screen.rough.more["14-15"])
        pages.click(screen.rough.sexes[None])
        pages.click(screen.rough.fewer["10-13"])
        pages.click(screen.weather.choices["rain"])
        register = provider.registers.read(first.id)
        assert set(register.head_counts) == {HeadCount("10-13", None, 2), HeadCount("14-15", "male", 1)}
        assert register.session.details.weather == "rain"
        QTest.keyClicks(screen.next_place.place, "The chip shop")
        pages.key(screen.next_place.place, Key.Key_Return)
        second = pages.shown(RegisterScreen).session
        assert second is not None
        assert second.id != first.id
        assert (second.details.place, second.details.kind) == ("The chip shop", "outreach")

    def test_professionals_are_typed_in_by_sector(
        self, pages: Pages, provider: Provider, boxing: str
    ) -> None:
        screen = of_kind(pages, provider, boxing, "training")
        assert screen.session is not None
        assert screen.trained.view.hasFocus()
        model = screen.trained.model
        police = [code.code for code in model.sectors].index("police")
        for column, text in enumerate(("7", "4.1", "6,8")):
            assert model.setData(model.index(police, column), text)
        for column, text in enumerate(("many", "11", "6.85")):
            assert not model.setData(model.index(police, column), text)
        pages.settle()
        assert provider.registers.read(screen.session.id).trained == (Trained("police", 7, 41, 68),)
        assert screen.count.text() == "7 people trained"
        press(pages, screen.trained.view, Key.Key_Z)
        assert provider.registers.read(screen.session.id).trained == (Trained("police", 7, 41),)

    def test_a_closed_group_has_all_present_as_its_first_choice(
        self, pages: Pages, provider: Provider, boxing: str, three: list[str]
    ) -> None:
        from vrp_desktop.domain.groups import GroupDetails

        group = provider.groups.add(GroupDetails(boxing, "The Tuesday ones", closed=True), three[:2]).id
        session_id = provider.sessions.log(a_session(boxing, group_id=group)).id
        screen = pages.open(RegisterScreen, "register", session_id=session_id)
        assert screen.which.text() == "The Tuesday ones"
        assert screen.all.property("role") == "primary"
        press(pages, screen.people, Key.Key_A, CTRL | SHIFT)
        assert marks(provider, session_id) == [Mark.PRESENT, Mark.PRESENT]


class TestPasting:
    def paste(self, pages: Pages, screen: RegisterScreen, text: str) -> PasteDialog | None:
        QGuiApplication.clipboard().setText(text)
        screen.finder.name.setFocus()
        press(pages, screen.finder.name, Key.Key_V)
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, PasteDialog) and w.isVisible()]
        return found[0] if found else None

    def test_each_line_is_matched_and_nothing_is_written_before_one_yes(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        provider.people.add(a_person("Ben", family_name="Other"))
        provider.people.add(a_person("Zoë", family_name="Obi"))
        for name in ("One", "Two"):
            provider.people.add(a_person("Kofi", family_name=name))
        dialog = self.paste(pages, register, "1. ana\n2) Ben\t zoe obi\n- Kofi\n• J\n\nANA")
        assert dialog is not None
        assert [(line.name, line.becomes in (NEW, None)) for line in dialog.lines] == [
            ("ana", False),
            ("Ben", False),
            ("zoe obi", False),
            ("Kofi", True),
            ("J", True),
        ]
        assert not dialog.yes.isEnabled(), "somebody has to choose which Kofi"
        assert marks(provider, evening) == [None, None, None]
        at = dialog.who.box.findData(dialog.lines[3].people[0].id)
        dialog.table.choose(3)
        dialog.who.box.setCurrentIndex(at)
        assert dialog.yes.text() == "Mark 5 as present"
        pages.click(dialog.yes)
        rows = provider.registers.read(evening).rows
        assert sorted(row.known_as for row in rows if row.mark is Mark.PRESENT) == [
            "Ana",
            "Ben",
            "J",
            "Kofi",
            "Zoë",
        ]
        assert "Céline" in {row.known_as for row in rows if row.mark is None}

    def test_leaving_it_writes_nothing(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        before = provider.people.count()
        dialog = self.paste(pages, register, "Ana\nSomebody new")
        assert dialog is not None
        assert {line.becomes for line in dialog.lines} - {NEW, LEAVE_OUT, None}
        dialog.reject()
        pages.settle()
        assert (marks(provider, evening), provider.people.count()) == ([None, None, None], before)

    def test_five_hundred_names_with_tabs_and_one_too_many(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        names = [f"Child {number}" for number in range(500)]
        dialog = self.paste(pages, register, "\t".join(names))
        assert dialog is not None
        assert dialog.yes.text() == "Mark 500 as present"
        pages.click(dialog.yes)
        assert provider.registers.read(evening).came == 500
        assert self.paste(pages, register, "\n".join([*names, "One more"])) is None
        assert "501 names" in pages.message()

    def test_one_name_is_pasted_as_it_is(self, pages: Pages, register: RegisterScreen) -> None:
        assert self.paste(pages, register, "Ana") is None
        assert register.finder.name.text() == "Ana"

    def test_somebody_who_is_in_the_register_is_not_there_twice(
        self, pages: Pages, provider: Provider, register: RegisterScreen, evening: str
    ) -> None:
        register.finder.name.setFocus()
        QTest.keyClicks(register.finder.name, "cel")
        pages.settle()
        pages.key(register.finder.name, Key.Key_Return)
        QTest.keyClicks(register.finder.name, "cel")
        pages.settle()
        pages.key(register.finder.name, Key.Key_Return)
        rows = provider.registers.read(evening).rows
        assert [row.known_as for row in rows] == ["Ana", "Ben", "Céline"]
        assert rows[2].mark is Mark.PRESENT, "the second time takes nothing back"


def test_a_week_between_is_said_with_its_day(
    pages: Pages, provider: Provider, boxing: str, three: list[str], clock: Clock
) -> None:
    evening = provider.sessions.log(a_session(boxing, clock.now.date() - timedelta(days=7))).id
    screen = pages.open(RegisterScreen, "register", session_id=evening)
    assert "Sunday 15 November" in screen.about.text()
