"""Turning the pages of a record: the keyboard is on the page, wherever one comes from."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTabBar, QWidget

import vrp_desktop
from tests.builders import TODAY, a_finding, a_person, an_enrolment, an_intervention
from tests.ui.pages import Pages
from vrp_desktop.domain.network import LinkDetails
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.sessions.list_screen import SessionsScreen

NAMES = ("front", "about", "strengths", "journeys", "measures", "family", "consent", "documents", "time")
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def ana(provider: Provider) -> str:
    person = provider.people.add(a_person("Ana", approximate_age=15, approximate_age_on=TODAY)).id
    boxing = provider.interventions.add(an_intervention()).id
    provider.enrolments.add(person, boxing, an_enrolment())
    provider.findings.note(person, a_finding())
    provider.network.add(person, LinkDetails("grandparent", name="Nan"))
    return person


@pytest.fixture
def nobody_yet(provider: Provider) -> str:
    return provider.people.add(a_person("Zed")).id


def holder() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(pages: Pages, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(holder(), key, held)
    pages.settle()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("whose", ["ana", "nobody_yet"])
def test_the_keyboard_begins_on_the_first_control_of_each_page(
    pages: Pages, request: pytest.FixtureRequest, whose: str, name: str
) -> None:
    person_id = request.getfixturevalue(whose)
    screen = pages.open(PersonScreen, "person", person_id=person_id, page=name)
    page = screen.tabs.current
    assert page.name == name
    assert holder() is page.first_focus()
    # From another page of the same record, and from another one's record, it is no different.
    pages.open(SessionsScreen, "sessions")
    pages.open(PersonScreen, "person", person_id=person_id, page=name)
    assert holder() is page.first_focus()


def test_what_the_keyboard_was_on_goes_and_it_goes_on_to_what_comes(pages: Pages, provider: Provider) -> None:
    zed = provider.people.add(a_person("Zed", approximate_age=15, approximate_age_on=TODAY)).id
    page = pages.open(PersonScreen, "person", person_id=zed, page="measures").measures
    assert holder() is page.journeys_button
    provider.enrolments.add(zed, provider.interventions.add(an_intervention()).id, an_enrolment())
    pages.open(PersonScreen, "person", person_id=zed, page="measures")
    assert holder() is page.offers.view


def test_every_page_is_turned_to_from_wherever_the_keyboard_is(pages: Pages, ana: str) -> None:
    screen = pages.open(PersonScreen, "person", person_id=ana)
    for number, name in enumerate(NAMES, 1):
        press(pages, Qt.Key(Qt.Key.Key_0 + number), ALT)
        assert screen.tabs.current.name == name
        assert holder() is screen.tabs.current.first_focus()
    assert [page.name for page in screen.tabs.kinds] == list(NAMES)
    screen.history_button.setFocus()
    press(pages, Qt.Key.Key_2, ALT)
    enjoys = screen.about.form.matters.field("enjoys").control()
    assert isinstance(enjoys, QPlainTextEdit)
    for keys, held, name in (
        (Qt.Key.Key_PageDown, CTRL, "strengths"),
        (Qt.Key.Key_PageUp, CTRL, "front"),
        (Qt.Key.Key_Tab, CTRL, "strengths"),
        (Qt.Key.Key_Tab, CTRL | SHIFT, "front"),
    ):
        press(pages, Qt.Key.Key_2, ALT)
        enjoys.setFocus()
        press(pages, keys, held)
        assert screen.tabs.current.name == name
        assert holder() is screen.tabs.current.first_focus()
    press(pages, Qt.Key.Key_PageUp, CTRL)
    assert screen.tabs.current.name == NAMES[-1]  # It goes round.


def test_with_the_arrows_the_keyboard_stays_on_the_names(pages: Pages, ana: str) -> None:
    screen = pages.open(PersonScreen, "person", person_id=ana)
    press(pages, Qt.Key.Key_Backtab, SHIFT)
    assert isinstance(holder(), QTabBar)
    for name in NAMES[1:]:
        press(pages, Qt.Key.Key_Right)
        assert screen.tabs.current.name == name
        assert isinstance(holder(), QTabBar)


def test_somebody_new_has_no_other_page_to_turn_to(pages: Pages) -> None:
    screen = pages.open(PersonScreen, "person", known_as="Ana")
    for key, held in ((Qt.Key.Key_4, ALT), (Qt.Key.Key_PageDown, CTRL)):
        press(pages, key, held)
        assert screen.tabs.current is screen.about
        assert holder() is screen.about.form.who.field("known_as").control()


def test_what_comes_late_takes_the_keyboard_from_nobody(pages: Pages, ana: str) -> None:
    screen = pages.open(PersonScreen, "person", person_id=ana, page="family")
    pages.frame.go("person", person_id=ana, page="measures")
    screen.history_button.setFocus()
    pages.settle()
    assert holder() is screen.history_button


def test_a_page_that_there_is_not_leads_to_the_first(pages: Pages, ana: str) -> None:
    screen = pages.open(PersonScreen, "person", person_id=ana, page="horoscope")
    assert screen.tabs.current is screen.front


def test_every_page_of_a_record_that_is_asked_for_is_there(pages: Pages, ana: str) -> None:
    screen = pages.open(PersonScreen, "person", person_id=ana)
    asked = asked_for()
    assert {"time", "journeys", "strengths", "about"} <= asked
    assert asked <= {page.name for page in screen.tabs.kinds}


def asked_for() -> set[str]:
    """The pages of a record that are named anywhere in the program."""
    found: set[str] = set()
    for path in Path(next(iter(vrp_desktop.__path__))).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called == "go" and getattr(node.args[0] if node.args else None, "value", "") == "person":
                found |= {text(each.value) for each in node.keywords if each.arg == "page"}
            elif called in ("_record", "_turn_to"):
                found.add(text(node.args[-1]))
    return found - {""}


def text(node: ast.expr) -> str:
    """The words of a constant; nothing of what is only known when it is asked for."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
