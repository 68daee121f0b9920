"""Raising a safeguarding concern: what was seen or heard, then what was done and who was told."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Saved
from vrp_desktop.domain.concerns import ConcernDetails
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.services.concerns import Beginning
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.concerns.words import danger, whom_to_tell
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import DateField
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.field import CheckField
from vrp_desktop.ui.kit.fields import ChoiceField, TextArea, TextField
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.kit.parts import column, label, primary, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work

FIRST = "If somebody is in danger now, ring 999 first. This page can wait."
Back = tuple[str, Mapping[str, Any]]


class ConcernScreen(Screen):
    """Two steps, then back to where one was. Ctrl+Enter goes on."""

    title = "Raise a concern"

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._person_id: str | None = None
        self._session_id: str | None = None
        self._back_to: Back = ("home", {})
        self._begun: Beginning | None = None
        self._visit = 0
        today = services.workspace.today
        self.who = label("", "title")
        self.where = label("", "muted")
        self.step = label("", "muted")
        self.what = Form()
        self.what.place(label(FIRST))
        self.person: ChoiceField = self.what.add(
            "person_id", "Whom it is about", ChoiceField(otherwise="Somebody else")
        )
        self.what.add("about", "Who that is", TextField(), "A nickname is enough, or what they looked like.")
        self.what.add(
            "seen",
            "What did you see or hear?",
            TextArea(6),
            "Facts, in the order they happened. Their own words, if they said something. What it may mean "
            "can wait for the lead.",
        )
        self.what.add("seen_on", "On which day", DateField(today))
        self.what.finish()
        self.did = Form()
        self.urgent: CheckField = self.did.add("urgent", "", CheckField("Somebody is in danger now"))
        self.danger = label("", "fault")
        self.did.place(self.danger)
        self.did.add(
            "done", "What did you do?", TextArea(3), "What you said to them, and where they are now."
        )
        self.did.add(
            "told",
            "Whom did you tell, and when?",
            TextArea(3),
            "Name and time. “Nobody yet” is an answer.",
        )
        self.lead = label("", "muted")
        self.did.place(self.lead)
        self.did.finish()
        self.kept = Kept(self, services.drafts, "concern", self.what, self.did)
        self.person.edited.connect(self._fit)
        self.urgent.edited.connect(self._fit)
        self.steps = QStackedWidget()
        for form in (self.what, self.did):
            self.steps.addWidget(scrolled(column(form, margin=24)))
        self.what.submitted.connect(self._next)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._on, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        self.next_button = primary("Next", self._next)
        self.raise_button = primary("Raise concern", self._raise)
        self.before_button = quiet("Step before", lambda: self._show_step(0))
        self.leave_button = quiet("Not now", self._go_back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(4)
        head = column(self.who, self.where, self.step, self.kept.line, spacing=0)
        head.setContentsMargins(24, 0, 24, 0)
        layout.addWidget(head)
        layout.addWidget(self.steps, 1)
        foot = row(self.next_button, self.raise_button, self.before_button, self.leave_button, None)
        foot.setContentsMargins(24, 10, 24, 10)
        layout.addWidget(foot)
        self._clear()

    def arrive(
        self,
        person_id: str | None = None,
        session_id: str | None = None,
        back: Back | None = None,
        **_: Any,
    ) -> None:
        """Begins one about somebody, in a session, or about nobody known yet. ``back`` is the page, with its
        arguments, that is shown afterwards."""
        self.kept.settle()
        self.kept.forget()
        self._visit += 1
        self._clear()
        self._person_id, self._session_id = person_id, session_id
        self._back_to = back or _came_from(person_id, session_id)
        subject, services = person_id or session_id or "", self._services
        self.read(
            lambda: (
                services.concerns.beginning(person_id, session_id),
                services.drafts.of("concern", subject),
            ),
            lambda read: self._begin(subject, *read),
            self._cannot,
            latest="concern",
        )

    def first_focus(self) -> QWidget | None:
        return self.what.field("about" if self._person_id is None else "seen").control()

    def may_leave(self) -> bool:
        self._visit += 1
        self.kept.settle()
        return True

    def settle(self) -> None:
        self.kept.settle()

    def forget(self) -> None:
        self.kept.forget()
        self._visit += 1
        self._clear()

    def _clear(self) -> None:
        """Until the answer comes nothing of another concern stands here."""
        self._begun = None
        for words in (self.who, self.where, self.lead, self.danger):
            words.setText("")
        self.person.set_choices(())
        self.what.write({"person_id": None, "about": "", "seen": "", "seen_on": self._services.drafts.today})
        self.did.write({"urgent": False, "done": "", "told": ""})
        self._show_step(0, focus=False)
        self._fit()

    def _begin(self, subject: str, begun: Beginning, draft: Draft | None) -> None:
        self._begun = begun
        self.who.setText(f"About {begun.known_as}" if begun.known_as else "A concern")
        self.where.setText(begun.where)
        self.where.setVisible(bool(begun.where))
        self.person.set_choices(begun.people)
        self.what.write({"seen_on": begun.seen_on})
        self.lead.setText(whom_to_tell(begun.leads))
        self.danger.setText(danger(begun.social_care))
        person_id, session_id, back = self._person_id, self._session_id, self._back_to
        self.kept.open(subject, draft, lambda: self.arrive(person_id, session_id, back))
        self._fit()
        self._show_step(0)

    def _cannot(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self._go_back()

    def _fit(self) -> None:
        choose = self._person_id is None and self._begun is not None and bool(self._begun.people)
        self.what.show_field("person_id", choose)
        nobody = self._person_id is None and not (choose and self.person.value() is not None)
        self.what.show_field("about", nobody)
        self.danger.setVisible(self.urgent.value())

    def _show_step(self, number: int, focus: bool = True) -> None:
        self.steps.setCurrentIndex(number)
        self.step.setText(f"Step {number + 1} of 2")
        for part in (self.next_button, self.leave_button):
            part.setVisible(number == 0)
        for part in (self.raise_button, self.before_button):
            part.setVisible(number == 1)
        if focus:
            self._first_of(number).setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_of(self, number: int) -> QWidget:
        if number == 1:
            return self.urgent.control()
        choose = not self.person.isHidden() and self.person.box.count() > 1
        name = "seen" if self._person_id is not None else ("person_id" if choose else "about")
        return self.what.field(name).control()

    def _on(self) -> None:
        (self._next if self.steps.currentIndex() == 0 else self._raise)()

    def _details(self) -> ConcernDetails:
        answers = {**self.what.values(), **self.did.values()}
        person_id = self._person_id or answers.pop("person_id")
        about = answers.pop("about") if person_id is None else ""
        answers.pop("about", None)
        answers.pop("person_id", None)
        return ConcernDetails(person_id=person_id, session_id=self._session_id, about=about, **answers)

    def _next(self) -> None:
        """The second step, once the first says enough."""
        try:
            self._details().checked(self._services.drafts.today)
        except Refused as refused:
            self._refuse(refused)
            return
        self.what.clear_faults()
        self._show_step(1)

    def _raise(self) -> None:
        subject, visit, begun = self.kept.subject, self._visit, self._begun
        if begun is None or subject is None or not self.raise_button.isEnabled():
            return  # The page has not come yet, or it is being saved.
        try:
            details = self._details()
        except Refused as refused:
            self._refuse(refused)
            return

        def saved(_: Saved) -> None:
            self.kept.drop(of=subject)
            if visit != self._visit:
                return
            self._clear()
            if not begun.leads:
                messages.inform(self.window(), "The concern is raised", whom_to_tell(()))
            self._go_back()

        self.raise_button.setEnabled(False)
        self.save(
            lambda: self._services.concerns.raise_concern(details),
            saved,
            self._refuse,
            always=lambda: self.raise_button.setEnabled(True),
        )

    def _refuse(self, refused: Refused) -> None:
        """Leads to the step that has the fault."""
        first = bool(refused.fields.keys() & {"person_id", "about", "seen", "seen_on"})
        self._show_step(0 if first else 1, focus=False)
        (self.what if first else self.did).refuse(refused)

    def _go_back(self) -> None:
        name, arguments = self._back_to
        self.go(name, **arguments)


def _came_from(person_id: str | None, session_id: str | None) -> Back:
    if session_id is not None:
        return "register", {"session_id": session_id}
    if person_id is not None:
        return "person", {"person_id": person_id}
    return "concerns", {}
