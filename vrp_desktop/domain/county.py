"""The county's picture: sums over returns, exact where every part was published, else an interval."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from vrp_desktop.domain import codes
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Figure, Header, Key, ReturnDocument, Shown, Standing
from vrp_desktop.domain.returns.form import keys as every_figure

SUPPORTED: Key = ("R2", "supported_quarter", "people")
KEY_COUNTS: tuple[Key, ...] = (
    SUPPORTED,
    ("R2", "supported_ytd", "people"),
    ("R2", "started", "people"),
    ("R2", "completed", "people"),
    ("R2", "ended_early", "people"),
    ("R2", "open_end", "people"),
    ("R3.age", "under_18", "total"),
    ("R3.age", "18_to_25", "total"),
    ("R4", "head_count", "value"),
    ("R5", "delivered", "value"),
    ("R5", "hours", "value"),
)
"""What the county's list shows of each intervention, in this order."""

ADDED_UNITS = frozenset(
    {"people", "attendances", "goals", "sessions", "hours", "places", "professionals"}
    | {"referrals", "concerns", "pounds", "volunteers"}
)
"""Units that can be added up over returns; a percentage, a mean or a median cannot."""


@dataclass(frozen=True)
class Interval:
    """An amount known to lie between two numbers, both included; exact where they are the same.

    Counts are whole numbers; hours can have a fraction. ``high`` is None where nothing bounds it above.
    """

    low: int | float
    high: int | float | None

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def __add__(self, other: "Interval") -> "Interval":
        high = None if self.high is None or other.high is None else _tidy(self.high + other.high)
        return Interval(_tidy(self.low + other.low), high)

    def __str__(self) -> str:
        if self.high is None:
            return f"{self.low:,} or more"
        return f"{self.low:,}" if self.exact else f"{self.low:,} to {self.high:,}"


def _tidy(number: int | float) -> int | float:
    """Without the dust that adding binary fractions leaves."""
    rounded = round(number, 6)
    return int(rounded) if rounded == int(rounded) else rounded


NOTHING = Interval(0, 0)


@dataclass(frozen=True)
class PriorityLine:
    """One of the five priorities over the county. ``interventions`` have it as their main one; ``supported``
    are those interventions' people. ``needs``, ``sessions``, ``paired`` and ``improved`` are over all
    interventions: people with that need, sessions for it, and own goals and distance travelled together."""

    code: str
    interventions: int
    supported: Interval
    needs: Interval
    sessions: Interval
    paired: Interval
    improved: Interval


@dataclass(frozen=True)
class DistrictLine:
    """A district (or outside, or not known). ``supported`` are the people who live there, over all returns;
    ``interventions`` are delivered there: one that works in two districts is in both lines."""

    code: str
    label: str
    interventions: int
    supported: Interval


@dataclass(frozen=True)
class CountyPicture:
    """One quarter over all current returns.

    ``sums`` holds every count of the form added up over returns (a child in two interventions is in it
    twice: these are not different people, and every output says so). ``by_intervention`` gives key counts a
    return. ``drafts`` is how many are not final yet; they are counted, and every output says so.
    """

    quarter: Quarter
    returns: tuple[Header, ...]
    """In the order of their intervention's code, then the provider's name."""
    drafts: int
    sums: dict[Key, Interval]
    """In the order of the form. A figure that no return has is absent."""
    by_intervention: dict[str, dict[Key, Interval]]
    """By return id; ``KEY_COUNTS`` that the return has."""
    districts_of: dict[str, tuple[str, ...]]
    """By return id: where the intervention is delivered."""
    priorities_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By return id: the main priority first, then the others."""
    by_district: tuple[DistrictLine, ...] = ()
    by_priority: tuple[PriorityLine, ...] = ()
    missing: dict[Key, int] = field(default_factory=dict)
    """How many returns do not have the figure ([x] or [z], or counted by another definition), where any."""
    other_definitions: tuple[str, ...] = ()
    """Definitions that some returns were counted by and that are not this form's: left out of the sums."""
    signatures: dict[str, str] = field(default_factory=dict)
    """By return id: sound, new key, unsigned. Filled by whoever knows how the return came in."""


def picture_of(
    quarter: Quarter,
    parts: Iterable[tuple[ReturnDocument, Mapping[Key, Interval]]],
    signatures: Mapping[str, str] | None = None,
) -> CountyPicture:
    """Adds returns up. Each comes with what its hidden or rounded counts can be; nothing is ever more exact
    than that.

    A hidden figure without an interval is "0 or more". The order of ``parts`` does not matter.
    """
    ordered = sorted(
        parts, key=lambda p: (p[0].header.intervention_code, p[0].header.provider, p[0].header.return_id)
    )
    sums: dict[Key, Interval] = {}
    missing: dict[Key, int] = {}
    strange: set[str] = set()
    for table, row, column, key in every_figure():
        if table.unit(row, column) not in ADDED_UNITS:
            continue
        amounts: list[Interval] = []
        for document, hidden in ordered:
            figure = document.get(*key)
            if figure.definition not in ("", row.definition):
                strange.add(figure.definition)
            elif (amount := _amount(figure, hidden)) is not None:
                amounts.append(amount)
        if amounts:
            sums[key] = sum(amounts, NOTHING)
        if len(amounts) < len(ordered):
            missing[key] = len(ordered) - len(amounts)
    headers = tuple(document.header for document, _ in ordered)
    by_intervention = {
        document.header.return_id: {
            key: amount for key in KEY_COUNTS if (amount := _amount(document.get(*key), hidden)) is not None
        }
        for document, hidden in ordered
    }
    districts_of = {d.header.return_id: d.profile.get("districts", ()) for d, _ in ordered}
    priorities_of = {
        d.header.return_id: (*d.profile.get("main_priority", ()), *d.profile.get("other_priorities", ()))
        for d, _ in ordered
    }
    return CountyPicture(
        quarter=quarter,
        returns=headers,
        drafts=sum(header.standing is Standing.DRAFT for header in headers),
        sums=sums,
        by_intervention=by_intervention,
        districts_of=districts_of,
        priorities_of=priorities_of,
        by_district=_districts(sums, districts_of),
        by_priority=_priorities(sums, by_intervention, priorities_of),
        missing=missing,
        other_definitions=tuple(sorted(strange)),
        signatures={h.return_id: (signatures or {}).get(h.return_id, "") for h in headers},
    )


def _amount(figure: Figure, hidden: Mapping[Key, Interval]) -> Interval | None:
    """What a figure adds; None where the return does not have it."""
    if figure.shown is Shown.CONFIDENTIAL:
        return hidden.get(figure.key, Interval(0, None))
    if figure.key in hidden:
        return hidden[figure.key]  # rounded: the number shown is not the true one
    if figure.shown is not Shown.VALUE or not isinstance(figure.value, int | float):
        return None
    return Interval(_tidy(figure.value), _tidy(figure.value))


def _districts(
    sums: Mapping[Key, Interval], districts_of: Mapping[str, tuple[str, ...]]
) -> tuple[DistrictLine, ...]:
    return tuple(
        DistrictLine(
            row.code,
            row.label,
            sum(row.code in districts for districts in districts_of.values()),
            sums[key],
        )
        for row in form.table("R3.district").rows
        if row.code != "total" and (key := ("R3.district", row.code, "people")) in sums
    )


def _priorities(
    sums: Mapping[Key, Interval],
    by_intervention: Mapping[str, Mapping[Key, Interval]],
    priorities_of: Mapping[str, tuple[str, ...]],
) -> tuple[PriorityLine, ...]:
    lines: list[PriorityLine] = []
    for priority in codes.code_list("priority").codes:
        own = [i for i, listed in priorities_of.items() if listed[:1] == (priority.code,)]
        outcomes = [row.code for row in form.table("R7").rows if row.code.split(".", 1)[1] == priority.code]
        lines.append(
            PriorityLine(
                priority.code,
                len(own),
                sum((by_intervention[i].get(SUPPORTED, NOTHING) for i in own), NOTHING),
                sums.get(("R3.priority", priority.code, "people"), NOTHING),
                sums.get(("R5.priority", priority.code, "sessions"), NOTHING),
                sum((sums.get(("R7", row, "paired"), NOTHING) for row in outcomes), NOTHING),
                sum((sums.get(("R7", row, "improved"), NOTHING) for row in outcomes), NOTHING),
            )
        )
    return tuple(lines)
