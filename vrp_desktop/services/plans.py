"""Plans: what recurs, and the sessions it makes by itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from itertools import islice

from vrp_desktop.db.queries import groups, plans
from vrp_desktop.db.queries import interventions as intervention_queries
from vrp_desktop.db.queries import sessions as session_queries
from vrp_desktop.db.queries import users as user_queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.changes import Changes, Saved
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.plans import AHEAD, CATCHES_UP, Coming, Plan, PlanDetails, PlanLine, Turn
from vrp_desktop.domain.sessions import Status
from vrp_desktop.services import planning
from vrp_desktop.services.planning import PLANNED, Planned
from vrp_desktop.services.service import found
from vrp_desktop.services.session_service import LOGGED, SessionService

_TOLD_OF = 4
"""How many of the sessions that a plan will make are told of in advance."""


class Plans(SessionService):
    """What recurs in one's own interventions. A change makes anew those sessions to come that nobody has
    touched; the others stay, and the answer says which."""

    def all(self) -> tuple[PlanLine, ...]:
        """Every plan with the day of its next session: the next first, those that have ended last."""
        with self._reading(Action.READ_RECORDS) as tx:
            names = {one.id: one.name for one in intervention_queries.every(tx)}
            users = {user.id: user.name for user in user_queries.every(tx)}
            called = {line.id: line.details.name for line in groups.lines(tx, self._today)}
            coming = plans.next_days(tx, self._today)
            lines = []
            for plan in plans.every(tx, self._scope):
                details = plan.details
                ends = [day for day in (details.last_on, plan.until) if day is not None]
                lines.append(
                    PlanLine(
                        plan.id,
                        details,
                        names.get(details.intervention_id, ""),
                        called.get(details.group_id or "", ""),
                        tuple(users[user_id] for user_id in details.workers if user_id in users),
                        coming.get(plan.id),
                        bool(ends) and min(ends) < self._today,
                    )
                )
        return tuple(sorted(lines, key=lambda one: (one.ended, one.next_on or date.max, one.name, one.id)))

    def get(self, plan_id: str) -> PlanDetails:
        """One plan. Refused if it does not exist."""
        with self._reading(Action.READ_RECORDS) as tx:
            return self._own_plan(tx, plan_id).details

    def preview(self, details: PlanDetails) -> tuple[Turn, ...]:
        """What a plan with these details would make: its next turns, four sessions at the most, and where it
        rests between them. Refused where a field is faulty."""
        with self._reading(Action.READ_RECORDS) as tx:
            tidy = self._checked(tx, details)
            ends = intervention_queries.get(tx, details.intervention_id)
            plan = Plan("", tidy, until=None if ends is None else ends.details.ended_on)
            first = max(self._today, tidy.first_on)
            coming = planning.turns_of(tx, tidy, islice(plan.days(first, first + CATCHES_UP), 3 * _TOLD_OF))
        held = [turn.on for turn in coming if not turn.rests][:_TOLD_OF]
        last = held[-1] if len(held) == _TOLD_OF else date.max
        return tuple(turn for turn in coming if turn.on <= last)

    def coming(self, plan_ids: Iterable[str]) -> tuple[Coming, ...]:
        """What becomes of the turns of these plans from today until six weeks from now, in order of time."""
        coming: list[Coming] = []
        with self._reading(Action.READ_RECORDS) as tx:
            for plan_id in plan_ids:
                coming += self._coming(tx, self._own_plan(tx, plan_id))
        return tuple(sorted(coming, key=_when))

    def add(self, details: PlanDetails) -> Planned:
        """Adds a plan, and makes its sessions of the next six weeks. Refused where a field is faulty."""
        with self._writing(Action.RECORD) as tx:
            tidy = self._checked(tx, details)
            if tidy.last_on is not None and tidy.last_on < self._today:
                raise Refused.for_fields({"last_on": "That day is over, so it would make no session."})
            plan = found(plans.get(tx, plans.add(tx, tidy)), "plan")
            return Planned(plan.id, PLANNED, planning.keep_up(tx, plan, self._today))

    def change(self, plan_id: str, details: PlanDetails) -> Planned:
        """Rewrites it from today on; what it has made for earlier days stays. It stays in its intervention.
        Refused where a field is faulty."""
        with self._writing(Action.RECORD) as tx:
            before = self._own_plan(tx, plan_id)
            kept = replace(details, intervention_id=before.details.intervention_id)
            plans.change(tx, plan_id, self._checked(tx, kept))
            return planning.rebuild(tx, before, self._today)

    def end(self, plan_id: str, last_on: date | None = None) -> Planned:
        """It makes no session after a day; today, where none is given. One that ends before it began makes
        none at all any more."""
        details = self.get(plan_id)
        return self.change(plan_id, replace(details, last_on=max(last_on or self._today, details.first_on)))

    def keep_up(self) -> Planned:
        """Makes the sessions of every plan up to six weeks ahead, and those that became due while nobody
        opened the store: what the program does by itself. Cheap, and no write, where nothing is due."""
        with self._reading(Action.RECORD) as tx:
            waiting = [plan.id for plan in plans.every(tx) if planning.due(tx, plan, self._today)]
        if not waiting:
            return Planned("", Changes.in_())
        with self._writing(Action.RECORD) as tx:
            # Read again: somebody else may have been quicker.
            due = [plan for plan in plans.every(tx) if plan.id in set(waiting)]
            made = sum(planning.keep_up(tx, plan, self._today) for plan in due)
        return Planned("", PLANNED if made else Changes.in_(), made)

    def skip(self, session_id: str) -> Saved:
        """Leaves a turn out: there is no session on that day, planned or cancelled. Refused where no plan
        made the session, or something of it was recorded."""
        with self._writing(Action.RECORD) as tx:
            details = self._open(tx, session_id).details
            turn = plans.of_session(tx, session_id)
            if turn is None:
                raise Refused("No plan made this session. Say that it did not happen, and why.")
            if details.status is not Status.PLANNED or details.note or plans.written_in(tx, (session_id,)):
                raise Refused(
                    "Something of this session is recorded already, so it cannot be left out. Say that it "
                    "did not happen, and why."
                )
            plans.tie(tx, turn, None)
            session_queries.remove(tx, session_id)
            return Saved(turn.plan_id, PLANNED)

    def hold(self, plan_id: str, day: date) -> Saved:
        """Takes a skip back: the session of that turn is planned after all. ``Saved.id`` is the session's."""
        with self._writing(Action.RECORD) as tx:
            plan = self._own_plan(tx, plan_id)
            turn = found(plans.on(tx, plan_id, day), "turn")
            if turn.session_id is not None:
                raise Refused("That session is planned already.")
            session_id = session_queries.add(tx, plan.details.session_on(day))
            plans.tie(tx, turn, session_id)
            return Saved(session_id, PLANNED)

    def move(self, session_id: str, held_on: date, starts_at: time | None, place: str) -> Saved:
        """Moves a session that is still planned to another day, time or place; the plan goes on as it was.
        Refused where a field is faulty."""
        with self._writing(Action.RECORD) as tx:
            session = self._open(tx, session_id)
            if session.details.status is not Status.PLANNED:
                raise Refused("Only a session that is still planned can be moved. Correct it instead.")
            moved = replace(session.details, held_on=held_on, starts_at=starts_at, place=place.strip())
            session_queries.change(tx, session_id, moved.checked(self._today))
            return Saved(session_id, LOGGED)

    def _own_plan(self, tx: Tx, plan_id: str) -> Plan:
        plan = found(plans.get(tx, plan_id), "plan")
        self._deliver(tx, plan.details.intervention_id)
        return plan

    def _checked(self, tx: Tx, details: PlanDetails) -> PlanDetails:
        found(intervention_queries.get(tx, details.intervention_id), "intervention")
        self._deliver(tx, details.intervention_id)
        if details.group_id is not None:
            group = found(groups.get(tx, details.group_id), "group")
            if group.details.intervention_id != details.intervention_id:
                raise Refused.for_fields({"group_id": "That group belongs to another intervention."})
        if not set(details.workers) <= {user.id for user in user_queries.every(tx)}:
            raise Refused.for_fields({"workers": "Choose among those who use this store."})
        return details.checked()

    def _coming(self, tx: Tx, plan: Plan) -> list[Coming]:
        horizon = self._today + AHEAD
        there = plans.occurrences(tx, plan.id, self._today - CATCHES_UP)
        lines = session_queries.lines_of(tx, [turn.session_id for turn in there if turn.session_id])
        coming = []
        for turn in there:
            line = lines.get(turn.session_id or "")
            if (line.held_on if line is not None else turn.planned_on) >= self._today:
                coming.append(Coming(plan.id, turn.planned_on, line, skipped=line is None))
        named = {turn.planned_on for turn in there}
        days = [day for day in plan.days(self._today, horizon) if day not in named]
        coming += [
            Coming(plan.id, turn.on, rests=turn.rests)
            for turn in planning.turns_of(tx, plan.details, days)
            if turn.rests
        ]
        return coming


def _when(one: Coming) -> tuple[date, time, str]:
    day = one.planned_on if one.session is None else one.session.held_on
    return day, (one.session.starts_at if one.session else None) or time(), one.plan_id
