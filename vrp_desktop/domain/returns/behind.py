"""What a figure is made of, for those who may see it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """A record behind a figure. ``about`` says what it is, ``detail`` more of it; an id leads to it."""

    about: str
    detail: str = ""
    session_id: str | None = None
    person_id: str | None = None
