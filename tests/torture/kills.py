"""Programs killed at any moment: while they save, and while they bring an older store up to date."""

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import text

from tests.db.rows import KEY, now
from tests.torture.outcome import Outcome
from tests.torture.writing import Seen, a_store, write_without_end
from vrp_desktop.db.backup_file import DATABASE, KEYS, BackupFile
from vrp_desktop.db.connection import engine
from vrp_desktop.db.store import STORE_FILE
from vrp_desktop.domain.backups import SUFFIX
from vrp_desktop.services.backup_places import first_place
from vrp_desktop.services.upgrading import open_store

_KILLS_A_STORE = 25
"""Then a fresh store: looking at everything takes longer the more there is."""
_MANY = 50
_PATIENCE = 60.0
"""Seconds until a program that should be saving is given up."""


def while_saving(folder: Path, times: int) -> Outcome:
    """What was acknowledged is there, and no intention is half there."""
    seen, chance = Seen(), random.Random(1)
    acknowledged: set[str] = set()
    store = folder / "store"
    for number in range(times):
        if number % _KILLS_A_STORE == 0:
            shutil.rmtree(store, ignore_errors=True)
            acknowledged = a_store(store)
        more = _killed(
            _tell_of_saves, (store, number), chance.randrange(10), lambda: sleep(chance.random() / 100)
        )
        seen.acknowledged += len(more)
        acknowledged |= set(more)
        seen.look(store, acknowledged)
    said = f"{seen.acknowledged:,} acknowledged; {seen}"
    return Outcome("kill -9 while saving", times, said, seen.held and seen.acknowledged > times)


def while_upgrading(folder: Path, times: int) -> Outcome:
    """The store is the old one or the new one, nothing that it held is gone, and before it is the new one
    there is a backup of the old one."""
    original, store = folder / "original", folder / "store"
    backups, trial = first_place(store), folder / "trial"
    ids = a_store(original, people=150, oldest=True)
    old = _schema(original)
    shutil.copytree(original, store)
    began = monotonic()
    _killed(_upgrade, (store,), 1, lambda: None)
    takes = monotonic() - began
    new = _schema(store)
    seen, chance, found = Seen(), random.Random(2), {"old": 0, "new": 0, "mixed": 0}
    for _ in range(times):
        shutil.rmtree(store)
        shutil.rmtree(backups, ignore_errors=True)
        shutil.copytree(original, store)
        _killed(_upgrade, (store,), 0, lambda: sleep(chance.random() * takes * 1.1))
        schema = _schema(store)
        found["old" if schema == old else "new" if schema == new else "mixed"] += 1
        made = [BackupFile(path) for path in backups.glob(f"*{SUFFIX}")]
        seen.lost += schema != old and not made
        for backup in made:
            # What counts as a backup is a whole one.
            trial.mkdir()
            backup.unpack(trial, [DATABASE, KEYS])
            seen.damaged += _schema(trial) != old
            seen.look(trial, ids)
            shutil.rmtree(trial)
            shutil.rmtree(first_place(trial))
        seen.look(store, ids)
    said = f"{found['old']} old, {found['new']} new, {found['mixed']} mixed; {seen}"
    # Of many, some are killed before the end and some after it: else nothing would have been tried.
    tried = times < _MANY or (found["old"] and found["new"])
    return Outcome("kill -9 inside an upgrade", times, said, bool(seen.held and not found["mixed"] and tried))


def _killed(
    program: Callable[..., None], arguments: tuple[Any, ...], acknowledge: int, wait: Any
) -> list[str]:
    """Runs a program until it has told of so many saves and a moment longer; everything it told of."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.torture.writing", "alembic.command"])
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=program, args=(*arguments, theirs))
    process.start()
    theirs.close()
    told: list[str] = []
    with suppress(EOFError, OSError):
        # The first word is that it has begun.
        while len(told) <= acknowledge:
            if not ours.poll(_PATIENCE):
                raise TimeoutError("the program that was to be killed does nothing")
            told.append(ours.recv())
    wait()
    process.kill()
    # What it said before it died counts; a word it was cut off in does not.
    with suppress(EOFError, OSError):
        while True:
            told.append(ours.recv())
    process.join()
    ours.close()
    return told[1:]


def _tell_of_saves(folder: Path, seed: int, pipe: Connection) -> None:
    pipe.send("begun")
    write_without_end(folder, seed, pipe.send)


def _upgrade(folder: Path, pipe: Connection) -> None:
    pipe.send("begun")
    open_store(folder, KEY, now)
    pipe.send("done")


def _schema(folder: Path) -> list[tuple[str, str]]:
    """Every table and index of a file, and its revision, without changing anything."""
    looking = engine(folder / STORE_FILE, KEY, only_look=True)
    with looking.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        schema = sorted((str(row.name), str(row.sql)) for row in rows)
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    looking.dispose()
    return [*schema, ("revision", str(revision))]
