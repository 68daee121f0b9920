"""Signing bytes with Ed25519, and knowing a key again by its fingerprint."""


def new_signing_key() -> tuple[bytes, bytes]:
    """A fresh private key and its public key, 32 raw bytes each."""
    raise NotImplementedError


def sign(private: bytes, message: bytes) -> bytes:
    """The 64-byte signature; the same message and key give the same bytes."""
    raise NotImplementedError


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is of exactly these bytes, by that key. Malformed input is False."""
    raise NotImplementedError


def fingerprint(public: bytes) -> str:
    """A key in six groups of four letters and digits, to be read out by telephone."""
    raise NotImplementedError
