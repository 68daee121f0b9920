"""A person's line of time: what happened, when, in a few words, and where to look it up.

Each function here turns one row of a table, with the names it refers to, into what happened then.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from vrp_desktop.domain import codes
from vrp_desktop.domain.assessments import result_words
from vrp_desktop.domain.findings import VEIL
from vrp_desktop.domain.instruments import Instrument
from vrp_desktop.domain.onward import WAITING, OnwardDetails
from vrp_desktop.domain.outcomes import STEPS
from vrp_desktop.domain.outcomes import Instrument as Asked
from vrp_desktop.domain.sessions import Mark, Remark, remark_words

Row = Mapping[str, Any]

SHOWN = 200
"""How much of it is read at once: more than anybody reads, and little enough to be there at once."""


class Kind(StrEnum):
    """What a moment belongs to, in the order in which they are offered."""

    SESSION = "session"
    JOURNEY = "journey"
    GOAL = "goal"
    MEASURE = "measure"
    NEED = "need"
    NETWORK = "network"
    CONSENT = "consent"
    DOCUMENT = "document"
    TASK = "task"
    CONCERN = "concern"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Mapping[Kind, str] = {
    Kind.SESSION: "Sessions",
    Kind.JOURNEY: "Journeys",
    Kind.GOAL: "Goals and steps",
    Kind.MEASURE: "Measures",
    Kind.NEED: "Strengths and needs",
    Kind.NETWORK: "Family and groups",
    Kind.CONSENT: "Consent",
    Kind.DOCUMENT: "Documents",
    Kind.TASK: "Done",
    Kind.CONCERN: "Concerns",
}
_STAGES = {"before": "at the start", "review": "on the way", "after": "at the end"}


@dataclass(frozen=True)
class Moment:
    """Something that happened on a day. ``page`` and ``arguments`` lead to it, as a screen asks for a page;
    ``step`` puts what happened on one day in order."""

    day: date
    kind: Kind
    words: str
    page: str
    arguments: tuple[tuple[str, str], ...]
    note: str = ""
    at: time | None = None
    step: int = 5

    @property
    def order(self) -> tuple[Any, ...]:
        """What the moments of a line are sorted by, the earliest first."""
        return self.day, self.at or time.min, self.step, self.words, self.arguments


@dataclass(frozen=True)
class Timeline:
    """The latest moments first; ``more`` where there are earlier ones."""

    moments: tuple[Moment, ...] = ()
    more: bool = False


def of_enrolment(row: Row) -> Iterator[Moment]:
    """Referred, decided, started, ended."""
    where = row["intervention"]
    to = ("enrolment", (("enrolment_id", row["id"]),))
    source = codes.label("referral_source", row["referral_source"], "")
    by = f" by: {source}" if source else ""
    yield Moment(
        row["referred_on"], Kind.JOURNEY, f"Referred to {where}{by}", *to, row["referral_reason"], step=0
    )
    if row["decided_on"] is not None:
        why = codes.label("decline_reason", row["decline_reason"], "")
        declined = f"The referral to {where} was declined" + (f": {why}" if why else "")
        words = declined if row["decision"] == "declined" else f"Accepted for {where}"
        yield Moment(row["decided_on"], Kind.JOURNEY, words, *to, step=1)
    if row["started_on"] is not None:
        yield Moment(row["started_on"], Kind.JOURNEY, f"Started in {where}", *to, step=2)
    if row["ended_on"] is not None:
        how = codes.label("ending", row["ending"], "")
        words = f"Ended in {where}" + (f": {how}" if how else "")
        yield Moment(row["ended_on"], Kind.JOURNEY, words, *to, step=9)


def of_pause(row: Row) -> Iterator[Moment]:
    """Paused, and came back: a pause that the end of the journey closed is over without that."""
    to = ("enrolment", (("enrolment_id", row["enrolment_id"]),))
    yield Moment(row["from_on"], Kind.JOURNEY, f"Paused in {row['intervention']}", *to, row["reason"], step=4)
    if row["until_on"] is not None and row["until_on"] != row["ended_on"]:
        yield Moment(row["until_on"], Kind.JOURNEY, f"Came back to {row['intervention']}", *to, step=3)


def of_onward(row: Row) -> Iterator[Moment]:
    """Referred on, and what was heard of it."""
    where = OnwardDetails(row["destination"], row["referred_on"], row["referred_to"]).where
    to = ("enrolment", (("enrolment_id", row["enrolment_id"]),))
    yield Moment(row["referred_on"], Kind.JOURNEY, f"Referred on to {where}", *to, row["reason"], step=7)
    if row["uptake_on"] is not None and row["uptake"] != WAITING:
        words = f"{where}: {codes.label('uptake', row['uptake']).lower()}"
        yield Moment(row["uptake_on"], Kind.JOURNEY, words, *to, step=8)


_MARKS = {
    Mark.PRESENT: "Came to {}",
    Mark.LATE: "Came to {}, late",
    Mark.LEFT_EARLY: "Came to {}, left early",
    Mark.EXCUSED: "Could not come to {}",
    Mark.ABSENT: "Did not come to {}",
}


def of_attendance(row: Row) -> Iterator[Moment]:
    """What a register says of them, with the note beside their name."""
    mark = None if row["mark"] is None else Mark(row["mark"])
    what = row["group"] or row["title"] or row["intervention"]
    if row["kind"] != "group":
        what = f"{what} ({codes.label('session_kind', row['kind']).lower()})"
    words = "Not marked in the register of {}" if mark is None else _MARKS[mark]
    note = remark_words(Remark(row["note"], row["excuse"], row["star"]))
    at = None if row["starts_at"] is None else time.fromisoformat(row["starts_at"])
    to = (("session_id", row["session_id"]),)
    yield Moment(row["held_on"], Kind.SESSION, words.format(what), "register", to, note, at)


def of_goal(row: Row) -> Iterator[Moment]:
    """Set, and met."""
    to = ("outcome-sheet", (("enrolment_id", row["enrolment_id"]),))
    yield Moment(row["set_on"], Kind.GOAL, f"Set a goal: “{row['words']}”", *to, step=3)
    if row["met_on"] is not None:
        yield Moment(row["met_on"], Kind.GOAL, f"Met a goal: “{row['words']}”", *to, step=8)


def of_step(row: Row) -> Iterator[Moment]:
    """Done."""
    to = ("outcome-sheet", (("enrolment_id", row["enrolment_id"]),))
    yield Moment(row["done_on"], Kind.GOAL, f"A step was taken: {row['words']}", *to)


def of_reading(row: Row) -> Iterator[Moment]:
    """Where they said they were."""
    value = row["value"]
    if row["instrument"] == Asked.GOAL.value:
        words = f"“{row['goal'] or 'A goal'}”: {value} of 10"
    else:
        words = f"{codes.label('focus_area', row['item'])}: {value} of 5, {STEPS[value - 1].lower()}"
    words += f", {_STAGES.get(row['stage'], row['stage'])}"
    to = (("enrolment_id", row["enrolment_id"]),)
    yield Moment(row["taken_on"], Kind.GOAL, words, "outcome-sheet", to, row["note"], step=4)


def of_assessment(row: Row) -> Iterator[Moment]:
    """Filled in, with its scores and nothing of its answers; ``made`` is the measure, or None."""
    made: Instrument | None = row["made"]
    scores = {scale: value for scale, value in row["scores"].items() if value is not None}
    words = f"Filled in {row['instrument'] if made is None else made.title}"
    words += f", {_STAGES.get(row['stage'], row['stage'])}: {result_words(made, scores)}"
    yield Moment(row["taken_on"], Kind.MEASURE, words, "assessment", (("assessment_id", row["id"]),))


def of_finding(row: Row) -> Iterator[Moment]:
    """A strength or a need as it was seen, and how it stands; ``veiled`` is whether its words are."""
    code = row["code"]
    strength = row["standing"] in codes.code_list("strength_standing")
    label = codes.label("factor" if code in codes.code_list("factor") else "focus_area", code)
    standing = codes.label("strength_standing" if strength else "need_standing", row["standing"])
    words = f"{'Strength' if strength else 'Need'}: {label}. {standing}"
    yield Moment(
        row["seen_on"], Kind.NEED, words, *_record(row, "strengths"), VEIL if row["veiled"] else row["words"]
    )


def of_relationship(row: Row) -> Iterator[Moment]:
    """Somebody in their life; ``other`` is named where their own record may be seen."""
    relation = codes.label("relation", row["relation"])
    who = row["other"] or row["name"]
    words = f"{relation}: {who}" if who else relation
    to = _record(row, "family")
    if row["noted_on"] is not None:
        yield Moment(row["noted_on"], Kind.NETWORK, f"Noted in their life. {words}", *to, row["note"])
    if row["ended_on"] is not None:
        yield Moment(row["ended_on"], Kind.NETWORK, f"No longer in their life. {words}", *to, step=6)


def of_member(row: Row) -> Iterator[Moment]:
    """Joined a group, and left it."""
    to = ("group", (("group_id", row["group_id"]),))
    yield Moment(row["joined_on"], Kind.NETWORK, f"Joined the group {row['group']}", *to, step=3)
    if row["left_on"] is not None:
        yield Moment(row["left_on"], Kind.NETWORK, f"Left the group {row['group']}", *to, step=8)


def of_consent(row: Row) -> Iterator[Moment]:
    """A yes or a no, and that it was withdrawn."""
    what, by = codes.label("consent_kind", row["kind"]), codes.label("consent_by", row["given_by"])
    to = _record(row, "consent")
    said = "Agreed" if row["agreed"] else "Said no"
    yield Moment(row["decided_on"], Kind.CONSENT, f"{said}. {what}. By: {by}", *to, row["note"])
    if row["withdrawn_on"] is not None:
        yield Moment(row["withdrawn_on"], Kind.CONSENT, f"Consent withdrawn. {what}", *to, step=6)


def of_notice(row: Row) -> Iterator[Moment]:
    """Told what is kept about them, in whose words."""
    words = (
        f"Told what we keep and why: {codes.label('consent_by', row['told_to'])}, "
        f"{codes.label('notice_form', row['form']).lower()}"
    )
    yield Moment(row["told_on"], Kind.CONSENT, words, *_record(row, "consent"), row["note"])


def of_document(row: Row) -> Iterator[Moment]:
    """Put into the record."""
    words = f"Document added: {row['name']} ({codes.label('document_kind', row['kind']).lower()})"
    yield Moment(row["added_on"], Kind.DOCUMENT, words, *_record(row, "documents"), row["note"])


def of_task(row: Row) -> Iterator[Moment]:
    """Done, and whose it was to do."""
    words = f"Done: {row['words']}"
    yield Moment(row["done_on"], Kind.TASK, words, *_record(row, "time"), f"By {row['owner']}")


def of_concern(person_id: str, day: date, at: time) -> Moment:
    """That one was raised, and no more."""
    return Moment(day, Kind.CONCERN, "A concern was raised", "concerns", (("person_id", person_id),), at=at)


def _record(row: Row, page: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    return "person", (("person_id", row["person_id"]), ("page", page))
