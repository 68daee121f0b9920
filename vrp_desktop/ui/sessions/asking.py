"""What a register page asks of the services. Each change shows once it is saved, and can be taken back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.domain.sessions import HeadCount, Mark, RegisterRow, Remark, Session, Trained
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.paste import LEAVE_OUT, NEW, Pasted
from vrp_desktop.ui.sessions.undo import Steps

if TYPE_CHECKING:
    from vrp_desktop.ui.sessions.register_screen import RegisterScreen

Act = Callable[[], None]


class Step(NamedTuple):
    """What was done, in words; how it is taken back, and done again."""

    words: str
    back: Act
    again: Act


class Asking:
    """Of one page. ``saves`` counts what was saved: an answer that was read before is an older truth."""

    def __init__(self, screen: "RegisterScreen", services: Provider) -> None:
        self._screen, self._services = screen, services
        self.steps = Steps(screen)
        self.saves = 0
        self._heads: tuple[HeadCount, ...] = ()
        self._trained: tuple[Trained, ...] = ()

    def opened(self, heads: tuple[HeadCount, ...], trained: tuple[Trained, ...]) -> None:
        """A register was read: what is stored of those who are counted."""
        self._heads, self._trained = heads, trained

    def mark(self, person_id: str, mark: Mark | None) -> None:
        """Somebody's mark; None takes it back."""
        model = self._screen.model
        row = model.of(person_id)
        before = None if row is None else model.before if model.asked_for(person_id) else row.mark
        step = Step(
            f"the mark of {_named(row)}",
            lambda: self.mark(person_id, before),
            lambda: self.mark(person_id, mark),
        )
        self._save(
            lambda session_id: self._services.registers.mark(session_id, person_id, mark),
            lambda _: model.saved(person_id, mark),
            step,
            lambda: model.failed(person_id),
        )

    def mark_many(self, marks: Mapping[str, Mark | None]) -> None:
        """Several marks at once."""
        if not marks:
            return
        model = self._screen.model
        before = {one: row.mark for one in marks if (row := model.of(one)) is not None}

        def shown(_: Saved) -> None:
            for person_id, mark in marks.items():
                model.saved(person_id, mark)

        self._save(
            lambda session_id: self._services.registers.mark_many(session_id, marks),
            shown,
            Step(f"{len(marks)} marks", lambda: self.mark_many(before), lambda: self.mark_many(marks)),
        )

    def remark(self, person_id: str, remark: Remark) -> None:
        """What stands beside somebody's mark."""
        model = self._screen.model
        row = model.of(person_id)
        before = Remark() if row is None else row.remark
        step = Step(
            f"what stands beside {_named(row)}",
            lambda: self.remark(person_id, before),
            lambda: self.remark(person_id, remark),
        )
        self._save(
            lambda session_id: self._services.registers.remark(session_id, person_id, remark),
            lambda _: model.remarked(person_id, remark),
            step,
        )

    def star(self, row: RegisterRow) -> None:
        """Something to celebrate, or no longer."""
        self.remark(row.person_id, replace(row.remark, star=not row.remark.star))

    def pick(self, line: PersonLine) -> None:
        """Somebody who was found: shown and marked as present."""
        self._screen.model.add(RegisterRow(line.id, line.known_as, line.full_name, line.age, False, None))
        self.mark(line.id, Mark.PRESENT)

    def add_newcomer(self, known_as: str, years: int | None) -> None:
        """Somebody new, marked as present. Taking it back leaves their record, without a mark here."""

        def shown(saved: Saved) -> None:
            self._screen.model.add(RegisterRow(saved.id, known_as, "", years, False, Mark.PRESENT))
            self.steps.did(
                f"{known_as} in this register",
                lambda: self.mark(saved.id, None),
                lambda: self.mark(saved.id, Mark.PRESENT),
            )

        self._save(
            lambda session_id: self._services.registers.add_newcomer(session_id, known_as, years), shown
        )

    def bring_in(self, lines: Sequence[Pasted]) -> None:
        """Everybody who was pasted."""
        new = [line.name for line in lines if line.becomes == NEW]
        ids = [line.becomes for line in lines if line.becomes not in (None, NEW, LEAVE_OUT)]
        known = list(dict.fromkeys(one for one in ids if one is not None))
        self._save(
            lambda session_id: self._services.registers.bring_in(session_id, known, new),
            lambda _: self._screen.load(),
        )

    def take_off(self, row: RegisterRow) -> None:
        """Somebody who should not be in this register."""

        def back() -> None:
            self.mark(row.person_id, row.mark)
            if row.remark != Remark():
                self.remark(row.person_id, row.remark)
            self._screen.load()

        self._save(
            lambda session_id: self._services.registers.take_off(session_id, row.person_id),
            lambda _: self._screen.load(),
            Step(f"{row.known_as} in this register", back, lambda: self.take_off(row)),
        )

    def count_heads(self, counts: tuple[HeadCount, ...]) -> None:
        """Those who came and were not named."""
        before, self._heads = self._heads, counts

        def put(those: tuple[HeadCount, ...]) -> Act:
            def act() -> None:
                self._screen.show_heads(those)
                self.count_heads(those)

            return act

        self._save(
            lambda session_id: self._services.registers.count_heads(session_id, counts),
            lambda _: None,
            Step("the head-count", put(before), put(counts)),
        )

    def count_trained(self, lines: tuple[Trained, ...]) -> None:
        """Professionals trained."""
        before, self._trained = self._trained, lines

        def put(those: tuple[Trained, ...]) -> Act:
            def act() -> None:
                self._screen.trained.show_lines(those)
                self.count_trained(those)

            return act

        self._save(
            lambda session_id: self._services.registers.count_trained(session_id, lines),
            lambda _: None,
            Step("who was trained", put(before), put(lines)),
        )

    def weather(self, code: str | None) -> None:
        """The weather of the session."""
        sessions = self._services.sessions

        def save(session_id: str) -> Saved:
            # Only the weather: the rest may have been corrected since this page read it.
            return sessions.change(session_id, replace(sessions.get(session_id).details, weather=code))

        self._save(save, lambda _: self._screen.weather.show_weather(code))

    def _save(
        self,
        call: Callable[[str], Saved],
        shown: Callable[[Saved], None],
        step: Step | None = None,
        failed: Act = lambda: None,
    ) -> None:
        """Saves for the register that is shown now; ``shown`` only where it still is."""
        session: Session | None = self._screen.session
        if session is None:
            return
        # The answer comes later: then nobody knows any more that this was a step taken back.
        is_step = not self.steps.busy

        def done(saved: Saved) -> None:
            self.saves += 1
            if self._screen.is_shown(session):
                shown(saved)
                if step is not None and is_step:
                    self.steps.did(*step)
                self._screen.changed_by_hand()

        def refused(why: Refused) -> None:
            if self._screen.is_shown(session):
                failed()
            self._screen.show_truth(why)

        self._screen.save(lambda: call(session.id), done, refused)


def _named(row: RegisterRow | None) -> str:
    return "" if row is None else row.known_as
