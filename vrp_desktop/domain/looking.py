"""A store that is there and cannot be written is opened to be looked at only: why, and how to work in it."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Hindrance(Enum):
    """Why nothing can be written."""

    NO_ROOM = "the disk is full"
    NO_RIGHT = "it may not be written where it is"
    NO_ANSWER = "the disk takes nothing more"


@dataclass(frozen=True)
class OnlyLook:
    """A store in ``folder`` that can be read and not written."""

    folder: Path
    why: Hindrance

    @property
    def short(self) -> str:
        """One line, to stand there the whole time."""
        return f"Open to be looked at only, because {self.why.value}: nothing can be saved."

    @property
    def words(self) -> str:
        """What to tell whoever wants to save, and how they can."""
        return (
            f"This store is open to be looked at only, because {self.why.value}. Nothing can be saved. To "
            f"work in it, {self._mend}, then sign in again."
        )

    @property
    def too_old(self) -> str:
        """What to tell where the store would have to be upgraded before it can be read."""
        return (
            f"The store in {self.folder} was made by an older version of this program and must be upgraded "
            f"before it can be read, which cannot be done now, because {self.why.value}. It has not been "
            f"touched. To open it, {self._mend}, then sign in."
        )

    @property
    def _mend(self) -> str:
        elsewhere = f"copy the whole folder {self.folder} to a place where you have the right to write"
        return {
            Hindrance.NO_ROOM: "free some space on the disk",
            Hindrance.NO_RIGHT: f"{elsewhere}, or ask whoever looks after this computer for that right",
            Hindrance.NO_ANSWER: f"free some space on the disk, or {elsewhere}",
        }[self.why]
