"""Keeps the store's backups while somebody works: what is due is done beside, and told on the quiet line."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from vrp_desktop.domain.changes import Changes, Topic
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.ui.kit.work import Job, Work

if TYPE_CHECKING:
    from vrp_desktop.services.backups import Backups, Line

FIRST, EVERY = 60_000, 5 * 60_000
"""Milliseconds after signing in, and from then on, at which it is asked whether something is due."""
log = logging.getLogger(__name__)


class Keeper(QObject):
    """Lives as long as the workspace is open. A backup that cannot be made does not interrupt anybody: it
    stands on the quiet line until it can."""

    told = Signal(str)
    """The quiet line."""

    def __init__(self, backups: "Backups", work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._backups = backups
        self._work = work
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep)
        work.changed.connect(self._changed)

    def start(self) -> None:
        """Says how the backups stand, and begins to ask what is due."""
        self._timer.start(FIRST)
        self._tell()

    def stop(self) -> None:
        """Asks no more, and stops what is being done; nothing half-made is left behind."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()

    def keep(self) -> None:
        """Does what is due, beside the saves."""
        self._timer.setInterval(EVERY)
        if self._job is None:
            self._job = self._work.long(self._kept, self._show, owner=self, always=self._over, beside=True)

    def _kept(self, job: Job) -> str:
        try:
            return self._backups.keep(job.progress, job.cancelled).words
        except (Refused, Trouble) as said:
            log.warning("a backup could not be kept: %s", type(said).__name__)
            return f"No backup could be made. {said}"

    def _tell(self) -> None:
        self._work.read(self._backups.line, self._said, owner=self, latest="line")

    def _said(self, line: "Line") -> None:
        self._show(line.words)

    def _show(self, words: str) -> None:
        self.told.emit(words)

    def _over(self) -> None:
        self._job = None

    def _changed(self, changes: Changes) -> None:
        if changes.touch(Topic.SETTINGS):
            self._tell()
