"""Power cut at any moment, on a disk that keeps only what it was made to keep."""

import random
import shutil
from pathlib import Path

from tests.torture.disk import Disk, Kind, Step, read_diary, run_on
from tests.torture.outcome import Outcome
from tests.torture.removing import PEOPLE, a_store_with_two
from tests.torture.writing import ACKNOWLEDGED, Seen, a_store
from vrp_desktop.db.integrity import check
from vrp_desktop.db.store import STORE_FILE
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.services import stores
from vrp_desktop.services.provider import Provider

_CUTS_A_DIARY = 100
_SAVES = 240
"""Enough for the log to be brought into the file while the program writes, and again when it closes."""


def cut(folder: Path, times: int, careless: bool = False) -> Outcome:
    """What was acknowledged before the cut is there. Every fourth program also upgrades an older store."""
    seen, upgraded = Seen(), 0
    for number in range(max(1, times // _CUTS_A_DIARY)):
        oldest = number % 4 == 3
        upgraded += oldest
        _diary_and_cuts(folder / str(number), min(times, _CUTS_A_DIARY), number, oldest, careless, seen)
    said = f"{seen.acknowledged:,} acknowledged; {seen}"
    return Outcome("simulated power cut", times, said, seen.held and seen.acknowledged > times)


def cut_while_removing(folder: Path, times: int) -> Outcome:
    """The store opens, with everything in it and by everybody who stays, whichever key it has by then."""
    written, before, after, diary = (folder / name for name in ("written", "before", "after", "diary"))
    recovery_key = a_store_with_two(written)
    shutil.copytree(written, before)
    run_on(written, "-m", "tests.torture.removing", written, diary=diary)
    steps, disk, at = read_diary(diary, written), Disk.of(before), 0
    chance, whole, kept_out = random.Random(7), 0, 0
    for moment in _moments(steps, times, chance):
        for step in steps[at:moment]:
            disk.play(step)
        at = moment
        after.mkdir()
        disk.cut(after, chance)
        (after / f"{STORE_FILE}-shm").write_bytes(chance.randbytes(32_768))
        try:
            workspace = stores.sign_in(after, recovery_key)
            provider = Provider(workspace)
            whole += provider.people.count() == PEOPLE and not check(workspace.store)
            kept_out += sum(user.active for user in provider.users.every()) == 1
            workspace.close()
        except (Refused, Trouble):
            pass
        shutil.rmtree(after)
    said = f"{whole} opened whole, in {kept_out} of them the user was gone already"
    return Outcome("power cut while a user is removed", times, said, whole == times)


def _diary_and_cuts(folder: Path, cuts: int, seed: int, oldest: bool, careless: bool, seen: Seen) -> None:
    chance = random.Random(seed)
    written, before, after, diary = (folder / name for name in ("written", "before", "after", "diary"))
    first = a_store(written, people=20, oldest=oldest)
    shutil.copytree(written, before)
    program = ["-m", "tests.torture.writing", written, _SAVES, *(["--careless"] if careless else [])]
    run_on(written, *program, diary=diary)
    steps = read_diary(diary, written)
    disk, acknowledged, at = Disk.of(before), set(first), 0
    for moment in _moments(steps, cuts, chance):
        for step in steps[at:moment]:
            if step.name == ACKNOWLEDGED:
                acknowledged |= set(step.data.decode().split())
            else:
                disk.play(step)
        at = moment
        after.mkdir()
        disk.cut(after, chance)
        # What memory that was shared leaves behind is anything.
        (after / f"{STORE_FILE}-shm").write_bytes(chance.randbytes(32_768))
        seen.acknowledged += len(acknowledged)
        seen.look(after, acknowledged)
        shutil.rmtree(after)
    shutil.rmtree(folder)


def _moments(steps: list[Step], cuts: int, chance: random.Random) -> list[int]:
    """Half of them anywhere; half while the file itself is written or a file is named, which is rarer."""
    rare = [
        number
        for number, step in enumerate(steps)
        if (step.kind is Kind.WRITTEN and step.name == STORE_FILE)
        or step.kind in (Kind.CREATED, Kind.RENAMED, Kind.REMOVED)
    ]
    return sorted(
        chance.choice(rare) + chance.randrange(3) if number % 2 else chance.randrange(len(steps) + 1)
        for number in range(cuts)
    )
