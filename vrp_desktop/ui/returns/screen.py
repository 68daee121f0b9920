"""The always-live return: choose an intervention and a quarter, see it, and write it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Changes, Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.interventions import Intervention
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.behind import Record
from vrp_desktop.domain.returns.corrections import Place
from vrp_desktop.domain.returns.definitions import of_figure
from vrp_desktop.domain.returns.figures import Key, ReturnDocument, Shown
from vrp_desktop.domain.returns.form import name_of
from vrp_desktop.domain.returns.sections import balance, standings
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.returns import Blocker, Prepared, Preview
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.flow import Beside, Flowing
from vrp_desktop.ui.kit.parts import button, card, column, heading, label, primary, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.returns.behind_part import BehindPart
from vrp_desktop.ui.returns.blockers import Blockers
from vrp_desktop.ui.returns.changed import SUBTRACT, Changed
from vrp_desktop.ui.returns.hidden_part import HiddenPart
from vrp_desktop.ui.returns.key_figures import KeyFigures
from vrp_desktop.ui.returns.model import written
from vrp_desktop.ui.returns.section_part import SectionPart
from vrp_desktop.ui.returns.steps import HIDDEN, OVERVIEW, Step, Steps


class ReturnsScreen(Screen):
    """The whole quarter on one page, step by step; one button prepares the final return."""

    title = "Returns"
    topics = frozenset(
        {Topic.PEOPLE, Topic.ENROLMENTS, Topic.SESSIONS, Topic.REGISTER, Topic.OUTCOMES, Topic.INTERVENTIONS}
        | {Topic.SETTINGS, Topic.RETURNS}
    )

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._preview: Preview | None = None
        self._before: ReturnDocument | None = None
        self._step: Step | None = None
        self.which = self._choice("return-intervention", "Intervention", 26)
        self.quarter = self._choice("return-quarter", "Quarter", 30)
        self.figures = KeyFigures()
        self.balance = label("")
        self.hidden = label("", "muted")
        self.changed = Changed()
        self.steps = Steps()
        self.blockers = Blockers()
        self.section = SectionPart(self._write_words)
        self.withheld = HiddenPart()
        self.behind = BehindPart(self._leave_behind)
        self.final = primary("Prepare final return", lambda: self._prepare(True))
        self.draft = button("Write a draft", lambda: self._prepare(False))
        self.template = button("Empty template", self._template)
        self._prepares = services.workspace.actor.may(Action.PREPARE_RETURNS)
        if not self._prepares:
            for part in (self.final, self.draft, self.template):
                part.hide()
        self.which.edited.connect(self._count)
        self.quarter.edited.connect(self._count)
        self.steps.chosen.connect(self._turn)
        self.steps.table.opened.connect(lambda _: self._enter())
        self.section.figures.behind.connect(self._show_behind)
        for noted in (self.blockers, self.section.noted):
            noted.opened.connect(self._lead)
        self.behind.opened.connect(self._lead)
        self.changed.opened.connect(lambda correction: self._lead(correction.place))
        self._lay_out()

    def _choice(self, name: str, words: str, width: int) -> ChoiceField:
        made = ChoiceField(otherwise="")
        made.box.setMinimumContentsLength(width)
        made.name_as(name, words, "")
        return made

    def _lay_out(self) -> None:
        def named(words: str, field: ChoiceField) -> QWidget:
            over = label(words, "label")
            over.setBuddy(field.control())
            return column(over, field, spacing=2)

        self.summary = card(self.figures, self.balance, self.hidden, spacing=6)
        self.sides = QStackedWidget()
        for part in (self.blockers, self.section, self.withheld, self.behind):
            self.sides.addWidget(part)
        left = column(Flowing(self.final, self.draft), self.steps, row(self.template), None, spacing=12)
        page = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(page)
        outer.addWidget(self._area)
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
        layout.addWidget(Beside(left, self.sides, (7, 13), spacing=24), 1)
        self.nothing = heading(
            "A return can be made once there is an intervention. Add one under Organisation."
        )
        self.nothing.hide()
        layout.addWidget(self.nothing)

    def arrive(self, intervention_id: str = "", quarter: str = "", part: str = "", **_: Any) -> None:
        """Opens the return of one intervention and quarter, or those chosen last; ``part`` goes to a
        section, like "R5"."""
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
            self._count(part)

        self.read(choices, show, self._refused, latest="choices")

    def load(self) -> None:
        self._count()

    def first_focus(self) -> QWidget | None:
        return self.which.control()

    def forget(self) -> None:
        self._preview = self._before = None
        for part in (self.figures, self.section, self.withheld, self.behind, self.steps):
            part.clear()
        self.blockers.show_blockers(())
        self.changed.show_since(None)
        self.hidden.setText("")
        self.balance.setText("")

    # ---- counting

    def _chosen(self) -> tuple[str, Quarter] | None:
        intervention_id, quarter = self.which.value(), self.quarter.value()
        return (intervention_id, Quarter.parse(quarter)) if intervention_id and quarter else None

    def _count(self, part: str = "") -> None:
        chosen = self._chosen()
        for control in (self.final, self.draft):
            control.setEnabled(chosen is not None)
        if chosen is None:
            return
        returns = self._services.returns

        def show(preview: Preview) -> None:
            self._show(preview)
            if part:
                self.steps.choose(part)
            if self._prepares:
                self.read(lambda: returns.before(*chosen), self._show_before, latest="before")

        self.hidden.setText("Counting …")
        self.read(lambda: returns.preview(*chosen), show, self._refused, latest="count")

    def _refused(self, refused: Refused) -> None:
        self.forget()
        for part in (self.final, self.draft):
            part.setEnabled(False)
        self.hidden.setText(str(refused))

    def _show(self, preview: Preview) -> None:
        self._preview, self._before = preview, None
        self.figures.show_figures(preview.counted, preview.protected)
        self._show_balance(preview)
        if preview.primary:
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
        self.withheld.show_hidden(preview.counted, preview.protected, preview.intervals)
        self.section.show_return(preview, None)
        self.steps.show_standings(
            len(preview.blockers),
            standings(preview.counted, preview.blockers),
            sum(figure.shown is Shown.CONFIDENTIAL for figure in preview.protected.figures),
        )

    def _show_balance(self, preview: Preview) -> None:
        """The journey as an equation, in what was counted; nothing to whoever sees only what is sent."""
        found = balance(preview.counted)
        words = " ".join(f"{sign} {number} {called}".strip() for sign, number, called in found.terms)
        said = {True: "It adds up.", False: "It does not add up: see Journey."}
        self.balance.setText("" if found.holds is None else f"{words}. {said[found.holds]}")

    def _show_before(self, before: ReturnDocument | None) -> None:
        self._before = before
        if self._preview is not None:
            self.section.show_return(self._preview, before)

    def _turn(self, step: Step) -> None:
        """Shows the step that the keyboard stands on."""
        self._step = step
        if step.section is not None:
            self.section.show_section(step.section, self._prepares)
        part = {OVERVIEW: self.blockers, HIDDEN: self.withheld}.get(step.code, self.section)
        self.sides.setCurrentWidget(part)

    def _enter(self) -> None:
        """Goes on from the list to what stands beside it, or on a narrow page below it."""
        shown = self.sides.currentWidget()
        target: QWidget = self.section.first()
        if shown is self.blockers:
            target = self.blockers.list
        elif shown is self.withheld:
            target = self.withheld.lines.view
        target.setFocus()
        self._area.ensureWidgetVisible(target)

    def _show_behind(self, key: Key) -> None:
        chosen, preview = self._chosen(), self._preview
        if chosen is None or preview is None or not self._prepares:
            return
        intervention_id, quarter = chosen

        def show(records: tuple[Record, ...]) -> None:
            figure = preview.counted.get(*key)
            self.behind.show_records(
                f"{name_of(key)}: {written(figure, figure)}", records, of_figure(key).text
            )
            self.sides.setCurrentWidget(self.behind)

        returns = self._services.returns
        self.read(lambda: returns.behind(intervention_id, quarter, key), show, latest="behind")

    def _leave_behind(self) -> None:
        self.sides.setCurrentWidget(self.section)
        self.section.figures.table.setFocus()

    def _lead(self, record: Blocker | Place | Record) -> None:
        part = getattr(record, "part", "")
        if record.session_id:
            self.go("register", session_id=record.session_id)
        elif record.person_id:
            self.go("person", person_id=record.person_id)
        elif part:
            self.steps.choose(part.split(".", 1)[0])

    def _write_words(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._step is not None:
            self.go("asking", intervention_id=chosen[0], quarter=str(chosen[1]), part=self._step.code)

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
