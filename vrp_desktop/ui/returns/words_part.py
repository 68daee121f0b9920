"""The words of a section as they stand, to be read over; they are written on their own page."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Line, ReturnDocument
from vrp_desktop.ui.kit.parts import heading, label


class WordsPart(QWidget):
    """Each table of words with its lines under each other."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def show_words(self, tables: Iterable[form.WordTable], document: ReturnDocument) -> None:
        """Shows what is said in these tables; where there is nothing, that."""
        self.clear()
        for table in tables:
            self._layout.addWidget(heading(table.title))
            lines = document.words.get(table.id, ())
            if not lines:
                self._layout.addWidget(label("Nothing said yet.", "muted"))
            for line in lines:
                self._layout.addWidget(label(said(table, line)))

    def clear(self) -> None:
        """Takes all of them away."""
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def texts(self) -> list[str]:
        """What stands there, line by line."""
        widgets = [self._layout.itemAt(at).widget() for at in range(self._layout.count())]  # type: ignore[union-attr]
        return [widget.property("text") for widget in widgets if widget is not None]


def said(table: form.WordTable, line: Line) -> str:
    """One line of a table of words as a paragraph: each cell that has something after what it is."""
    items = dict(table.items)
    parts = []
    for column, text in zip(table.columns, line, strict=False):
        if not text:
            continue
        words = items.get(text, text) if column.code == "item" else text
        if column.kind is form.Kind.CHOICE:
            words = codes.label(column.codes, text)
        first = column is table.columns[0]
        parts.append(words if first or column.code == "text" else f"{column.label}: {words}")
    return "\n".join(parts)
