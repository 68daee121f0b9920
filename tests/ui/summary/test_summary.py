"""The summary in its window: sums beside different people, and who may see what."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.builders import TODAY, a_person, a_session, acting, an_enrolment, an_intervention, days
from tests.ui.pages import Pages
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit import messages
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.summary.screen import SummaryScreen

NAMES = ("Ana", "Ben", "Céline", "Dawud", "Efe")


@pytest.fixture
def clubs(provider: Provider) -> tuple[str, str]:
    """Two clubs: five came to the first, and two of those to the second."""
    boxing = provider.interventions.add(an_intervention()).id
    gym = provider.interventions.add(
        an_intervention("WAK-02", name="Welding", districts=("wakefield",), main_priority="community")
    ).id
    people = [provider.people.add(a_person(name)).id for name in NAMES]
    for club, came in ((boxing, people), (gym, people[:2])):
        for person_id in came:
            provider.enrolments.add(person_id, club, an_enrolment(days(-40)))
        evening = provider.sessions.log(a_session(club, days(-5))).id
        provider.registers.mark_many(evening, dict.fromkeys(came, Mark.PRESENT))
    return boxing, gym


@pytest.fixture
def screen(pages: Pages, clubs: tuple[str, str]) -> SummaryScreen:
    return pages.open(SummaryScreen, "summary")


def test_the_sum_and_the_different_people_stand_side_by_side(screen: SummaryScreen) -> None:
    assert screen.quarter.box.currentText() == Quarter.of(TODAY).label
    assert screen.figures.texts() == ["7", "5", "2", "2"]
    assert "not for publication" in screen.mark.text()
    assert [line[:2] for line in screen.interventions.texts()] == [
        ["Northside Boxing", "5"],
        ["Welding", "2"],
    ]
    assert screen.quarters.texts()[0] == [str(Quarter.of(TODAY)), "7", "5"]
    assert screen.years.texts() == [[Quarter.of(TODAY).financial_year, "7", "5"]]


def test_the_delivery_map_stands_on_its_page(screen: SummaryScreen) -> None:
    assert [line[:2] for line in screen.map.texts()] == [
        ["Leeds", "Northside Boxing"],
        ["Wakefield", "Welding"],
    ]
    assert screen.map.texts()[1][-2:] == ["Main", ""]


def test_outside_without_a_final_return_says_what_to_do(pages: Pages, screen: SummaryScreen) -> None:
    screen.who.set_value("outside")
    screen.who.edited.emit()
    pages.settle()
    assert "Prepare them under Returns first" in screen.said.text()
    assert screen.figures.texts() == ["–"] * 4
    assert screen.interventions.texts() == []
    assert not screen.write.isEnabled()


def test_by_keyboard_alone_the_period_is_turned_and_the_pages(pages: Pages, screen: SummaryScreen) -> None:
    assert screen.first_focus() is screen.quarter.control()
    order = [screen.quarter, screen.span, screen.who]
    screen.quarter.control().setFocus()
    for field in order:
        assert pages.frame.focusWidget() is field.control()
        QTest.keyClick(field.control(), Qt.Key.Key_Tab)
    assert pages.frame.focusWidget() is screen.write
    QTest.keyClick(screen.span.control(), Qt.Key.Key_Down)
    pages.settle()
    assert [line[1] for line in screen.interventions.texts()] == ["5", "2"]
    assert [line[2] for line in screen.interventions.texts()] == ["not told", "not told"]
    bar = screen.tabs.tabBar()
    bar.setFocus()
    QTest.keyClick(bar, Qt.Key.Key_Right)
    assert screen.tabs.currentIndex() == 1


def test_it_is_written_into_the_folder(
    pages: Pages, screen: SummaryScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def close(_: object, title: str, words: str, *answers: str) -> bool:
        asked.append(words)
        return False

    monkeypatch.setattr(messages, "ask", close)
    screen.write_into(tmp_path / "out")
    pages.settle()
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"summary_{Quarter.of(TODAY)}_own-eyes-only.{kind}" for kind in ("pdf", "xlsx")]
    assert all(name in asked[0] for name in names)


def test_a_trustee_gets_what_may_go_outside_and_nothing_to_write(
    qtbot: QtBot, provider: Provider, clubs: tuple[str, str], work: Work
) -> None:
    screen = SummaryScreen(acting(provider, Role.TRUSTEE), work)
    qtbot.addWidget(screen)
    assert screen.who.value() == "outside"
    assert screen.who.box.count() == 1
    assert screen.write.isHidden()
