"""The picture of how somebody stands: a part for each level around them, strengths first."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.findings import VEIL, Finding, Kind, Picture, Strand, label_of
from vrp_desktop.domain.strategy import answers, level_of
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, row
from vrp_desktop.ui.record.standing_mark import LevelMark, StandingMark

_SHOWN = 160
"""Letters of what was said that stand on the page; the rest is in the history of it."""

Chosen = Callable[[str], object]
"""What is called with the code of a strength or a need that somebody wants to look at."""


class Line(QWidget):
    """One strength or need: its shape, its name, how it stands and has stood, and a button to look again."""

    def __init__(
        self,
        code: str,
        words: str,
        said: str,
        standing: str,
        verb: str,
        chosen: Chosen,
        unveil: Callable[[], object] | None = None,
    ) -> None:
        """Without a ``verb`` there is no button: the line stands elsewhere with one. ``unveil`` is called by
        whoever wants to read what was said and is veiled."""
        super().__init__()
        self.code = code
        name = label_of(code)
        self.name, self.words = label(name, "label"), label(words, "muted")
        self.button: QPushButton = button(verb, lambda: chosen(code), "link")
        self.button.setAccessibleName(f"{verb}: {name}")
        self.button.setAccessibleDescription(words)
        if not verb:
            self.button.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(10)
        layout.addWidget(StandingMark(standing), 0, Qt.AlignmentFlag.AlignTop)
        inner: list[QWidget | None] = [self.name, self.words]
        if said:
            shown = said if len(said) <= _SHOWN else said[:_SHOWN].rstrip() + " …"
            inner.append(label(f"“{shown}”"))
        self.show_button: QPushButton | None = None
        if unveil is not None:
            self.show_button = button("Show (say why)", unveil, "link")
            self.show_button.setAccessibleName(f"Show what was said (say why): {name}")
            veil = label(VEIL, "muted")
            veil.setWordWrap(False)
            inner.append(row(veil, self.show_button, None))
        layout.addWidget(column(*inner, None, spacing=1), 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)


class Strands(QWidget):
    """Every strength and need that somebody has looked at. Each risk factor stands beside the protective
    factors of its level that answer it, looked at or not."""

    def __init__(self, chosen: Chosen, unveil: Callable[[Finding], object]) -> None:
        """``unveil`` is called with what has words that are veiled, by whoever wants to read them."""
        super().__init__()
        self._chosen, self._unveil = chosen, unveil
        self.lines: list[Line] = []
        self._parts: list[QWidget] = []
        self._today = date.min
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(14)

    def show_picture(self, picture: Picture, today: date) -> None:
        """Shows how somebody stands; where there is nothing yet, it invites."""
        self.clear()
        self._today = today
        empty = []
        for level in codes.code_list("priority").codes:
            own = [strand for strand in picture.strands if strand.level == level.code]
            areas = [a for a in picture.areas if level_of(a) == level.code and picture.of(a) is None]
            if own or areas:
                self._put(self._level(level.code, level.label, own, areas, picture))
            elif level.code != "sustainability":
                empty.append(level.label)
        if not picture.strands:
            self._put(label("Nothing is written down yet. What is strong in their life?", "heading"))
        elif empty:
            self._put(label(f"Nothing written down yet: {', '.join(empty)}.", "muted"))

    def clear(self) -> None:
        """Forgets them."""
        for part in self._parts:
            self._layout.removeWidget(part)
            part.deleteLater()
        self._parts, self.lines = [], []

    def texts(self) -> list[tuple[str, str]]:
        """What stands here, line by line."""
        return [(line.name.text(), line.words.text()) for line in self.lines]

    def _put(self, part: QWidget) -> None:
        self._layout.addWidget(part)
        self._parts.append(part)

    def _level(
        self, level: str, words: str, own: list[Strand], areas: list[str], picture: Picture
    ) -> QWidget:
        parts: list[QWidget] = [_titled(level, words)]
        parts += [self._line(strand) for strand in own if strand.kind is Kind.STRENGTH]
        for strand in own:
            if strand.kind is Kind.RISK:
                parts.append(self._answered(strand, picture))
        about = [strand for strand in own if strand.kind is Kind.AREA]
        if about or areas:
            parts.append(label("What it is about", "small"))
        parts += [self._line(strand) for strand in about]
        parts += [self._unseen(code) for code in areas]
        return card(*parts, spacing=8)

    def _answered(self, risk: Strand, picture: Picture) -> QWidget:
        """A risk factor, and beside it what answers it."""
        line = self._line(risk)
        beside: list[QWidget] = [label("What answers it", "small")]
        for code in answers().get(risk.code, ()):
            strand = picture.of(code)
            beside.append(self._unseen(code) if strand is None else self._line(strand, short=True))
        return Beside(line, column(*beside, None, spacing=2), wide=560, spacing=24, below=4)

    def _line(self, strand: Strand, *, short: bool = False) -> Line:
        details = strand.latest.details
        words = details.standing_label
        if not short:
            words += f" · {strand.change(self._today)}"
        said, verb = ("", "") if short else (details.words, "Look again")
        unveil = partial(self._unveil, strand.latest) if strand.latest.veiled and not short else None
        return self._made(Line(strand.code, words, said, details.standing, verb, self._chosen, unveil))

    def _unseen(self, code: str) -> Line:
        return self._made(Line(code, "Not looked at yet", "", "", "Note", self._chosen))

    def _made(self, line: Line) -> Line:
        self.lines.append(line)
        return line


def _titled(level: str, words: str) -> QWidget:
    made = QWidget()
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(LevelMark(level))
    layout.addWidget(heading(words), 1)
    return made
