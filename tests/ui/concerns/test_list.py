"""The concerns: veiled until asked for, answered by the lead, revealed with a reason."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import TODAY, Clock, a_concern, a_person
from tests.ui.pages import Pages
from vrp_desktop.db.queries import users
from vrp_desktop.domain.concerns import Answer, Kind, Standing
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.concerns.list_screen import ConcernsScreen
from vrp_desktop.ui.home.screen import HomeScreen
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.shell.frame import Frame
from vrp_desktop.ui.shell.screens import PROVIDER, allowed

SEEN = "A bruise on the left arm."
As = Callable[[str, Role], Pages]


@pytest.fixture
def somebody(provider: Provider) -> Callable[[str, Role], Provider]:
    def add(name: str, role: Role) -> Provider:
        actor = Actor(new_id(), name, frozenset({role}))
        workspace = provider.workspace
        with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
            users.add(tx, actor)
        return Provider(replace(workspace, actor=actor))

    return add


@pytest.fixture
def window_of(qtbot: QtBot, work: Work) -> Iterator[Callable[[Provider], Pages]]:
    """The window as it is for somebody."""
    made: list[Pages] = []

    def show(services: Provider) -> Pages:
        actor = services.workspace.actor
        frame = Frame(services, allowed(PROVIDER, actor), work, actor.name)
        qtbot.addWidget(frame)
        frame.resize(1366, 768)
        with qtbot.waitActive(frame):
            frame.show()
        made.append(Pages(qtbot, work, frame))
        return made[-1]

    yield show
    for pages in made:
        pages.settle()


@pytest.fixture
def lead(somebody: Callable[[str, Role], Provider]) -> Provider:
    return somebody("Lee", Role.SAFEGUARDING_LEAD)


@pytest.fixture
def ana(provider: Provider) -> str:
    return provider.people.add(a_person("Ana")).id


@pytest.fixture
def raised(provider: Provider, ana: str) -> str:
    """Sam's concern about Ana."""
    return provider.concerns.raise_concern(a_concern(ana, seen=SEEN)).id


def words_of(pages: Pages) -> set[str]:
    return {w.text() or w.accessibleName() for w in pages.frame.findChildren(QPushButton)}


def test_only_the_lead_has_its_word_in_the_rail(
    provider: Provider,
    lead: Provider,
    somebody: Callable[[str, Role], Provider],
    window_of: Callable[[Provider], Pages],
) -> None:
    assert "Concerns" in words_of(window_of(lead))
    assert "Concerns" not in words_of(window_of(somebody("Max", Role.MANAGER)))
    assert "concerns" in window_of(somebody("Wren", Role.WORKER)).frame.page_names()
    assert "concerns" not in window_of(somebody("Ada", Role.ADMINISTRATOR)).frame.page_names()


def test_the_lead_reads_what_home_told_of(
    lead: Provider, provider: Provider, raised: str, window_of: Callable[[Provider], Pages], clock: Clock
) -> None:
    clock.go(hours=1)
    provider.concerns.raise_concern(a_concern(about="Tiny"))
    pages = window_of(lead)
    home = pages.open(HomeScreen, "home")
    assert home.concerns.text() == "2 concerns to read"
    pages.click(home.concerns_button)
    screen = pages.shown(ConcernsScreen)
    assert screen.table.texts() == [
        ["Tiny", "22 November, 20:00", "Sam Okafor", "New"],
        ["Ana", "22 November, 19:00", "Sam Okafor", "New"],
    ]
    assert screen.table.view.hasFocus()
    screen.table.choose(1)
    assert not screen.card.text.isVisible()
    assert screen.card.about.text() == "About Ana"
    assert provider.today.home().concerns == 2, "choosing is not reading"
    pages.key(screen.table.view, Qt.Key.Key_Return)
    assert SEEN in screen.card.text.toPlainText()
    assert screen.card.text.hasFocus()
    assert not screen.card.more.isVisible()
    assert [line[-1] for line in screen.table.texts()] == ["New", "Read"]
    assert pages.open(HomeScreen, "home").concerns.text() == "1 concern to read"


def test_what_was_open_is_veiled_again(
    lead: Provider, provider: Provider, raised: str, window_of: Callable[[Provider], Pages]
) -> None:
    provider.concerns.raise_concern(a_concern(about="Tiny", seen="Shouted."))
    pages = window_of(lead)
    screen = pages.open(ConcernsScreen, "concerns")
    pages.click(screen.card.read_button)
    assert "Shouted." in screen.card.text.toPlainText()
    screen.table.choose(0 if screen.table.view.currentIndex().row() else 1)
    assert screen.card.text.toPlainText() == ""
    pages.click(screen.card.read_button)
    pages.frame.go("home")
    pages.settle()
    assert screen.card.text.toPlainText() == ""
    screen = pages.open(ConcernsScreen, "concerns")
    assert not screen.card.text.isVisible()
    pages.click(screen.card.read_button)
    screen.forget()
    assert (screen.card.text.toPlainText(), screen.table.texts()) == ("", [])


def test_the_lead_answers_closes_reopens_and_lets_it_go(
    lead: Provider, raised: str, window_of: Callable[[Provider], Pages]
) -> None:
    pages = window_of(lead)
    screen = pages.open(ConcernsScreen, "concerns")
    screen.closed.setChecked(True)
    pages.settle()
    pages.click(screen.card.read_button)
    pages.click(screen.card.save_button)
    assert "Write what was decided" in screen.card.answer.fault("note")
    pages.fill(screen.card.answer, note="Rang social care.", referred_on="22/11/2026", closed_on="22/11/2026")
    pages.click(screen.card.save_button)
    assert "Lee: the lead’s note\nRang social care." in screen.card.text.toPlainText()
    (line,) = lead.concerns.all()
    assert (line.standing, line.referred_on, line.closed_on) == (Standing.CLOSED, TODAY, TODAY)
    assert not screen.card.keep_button.isVisible()
    pages.fill(screen.card.answer, note="Nothing came of it.")
    pages.click(screen.card.release_button)
    assert lead.concerns.all()[0].released_on == TODAY
    pages.click(screen.card.keep_button)
    assert "Say why" in screen.card.answer.fault("note")
    pages.fill(screen.card.answer, note="The school rang again.")
    pages.click(screen.card.reopen_button)
    (line,) = lead.concerns.all()
    assert (line.standing, line.closed_on, line.released_on) == (Standing.ACTED, None, None)
    assert not screen.card.reopen_button.isVisible()


def test_a_closed_one_leaves_the_list_until_it_is_asked_for(
    lead: Provider, raised: str, window_of: Callable[[Provider], Pages]
) -> None:
    lead.concerns.answer(raised, Answer("Done.", closed_on=TODAY))
    pages = window_of(lead)
    screen = pages.open(ConcernsScreen, "concerns")
    assert screen.table.texts() == []
    assert not screen.card.read_button.isVisible()
    screen.closed.setChecked(True)
    pages.settle()
    assert [line[-1] for line in screen.table.texts()] == ["Closed"]


def test_an_answer_half_written_comes_back(
    lead: Provider, raised: str, window_of: Callable[[Provider], Pages]
) -> None:
    pages = window_of(lead)
    screen = pages.open(ConcernsScreen, "concerns")
    pages.click(screen.card.read_button)
    pages.fill(screen.card.answer, note="Rang the scho")
    pages.frame.go("home")
    pages.settle()
    screen = pages.open(ConcernsScreen, "concerns")
    pages.click(screen.card.read_button)
    assert screen.card.answer.field("note").value() == "Rang the scho"
    pages.fill(screen.card.answer, note="Rang the school.")
    pages.key(screen.card.answer.field("note").control(), Qt.Key.Key_Tab)
    pages.click(screen.card.save_button)
    assert lead.drafts.of("concern-answer", raised) is None
    assert lead.concerns.read(raised).additions[0].words == "Rang the school."


def test_the_writer_adds_to_it(provider: Provider, raised: str, lead: Provider, pages: Pages) -> None:
    lead.concerns.answer(raised, Answer("The lead's own word.", referred_on=TODAY))
    screen = pages.open(ConcernsScreen, "concerns")
    assert [line[:1] + line[2:] for line in screen.table.texts()] == [["Ana", "Sam Okafor", "Acted on"]]
    pages.key(screen.table.view, Qt.Key.Key_Return)
    assert SEEN in screen.card.text.toPlainText()
    assert "own word" not in screen.card.text.toPlainText()
    assert not screen.card.answer.isVisible()
    pages.click(screen.card.add_button)
    assert "Write what you want to add" in screen.card.more.fault("words")
    pages.fill(screen.card.more, words="She rang.")
    pages.click(screen.card.add_button)
    assert "She rang." in screen.card.text.toPlainText()
    assert [each.kind for each in lead.concerns.read(raised).additions][-1] is Kind.ADDED


def test_a_manager_reveals_with_a_reason(
    provider: Provider,
    lead: Provider,
    raised: str,
    somebody: Callable[[str, Role], Provider],
    window_of: Callable[[Provider], Pages],
) -> None:
    pages = window_of(somebody("Max", Role.MANAGER))
    screen = pages.open(ConcernsScreen, "concerns")
    assert [line[:1] + line[2:] for line in screen.table.texts()] == [["Ana", "", "Veiled, not read yet"]]
    assert not screen.card.read_button.isVisible()
    pages.key(screen.table.view, Qt.Key.Key_Return)
    assert screen.card.reason.field("reason").control().hasFocus()
    pages.click(screen.card.reveal_button)
    assert "Say why" in screen.card.reason.fault("reason")
    assert not screen.card.text.isVisible()
    pages.fill(screen.card.reason, reason="The lead is on leave.")
    pages.click(screen.card.reveal_button)
    assert SEEN in screen.card.text.toPlainText()
    assert not screen.card.answer.isVisible()
    assert lead.concerns.open()[0].revealed == 1


def test_a_manager_s_home_has_the_number_only(
    provider: Provider,
    raised: str,
    somebody: Callable[[str, Role], Provider],
    window_of: Callable[[Provider], Pages],
) -> None:
    pages = window_of(somebody("Max", Role.MANAGER))
    home = pages.open(HomeScreen, "home")
    assert home.worry.isVisible()
    assert home.concerns.text() == "1 concern to read"
    assert home.no_lead.isVisible()
    assert not home.concerns_button.isVisible()
    somebody("Lee", Role.SAFEGUARDING_LEAD)
    home = pages.open(HomeScreen, "home")
    assert not home.no_lead.isVisible()


def test_a_worker_s_home_says_nothing_of_them(
    raised: str,
    somebody: Callable[[str, Role], Provider],
    window_of: Callable[[Provider], Pages],
) -> None:
    home = window_of(somebody("Wren", Role.WORKER)).open(HomeScreen, "home")
    assert not home.worry.isVisible()


def test_another_worker_of_the_same_child_sees_that_there_is_one(
    provider: Provider,
    ana: str,
    raised: str,
    somebody: Callable[[str, Role], Provider],
    window_of: Callable[[Provider], Pages],
) -> None:
    wren = somebody("Wren", Role.WORKER)
    wren.assignments.break_glass(ana, "She came to us tonight.")
    pages = window_of(wren)
    record = pages.open(PersonScreen, "person", person_id=ana)
    assert record.concerns_button.text() == "Concerns: 1"
    pages.click(record.concerns_button)
    screen = pages.shown(ConcernsScreen)
    assert len(screen.table.texts()) == 1
    assert "It is veiled" in screen.card.veil.text()
    assert not screen.card.read_button.isVisible()
    assert not screen.card.reason.isVisible()
    pages.click(screen.card.record_button)
    pages.shown(PersonScreen)


def test_the_lead_links_a_concern_to_a_record_that_was_found(
    provider: Provider, lead: Provider, ana: str, window_of: Callable[[Provider], Pages]
) -> None:
    unnamed = provider.concerns.raise_concern(a_concern(about="A girl in a red coat")).id
    pages = window_of(lead)
    screen = pages.open(ConcernsScreen, "concerns")
    screen.table.choose(0)
    assert not screen.linking.isVisible(), "not before it is read"
    pages.click(screen.card.read_button)
    assert screen.linking.isVisible()
    pages.answering("Link it")
    type_name(pages, screen, "an")
    assert screen.card.answer.fault("note"), "not without saying how the lead knows"
    pages.fill(screen.card.answer, note="Her mother rang about the coat.")
    asked = pages.answering("Link it")
    type_name(pages, screen, "an")
    assert "Ana" in asked[0]
    assert lead.concerns.read(unnamed).line.person_id == ana
    assert not screen.linking.isVisible()
    assert "linked to" in screen.card.text.toPlainText()
    assert screen.table.texts()[0][0] == "Ana"


def type_name(pages: Pages, screen: ConcernsScreen, text: str) -> None:
    QTest.keyClicks(screen.linking.picker.text, text)
    pages.settle()
    pages.key(screen.linking.picker.text, Qt.Key.Key_Return)
