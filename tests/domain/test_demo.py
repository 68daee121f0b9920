"""The imagined provider: the same for the same seed, and nothing in it that could not have happened."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrp_desktop.domain.assessments import Assessment, clash
from vrp_desktop.domain.demo import World, calendar, imagine
from vrp_desktop.domain.demo.programmes import county, own, share_out
from vrp_desktop.domain.demo.timetable import AHEAD, Span
from vrp_desktop.domain.findings import Kind
from vrp_desktop.domain.instruments import shipped_instruments
from vrp_desktop.domain.merging import Known, likeness
from vrp_desktop.domain.outcomes import Stage
from vrp_desktop.domain.scoring import score
from vrp_desktop.domain.sessions import Status

TODAY = date(2026, 11, 22)
SPAN = Span(date(2026, 1, 1), TODAY)


def world(seed: int = 1, people: int = 120, sessions: int = 240, span: Span = SPAN) -> World:
    return imagine(own(span.first - timedelta(days=365), people), seed, people, sessions, span)


@pytest.fixture(scope="module")
def usual() -> World:
    return world()


def codes(imagined: World) -> dict[str, str]:
    return {one.id: one.code for one in imagined.interventions}


def test_same_seed_and_day_give_the_same_world() -> None:
    assert world(seed=7) == world(seed=7)


def test_another_seed_gives_other_people() -> None:
    one, other = ([p.details for p in world(seed=seed).people] for seed in (1, 2))
    assert sum(a == b for a, b in zip(one, other, strict=True)) < 10


def test_more_sessions_do_not_change_who_the_people_are(usual: World) -> None:
    pupils = {one.id for one in usual.interventions if one.code == "KIR-07"}
    # A pupil comes when the class has its lessons, so only the others are the same.
    taught = {e.person_id for e in usual.enrolments if e.intervention_id in pupils}
    names = [p.details.full_name for p in usual.people if p.id not in taught]
    more = world(sessions=480)
    assert set(names) <= {p.details.full_name for p in more.people}


def test_as_many_people_and_sessions_as_asked_for(usual: World) -> None:
    assert (len(usual.people), len(usual.sessions)) == (120, 240)
    assert len(usual.interventions) == 6


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    people=st.integers(1, 90),
    sessions=st.integers(1, 200),
    today=st.dates(date(2023, 1, 1), date(2031, 12, 31)),
    back=st.integers(0, 400),
)
def test_nothing_that_could_not_have_happened(
    seed: int, people: int, sessions: int, today: date, back: int
) -> None:
    span = Span(today - timedelta(days=back), today)
    imagined = world(seed, people, sessions, span)
    assert (len(imagined.people), len(imagined.sessions)) == (people, sessions)
    check(imagined, span)


def test_nothing_that_could_not_have_happened_in_a_large_world() -> None:
    check(world(people=1500, sessions=3000), SPAN)


def check(imagined: World, span: Span) -> None:
    no_row_twice(imagined)
    held = {one.session.id: one for one in imagined.sessions}
    for one in imagined.sessions:
        details = one.session.details.checked(span.today)
        assert span.first <= one.on <= span.today + AHEAD
        assert (details.cancel_reason is not None) == (details.status is Status.CANCELLED)
        assert details.place
    for person in imagined.people:
        person.details.checked(span.today)
        years = person.details.age_on(span.today)
        assert person.added_on <= span.today
        assert years is None or 8 <= years <= 30
    journeys = defaultdict(list)
    for enrolment in imagined.enrolments:
        enrolment.details.checked(span.today)
        journeys[enrolment.person_id, enrolment.intervention_id].append(enrolment.details)
    for mark in imagined.marks:
        session = held[mark.session_id]
        assert session.session.details.status is Status.DELIVERED
        assert session.on <= span.today
        mine = journeys[mark.person_id, session.session.details.intervention_id]
        assert not mine or any(
            j.started_on and j.started_on <= session.on <= (j.ended_on or span.today) for j in mine
        )
    enrolments = {one.id: one.details for one in imagined.enrolments}
    for goal in imagined.goals:
        goal.details.checked(span.today)
        assert goal.details.set_on >= (enrolments[goal.enrolment_id].started_on or date.max)
    for reading in imagined.readings:
        journey = enrolments[reading.enrolment_id]
        assert reading.instrument.lowest <= reading.value <= reading.instrument.highest
        assert journey.started_on is not None
        assert journey.started_on <= reading.taken_on <= (journey.ended_on or span.today)
    check_measures(imagined, span)


def check_measures(imagined: World, span: Span) -> None:
    """Each could have been filled in by hand: no wrong age, no answer about somebody's safety, in order."""
    known = {one.code: one for one in shipped_instruments()}
    journeys = {one.id: one for one in imagined.enrolments}
    people = {one.id: one.details for one in imagined.people}
    before: list[Assessment] = []
    for one in imagined.measures:
        made, journey = known[one.details.instrument], journeys[one.enrolment_id]
        age = people[journey.person_id].age_on(one.details.taken_on)
        one.details.check_day(journey.details, span.today)
        assert made.why_not(one.details.informant, age) is None
        assert score(made, one.details.answers, age).scores == one.details.scores
        assert not made.worrying(one.details.answers)
        same = [other.details for other in before if other.enrolment_id == one.enrolment_id]
        assert not clash(one.details, same)
        before.append(one)


def no_row_twice(imagined: World) -> None:
    rows: Iterable[Iterable[str]] = (
        (one.id for one in imagined.people),
        (one.id for one in imagined.enrolments),
        (one.session.id for one in imagined.sessions),
        (one.id for one in imagined.marks),
        (one.id for one in imagined.heads),
        (one.id for one in imagined.measures),
        ((one.session_id + one.person_id) for one in imagined.marks),
        ((f"{one.enrolment_id}{one.item}{one.stage}{one.taken_on}") for one in imagined.readings),
    )
    for ids in rows:
        assert max(Counter(ids).values(), default=0) <= 1


def test_nobody_is_enrolled_twice_at_once(usual: World) -> None:
    spans = defaultdict(list)
    for one in usual.enrolments:
        spans[one.person_id, one.intervention_id].append(
            (one.details.referred_on, one.details.ended_on or date.max)
        )
    for periods in spans.values():
        periods.sort()
        assert all(before[1] < after[0] for before, after in pairwise(periods))


def test_what_stands_beside_the_journeys_fits_into_them(usual: World) -> None:
    following, journeys = usual.following, {one.id: one.details for one in usual.enrolments}
    assert following.pauses
    assert following.onward
    for pause in following.pauses:
        others = [one for one in following.pauses if one.enrolment_id == pause.enrolment_id]
        beside = [one for one in others if one.id != pause.id]
        assert pause.details.checked(TODAY, journeys[pause.enrolment_id], beside) == pause.details
    for one in following.onward:
        referred = journeys[one.enrolment_id].referred_on
        assert one.details.checked(TODAY, referred) == one.details
    team = {(one.intervention_id, one.user_id) for one in usual.meeting.assigned}
    workers = {(e.intervention_id, e.details.key_worker_id) for e in usual.enrolments}
    assert {worker for worker in workers if worker[1] is not None} <= team
    dues = [t.details.due_on for t in following.tasks if t.done_on is None and t.details.due_on is not None]
    assert min(dues) < TODAY < max(dues)
    assert any(one.done_on is not None for one in following.tasks)


def test_something_waits_for_somebody(usual: World) -> None:
    past = [one for one in usual.sessions if one.on < TODAY]
    assert any(one.on == TODAY for one in usual.sessions)
    assert any(one.session.details.status is Status.PLANNED for one in past)
    marked = {mark.session_id for mark in usual.marks} | {heads.session_id for heads in usual.heads}
    delivered = [one.session.id for one in past if one.session.details.status is Status.DELIVERED]
    assert any(session_id not in marked for session_id in delivered)


def test_a_closed_quarter_leaves_nothing_waiting() -> None:
    imagined = world(span=Span(date(2026, 4, 1), date(2026, 6, 30), tidy=True))
    marked = {mark.session_id for mark in imagined.marks} | {heads.session_id for heads in imagined.heads}
    for one in imagined.sessions:
        assert one.session.details.status is not Status.PLANNED
        assert (one.session.id in marked) == (one.session.details.status is Status.DELIVERED)


def test_every_way_of_working_and_every_mark_is_there(usual: World) -> None:
    assert {"open_access", "one_to_one", "workshop", "outreach", "group"} <= {
        one.session.details.kind for one in usual.sessions
    }
    assert len({mark.mark for mark in usual.marks}) == 5
    assert {one.heads.estimated for one in usual.heads} == {True, False}
    assert {one.details.decision for one in usual.enrolments} == {None, "accepted", "declined"}
    assert {"completed", "disengaged"} <= {one.details.ending for one in usual.enrolments}


def test_strengths_and_needs_change_over_time_and_goals_have_steps(usual: World) -> None:
    looks = Counter((one.person_id, one.details.code) for one in usual.findings)
    assert len({person_id for person_id, _ in looks}) > 60
    assert max(looks.values()) == 3
    assert sum(number > 1 for number in looks.values()) > 40
    assert {one.details.kind for one in usual.findings} == set(Kind)
    assert {step.goal_id for step in usual.steps} < {goal.id for goal in usual.goals}
    assert {step.details.done_on is None for step in usual.steps} == {True, False}
    assert any(reading.note for reading in usual.readings)


def test_most_answers_are_there_and_some_are_missing(usual: World) -> None:
    for field in ("birth_date", "district", "ethnicity", "disability", "care", "education", "sex"):
        known = sum(getattr(person.details, field) is not None for person in usual.people)
        assert 60 <= known < 120, field
    assert 60 <= sum(bool(person.details.enjoys) for person in usual.people) < 120
    assert any(not person.details.given_name for person in usual.people)


def test_some_measures_are_there_at_the_start_and_at_the_end(usual: World) -> None:
    stages = {(one.details.instrument, one.details.stage) for one in usual.measures}
    assert stages >= {(code, stage) for code in ("ons4", "yp_core") for stage in Stage}


def test_most_people_are_children_or_young_adults(usual: World) -> None:
    ages = [years for p in usual.people if (years := p.details.age_on(TODAY)) is not None]
    assert sum(years < 18 for years in ages) > 70
    assert sum(years > 25 for years in ages) <= 6


def test_one_to_one_is_with_one(usual: World) -> None:
    alone = {one.session.id for one in usual.sessions if one.session.details.kind == "one_to_one"}
    assert max(Counter(m.session_id for m in usual.marks if m.session_id in alone).values()) == 1


def test_schools_are_shut_in_the_holidays(usual: World) -> None:
    lessons = [one.on for one in usual.sessions if one.session.details.kind == "workshop"]
    assert lessons
    assert all(calendar.holiday(day) is None and day.weekday() < 5 for day in lessons)


def test_the_provider_and_the_interventions_are_of_the_strategy(usual: World) -> None:
    assert {one.details.provider for one in usual.interventions} == {"Aire Valley Youth Trust (demo)"}
    assert {"CAL-02", "LEE-03", "KIR-07"} <= set(codes(usual).values())


def test_the_county_covers_the_five_districts_and_no_intervention_twice() -> None:
    organisations = county(date(2025, 4, 1))
    delivered = [p.details for each in organisations for p in each.programmes]
    assert len({d.code for d in delivered}) == len(delivered) == 18
    assert {"bradford", "calderdale", "kirklees", "leeds", "wakefield"} <= {
        district for d in delivered for district in d.districts
    }
    assert all("(demo)" in each.name for each in organisations)


@pytest.mark.parametrize(
    ("day", "shut"),
    [
        (date(2026, 2, 18), True),
        (date(2026, 4, 3), True),
        (date(2026, 5, 28), True),
        (date(2026, 8, 10), True),
        (date(2026, 10, 28), True),
        (date(2026, 12, 25), True),
        (date(2027, 1, 2), True),
        (date(2026, 11, 18), False),
        (date(2026, 6, 10), False),
    ],
)
def test_school_holidays(day: date, shut: bool) -> None:
    assert (calendar.holiday(day) is not None) == shut


@given(st.integers(0, 500), st.lists(st.floats(0.01, 10), min_size=1, max_size=8))
def test_shares_add_up(total: int, weights: list[float]) -> None:
    parts = share_out(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part - total * weight / sum(weights)) <= 1 for part, weight in zip(parts, weights, strict=True)
    )


def test_a_third_have_their_family_written_down_and_it_is_whole(usual: World) -> None:
    who = {one.id: one for one in usual.people}
    assert len({one.person_id for one in usual.families}) >= len(who) / 3
    for one in usual.families:
        assert one.details.checked(TODAY)
        assert one.person_id != one.other_id
        assert one.other_id is None or one.other_id in who
        if one.details.contact:
            assert one.details.contact.startswith("07700 900"), "a number that is kept for stories"


def test_brothers_and_sisters_who_both_come_are_linked() -> None:
    large = world(people=600, sessions=300)
    who = {one.id: one.details for one in large.people}
    siblings = [one for one in large.families if one.other_id is not None]
    assert len(siblings) > 5
    for one in siblings:
        first, second = who[one.person_id], who[str(one.other_id)]
        assert first.family_name == second.family_name


def test_two_people_stand_there_twice_and_are_found(usual: World) -> None:
    journeys = defaultdict(set)
    for one in usual.enrolments:
        journeys[one.person_id].add(one.intervention_id)
    known = [Known(one.id, one.details, frozenset(journeys[one.id])) for one in usual.people]
    nicknames = [one for one in known if not one.details.given_name]
    found = [
        one
        for one in nicknames
        if any(
            (like := likeness(one, other, TODAY)) is not None and like.reasons[0] == "The same name"
            for other in known
            if other.details.given_name
        )
    ]
    assert len(found) >= 2
