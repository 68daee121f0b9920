"""One part of a front page: what it is called, what stands there, and where it is changed."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vrp_desktop.ui.kit.parts import button, heading, label, restyle


class Part(QWidget):
    """A heading, words under it, and a link at the right that leads further."""

    def __init__(self, title: str, clicked: Callable[[], object], verb: str = "Change") -> None:
        super().__init__()
        self.title = title
        self.words: list[QLabel] = []
        self._verb = verb
        self.link = button(verb, clicked, "link")
        self._name(verb)
        above = QHBoxLayout()
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(heading(title), 1)
        above.addWidget(self.link)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(above)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(3)
        layout.addLayout(self._lines)
        layout.addStretch(1)

    def say(self, lines: Sequence[str], otherwise: str, *, role: str = "", verb: str = "") -> None:
        """Shows these lines, the first in ``role``; ``otherwise`` is what stands there without any."""
        shown = [line for line in lines if line] or [otherwise]
        while len(self.words) > len(shown):
            gone = self.words.pop()
            self._lines.removeWidget(gone)
            gone.deleteLater()
        while len(self.words) < len(shown):
            made = label("")
            self._lines.addWidget(made)
            self.words.append(made)
        for number, (each, line) in enumerate(zip(self.words, shown, strict=True)):
            restyle(each, "role", "muted" if shown == [otherwise] else role if number == 0 else "")
            each.setText(line)
        self._name(verb or self._verb)

    def texts(self) -> list[str]:
        """The lines as they read."""
        return [each.text() for each in self.words]

    def _name(self, verb: str) -> None:
        self.link.setText(verb)
        self.link.setAccessibleName(f"{verb}: {self.title}")
