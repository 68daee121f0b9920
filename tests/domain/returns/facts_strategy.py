"""Random facts of a quarter, such as a store could hold: valid by the rules of the forms."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.instruments import shipped_instruments
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.facts import (
    AssessmentFact,
    ConcernFact,
    EnrolmentFact,
    Facts,
    FindingFact,
    GoalFact,
    HeadsFact,
    MarkFact,
    PersonFact,
    ReadingFact,
    ReferralFact,
    SessionFact,
    TrainedFact,
)
from vrp_desktop.domain.sessions import Mark

QUARTER = Quarter(2026, 2)
T = TypeVar("T")


def code_of(name: str) -> st.SearchStrategy[str]:
    """A code of a list, mostly one of the first three so that people fall together."""
    listed = [c.code for c in codes.code_list(name).codes]
    return st.sampled_from(listed[:3]) | st.sampled_from(listed)


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


def near() -> st.SearchStrategy[date]:
    """A day up to and a little around the quarter, its edges often."""
    edges = [QUARTER.start, QUARTER.end, QUARTER.start - timedelta(1), QUARTER.year_start]
    return st.sampled_from(edges) | st.dates(date(2025, 10, 1), QUARTER.end)


def ages() -> st.SearchStrategy[date]:
    return st.dates(date(1998, 1, 1), date(2026, 12, 31))


@st.composite
def people(draw: st.DrawFn, number: int) -> list[PersonFact]:
    made = st.builds(
        PersonFact,
        id=st.just(""),
        birth_date=maybe(ages()),
        approximate_age=maybe(st.integers(0, 30)),
        approximate_age_on=maybe(near()),
        district=maybe(code_of("home_district")),
        sex=maybe(code_of("sex")),
        ethnicity=maybe(code_of("ethnicity")),
        disability=maybe(code_of("disability")),
        send=maybe(code_of("send")),
        care=maybe(code_of("care")),
        education=maybe(code_of("education")),
    )
    drawn: list[PersonFact] = draw(st.lists(made, min_size=number, max_size=number))
    return [
        PersonFact(f"p{i}", **{n: getattr(p, n) for n in PersonFact.__slots__ if n != "id"})
        for i, p in enumerate(drawn)
    ]


@st.composite
def enrolment(draw: st.DrawFn, number: int, people: Sequence[PersonFact]) -> EnrolmentFact:
    referred = draw(near())
    decision = draw(st.sampled_from([None, "accepted", "accepted", "declined"]))
    decided = started = ended = ending = None
    if decision is not None:
        decided = referred + timedelta(draw(st.integers(0, 60)))
    if decision == "accepted" and draw(st.booleans()):
        started = referred + timedelta(draw(st.integers(0, 90)))
    if started is not None and draw(st.booleans()):
        ended = started + timedelta(draw(st.integers(0, 150)))
        ending = draw(maybe(code_of("ending")))
    return EnrolmentFact(
        id=f"e{number:02}",
        person_id=draw(st.sampled_from(people)).id,
        referred_on=referred,
        referral_source=draw(maybe(code_of("referral_source"))),
        decision=decision,
        decided_on=decided,
        decline_reason=draw(maybe(code_of("decline_reason"))) if decision == "declined" else None,
        started_on=started,
        ended_on=ended,
        ending=ending,
        focus_areas=draw(st.frozensets(code_of("focus_area"), max_size=3)),
    )


@st.composite
def session(draw: st.DrawFn, number: int) -> SessionFact:
    status = draw(st.sampled_from(["delivered", "delivered", "delivered", "cancelled", "planned"]))
    areas = draw(st.frozensets(code_of("focus_area"), max_size=2))
    held_on = draw(st.sampled_from([QUARTER.start, QUARTER.end]) | st.dates(QUARTER.start, QUARTER.end))
    return SessionFact(
        id=f"s{number:02}",
        held_on=held_on,
        minutes=draw(st.integers(1, 300)),
        kind=draw(st.sampled_from(["open_access", "outreach", "training"]) | code_of("session_kind")),
        place=draw(st.sampled_from(["", "Roundhay Park", "roundhay  park", "City Square"])),
        status=status,
        cancel_reason=draw(maybe(code_of("cancel_reason"))) if status == "cancelled" else None,
        priorities=frozenset(area.split(".")[0] for area in areas),
        focus_areas=areas,
        finished_on=draw(maybe(st.integers(-1, 40).map(lambda days: held_on + timedelta(days)))),
    )


@st.composite
def facts(draw: st.DrawFn, most_people: int = 12) -> Facts:
    """Facts of one intervention in QUARTER."""
    persons = draw(people(draw(st.integers(1, most_people))))
    enrolments = [draw(enrolment(i, persons)) for i in range(draw(st.integers(0, most_people)))]
    sessions = [draw(session(i)) for i in range(draw(st.integers(0, 5)))]
    marks = [
        MarkFact(s.id, p.id, mark.value)
        for s in sessions
        for p in persons
        if (mark := draw(st.sampled_from([None, *Mark]))) is not None
    ]
    heads = draw(
        st.lists(
            st.builds(
                HeadsFact,
                session_id=st.sampled_from([s.id for s in sessions]),
                band=st.sampled_from([*(b.code for b in age.BANDS), age.NOT_KNOWN]),
                sex=maybe(code_of("sex")),
                count=st.integers(0, 12),
                estimated=st.booleans(),
            ),
            max_size=4,
        )
        if sessions
        else st.just([])
    )
    findings = [
        FindingFact(
            f"f{number:02}",
            draw(st.sampled_from(persons)).id,
            code := draw(code_of("factor")),
            draw(code_of("strength_standing" if code.startswith("protective") else "need_standing")),
            draw(near()),
        )
        for number in range(draw(st.integers(0, 8)))
    ]
    goals: list[GoalFact] = []
    readings: list[ReadingFact] = []
    for e in enrolments:
        items = [("distance", area) for area in sorted(e.focus_areas)]
        for _ in range(draw(st.integers(0, 2))):
            set_on = draw(near())
            met_on = draw(maybe(st.integers(0, 60)))
            goal = GoalFact(
                f"g{len(goals):02}",
                e.id,
                draw(code_of("focus_area")),
                set_on,
                None if met_on is None else set_on + timedelta(met_on),
            )
            goals.append(goal)
            items.append(("goal", goal.id))
        for instrument, item in items:
            for stage in draw(st.lists(st.sampled_from(["before", "before", "review", "after"]), max_size=4)):
                readings.append(
                    ReadingFact(
                        f"r{len(readings):03}",
                        e.id,
                        instrument,
                        item,
                        stage,
                        draw(near()),
                        draw(st.integers(1, 5)),
                    )
                )
    earlier = draw(
        st.dictionaries(
            st.sampled_from([p.id for p in persons] + ["gone1", "gone2"]),
            st.dates(QUARTER.year_start, QUARTER.start - timedelta(1)),
            max_size=6,
        )
    )
    return Facts(
        tuple(persons),
        tuple(enrolments),
        tuple(sessions),
        tuple(marks),
        tuple(heads),
        tuple(findings),
        tuple(goals),
        tuple(readings),
        tuple(draw(trained(sessions))),
        tuple(draw(assessments(enrolments))),
        tuple(draw(referrals(enrolments))),
        tuple(draw(concerns(persons, sessions))),
        earlier,
    )


@st.composite
def trained(draw: st.DrawFn, sessions: Sequence[SessionFact]) -> list[TrainedFact]:
    """Counts of professionals, mostly at trainings: a line a sector."""
    lines = []
    for s in sessions:
        if s.kind == "training" or draw(st.integers(0, 9)) == 0:
            for sector in draw(st.lists(code_of("sector"), max_size=3, unique=True)):
                confidence = maybe(st.integers(0, 100))
                number = draw(st.integers(0, 12))
                lines.append(TrainedFact(s.id, sector, number, draw(confidence), draw(confidence)))
    return lines


@st.composite
def assessments(draw: st.DrawFn, enrolments: Sequence[EnrolmentFact]) -> list[AssessmentFact]:
    """Measures filled in, mostly the same one by the same people, so that they pair."""
    measures = [one for one in shipped_instruments() if one.scales]
    made: list[AssessmentFact] = []
    for e in enrolments:
        for stage in draw(st.lists(st.sampled_from(["before", "before", "review", "after"]), max_size=5)):
            measure = draw(st.sampled_from(measures[:2]) | st.sampled_from(measures))
            scores = {
                scale.code: draw(
                    st.integers(scale.lowest, scale.highest) | tenths(scale.lowest, scale.highest)
                )
                for scale in measure.scales
                if draw(st.integers(0, 5))
            }
            made.append(
                AssessmentFact(
                    f"a{len(made):03}",
                    e.id,
                    measure.code,
                    draw(st.sampled_from(["1", "1", "1", "2"])),
                    stage,
                    draw(near()),
                    draw(st.sampled_from(["self", "self", "parent"])),
                    scores,
                )
            )
    return made


def tenths(lowest: int, highest: int) -> st.SearchStrategy[float]:
    """A score to one decimal, as one that is made up for what was missing."""
    return st.integers(10 * lowest, 10 * highest).map(lambda number: number / 10)


@st.composite
def referrals(draw: st.DrawFn, enrolments: Sequence[EnrolmentFact]) -> list[ReferralFact]:
    """Referrals on, heard of now and after the quarter."""
    made: list[ReferralFact] = []
    for e in enrolments:
        for _ in range(draw(st.integers(0, 2))):
            day = draw(near())
            uptake = draw(code_of("uptake"))
            heard = None if uptake in ("waiting", "not_known") else day + timedelta(draw(st.integers(0, 60)))
            made.append(
                ReferralFact(f"o{len(made):02}", e.id, draw(code_of("destination")), day, uptake, heard)
            )
    return made


@st.composite
def concerns(
    draw: st.DrawFn, persons: Sequence[PersonFact], sessions: Sequence[SessionFact]
) -> list[ConcernFact]:
    """Concerns about somebody, about nobody named yet, in a session and in none."""
    made = []
    for number in range(draw(st.integers(0, 4))):
        day = draw(near())
        where = draw(maybe(st.sampled_from(sessions))) if sessions else None
        about = draw(maybe(st.sampled_from(persons)))
        after = draw(maybe(st.integers(0, 60)))
        made.append(
            ConcernFact(
                f"c{number}",
                None if about is None else about.id,
                None if where is None else where.id,
                day,
                None if after is None else day + timedelta(after),
            )
        )
    return made
