"""Backups: made by themselves, proven monthly; the second place; and doing any of it now."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QFileDialog, QProgressBar, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.services.backups import BackedUp, Copy, Line, Standing
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.parts import (
    button,
    card,
    column,
    heading,
    label,
    primary,
    restyle,
    row,
    scrolled,
)
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Job, Work

T = TypeVar("T")


class BackupsScreen(Screen):
    """Nothing here has to be done by hand: the page shows that it is done, and where."""

    title = "Backups"
    topics = frozenset({Topic.SETTINGS})

    def __init__(self, services: Provider | Commissioner, work: Work) -> None:
        super().__init__(work)
        self._backups = services.backups
        self._job: Job | None = None
        self.proven = heading("")
        self.said = label("", "good")
        self.now = primary("Back up now", self.back_up)
        self.elsewhere = button("Back up to a folder…", self._choose_folder)
        self.rehearse_button = button("Prove the newest", self.rehearse)
        self.archives = button("Archives at the end of a commission", lambda: self.go("archives"), "link")
        if services.workspace.kind is not StoreKind.PROVIDER:
            self.archives.hide()
        self.progress = QProgressBar()
        self.progress.setAccessibleName("How far it is")
        self.progress.setRange(0, 100)
        self.doing = label("", "muted")
        self.under_way = row(self.progress, self.doing, button("Stop", self._stop))
        self.under_way.hide()
        self.first = label("", "muted")
        self.second = label("", "muted")
        self.choose = button("Choose the second place…", self._choose_second)
        self.leave = button("No second place", lambda: self.choose_second(None), "quiet")
        self.table: Table[Copy] = Table(
            "Backups",
            [
                Column("Made", lambda copy: _when(copy.made_at), stretch=2),
                Column("What for", lambda copy: copy.reason.value.capitalize(), stretch=2),
                Column("Size", lambda copy: size(copy.size), number=True),
                Column("Proven", lambda copy: _when(copy.proven_at) if copy.proven_at else "–", stretch=2),
                Column("Second place", lambda copy: "Yes" if copy.second else "–"),
            ],
            "No backup yet. The first is made a minute after somebody has signed in.",
            "Back up now",
            self.back_up,
        )
        self.unusable = label("", "fault")
        self.unusable.hide()
        self._lay_out()
        work.progressed.connect(self._tell)

    def load(self) -> None:
        self.read(self._backups.standing, self._show, latest="standing")

    def first_focus(self) -> QWidget | None:
        return self.now

    def forget(self) -> None:
        # Nobody should wait at the lock for a backup: what is half-made is cleared away.
        if self._job is not None:
            self._job.cancel()

    def back_up(self, folder: Path | None = None) -> None:
        """Makes a backup now; in a folder, if one is given."""
        self._do(lambda job: self._backups.back_up(folder, job.progress, job.cancelled), self._backed_up)

    def rehearse(self) -> None:
        """Restores the newest on trial."""
        self._do(lambda job: self._backups.rehearse(job.progress, job.cancelled), self._proven)

    def choose_second(self, folder: Path | None) -> None:
        """Where a copy of each backup goes from now on."""
        self.save(lambda: self._backups.choose_second_place(folder))

    def _do(self, call: Callable[[Job], T], done: Callable[[T], None]) -> None:
        if self._job is not None:
            return
        self.said.clear()
        self._enable(False)
        self.progress.setValue(0)
        self.under_way.show()
        self._job = self.work.long(
            call, done, owner=self, saying="Backing up", always=self._over, beside=True
        )

    def _over(self) -> None:
        self._job = None
        self.under_way.hide()
        self._enable(True)
        self.load()

    def _enable(self, free: bool) -> None:
        for one in (self.now, self.elsewhere, self.rehearse_button):
            one.setEnabled(free)

    def _backed_up(self, made: BackedUp) -> None:
        self.said.setText(f"Backed up and proven: {made.path.name}, {size(made.size)}. {made.second}".strip())

    def _proven(self, _: Line) -> None:
        self.said.setText("The newest backup was restored on trial, and everything is in it.")

    def _tell(self, job: Job, done: int, total: int, what: str) -> None:
        if job is self._job:
            self.progress.setRange(0, total)
            self.progress.setValue(done)
            self.doing.setText(what)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show(self, standing: Standing) -> None:
        line = standing.line
        self.proven.setText(f"{line.words}.")
        restyle(self.proven, "role", "fault" if line.overdue else "heading")
        self.table.show_lines(standing.copies)
        self.table.fit_height(10)
        self.rehearse_button.setVisible(bool(standing.copies))
        self.first.setText(f"First place, on this computer: {standing.first}")
        self.second.setText(_second(standing))
        away = standing.second is not None and not standing.second_is_there
        restyle(self.second, "role", "fault" if away else "muted")
        self.leave.setVisible(standing.second is not None)
        self.unusable.setText("\n".join(standing.unusable))
        self.unusable.setVisible(bool(standing.unusable))

    def _lay_out(self) -> None:
        self.places = card(
            heading("Where they are"),
            self.first,
            self.second,
            row(self.choose, self.leave),
            spacing=6,
        )
        whole = column(
            self.proven,
            label(
                "A backup is made by itself after half an hour of changes, and before an import. Each is "
                "encrypted as the store is, and counts only once it was opened again and compared. The last "
                "of 12 days, 10 weeks and 9 months are kept. Once a month one is restored on trial.",
                "muted",
            ),
            row(self.now, self.elsewhere, self.rehearse_button),
            self.under_way,
            self.said,
            self.places,
            self.table,
            self.unusable,
            self.archives,
            label(
                "To bring a backup back: sign out, then choose “Restore a backup” on the page where the "
                "passphrase is typed. Whoever restores needs a passphrase of the day the backup was made, or "
                "the recovery key.",
                "muted",
            ),
            None,
            spacing=12,
            margin=24,
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(whole))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Where should this one backup go?")
        if chosen:
            self.back_up(Path(chosen))

    def _choose_second(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, "The second place: a USB stick, another disk, or the office’s server"
        )
        if chosen:
            self.choose_second(Path(chosen))


def size(in_bytes: int) -> str:
    """Like 1.2 MB."""
    return f"{in_bytes / 1_000_000:,.1f} MB" if in_bytes >= 100_000 else f"{in_bytes / 1_000:,.0f} KB"


def _when(moment: datetime) -> str:
    there = moment.astimezone()
    return f"{written(there.date(), weekday=True)}, {there:%H:%M}"


def _second(standing: Standing) -> str:
    if standing.second is None:
        return "Second place: none yet. A stolen or broken laptop takes the first place with it."
    if not standing.second_is_there:
        return (
            f"Second place: {standing.second}, which is away now. Put the stick back, or choose another; a "
            "copy goes there as soon as it is back."
        )
    if standing.same_disk:
        return (
            f"Second place: {standing.second}. It is on the same disk as the store: a broken disk or a "
            "stolen laptop takes both. A USB stick or the office’s server is safer."
        )
    return f"Second place: {standing.second}"
