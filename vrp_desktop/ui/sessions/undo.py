"""What was done on a register can be taken back, one step after the other."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

Then = Callable[[], None]
Act = Callable[[Then], None]
"""Asks for a change; what it is given follows once the change is saved."""


class Steps(QUndoStack):
    """The steps on one page since it was opened, noted once they are saved. Taking one back goes through the
    services, as any change does."""

    def __init__(self, parent: QObject, say: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._say = say

    def do(self, words: str, act: Act, back: Act, again: Act | None = None) -> None:
        """Does something, and notes it once it is saved. ``again`` is how it is done another time, where
        that differs from the first."""
        act(lambda: self.push(_Step(self._say, words, back, again or act)))


class _Step(QUndoCommand):
    def __init__(self, say: Callable[[str], None], words: str, back: Act, again: Act) -> None:
        super().__init__(words)
        self._say, self._back, self._again = say, back, again
        self._pushed = False

    def undo(self) -> None:
        self._back(lambda: self._say(f"Taken back: {self.text()}."))

    def redo(self) -> None:
        # Pushing a step does it once more, and it has been done already.
        if self._pushed:
            self._again(lambda: self._say(f"Done again: {self.text()}."))
        self._pushed = True
