"""One program at a time: a lock on a store's folder that the system lets go of when the program dies."""

import os
import sys
from pathlib import Path

LOCK_FILE = "store.lock"


class InUse(Exception):  # noqa: N818 - a state of the store, said to a person in words
    """Somebody has the store open."""


class StoreLock:
    """Held from making it until ``release``. Raises InUse, or OSError where the folder cannot be written.

    The file stays: removing it would let two programs hold locks on two files of one name. ``looking`` is for
    a folder that cannot be written: nothing is made in it, others may look too where the system knows a lock
    that is shared, and where there is no lock to be had none is held.
    """

    def __init__(self, folder: Path, looking: bool = False) -> None:
        self._descriptor: int | None = None
        try:
            how = os.O_RDONLY if looking else os.O_RDWR | os.O_CREAT
            self._descriptor = os.open(folder / LOCK_FILE, how, 0o600)
        except OSError:
            if looking:
                return
            raise
        try:
            _hold(self._descriptor, looking)
        except OSError as refused:
            self.release()
            raise InUse from refused

    def release(self) -> None:
        """Lets go; a second time does nothing."""
        if self._descriptor is not None:
            # Closing the last descriptor of the file ends the lock, on every system.
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":
    import msvcrt

    def _hold(descriptor: int, shared: bool) -> None:
        del shared  # Locks of this kind never are: one looks at a time.
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(descriptor: int, shared: bool) -> None:
        # flock belongs to the open file, so that it also keeps out a second opening in this process.
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
