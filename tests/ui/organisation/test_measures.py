"""Measures under Organisation: turned on and off, confirmed, one's own."""

import json
from pathlib import Path

import pytest

from tests.domain.test_instruments import own
from tests.ui.pages import Pages
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.organisation.measures_screen import MeasuresScreen


@pytest.fixture
def screen(pages: Pages) -> MeasuresScreen:
    return pages.open(MeasuresScreen, "measures")


def choose(pages: Pages, screen: MeasuresScreen, title: str) -> None:
    screen.table.choose([line[0] for line in screen.table.texts()].index(title))
    pages.settle()


def now(screen: MeasuresScreen, title: str) -> str:
    return next(line[2] for line in screen.table.texts() if line[0] == title)


def test_what_is_in_use_stands_first(screen: MeasuresScreen) -> None:
    lines = screen.table.texts()
    assert [line[0] for line in lines][:3] == ["CORE-10", "ONS4 wellbeing", "YP-CORE"]
    assert [line[2] for line in lines] == ["In use"] * 3 + ["Not in use"] * 7


def test_one_is_turned_off_and_on(pages: Pages, provider: Provider, screen: MeasuresScreen) -> None:
    choose(pages, screen, "GAD-7")
    assert "Public domain" in screen.rules.text()
    assert "No permission required" in screen.attribution.text()
    assert not screen.confirmed.isVisible()
    pages.click(screen.on_button)
    assert now(screen, "GAD-7") == "In use"
    assert screen.name.text() == "GAD-7", "the one that was chosen stays so"
    pages.click(screen.off_button)
    assert now(screen, "GAD-7") == "Not in use"
    assert {one.instrument.code for one in provider.measures.offered()} == {"ons4", "core_10", "yp_core"}


def test_a_licence_is_confirmed_with_a_tick(pages: Pages, screen: MeasuresScreen) -> None:
    choose(pages, screen, "SWEMWBS")
    assert screen.confirmed.box.text() == "We have a licence for SWEMWBS."
    pages.click(screen.on_button)
    assert "Confirm it first" in screen.choice.fault("confirmed")
    pages.fill(screen.choice, confirmed=True)
    pages.click(screen.on_button)
    assert now(screen, "SWEMWBS") == "In use"
    assert "Confirmed on 22 November 2026" in screen.rules.text()


def test_a_measure_of_ones_own_is_written_in_the_form_and_retired(
    pages: Pages, provider: Provider, screen: MeasuresScreen
) -> None:
    pages.click(screen.add_button)
    assert screen.own.fault("title")
    assert screen.own.fault("items")
    screen.own.field("items").set_value("I like to come\nI am bored")
    pages.fill(screen.own, title="=Sport", highest="4", reversed="3")
    pages.click(screen.add_button)
    assert "no item “3”" in screen.own.fault("reversed")
    pages.fill(screen.own, reversed="2")
    pages.click(screen.add_button)
    assert "spreadsheet" in screen.own.fault("title")
    assert screen.own.field("items").value() == "I like to come\nI am bored", "nothing typed is lost"
    pages.fill(screen.own, title="Sport")
    pages.click(screen.add_button)
    assert now(screen, "Sport") == "In use"
    assert screen.own.field("title").value() == ""
    choose(pages, screen, "Sport")
    pages.click(screen.retire_button)
    assert now(screen, "Sport") == "Retired"
    made = next(one.instrument for one in provider.measures.all() if one.own)
    assert made.scales[0].reversed == {"2"}


def test_one_from_a_file(pages: Pages, screen: MeasuresScreen, tmp_path: Path) -> None:
    path = tmp_path / "sport.json"
    path.write_text("not a definition", encoding="utf-8")
    screen.add_file(path)
    pages.settle()
    assert "does not hold a definition" in " ".join(screen.own.summary.texts())
    path.write_text(json.dumps(own()), encoding="utf-8")
    screen.add_file(path)
    pages.settle()
    assert now(screen, "Sport") == "In use"
