"""The summary over all interventions, the delivery map, and writing both."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QTabWidget, QVBoxLayout, QWidget

from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Action
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.summary import Covered, MapRow, Over, Summary
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.summaries import Written
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.charts import Bar, BarRows
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.flow import Beside, Figures
from vrp_desktop.ui.kit.parts import card, column, label, primary, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work

OWN, OUTSIDE = "own", "outside"
WHO = ((OWN, "Our own eyes"), (OUTSIDE, "Outside: final returns only"))
SPANS = (("quarter", "This quarter"), ("year", "Year to its end"))
SHOWN = ("people, summed over interventions", "different people", "in more than one", "sessions")
SUMMED = "People supported"
LATER = (
    ("Children", "Children (under 18) supported", 6),
    ("Young adults", "Young adults (18 to 25) supported", 7),
    ("Started", "Started", 3),
    ("Open at end", "Open at end", 5),
    ("Sessions", "Sessions delivered", 0),
)
"""Columns of the interventions: their head, the key figure, and which leave first where there is no room."""


class SummaryScreen(Screen):
    """A sum of people and a number of different people never stand under one name."""

    title = "Summary"
    topics = frozenset({Topic.ENROLMENTS, Topic.SESSIONS, Topic.REGISTER, Topic.INTERVENTIONS, Topic.PEOPLE})

    def __init__(self, services: Provider, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._summary: Summary | None = None
        self.quarter = self._choice("summary-quarter", "Quarter", 30)
        self.span = self._choice("summary-span", "Period", 12)
        self.who = self._choice("summary-who", "For", 22)
        self.span.set_choices(list(SPANS))
        self.span.set_value("quarter")
        prepares = services.workspace.actor.may(Action.PREPARE_RETURNS)
        self.who.set_choices(list(WHO if prepares else WHO[1:]))
        self.who.set_value(OWN if prepares else OUTSIDE)
        self.write = primary("Write workbook and PDF", self._ask_folder)
        if not prepares:
            self.write.hide()
        for field in (self.quarter, self.span, self.who):
            field.edited.connect(self._read)
        self.figures = Figures(SHOWN, "title")
        self.mark = label("", "strong")
        self.said = label("", "muted")
        self.trend = BarRows("People supported, summed over interventions, quarter by quarter")
        self.interventions = self._interventions()
        self.quarters = _over("Quarter by quarter", "Quarter")
        self.years = _over("Year by year", "Year")
        self.map = _map()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Pages of the summary")
        self.tabs.tabBar().setAccessibleName("Pages of the summary")
        self.tabs.addTab(column(self.interventions, margin=12), "Interventions")
        time = column(self.trend, self.quarters, self.years, spacing=16, margin=12)
        self.tabs.addTab(scrolled(time), "Over time")
        key = label(
            "Main or also: what the intervention aims at. The number: sessions delivered for it.", "muted"
        )
        self.tabs.addTab(column(key, self.map, spacing=8, margin=12), "Delivery map")
        self.tabs.setMinimumHeight(320)
        self._lay_out()

    def _choice(self, name: str, words: str, width: int) -> ChoiceField:
        made = ChoiceField(otherwise="")
        made.box.setMinimumContentsLength(width)
        made.name_as(name, words, "")
        return made

    def _interventions(self) -> Table[Covered]:
        def of(words: str) -> Any:
            return lambda each: self._of(each, words)

        return Table(
            "Interventions",
            [
                Column(
                    "Intervention",
                    lambda c: c.name,
                    stretch=1,
                    tip=_whole,
                ),
                Column("Supported", of(SUMMED), number=True),
                *(Column(head, of(words), number=True, leaves=leaves) for head, words, leaves in LATER),
            ],
            "No interventions yet.",
        )

    def _lay_out(self) -> None:
        def named(words: str, field: ChoiceField) -> QWidget:
            over = label(words, "label")
            over.setBuddy(field.control())
            return column(over, field, spacing=2)

        page = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 12, 24, 16)
        layout.setSpacing(12)
        who = Beside(named("Period", self.span), named("For", self.who), (2, 3), wide=400, spacing=16)
        choices = Beside(named("Quarter", self.quarter), who, (2, 3), wide=640, spacing=16)
        choices.setMaximumWidth(900)
        layout.addWidget(Beside(choices, row(None, self.write), (1, 0), wide=960, spacing=16))
        layout.addWidget(card(self.figures, self.mark, self.said, spacing=6))
        layout.addWidget(self.tabs, 1)

    def arrive(self, quarter: str = "", **_: Any) -> None:
        """Opens a quarter, or the one chosen last, or the latest there is."""

        def show(quarters: tuple[Quarter, ...]) -> None:
            self.quarter.set_choices([(str(q), q.label) for q in reversed(quarters)])
            self.quarter.set_value(quarter or self.quarter.value() or str(quarters[-1]))
            self._read()

        self.read(self._services.summaries.quarters, show, self._refused, latest="quarters")

    def load(self) -> None:
        self._read()

    def first_focus(self) -> QWidget | None:
        return self.quarter.control()

    def forget(self) -> None:
        self._summary = None
        self.figures.clear()
        self.mark.setText("")
        self.trend.show_bars(())
        for table in (self.interventions, self.quarters, self.years, self.map):
            table.show_lines(())

    def _asked(self) -> tuple[Quarter, bool, bool] | None:
        chosen = self.quarter.value()
        if not chosen:
            return None
        return Quarter.parse(chosen), self.span.value() == "year", self.who.value() == OUTSIDE

    def _read(self) -> None:
        asked = self._asked()
        if asked is None:
            return
        quarter, year, outside = asked
        summaries = self._services.summaries
        read = summaries.outside if outside else summaries.own
        self.said.setText("Counting …")
        self.read(lambda: read(quarter, year), self._show, self._refused, latest="summary")

    def _refused(self, refused: Refused) -> None:
        self.forget()
        self.write.setEnabled(False)
        self.said.setText(str(refused))

    def _show(self, summary: Summary) -> None:
        self._summary = summary
        self.write.setEnabled(True)
        sums = {line.words: line.total for line in summary.lines}
        different = "not told" if summary.different is None else f"{summary.different:,}"
        if summary.different is not None and summary.rounded_to:
            different = f"about {different}"
        several = "not told" if summary.in_several is None else f"{summary.in_several:,}"
        sessions = sums.get("Sessions delivered")
        self.figures.show_numbers(
            [str(sums[SUMMED] or "not told"), different, several, str(sessions or "not told")]
        )
        self.mark.setText(
            "Made of final returns, as they were published."
            if summary.outside
            else "For your own eyes, not for publication: small counts are not hidden here."
        )
        missing = (
            f" Not in it, without a final return: {', '.join(summary.missing)}." if summary.missing else ""
        )
        self.said.setText(
            f"A child in two interventions is in the sum twice, and among the different people once.{missing}"
        )
        self.trend.show_bars(
            [
                Bar(over.name, over.total.low, str(over.total), upto=over.total.high)
                for over in summary.trend
                if over.total is not None
            ]
        )
        self.interventions.show_lines(summary.interventions)
        for table, lines in ((self.quarters, summary.trend), (self.years, summary.years)):
            table.show_lines(tuple(reversed(lines)))
            table.fit_height(8)
        self.map.show_lines(summary.delivery)

    def _of(self, each: Covered, words: str) -> str:
        if self._summary is None:
            return ""
        at = self._summary.interventions.index(each)
        found = [line.parts[at] for line in self._summary.lines if line.words == words]
        return "not told" if not found or found[0] is None else str(found[0])

    def _ask_folder(self) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self, "Where to write it", documents)
        if chosen:
            self.write_into(Path(chosen))

    def write_into(self, folder: Path) -> None:
        """Writes the summary into a folder; the window goes on meanwhile."""
        asked = self._asked()
        if asked is None:
            return
        quarter, year, outside = asked
        self.write.setEnabled(False)
        self.work.long(
            lambda _: self._services.summaries.export(quarter, year, folder, outside),
            self._written,
            owner=self,
            saying="Writing the summary",
            always=lambda: self.write.setEnabled(True),
        )

    def _written(self, written: Written) -> None:
        if messages.ask(
            self,
            "The summary is written",
            f"{written.workbook.name}\n{written.pdf.name}\n\nThey are in {written.workbook.parent}.",
            "Open the folder",
            "Close",
        ):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(written.workbook.parent)))


def _whole(each: Covered) -> str:
    return f"{each.name} ({each.code}). {each.source}."


def _over(title: str, head: str) -> Table[Over]:
    return Table(
        title,
        [
            Column(head, lambda o: o.name, stretch=2),
            Column("Summed", lambda o: str(o.total or "not told"), number=True, stretch=1),
            Column(
                "Different people",
                lambda o: "not told" if o.different is None else f"{o.different:,}",
                number=True,
                stretch=1,
            ),
        ],
        "Nothing yet.",
    )


def _map() -> Table[MapRow]:
    def cell(index: int) -> Any:
        return lambda found: found.cells[index].short

    return Table(
        "Delivery map",
        [
            Column("District", lambda r: r.district, stretch=1),
            Column("Project", lambda r: r.project, stretch=3),
            Column("Organisation", lambda r: r.organisation, stretch=3, leaves=1),
            *(
                Column(words, cell(index), stretch=1)
                for index, words in enumerate(("Individual", "Relationship", "Community", "Society"))
            ),
        ],
        "No intervention with a district yet.",
    )
