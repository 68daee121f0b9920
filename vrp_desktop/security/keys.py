"""The store key, random and never written in clear, and the slots that unwrap it."""

from dataclasses import dataclass
from pathlib import Path

KEYS_FILE = "store.keys"
TWIN_FILE = "store.keys.twin"


class WrongSecret(Exception):  # noqa: N818 - said to a person as "that passphrase does not open it"
    """No slot opens with this secret."""


class KeysDamaged(Exception):  # noqa: N818
    """Neither the keys file nor its twin can be read."""


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
    """Makes a random store key and writes its two slots; returns the key and the recovery key."""
    raise NotImplementedError


def unlock(folder: Path, secret: str) -> Unlocked:
    """Tries a passphrase or recovery key on the slots. Mends a lost or torn file from its twin.
    Raises WrongSecret or KeysDamaged."""
    raise NotImplementedError
