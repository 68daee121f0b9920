"""Two records that were brought together, parted again: also where rows were edited or removed since."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import LargeBinary, RowMapping, Table, select

from vrp_desktop.db.journal import plain
from vrp_desktop.db.models import PROVIDER, merge, person, tag
from vrp_desktop.db.queries.merging import Record, Standing, as_json, from_json, taken
from vrp_desktop.db.queries.people import folded_names
from vrp_desktop.db.store import WriteTx
from vrp_desktop.domain.journal_words import ENTITIES, field_words
from vrp_desktop.domain.people import PersonDetails


def part(tx: WriteTx, merge_id: str, today: date) -> tuple[str, ...]:
    """Puts the record that went back, with what was its own; returns in words what has changed since, and
    stays as it is now."""
    row = tx.one(select(merge).where(merge.c.id == merge_id))
    assert row is not None  # noqa: S101 - whoever calls has read it
    said = _Parting(tx, row).run()
    tx.update(merge, merge_id, {"record": {}, "undone_on": today}, subject=row["person_id"])
    return said


class _Parting:
    """One parting while it is written."""

    def __init__(self, tx: WriteTx, row: RowMapping) -> None:
        self._tx = tx
        self._kept, self._gone = row["person_id"], row["gone_id"]
        self._record = Record(**row["record"])
        self._stayed: dict[str, int] = defaultdict(int)
        """By table, how many rows stay as they are."""
        self._fields: list[str] = []

    def run(self) -> tuple[str, ...]:
        values = from_json(person, self._record.person)
        names = {name: values[name] for name in ("known_as", "given_name", "family_name")}
        self._tx.insert(
            person, {**values, "folded": folded_names(PersonDetails(**names))}, subject=self._gone
        )
        self._give_back_page()
        # Rows that others hang on come first; those that hang on one that was joined have to wait for it.
        order = {table.name: number for number, table in enumerate(PROVIDER.sorted_tables)}
        removed = sorted(self._record.removed, key=lambda one: order[one[0]])
        waiting = [(PROVIDER.tables[name], held) for name, held in removed if not self._can_stand(name, held)]
        for name, held in removed:
            if self._can_stand(name, held):
                self._put_back(PROVIDER.tables[name], held)
        for one in sorted(self._record.joined, key=lambda one: order[one["table"]]):
            self._put_apart(one)
        # Backwards: what was moved twice is first what it was in between.
        for (name, column, gone, kept), rows in groupby(reversed(self._record.moved), key=_alike):
            self._move_back(name, column, [moved[2] for moved in rows], gone, kept)
        for table, held in waiting:
            self._put_back(table, held)
        return self._said()

    def _can_stand(self, name: str, held: Mapping[str, Any]) -> bool:
        return self._whole(PROVIDER.tables[name], held)

    def _give_back_page(self) -> None:
        now = self._tx.one(select(person).where(person.c.id == self._kept))
        assert now is not None  # noqa: S101 - the merge refers to it
        back: dict[str, Any] = {}
        for name, (before, after) in self._record.kept.items():
            if plain(now[name]) == after:
                back[name] = before
            else:
                self._fields.append(name)
        back = from_json(person, back)
        names = {name: back.get(name, now[name]) for name in ("known_as", "given_name", "family_name")}
        back["folded"] = folded_names(PersonDetails(**names))
        self._tx.update(person, self._kept, back, subject=self._kept)

    def _put_apart(self, joined: Mapping[str, Any]) -> None:
        table = PROVIDER.tables[joined["table"]]
        now = self._tx.one(select(table).where(table.c.id == joined["kept"]["id"]))
        if now is None:
            self._stayed[table.name] += 1
            return
        # A chain of joins leaves a row as the last of them made it.
        if as_json(now) == self._latest(joined):
            first = self._first(joined)
            self._tx.update(table, now["id"], from_json(table, first), subject=self._kept)
        elif self._is_first(joined):
            self._stayed[table.name] += 1
        self._put_back(table, joined["gone"])

    def _of_row(self, joined: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        return [one for one in self._record.joined if one["kept"]["id"] == joined["kept"]["id"]]

    def _latest(self, joined: Mapping[str, Any]) -> Any:
        return self._of_row(joined)[-1]["after"]

    def _first(self, joined: Mapping[str, Any]) -> Any:
        return self._of_row(joined)[0]["kept"]

    def _is_first(self, joined: Mapping[str, Any]) -> bool:
        return self._of_row(joined)[0] is joined

    def _put_back(self, table: Table, held: Mapping[str, Any]) -> None:
        values = from_json(table, held)
        there = self._tx.scalar(select(table.c.id).where(table.c.id == values["id"])) is not None
        if there or not self._whole(table, values) or taken(self._tx, table, values):
            self._stayed[table.name] += 1
            return
        self._tx.insert(table, values, subject=values.get("person_id", self._gone))

    def _whole(self, table: Table, values: Mapping[str, Any]) -> bool:
        """Whether everything a row refers to is there."""
        for key in table.foreign_keys:
            wanted = values[key.parent.name]
            target = key.column.table
            if (
                wanted is not None
                and self._tx.scalar(select(target.c.id).where(target.c.id == wanted)) is None
            ):
                return False
        return table is not tag or self._owner_there(values["owner"])

    def _owner_there(self, owner: str) -> bool:
        """Whether the row that has a code is there: the record itself, or one that was joined."""
        tables = [PROVIDER.tables[one["table"]] for one in self._record.joined if one["gone"]["id"] == owner]
        return any(
            self._tx.scalar(select(table.c.id).where(table.c.id == owner)) is not None
            for table in (*tables, person)
        )

    def _move_back(self, name: str, column: str, row_ids: list[str], gone: str, kept: str) -> None:
        table = PROVIDER.tables[name]
        columns = [each for each in table.columns if not isinstance(each.type, LargeBinary)]
        there = {row["id"]: row for row in self._tx.rows(select(*columns).where(table.c.id.in_(row_ids)))}
        # The kept record may have become part of another one since.
        mine = {kept, self._kept} if gone == self._gone else {kept}
        standing = Standing(self._tx, table.c[column], [gone])
        back = [
            {**there[row_id], column: gone}
            for row_id in row_ids
            if row_id in there and there[row_id][column] in mine
        ]
        # What else they refer to is there, as long as the rows are: this is asked of all by asking of one.
        if back and not self._whole(table, back[0]):
            back = []
        moving = {row["id"]: {column: gone} for row in back if standing.takes(row)}
        self._tx.update_many(table, moving, subject=self._gone)
        if stayed := len(row_ids) - len(moving):
            self._stayed[name] += stayed

    def _said(self) -> tuple[str, ...]:
        said = [f"{field_words(name)} was changed since, and stays as it is now." for name in self._fields]
        for name, count in sorted(self._stayed.items()):
            what = ENTITIES.get(name, name).lower()
            said.append(
                f"{what[:1].upper()}{what[1:]}: one was changed or removed since, and stays as it is now."
                if count == 1
                else f"{what[:1].upper()}{what[1:]}: {count} were changed or removed since, and stay as they "
                "are now."
            )
        return tuple(said)


def _alike(moved: list[str]) -> tuple[str, str, str, str]:
    """Rows of one table that were moved by one column from one to another are moved back together."""
    name, column, _, gone, kept = moved
    return name, column, gone, kept
