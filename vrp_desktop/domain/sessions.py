"""A session, its register and its head-counts. "Not marked" is not "absent"."""

from dataclasses import dataclass
from datetime import date, time, timedelta
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
    title: str = ""
    """What a course, a workshop or an event was called."""
    weather: str | None = None
    group_id: str | None = None
    """The group whose regulars stand first in the register; None: everybody enrolled in the intervention."""
    workers: tuple[str, ...] = ()
    """The users who led it, whoever logged it."""

    def checked(self, today: date) -> "SessionDetails":
        """These details, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if self.status is Status.DELIVERED and self.held_on > today:
            faults["held_on"] = (
                f"That day has not come yet: by this computer's date, today is {today.day} {today:%B %Y}. "
                "Check both, or log it as planned."
            )
        if not 1 <= self.minutes <= 24 * 60:
            faults["minutes"] = "A session lasts between 1 minute and 24 hours."
        if self.status is Status.CANCELLED and self.cancel_reason is None:
            faults["cancel_reason"] = "Choose why it did not happen."
        for field, list_name in (
            ("kind", "session_kind"),
            ("setting", "setting"),
            ("cancel_reason", "cancel_reason"),
            ("weather", "weather"),
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
    """A stored session. ``finished_on`` is when somebody said that its register is done, or that it did not
    happen; None while it waits for that."""

    id: str
    details: SessionDetails
    finished_on: date | None = None

    def locks_on(self, grace_days: int) -> date | None:
        """The last day on which it can be changed without a reason; None while it is not finished."""
        return None if self.finished_on is None else self.finished_on + timedelta(days=grace_days)

    def locked(self, grace_days: int, today: date) -> bool:
        """Whether changing it takes a reason: so that what a return has counted does not change unnoticed."""
        last = self.locks_on(grace_days)
        return last is not None and today > last


class Locked(Refused):
    """A finished session whose time to be changed freely is over. A reason opens it again."""


class NobodyCame(Refused):
    """A register that says of nobody that they came: perhaps the session did not happen."""


@dataclass(frozen=True)
class Trained:
    """Professionals trained in a session, of one sector. ``before`` and ``after``: their mean confidence, in
    tenths of a point from 0 to 10, where they were asked."""

    sector: str
    count: int
    before: int | None = None
    after: int | None = None

    def checked(self) -> "Trained":
        """This line, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if self.sector not in codes.code_list("sector"):
            faults["sector"] = f"“{self.sector}” is not a choice of {codes.code_list('sector').title}."
        if not 0 <= self.count <= 10_000:
            faults["count"] = "A number of people is between 0 and 10,000. Check it."
        for field, value in (("before", self.before), ("after", self.after)):
            if value is not None and not 0 <= value <= 100:
                faults[field] = "Confidence is a number from 0 to 10, like 6.5."
        if faults:
            raise Refused.for_fields(faults)
        return self


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
class Remark:
    """What a register says of one person beside the mark. ``excuse`` is why somebody excused did not come;
    ``star`` something to celebrate; ``focus_areas`` what it was about for this person, where that differs
    from the session (empty: as the session)."""

    note: str = ""
    excuse: str | None = None
    star: bool = False
    focus_areas: tuple[str, ...] = ()

    def checked(self) -> "Remark":
        """This remark, or a refusal that names every faulty field at once."""
        faults: dict[str, str] = {}
        if self.excuse is not None and self.excuse not in codes.code_list("excuse"):
            faults["excuse"] = f"“{self.excuse}” is not a choice of {codes.code_list('excuse').title}."
        if any(area not in codes.code_list("focus_area") for area in self.focus_areas):
            faults["focus_areas"] = "Choose among the focus areas of the strategy."
        if faults:
            raise Refused.for_fields(faults)
        return self


def remark_words(remark: Remark) -> str:
    """A remark in one line: "★ Something to celebrate. Excused: Ill. Mum rang"."""
    about = ", ".join(codes.label("focus_area", area) for area in remark.focus_areas)
    parts = (
        "★ Something to celebrate." if remark.star else "",
        f"Excused: {codes.label('excuse', remark.excuse)}." if remark.excuse else "",
        f"About: {about}." if about else "",
        remark.note,
    )
    return " ".join(filter(None, parts))


@dataclass(frozen=True)
class RegisterRow:
    """One person in a register. ``regular`` is a member of its group, or somebody enrolled on that day; they
    are listed first, then who came ``lately`` to sessions like it. ``ended_on``: their journey in the
    intervention was over by then, and since when."""

    person_id: str
    known_as: str
    full_name: str
    age: int | None
    regular: bool
    mark: Mark | None
    remark: Remark = Remark()
    lately: bool = False
    ended_on: date | None = None
    concern: bool = False
    """Whether the one who reads it has raised a safeguarding concern about them in this session."""


@dataclass(frozen=True)
class Register:
    """A session with everybody who might be marked in it, and the head-counts of those not named.

    ``closed``: its group has the same people each time. ``locked``: changing it takes a reason."""

    session: Session
    intervention: str
    rows: tuple[RegisterRow, ...]
    head_counts: tuple[HeadCount, ...]
    trained: tuple[Trained, ...] = ()
    group: str = ""
    closed: bool = False
    locked: bool = False

    @property
    def came(self) -> int:
        """How many named people attended."""
        return sum(1 for row in self.rows if row.mark is not None and row.mark.attended)

    @property
    def heads(self) -> int:
        """How many more came without being named."""
        return sum(count.count for count in self.head_counts)


@dataclass(frozen=True)
class LastTime:
    """What to know of somebody before a session with them: the goals they have not met yet, in their words,
    and what was noted the time before."""

    goals: tuple[str, ...] = ()
    held_on: date | None = None
    note: str = ""


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
    """How many people have any mark."""
    trained: int = 0
    """How many professionals were trained."""
    title: str = ""
    group: str = ""
    workers: tuple[str, ...] = ()
    """The names of the users who led it."""
    finished_on: date | None = None
    """When somebody said that the register is done, or that it did not happen."""


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
    remark: Remark = Remark()
