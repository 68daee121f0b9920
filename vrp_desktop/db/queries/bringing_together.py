"""Two records made one.

What belongs to a person is found by the references between the tables, as for erasing: a table that is added
later is moved without being named here. Only where two rows would say one thing twice is a table named: those
rows are joined, and both are kept as they were, so that they can be put apart again.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, LargeBinary, RowMapping, Table, select

from vrp_desktop.db.journal import plain
from vrp_desktop.db.models import PROVIDER, attendance, group_member, merge, person, relationship
from vrp_desktop.db.queries.merging import (
    LOOSE,
    OWN,
    Record,
    Standing,
    Twins,
    as_json,
    journeys_of_both,
    same_journey,
    sessions_of_both,
)
from vrp_desktop.db.queries.people import values_of
from vrp_desktop.db.store import WriteTx
from vrp_desktop.domain import merging
from vrp_desktop.domain.network import same_name
from vrp_desktop.domain.people import PersonDetails


def bring_together(
    tx: WriteTx, kept_id: str, gone_id: str, details: PersonDetails, merged_by: str, today: date
) -> str:
    """Makes everything of ``gone_id`` the kept record's, whose page becomes ``details``; returns the id of
    what keeps how to part them. The rows that both have once each are joined first."""
    return _Bringing(tx, kept_id, gone_id).run(details, merged_by, today)


class _Bringing:
    """One merge while it is written."""

    def __init__(self, tx: WriteTx, kept_id: str, gone_id: str) -> None:
        self._tx, self._kept, self._gone = tx, kept_id, gone_id
        row = tx.one(select(person).where(person.c.id == gone_id))
        assert row is not None  # noqa: S101 - whoever calls has read both
        self._record = Record(as_json(row))

    def run(self, details: PersonDetails, merged_by: str, today: date) -> str:
        self._join_registers()
        self._join_journeys()
        self._join_groups()
        self._join_links()
        self._move(person, {self._gone: self._kept})
        self._rewrite_page(details)
        self._tx.delete(person, self._gone, subject=self._gone)
        values = {
            "person_id": self._kept,
            "gone_id": self._gone,
            "merged_on": today,
            "merged_by": merged_by,
            "record": self._record.stored(),
            "undone_on": None,
        }
        return self._tx.insert(merge, values, subject=self._kept)

    def _rewrite_page(self, details: PersonDetails) -> None:
        before = self._tx.one(select(person).where(person.c.id == self._kept))
        assert before is not None  # noqa: S101 - whoever calls has read both
        earliest = min(before["added_on"], date.fromisoformat(self._record.person["added_on"]))
        after = {**values_of(details), "added_on": earliest}
        self._record.kept = {
            name: [plain(before[name]), plain(value)]
            for name, value in after.items()
            if plain(before[name]) != plain(value) and name != "folded"
        }
        self._tx.update(person, self._kept, after, subject=self._kept)

    def _move(self, table: Table, into: Mapping[str, str]) -> None:
        """What refers to rows that go refers to the ones that stay, by every column that can; ``into`` names
        for each row that goes the one that stays."""
        for column in _referring(table):
            self._move_rows(column, into)
        for other, name in LOOSE:
            self._move_rows(other.c[name], into)

    def _move_rows(self, column: Column[Any], into: Mapping[str, str]) -> None:
        table = _table(column)
        # Files are not read: they only ever move.
        columns = [each for each in table.columns if not isinstance(each.type, LargeBinary)]
        rows = self._tx.rows(select(*columns).where(column.in_(into)).order_by(table.c.id))
        if not rows:
            return
        standing = Standing(self._tx, column, into.values())
        moving = {}
        for row in rows:
            kept = into[row[column.name]]
            if standing.takes({**row, column.name: kept}):
                moving[row["id"]] = {column.name: kept}
                self._record.moved.append([table.name, column.name, row["id"], row[column.name], kept])
            else:
                self._remove(table, row)
        self._tx.update_many(table, moving, subject=self._kept)

    def _remove(self, table: Table, row: RowMapping) -> None:
        self._record.removed.append([table.name, as_json(row)])
        self._tx.delete(table, row["id"], subject=self._gone)

    def _join(self, twins: Twins, after: Mapping[str, Any]) -> None:
        self._join_all(twins.table, [(twins, after)])

    def _join_all(self, table: Table, pairs: Sequence[tuple[Twins, Mapping[str, Any]]]) -> None:
        """Of each two rows one stays, as it becomes; what hangs on the other is moved to it, and the other
        goes."""
        self._move(table, {twins.gone["id"]: twins.kept["id"] for twins, _ in pairs})
        self._tx.update_many(table, {twins.kept["id"]: after for twins, after in pairs}, subject=self._kept)
        kept = [twins.kept["id"] for twins, _ in pairs]
        now = {row["id"]: row for row in self._tx.rows(select(table).where(table.c.id.in_(kept)))}
        self._record.joined += [
            {
                "table": table.name,
                "kept": as_json(twins.kept),
                "after": as_json(now[twins.kept["id"]]),
                "gone": as_json(twins.gone),
            }
            for twins, _ in pairs
        ]
        self._tx.delete_many(table, [twins.gone["id"] for twins, _ in pairs], subject=self._gone)

    def _join_registers(self) -> None:
        pairs = []
        for twins in sessions_of_both(self._tx, self._kept, self._gone):
            kept, gone = twins.kept, twins.gone
            mark = merging.mark_that_stands(kept["mark"], gone["mark"])
            excuse = (kept["excuse"] or gone["excuse"]) if mark == "excused" else None
            after = {
                "mark": mark,
                "note": merging.joined_text(kept["note"], gone["note"]),
                "excuse": excuse,
                "star": kept["star"] or gone["star"],
            }
            pairs.append((twins, after))
        self._join_all(attendance, pairs)

    def _join_journeys(self) -> None:
        for twins in journeys_of_both(self._tx, self._kept, self._gone):
            if same_journey(twins):
                self._join(twins, merging.filled(dict(twins.kept), dict(twins.gone), OWN))

    def _join_groups(self) -> None:
        """Times in one group that meet become one: the earliest row of the kept record stays."""
        rows = self._tx.rows(
            select(group_member)
            .where(group_member.c.person_id.in_((self._kept, self._gone)))
            .order_by(group_member.c.id)
        )
        staying = {row["id"]: row for row in rows if row["person_id"] == self._kept}
        for gone in (row for row in rows if row["person_id"] == self._gone):
            meeting = [
                row
                for row in staying.values()
                if row["group_id"] == gone["group_id"]
                and merging.spans_meet(
                    (row["joined_on"], row["left_on"]), (gone["joined_on"], gone["left_on"])
                )
            ]
            if not meeting:
                continue
            first = meeting[0]
            joined, left = merging.whole_span((row["joined_on"], row["left_on"]) for row in (*meeting, gone))
            for other in meeting[1:]:
                self._remove(group_member, other)
                del staying[other["id"]]
            self._join(Twins(group_member, first, gone), {"joined_on": joined, "left_on": left})
            now = self._tx.one(select(group_member).where(group_member.c.id == first["id"]))
            assert now is not None  # noqa: S101 - it has just been written
            staying[first["id"]] = now

    def _join_links(self) -> None:
        """What says that one is the other's brother goes; the same person written into both lives is one."""
        both = (self._kept, self._gone)
        between = select(relationship).where(
            relationship.c.person_id.in_(both), relationship.c.other_id.in_(both)
        )
        for row in self._tx.rows(between.order_by(relationship.c.id)):
            self._remove(relationship, row)
        for column, far in (("person_id", "other_id"), ("other_id", "person_id")):
            rows = self._tx.rows(
                select(relationship).where(relationship.c[column].in_(both)).order_by(relationship.c.id)
            )
            staying = [row for row in rows if row[column] == self._kept]
            for gone in (row for row in rows if row[column] == self._gone):
                twin = next((row for row in staying if _same_link(row, gone, far)), None)
                if twin is None:
                    continue
                after = {
                    name: merging.joined_text(twin[name], gone[name]) for name in ("contact", "note")
                } | {name: twin[name] or gone[name] for name in ("trusted", "lives_with", "emergency")}
                self._join(Twins(relationship, twin, gone), after)
                staying.remove(twin)


def _same_link(one: RowMapping, other: RowMapping, far: str) -> bool:
    if one["relation"] != other["relation"] or one["ended_on"] != other["ended_on"]:
        return False
    if one[far] is not None or other[far] is not None:
        return bool(one[far] == other[far])
    return same_name(one["name"], other["name"])


def _referring(table: Table) -> Iterator[Column[Any]]:
    """Every column that refers to a table."""
    for other in PROVIDER.sorted_tables:
        for key in sorted(other.foreign_keys, key=lambda key: key.parent.name):
            if key.column.table is table:
                yield key.parent


def _table(column: Column[Any]) -> Table:
    table = column.table
    assert isinstance(table, Table)  # noqa: S101 - only columns of tables are asked for
    return table
