"""Changing who opens a store, and with what. Each function needs the store key, and leaves the keys file and
its twin whole whenever the power fails.

A change of the store key itself comes in three steps: ``begin`` seals both keys to everybody who stays, then
the database is encrypted with the new one, then ``keep_only`` forgets the old one.
"""

import os
from pathlib import Path

from vrp_desktop.security import keychain, keysfile, recovery, slots
from vrp_desktop.security.keys import (
    KeysDamaged,
    device_for,
    is_vouched,
    name_of,
    secret_of_recovery_key,
    stretching_of,
    write,
)
from vrp_desktop.security.keysfile import Content
from vrp_desktop.security.slots import PASSPHRASE, RECOVERY, Slot


class Taken(Exception):  # noqa: N818 - a state of the keys, said to a person in words
    """Somebody else's slot opens with this passphrase: nobody could tell the two apart."""


class Unfinished(Exception):  # noqa: N818
    """The store key is being changed, and must have been before anything else is."""


class OldRecoveryKey(Exception):  # noqa: N818
    """The recovery key's slot is of the first format: a new store key cannot be sealed to it."""


def set_passphrase(folder: Path, key: bytes, user_id: str, passphrase: str, here: bool) -> None:
    """Gives a user this passphrase in place of the one they had.

    ``here``: they sit at this computer, so its keychain's secret goes in; else it does when they first sign
    in. Raises Taken, Unfinished, KeysDamaged or OSError; the old passphrase then still opens."""
    content = _current(folder, key)
    typed = slots.secret(slots.passphrase_bytes(passphrase))
    others = [slot for slot in content["slots"] if not _is_passphrase_of(slot, user_id)]
    for slot in others:
        if slot["kind"] == PASSPHRASE and _opens(slot, typed):
            raise Taken
    device = device_for(content["slots"]) if here else None
    stretching = stretching_of(content["slots"])
    held = {name_of(key): key}
    made = slots.make(PASSPHRASE, user_id, typed, held, stretching, device)
    write(folder, content | {"slots": [*others, made]}, held)


def new_recovery_key(folder: Path, key: bytes, user_id: str) -> str:
    """Makes a new recovery key and returns it; the one before opens nothing any more.

    ``user_id`` is who is signed in by it. Raises Unfinished, KeysDamaged or OSError."""
    content = _current(folder, key)
    made = recovery.new_recovery_key()
    held = {name_of(key): key}
    slot = slots.make(RECOVERY, user_id, secret_of_recovery_key(made), held, {}, None)
    others = [one for one in content["slots"] if one["kind"] != RECOVERY]
    write(folder, content | {"slots": [*others, slot]}, held)
    return made


def begin(folder: Path, key: bytes, leaving: str) -> bytes:
    """Takes a user's slot out and returns a new store key, sealed with the old one to everybody else.

    Whoever has a passphrase slot of the first format (they have not signed in since) opens the store with the
    recovery key from then on. Raises OldRecoveryKey, Unfinished, KeysDamaged or OSError."""
    content = _current(folder, key)
    staying = [slot for slot in content["slots"] if not _is_passphrase_of(slot, leaving)]
    if any(slot["kind"] == RECOVERY and "public" not in slot for slot in staying):
        raise OldRecoveryKey
    new = os.urandom(32)
    both = {name_of(key): key, name_of(new): new}
    kept = [slots.sealed(slot, both) for slot in staying if "public" in slot]
    write(folder, content | {"slots": kept}, both)
    return new


def keep_only(folder: Path, key: bytes) -> None:
    """Forgets every store key but this one, which the database has. Raises KeysDamaged or OSError."""
    content = _of_key(folder, key)
    held = {name_of(key): key}
    write(folder, content | {"slots": [slots.sealed(slot, held) for slot in content["slots"]]}, held)


def has_passphrase(folder: Path, key: bytes) -> frozenset[str]:
    """The ids of everybody who has a passphrase. Raises KeysDamaged."""
    return frozenset(
        str(slot["user"]) for slot in _of_key(folder, key)["slots"] if slot["kind"] == PASSPHRASE
    )


def _current(folder: Path, key: bytes) -> Content:
    content = _of_key(folder, key)
    if len(content["keys"]) > 1:
        raise Unfinished
    return content


def _of_key(folder: Path, key: bytes) -> Content:
    for content in keysfile.contents(folder):
        if is_vouched(content, key):
            return content
    raise KeysDamaged


def _is_passphrase_of(slot: Slot, user_id: str) -> bool:
    return bool(slot["kind"] == PASSPHRASE and slot["user"] == user_id)


def _opens(slot: Slot, typed: slots.Secret) -> bool:
    device = slot["device"]
    try:
        return slots.opened(slot, typed, keychain.find(str(device)) if device else None) is not None
    except (slots.BadSlot, slots.NewerSlot, slots.NoDevice):
        return False
