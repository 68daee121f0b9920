"""A disk as ``disk.c`` wrote its diary: played again to any moment, and cut off from power there.

What was flushed is on the disk. What was not is there or is not, sector by sector, in any order; a name in
the folder is there or not in the order in which names were made. That is what a disk may do and no more: a
sector of 512 bytes is written whole or not at all.
"""

import functools
import os
import random
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

SECTOR = 512
HEAD = struct.Struct("4q")


class Kind(IntEnum):
    """As ``disk.c`` numbers them."""

    CREATED = 1
    WRITTEN = 2
    TRUNCATED = 3
    FLUSHED = 4
    RENAMED = 5
    REMOVED = 6


class Step(NamedTuple):
    """Something that happened to a file below the folder, or to the folder itself (``name`` is empty)."""

    kind: Kind
    name: str
    offset: int
    data: bytes


@functools.cache
def library() -> Path:
    """``disk.c``, compiled for this run of the tests."""
    made = Path(tempfile.mkdtemp(prefix="vrp-disk-")) / "disk.so"
    source = Path(__file__).with_suffix(".c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl", "-lpthread"], check=True)
    return made


def run_on(folder: Path, *program: object, diary: Path | None = None) -> str:
    """Runs a Python program with the disk under ``folder``; returns what it printed."""
    environment = {**os.environ, "LD_PRELOAD": str(library()), "VRP_DISK": str(folder)}
    if diary is not None:
        environment["VRP_DIARY"] = str(diary)
    command = [sys.executable, *map(str, program)]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def read_diary(path: Path, folder: Path) -> list[Step]:
    """Everything that happened in the folder, in order."""
    content, steps, at = path.read_bytes(), [], 0
    while at < len(content):
        kind, offset, name_length, length = HEAD.unpack_from(content, at)
        at += HEAD.size
        name = content[at : at + name_length].decode()
        at += name_length
        data = content[at : at + length]
        at += length
        if Kind(kind) is Kind.RENAMED:
            data = Path(data.decode()).relative_to(folder).as_posix().encode()
        inside = "" if Path(name) == folder else Path(name).relative_to(folder).as_posix()
        steps.append(Step(Kind(kind), inside, offset, data))
    return steps


@dataclass
class File:
    """A file's content as flushed, and what has been done to it since."""

    flushed: bytearray = field(default_factory=bytearray)
    since: list[Step] = field(default_factory=list)

    def flush(self) -> None:
        for step in self.since:
            _apply(self.flushed, step)
        self.since.clear()

    def after_a_cut(self, chance: random.Random) -> bytes:
        """One of the contents that the disk may hold."""
        content = bytearray(self.flushed)
        pieces = [piece for step in self.since for piece in _sectors(step)]
        how = chance.randrange(4)
        if how == 0:
            return bytes(content)
        if how == 1:  # As they came, up to one that is torn.
            pieces = pieces[: chance.randrange(len(pieces) + 1)]
        else:
            share = chance.random()
            pieces = [piece for piece in pieces if chance.random() < share]
            if how == 2:
                chance.shuffle(pieces)
        for piece in pieces:
            _apply(content, piece, chance)
        return bytes(content)


@dataclass
class Disk:
    """A folder of files. ``named`` is what a program sees, ``kept`` the names that would outlast a cut."""

    named: dict[str, File]
    kept: dict[str, File]
    renamings: list[tuple[str, File | None]] = field(default_factory=list)
    """Names given (or, with None, taken away) since the folder was flushed."""

    @classmethod
    def of(cls, folder: Path) -> "Disk":
        """A disk with the files of a folder, all of them flushed."""
        files = {path.name: File(bytearray(path.read_bytes())) for path in folder.iterdir()}
        return cls(files, dict(files))

    def play(self, step: Step) -> None:
        """Does once more what happened."""
        match step.kind:
            case Kind.FLUSHED if step.name == "":
                self.kept = dict(self.named)
                self.renamings.clear()
            case Kind.FLUSHED:
                self.named[step.name].flush()
            case Kind.WRITTEN | Kind.TRUNCATED:
                self.named[step.name].since.append(step)
            case Kind.CREATED:
                self._name(step.name, File())
            case Kind.RENAMED:
                self._name(step.data.decode(), self.named[step.name])
                self._name(step.name, None)
            case Kind.REMOVED:
                self._name(step.name, None)

    def cut(self, folder: Path, chance: random.Random) -> None:
        """Writes into an empty folder what a disk without power may hold."""
        names = dict(self.kept)
        for name, file in self.renamings[: chance.randrange(len(self.renamings) + 1)]:
            _name_in(names, name, file)
        for name, file in names.items():
            (folder / name).write_bytes(file.after_a_cut(chance))

    def _name(self, name: str, file: File | None) -> None:
        self.renamings.append((name, file))
        _name_in(self.named, name, file)


def _name_in(names: dict[str, File], name: str, file: File | None) -> None:
    if file is None:
        names.pop(name, None)
    else:
        names[name] = file


def _sectors(step: Step) -> list[Step]:
    """A write in parts that a disk writes whole or not at all."""
    if step.kind is not Kind.WRITTEN:
        return [step]
    parts, start, end = [], step.offset, step.offset + len(step.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        parts.append(
            Step(Kind.WRITTEN, step.name, start, step.data[start - step.offset : stop - step.offset])
        )
        start = stop
    return parts


def _apply(content: bytearray, step: Step, chance: random.Random | None = None) -> None:
    """``chance`` fills what a file has grown over without its content having come: with zeros or anything."""
    end = step.offset + len(step.data)
    if step.kind is Kind.TRUNCATED:
        del content[step.offset :]
        end = step.offset
    missing = (end if step.kind is Kind.TRUNCATED else step.offset) - len(content)
    if missing > 0:
        content += (
            chance.randbytes(missing) if chance is not None and chance.random() < 0.5 else bytes(missing)
        )
    if step.kind is Kind.WRITTEN:
        content[step.offset : end] = step.data
