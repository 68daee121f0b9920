"""Writing the return: the one main button, a draft, the empty template, and where they go."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from vrp_desktop.domain.changes import Changes, Topic
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.returns import Prepared, Preview
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.flow import Flowing
from vrp_desktop.ui.kit.parts import button, primary
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.returns.changed import SUBTRACT


class Sending(Flowing):
    """What the main button says depends on what was sent before. ``done`` is called whatever came of it."""

    def __init__(self, services: Provider, work: Work, done: Callable[[], None]) -> None:
        self._services, self._work, self._done = services, work, done
        self._chosen: tuple[str, Quarter] | None = None
        self._preview: Preview | None = None
        self.final = primary("Prepare final return", lambda: self._prepare(True))
        self.draft = button("Write a draft", lambda: self._prepare(False))
        self.template = button("Empty template", self._template)
        super().__init__(self.final, self.draft, self.template)

    def choose(self, chosen: tuple[str, Quarter] | None) -> None:
        """The return that the buttons are about; None is none."""
        self._chosen = chosen
        self._preview = None
        for part in (self.final, self.draft):
            part.setEnabled(chosen is not None)

    def show_preview(self, preview: Preview) -> None:
        """What can be done with it now."""
        self._preview = preview
        self.final.setText(_verb(preview))
        self.final.setAccessibleName(self.final.text())
        self.final.setEnabled(not any(b.blocks for b in preview.blockers))

    def write_into(self, folder: Path, final: bool) -> None:
        """Writes the chosen return into a folder; the window goes on meanwhile."""
        if self._chosen is None:
            return
        intervention_id, quarter = self._chosen
        for part in (self.final, self.draft):
            part.setEnabled(False)
        self._work.long(
            lambda job: self._services.returns.prepare(
                intervention_id, quarter, folder, final, lambda said: job.progress(0, 0, said)
            ),
            self._written,
            owner=self,
            changes=Changes.in_(Topic.RETURNS),
            saying="Writing the return",
            always=self._done,
        )

    def _folder(self) -> Path | None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self, "Where to write it", documents)
        return Path(chosen) if chosen else None

    def _prepare(self, final: bool) -> None:
        if self._chosen is None or (final and not self._sure(self._chosen[1])):
            return
        folder = self._folder()
        if folder is not None:
            self.write_into(folder, final)

    def _sure(self, quarter: Quarter) -> bool:
        early = self._services.workspace.today <= quarter.end
        words = "A final return is signed and kept as it is. A later change makes a new version of it."
        since = self._preview.since if self._preview is not None else None
        if since is not None and since.figures:
            words = f"It becomes version {since.version + 1} and replaces the one before.\n\n{SUBTRACT}"
        verb = self.final.text()
        early_words = f"{quarter.label} is not over yet.\n\n" if early else ""
        return messages.ask(self, f"{verb}?", early_words + words, verb)

    def _written(self, prepared: Prepared) -> None:
        header = prepared.document.header
        open_it = messages.ask(
            self,
            "The return is written",
            f"{header.intervention}, {header.quarter.label}: {header.standing}, version {header.version}.\n\n"
            f"{prepared.workbook.name}\n{prepared.pdf.name}\n\nThey are in {prepared.workbook.parent}.",
            "Open the folder",
            "Close",
        )
        if open_it:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(prepared.workbook.parent)))

    def _template(self) -> None:
        folder = self._folder()
        if folder is not None:
            write = self._services.returns.empty_template
            self._work.save(lambda: write(folder), self._template_written, owner=self)

    def _template_written(self, path: Path) -> None:
        messages.inform(self, "The empty return is written", f"Fill it in a spreadsheet program:\n\n{path}")


def _verb(preview: Preview) -> str:
    """What the one main button does now."""
    if preview.since is None:
        return "Prepare final return"
    return "Write the final return again" if preview.since.figures == () else "Prepare a resubmission"
