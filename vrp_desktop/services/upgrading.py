"""Opening a store that an earlier version made: a proven backup stands before its upgrade."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from vrp_desktop.db import backup
from vrp_desktop.db.backup_file import BackupFile
from vrp_desktop.db.queries import backups as queries
from vrp_desktop.db.store import PROGRAM, Store
from vrp_desktop.domain.backups import Reason
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.ids import new_id
from vrp_desktop.services import backup_places as places


def open_store(folder: Path, key: bytes, clock: Callable[[], datetime]) -> Store:
    """Opens a store, and brings an older one up to date once a backup of it lies in the first place.

    Trouble as ``Store.open``, and where that backup cannot be made or is not sound: the store is then left
    as it is."""
    made: list[Path] = []
    store = Store.open(folder, key, before_upgrade=lambda older: made.append(_backed_up(older, clock())))
    for path in made:
        # The upgrade has been done, and the next sign-in finds nothing to upgrade.
        with suppress(Trouble), store.writing(PROGRAM, clock) as tx:
            told = {"file": path.name, "place": str(path.parent), "reason": Reason.BEFORE_UPGRADE.value}
            tx.event("backed up", queries.BACKUP, new_id(), **told)
    return store


def _backed_up(older: Store, now: datetime) -> Path:
    """A backup that holds what the store holds: a new one, unless an upgrade that failed has left one."""
    place = places.first_place(older.folder)
    try:
        with older.reading() as tx:
            _, organisation = queries.identity(tx)
            counts, heads = queries.counts(tx), queries.heads(tx)
        for file in places.files_in(place):
            said = file.manifest
            same = (said.reason, said.schema, said.device) == (
                *(Reason.BEFORE_UPGRADE, older.schema, older.device),
            )
            if same and said.counts == counts and said.heads == heads and _is_sound(file, older.key):
                return file.path
        path = places.free_path(place, organisation, now)
        backup.make(older, path, now, Reason.BEFORE_UPGRADE)
    except Trouble as trouble:
        raise Trouble(
            "This version of the program has to upgrade the store, and backs it up first. That failed, so "
            f"the store has been left as it was. {trouble} Then sign in again."
        ) from trouble
    return path


def _is_sound(file: BackupFile, key: bytes) -> bool:
    try:
        with backup.aside(file.path.parent) as work:
            backup.prove(file, key, work)
    except Trouble:
        return False
    return True
