"""Plans make their sessions by themselves, once; what somebody has touched stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.builders import TODAY, Clock, a_session, an_intervention, days, enrolled
from vrp_desktop.db.models import PROVIDER
from vrp_desktop.domain.closures import ClosureDetails
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.groups import GroupDetails
from vrp_desktop.domain.plans import PlanDetails
from vrp_desktop.domain.sessions import Mark, SessionLine, Status
from vrp_desktop.services.provider import Provider

# Today is Sunday, 22 November 2026.
TUESDAYS = [date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15), date(2026, 12, 22)]
TUESDAYS += [date(2026, 12, 29)]
CHRISTMAS = ClosureDetails("Christmas holidays", date(2026, 12, 21), date(2027, 1, 3), schools=True)
YEARS = timedelta(days=800)


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


def a_plan(boxing: str, **fields: Any) -> PlanDetails:
    usual = PlanDetails(boxing, TODAY, 1, time(18), place="Northside Hall", bank_holidays=True)
    return replace(usual, **fields)


def made(provider: Provider, since: date = TODAY) -> list[SessionLine]:
    """Every session since a day, in order of time."""
    return sorted(provider.sessions.between(since, since + 3 * YEARS), key=lambda line: line.held_on)


def on(provider: Provider, since: date = TODAY) -> list[date]:
    return [line.held_on for line in made(provider, since)]


def rows(provider: Provider, table: str) -> int:
    with provider.workspace.store.reading() as tx:
        return int(tx.scalar(select(func.count()).select_from(PROVIDER.tables[table])) or 0)


def test_a_plan_makes_its_sessions_six_weeks_ahead(provider: Provider, boxing: str) -> None:
    group = provider.groups.add(GroupDetails(boxing, "Tuesday boxing")).id
    me = provider.workspace.actor.id
    saved = provider.plans.add(
        a_plan(boxing, group_id=group, workers=(me,), priorities=("community",), setting="community")
    )
    assert (saved.made, on(provider)) == (6, TUESDAYS)
    line = made(provider)[0]
    assert (line.status, line.group, line.workers) == (Status.PLANNED, "Tuesday boxing", ("Sam Okafor",))
    details = provider.sessions.get(line.id).details
    assert (details.starts_at, details.minutes, details.place) == (time(18), 120, "Northside Hall")
    assert (details.group_id, details.priorities, details.setting) == (group, ("community",), "community")
    (plan,) = provider.plans.all()
    assert (plan.name, plan.group, plan.next_on, plan.ended) == (
        "Tuesday boxing",
        "Tuesday boxing",
        TUESDAYS[0],
        False,
    )


def test_keeping_up_makes_what_is_due_and_nothing_twice(
    provider: Provider, boxing: str, clock: Clock
) -> None:
    provider.plans.add(a_plan(boxing))
    journal = rows(provider, "journal")
    assert provider.plans.keep_up().made == 0
    assert rows(provider, "journal") == journal, "nothing was due, so nothing was written"
    clock.go(days=7)
    assert provider.plans.keep_up().made == 1
    assert provider.plans.keep_up().made == 0
    other = Provider(provider.workspace)  # somebody else signs in after it
    assert other.plans.keep_up().made == 0
    assert on(provider) == [*TUESDAYS, date(2027, 1, 5)]


def test_what_became_due_in_a_drawer_is_made_up_to_a_quarter_back(
    provider: Provider, boxing: str, clock: Clock
) -> None:
    provider.plans.add(a_plan(boxing))
    clock.go(weeks=10)
    assert provider.plans.keep_up().made == 10
    found = on(provider)
    assert len(found) == len(set(found)) == 16
    assert all(after - before == timedelta(days=7) for before, after in pairwise(found))
    clock.go(days=3 * 365)
    assert provider.plans.keep_up().made == 13 + 6, "three years in a drawer are a quarter to look through"


def test_a_clock_that_went_back_makes_nothing_twice_and_deletes_nothing(
    provider: Provider, boxing: str, clock: Clock
) -> None:
    provider.plans.add(a_plan(boxing, first_on=days(-800)))
    before = made(provider, TODAY - YEARS)
    clock.go(days=-365)
    assert provider.plans.keep_up().made == 0
    assert made(provider, TODAY - YEARS) == before
    clock.go(days=365)
    assert provider.plans.keep_up().made == 0
    assert made(provider, TODAY - YEARS) == before


def test_a_clock_that_was_years_ahead_for_a_day_does_not_stop_a_plan(
    provider: Provider, boxing: str, clock: Clock
) -> None:
    provider.plans.add(a_plan(boxing))
    clock.go(days=10 * 364)
    provider.plans.keep_up()
    clock.go(days=-10 * 364)
    assert provider.plans.keep_up().made == 0
    clock.go(days=7)
    assert provider.plans.keep_up().made == 1
    assert provider.plans.keep_up().made == 0
    assert on(provider)[:7] == [*TUESDAYS, date(2027, 1, 5)]


def test_a_plan_that_began_long_ago_makes_nothing_of_the_past(provider: Provider, boxing: str) -> None:
    provider.plans.add(a_plan(boxing, first_on=days(-800)))
    assert on(provider, TODAY - YEARS) == TUESDAYS
    with pytest.raises(Refused) as refused:
        provider.plans.add(a_plan(boxing, first_on=days(-800), last_on=days(-1)))
    assert refused.value.fields.keys() == {"last_on"}


def test_term_time_and_bank_holidays_are_left_out(provider: Provider, boxing: str) -> None:
    provider.closures.add(CHRISTMAS)
    provider.plans.add(a_plan(boxing, term_time=True))
    assert on(provider) == TUESDAYS[:4]
    provider.plans.add(a_plan(boxing, weekday=4, bank_holidays=False, starts_at=time(10)))
    fridays = [line.held_on for line in made(provider) if line.starts_at == time(10)]
    assert date(2026, 12, 18) in fridays
    assert date(2026, 12, 25) not in fridays
    assert date(2027, 1, 1) not in fridays


def test_a_closure_takes_sessions_away_and_gives_them_back(provider: Provider, boxing: str) -> None:
    provider.plans.add(a_plan(boxing))
    shut = provider.closures.add(ClosureDetails("The boiler", TUESDAYS[1], TUESDAYS[2]))
    assert on(provider) == [TUESDAYS[0], *TUESDAYS[3:]]
    (plan,) = provider.plans.all()
    rests = [one for one in provider.plans.coming([plan.id]) if one.rests]
    assert [(one.planned_on, one.rests) for one in rests] == [(day, "The boiler") for day in TUESDAYS[1:3]]
    (closure,) = provider.closures.all()
    provider.closures.change(closure.id, replace(closure.details, last_on=TUESDAYS[1]))
    assert on(provider) == [TUESDAYS[0], *TUESDAYS[2:]]
    provider.closures.remove(closure.id)
    assert on(provider) == TUESDAYS
    assert shut.stayed == ()


def test_a_closure_over_everything_leaves_what_somebody_touched(provider: Provider, boxing: str) -> None:
    provider.plans.add(a_plan(boxing))
    session = made(provider)[2]
    provider.sessions.change(
        session.id, replace(provider.sessions.get(session.id).details, note="Bring the gloves")
    )
    saved = provider.closures.add(ClosureDetails("Closed for good", days(-1), days(360)))
    assert on(provider) == [TUESDAYS[2]]
    assert saved.stayed == (TUESDAYS[2],)
    assert [turn.rests for turn in provider.plans.preview(a_plan(boxing))] == ["Closed for good"] * 12


def touched_by_a_note(provider: Provider, session_id: str) -> None:
    details = provider.sessions.get(session_id).details
    provider.sessions.change(session_id, replace(details, note="Bring the gloves"))


def touched_by_a_mark(provider: Provider, session_id: str) -> None:
    (ana,) = enrolled(provider, provider.sessions.get(session_id).details.intervention_id, "Ana")
    provider.registers.mark(session_id, ana, Mark.EXCUSED)


def touched_by_a_move(provider: Provider, session_id: str) -> None:
    provider.plans.move(session_id, TUESDAYS[1] + timedelta(days=1), time(19), "The park")


def touched_by_cancelling(provider: Provider, session_id: str) -> None:
    provider.sessions.cancel(session_id, "staff")


def touched_by_a_draft(provider: Provider, session_id: str) -> None:
    provider.drafts.keep("log", session_id, {"0": {"place": "The par"}})


@pytest.mark.parametrize(
    "touch",
    [touched_by_a_note, touched_by_a_mark, touched_by_a_move, touched_by_cancelling, touched_by_a_draft],
)
def test_another_weekday_moves_only_what_nobody_has_touched(
    provider: Provider, boxing: str, touch: Callable[[Provider, str], None]
) -> None:
    plan = provider.plans.add(a_plan(boxing)).id
    second = made(provider)[1]
    touch(provider, second.id)
    stands = provider.sessions.get(second.id)
    saved = provider.plans.change(plan, a_plan(boxing, weekday=3))
    assert saved.stayed == (stands.details.held_on,)
    assert provider.sessions.get(second.id) == stands
    thursdays = [day + timedelta(days=2) for day in TUESDAYS]
    assert sorted([*thursdays, stands.details.held_on]) == on(provider)
    assert saved.made == 6


def test_another_place_is_put_into_the_sessions_to_come(
    provider: Provider, boxing: str, clock: Clock
) -> None:
    plan = provider.plans.add(a_plan(boxing)).id
    clock.go(days=5)  # a Friday: the first Tuesday is over
    first, *others = (line.id for line in made(provider))
    provider.plans.change(plan, a_plan(boxing, place="The park", starts_at=time(17)))
    assert [(line.id, line.place) for line in made(provider)][:6] == [
        (first, "Northside Hall"),
        *((other, "The park") for other in others),
    ]
    assert rows(provider, "occurrence") == rows(provider, "session")


def test_an_end_takes_away_what_comes_after_it(provider: Provider, boxing: str, clock: Clock) -> None:
    plan = provider.plans.add(a_plan(boxing)).id
    provider.plans.end(plan, TUESDAYS[1])
    assert on(provider) == TUESDAYS[:2]
    clock.go(weeks=5)
    assert provider.plans.keep_up().made == 0
    (line,) = provider.plans.all()
    assert (line.ended, line.next_on) == (True, None)


def test_nothing_after_the_end_of_a_group_or_an_intervention(provider: Provider, boxing: str) -> None:
    group = provider.groups.add(GroupDetails(boxing, "Tuesday boxing")).id
    provider.plans.add(a_plan(boxing, group_id=group))
    provider.groups.end(group, TUESDAYS[2])
    assert on(provider) == TUESDAYS[:3]
    details = provider.interventions.get(boxing).details
    provider.interventions.change(boxing, replace(details, ended_on=TUESDAYS[0]))
    assert on(provider) == TUESDAYS[:1]
    provider.interventions.change(boxing, replace(details, ended_on=TUESDAYS[1]))
    assert on(provider) == TUESDAYS[:2]
    assert provider.plans.keep_up().made == 0


def test_a_skipped_turn_is_neither_planned_nor_cancelled(
    provider: Provider, boxing: str, clock: Clock
) -> None:
    plan = provider.plans.add(a_plan(boxing)).id
    provider.plans.skip(made(provider)[1].id)
    assert on(provider) == [TUESDAYS[0], *TUESDAYS[2:]]
    provider.plans.change(plan, a_plan(boxing, place="The park"))
    clock.go(days=1)
    provider.plans.keep_up()
    assert TUESDAYS[1] not in on(provider), "it stays skipped"
    (skipped,) = (one for one in provider.plans.coming([plan]) if one.skipped)
    assert skipped.planned_on == TUESDAYS[1]
    session = provider.plans.hold(plan, TUESDAYS[1]).id
    assert provider.sessions.get(session).details.place == "The park"
    assert on(provider) == TUESDAYS
    with pytest.raises(Refused, match="planned already"):
        provider.plans.hold(plan, TUESDAYS[1])


def test_a_skip_can_be_taken_back_in_the_journal(provider: Provider, boxing: str) -> None:
    provider.plans.add(a_plan(boxing))
    provider.plans.skip(made(provider)[1].id)
    change = provider.audit.read()[0].change
    provider.audit.undo(change)
    assert on(provider) == TUESDAYS


def test_what_is_recorded_cannot_be_skipped(provider: Provider, boxing: str) -> None:
    provider.plans.add(a_plan(boxing))
    first, second, third, *_ = (line.id for line in made(provider))
    touched_by_a_mark(provider, first)
    touched_by_a_note(provider, second)
    touched_by_cancelling(provider, third)
    by_hand = provider.sessions.log(a_session(boxing)).id
    for session in (first, second, third):
        with pytest.raises(Refused, match="recorded already"):
            provider.plans.skip(session)
    with pytest.raises(Refused, match="No plan made"):
        provider.plans.skip(by_hand)


def test_a_moved_session_stays_moved_and_its_turn_is_not_made_again(
    provider: Provider, boxing: str, clock: Clock
) -> None:
    plan = provider.plans.add(a_plan(boxing)).id
    moved = made(provider)[1].id
    provider.plans.move(moved, TUESDAYS[1] + timedelta(days=2), time(19), " The park ")
    clock.go(days=1)
    provider.plans.keep_up()
    assert TUESDAYS[1] not in on(provider)
    details = provider.sessions.get(moved).details
    assert (details.held_on, details.starts_at, details.place) == (date(2026, 12, 3), time(19), "The park")
    (one,) = (one for one in provider.plans.coming([plan]) if one.moved)
    assert one.planned_on == TUESDAYS[1]
    provider.sessions.cancel(moved, "venue")
    with pytest.raises(Refused, match="still planned"):
        provider.plans.move(moved, TUESDAYS[2], time(19), "")


def test_what_a_plan_would_make_is_told_before_it_is_added(provider: Provider, boxing: str) -> None:
    provider.closures.add(CHRISTMAS)
    told = provider.plans.preview(a_plan(boxing, first_on=TUESDAYS[2], term_time=True))
    assert [(turn.on, turn.rests) for turn in told] == [
        *((day, "") for day in TUESDAYS[2:4]),
        *((day, "Christmas holidays") for day in TUESDAYS[4:]),
        (date(2027, 1, 5), ""),
        (date(2027, 1, 12), ""),
    ]
    assert made(provider) == []


def test_a_plan_is_of_a_group_of_its_intervention_and_led_by_known_people(
    provider: Provider, boxing: str
) -> None:
    art = provider.interventions.add(an_intervention("ART-1", name="Art Room")).id
    group = provider.groups.add(GroupDetails(art, "Painters")).id
    for fields, faulty in (
        ({"group_id": group}, {"group_id"}),
        ({"workers": ("nobody",)}, {"workers"}),
        ({"weekday": 9}, {"weekday"}),
    ):
        with pytest.raises(Refused) as refused:
            provider.plans.add(a_plan(boxing, **fields))
        assert refused.value.fields.keys() == faulty
    assert rows(provider, "plan") == 0


def test_a_plan_over_midnight_is_of_the_evening(provider: Provider, boxing: str) -> None:
    provider.plans.add(a_plan(boxing, starts_at=time(23, 30), minutes=90))
    assert on(provider) == TUESDAYS


def test_the_usual_holidays_are_a_proposal_without_those_there(provider: Provider) -> None:
    proposed = provider.closures.usual(2026)
    assert [one.name for one in proposed][:2] == ["October half term", "Christmas holidays"]
    assert len(proposed) == 6
    assert all(one.schools for one in proposed)
    provider.closures.add(*proposed[:2])
    assert provider.closures.usual(2026) == proposed[2:]
    assert provider.closures.usual() == provider.closures.usual(2026)
    with pytest.raises(Refused, match="at least one"):
        provider.closures.add()
    with pytest.raises(Refused) as refused:
        provider.closures.add(replace(CHRISTMAS, name=""))
    assert refused.value.fields.keys() == {"name"}
    assert [one.details for one in provider.closures.all()] == list(proposed[:2])
