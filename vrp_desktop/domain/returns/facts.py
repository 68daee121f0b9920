"""What one intervention's return is counted from: plain rows, narrow, with nobody's name in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from vrp_desktop.domain import age


@dataclass(frozen=True, slots=True)
class PersonFact:
    """Somebody enrolled in the intervention or marked in one of its sessions: age and equality answers."""

    id: str
    birth_date: date | None = None
    approximate_age: int | None = None
    approximate_age_on: date | None = None
    district: str | None = None
    sex: str | None = None
    ethnicity: str | None = None
    disability: str | None = None
    send: str | None = None
    care: str | None = None
    education: str | None = None

    def band_on(self, day: date) -> str:
        """The age band on a day; a birth date after that day is a slip, and the age then not known."""
        if self.birth_date is not None:
            years = age.age_on(self.birth_date, day)
            return age.band_of(years if years >= 0 else None)
        if self.approximate_age is not None and self.approximate_age_on is not None:
            return age.band_of(age.age_from_estimate(self.approximate_age, self.approximate_age_on, day))
        return age.NOT_KNOWN


@dataclass(frozen=True, slots=True)
class EnrolmentFact:
    """A journey in the intervention that was referred by the quarter's last day."""

    id: str
    person_id: str
    referred_on: date
    referral_source: str | None = None
    decision: str | None = None
    decided_on: date | None = None
    decline_reason: str | None = None
    started_on: date | None = None
    ended_on: date | None = None
    ending: str | None = None
    focus_areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SessionFact:
    """A session of the intervention dated in the quarter, whatever became of it."""

    id: str
    held_on: date
    minutes: int = 60
    kind: str = "group"
    place: str = ""
    status: str = "delivered"
    cancel_reason: str | None = None
    finished_on: date | None = None
    priorities: frozenset[str] = frozenset()
    focus_areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MarkFact:
    """One person's mark in one session of the quarter. Nobody unmarked is here."""

    session_id: str
    person_id: str
    mark: str


@dataclass(frozen=True, slots=True)
class HeadsFact:
    """People not named at one session of the quarter, by age band and sex."""

    session_id: str
    band: str
    sex: str | None
    count: int
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class TrainedFact:
    """Professionals of one sector trained in one session of the quarter. ``before`` and ``after``: their mean
    confidence, in tenths of a point from 0 to 10, where they were asked."""

    session_id: str
    sector: str
    count: int
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class FindingFact:
    """How a protective or risk factor of a person stood on a day up to the quarter's last."""

    id: str
    person_id: str
    code: str
    standing: str
    seen_on: date


@dataclass(frozen=True, slots=True)
class GoalFact:
    """A goal of an enrolment, without its words."""

    id: str
    enrolment_id: str
    focus_area: str
    set_on: date
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReadingFact:
    """A reading taken by the quarter's last day. ``item`` is a goal's id or a focus area's code."""

    id: str
    enrolment_id: str
    instrument: str
    item: str
    stage: str
    taken_on: date
    value: int


@dataclass(frozen=True, slots=True)
class AssessmentFact:
    """A shipped measure filled in by the quarter's last day: its scores by scale, without the answers."""

    id: str
    enrolment_id: str
    instrument: str
    version: str
    stage: str
    taken_on: date
    informant: str = "self"
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReferralFact:
    """A referral on to another service, dated in the quarter."""

    id: str
    enrolment_id: str
    destination: str
    referred_on: date
    uptake: str = "waiting"
    uptake_on: date | None = None


@dataclass(frozen=True, slots=True)
class ConcernFact:
    """That there is a concern about something seen in the quarter, and nothing of what it says: one of a
    session of the intervention, or, without a session, about somebody with a journey in it. ``referred_on``:
    when it was referred to children's social care."""

    id: str
    person_id: str | None
    session_id: str | None
    seen_on: date
    referred_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """One intervention up to the last day of one quarter, all read at the same moment.

    ``supported_earlier`` is, for everybody who attended a delivered session between 1 April and the day
    before the quarter, the first such day: all that the year to date and the age bands need of it.
    """

    people: tuple[PersonFact, ...] = ()
    enrolments: tuple[EnrolmentFact, ...] = ()
    sessions: tuple[SessionFact, ...] = ()
    marks: tuple[MarkFact, ...] = ()
    heads: tuple[HeadsFact, ...] = ()
    findings: tuple[FindingFact, ...] = ()
    goals: tuple[GoalFact, ...] = ()
    readings: tuple[ReadingFact, ...] = ()
    trained: tuple[TrainedFact, ...] = ()
    assessments: tuple[AssessmentFact, ...] = ()
    referrals: tuple[ReferralFact, ...] = ()
    concerns: tuple[ConcernFact, ...] = ()
    supported_earlier: Mapping[str, date] = field(default_factory=dict)

    @cached_property
    def registered(self) -> frozenset[str]:
        """The sessions at which somebody is marked or counted."""
        marked = {mark.session_id for mark in self.marks}
        counted = {heads.session_id for heads in self.heads}
        return frozenset(marked | counted | {line.session_id for line in self.trained})
