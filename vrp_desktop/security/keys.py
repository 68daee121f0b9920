"""The store key, random and never written in clear, and the slots that unwrap it."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from vrp_desktop.security import recovery, slots
from vrp_desktop.security.files import write_whole

KEYS_FILE = "store.keys"
TWIN_FILE = "store.keys.twin"

_FORMAT = "vrp-desktop keys"
_VERSION = 1
_LARGEST = 1_000_000
"""Bytes of a keys file: thousands of users."""


class WrongSecret(Exception):  # noqa: N818 - said to a person as "that passphrase does not open it"
    """No slot opens with this secret."""


class MistypedRecoveryKey(WrongSecret):
    """It looks like a recovery key, and its check says that a letter or digit of it is wrong."""


class KeysDamaged(Exception):  # noqa: N818
    """Neither the keys file nor its twin can be read."""


class KeysNewer(Exception):  # noqa: N818
    """The keys file was written by a newer version of the program."""


@dataclass(frozen=True)
class Unlocked:
    """The 32-byte store key, and whose slot opened it. Never shown, logged or compared in messages."""

    key: bytes
    user_id: str
    kind: str
    """"passphrase" or "recovery"."""

    def __repr__(self) -> str:
        return f"Unlocked(user_id={self.user_id!r}, kind={self.kind!r})"


def create(folder: Path, user_id: str, passphrase: str) -> tuple[bytes, str]:
    """Makes a random store key and writes its two slots; returns the key and the recovery key.

    OSError where the folder cannot be written; FileExistsError where it holds keys already."""
    if (folder / KEYS_FILE).exists() or (folder / TWIN_FILE).exists():
        raise FileExistsError("there are keys in this folder already")
    key = os.urandom(32)
    recovery_key = recovery.new_recovery_key()
    secret = recovery.secret_of(recovery_key)
    assert secret is not None  # noqa: S101 - it was just made
    known = slots.passphrase_bytes(passphrase)
    content = {
        "format": _FORMAT,
        "version": _VERSION,
        "generation": 1,
        "slots": [
            slots.wrap(key, known, slots.PASSPHRASE, user_id, str(uuid4())),
            slots.wrap(key, secret, slots.RECOVERY, user_id, str(uuid4())),
        ],
    }
    sealed = _sealed(content)
    write_whole(folder / TWIN_FILE, sealed)
    write_whole(folder / KEYS_FILE, sealed)
    return key, recovery_key


def unlock(folder: Path, secret: str) -> Unlocked:
    """Tries a passphrase or recovery key on the slots. Mends a lost or torn file from its twin.

    Raises WrongSecret (MistypedRecoveryKey), KeysDamaged, KeysNewer, or OSError where a file is there and
    must not be read."""
    content = _read_and_mend(folder)
    try:
        recovering = recovery.secret_of(secret)
        slip = False
    except recovery.Slip:
        recovering, slip = None, True
    known = slots.passphrase_bytes(secret)
    tried = bad = newer = 0
    for slot in content["slots"]:
        typed = recovering if slot.get("kind") == slots.RECOVERY else known
        if typed is None:
            continue
        tried += 1
        try:
            key = slots.unwrap(slot, typed)
        except slots.BadSlot:
            bad += 1
            continue
        except slots.NewerSlot:
            newer += 1
            continue
        if key is not None:
            return Unlocked(key, str(slot["user"]), str(slot["kind"]))
    if newer:
        raise KeysNewer
    if bad == tried:
        raise KeysDamaged
    raise MistypedRecoveryKey if slip else WrongSecret


def readable(folder: Path) -> bool:
    """Whether the keys file or its twin can be read. Nothing is mended."""
    return any(_read(folder / name) is not None for name in (KEYS_FILE, TWIN_FILE))


def _read_and_mend(folder: Path) -> dict[str, Any]:
    found = {name: _read(folder / name) for name in (KEYS_FILE, TWIN_FILE)}
    whole = [content for content in found.values() if content is not None]
    if not whole:
        raise KeysDamaged
    newest = max(whole, key=lambda content: int(content["generation"]))
    if newest["version"] > _VERSION:
        raise KeysNewer
    for name, content in found.items():
        if content != newest:
            try:
                write_whole(folder / name, _sealed(newest))
            except OSError:
                # Signing in must not depend on it: one of the two is enough, and the next time may do.
                continue
    return newest


def _read(path: Path) -> dict[str, Any] | None:
    """The content, or None where the file is missing, torn or not a keys file."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    if len(raw) > _LARGEST:
        return None
    try:
        outer = json.loads(raw)
        content = outer["content"]
        sound = (
            outer["sha256"] == _digest(content)
            and content["format"] == _FORMAT
            and isinstance(content["version"], int)
            and isinstance(content["generation"], int)
            and (content["version"] > _VERSION or _are_slots(content["slots"]))
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return dict(content) if sound else None


def _are_slots(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(slot, dict) for slot in found)


def _sealed(content: dict[str, Any]) -> bytes:
    return json.dumps({"content": content, "sha256": _digest(content)}, indent=1).encode()


def _digest(content: Any) -> str:
    """Tells a torn file from a whole one. It is no protection: the slots have their own."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
