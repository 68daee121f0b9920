"""Two records of one person: what would become of both, what is kept of it, and for how long."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Column, Date, FromClause, RowMapping, Table, UniqueConstraint, select

from vrp_desktop.db.journal import plain
from vrp_desktop.db.models import (
    PROVIDER,
    attendance,
    draft,
    enrolment,
    goal,
    group_member,
    intervention,
    legal_hold,
    merge,
    person,
    regular_group,
    relationship,
    session,
    tag,
)
from vrp_desktop.db.store import Tx, WriteTx
from vrp_desktop.domain import merging
from vrp_desktop.domain.days import written
from vrp_desktop.domain.merging import Hindrance, Known, Merged
from vrp_desktop.domain.outcomes import MOST_GOALS
from vrp_desktop.domain.people import PersonDetails

_USER = PROVIDER.tables["user"]
LOOSE = ((tag, "owner"), (draft, "subject"))
"""Columns that hold the id of a row of any table, so that no reference tells of them."""
OWN = frozenset({"id", "person_id"})
_OF_A_JOURNEY = ("referred_on", "decision", "decided_on", "started_on", "ended_on")
"""What has to be the same in two journeys for them to be one: an open one is not the one that has ended."""


@dataclass
class Record:
    """What it takes to part two records again, as it is kept: everything as JSON can hold it.

    ``moved``: table, column, row, from whom, to whom. ``joined``: by table, the row that stayed as it was
    and as it became, and the row that went. ``removed``: by table, rows that went."""

    person: dict[str, Any]
    kept: dict[str, list[Any]] = field(default_factory=dict)
    moved: list[list[str]] = field(default_factory=list)
    joined: list[dict[str, Any]] = field(default_factory=list)
    removed: list[list[Any]] = field(default_factory=list)

    def stored(self) -> dict[str, Any]:
        """As the column holds it."""
        return vars(self)


def taken(tx: Tx, table: Table, row: Mapping[str, Any]) -> bool:
    """Whether another row stands where this one would, by the table's own rules."""
    for names in _rules(table):
        if any(row[name] is None for name in names):
            continue
        same = select(table.c.id).where(
            *(table.c[name] == row[name] for name in names), table.c.id != row["id"]
        )
        if tx.scalar(same) is not None:
            return True
    return False


class Standing:
    """Which places of a table are taken, by its own rules, where one of its columns is about to change: a
    rule that does not name the column holds already. ``values`` are those the column may become."""

    def __init__(self, tx: Tx, column: Column[Any], values: Collection[str]) -> None:
        table = column.table
        rules = [rule for rule in _rules(table) if column.name in rule]
        self._places: dict[tuple[str, ...], set[tuple[Any, ...]]] = {
            rule: {
                tuple(row.values())
                for row in tx.rows(select(*(table.c[name] for name in rule)).where(column.in_(set(values))))
            }
            for rule in rules
        }

    def takes(self, row: Mapping[str, Any]) -> bool:
        """Whether there is room for the row as it would be; from then on its place is taken."""
        wanted = [(rule, tuple(row[name] for name in rule)) for rule in self._places]
        wanted = [(rule, place) for rule, place in wanted if None not in place]
        if any(place in self._places[rule] for rule, place in wanted):
            return False
        for rule, place in wanted:
            self._places[rule].add(place)
        return True


def _rules(table: FromClause) -> list[tuple[str, ...]]:
    """The columns that are unique together, by each of a table's rules."""
    rules = table.constraints if isinstance(table, Table) else ()
    return [
        tuple(column.name for column in rule.columns) for rule in rules if isinstance(rule, UniqueConstraint)
    ]


def as_json(row: RowMapping) -> dict[str, Any]:
    """A row as JSON can hold it. Bytes are of rows that only ever move."""
    return {name: plain(value) for name, value in row.items()}


def from_json(table: Table, held: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value)
        if isinstance(table.c[name].type, Date) and isinstance(value, str)
        else value
        for name, value in held.items()
    }


@dataclass(frozen=True)
class Twins:
    """Two rows of one table, of which one is left afterwards."""

    table: Table
    kept: RowMapping
    gone: RowMapping


def sessions_of_both(tx: Tx, kept_id: str, gone_id: str) -> list[Twins]:
    """The marks of both in one register."""
    theirs = {
        row["session_id"]: row for row in tx.rows(select(attendance).where(attendance.c.person_id == kept_id))
    }
    others = tx.rows(select(attendance).where(attendance.c.person_id == gone_id).order_by(attendance.c.id))
    return [
        Twins(attendance, theirs[row["session_id"]], row) for row in others if row["session_id"] in theirs
    ]


def journeys_of_both(tx: Tx, kept_id: str, gone_id: str) -> list[Twins]:
    """Journeys of both through one intervention at the same time."""
    found = []
    theirs = tx.rows(select(enrolment).where(enrolment.c.person_id == kept_id).order_by(enrolment.c.id))
    others = tx.rows(select(enrolment).where(enrolment.c.person_id == gone_id).order_by(enrolment.c.id))
    for row in others:
        found += [
            Twins(enrolment, one, row)
            for one in theirs
            if one["intervention_id"] == row["intervention_id"] and _overlap(one, row)
        ]
    return found


def _overlap(one: RowMapping, other: RowMapping) -> bool:
    return not any(
        (over := a["decided_on"] if a["decision"] == "declined" else a["ended_on"]) is not None
        and over <= b["referred_on"]
        for a, b in ((one, other), (other, one))
    )


def same_journey(twins: Twins) -> bool:
    """Whether two journeys are one written twice: from one day on, and nowhere at odds."""
    same_days = all(twins.kept[name] == twins.gone[name] for name in _OF_A_JOURNEY)
    return same_days and merging.agree(dict(twins.kept), dict(twins.gone), OWN)


def unmet_goals(tx: Tx, *enrolment_ids: str) -> int:
    """How many goals of these journeys are not met yet."""
    unmet = select(goal.c.id).where(goal.c.enrolment_id.in_(enrolment_ids), goal.c.met_on.is_(None))
    return len(tx.rows(unmet))


def forbids(tx: Tx, kept_id: str, gone_id: str) -> tuple[Hindrance, ...]:
    """Why two records cannot be made one as things stand, and what to do first; by journeys and goals."""
    names = {row["id"]: row["name"] for row in tx.rows(select(intervention.c.id, intervention.c.name))}
    called = {
        row["id"]: row["known_as"]
        for row in tx.rows(select(person.c.id, person.c.known_as).where(person.c.id.in_((kept_id, gone_id))))
    }
    said = []
    count: dict[str, int] = defaultdict(int)
    for twins in journeys_of_both(tx, kept_id, gone_id):
        name = names[twins.kept["intervention_id"]]
        count[twins.gone["id"]] += 1
        if not same_journey(twins) or count[twins.gone["id"]] > 1:
            first, second = sorted((twins.kept, twins.gone), key=lambda row: (row["referred_on"], row["id"]))
            whose = {row["id"]: _whose(called, row["person_id"], kept_id) for row in (first, second)}
            day = written(second["referred_on"])
            words = (
                f"Both have a journey in {name} at the same time: {whose[first['id']]} from "
                f"{written(first['referred_on'])}, {whose[second['id']]} from {day}. If it is one journey, "
                "write the same dates and answers into both, and they become one. If there were two, end the "
                f"first, on {day} or before."
            )
            said.append(Hindrance(words, _links(first, second)))
        elif (unmet := unmet_goals(tx, twins.kept["id"], twins.gone["id"])) > MOST_GOALS:
            words = (
                f"In {name} there would be {unmet} goals that are not met yet, and no more than {MOST_GOALS} "
                "can be worked on at a time. Say of some that they are met first."
            )
            said.append(Hindrance(words, _links(twins.kept, twins.gone)))
    return tuple(said)


def _links(first: RowMapping, second: RowMapping) -> tuple[tuple[str, str], ...]:
    return tuple((row["id"], f"Journey from {written(row['referred_on'])}") for row in (first, second))


def _whose(called: Mapping[str, str], person_id: str, kept_id: str) -> str:
    """Whose, also where both are called alike."""
    return f"{called[person_id]} ({'stays' if person_id == kept_id else 'becomes part of it'})"


def held(tx: Tx, person_id: str) -> tuple[str, ...]:
    """What is held of somebody beside their page, in words: for telling two records apart."""
    said = []
    for table, one, many in (
        (attendance, "session", "sessions"),
        (enrolment, "journey", "journeys"),
        (group_member, "group", "groups"),
        (relationship, "person in their life", "people in their life"),
        (PROVIDER.tables["document"], "document", "documents"),
        (PROVIDER.tables["finding"], "strength or need", "strengths and needs"),
        (PROVIDER.tables["consent"], "consent", "consents"),
        (PROVIDER.tables["story"], "case study or own words", "case studies or own words"),
    ):
        count = len(tx.rows(select(table.c.id).where(table.c.person_id == person_id)))
        if count:
            said.append(f"1 {one}" if count == 1 else f"{count} {many}")
    return tuple(said)


def joined_words(tx: Tx, kept_id: str, gone_id: str) -> tuple[str, ...]:
    """What both records hold, and would be one afterwards, in words."""
    both = len(sessions_of_both(tx, kept_id, gone_id))
    said = [f"{both} {'session' if both == 1 else 'sessions'} in which both stand in the register"] * bool(
        both
    )
    names = {row["id"]: row["name"] for row in tx.rows(select(intervention.c.id, intervention.c.name))}
    said += [
        f"The journey in {names[twins.kept['intervention_id']]}, written twice"
        for twins in journeys_of_both(tx, kept_id, gone_id)
        if same_journey(twins)
    ]
    groups = {row["id"]: row["name"] for row in tx.rows(select(regular_group.c.id, regular_group.c.name))}
    spans = [
        (row["person_id"], row["group_id"])
        for row in tx.rows(select(group_member).where(group_member.c.person_id.in_((kept_id, gone_id))))
    ]
    of_both = {group for who, group in spans if who == kept_id} & {g for who, g in spans if who == gone_id}
    said += [f"Belonging to {name}" for name in sorted(groups[group_id] for group_id in of_both)]
    return tuple(said)


def known(tx: Tx, person_ids: set[str]) -> dict[str, Known]:
    """What is compared of these people."""
    names = {row["id"]: row["name"] for row in tx.rows(select(intervention.c.id, intervention.c.name))}
    came: dict[str, set[str]] = {person_id: set() for person_id in person_ids}
    for statement in (
        select(enrolment.c.person_id, enrolment.c.intervention_id).where(
            enrolment.c.person_id.in_(person_ids)
        ),
        select(attendance.c.person_id, session.c.intervention_id)
        .join_from(attendance, session, attendance.c.session_id == session.c.id)
        .where(attendance.c.person_id.in_(person_ids))
        .distinct(),
    ):
        for row in tx.rows(statement):
            came[row["person_id"]].add(names[row["intervention_id"]])
    fields = [name for name in PersonDetails.__dataclass_fields__ if name in person.c]
    return {
        row["id"]: Known(
            row["id"], PersonDetails(**{name: row[name] for name in fields}), frozenset(came[row["id"]])
        )
        for row in tx.rows(select(person).where(person.c.id.in_(person_ids)))
    }


@dataclass(frozen=True)
class Kept:
    """A merge as it is stored."""

    id: str
    person_id: str
    gone_id: str
    merged_on: date
    undone_on: date | None
    partable: bool
    """Whether what it takes to part them is still kept."""


def get(tx: Tx, merge_id: str) -> Kept | None:
    """One, or None."""
    row = tx.one(select(merge).where(merge.c.id == merge_id))
    if row is None:
        return None
    named = ("id", "person_id", "gone_id", "merged_on", "undone_on")
    return Kept(**{name: row[name] for name in named}, partable=bool(row["record"]))


def history(tx: Tx, person_id: str) -> tuple[Kept, ...]:
    """Every merge into somebody's record, the oldest first."""
    rows = tx.rows(select(merge.c.id).where(merge.c.person_id == person_id).order_by(merge.c.id))
    return tuple(kept for row in rows if (kept := get(tx, row["id"])) is not None)


def recent(tx: Tx, since: date) -> tuple[Merged, ...]:
    """The merges since a day that can be parted, the latest first."""
    statement = (
        select(merge, person.c.known_as, _USER.c.name.label("by"))
        .join_from(merge, person, merge.c.person_id == person.c.id)
        .join(_USER, merge.c.merged_by == _USER.c.id)
        .where(merge.c.merged_on >= since, merge.c.undone_on.is_(None))
        .order_by(merge.c.id.desc())
    )
    return tuple(
        Merged(
            row["id"],
            row["person_id"],
            row["known_as"],
            row["record"]["person"]["known_as"],
            row["merged_on"],
            row["by"],
            merging.until(row["merged_on"]),
        )
        for row in tx.rows(statement)
        if row["record"]
    )


def let_go(tx: WriteTx, before: date) -> int:
    """Empties what it takes to part those who were brought together before a day, and how many these are.
    Under a legal hold nothing is thrown away."""
    held_back = {
        row["person_id"]
        for row in tx.rows(select(legal_hold.c.person_id).where(legal_hold.c.lifted_on.is_(None)))
    }
    done = 0
    for row in tx.rows(select(merge).where(merge.c.merged_on < before)):
        if row["record"] and row["person_id"] not in held_back:
            tx.update(merge, row["id"], {"record": {}}, subject=row["person_id"])
            done += 1
    return done


def parts_of(tx: Tx, person_id: str) -> set[str]:
    """The ids of the records that have become part of somebody's, those before them too."""
    rows = tx.rows(select(merge.c.gone_id).where(merge.c.person_id == person_id, merge.c.undone_on.is_(None)))
    return {row["gone_id"] for row in rows}


def changes_with(tx: Tx, person_id: str) -> set[str]:
    """The saved intentions by which somebody's record became part of another one, and was parted again: what
    they wrote tells of both."""
    journal = tx.tables["journal"]
    merges = select(merge.c.id).where(merge.c.gone_id == person_id)
    told = select(journal.c.change).where(
        journal.c.entity == merge.name,
        journal.c.row.in_(merges),
        journal.c.action.in_(("insert", "update")),
    )
    return {row["change"] for row in tx.rows(told)}


def names_of_parts(tx: Tx, person_id: str) -> set[str]:
    """What those records were called, as the journal remembers it, and what it takes to part them."""
    gone = parts_of(tx, person_id)
    if not gone:
        return set()
    names: set[str] = set()
    fields = ("known_as", "given_name", "family_name")
    journal = tx.tables["journal"]
    told = select(journal.c.fields).where(journal.c.entity == "person", journal.c.row.in_(gone))
    for entry in tx.rows(told):
        for name in fields:
            names.update(value for value in entry["fields"].get(name) or () if value)
    for row in tx.rows(select(merge.c.record).where(merge.c.person_id == person_id)):
        if row["record"]:
            names.update(filter(None, (row["record"]["person"][name] for name in fields)))
    return names
