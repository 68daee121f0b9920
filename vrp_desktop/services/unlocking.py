"""Trying a passphrase or the recovery key on a store's keys: counted, and told in words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from vrp_desktop.domain.errors import Damaged, Refused, Trouble
from vrp_desktop.security import guesses, keys, rekeying

_WRONG = (
    "That passphrase does not open this store. Check capitals and spaces and try again, or type the "
    "recovery key in its place."
)
_MISTYPED = (
    "That is not a passphrase of this store. If it is the recovery key, a letter or digit of it is "
    "mistyped: compare it with the paper, group by group."
)
_NOT_THE_KEY = (
    "That is not the recovery key of this store, or no longer: making a new one ends the one before. Compare "
    "it with the paper, group by group."
)
_DEVICE_GONE = (
    "That passphrase does not open this store on this computer. If you are sure of it, the computer's "
    "keychain has lost its half of your key: choose “I have lost my passphrase”, type the recovery key and "
    "set a new passphrase. Your records are still there."
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
    except keys.DeviceGone:
        raise _refused(_DEVICE_GONE) from None
    except keys.WrongSecret:
        raise _refused(wrong) from None
    except (keys.KeysDamaged, keys.KeysNewer) as fault:
        raise in_trouble(folder, fault) from None
    guesses.right(folder)
    return unlocked


def unlock_by_recovery_key(folder: Path, typed: str, clock: Callable[[], datetime]) -> keys.Unlocked:
    """What a recovery key opens, and a passphrase does not. Refusals stand beside "recovery_key"."""
    try:
        return unlock(folder, typed, clock, lambda unlocked: unlocked.kind == keys.RECOVERY, _NOT_THE_KEY)
    except Refused as refused:
        raise Refused(str(refused), {"recovery_key": str(refused)}) from None


@contextmanager
def changing(folder: Path, field: str = "passphrase") -> Iterator[None]:
    """Says why the keys cannot be changed, and what to do. ``field`` is where a new passphrase is typed."""
    try:
        yield
    except rekeying.Taken:
        raise Refused.for_fields(
            {field: "That passphrase cannot be used in this store. Put together other words."}
        ) from None
    except rekeying.Unfinished:
        raise Trouble(
            "The key of this store is still being changed, for which there was no space on the disk. Free as "
            "much space as the store takes up, sign out and sign in again, then try again."
        ) from None
    except rekeying.OldRecoveryKey:
        raise Refused(
            "The recovery key of this store is from before users could be removed. Make a new recovery key "
            "first, on the page Users; then remove the user."
        ) from None
    except (keys.KeysDamaged, keys.KeysNewer) as fault:
        raise in_trouble(folder, fault) from None


def in_trouble(folder: Path, fault: keys.KeysDamaged | keys.KeysNewer) -> Trouble:
    """What is wrong with the keys file, and what to do."""
    if isinstance(fault, keys.KeysNewer):
        return Trouble(
            f"The keys in {folder} were written by a newer version of this program. They have not been "
            "touched. Install the newer version, then sign in again."
        )
    if isinstance(fault, keys.KeysChanged):
        how = "were weakened" if isinstance(fault, keys.KeysWeakened) else "were changed"
        return Damaged(
            f"The keys of the store {how} by something other than this program, and are not used. Put "
            f"{keys.KEYS_FILE} and {keys.TWIN_FILE} in {folder} back from a backup, and tell whoever looks "
            "after this computer. Your records are still there."
        )
    return Damaged(
        f"The keys of the store are damaged: neither {keys.KEYS_FILE} nor {keys.TWIN_FILE} in {folder} "
        "can be read. Put one of them back from a backup; your records are still there."
    )


def wrong_so_far(folder: Path) -> int:
    """How many passphrases were wrong since the last right one."""
    return guesses.wrong_so_far(folder)


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
