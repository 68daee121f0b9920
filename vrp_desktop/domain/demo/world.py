"""The invented provider as a whole: who there is, what took place, what came of it."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from vrp_desktop.domain.assessments import Assessment
from vrp_desktop.domain.demo import journeys, registers
from vrp_desktop.domain.demo.chance import Chance, chance, id_on
from vrp_desktop.domain.demo.concerns import Raised, concerns
from vrp_desktop.domain.demo.families import Linked, families, twice
from vrp_desktop.domain.demo.findings import findings
from vrp_desktop.domain.demo.following import Following, follow
from vrp_desktop.domain.demo.groups import Meeting, begin, lead
from vrp_desktop.domain.demo.measures import measures
from vrp_desktop.domain.demo.papers import Papers, papers
from vrp_desktop.domain.demo.people import invent
from vrp_desktop.domain.demo.programmes import Organisation, Programme, share_out
from vrp_desktop.domain.demo.progress import outcomes
from vrp_desktop.domain.demo.registers import Member
from vrp_desktop.domain.demo.statements import Said, statements
from vrp_desktop.domain.demo.steps import building, steps, with_words
from vrp_desktop.domain.demo.timetable import Held, Span, leave_unfinished, timetable
from vrp_desktop.domain.enrolments import Enrolment
from vrp_desktop.domain.findings import Finding
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.outcomes import Goal, GoalStep, Reading
from vrp_desktop.domain.people import Person
from vrp_desktop.domain.sessions import HeadCount, Mark, Status


@dataclass(frozen=True)
class Marked:
    """One line of a register. ``id`` is the row's."""

    id: str
    session_id: str
    person_id: str
    mark: Mark
    note: str


@dataclass(frozen=True)
class Counted:
    """One head-count of a session. ``id`` is the row's."""

    id: str
    session_id: str
    heads: HeadCount


@dataclass
class World:
    """Everything that a store would hold."""

    interventions: list[Intervention] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    sessions: list[Held] = field(default_factory=list)
    marks: list[Marked] = field(default_factory=list)
    heads: list[Counted] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    measures: list[Assessment] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    steps: list[GoalStep] = field(default_factory=list)
    concerns: list[Raised] = field(default_factory=list)
    families: list[Linked] = field(default_factory=list)
    meeting: Meeting = field(default_factory=Meeting)
    papers: Papers = field(default_factory=Papers)
    following: Following = field(default_factory=Following)
    said: list[Said] = field(default_factory=list)


def imagine(organisation: Organisation, seed: int, people: int, sessions: int, span: Span) -> World:
    """Exactly so many people and sessions, shared out over the organisation's programmes."""
    world = World()
    programmes = organisation.programmes
    of_people = share_out(people, [p.kind.people for p in programmes])
    of_sessions = share_out(sessions, [p.kind.sessions for p in programmes])
    parts = []
    for position, programme in enumerate(programmes):
        luck = chance(seed, programme.details.code, "sessions")
        intervention = Intervention(
            id_on(programme.details.started_on or span.first, luck), programme.details
        )
        world.interventions.append(intervention)
        today_too = position == 0 and not span.tidy
        held = timetable(luck, programme, intervention.id, of_sessions[position], span, today_too)
        if position < 2 and not span.tidy:
            leave_unfinished(held, span, Status.PLANNED if position else Status.DELIVERED)
        parts.append(_Part(world, programme, intervention.id, seed, span, held))
    for part, count in zip(parts, of_people, strict=True):
        part.invent_people(count)
    _join_others(parts, chance(seed, "others"), span)
    _look_at_strengths(world, parts, seed, span)
    if not span.tidy:
        world.meeting = begin(chance(seed, "colleagues"), span)
    for part in parts:
        part.lead_sessions()
        part.do_registers()
    if not span.tidy:
        held_on = {one.session.id: one.on for one in world.sessions}
        came = [(held_on[m.session_id], m.session_id, m.person_id) for m in world.marks if m.mark.attended]
        world.people = twice(chance(seed, "twice"), world.people, world.enrolments, span.today)
        world.families = families(chance(seed, "families"), world.people, span.today)
        world.concerns = concerns(chance(seed, "concerns"), came, span.today)
        world.papers = papers(chance(seed, "papers"), world.people, span.today)
        assigned = world.meeting.assigned
        world.following = follow(chance(seed, "following"), world.enrolments, assigned, span.today)
        world.enrolments = world.following.enrolments
    known = {one.id: one.details for one in world.people}
    for enrolment in world.enrolments:
        luck = chance(seed, enrolment.id, "measures")
        world.measures += measures(luck, enrolment, known[enrolment.person_id], span.today)
    world.said = statements(
        seed, world.interventions, _known_to(world), world.papers.answers, span.first, span.today
    )
    return world


def _known_to(world: World) -> dict[str, list[str]]:
    """By intervention, those with a journey in it."""
    found: dict[str, dict[str, None]] = {}
    for enrolment in world.enrolments:
        found.setdefault(enrolment.intervention_id, {})[enrolment.person_id] = None
    return {intervention_id: list(people) for intervention_id, people in found.items()}


def _look_at_strengths(world: World, parts: "list[_Part]", seed: int, span: Span) -> None:
    """How everybody stood and how it changed, what each goal builds, and the steps to it."""
    theirs: dict[str, dict[str, date]] = {}
    for part in parts:
        for person_id, code, day in part.seen:
            first = theirs.setdefault(person_id, {})
            first[code] = min(day, first.get(code, day))
    for person_id, first in theirs.items():
        world.findings += findings(chance(seed, "findings", person_id), person_id, first, span.today)
    luck = chance(seed, "steps")
    world.goals = [building(luck, goal) for goal in world.goals]
    world.steps = list(steps(luck, world.goals, span.today))
    world.readings = [with_words(luck, one) for one in world.readings]


class _Part:
    """One programme in the world: its people, their journeys, its registers."""

    def __init__(
        self,
        world: World,
        programme: Programme,
        intervention_id: str,
        seed: int,
        span: Span,
        held: list[Held],
    ) -> None:
        self.programme = programme
        self.own: list[tuple[Person, journeys.Journey]] = []
        self.seen: list[tuple[str, str, date]] = []
        """Of whom which strength or need was seen at first, and when."""
        self._world = world
        self._intervention_id = intervention_id
        self._seed = seed
        self._span = span
        self._held = held
        self._slots = 1 + max((one.slot for one in held), default=0)
        self._members: list[Member] = []

    def invent_people(self, count: int) -> None:
        """So many people, spread over time."""
        taught = journeys.classes(self._held) if self.programme.kind.name == "workshop" else []
        for number in range(count):
            luck = chance(self._seed, self.programme.details.code, "person", number)
            lessons = taught[number % len(taught)] if taught else []
            position = 1.0 if number == count - 1 else (number + luck.random()) / count
            self._somebody(luck, number, position, lessons)

    def do_registers(self) -> None:
        """Marks and head-counts of every session, in order of time."""
        luck = chance(self._seed, self.programme.details.code, "registers")
        self._world.sessions += [self._register(luck, one) for one in self._held]

    def lead_sessions(self) -> None:
        """Says who leads each session, and lets regulars meet in groups."""
        if self._world.meeting.workers:
            luck = chance(self._seed, self.programme.details.code, "groups")
            self._held = lead(
                self._world.meeting,
                luck,
                self.programme,
                self._intervention_id,
                self._held,
                self._members,
                self._span,
            )

    def take_part(self, luck: Chance, person: Person, journey: journeys.Journey, slot: int) -> None:
        """Somebody comes; with an enrolment, unless nobody has written one."""
        self._members.append(Member(person.id, journey, slot % self._slots))
        if journey.enrolment is None:
            return
        row_id = id_on(journey.enrolment.referred_on, luck)
        enrolment = Enrolment(row_id, person.id, self._intervention_id, journey.enrolment)
        self._world.enrolments.append(enrolment)
        about = (*journey.seen, *enrolment.details.focus_areas[:1])
        self.seen += [(person.id, code, enrolment.details.referred_on) for code in about]
        years = person.details.age_on(self._span.today)
        goals, readings = outcomes(luck, self.programme, enrolment, years, self._span.today)
        self._world.goals += goals
        self._world.readings += readings

    def _somebody(self, luck: Chance, number: int, position: float, lessons: list[Held]) -> None:
        span = self._span
        starts = min(lessons[0].on, span.today) if lessons else journeys.arrival(luck, position, span)
        details = invent(luck, self.programme, starts)
        unnamed = not details.given_name
        journey = (
            journeys.class_journey(luck, self.programme, lessons, span)
            if lessons
            else journeys.journey(luck, self.programme, starts, span, unnamed)
        )
        if details.approximate_age_on is not None:
            details = replace(details, approximate_age_on=journey.met_on)
        person = Person(id_on(journey.met_on, luck), details.checked(span.today), journey.met_on)
        self._world.people.append(person)
        self.own.append((person, journey))
        slot = lessons[0].slot if lessons else number
        self.take_part(luck, person, journey, slot)
        ended = journey.enrolment and journey.enrolment.ended_on
        if ended and not lessons and luck.random() < 0.08:
            back = ended + timedelta(weeks=luck.randint(6, 9))
            if back <= span.today:
                again = journeys.journey(luck, self.programme, back, span, unnamed)
                if again.enrolment is not None and again.enrolment.referred_on > ended:
                    self.take_part(luck, person, again, slot)

    def _register(self, luck: Chance, one: Held) -> Held:
        """One session's; a session that nobody came to did not take place."""
        details, day = one.session.details, one.on
        if details.status is not Status.DELIVERED or not one.marked:
            return one
        kind = self.programme.kind
        there = [member for member in self._members if member.may_be_marked(day)]
        if kind.session_kind == "one_to_one":
            marks = list(registers.one_to_one(luck, day, there))
        else:
            group = [member for member in there if member.slot == one.slot]
            marks = list(registers.group_marks(luck, kind, group, day))
        heads = registers.heads(luck, kind)
        if not marks and not heads:
            nobody = replace(details, status=Status.CANCELLED, cancel_reason="nobody_came", note="")
            return replace(one, session=replace(one.session, details=nobody), marked=False)
        session_id = one.session.id
        self._world.marks += [
            Marked(id_on(day, luck), session_id, member.person_id, mark, note) for member, mark, note in marks
        ]
        self._world.heads += [Counted(id_on(day, luck), session_id, count) for count in heads]
        return one


def _join_others(parts: list[_Part], luck: Chance, span: Span) -> None:
    """Some people come to a second intervention as well, near where they live."""
    for part in parts:
        for number, (person, journey) in enumerate(part.own):
            years = person.details.age_on(span.today)
            if journey.first is None or years is None or luck.random() > 0.12:
                continue
            fitting = [
                other
                for other in parts
                if other is not part
                and other.programme.kind.name != "workshop"
                and other.programme.kind.ages[0] <= years <= other.programme.kind.ages[1]
            ]
            near = [o for o in fitting if o.programme.home in (None, person.details.district)] or fitting
            starts = journey.met_on + timedelta(days=luck.randint(14, 160))
            if near and starts <= span.today:
                other = luck.choice(near)
                second = journeys.journey(luck, other.programme, starts, span, False)
                other.take_part(luck, person, second, number)
