"""Keys made from the store key, each for one purpose, so that no key is ever used for two."""

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class NotOpened(Exception):  # noqa: N818 - what happened to the sealed bytes
    """The bytes were sealed with another key, for another purpose, or have been changed."""


def vouch(store_key: bytes, purpose: str, message: bytes) -> str:
    """64 hex digits that only somebody with the store key can have made of this message."""
    return hmac.new(_key(store_key, purpose), message, "sha256").hexdigest()


def vouched(store_key: bytes, purpose: str, message: bytes, said: str) -> bool:
    """Whether ``vouch`` gave these digits for exactly this message."""
    return hmac.compare_digest(vouch(store_key, purpose, message).encode(), said.encode())


def seal_bytes(store_key: bytes, purpose: str, content: bytes) -> bytes:
    """Encrypts with AES-256-GCM: a nonce, then the ciphertext with its tag."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(store_key, purpose)).encrypt(nonce, content, purpose.encode())


def open_bytes(store_key: bytes, purpose: str, sealed: bytes) -> bytes:
    """What ``seal_bytes`` was given. Raises NotOpened."""
    try:
        return AESGCM(_key(store_key, purpose)).decrypt(sealed[:_NONCE], sealed[_NONCE:], purpose.encode())
    except (InvalidTag, ValueError) as fault:
        raise NotOpened from fault


def _key(store_key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, None, b"vrp-desktop " + purpose.encode()).derive(store_key)
