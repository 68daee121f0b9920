"""The second secret: random bytes that the keychain of this computer keeps for whoever is signed in to it.

A slot that was made with it opens on this computer only, so that a copied keys file is worth nothing to
somebody who guesses passphrases elsewhere. Where there is no keychain that keeps its word, there is no second
secret: a slot then opens with the passphrase alone, and nothing is ever written in clear in its stead.
"""

import base64
import logging
import os
from uuid import uuid4

SERVICE = "vrp-desktop"
"""Under which name the keychain shows what it keeps for this program."""

_BYTES = 32

log = logging.getLogger(__name__)


def fresh() -> tuple[str, bytes] | None:
    """A new secret that the keychain has taken and given back, with its name; None where there is none."""
    name, secret = str(uuid4()), os.urandom(_BYTES)
    try:
        import keyring

        keyring.set_password(SERVICE, name, base64.b64encode(secret).decode("ascii"))
    except Exception as fault:
        _note(fault)
        return None
    return (name, secret) if find(name) == secret else None


def find(name: str) -> bytes | None:
    """The secret of that name; None where the keychain is gone, locked or has never had it."""
    try:
        import keyring

        kept = keyring.get_password(SERVICE, name)
        secret = base64.b64decode(kept, validate=True) if kept is not None else b""
    except Exception as fault:
        _note(fault)
        return None
    return secret if len(secret) == _BYTES else None


def works() -> bool:
    """Whether this computer has a keychain that the program can ask."""
    try:
        import keyring
        from keyring.backends import fail, null

        return not isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring)
    except Exception as fault:
        _note(fault)
        return False


def _note(fault: Exception) -> None:
    """Keychains fail in ways of their own on each system, none of which may keep anybody from their store."""
    log.info("the keychain did not answer: %s", type(fault).__name__)
