"""Ways to reach somebody that stand in a text: telephone numbers, e-mail addresses, postcodes."""

import re

_KINDS = (
    ("an e-mail address", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")),
    ("a telephone number", re.compile(r"(?<!\d)(?:\+44|\(?0)(?:[\s()-]{0,2}\d){9,10}(?!\d)")),
    # The letters are those that the Royal Mail uses in these places: else “Q1 2nd” would be one.
    (
        "a postcode",
        re.compile(r"\b[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE),
    ),
)


def contacts_in(text: str) -> tuple[str, ...]:
    """What kinds of them stand there, like "a postcode"; never the thing itself."""
    return tuple(words for words, pattern in _KINDS if pattern.search(text))
