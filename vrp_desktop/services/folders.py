"""Files put into a folder that somebody chose: all or none, and none that the journal does not know of."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.journal import EXPORTED, NOT_EXPORTED
from vrp_desktop.services.workspace import Workspace


def make_ready(folder: Path) -> None:
    """Makes the folder where it is missing, and tries whether it can be written. Trouble if it cannot."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as fault:
        raise Trouble(
            f"The folder {folder} cannot be written: {fault.strerror or fault}. Choose another folder, or "
            "ask whoever looks after this computer."
        ) from fault


@contextmanager
def written_together(*paths: Path) -> Iterator[tuple[Path, ...]]:
    """Gives a place aside, in the same folder, to write each file to. When the block ends all of them are
    put in place; where that fails, or the block raises, everything is as it was."""
    folder = paths[0].parent
    try:
        aside = tempfile.TemporaryDirectory(prefix=".return-", dir=folder, ignore_cleanup_errors=True)
    except OSError as fault:
        raise _not_in_place(folder, fault, paths[0]) from fault
    with aside as name:
        written = tuple(Path(name, path.name) for path in paths)
        yield written
        former = {path: Path(name, f"{path.name}.former") for path in paths if path.is_file()}
        done: list[Path] = []
        try:
            for path, copy in former.items():
                shutil.copy2(path, copy)
            for new, path in zip(written, paths, strict=True):
                new.replace(path)
                done.append(path)
        except OSError as fault:
            for path in done:
                if path in former:
                    former[path].replace(path)
                else:
                    path.unlink(missing_ok=True)
            raise _not_in_place(folder, fault, paths[0]) from fault


@contextmanager
def taken_out(
    workspace: Workspace,
    paths: Sequence[Path],
    entity: str,
    row: str,
    subject: str | None = None,
    action: str = EXPORTED,
    /,
    **told: Any,
) -> Iterator[tuple[Path, ...]]:
    """As ``written_together``, for files that tell of people or figures: an entry of the journal says so
    before the first of them has its name, whenever the program is stopped. ``told`` is what else it says.

    Where they cannot be put in place then, another entry says that too."""
    store, actor, noted = workspace.store, workspace.actor.id, False
    try:
        with written_together(*paths) as aside:
            yield aside
            with store.writing(actor, workspace.clock) as tx:
                tx.event(action, entity, row, subject, **told)
            noted = True
    except Trouble:
        if noted:
            with suppress(Trouble), store.writing(actor, workspace.clock) as tx:
                tx.event(NOT_EXPORTED, entity, row, subject, **told)
        raise


def _not_in_place(folder: Path, fault: OSError, first: Path) -> Trouble:
    return Trouble(
        f"“{first.name}” could not be put in place in {folder}: {fault.strerror or fault}. If it, or a file "
        "made with it, is open in another program, close it there and try again. Nothing was changed."
    )
