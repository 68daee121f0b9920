"""The child process that opens workbooks, so that a hostile one can take down nothing but the child.

It has a limit of memory and of time, reads many files one after another, and is started again when it
dies. It answers in JSON: nothing that comes back is executed or unpickled.
"""

import contextlib
import io
import json
import multiprocessing
import os
import signal
import sys
import zipfile
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Any

from vrp_desktop.domain.errors import Trouble
from vrp_desktop.importing.preflight import ASK_AGAIN, CLEAN, unreadable
from vrp_desktop.importing.workbook import Cell, Sheet, Workbook

MEMORY = 1024 * 1024 * 1024
SECONDS = 20.0
STARTING = 60.0
LARGEST_QUESTION = 32 * 1024 * 1024
LARGEST_ANSWER = 128 * 1024 * 1024


class Reader:
    """Opens workbooks in a child process. Use it in a ``with`` block; one child serves many files."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process: SpawnProcess | None = None
        self._line: Connection[Any, Any] | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def read(self, archive: bytes) -> Workbook:
        """The plain values of a workbook that passed the pre-flight. Raises Unreadable; and Trouble where
        no child can be started, which is not the file's fault."""
        line = self._start()
        try:
            line.send_bytes(archive)
            if not line.poll(self._seconds):
                self._stop()
                raise unreadable(
                    f"The workbook could not be read within {self._seconds:g} seconds; "
                    "it may be made to keep a reader busy.",
                    CLEAN,
                )
            answer = json.loads(line.recv_bytes(LARGEST_ANSWER))
        except (EOFError, OSError) as fault:
            self._stop()
            raise unreadable(
                "The workbook needs more memory than a return can need; it may be made to fill it up.", CLEAN
            ) from fault
        if "fault" in answer:
            raise unreadable(answer["fault"], answer["mend"])
        return Workbook(
            tuple(
                Sheet(
                    s["name"],
                    s["rows"],
                    frozenset((r, c) for r, c in s["formulas"]),
                    frozenset((r, c) for r, c in s["errors"]),
                )
                for s in answer["sheets"]
            )
        )

    def _start(self) -> "Connection[Any, Any]":
        if self._line is not None and self._process is not None and self._process.is_alive():
            return self._line
        self._stop()
        spawn = multiprocessing.get_context("spawn")
        try:
            ours, theirs = spawn.Pipe()
            process = spawn.Process(target=serve, args=(theirs, self._memory), daemon=True)
            self._line = ours
            process.start()
            self._process = process
            theirs.close()
            if not ours.poll(STARTING):
                raise EOFError
            ours.recv_bytes(16)
        except (EOFError, OSError) as fault:
            self._stop()
            raise Trouble(
                "The part of the program that opens workbooks safely could not be started; no file was "
                "read. Close other programs to make room in memory, start this one again, and try once more."
            ) from fault
        return ours

    def _stop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None


def serve(line: "Connection[Any, Any]", memory: int) -> None:
    """The child: answers one archive after another until the line closes."""
    _limit(memory)
    line.send_bytes(b"ready")
    while True:
        try:
            archive = line.recv_bytes(LARGEST_QUESTION)
        except (EOFError, OSError):
            return
        try:
            answer = _open(archive)
        except MemoryError:
            os._exit(1)
        line.send_bytes(json.dumps(answer, separators=(",", ":")).encode())


def _limit(memory: int) -> None:
    # A reader that aborts writes to the error stream of the terminal the parent stands in: not there.
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
    with contextlib.suppress(OSError, ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(kind, (most, most))


def _open(archive: bytes) -> dict[str, Any]:
    """The sheets as plain values, or what stands against reading them."""
    from python_calamine import CalamineError, CalamineWorkbook

    from vrp_desktop.importing import markup, survey

    damaged = {"fault": "The workbook is damaged: a sheet in it cannot be read.", "mend": ASK_AGAIN}
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as parts:
            surveyed = survey.survey(parts)
        with CalamineWorkbook.from_filelike(io.BytesIO(archive)) as book:
            sheets = [
                {
                    "name": name,
                    "rows": [
                        [_plain(value) for value in row[: survey.MOST_COLUMNS]]
                        for row in book.get_sheet_by_name(name).to_python(
                            skip_empty_area=False, nrows=survey.MOST_ROWS
                        )
                    ],
                    "formulas": sorted(surveyed[name][0]),
                    "errors": sorted(surveyed[name][1]),
                }
                for name in book.sheet_names
                if name in surveyed
            ]
    except survey.TooMuch as much:
        return {"fault": str(much), "mend": CLEAN}
    except markup.Forbidden:
        return {"fault": "The workbook declares a document type or entities.", "mend": CLEAN}
    except (markup.Torn, CalamineError, zipfile.BadZipFile, KeyError, ValueError, OSError):
        return damaged
    except MemoryError:
        raise
    except BaseException:  # a panic of the reader comes as an exception of no known family
        return damaged
    return {"sheets": sheets}


def _plain(value: object) -> Cell:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return str(value)
        return int(value) if value == int(value) and abs(value) < 1e15 else value
    if isinstance(value, int):
        return value if abs(value) < 10**15 else float(value) if abs(value) < 10**300 else str(value)[:40]
    if isinstance(value, str):
        return value
    written = getattr(value, "isoformat", None)
    return str(written()) if callable(written) else str(value)
