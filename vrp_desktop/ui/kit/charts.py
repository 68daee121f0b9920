"""Quiet charts: before and after as a line between two dots, and rows of bars. Each can be read as words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vrp_desktop.ui.kit.parts import column, label, quiet
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.theme import colours, theme

_ROW = 44
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Movement:
    """One line of a before-and-after chart. A value that is None was not taken."""

    words: str
    before: float | None
    after: float | None
    lowest: int
    highest: int

    @property
    def sentence(self) -> str:
        """What the line says."""
        if self.before is None and self.after is None:
            return f"{self.words}: nothing recorded yet."
        if self.after is None:
            return f"{self.words}: {_number(self.before)} of {self.highest} before, nothing after yet."
        if self.before is None:
            return f"{self.words}: {_number(self.after)} of {self.highest} after, nothing before."
        return f"{self.words}: from {_number(self.before)} to {_number(self.after)} of {self.highest}."


@dataclass(frozen=True)
class Bar:
    """One row of bars: its words, how many, and how the number reads where it is not shown as it is."""

    words: str
    value: float | None
    shown: str = ""
    priority: str = ""
    upto: float | None = None
    """Where the number lies between two: the higher. The bar is full to ``value`` and hollow from there."""

    @property
    def text(self) -> str:
        """The number as it reads."""
        return self.shown or ("not published" if self.value is None else f"{self.value:,.0f}")


class _Chart(QWidget):
    told = Signal(str)
    """The sentence of what it shows now."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(320)
        theme().changed.connect(self.update)

    def _rows(self) -> int:
        raise NotImplementedError

    def sentence(self) -> str:
        """What the chart shows, in words."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        return QSize(520, max(1, self._rows()) * _ROW)

    def _shown(self) -> None:
        self.setAccessibleDescription(self.sentence())
        self.setToolTip(self.sentence())
        self.told.emit(self.sentence())
        self.setFixedHeight(max(1, self._rows()) * _ROW)
        self.update()

    def _words_width(self) -> int:
        return min(280, self.width() // 2)


class BeforeAfter(_Chart):
    """Before and after, each line on its own scale: an open dot, a line, a full dot, and both numbers."""

    def __init__(self, name: str, lines: Sequence[Movement] = ()) -> None:
        super().__init__(name)
        self.lines: tuple[Movement, ...] = ()
        self.show_lines(lines)

    def show_lines(self, lines: Sequence[Movement]) -> None:
        """Shows these lines."""
        self.lines = tuple(lines)
        self._shown()

    def sentence(self) -> str:
        return " ".join(line.sentence for line in self.lines) or "Nothing recorded yet."

    def _rows(self) -> int:
        return len(self.lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self._words_width() + 30
        width = max(60, self.width() - left - 40)
        for number, line in enumerate(self.lines):
            middle = number * _ROW + _ROW / 2
            _write(painter, QRectF(0, number * _ROW, left - 40, _ROW), line.words, ink.text)
            painter.setPen(QPen(QColor(ink.hairline), 2))
            painter.drawLine(QPointF(left, middle), QPointF(left + width, middle))
            span = max(1, line.highest - line.lowest)
            places = [
                None if value is None else left + width * (value - line.lowest) / span
                for value in (line.before, line.after)
            ]
            before, after = places
            if before is not None and after is not None:
                painter.setPen(QPen(QColor(ink.accent), 4))
                painter.drawLine(QPointF(before, middle), QPointF(after, middle))
            if before is not None:
                painter.setPen(QPen(QColor(ink.accent), 2))
                painter.setBrush(QColor(ink.surface))
                painter.drawEllipse(QPointF(before, middle), 6, 6)
            if after is not None:
                painter.setPen(QPen(QColor(ink.accent), 2))
                painter.setBrush(QColor(ink.accent))
                painter.drawEllipse(QPointF(after, middle), 7, 7)
            self._numbers(painter, line, before, after, middle)

    def _numbers(
        self, painter: QPainter, line: Movement, before: float | None, after: float | None, middle: float
    ) -> None:
        ink = colours()
        forward = before is None or after is None or after >= before
        if before is not None and before != after:
            area = QRectF(before - 32 if forward else before + 10, middle - 12, 22, 24)
            painter.setPen(QColor(ink.muted))
            painter.drawText(area, _RIGHT if forward else _LEFT, _number(line.before))
        if after is not None:
            area = QRectF(after + 11 if forward else after - 33, middle - 12, 22, 24)
            painter.setPen(QColor(ink.text))
            painter.drawText(area, _LEFT if forward else _RIGHT, _number(line.after))


class BarRows(_Chart):
    """Rows of bars on one scale, each with its number at its end."""

    def __init__(self, name: str, bars: Sequence[Bar] = ()) -> None:
        super().__init__(name)
        self.bars: tuple[Bar, ...] = ()
        self.show_bars(bars)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Shows these rows."""
        self.bars = tuple(bars)
        self._shown()

    def sentence(self) -> str:
        return "; ".join(f"{bar.words}: {bar.text}" for bar in self.bars) or "Nothing recorded yet."

    def _rows(self) -> int:
        return len(self.bars)

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self._words_width() + 12
        number_width = max(
            (QFontMetrics(self.font()).horizontalAdvance(bar.text) for bar in self.bars), default=0
        )
        width = max(40, self.width() - left - number_width - 16)
        most = max((max(bar.value or 0, bar.upto or 0) for bar in self.bars), default=0) or 1
        for number, bar in enumerate(self.bars):
            top = number * _ROW
            _write(painter, QRectF(0, top, left - 12, _ROW), bar.words, ink.text)
            length = width * (bar.value or 0) / most
            colour = ink.priority(bar.priority) if bar.priority else ink.accent
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(left, top + 11, max(2.0, length), _ROW - 22), 3, 3)
            if bar.upto is not None and bar.upto > (bar.value or 0):
                painter.setPen(QPen(QColor(colour), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                whole = width * bar.upto / most
                painter.drawRoundedRect(QRectF(left, top + 11, whole, _ROW - 22), 3, 3)
                length = whole
            painter.setPen(QColor(ink.text if bar.value is not None else ink.muted))
            painter.drawText(QRectF(left + length + 8, top, number_width + 8, _ROW), _LEFT, bar.text)


def as_table(chart: BeforeAfter | BarRows) -> QWidget:
    """The same numbers as a table, for those who read better by it."""
    name = f"{chart.accessibleName()}, as a table"
    if isinstance(chart, BarRows):
        bars: Table[Bar] = Table(
            name,
            [
                Column("What", lambda bar: bar.words, stretch=1),
                Column("How many", lambda bar: bar.text, number=True),
            ],
            "Nothing recorded yet.",
        )
        bars.show_lines(chart.bars)
        bars.fit_height(20)
        return bars
    lines: Table[Movement] = Table(
        name,
        [
            Column("What", lambda line: line.words, stretch=1),
            Column("Before", lambda line: _number(line.before), number=True),
            Column("After", lambda line: _number(line.after), number=True),
            Column("Highest", lambda line: str(line.highest), number=True),
        ],
        "Nothing recorded yet.",
    )
    lines.show_lines(chart.lines)
    lines.fit_height(20)
    return lines


def explained(chart: BeforeAfter | BarRows) -> QWidget:
    """A chart with its sentence under it and a button that shows it as a table."""
    words = label(chart.sentence(), "small")
    chart.told.connect(words.setText)
    box = column(chart, words, spacing=4)
    table: list[QWidget] = []

    def switch() -> None:
        layout = box.layout()
        if layout is None:
            return
        if table:
            old = table.pop()
            layout.removeWidget(old)
            old.deleteLater()
        else:
            table.append(as_table(chart))
            layout.addWidget(table[0])
        chart.setVisible(not table)
        words.setText("" if table else chart.sentence())
        toggle.setText("Show as chart" if table else "Show as table")

    toggle = quiet("Show as table", switch)
    layout = box.layout()
    if layout is not None:
        layout.addWidget(toggle)
    return box


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _write(painter: QPainter, area: QRectF, words: str, colour: str) -> None:
    painter.setPen(QColor(colour))
    metrics = QFontMetrics(painter.font())
    if metrics.horizontalAdvance(words) <= area.width():
        painter.drawText(area, _LEFT, words)
        return
    painter.drawText(area, int(_LEFT) | int(Qt.TextFlag.TextWordWrap), words)
