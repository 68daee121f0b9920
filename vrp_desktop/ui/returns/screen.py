"""The always-live return: choose an intervention and a quarter, see it, and write it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHeaderView, QTableView, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Changes, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.corrections import Place
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.returns import Blocker, Prepared, Preview
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.flow import Beside
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, primary, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.returns.blockers import Blockers
from vrp_desktop.ui.returns.changed import SUBTRACT, Changed
from vrp_desktop.ui.returns.key_figures import KeyFigures
from vrp_desktop.ui.returns.model import FiguresModel


class ReturnsScreen(Screen):
    """The whole quarter on one page; one button prepares the final return."""

    title = "Returns"
    topics = frozenset(
        {Topic.PEOPLE, Topic.ENROLMENTS, Topic.SESSIONS, Topic.REGISTER, Topic.OUTCOMES, Topic.INTERVENTIONS}
        | {Topic.SETTINGS}
    )

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._preview: Preview | None = None
        self.which = self._choice("return-intervention", "Intervention", 26)
        self.quarter = self._choice("return-quarter", "Quarter", 30)
        self.part = self._choice("return-table", "Table", 34)
        self.part.set_choices([(t.id, f"{t.id.split('.')[0]}  {t.title}") for t in form.tables()])
        self.part.set_value("R2")
        self.figures = KeyFigures()
        self.hidden = label("", "muted")
        self.rule = label("", "muted")
        self.intruder = label("", "muted")
        self.model = FiguresModel()
        self.table = QTableView()
        self.blockers = Blockers()
        self.changed = Changed()
        self.final = primary("Prepare final return", lambda: self._prepare(True))
        self.draft = button("Write a draft", lambda: self._prepare(False))
        self.template = button("Empty template", self._template)
        if not services.workspace.actor.may(Action.PREPARE_RETURNS):
            for part in (self.final, self.draft, self.template):
                part.hide()
        self._dress_table()
        self.which.edited.connect(self._count)
        self.quarter.edited.connect(self._count)
        self.part.edited.connect(self._show_table)
        self.blockers.opened.connect(self._lead)
        self.changed.opened.connect(lambda correction: self._lead(correction.place))
        self._lay_out()

    def _choice(self, name: str, words: str, width: int) -> ChoiceField:
        made = ChoiceField(otherwise="")
        made.box.setMinimumContentsLength(width)
        made.name_as(name, words, "")
        return made

    def _dress_table(self) -> None:
        self.table.setModel(self.model)
        self.table.selectionModel().currentChanged.connect(
            lambda index, _: self.intruder.setText(self.model.intruder(index))
        )
        self.table.setAccessibleName("Figures of the return")
        self.table.setAccessibleIdentifier("return-figures")
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(34)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _lay_out(self) -> None:
        def named(words: str, field: ChoiceField) -> QWidget:
            over = label(words, "label")
            over.setBuddy(field.control())
            return column(over, field, spacing=2)

        self.summary = card(self.figures, self.hidden, self.rule, spacing=6)
        left = column(named("Table", self.part), self.table, self.intruder, spacing=8)
        self.table.setMinimumHeight(240)
        self.blockers.setMinimumHeight(180)
        right = column(self.blockers, row(self.final, self.draft), row(self.template), spacing=10)
        page = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 12, 24, 16)
        layout.setSpacing(12)
        choices = Beside(
            named("Intervention", self.which), named("Quarter", self.quarter), wide=560, spacing=20
        )
        choices.setMaximumWidth(760)
        layout.addWidget(choices)
        layout.addWidget(self.summary)
        layout.addWidget(self.changed)
        layout.addWidget(Beside(left, right, (3, 2), spacing=28), 1)
        self.nothing = heading(
            "A return can be made once there is an intervention. Add one under Organisation."
        )
        self.nothing.hide()
        layout.addWidget(self.nothing)

    def arrive(self, intervention_id: str = "", quarter: str = "", **_: Any) -> None:
        """Opens the return of one intervention and quarter, or those chosen last."""
        returns = self._services.returns

        def choices() -> tuple[tuple[Intervention, ...], tuple[Quarter, ...]]:
            return returns.interventions(), returns.quarters()

        def show(read: tuple[tuple[Intervention, ...], tuple[Quarter, ...]]) -> None:
            interventions, quarters = read
            self.nothing.setVisible(not interventions)
            self.which.set_choices([(i.id, f"{i.name} ({i.code})") for i in interventions])
            self.quarter.set_choices([(str(q), q.label) for q in reversed(quarters)])
            wanted = intervention_id or self.which.value() or (interventions[0].id if interventions else None)
            self.which.set_value(wanted)
            present = str(Quarter.of(self._services.workspace.today))
            self.quarter.set_value(quarter or self.quarter.value() or present)
            self._count()

        self.read(choices, show, self._refused, latest="choices")

    def load(self) -> None:
        self._count()

    def first_focus(self) -> QWidget | None:
        return self.which.control()

    def forget(self) -> None:
        self._preview = None
        self.model.clear()
        self.figures.clear()
        self.blockers.show_blockers(())
        self.changed.show_since(None)
        self.hidden.setText("")
        self.rule.setText("")

    # ---- counting

    def _chosen(self) -> tuple[str, Quarter] | None:
        intervention_id, quarter = self.which.value(), self.quarter.value()
        return (intervention_id, Quarter.parse(quarter)) if intervention_id and quarter else None

    def _count(self) -> None:
        chosen = self._chosen()
        for part in (self.final, self.draft):
            part.setEnabled(chosen is not None)
        if chosen is not None:
            self.hidden.setText("Counting …")
            self.read(
                lambda: self._services.returns.preview(*chosen), self._show, self._refused, latest="count"
            )

    def _refused(self, refused: Refused) -> None:
        self.forget()
        for part in (self.final, self.draft):
            part.setEnabled(False)
        self.hidden.setText(str(refused))

    def _show(self, preview: Preview) -> None:
        self._preview = preview
        self.figures.show_figures(preview.counted, preview.protected)
        rule = preview.protected.header.rule
        self.rule.setText(f"The rule: {rule.in_words}")
        if rule.rounds:
            self.hidden.setText(
                "In what is sent, counts of people are rounded. Here they stand as “12 → 10”."
            )
        elif preview.primary:
            small = "1 small count is" if preview.primary == 1 else f"{preview.primary} small counts are"
            more = (
                f", and {preview.secondary} more so that none can be worked out" if preview.secondary else ""
            )
            self.hidden.setText(f"In what is sent, {small} hidden{more}. Here they stand as “3 → [c]”.")
        else:
            self.hidden.setText("No count is small enough to be hidden.")
        self.blockers.show_blockers(preview.blockers)
        self.changed.show_since(preview.since)
        self.final.setText(_verb(preview))
        self.final.setAccessibleName(self.final.text())
        self.final.setEnabled(not any(b.blocks for b in preview.blockers))
        self._show_table()

    def _show_table(self) -> None:
        chosen = self.part.value()
        if self._preview is None or chosen is None:
            return
        preview = self._preview
        self.model.show(form.table(chosen), preview.counted, preview.protected, preview.intervals)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setCurrentIndex(self.model.index(0, 0))

    def _lead(self, record: Blocker | Place) -> None:
        if record.session_id:
            self.go("register", session_id=record.session_id)
        elif record.person_id:
            self.go("person", person_id=record.person_id)

    # ---- writing

    def _folder(self) -> Path | None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self, "Where to write it", documents)
        return Path(chosen) if chosen else None

    def _prepare(self, final: bool) -> None:
        chosen = self._chosen()
        if chosen is None or (final and not self._sure(chosen[1])):
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

    def write_into(self, folder: Path, final: bool) -> None:
        """Writes the chosen return into a folder; the window goes on meanwhile."""
        chosen = self._chosen()
        if chosen is None:
            return
        intervention_id, quarter = chosen
        for part in (self.final, self.draft):
            part.setEnabled(False)
        self.work.long(
            lambda job: self._services.returns.prepare(
                intervention_id, quarter, folder, final, lambda said: job.progress(0, 0, said)
            ),
            self._written,
            owner=self,
            changes=Changes.in_(Topic.RETURNS),
            saying="Writing the return",
            always=self._count,
        )

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
            self.save(lambda: self._services.returns.empty_template(folder), self._template_written)

    def _template_written(self, path: Path) -> None:
        messages.inform(self, "The empty return is written", f"Fill it in a spreadsheet program:\n\n{path}")


def _verb(preview: Preview) -> str:
    """What the one main button does now."""
    if preview.since is None:
        return "Prepare final return"
    return "Write the final return again" if preview.since.figures == () else "Prepare a resubmission"
