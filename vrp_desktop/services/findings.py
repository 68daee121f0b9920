"""Strengths and needs: noted, looked at again, put right."""

from dataclasses import replace
from datetime import date

from vrp_desktop.db.queries import findings as queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.findings import Finding, FindingDetails, Picture, check_reason, strands
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services.service import Service, found

REVEALED = "revealed"
_CHANGES = Changes.in_(Topic.FINDINGS, Topic.RETURNS)


class Findings(Service):
    """How somebody stands, at the four levels around them, and how that has changed."""

    def of_person(self, person_id: str) -> Picture:
        """Every strength and need of a person with its history; words that are veiled for the actor are not
        among it. Refused where there is no such person."""
        with self._reading(Action.READ_RECORDS) as tx:
            found(people_queries.get(tx, person_id), "person")
            self._see(tx, person_id)
            seen = (one.for_reader(self._workspace.actor.id) for one in queries.of_person(tx, person_id))
            return Picture(strands(seen), queries.areas_of_person(tx, person_id))

    def reveal(self, finding_id: str, reason: str) -> Finding:
        """One with its words, for somebody who did not write them; the reason is in the journal. Refused
        without one."""
        with self._writing(Action.RECORD) as tx:
            stored: Finding = found(queries.get(tx, finding_id), "finding")
            self._see(tx, stored.person_id)
            tidy = check_reason(reason)
            if stored.for_reader(self._workspace.actor.id).veiled:
                tx.event(REVEALED, "finding", finding_id, stored.person_id, reason=tidy)
            return stored

    def note(self, person_id: str, details: FindingDetails) -> Saved:
        """Writes down how a strength or a need stood on a day, for the first time or again. Refused where the
        standing is not one of its kind, or the day is to come or before they were born."""
        with self._writing(Action.RECORD) as tx:
            checked = self._checked(tx, person_id, details)
            return Saved(queries.add(tx, person_id, checked, self._workspace.actor.id), _CHANGES)

    def review(self, finding_id: str, details: FindingDetails) -> Saved:
        """Writes down how the same strength or need stands by now, beside how it was seen before. Refused
        like ``note``; what was seen before stays."""
        with self._writing(Action.RECORD) as tx:
            before = found(queries.get(tx, finding_id), "finding")
            checked = self._checked(tx, before.person_id, replace(details, code=before.details.code))
            return Saved(queries.add(tx, before.person_id, checked, self._workspace.actor.id), _CHANGES)

    def correct(self, finding_id: str, details: FindingDetails) -> Saved:
        """Puts right what was written down wrongly; the journal keeps what stood there. Refused like
        ``note``, or where its words are veiled: nobody writes over what they have not read."""
        with self._writing(Action.RECORD) as tx:
            stored: Finding = found(queries.get(tx, finding_id), "finding")
            if stored.for_reader(self._workspace.actor.id).veiled:
                raise Refused(
                    "Its words are veiled: whoever wrote it puts it right. Look again, or take it back."
                )
            queries.change(tx, stored, self._checked(tx, stored.person_id, details))
            return Saved(finding_id, _CHANGES)

    def take_back(self, finding_id: str) -> Saved:
        """Removes a finding that was made by mistake; the journal keeps what it was."""
        with self._writing(Action.RECORD) as tx:
            stored: Finding = found(queries.get(tx, finding_id), "finding")
            self._see(tx, stored.person_id)
            queries.remove(tx, stored)
            return Saved(finding_id, _CHANGES)

    def _checked(self, tx: Tx, person_id: str, details: FindingDetails) -> FindingDetails:
        """What may be written of a person whom the actor sees."""
        person = found(people_queries.get(tx, person_id), "person")
        self._see(tx, person_id)
        born: date | None = person.details.birth_date
        return replace(details, words=details.words.strip()).checked(self._today, born)
