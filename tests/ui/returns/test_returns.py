"""The always-live return in its window: the service's figures, the way to what blocks, the files."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import (
    TODAY,
    Clock,
    a_person,
    a_session,
    acting,
    an_enrolment,
    an_intervention,
    days,
    enrolled,
)
from tests.ui.pages import Pages
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import form
from vrp_desktop.domain.returns.figures import Shown
from vrp_desktop.domain.returns.rule import Method
from vrp_desktop.domain.sessions import HeadCount, Mark
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.returns import Preview
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.returns.key_figures import SHOWN
from vrp_desktop.ui.returns.model import FiguresModel, written
from vrp_desktop.ui.returns.screen import ReturnsScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen

NAMES = ("Ana", "Ben", "Céline", "Dawud", "Efe", "Fatima", "Gráinne", "Hari")


@pytest.fixture
def boxing(provider: Provider) -> str:
    """A club of eight, three of them girls, that met for an hour and a half."""
    boxing = provider.interventions.add(an_intervention()).id
    for number, name in enumerate(NAMES):
        details = a_person(name, sex="female" if number < 3 else "male", district="leeds")
        person = provider.people.add(replace(details, approximate_age=14, approximate_age_on=TODAY)).id
        provider.enrolments.add(person, boxing, an_enrolment(days(-40)))
    evening = provider.sessions.log(a_session(boxing, days(-5), minutes=90)).id
    rows = provider.registers.read(evening).rows
    provider.registers.mark_many(evening, {row.person_id: Mark.PRESENT for row in rows})
    provider.registers.count_heads(evening, [HeadCount("10-13", None, 12)])
    return boxing


@pytest.fixture
def screen(pages: Pages, boxing: str) -> ReturnsScreen:
    return pages.open(ReturnsScreen, "returns")


@pytest.fixture
def preview(provider: Provider, boxing: str) -> Preview:
    return provider.returns.preview(boxing, Quarter.of(TODAY))


def show_table(pages: Pages, screen: ReturnsScreen, table: str) -> FiguresModel:
    """Goes to a table as somebody would: to its section, then to it."""
    screen.steps.choose(form.table(table).section)
    figures = screen.section.figures
    figures.part.box.setCurrentIndex(figures.part.box.findData(table))
    pages.settle()
    return figures.model


def test_the_figures_are_those_of_the_service(screen: ReturnsScreen, preview: Preview) -> None:
    assert screen.figures.texts() == ["8", "8", "1", "1.5", "12", "8"]
    assert screen.figures.texts() == [
        written(preview.counted.get(*key), preview.protected.get(*key)) for key, _ in SHOWN
    ]
    assert preview.primary > 0
    assert str(preview.primary) in screen.hidden.text()


@pytest.mark.parametrize("table", [table.id for table in form.tables()])
def test_every_table_shows_what_was_counted_and_what_is_hidden(
    pages: Pages, screen: ReturnsScreen, preview: Preview, table: str
) -> None:
    shown = show_table(pages, screen, table)
    described = form.table(table)
    drawn = [
        [shown.index(row, column).data() for column in range(1, 1 + len(described.columns))]
        for row in range(shown.rowCount())
    ]
    assert drawn == [
        [
            written(
                preview.counted.get(table, row.code, column.code),
                preview.protected.get(table, row.code, column.code),
            )
            for column in described.columns
        ]
        for row in described.rows
    ]


def test_a_hidden_count_reads_as_counted_and_as_sent(pages: Pages, screen: ReturnsScreen) -> None:
    shown = show_table(pages, screen, "R3.age")
    cells = {
        str(shown.index(row, column).data())
        for row in range(shown.rowCount())
        for column in range(1, shown.columnCount())
    }
    assert "3 → [c]" in cells


def test_the_quarter_before_stands_beside(
    pages: Pages, provider: Provider, boxing: str, clock: Clock
) -> None:
    clock.go(days=60)
    provider.sessions.log(a_session(boxing, days(1)))
    screen = pages.open(ReturnsScreen, "returns", quarter=str(Quarter.of(days(60))))
    shown = show_table(pages, screen, "R5")
    delivered = next(n for n, row in enumerate(form.table("R5").rows) if row.code == "delivered")
    heads = [shown.headerData(n, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) for n in range(4)]
    assert heads == ["Measure", "Number", "Quarter before", "Change"]
    assert [shown.index(delivered, n).data() for n in (1, 2, 3)] == ["0", "2", "−2"]
    by_sex = show_table(pages, screen, "R3.age")
    assert by_sex.columnCount() == 5
    screen.section.figures.table.setCurrentIndex(by_sex.index(0, 1))
    assert "The quarter before" in screen.section.figures.said.text()


def test_the_journey_is_an_equation(screen: ReturnsScreen) -> None:
    assert screen.balance.text() == (
        "0 open at start + 8 started − 0 completed − 0 ended early = 8 open at end. It adds up."
    )


def test_what_is_hidden_is_listed_with_the_reason_and_the_best_guess(
    pages: Pages, screen: ReturnsScreen, preview: Preview
) -> None:
    screen.steps.choose("hidden")
    lines = screen.withheld.lines.texts()
    assert screen.sides.currentWidget() is screen.withheld
    assert len(lines) == sum(f.shown is Shown.CONFIDENTIAL for f in preview.protected.figures)
    small = next(line for line in lines if line[2] == "3")
    assert small[3] == "It is from 1 to 4"
    assert small[4].startswith("between ")


def test_a_section_has_its_own_notes_and_its_words(
    pages: Pages, provider: Provider, screen: ReturnsScreen, boxing: str
) -> None:
    steps = {step.code: step.state for step in screen.steps.table.model.lines}
    assert steps["R12"] == "Nothing said yet"
    assert steps["R3"].endswith("to look at")
    screen.steps.choose("R3")
    assert screen.section.noted.list.count() > 0
    assert not screen.section.write.isVisible()
    screen.steps.choose("R12")
    assert screen.section.write.isVisible()
    assert not screen.section.figures.isVisible()
    assert "Nothing said yet." in screen.section.words.texts()
    pages.key(screen.steps.table.view, Qt.Key.Key_Return)
    assert screen.focusWidget() is screen.section.write
    screen.steps.choose("hidden")
    pages.key(screen.steps.table.view, Qt.Key.Key_Return)
    assert screen.focusWidget() is screen.withheld.lines.view


def test_a_figure_opens_the_records_behind_it_and_escape_goes_back(
    pages: Pages, screen: ReturnsScreen
) -> None:
    shown = show_table(pages, screen, "R2")
    started = next(n for n, row in enumerate(form.table("R2").rows) if row.code == "started")
    figures = screen.section.figures.table
    figures.setCurrentIndex(shown.index(started, 1))
    pages.key(figures, Qt.Key.Key_Return)
    assert screen.behind.title.text() == "Started: 8"
    assert [line[0] for line in screen.behind.records.texts()] == sorted(NAMES, key=str.casefold)
    pages.key(screen.behind.records.view, Qt.Key.Key_Escape)
    assert screen.sides.currentWidget() is screen.section
    assert screen.focusWidget() is figures
    assert figures.currentIndex().row() == started
    pages.key(figures, Qt.Key.Key_Return)
    pages.key(screen.behind.records.view, Qt.Key.Key_Return)
    assert pages.frame.shown() is not screen
    pages.frame.back()
    pages.settle()
    assert pages.frame.shown() is screen
    assert screen.sides.currentWidget() is screen.behind, "one comes back to the list"


def test_a_rate_leads_to_the_figures_it_is_made_of(pages: Pages, screen: ReturnsScreen) -> None:
    shown = show_table(pages, screen, "R14")
    at = next(n for n, row in enumerate(form.table("R14").rows) if row.code == "complete.district")
    screen.section.figures.table.setCurrentIndex(shown.index(at, 1))
    pages.key(screen.section.figures.table, Qt.Key.Key_Return)
    assert len(screen.behind.records.texts()) == 2
    pages.key(screen.behind.records.view, Qt.Key.Key_Return)
    assert screen.behind.title.text() == "Total: 8"
    assert len(screen.behind.records.texts()) == 8


def test_the_rule_in_force_is_said_and_a_rounded_count_reads_as_counted_and_as_sent(
    pages: Pages, provider: Provider, boxing: str
) -> None:
    provider.organisation.change(replace(provider.organisation.details(), method=Method.ROUND))
    screen = pages.open(ReturnsScreen, "returns")
    rule = provider.organisation.details().rule
    assert rule.in_words in screen.rule.text()
    preview = provider.returns.preview(boxing, Quarter.of(TODAY))
    shown = show_table(pages, screen, "R2")
    row = next(at for at, row in enumerate(form.table("R2").rows) if row.code == "supported_quarter")
    index = shown.index(row, 1)
    sent = preview.protected.get("R2", "supported_quarter", "people").value
    assert index.data() == f"8 → {sent}"
    low, high = preview.intervals["R2", "supported_quarter", "people"]
    said = shown.intruder(index)
    assert f"stands as {sent}. The best anybody could say" in said
    assert f"between {low} and {high}." in said


def test_a_blocker_leads_to_its_record(pages: Pages, provider: Provider, boxing: str) -> None:
    evening = provider.sessions.log(a_session(boxing, days(-2))).id
    screen = pages.open(ReturnsScreen, "returns")
    listed = provider.returns.preview(boxing, Quarter.of(TODAY)).blockers
    texts = [screen.blockers.list.item(at).text() for at in range(screen.blockers.list.count())]
    assert len(texts) == len(listed)
    at = next(number for number, text in enumerate(texts) if "no register" in text)
    screen.blockers.list.setCurrentRow(at)
    screen.blockers.list.itemActivated.emit(screen.blockers.list.item(at))
    pages.settle()
    register = pages.shown(RegisterScreen)
    assert register.count.text() == "0 of 8 came"
    assert provider.sessions.get(evening).details.held_on == days(-2)


def test_it_counts_again_when_a_record_changes(
    pages: Pages, provider: Provider, screen: ReturnsScreen, boxing: str
) -> None:
    pages.work.save(lambda: provider.sessions.log(a_session(boxing, days(-1), minutes=60)))
    pages.settle()
    assert screen.figures.texts()[2:4] == ["2", "2.5"]


def test_a_draft_and_then_the_final_return_are_written(
    pages: Pages, provider: Provider, screen: ReturnsScreen, boxing: str, tmp_path: Path, clock: Clock
) -> None:
    asked = pages.answering("Close")
    screen.sending.write_into(tmp_path / "out", final=False)
    pages.settle()
    made = sorted(path.suffix for path in (tmp_path / "out").iterdir())
    assert made == [".pdf", ".xlsx"]
    assert "draft, version 1" in asked[0]
    clock.go(days=60)
    provider.sessions.log(a_session(boxing, days(1)))
    screen = pages.open(ReturnsScreen, "returns", quarter=str(Quarter.of(TODAY)))
    asked = pages.answering("Close")
    screen.sending.write_into(tmp_path / "final", final=True)
    pages.settle()
    assert "final, version 1" in asked[0]
    assert len(list((tmp_path / "final").iterdir())) == 2


def test_an_intervention_without_anybody_can_still_be_drafted(
    pages: Pages, provider: Provider, tmp_path: Path
) -> None:
    provider.interventions.add(an_intervention())
    screen = pages.open(ReturnsScreen, "returns")
    assert screen.figures.texts()[0] == "0"
    assert screen.sending.draft.isEnabled()


def test_without_an_intervention_there_is_nothing_to_prepare(pages: Pages) -> None:
    screen = pages.open(ReturnsScreen, "returns")
    assert screen.nothing.isVisible()
    assert not screen.sending.final.isEnabled()
    assert not screen.sending.draft.isEnabled()


def test_a_worker_is_told_whose_work_returns_are(
    qtbot: QtBot, provider: Provider, work: Work, boxing: str
) -> None:
    asked: list[object] = []
    work.refused.connect(asked.append)
    screen = ReturnsScreen(acting(provider, Role.WORKER), work)
    qtbot.addWidget(screen)
    screen.show()
    screen.arrive()
    qtbot.waitUntil(lambda: not work.is_busy(), timeout=10_000)
    assert "Your role does not let you prepare returns" in screen.hidden.text()
    assert not screen.sending.final.isEnabled()
    assert not screen.sending.draft.isEnabled()
    assert asked == [], "it stands on the page, and not in the way"


def test_locking_forgets_the_figures(screen: ReturnsScreen) -> None:
    screen.forget()
    assert set(screen.figures.texts()) == {"–"}
    assert screen.section.figures.model.rowCount() == 0
    assert screen.withheld.lines.texts() == []
    assert screen.balance.text() == ""
    assert screen.blockers.list.count() == 0


@pytest.fixture
def troubled(qtbot: QtBot) -> Iterator[tuple[Work, list[Trouble]]]:
    """Work whose trouble is expected."""
    work = Work()
    told: list[Trouble] = []
    work.trouble.connect(told.append)
    yield work, told
    qtbot.waitUntil(lambda: not work.is_busy(), timeout=10_000)
    work.close()


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_half_written(
    qtbot: QtBot, provider: Provider, boxing: str, tmp_path: Path, troubled: tuple[Work, list[Trouble]]
) -> None:
    work, told = troubled
    screen = ReturnsScreen(provider, work)
    qtbot.addWidget(screen)
    screen.show()
    screen.arrive()
    qtbot.waitUntil(lambda: not work.is_busy(), timeout=10_000)
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("mine", encoding="utf-8")
    screen.sending.write_into(in_the_way, final=False)
    qtbot.waitUntil(lambda: not work.is_busy(), timeout=10_000)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not work.is_busy(), timeout=10_000)
    assert "cannot be written" in str(told[0])
    assert in_the_way.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".xlsx", ".pdf")] == []
    assert screen.sending.draft.isEnabled(), "it can be tried again"


def test_the_keyboard_reaches_what_blocks(pages: Pages, provider: Provider, boxing: str) -> None:
    provider.sessions.log(a_session(boxing, days(-2)))
    enrolled(provider, boxing, "Iqra")
    screen = pages.open(ReturnsScreen, "returns")
    screen.blockers.list.setFocus()
    rows = range(screen.blockers.list.count())
    at = next(n for n in rows if "no register" in screen.blockers.list.item(n).text())
    screen.blockers.list.setCurrentRow(at)
    pages.key(screen.blockers.list, Qt.Key.Key_Return)
    assert pages.frame.shown() is not screen


class TestMadeBefore:
    @pytest.fixture
    def sent(self, provider: Provider, boxing: str, tmp_path: Path, clock: Clock) -> str:
        """The evening of a quarter whose final return is made."""
        (line,) = provider.sessions.between(days(-5), days(-5))
        provider.registers.finish(line.id)
        provider.returns.prepare(boxing, Quarter.of(TODAY), tmp_path, final=True)
        return line.id

    def test_nothing_is_said_before_there_is_a_final_return(self, screen: ReturnsScreen) -> None:
        assert not screen.changed.isVisible()
        assert screen.sending.final.text() == "Prepare final return"

    def test_untouched_records_say_so(self, pages: Pages, provider: Provider, sent: str) -> None:
        screen = pages.open(ReturnsScreen, "returns")
        assert "nothing has changed since" in screen.changed.said.text()
        assert not screen.changed.toggle.isVisible()
        assert screen.sending.final.text() == "Write the final return again"

    def test_what_changed_is_listed_and_leads_to_the_record(
        self, pages: Pages, provider: Provider, sent: str, tmp_path: Path
    ) -> None:
        provider.sessions.correct(sent, "It was longer")
        provider.sessions.change(sent, replace(provider.sessions.get(sent).details, minutes=120))
        screen = pages.open(ReturnsScreen, "returns")
        changed = screen.changed
        assert changed.title.text() == "Version 1 was made final on 22 November 2026"
        assert changed.said.text() == "1 correction since; 1 figure that is sent is different now."
        assert not changed.corrections.isVisible()
        pages.click(changed.toggle)
        assert changed.corrections.texts()[0][1:] == [
            "Sam Okafor",
            "Session of 17 November 2026, Northside Hall",
            "Minutes: 90 → 120",
            "It was longer",
        ]
        assert [line[2:4] for line in changed.figures.texts()] == [["1.5", "2"]]
        assert "side by side" in changed.warning.text()
        assert screen.sending.final.text() == "Prepare a resubmission"
        asked = pages.answering("Cancel")
        pages.click(screen.sending.final)
        assert "becomes version 2" in asked[0]
        assert "side by side" in asked[0]
        changed.corrections.choose(0)
        pages.key(changed.corrections.view, Qt.Key.Key_Return)
        assert pages.shown(RegisterScreen).count.text().startswith("8 of 8 came")
        screen.forget()
        assert (changed.corrections.texts(), changed.isVisible()) == ([], False)
