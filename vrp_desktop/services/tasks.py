"""What is to be done: one's own, and that of the people one sees."""

from dataclasses import replace
from datetime import date

from vrp_desktop.db.queries import assignments, users
from vrp_desktop.db.queries import tasks as queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.tasks import Task, TaskDetails, TaskLine, check_done
from vrp_desktop.domain.users import User, may_record
from vrp_desktop.services.service import Service, found

_CHANGES = Changes.in_(Topic.TASKS)
_MOST = 200


class Tasks(Service):
    """Written down, done, and taken back. Whom a task is about is named to those who see their record."""

    def owners(self) -> tuple[User, ...]:
        """Whose a task can be, the actor first, then by name: everybody who records and has not left."""
        with self._reading(Action.READ_RECORDS) as tx:
            mine = self._workspace.actor.id
            everybody = sorted(users.every(tx), key=lambda user: user.id != mine)
            return tuple(filter(may_record, everybody))

    def mine(self, limit: int = _MOST) -> tuple[TaskLine, ...]:
        """What the actor has still to do: what is overdue first, then by the day it is due."""
        with self._reading(Action.READ_RECORDS) as tx:
            return queries.open_of(tx, self._workspace.actor.id, self._scope, limit)

    def of_person(self, person_id: str, limit: int = _MOST) -> tuple[TaskLine, ...]:
        """What is to be done for a person, whose ever it is: what is open first, then what was done last."""
        with self._reading(Action.READ_RECORDS) as tx:
            self._see(tx, person_id)
            return queries.of_person(tx, person_id, limit)

    def add(self, details: TaskDetails) -> Saved:
        """Writes a task down. A day that has passed is allowed; refused without words, for an owner who has
        left, or about somebody whose record is not one's own to see."""
        with self._writing(Action.RECORD) as tx:
            checked = details.checked()
            self._check_owner(tx, checked.owner_id)
            if checked.person_id is not None:
                self._see(tx, checked.person_id)
            actor = self._workspace.actor.id
            return Saved(queries.add(tx, checked, actor, self._today), _CHANGES)

    def change(self, task_id: str, details: TaskDetails) -> Saved:
        """Rewrites a task. Refused like ``add``."""
        with self._writing(Action.RECORD) as tx:
            stored = self._own(tx, task_id)
            checked = details.checked()
            if checked.owner_id != stored.details.owner_id:
                self._check_owner(tx, checked.owner_id)
            about = stored.details.person_id
            if checked.person_id is None and about is not None and not self._sees(tx, about):
                # Whom it is about was not shown to whoever rewrites it: that is no wish to take it away.
                checked = replace(checked, person_id=about)
            elif checked.person_id not in (None, about):
                self._see(tx, str(checked.person_id))
            queries.change(tx, stored, checked)
            return Saved(task_id, _CHANGES)

    def done(self, task_id: str, on: date | None = None) -> Saved:
        """Says that it is done: today, or on a day that has been."""
        with self._writing(Action.RECORD) as tx:
            stored = self._own(tx, task_id)
            day = on or self._today
            check_done(day, self._today)
            queries.set_done(tx, stored, day)
            return Saved(task_id, _CHANGES)

    def not_done(self, task_id: str) -> Saved:
        """Says that it is to be done after all."""
        with self._writing(Action.RECORD) as tx:
            queries.set_done(tx, self._own(tx, task_id), None)
            return Saved(task_id, _CHANGES)

    def remove(self, task_id: str) -> Saved:
        """Takes a task away; the journal keeps it."""
        with self._writing(Action.RECORD) as tx:
            queries.remove(tx, self._own(tx, task_id))
            return Saved(task_id, _CHANGES)

    def _own(self, tx: Tx, task_id: str) -> Task:
        """A task to write in: the actor's own, one they wrote down, one of somebody they see."""
        stored = found(queries.get(tx, task_id), "task")
        person_id = stored.details.person_id
        everybody = self._workspace.actor.may(Action.READ_ALL_RECORDS)
        if self._workspace.actor.id in (stored.details.owner_id, stored.made_by) or everybody:
            return stored
        if person_id is None or not self._sees(tx, person_id):
            raise Refused("This is somebody else’s to do. Ask them, or a manager.")
        return stored

    def _sees(self, tx: Tx, person_id: str) -> bool:
        return bool(assignments.seen_of(tx, self._scope, (person_id,)))

    def _check_owner(self, tx: Tx, owner_id: str) -> None:
        owner = next((user for user in users.every(tx) if user.id == owner_id), None)
        if owner is None or not may_record(owner):
            who = "That person" if owner is None else owner.name
            raise Refused.for_fields(
                {"owner_id": f"{who} cannot be given something to do any more. Choose somebody else."}
            )
