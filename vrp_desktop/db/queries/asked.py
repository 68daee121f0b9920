"""What a return asks for once: kept by intervention, quarter and part."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, union

from vrp_desktop.db.models import (
    PROVIDER,
    attendance,
    enrolment,
    intervention,
    person,
    relationship,
    session,
    story,
)
from vrp_desktop.db.models import asked as table
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.mentions import Names, telling
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.asked import AMOUNTS_PART, ANSWERS_PART, Asked, Story
from vrp_desktop.domain.returns.figures import Key, Line

AMOUNTS, ANSWERS, COVERED = AMOUNTS_PART, ANSWERS_PART, "covered"
"""Parts besides the tables of words: figures by "table/row/column", answers by kind of warning, and by kind
what had been found when it was answered."""

_STORY = ("id", "kind", "words", "title", "priority", "changed", "person_id", "consent")


def read(tx: Tx, intervention_id: str, quarter: Quarter) -> Asked:
    """What was said for one intervention and quarter."""
    parts = _parts(tx, intervention_id, quarter)
    before = [
        _amounts(_parts(tx, intervention_id, Quarter(quarter.year, number)).get(AMOUNTS, {}))
        for number in range(1, quarter.number)
    ]
    spent: dict[str, int] = {}
    for amounts in before:
        for (name, row, column), value in amounts.items():
            if name == "R10" and column == "spent":
                spent[row] = spent.get(row, 0) + value
    return Asked(
        _amounts(parts.pop(AMOUNTS, {})),
        answers=dict(parts.pop(ANSWERS, {})),
        covered={kind: tuple(found) for kind, found in parts.pop(COVERED, {}).items()},
        words={part: tuple(map(tuple, content["lines"])) for part, content in parts.items()},
        stories=stories(tx, intervention_id, quarter),
        spent_before=spent,
    )


def stories(tx: Tx, intervention_id: str, quarter: Quarter) -> tuple[Story, ...]:
    """Case studies and voices of one quarter, in their order."""
    statement = (
        select(*(story.c[name] for name in _STORY))
        .where(story.c.intervention_id == intervention_id, story.c.quarter == str(quarter))
        .order_by(story.c.position, story.c.id)
    )
    return tuple(Story(**row) for row in tx.rows(statement))


def write_amounts(tx: WriteTx, intervention_id: str, quarter: Quarter, amounts: Mapping[Key, int]) -> None:
    """Makes the amounts exactly these."""
    content = {"/".join(key): value for key, value in sorted(amounts.items())}
    _write(tx, intervention_id, quarter, AMOUNTS, content)


def write_lines(
    tx: WriteTx, intervention_id: str, quarter: Quarter, table_id: str, lines: Sequence[Line]
) -> None:
    """Makes the lines of a table of words exactly these."""
    content = {"lines": [list(line) for line in lines]} if lines else {}
    _write(tx, intervention_id, quarter, table_id, content)


def write_answers(
    tx: WriteTx,
    intervention_id: str,
    quarter: Quarter,
    answers: Mapping[str, str],
    covered: Mapping[str, Sequence[str]],
) -> None:
    """Makes the answers to warnings exactly these, and what each of them is about."""
    _write(tx, intervention_id, quarter, ANSWERS, dict(sorted(answers.items())))
    _write(tx, intervention_id, quarter, COVERED, {k: list(v) for k, v in sorted(covered.items())})


def story_of(tx: Tx, story_id: str) -> tuple[str, Quarter, Story] | None:
    """One story or voice with its intervention and quarter, or None."""
    row = tx.one(select(story).where(story.c.id == story_id))
    if row is None:
        return None
    return (
        row["intervention_id"],
        Quarter.parse(row["quarter"]),
        Story(**{name: row[name] for name in _STORY}),
    )


def add_story(tx: WriteTx, intervention_id: str, quarter: Quarter, told: Story, position: int) -> str:
    """Adds a story or a voice; returns its id."""
    values = {**_values(told), "intervention_id": intervention_id, "quarter": str(quarter)}
    return tx.insert(story, {**values, "position": position}, subject=told.person_id)


def change_story(tx: WriteTx, told: Story) -> str:
    """Rewrites one; returns its id. What becomes somebody else's is another row: the journal keeps the words
    of each by whom they are of."""
    before = tx.one(select(story).where(story.c.id == told.id))
    assert before is not None  # noqa: S101 - whoever calls has read it
    if before["person_id"] == told.person_id:
        tx.update(story, told.id, _values(told), subject=told.person_id)
        return told.id
    remove_story(tx, told.id, before["person_id"])
    quarter = Quarter.parse(before["quarter"])
    return add_story(tx, before["intervention_id"], quarter, told, before["position"])


def remove_story(tx: WriteTx, story_id: str, person_id: str | None) -> None:
    """Takes one away."""
    tx.delete(story, story_id, subject=person_id)


def next_position(tx: Tx, intervention_id: str, quarter: Quarter) -> int:
    """Where a new story or voice stands: after the others."""
    last = select(func.max(story.c.position)).where(
        story.c.intervention_id == intervention_id, story.c.quarter == str(quarter)
    )
    return int(tx.scalar(last) or 0) + 1


def of_person(tx: Tx, person_id: str) -> tuple[tuple[str, Quarter, Story], ...]:
    """Every story and voice of somebody, with the intervention's name and the quarter, the oldest first."""
    statement = (
        select(story, intervention.c.name)
        .join_from(story, intervention, story.c.intervention_id == intervention.c.id)
        .where(story.c.person_id == person_id)
        .order_by(story.c.quarter, story.c.position, story.c.id)
    )
    return tuple(
        (row["name"], Quarter.parse(row["quarter"]), Story(**{name: row[name] for name in _STORY}))
        for row in tx.rows(statement)
    )


def people_of(tx: Tx, intervention_id: str) -> dict[str, str]:
    """Whom the intervention knows, by id: those with a journey in it, and those in its registers."""
    enrolled = select(enrolment.c.person_id).where(enrolment.c.intervention_id == intervention_id)
    came = (
        select(attendance.c.person_id)
        .join_from(attendance, session, attendance.c.session_id == session.c.id)
        .where(session.c.intervention_id == intervention_id)
    )
    statement = (
        select(person.c.id, person.c.known_as)
        .where(person.c.id.in_(union(enrolled, came)))
        .order_by(person.c.folded, person.c.id)
    )
    return {row["id"]: row["known_as"] for row in tx.rows(statement)}


def names(tx: Tx) -> Names:
    """The names of everybody in the store, to be looked for in a text: those who are recorded, who work
    here, and who is written into somebody's life."""
    folded = [row["folded"] for row in tx.rows(select(person.c.folded))]
    written = select(relationship.c.name).where(relationship.c.name != "").distinct()
    users = select(PROVIDER.tables["user"].c.name)
    return Names(
        [row["name"] for row in tx.rows(users)],
        as_folded=[*folded, *(telling(row["name"]) for row in tx.rows(written))],
    )


def _values(told: Story) -> dict[str, Any]:
    return {name: getattr(told, name) for name in _STORY if name != "id"}


def _parts(tx: Tx, intervention_id: str, quarter: Quarter) -> dict[str, dict[str, Any]]:
    statement = select(table.c.part, table.c.said).where(
        table.c.intervention_id == intervention_id, table.c.quarter == str(quarter)
    )
    return {row["part"]: row["said"] for row in tx.rows(statement)}


def _amounts(content: Mapping[str, int]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for name, value in content.items():
        in_table, row, column = name.split("/")
        found[in_table, row, column] = value
    return found


def _write(
    tx: WriteTx, intervention_id: str, quarter: Quarter, part: str, content: Mapping[str, Any]
) -> None:
    """One row a part; a part with nothing in it has none."""
    row_id = tx.scalar(
        select(table.c.id).where(
            table.c.intervention_id == intervention_id,
            table.c.quarter == str(quarter),
            table.c.part == part,
        )
    )
    if row_id is None:
        if content:
            where = {"intervention_id": intervention_id, "quarter": str(quarter), "part": part}
            tx.insert(table, {**where, "said": dict(content)})
    elif content:
        tx.update(table, row_id, {"said": dict(content)})
    else:
        tx.delete(table, row_id)
