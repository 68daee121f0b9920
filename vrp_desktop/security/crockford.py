"""Numbers in Crockford's base 32: letters and digits that survive being read out or copied by hand."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # pragma: allowlist secret - an alphabet
"""Without I, L, O (taken for 1 and 0) and U. See https://www.crockford.com/base32.html."""

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_BETWEEN = frozenset(" \t\r\n-‐‑‒–—−_.")


def encode(number: int, symbols: int) -> str:
    """A number in exactly so many symbols."""
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(symbols - 1, -1, -1))


def decode(text: str) -> int:
    """The number that symbols stand for; O is read as 0, I and L as 1. ValueError for anything else."""
    number = 0
    for symbol in text:
        value = _VALUES.get(symbol)
        if value is None:
            raise ValueError("not a symbol of the alphabet")
        number = number << 5 | value
    return number


def grouped(symbols: str, size: int) -> str:
    """Symbols in groups with a hyphen between them."""
    return "-".join(symbols[start : start + size] for start in range(0, len(symbols), size))


def bare(typed: str) -> str:
    """What somebody typed, in capitals and without spaces and hyphens of any sort."""
    return "".join(symbol for symbol in typed.upper() if symbol not in _BETWEEN)
