"""A passphrase field: hidden as it is typed, shown on request, open to pasting."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from vrp_desktop.ui.kit.field import Field
from vrp_desktop.ui.kit.parts import button


class PassphraseField(Field):
    """One line that hides what is typed until "Show" is pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.textChanged.connect(self._tell)
        self.toggle: QPushButton = button("Show")
        self.toggle.setCheckable(True)
        self.toggle.setFixedWidth(84)
        self.toggle.toggled.connect(self._reveal)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.edit)
        layout.addWidget(self.toggle)
        self.setFocusProxy(self.edit)

    def value(self) -> str:
        return self.edit.text()

    def control(self) -> QLineEdit:
        return self.edit

    def name_as(self, name: str, words: str, description: str) -> None:
        super().name_as(name, words, description)
        self.toggle.setAccessibleIdentifier(f"{name}-show")
        self.toggle.setAccessibleName(f"Show {words.lower()}")

    def clear(self) -> None:
        """Forgets what was typed, also for undo, and hides again."""
        self.edit.clear()
        self.toggle.setChecked(False)

    def _reveal(self, shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.toggle.setText("Hide" if shown else "Show")

    def _show(self, value: Any) -> None:
        self.edit.setText(value or "")
