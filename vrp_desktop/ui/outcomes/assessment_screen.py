"""Filling in a measure, on screen or from paper, and what it comes to."""

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from vrp_desktop.domain.assessments import Filling
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.services.assessments import Filled
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.parts import column, label, quiet, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.outcomes.measure_sheet import MeasureSheet
from vrp_desktop.ui.outcomes.paper import in_sight


class AssessmentScreen(Screen):
    """One measure of one journey: a new one by its code, one that is there by its id."""

    title = "Fill in a measure"
    topics = frozenset[Topic]()

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._asked: dict[str, str] = {}
        self.sheet: MeasureSheet | None = None
        self.who = label("", "title")
        self.about = label("", "muted")
        self.holder = QStackedWidget()
        self.back_button = quiet("Back to the record", self._back)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(keys), self, self._save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 12)
        layout.setSpacing(8)
        head = column(self.who, self.about, spacing=0)
        head.setContentsMargins(24, 0, 24, 0)
        layout.addWidget(head)
        layout.addWidget(self.holder, 1)
        foot = row(self.back_button, None)
        foot.setContentsMargins(24, 0, 24, 0)
        layout.addWidget(foot)

    def arrive(self, enrolment_id: str = "", instrument: str = "", assessment_id: str = "", **_: Any) -> None:
        """A new one for a journey, or one that was filled in before."""
        self.settle()
        self.forget()
        self._asked = {
            "enrolment_id": enrolment_id,
            "instrument": instrument,
            "assessment_id": assessment_id,
        }
        self.load()

    def load(self) -> None:
        asked, services = self._asked, self._services
        if not any(asked.values()):
            return

        def read() -> tuple[Filling, Draft | None]:
            if asked["assessment_id"]:
                filling = services.assessments.read(asked["assessment_id"])
            else:
                filling = services.assessments.begin(asked["enrolment_id"], asked["instrument"])
            page, subject = MeasureSheet.draft_of(filling)
            return filling, services.drafts.of(page, subject)

        def show(found: tuple[Filling, Draft | None]) -> None:
            if asked is self._asked:
                self._show(*found)

        self.read(read, show, self._gone, latest="measure")

    def first_focus(self) -> QWidget | None:
        return self.back_button if self.sheet is None else self.sheet.first_focus()

    def may_leave(self) -> bool:
        self.settle()
        return True

    def settle(self) -> None:
        if self.sheet is not None:
            self.sheet.kept.settle()

    def forget(self) -> None:
        self._asked = {}
        self.who.setText("")
        self.about.setText("")
        self._clear()

    def _clear(self) -> None:
        if self.sheet is not None:
            self.sheet.kept.forget()
            self.sheet = None
        while (old := self.holder.currentWidget()) is not None:
            self.holder.removeWidget(old)
            old.deleteLater()

    def _show(self, filling: Filling, draft: Draft | None) -> None:
        self._clear()
        self.who.setText(filling.known_as)
        self.about.setText(f"{filling.instrument.title} · {filling.intervention}")
        sheet = MeasureSheet(self, self._services, filling)
        sheet.saved.connect(lambda filled, sheet=sheet: self._saved(sheet, filled))
        sheet.worried.connect(self._raise_concern)
        sheet.gone.connect(self._back)
        self.sheet = sheet
        self.holder.addWidget(scrolled(column(sheet, margin=24)))
        sheet.begin(draft)
        QTimer.singleShot(0, sheet, self._take_keyboard)  # Once it is laid out: before, nothing can have it.

    def _save(self) -> None:
        if self.sheet is not None:
            self.sheet.save()

    def _take_keyboard(self) -> None:
        if self.isVisible() and (first := self.first_focus()) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            in_sight(first)

    def _saved(self, sheet: MeasureSheet, filled: Filled) -> None:
        if sheet is self.sheet:
            sheet.show_result(filled)
            self.back_button.setFocus()

    def _raise_concern(self) -> None:
        if self.sheet is None:
            return
        self.settle()
        back = {name: value for name, value in self._asked.items() if value}
        self.go("concern", person_id=self.sheet.filling.person_id, back=("assessment", back))

    def _gone(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("outcomes")

    def _back(self) -> None:
        if self.sheet is not None:
            self.go("person", person_id=self.sheet.filling.person_id, page="measures")
        else:
            self.go("outcomes")
