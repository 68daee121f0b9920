"""Reports of faults in the program, without a word of what was in hand.

A report says the version, the system, and the way through the program: modules, functions, line numbers. It
holds no message, no value, no folder: an error's text can be a child's name.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from vrp_desktop import __version__

KEPT = 20
"""So many reports are kept; the oldest go."""

_SUFFIX = ".fault.txt"
_LONGEST = 60
"""Steps of the way through the program; of an endless recursion the last ones are enough."""


def report(error: BaseException) -> str:
    """What may be told to anybody of an error."""
    import platform  # Here, because every start would pay for it.

    lines = [
        f"vrp-desktop {__version__}",
        f"{platform.system()} {platform.release()}, {platform.machine()}, Python {platform.python_version()}",
    ]
    told: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in told:
        told.add(id(current))
        lines.append(type(current).__qualname__)
        lines += list(_way(current.__traceback__))[-_LONGEST:]
        current = current.__cause__ or current.__context__
    return "\n".join(lines) + "\n"


def write(folder: Path, error: BaseException) -> Path | None:
    """Puts a report into the folder, and returns where; None where even that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S.%f}{_SUFFIX}"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(report(error))
        for old in reports(folder)[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def reports(folder: Path) -> list[Path]:
    """The reports in a folder, the oldest first."""
    return sorted(folder.glob(f"*{_SUFFIX}"))


def catch(seen: Callable[[BaseException], object]) -> None:
    """Hands every error that nobody caught to ``seen``, in every thread. Python itself would write its text
    to the error stream, which a desktop keeps in a log."""

    def in_a_thread(fault: threading.ExceptHookArgs) -> None:
        if fault.exc_value is not None:
            seen(fault.exc_value)

    def in_passing(fault: "sys.UnraisableHookArgs") -> None:
        if fault.exc_value is not None:
            seen(fault.exc_value)

    sys.excepthook = lambda kind, error, trace: seen(error)
    threading.excepthook = in_a_thread
    sys.unraisablehook = in_passing


def _way(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        frame = trace.tb_frame
        module = frame.f_globals.get("__name__", "?")
        yield f"  {module}:{trace.tb_lineno} {frame.f_code.co_name}"
        trace = trace.tb_next
