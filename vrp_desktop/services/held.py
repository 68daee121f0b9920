"""Everything held about one person, in words they can read: the sections of a subject-access pack."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from vrp_desktop.db.queries import enrolments, groups, held, merging, outcomes, people, sessions
from vrp_desktop.db.queries.held import Decision, Told
from vrp_desktop.db.store import Tx
from vrp_desktop.domain import codes
from vrp_desktop.domain.days import written as _day
from vrp_desktop.domain.enrolments import EnrolmentDetails
from vrp_desktop.domain.journal_words import value_words
from vrp_desktop.domain.mentions import Names
from vrp_desktop.domain.outcomes import STEPS, Instrument, OutcomeSheet
from vrp_desktop.domain.people import CODED_FIELDS, Person
from vrp_desktop.domain.sessions import PersonSession, remark_words
from vrp_desktop.domain.subject_access import Request, Row, Section
from vrp_desktop.services import held_journeys, held_measures, held_network, held_papers
from vrp_desktop.services.held_needs import FOUND, findings, goal_steps
from vrp_desktop.services.service import found

_EVERY_SESSION = 1_000_000
_PERSON_WORDS = {
    "known_as": "Known as",
    "given_name": "Given name",
    "family_name": "Family name",
    "pronouns": "Pronouns",
    "birth_date": "Birth date",
    "approximate_age": "About how old",
    "approximate_age_on": "How old was judged on",
    "district": "Lives in",
    "sex": "Sex",
    "ethnicity": "Ethnic group",
    "disability": "Disability",
    "send": "Special educational needs",
    "care": "Care and support",
    "education": "Education and employment",
    "enjoys": "Enjoys",
    "good_at": "Good at",
    "wants": "Wants",
    "trusts": "Trusts",
    "communication": "How to communicate",
    "language": "Language",
    "interpreter": "Needs an interpreter",
    "neurodiversity": "Neurodiversity",
    "access_needs": "What they need to take part",
}
_ENTITY_WORDS = {
    "person": "The record",
    "enrolment": "A journey",
    "attendance": "A register",
    "goal": "A goal",
    "goal_step": "A step of a goal",
    "finding": "A strength or a need",
    "reading": "A step",
    "assessment": "A measure filled in",
    "tag": "Needs and strengths",
    "legal_hold": "A legal hold",
    "retention_review": "How long it is kept",
    "subject_access": "A request for what is held",
    "access_grant": "Who may see the record",
    "group_member": "A group",
    "relationship": "Somebody in their life",
    "merge": "Two records brought together",
    "pause": "A pause",
    "onward_referral": "A referral onward",
    "task": "Something to do",
    "story": "A case study or own words",
}
_ACTION_WORDS = {"insert": "added", "update": "changed", "delete": "removed"}
_STAGES = {"before": "At the start", "review": "On the way", "after": "At the end"}
_CODED = {
    **CODED_FIELDS,
    **{name: name for name in ("relation", "referral_source", "decline_reason", "ending", "focus_area")},
    **held_papers.CODED,
    **{name: name for name in ("destination", "uptake")},
}
WITHHELD = frozenset({"concern", "concern_addition"})
"""What is not given without being asked about: whether it could do harm, the designated safeguarding lead
decides (Data Protection Act 2018, schedule 3)."""
_LINKS = frozenset(
    {"person_id", "session_id", "intervention_id", "enrolment_id", "user_id", "owner", "item", "position"}
    | {"group_id", "goal_id", "written_by", "other_id", "gone_id", "merged_by"}
    | {"key_worker_id", "owner_id", "made_by"}
)
"""Fields of the journal that only point at another row."""


def sections(tx: Tx, person_id: str, requests: tuple[Request, ...]) -> tuple[Section, ...]:
    """What is held, in the order in which it is read. Refused where there is no such person."""
    person = found(people.get(tx, person_id), "person")
    journeys = enrolments.lines_of_person(tx, person_id)
    sheets = [sheet for line in journeys if (sheet := outcomes.sheet(tx, line.id)) is not None]
    decided = held.decisions(tx, person_id)
    return (
        _record(person),
        Section(
            "journeys",
            "Interventions",
            "What they were referred to and took part in.",
            ("Intervention", "What happened", "What it is about", "Why they were referred"),
            tuple(
                Row(
                    line.id,
                    (
                        line.intervention,
                        _journey(line.details),
                        _needs(line.details),
                        line.details.referral_reason,
                    ),
                )
                for line in journeys
            ),
            frozenset({3}),
        ),
        *held_journeys.sections(tx, person_id, journeys),
        Section(
            "groups",
            "Groups",
            "The groups they belong to, or did.",
            ("Group", "Intervention", "From", "Until"),
            tuple(
                Row(row_id, (name, intervention, _day(joined), "" if left is None else _day(left)))
                for row_id, name, intervention, joined, left in groups.of_person(tx, person_id)
            ),
            frozenset({0}),
        ),
        findings(tx, person_id),
        _sessions(tx, person),
        _goals(sheets),
        goal_steps(sheets),
        _readings(sheets),
        held_measures.section(tx, person_id),
        *held_papers.sections(tx, person_id),
        Section(
            "returns",
            "Returns",
            "Counted in returns: each holds numbers of people, the small ones hidden, and nobody's name.",
            ("Return", "Version", "Made"),
            tuple(
                Row(
                    one.id,
                    (f"{one.intervention}, {one.quarter.label}", str(one.version), _day(one.made_on)),
                )
                for one in held.returned(tx, person_id)
            ),
        ),
        *held_network.sections(tx, person_id),
        _keeping(decided, requests),
        _journal(entry for entry in held.journal(tx, person_id) if entry.entity not in WITHHELD),
    )


def _record(person: Person) -> Section:
    answers = []
    for name, words in _PERSON_WORDS.items():
        value = getattr(person.details, name)
        if value in (None, ""):
            continue
        told = codes.label(CODED_FIELDS[name], value) if name in CODED_FIELDS else _plain(value)
        answers.append(Row(name, (words, told)))
    answers.append(Row("added_on", ("Added on", _day(person.added_on))))
    return Section(
        "record", "Their record", "The first page of the record.", ("What", "Answer"), tuple(answers),
        frozenset({1}),
    )  # fmt: skip


def _journey(details: EnrolmentDetails) -> str:
    parts = [
        f"Referred {_day(details.referred_on)} ({codes.label('referral_source', details.referral_source)})"
    ]
    if details.decision and details.decided_on:
        parts.append(f"{details.decision} {_day(details.decided_on)}")
    if details.decline_reason:
        parts.append(codes.label("decline_reason", details.decline_reason))
    if details.started_on:
        parts.append(f"started {_day(details.started_on)}")
    if details.ended_on:
        parts.append(f"ended {_day(details.ended_on)} ({codes.label('ending', details.ending)})")
    return "; ".join(parts)


def _needs(details: EnrolmentDetails) -> str:
    return "; ".join(codes.label("focus_area", code) for code in details.focus_areas)


def _sessions(tx: Tx, person: Person) -> Section:
    """A note of a whole session is theirs where it names them, or nobody else is in its register."""
    called = (person.details.known_as, person.details.given_name, person.details.family_name)
    own = Names((*called, *merging.names_of_parts(tx, person.id)))
    notes = {
        session_id: note
        for session_id, (note, alone) in held.notes_of_sessions(tx, person.id).items()
        if alone or own.find(note)
    }

    def row(line: PersonSession) -> Row:
        mark = "Not marked" if line.mark is None else line.mark.label
        said = "\n".join(filter(None, (remark_words(line.remark), notes.get(line.session_id, ""))))
        what = ", ".join(filter(None, (line.intervention, codes.label("session_kind", line.kind))))
        return Row(line.session_id, (_day(line.held_on), what, line.place, mark, said))

    lines = sessions.of_person(tx, person.id, _EVERY_SESSION)
    return Section(
        "sessions",
        "Sessions",
        "Every session they are in the register of. A note of a whole session is here where it names them, "
        "or they were the only one in it.",
        ("Day", "Session", "Place", "Register", "Note"),
        tuple(map(row, lines)),
        frozenset({2, 4}),
    )


def _goals(sheets: list[OutcomeSheet]) -> Section:
    return Section(
        "goals",
        "Goals",
        "In their own words.",
        ("Goal", "About", "Strength it builds", "Set", "Met"),
        tuple(
            Row(
                goal.id,
                (
                    goal.details.words,
                    codes.label("focus_area", goal.details.focus_area),
                    codes.label("factor", goal.details.factor, ""),
                    _day(goal.details.set_on),
                    "" if goal.details.met_on is None else _day(goal.details.met_on),
                ),
            )
            for sheet in sheets
            for goal in sheet.goals
        ),
        frozenset({0}),
    )


def _readings(sheets: list[OutcomeSheet]) -> Section:
    rows = []
    for sheet in sheets:
        goals = {goal.id: goal.details.words for goal in sheet.goals}
        for reading in sheet.readings:
            own = reading.instrument is Instrument.GOAL
            what = goals.get(reading.item, "A goal") if own else codes.label("focus_area", reading.item)
            value = f"{reading.value} of 10" if own else f"{reading.value}: {STEPS[reading.value - 1]}"
            stage = _STAGES[reading.stage.value]
            rows.append(Row(reading.id, (_day(reading.taken_on), what, stage, value, reading.note)))
    return Section(
        "steps",
        "Steps",
        "Where they said they were.",
        ("Day", "Goal or focus area", "When in the journey", "Where", "What was said"),
        tuple(rows),
        frozenset({1, 4}),
    )


def _keeping(decided: tuple[Decision, ...], requests: tuple[Request, ...]) -> Section:
    rows = []
    for one in decided:
        if one.kept_until is not None:
            rows.append(Row(one.id, (_day(one.day), f"Kept on until {_day(one.kept_until)}", one.reason)))
        else:
            ended = "" if one.lifted_on is None else f", lifted on {_day(one.lifted_on)}"
            rows.append(Row(one.id, (_day(one.day), f"Under a legal hold{ended}", "Ask us for the reason.")))
    for request in requests:
        given = "" if request.given_on is None else f", given on {_day(request.given_on)}"
        rows.append(Row(request.id, (_day(request.asked_on), f"Asked what is held{given}", request.asked_by)))
    return Section(
        "keeping",
        "How long it is kept",
        "What was decided about keeping the record, and who asked for it.",
        ("Day", "What", "Why, or by whom"),
        tuple(rows),
        frozenset({2}),
    )


def _journal(entries: Iterable[Told]) -> Section:
    """What changed and when; of colleagues no more than their role."""
    return Section(
        "journal",
        "Who did what with the record",
        "The journal of changes: of our staff it says the role, not the name.",
        ("When", "Who", "What", "From and to"),
        tuple(
            Row(
                entry.id,
                (
                    _moment(entry.at),
                    ", ".join(role.value.capitalize() for role in entry.roles) or "The program",
                    f"{_ENTITY_WORDS.get(entry.entity, entry.entity.replace('_', ' ').capitalize())}: "
                    f"{_ACTION_WORDS.get(entry.action, entry.action)}",
                    "" if entry.entity == "legal_hold" else _changes(entry.fields),
                ),
            )
            for entry in entries
        ),
        frozenset({3}),
    )


def _changes(fields: Mapping[str, Any]) -> str:
    told = []
    if "code" in fields and "field" in fields:
        # A code more or less: what it is called, and not in which list it stands.
        sides = fields["code"] or (None, None)
        return ", ".join(codes.label(_listed(fields), code) for code in sides if code)
    for name, sides in fields.items():
        if name in _LINKS:
            continue
        if name in held_network.OF_OTHERS:
            sides = None
        words = _PERSON_WORDS.get(name, name.replace("_", " ").capitalize())
        if sides is None:
            told.append(f"{words} changed")
        elif sides[0] in (None, ""):
            if sides[1] not in (None, ""):
                told.append(f"{words}: {_said(name, sides[1])}")
        else:
            told.append(f"{words}: {_said(name, sides[0])} → {_said(name, sides[1]) or 'nothing'}")
    return "\n".join(told)


def _listed(fields: Mapping[str, Any]) -> str:
    """The code list of a tag: the journal keeps the name of the field it belongs to."""
    named = {code for side in fields.get("field") or () if (code := side)}
    return "factor" if "factors" in named else "focus_area"


def _said(name: str, value: Any) -> str:
    """A value of the journal as people read it: codes by their words, days written out."""
    if value is not None and name in FOUND:
        return value_words(name, value)
    if value is not None and name in _CODED:
        return codes.label(_CODED[name], str(value))
    if isinstance(value, str) and name.endswith(("_on", "_date", "_until")):
        return _day(date.fromisoformat(value))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_plain(inner)}" for name, inner in value.items())
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    return "" if value is None else str(value)


def _moment(at: str) -> str:
    moment = datetime.fromisoformat(at).astimezone()
    return f"{_day(moment.date())}, {moment:%H:%M}"
