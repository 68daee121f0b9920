"""The recovery key, shown once."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QTextDocument
from PySide6.QtWidgets import QLineEdit

from vrp_desktop.ui.kit.field import CheckField
from vrp_desktop.ui.kit.icons import put_icon
from vrp_desktop.ui.kit.parts import button, card, label, primary, row
from vrp_desktop.ui.welcome.page import WelcomePage


class RecoveryPage(WelcomePage):
    """Cannot be left before somebody says that the key is written down."""

    done = Signal()

    def __init__(self, key: str) -> None:
        super().__init__(
            "Write down the recovery key",
            "If everybody’s passphrase is lost, only this key opens the store. It is shown this once. "
            "Nobody, not even we, can bring the records back without it.",
        )
        self._key = key
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
        copy = button("Copy", self._copy)
        put_icon(copy, "copy")
        printed = button("Print…", self._print)
        put_icon(printed, "print")
        self._said = label("", "good")
        self.body.addWidget(
            card(
                self.shown,
                row(copy, printed, self._said, None),
                label(
                    "On paper, in a sealed envelope in the office safe, is best. A second place could be "
                    "your organisation’s password manager. Do not keep it on this laptop, nor in an e-mail.",
                    "muted",
                ),
                spacing=12,
            )
        )
        self.go_on = primary("Continue", self._finish)
        self.tick = CheckField("I have written it down and put it away safely")
        self.tick.box.setAccessibleIdentifier("written-down")
        self.tick.edited.connect(lambda: self.go_on.setEnabled(self.tick.value()))
        self.go_on.setEnabled(False)
        self.body.addWidget(self.tick)
        self.body.addWidget(row(self.go_on))
        self.body.addStretch(1)

    def start(self) -> None:
        self.shown.setFocus()
        self.shown.deselect()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._key)
        self._said.setText("Copied. It is cleared when you continue.")

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
            self._said.setText("Sent to the printer.")

    def _finish(self) -> None:
        board = QGuiApplication.clipboard()
        if board.text() == self._key:
            board.clear()
        self._key = ""
        self.shown.clear()
        self.done.emit()
