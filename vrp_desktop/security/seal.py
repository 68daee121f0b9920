"""Signing bytes with Ed25519, and knowing a key again by its fingerprint."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from vrp_desktop.security import crockford

_GROUPS, _GROUP = 6, 4


def new_signing_key() -> tuple[bytes, bytes]:
    """A fresh private key and its public key, 32 raw bytes each."""
    private = Ed25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    """The 64-byte signature; the same message and key give the same bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is of exactly these bytes, by that key. Malformed input is False."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """A key in six groups of four letters and digits, to be read out by telephone.

    The first 120 bits of its SHA-256, in letters and digits that cannot be taken for one another.
    """
    symbols = _GROUPS * _GROUP
    number = int.from_bytes(hashlib.sha256(public).digest()) >> (256 - 5 * symbols)
    return crockford.grouped(crockford.encode(number, symbols), _GROUP)
