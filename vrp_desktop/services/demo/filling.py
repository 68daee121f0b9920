"""An imagined world written into a store, journalled like anything else."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time
from enum import Enum
from hashlib import sha256
from itertools import islice
from typing import Any

from vrp_desktop.db.journal import in_utc
from vrp_desktop.db.models import PROVIDER
from vrp_desktop.db.queries.people import values_of
from vrp_desktop.db.queries.sessions import TAGGED
from vrp_desktop.domain.concerns import Standing
from vrp_desktop.domain.demo import World
from vrp_desktop.domain.demo.following import Following
from vrp_desktop.domain.demo.groups import Meeting
from vrp_desktop.domain.demo.papers import Papers
from vrp_desktop.domain.demo.statements import Said
from vrp_desktop.domain.interventions import MANY_CODES
from vrp_desktop.domain.returns.asked import AMOUNTS_PART, field_of
from vrp_desktop.services.workspace import Workspace

Row = dict[str, Any]
Progress = Callable[[int, int, str], None]

_AT_ONCE = 10_000
"""Rows of one transaction: few enough that somebody who waits sees them go by."""


@dataclass(frozen=True)
class _Step:
    """Rows of one table. Whom they are about stands in the column ``subject``, or in ``subjects`` by the
    row's id where the table does not say."""

    table: str
    what: str
    rows: list[Row]
    subject: str | None = None
    subjects: Mapping[str, str] | None = None


def fill(workspace: Workspace, world: World, progress: Progress) -> None:
    """Writes everything, in a few large transactions. ``progress`` gets rows done, rows in all, and of what.

    Whatever stops it leaves part of the world behind: the caller throws such a store away."""
    steps = list(_steps(world, workspace.actor.id))
    done, total = 0, sum(len(step.rows) for step in steps)
    for step in steps:
        progress(done, total, step.what)
        rows = iter(step.rows)
        while batch := list(islice(rows, _AT_ONCE)):
            _write(workspace, step, batch)
            done += len(batch)
            progress(done, total, step.what)


def _write(workspace: Workspace, step: _Step, rows: list[Row]) -> None:
    table = PROVIDER.tables[step.table]
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        if step.subjects is None:
            tx.insert_many(table, rows, step.subject)
        else:
            for row in rows:
                tx.insert(table, row, step.subjects[row["id"]])


def _steps(world: World, user_id: str) -> Iterator[_Step]:
    """Every table, those that others refer to first. What somebody has to have written is ``user_id``'s."""
    who = {one.id: one.person_id for one in world.enrolments}
    interventions = [_row("intervention", one.id, one.details) for one in world.interventions]
    yield _Step("intervention", "interventions", interventions)
    of_interventions = [
        t for one in world.interventions for t in _tags(one.id, one.details, tuple(MANY_CODES))
    ]
    yield _Step("tag", "interventions", of_interventions)
    people = [{"id": one.id, **values_of(one.details), "added_on": one.added_on} for one in world.people]
    yield _Step("person", "people", people, "id")
    enrolments = [
        _row("enrolment", one.id, one.details, person_id=one.person_id, intervention_id=one.intervention_id)
        for one in world.enrolments
    ]
    yield _Step("enrolment", "enrolments", enrolments, "person_id")
    needs = [(one, tag) for one in world.enrolments for tag in _tags(one.id, one.details, ("focus_areas",))]
    yield _Step(
        "tag",
        "enrolments",
        [tag for _, tag in needs],
        None,
        {t["id"]: o.person_id for o, t in needs},
    )
    yield from _following(world.following, who)
    yield from _meeting(world.meeting)
    sessions = [
        {**_row("session", one.session.id, one.session.details), "finished_on": one.finished_on}
        for one in world.sessions
    ]
    yield _Step("session", "sessions", sessions)
    of_sessions = [
        tag for one in world.sessions for tag in _tags(one.session.id, one.session.details, TAGGED)
    ]
    yield _Step("tag", "sessions", of_sessions)
    turned = [_row("occurrence", one.id, one) for one in world.meeting.turned]
    yield _Step("occurrence", "sessions", turned)
    yield _Step(
        "attendance", "registers", [_row("attendance", one.id, one) for one in world.marks], "person_id"
    )
    heads = [_row("head_count", one.id, one.heads, session_id=one.session_id) for one in world.heads]
    yield _Step("head_count", "head-counts", heads)
    goals = [_row("goal", one.id, one.details, enrolment_id=one.enrolment_id) for one in world.goals]
    yield _Step("goal", "goals", goals, None, {one.id: who[one.enrolment_id] for one in world.goals})
    steps = [_row("goal_step", one.id, one.details, goal_id=one.goal_id) for one in world.steps]
    whose = {one.id: who[one.enrolment_id] for one in world.goals}
    yield _Step("goal_step", "goals", steps, None, {one.id: whose[one.goal_id] for one in world.steps})
    readings = [_row("reading", one.id, one) for one in world.readings]
    yield _Step(
        "reading", "readings", readings, None, {one.id: who[one.enrolment_id] for one in world.readings}
    )
    filled_in = [
        _row("assessment", one.id, one.details, enrolment_id=one.enrolment_id, version=one.version)
        for one in world.measures
    ]
    yield _Step(
        "assessment", "measures", filled_in, None, {one.id: who[one.enrolment_id] for one in world.measures}
    )
    seen = [
        _row("finding", one.id, one.details, person_id=one.person_id, written_by=user_id)
        for one in world.findings
    ]
    yield _Step("finding", "strengths and needs", seen, "person_id")
    links = [
        _row("relationship", one.id, one.details, person_id=one.person_id, other_id=one.other_id)
        for one in world.families
    ]
    yield _Step("relationship", "families", links, "person_id")
    yield from _concerns(world, user_id)
    yield from _papers(world.papers, user_id)
    tasks = [
        _row("task", one.id, one.details, made_on=one.made_on, done_on=one.done_on)
        | {"owner_id": one.details.owner_id or user_id, "made_by": one.made_by or user_id}
        for one in world.following.tasks
    ]
    yield _Step("task", "things to do", tasks, "person_id")
    yield from _said(world.said)


def _following(following: Following, who: Mapping[str, str]) -> Iterator[_Step]:
    """Pauses and referrals onward; ``who`` says whose each journey is."""
    for table, what, rows in (
        ("pause", "pauses", following.pauses),
        ("onward_referral", "referrals onward", following.onward),
    ):
        yield _Step(
            table,
            what,
            [_row(table, one.id, one.details, enrolment_id=one.enrolment_id) for one in rows],
            None,
            {one.id: who[one.enrolment_id] for one in rows},
        )


def _concerns(world: World, user_id: str) -> Iterator[_Step]:
    raised = [
        {
            **{f.name: getattr(one.details, f.name) for f in fields(one.details)},
            "id": one.id,
            "raised_by": user_id,
            "raised_at": _evening(one.raised_on),
            "standing": one.standing.value,
            "unread": one.standing is Standing.NEW,
            "referred_on": one.referred_on,
            "closed_on": one.closed_on,
        }
        for one in world.concerns
    ]
    yield _Step("concern", "concerns", raised, "person_id")
    added = [
        {
            "id": each.id,
            "concern_id": one.id,
            "written_by": user_id,
            "day": each.day,
            "written_at": _evening(each.written_on),
            "kind": each.kind.value,
            "words": each.words,
        }
        for one in world.concerns
        for each in one.added
    ]
    yield _Step("concern_addition", "concerns", added)


def _papers(papers: Papers, user_id: str) -> Iterator[_Step]:
    told = [
        _row("notice", one.id, one.details, person_id=one.person_id, written_by=user_id)
        for one in papers.told
    ]
    yield _Step("notice", "consents", told, "person_id")
    answers = [
        _row("consent", one.id, replace(one, written_by=user_id), person_id=person_id)
        for person_id, one in papers.answers
    ]
    yield _Step("consent", "consents", answers, "person_id")
    filed = [
        _row(
            "document",
            one.id,
            one.details,
            person_id=one.person_id,
            media_type=one.media_type.code,
            size=len(one.content),
            digest=sha256(one.content).hexdigest(),
            content=one.content,
            added_by=user_id,
        )
        for one in papers.filed
    ]
    yield _Step("document", "documents", filed, "person_id")


def _said(said: Iterable[Said]) -> Iterator[_Step]:
    """What the returns ask for, each part a row, and the stories."""
    parts, stories = [], []
    for one in said:
        where = {"intervention_id": one.intervention_id, "quarter": str(one.quarter)}
        ids = iter(one.ids)
        content: dict[str, Any] = {AMOUNTS_PART: {field_of(k): v for k, v in one.asked.amounts.items()}}
        content |= {part: {"lines": [list(x) for x in lines]} for part, lines in one.asked.words.items()}
        parts += [{"id": next(ids), **where, "part": part, "said": held} for part, held in content.items()]
        stories += [
            _row("story", next(ids), replace(told, id=""), **where, position=number)
            for number, told in enumerate(one.asked.stories, 1)
        ]
    yield _Step("asked", "what returns ask for", parts)
    yield _Step("story", "stories", stories, "person_id")


def _evening(day: date) -> str:
    """When somebody wrote it up: after the session, in UTC."""
    return in_utc(datetime.combine(day, time(21, 40), UTC))


def _meeting(meeting: Meeting) -> Iterator[_Step]:
    """Who leads sessions, who meets when, and when nobody does."""
    users = [
        {"id": one.id, "name": one.name, "roles": sorted(one.details.roles), "active": one.active}
        for one in meeting.workers
    ]
    yield _Step("user", "colleagues", users)
    yield _Step("assignment", "colleagues", [_row("assignment", one.id, one) for one in meeting.assigned])
    yield _Step("closure", "term dates", [_row("closure", one.id, one.details) for one in meeting.closures])
    groups = [_row("regular_group", one.id, one.details) for one in meeting.groups]
    yield _Step("regular_group", "groups", groups)
    joined = [_row("group_member", one.id, one) for one in meeting.joined]
    yield _Step("group_member", "groups", joined, "person_id")
    plans = [_row("plan", one.id, one.details, made_until=one.made_until) for one in meeting.plans]
    yield _Step("plan", "plans", plans)
    yield _Step("tag", "plans", [tag for one in meeting.plans for tag in _tags(one.id, one.details, TAGGED)])


def _row(table: str, row_id: str, value: object, **more: Any) -> Row:
    """The columns that a value of the domain has a field for, as they are stored."""
    row: Row = {"id": row_id, **more}
    for column in PROVIDER.tables[table].columns:
        if column.name not in row and hasattr(value, column.name):
            held = getattr(value, column.name)
            row[column.name] = held.value if isinstance(held, Enum) else held
    if row.get("starts_at") is not None:
        row["starts_at"] = row["starts_at"].strftime("%H:%M")
    return row


def _tags(owner: str, details: object, names: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a value's lists of codes. Their ids follow from the owner's: the same every time."""
    number = 0
    for name in names:
        for position, code in enumerate(getattr(details, name)):
            number += 1
            row_id = f"{owner[:24]}{(int(owner[24:], 16) + number) % 16**12:012x}"
            yield {"id": row_id, "owner": owner, "field": name, "code": code, "position": position}
