"""Saving from a register page: in the order it was asked for, and taken back step by step."""

from collections.abc import Callable
from typing import Protocol

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.sessions import HeadCount, Session, Trained
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.sessions.model import RegisterModel
from vrp_desktop.ui.sessions.undo import Steps, Then


class Page(Protocol):
    """What is asked for shows here."""

    session: Session | None
    model: RegisterModel

    def changed_by_hand(self) -> None: ...
    def show_counted(self, heads: tuple[HeadCount, ...], trained: tuple[Trained, ...]) -> None: ...
    def show_weather(self, code: str | None) -> None: ...
    def show_truth(self, refused: Refused, taking_back: bool) -> None: ...
    def not_saved(self) -> None: ...
    def say(self, words: str) -> None: ...
    def load(self) -> None: ...


class Saving:
    """Of one page. ``saves`` counts what was saved: an answer that was read before is an older truth."""

    def __init__(self, screen: Screen, page: Page) -> None:
        self._screen, self.page = screen, page
        self.steps = Steps(screen, page.say)
        self.saves = 0
        self.taking_back = False
        """Whether what is asked for now is a step that is taken back, or done again."""
        self._waiting = 0
        self._then: list[Callable[[], None]] = []

    def forget(self) -> None:
        """Another register, or none: what was done before cannot be taken back from here."""
        self.steps.clear()
        self._then.clear()

    def undo(self) -> None:
        """Takes the last step back."""
        self._step(self.steps.undo, self.steps.canUndo, "There is nothing to take back on this page.")

    def redo(self) -> None:
        """Does again what was taken back last."""
        self._step(self.steps.redo, self.steps.canRedo, "Nothing was taken back.")

    def _step(self, step: Callable[[], None], can: Callable[[], bool], otherwise: str) -> None:
        def go() -> None:
            if not can():
                self.page.say(otherwise)
                return
            self.taking_back = True
            step()
            self.taking_back = False

        # A mark that is still being saved is the last step in a moment.
        self.once_saved(go)

    @property
    def waits(self) -> bool:
        """Whether something that was asked for is not saved yet."""
        return self._waiting > 0

    def once_saved(self, then: Callable[[], None]) -> None:
        """Does something as soon as nothing waits to be saved."""
        if self._waiting:
            self._then.append(then)
        else:
            then()

    def and_read(self, then: Then) -> Callable[[Saved], None]:
        """What follows a change that moves people: the register is read again."""

        def shown(_: Saved) -> None:
            then()
            self.page.load()

        return shown

    def save(
        self,
        call: Callable[[str], Saved],
        shown: Callable[[Saved], None],
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        """Saves for the register that is shown now; ``shown`` only where it still is."""
        session, back = self.page.session, self.taking_back
        if session is None:
            return
        self._waiting += 1
        answered = False

        def is_shown() -> bool:
            return self.page.session is not None and self.page.session.id == session.id

        def done(saved: Saved) -> None:
            nonlocal answered
            answered = True
            self.saves += 1
            if is_shown():
                shown(saved)
                self.page.changed_by_hand()

        def refused(why: Refused) -> None:
            nonlocal answered
            answered = True
            if is_shown():
                failed()
                self.forget()
            self.page.show_truth(why, back)

        def over() -> None:
            self._waiting -= 1
            if not answered and is_shown():  # The disk is in trouble, and the window has said so.
                failed()
                self.page.not_saved()
            while self._then and not self._waiting:
                self._then.pop(0)()

        self._screen.save(lambda: call(session.id), done, refused, always=over)
