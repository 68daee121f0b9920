"""The county's picture: the service's numbers, and the files written from them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.ui.pages import QUARTER, Pages
from vrp_desktop.domain.county import CountyPicture
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.workspace import Workspace
from vrp_desktop.ui.county.screen import SHOWN, CountyScreen
from vrp_desktop.ui.received.screen import ReceivedScreen


@pytest.fixture
def services(commissioner_workspace: Workspace, a_county: Path) -> Commissioner:
    """A commissioner's services, with the returns in."""
    made = Commissioner(commissioner_workspace)
    made.imports.bring_in([a_county])
    return made


def figures_of(picture: CountyPicture) -> list[str]:
    return [str(picture.sums[key]) for key in (picture.supported, *(key for key, _ in SHOWN))]


def test_the_numbers_are_those_of_the_service(commissioner_pages: Pages, services: Commissioner) -> None:
    picture = services.county.picture(QUARTER)
    screen = commissioner_pages.open(CountyScreen, "county")
    assert screen.quarter.box.currentText() == QUARTER.label
    assert screen.figures.texts() == figures_of(picture)
    assert screen.district_table.texts() == [
        [line.label, str(line.interventions), str(line.supported)] for line in picture.by_district
    ]
    assert [line[1:] for line in screen.priorities.texts()] == [
        [str(line.interventions), str(line.needs), str(line.sessions), str(line.paired), str(line.improved)]
        for line in picture.by_priority
    ]
    assert [line[0] for line in screen.interventions.texts()] == [h.intervention for h in picture.returns]
    assert f"{len(picture.returns)} returns of 2 providers" in screen.said.text()


def test_the_year_to_date_is_a_choice_away(
    commissioner_pages: Pages, services: Commissioner, tmp_path: Path
) -> None:
    screen = commissioner_pages.open(CountyScreen, "county")
    quarter = screen.figures.texts()
    screen.time.box.setCurrentIndex(1)
    commissioner_pages.settle()
    picture = services.county.year(QUARTER)
    assert screen.figures.texts() == figures_of(picture)
    assert quarter[0] == screen.figures.texts()[0], "in the first quarter the year is the quarter"
    assert "added up over the quarters" in screen.said.text()
    asked = commissioner_pages.answering("Close")
    screen.write_into(tmp_path / "out")
    commissioner_pages.settle()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "county_2026-27-to-Q1.pdf", "county_2026-27-to-Q1.xlsx",
    ]  # fmt: skip
    assert "nobody more than the returns do" in asked[0]
    screen.time.box.setCurrentIndex(0)
    commissioner_pages.settle()
    assert screen.figures.texts() == quarter
    assert "added up over the quarters" not in screen.said.text()


def test_priorities_carry_their_marks(commissioner_pages: Pages, services: Commissioner) -> None:
    screen = commissioner_pages.open(CountyScreen, "county")
    model = screen.priorities.model
    for row in range(model.rowCount()):
        assert not model.index(row, 0).data(Qt.ItemDataRole.DecorationRole).isNull()


def test_a_page_that_was_not_shown_yet_has_room_for_its_words(
    commissioner_pages: Pages, services: Commissioner
) -> None:
    screen = commissioner_pages.open(CountyScreen, "county")
    for page, table in ((1, screen.priorities), (2, screen.interventions)):
        screen.tabs.setCurrentIndex(page)
        commissioner_pages.settle()
        widths = [table.view.columnWidth(at) for at in range(table.model.columnCount())]
        assert abs(sum(widths) - table.view.viewport().width()) < 10


def test_it_is_written_as_workbook_and_pdf(
    commissioner_pages: Pages, services: Commissioner, tmp_path: Path
) -> None:
    screen = commissioner_pages.open(CountyScreen, "county")
    asked = commissioner_pages.answering("Close")
    screen.write_into(tmp_path / "out")
    commissioner_pages.settle()
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".pdf", ".xlsx"]
    assert str(tmp_path / "out") in asked[0]
    assert screen.publish.isEnabled()


def test_without_returns_it_leads_to_taking_them_in(commissioner_pages: Pages) -> None:
    screen = commissioner_pages.open(CountyScreen, "county")
    assert "No returns have come in" in screen.said.text()
    assert not screen.publish.isEnabled()
    screen.tabs.setCurrentIndex(2)
    invite = screen.interventions.invite_button
    assert invite is not None
    commissioner_pages.click(invite)
    commissioner_pages.shown(ReceivedScreen)
