"""Erasing a person and everything about them, so that nothing is left to find: what was counted stays."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from vrp_desktop.db.copies_aside import copies_aside
from vrp_desktop.db.queries import backups as backup_queries
from vrp_desktop.db.queries import concerns, held, keeping, merging
from vrp_desktop.db.queries import erasing as queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.queries.erasing import Erased, Mention
from vrp_desktop.db.store import Store, Tx, WriteTx
from vrp_desktop.domain import retention
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.concerns import HELD
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services import backup_places as places
from vrp_desktop.services.confirming import confirm
from vrp_desktop.services.service import Service, found

__all__ = ["RESTORED", "Erased", "Erasure", "NamedElsewhere", "Plan", "reapply"]

RESTORED = "restored"
"""The reason of an erasure that was done again in a restored backup."""
_CHANGES = Changes(frozenset(Topic))
_VEILED = ("It is veiled: the designated safeguarding lead can read it.",)


@dataclass(frozen=True)
class NamedElsewhere:
    """A record that is not the person's, in which their name stands; ``key`` says so to ``erase``.

    ``past`` is set where only the journal still holds the name."""

    key: str
    where: str
    sentences: tuple[str, ...]
    past: bool


@dataclass(frozen=True)
class Plan:
    """What would go, and what would stay."""

    person_id: str
    known_as: str
    full_name: str
    rows: Mapping[str, int]
    """How many rows of each table."""
    entries: int
    """How many entries of the journal would be blanked."""
    elsewhere: tuple[NamedElsewhere, ...]
    copies: int
    """How many copies that an upgrade by an earlier version left would be deleted: each holds everybody."""
    returns: int
    """How many returns they may be counted in; those stay as they were sent."""
    backups: int
    """How many backups, here and in the second place, hold them still; they give way to newer ones."""
    aside: tuple[Path, ...]
    """Stores that were put aside when a backup was restored: they hold the record, and nobody deletes them
    but whoever kept them."""
    held: str
    """The reason of a legal hold, which forbids it; or empty."""
    concern: str = ""
    """That a safeguarding concern forbids it, in words; or empty."""
    concerns: int = 0
    """In how many safeguarding concerns about others their name stands: those stay as they are, until the
    designated lead lets them go."""


class Erasure(Service):
    """For a manager, with the passphrase once more."""

    def plan(self, person_id: str) -> Plan:
        """Everything that would go; that it was looked at is journalled. Refused if there is no such
        person."""
        folder = self._workspace.folder
        with self._reading(Action.ERASE) as tx:
            person = found(people_queries.get(tx, person_id), "person")
            rows = queries.of_person(tx, person_id)
            named = queries.mentions(tx, queries.names_of(tx, person_id), rows)
            hold = keeping.holds(tx, person_id).get(person_id)
            planned = Plan(
                person_id,
                person.known_as,
                person.details.full_name,
                {name: len(ids) for name, ids in rows.items()},
                len(queries.journal_of(tx, person_id, rows)),
                tuple(_told(tx, mention) for mention in named if not mention.kept),
                len(copies_aside(folder)),
                len(held.returned(tx, person_id)),
                self._backups(tx, person.added_on),
                tuple(sorted(folder.parent.glob(f"{folder.name}-before-restoring-*"))),
                "" if hold is None else hold.reason,
                HELD if concerns.holding(tx, person_id) else "",
                sum(mention.kept for mention in named),
            )
        self._note_view(person_id)
        return planned

    def erase(self, person_id: str, reason: str, passphrase: str, leave: Collection[str] = ()) -> Saved:
        """Erases a person for good: their record, journeys, marks and notes, goals and readings, what the
        journal says of them, and their name in what is written of others, but for those records whose keys
        ``leave`` names. Returns that were sent stay as they are.

        Refused with a wrong passphrase, a reason that is not of the list, under a legal hold, or where there
        is a safeguarding concern that the designated lead has not let go. Trouble
        where the file could not be cleaned: the person is gone, and ``finish`` does the rest."""
        self._need(Action.ERASE)
        if reason not in dict(retention.erasure_reasons()):
            raise Refused.for_fields({"reason": "Choose why the record is erased."})
        confirm(self._workspace, passphrase)
        with self._writing(Action.ERASE) as tx:
            found(people_queries.get(tx, person_id), "person")
            if keeping.holds(tx, person_id):
                raise Refused(
                    "This record is under a legal hold, so it cannot be erased. Whoever placed the hold can "
                    "say whether it may be lifted."
                )
            if concerns.holding(tx, person_id):
                raise Refused(HELD)
            parts = merging.parts_of(tx, person_id)
            rows = _wipe(tx, person_id, leave)
            erasure_id = queries.note(tx, person_id, self._today, reason, rows)
            for part in sorted(parts):
                # A backup from before they were brought together holds them under that id.
                queries.note(tx, part, self._today, reason, {})
            tx.event("erased", "person", person_id, person_id, reason=reason)
        self._workspace.open_files.wipe()  # A document of theirs may stand open.
        self._clean()
        return Saved(erasure_id, _CHANGES)

    def done(self) -> tuple[Erased, ...]:
        """What was erased, the latest first. It names nobody."""
        with self._reading(Action.ERASE) as tx:
            return queries.all_erased(tx)

    def finish(self) -> bool:
        """Cleans the file where an erasure was interrupted before it could; whether there was one."""
        with self._reading(Action.ERASE) as tx:
            waiting = any(one.cleaned_on is None for one in queries.all_erased(tx))
        if waiting and self._workspace.only_look is None:
            self._clean()
        return waiting

    def _backups(self, tx: Tx, since: date) -> int:
        store, _ = backup_queries.identity(tx)
        return len(
            {
                file.path.name
                for folder in places.both(self._workspace.store)
                for file in places.files_in(folder)
                if file.manifest.store == store and file.manifest.made_at.date() >= since
            }
        )

    def _clean(self) -> None:
        with self._reading(Action.ERASE) as tx:
            waiting = [one for one in queries.all_erased(tx) if one.cleaned_on is None]
        clean(self._workspace.store, self._workspace.folder)
        with self._writing(Action.ERASE) as tx:
            for one in waiting:
                queries.cleaned(tx, one, self._today)


def reapply(
    store: Store, person_ids: Iterable[str], actor_id: str, at: Callable[[], datetime]
) -> tuple[str, ...]:
    """Erases again, in a restored store, everybody who was erased after the backup was made; returns who of
    them was in it. Doing it twice does nothing more. The store must not be used before."""
    wanted = tuple(dict.fromkeys(person_ids))
    with store.reading() as tx:
        there = people_queries.existing(tx, wanted)
        known = {one.person_id for one in queries.all_erased(tx) if one.cleaned_on is not None}
    if there or set(wanted) - known:
        with store.writing(actor_id, at) as tx:
            noted = {one.person_id for one in queries.all_erased(tx)}
            for person_id in wanted:
                rows = _wipe(tx, person_id, ()) if person_id in there else {}
                if person_id not in noted:
                    queries.note(tx, person_id, at().date(), RESTORED, rows)
                if rows:
                    tx.event("erased", "person", person_id, person_id, reason=RESTORED)
        clean(store, store.folder)
        with store.writing(actor_id, at) as tx:
            for one in queries.all_erased(tx):
                if one.cleaned_on is None:
                    queries.cleaned(tx, one, at().date())
    return tuple(person_id for person_id in wanted if person_id in there)


def clean(store: Store, folder: Path) -> None:
    """Deletes the copies that upgrades by earlier versions left, and rewrites the file without what was
    erased. Trouble where the disk does not let it; it can be done again."""
    for copy in copies_aside(folder):
        try:
            copy.unlink(missing_ok=True)
        except OSError as fault:
            raise Trouble(
                f"The record is erased, but a copy of the store from before an upgrade, {copy}, could not be "
                f"deleted: {fault.strerror or fault}. It still holds the record. Close whatever has it open, "
                "then open the page Keeping and erasing once more."
            ) from fault
    store.clean()


def _wipe(tx: WriteTx, person_id: str, leave: Collection[str]) -> queries.Rows:
    """Takes everything of a person out of the store, in the transaction that is open."""
    rows = queries.of_person(tx, person_id)
    names = queries.names_of(tx, person_id)
    named = [
        mention
        for mention in queries.mentions(tx, names, rows)
        if mention.key not in leave and not mention.kept
    ]
    entries = queries.journal_of(tx, person_id, rows)
    queries.take_out(tx, named, names)
    queries.forget(tx, rows)
    tx.blank(entries.union(*(mention.entries for mention in named)))
    return rows


def _told(tx: Tx, mention: Mention) -> NamedElsewhere:
    said = _VEILED if mention.veiled else mention.sentences
    return NamedElsewhere(mention.key, queries.where(tx, mention), said, mention.past)
