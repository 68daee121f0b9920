"""Who comes into a register and who is taken off it: found, new, or pasted."""

from collections.abc import Sequence

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.people import PersonLine
from vrp_desktop.domain.sessions import Mark, RegisterRow, Remark
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.asking import Asking
from vrp_desktop.ui.sessions.paste import Pasted
from vrp_desktop.ui.sessions.saving import Saving
from vrp_desktop.ui.sessions.undo import Act, Then


class Joining:
    """Each shows once it is saved, and can be taken back."""

    def __init__(self, saving: Saving, asking: Asking, services: Provider) -> None:
        self._saving, self._asking, self._services = saving, asking, services
        self._page, self._steps = saving.page, saving.steps

    def pick(self, line: PersonLine) -> None:
        """Somebody who was found: shown and marked as present."""
        self._page.model.add(RegisterRow(line.id, line.known_as, line.full_name, line.age, False, None))
        here = self._asking.marks({line.id: Mark.PRESENT})
        self._steps.do(f"{line.known_as} in this register", here, self._off((line.id,)), self._again(here))

    def add_newcomer(self, known_as: str, years: int | None) -> None:
        """Somebody new, marked as present. Taken back, they are off the register; their record stays."""
        registers, added = self._services.registers, list[str]()

        def act(then: Then) -> None:
            def shown(saved: Saved) -> None:
                added.append(saved.id)
                self._page.model.add(RegisterRow(saved.id, known_as, "", years, False, Mark.PRESENT))
                then()

            self._saving.save(lambda session: registers.add_newcomer(session, known_as, years), shown)

        def off(then: Then) -> None:
            self._off(added)(then)

        def again(then: Then) -> None:
            self._again(self._asking.marks(dict.fromkeys(added, Mark.PRESENT)))(then)

        self._steps.do(f"{known_as} in this register", act, off, again)

    def bring_in(self, lines: Sequence[Pasted], done: Then) -> None:
        """Everybody who was pasted; ``done`` follows once they are saved."""
        model, registers = self._page.model, self._services.registers
        new = [(line.name, line.age) for line in lines if line.is_new]
        known = list(dict.fromkeys(line.becomes for line in lines if line.is_known and line.becomes))
        before = {one: model.now(one) for one in known if model.of(one) is not None}
        there, added = model.everybody(), list[str]()

        def save(session_id: str) -> Saved:
            saved = registers.bring_in(session_id, known, new)
            # Who they are now, so that they can be taken off again.
            added.extend(
                row.person_id for row in registers.read(session_id).rows if row.person_id not in there
            )
            return saved

        def act(then: Then) -> None:
            def shown(saved: Saved) -> None:
                self._saving.and_read(then)(saved)
                done()

            self._saving.save(save, shown)

        def back(then: Then) -> None:
            def take(session_id: str) -> Saved:
                for person_id in added:
                    registers.take_off(session_id, person_id)
                return registers.mark_many(session_id, before)

            self._saving.save(take, self._saving.and_read(then))

        def again(then: Then) -> None:
            marks = dict.fromkeys((*before, *added), Mark.PRESENT)
            self._saving.save(
                lambda session: registers.mark_many(session, marks), self._saving.and_read(then)
            )

        self._steps.do(f"{len(known) + len(new)} names that were pasted", act, back, again)

    def take_off(self, row: RegisterRow) -> None:
        """Somebody who should not be in this register."""
        registers, remark = self._services.registers, self._asking.beside(row.person_id)
        mark = self._page.model.now(row.person_id)

        def put_back(session_id: str) -> Saved:
            saved = registers.mark(session_id, row.person_id, mark)
            return registers.remark(session_id, row.person_id, remark) if remark != Remark() else saved

        def back(then: Then) -> None:
            self._saving.save(put_back, self._saving.and_read(then))

        self._steps.do(f"{row.known_as} off this register", self._off((row.person_id,)), back)

    def _off(self, person_ids: Sequence[str]) -> Act:
        model = self._page.model

        def act(then: Then) -> None:
            # Until the register is read again they stand there: what is asked for of them then begins anew.
            for person_id in person_ids:
                model.expect(person_id, None)

            def save(session_id: str) -> Saved:
                saved = [self._services.registers.take_off(session_id, one) for one in person_ids]
                return saved[-1]

            def failed() -> None:
                for person_id in person_ids:
                    model.failed(person_id)

            self._saving.save(save, self._saving.and_read(then), failed)

        return act

    def _again(self, act: Act) -> Act:
        """Marks somebody who is not shown any more, and shows them."""

        def again(then: Then) -> None:
            def shown() -> None:
                then()
                self._page.load()

            act(shown)

        return again
