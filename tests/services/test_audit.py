"""The journal read, filtered, taken out; who saw a record; a change taken back where it is safe."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.builders import (
    PASSPHRASE,
    TODAY,
    Clock,
    a_goal,
    a_person,
    a_session,
    acting,
    an_enrolment,
    an_intervention,
    days,
    enrolled,
    noted,
)
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.journal import LOCKED, Kind, Sought, Told
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.sessions import Mark, Status
from vrp_desktop.services import stores
from vrp_desktop.services.provider import Provider


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def ana(provider: Provider, boxing: str) -> str:
    return enrolled(provider, boxing, "Ana")[0]


@pytest.fixture
def session(provider: Provider, boxing: str) -> str:
    return provider.sessions.log(a_session(boxing)).id


def last(provider: Provider) -> Told:
    return provider.audit.read()[0]


def actions(provider: Provider, **sought: object) -> list[tuple[str, str]]:
    return [(told.action, told.entity) for told in provider.audit.read(Sought(**sought))]  # type: ignore[arg-type] # fields by name


def test_opening_a_record_is_noted_once_an_hour_for_each_person_and_user(
    provider: Provider, ana: str, boxing: str, clock: Clock
) -> None:
    (ben,) = enrolled(provider, boxing, "Ben")
    for person in (ana, ana, ben, ana):
        provider.people.get(person)
        clock.go(minutes=10)
    assert [told.about for told in provider.audit.read(Sought(kind=Kind.VIEWS))] == ["Ben", "Ana"]
    clock.go(minutes=30)
    provider.people.get(ana)
    seen = provider.audit.seen(ana)
    assert [told.who for told in seen] == ["Sam Okafor"] * 2
    assert seen[0].at - seen[1].at == timedelta(minutes=70)


def test_each_choice_keeps_to_its_entries(provider: Provider, ana: str, boxing: str, clock: Clock) -> None:
    clock.go(days=2)
    provider.people.get(ana)
    enrolled(provider, boxing, "Ben")
    day = TODAY + timedelta(days=2)
    assert actions(provider, kind=Kind.VIEWS) == [("viewed", "person")]
    assert {told.about for told in provider.audit.read(Sought(person="BE"))} == {"Ben"}
    assert {told.about for told in provider.audit.read(Sought(first=day, kind=Kind.CHANGES))} == {"Ben"}
    assert ("viewed", "person") not in actions(provider, last=TODAY)
    assert actions(provider, entity="person", row=ana) == [("viewed", "person"), ("insert", "person")]
    assert actions(provider, actor="nobody") == []
    every = provider.audit.read()
    assert provider.audit.read(Sought(before=every[3].seq, limit=2)) == every[4:6]


def test_signing_in_and_out_and_locking_are_told(provider_folder: Path, clock: Clock) -> None:
    with pytest.raises(Refused):
        stores.sign_in(provider_folder, "not the passphrase", clock)
    for how in (LOCKED, None):
        workspace = stores.sign_in(provider_folder, PASSPHRASE, clock)
        workspace.close(how) if how else workspace.close()
    workspace = stores.sign_in(provider_folder, PASSPHRASE, clock)
    told = Provider(workspace).audit.read(Sought(kind=Kind.SIGN_INS))[:5]
    workspace.close()
    assert [entry.action for entry in told] == ["signed in", "signed out", "signed in", "locked", "signed in"]
    assert told[-1].fields["refused_before"] == [None, 1]


def test_a_file_has_what_was_asked_for_no_formula_and_is_told(
    provider: Provider, boxing: str, tmp_path: Path
) -> None:
    provider.people.add(a_person("=HYPERLINK(1)"))
    text = provider.audit.export(Sought(kind=Kind.CHANGES), tmp_path / "journal.csv").read_text("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert ",=" not in text
    told = last(provider)
    assert (told.action, told.entity, told.fields["file"]) == ("exported", "journal", [None, "journal.csv"])
    book = provider.audit.export(Sought(kind=Kind.CHANGES), tmp_path / "journal.xlsx")
    cells = [cell for line in load_workbook(book)["Journal"].iter_rows() for cell in line]
    assert {cell.data_type for cell in cells if cell.value == "=HYPERLINK(1)"} == {"s"}


def test_an_administrator_reads_the_journal_without_a_child_in_it(
    provider: Provider, ana: str, tmp_path: Path
) -> None:
    provider.people.get(ana)
    alone = acting(provider, Role.ADMINISTRATOR)
    told = alone.audit.read(Sought(limit=1_000))
    about = [entry for entry in told if entry.entity in ("person", "enrolment", "tag")]
    assert about
    assert all(entry.withheld and not entry.about and not entry.fields and not entry.row for entry in about)
    assert "Ana" not in alone.audit.export(Sought(), tmp_path / "journal.csv").read_text("utf-8-sig")
    with pytest.raises(Refused, match="do not see people"):
        alone.audit.read(Sought(person="ana"))


def test_the_history_of_a_field(provider: Provider, ana: str) -> None:
    provider.people.change(ana, a_person("Annie"))
    provider.people.change(ana, a_person("Annie", district="leeds"))
    assert [told.fields["known_as"] for told in provider.audit.history("person", ana, "known_as")] == [
        ["Ana", "Annie"],
        [None, "Ana"],
    ]
    with pytest.raises(Refused, match="not among your interventions"):
        acting(provider, Role.WORKER).audit.history("person", ana)


# Taking a change back


def test_an_edit_is_taken_back_and_the_search_finds_the_name_again(provider: Provider, ana: str) -> None:
    provider.people.change(ana, a_person("Wrong", birth_date=days(-5_000)))
    provider.audit.undo(last(provider).change)
    assert provider.people.get(ana).details == a_person("Ana")
    assert [line.id for line in provider.people.search("ana")] == [ana]
    assert provider.people.search("wrong") == ()


def test_what_was_taken_back_can_be_taken_back(provider: Provider, ana: str) -> None:
    provider.people.change(ana, a_person("Wrong"))
    provider.audit.undo(last(provider).change)
    entry = next(told for told in provider.audit.read() if told.action == "update")
    with pytest.raises(Refused, match="Only what was recorded"):
        provider.audit.undo(entry.change)


def test_a_whole_register_is_taken_back_at_once(
    provider: Provider, boxing: str, ana: str, session: str
) -> None:
    people = [ana, *enrolled(provider, boxing, "Ben", "Cas")]
    provider.registers.mark_many(session, dict.fromkeys(people, Mark.PRESENT))
    provider.audit.undo(last(provider).change)
    assert provider.registers.read(session).came == 0
    noted(provider, session, ana, Mark.LATE, "Bus")
    provider.registers.take_off(session, ana)
    provider.audit.undo(last(provider).change)
    row = next(row for row in provider.registers.read(session).rows if row.person_id == ana)
    assert (row.mark, row.remark.note) == (Mark.LATE, "Bus")


def test_a_person_with_anything_added_since_stays(provider: Provider, boxing: str) -> None:
    person = provider.people.add(a_person("Ben")).id
    change = last(provider).change
    assert provider.audit.why_not(change) is None
    provider.enrolments.add(person, boxing, an_enrolment())
    with pytest.raises(Refused, match="Something was added to it later"):
        provider.audit.undo(change)
    assert provider.people.get(person).known_as == "Ben"


def test_what_was_changed_again_stays(provider: Provider, ana: str) -> None:
    provider.people.change(ana, a_person("Once"))
    change = last(provider).change
    provider.people.change(ana, a_person("Once", pronouns="she/her"))
    with pytest.raises(Refused, match="changed again later"):
        provider.audit.undo(change)


def test_nothing_is_taken_back_into_a_session_that_did_not_take_place(
    provider: Provider, ana: str, session: str
) -> None:
    provider.registers.mark(session, ana, Mark.PRESENT)
    provider.registers.take_off(session, ana)
    change = last(provider).change
    details = provider.sessions.get(session).details
    provider.sessions.change(session, replace(details, status=Status.CANCELLED, cancel_reason="staff"))
    with pytest.raises(Refused, match="did not take place"):
        provider.audit.undo(change)
    assert provider.registers.read(session).came == 0


def test_nobody_is_in_one_intervention_twice_at_once_after_it(
    provider: Provider, boxing: str, ana: str
) -> None:
    (journey,) = provider.enrolments.of_person(ana)
    provider.enrolments.change(journey.id, replace(journey.details, ended_on=days(-20), ending="completed"))
    change = last(provider).change
    provider.enrolments.add(ana, boxing, an_enrolment(days(-10)))
    with pytest.raises(Refused, match="another journey in the same intervention"):
        provider.audit.undo(change)


def test_settings_users_and_looks_are_not_taken_back(provider: Provider, ana: str) -> None:
    provider.people.get(ana)
    with pytest.raises(Refused, match="Only what was recorded"):
        provider.audit.undo(last(provider).change)
    with pytest.raises(Refused, match="Only what was recorded"):
        provider.audit.undo("no such change")


def test_a_goal_and_its_journal_come_back_together(provider: Provider, ana: str) -> None:
    (journey,) = provider.enrolments.of_person(ana)
    goal = provider.outcomes.set_goal(journey.id, a_goal()).id
    provider.outcomes.change_goal(goal, a_goal(met_on=TODAY))
    provider.audit.undo(last(provider).change)
    assert provider.outcomes.sheet(journey.id).goals[0].details.met_on is None
    assert provider.audit.verify().broken is None
