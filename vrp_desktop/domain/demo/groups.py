"""Who leads invented sessions, the groups that meet every week, and the plans that make their sessions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time

from vrp_desktop import shipped
from vrp_desktop.domain import school_year, strategy
from vrp_desktop.domain.closures import Closure, ClosureDetails
from vrp_desktop.domain.demo.chance import Chance, id_on
from vrp_desktop.domain.demo.programmes import Programme
from vrp_desktop.domain.demo.registers import Member
from vrp_desktop.domain.demo.timetable import AHEAD, Held, Span
from vrp_desktop.domain.groups import Group, GroupDetails
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.plans import WEEKDAYS, Plan, PlanDetails
from vrp_desktop.domain.sessions import Status
from vrp_desktop.domain.users import User, UserDetails

MOST_SLOTS = 2
"""How many weekly slots of a programme become a group with a plan: a few are enough to look at."""
CALLED = {"club": "open evening", "sports": "training", "group": "circle"}
"""The ways of working with regulars who meet in a group, and what such a group is called."""


@dataclass(frozen=True)
class Joined:
    """One time that somebody belonged to a group. ``id`` is the row's."""

    id: str
    group_id: str
    person_id: str
    joined_on: date
    left_on: date | None


@dataclass(frozen=True)
class Turned:
    """A day on which a plan has its turn, and its session. ``id`` is the row's."""

    id: str
    plan_id: str
    planned_on: date
    session_id: str


@dataclass(frozen=True)
class Assigned:
    """That a worker works in an intervention. ``id`` is the row's."""

    id: str
    user_id: str
    intervention_id: str


@dataclass
class Meeting:
    """What recurs, and who belongs to it."""

    workers: list[User] = field(default_factory=list)
    assigned: list[Assigned] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    joined: list[Joined] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    turned: list[Turned] = field(default_factory=list)


def begin(luck: Chance, span: Span) -> Meeting:
    """The colleagues who lead sessions, and the usual holidays, entered in good time."""
    names = shipped.read_json("demo", "programmes.json")["workers"]
    workers = [User(id_on(span.first, luck), UserDetails(name, frozenset({Role.WORKER}))) for name in names]
    holidays = school_year.usual_from_autumn(school_year.autumn_of(span.today))
    details = [ClosureDetails(one.name, one.first, one.last, schools=True) for one in holidays]
    christmas = next(one for one in holidays if one.first.month == 12)
    details.append(ClosureDetails("Closed over Christmas", christmas.first, christmas.last))
    return Meeting(workers, closures=[Closure(id_on(span.first, luck), one) for one in details])


def lead(
    meeting: Meeting,
    luck: Chance,
    programme: Programme,
    intervention_id: str,
    held: list[Held],
    members: list[Member],
    span: Span,
) -> list[Held]:
    """A programme's sessions with those who lead them, and its first weekly slots made into groups."""
    team = luck.sample(meeting.workers, 2)
    meeting.assigned += [Assigned(id_on(span.first, luck), one.id, intervention_id) for one in team]
    ids = tuple(one.id for one in team)
    found = [_with(one, workers=ids if one.slot < MOST_SLOTS else ids[:1]) for one in held]
    if programme.kind.name not in CALLED:
        return found
    for slot in range(min(MOST_SLOTS, 1 + max((one.slot for one in held), default=-1))):
        own = [one for one in found if one.slot == slot]
        name = f"{WEEKDAYS[_weekday(own)]} {CALLED[programme.kind.name]}"
        taken = name in {other.details.name for other in meeting.groups}
        details = GroupDetails(
            intervention_id, f"{name}, late" if taken else name, closed=programme.kind.name == "group"
        )
        group = Group(id_on(span.first, luck), details.checked())
        plan = _plan(luck, programme, group, own, ids, span)
        meeting.groups.append(group)
        meeting.plans.append(plan)
        meeting.joined += _joined(luck, group.id, [one for one in members if one.slot == slot], span)
        found = [_of_group(one, group, plan, span) if one.slot == slot else one for one in found]
        meeting.turned += [
            Turned(id_on(span.today, luck), plan.id, one.on, one.session.id)
            for one in own
            if _to_come(one, plan, span)
        ]
    return found


def _with(one: Held, workers: tuple[str, ...]) -> Held:
    details = replace(one.session.details, workers=workers)
    return replace(one, session=replace(one.session, details=details))


def _joined(luck: Chance, group_id: str, members: list[Member], span: Span) -> Iterator[Joined]:
    """Whoever comes to the slot and is enrolled, for as long as they are."""
    for member in members:
        journey = member.journey.enrolment
        started = None if journey is None else journey.started_on
        if journey is not None and started is not None and started <= span.today:
            yield Joined(id_on(started, luck), group_id, member.person_id, started, journey.ended_on)


def _plan(
    luck: Chance,
    programme: Programme,
    group: Group,
    held: list[Held],
    workers: tuple[str, ...],
    span: Span,
) -> Plan:
    usual = held[-1].session.details
    areas = programme.details.focus_areas[:2]
    details = PlanDetails(
        group.details.intervention_id,
        held[0].on,
        _weekday(held),
        usual.starts_at or time(18),
        usual.minutes,
        group_id=group.id,
        kind=usual.kind,
        place=usual.place,
        setting=usual.setting,
        term_time=programme.kind.weeks == "term",
        priorities=tuple(dict.fromkeys(strategy.priority_of(area) for area in areas)),
        focus_areas=areas,
        workers=workers,
    )
    return Plan(id_on(span.first, luck), details.checked(), span.today + AHEAD)


def _weekday(held: list[Held]) -> int:
    """The day of the week that most of these are on."""
    return Counter(one.on.weekday() for one in held).most_common(1)[0][0]


def _to_come(one: Held, plan: Plan, span: Span) -> bool:
    planned = one.session.details.status is Status.PLANNED
    return planned and one.on >= span.today and one.on.weekday() == plan.details.weekday


def _of_group(one: Held, group: Group, plan: Plan, span: Span) -> Held:
    """A session of the group; one that is still to come is as the plan makes it."""
    details = (
        plan.details.session_on(one.on)
        if _to_come(one, plan, span)
        else replace(one.session.details, group_id=group.id)
    )
    return replace(one, session=replace(one.session, details=details))
