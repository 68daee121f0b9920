"""What must hold between the figures: checked on import, and known to anybody who attacks a return."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from vrp_desktop.domain import codes
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import Key
from vrp_desktop.domain.returns.form.further import COMPLETE, MEASURES
from vrp_desktop.domain.returns.form.shape import Relation, Table
from vrp_desktop.domain.returns.form.tables import AGE_SUMS, table, tables

_SUPPORTED: Key = ("R2", "supported_quarter", "people")
_TO_DATE: Key = ("R2", "supported_ytd", "people")
OUTCOMES = ("R7", MEASURES)
"""The tables of first and latest readings."""
RATIOS = ("R10", "R14")
"""The tables whose derived figures are counts divided by counts, or pounds by people: whoever knows the one
to the last digit knows something of the other."""


@cache
def relations() -> tuple[Relation, ...]:
    """Everything that must hold between figures of one return."""
    return (
        *_journey(),
        *(relation for each in tables() for relation in _within(each)),
        *_needs(),
        *_open_access(),
        *_delivery(),
        *_workforce(),
        *_outcomes(),
        *_referrals_on(),
        *_money(),
        *_quality(),
    )


def between_quarters(
    quarters: Sequence[Quarter],
) -> Iterator[tuple[tuple[tuple[tuple[Quarter, Key], int], ...], str]]:
    """What holds between the returns of one intervention for quarters of one financial year, in their order:
    the weighted sum of the figures is 0 ("=") or at most 0 ("<=").

    Open at the end is open at the start of the next. Different people of the year so far never get fewer,
    and with the next quarter not by more than everybody supported in it."""
    for earlier, later in pairwise(quarters):
        yield (((earlier, _TO_DATE), 1), ((later, _TO_DATE), -1)), "<="
        if earlier.next == later:
            yield (((earlier, _r2("open_end")), 1), ((later, _r2("open_start")), -1)), "="
            more = (((later, _TO_DATE), 1), ((earlier, _TO_DATE), -1), ((later, _SUPPORTED), -1))
            yield more, "<="


def derived_from() -> dict[Key, tuple[Key, ...]]:
    """Which counts a rate, mean or median is made of: where one of them is hidden, it is hidden too."""
    found: dict[Key, tuple[Key, ...]] = {
        ("R5", "attendance_rate", "value"): (_SUPPORTED,),
        ("R5", "median_sessions", "value"): (_SUPPORTED,),
    }
    for outcomes in OUTCOMES:
        for row in table(outcomes).rows:
            counts = tuple((outcomes, row.code, c) for c in ("paired", "improved", "unchanged", "worse"))
            found[outcomes, row.code, "mean_before"] = counts
            found[outcomes, row.code, "mean_after"] = counts
    found["R10", "each", "spent"] = (_SUPPORTED,)
    found["R10", "each", "spent_ytd"] = (_r2("supported_ytd"),)
    for name, counts in complete().items():
        found["R14", f"complete.{name}", "value"] = counts
    found["R14", "paired", "value"] = tuple(
        (outcomes, row.code, column)
        for outcomes in OUTCOMES
        for row in table(outcomes).rows
        for column in ("baseline", "paired")
    )
    return found


def complete() -> dict[str, tuple[Key, ...]]:
    """By field, the counts that its completeness is told from: everybody first, then those not known."""
    found: dict[str, tuple[Key, ...]] = {}
    for name, (table_id, rows, column) in COMPLETE.items():
        unknown = [(table_id, row, column) for row in rows] or [(table_id, "total", "not_known")]
        found[name] = ((table_id, "total", column), *unknown)
    return found


def _total(whole: Key, parts: Sequence[Key], says: str) -> Relation:
    return Relation(((whole, 1), *((part, -1) for part in parts)), "=", says)


def _same(one: Key, other: Key, says: str) -> Relation:
    return Relation(((one, 1), (other, -1)), "=", says)


def _at_most(small: Key, large: Sequence[Key], says: str) -> Relation:
    return Relation(((small, 1), *((key, -1) for key in large)), "<=", says)


def _r2(row: str) -> Key:
    return ("R2", row, "people")


def _journey() -> Iterator[Relation]:
    flow = {"open_start": 1, "started": 1, "completed": -1, "ended_early": -1, "open_end": -1}
    yield Relation(
        tuple((_r2(row), sign) for row, sign in flow.items()),
        "=",
        "open at start + started − completed − ended early = open at end",
    )
    yield _at_most(_SUPPORTED, [_r2("supported_ytd")], "the quarter is part of the year to date")
    for row, words in (("ended_early", "Ended early"), ("declined", "Declined")):
        yield _same((f"R2.{row}", "total", "people"), _r2(row), f"the reasons' total is {words}")


def _within(t: Table) -> Iterator[Relation]:
    """The sums of one table, and for R3 how it hangs together with everybody supported."""
    has_total = any(row.code == "total" for row in t.rows)
    if t.id in ("R3.age", "R4.heads"):
        yield from _by_age_and_sex(t)
    elif t.id == "R3.ethnicity":
        yield from _by_ethnicity(t)
    elif t.id == "R10":
        return
    elif has_total:
        for column in t.columns if t.id != "R6" else t.columns[:1]:
            yield _total(
                (t.id, "total", column.code),
                [(t.id, row.code, column.code) for row in t.rows if row.code != "total"],
                f"{t.title}: the total is the sum of the rows",
            )
    if t.section == "R3" and has_total:
        everybody: Key = (t.id, "total", "total" if t.id == "R3.age" else "people")
        yield _same(everybody, _SUPPORTED, f"{t.title}: the total is R2's supported")
    elif t.section == "R3":
        for row in t.rows:
            says = f"{t.title}: {row.label} is at most everybody supported"
            yield _at_most((t.id, row.code, "people"), [_SUPPORTED], says)


def _by_age_and_sex(t: Table) -> Iterator[Relation]:
    for row in t.rows:
        yield _total(
            (t.id, row.code, "total"),
            [(t.id, row.code, c) for c in ("female", "male", "not_known")],
            f"{t.title}: {row.label} is female + male + not known",
        )
    for column in t.columns:
        for whole, parts in AGE_SUMS:
            yield _total(
                (t.id, whole, column.code),
                [(t.id, part, column.code) for part in parts],
                f"{t.title}: {whole.replace('_', ' ')} in {column.label} is the sum of its bands",
            )
        if t.id == "R4.heads":
            yield _total(
                (t.id, "total", column.code),
                [(t.id, "counted", column.code), (t.id, "estimated", column.code)],
                f"{t.title}: counted + estimated is the total in {column.label}",
            )


def _by_ethnicity(t: Table) -> Iterator[Relation]:
    listed = codes.code_list("ethnicity")
    for group in listed.groups:
        yield _total(
            (t.id, f"group.{group.code}", "people"),
            [(t.id, c.code, "people") for c in listed.codes if c.group == group.code],
            f"{t.title}: {group.label} is the sum of its parts",
        )
    parts = (*(f"group.{group.code}" for group in listed.groups), "prefer_not", "not_asked")
    yield _total(
        (t.id, "total", "people"),
        [(t.id, part, "people") for part in parts],
        f"{t.title}: the total is the sum of the groups",
    )


def _needs() -> Iterator[Relation]:
    """A focus area is part of its priority; a priority is somebody's through at least one of its areas."""
    areas = codes.code_list("focus_area")
    for priority in areas.groups:
        whole: Key = ("R3.priority", priority.code, "people")
        parts: list[Key] = [
            ("R3.focus_area", area.code, "people") for area in areas.codes if area.group == priority.code
        ]
        for part in parts:
            says = f"{areas.label(part[1])} is at most its priority, {priority.label}"
            yield _at_most(part, [whole], says)
        yield _at_most(whole, parts, f"{priority.label} is at most the sum of its focus areas")


def _open_access() -> Iterator[Relation]:
    named: Key = ("R4", "unique_named", "value")
    yield _at_most(named, [("R4", "attendances", "value")], "people are at most attendances")
    yield _at_most(named, [_SUPPORTED], "people at open access were supported")
    heads: Key = ("R4", "head_count", "value")
    yield _same(heads, ("R4.heads", "total", "total"), "the head-count is its table's total")


def _delivery() -> Iterator[Relation]:
    def r5(row: str) -> Key:
        return ("R5", row, "value")

    yield _total(
        r5("planned"),
        [r5(row) for row in ("delivered", "cancelled", "outstanding")],
        "planned = delivered + cancelled + not yet recorded",
    )
    kinds = [r5(f"kind.{kind.code}") for kind in codes.code_list("session_kind").codes]
    yield _total(r5("delivered"), kinds, "delivered is the sum of the kinds")
    reasons: Key = ("R5.cancelled", "total", "sessions")
    yield _same(r5("cancelled"), reasons, "the reasons' total is Cancelled")
    yield _same(("R4", "sessions", "value"), r5("kind.open_access"), "open access sessions, twice")


def _workforce() -> Iterator[Relation]:
    courses: Key = ("R5", "kind.training", "value")
    yield _at_most(("R6", "total", "courses"), [courses], "courses are delivered sessions of that kind")


def _outcomes() -> Iterator[Relation]:
    for outcomes in OUTCOMES:
        for row in table(outcomes).rows:
            paired: Key = (outcomes, row.code, "paired")
            yield _total(
                paired,
                [(outcomes, row.code, c) for c in ("improved", "unchanged", "worse")],
                f"Outcomes, {row.label}: both readings = improved + unchanged + worse",
            )
            yield _at_most(
                paired,
                [(outcomes, row.code, "baseline")],
                f"Outcomes, {row.label}: both readings are part of those with a first reading",
            )


def _referrals_on() -> Iterator[Relation]:
    for row in table("R8").rows:
        says = f"Referrals on, {row.label}: those taken up are part of those made"
        yield _at_most(("R8", row.code, "taken_up"), [("R8", row.code, "made")], says)
    says = "concerns referred are part of those recorded"
    yield _at_most(("R9", "referred", "value"), [("R9", "recorded", "value")], says)


def _money() -> Iterator[Relation]:
    for column in table("R10").columns:
        parts: list[Key] = [("R10", row, column.code) for row in ("labour", "other")]
        says = f"Money, {column.label}: the total is labour + other costs"
        yield _total(("R10", "total", column.code), parts, says)


def _quality() -> Iterator[Relation]:
    says = "warnings answered are part of the warnings"
    yield _at_most(("R14", "answered", "value"), [("R14", "warnings", "value")], says)
