"""Making the demo, with how far it is."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from vrp_desktop.domain.errors import Refused
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.parts import button, label, row
from vrp_desktop.ui.kit.work import Job, Work
from vrp_desktop.ui.welcome import opening
from vrp_desktop.ui.welcome.page import WelcomePage


class DemoPage(WelcomePage):
    """Shown while the demo's store is made."""

    opened = Signal(object)
    """An ``Opened``."""
    failed = Signal()

    def __init__(self, work: Work, folder: Path) -> None:
        super().__init__(
            "Making the demo",
            "A provider with invented people, four quarters of sessions and goals. It takes a moment.",
        )
        self._work = work
        self._folder = folder
        self._job: Job | None = None
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("How far the demo is")
        self._what = label("", "muted")
        self.body.addWidget(self.bar)
        self.body.addWidget(self._what)
        self._back = button("Back", self.failed.emit, "quiet")
        self._back.hide()
        self.body.addWidget(row(self._back))
        self.body.addStretch(1)
        work.progressed.connect(self._progress)

    def start(self) -> None:
        folder = self._folder
        self._job = self._work.long(
            lambda job: opening.make_demo(folder, job),
            self.opened.emit,
            self._failed,
            owner=self,
            always=self._back.show,
            saying="Making the demo",
        )

    def _progress(self, job: Job, done: int, total: int, what: str) -> None:
        if job is not self._job:
            return
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self._what.setText(what)

    def _failed(self, refused: Refused) -> None:
        messages.refused(self, refused)
