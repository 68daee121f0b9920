"""Keychains for tests: backends as the ``keyring`` library knows them, not the one of whoever tests."""

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringError, PasswordDeleteError


class InMemory(KeyringBackend):
    """Keeps what it is given as long as it lives, as a keychain that is unlocked does."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # the library's own
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError(username)
        del self.kept[service, username]


class Locked(InMemory):
    """A keychain that its owner does not unlock."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringError("the keychain is locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringError("the keychain is locked")


class Forgetful(InMemory):
    """Takes everything and gives back nothing."""

    def get_password(self, service: str, username: str) -> str | None:
        return None


@contextmanager
def in_use(backend: KeyringBackend) -> Iterator[KeyringBackend]:
    """While the block lasts, this is the computer's keychain."""
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield backend
    finally:
        keyring.set_keyring(before)


def none() -> KeyringBackend:
    """What a computer without a keychain has."""
    return fail.Keyring()  # type: ignore[no-untyped-call] # the library's own
