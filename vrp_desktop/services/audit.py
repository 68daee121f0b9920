"""The journal: read, proven whole, taken out as a file; and a change taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from vrp_desktop.db.journal import in_utc
from vrp_desktop.db.queries import assignments as assignment_queries
from vrp_desktop.db.queries import audit as queries
from vrp_desktop.db.queries import findings, sessions, undoing
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.access import OpenedRecord
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.findings import VEILED
from vrp_desktop.domain.journal import OPEN_ENTITIES, Kind, Sought, Told, Verified
from vrp_desktop.domain.journal_words import details, happened
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services import backup_places as places
from vrp_desktop.services.folders import make_ready, taken_out
from vrp_desktop.services.service import Service, found

__all__ = ["Audit", "Kind", "Sought", "Told", "Verified"]

_EVERYTHING = Changes(frozenset(Topic))
_MOST_IN_A_WORKBOOK = 20_000
_MOST = 1_000_000
_HEADS = ("When", "Who", "What", "About", "Details", "Number")
_LOOKS_BACK = timedelta(days=28)


class Audit(Service):
    """Who did what, when, to what. Whoever sees no records sees of them only that something was done."""

    def users(self) -> tuple[tuple[str, str], ...]:
        """Everybody whose doings can be asked for: id and name."""
        with self._reading(Action.READ_JOURNAL) as tx:
            return queries.actors(tx)

    def read(self, sought: Sought | None = None) -> tuple[Told, ...]:
        """The entries that are wanted, the latest first."""
        with self._reading(Action.READ_JOURNAL) as tx:
            wanted = self._allowed(sought or Sought())
            return self._veiled(tx, queries.told(tx, wanted, self._zone, self._sees_everybody))

    def change(self, change: str) -> tuple[Told, ...]:
        """Every entry of one saved intention, the latest first."""
        return self.read(Sought(change=change, limit=_MOST))

    def verify(self) -> Verified:
        """Whether the journal is whole: nothing rewritten, taken out or put in another order, and its end no
        earlier than when each backup was made."""
        self._need(Action.READ_JOURNAL)
        heads = places.heads_kept(self._workspace.store)
        with self._reading(Action.READ_JOURNAL) as tx:
            return queries.verified(tx, heads)

    def export(self, sought: Sought, path: Path) -> Path:
        """Writes the entries that are wanted: a workbook where the name ends in .xlsx, else comma-separated
        text. That it was done is journalled. Trouble where it cannot be written."""
        from vrp_desktop.reports import journal  # loaded when something is written: signing in is quicker

        with self._reading(Action.READ_JOURNAL) as tx:
            wanted = self._allowed(Sought(**{**vars(sought), "limit": _MOST, "before": None}))
            entries = self._veiled(tx, queries.told(tx, wanted, self._zone, self._sees_everybody))
        self._need_writable()
        workbook = path.suffix.lower() == ".xlsx"
        if workbook and len(entries) > _MOST_IN_A_WORKBOOK:
            raise Refused(
                f"These are {len(entries):,} entries, more than a workbook should hold. Choose fewer days, "
                "or save it as comma-separated text (.csv)."
            )
        lines = [self._line(entry) for entry in entries]
        make_ready(path.parent)
        told = {"file": path.name, "entries": len(lines)}
        with taken_out(self._workspace, (path,), "journal", "", **told) as (written,):
            if workbook:
                about = f"{len(lines):,} entries, the latest first, as asked for on {self._today:%d/%m/%Y}"
                actor = self._workspace.actor.name
                journal.write_workbook(_HEADS, lines, written, about, self._today, actor)
            else:
                journal.write_csv(_HEADS, lines, written)
        return path

    @property
    def _sees_everybody(self) -> bool:
        return self._workspace.actor.may(Action.READ_ALL_RECORDS)

    @property
    def _zone(self) -> object:
        return self._workspace.clock().tzinfo

    def _allowed(self, sought: Sought) -> Sought:
        """Refuses to look for a person on behalf of somebody who sees no records."""
        if sought.person and not self._sees_everybody:
            raise Refused("You do not see people's records, so you cannot look for somebody in the journal.")
        return sought

    def _line(self, entry: Told) -> tuple[str, ...]:
        at = entry.at.astimezone(self._workspace.clock().tzinfo)
        said = "; ".join(details(entry))
        return f"{at:%Y-%m-%d %H:%M:%S}", entry.who, happened(entry), entry.about, said, str(entry.seq)

    def _veiled(self, tx: Tx, entries: Sequence[Told]) -> tuple[Told, ...]:
        """The entries without the words of findings that are veiled for the actor."""
        return tuple(self._veiled_one(tx, each) if each.entity == "finding" else each for each in entries)

    def _veiled_one(self, tx: Tx, entry: Told) -> Told:
        if "words" not in entry.fields or entry.actor == self._workspace.actor.id:
            return entry
        known = [code for code in entry.fields.get("code") or () if code]
        if not known and (stored := findings.get(tx, entry.row)) is not None:
            known = [stored.details.code]
        # Of what is not there any more nobody knows what it was about.
        if known and VEILED.isdisjoint(known):
            return entry
        return replace(entry, fields={**entry.fields, "words": None})


class RecordAudit(Audit):
    """A provider's journal, which tells of people's records."""

    def history(self, entity: str, row: str, field: str | None = None) -> tuple[Told, ...]:
        """What a row has held since it was added, the latest first; of one field only, where it is named.
        For whoever sees the record, or reads the journal. Refused for a record that is not one's own."""
        with self._reading(Action.READ_RECORDS, Action.READ_JOURNAL) as tx:
            entries = self._veiled(tx, queries.of_row(tx, entity, row))
            if not self._sees_everybody and entity not in OPEN_ENTITIES:
                self._need(Action.READ_RECORDS)
                subjects = {entry.subject for entry in entries if entry.subject}
                for subject in subjects:
                    self._see(tx, subject)
                if entity == "session":
                    session = found(sessions.get(tx, row), "session")
                    self._deliver(tx, session.details.intervention_id)
                elif entries and not subjects:
                    # What is about nobody in particular can still say something of somebody.
                    raise Refused("The history of this is for those who see every record.")
            elif entity in OPEN_ENTITIES:
                self._need(Action.READ_JOURNAL)
        return tuple(e for e in reversed(entries) if field is None or field in e.fields)

    def seen(self, person_id: str) -> tuple[Told, ...]:
        """Who opened a person's record, the latest first: once an hour at most for each of them."""
        self._need(Action.READ_ALL_RECORDS)
        return self.read(Sought(kind=Kind.VIEWS, entity="person", row=person_id, limit=_MOST))

    def opened(self) -> tuple[OpenedRecord, ...]:
        """The records that were opened with a reason in the last 28 days, the latest first."""
        with self._reading(Action.UNDO) as tx:
            return assignment_queries.opened_since(tx, in_utc(self._workspace.clock() - _LOOKS_BACK))

    def why_not(self, change: str) -> str | None:
        """Why a whole change cannot be taken back, in words; None where it can."""
        with self._reading(Action.UNDO) as tx:
            return undoing.fault(tx, queries.of_change(tx, change))

    def undo(self, change: str) -> Saved:
        """Takes a whole change back, as a change of its own. Refused unless its rows still hold what it
        wrote, no later change has touched them, and all would fit together afterwards."""
        with self._writing(Action.UNDO) as tx:
            entries = queries.of_change(tx, change)
            if (why := undoing.fault(tx, entries)) is not None:
                raise Refused(why)
            undoing.undo(tx, entries)
            if (why := undoing.unsound(tx, entries)) is not None:
                raise Refused(f"It cannot be taken back as things stand now. {why}")
            tx.event("taken back", "change", change, None, entries=len(entries))
            return Saved(change, _EVERYTHING)
