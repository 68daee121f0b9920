"""What a return asks for once: kept by intervention, quarter and part."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from vrp_desktop.db.models import asked as table
from vrp_desktop.db.models import story
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.asked import Asked, Story
from vrp_desktop.domain.returns.figures import Key, Line

AMOUNTS, ANSWERS = "amounts", "answers"
"""Parts besides the tables of words: figures by "table/row/column", and answers by kind of warning."""


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
        words={part: tuple(map(tuple, content["lines"])) for part, content in parts.items()},
        stories=stories(tx, intervention_id, quarter),
        spent_before=spent,
    )


def stories(tx: Tx, intervention_id: str, quarter: Quarter) -> tuple[Story, ...]:
    """Case studies and voices of one quarter, in their order."""
    names = ("kind", "words", "title", "priority", "changed", "person_id", "consent")
    statement = (
        select(*(story.c[name] for name in names))
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


def write_answers(tx: WriteTx, intervention_id: str, quarter: Quarter, answers: Mapping[str, str]) -> None:
    """Makes the answers to warnings exactly these."""
    _write(tx, intervention_id, quarter, ANSWERS, dict(sorted(answers.items())))


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
