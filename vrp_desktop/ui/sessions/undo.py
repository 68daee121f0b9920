"""What was done on a register can be taken back, one step after the other."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack


class Steps(QUndoStack):
    """The steps on one page since it was opened. Each goes through the services, as any change does."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.busy = False
        """Whether a step is being taken back or done again: what that asks for is no step of its own."""

    def did(self, words: str, back: Callable[[], None], again: Callable[[], None]) -> None:
        """Notes what was just done."""
        self.push(_Step(self, words, back, again))


class _Step(QUndoCommand):
    def __init__(self, steps: Steps, words: str, back: Callable[[], None], again: Callable[[], None]) -> None:
        super().__init__(words)
        self._steps, self._back, self._again = steps, back, again
        self._done = False

    def undo(self) -> None:
        self._do(self._back)

    def redo(self) -> None:
        # Pushing a step does it once more, and it has been done already.
        if self._done:
            self._do(self._again)
        self._done = True

    def _do(self, what: Callable[[], None]) -> None:
        self._steps.busy = True
        try:
            what()
        finally:
            self._steps.busy = False
