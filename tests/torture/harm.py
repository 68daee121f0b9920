"""What happens to the files themselves: a full disk, folders without rights, flipped bits, torn keys, a
newer version's store, a second program, a clock that jumps."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from tests.builders import ORGANISATION, PASSPHRASE, USER
from tests.db import test_disk
from tests.db.rows import ACTOR, KEY, a_row
from tests.rights import content_of
from tests.torture.disk import run_on
from tests.torture.outcome import Outcome
from tests.torture.writing import a_store
from vrp_desktop.db import models
from vrp_desktop.db.connection import WRITE, engine
from vrp_desktop.db.integrity import check
from vrp_desktop.db.store import STORE_FILE, Store
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.security.keys import KEYS_FILE, TWIN_FILE
from vrp_desktop.services import stores

PAGE = 4096


def full_disk(folder: Path, times: int) -> Outcome:
    """The fault is told, reading works, nothing acknowledged is gone, and saving goes on with room."""
    a_store(folder / "store")
    said = run_on(folder / "store", "-m", "tests.torture.filling", folder / "store", times)
    saved, told, kept = map(int, said.split())
    store = Store.open(folder / "store", KEY)
    with store.reading() as tx:
        there = tx.scalar(select(func.count()).select_from(models.person))
    sound = not check(store)
    store.close()
    words = f"{there:,} of {saved:,} kept, told in words {told} times, read on {kept} times"
    # Twice each: while it saves, and when somebody opens it on a disk that is full already.
    return Outcome("disk full", times, words, sound and there == saved and told == kept == 2 * times)


def folder_without_rights(folder: Path, times: int) -> Outcome:
    """What may be read is opened to be looked at, saving is refused in words, and not a byte is touched."""
    store, seen, held = folder / "store", 0, 0
    a_store(store, people=2)
    before = content_of(store)
    ways = [(store, 0o500), (store / STORE_FILE, 0o400), (store / STORE_FILE, 0o000)]
    for number in range(times):
        path, mode = ways[number % len(ways)]
        path.chmod(mode)
        try:
            *read, told = test_disk.run(test_disk.WITHOUT_THE_RIGHT, "look", store)
        finally:
            path.chmod(0o700)
        seen += read == ([] if mode == 0o000 else ["2"])
        held += "right to" in told and content_of(store) == before
    said = f"{seen} read as far as they may be, {held} told in words, untouched"
    return Outcome("read-only folder or file", times, said, seen == held == times)


def flipped_bits(folder: Path, times: int) -> Outcome:
    """One bit of a page, anywhere in it: noticed at the latest by the check, and a backup is asked for."""
    store = folder / "store"
    a_store(store, people=150)
    whole = (store / STORE_FILE).read_bytes()
    chance, at_opening, at_check = random.Random(4), 0, 0
    for _ in range(times):
        bent = bytearray(whole)
        bent[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        (store / STORE_FILE).write_bytes(bent)
        for suffix in ("-wal", "-shm"):
            (store / f"{STORE_FILE}{suffix}").unlink(missing_ok=True)
        try:
            opened = Store.open(store, KEY)
        except Trouble as trouble:
            at_opening += "restore the latest backup" in str(trouble)
            continue
        noticed = True
        with suppress(Trouble, DBAPIError):
            noticed = bool(check(opened))
        at_check += noticed
        opened.close()
    said = f"{at_opening} noticed at opening, {at_check} by the check, {times - at_opening - at_check} not"
    return Outcome("one bit flipped in a random page", times, said, at_opening + at_check == times)


def torn_keys(folder: Path, times: int) -> Outcome:
    """A keys file that is lost, cut off or bent: its twin opens the store and mends it."""
    store, chance, opened = folder / "store", random.Random(5), 0
    made = stores.create(store, StoreKind.PROVIDER, ORGANISATION, USER, PASSPHRASE)
    made.workspace.close()
    for number in range(times):
        path = store / (KEYS_FILE, TWIN_FILE)[number % 2]
        bent = bytearray(path.read_bytes())
        bent[chance.randrange(len(bent))] ^= 1 << chance.randrange(8)
        match chance.randrange(3):
            case 0:
                path.unlink()
            case 1:
                path.write_bytes(bent[: chance.randrange(len(bent))])
            case _:
                path.write_bytes(bent)
        stores.sign_in(store, made.recovery_key).close()
        opened += (store / KEYS_FILE).read_bytes() == (store / TWIN_FILE).read_bytes()
    return Outcome("keys file lost, cut off or bent", times, f"{opened} opened and mended", opened == times)


def newer_store(folder: Path, times: int) -> Outcome:
    """A store of a version to come is refused, and not a byte changes."""
    store, refused = folder / "store", 0
    a_store(store, people=2)
    pool = engine(store / STORE_FILE, KEY)
    with pool.connect().execution_options(**WRITE) as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = 'p9999'"))
    pool.dispose()
    before = (store / STORE_FILE).read_bytes()
    for _ in range(times):
        try:
            Store.open(store, KEY).close()
        except Trouble as trouble:
            refused += "newer version" in str(trouble) and (store / STORE_FILE).read_bytes() == before
    return Outcome("older program, newer store", times, f"{refused} refused, untouched", refused == times)


def second_program(folder: Path, times: int) -> Outcome:
    """The second is refused in words; the first goes on saving."""
    a_store(folder / "store")
    store, refused = Store.open(folder / "store", KEY), 0
    context = get_context("forkserver")
    for number in range(times):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_try_to_open, args=(folder / "store", theirs))
        process.start()
        with store.writing(ACTOR, _standing_still) as tx:
            tx.insert(models.person, a_row(f"P{number}"))
        refused += "open already" in ours.recv()
        process.join()
    with store.reading() as tx:
        saved = tx.scalar(select(func.count()).select_from(models.person))
    store.close()
    said = f"{refused} refused, {saved} saved by the first meanwhile"
    return Outcome("a second program", times, said, refused == saved == times)


def _try_to_open(folder: Path, pipe: Connection) -> None:
    try:
        Store.open(folder, KEY).close()
        pipe.send("opened")
    except Trouble as trouble:
        pipe.send(str(trouble))


def jumping_clock(folder: Path, times: int) -> Outcome:
    """The journal stays in order, whatever the clock says, and in the hour that comes twice."""
    a_store(folder / "store")
    store, chance = Store.open(folder / "store", KEY), random.Random(6)
    autumn = datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo("Europe/London"))
    moment = autumn
    for number in range(times):
        if number % 2:
            moment = autumn + timedelta(minutes=30 * (number % 8))
            moment = moment.replace(fold=chance.randrange(2))
        else:
            moment = autumn + timedelta(days=chance.randrange(-3_650, 3_650))
        with store.writing(ACTOR, _standing(moment)) as tx:
            tx.insert(models.person, a_row(f"P{number}"))
    journal = models.PROVIDER.tables["journal"]
    with store.reading() as tx:
        entries = tx.rows(select(journal.c.seq, journal.c.at, journal.c.id).order_by(journal.c.seq))
    store.close()
    at = [entry["at"] for entry in entries]
    numbers = [entry["seq"] for entry in entries]
    backwards = sum(later < earlier for earlier, later in pairwise(at))
    held = backwards == 0 and numbers == list(range(1, len(numbers) + 1)) and len(numbers) > times
    return Outcome("clock ±10 years, daylight saving", times, f"{backwards} entries out of order", held)


def _standing(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def _standing_still() -> datetime:
    return datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
