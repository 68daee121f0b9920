"""The journal since a return was made: what was written to the records that it counts."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, Table, and_, func, or_, select, union

from vrp_desktop.db.models import (
    PROVIDER,
    assessment,
    attendance,
    enrolment,
    finding,
    goal,
    head_count,
    onward_referral,
    reading,
    session,
    tag,
    trained,
)
from vrp_desktop.db.queries import audit
from vrp_desktop.db.queries.tags import in_batches
from vrp_desktop.db.store import Tx
from vrp_desktop.domain import codes
from vrp_desktop.domain.journal import CORRECTING, OF_ROWS, Told
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.corrections import Place

_JOURNAL = PROVIDER.tables["journal"]
_OF_SESSIONS: tuple[Table, ...] = (attendance, head_count, trained)
_OF_JOURNEYS: tuple[Table, ...] = (goal, reading, assessment, onward_referral)


def since(tx: Tx, release_id: str, intervention_id: str, quarter: Quarter) -> tuple[tuple[Told, Place], ...]:
    """Every entry after a release's own that tells of a record it counts, in the order they were written,
    with what each belongs to. The year's earlier quarters too: figures of the year so far rest on them."""
    own = tx.one(
        select(_JOURNAL.c.device, _JOURNAL.c.seq, _JOURNAL.c.at).where(
            _JOURNAL.c.entity == "release", _JOURNAL.c.row == release_id, _JOURNAL.c.action == "insert"
        )
    )
    if own is None:
        return ()
    after = or_(
        and_(_JOURNAL.c.device == own["device"], _JOURNAL.c.seq > own["seq"]),
        and_(_JOURNAL.c.device != own["device"], _JOURNAL.c.at > own["at"]),
    )
    statement = (
        select(_JOURNAL)
        .where(
            after,
            _JOURNAL.c.action.in_(sorted(OF_ROWS | {CORRECTING})),
            or_(*_of_records(intervention_id, quarter)),
        )
        .order_by(_JOURNAL.c.at, _JOURNAL.c.seq)
    )
    entries = audit.as_told(tx, tx.rows(statement))
    places = _Places(tx, entries)
    return tuple((entry, places.of(entry)) for entry in entries)


def _of_records(intervention_id: str, quarter: Quarter) -> list[ColumnElement[bool]]:
    sessions = select(session.c.id).where(
        session.c.intervention_id == intervention_id,
        session.c.held_on.between(quarter.year_start, quarter.end),
    )
    journeys = select(enrolment.c.id).where(
        enrolment.c.intervention_id == intervention_id, enrolment.c.referred_on <= quarter.end
    )
    people = union(
        select(enrolment.c.person_id).where(enrolment.c.id.in_(journeys)),
        select(attendance.c.person_id).where(attendance.c.session_id.in_(sessions)),
    )
    chosen = [
        _JOURNAL.c.action == CORRECTING,
        _entries(session, sessions),
        _entries(enrolment, journeys),
        _is("person") & _JOURNAL.c.row.in_(people),
        _entries(tag, select(tag.c.id).where(tag.c.owner.in_(union(sessions, journeys)))),
        _gone("tag", "owner", union(sessions, journeys)),
        # A session that was moved out of the return is no longer among its sessions.
        _is("session") & (_was("intervention_id") == intervention_id),
        _is("session")
        & _was("held_on").between(quarter.year_start.isoformat(), quarter.end.isoformat())
        & _JOURNAL.c.row.in_(select(session.c.id).where(session.c.intervention_id == intervention_id)),
        _gone("enrolment", "intervention_id", (intervention_id,)),
    ]
    chosen += _of_findings(people, quarter)
    held = ((_OF_SESSIONS, "session_id", sessions), (_OF_JOURNEYS, "enrolment_id", journeys))
    for tables, owner, owners in held:
        for table in tables:
            chosen.append(_entries(table, select(table.c.id).where(table.c[owner].in_(owners))))
            chosen.append(_gone(table.name, owner, owners))
    return chosen


def _of_findings(people: Any, quarter: Quarter) -> list[ColumnElement[bool]]:
    """What was found of these people up to the quarter's last day, or had been until it was put right."""
    factors = [one.code for one in codes.code_list("factor").codes]
    theirs = select(finding.c.id).where(finding.c.person_id.in_(people), finding.c.code.in_(factors))
    by_then = theirs.where(finding.c.seen_on <= quarter.end)
    was_by_then = _is("finding") & (_was("seen_on") <= quarter.end.isoformat())
    return [
        _entries(finding, by_then),
        was_by_then & _JOURNAL.c.row.in_(theirs),
        was_by_then & _was("code").in_(factors) & _gone("finding", "person_id", people),
        _entries(finding, select(finding.c.id).where(finding.c.person_id.in_(people)))
        & _was("code").in_(factors),
    ]


def _chosen(
    tx: Tx, wanted: Select[Any], column: ColumnElement[str], ids: Collection[str]
) -> list[RowMapping]:
    """The rows of these ids, in statements of a size that fits."""
    return [row for batch in in_batches(ids) for row in tx.rows(wanted.where(column.in_(batch)))]


def _is(entity: str) -> ColumnElement[bool]:
    return _JOURNAL.c.entity == entity


def _entries(table: Table, ids: Select[Any]) -> ColumnElement[bool]:
    return _is(table.name) & _JOURNAL.c.row.in_(ids)


def _was(field: str) -> ColumnElement[Any]:
    """What a field held before."""
    return func.json_extract(_JOURNAL.c.fields, f"$.{field}[0]")


def _gone(entity: str, owner: str, owners: Any) -> ColumnElement[bool]:
    """Rows that are not there any more, by what they belonged to."""
    return _is(entity) & (_JOURNAL.c.action == "delete") & _was(owner).in_(owners)


class _Places:
    """What entries belong to, in words for the provider's own eyes."""

    def __init__(self, tx: Tx, entries: Collection[Told]) -> None:
        self._owners: dict[str, str] = {}
        held = ((_OF_SESSIONS, "session_id"), (_OF_JOURNEYS, "enrolment_id"), ((tag,), "owner"))
        for tables, owner in held:
            for table in tables:
                rows = [entry.row for entry in entries if entry.entity == table.name]
                for found in _chosen(tx, select(table.c.id, table.c[owner]), table.c.id, rows):
                    self._owners[found["id"]] = found[owner]
        ids = {self._session(entry) for entry in entries} - {None}
        wanted = select(session.c.id, session.c.held_on, session.c.place)
        self._sessions = {
            row["id"]: ", ".join(filter(None, (f"{row['held_on'].day} {row['held_on']:%B %Y}", row["place"])))
            for row in _chosen(tx, wanted, session.c.id, sorted(filter(None, ids)))
        }

    def of(self, entry: Told) -> Place:
        session_id = self._session(entry)
        if session_id in self._sessions:
            return Place(f"Session of {self._sessions[session_id]}", session_id=session_id)
        if entry.subject is not None:
            return Place(entry.about or "Somebody who is not here any more", person_id=entry.subject)
        return Place("A session" if entry.entity == "session" else "A record")

    def _session(self, entry: Told) -> str | None:
        """The session an entry belongs to, if it is one's."""
        if entry.entity == "session":
            return entry.row
        owner = self._owners.get(entry.row)
        for name in ("session_id", "owner"):
            pair = entry.fields.get(name)
            owner = owner or (pair and (pair[0] or pair[1])) or None
        return owner
