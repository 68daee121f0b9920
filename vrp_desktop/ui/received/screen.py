"""Returns in: what has come, and what was said of the files that were dropped last."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QTabWidget, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Changes, Topic
from vrp_desktop.domain.checking import Finding, Severity
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.imports import FileAnswer, Outcome, PinnedKey, Received, Signature
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.parts import button, column, heading, label, primary, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Job, Work
from vrp_desktop.ui.received.key_panel import KeyPanel

OUTCOMES = {
    Outcome.NEW: "Taken in",
    Outcome.RESUBMISSION: "Taken in, replaces an earlier version",
    Outcome.UNCHANGED: "Was here already",
    Outcome.OLDER: "Kept; a later version counts",
    Outcome.REFUSED: "Not taken in",
    Outcome.CHECKED: "Looked at only",
}
SEVERITIES = {Severity.ERROR: "To mend", Severity.WARNING: "Look at", Severity.REMARK: "Remark"}


class ReceivedScreen(Screen):
    """Drop files or a folder anywhere on the page, or choose them; one bad file never stops the rest."""

    title = "Returns in"
    topics = frozenset({Topic.RECEIVED})

    def __init__(self, services: Commissioner, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._job: Job | None = None
        self._keys: dict[str, PinnedKey] = {}
        self.setAcceptDrops(True)
        self.table: Table[Received] = Table(
            "Returns received",
            [
                Column("Intervention", lambda r: r.header.intervention, stretch=3),
                Column("Provider", lambda r: r.header.provider, stretch=2, leaves=4),
                Column("Quarter", lambda r: f"{r.header.quarter.financial_year} Q{r.header.quarter.number}"),
                Column("Version", lambda r: str(r.header.version), number=True, leaves=5),
                Column("Standing", standing),
                Column("Signature", self._trust, leaves=1),
                Column("Findings", lambda r: str(r.findings) if r.findings else "", number=True, leaves=3),
                Column("Came", lambda r: written(r.received_at.date()), leaves=2),
            ],
            "Drop returns here: workbooks, or a folder of them.",
            "Choose files",
            self._choose_files,
        )
        self.answers: Table[FileAnswer] = Table(
            "Files of the last import",
            [
                Column("File", lambda a: a.path.name, stretch=2, tip=lambda a: str(a.path)),
                Column("What became of it", lambda a: OUTCOMES[a.outcome], stretch=2),
                Column("Signature", lambda a: a.signature.value.capitalize()),
                Column("To mend", lambda a: _number(a.findings, Severity.ERROR), number=True),
                Column("To look at", lambda a: _number(a.findings, Severity.WARNING), number=True, leaves=1),
            ],
            "What is said of each file stands here after an import.",
        )
        self.findings: Table[Finding] = Table(
            "What is wrong with the file",
            [
                Column("What is wrong", lambda f: f.what, stretch=3, tip=lambda f: f.what),
                Column("Sheet", lambda f: f.sheet),
                Column("Cell", lambda f: f.cell),
                Column("How to mend it", lambda f: f.mend, stretch=3, tip=lambda f: f.mend),
                Column("", lambda f: SEVERITIES[f.severity]),
            ],
            "Nothing to say about this file.",
        )
        self.table.chosen.connect(self._look_up)
        self.answers.chosen.connect(self._show_findings)
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Import")
        self.doing = label("", "muted")
        self.stop = button("Stop", self._stop)
        self.under_way = row(self.progress, self.doing, self.stop)
        self.under_way.hide()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName("Received returns and the last import")
        self.tabs.setAccessibleName("Received returns and the last import")
        self.tabs.addTab(column(self.table, margin=12), "Received")
        self.tabs.addTab(column(self.answers, margin=12), "Last import")
        self.tabs.currentChanged.connect(self._turned)
        self.about = heading("What was said of it")
        self.key = KeyPanel(self._confirm)
        found = column(self.key, self.about, self.findings)
        found.setContentsMargins(12, 0, 12, 0)
        self.choose = primary("Choose files", self._choose_files)
        self.tabs.setMinimumHeight(240)
        self.findings.setMinimumHeight(140)
        page = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(label("Drop files or a folder anywhere on this page.", "muted"), 1)
        head.addWidget(button("Choose a folder", self._choose_folder))
        head.addWidget(self.choose)
        layout.addLayout(head)
        layout.addWidget(self.under_way)
        layout.addWidget(self.tabs, 3)
        layout.addWidget(found, 2)
        work.progressed.connect(self._tell)

    def arrive(self, **_: Any) -> None:
        self.load()

    def load(self) -> None:
        imports = self._services.imports
        self.read(lambda: (imports.received(), imports.keys()), self._show, latest="received")

    def first_focus(self) -> QWidget | None:
        return self.table.view if self.table.model.lines else self.choose

    def forget(self) -> None:
        self.table.show_lines(())
        self.answers.show_lines(())
        self.findings.show_lines(())
        self.key.withdraw()
        self._keys = {}

    def bring_in(self, paths: Sequence[Path]) -> None:
        """Imports files and folders; the window goes on meanwhile."""
        if self._job is not None:
            return
        self.progress.setRange(0, 0)
        self.under_way.show()
        self._job = self.work.long(
            lambda job: self._services.imports.bring_in(paths, job.progress, job.cancelled),
            self._said,
            owner=self,
            changes=Changes.in_(Topic.RECEIVED),
            saying="Taking returns in",
            always=self._over,
        )

    def _show(self, read: tuple[tuple[Received, ...], tuple[PinnedKey, ...]]) -> None:
        received, keys = read
        self._keys = {key.provider_id: key for key in keys}
        self.table.show_lines(received)
        self._turned(self.tabs.currentIndex())

    def _trust(self, received: Received) -> str:
        """The signature as it was found, and whether its key has been compared since."""
        key = self._keys.get(received.header.provider_id)
        confirmed = received.signature is Signature.NEW_KEY and key is not None and key.confirmed
        return "New key, confirmed" if confirmed else received.signature.value.capitalize()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.bring_in(paths)

    def _said(self, answers: tuple[FileAnswer, ...], chosen: FileAnswer | None = None) -> None:
        worst_first = sorted(answers, key=lambda a: (a.outcome is not Outcome.REFUSED, a.path.name))
        self.answers.show_lines(worst_first)
        self.tabs.setCurrentIndex(1)
        if worst_first:
            self.answers.choose(0 if chosen is None else worst_first.index(chosen))
            self.answers.view.setFocus()
        self._show_findings(self.answers.current())

    def _over(self) -> None:
        self._job = None
        self.under_way.hide()
        self.key.busy(False)

    def _show_findings(self, answer: FileAnswer | None) -> None:
        order = list(Severity)
        self.findings.show_lines(
            sorted(answer.findings, key=lambda f: order.index(f.severity)) if answer else ()
        )
        if answer is not None and answer.header is not None and _waits_for_its_key(answer):
            self.key.offer(answer.header.provider, answer.fingerprint, changed=True)
        else:
            self._offer_pinned(answer.header.provider_id if answer and answer.header else "", answer)

    def _offer_pinned(self, provider_id: str, shown: FileAnswer | Received | None) -> None:
        """Offers the key that is known of a provider, where nobody has compared it yet."""
        key = self._keys.get(provider_id)
        signed = shown is not None and shown.signature in (Signature.NEW_KEY, Signature.SOUND)
        if key is None or key.confirmed or not signed:
            self.key.withdraw()
        else:
            self.key.offer(key.provider, key.fingerprint, changed=False)

    def _confirm(self, passphrase: str) -> None:
        """Confirms the key that is shown; a file that waited for it comes in."""
        imports, fingerprint = self._services.imports, self.key.fingerprint.text()
        answer = self.answers.current() if self.tabs.currentIndex() == 1 else None
        received = self.table.current() if self.tabs.currentIndex() == 0 else None
        shown = answer or received
        if shown is None or shown.header is None or self._job is not None:
            return
        provider_id = shown.header.provider_id
        self.key.busy(True)
        if answer is None or not _waits_for_its_key(answer):
            self.save(
                lambda: imports.confirm_key(provider_id, fingerprint, passphrase),
                lambda _: self.load(),
                self.key.refuse,
                always=lambda: self.key.busy(False),
            )
            return
        path = answer.path

        def came(now: FileAnswer | None) -> None:
            if now is not None:
                self.key.withdraw()
                self._said(tuple(now if one is answer else one for one in self.answers.model.lines), now)

        self.progress.setRange(0, 0)
        self.under_way.show()
        self._job = self.work.long(
            lambda job: imports.bring_in_with_key(path, fingerprint, passphrase, job.progress, job.cancelled),
            came,
            self.key.refuse,
            owner=self,
            changes=Changes.in_(Topic.RECEIVED),
            saying="Taking the return in",
            always=self._over,
        )

    def _look_up(self, received: Received | None) -> None:
        """What was said of a return when it came in."""
        self._offer_pinned(received.header.provider_id if received else "", received)
        if received is None:
            self.findings.show_lines(())
        else:
            self.read(
                lambda: self._services.imports.findings(received.id), self.findings.show_lines, latest="said"
            )

    def _turned(self, page: int) -> None:
        if page == 0:
            self._look_up(self.table.current())
        else:
            self._show_findings(self.answers.current())

    def _tell(self, job: Job, done: int, total: int, what: str) -> None:
        if job is self._job:
            self.progress.setRange(0, total)
            self.progress.setValue(done)
            self.doing.setText(what)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.doing.setText("Stopping after this file …")

    def _choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(
            self, "Returns to take in", "", "Workbooks (*.xlsx);;All files (*)"
        )
        if chosen:
            self.bring_in([Path(name) for name in chosen])

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "A folder of returns")
        if chosen:
            self.bring_in([Path(chosen)])


def standing(received: Received) -> str:
    """draft, final or resubmission; said where a later version has replaced it."""
    return received.header.standing.value.capitalize() + ("" if received.current else ", replaced")


def _number(findings: tuple[Finding, ...], severity: Severity) -> str:
    count = sum(1 for finding in findings if finding.severity is severity)
    return str(count) if count else ""


def _waits_for_its_key(answer: FileAnswer) -> bool:
    """Whether a file was refused only until its provider's changed key is confirmed."""
    return answer.outcome is Outcome.REFUSED and answer.signature is Signature.CHANGED_KEY
