"""What a return asks for once: a tab for each part, one button that saves the part in sight."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.blockers import Blocker
from vrp_desktop.services.asking import Asking
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.asking.answers import AnswersPart
from vrp_desktop.ui.asking.fixed import LastingPart, MoneyPart, NarrativePart
from vrp_desktop.ui.asking.lines import RisksPart, TargetsPart
from vrp_desktop.ui.asking.part import Part, subject_of
from vrp_desktop.ui.asking.stories import StoriesPart, VoicesPart
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.flow import Flowing
from vrp_desktop.ui.kit.parts import button, column, label, primary, quiet
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work

PARTS: tuple[type[Part], ...] = (
    *(MoneyPart, NarrativePart, VoicesPart, StoriesPart),
    *(RisksPart, TargetsPart, LastingPart, AnswersPart),
)


class AskingScreen(Screen):
    """One intervention and quarter. Alt and a number turns to a part, Ctrl+Enter saves it."""

    title = "What the return asks"
    topics = frozenset({Topic.RETURNS, Topic.CONSENT, Topic.PEOPLE, Topic.ENROLMENTS, Topic.SESSIONS})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._chosen: tuple[str, Quarter] | None = None
        self.about = label("", "muted")
        self.parts: tuple[Part, ...] = tuple(kind(self, services) for kind in PARTS)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for named in (self.tabs, self.tabs.tabBar()):
            named.setAccessibleName("Parts of what the return asks")
        keys: dict[str, Callable[..., Any]] = {
            **dict.fromkeys(("Ctrl+Return", "Ctrl+Enter"), self._save),
            "Ctrl+PgDown": partial(self._step, 1),
            "Ctrl+PgUp": partial(self._step, -1),
        }
        for number, part in enumerate(self.parts):
            self.tabs.addTab(part, part.word)
            self.tabs.setTabToolTip(number, f"{part.word} (Alt+{number + 1})")
            keys[f"Alt+{number + 1}"] = partial(self._turn, number)
        for key, call in keys.items():
            QShortcut(QKeySequence(key), self, call, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.save_button = primary("Save", self._save)
        self.bring_button = button("Bring over from last quarter", self._bring_over)
        self.back_button = quiet("Back to the return", self._back)
        self.tabs.currentChanged.connect(self._fit)
        head = column(self.about)
        head.setContentsMargins(24, 10, 24, 4)
        foot = Flowing(self.save_button, self.bring_button, self.back_button)
        around = column(foot)
        around.setContentsMargins(24, 10, 24, 10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(around)

    @property
    def part(self) -> Part:
        """The part in sight."""
        return self.parts[self.tabs.currentIndex()]

    def arrive(self, intervention_id: str = "", quarter: str = "", part: str = "", **_: Any) -> None:
        """Opens what is asked for one return; ``part`` is a tab's name, or a table of words."""
        chosen = (intervention_id, Quarter.parse(quarter)) if intervention_id and quarter else self._chosen
        if chosen != self._chosen:
            self.settle()
            self.forget()
        self._chosen = chosen
        at = next((n for n, one in enumerate(self.parts) if part == one.name or part in one.covers), None)
        if at is not None:
            self.tabs.setCurrentIndex(at)
        self._fit()
        if chosen is None:
            self.go("returns")
        else:
            self.load()

    def load(self) -> None:
        chosen, services = self._chosen, self._services
        if chosen is None:
            return

        def read() -> tuple[Asking, dict[str, Draft | None]]:
            asking = services.statements.read(*chosen)
            subject = subject_of(asking)
            return asking, {p.name: services.drafts.of(f"asking {p.name}", subject) for p in PARTS}

        self.read(read, self._show, self._gone, latest="asked")
        self.read(lambda: services.returns.noted(*chosen), self._show_noted, lambda _: None, latest="noted")

    def first_focus(self) -> QWidget | None:
        return self.part.first_focus()

    def may_leave(self) -> bool:
        self.settle()
        return True

    def settle(self) -> None:
        for part in self.parts:
            part.kept.settle()

    def forget(self) -> None:
        self._chosen = None
        self.about.setText("")
        for part in self.parts:
            part.clear()

    def _show(self, read: tuple[Asking, dict[str, Draft | None]]) -> None:
        asking, drafts = read
        if self._chosen != (asking.intervention_id, asking.quarter):
            return
        self.about.setText(f"{asking.intervention}, {asking.quarter.label}")
        for part in self.parts:
            part.show_asked(asking, drafts[part.name])

    def _show_noted(self, noted: tuple[Blocker, ...]) -> None:
        if self._chosen is not None:
            for part in self.parts:
                part.show_noted(noted)

    def _gone(self, refused: Refused) -> None:
        messages.refused(self, refused)
        self.go("returns")

    def _save(self) -> None:
        if self._chosen is not None:
            self.part.save()

    def _bring_over(self) -> None:
        chosen, part, statements = self._chosen, self.part, self._services.statements
        if chosen is not None and part.brings and not part.touched:
            self.save(lambda: statements.bring_over(*chosen, part.brings))
        elif part.touched:
            messages.inform(self, "Not saved yet", "Save what you have typed first, or discard it.")

    def _back(self) -> None:
        if self._chosen is None:
            self.go("returns")
        else:
            self.go("returns", intervention_id=self._chosen[0], quarter=str(self._chosen[1]))

    def _step(self, by: int) -> None:
        self._turn((self.tabs.currentIndex() + by) % len(self.parts))

    def _turn(self, number: int) -> None:
        self.tabs.setCurrentIndex(number)
        if (first := self.part.first_focus()) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        self.bring_button.setVisible(bool(self.part.brings))
