"""Whose fault is it: the errors that a person is shown. Anything else is a bug."""

from collections.abc import Mapping

from vrp_desktop.domain.looking import Hindrance


class Refused(Exception):  # noqa: N818 - it says what happened to the request, in words a person reads
    """The person can mend it. The message says what is wrong and how to put it right.

    ``fields`` maps a field's name to the words shown beside it, where the fault lies in a form.
    """

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields: dict[str, str] = dict(fields or {})

    @classmethod
    def for_fields(cls, fields: Mapping[str, str]) -> "Refused":
        """One refusal for every faulty field of a form at once."""
        return cls("There is a problem: " + " ".join(fields.values()), fields)


class Trouble(Exception):  # noqa: N818 - a fault of the surroundings, named as people name it
    """The disk, a file or a key is at fault. The message says what to do; nothing was half-written."""


class Unwritable(Trouble):
    """Nothing could be written, and ``why``: what is there can still be read."""

    def __init__(self, message: str, why: Hindrance) -> None:
        super().__init__(message)
        self.why = why


class Damaged(Trouble):
    """The store itself cannot be used as it is: a backup has to be restored."""
