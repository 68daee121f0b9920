"""The page of what a return asks for once, by hand and by keyboard: each part saved, nothing typed lost."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import TODAY, an_intervention, days, enrolled
from tests.ui.pages import Pages, pages
from vrp_desktop.domain.consent import Conversation
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.asked import NARRATIVE, RISKS
from vrp_desktop.services.asking import Asking
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.asking.answers import AnswersPart
from vrp_desktop.ui.asking.fixed import MoneyPart, NarrativePart
from vrp_desktop.ui.asking.lines import RisksPart
from vrp_desktop.ui.asking.screen import PARTS, AskingScreen
from vrp_desktop.ui.asking.stories import StoriesPart
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.returns.screen import ReturnsScreen
from vrp_desktop.ui.shell.frame import Frame
from vrp_desktop.ui.shell.screens import PROVIDER

__all__ = ["pages"]
Q3 = Quarter(2026, 3)
TOLD = "She came in angry and went out laughing."


@pytest.fixture
def club(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def zosia(provider: Provider, club: str) -> str:
    (person,) = enrolled(provider, club, "Zosia")
    agreed = Conversation(days(-7), "self", "spoken", {"case_study": True})
    provider.consents.answer(person, agreed)
    return person


@pytest.fixture
def opened(pages: Pages, club: str) -> Callable[[str], AskingScreen]:
    def open_at(part: str) -> AskingScreen:
        return pages.open(AskingScreen, "asking", intervention_id=club, quarter=str(Q3), part=part)

    return open_at


def kept(provider: Provider, club: str) -> Asking:
    return provider.statements.read(club, Q3)


def save(pages: Pages, screen: AskingScreen) -> None:
    pages.click(screen.save_button)


def test_money_is_saved_said_and_refused_by_its_field(
    pages: Pages, provider: Provider, club: str, opened: Callable[[str], AskingScreen]
) -> None:
    screen = opened("money")
    part = screen.part
    assert isinstance(part, MoneyPart)
    pages.fill(part.amounts, **{"R10/labour/budget": "£1,000.50", "R10/labour/spent": "a lot"})
    pages.fill(part.words, variance="Late start")
    save(pages, screen)
    assert part.amounts.summary.texts() == [
        "Labour, spent, quarter: write pounds in figures, like 1,250 or £1,250.50."
    ]
    assert part.amounts.typed()["R10/labour/budget"] == "£1,000.50", "nothing is lost"
    assert kept(provider, club).asked.amounts == {}
    pages.fill(part.amounts, **{"R10/labour/spent": "250"})
    save(pages, screen)
    assert kept(provider, club).asked.amounts == {
        ("R10", "labour", "budget"): 1001,
        ("R10", "labour", "spent"): 250,
    }
    assert part.amounts.typed()["R10/labour/budget"] == "1,001"
    assert "became 1,001" in part.said.text()
    assert not part.touched


def test_a_half_typed_narrative_comes_back(
    pages: Pages, qtbot: QtBot, provider: Provider, club: str, opened: Callable[[str], AskingScreen]
) -> None:
    screen = opened(NARRATIVE)
    part = screen.part
    assert isinstance(part, NarrativePart)
    edit = part.words.field("achievements").control()
    assert isinstance(edit, QPlainTextEdit)
    edit.insertPlainText("=We ran 🥊 and then")  # No keyboard types that.
    pages.frame.settle()
    pages.frame.forget()
    pages.settle()
    frame = Frame(provider, PROVIDER, pages.work, "Sam Okafor")
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    with qtbot.waitActive(frame):
        frame.show()
    again = Pages(qtbot, pages.work, frame)
    screen = again.open(AskingScreen, "asking", intervention_id=club, quarter=str(Q3), part="narrative")
    part = screen.part
    assert isinstance(part, NarrativePart)
    assert part.words.typed()["achievements"] == "=We ran 🥊 and then"
    assert part.kept.line.isVisible()
    again.click(screen.save_button)
    assert kept(provider, club).asked.words[NARRATIVE] == (("achievements", "=We ran 🥊 and then"),)
    assert not part.kept.line.isVisible()
    screen = again.open(AskingScreen, "asking", intervention_id=club, quarter=str(Q3), part="narrative")
    assert not screen.part.kept.line.isVisible()


def test_risks_are_added_changed_removed_and_brought_over(
    pages: Pages, provider: Provider, club: str, opened: Callable[[str], AskingScreen]
) -> None:
    old = ("The hall may close", "3", "4", "", "", "rising")
    provider.statements.write_lines(club, Q3.previous, RISKS, (old,))
    screen = opened("risks")
    part = screen.part
    assert isinstance(part, RisksPart)
    pages.click(screen.bring_button)
    assert kept(provider, club).asked.words[RISKS] == (old,)
    pages.fill(part.form, risk="Rain", likelihood="2")
    save(pages, screen)
    assert part.form.fault("impact") == "Fill in “Impact, 1 to 5”."
    pages.fill(part.form, impact="5")
    save(pages, screen)
    assert [line[0] for line in kept(provider, club).asked.words[RISKS]] == ["The hall may close", "Rain"]
    assert part.form.typed()["risk"] == "", "ready for the next"
    part.list.view.selectRow(0)
    pages.key(part.list.view, Qt.Key.Key_Return)
    assert part.form.typed()["risk"] == "The hall may close"
    pages.fill(part.form, trend="falling")
    save(pages, screen)
    assert kept(provider, club).asked.words[RISKS][0] == (*old[:5], "falling")
    part.list.view.selectRow(1)
    pages.click(part.remove_button)
    assert [line[0] for line in kept(provider, club).asked.words[RISKS]] == ["The hall may close"]


def test_a_story_is_of_somebody_who_agreed_and_leads_to_their_consent(
    pages: Pages, provider: Provider, club: str, zosia: str, opened: Callable[[str], AskingScreen]
) -> None:
    enrolled(provider, club, "Ben")
    screen = opened("stories")
    part = screen.part
    assert isinstance(part, StoriesPart)
    box = part.whose.control()
    assert [box.itemText(at) for at in range(box.count())] == ["We hold no record of them", "Zosia"]
    assert "1 of the 2 people" in part.agreed.text()
    pages.fill(part.form, title="The warm-up", words=TOLD, changed="Age")
    save(pages, screen)
    assert "write how they agreed" in part.form.fault("consent")
    pages.fill(part.form, person_id=zosia)
    assert not part.form.shows("consent")
    save(pages, screen)
    (story,) = kept(provider, club).asked.stories
    assert (story.person_id, story.words, story.changed) == (zosia, TOLD, "Age")
    (answer,) = provider.consents.read(zosia).answers
    provider.consents.withdraw(answer.id, TODAY, "self")
    screen = opened("stories")
    (told,) = part.noted.texts()
    assert told.startswith("Before it is final: The case study “The warm-up” cannot be told: Zosia took back")
    pages.click(part.noted.findChildren(QPushButton)[0])
    assert pages.shown(PersonScreen).tabs.current.name == "consent"


def test_a_name_is_pointed_out_and_answered(
    pages: Pages, provider: Provider, club: str, zosia: str, opened: Callable[[str], AskingScreen]
) -> None:
    provider.statements.write_lines(club, Q3, NARRATIVE, (("achievements", "Zosia Street is home now."),))
    screen = opened("narrative")
    (told,) = screen.part.noted.texts()
    assert "stands a name: “Zosia”" in told
    screen = opened("answers")
    part = screen.part
    assert isinstance(part, AnswersPart)
    kind = "In “Narrative”: a name"
    assert kind in part.form.names()
    pages.fill(part.form, **{kind: "It is the street."})
    save(pages, screen)
    assert kept(provider, club).asked.answers == {kind: "It is the street."}
    assert part.form.typed()[kind] == "It is the street."
    assert not part.touched


def test_by_keyboard_alone(
    pages: Pages, provider: Provider, club: str, opened: Callable[[str], AskingScreen]
) -> None:
    screen = opened("money")

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        holder = QApplication.focusWidget()
        assert holder is not None
        QTest.keyClick(holder, key, modifier)
        pages.settle()

    for number, kind in enumerate(PARTS):
        press(Qt.Key(Qt.Key.Key_1.value + number), Qt.KeyboardModifier.AltModifier)
        assert type(screen.part) is kind
    press(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    for text in ("Rain", "2", "5"):
        holder = QApplication.focusWidget()
        assert isinstance(holder, QPlainTextEdit | QComboBox)
        QTest.keyClicks(holder, text)
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert kept(provider, club).asked.words[RISKS] == (("Rain", "2", "5", "", "", ""),)
    press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert screen.part.name == "targets"
    pages.click(screen.back_button)
    assert pages.shown(ReturnsScreen).which.value() == club


def test_another_quarter_shows_nothing_of_the_one_before_and_a_lock_forgets(
    pages: Pages, provider: Provider, club: str, zosia: str, opened: Callable[[str], AskingScreen]
) -> None:
    provider.statements.write_lines(club, Q3, NARRATIVE, (("achievements", "Only in October."),))
    screen = opened("narrative")
    part = screen.part
    assert isinstance(part, NarrativePart)
    assert part.words.typed()["achievements"] == "Only in October."
    pages.open(AskingScreen, "asking", intervention_id=club, quarter=str(Q3.previous), part="narrative")
    assert part.words.typed()["achievements"] == ""
    opened("stories")
    pages.frame.forget()
    stories = screen.parts[3]
    assert isinstance(stories, StoriesPart)
    assert stories.whose.control().count() == 1
    assert part.words.typed()["achievements"] == ""
