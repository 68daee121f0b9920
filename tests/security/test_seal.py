import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.security import seal

PRIVATE, PUBLIC = seal.new_signing_key()


def test_a_known_signature() -> None:
    """RFC 8032, section 7.1, test 2: printed for all to read, and no secret of anybody."""
    private = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"  # pragma: allowlist secret
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"  # pragma: allowlist secret
    )
    assert seal.sign(private, b"\x72") == signature
    assert seal.verify(public, b"\x72", signature)


@given(st.binary(max_size=200), st.integers(0, 63), st.integers(0, 7))
def test_the_signature_of_other_bytes_does_not_fit(message: bytes, byte: int, bit: int) -> None:
    signature = seal.sign(PRIVATE, message)
    assert seal.sign(PRIVATE, message) == signature
    assert seal.verify(PUBLIC, message, signature)
    assert not seal.verify(PUBLIC, message + b" ", signature)
    bent = bytearray(signature)
    bent[byte] ^= 1 << bit
    assert not seal.verify(PUBLIC, message, bytes(bent))
    assert not seal.verify(seal.new_signing_key()[1], message, signature)


@pytest.mark.parametrize("public", [b"", b"short", bytes(33), b"\xff" * 32])
def test_a_malformed_key_is_no_key(public: bytes) -> None:
    assert not seal.verify(public, b"message", seal.sign(PRIVATE, b"message"))


@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(64), bytes(65)])
def test_a_malformed_signature_is_no_signature(signature: bytes) -> None:
    assert not seal.verify(PUBLIC, b"message", signature)


def test_a_fingerprint_can_be_read_out() -> None:
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}", seal.fingerprint(PUBLIC))
    assert seal.fingerprint(bytes(32)) == "CSM7-NBFR-CAYQ-EV4F-R65R-X7WE"
    assert seal.fingerprint(bytes(31) + b"\x01") != seal.fingerprint(bytes(32))
