"""Strengths and needs, at the four levels around somebody: how they stand and how that has changed."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.drafts import Draft
from vrp_desktop.domain.findings import Finding, FindingDetails, Picture, Strand
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.dates import written
from vrp_desktop.ui.kit.drafts import Kept
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import column, scrolled
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.finding_panel import FindingPanel
from vrp_desktop.ui.record.page import RecordPage
from vrp_desktop.ui.record.strands import Strands
from vrp_desktop.ui.record.veil import Veil

_NOTHING = Picture(())


class StrengthsPage(RecordPage):
    """The picture at the left; at the right a line to find a strength or a need by, and its form."""

    name = "strengths"
    word = "Strengths and needs"
    topics = frozenset({Topic.FINDINGS, Topic.ENROLMENTS, Topic.PEOPLE})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(services, work)
        self._picture = _NOTHING
        self.veil = Veil()
        self.veil.wanted.connect(self._reveal)
        self.strands = Strands(self._look_at, self._ask_why)
        self.panel = FindingPanel(services.workspace.today, self._strand)
        self.kept = Kept(self, services.drafts, "finding", self.panel.form)
        self.panel.noted.connect(self._note)
        self.panel.corrected.connect(self._correct)
        self.panel.taken_back.connect(self._take_back)
        self.panel.wants_correcting.connect(self._begin_correcting)
        self.panel.cleared.connect(self._clear)
        right = column(self.veil, self.kept.line, self.panel, None)
        left = column(self.strands, None)
        both = Beside(left, right, (3, 2), wide=900, spacing=28, second_above=True)
        inner = column(both, None)
        inner.setContentsMargins(24, 14, 24, 14)
        self.area = scrolled(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)

    def show_person(self, person_id: str) -> None:
        # What was being written comes back as a draft, and is said to be one.
        self.kept.settle()
        self.kept.forget()
        self.veil.end()
        self.panel.begin()
        super().show_person(person_id)

    def load(self) -> None:
        person_id, services = self.person_id, self.services
        begun = self.kept.subject is not None

        def show(read: tuple[Picture, Draft | None]) -> None:
            if person_id != self.person_id:
                return
            self._show(read[0])
            if self.kept.subject is None:
                self._open(read[1])

        self.read(
            lambda: (
                services.findings.of_person(person_id),
                None if begun else services.drafts.of("finding", person_id),
            ),
            show,
            lambda _: None,  # The record says itself that it is gone.
            latest="strengths",
        )

    def empty(self) -> None:
        self.kept.settle()
        self.kept.forget()
        self._picture = _NOTHING
        self.strands.clear()
        self.veil.end()
        self.panel.begin()
        self.panel.said.setText("")

    def first_focus(self) -> QWidget | None:
        return self.panel.code.control()

    def may_leave(self) -> bool:
        self.kept.settle()
        self.veil.end()
        return True

    def settle(self) -> None:
        self.kept.settle()

    def _strand(self, code: str) -> Strand | None:
        return self._picture.of(code)

    def _show(self, picture: Picture) -> None:
        self._picture = picture
        self.strands.show_picture(picture, self.services.workspace.today)
        self.panel.fit()

    def _look_at(self, code: str) -> None:
        if self._may_begin():
            self._open(None)
            self.panel.look_again(code)
            # Not before its fields have come into the page.
            QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self.panel.standing, 50, 90))

    def _ask_why(self, finding: Finding) -> None:
        self.veil.begin(finding)
        # Not before it has come into the page.
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self.veil.show_button, 50, 90))

    def _reveal(self, finding_id: str, reason: str) -> None:
        findings = self.services.findings
        self.save(
            lambda: findings.reveal(finding_id, reason),
            self.veil.tell,
            self.veil.refuse,
            changes=Changes.in_(),
            told=False,
        )

    def _begin_correcting(self, finding: Finding) -> None:
        if finding.veiled:
            self._ask_why(finding)
            return
        if not self._may_begin():
            return
        drafts, person_id = self.services.drafts, self.person_id

        def show(draft: Draft | None) -> None:
            if person_id == self.person_id:
                self.panel.correct(finding)
                self.kept.open(finding.id, draft, lambda: self.panel.correct(finding), self.panel.fit)

        self.read(lambda: drafts.of("finding", finding.id), show, latest="correcting")

    def _may_begin(self) -> bool:
        """Whether the form may be used for something else now."""
        if not self.panel.unsaved:
            return True
        leaves = messages.ask(
            self, "Not written down yet", "What you typed is not written down.", "Leave it", "Stay here"
        )
        if leaves:
            self.kept.drop()
        return leaves

    def _open(self, draft: Draft | None) -> None:
        """The form is for the next look at something."""
        self.kept.open(self.person_id, draft, self._begin_anew, self.panel.fit)

    def _begin_anew(self) -> None:
        self.panel.begin()
        self._open(None)

    def _clear(self) -> None:
        self.kept.drop()
        self._begin_anew()
        self.panel.told("")

    def _note(self, details: FindingDetails) -> None:
        person_id, findings, strand = self.person_id, self.services.findings, self._strand(details.code)
        if strand is None:
            self._save(lambda: findings.note(person_id, details), details, "Written down")
        else:
            latest = strand.latest.id
            self._save(lambda: findings.review(latest, details), details, "Written down")

    def _correct(self, finding_id: str, details: FindingDetails) -> None:
        self._save(lambda: self.services.findings.correct(finding_id, details), details, "Put right")

    def _save(self, call: Callable[[], Saved], details: FindingDetails, verb: str) -> None:
        subject, panel = self.kept.subject, self.panel
        if subject is None:
            return  # The record has not come yet.

        def saved(_: Saved) -> None:
            self.kept.drop(of=subject)
            if subject == self.kept.subject and panel.says(details):
                self._begin_anew()
                standing = details.standing_label
                panel.told(f"{verb}: {details.label}. {standing}.")

        panel.save_button.setEnabled(False)
        self.save(call, saved, panel.form.refuse, always=lambda: panel.save_button.setEnabled(True))

    def _take_back(self, finding: Finding) -> None:
        details, findings = finding.details, self.services.findings
        words = f"{details.label}: {details.standing_label.lower()}, seen on {written(details.seen_on)}."
        if messages.ask(self, "Take it back?", f"{words} The history keeps it.", "Take back", "Keep it"):

            def taken(_: Saved) -> None:
                self._clear()
                self.panel.told(f"Taken back: {details.label}.")

            self.save(lambda: findings.take_back(finding.id), taken, self.panel.form.refuse)
