"""Counting outdoors: one large key a band, one tap one more. And the weather."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from vrp_desktop.domain import age, codes
from vrp_desktop.domain.sessions import HeadCount
from vrp_desktop.ui.kit.flow import Rows
from vrp_desktop.ui.kit.parts import button, heading, label

_BANDS = (*((band.code, band.label) for band in age.BANDS), (age.NOT_KNOWN, "Age not known"))
_SEXES: tuple[tuple[str | None, str], ...] = (
    (None, "Not said"),
    *((sex.code, sex.label) for sex in codes.code_list("sex").with_rows),
)
_TARGET = 48
"""How wide what is tapped is at the least, in pixels, as it is high: gloves and cold hands."""


class RoughHeads(QWidget):
    """The head-count of one session, by large − and + for each age band; sex where it can be told."""

    changed = Signal(object)
    """The head-counts as they now are, to be saved."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[tuple[str, str | None], int] = {}
        self._sex: str | None = None
        self.sexes: dict[str | None, QPushButton] = {}
        self.more: dict[str, QPushButton] = {}
        self.fewer: dict[str, QPushButton] = {}
        self._shown: dict[str, QLabel] = {}
        which = QWidget()
        across = Rows(across=6, down=6)
        which.setLayout(across)
        for sex, words in _SEXES:
            made = button(words, partial(self._choose, sex), "tap")
            made.setCheckable(True)
            self.sexes[sex] = made
            across.addWidget(made)
        grid = QWidget()
        rows = QGridLayout(grid)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for at, (band, words) in enumerate(_BANDS):
            number = label("0", "heading")
            number.setAlignment(Qt.AlignmentFlag.AlignCenter)
            number.setMinimumWidth(40)
            self._shown[band] = number
            self.fewer[band] = self._key("−", f"One fewer, {words}", partial(self._count, band, -1))
            self.more[band] = self._key("+", f"One more, {words}", partial(self._count, band, 1))
            for column, part in enumerate((label(words, "label"), self.fewer[band], number, self.more[band])):
                rows.addWidget(part, at, column)
        rows.setColumnStretch(0, 1)
        self.estimated = QCheckBox("These are estimates")
        self.estimated.clicked.connect(self._tell)
        self.total = label("", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        for each in (heading("Came, and not named"), which, grid, self.estimated, self.total):
            layout.addWidget(each)
        self._choose(None)

    def show_counts(self, counts: tuple[HeadCount, ...]) -> None:
        """Shows head-counts as they were read."""
        self.numbers = {}
        for count in counts:
            key = (count.band, count.sex)
            self.numbers[key] = self.numbers.get(key, 0) + count.count
        self.estimated.setChecked(any(count.estimated for count in counts))
        self._draw()

    def counts(self) -> tuple[HeadCount, ...]:
        """What stands there now; what is 0 is left out."""
        return tuple(
            HeadCount(band, sex, number, self.estimated.isChecked())
            for (band, sex), number in self.numbers.items()
            if number
        )

    def first(self) -> QWidget:
        """Where counting begins."""
        return next(iter(self.more.values()))

    def _key(self, sign: str, words: str, clicked: partial[None]) -> QPushButton:
        made = button(sign, clicked, "tap")
        made.setAccessibleName(words)
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        made.setFixedWidth(_TARGET + 20)
        made.setAutoRepeat(False)
        return made

    def _choose(self, sex: str | None) -> None:
        self._sex = sex
        for each, made in self.sexes.items():
            made.setChecked(each == sex)
        self._draw()

    def _count(self, band: str, step: int) -> None:
        key = (band, self._sex)
        number = self.numbers.get(key, 0) + step
        if number >= 0:
            self.numbers[key] = number
            self._tell()

    def _tell(self) -> None:
        self._draw()
        self.changed.emit(self.counts())

    def _draw(self) -> None:
        for band, words in _BANDS:
            number = self.numbers.get((band, self._sex), 0)
            self._shown[band].setText(str(number))
            self._shown[band].setAccessibleName(f"{words}: {number}")
            self.fewer[band].setEnabled(number > 0)
        heads = sum(self.numbers.values())
        self.total.setText("1 more person in all" if heads == 1 else f"{heads} more people in all")


class Weather(QWidget):
    """The weather, one large key each; the chosen one again is none."""

    chosen = Signal(object)
    """A code of the list weather, or None."""

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[str, QPushButton] = {}
        layout = Rows(across=6, down=6)
        self.setLayout(layout)
        for code in codes.code_list("weather").codes:
            made = button(code.label, partial(self._choose, code.code), "tap")
            made.setCheckable(True)
            self.choices[code.code] = made
            layout.addWidget(made)
        self.setAccessibleName("Weather")
        self._now: str | None = None

    def show_weather(self, code: str | None) -> None:
        """Shows what is stored."""
        self._now = code
        for each, made in self.choices.items():
            made.setChecked(each == code)

    def _choose(self, code: str) -> None:
        wanted = None if self._now == code else code
        self.show_weather(self._now)
        self.chosen.emit(wanted)
