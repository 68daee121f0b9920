"""What is typed into a form is kept within two seconds, and brought back when the page is opened again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import label, quiet, row
from vrp_desktop.ui.kit.screen import Screen

KEPT_AFTER = 1500
"""Milliseconds from the first change until what stands in the forms is kept."""


class Keeper(Protocol):
    """Where drafts are kept."""

    @property
    def today(self) -> date: ...

    def keep(self, page: str, subject: str, fields: Mapping[str, Any]) -> Saved: ...

    def drop(self, page: str, subject: str = "") -> Saved: ...


class Kept:
    """The draft of one page. Put ``line`` above its forms; it shows when something was brought back.

    The screen reads ``Drafts.of`` together with the record, writes the record into the forms, and calls
    ``open``; ``drop`` when it is saved; ``settle`` when the page is left or locked.
    """

    def __init__(self, screen: Screen, drafts: Keeper, page: str, *forms: Form) -> None:
        self._screen = screen
        self._drafts = drafts
        self._page = page
        self._subject: str | None = None
        self._forms: Sequence[Form] = forms
        self._again: Callable[[], None] = lambda: None
        self._timer = QTimer(screen, singleShot=True, interval=KEPT_AFTER)
        self._timer.timeout.connect(self._keep)
        self.words = label("", "muted")
        self.words.setWordWrap(False)
        self.discard_button = quiet("Discard", self.discard)
        self.line: QWidget = row(self.words, self.discard_button, None)
        self.line.hide()
        for form in forms:
            form.edited.connect(self._edited)

    def open(
        self,
        subject: str,
        draft: Draft | None,
        again: Callable[[], None],
        fit: Callable[[], None] = lambda: None,
    ) -> bool:
        """The page now shows ``subject``. Puts a draft into the forms and says so; ``again`` opens the page
        anew where it is discarded, ``fit`` offers the choices that hang on other answers. Returns whether
        anything was brought back."""
        self._timer.stop()
        self._subject, self._again = subject, again
        self.line.setVisible(draft is not None)
        if draft is None:
            return False
        for _ in range(2):  # the second time with the choices that the first has brought
            for number, form in enumerate(self._forms):
                form.put_back(draft.fields.get(str(number), {}))
            fit()
        at, today = draft.saved_at, self._drafts.today
        day = "" if at.date() == today else f" on {written(at.date(), year=at.year != today.year)}"
        self.words.setText(f"Brought back what you had typed{day} at {at:%H:%M}")
        return True

    @property
    def subject(self) -> str | None:
        """Whom or what the forms are about now; None while none is open."""
        return self._subject

    def drop(self, then: Callable[[], None] = lambda: None, of: str | None = None) -> None:
        """What stood in the forms is in the record, or is not wanted: the draft goes; ``then`` follows.
        ``of`` is the subject that was saved, where the page may be about another one by now."""
        page, subject = self._page, self._subject if of is None else of
        if subject == self._subject:
            self._timer.stop()
            self.line.hide()
        if subject is not None:
            self._screen.save(lambda: self._drafts.drop(page, subject), lambda _: then(), told=False)

    def discard(self) -> None:
        """Throws away what was typed, and shows the record as it is."""
        for form in self._forms:
            form.settled()
        # Only then: else the page could be read while the draft is still there.
        self.drop(self._again)

    def settle(self) -> None:
        """Keeps at once what would be kept in a moment."""
        if self._timer.isActive():
            self._keep()

    def forget(self) -> None:
        """The store is being locked: nothing is kept any more."""
        self._timer.stop()
        self._subject = None
        self.line.hide()

    def _edited(self) -> None:
        if self._subject is not None and not self._timer.isActive():
            self._timer.start()

    def _keep(self) -> None:
        self._timer.stop()
        page, subject = self._page, self._subject
        if subject is None or not any(form.touched for form in self._forms):
            return
        fields = {str(number): form.typed() for number, form in enumerate(self._forms)}
        self._screen.save(lambda: self._drafts.keep(page, subject, fields), told=False)
