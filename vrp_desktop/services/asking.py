"""What a return asks for because no record holds it: money, narrative, stories, risks, targets, answers."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from vrp_desktop.db.queries import asked as queries
from vrp_desktop.db.queries import consent, people, settings
from vrp_desktop.db.queries import interventions as intervention_queries
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.consent import CASE_STUDY, Stand, standing
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import InterventionDetails
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import asked, said
from vrp_desktop.domain.returns.asked import Asked, Story
from vrp_desktop.domain.returns.figures import Key, Line
from vrp_desktop.domain.returns.said import Told
from vrp_desktop.services.organisation import rule_of
from vrp_desktop.services.service import Service, found

__all__ = ["Asking", "SavedAmounts", "Statements", "Teller"]

_CHANGES = Changes.in_(Topic.RETURNS)


@dataclass(frozen=True)
class Teller:
    """Somebody whom the intervention knows, and why nothing of them may be told; empty where it may."""

    person_id: str
    known_as: str
    fault: str = ""


@dataclass(frozen=True)
class Asking:
    """What was said for one quarter of an intervention, and what it takes to say more."""

    intervention_id: str
    intervention: str
    quarter: Quarter
    asked: Asked
    before: Asked
    """What was said for the quarter before."""
    tellers: tuple[Teller, ...]


@dataclass(frozen=True)
class SavedAmounts(Saved):
    """The amounts are saved; ``noted`` says in words what was done to them."""

    noted: tuple[str, ...] = ()


class Statements(Service):
    """What is said for a return is kept by intervention, quarter and part; a quarter that was sent can be
    written too, and becomes a resubmission."""

    def read(self, intervention_id: str, quarter: Quarter) -> Asking:
        """All of it, for whoever prepares the return."""
        with self._reading(Action.PREPARE_RETURNS) as tx:
            intervention = found(intervention_queries.get(tx, intervention_id), "intervention")
            known = queries.people_of(tx, intervention_id)
            stands = _case_studies(tx, known, self._today)
            return Asking(
                intervention_id,
                intervention.name,
                quarter,
                queries.read(tx, intervention_id, quarter),
                queries.read(tx, intervention_id, quarter.previous),
                tuple(
                    Teller(one, name, said.consent_fault(name, stands.get(one)))
                    for one, name in known.items()
                ),
            )

    def write_amounts(
        self,
        intervention_id: str,
        quarter: Quarter,
        typed: Mapping[Key, str],
        words: Mapping[str, Sequence[Line]] | None = None,
    ) -> SavedAmounts:
        """Writes these amounts as they were typed, with the tables of ``words`` that go with them; an empty
        amount was not said, others stay. Refused with everything that cannot be read, and then nothing is
        written."""
        with self._writing_for(intervention_id, quarter) as tx:
            faults: dict[str, str] = {}
            amounts: dict[Key, int] = {}
            noted: tuple[str, ...] = ()
            lines: dict[str, tuple[Line, ...]] = {}
            try:
                amounts, noted = asked.read_amounts(typed)
            except Refused as refused:
                faults |= refused.fields
            try:
                lines = {table: asked.read_lines(table, said) for table, said in (words or {}).items()}
            except Refused as refused:
                if not refused.fields:
                    raise
                faults |= refused.fields
            if faults:
                raise Refused.for_fields(faults)
            before = queries.read(tx, intervention_id, quarter).amounts
            others = {key: value for key, value in before.items() if key not in typed}
            queries.write_amounts(tx, intervention_id, quarter, {**others, **amounts})
            for table, read in lines.items():
                queries.write_lines(tx, intervention_id, quarter, table, read)
            return SavedAmounts("", _CHANGES, noted)

    def write_lines(
        self, intervention_id: str, quarter: Quarter, table_id: str, lines: Sequence[Line]
    ) -> Saved:
        """Makes the lines of a table of words exactly these. Refused with every faulty cell."""
        with self._writing_for(intervention_id, quarter) as tx:
            queries.write_lines(tx, intervention_id, quarter, table_id, asked.read_lines(table_id, lines))
            return Saved("", _CHANGES)

    def write_story(self, intervention_id: str, quarter: Quarter, story: Story) -> Saved:
        """Adds a case study or a voice, or rewrites one that has an id. Refused where a field is faulty,
        where it is of nobody whom the intervention knows, or of somebody whose consent does not stand."""
        with self._writing_for(intervention_id, quarter) as tx:
            tidy = asked.read_story(story)
            if tidy.person_id is not None:
                self._check_teller(tx, intervention_id, tidy.person_id)
            if not tidy.id:
                position = queries.next_position(tx, intervention_id, quarter)
                return Saved(queries.add_story(tx, intervention_id, quarter, tidy, position), _CHANGES)
            self._own_story(tx, intervention_id, quarter, tidy.id)
            return Saved(queries.change_story(tx, tidy), _CHANGES)

    def remove_story(self, intervention_id: str, quarter: Quarter, story_id: str) -> Saved:
        """Takes a case study or a voice out of the return."""
        with self._writing_for(intervention_id, quarter) as tx:
            before = self._own_story(tx, intervention_id, quarter, story_id)
            queries.remove_story(tx, story_id, before.person_id)
            return Saved(story_id, _CHANGES)

    def write_answers(self, intervention_id: str, quarter: Quarter, typed: Mapping[str, str]) -> Saved:
        """Keeps what is said about these kinds of warnings; an empty answer is taken back, others stay. An
        answer is about what is found now: what is found later wants another one."""
        with self._writing_for(intervention_id, quarter) as tx:
            details = found(intervention_queries.get(tx, intervention_id), "intervention").details
            before = queries.read(tx, intervention_id, quarter)
            answers = {**before.answers, **asked.read_answers(typed)}
            told = told_of(tx, details, before.stories, self._today)
            there = said.found_of(before, told, self._today, rule_of(tx).threshold)
            covered = {
                kind: before.covered.get(kind, ())
                if before.answers.get(kind) == answer
                else there.get(kind, ())
                for kind, answer in answers.items()
                if answer
            }
            queries.write_answers(
                tx,
                intervention_id,
                quarter,
                {kind: answer for kind, answer in answers.items() if answer},
                {kind: words for kind, words in covered.items() if words},
            )
            return Saved("", _CHANGES)

    def bring_over(self, intervention_id: str, quarter: Quarter, part: str) -> Saved:
        """Adds what was said of a part for the quarter before, where nothing stands yet. Refused where there
        is nothing to bring over."""
        if part not in asked.BROUGHT_OVER:
            raise Refused("This is said anew each quarter.")
        with self._writing_for(intervention_id, quarter) as tx:
            earlier = quarter.previous
            now = queries.read(tx, intervention_id, quarter)
            last = queries.read(tx, intervention_id, earlier)
            brought = asked.brought_over(part, last, now, earlier.year == quarter.year)
            if brought == now:
                raise Refused(f"{earlier.label} has nothing of this that does not stand here already.")
            if part == asked.AMOUNTS_PART:
                queries.write_amounts(tx, intervention_id, quarter, brought.amounts)
            else:
                queries.write_lines(tx, intervention_id, quarter, part, brought.words[part])
            return Saved("", _CHANGES)

    @contextmanager
    def _writing_for(self, intervention_id: str, quarter: Quarter) -> Iterator[WriteTx]:
        """A change of what is said for one return. Refused for a quarter that has not begun."""
        with self._writing(Action.PREPARE_RETURNS) as tx:
            found(intervention_queries.get(tx, intervention_id), "intervention")
            if quarter.start > self._today:
                raise Refused(f"{quarter.label} has not begun. What is said for it is written once it has.")
            yield tx

    def _check_teller(self, tx: Tx, intervention_id: str, person_id: str) -> None:
        known = queries.people_of(tx, intervention_id)
        if person_id not in known:
            raise Refused.for_fields({"person_id": "Choose somebody whom this intervention knows."})
        stand = _case_studies(tx, (person_id,), self._today).get(person_id)
        if fault := said.consent_fault(known[person_id], stand):
            raise Refused.for_fields({"person_id": fault})

    def _own_story(self, tx: Tx, intervention_id: str, quarter: Quarter, story_id: str) -> Story:
        of = found(queries.story_of(tx, story_id), "story")
        return found(of[2] if of[:2] == (intervention_id, quarter) else None, "story")


def told_of(tx: Tx, details: InterventionDetails, stories: Iterable[Story], today: date) -> Told:
    """What the words of a return are held against: names, and how the consents stand that it rests on."""
    whose = sorted({story.person_id for story in stories if story.person_id is not None})
    called = {one.id: one.known_as for person_id in whose if (one := people.get(tx, person_id)) is not None}
    places = tuple(code.label for code in codes.code_list("district").codes)
    own = (settings.read(tx, "organisation")["name"], details.name, details.provider)
    return Told(queries.names(tx), (*own, *places), called, _case_studies(tx, whose, today))


def _case_studies(tx: Tx, person_ids: Collection[str], today: date) -> dict[str, Stand]:
    """How the consents of these people to a case study stand."""
    answers = consent.of_kind(tx, CASE_STUDY, person_ids)
    return {one: standing(answers.get(one, ()), today)[CASE_STUDY] for one in person_ids}
