"""Trying a passphrase or the recovery key on a store's keys: counted, and told in words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.security import guesses, keys

_WRONG = (
    "That passphrase does not open this store. Check capitals and spaces and try again, or type the "
    "recovery key in its place."
)
_MISTYPED = (
    "That is not a passphrase of this store. If it is the recovery key, a letter or digit of it is "
    "mistyped: compare it with the paper, group by group."
)


def unlock(
    folder: Path,
    secret: str,
    clock: Callable[[], datetime],
    accepted: Callable[[keys.Unlocked], bool] = lambda _: True,
    wrong: str = _WRONG,
) -> keys.Unlocked:
    """What a secret opens. Refused, in the words of ``wrong``, where it opens nothing or what it opens is
    not ``accepted``; refused too while somebody who guessed wrong must wait. Trouble for damaged keys."""
    _wait_over(folder, clock)
    try:
        with in_words(folder):
            unlocked = keys.unlock(folder, secret)
        if not accepted(unlocked):
            raise keys.WrongSecret
    except keys.MistypedRecoveryKey:
        raise _refused(_MISTYPED) from None
    except keys.WrongSecret:
        raise _refused(wrong) from None
    except keys.KeysNewer:
        raise Trouble(
            f"The keys in {folder} were written by a newer version of this program. They have not been "
            "touched. Install the newer version, then sign in again."
        ) from None
    except keys.KeysDamaged:
        raise Trouble(
            f"The keys of the store are damaged: neither {keys.KEYS_FILE} nor {keys.TWIN_FILE} in {folder} "
            "can be read. Put one of them back from a backup; your records are still there."
        ) from None
    guesses.right(folder)
    return unlocked


def seconds_to_wait(folder: Path, clock: Callable[[], datetime]) -> int:
    """Seconds until the next passphrase is taken, after wrong ones; 0 where it may be typed now."""
    return guesses.seconds_left(folder, clock().timestamp())


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Says what a disk or folder refuses, and what to do."""
    try:
        yield
    except OSError as fault:
        raise Trouble(
            f"The folder {folder} cannot be used: {fault.strerror or fault}. Check that there is space on "
            "the disk and that you have the right to read and write there, or choose another folder."
        ) from fault


def _wait_over(folder: Path, clock: Callable[[], datetime]) -> None:
    try:
        guesses.begin(folder, clock().timestamp())
    except guesses.TooSoon as soon:
        raise _refused(
            f"Several passphrases were wrong. Wait {_spoken(soon.seconds)}, then try again."
        ) from None


def _spoken(seconds: int) -> str:
    if seconds < 60:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    minutes = -(-seconds // 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _refused(words: str) -> Refused:
    return Refused(words, {"passphrase": words})
