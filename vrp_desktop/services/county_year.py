"""The year's returns of one intervention, laid beside each other: what each figure of the year can be.

A hidden count can be narrowed down by the returns of other quarters: who is open at the end of one is open at
the start of the next, and different people of the year so far never get fewer. So the returns that count are
one system; where they contradict each other, each is read by itself. A version that was superseded says
nothing certain of the one that counts, for nobody knows what was corrected in it.
"""

from collections.abc import Iterable, Iterator, Sequence

from vrp_desktop.db.queries.received import StoredReturn
from vrp_desktop.disclosure import model
from vrp_desktop.disclosure.attack import Impossible, attack
from vrp_desktop.disclosure.model import CellId, Relation, holds
from vrp_desktop.domain.county import Course, Interval, Part
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown
from vrp_desktop.domain.returns.form import OverYear
from vrp_desktop.domain.returns.form import keys as every_figure
from vrp_desktop.domain.returns.rule import ALONE
from vrp_desktop.importing.tables import folded
from vrp_desktop.services.imports import is_signed, same_provider
from vrp_desktop.services.protection import system_of

Cell = tuple[Quarter, Key]
"""A count of one quarter's return: its name in the system."""


def by_intervention(stored: Iterable[StoredReturn]) -> list[list[StoredReturn]]:
    """The returns of each intervention together, in the order of their quarters."""
    found: list[list[StoredReturn]] = []
    for one in sorted(stored, key=lambda s: (s.header.quarter, s.header.version, s.received_at, s.id)):
        code = folded(one.header.intervention_code)
        own = next(
            (
                group
                for group in found
                if folded(group[-1].header.intervention_code) == code
                and same_provider(group[-1], one.header, is_signed(one))
            ),
            None,
        )
        if own is None:
            found.append([one])
        else:
            own.append(one)
    return found


def part_of(stored: StoredReturn) -> Part:
    """A return with what its hidden counts can be, judging by it alone."""
    return stored.document, {key: Interval(low, high) for key, (low, high) in stored.intervals.items()}


def by_its_method(stored: StoredReturn) -> bool:
    """Whether it is known to be protected by this program's method for one return alone."""
    return is_signed(stored) and stored.header.method == ALONE


def course_of(returns: Sequence[StoredReturn], to: Quarter) -> Course:
    """One intervention's year, from its current returns in the order of their quarters."""
    course = Course(tuple(part_of(one) for one in returns))
    beside = Beside(returns)
    if beside.contradiction:
        return Course(course.parts, agree=False)
    if not beside.tied:
        return course
    try:
        joint = beside.known_better(figures_of(course, to))
    except Impossible:
        return Course(course.parts, agree=False)
    return Course(course.parts, {key: Interval(*ends) for key, ends in joint.items()})


def figures_of(course: Course, to: Quarter) -> Iterator[tuple[Key, tuple[Cell, ...]]]:
    """The figures of the year that something is hidden of and nothing is missing, and their cells."""
    for table, row, column, key in every_figure():
        over = table.over(row, column)
        if over is OverYear.NONE or not table.counts_people(row, column):
            continue
        taken = [document for document, _ in course.taken(over, to)]
        there = {document.get(*key).shown for document in taken} <= {Shown.VALUE, Shown.CONFIDENTIAL}
        if there and any(unclear(document, table, row, column) for document in taken):
            yield key, tuple((document.header.quarter, key) for document in taken)


def unclear(document: ReturnDocument, table: form.Table, row: form.Row, column: form.Column) -> bool:
    """Whether a return keeps a figure back: hides it, or shows it rounded."""
    shown, rule = document.get(table.id, row.code, column.code).shown, document.header.rule
    rounded = rule.rounds and table.counts_people(row, column) and rule.protects(table.id, row.code)
    return shown is Shown.CONFIDENTIAL or (shown is Shown.VALUE and rounded)


class Beside:
    """Returns of one intervention and year as one system: cells by quarter and key."""

    def __init__(self, returns: Sequence[StoredReturn]) -> None:
        self.unknown: dict[CellId, model.Interval] = {}
        self.known: dict[CellId, int] = {}
        self._relations: list[Relation] = []
        self.contradiction = False
        """Whether figures that are shown contradict each other from return to return."""
        self.tied: set[CellId] = set()
        """What is not known and hangs together with another return."""
        for one in returns:
            quarter = one.header.quarter
            system = system_of(one.document, by_its_method(one))
            for key, bounds in system.unknown.items():
                self.unknown[quarter, key] = one.intervals.get(key, bounds)
            self.known |= {(quarter, key): value for key, value in system.known.items()}
            self._relations += [
                Relation(tuple(((quarter, key), by) for key, by in r.terms), r.relation, r.rhs)
                for r in system.relations
            ]
        self._tie([one.header.quarter for one in returns])

    def _tie(self, quarters: Sequence[Quarter]) -> None:
        ties = []
        for terms, relation in form.between_quarters(quarters):
            hidden = [cell for cell, _ in terms if cell in self.unknown]
            if any(cell not in self.unknown and cell not in self.known for cell, _ in terms):
                continue  # A figure is not available: nothing is said of it.
            if hidden:
                ties.append(Relation(terms, relation))
                self.tied.update(hidden)
            elif not holds(Relation(terms, relation), self.known):
                self.contradiction = True
        self._relations = self._reached([*self._relations, *ties])

    def _reached(self, relations: Sequence[Relation]) -> list[Relation]:
        """The relations that hang together with the ties; what they have in them is tied."""
        touching: dict[CellId, list[int]] = {}
        for number, relation in enumerate(relations):
            for cell, _ in relation.terms:
                if cell in self.unknown:
                    touching.setdefault(cell, []).append(number)
        reached: set[int] = set()
        new = list(self.tied)
        while new:
            for number in touching.get(new.pop(), ()):
                if number in reached:
                    continue
                reached.add(number)
                for cell, _ in relations[number].terms:
                    if cell in self.unknown and cell not in self.tied:
                        self.tied.add(cell)
                        new.append(cell)
        return [relations[number] for number in sorted(reached)]

    def known_better(
        self, figures: Iterable[tuple[Key, Sequence[Cell]]]
    ) -> dict[Key, tuple[int, int | None]]:
        """What each figure of the year can be that hangs together over the returns, at least and at most.
        Raises Impossible where the returns contradict each other."""
        unknown: dict[CellId, model.Interval] = {cell: self.unknown[cell] for cell in self.tied}
        sums: list[Relation] = []
        asked: list[Key] = []
        for key, cells in figures:
            if self.tied.isdisjoint(cells) or any(
                c not in self.unknown and c not in self.known for c in cells
            ):
                continue
            asked.append(key)
            loose = [cell for cell in cells if cell in self.unknown and cell not in self.tied]
            unknown |= {cell: self.unknown[cell] for cell in loose}
            unknown[key] = (0, None)
            sums.append(Relation(((key, -1), *((cell, 1) for cell in cells))))
        return attack(unknown, self.known, [*self._relations, *sums], asked)
