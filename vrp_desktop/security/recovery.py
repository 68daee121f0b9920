"""The recovery key: printed once, put away, and typed in by hand on a bad day."""

import secrets

from vrp_desktop.security import crockford

_BITS = 130
_SYMBOLS = _BITS // 5
_CHECK_SYMBOLS = 2
_PRIME = 1021
"""The largest prime below 32², so that the check catches every single wrong symbol and every swapped pair."""

_GROUP = 4


class Slip(Exception):  # noqa: N818 - a slip of the hand, not a fault
    """It has the look of a recovery key, but its check symbols do not fit: something was mistyped."""


def new_recovery_key() -> str:
    """130 random bits and a check, as seven groups of four letters and digits."""
    number = secrets.randbits(_BITS)
    return _in_words(number)


def secret_of(typed: str) -> bytes | None:
    """The random bytes of a recovery key as typed; None where it does not look like one. Raises Slip."""
    bare = crockford.bare(typed)
    secret = _checked(bare)
    if secret is not None:
        return secret
    if abs(len(bare) - _SYMBOLS - _CHECK_SYMBOLS) > 1 or not _grouped_like_one(typed, bare):
        return None
    raise Slip


def _checked(bare: str) -> bytes | None:
    """The bytes where every symbol and the check fit, whatever its letters look like; else None.

    A key whose only digits are 0 and 1, typed as O and l, has no digit left to tell it by."""
    if len(bare) != _SYMBOLS + _CHECK_SYMBOLS:
        return None
    try:
        number = crockford.decode(bare[:_SYMBOLS])
        check = crockford.decode(bare[_SYMBOLS:])
    except ValueError:
        return None
    return number.to_bytes((_BITS + 7) // 8) if number % _PRIME == check else None


def _grouped_like_one(typed: str, bare: str) -> bool:
    """Groups of about four, or no groups at all with digits among the letters: not a sentence of words."""
    groups = typed.replace("-", " ").split()
    has_digit = any(symbol.isdigit() for symbol in bare)
    return has_digit and (len(groups) == 1 or all(len(group) <= _GROUP + 1 for group in groups))


def _in_words(number: int) -> str:
    symbols = crockford.encode(number, _SYMBOLS) + crockford.encode(number % _PRIME, _CHECK_SYMBOLS)
    return crockford.grouped(symbols, _GROUP)
