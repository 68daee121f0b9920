"""A return made fit to leave the house, by the rule that its header names: small counts hidden, with all that
they follow from, or every count of people rounded."""

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from vrp_desktop.disclosure.audit import audit
from vrp_desktop.disclosure.model import CellId, Interval, Problem
from vrp_desktop.disclosure.protect import protect
from vrp_desktop.disclosure.rounding import (
    Lean,
    Rounding,
    Unroundable,
    audit_rounding,
    inferred,
    rounded,
)
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Header, Key, ReturnDocument, Shown
from vrp_desktop.domain.returns.form import keys
from vrp_desktop.domain.returns.rule import BASE, Rule, Zeros
from vrp_desktop.services.memory import Past, Together, together
from vrp_desktop.services.protection import HEADLINES, made_of, problem_of, silent_when_rounded

_SECONDS, _EFFORT = 30.0, 0.25
"""What the search for the least pattern may take. The effort is counted, so that the same records give the
same pattern; the clock is there for a machine that is busy with something else."""

_DRAWS = 8
"""How often another rounding is drawn where one would give something away."""
_WISH = 50.0
"""How much dearer it is to round a figure otherwise than before, against the draw."""

NO_ROUNDING = (
    "No way was found to round this return so that its tables add up and none of its small counts can be "
    "worked out, beside what was sent before. Choose under Organisation to hide small counts instead."
)
NOT_BESIDE_ANOTHER_RULE = (
    "An earlier return that this one can be laid beside was protected by another rule, and no way was found "
    "to keep to the present one. Choose under Organisation the rule that the earlier return names, until "
    "the financial year is over."
)
NOT_BESIDE_THE_ONE_BEFORE = (
    "Whoever lays this correction beside the returns that were sent could work out how few people it is "
    "about, even with every count hidden. It shows in: {figures}. The return that was sent stands. Wait "
    "until more is corrected, or tell your commissioner that a correction is held back, without saying how "
    "many people it is about."
)
_NAMED = 3
"""So many figures are named in it."""


@dataclass(frozen=True)
class Protected:
    """What may leave the house. ``primary`` is how many counts are small, or tell of so few beside an earlier
    return; ``secondary`` how many more are hidden so that none of them follows. ``unmet`` are counts that are
    not safe, whatever is done besides: where there are any, the document must not be published, and ``why``
    says what can be done where it is the rule that stands in the way. ``given_away``: by earlier return,
    small counts that follow from what was published already. ``intervals`` is the best that a reader of all
    the returns could say of each count that is hidden or rounded."""

    document: ReturnDocument
    primary: int
    secondary: int
    unmet: tuple[Key, ...]
    given_away: Mapping[str, tuple[Key, ...]] = field(default_factory=dict)
    intervals: Mapping[Key, Interval] = field(default_factory=dict)
    why: str = ""

    @property
    def safe(self) -> bool:
        """Whether the document may be published."""
        return not self.unmet


def protect_document(
    document: ReturnDocument, history: Sequence[Past] = (), secret: bytes = b""
) -> Protected:
    """Hides small counts, what they follow from, and every mean, median or rate made of a hidden count; or
    rounds every count of people, where that is the rule. Together with ``history``, what was published of the
    intervention before. ``secret`` is what the draws of rounding come from: nobody else may know it.

    What is found is audited, by other code than the one that found it, before it is handed back; what the
    audit objects to is in ``unmet``. Refused where the document already has hidden counts."""
    document = _with_heads_as_before(document, history)
    for joint in _joint(document, history):
        if document.header.rule.rounds:
            return _rounded(document, joint, secret)
        protected = _hidden(document, joint)
        if protected.safe:
            return protected
    if any(one.published.header.rule != document.header.rule for one in history):
        return replace(protected, why=NOT_BESIDE_ANOTHER_RULE)
    if any(one.quarter == document.header.quarter for one in history):
        return replace(protected, why=_the_old_one_stands(protected.unmet))
    return protected


def _the_old_one_stands(unmet: Sequence[Key]) -> str:
    named = ", ".join(form.name_of(key) for key in unmet[:_NAMED])
    more = f" and {len(unmet) - _NAMED} more" if len(unmet) > _NAMED else ""
    return NOT_BESIDE_THE_ONE_BEFORE.format(figures=named + more)


def _joint(document: ReturnDocument, history: Sequence[Past]) -> Iterator[Together]:
    """What a reader has, the one who knows more first: whoever sees of every figure that a new version did
    not change that it did not. Not where that reader alone would find in the earlier versions what they were
    not published to withstand: what is given up for lost must be lost to everybody."""
    seeing = together(document, history)
    quarters = [document.header.quarter, *(one.quarter for one in history)]
    if len(set(quarters)) == len(quarters):
        yield seeing
        return
    if not seeing.given_away:
        yield seeing
    plain = together(document, history, sees_sameness=False)
    if seeing.given_away and seeing.given_away == plain.given_away:
        yield seeing
    yield plain


def _with_heads_as_before(document: ReturnDocument, history: Sequence[Past]) -> ReturnDocument:
    """A new version of a quarter protects its head-counts as the one before did: what was hidden stays so."""
    header = document.header
    earlier = [one.published.header for one in history if one.quarter == header.quarter]
    if not earlier:
        return document
    last = max(earlier, key=lambda one: one.version).rule
    return replace(document, header=_ruled(header, replace(header.rule, heads=last.heads)))


def _ruled(header: Header, rule: Rule) -> Header:
    return header if rule == header.rule else replace(header, method=rule.name)


def _hidden(document: ReturnDocument, joint: Together) -> Protected:
    problem, cell_of = joint.problem, joint.cell_of
    protection = protect(problem, _SECONDS, _EFFORT)
    objections = [finding.cell for finding in audit(problem, protection.suppressed)]
    hidden = frozenset(key for key, cell in cell_of.items() if cell in protection.suppressed)
    cells = {cell.id: cell for cell in problem.cells}
    # What a former rule showed is known; all the same it does not stand here against the present one.
    known = {key: cells[cell_of[key]].value for key in joint.shown_once - hidden}
    silent = hidden | known.keys()
    silent |= made_of(silent)
    small = sum(cells[cell_of[key]].primary for key in hidden) + len(known)
    # Where zeros are hidden, the mark of a mean must not say that there is nobody.
    marks = document.header.rule.zeros is not Zeros.SHOWN
    return Protected(
        document.with_figures(
            figure.hidden() if figure.key in silent and (figure.shown is Shown.VALUE or marks) else figure
            for figure in document.figures
        ),
        small,
        len(hidden) + len(known) - small,
        _unmet({*protection.unmet, *objections}, cell_of, hidden),
        joint.given_away,
        {key: protection.intervals[cell_of[key]] for key in hidden if cell_of[key] in protection.intervals}
        | {key: (value, value) for key, value in known.items()},
    )


def _rounded(document: ReturnDocument, joint: Together, secret: bytes) -> Protected:
    problem, cell_of = joint.problem, joint.cell_of
    cells = {cell.id: cell for cell in problem.cells}
    own = problem_of(document)
    # A draft need not add up; then its rounded figures do not either.
    own = replace(
        own,
        cells=tuple(
            replace(cell, primary=cells[cell_of[cell.id]].primary, need=cells[cell_of[cell.id]].need)  # type: ignore[index]  # a key of the form
            if cell.id in cell_of
            else cell
            for cell in own.cells
        ),
        relations=tuple(relation for relation in own.relations if relation.rhs % BASE == 0),
    )
    before: dict[CellId, int] = {
        key: joint.rounded[cell] for key, cell in cell_of.items() if cell in joint.rounded
    }
    small = sum(cells[cell_of[key]].primary for key in cell_of)
    best: Protected | None = None
    for values in _roundings(own, before, document.header, secret):
        by_cell = Rounding({cell_of[key]: value for key, value in values.items()}, BASE, BASE)
        wrong = {finding.cell for finding in audit_rounding(problem, by_cell)}
        unmet = _unmet(wrong, cell_of, cell_of)
        if unmet and best is not None:
            continue
        best = Protected(
            _with_rounded(document, values),
            small,
            0,
            unmet,
            joint.given_away,
            {} if unmet else _known_of(problem, by_cell, cell_of),
            NO_ROUNDING if unmet else "",
        )
        if best.safe:
            return best
    return best or Protected(document, small, 0, HEADLINES[:1], joint.given_away, why=NO_ROUNDING)


def _roundings(
    own: Problem, before: Mapping[CellId, int], header: Header, secret: bytes
) -> Iterable[dict[Key, int]]:
    """Roundings of a return, the best first: what is the same figure is rounded as before; or where it leaves
    no other way, nearly all of them; then anew."""
    value = {cell.id: cell.value for cell in own.cells}
    rising = {cell: before[cell] > value[cell] for cell in before}
    for kept, wished in ((before, rising), ({}, rising), ({}, {})) if before else (({}, {}),):
        for draw in range(_DRAWS):
            try:
                found = rounded(own, BASE, kept, lean=_drawn(header, secret, draw, wished), farthest=1)
            except Unroundable:
                break
            yield dict(found.values)  # type: ignore[arg-type]  # by the keys of the form


def _drawn(header: Header, secret: bytes, draw: int, wished: Mapping[CellId, bool]) -> Lean:
    """A number from 0 to 1 for each figure, the same whenever it is asked for, by whoever has the secret; far
    beyond where it is ``wished`` that the figure goes up or does not."""

    def lean(cell: CellId) -> float:
        if cell in wished:
            return -_WISH if wished[cell] else _WISH
        said = f"{header.intervention_code}|{header.quarter}|{draw}|{cell}".encode()
        return int.from_bytes(hmac.digest(secret, said, sha256)[:7]) / 2**56

    return lean


def _with_rounded(document: ReturnDocument, values: Mapping[Key, int]) -> ReturnDocument:
    silent = silent_when_rounded(values)
    return document.with_figures(
        replace(figure, value=values[figure.key])
        if figure.key in values
        else figure.hidden()
        if figure.key in silent and figure.shown is Shown.VALUE
        else figure
        for figure in document.figures
    )


def _known_of(problem: Problem, rounding: Rounding, cell_of: Mapping[Key, CellId]) -> dict[Key, Interval]:
    known = inferred(problem, rounding)
    value = {cell.id: cell.value for cell in problem.cells}
    return {key: known.get(cell, (value[cell], value[cell])) for key, cell in cell_of.items()}


def _unmet(wrong: set[CellId], cell_of: Mapping[Key, CellId], hidden: Iterable[Key]) -> tuple[Key, ...]:
    """The figures that are not safe, in the order of the form."""
    # A count that nobody publishes, like how many were new since a quarter, is not safe either.
    nameless = None in wrong or bool(wrong - set(cell_of.values()))
    found = tuple(
        key
        for _, _, _, key in keys()
        if key in cell_of and (cell_of[key] in wrong or (nameless and key in hidden))
    )
    return found if found or not wrong else HEADLINES[:1]
