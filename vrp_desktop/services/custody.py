"""The end of a commission: a sealed archive with a named custodian, and a clock that runs until it ends."""

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vrp_desktop.db import backup
from vrp_desktop.db.backup import Progress, Sealing, Stopped, Watch
from vrp_desktop.db.backup_file import INDEX, RETURNS
from vrp_desktop.db.queries import backups as backup_queries
from vrp_desktop.db.queries import custody as queries
from vrp_desktop.db.queries import releases
from vrp_desktop.db.queries.custody import Archive
from vrp_desktop.domain.backups import SUFFIX, Reason
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.custody import Handover
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.names import folded
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.returns.figures import ReturnDocument
from vrp_desktop.domain.returns.sheets import Sealed as Signed
from vrp_desktop.security import keys, passphrases, seal
from vrp_desktop.security.derived import open_bytes, seal_bytes
from vrp_desktop.services import confirming
from vrp_desktop.services.folders import make_ready
from vrp_desktop.services.service import Service, found
from vrp_desktop.services.unlocking import in_words

__all__ = ["Archive", "Custody", "Handover", "Sealed", "take_out_returns"]

_PURPOSE = "archive returns"
_CHANGES = Changes.in_(Topic.SETTINGS)


@dataclass(frozen=True)
class Sealed:
    """An archive that was sealed and proven. The recovery key is told this once only."""

    id: str
    path: Path
    recovery_key: str
    returns: int

    def __repr__(self) -> str:
        return f"Sealed({str(self.path)!r})"


class Custody(Service):
    """Archives: sealed, kept by somebody with a name, destroyed on their day."""

    def archives(self) -> tuple[Archive, ...]:
        """Every archive, the next to be destroyed first."""
        with self._reading(Action.BACK_UP) as tx:
            return queries.every(tx)

    def seal(
        self,
        folder: Path,
        handover: Handover,
        archive_passphrase: str,
        passphrase: str,
        progress: Progress = Watch.progress,
        cancelled: Callable[[], bool] = Watch.cancelled,
    ) -> Sealed:
        """Writes everything into one sealed file: the store under a key of its own, every final return as
        workbook and PDF, and an index that anybody can read. It is restored on trial before it counts.

        It opens with the archive's own passphrase or recovery key, on any computer. ``passphrase`` is the
        signed-in person's own, asked for again. Refused where a field is faulty; Trouble where it cannot be
        written: then there is no file."""
        self._need(Action.BACK_UP)
        self._need_writable()
        handover = handover.checked(self._today)
        workspace = self._workspace
        with workspace.store.reading() as tx:
            _, organisation = backup_queries.identity(tx)
            documents = [ReturnDocument.from_bytes(one) for one in queries.returns(tx)]
            key = releases.newest_key(tx)
        weak = passphrases.fault(archive_passphrase, (organisation, handover.custodian))
        if weak is not None:
            raise Refused.for_fields({"archive_passphrase": weak})
        confirming.confirm(workspace, passphrase)
        make_ready(folder)
        path = _free(folder, organisation, self._today.isoformat())
        watch = Watch(progress, cancelled)
        try:
            with in_words(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".archive-") as work:
                packed = _packed(documents, key, Path(work), watch) if key is not None else b""
                recovery_key = self._write(
                    path,
                    Path(work),
                    archive_passphrase,
                    packed,
                    _index(organisation, handover, documents, self._today),
                    watch,
                )
        except Stopped:
            raise Refused("Stopped. Nothing was left behind.") from None
        with self._writing(Action.BACK_UP) as tx:
            archive_id = queries.add(tx, self._today, str(path.absolute()), _digest(path), handover)
            tx.event("sealed an archive", "custody", archive_id, file=path.name, custodian=handover.custodian)
        return Sealed(archive_id, path, recovery_key, len(documents))

    def destroy(self, archive_id: str, passphrase: str, confirmed: bool = False) -> Saved:
        """Deletes an archive where it was written, and keeps that it is no more.

        Where it is not there any more, ``confirmed`` says that its custodian has confirmed the destruction.
        Refused for another file of that name, an archive destroyed before, a wrong passphrase."""
        self._need(Action.BACK_UP)
        self._need_writable()
        confirming.confirm(self._workspace, passphrase)
        with self._reading(Action.BACK_UP) as tx:
            archive = found(queries.get(tx, archive_id), "archive")
        if archive.destroyed_on is not None:
            raise Refused("That archive was destroyed before.")
        deleted = _delete(archive)
        if not deleted and not confirmed:
            words = (
                f"The archive is not at {archive.path} any more. Ask {archive.custodian} to destroy it, and "
                "tick that they have confirmed it."
            )
            raise Refused(words, {"confirmed": words})
        with self._writing(Action.BACK_UP) as tx:
            queries.destroyed(tx, archive_id, self._today)
            how = "deleted here" if deleted else "confirmed by the custodian"
            tx.event("destroyed an archive", "custody", archive_id, how=how)
        return Saved(archive_id, _CHANGES)

    def _write(
        self, path: Path, work: Path, archive_passphrase: str, packed: bytes, index: str, watch: Watch
    ) -> str:
        """Seals the store with what goes beside it; returns the archive's recovery key."""
        workspace = self._workspace
        key, recovery_key = keys.create(work, workspace.actor.id, archive_passphrase, here=False)
        parts = {RETURNS: seal_bytes(key, _PURPOSE, packed), INDEX: index.encode()}
        sealing = Sealing(key, (work / keys.KEYS_FILE).read_bytes(), parts)
        backup.make(workspace.store, path, workspace.clock(), Reason.ARCHIVE, watch, sealing)
        return recovery_key


def take_out_returns(sealed: bytes, archive_key: bytes, folder: Path) -> int:
    """Writes the returns of an archive into a folder; how many files there are."""
    packed = open_bytes(archive_key, _PURPOSE, sealed)
    if not packed:
        return 0
    with zipfile.ZipFile(io.BytesIO(packed)) as container:
        for name in container.namelist():
            (folder / Path(name).name).write_bytes(container.read(name))
        return len(container.namelist())


def _packed(documents: list[ReturnDocument], key: releases.SigningKey, work: Path, watch: Watch) -> bytes:
    from vrp_desktop.reports import excel, pdf  # loaded when something is written: signing in is quicker

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        for number, document in enumerate(documents):
            watch.tell(5 * number // len(documents), "Writing the returns")
            payload = document.to_bytes()
            name = _name(document)
            signed = Signed(payload, key.public, seal.sign(key.private, payload))
            excel.write_return(document, signed, work / f"{name}.xlsx")
            pdf.write_return(document, work / f"{name}.pdf")
            for suffix in ("xlsx", "pdf"):
                container.write(work / f"{name}.{suffix}", f"{name}.{suffix}")
    return packed.getvalue()


def _name(document: ReturnDocument) -> str:
    header = document.header
    return f"{header.intervention_code}_{header.quarter}_v{header.version}"


def _index(organisation: str, handover: Handover, documents: list[ReturnDocument], today: date) -> str:
    lines = [
        f"Archive of {organisation}, sealed on {today}.",
        "",
        "It holds the organisation's whole store, encrypted, and its final returns. Names and records of",
        "people cannot be read without the archive's own passphrase or recovery key.",
        "",
        f"Custodian: {handover.custodian}",
        f"Contact: {handover.contact}",
        f"To be destroyed on: {handover.destroy_on}",
        "",
        "To open it: vrp-desktop restore THIS-FILE --store NEW-FOLDER, or “Restore a backup” in its window.",
        "",
        f"Final returns in it: {len(documents)}",
        *(f"  {_name(document)}  {document.header.intervention}" for document in documents),
        "",
    ]
    return "\n".join(lines)


def _free(folder: Path, organisation: str, day: str) -> Path:
    stem = f"{folded(organisation).replace(' ', '-')[:40] or 'store'}_archive_{day}"
    number, path = 1, folder / f"{stem}{SUFFIX}"
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{SUFFIX}"
    return path


def _delete(archive: Archive) -> bool:
    """Whether the file was there and is gone now."""
    path = Path(archive.path)
    try:
        if not path.is_file():
            return False
        if _digest(path) != archive.digest:
            raise Refused(
                f"{path} is not the archive that was sealed on {archive.made_on}: it is another file, or has "
                "been changed. It was left alone; look into it by hand."
            )
        path.unlink()
    except OSError as fault:
        raise Trouble(
            f"{path} could not be deleted: {fault.strerror or fault}. Put the disk or stick in place, or "
            "close the program that has it open, then try again."
        ) from fault
    return True


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
