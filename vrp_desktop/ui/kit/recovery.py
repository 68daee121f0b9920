"""A recovery key on the screen: to be written down, printed or saved as a page, and then put away."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QGuiApplication, QTextDocument
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from vrp_desktop.domain.errors import Refused
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.flow import Rows
from vrp_desktop.ui.kit.icons import put_icon
from vrp_desktop.ui.kit.parts import button, label
from vrp_desktop.ui.kit.work import Work

KIT_NAME = "Recovery kit.pdf"
_LENGTH = 34
"""Letters, digits and hyphens of a recovery key."""

Write = Callable[[Path], object]
"""Writes the recovery kit to a path; raises Trouble in words where it cannot."""


class RecoveryCard(QFrame):
    """The key in large letters, and what can be done with it. ``forget`` takes it off the screen."""

    def __init__(self, key: str, work: Work | None = None, write: Write | None = None) -> None:
        super().__init__()
        self._key = key
        self._work = work
        self._write = write
        self.setProperty("ground", "surface")
        self.shown = QLineEdit(key)
        self.shown.setReadOnly(True)
        self.shown.setAccessibleName("Recovery key")
        self.shown.setAccessibleIdentifier("recovery-key")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSize(13)
        font.setWeight(QFont.Weight.DemiBold)
        self.shown.setFont(font)
        self.shown.setStyleSheet(f"font-family: '{font.family()}'; font-size: {font.pointSize()}pt;")
        self.shown.setCursorPosition(0)
        # Never cut, however narrow the window: somebody writes it down.
        self.shown.setMinimumWidth(QFontMetrics(font).horizontalAdvance("M" * _LENGTH) + 36)
        copy = button("Copy", self._copy)
        put_icon(copy, "copy")
        printed = button("Print…", self._print)
        put_icon(printed, "print")
        self.save_button = button("Save the recovery kit…", self._choose)
        self._said = label("", "good")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.shown)
        layout.addWidget(_wrapping(copy, printed, self.save_button))
        layout.addWidget(self._said)
        layout.addWidget(
            label(
                "On paper, in a sealed envelope in the office safe, is best. A second place could be your "
                "organisation’s password manager. Do not keep it on this laptop, nor in an e-mail.",
                "muted",
            )
        )
        self._said.hide()
        if write is None:
            self.save_button.hide()

    def show_key(self, key: str, write: Write | None) -> None:
        """Shows another key."""
        self._key, self._write = key, write
        self.shown.setText(key)
        self.shown.setCursorPosition(0)
        self.save_button.setVisible(write is not None)
        self._said.hide()

    def save_to(self, path: Path) -> None:
        """Writes the recovery kit there."""
        write = self._write
        if self._work is not None and write is not None:
            self._work.save(
                lambda: write(path),
                lambda _: self._tell(f"Saved as {path.name}. Print it, then delete the file."),
                self._refused,
                owner=self,
                saying="Saving the recovery kit",
            )

    def forget(self) -> None:
        """Takes the key off the screen and out of the clipboard."""
        board = QGuiApplication.clipboard()
        if self._key and board.text() == self._key:
            board.clear()
        self._key, self._write = "", None
        self.shown.clear()
        self._said.hide()

    def _choose(self) -> None:
        places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
        start = Path(places[0] if places else Path.home()) / KIT_NAME
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the recovery kit", str(start), "PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen).with_suffix(".pdf"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._key)
        self._tell("Copied. It is cleared when you continue.")

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        if dialog.exec():
            paper = QTextDocument()
            paper.setPlainText(
                "Recovery key of the store of vrp-desktop\n\n"
                f"{self._key}\n\n"
                "Opens every record in the store. Keep it in a sealed envelope, in a safe."
            )
            paper.print_(printer)
            self._tell("Sent to the printer.")

    def _tell(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()

    def _refused(self, refused: Refused) -> None:
        messages.refused(self, refused)


def _wrapping(*buttons: QWidget) -> QWidget:
    """Buttons beside each other, in as many rows as it takes."""
    made = QWidget()
    flow = Rows(across=8, down=8)
    flow.setContentsMargins(0, 0, 0, 0)
    made.setLayout(flow)
    fits = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    fits.setHeightForWidth(True)
    made.setSizePolicy(fits)
    for one in buttons:
        flow.addWidget(one)
    return made
