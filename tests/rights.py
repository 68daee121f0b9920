"""Folders that cannot be written, refused by the system itself: tests may run as root, who may do all."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

Parts = ctypes.c_uint32 * 6
_EFFECTIVE = (0, 3)
"""Where the rights in force stand among effective, permitted and inheritable, twice 32 of each."""


@contextmanager
def without_rights() -> Iterator[None]:
    """Nothing that root alone may do, in this thread and in those it starts; taken back afterwards."""
    if os.geteuid() != 0:
        yield
        return
    libc, head, held = ctypes.CDLL(None, use_errno=True), (ctypes.c_uint32 * 2)(0x20080522, 0), Parts()
    assert libc.capget(head, held) == 0
    fewer = Parts(*held)
    for place in _EFFECTIVE:
        fewer[place] = 0
    assert libc.capset(head, fewer) == 0
    try:
        yield
    finally:
        assert libc.capset(head, held) == 0


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """The folder and its files as on a write-protected stick; not a byte and not a name of it may change."""
    before = content_of(folder)
    for path in folder.iterdir():
        path.chmod(0o400)
    folder.chmod(0o500)
    try:
        with without_rights():
            yield
    finally:
        folder.chmod(0o700)
        for path in folder.iterdir():
            path.chmod(0o600)
    assert content_of(folder) == before


def content_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
