"""Groups and their regulars."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from vrp_desktop.db.queries import groups as queries
from vrp_desktop.db.queries import interventions as intervention_queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.queries import plans
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.groups import Group, GroupDetails, GroupLine, Member
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services import planning
from vrp_desktop.services.planning import Planned
from vrp_desktop.services.service import Service, found

_CHANGES = Changes.in_(Topic.PLANS, Topic.REGISTER)
_ENDED = Changes.in_(Topic.PLANS, Topic.REGISTER, Topic.SESSIONS)


class Groups(Service):
    """Who meets regularly, in one's own interventions. When somebody joined and left stays in the store: an
    earlier session's register still begins with those who belonged to it then."""

    def all(self, intervention_id: str | None = None) -> tuple[GroupLine, ...]:
        """The groups there are, of one intervention where it is given, by name; those that ended last."""
        with self._reading(Action.READ_RECORDS) as tx:
            if intervention_id is not None:
                self._deliver(tx, intervention_id)
            return queries.lines(tx, self._today, intervention_id, self._scope)

    def get(self, group_id: str) -> Group:
        """One group. Refused if it does not exist."""
        with self._reading(Action.READ_RECORDS) as tx:
            return self._own(tx, group_id)

    def members(self, group_id: str) -> tuple[Member, ...]:
        """Everybody who has ever belonged to it, once for each time, by name; those who have left last."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._own(tx, group_id)
            return queries.members(tx, group_id, self._today, self._scope)

    def enrolled(self, intervention_id: str) -> tuple[Member, ...]:
        """Who could be a regular: everybody who takes part in the intervention now."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._deliver(tx, intervention_id)
            return queries.enrolled(tx, intervention_id, self._today, self._scope)

    def came_lately(self, intervention_id: str, group_id: str | None = None) -> tuple[Member, ...]:
        """Who could be a regular: everybody who came to the last four sessions, of the group where one is
        given. They need not be enrolled, and say so."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._deliver(tx, intervention_id)
            return queries.came_lately(tx, intervention_id, group_id, self._today, self._scope)

    def as_member(self, intervention_id: str, person_id: str) -> Member:
        """Somebody as a regular from today on: whether they are enrolled, too."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._deliver(tx, intervention_id)
            self._see(tx, person_id)
            return found(
                queries.as_member(tx, intervention_id, person_id, self._today, self._scope), "person"
            )

    def add(self, details: GroupDetails, person_ids: Iterable[str] = ()) -> Saved:
        """Adds a group with its regulars from today on. Refused where a field is faulty."""
        with self._writing(Action.RECORD) as tx:
            self._deliver(tx, details.intervention_id)
            found(intervention_queries.get(tx, details.intervention_id), "intervention")
            group_id = queries.add(tx, self._checked(tx, details))
            self._set(tx, group_id, person_ids)
            return Saved(group_id, _CHANGES)

    def change(
        self, group_id: str, details: GroupDetails, person_ids: Iterable[str] | None = None
    ) -> Planned:
        """Rewrites it, and who its regulars are from today on, where they are given. It stays in its
        intervention. Refused where a field is faulty."""
        with self._writing(Action.RECORD) as tx:
            stored = self._own(tx, group_id)
            kept = replace(details, intervention_id=stored.details.intervention_id)
            before = plans.every(tx, group_id=group_id)
            queries.change(tx, group_id, self._checked(tx, kept, besides=group_id))
            if person_ids is not None:
                self._set(tx, group_id, person_ids)
            if kept.ended_on == stored.details.ended_on:
                return Planned(group_id, _CHANGES)
            return replace(planning.rebuild_all(tx, before, self._today), id=group_id, changes=_ENDED)

    def end(self, group_id: str, last_on: date | None = None) -> Planned:
        """It does not meet any more after a day (today, where none is given): its plans make no session after
        it. Whoever belonged to it still does, on the days before."""
        details = self.get(group_id).details
        return self.change(group_id, replace(details, ended_on=last_on or self._today))

    def join(self, group_id: str, person_id: str, day: date | None = None) -> Saved:
        """Somebody belongs to it from a day on (today, where none is given). Twice does nothing more."""
        with self._writing(Action.RECORD) as tx:
            self._own(tx, group_id)
            self._join(tx, group_id, person_id, day or self._today)
            return Saved(group_id, _CHANGES)

    def leave(self, group_id: str, person_id: str, last_on: date | None = None) -> Saved:
        """A day was the last on which somebody belonged to it; yesterday, where none is given. Refused for
        somebody who does not belong to it."""
        with self._writing(Action.RECORD) as tx:
            self._own(tx, group_id)
            if not queries.leave(tx, group_id, person_id, last_on or queries.before(self._today)):
                raise Refused("They do not belong to this group any more. Look again.")
            return Saved(group_id, _CHANGES)

    def set_members(self, group_id: str, person_ids: Iterable[str]) -> Saved:
        """Makes its regulars exactly these from today on: others leave, and who is new joins."""
        with self._writing(Action.RECORD) as tx:
            self._own(tx, group_id)
            self._set(tx, group_id, person_ids)
            return Saved(group_id, _CHANGES)

    def _own(self, tx: Tx, group_id: str) -> Group:
        group = found(queries.get(tx, group_id), "group")
        self._deliver(tx, group.details.intervention_id)
        return group

    def _checked(self, tx: Tx, details: GroupDetails, besides: str = "") -> GroupDetails:
        tidy = details.checked()
        for line in queries.lines(tx, self._today, tidy.intervention_id):
            same = line.details.name.casefold() == tidy.name.casefold()
            if same and line.id != besides and line.details.ended_on is None and tidy.ended_on is None:
                raise Refused.for_fields({"name": "This intervention has a group of that name already."})
        return tidy

    def _set(self, tx: WriteTx, group_id: str, person_ids: Iterable[str]) -> None:
        wanted = dict.fromkeys(person_ids)
        there = queries.members_on(tx, group_id, self._today)
        for person_id in sorted(there - wanted.keys()):
            queries.leave(tx, group_id, person_id, queries.before(self._today))
        for person_id in wanted:
            if person_id not in there:
                self._join(tx, group_id, person_id, self._today)

    def _join(self, tx: WriteTx, group_id: str, person_id: str, day: date) -> None:
        found(people_queries.get(tx, person_id), "person")
        self._see(tx, person_id)
        if not queries.member_on(tx, group_id, person_id, day):
            queries.join(tx, group_id, person_id, day)
