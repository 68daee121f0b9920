"""The figures of one section: its tables, the quarter before beside them, and a way to the records behind."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Key, ReturnDocument
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.parts import column, label
from vrp_desktop.ui.returns.model import FiguresModel

_ROW, _HEADS = 34, 64
"""The height of a row and of the heads, in pixels."""
_BESIDE_NUMBERS, _BESIDE_HEADS = 30, 14
"""The room on both sides of a number, and of a head, in pixels."""


class FiguresPart(QWidget):
    """One table at a time. Enter on a figure asks for the records behind it."""

    behind = Signal(object)
    """The ``Key`` of the figure whose records are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._counted: ReturnDocument | None = None
        self._protected: ReturnDocument | None = None
        self._intervals: Mapping[Key, tuple[int, int | None]] = {}
        self._before: ReturnDocument | None = None
        self.part = ChoiceField(otherwise="")
        self.part.box.setMinimumContentsLength(34)
        self.part.name_as("return-table", "Table", "")
        over = label("Table", "label")
        over.setBuddy(self.part.control())
        self.choice = column(over, self.part, spacing=2)
        self.about = label("", "small")
        self.said = label("", "muted")
        self.model = FiguresModel()
        self.table = _Figures()
        self._dress()
        self.part.edited.connect(self._show)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self.choice, self.about, self.table, self.said):
            layout.addWidget(part, 1 if part is self.table else 0)

    def _dress(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.selectionModel().currentChanged.connect(lambda index, _: self._tell(index))
        table.asked.connect(self._ask)
        table.doubleClicked.connect(lambda _: self._ask())
        table.setAccessibleName("Figures of the return")
        table.setAccessibleIdentifier("return-figures")
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectItems)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
        header.setFixedHeight(_HEADS)
        # Seven columns of numbers and their words have to fit beside the list of sections.
        header.setStyleSheet("QHeaderView::section { padding: 2px 5px; }")
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setMinimumHeight(7 * _ROW)

    def show_return(
        self,
        counted: ReturnDocument,
        protected: ReturnDocument,
        intervals: Mapping[Key, tuple[int, int | None]],
        before: ReturnDocument | None,
    ) -> None:
        """Takes the return whose tables are shown."""
        self._counted, self._protected, self._intervals = counted, protected, intervals
        self._before = before
        self._show()

    def show_tables(self, tables: tuple[form.Table, ...]) -> None:
        """Offers these tables, and shows the first."""
        before = self.part.value()
        self.part.set_choices([(table.id, table.title) for table in tables])
        ids = [table.id for table in tables]
        self.part.set_value(before if before in ids else ids[0])
        self.choice.setVisible(len(tables) > 1)
        self._show()

    def clear(self) -> None:
        """Forgets the figures."""
        self._counted = self._protected = self._before = None
        self._intervals = {}
        self.model.clear()
        self.said.setText("")

    def _show(self) -> None:
        chosen = self.part.value()
        if self._counted is None or self._protected is None or chosen is None:
            return
        at = self.table.currentIndex()
        shown = form.table(chosen)
        self.about.setText(shown.about)
        self.model.show(shown, self._counted, self._protected, self._intervals, self._before)
        self._fit()
        there = at.row() < self.model.rowCount() and at.column() < self.model.columnCount()
        self.table.setCurrentIndex(self.model.index(max(at.row(), 0) if there else 0, 1))

    def _fit(self) -> None:
        """Numbers in narrow columns, their heads over two lines; the words take what is left."""
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        strong = QFont(header.font())
        strong.setWeight(QFont.Weight.Bold)
        metrics = QFontMetrics(strong)
        for at in range(1, self.model.columnCount()):
            numbers = [str(self.model.index(row, at).data() or "") for row in range(self.model.rowCount())]
            head = str(self.model.headerData(at, Qt.Orientation.Horizontal) or "").split()
            number, words = (
                max(map(metrics.horizontalAdvance, texts), default=0) for texts in (numbers, head)
            )
            self.table.setColumnWidth(at, max(number + _BESIDE_NUMBERS, words + _BESIDE_HEADS))

    def _tell(self, index: QModelIndex) -> None:
        enter = "Enter shows the records behind it." if self.model.key(index) is not None else ""
        said = (self.model.since(index), self.model.intruder(index), enter)
        self.said.setText(" ".join(filter(None, said)))

    def _ask(self) -> None:
        key = self.model.key(self.table.currentIndex())
        if key is not None:
            self.behind.emit(key)


class _Figures(QTableView):
    """Enter asks for what is behind a figure."""

    asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit()
        else:
            super().keyPressEvent(event)
