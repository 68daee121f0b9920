"""A slot: the store key, wrapped by a key that comes from something somebody knows.

passphrase → Argon2id → HKDF → AES-256-GCM opens the store key. A recovery key is random enough to leave
Argon2id out. Everything in a slot but its last two fields is bound into the wrapping as associated data, so
that nobody can change a number in it unnoticed. ``device`` names a second secret, from the keychain of one
device, that goes into HKDF too; it is null as long as a slot opens with what somebody knows alone.
"""

import base64
import json
import os
import unicodedata
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PASSPHRASE, RECOVERY = "passphrase", "recovery"

Slot = dict[str, Any]

_ARGON2 = {"name": "argon2id", "memory": 64 * 1024, "passes": 3, "lanes": 4}
"""Memory in KiB. About 0.2 s on an ordinary laptop, for every guess."""

_MOST = {"memory": 256 * 1024, "passes": 8, "lanes": 8}
"""What a slot may ask for at most: a hostile file must not be able to claim all the memory there is."""

_KEY_BYTES = 32


class BadSlot(Exception):  # noqa: N818
    """The slot lacks something, or asks for more than a slot may."""


class NewerSlot(Exception):  # noqa: N818
    """The slot opens in a way that only a newer version of the program knows."""


def wrap(store_key: bytes, secret: bytes, kind: str, user_id: str, slot_id: str) -> Slot:
    """A new slot that opens with ``secret``."""
    slot: Slot = {
        "id": slot_id,
        "kind": kind,
        "user": user_id,
        "kdf": dict(_ARGON2) if kind == PASSPHRASE else {"name": "none"},
        "salt": _text(os.urandom(32)),
        "device": None,
    }
    nonce = os.urandom(12)
    wrapped = AESGCM(_wrapping_key(slot, secret)).encrypt(nonce, store_key, _header(slot))
    return slot | {"nonce": _text(nonce), "wrapped": _text(wrapped)}


def unwrap(slot: Slot, secret: bytes) -> bytes | None:
    """The store key, or None where the secret is not this slot's. Raises BadSlot or NewerSlot."""
    try:
        nonce, wrapped = base64.b64decode(slot["nonce"]), base64.b64decode(slot["wrapped"])
        key = AESGCM(_wrapping_key(slot, secret)).decrypt(nonce, wrapped, _header(slot))
    except InvalidTag:
        return None
    except (KeyError, TypeError, ValueError) as fault:
        raise BadSlot from fault
    if len(key) != _KEY_BYTES:
        raise BadSlot
    return key


def passphrase_bytes(passphrase: str) -> bytes:
    """A passphrase as bytes: the same one, however the keyboard of the day composes its accents."""
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")


def _wrapping_key(slot: Slot, secret: bytes) -> bytes:
    salt = base64.b64decode(slot["salt"])
    if slot["device"] is not None:
        raise NewerSlot
    info = b"vrp-desktop store key, " + str(slot["kind"]).encode()
    return HKDF(SHA256(), _KEY_BYTES, salt, info).derive(_stretched(slot["kdf"], secret, salt))


def _stretched(kdf: dict[str, Any], secret: bytes, salt: bytes) -> bytes:
    if kdf["name"] == "none":
        return secret
    if kdf["name"] != "argon2id":
        raise NewerSlot
    for what, most in _MOST.items():
        if type(kdf[what]) is not int or not 1 <= kdf[what] <= most:
            raise BadSlot
    argon2 = Argon2id(
        salt=salt,
        length=_KEY_BYTES,
        iterations=kdf["passes"],
        lanes=kdf["lanes"],
        memory_cost=kdf["memory"],
    )
    return argon2.derive(secret)


def _header(slot: Slot) -> bytes:
    bound = {name: value for name, value in slot.items() if name not in ("nonce", "wrapped")}
    return json.dumps(bound, sort_keys=True, separators=(",", ":")).encode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
