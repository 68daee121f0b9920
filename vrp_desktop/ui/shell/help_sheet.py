"""The sheet that help is read in."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeySequence, QShortcut, QTextBlock, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from vrp_desktop.ui.kit import stylesheet
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.parts import button, label, row

_INDENT = 22
"""Pixels that a list stands in from the margin."""


class HelpSheet(QFrame):
    """The list of help pages above, the chosen one below. Escape closes it."""

    closed = Signal()

    def __init__(
        self, parent: QWidget, pages: Sequence[tuple[str, str]], text_of: Callable[[str], str]
    ) -> None:
        super().__init__(parent)
        self._titles = dict(pages)
        self._text_of = text_of
        self.setProperty("ground", "sheet")
        self.setAccessibleName("Help")
        self.setAccessibleIdentifier("help")
        self.list = ChoiceField(pages, otherwise="")
        self.list.name_as("help-page", "Help with", "")
        words = label("Help with", "label")
        words.setWordWrap(False)
        words.setBuddy(self.list.control())
        self.close_button = button("Close", self.closed.emit, "quiet")
        self.close_button.setToolTip("Close (Escape)")
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.document().setIndentWidth(_INDENT)
        self.text.setAccessibleIdentifier("help-text")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.list.edited.connect(lambda: self.show_page(self.list.value() or ""))
        QShortcut(
            QKeySequence("Escape"),
            self,
            self.closed.emit,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 14, 14)
        layout.setSpacing(10)
        layout.addWidget(row(words, self.list, None, self.close_button))
        layout.addWidget(self.text, 1)

    def show_page(self, name: str) -> None:
        """Shows a help page from its beginning."""
        self.list.set_value(name)
        self.text.setMarkdown(self._text_of(name).partition("\n")[2])  # The list above says the title.
        self.text.setAccessibleName(f"Help: {self._titles[name]}")
        _dress(self.text)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)


def _dress(text: QTextBrowser) -> None:
    """Headings in the size of the window’s, keys in bold, room between paragraphs."""
    block = text.document().begin()
    while block.isValid():
        _dress_block(block)
        block = block.next()


def _dress_block(block: QTextBlock) -> None:
    cursor = QTextCursor(block)
    level = block.blockFormat().headingLevel()
    shape = cursor.blockFormat()
    shape.setTopMargin(18 if level else 0)
    shape.setBottomMargin(4 if level or block.textList() else 10)
    shape.setLineHeight(120, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    cursor.setBlockFormat(shape)
    for held in block.textFormats():
        form = held.format
        if level:
            form.clearProperty(form.Property.FontSizeAdjustment.value)
            form.setFontPointSize(stylesheet.LARGE)
            form.setFontWeight(QFont.Weight.DemiBold)
        elif form.fontFixedPitch():
            form.clearProperty(form.Property.FontFixedPitch.value)
            form.clearProperty(form.Property.FontFamilies.value)
            form.setFontWeight(QFont.Weight.DemiBold)
        else:
            continue
        cursor.setPosition(block.position() + held.start)
        cursor.setPosition(block.position() + held.start + held.length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(form)
