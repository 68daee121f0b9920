"""How the store stands: read for a page that anybody may look at. Nothing here is about a person."""

import shutil
from contextlib import suppress
from datetime import datetime

from vrp_desktop import __version__
from vrp_desktop.db import integrity
from vrp_desktop.db.queries import health as queries
from vrp_desktop.db.queries import settings
from vrp_desktop.db.store import STORE_FILE
from vrp_desktop.domain.errors import Trouble, Unwritable
from vrp_desktop.domain.health import Checked, Report
from vrp_desktop.domain.permissions import Action
from vrp_desktop.security import keychain
from vrp_desktop.services.backups import Backups
from vrp_desktop.services.places import place_of
from vrp_desktop.services.service import Service

_CHECKED = "checked"
_ANYBODY = (Action.READ_RECORDS, Action.READ_FIGURES, Action.READ_COUNTY)


class Health(Service):
    """What whoever looks after a laptop should know of its store."""

    def report(self) -> Report:
        """Everything as it is now; the last check as it was found then."""
        folder = self._workspace.folder
        with self._reading(Action.BACK_UP, *_ANYBODY) as tx:
            cipher, as_they_are = queries.cipher(tx), queries.settings_as_they_are(tx)
            schema, noted = queries.schema(tx), settings.read(tx, _CHECKED)
        line = Backups(self._workspace).line()
        try:
            free = shutil.disk_usage(folder).free
            size = sum(path.stat().st_size for path in folder.glob(f"{STORE_FILE}*"))
        except OSError as fault:
            raise Trouble(
                f"The folder {folder} cannot be looked at: {fault.strerror or fault}. Put the disk back, or "
                "restore the latest backup."
            ) from fault
        return Report(
            folder=folder,
            place=place_of(folder),
            cipher=cipher,
            settings=as_they_are,
            size=size,
            free=free,
            checked=None
            if noted is None
            else Checked(datetime.fromisoformat(noted["at"]), tuple(noted["faults"])),
            backups=line.words,
            backups_overdue=line.overdue,
            keychain=keychain.works(),
            program=__version__,
            schema=schema,
            only_look=self._workspace.only_look,
        )

    def check(self) -> Checked:
        """Reads every page of the store, and notes what was found, where that can be written. Trouble where
        it cannot even be read."""
        self._need(Action.BACK_UP, *_ANYBODY)
        workspace = self._workspace
        checked = Checked(workspace.clock(), integrity.check(workspace.store))
        with suppress(Unwritable), workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
            noted = {"at": checked.at.isoformat(), "faults": list(checked.faults)}
            settings.write(tx, _CHECKED, noted)
        return checked
