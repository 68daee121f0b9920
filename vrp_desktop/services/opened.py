"""The one place where a document stands outside the store, while somebody reads it in another program.

Each workspace has a folder of its own among the system's temporary files: only its user may enter, and
neither it nor the files in it are named after anybody. It is wiped when the workspace closes, which locking,
signing out and quitting do; what a killed program left behind, when the program is next started.
"""

import logging
import os
import secrets
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from vrp_desktop.domain.errors import Trouble
from vrp_desktop.security.files import flush
from vrp_desktop.security.lock import LOCK_FILE, InUse, StoreLock

_PREFIX = "vrp-desktop-open-"
_STEP = 1024 * 1024
log = logging.getLogger(__name__)


class OpenFiles:
    """The documents that stand open now. Nothing is made before the first of them."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._lock: StoreLock | None = None

    def put(self, content: bytes, suffix: str) -> Path:
        """Writes a document to be read; returns where it stands. Trouble where it cannot be written."""
        path: Path | None = None
        try:
            path = self._place() / f"{secrets.token_hex(8)}{suffix}"
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
        except OSError as fault:
            if path is not None:
                _wipe(path)
            raise Trouble(
                f"The document could not be put where another program can read it: "
                f"{fault.strerror or fault}. Make room on the disk and try again."
            ) from fault
        return path

    def wipe(self) -> None:
        """Overwrites and deletes all of them. One that another program will not let go is left for the next
        start."""
        folder, self._folder = self._folder, None
        lock, self._lock = self._lock, None
        if folder is not None:
            _empty(folder)
            if lock is not None:
                lock.release()
            _remove(folder)

    def _place(self) -> Path:
        if self._folder is None or not self._folder.is_dir():
            # mkdtemp lets nobody else in, and takes a name that cannot be guessed.
            self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
            self._lock = StoreLock(self._folder)
        return self._folder


def wipe_left_behind() -> None:
    """What a program that was killed, or another one that would not let go, left behind. A folder that
    another running program holds stays."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if folder.is_symlink() or not folder.is_dir():
                continue
            lock = StoreLock(folder)
        except (InUse, OSError):
            continue
        _empty(folder)
        lock.release()
        _remove(folder)


def _empty(folder: Path) -> None:
    for path in folder.rglob("*"):
        # Also what the other program has put beside it.
        if path.is_file() and not path.is_symlink() and path.name != LOCK_FILE:
            _wipe(path)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        log.warning("an opened document could not be deleted; it is tried again at the next start")


def _wipe(path: Path) -> None:
    """Overwrites as well as the disk lets it (a flash disk may keep an old copy), then deletes."""
    with suppress(OSError), path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, _STEP)))
        file.flush()
        flush(file.fileno())
    with suppress(OSError):
        path.unlink()
