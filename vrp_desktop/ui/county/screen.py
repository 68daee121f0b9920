"""The county's picture of a quarter or of the year to its end, and writing it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QTabWidget, QVBoxLayout, QWidget

from vrp_desktop.domain import codes
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.county import NOTHING, CountyPicture, DistrictLine, PriorityLine
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.figures import Header, Key
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.county import Published
from vrp_desktop.ui.county.words import said_of
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.charts import Bar, BarRows
from vrp_desktop.ui.kit.fields import ChoiceField
from vrp_desktop.ui.kit.flow import Beside, Figures
from vrp_desktop.ui.kit.icons import priority_mark
from vrp_desktop.ui.kit.parts import card, column, label, primary, row, scrolled
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.tables import Column, Table
from vrp_desktop.ui.kit.work import Work

SHOWN: tuple[tuple[Key, str], ...] = (
    (("R3.age", "under_18", "total"), "children"),
    (("R3.age", "18_to_25", "total"), "young adults"),
    (("R5", "delivered", "value"), "sessions"),
    (("R4", "head_count", "value"), "came, not named"),
)
"""The figures at the top, after the people supported."""
QUARTER, YEAR = "quarter", "year"


class CountyScreen(Screen):
    """Sums are exact where every return says the number, else between two numbers; never a guess."""

    title = "County"
    topics = frozenset({Topic.RECEIVED})

    def __init__(self, services: Commissioner, work: Work) -> None:
        super().__init__(work)
        self._services = services
        self._picture: CountyPicture | None = None
        self.quarter = ChoiceField(otherwise="")
        self.quarter.box.setMinimumContentsLength(30)
        self.quarter.name_as("county-quarter", "Quarter", "")
        self.quarter.edited.connect(self._read_picture)
        self.time = ChoiceField(((QUARTER, "The quarter"), (YEAR, "The year to its end")), otherwise="")
        self.time.box.setMinimumContentsLength(18)
        self.time.name_as("county-time", "Quarter or year to date", "")
        self.time.set_value(QUARTER)
        self.time.edited.connect(self._read_picture)
        words = label("Quarter", "label")
        words.setBuddy(self.quarter.control())
        self.publish = primary("Write workbook and PDF", self._publish)
        shown = ("people supported, summed over interventions", *(words for _, words in SHOWN))
        self.figures = Figures(shown, "title")
        self.said = label("", "muted")
        self.districts = BarRows("People supported, by district where they live")
        self.district_table: Table[DistrictLine] = Table(
            "Districts",
            [
                Column("District", lambda d: d.label, stretch=2),
                Column("Interventions", lambda d: str(d.interventions), number=True, stretch=1, leaves=1),
                Column("People supported", lambda d: str(d.supported), number=True, stretch=1),
            ],
            "No districts yet.",
        )
        self.priorities: Table[PriorityLine] = Table(
            "Priorities",
            [
                Column(
                    "Priority",
                    lambda p: codes.label("priority", p.code),
                    stretch=2,
                    icon=lambda p: priority_mark(p.code),
                ),
                Column("Interventions", lambda p: str(p.interventions), number=True, leaves=3),
                Column("With that need", lambda p: str(p.needs), number=True, stretch=1),
                Column("Sessions", lambda p: str(p.sessions), number=True, stretch=1),
                Column("Read twice", lambda p: str(p.paired), number=True, stretch=1, leaves=2),
                Column("Improved", lambda p: str(p.improved), number=True, stretch=1, leaves=1),
            ],
            "No priorities yet.",
        )
        self.interventions: Table[Header] = Table(
            "Interventions",
            [
                Column("Intervention", lambda h: h.intervention, stretch=3),
                Column("Provider", lambda h: h.provider, stretch=2, leaves=2),
                Column("Standing", lambda h: h.standing.value.capitalize(), leaves=5),
                Column("Supported", self._supported, number=True),
                Column("Started", lambda h: self._of(h, ("R2", "started", "people")), number=True, leaves=4),
                Column(
                    "Completed", lambda h: self._of(h, ("R2", "completed", "people")), number=True, leaves=3
                ),
                Column("Sessions", lambda h: self._of(h, ("R5", "delivered", "value")), number=True),
            ],
            "No returns for this quarter.",
            "See the returns that are in",
            lambda: self.go("received"),
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName("Pages of the county's picture")
        self.tabs.setAccessibleName("Pages of the county's picture")
        places = column(self.districts, self.district_table, spacing=16, margin=12)
        self.tabs.addTab(scrolled(places), "Districts")
        self.tabs.addTab(column(self.priorities, margin=12), "Priorities")
        self.tabs.addTab(column(self.interventions, margin=12), "Interventions")
        self.tabs.setMinimumHeight(320)
        page = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(page))
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        words.setWordWrap(False)
        layout.addWidget(
            Beside(
                row(words, self.quarter, self.time, None),
                row(None, self.publish),
                (1, 0),
                wide=700,
                spacing=12,
                below=8,
            )
        )
        layout.addWidget(card(self.figures, self.said, spacing=6))
        layout.addWidget(self.tabs, 1)

    def arrive(self, quarter: str = "", **_: Any) -> None:
        """Opens a quarter, or the latest there are returns for."""

        def show(quarters: tuple[Quarter, ...]) -> None:
            self.quarter.set_choices([(str(q), q.label) for q in reversed(quarters)])
            if quarters:
                self.quarter.set_value(quarter or self.quarter.value() or str(quarters[-1]))
            self._read_picture()

        self.read(self._services.imports.quarters, show, latest="quarters")

    def load(self) -> None:
        self.arrive()

    def first_focus(self) -> QWidget | None:
        return self.quarter.control()

    def forget(self) -> None:
        self._picture = None
        self.figures.clear()
        self.districts.show_bars(())
        for table in (self.district_table, self.priorities, self.interventions):
            table.show_lines(())

    def _chosen(self) -> Quarter | None:
        chosen = self.quarter.value()
        return Quarter.parse(chosen) if chosen else None

    def _of_year(self) -> bool:
        return self.time.value() == YEAR

    def _read_picture(self) -> None:
        quarter = self._chosen()
        self.publish.setEnabled(quarter is not None)
        if quarter is None:
            self.forget()
            self.said.setText("No returns have come in yet. Take them in under Returns in.")
            return
        county = self._services.county
        draw = county.year if self._of_year() else county.picture
        self.read(lambda: draw(quarter), self._show, self._refused, latest="picture")

    def _refused(self, refused: Refused) -> None:
        self.forget()
        self.said.setText(str(refused))

    def _show(self, picture: CountyPicture) -> None:
        self._picture = picture
        keys = (picture.supported, *(key for key, _ in SHOWN))
        self.figures.show_numbers([str(picture.sums.get(key, NOTHING)) for key in keys])
        self.said.setText(said_of(picture))
        self.districts.show_bars(
            [
                Bar(d.label, d.supported.low, str(d.supported), upto=d.supported.high)
                for d in picture.by_district
            ]
        )
        self.district_table.show_lines(picture.by_district)
        self.district_table.fit_height(9)
        self.priorities.show_lines(picture.by_priority)
        self.interventions.show_lines(picture.returns)

    def _supported(self, header: Header) -> str:
        return "" if self._picture is None else self._of(header, self._picture.supported)

    def _of(self, header: Header, key: Key) -> str:
        if self._picture is None:
            return ""
        amount = self._picture.by_intervention.get(header.return_id, {}).get(key)
        return "" if amount is None else str(amount)

    def _publish(self) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self, "Where to write it", documents)
        if chosen:
            self.write_into(Path(chosen))

    def write_into(self, folder: Path) -> None:
        """Writes the picture into a folder; the window goes on meanwhile."""
        quarter = self._chosen()
        if quarter is None:
            return
        year = self._of_year()
        self.publish.setEnabled(False)
        self.work.long(
            lambda _: self._services.county.export(quarter, folder, year=year),
            self._written,
            owner=self,
            saying="Writing the county's picture",
            always=lambda: self.publish.setEnabled(True),
        )

    def _written(self, published: Published) -> None:
        if messages.ask(
            self,
            "The county's picture is written",
            f"{published.workbook.name}\n{published.pdf.name}\n\nThey are in {published.workbook.parent}.\n\n"
            f"{published.audit.words}",
            "Open the folder",
            "Close",
        ):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(published.workbook.parent)))
