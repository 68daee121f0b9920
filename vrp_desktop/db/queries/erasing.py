"""Erasing somebody: what is theirs, where else their name stands, and taking all of it away.

What belongs to a person is found by the references between the tables, and what somebody typed by the type
of the columns, so that a table or a field that is added later is erased without being named here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, RowMapping, Table, Text, func, or_, select

from vrp_desktop.db import models
from vrp_desktop.db.models import erasure, person, session
from vrp_desktop.db.queries import concerns, merging
from vrp_desktop.db.queries.tags import in_batches
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain.days import written
from vrp_desktop.domain.mentions import Names, sentences, without

_NAMES = ("known_as", "given_name", "family_name")
_OWNED = (("tag", "owner"), ("draft", "subject"))
"""Columns that hold the id of a row of any table, so that no reference tells of them."""
_TYPED = {
    *(("session", "place"), ("session", "title"), ("draft", "fields")),
    *(("plan", "name"), ("plan", "place"), ("regular_group", "name"), ("closure", "name")),
    ("person", "language"),
    ("merge", "record"),
    ("asked", "said"),
}
"""What somebody types and that is not a ``Text``."""
_OF_ROWS = ("insert", "update", "delete")
_VEILED = frozenset({"concern", "concern_addition"})
_VEILED_PAGES = frozenset({"concern", "concern-answer"})
"""Drafts of these pages are veiled like the concerns they would become."""


@dataclass(frozen=True)
class Mention:
    """A row that is not the person's, in which their name stands. ``row`` may be gone: then only the journal
    remembers what it held."""

    table: str
    row: str
    sentences: tuple[str, ...]
    entries: tuple[str, ...]
    """The entries of the journal that hold the name."""
    past: bool
    """Whether the row itself holds it no more."""
    veiled: bool = False
    """Whether what it says is not for whoever erases: a safeguarding concern."""
    kept: bool = False
    """Whether it stays as it is: a concern that the designated lead has not let go."""

    @property
    def key(self) -> str:
        return f"{self.table}/{self.row}"


@dataclass(frozen=True)
class Erased:
    """That a record was erased. ``cleaned_on`` is None while the file has still to be rewritten."""

    id: str
    person_id: str
    erased_on: date
    reason: str
    rows: Mapping[str, int]
    cleaned_on: date | None


Rows = dict[str, list[str]]
"""Ids by the name of their table, in an order in which each table comes after those it refers to."""


def of_person(tx: Tx, person_id: str) -> Rows:
    """Every row that is the person's: their record, and all that refers to it, directly or not."""
    found: Rows = {"person": [person_id]}
    for table in models.PROVIDER.sorted_tables:
        if table is person:
            continue
        ids: dict[str, None] = {}
        for key in table.foreign_keys:
            ids |= dict.fromkeys(_referring(tx, table, key.parent, found.get(key.column.table.name, ())))
        if ids:
            found[table.name] = list(ids)
    theirs = [row for rows in found.values() for row in rows]
    for name, column in _OWNED:
        if (owned := tx.tables.get(name)) is not None:
            ids = dict.fromkeys(_referring(tx, owned, owned.c[column], theirs))
            if ids:
                found[name] = list(ids)
    return found


def _referring(tx: Tx, table: Table, column: Column[Any], ids: Collection[str]) -> Iterator[str]:
    for batch in in_batches(ids):
        yield from (row["id"] for row in tx.rows(select(table.c.id).where(column.in_(batch))))


def journal_of(tx: Tx, person_id: str, rows: Rows) -> set[str]:
    """The entries of the journal that tell of the person, or of a row of theirs: also under the ids of
    records that have become part of theirs, and of how theirs was part of another."""
    journal = tx.tables["journal"]
    everybody = {person_id, *merging.parts_of(tx, person_id)}
    about = select(journal.c.id).where(journal.c.subject.in_(everybody))
    found = {row["id"] for row in tx.rows(about)}
    rows = {**rows, "person": [*everybody]}
    for batch in in_batches(merging.changes_with(tx, person_id)):
        found |= {row["id"] for row in tx.rows(select(journal.c.id).where(journal.c.change.in_(batch)))}
    for name, ids in rows.items():
        for batch in in_batches(ids):
            told = select(journal.c.id).where(journal.c.entity == name, journal.c.row.in_(batch))
            found.update(row["id"] for row in tx.rows(told))
    return found


def names_of(tx: Tx, person_id: str) -> Names:
    """What they are called, and what the journal says they were called before."""
    names = merging.names_of_parts(tx, person_id)
    for row in tx.rows(select(*(person.c[name] for name in _NAMES)).where(person.c.id == person_id)):
        names.update(row[name] for name in _NAMES if row[name])
    journal = tx.tables["journal"]
    told = select(journal.c.fields).where(journal.c.entity == "person", journal.c.row == person_id)
    for entry in tx.rows(told):
        for name in _NAMES:
            names.update(value for value in entry["fields"].get(name) or () if value)
    return Names(names)


def mentions(tx: Tx, names: Names, theirs: Rows) -> tuple[Mention, ...]:
    """Where else their name stands: in what is written of others, and in what the journal remembers of it."""
    if not names:
        return ()
    own = {name: set(ids) for name, ids in theirs.items()}
    kept, veiled = concerns.kept_rows(tx), _veiled_drafts(tx)
    said: dict[tuple[str, str], dict[str, None]] = {}
    present: set[tuple[str, str]] = set()
    entries: dict[tuple[str, str], list[str]] = {}

    def note(table: str, row: str, texts: Iterable[str]) -> bool:
        if row in own.get(table, ()):
            return False
        found = [sentence for text in texts for sentence in sentences(text, names.find(text))]
        if found:
            said.setdefault((table, row), {}).update(dict.fromkeys(found))
        return bool(found)

    for table, columns in _typed(tx).items():
        for row in tx.rows(select(table.c.id, *columns)):
            if note(table.name, row["id"], _strings([row[column.name] for column in columns])):
                present.add((table.name, row["id"]))
    for entry in _told(tx):
        if note(entry.table, entry.row, entry.texts):
            entries.setdefault((entry.table, entry.row), []).append(entry.id)
    return tuple(
        Mention(
            table,
            row,
            tuple(found),
            tuple(entries.get((table, row), ())),
            (table, row) not in present,
            table in _VEILED or (table, row) in veiled,
            (table, row) in kept,
        )
        for (table, row), found in said.items()
    )


def _veiled_drafts(tx: Tx) -> set[tuple[str, str]]:
    draft = tx.tables["draft"]
    rows = tx.rows(select(draft.c.id).where(draft.c.page.in_(_VEILED_PAGES)))
    return {(draft.name, str(row["id"])) for row in rows}


def _typed(tx: Tx) -> dict[Table, list[Column[Any]]]:
    """By table, the columns that hold what somebody typed."""
    found = {
        table: [c for c in table.columns if isinstance(c.type, Text) or (table.name, c.name) in _TYPED]
        for table in tx.tables.values()
        if table.name != "journal"
    }
    return {table: columns for table, columns in found.items() if columns}


@dataclass(frozen=True)
class _Entry:
    id: str
    table: str
    row: str
    texts: tuple[str, ...]


def _told(tx: Tx) -> Iterator[_Entry]:
    """What the journal remembers of what somebody typed; of an event, all it says."""
    journal = tx.tables["journal"]
    columns = (journal.c.id, journal.c.entity, journal.c.row, journal.c.fields)
    for row in tx.rows(select(*columns).where(journal.c.action.not_in(_OF_ROWS))):
        yield _Entry(row["id"], row["entity"], row["row"], tuple(_strings(row["fields"])))
    for table, typed in _typed(tx).items():
        names = [column.name for column in typed]
        # Most entries tell of a register without a note: the file leaves them out by itself.
        filled = or_(
            *(
                func.coalesce(func.json_extract(journal.c.fields, f"$.{name}[{side}]"), "") != ""
                for name in names
                for side in (0, 1)
            )
        )
        statement = select(*columns).where(
            journal.c.entity == table.name, journal.c.action.in_(_OF_ROWS), filled
        )
        for row in tx.rows(statement):
            texts = tuple(_strings([row["fields"].get(name) for name in names]))
            yield _Entry(row["id"], row["entity"], row["row"], texts)


def _strings(value: Any) -> Iterator[str]:
    """Every text in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def where(tx: Tx, mention: Mention) -> str:
    """Where a name stands, for whoever has to judge whose it is."""
    table = tx.tables.get(mention.table)
    row = None if table is None else tx.one(select(table).where(table.c.id == mention.row))
    if row is None:
        return f"Something that is no more ({mention.table.replace('_', ' ')}), as the journal remembers it"
    if mention.table == "session":
        return f"The session of {written(row['held_on'])}"
    whose = _whose(tx, row)
    if mention.table == "attendance":
        held_on = tx.scalar(select(session.c.held_on).where(session.c.id == row["session_id"]))
        return f"The register of {written(held_on)}, beside {whose}"
    words = {
        "person": "The record",
        "goal": "A goal",
        "assessment": "A measure filled in",
        "goal_step": "A step of a goal",
        "finding": "A strength or a need",
        "enrolment": "A journey",
        "pause": "A pause of a journey",
        "onward_referral": "A referral onward",
        "task": "Something to do",
        "draft": "Something typed and not saved",
        "relationship": "Somebody in the life",
        "merge": "What was brought together in the record",
        "asked": "Something said for a return",
        "story": "A case study or own words",
        "concern_addition": "What was added to a safeguarding concern",
    }
    what = words.get(mention.table, mention.table.replace("_", " ").capitalize())
    if mention.table == "concern":
        return f"A safeguarding concern about {whose or 'somebody who is not named'}"
    return f"{what} of {whose}" if whose else what


def _whose(tx: Tx, row: RowMapping) -> str:
    if "known_as" in row:
        return str(row["known_as"])
    person_id, enrolment_id = row.get("person_id"), row.get("enrolment_id")
    if "goal_id" in row:
        goal = tx.tables["goal"]
        enrolment_id = tx.scalar(select(goal.c.enrolment_id).where(goal.c.id == row["goal_id"]))
    if enrolment_id is not None:
        enrolment = tx.tables["enrolment"]
        person_id = tx.scalar(select(enrolment.c.person_id).where(enrolment.c.id == enrolment_id))
    return str(tx.scalar(select(person.c.known_as).where(person.c.id == person_id)) or "")


def take_out(tx: WriteTx, found: Iterable[Mention], names: Names) -> None:
    """Takes the name out of these rows. What the journal remembers of them is for ``blank``."""
    typed = {table.name: (table, columns) for table, columns in _typed(tx).items()}
    for mention in found:
        if mention.table not in typed:
            continue
        table, columns = typed[mention.table]
        row = tx.one(select(table).where(table.c.id == mention.row))
        if row is None:
            continue
        cleaned = {column.name: _without(row[column.name], names) for column in columns}
        changed = {name: value for name, value in cleaned.items() if value != row[name]}
        if changed:
            tx.redact(table, mention.row, changed)


def _without(value: Any, names: Names) -> Any:
    if isinstance(value, str):
        return without(value, names.find(value))
    if isinstance(value, Mapping):
        return {name: _without(inner, names) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without(inner, names) for inner in value]
    return value


def forget(tx: WriteTx, rows: Rows) -> None:
    """Removes these rows, those that refer to others first."""
    for name in reversed(rows):
        tx.forget(tx.tables[name], rows[name])


def note(tx: WriteTx, person_id: str, day: date, reason: str, rows: Rows) -> str:
    """Keeps that it was done: how many rows of each table, nothing of what they held."""
    counts = {name: len(ids) for name, ids in rows.items()}
    values = {"person_id": person_id, "erased_on": day, "reason": reason, "rows": counts}
    return tx.insert(erasure, values)


def all_erased(tx: Tx) -> tuple[Erased, ...]:
    """Everybody who was erased, the latest first."""
    named = ("id", "person_id", "erased_on", "reason", "rows", "cleaned_on")
    rows = tx.rows(select(erasure).order_by(erasure.c.id.desc()))
    return tuple(Erased(**{name: row[name] for name in named}) for row in rows)


def cleaned(tx: WriteTx, done: Erased, day: date) -> None:
    """Keeps that the file holds nothing of them any more."""
    tx.update(erasure, done.id, {"cleaned_on": day})


def erased_after(tx: Tx, row_id: str) -> int:
    """How many people were erased after a row was made: ids are in the order of time."""
    return int(tx.scalar(select(func.count()).where(erasure.c.id > row_id)) or 0)
