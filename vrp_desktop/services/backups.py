"""Backups of the open store: made, proven, copied to a second place, and given up by the rotation."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from vrp_desktop.db import backup, integrity
from vrp_desktop.db.backup import Stopped, Watch
from vrp_desktop.db.backup_file import KEYS, BackupFile
from vrp_desktop.db.copies_aside import give_up_copies
from vrp_desktop.db.queries import audit, settings
from vrp_desktop.db.queries import backups as queries
from vrp_desktop.db.store import PROGRAM
from vrp_desktop.domain import backups as rules
from vrp_desktop.domain.backups import Reason
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Action
from vrp_desktop.services import backup_places as places
from vrp_desktop.services.backup_places import NOTED
from vrp_desktop.services.folders import make_ready
from vrp_desktop.services.service import Service
from vrp_desktop.services.workspace import Workspace

_CHANGES = Changes.in_(Topic.SETTINGS)
_ANYBODY = (Action.READ_RECORDS, Action.READ_FIGURES, Action.READ_COUNTY)


@dataclass(frozen=True)
class Copy:
    """One backup. ``proven_at`` is when it was last restored on trial; ``second`` is whether the second
    place has it too."""

    path: Path
    made_at: datetime
    reason: Reason
    size: int
    proven_at: datetime | None
    second: bool


@dataclass(frozen=True)
class Line:
    """What everybody should know of the backups."""

    proven_on: date | None
    failed_on: date | None
    """When a backup last failed its trial, if no other has been proven since."""
    away_since: date | None
    """Since when the second place is away."""
    overdue: bool
    words: str


@dataclass(frozen=True)
class Standing:
    """The page of the backups. The newest comes first."""

    first: Path
    second: Path | None
    second_is_there: bool
    same_disk: bool
    """Whether the second place is on the disk that the store is on: then one loss takes both."""
    copies: tuple[Copy, ...]
    unusable: tuple[str, ...]
    line: Line


@dataclass(frozen=True)
class BackedUp:
    """A backup that was made and proven. ``second`` says what became of the copy in the second place."""

    path: Path
    size: int
    counts: dict[str, int]
    second: str


class Backups(Service):
    """Keeps the store's backups. What ``keep`` does, the program does by itself, whoever is signed in."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._first = places.first_place(workspace.folder)
        self._busy = threading.Lock()

    def line(self) -> Line:
        """When a backup was last proven, and what is amiss, in words for the quiet line."""
        with self._reading(Action.BACK_UP, *_ANYBODY) as tx:
            return self._line(settings.read(tx, NOTED, {}))

    def standing(self) -> Standing:
        """Both places, and every backup of this store in the first."""
        with self._reading(Action.BACK_UP) as tx:
            noted = settings.read(tx, NOTED, {})
            store, _ = queries.identity(tx)
        second = _path(noted.get("second"))
        there = second is not None and second.is_dir()
        proven = places.proven_in(self._first)
        files = [f for f in places.files_in(self._first) if f.manifest.store == store]
        files.sort(key=lambda f: (f.manifest.changes, f.manifest.made_at), reverse=True)
        copies = tuple(
            Copy(
                f.path,
                f.manifest.made_at,
                f.manifest.reason,
                f.size,
                proven.get(f.path.name),
                there and second is not None and (second / f.path.name).is_file(),
            )
            for f in files
        )
        return Standing(
            self._first,
            second,
            there,
            there and second is not None and _disk(second) == _disk(self._workspace.folder),
            copies,
            tuple(words for _, words in places.unreadable_in(self._first)),
            self._line(noted),
        )

    def back_up(
        self,
        folder: Path | None = None,
        progress: backup.Progress = Watch.progress,
        cancelled: Callable[[], bool] = Watch.cancelled,
    ) -> BackedUp:
        """Makes a backup now; in ``folder``, if one is given, where the rotation leaves it alone.

        A store that is open to be looked at only can be backed up to a ``folder``, and its journal cannot say
        so: that is how it gets to where it can be worked in. Trouble where the backup cannot be written or
        does not prove sound; then there is no file."""
        self._need(Action.BACK_UP)
        if folder is None:
            self._need_writable()
        watch = Watch(progress, cancelled)
        actor = self._workspace.actor.id
        with self._alone():
            if folder is not None:
                make_ready(folder)
                file = self._make(folder, Reason.BY_HAND, watch, actor)
                second = ""
            else:
                file = self._make(self._first, Reason.BY_HAND, watch, actor)
                second = self._copied(watch)
                self._rotate()
        return BackedUp(file.path, file.size, dict(file.manifest.counts), second)

    def keep(
        self,
        progress: backup.Progress = Watch.progress,
        cancelled: Callable[[], bool] = Watch.cancelled,
    ) -> Line:
        """Does what is due: a backup if something has changed, the monthly rehearsal, the second place.

        Nothing is due twice, and nothing where the store is open to be looked at only. Stopping leaves
        nothing half-made. Trouble where no backup can be written."""
        self._need(Action.BACK_UP, *_ANYBODY)
        watch = Watch(progress, cancelled)
        if self._workspace.only_look is None and self._busy.acquire(blocking=False):
            try:
                self._do_what_is_due(watch)
            except Stopped:
                pass
            finally:
                self._busy.release()
        return self.line()

    def before(self, reason: Reason) -> None:
        """Makes a backup before something large, unless the last one holds everything already."""
        self._need(Action.BACK_UP, *_ANYBODY)
        self._need_writable()
        with self._alone():
            if self._has_changed(self._newest()):
                self._make(self._first, reason, Watch(), PROGRAM)
                self._rotate()

    def rehearse(
        self,
        progress: backup.Progress = Watch.progress,
        cancelled: Callable[[], bool] = Watch.cancelled,
    ) -> Line:
        """Restores the newest backup into a temporary folder and compares everything.

        Refused where there is none. Trouble where it is not sound: it is put aside, and no longer counts."""
        self._need(Action.BACK_UP)
        self._need_writable()
        with self._alone():
            newest = self._newest()
            if newest is None:
                raise Refused("There is no backup yet. Make one; it is proven as it is made.")
            self._rehearse(newest, Watch(progress, cancelled), self._workspace.actor.id)
        return self.line()

    def choose_second_place(self, folder: Path | None) -> Saved:
        """Where a second copy of each backup goes from now on; None is nowhere.

        Refused where the folder is not there, or lies with the store. Trouble where it cannot be written."""
        self._need(Action.BACK_UP)
        self._need_writable()
        if folder is not None:
            folder = folder.absolute()
            self._check_second(folder)
        self._note(self._workspace.actor.id, second=None if folder is None else str(folder), away_since=None)
        return Saved("", _CHANGES)

    def verify(self, file: Path) -> BackupFile:
        """Restores a backup of this store on trial. Refused or Trouble, in words, where it is not sound."""
        self._need(Action.BACK_UP)
        opened = BackupFile(file)
        with self._workspace.store.reading() as tx:
            store, _ = queries.identity(tx)
        manifest = opened.manifest
        if manifest.store != store:
            raise Refused(
                f"{file} is a backup of another store, that of {manifest.organisation or manifest.store}. "
                "Verify it with that store."
            )
        if not opened.is_of(self._workspace.store.key):
            raise opened.damaged(
                "it was not sealed with this store's key: either it was made before the keys were changed, "
                "and then a passphrase of that time still opens it, or somebody has changed it"
            )
        with backup.aside(self._first) as work:
            backup.prove(opened, self._workspace.store.key, work)
        return opened

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the store itself: every page, every reference, and its journal, which must still
        hold what it held when each backup was made."""
        self._need(Action.BACK_UP)
        store = self._workspace.store
        heads = places.heads_kept(store)
        wrong = integrity.check(store)
        with store.reading() as tx:
            broken = audit.verified(tx, heads).broken
        return (
            wrong
            if broken is None
            else (*wrong, f"its journal is broken at entry {broken.seq}: {broken.why}")
        )

    def _do_what_is_due(self, watch: Watch) -> None:
        now = self._workspace.clock()
        newest = self._newest()
        last = None if newest is None else newest.manifest.made_at
        if rules.is_due(last, now) and self._has_changed(newest):
            newest = self._make(self._first, Reason.CHANGES, watch, PROGRAM)
            self._rotate()
        noted = self._noted()
        if newest is not None and rules.rehearsal_is_due(_moment(noted.get("proven_at")), now):
            try:
                self._rehearse(newest, watch, PROGRAM)
            except Trouble:
                # It has been put aside and noted; another takes its place at once.
                self._make(self._first, Reason.CHANGES, watch, PROGRAM)
        self._copied(watch)

    def _make(self, place: Path, reason: Reason, watch: Watch, actor: str) -> BackupFile:
        now = self._workspace.clock()
        with self._workspace.store.reading() as tx:
            _, organisation = queries.identity(tx)
        path = places.free_path(place, organisation, now)
        backup.make(self._workspace.store, path, now, reason, watch)
        file = BackupFile(path)
        if self._workspace.only_look is not None:
            return file
        with self._workspace.store.writing(actor, self._workspace.clock) as tx:
            tx.event(
                "backed up", queries.BACKUP, new_id(), file=path.name, place=str(place), reason=reason.value
            )
        return file

    def _rehearse(self, file: BackupFile, watch: Watch, actor: str) -> None:
        now, store = self._workspace.clock(), self._workspace.store
        watch.tell(0, "Restoring on trial")
        try:
            with backup.aside(self._first) as work:
                file.unpack(work, [KEYS], watch.go_on)
                backup.prove(file, store.key, work, watch)
        except Trouble:
            places.put_aside(file, now)
            self._note(actor, failed_at=now.isoformat())
            raise
        with store.writing(actor, self._workspace.clock) as tx:
            noted = settings.read(tx, NOTED, {})
            proven = {"proven_at": now.isoformat(), "proven_file": file.path.name, "failed_at": None}
            settings.write(tx, NOTED, {**noted, **proven})
            tx.event("proven", queries.BACKUP, new_id(), file=file.path.name)
        places.note_proven(file.path.parent, file.path.name, now)

    def _copied(self, watch: Watch) -> str:
        """Brings the second place up to date; says in words what became of it."""
        second, newest = _path(self._noted().get("second")), self._newest()
        if second is None or newest is None or (second / newest.path.name).is_file():
            return ""
        try:
            if not second.is_dir():
                raise FileNotFoundError(f"there is no {second}")
            places.copy_to(newest.path, second, watch)
        except (OSError, Trouble) as fault:
            if self._noted().get("away_since") is None:
                self._note(PROGRAM, away_since=self._workspace.clock().isoformat())
            why = getattr(fault, "strerror", None) or str(fault)
            return f"The second place could not be written ({why}). It is tried again by itself."
        self._note(PROGRAM, away_since=None, copied_at=self._workspace.clock().isoformat())
        self._rotate_in(second)
        return f"A copy is in {second}."

    def _rotate(self) -> None:
        self._rotate_in(self._first)
        give_up_copies(self._workspace.folder, self._workspace.clock())

    def _rotate_in(self, place: Path) -> None:
        store, now = self._workspace.store, self._workspace.clock()
        mine = places.vouched_for(store, place)
        places.remove(mine, rules.superfluous(map(places.kept, mine), now))
        if mine:
            # Else they are all there is here.
            former = dict(places.of_former_keys(store, place))
            ended = {file.path.name: at for file, at in former.items()}
            places.remove(former, rules.outlived(map(places.kept, former), ended, now))
        places.give_up_put_aside(place, now)

    def _newest(self) -> BackupFile | None:
        mine = {file.path.name: file for file in places.vouched_for(self._workspace.store, self._first)}
        newest = rules.newest(map(places.kept, mine.values()))
        return None if newest is None else mine[newest.name]

    def _has_changed(self, since: BackupFile | None) -> bool:
        if since is None:
            return True
        with self._workspace.store.reading() as tx:
            return queries.changed_since(tx, since.manifest.heads, PROGRAM)

    def _noted(self) -> dict[str, Any]:
        return dict(self._workspace.store.setting(NOTED, {}))

    def _note(self, actor: str, **what: str | None) -> None:
        with self._workspace.store.writing(actor, self._workspace.clock) as tx:
            noted = settings.read(tx, NOTED, {})
            settings.write(tx, NOTED, {**noted, **what})

    def _line(self, noted: dict[str, Any]) -> Line:
        today = self._today
        proven, failed, away = (_day(noted.get(name)) for name in ("proven_at", "failed_at", "away_since"))
        parts = [rules.proof_words(proven, today)]
        if failed is not None:
            parts = [f"A backup failed its trial on {failed.day} {failed:%B}; it has been put aside"]
        if away is not None:
            parts.append(f"the second place has been away since {away.day} {away:%B}")
        overdue = failed is not None or proven is None or rules.is_overdue(proven, today)
        return Line(proven, failed, away, overdue, "; ".join(parts))

    def _check_second(self, folder: Path) -> None:
        store = self._workspace.folder.absolute()
        if not folder.is_dir():
            raise Refused(f"There is no folder {folder}. Choose one that is there.")
        if folder in (store, self._first) or {store, self._first.absolute()} & set(folder.parents):
            raise Refused(
                f"{folder} lies with the store itself. Choose a folder on another disk, a USB stick or the "
                "office's server."
            )
        make_ready(folder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One backup at a time: the second waits for the first."""
        with self._busy:
            try:
                yield
            except Stopped:
                raise Refused("Stopped. Nothing was left behind.") from None


def _path(said: Any) -> Path | None:
    return Path(said) if said else None


def _moment(said: Any) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _day(said: Any) -> date | None:
    moment = _moment(said)
    return None if moment is None else moment.date()


def _disk(folder: Path) -> int:
    return folder.stat().st_dev
