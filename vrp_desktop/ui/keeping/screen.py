"""Keeping and erasing: three parts, for a manager who comes here twice a year."""

from typing import Any

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Topic
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.keeping.access import AccessPart
from vrp_desktop.ui.keeping.due import DuePart
from vrp_desktop.ui.keeping.erase import ErasePart
from vrp_desktop.ui.kit.parts import scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work

DUE, ACCESS, ERASE = range(3)


class KeepingScreen(Screen):
    """Who is due for review; somebody asks what we hold; erase a record."""

    title = "Keeping and erasing"
    topics = frozenset({Topic.KEEPING, Topic.PEOPLE, Topic.ENROLMENTS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self.due = DuePart(services, self)
        self.access = AccessPart(services, self)
        self.erase = ErasePart(services, self)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for named in (self.tabs, self.tabs.tabBar()):
            named.setAccessibleName("Parts of the page")
        for part, words in (
            (self.due, "Due for review"),
            (self.access, "Somebody asks what we hold"),
            (self.erase, "Erase a record"),
        ):
            self.tabs.addTab(scrolled(part), words)
        self.due.erase_wanted.connect(self._erase)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(self.tabs)

    def arrive(self, page: int = DUE, person_id: str = "", **_: Any) -> None:
        """Opens one of the three parts; the last one with somebody's record, where an id is given."""
        self.tabs.setCurrentIndex(page)
        self.load()
        if person_id:
            self._erase(person_id)

    def load(self) -> None:
        for part in (self.due, self.access, self.erase):
            part.load()

    def first_focus(self) -> QWidget | None:
        firsts = (self.due.table.view, self.access.table.view, self.erase.picker.text)
        return firsts[self.tabs.currentIndex()]

    def forget(self) -> None:
        for part in (self.due, self.access, self.erase):
            part.forget()

    def _erase(self, person_id: str) -> None:
        self.tabs.setCurrentIndex(ERASE)
        self.erase.plan(person_id)
        self.erase.picker.text.setFocus()
