"""A file is written whole or not at all, and the same content always gives the same bytes."""

import os
import secrets
from pathlib import Path

from vrp_desktop.domain.errors import Trouble


def write_whole(path: Path, content: bytes) -> None:
    """Puts the bytes in place in one step; Trouble, in words, where the folder or the disk does not let it.

    What stood there before stays until the new file is complete on the disk.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as fault:
        beside.unlink(missing_ok=True)
        raise Trouble(
            f"“{path.name}” could not be written to {path.parent}: {fault.strerror or fault}. "
            "Check that the folder exists, that there is room on the disk, and that the file is not open in "
            "another program; then try again."
        ) from fault
