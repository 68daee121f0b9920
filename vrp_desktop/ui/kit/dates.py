"""Fields for days and times: a birth date in three parts, a day with its weekday, a time of day."""

from datetime import date, time, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from vrp_desktop.domain.errors import Refused
from vrp_desktop.ui.kit.fields import Field
from vrp_desktop.ui.kit.parts import label, restyle

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def written(day: date, *, weekday: bool = False, year: bool = True) -> str:
    """A day for people: "3 July 2026", or "Friday 3 July 2026" with its weekday."""
    words = f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")
    return f"{WEEKDAYS[day.weekday()]} {words}" if weekday else words


class BirthDateField(Field):
    """A birth date as three short fields: day, month, year. All empty is None."""

    def __init__(self) -> None:
        super().__init__()
        self.day, self.month, self.year = (QLineEdit() for _ in range(3))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self._labels: list[QLabel] = []
        for edit, words, digits in ((self.day, "Day", 2), (self.month, "Month", 2), (self.year, "Year", 4)):
            edit.setMaxLength(10)
            edit.setFixedWidth(edit.fontMetrics().averageCharWidth() * (digits + 2) + 32)
            edit.textChanged.connect(self._tell)
            under = label(words, "small")
            under.setBuddy(edit)
            self._labels.append(under)
            part = QWidget()
            inner = QVBoxLayout(part)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(2)
            inner.addWidget(under)
            inner.addWidget(edit)
            layout.addWidget(part)
        layout.addStretch(1)
        self.setFocusProxy(self.day)

    def value(self) -> date | None:
        texts = [edit.text().strip() for edit in (self.day, self.month, self.year)]
        if not any(texts):
            return None
        if not all(texts):
            raise Refused("Write the day, the month and the year, or leave all three empty.")
        month = _month(texts[1])
        if not texts[0].isdecimal() or not texts[2].isdecimal() or month is None:
            raise Refused("Write the date in numbers, like 31 3 2012.")
        if len(texts[2]) != 4:
            raise Refused("Write the year with four digits, like 2012.")
        try:
            return date(int(texts[2]), month, int(texts[0]))
        except ValueError:
            raise Refused("That day does not exist. Check the day and the month.") from None

    def typed(self) -> list[str]:
        return [edit.text() for edit in (self.day, self.month, self.year)]

    def put_back(self, typed: Any) -> None:
        self._quiet = True
        for edit, text in zip((self.day, self.month, self.year), typed, strict=True):
            edit.setText(text)
        self._quiet = False

    def control(self) -> QLineEdit:
        return self.day

    def name_as(self, name: str, words: str, description: str) -> None:
        self.setAccessibleIdentifier(name)
        for edit, part in ((self.day, "day"), (self.month, "month"), (self.year, "year")):
            edit.setAccessibleIdentifier(f"{name}-{part}")
            edit.setAccessibleName(f"{words}, {part}")
        self.describe(description)

    def set_faulty(self, faulty: bool) -> None:
        for edit in (self.day, self.month, self.year):
            restyle(edit, "faulty", faulty)

    def _show(self, value: Any) -> None:
        texts = ("", "", "") if value is None else (str(value.day), str(value.month), str(value.year))
        for edit, text in zip((self.day, self.month, self.year), texts, strict=True):
            edit.setText(text)


class DateField(Field):
    """A day, typed (3/7, 3 July, 3.7.2026) or stepped with the up and down keys; its weekday beside it.

    ``today`` is what "today" and a missing year mean. ``start_today`` begins with that day.
    """

    moved = Signal()

    def __init__(self, today: date, start_today: bool = True) -> None:
        super().__init__()
        self.today = today
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("day/month/year")
        self.edit.setFixedWidth(self.edit.fontMetrics().averageCharWidth() * 13 + 28)
        self.edit.installEventFilter(self)
        self.weekday = label("", "muted")
        self.weekday.setMinimumWidth(220)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.edit)
        layout.addWidget(self.weekday, 1)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._changed)
        self.set_value(today if start_today else None)

    def value(self) -> date | None:
        return read_day(self.edit.text(), self.today)

    def typed(self) -> str:
        return self.edit.text()

    def put_back(self, typed: Any) -> None:
        self._quiet = True
        self.edit.setText(str(typed))
        self._quiet = False

    def control(self) -> QLineEdit:
        return self.edit

    def step(self, days: int) -> None:
        """Moves by so many days, from today where nothing is written."""
        try:
            day = self.value()
        except Refused:
            day = None
        self.edit.setText(_short((day + timedelta(days=days)) if day else self.today))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {
                Qt.Key.Key_Up: 1,
                Qt.Key.Key_Down: -1,
                Qt.Key.Key_PageUp: 7,
                Qt.Key.Key_PageDown: -7,
            }
            days = steps.get(Qt.Key(event.key()))
            if days is not None:
                self.step(days)
                return True
        return super().eventFilter(watched, event)

    def _changed(self) -> None:
        try:
            day = self.value()
        except Refused:
            day = None
        words = "" if day is None else written(day, weekday=True)
        near = {0: "today", -1: "yesterday", 1: "tomorrow"}
        if day is not None and (day - self.today).days in near:
            words = f"{words}, {near[(day - self.today).days]}"
        self.weekday.setText(words)
        self.edit.setAccessibleDescription(words)
        self._tell()

    def _show(self, value: Any) -> None:
        self.edit.setText("" if value is None else _short(value))


class TimeField(Field):
    """A time of day, typed like 18:30, 1830, 6.30pm or 18; None where nothing is written."""

    def __init__(self) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("18:30")
        self.edit.setFixedWidth(self.edit.fontMetrics().averageCharWidth() * 8 + 28)
        self.edit.textChanged.connect(self._tell)
        self._hold(self.edit, stretch=False)

    def value(self) -> time | None:
        return read_time(self.edit.text())

    def typed(self) -> str:
        return self.edit.text()

    def put_back(self, typed: Any) -> None:
        self._quiet = True
        self.edit.setText(str(typed))
        self._quiet = False

    def control(self) -> QLineEdit:
        return self.edit

    def _show(self, value: Any) -> None:
        self.edit.setText("" if value is None else f"{value:%H:%M}")


def read_day(text: str, today: date) -> date | None:
    """What somebody means by a day; None for nothing, refused in words where it cannot be read.

    Without a year it is the one that brings the day nearest to today.
    """
    words = text.strip().lower()
    if not words:
        return None
    near = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if words in near:
        return today + timedelta(days=near[words])
    parts = words.replace("/", " ").replace(".", " ").replace("-", " ").replace(",", " ").split()
    if len(parts) > 1 and any(name.lower().startswith(parts[0]) for name in WEEKDAYS):
        parts = parts[1:]
    if len(parts) == 3 and len(parts[0]) == 4:
        parts.reverse()
    month = _month(parts[1]) if len(parts) in (2, 3) else None
    if month is None or not parts[0].isdecimal() or not all(part.isdecimal() for part in parts[2:]):
        raise Refused("Write the date like 3/7/2026 or 3 July 2026.")
    try:
        if len(parts) == 3:
            year = int(parts[2])
            return date(year + 2000 if year < 100 else year, month, int(parts[0]))
        years = (today.year - 1, today.year, today.year + 1)
        days = [date(year, month, int(parts[0])) for year in years if _exists(year, month, int(parts[0]))]
        return min(days, key=lambda day: abs((day - today).days))
    except ValueError:
        raise Refused("That day does not exist. Check the day and the month.") from None


def read_time(text: str) -> time | None:
    """What somebody means by a time of day; None for nothing, refused in words where it cannot be read."""
    words = text.strip().lower().replace(" ", "")
    if not words:
        return None
    half = words[-2:] if words[-2:] in ("am", "pm") else ""
    digits = words.removesuffix(half).replace(".", ":")
    hour, _, minute = digits.partition(":")
    if not minute and len(hour) in (3, 4):
        hour, minute = hour[:-2], hour[-2:]
    if hour.isdecimal() and (minute or "0").isdecimal():
        hours = int(hour)
        if half and not 1 <= hours <= 12:
            hours = 99
        elif half:
            hours = hours % 12 + (12 if half == "pm" else 0)
        if hours < 24 and int(minute or 0) < 60:
            return time(hours, int(minute or 0))
        if hours == 24 and not int(minute or 0):
            raise Refused("24:00 is when the next day begins. Write 00:00, and choose that day.")
    raise Refused("Write the time like 18:30 or 6.30pm.")


def _short(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _month(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    found = [
        n for n, name in enumerate(MONTHS, 1) if len(text) >= 3 and name.lower().startswith(text.lower())
    ]
    return found[0] if found else None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
