"""What should be put right before a return is final: found in its facts, said in words."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from vrp_desktop.domain.days import written
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.facts import Facts, PersonFact
from vrp_desktop.domain.returns.figures import ReturnDocument, Shown
from vrp_desktop.domain.sessions import ATTENDED, Status


@dataclass(frozen=True)
class Blocker:
    """Something that should be put right before a return is final. ``session_id`` or ``person_id`` lead
    to the record, where there is one (``page`` is the page of a person's), ``part`` to what is asked for."""

    text: str
    session_id: str | None = None
    person_id: str | None = None
    blocks: bool = False
    """True where the return cannot be made final like this; otherwise it is a warning."""
    kind: str = ""
    """What several of its sort are called together, without naming anybody."""
    part: str = ""
    """The table of the return that it is about, like "R5" or "R11.voices"; empty where it is about all."""
    page: str = ""
    """The page of a person's record that it is about; empty for the first."""
    found: tuple[str, ...] = ()
    """What was found in a text: an answer is about no more than that."""
    named: str = ""
    """What it is answered as, where that is not its kind: without a count, so that it stays the same."""

    @property
    def answer_to(self) -> str:
        """What an answer to it is kept under; empty where an answer would not do."""
        return self.named or ("" if self.blocks else self.kind)


NOT_SAFE = Blocker(
    "No way was found to hide the small counts of this return so that none of them can be worked out. "
    "It cannot leave the house like this: ask for help.",
    blocks=True,
)


def given_away(earlier: Mapping[str, Collection[object]]) -> tuple[Blocker, ...]:
    """What earlier returns gave away already, laid beside each other: it cannot be taken back, and should be
    known. ``earlier``: by return, the small counts and full groups that can be worked out."""
    return tuple(
        Blocker(
            f"From the return {name} as it was sent, by itself or beside the others, {len(counts):,} "
            f"{'figure' if len(counts) == 1 else 'figures'} that should be hidden can be worked out. "
            "That cannot be taken back: tell your commissioner, who can ask everybody who has it to delete "
            "it.",
            kind="Given away by an earlier return",
        )
        for name, counts in earlier.items()
    )


EQUALITY = {
    "sex": "sex",
    "ethnicity": "ethnic group",
    "disability": "disability",
    "send": "special educational needs",
    "care": "care and support",
    "education": "education and employment",
    "district": "the district they live in",
}
"""The answers that the return's tables of people rest on, and what they are called in a sentence."""


def find(
    facts: Facts, document: ReturnDocument, today: date, names: Mapping[str, str]
) -> tuple[Blocker, ...]:
    """Everything worth putting right; what stops a final return first. ``names``: what people are called."""
    return (
        *_unreconciled(document),
        *_unfinished(document, today),
        *_sessions(facts, today),
        *_people(facts, names),
        *_endings(facts, document, names),
        *_completeness(facts),
    )


def erased_since(people: int, version: int) -> tuple[Blocker, ...]:
    """What is to be known before a quarter that was sent is counted again: that records were erased since,
    and no more than how many in all."""
    if not people:
        return ()
    records = "1 record has" if people == 1 else f"{people} records have"
    return (
        Blocker(
            f"{records} been erased since version {version} was made, so this count may be lower. If that is "
            "the only difference, leave the version that was sent as it is: two versions side by side would "
            "tell of whoever was erased."
        ),
    )


def without_names(noted: Collection[Blocker]) -> tuple[str, ...]:
    """The same in words that name no person and no session: for what may end up in a program's log."""
    tally = Counter(blocker.kind or blocker.text for blocker in noted)
    kinds = {blocker.kind for blocker in noted}
    return tuple(f"{words}: {number}." if words in kinds else words for words, number in tally.items())


def kinds(noted: Collection[Blocker]) -> frozenset[str]:
    """The kinds of warning among them: what the provider can answer in words. What else stops a final return
    has to be put right instead."""
    return frozenset(blocker.answer_to for blocker in noted if blocker.answer_to)


def people_concerned(facts: Facts) -> frozenset[str]:
    """The people whom a blocker could name."""
    return frozenset(person.id for person in facts.people)


def unreconciled(document: ReturnDocument) -> tuple[str, ...]:
    """What must hold between the figures and does not, in words."""
    found = []
    for relation in form.relations():
        terms = [(document.get(*key), weight) for key, weight in relation.terms]
        if any(figure.shown is not Shown.VALUE for figure, _ in terms):
            continue
        total = sum(
            figure.value * weight for figure, weight in terms if isinstance(figure.value, int | float)
        )
        if total > 0 or (relation.relation == "=" and total != 0):
            found.append(relation.says)
    return tuple(found)


def _unreconciled(document: ReturnDocument) -> list[Blocker]:
    return [
        Blocker(f"The figures do not add up: {says}. Look for an end before a start.", blocks=True, part="R2")
        for says in unreconciled(document)
    ]


def _unfinished(document: ReturnDocument, today: date) -> list[Blocker]:
    quarter = document.header.quarter
    if today > quarter.end:
        return []
    return [Blocker(f"The quarter is not over: it ends on {written(quarter.end)}. More may be recorded.")]


def _sessions(facts: Facts, today: date) -> list[Blocker]:
    known = facts.registered
    found = []
    for session in facts.sessions:
        what = f"The session of {written(session.held_on)}{f' at {session.place}' if session.place else ''}"
        if session.status == Status.DELIVERED and session.id not in known:
            found.append(
                Blocker(
                    f"{what} has no register and no head-count.",
                    session_id=session.id,
                    kind="Delivered sessions with no register and no head-count",
                    part="R5",
                )
            )
        elif session.status == Status.PLANNED and session.held_on < today:
            found.append(
                Blocker(
                    f"{what} is still planned. Say that it took place, or why not.",
                    session_id=session.id,
                    kind="Sessions still planned whose day is over",
                    part="R5",
                )
            )
    return found


def _supported(facts: Facts) -> list[PersonFact]:
    delivered = {session.id for session in facts.sessions if session.status == Status.DELIVERED}
    there = {m.person_id for m in facts.marks if m.mark in ATTENDED and m.session_id in delivered}
    return [person for person in facts.people if person.id in there]


def _people(facts: Facts, names: Mapping[str, str]) -> list[Blocker]:
    enrolled = {enrolment.person_id for enrolment in facts.enrolments}
    found = []
    for person in _supported(facts):
        name = names.get(person.id, "Somebody")
        if person.birth_date is None and person.approximate_age is None:
            found.append(
                Blocker(
                    f"{name} has neither a birth date nor an approximate age.",
                    person_id=person.id,
                    kind="People supported with neither a birth date nor an approximate age",
                    part="R3",
                )
            )
        if person.id not in enrolled:
            found.append(
                Blocker(
                    f"{name} was supported and is not enrolled in the intervention.",
                    person_id=person.id,
                    kind="People supported who are not enrolled in the intervention",
                    part="R3",
                )
            )
    return found


def _endings(facts: Facts, document: ReturnDocument, names: Mapping[str, str]) -> list[Blocker]:
    return [
        Blocker(
            f"{names.get(e.person_id, 'Somebody')} ended on {written(e.ended_on)}: how is not recorded.",
            person_id=e.person_id,
            kind="Journeys ended without saying how",
            part="R2",
        )
        for e in facts.enrolments
        if e.ended_on is not None and e.ended_on in document.header.quarter and e.ending is None
    ]


def _completeness(facts: Facts) -> list[Blocker]:
    supported = _supported(facts)
    missing = Counter(name for person in supported for name in EQUALITY if getattr(person, name) is None)
    return [
        Blocker(
            f"Not recorded for {missing[name]} of {len(supported)} people supported: {called}.",
            kind="Answers not recorded for everybody supported",
            part="R3",
        )
        for name, called in EQUALITY.items()
        if missing[name]
    ]
