"""A session, its register and its head-counts. "Not marked" is not "absent"."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from vrp_desktop.domain import age, codes, strategy
from vrp_desktop.domain.errors import Refused


class Mark(StrEnum):
    """What the register says of one person. No mark at all is a fifth answer: nobody has said yet."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXCUSED = "excused"
    ABSENT = "absent"

    @property
    def attended(self) -> bool:
        """Whether the person was there, however short."""
        return self in ATTENDED

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


ATTENDED = frozenset({Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY})


class Status(StrEnum):
    """Whether a session took place."""

    PLANNED = "planned"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class SessionDetails:
    """What is said of a session. Length in minutes; ``starts_at`` may be unknown."""

    intervention_id: str
    held_on: date
    kind: str = "group"
    starts_at: time | None = None
    minutes: int = 120
    place: str = ""
    setting: str | None = None
    priorities: tuple[str, ...] = ()
    focus_areas: tuple[str, ...] = ()
    status: Status = Status.DELIVERED
    cancel_reason: str | None = None
    note: str = ""

    def checked(self, today: date) -> "SessionDetails":
        """These details, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if self.status is Status.DELIVERED and self.held_on > today:
            faults["held_on"] = "That day has not come yet. Check the date, or log it as planned."
        if not 1 <= self.minutes <= 24 * 60:
            faults["minutes"] = "A session lasts between 1 minute and 24 hours."
        if self.status is Status.CANCELLED and self.cancel_reason is None:
            faults["cancel_reason"] = "Choose why it did not happen."
        for field, list_name in (
            ("kind", "session_kind"),
            ("setting", "setting"),
            ("cancel_reason", "cancel_reason"),
        ):
            value = getattr(self, field)
            if value is not None and value not in codes.code_list(list_name):
                faults[field] = f"“{value}” is not a choice of {codes.code_list(list_name).title}."
        for area in self.focus_areas:
            if area not in codes.code_list("focus_area"):
                faults["focus_areas"] = f"“{area}” is not a focus area."
            elif strategy.priority_of(area) not in self.priorities:
                faults["focus_areas"] = (
                    f"“{codes.label('focus_area', area)}” belongs to a priority that is not chosen."
                )
        for priority in self.priorities:
            if priority not in codes.code_list("priority"):
                faults["priorities"] = f"“{priority}” is not a priority."
        if faults:
            raise Refused.for_fields(faults)
        return self


@dataclass(frozen=True)
class Session:
    """A stored session."""

    id: str
    details: SessionDetails


@dataclass(frozen=True)
class HeadCount:
    """People who came and were not named: how many, by age band and sex, counted or estimated.

    ``band`` is a band's code or "not_known"; ``sex`` is a code or None where it is not known:
    nobody is asked.
    """

    band: str
    sex: str | None
    count: int
    estimated: bool = False

    def checked(self) -> "HeadCount":
        """This head-count, or a refusal in words."""
        if not 0 <= self.count <= 10_000:
            raise Refused.for_fields({"count": "A head-count is between 0 and 10,000. Check the number."})
        if self.band != age.NOT_KNOWN and self.band not in {band.code for band in age.BANDS}:
            raise Refused.for_fields({"band": f"“{self.band}” is not an age band."})
        if self.sex is not None and not codes.code_list("sex").has_row(self.sex):
            raise Refused.for_fields({"sex": f"“{self.sex}” is not a choice of sex."})
        return self


@dataclass(frozen=True)
class RegisterRow:
    """One person in a register. ``regular`` is somebody enrolled on that day, listed first."""

    person_id: str
    known_as: str
    full_name: str
    age: int | None
    regular: bool
    mark: Mark | None
    note: str = ""


@dataclass(frozen=True)
class Register:
    """A session with everybody who might be marked in it, and the head-counts of those not named."""

    session: Session
    intervention: str
    rows: tuple[RegisterRow, ...]
    head_counts: tuple[HeadCount, ...]

    @property
    def came(self) -> int:
        """How many named people attended."""
        return sum(1 for row in self.rows if row.mark is not None and row.mark.attended)

    @property
    def heads(self) -> int:
        """How many more came without being named."""
        return sum(count.count for count in self.head_counts)


@dataclass(frozen=True)
class SessionLine:
    """One line of a list of sessions."""

    id: str
    held_on: date
    starts_at: time | None
    minutes: int
    kind: str
    place: str
    intervention_id: str
    intervention: str
    status: Status
    came: int
    heads: int
    marked: int
    """How many people have any mark: 0 with status delivered means the register is still to be done."""


@dataclass(frozen=True)
class PersonSession:
    """One session as it stands in a person's record: when, where, and what the register said of them."""

    session_id: str
    held_on: date
    starts_at: time | None
    minutes: int
    kind: str
    place: str
    intervention_id: str
    intervention: str
    status: Status
    mark: Mark | None
    note: str = ""
