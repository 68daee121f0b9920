"""How one person's row in a register looks: a box, the name, who that is, the mark as a word."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.sessions import Mark, RegisterRow
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.stylesheet import SMALL
from vrp_desktop.ui.kit.theme import colours
from vrp_desktop.ui.sessions.model import BEGINS_ROLE, ROW_ROLE

Index = QModelIndex | QPersistentModelIndex
ROW, ROUGH_ROW = 40, 56
"""The height of a row in pixels; outdoors, with cold hands."""
MORE = 36
"""How wide the end of a row is that opens more about the person, in pixels."""
_HEADING = 26
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_DOTS = Qt.TextElideMode.ElideRight
_STAR = ((0, -7), (2.1, -2.4), (7, -2), (3.2, 1.2), (4.4, 6), (0, 3.4), (-4.4, 6), (-3.2, 1.2), (-7, -2))
_STAR_POINTS = (*_STAR, (-2.1, -2.4))


class RowPainter(QStyledItemDelegate):
    """Paints a row: a 24-pixel box with a tick, the preferred name, who that is, and the mark in words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._height = ROW
        self._tells_enrolment = True

    def fit(self, rough: bool, tells_enrolment: bool) -> None:
        """Large rows outdoors; and whether somebody who is no regular is said not to be enrolled."""
        self._height = ROUGH_ROW if rough else ROW
        self._tells_enrolment = tells_enrolment

    def above(self, index: Index) -> int:
        """How much of a row, from the top, is the heading of a sort of people."""
        return _HEADING if index.data(BEGINS_ROLE) else 0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, self._height + self.above(index))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: RegisterRow = index.data(ROW_ROLE)
        ink, area, font, state = colours(), QRect(option.rect), QFont(option.font), option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if heading := index.data(BEGINS_ROLE):
            self._heading(painter, QRect(area.left(), area.top(), area.width(), _HEADING), heading, font)
            area.setTop(area.top() + _HEADING)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(ink.chosen))
        painter.setPen(QColor(ink.hairline))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(ink.focus), 3))
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -3), 4, 4)
        _box(painter, QRect(area.left() + 14, area.center().y() - 12, 24, 24), row.mark)

        left, right = area.left() + 52, area.right() - MORE
        said = _said(row)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(ink.text if row.mark is not None and row.mark.attended else ink.muted))
        # The name comes before all: on a narrow page the word of the mark gives way, then who it is.
        wide = min(metrics.horizontalAdvance(said) + 6, max(70, area.width() // 3)) if said else 0
        word = QRect(right - wide, area.top(), wide, area.height())
        painter.drawText(word, _RIGHT, metrics.elidedText(said, _DOTS, word.width()))
        painter.setPen(QColor(ink.muted))
        painter.drawText(QRect(right, area.top(), MORE, area.height()), _CENTRE, "›")
        right = word.left() - 10
        for drawn, there in ((_star, row.remark.star), (_flag, row.concern)):
            if there:
                drawn(painter, QPoint(right - 8, area.center().y()))
                right -= 22

        strong = QFont(font)
        strong.setBold(True)
        bold = QFontMetrics(strong)
        painter.setFont(strong)
        painter.setPen(QColor(ink.text))
        wide = min(bold.horizontalAdvance(row.known_as) + 14, max(0, right - left))
        name = QRect(left, area.top(), wide, area.height())
        painter.drawText(name, _LEFT, bold.elidedText(row.known_as, _DOTS, wide))
        painter.setFont(font)
        painter.setPen(QColor(ink.muted))
        rest = QRect(name.right(), area.top(), max(0, right - name.right()), area.height())
        who = who_words(row, self._tells_enrolment)
        painter.drawText(rest, _LEFT, metrics.elidedText(who, _DOTS, rest.width()))
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, words: str, font: QFont) -> None:
        ink, small = colours(), QFont(font)
        small.setPointSize(SMALL)
        small.setBold(True)
        painter.setFont(small)
        painter.fillRect(area, QColor(ink.paper))
        painter.setPen(QColor(ink.muted))
        painter.drawText(area.adjusted(14, 0, -14, 0), _LEFT, words)


def _box(painter: QPainter, box: QRect, mark: Mark | None) -> None:
    ink = colours()
    attended = mark is not None and mark.attended
    painter.setPen(QPen(QColor(ink.accent if attended else ink.border), 2))
    painter.setBrush(QColor(ink.accent if attended else ink.surface))
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(QPen(QColor(ink.on_accent if attended else ink.muted), 3))
    x, y = box.left(), box.top()
    if attended:
        painter.drawPolyline([QPoint(x + 6, y + 12), QPoint(x + 10, y + 17), QPoint(x + 18, y + 7)])
    elif mark is not None:
        painter.drawLine(QPoint(x + 7, y + 12), QPoint(x + 17, y + 12))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _star(painter: QPainter, at: QPoint) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours().accent))
    painter.drawPolygon(QPolygonF([QPointF(at.x() + x, at.y() + y) for x, y in _STAR_POINTS]))


def _flag(painter: QPainter, at: QPoint) -> None:
    painter.setPen(QPen(QColor(colours().text), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawLine(QPoint(at.x() - 5, at.y() - 7), QPoint(at.x() - 5, at.y() + 7))
    flag = [QPointF(at.x() + x, at.y() + y) for x, y in ((-5, -6), (6, -3), (-5, 1))]
    painter.drawPolygon(QPolygonF(flag))


def _said(row: RegisterRow) -> str:
    if row.mark is Mark.EXCUSED and row.remark.excuse:
        return f"Excused: {codes.label('excuse', row.remark.excuse)}"
    return "" if row.mark is None else "Came" if row.mark is Mark.PRESENT else row.mark.label


def who_words(row: RegisterRow, tells_enrolment: bool = True) -> str:
    """Who somebody is, in a line: the whole name, the age, what is plain of their journey, the note."""
    known = "" if row.full_name in ("", row.known_as) else row.full_name
    years = "age not known" if row.age is None else f"{row.age}"
    if row.ended_on is not None:
        belongs = f"journey here ended {written(row.ended_on, year=False)}"
    elif row.regular:
        belongs = ""
    else:
        enrolled = ", not enrolled" if tells_enrolment and not row.lately else ""
        belongs = "" if row.age is None and not enrolled else f"{age.word_for(row.age)}{enrolled}"
        if row.age is None:
            years = ""
    return " · ".join(filter(None, (known, years, belongs, row.remark.note)))
