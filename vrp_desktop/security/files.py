"""Writing a file so that, whatever happens, either the old one or the new one is there, whole."""

import os
import sys
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Writes aside, flushes to the disk and replaces. OSError leaves the old file as it was."""
    aside = path.with_name(f".{path.name}.aside")
    try:
        aside.unlink(missing_ok=True)  # A program that was killed may have left one.
        make_private(aside)
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            flush(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def make_private(path: Path) -> None:
    """An empty file that only its owner may read. FileExistsError where there is one."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def flush(descriptor: int) -> None:
    """Waits until the disk itself has it, past its own cache where the system can ask for that."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def flush_folder(folder: Path) -> None:
    """Makes a renaming in a folder last. Windows has no such call, and does it by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
