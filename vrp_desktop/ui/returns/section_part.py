"""One section of the return: what is noted about it, its figures, and its words."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.returns.figures import ReturnDocument
from vrp_desktop.domain.returns.sections import Section
from vrp_desktop.services.returns import Preview
from vrp_desktop.ui.kit.parts import button, heading, row
from vrp_desktop.ui.returns.blockers import Blockers
from vrp_desktop.ui.returns.figures_part import FiguresPart
from vrp_desktop.ui.returns.words_part import WordsPart


class SectionPart(QWidget):
    """Shows one section at a time."""

    def __init__(self, write: Callable[[], object]) -> None:
        super().__init__()
        self._section: Section | None = None
        self._preview: Preview | None = None
        self.title = heading("")
        self.noted = Blockers("About this section")
        self.figures = FiguresPart()
        self.words = WordsPart()
        self.write = button("Write this section", write)
        self._writes = row(self.write, None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.title, self.noted, self._writes, self.figures, self.words):
            layout.addWidget(part, 1 if part is self.figures else 0)
        layout.addStretch()

    def show_return(self, preview: Preview, before: ReturnDocument | None) -> None:
        """Takes the return; the section stays."""
        self._preview = preview
        self.figures.show_return(preview.counted, preview.protected, preview.intervals, before)
        self._fill()

    def show_section(self, section: Section, writes: bool) -> None:
        """Goes to a section. ``writes``: whether this person may say what it asks for."""
        self._section = section
        self.title.setText(f"{section.code}  {section.title}")
        self.figures.setVisible(bool(section.figures))
        if section.figures:
            self.figures.show_tables(section.figures)
        self._writes.setVisible(section.asks and writes)
        self._fill()

    def first(self) -> QWidget:
        """Where the keyboard goes first."""
        return self.figures.table if self.figures.isVisible() else self.write

    def clear(self) -> None:
        """Forgets the return."""
        self._preview = None
        self.figures.clear()
        self.words.clear()
        self.noted.show_blockers(())

    def _fill(self) -> None:
        if self._preview is None or self._section is None:
            return
        mine = tuple(b for b in self._preview.blockers if b.part and self._section.holds(b.part))
        self.noted.show_blockers(mine)
        self.noted.setVisible(bool(mine))
        self.words.show_words(self._section.words, self._preview.counted)
        self.words.setVisible(bool(self._section.words))
