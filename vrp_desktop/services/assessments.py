"""Measures filled in on a journey: at the start, on the way, at the end."""

from dataclasses import dataclass, replace
from datetime import date

from vrp_desktop.db.queries import assessments as queries
from vrp_desktop.db.queries import enrolments as enrolment_queries
from vrp_desktop.db.queries import interventions as intervention_queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain import assessments
from vrp_desktop.domain.assessments import (
    Assessment,
    AssessmentDetails,
    AssessmentLine,
    Filling,
    Offer,
    clash,
    next_stage,
)
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.enrolments import Enrolment
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.instruments import Instrument, Measure
from vrp_desktop.domain.people import Person
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.score_change import ScorePair
from vrp_desktop.domain.scoring import Scored, filled
from vrp_desktop.services import measures
from vrp_desktop.services.service import Service, found

_CHANGES = Changes.in_(Topic.OUTCOMES, Topic.RETURNS)


@dataclass(frozen=True)
class Filled(Saved):
    """A measure that is filled in, and what it comes to."""

    scored: Scored
    worrying: bool
    """Whether an answer is about the person's safety."""


class Assessments(Service):
    """Filling in the measures in use. A journey through another intervention is for those who work there."""

    def offered_for(self, enrolment_id: str) -> tuple[Offer, ...]:
        """Every measure for a journey: those that can be filled in first, the others with why not."""
        with self._reading(Action.READ_RECORDS) as tx:
            enrolment, person = self._whose(tx, enrolment_id)
            taken = queries.of_enrolment(tx, enrolment_id)
            age = person.details.age_on(self._today)
            found_ = [
                _offer(measure, enrolment, person, age, taken, self._today) for measure in measures.every(tx)
            ]
            return tuple(sorted(found_, key=lambda offer: bool(offer.why_not)))

    def begin(self, enrolment_id: str, code: str) -> Filling:
        """What is known before a measure is filled in."""
        with self._reading(Action.RECORD) as tx:
            enrolment, person = self._whose(tx, enrolment_id)
            return self._filling(tx, enrolment, person, code, None)

    def read(self, assessment_id: str) -> Filling:
        """One that was filled in, to be looked at or corrected."""
        with self._reading(Action.READ_RECORDS) as tx:
            stored = found(queries.get(tx, assessment_id), "measure")
            enrolment, person = self._whose(tx, stored.enrolment_id)
            return self._filling(tx, enrolment, person, stored.details.instrument, stored)

    def fill_in(self, enrolment_id: str, details: AssessmentDetails) -> Filled:
        """Keeps the answers, with the scores as they are worked out now. Refused for the wrong age or
        informant, a measure that is not in use, an answer off its scale, a day outside the journey, or where
        it does not fit with those there are."""
        with self._writing(Action.RECORD) as tx:
            enrolment, person = self._whose(tx, enrolment_id)
            self._deliver(tx, enrolment.intervention_id)
            measure = _measure(tx, details.instrument)
            if (why := measure.why_off()) is not None:
                raise Refused(why)
            others = queries.of_enrolment(tx, enrolment_id)
            checked, scored = self._checked(measure.instrument, details, enrolment, person, others)
            saved = queries.add(tx, enrolment_id, enrolment.person_id, measure.instrument.version, checked)
            worried = bool(assessments.worried_about(measure.instrument, checked))
            return Filled(saved, _CHANGES, scored, worried)

    def correct(self, assessment_id: str, details: AssessmentDetails) -> Filled:
        """Rewrites one and works its scores out again; it stays in its journey and of its measure. Refused
        like ``fill_in``, but for a measure that is not in use any more: a mistake is mended all the same."""
        with self._writing(Action.RECORD) as tx:
            stored = found(queries.get(tx, assessment_id), "measure")
            enrolment, person = self._whose(tx, stored.enrolment_id)
            self._deliver(tx, enrolment.intervention_id)
            instrument = _measure(tx, stored.details.instrument).instrument
            if instrument.version != stored.version:
                raise Refused(
                    f"It was filled in with version {stored.version} of {instrument.title}, and this program "
                    f"has version {instrument.version}. Take it back and fill it in anew."
                )
            others = [one for one in queries.of_enrolment(tx, enrolment.id) if one.id != assessment_id]
            kept = replace(details, instrument=instrument.code)
            checked, scored = self._checked(instrument, kept, enrolment, person, others)
            queries.change(tx, assessment_id, enrolment.person_id, checked)
            worried = bool(assessments.worried_about(instrument, checked))
            return Filled(assessment_id, _CHANGES, scored, worried)

    def take_back(self, assessment_id: str) -> Saved:
        """Removes one that was filled in by mistake; the journal keeps what it was."""
        with self._writing(Action.RECORD) as tx:
            stored = found(queries.get(tx, assessment_id), "measure")
            enrolment, _ = self._whose(tx, stored.enrolment_id)
            self._deliver(tx, enrolment.intervention_id)
            queries.remove(tx, assessment_id, enrolment.person_id)
            return Saved(assessment_id, _CHANGES)

    def of_enrolment(self, enrolment_id: str) -> tuple[AssessmentLine, ...]:
        """Those of a journey, in order of time."""
        with self._reading(Action.READ_RECORDS) as tx:
            enrolment, _ = self._whose(tx, enrolment_id)
            all_of_them = queries.of_person(tx, enrolment.person_id)
            mine = tuple(pair for pair in all_of_them if pair[0].enrolment_id == enrolment_id)
            return _lines(tx, enrolment.person_id, mine)

    def of_person(self, person_id: str) -> tuple[AssessmentLine, ...]:
        """Those of somebody's journeys, in order of time."""
        with self._reading(Action.READ_RECORDS) as tx:
            found(people_queries.get(tx, person_id), "person")
            self._see(tx, person_id)
            return _lines(tx, person_id, queries.of_person(tx, person_id))

    def pairs(self, code: str, intervention_id: str | None = None) -> tuple[ScorePair, ...]:
        """The starts and ends of a measure that belong together, scale by scale, of those the actor sees:
        what is counted of outcomes. ``score_change.paired`` says what they come to."""
        with self._reading(Action.READ_RECORDS) as tx:
            instrument = _measure(tx, code).instrument
            taken = queries.of_instrument(tx, code, intervention_id, self._scope)
            whose = {one.enrolment_id: person_id for one, person_id in taken}
            return tuple(assessments.pairs(instrument, [one for one, _ in taken], whose))

    def _whose(self, tx: Tx, enrolment_id: str) -> tuple[Enrolment, Person]:
        enrolment = found(enrolment_queries.get(tx, enrolment_id), "enrolment")
        self._see(tx, enrolment.person_id)
        return enrolment, found(people_queries.get(tx, enrolment.person_id), "person")

    def _filling(
        self, tx: Tx, enrolment: Enrolment, person: Person, code: str, stored: Assessment | None
    ) -> Filling:
        measure = _measure(tx, code)
        age = person.details.age_on(self._today if stored is None else stored.details.taken_on)
        taken = queries.of_enrolment(tx, enrolment.id)
        intervention = found(intervention_queries.get(tx, enrolment.intervention_id), "intervention")
        return Filling(
            enrolment.id,
            person.id,
            person.details.known_as,
            intervention.name,
            measure.instrument,
            age,
            _offer(measure, enrolment, person, age, taken, self._today),
            tuple(one for one in taken if one.details.instrument == code),
            stored,
        )

    def _checked(
        self,
        instrument: Instrument,
        details: AssessmentDetails,
        enrolment: Enrolment,
        person: Person,
        others: tuple[Assessment, ...] | list[Assessment],
    ) -> tuple[AssessmentDetails, Scored]:
        details.check_day(enrolment.details, self._today)
        age = person.details.age_on(details.taken_on)
        why = instrument.why_not(details.informant, age, person.details.known_as)
        if why is not None:
            raise Refused.for_fields({"informant": why})
        faults = clash(details, (one.details for one in others))
        if faults:
            raise Refused.for_fields(faults)
        scored = filled(instrument, details.answers, details.scores, age)
        return replace(details, scores=scored.scores, note=details.note.strip()), scored


def _measure(tx: Tx, code: str) -> Measure:
    known = (one for one in measures.every(tx) if one.instrument.code == code)
    return found(next(known, None), "measure")


def _lines(tx: Tx, person_id: str, taken: tuple[tuple[Assessment, str], ...]) -> tuple[AssessmentLine, ...]:
    known = {measure.instrument.code: measure.instrument for measure in measures.every(tx)}
    return tuple(
        AssessmentLine(one, person_id, intervention, known.get(one.details.instrument))
        for one, intervention in taken
    )


def _offer(
    measure: Measure,
    enrolment: Enrolment,
    person: Person,
    age: int | None,
    taken: tuple[Assessment, ...],
    today: date,
) -> Offer:
    instrument, journey = measure.instrument, enrolment.details
    mine = [one for one in taken if one.details.instrument == instrument.code]
    last = max((one.details.taken_on for one in mine), default=None)
    stage = next_stage(mine, ended=journey.ended_on is not None)
    reasons = {
        one.who: instrument.why_not(one.who, age, person.details.known_as, today=True)
        for one in instrument.informants
    }
    able = tuple(who for who, why in reasons.items() if why is None)
    off = why = measure.why_off()
    if why is None and journey.decision == "declined":
        why = "The referral was declined."
    if why is None and not able:
        why = next(iter(reasons.values()))
    return Offer(instrument, able, why or "", stage, last, in_use=off is None)
