"""How plans become sessions: made ahead of time, and made anew where what they follow from has changed.

Inside somebody's transaction; who may is for the services.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vrp_desktop.db.queries import closures, plans, sessions
from vrp_desktop.db.queries.plans import Occurrence
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain import bank_holidays
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.plans import AHEAD, CATCHES_UP, Plan, PlanDetails, Turn, turns

PLANNED = Changes.in_(Topic.SESSIONS, Topic.REGISTER, Topic.PLANS)


@dataclass(frozen=True)
class Planned(Saved):
    """``made``: how many sessions were added. ``stayed``: the days of sessions that would have changed or
    gone, and stay as they are because somebody has changed or used them."""

    made: int = 0
    stayed: tuple[date, ...] = ()


def turns_of(tx: Tx, details: PlanDetails, days: Iterable[date]) -> tuple[Turn, ...]:
    """What becomes of these days of a plan, by the closures and bank holidays there are."""
    wanted = tuple(days)
    if not wanted:
        return ()
    span = min(wanted), max(wanted)
    # The calendar of bank holidays takes a moment to load: not for a plan that does not ask for it.
    bank = {} if details.bank_holidays else bank_holidays.between(*span)
    return tuple(turns(details, wanted, closures.between(tx, *span), bank))


def due(tx: Tx, plan: Plan, today: date) -> tuple[date, ...]:
    """The turns of a plan up to its horizon that nothing has been made of yet, whether it rests on them or
    not. A laptop may have lain in a drawer, and its clock may have gone back: what was made stays made."""
    horizon = today + AHEAD
    if plan.made_until is not None and plan.made_until > horizon:
        earliest = plans.earliest(tx, plan.id) or today
        days = plan.days(max(today, earliest), horizon)
        there = {turn.planned_on for turn in plans.occurrences(tx, plan.id, today)}
        return tuple(
            turn.on for turn in turns_of(tx, plan.details, days) if not turn.rests and turn.on not in there
        )
    first = today if plan.made_until is None else max(_day_after(plan.made_until), today - CATCHES_UP)
    return tuple(plan.days(first, horizon))


def keep_up(tx: WriteTx, plan: Plan, today: date) -> int:
    """Makes the sessions that are due; returns how many."""
    wanted = due(tx, plan, today)
    there = {turn.planned_on for turn in plans.occurrences(tx, plan.id, min(wanted))} if wanted else set()
    held = [turn.on for turn in turns_of(tx, plan.details, wanted) if not turn.rests and turn.on not in there]
    _make(tx, plan, held)
    if wanted or plan.made_until is None:
        _made_until(tx, plan, today)
    return len(held)


def rebuild(tx: WriteTx, before: Plan, today: date) -> Planned:
    """Makes the sessions to come of a plan what they should be now. ``before`` is the plan as it was when
    they were made; how it is now stands in the store."""
    after = plans.get(tx, before.id)
    if after is None:
        return Planned(before.id, PLANNED)
    horizon = today + AHEAD
    there = plans.occurrences(tx, before.id, today)
    first = today
    if before.made_until is not None and before.made_until > horizon:
        first = max(today, plans.earliest(tx, before.id) or today)
    wanted = [turn.on for turn in turns_of(tx, after.details, after.days(first, horizon)) if not turn.rests]
    untouched = _untouched(tx, before.details, there)
    stayed = []
    for turn in there:
        if turn.session_id is None:
            continue  # It is skipped, and stays so.
        held = turn.planned_on in wanted
        now = after.details.session_on(turn.planned_on)
        if turn.session_id not in untouched:
            session = sessions.get(tx, turn.session_id)
            if session is not None and not (held and now == before.details.session_on(turn.planned_on)):
                stayed.append(session.details.held_on)
        elif held:
            sessions.change(tx, turn.session_id, now)
        else:
            plans.forget(tx, turn)
            sessions.remove(tx, turn.session_id)
    missing = [day for day in wanted if day not in {turn.planned_on for turn in there}]
    _make(tx, after, missing)
    _made_until(tx, after, today)
    return Planned(before.id, PLANNED, len(missing), tuple(stayed))


def rebuild_all(tx: WriteTx, before: Iterable[Plan], today: date) -> Planned:
    """The same for several plans, like those of a group that ends or all that a closure touches."""
    done = [rebuild(tx, plan, today) for plan in before]
    days = sorted({day for one in done for day in one.stayed})
    return Planned("", PLANNED, sum(one.made for one in done), tuple(days))


def _untouched(tx: Tx, details: PlanDetails, there: Iterable[Occurrence]) -> set[str]:
    """The sessions that are still as the plan made them, and of which nothing was recorded."""
    made = {turn.session_id: turn.planned_on for turn in there if turn.session_id is not None}
    found = set()
    for session_id, day in made.items():
        session = sessions.get(tx, session_id)
        as_made = session is not None and session.details == details.session_on(day)
        if session is not None and as_made and session.finished_on is None:
            found.add(session_id)
    return found - plans.written_in(tx, found)


def _make(tx: WriteTx, plan: Plan, days: Iterable[date]) -> None:
    for day in days:
        plans.note(tx, plan.id, day, sessions.add(tx, plan.details.session_on(day)))


def _made_until(tx: WriteTx, plan: Plan, today: date) -> None:
    horizon = today + AHEAD
    if plan.made_until is None or plan.made_until < horizon:
        plans.made(tx, plan.id, horizon)


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
