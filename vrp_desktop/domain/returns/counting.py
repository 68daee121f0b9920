"""From facts to every figure of the form, each by its definition in the ledger. Pure: no store, no clock."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.asked import NOTHING_ASKED, Asked, amounts
from vrp_desktop.domain.returns.counting_delivery import (
    delivery,
    head_counts,
    open_access,
    registers,
    workforce,
)
from vrp_desktop.domain.returns.counting_journeys import concerns, journeys, referrals
from vrp_desktop.domain.returns.counting_measures import measures
from vrp_desktop.domain.returns.counting_outcomes import goals, outcomes
from vrp_desktop.domain.returns.counting_people import Support, people
from vrp_desktop.domain.returns.counting_tally import Behind, Counted, Kind, Tally, made_of, percent
from vrp_desktop.domain.returns.facts import Facts
from vrp_desktop.domain.returns.figures import Figure, Key, Shown, Value

_WARNINGS: Key = ("R14", "warnings", "value")
_ANSWERED: Key = ("R14", "answered", "value")
_PAIRED: Key = ("R14", "paired", "value")


def count(facts: Facts, quarter: Quarter, asked: Asked = NOTHING_ASKED) -> tuple[Figure, ...]:
    """Every figure of the form, in its order. Nothing to count is 0; what was asked and not said is [x], and
    so are the warnings, which follow from these figures (``with_warnings``)."""
    counted = tally(facts, quarter, asked)
    names = form.keys()
    return tuple(_figure(key, counted[key].value, row.definition) for _, row, _, key in names)


def tally(facts: Facts, quarter: Quarter, asked: Asked = NOTHING_ASKED) -> Tally:
    """Every figure of the form, with what is behind it."""
    support = Support(facts)
    found: Tally = {
        **journeys(facts, quarter),
        **people(support),
        **open_access(support),
        **head_counts(support),
        **delivery(support),
        **workforce(support),
        **outcomes(facts, quarter),
        **measures(facts, quarter),
        **goals(facts, quarter),
        **referrals(facts, quarter),
        **concerns(facts, quarter),
        **registers(support),
        **{key: Counted(Behind(Kind.ASKED), value) for key, value in amounts(asked).items()},
    }
    found |= dict.fromkeys((_WARNINGS, _ANSWERED), Counted(Behind(Kind.WARNINGS), Shown.NOT_AVAILABLE))
    return {**found, **_sums(found), **_each(found), **_complete(found)}


def with_warnings(
    figures: Iterable[Figure], kinds: Collection[str], answers: Mapping[str, str]
) -> tuple[Figure, ...]:
    """The figures, with how many kinds of warning stand and how many of them have an answer."""
    answered = sum(1 for kind in kinds if answers.get(kind, "").strip())
    known = {_WARNINGS: len(kinds), _ANSWERED: answered}
    return tuple(replace(f, value=known[f.key], shown=Shown.VALUE) if f.key in known else f for f in figures)


def _sums(counted: Tally) -> Tally:
    """The figures of money that are worked out of what was asked, by what they are made of."""
    found: Tally = {}
    for column in form.table("R10").columns:
        total: Key = ("R10", "total", column.code)
        parts: list[Key] = [("R10", row, column.code) for row in ("labour", "other")]
        found[total] = made_of(parts, counted[total].value)
    return found


def _each(counted: Tally) -> Tally:
    """The cost per person; there is none of a budget."""
    found: Tally = {
        ("R10", "each", column.code): made_of((), Shown.NOT_APPLICABLE)
        for column in form.table("R10").columns
    }
    for column, row in (("spent", "supported_quarter"), ("spent_ytd", "supported_ytd")):
        made: tuple[Key, Key] = (("R10", "total", column), ("R2", row, "people"))
        spent, supported = (counted[key].value for key in made)
        each: Value | Shown = Shown.NOT_APPLICABLE
        if not isinstance(spent, int):
            each = Shown.NOT_AVAILABLE
        elif isinstance(supported, int) and supported:
            each = (Fraction(spent, supported) + Fraction(1, 2)).__floor__()
        found["R10", "each", column] = made_of(made, each)
    return found


def _complete(counted: Tally) -> Tally:
    """How complete the records are, told from the return's own figures and nothing else."""
    found: Tally = {}
    for name, keys in form.complete().items():
        everybody, *unknown = (len(counted[key].behind) for key in keys)
        found["R14", f"complete.{name}", "value"] = made_of(
            keys, percent(everybody - sum(unknown), everybody)
        )
    keys = form.derived_from()[_PAIRED]
    first, paired = (
        sum(len(counted[key].behind) for key in keys if key[2] == column) for column in ("baseline", "paired")
    )
    found[_PAIRED] = made_of(keys, percent(paired, first))
    return found


def _figure(key: Key, counted: Value | Shown, definition: str) -> Figure:
    if isinstance(counted, Shown):
        return Figure(*key, None, counted, definition)
    return Figure(*key, counted, Shown.VALUE, definition)
