"""Strengths and needs: found by typing, written down by keyboard, looked at again, put right, taken back."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.builders import TODAY, a_person, an_enrolment, an_intervention, days
from tests.ui.pages import Pages
from vrp_desktop.db.queries import users
from vrp_desktop.domain.findings import FindingDetails
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.people.list_screen import PeopleScreen
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.record.strengths_page import StrengthsPage

TRUST = "protective.individual.relationships_with_a_trusted_adult"
LONELY = "risk.individual.loneliness"
TRUST_WORDS, LONELY_WORDS = "Relationships with a trusted adult", "Loneliness"
KIND_WORDS = "Prosocial attitude"


@pytest.fixture
def ana(provider: Provider) -> str:
    return provider.people.add(a_person("Ana")).id


@pytest.fixture
def page(pages: Pages, ana: str) -> StrengthsPage:
    return opened(pages, ana)


def opened(pages: Pages, person_id: str) -> StrengthsPage:
    pages.open(PersonScreen, "person", person_id=person_id)
    screen = pages.open(PersonScreen, "person", person_id=person_id, page="strengths")
    return screen.strengths


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(pages: Pages, *keys: Qt.Key | str) -> int:
    """Presses keys wherever the keyboard is; how many."""
    number = 0
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(focused(), key)
            number += len(key)
        else:
            QTest.keyClick(focused(), key)
            number += 1
        pages.settle()
    return number


def stored(provider: Provider, ana: str) -> list[tuple[str, str]]:
    return [
        (strand.code, one.details.standing)
        for strand in provider.findings.of_person(ana).strands
        for one in strand.findings
    ]


def test_two_needs_and_a_strength_take_a_few_keys(
    pages: Pages, provider: Provider, page: StrengthsPage, ana: str
) -> None:
    page.first_focus().setFocus()  # type: ignore[union-attr] # it has one
    enter = Qt.Key.Key_Return
    keys = press(pages, "lonel", enter, enter)
    keys += press(pages, "bereav", enter, Qt.Key.Key_Down, enter)
    keys += press(pages, "trust", enter, "g", enter)
    assert stored(provider, ana) == [
        (TRUST, "growing"),
        (LONELY, "now"),
        ("risk.individual.loss_and_bereavement", "easing"),
    ]
    assert keys <= 24
    assert page.panel.said.text() == f"Written down: {TRUST_WORDS}. Growing."
    assert focused() is page.panel.code.control(), "ready for the next one"
    assert page.panel.code.value() == ""


def test_the_picture_begins_with_strengths_and_sets_each_need_beside_what_answers_it(
    pages: Pages, provider: Provider, ana: str
) -> None:
    for code, standing, day in (
        (LONELY, "now", -90),
        (LONELY, "easing", -40),
        (TRUST, "thin", -90),
        (TRUST, "growing", -40),
        ("protective.community.sense_of_belonging_and_connectedness", "there", 0),
    ):
        provider.findings.note(ana, FindingDetails(code, standing, days(day), words="She said so."))
    page = opened(pages, ana)
    assert page.strands.texts() == [
        (TRUST_WORDS, "Growing · since October; thin for now in August"),
        (LONELY_WORDS, "Easing · since October; there now in August"),
        (TRUST_WORDS, "Growing"),
        (KIND_WORDS, "Not looked at yet"),
        ("Sense of belonging and connectedness", "There, and it holds · since 22 November"),
    ]


def test_what_journeys_are_about_waits_to_be_looked_at(pages: Pages, provider: Provider, ana: str) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    provider.enrolments.add(ana, boxing, an_enrolment(focus_areas=("community.weapons",)))
    page = opened(pages, ana)
    assert page.strands.texts() == [("Carrying a weapon", "Not looked at yet")]
    pages.click(page.strands.lines[0].button)
    press(pages, Qt.Key.Key_Return)
    assert stored(provider, ana) == [("community.weapons", "now")]
    assert page.strands.texts() == [("Carrying a weapon", "There now · since 22 November")]


def test_looking_again_begins_with_how_it_stood_and_keeps_what_was_seen(
    pages: Pages, provider: Provider, ana: str
) -> None:
    provider.findings.note(ana, FindingDetails(LONELY, "easing", days(-40)))
    page = opened(pages, ana)
    pages.click(page.strands.lines[0].button)
    assert page.panel.title.isHidden(), "nothing is put right here"
    assert page.panel.standing.value() == "easing"
    assert [line[:2] for line in page.panel.history.texts()] == [["13 October 2026", "Easing"]]
    pages.fill(page.panel.form, words="Came with a friend", standing="past", source="seen", certainty="sure")
    pages.click(page.panel.save_button)
    assert stored(provider, ana) == [(LONELY, "easing"), (LONELY, "past")]
    latest = provider.findings.of_person(ana).strands[0].latest
    assert latest.details == FindingDetails(LONELY, "past", TODAY, "seen", "sure", "Came with a friend")
    assert latest.written_by == "Sam Okafor"


def test_a_mistake_is_put_right_or_taken_back(pages: Pages, provider: Provider, ana: str) -> None:
    provider.findings.note(ana, FindingDetails(LONELY, "now", days(-1), words="Wrong child"))
    page = opened(pages, ana)
    pages.click(page.strands.lines[0].button)
    pages.click(page.panel.correct_button)
    assert page.panel.form.field("words").value() == "Wrong child"
    pages.fill(page.panel.form, words="Sits by the door", seen_on="20/11/2026")
    pages.click(page.panel.save_button)
    (strand,) = provider.findings.of_person(ana).strands
    assert [one.details for one in strand.findings] == [
        FindingDetails(LONELY, "now", days(-2), words="Sits by the door")
    ]
    pages.click(page.strands.lines[0].button)
    asked = pages.answering("Take back")
    pages.click(page.panel.back_button)
    assert "Loneliness: there now, seen on 20 November 2026." in asked[0]
    assert stored(provider, ana) == []
    assert page.strands.texts() == []


def test_faults_are_told_beside_their_fields_and_nothing_is_lost(
    pages: Pages, provider: Provider, ana: str
) -> None:
    provider.people.change(ana, a_person("Ana", birth_date=days(-4000)))
    page = opened(pages, ana)
    panel = page.panel
    QTest.keyClicks(panel.code.edit, "zzz")
    pages.click(panel.save_button)
    assert "Choose one of the list" in panel.form.fault("code")
    panel.look_again(TRUST)
    for typed, words in (
        ("23/11/2026", "not come yet"),
        ("31/2/2026", "does not exist"),
        ("1/1/2001", "before they were born, 10 December 2015"),
        ("", "Write the day"),
    ):
        pages.fill(panel.form, seen_on=typed)
        pages.click(panel.save_button)
        assert words in panel.form.fault("seen_on")
    assert panel.code.value() == TRUST
    assert stored(provider, ana) == []


def test_what_is_typed_comes_back_after_the_page_was_left(
    pages: Pages, provider: Provider, page: StrengthsPage, ana: str
) -> None:
    page.panel.look_again(TRUST)
    pages.fill(page.panel.form, standing="thin")
    page.panel.form.field("words").control().insertPlainText("Her nan 👵🏽")  # type: ignore[attr-defined] # pasted
    pages.open(PeopleScreen, "people")
    assert page.panel.form.field("words").value() == "Her nan 👵🏽"
    page = opened(pages, ana)
    assert not page.kept.line.isHidden()
    assert (page.panel.code.value(), page.panel.standing.value()) == (TRUST, "thin")
    assert page.panel.form.field("words").value() == "Her nan 👵🏽"
    pages.click(page.panel.save_button)
    assert stored(provider, ana) == [(TRUST, "thin")]
    assert provider.drafts.of("finding", ana) is None


def test_another_one_is_begun_only_once_what_was_typed_is_dealt_with(
    pages: Pages, provider: Provider, ana: str
) -> None:
    provider.findings.note(ana, FindingDetails(LONELY, "now", days(-1)))
    page = opened(pages, ana)
    page.panel.look_again(TRUST)
    pages.fill(page.panel.form, words="Her nan")
    asked = pages.answering("Stay here")
    pages.click(page.strands.lines[0].button)
    assert asked
    assert page.panel.form.field("words").value() == "Her nan"
    pages.answering("Leave it")
    pages.click(page.strands.lines[0].button)
    assert page.panel.code.value() == LONELY
    assert page.panel.form.field("words").value() == ""


@pytest.mark.parametrize("leave", [lambda p: p.forget(), lambda p: p.show_person("somebody else")])
def test_nobody_s_needs_stand_on_another_page(
    pages: Pages, provider: Provider, ana: str, leave: Callable[[StrengthsPage], None]
) -> None:
    provider.findings.note(ana, FindingDetails(LONELY, "now", days(-1), words="Sits by the door"))
    page = opened(pages, ana)
    page.panel.look_again(LONELY)
    leave(page)
    assert (page.strands.texts(), page.panel.history.texts(), page.panel.code.value()) == ([], [], "")


def test_a_very_long_text_in_any_script_is_kept_whole(pages: Pages, provider: Provider, ana: str) -> None:
    said = "Ọmọ mi ń ṣe dáadáa – Łucja’s “ok” 👍🏽 " * 2_800
    provider.findings.note(ana, FindingDetails(LONELY, "now", days(-1), words=said))
    page = opened(pages, ana)
    pages.click(page.strands.lines[0].button)
    pages.click(page.panel.correct_button)
    assert page.panel.form.field("words").value() == said.strip()
    assert len(said) > 100_000


def test_the_empty_line_offers_everything_and_the_list_can_be_walked(
    pages: Pages, provider: Provider, page: StrengthsPage, ana: str
) -> None:
    page.panel.code.edit.setFocus()
    press(pages, Qt.Key.Key_Down)
    assert len(page.panel.code.found.model.lines) == 73
    press(pages, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert len(stored(provider, ana)) == 1


def test_what_was_said_about_violence_is_shown_for_a_reason(
    pages: Pages, provider: Provider, ana: str
) -> None:
    other = Actor(new_id(), "Mo", frozenset({Role.MANAGER}))
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, other)
    colleague = Provider(replace(workspace, actor=other))
    told = FindingDetails("relationship.domestic_abuse", "now", TODAY, words="He hits my mum")
    colleague.findings.note(ana, told)

    page = opened(pages, ana)
    (line,) = page.strands.lines
    assert not any("hits" in each.text() for each in page.findChildren(QLabel))
    assert line.show_button is not None
    pages.click(line.show_button)
    press(pages, Qt.Key.Key_Return)
    assert "Say why" in page.veil.form.fault("reason")
    page.veil.form.focus_first()
    press(pages, "She asked me to", Qt.Key.Key_Return)
    assert page.veil.words.text() == "He hits my mum"
    assert focused() is page.veil.close_button

    # It is not left lying open, and is not put right by somebody who does not see it.
    pages.open(PeopleScreen, "people")
    page = opened(pages, ana)
    assert (page.veil.words.text(), page.veil.isVisible()) == ("", False)
    page.panel.look_again(told.code)
    assert page.panel.history.texts()[0][3] == "The words are veiled."
    pages.click(page.panel.correct_button)
    assert page.panel.correcting is None
    assert focused() is page.veil.form.field("reason").control()
