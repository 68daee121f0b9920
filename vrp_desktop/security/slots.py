"""A slot: a private key, wrapped by what somebody knows; and the store key, sealed to its public key.

Opening one: passphrase → Argon2id → HKDF, together with the device's secret where the slot has one →
AES-256-GCM unwraps an X25519 private key → HPKE (RFC 9180) opens the store key sealed to it. A recovery key
is random enough to leave Argon2id out.

Why two steps: a new store key can be sealed to everybody's public key without anybody's passphrase, which is
what the removal of a user needs. Everything in a slot but what was wrapped and sealed is bound into both as
associated data, so that nobody can change a number in it unnoticed.

One Argon2id salt serves all passphrases of a store (``kdf.salt``): nobody says who they are when they sign
in, and a salt each would cost 0.2 s for every user at every sign-in. A thief of the file can so try one guess
on all of them at once, which is worth 3 bits among 8 users. The salt of HKDF is each slot's own.

Slots of the first format wrap the store key itself and have no public key; they open, and are replaced.
"""

import base64
import binascii
import json
import os
import unicodedata
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PASSPHRASE, RECOVERY = "passphrase", "recovery"

Slot = dict[str, Any]

_ARGON2 = {"name": "argon2id", "memory": 64 * 1024, "passes": 3, "lanes": 4}
"""Memory in KiB. About 0.2 s on an ordinary laptop, for every guess."""

_LEAST = {"memory": 64 * 1024, "passes": 3, "lanes": 1}
"""What a slot must ask for: less has never been written, so whoever wrote it wants to guess cheaply."""
_MOST = {"memory": 256 * 1024, "passes": 8, "lanes": 8}
"""What a slot may ask for at most: a hostile file must not be able to claim all the memory there is."""

_KEY_BYTES = 32
_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_NOT_BOUND = ("nonce", "wrapped", "sealed")


class BadSlot(Exception):  # noqa: N818
    """The slot lacks something, or asks for more than a slot may."""


class WeakSlot(BadSlot):
    """The slot asks for less work than any that this program has written: somebody has weakened it."""


class NewerSlot(Exception):  # noqa: N818
    """The slot opens in a way that only a newer version of the program knows."""


class NoDevice(Exception):  # noqa: N818
    """The slot needs the secret of a device that is not this one, or whose keychain is gone."""


@dataclass(frozen=True)
class Secret:
    """What somebody typed, as bytes, with what Argon2id has made of it so far: it is dear."""

    typed: bytes
    stretched: dict[str, bytes]

    def __repr__(self) -> str:
        return "Secret()"


@dataclass(frozen=True)
class Device:
    """The secret of this computer's keychain, and its name there."""

    name: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Device({self.name!r})"


def secret(typed: bytes) -> Secret:
    """Something typed, to be tried on slots."""
    return Secret(typed, {})


def passphrase_bytes(passphrase: str) -> bytes:
    """A passphrase as bytes: the same one, however the keyboard of the day composes its accents."""
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")


def new_stretching() -> dict[str, Any]:
    """How a new store's passphrases are stretched: Argon2id with a salt of its own."""
    return _ARGON2 | {"salt": _text(os.urandom(32))}


def make(
    kind: str,
    user_id: str,
    typed: Secret,
    store_keys: dict[str, bytes],
    kdf: dict[str, Any],
    device: Device | None,
) -> Slot:
    """A new slot that opens with ``typed`` (on that device only, where there is one), and holds these store
    keys by their names."""
    private = X25519PrivateKey.generate()
    slot: Slot = {
        "id": str(uuid4()),
        "kind": kind,
        "user": user_id,
        "kdf": kdf if kind == PASSPHRASE else {"name": "none"},
        "salt": _text(os.urandom(32)),
        "device": device.name if device is not None else None,
        "public": _text(private.public_key().public_bytes_raw()),
    }
    nonce = os.urandom(12)
    wrapping = _wrapping_key(slot, typed, device.secret if device is not None else b"")
    wrapped = AESGCM(wrapping).encrypt(nonce, private.private_bytes_raw(), _header(slot))
    slot |= {"nonce": _text(nonce), "wrapped": _text(wrapped)}
    return sealed(slot, store_keys)


def sealed(slot: Slot, store_keys: dict[str, bytes]) -> Slot:
    """The same slot with exactly these store keys, by their names. It opens with what it opened with before.

    BadSlot for one of the first format, which has no public key, or a public key that is none."""
    try:
        public = X25519PublicKey.from_public_bytes(_raw(slot["public"]))
        held = {
            name: _text(_HPKE.encrypt(key, public, info=_purpose(slot, name)))
            for name, key in store_keys.items()
        }
    except (KeyError, TypeError, ValueError) as fault:
        raise BadSlot from fault
    return slot | {"sealed": held}


def opened(slot: Slot, typed: Secret, device_secret: bytes | None = None) -> dict[str, bytes] | None:
    """The store keys that a slot holds, by name ("" in the first format, which named none); None where
    ``typed`` is not this slot's. Raises BadSlot, WeakSlot, NewerSlot or NoDevice."""
    try:
        if slot["device"] is not None and device_secret is None:
            raise NoDevice
        wrapping = _wrapping_key(slot, typed, device_secret or b"")
        inner = AESGCM(wrapping).decrypt(_raw(slot["nonce"]), _raw(slot["wrapped"]), _header(slot))
        if "public" not in slot:
            found = {"": inner}
        else:
            found = _unsealed(slot, X25519PrivateKey.from_private_bytes(inner))
    except InvalidTag:
        return None
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise BadSlot from fault
    if not found or any(len(key) != _KEY_BYTES for key in found.values()):
        raise BadSlot
    return found


def _unsealed(slot: Slot, private: X25519PrivateKey) -> dict[str, bytes]:
    if private.public_key().public_bytes_raw() != _raw(slot["public"]):
        raise BadSlot
    try:
        return {
            str(name): _HPKE.decrypt(_raw(held), private, info=_purpose(slot, name))
            for name, held in slot["sealed"].items()
        }
    except InvalidTag as fault:
        raise BadSlot from fault


def _wrapping_key(slot: Slot, typed: Secret, device_secret: bytes) -> bytes:
    salt = _raw(slot["salt"])
    if "public" in slot:
        purpose = b"vrp-desktop slot, "
    elif slot["device"] is None:
        purpose = b"vrp-desktop store key, "
    else:
        raise NewerSlot
    info = purpose + str(slot["kind"]).encode()
    return HKDF(SHA256(), _KEY_BYTES, salt, info).derive(_stretched(slot, typed) + device_secret)


def _stretched(slot: Slot, typed: Secret) -> bytes:
    kdf = slot["kdf"]
    if kdf["name"] == "none":
        if slot["kind"] != RECOVERY:
            raise WeakSlot
        return typed.typed
    if kdf["name"] != "argon2id":
        raise NewerSlot
    for what, most in _MOST.items():
        if type(kdf[what]) is not int or kdf[what] > most:
            raise BadSlot
        if kdf[what] < _LEAST[what]:
            raise WeakSlot
    salt = _raw(kdf.get("salt", slot["salt"]))
    if len(salt) < 16:
        raise WeakSlot
    asked = json.dumps([salt.hex(), kdf["memory"], kdf["passes"], kdf["lanes"]])
    if asked not in typed.stretched:
        argon2 = Argon2id(
            salt=salt,
            length=_KEY_BYTES,
            iterations=kdf["passes"],
            lanes=kdf["lanes"],
            memory_cost=kdf["memory"],
        )
        typed.stretched[asked] = argon2.derive(typed.typed)
    return typed.stretched[asked]


def _purpose(slot: Slot, name: str) -> bytes:
    """What a store key is sealed for: this slot and no other, under this name and no other."""
    return b"vrp-desktop store key " + name.encode() + b" " + _header(slot)


def _header(slot: Slot) -> bytes:
    bound = {name: value for name, value in slot.items() if name not in _NOT_BOUND}
    return json.dumps(bound, sort_keys=True, separators=(",", ":")).encode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _raw(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as fault:
        raise BadSlot from fault
