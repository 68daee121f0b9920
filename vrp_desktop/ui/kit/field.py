"""What every field of a form is, and the simplest of them: a tick.

By itself, because the sign-in page needs no more and every class of Qt costs time at the start.
"""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from vrp_desktop.ui.kit.parts import restyle


class Field(QWidget):
    """One answer. ``value`` may refuse, in words to show beside the field, what was typed.

    ``edited`` tells of a change made by a person, not of ``set_value``.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False

    def value(self) -> Any:
        """What is answered; None or "" where nothing is. Refused where it makes no sense."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Shows an answer without telling ``edited``."""
        self._quiet = True
        try:
            self._show(value)
        finally:
            self._quiet = False

    def typed(self) -> Any:
        """The answer as it was given, right or wrong, so that JSON can hold it."""
        return self.value()

    def put_back(self, typed: Any) -> None:
        """Shows again what ``typed`` gave, without telling ``edited``."""
        self.set_value(typed)

    def control(self) -> QWidget:
        """The widget that takes the keyboard and that the label belongs to."""
        raise NotImplementedError

    def name_as(self, name: str, words: str, description: str) -> None:
        """Gives the controls their identifier and their names for a screen reader."""
        self.setAccessibleIdentifier(name)
        self.control().setAccessibleIdentifier(name)
        self.control().setAccessibleName(words)
        self.describe(description)

    def describe(self, description: str) -> None:
        """The hint or the fault, for a screen reader."""
        self.control().setAccessibleDescription(description)

    def set_faulty(self, faulty: bool) -> None:
        """Draws the border in the colour of errors, or not."""
        restyle(self.control(), "faulty", faulty)

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    def _tell(self) -> None:
        if not self._quiet:
            self.edited.emit()

    def _hold(self, control: QWidget, *, stretch: bool = True) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(control)
        if not stretch:
            layout.addStretch(1)
        self.setFocusProxy(control)


class CheckField(Field):
    """Yes or no, with its own words beside the box."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.box = QCheckBox(words)
        self.box.toggled.connect(self._tell)
        self._hold(self.box, stretch=False)

    def value(self) -> bool:
        return self.box.isChecked()

    def control(self) -> QCheckBox:
        return self.box

    def name_as(self, name: str, words: str, description: str) -> None:
        super().name_as(name, self.box.text(), description)

    def _show(self, value: Any) -> None:
        self.box.setChecked(bool(value))
