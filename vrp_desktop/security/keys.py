"""The store key: random, never written in clear, and sealed to everybody who may open the store.

The hierarchy, from what a person knows to the store:

    passphrase ─ Argon2id ─┐
                           ├─ HKDF ─ AES-256-GCM ─ private key of the slot ─ HPKE ─ store key ─ SQLCipher
    device's secret ───────┘
    recovery key ──────────── HKDF ─ AES-256-GCM ─ private key of the slot ─ HPKE ─ store key

Each slot has a key pair of its own (see ``slots``). So a new store key is sealed to everybody by whoever
holds the old one, and nobody else has to type anything: that is how a user is removed. A changed passphrase
is a new slot; the database is not touched.

``store.keys`` has a twin. Both carry ``vouched``: a keyed digest of the whole content that only a holder of
the store key can have made. Without it, somebody who can write to the folder could put a public key of their
own into somebody's slot, and be given the next store key. It cannot show that both files were put back
together to an earlier state; after a removal such files open nothing, because the store key is another.

While the store key is being changed, the content holds two keys (the last of ``keys`` is the new one), so
that whichever of them the database has taken by the moment the power fails, it opens.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from vrp_desktop.security import keychain, keysfile, recovery, slots
from vrp_desktop.security.derived import vouch, vouched
from vrp_desktop.security.keysfile import FILES, FORMAT, KEYS_FILE, TWIN_FILE, VERSION, Content
from vrp_desktop.security.slots import PASSPHRASE, RECOVERY, Device, Secret, Slot

__all__ = [
    "FILES",
    "KEYS_FILE",
    "PASSPHRASE",
    "RECOVERY",
    "TWIN_FILE",
    "DeviceGone",
    "KeysChanged",
    "KeysDamaged",
    "KeysNewer",
    "KeysWeakened",
    "MistypedRecoveryKey",
    "Unlocked",
    "WrongSecret",
    "create",
    "readable",
    "settle",
    "unlock",
]


class WrongSecret(Exception):  # noqa: N818 - said to a person as "that passphrase does not open it"
    """No slot opens with this secret."""


class MistypedRecoveryKey(WrongSecret):
    """It looks like a recovery key, and its check says that a letter or digit of it is wrong."""


class DeviceGone(WrongSecret):
    """It may be right: there are slots that need a device's secret which this computer does not have."""


class KeysDamaged(Exception):  # noqa: N818
    """Neither the keys file nor its twin can be read."""


class KeysChanged(KeysDamaged):
    """They can be read, and something other than this program has changed them."""


class KeysWeakened(KeysChanged):
    """They ask for less work than this program ever does: somebody wants to guess cheaply."""


class KeysNewer(Exception):  # noqa: N818
    """The keys file was written by a newer version of the program."""


@dataclass(frozen=True)
class Unlocked:
    """A 32-byte store key, and whose slot gave it. Never shown, logged or compared in messages.

    ``others`` are what the same secret opened besides: the key before, where a change of the store key was
    not finished, or a store whose keys lie in the folder of another. Only the store itself tells which."""

    key: bytes
    user_id: str
    kind: str
    """PASSPHRASE or RECOVERY."""
    content: Content = field(default_factory=dict)
    slot: Slot = field(default_factory=dict)
    typed: Secret = field(default_factory=lambda: slots.secret(b""))
    others: tuple["Unlocked", ...] = ()

    def __repr__(self) -> str:
        return f"Unlocked(user_id={self.user_id!r}, kind={self.kind!r})"


def create(folder: Path, user_id: str, passphrase: str, here: bool = True) -> tuple[bytes, str]:
    """Makes a random store key and its two slots; returns the key and the recovery key.

    With ``here`` the passphrase opens on this computer only, where it has a keychain: not so for what is
    made to be opened elsewhere.

    OSError where the folder cannot be written; FileExistsError where it holds keys already."""
    if any((folder / name).exists() for name in FILES):
        raise FileExistsError("there are keys in this folder already")
    key = os.urandom(32)
    held = {name_of(key): key}
    recovery_key = recovery.new_recovery_key()
    typed = slots.secret(slots.passphrase_bytes(passphrase))
    stretching = slots.new_stretching()
    made = [
        slots.make(PASSPHRASE, user_id, typed, held, stretching, device_for([]) if here else None),
        slots.make(RECOVERY, user_id, secret_of_recovery_key(recovery_key), held, stretching, None),
    ]
    write(folder, {"store": str(uuid4()), "generation": 0, "slots": made}, held)
    return key, recovery_key


def unlock(folder: Path, secret: str) -> Unlocked:
    """Tries a passphrase or recovery key on the slots. Changes nothing.

    Raises WrongSecret (MistypedRecoveryKey, DeviceGone), KeysDamaged (KeysChanged, KeysWeakened), KeysNewer,
    or OSError where a file is there and must not be read."""
    contents = keysfile.contents(folder)
    if not contents:
        raise KeysDamaged
    if any(content["version"] > VERSION for content in contents):
        raise KeysNewer
    trial = _Trial(secret)
    found: list[Unlocked] = []
    sound: list[Content] = []
    for content in contents:
        # An older twin counts only where something has got at the newer file.
        if any(keysfile.is_outdated(content, newer) for newer in sound):
            continue
        found += trial.of(content)
        if not trial.suspicious or found:
            sound.append(content)
    if not found:
        raise trial.verdict()
    first, *others = found
    return Unlocked(
        first.key, first.user_id, first.kind, first.content, first.slot, first.typed, tuple(others)
    )


def readable(folder: Path) -> bool:
    """Whether the keys file or its twin can be read. Nothing is mended."""
    return bool(keysfile.contents(folder))


def settle(folder: Path, unlocked: Unlocked) -> None:
    """Once the store has opened with it: brings the keys to today's form.

    A slot of the first format, or one that could have a device's secret and has none, is made anew for the
    same secret; a lost or torn file is written again from the other. OSError where that cannot be written:
    the keys are then as they were, and open the store as before."""
    content, slot = unlocked.content, unlocked.slot
    if len(content.get("keys", ())) > 1:
        return
    device = None
    if unlocked.kind == PASSPHRASE and slot["device"] is None:
        device = device_for(content["slots"])
    if "public" in slot and device is None:
        if not keysfile.are_alike(folder):
            write(folder, content, {name_of(unlocked.key): unlocked.key})
        return
    held = {name_of(unlocked.key): unlocked.key}
    stretching = stretching_of(content["slots"])
    made = slots.make(unlocked.kind, unlocked.user_id, unlocked.typed, held, stretching, device)
    kept = [made if one is slot else one for one in content["slots"]]
    write(folder, {"store": str(uuid4())} | content | {"slots": kept}, held)


def write(folder: Path, content: Content, held: dict[str, bytes]) -> None:
    """Writes the content as the next generation, vouched for with the store keys it holds, by name."""
    inner = {
        "format": FORMAT,
        "version": VERSION,
        "store": content["store"],
        "generation": content["generation"] + 1,
        "keys": list(held),
        "slots": content["slots"],
    }
    message = keysfile.canonical(inner)
    said = {name: vouch(key, "keys file", message) for name, key in held.items()}
    keysfile.write(folder, inner | {"vouched": said})


def is_vouched(content: Content, key: bytes) -> bool:
    """Whether a holder of this store key wrote exactly this content, for this key."""
    name = name_of(key)
    if name not in content.get("keys", ()) or name not in content["vouched"]:
        return False
    inner = {part: value for part, value in content.items() if part != "vouched"}
    return vouched(key, "keys file", keysfile.canonical(inner), content["vouched"][name])


def name_of(key: bytes) -> str:
    """By which a store key is known in the file; says nothing about the key."""
    return vouch(key, "name of the store key", b"")[:16]


def device_for(others: list[Slot]) -> Device | None:
    """This computer's secret: the one that another slot of the store has, or a new one. None without a
    keychain.

    It stays the same through every change of passphrase: a backup of last month must open with the
    passphrase of last month."""
    for name in {str(slot.get("device")) for slot in others if slot.get("device") is not None}:
        secret = keychain.find(name)
        if secret is not None:
            return Device(name, secret)
    made = keychain.fresh()
    return Device(*made) if made is not None else None


def stretching_of(others: list[Slot]) -> dict[str, object]:
    """How the passphrases of a store are stretched, as its other slots say."""
    for slot in others:
        if slot["kind"] == PASSPHRASE and "public" in slot:
            return dict(slot["kdf"])
    return slots.new_stretching()


def secret_of_recovery_key(recovery_key: str) -> Secret:
    """What a recovery key that was just made opens with."""
    secret = recovery.secret_of(recovery_key)
    assert secret is not None  # noqa: S101 - it was just made
    return slots.secret(secret)


class _Trial:
    """One secret, tried on every slot; and what to say if none opens."""

    def __init__(self, secret: str) -> None:
        self._passphrase = slots.secret(slots.passphrase_bytes(secret))
        self._recovery: Secret | None = None
        self._slip = False
        try:
            if (recovering := recovery.secret_of(secret)) is not None:
                self._recovery = slots.secret(recovering)
        except recovery.Slip:
            self._slip = True
        self._tried = self._bad = 0
        self._weak = self._newer = self._changed = self._device_gone = False

    @property
    def suspicious(self) -> bool:
        """Whether a slot was met that this program has not left as it is."""
        return self._weak or self._changed or self._bad > 0

    def of(self, content: Content) -> list[Unlocked]:
        """What it opens in one content, the newest store key first. Mostly one thing, or nothing."""
        for slot in content["slots"]:
            typed = self._recovery if slot.get("kind") == RECOVERY else self._passphrase
            if typed is None:
                continue
            found = self._opened(slot, typed)
            if not found:
                continue
            keys = {name_of(key): key for key in found.values()}
            if content["version"] > 1 and not all(is_vouched(content, key) for key in keys.values()):
                self._changed = True
                continue
            order = list(content.get("keys", keys))
            return [
                Unlocked(keys[name], str(slot["user"]), str(slot["kind"]), content, slot, typed)
                for name in sorted(keys, key=order.index, reverse=True)
            ]
        return []

    def verdict(self) -> Exception:
        """Why nothing opened."""
        if self._changed:
            return KeysChanged()
        if self._newer:
            return KeysNewer()
        if self._weak:
            return KeysWeakened()
        if self._bad == self._tried:
            return KeysDamaged()
        if self._slip:
            return MistypedRecoveryKey()
        if self._device_gone and self._recovery is None:
            return DeviceGone()
        return WrongSecret()

    def _opened(self, slot: Slot, typed: Secret) -> dict[str, bytes] | None:
        self._tried += 1
        try:
            device = slot["device"]
            return slots.opened(slot, typed, keychain.find(str(device)) if device is not None else None)
        except slots.WeakSlot:
            self._weak = True
        except slots.NewerSlot:
            self._newer = True
        except slots.NoDevice:
            self._device_gone = True
        except (slots.BadSlot, KeyError):
            self._bad += 1
        return None
