"""Answers that come late: nothing is shown of, or saved to, anybody or anything but what is on the page."""

import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.builders import TODAY, a_goal, a_person, a_session, an_enrolment, an_intervention, enrolled
from tests.ui.pages import Pages
from tests.ui.pages import pages as pages  # a fixture
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.outcomes.sheet_screen import OutcomeSheetScreen
from vrp_desktop.ui.record.enrolment_screen import EnrolmentScreen
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.sessions.log_screen import LogScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen

S = TypeVar("S", bound=Screen)
Slow = Callable[[object, str, str], threading.Event]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    """Makes the answers of a service about one id wait, once they are read, until the event is set."""
    events: list[threading.Event] = []

    def make(service: object, method: str, wanted: str) -> threading.Event:
        asked, go_on = getattr(service, method), threading.Event()
        events.append(go_on)

        def answer(one: str, *others: Any) -> Any:
            found = asked(one, *others)
            if one == wanted:
                assert go_on.wait(20)
            return found

        monkeypatch.setattr(service, method, answer)
        return go_on

    yield make
    for event in events:
        event.set()


@pytest.fixture
def busy_writer(pages: Pages) -> Iterator[threading.Event]:
    """The writer has something long in hand, such as an import; saves wait for it."""
    go_on = threading.Event()
    pages.work.save(lambda: go_on.wait(20), told=False)
    yield go_on
    go_on.set()


def until(pages: Pages, there: Callable[[], bool]) -> None:
    pages.qtbot.waitUntil(there, timeout=10_000)


def opened(pages: Pages, kind: type[S], name: str, **arguments: Any) -> S:
    """A page that was just asked for, while the writer is busy."""
    pages.frame.go(name, **arguments)
    return pages.shown(kind)


class TestPerson:
    def test_a_late_answer_never_stands_under_another_persons_name(
        self, pages: Pages, provider: Provider, slow: Slow
    ) -> None:
        ana, ben = (provider.people.add(a_person(name)).id for name in ("Ana", "Ben"))
        late = slow(provider.people, "get", ana)
        pages.frame.go("person", person_id=ana, page="about")
        pages.frame.go("person", person_id=ben, page="about")
        screen = pages.shown(PersonScreen)
        until(pages, lambda: screen.name.text() == "Ben")
        late.set()
        pages.settle()
        assert screen.name.text() == "Ben"
        pages.fill(screen.about.form.who, family_name="Kowalski")
        pages.click(screen.about.save_button)
        assert provider.people.get(ana).details == a_person("Ana")
        assert provider.people.get(ben).known_as == "Ben"

    def test_nothing_is_saved_before_the_record_has_come(
        self, pages: Pages, provider: Provider, slow: Slow
    ) -> None:
        ana, ben = (provider.people.add(a_person(name)).id for name in ("Ana", "Ben"))
        screen = pages.open(PersonScreen, "person", person_id=ana, page="about")
        late = slow(provider.people, "get", ben)
        pages.frame.go("person", person_id=ben)
        assert screen.about.form.who.field("known_as").value() == "", "Ana's answers are not shown as Ben's"
        QTest.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        late.set()
        pages.settle()
        assert provider.people.get(ben).details == a_person("Ben")

    def test_what_is_typed_while_it_is_saved_stays_and_is_not_called_saved(
        self, pages: Pages, provider: Provider, busy_writer: threading.Event
    ) -> None:
        screen = opened(pages, PersonScreen, "person", known_as="Ana")
        until(pages, lambda: screen.about.kept.subject == "")
        screen.about.save_button.click()
        enjoys = screen.about.form.matters.field("enjoys").control()
        QTest.keyClicks(enjoys, "Chess")
        busy_writer.set()
        pages.settle()
        assert screen.about.form.matters.field("enjoys").value() == "Chess"
        pages.click(screen.about.save_button)
        (line,) = provider.people.search("Ana")
        assert provider.people.get(line.id).details.enjoys == "Chess"

    def test_two_quick_presses_add_one_person(
        self, pages: Pages, provider: Provider, busy_writer: threading.Event
    ) -> None:
        screen = opened(pages, PersonScreen, "person", known_as="Ana")
        until(pages, lambda: screen.about.kept.subject == "")
        for _ in range(2):
            QTest.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        busy_writer.set()
        pages.settle()
        assert provider.people.count() == 1

    def test_a_save_that_ends_late_leaves_the_next_record_alone(
        self, pages: Pages, provider: Provider, busy_writer: threading.Event
    ) -> None:
        ana, ben = (provider.people.add(a_person(name)).id for name in ("Ana", "Ben"))
        screen = opened(pages, PersonScreen, "person", person_id=ana, page="about")
        until(pages, lambda: screen.name.text() == "Ana")
        QTest.keyClicks(screen.about.form.who.field("family_name").control(), "Kowalska")
        screen.about.save_button.click()
        asked = pages.answering("Leave it")
        pages.frame.go("person", person_id=ben)
        assert asked
        until(pages, lambda: screen.name.text() == "Ben")
        busy_writer.set()
        pages.settle()
        assert screen.name.text() == "Ben"
        assert provider.people.get(ana).details.family_name == "Kowalska", "it was asked for, so it is saved"


class TestJourney:
    def test_a_late_answer_is_not_saved_to_another_journey(
        self, pages: Pages, provider: Provider, slow: Slow
    ) -> None:
        boxing = provider.interventions.add(an_intervention()).id
        enrolled(provider, boxing, "Ana", "Ben")
        ana, ben = (
            provider.enrolments.of_person(provider.people.search(name)[0].id)[0].id for name in ("Ana", "Ben")
        )
        late = slow(provider.enrolments, "get", ana)
        pages.frame.go("enrolment", enrolment_id=ana)
        pages.frame.go("enrolment", enrolment_id=ben)
        screen = pages.shown(EnrolmentScreen)
        until(pages, lambda: screen.who.text() == "Ben")
        late.set()
        pages.settle()
        assert screen.who.text() == "Ben"


class TestSheet:
    def test_a_step_is_never_recorded_for_somebody_who_is_not_shown_yet(
        self, pages: Pages, provider: Provider, slow: Slow
    ) -> None:
        boxing = provider.interventions.add(an_intervention()).id
        needs = an_enrolment(focus_areas=("individual.mental_health",))
        ana, ben = (
            provider.enrolments.add(provider.people.add(a_person(name)).id, boxing, needs).id
            for name in ("Ana", "Ben")
        )
        screen = pages.open(OutcomeSheetScreen, "outcome-sheet", enrolment_id=ana)
        late = slow(provider.outcomes, "sheet", ben)
        pages.frame.go("outcome-sheet", enrolment_id=ben)
        assert screen.who.text() == ""
        screen.reading.number.set_value("2")
        screen._record()
        late.set()
        pages.settle()
        assert provider.outcomes.sheet(ben).readings == ()
        assert screen.who.text() == "Ben"

    def test_two_quick_presses_set_one_goal(
        self, pages: Pages, provider: Provider, busy_writer: threading.Event
    ) -> None:
        boxing = provider.interventions.add(an_intervention()).id
        ana = provider.enrolments.add(provider.people.add(a_person("Ana")).id, boxing, an_enrolment()).id
        screen = opened(pages, OutcomeSheetScreen, "outcome-sheet", enrolment_id=ana)
        until(pages, lambda: screen.who.text() == "Ana" and screen.kept.subject == ana)
        screen.goal.write({"words": "Sleep", "focus_area": a_goal().focus_area})
        screen.goal_button.click()
        screen.goal_button.click()
        busy_writer.set()
        pages.settle()
        assert len(provider.outcomes.sheet(ana).goals) == 1


class TestLog:
    def test_two_quick_presses_log_one_session(
        self, pages: Pages, provider: Provider, busy_writer: threading.Event
    ) -> None:
        provider.interventions.add(an_intervention())
        screen = opened(pages, LogScreen, "log")
        until(pages, lambda: screen.kept.subject == "")
        for _ in range(2):
            QTest.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        busy_writer.set()
        pages.settle()
        assert len(provider.sessions.between(TODAY, TODAY)) == 1

    def test_a_late_answer_never_becomes_another_sessions_details(
        self, pages: Pages, provider: Provider, slow: Slow
    ) -> None:
        boxing = provider.interventions.add(an_intervention()).id
        first, second = (provider.sessions.log(a_session(boxing, place=p)).id for p in ("Hall", "Park"))
        late = slow(provider.sessions, "get", first)
        pages.frame.go("log", session_id=first)
        pages.frame.go("log", session_id=second)
        screen = pages.shown(LogScreen)
        until(pages, lambda: screen.form.field("place").value() == "Park")
        late.set()
        pages.settle()
        pages.click(screen.button)
        assert provider.sessions.get(second).details.place == "Park"

    def test_a_note_that_was_typed_stays_when_another_intervention_is_chosen(
        self, pages: Pages, provider: Provider
    ) -> None:
        both = [provider.interventions.add(an_intervention(code)).id for code in ("LEE-02", "LEE-03")]
        screen = pages.open(LogScreen, "log")
        pages.fill(screen.about, note="Typed first.")
        both.remove(str(screen.which.value()))
        pages.fill(screen.form, intervention_id=both[0])
        assert screen.about.field("note").value() == "Typed first."
        assert screen.about.touched, "so that it is kept as a draft"


class TestRegister:
    @pytest.fixture
    def evenings(self, provider: Provider) -> tuple[str, str]:
        boxing = provider.interventions.add(an_intervention()).id
        enrolled(provider, boxing, "Ana")
        first, second = (provider.sessions.log(a_session(boxing, note=n)).id for n in ("First", "Second"))
        return first, second

    def test_a_late_answer_does_not_bring_back_the_session_that_was_left(
        self, pages: Pages, provider: Provider, evenings: tuple[str, str], slow: Slow
    ) -> None:
        first, second = evenings
        screen = pages.open(RegisterScreen, "register", session_id=first)
        late = slow(provider.registers, "read", first)
        screen.load()
        pages.frame.go("register", session_id=second)
        until(pages, lambda: screen.note.value() == "Second")
        late.set()
        pages.settle()
        pages.frame.go("home")
        pages.settle()
        assert provider.sessions.get(first).details.note == "First"

    def test_a_mark_saved_late_is_not_shown_in_the_next_register(
        self, pages: Pages, provider: Provider, evenings: tuple[str, str]
    ) -> None:
        first, second = evenings
        screen = pages.open(RegisterScreen, "register", session_id=first)
        go_on = threading.Event()
        pages.work.save(lambda: go_on.wait(20), told=False)
        screen.model.toggle(screen.model.index(0))
        pages.frame.go("register", session_id=second)
        until(pages, lambda: screen.note.value() == "Second")
        go_on.set()
        pages.settle()
        assert screen.model.row(screen.model.index(0)).mark is None
        assert [row.mark for row in provider.registers.read(first).rows] == [Mark.PRESENT]

    def test_a_register_read_before_a_mark_does_not_take_it_off_the_page(
        self, pages: Pages, provider: Provider, evenings: tuple[str, str], slow: Slow
    ) -> None:
        first, _ = evenings
        screen = pages.open(RegisterScreen, "register", session_id=first)
        late = slow(provider.registers, "read", first)
        screen.load()
        pages.qtbot.wait(100)
        screen.model.toggle(screen.model.index(0))
        until(pages, lambda: screen.model.row(screen.model.index(0)).mark is Mark.PRESENT)
        late.set()
        pages.settle()
        assert screen.model.row(screen.model.index(0)).mark is Mark.PRESENT

    def test_a_register_read_while_a_mark_waits_does_not_take_somebody_off_the_page(
        self, pages: Pages, provider: Provider, evenings: tuple[str, str]
    ) -> None:
        first, _ = evenings
        zed = provider.people.add(a_person("Zed")).id
        screen = pages.open(RegisterScreen, "register", session_id=first)
        go_on = threading.Event()
        pages.work.save(lambda: go_on.wait(20), told=False)
        screen.hands._pick(provider.people.search("Zed")[0])
        screen.load()
        pages.qtbot.wait(300)
        assert screen.model.of(zed) is not None, "an older answer is not shown over what waits"
        go_on.set()
        pages.settle()
        row = screen.model.of(zed)
        assert row is not None
        assert row.mark is Mark.PRESENT

    def test_a_note_that_could_not_be_saved_is_tried_again_on_leaving(
        self,
        pages: Pages,
        provider: Provider,
        evenings: tuple[str, str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        first, _ = evenings
        screen = pages.open(RegisterScreen, "register", session_id=first)
        change = provider.sessions.change

        def full(*_: Any) -> None:
            raise Refused("The disk is full.")

        monkeypatch.setattr(provider.sessions, "change", full)
        screen.note.set_value("Typed")
        screen.settle()
        pages.settle()
        monkeypatch.setattr(provider.sessions, "change", change)
        assert pages.refused == ["The disk is full."]
        pages.frame.go("home")
        pages.settle()
        assert provider.sessions.get(first).details.note == "Typed"

    def test_a_note_is_saved_while_somebody_types_without_a_pause(
        self, pages: Pages, provider: Provider, evenings: tuple[str, str]
    ) -> None:
        first, _ = evenings
        screen = pages.open(RegisterScreen, "register", session_id=first)
        for _ in range(30):
            QTest.keyClicks(screen.note.control(), "a", delay=100)
            if provider.sessions.get(first).details.note != "First":
                return
        pytest.fail("three seconds of typing, and nothing is saved")
