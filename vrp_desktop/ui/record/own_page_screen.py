"""The child's or young adult's own page: looked through with them, then opened to be printed."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Changes
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.own_page import OwnPage
from vrp_desktop.services.own_pages import Drawn
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.fields import ManyField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import card, column, heading, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work

PARTS = (
    ("likes", "What I enjoy and am good at"),
    ("strengths", "What I have going for me"),
    ("wants", "What I want"),
    ("goals", "My goals and how far I have come"),
    ("people", "People I trust"),
    ("helps", "What helps me"),
)


class OwnPageScreen(Screen):
    """At the left what would be on the page, in words; at the right what to leave off."""

    title = "Their own page"

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._person_id = ""
        self._drawn: Drawn | None = None
        self.who = label("", "title")
        self.shown = label("")
        self.parts = ManyField(PARTS, rows=len(PARTS))
        self.parts.name_as("parts", "What is on the page", "Space ticks")
        self.parts.edited.connect(self._draw)
        self.names = label("", "muted")
        self.open_button = primary("Open to print", self._open)
        self.opened = label(
            "It is open in another program: print or save it there. It is wiped when you lock or close "
            "this window.",
            "good",
        )
        choose = column(
            heading("On the page"),
            label("Go through it together. It is theirs to keep, and theirs to leave things off.", "muted"),
            self.parts,
            self.names,
            row(self.open_button),
            self.opened,
            None,
            spacing=10,
        )
        inner = column(Beside(column(card(self.shown), None), choose, (3, 2), spacing=28), None)
        inner.setContentsMargins(24, 8, 24, 12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        head = column(self.who, label("One page in plain words, with their goals as a picture.", "muted"))
        head.setContentsMargins(24, 0, 24, 0)
        layout.addWidget(head)
        layout.addWidget(scrolled(inner), 1)
        foot = row(quiet("Back to the record", self._back), None)
        foot.setContentsMargins(24, 6, 24, 10)
        layout.addWidget(foot)
        self.forget()

    def arrive(self, person_id: str = "", **_: Any) -> None:
        """Opens the page of one person."""
        if person_id != self._person_id:
            self.forget()
        self._person_id = person_id
        self.load()

    def load(self) -> None:
        person_id, own_pages = self._person_id, self._services.own_pages

        def show(drawn: Drawn) -> None:
            if person_id == self._person_id:
                self._drawn = drawn
                self._draw()

        if person_id:
            self.read(lambda: own_pages.of_person(person_id), show, self._gone, latest="own")

    def first_focus(self) -> QWidget | None:
        return self.open_button

    def forget(self) -> None:
        self._person_id, self._drawn = "", None
        self.parts.set_value([part for part, _ in PARTS])
        self.who.setText("")
        self.shown.setText("")
        self.names.hide()
        self.opened.hide()

    def _draw(self) -> None:
        if self._drawn is None:
            return
        page = self._drawn.page.with_parts(self.parts.value())
        self.who.setText(page.known_as)
        self.shown.setText(_in_words(page))
        named = [name for name in self._drawn.names if name in page.text]
        self.names.setText(
            f"Names of other people stand on it: {', '.join(named)}. Are they all right to be there?"
        )
        self.names.setVisible(bool(named))

    def _open(self) -> None:
        person_id, parts, own_pages = self._person_id, self.parts.value(), self._services.own_pages
        if not person_id or not self.open_button.isEnabled():
            return

        def show(path: Path) -> None:
            if person_id == self._person_id:
                self.opened.show()
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

        self.open_button.setEnabled(False)
        self.save(
            lambda: own_pages.open(person_id, parts),
            show,
            changes=Changes.in_(),
            told=False,
            always=lambda: self.open_button.setEnabled(True),
        )

    def _gone(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("people")

    def _back(self) -> None:
        self.go("person", person_id=self._person_id)


def _in_words(page: OwnPage) -> str:
    """The page as it reads, one part after the other."""
    goals = [
        f"{goal.words}\n{goal.progress}" + (f"\nNext: {'; '.join(goal.steps)}" if goal.steps else "")
        for goal in page.goals
    ]
    parts = (
        ("I enjoy", page.enjoys),
        ("I am good at", page.good_at),
        ("What I have going for me", "\n".join(page.strengths)),
        ("What I want", f"“{page.wants}”" if page.wants else ""),
        ("My goals and how far I have come", "\n\n".join(goals)),
        ("People I trust", ", ".join(filter(None, (page.trusts, *page.trusted)))),
        ("What helps me", page.helps),
    )
    said = "\n\n".join(f"{title}:\n{words}" for title, words in parts if words)
    return said or "Nothing is written yet. Begin with what they enjoy: “About them” in their record."
