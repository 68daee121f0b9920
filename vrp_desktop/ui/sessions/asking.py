"""What a register page asks of the services about those who are in it, and those who are counted."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.sessions import HeadCount, Mark, RegisterRow, Remark, Trained
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.saving import Saving
from vrp_desktop.ui.sessions.undo import Act, Then


class Asking:
    """Each change shows once it is saved, and can be taken back."""

    def __init__(self, saving: Saving, services: Provider) -> None:
        self._saving, self._services = saving, services
        self._page, self._steps = saving.page, saving.steps
        self._heads: tuple[HeadCount, ...] = ()
        self._trained: tuple[Trained, ...] = ()
        self._weather: str | None = None
        self._beside: dict[str, Remark] = {}

    def opened(self, heads: tuple[HeadCount, ...], trained: tuple[Trained, ...], weather: str | None) -> None:
        """A register was read: what is stored of those who are counted."""
        self._heads, self._trained, self._weather = heads, trained, weather

    def forget(self) -> None:
        """Another register, or none."""
        self._beside.clear()

    # ---- marks

    def mark(self, person_id: str, mark: Mark | None) -> None:
        """Somebody's mark; None takes it back."""
        row = self._page.model.of(person_id)
        name = "" if row is None else row.known_as
        words = "no mark" if mark is None else "came" if mark is Mark.PRESENT else mark.label.lower()
        self.mark_many({person_id: mark}, f"{name}, {words}")

    def mark_many(self, marks: Mapping[str, Mark | None], words: str = "") -> None:
        """Several marks at once."""
        if marks:
            before = {one: self._page.model.now(one) for one in marks}
            # Why somebody was excused goes with that mark, and comes back with it.
            why = {one: self.beside(one).excuse for one, mark in before.items() if mark is Mark.EXCUSED}
            self._steps.do(words or f"{len(marks)} marks", self.marks(marks), self.marks(before, why))

    def marks(self, marks: Mapping[str, Mark | None], excuses: Mapping[str, str | None] | None = None) -> Act:
        """Marks them, says again why some were excused, and shows it."""
        model, registers = self._page.model, self._services.registers

        def act(then: Then) -> None:
            for person_id, mark in marks.items():
                model.expect(person_id, mark)
            remarks = {
                one: replace(self.beside(one), excuse=why) for one, why in (excuses or {}).items() if why
            }

            def save(session_id: str) -> Saved:
                saved = registers.mark_many(session_id, marks)
                for person_id, remark in remarks.items():
                    registers.remark(session_id, person_id, remark)
                return saved

            def shown(_: Saved) -> None:
                model.saved(marks)
                for person_id, remark in remarks.items():
                    model.remarked(person_id, remark)
                self._shows(marks)
                then()

            def failed() -> None:
                for person_id in marks:
                    model.failed(person_id)

            self._saving.save(save, shown, failed)

        return act

    def _shows(self, person_ids: Iterable[str]) -> None:
        """Whoever was taken off a moment before is in the register again by what was just saved."""
        if any(self._page.model.of(one) is None for one in person_ids):
            self._page.load()

    # ---- what stands beside a mark

    def beside(self, person_id: str) -> Remark:
        """What was last asked for beside somebody's mark, else what is stored."""
        row = self._page.model.of(person_id)
        return self._beside.get(person_id, Remark() if row is None else row.remark)

    def remark(self, person_id: str, remark: Remark) -> None:
        """What stands beside somebody's mark."""
        row, before = self._page.model.of(person_id), self.beside(person_id)
        name = "somebody" if row is None else row.known_as
        self._steps.do(
            f"what stands beside {name}", self._remark(person_id, remark), self._remark(person_id, before)
        )

    def star(self, row: RegisterRow) -> None:
        """Something to celebrate, or no longer."""
        now = self.beside(row.person_id)
        self.remark(row.person_id, replace(now, star=not now.star))

    def _remark(self, person_id: str, remark: Remark) -> Act:
        def act(then: Then) -> None:
            self._beside[person_id] = remark

            def over() -> None:
                if self._beside.get(person_id) == remark:
                    self._beside.pop(person_id)

            def shown(_: Saved) -> None:
                over()
                self._page.model.remarked(person_id, remark)
                self._shows((person_id,))
                then()

            self._saving.save(
                lambda session: self._services.registers.remark(session, person_id, remark), shown, over
            )

        return act

    # ---- who is counted

    def count_heads(self, counts: tuple[HeadCount, ...]) -> None:
        """Those who came and were not named."""
        before, self._heads = self._heads, counts
        self._steps.do("the head-count", self._counted(counts, None), self._counted(before, None))

    def count_trained(self, lines: tuple[Trained, ...]) -> None:
        """Professionals trained."""
        before, self._trained = self._trained, lines
        self._steps.do("who was trained", self._counted(None, lines), self._counted(None, before))

    def _counted(self, heads: tuple[HeadCount, ...] | None, trained: tuple[Trained, ...] | None) -> Act:
        registers = self._services.registers

        def save(session_id: str) -> Saved:
            if heads is not None:
                return registers.count_heads(session_id, heads)
            return registers.count_trained(session_id, trained or ())

        def act(then: Then) -> None:
            self._heads = self._heads if heads is None else heads
            self._trained = self._trained if trained is None else trained
            back = self._saving.taking_back

            def shown(_: Saved) -> None:
                if back:  # What was typed stands there already.
                    self._page.show_counted(self._heads, self._trained)
                then()

            self._saving.save(save, shown)

        return act

    def weather(self, code: str | None) -> None:
        """The weather of the session."""
        before, self._weather = self._weather, code
        self._steps.do("the weather", self._weathered(code), self._weathered(before))

    def _weathered(self, code: str | None) -> Act:
        sessions = self._services.sessions

        def save(session_id: str) -> Saved:
            # Only the weather: the rest may have been corrected since this page read it.
            return sessions.change(session_id, replace(sessions.get(session_id).details, weather=code))

        def act(then: Then) -> None:
            self._weather = code

            def shown(_: Saved) -> None:
                self._page.show_weather(code)
                then()

            self._saving.save(save, shown)

        return act
