"""A record: the name, and a page each for who somebody is, what they take part in, and all that follows."""

from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Changes, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.front import Head, NextStep
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.flow import Beside, Flowing
from vrp_desktop.ui.kit.parts import button, column, label, quiet, row
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.about_page import AboutPage
from vrp_desktop.ui.record.consent_page import ConsentPage
from vrp_desktop.ui.record.documents_page import DocumentsPage
from vrp_desktop.ui.record.family_page import FamilyPage
from vrp_desktop.ui.record.front_page import FrontPage
from vrp_desktop.ui.record.journeys_page import JourneysPage
from vrp_desktop.ui.record.measures_page import MeasuresPage
from vrp_desktop.ui.record.page import RecordPage
from vrp_desktop.ui.record.strengths_page import StrengthsPage
from vrp_desktop.ui.record.tabs import Paged, RecordTabs
from vrp_desktop.ui.record.time_page import TimePage
from vrp_desktop.ui.record.words import introduction

_LOW = 420
"""Pixels of height below which the name moves up into the bar of the window."""
_PAGES: tuple[type[RecordPage], ...] = (
    *(FrontPage, AboutPage, StrengthsPage, JourneysPage, MeasuresPage),
    *(FamilyPage, ConsentPage, DocumentsPage, TimePage),
)


class PersonScreen(Screen):
    """One person. The name stands large on every page; somebody new has only the page to be written."""

    title = "Person"
    topics = frozenset({Topic.PEOPLE, Topic.CONCERNS}) | {
        *(Topic.ENROLMENTS, Topic.CONSENT, Topic.FINDINGS, Topic.OUTCOMES),
    }

    front = Paged(FrontPage)
    about = Paged(AboutPage)
    strengths = Paged(StrengthsPage)
    journeys = Paged(JourneysPage)
    measures = Paged(MeasuresPage)
    family = Paged(FamilyPage)
    consent = Paged(ConsentPage)
    documents = Paged(DocumentsPage)
    time = Paged(TimePage)

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._person_id: str | None = None
        self._raising = False
        self.name = label("", "title")
        self.about_line = label("", "muted")
        self.next_button = button("Next", self._go_on, "link")
        self._next: NextStep | None = None
        self._going_on = False
        self.tabs = RecordTabs(self, _PAGES, services)
        self.tabs.made.connect(self._made)
        self.tabs.placed.connect(self._placed)
        self.next_button.setToolTip("What is still missing at the beginning (Alt+N)")
        self.own_button = quiet("Their own page", lambda: self.go("own-page", person_id=self._person_id))
        self.own_button.setToolTip("One page in plain words to print and give to them")
        self.history_button = quiet("History", self._history)
        self.concern_button = button("Raise a concern", self._raise_concern)
        self.concern_button.setToolTip("Something you saw or heard worries you (Ctrl+Shift+C)")
        self.concerns_button = quiet("Concerns", lambda: self.go("concerns", person_id=self._person_id))
        for keys, call in (("Ctrl+Shift+C", self._raise_concern), ("Alt+N", self._go_on)):
            QShortcut(QKeySequence(keys), self, call, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(2)
        head = column(self.name, Beside(self.about_line, row(self.next_button), wide=420), spacing=0)
        head.setContentsMargins(24, 0, 24, 2)
        layout.addWidget(head)
        layout.addWidget(self.tabs, 1)
        self._foot = (
            quiet("Back to people", lambda: self.go("people")),
            self.own_button,
            *(self.concern_button, self.concerns_button, self.history_button),
        )
        foot = Flowing(*self._foot, down=4)
        foot.setContentsMargins(24, 4, 24, 6)
        layout.addWidget(foot)

    def arrive(
        self,
        person_id: str | None = None,
        known_as: str = "",
        page: str = "",
        going_on: bool = False,
        **_: Any,
    ) -> None:
        """Opens a record, on its front page or another, or an empty one for somebody called ``known_as``.
        ``going_on`` puts the keyboard on the next step, where there is one."""
        before, self._person_id, self._going_on = self._person_id, person_id, going_on
        self._fit(new=person_id is None)
        if person_id is None:
            self._show_head(Head(PersonDetails(known_as), 0))
            self.tabs.turn(AboutPage.name)
            self.about.begin(known_as)
            return
        if before != person_id:
            # Until the answer comes nobody's name stands over another person's record.
            self._show_head(Head(PersonDetails(""), 0))
        for each in self.tabs.there():
            each.show_person(person_id)
        self.tabs.turn(page)
        self.load()

    def load(self) -> None:
        """Reads the name again, and the page that is in sight."""
        person_id, services = self._person_id, self._services

        def show(head: Head) -> None:
            if person_id == self._person_id:
                self._show_head(head)

        if person_id is not None:
            self.tabs.current.look()
            self.read(
                lambda: services.records.head(person_id),
                show,
                self._gone,
                latest="head",
            )

    def on_changed(self, changes: Changes) -> None:
        super().on_changed(changes)
        self.tabs.stay()
        for page in self.tabs.there():
            page.on_changed(changes)

    def first_focus(self) -> QWidget | None:
        return self.tabs.first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # At 200 % on a small laptop each line counts: the name stands in the bar above then.
        self.name.setVisible(self.height() >= _LOW)
        self._tell_title()

    def may_leave(self) -> bool:
        if self._raising:
            self.settle()  # What is typed comes back with the record: a concern does not wait.
            return True
        return all(page.may_leave() for page in self.tabs.there())

    def settle(self) -> None:
        for page in self.tabs.there():
            page.settle()

    def forget(self) -> None:
        self._person_id = None
        for page in self.tabs.there():
            page.forget()
        self._show_head(Head(PersonDetails(""), 0))

    def _made(self, page: RecordPage) -> None:
        page.wanted.connect(self._ask)
        if isinstance(page, AboutPage):
            page.added.connect(self._added)
            page.told.connect(self._show_name)
        if self._person_id is not None:
            page.show_person(self._person_id)

    def _placed(self, page: RecordPage) -> None:
        """The tab key goes from the names of the pages through what has just been made to the foot."""
        chain: list[QWidget] = [self.tabs.tabBar()]
        after = self.tabs.nextInFocusChain()
        while after is not None and after is not self.tabs:
            if page.isAncestorOf(after) and after.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                chain.append(after)
            after = after.nextInFocusChain()
        chain += self._foot
        for one, following in pairwise(chain):
            QWidget.setTabOrder(one, following)

    def _ask(self, name: str, arguments: dict[str, Any]) -> None:
        """A page asks for another: one of the same record is turned to, without reading it anew."""
        if name == "person" and arguments.get("person_id") == self._person_id:
            self.tabs.turn(arguments.get("page", ""))
            self.tabs.reach()
            if (field := arguments.get("field")) and isinstance(self.tabs.current, AboutPage):
                self.about.focus_on(field)
            return
        self.go(name, **arguments)

    def _fit(self, *, new: bool) -> None:
        self.tabs.allow(AboutPage if new else None)
        for each in (self.own_button, self.history_button, self.concern_button):
            each.setVisible(not new)

    def _added(self, person_id: str) -> None:
        """Somebody new is in the store: the next step is what they take part in."""
        self._person_id = person_id
        self._fit(new=False)
        self._tell_title()
        for page in self.tabs.there():
            if not isinstance(page, AboutPage):
                page.show_person(person_id)
        if self.about.touched:
            return  # They typed on meanwhile, and save again.
        self.tabs.turn(JourneysPage.name)
        self.tabs.reach()

    def _tell_title(self) -> None:
        plain = "Person" if self._person_id else "Add a person"
        low = self.height() < _LOW and self._person_id is not None
        self.titled.emit(self.name.text() if low and self.name.text() else plain)

    def _show_name(self, details: PersonDetails, *, known: bool = True) -> None:
        self.name.setText(details.known_as or ("" if self._person_id else "Somebody new"))
        self._tell_title()
        words = introduction(details, self._services.workspace.today)
        self.about_line.setText(words if known else "A name is enough for now.")

    def _show_head(self, head: Head) -> None:
        self._show_name(head.details, known=self._person_id is not None)
        self._next = head.next_step
        self.next_button.setVisible(self._next is not None)
        if self._next is not None:
            self.next_button.setText(f"Next: {self._next.words}")
            self.next_button.setAccessibleName(self.next_button.text())
            if self._going_on and self.tabs.untouched:
                self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self._going_on = False
        self.concerns_button.setVisible(bool(head.concerns))
        self.concerns_button.setText(f"Concerns: {head.concerns}")
        self.concerns_button.setAccessibleName(self.concerns_button.text())

    def _go_on(self) -> None:
        if self._next is not None:
            self._ask(self._next.page, dict(self._next.arguments))

    def _gone(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("people")

    def _history(self) -> None:
        self.go("history", entity="person", row=self._person_id, called=self.name.text() or "this person")

    def _raise_concern(self) -> None:
        if self._person_id is None:
            return
        here = {"person_id": self._person_id, "page": self.tabs.current.name}
        self._raising = True
        self.go("concern", person_id=self._person_id, back=("person", here))
        self._raising = False
