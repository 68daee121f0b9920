"""Keeping and erasing: a review decided, a pack written, a record erased, as a manager does it."""

import json
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.builders import (
    PASSPHRASE,
    TODAY,
    Clock,
    a_concern,
    a_person,
    a_session,
    an_enrolment,
    an_intervention,
    days,
    noted,
)
from tests.ui.pages import Pages
from vrp_desktop.domain.retention import Kind
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.keeping.screen import ACCESS, DUE, ERASE, KeepingScreen
from vrp_desktop.ui.kit.picker import Picker
from vrp_desktop.ui.record.screen import PersonScreen


@pytest.fixture
def old(provider: Provider, clock: Clock) -> list[str]:
    """Two people of whom nothing has been heard for ten years."""
    present = clock.now
    clock.now = present.replace(year=2016)
    people = [provider.people.add(a_person(name, family_name="Novak")).id for name in ("Ana", "Ben")]
    clock.now = present
    return people


def opened(pages: Pages, part: int) -> KeepingScreen:
    return pages.open(KeepingScreen, "keeping", page=part)


def type_into(pages: Pages, picker: Picker, text: str) -> None:
    picker.text.setFocus()
    QTest.keyClicks(picker.text, text)
    pages.settle()
    pages.key(picker.text, Qt.Key.Key_Return)


def test_who_is_due_is_listed_and_kept_on_with_a_reason(
    pages: Pages, provider: Provider, old: list[str]
) -> None:
    due = opened(pages, DUE).due
    why = "1 year since anything was recorded"
    assert due.table.texts() == [[name, why, "22 November 2017"] for name in ("Ana", "Ben")]
    assert due.who.text().startswith("About Ana (Novak). Last contact: 22 November 2016")
    due.table.choose(1)
    pages.click(due.keep_button)
    assert due.form.fault("until")
    assert due.form.fault("reason")
    later = days(40)
    pages.fill(due.form, until=f"{later.day}/{later.month}/{later.year}", reason="His sister came back")
    pages.click(due.keep_button)
    assert [row[0] for row in due.table.texts()] == ["Ana"]
    assert due.form.field("reason").value() == ""
    assert provider.people.get(old[1]).known_as == "Ben"


def test_a_record_is_held_and_the_hold_lifted_by_hand(
    pages: Pages, provider: Provider, old: list[str]
) -> None:
    due = opened(pages, DUE).due
    pages.fill(due.form, reason="The insurer asked")
    pages.click(due.hold_button)
    assert [row[0] for row in due.table.texts()] == ["Ben"]
    assert due.held.texts() == [["Ana", "22 November 2026", "The insurer asked"]]
    due.held.choose(0)
    asked = pages.answering("Lift the hold")
    pages.click(due.lift_button)
    assert "The insurer asked" in asked[0]
    assert due.held.texts() == []
    assert len(due.table.texts()) == 2


def test_somebody_who_is_not_due_can_be_held_too(pages: Pages, provider: Provider) -> None:
    provider.people.add(a_person("Cas"))
    due = opened(pages, DUE).due
    assert due.table.texts() == []
    assert not due.hold_button.isEnabled()
    type_into(pages, due.picker, "cas")
    assert due.who.text() == "About Cas"
    pages.fill(due.form, reason="A claim")
    pages.click(due.hold_button)
    assert [row[0] for row in due.held.texts()] == ["Cas"]


def test_the_schedule_is_changed_and_faults_stand_beside_the_number(
    pages: Pages, provider: Provider, old: list[str]
) -> None:
    due = opened(pages, DUE).due
    schedule = due.schedule
    assert schedule.field("supported_until_age").value() == 25
    pages.fill(schedule, never_supported="20", journal="")
    pages.click(schedule.save_button)
    assert schedule.fault("journal") == "Write a number of years."
    pages.fill(schedule, journal="700")
    pages.click(schedule.save_button)
    assert "between 0 and 100" in schedule.fault("journal")
    assert len(due.table.texts()) == 2
    pages.fill(schedule, journal="7")
    pages.click(schedule.save_button)
    assert provider.retention.schedule()[Kind.JOURNAL].years == 7
    assert due.table.texts() == []


@pytest.fixture
def ana(provider: Provider) -> str:
    boxing = provider.interventions.add(an_intervention()).id
    people = [provider.people.add(a_person(name)).id for name in ("Ana", "Ben")]
    for person_id in people:
        provider.enrolments.add(person_id, boxing, an_enrolment())
    evening = provider.sessions.log(a_session(boxing, days(-1))).id
    noted(provider, evening, people[0], Mark.PRESENT, "Came with Ben. Went with Ben's mum.")
    noted(provider, evening, people[1], Mark.PRESENT, "Came with Ana")
    return people[0]


def test_a_request_is_noted_looked_through_and_answered(
    pages: Pages, provider: Provider, ana: str, tmp_path: Path
) -> None:
    access = opened(pages, ACCESS).access
    assert not access.note_button.isEnabled()
    type_into(pages, access.picker, "Ana")
    pages.click(access.note_button)
    assert access.form.fault("asked_by")
    pages.fill(access.form, asked_by="Her mother", asked_on=f"{TODAY.day}/{TODAY.month}/{TODAY.year}")
    pages.click(access.note_button)
    assert access.table.texts() == [["Ana", "Her mother", "22 November 2026", "22 December 2026", ""]]
    listed = [text for _, text in zip(access.names.value(), texts(access.names), strict=True)]
    assert listed[0].startswith("Ben: “Came with Ben.”")
    kept = access.names.value()[1]
    access.names.set_value([key for key in access.names.value() if key != kept])
    access.passphrase.edit.setText("not my passphrase")
    access.write_into(tmp_path / "out")
    pages.settle()
    assert access.pack.fault("passphrase")
    assert not (tmp_path / "out").exists()
    assert access.names.left() == (kept,)
    access.passphrase.edit.setText(PASSPHRASE)
    asked = pages.answering("Close")
    access.write_into(tmp_path / "out")
    pages.settle()
    assert "not encrypted" in asked[0]
    assert access.table.texts()[0][-1] == "22 November 2026"
    assert access.passphrase.value() == ""
    (data,) = (tmp_path / "out").glob("*.json")
    sections = {one["name"]: one["rows"] for one in json.loads(data.read_text("utf-8"))["sections"]}
    assert sections["sessions"][0]["Note"] == "Came with [name removed]. Went with Ben's mum."


def texts(field: object) -> list[str]:
    model = field.model  # type: ignore[attr-defined]  # the list of ticks
    return [model.item(row).text() for row in range(model.rowCount())]


def test_enter_takes_nobody_whose_name_only_sounds_like_it(pages: Pages, ana: str) -> None:
    erase = opened(pages, ERASE).erase
    type_into(pages, erase.picker, "Anna")
    assert [line[0] for line in erase.picker.found.texts()] == ["Ana (sounds like)"]
    assert not erase.card.isVisible()


def test_a_record_is_erased_after_two_questions(pages: Pages, provider: Provider, ana: str) -> None:
    erase = opened(pages, ERASE).erase
    assert not erase.card.isVisible()
    type_into(pages, erase.picker, "Ana")
    assert erase.who.text() == "Ana"
    assert "1 journey, 1 mark in a register, with its note" in erase.goes.text()
    assert texts(erase.names) == ["The register of 21 November 2026, beside Ben: “Came with Ana”"]
    pages.click(erase.erase_button)
    assert erase.form.fault("reason") == "Choose why the record is erased."
    pages.fill(erase.form, reason="they_asked", passphrase="a wrong passphrase")
    pages.answering("Keep the record")
    pages.click(erase.erase_button)
    assert provider.people.get(ana).known_as == "Ana"
    pages.answering("Erase for good")
    pages.click(erase.erase_button)
    assert erase.form.fault("passphrase")
    assert provider.people.get(ana).known_as == "Ana"
    pages.fill(erase.form, passphrase=PASSPHRASE)
    asked = pages.answering("Erase for good")
    pages.click(erase.erase_button)
    assert "cannot be taken back" in asked[0]
    assert "Nothing of Ana is left" in pages.message()
    assert provider.people.search("Ana") == ()
    assert not erase.card.isVisible()
    assert erase.done.texts() == [["22 November 2026", "They, or a parent or carer, asked for it", "3"]]


def test_a_hold_is_shown_and_forbids_it(pages: Pages, provider: Provider, ana: str) -> None:
    provider.retention.hold(ana, "The police asked")
    erase = opened(pages, ERASE).erase
    type_into(pages, erase.picker, "Ana")
    assert erase.held.text() == "Under a legal hold, so it cannot be erased: The police asked"
    assert not erase.erase_button.isEnabled()


def test_a_concern_is_shown_and_forbids_it(pages: Pages, provider: Provider, ana: str) -> None:
    provider.concerns.raise_concern(a_concern(ana))
    screen = opened(pages, ERASE)
    type_into(pages, screen.erase.picker, "Ana")
    assert "the designated safeguarding lead decides" in screen.erase.held.text()
    assert not screen.erase.erase_button.isEnabled()
    screen.tabs.setCurrentIndex(DUE)
    pages.settle()
    screen.due.held.choose(0)
    assert screen.due.held.texts()[0][0] == "Ana"
    assert not screen.due.lift_button.isEnabled()
    provider.retention.hold(ana, "The police asked")
    screen.due.load()
    pages.settle()
    assert screen.due.lift_button.isEnabled()


def test_whoever_reviews_a_pack_is_told_of_concerns_that_are_not_in_it(
    pages: Pages, provider: Provider, ana: str
) -> None:
    provider.subject_access.note(ana, "Ana herself", TODAY)
    access = opened(pages, ACCESS).access
    access.table.choose(0)
    pages.settle()
    assert not access.withheld.isVisible()
    provider.concerns.raise_concern(a_concern(ana))
    access._choose(access.table.current())
    pages.settle()
    assert access.withheld.isVisible()
    assert "ask the designated safeguarding lead" in access.withheld.text()


def test_the_queue_leads_to_erasing_and_to_the_record(
    pages: Pages, provider: Provider, old: list[str]
) -> None:
    screen = opened(pages, DUE)
    screen.due.table.choose(1)
    pages.click(screen.due.erase_button)
    assert screen.tabs.currentIndex() == ERASE
    assert screen.erase.who.text() == "Ben (Novak)"
    screen.tabs.setCurrentIndex(DUE)
    pages.key(screen.due.table.view, Qt.Key.Key_Return)
    assert pages.shown(PersonScreen).name.text() == "Ben"


def test_locking_forgets_whom_it_was_about(pages: Pages, provider: Provider, old: list[str]) -> None:
    provider.subject_access.note(old[0], "Her mother", date(2026, 11, 1))
    screen = opened(pages, ERASE)
    type_into(pages, screen.erase.picker, "Ben")
    screen.erase.passphrase.edit.setText(PASSPHRASE)
    screen.access.table.choose(0)
    pages.settle()
    pages.frame.forget()
    shown = [
        *screen.due.table.texts(),
        *screen.access.table.texts(),
        screen.erase.who.text(),
        screen.erase.goes.text(),
        screen.erase.passphrase.value(),
        screen.due.who.text(),
        screen.access.about.text(),
    ]
    assert not any("Ana" in str(one) or "Ben" in str(one) or PASSPHRASE in str(one) for one in shown)
