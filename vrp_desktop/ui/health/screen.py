"""How the store stands, one line a matter: what is in order, and what to do where it is not."""

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollBar, QVBoxLayout, QWidget

from vrp_desktop import crash
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.health import Checked, Report, Sign, signs
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.icons import icon
from vrp_desktop.ui.kit.parts import COLUMN, button, card, column, label, line, primary, row, scrolled
from vrp_desktop.ui.kit.preferences import FAULTS, usual_folder
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.theme import colours, theme
from vrp_desktop.ui.kit.work import Work


class HealthScreen(Screen):
    """Nothing here is about a person: anybody who is signed in may look."""

    title = "Health of the store"
    topics = frozenset({Topic.SETTINGS})

    def __init__(self, services: Provider | Commissioner, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self.told: tuple[Sign, ...] = ()
        self.summary = label("", "heading")
        self.check_button = primary("Check the store now", self._check)
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(10)
        self._faults = label("", "small")
        whole = column(
            self.summary,
            label(
                "Checking reads every page of the store; you can go on working meanwhile.",
                "muted",
            ),
            row(self.check_button, button("Backups", lambda: self.go("backups"))),
            card(self._list),
            self._faults,
            None,
            spacing=12,
            margin=24,
        )
        whole.setMaximumWidth(COLUMN + 200)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = scrolled(whole)
        outer.addWidget(self.area)
        # There is nothing below the buttons that the tab key could lead to.
        for keys, action in (
            (Qt.Key.Key_PageDown, QScrollBar.SliderAction.SliderPageStepAdd),
            (Qt.Key.Key_PageUp, QScrollBar.SliderAction.SliderPageStepSub),
        ):
            QShortcut(
                QKeySequence(keys),
                self,
                partial(self.area.verticalScrollBar().triggerAction, action),
                context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
            )
        theme().changed.connect(self._draw)

    def load(self) -> None:
        self.read(self._services.health.report, self._show, latest="report")

    def first_focus(self) -> QWidget | None:
        return self.check_button

    def _show(self, report: Report) -> None:
        today = self._services.workspace.today
        self.told = signs(report, today, usual_folder(report.folder.name))
        amiss = sum(not sign.good for sign in self.told)
        self.summary.setText(
            "Everything is in order."
            if not amiss
            else f"{amiss} {'matter needs' if amiss == 1 else 'matters need'} your attention."
        )
        folder = usual_folder(FAULTS)
        faults = len(crash.reports(folder))
        self._faults.setText(
            f"Faults of the program are noted in {folder}, with nothing of anybody's record: "
            f"{faults or 'none'} so far."
        )
        self._draw()

    def _draw(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for number, sign in enumerate(self.told):
            if number:
                self._lines.addWidget(line())
            self._lines.addWidget(_Line(sign))

    def _check(self) -> None:
        self.check_button.setEnabled(False)
        self.check_button.setText("Checking…")
        # Beside the saves: it takes seconds, and nobody should wait for it with a register in hand.
        self.work.read(
            self._services.health.check,
            self._checked,
            always=self._ready,
            owner=self,
            saying="Checking the store",
        )

    def _checked(self, _: Checked) -> None:
        self.load()

    def _ready(self) -> None:
        self.check_button.setEnabled(True)
        self.check_button.setText("Check the store now")


class _Line(QWidget):
    """A mark and a word for how it stands, what it is about, and what to do."""

    def __init__(self, sign: Sign) -> None:
        super().__init__()
        state = "In order" if sign.good else "Needs attention"
        mark = QLabel()
        name = "tick-white" if colours().dark else "tick-black"
        drawing = icon(name) if sign.good else icon("warning", colours().error)
        mark.setPixmap(drawing.pixmap(QSize(20, 20)))
        mark.setFixedWidth(28)
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = label(f"{sign.name} · {state}", "label" if sign.good else "fault")
        words = label(sign.words, "muted")
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text = column(head, words, *([label(sign.advice)] if sign.advice else []), spacing=2)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(mark)
        layout.addWidget(text, 1)
