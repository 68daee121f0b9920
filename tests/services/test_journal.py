"""Every change is journalled in its own transaction: who, when, which record and field, before and after."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.builders import (
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
from vrp_desktop.db.models import PROVIDER, attendance, person
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.organisation import OrganisationDetails
from vrp_desktop.domain.outcomes import Instrument, Stage
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.sessions import HeadCount, Mark, Remark, Status
from vrp_desktop.services.provider import Provider

JOURNAL = PROVIDER.tables["journal"]
AREA = "individual.mental_health"


class Journal:
    """What was written since it was last asked."""

    def __init__(self, provider: Provider) -> None:
        self._store = provider.workspace.store
        self._seen = 0
        self.news()

    def news(self) -> Sequence[Any]:
        with self._store.reading() as tx:
            found = tx.rows(select(JOURNAL).where(JOURNAL.c.seq > self._seen).order_by(JOURNAL.c.seq))
        self._seen = max((row["seq"] for row in found), default=self._seen)
        return found

    def told(self) -> list[tuple[str, str, dict[str, Any]]]:
        return [(row["action"], row["entity"], row["fields"]) for row in self.news()]


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def ana(provider: Provider, boxing: str) -> str:
    return enrolled(provider, boxing, "Ana")[0]


@pytest.fixture
def session(provider: Provider, boxing: str) -> str:
    return provider.sessions.log(a_session(boxing)).id


@pytest.fixture
def journal(provider: Provider, boxing: str, ana: str, session: str) -> Journal:
    """Reads what comes after the intervention, the person and the session are there."""
    return Journal(provider)


def test_an_entry_says_who_when_and_which_record(
    provider: Provider, journal: Journal, ana: str, clock: Clock
) -> None:
    clock.go(minutes=5)
    provider.people.change(ana, a_person("Anni", district="leeds"))
    (entry,) = journal.news()
    assert (entry["action"], entry["entity"], entry["row"], entry["subject"]) == (
        "update",
        "person",
        ana,
        ana,
    )
    assert entry["actor"] == provider.workspace.actor.id
    assert entry["at"].startswith("2026-11-22T19:05:00")
    assert entry["fields"] == {"known_as": ["Ana", "Anni"], "district": [None, "leeds"]}


def test_a_new_person_is_journalled_field_by_field_under_their_own_name(
    provider: Provider, journal: Journal
) -> None:
    born = date(2011, 5, 4)
    saved = provider.people.add(a_person("Ben", birth_date=born))
    (entry,) = journal.news()
    assert (entry["action"], entry["row"], entry["subject"]) == ("insert", saved.id, saved.id)
    assert entry["fields"]["known_as"] == [None, "Ben"]
    assert entry["fields"]["birth_date"] == [None, born.isoformat()]
    assert "folded" not in entry["fields"]


def test_saving_what_already_stands_there_writes_nothing(
    provider: Provider, journal: Journal, boxing: str, ana: str, session: str
) -> None:
    stored = provider.people.get(ana).details
    journal.news()
    provider.people.change(ana, stored)
    provider.interventions.change(boxing, provider.interventions.get(boxing).details)
    (journey,) = provider.enrolments.of_person(ana)
    provider.enrolments.change(journey.id, journey.details)
    provider.sessions.change(session, provider.sessions.get(session).details)
    provider.registers.mark(session, ana, None)
    provider.organisation.change(provider.organisation.details())
    assert journal.told() == []


def test_a_mark_set_changed_and_taken_back(
    provider: Provider, journal: Journal, ana: str, session: str
) -> None:
    provider.registers.mark(session, ana, Mark.PRESENT)
    provider.registers.mark(session, ana, Mark.LATE)
    provider.registers.remark(session, ana, Remark("Bus"))
    provider.registers.mark(session, ana, None)
    entries = journal.news()
    assert {entry["subject"] for entry in entries} == {ana}
    assert len({entry["change"] for entry in entries}) == 4
    assert [(entry["action"], entry["fields"]) for entry in entries] == [
        (
            "insert",
            {
                "session_id": [None, session],
                "person_id": [None, ana],
                "mark": [None, "present"],
                "note": [None, ""],
            },
        ),
        ("update", {"mark": ["present", "late"]}),
        ("update", {"note": ["", "Bus"]}),
        ("update", {"mark": ["late", None]}),
    ]


def test_what_is_taken_off_is_kept_in_the_journal(
    provider: Provider, journal: Journal, ana: str, session: str
) -> None:
    noted(provider, session, ana, Mark.PRESENT, "Came with her brother")
    journal.news()
    provider.registers.take_off(session, ana)
    ((action, entity, fields),) = journal.told()
    assert (action, entity) == ("delete", "attendance")
    assert fields["mark"] == ["present", None]
    assert fields["note"] == ["Came with her brother", None]


def test_all_present_is_one_change_of_many_rows(
    provider: Provider, journal: Journal, boxing: str, session: str
) -> None:
    people = enrolled(provider, boxing, "Ben", "Cas", "Dee")
    journal.news()
    provider.registers.mark_many(session, dict.fromkeys(people, Mark.PRESENT))
    entries = journal.news()
    assert [entry["subject"] for entry in entries] == people
    assert len({entry["change"] for entry in entries}) == 1


def test_a_newcomer_is_one_change_of_a_person_and_a_mark(
    provider: Provider, journal: Journal, session: str
) -> None:
    saved = provider.registers.add_newcomer(session, "Jojo", 12)
    entries = journal.news()
    assert [(entry["entity"], entry["subject"]) for entry in entries] == [
        ("person", saved.id),
        ("attendance", saved.id),
    ]
    assert len({entry["change"] for entry in entries}) == 1


def test_a_planned_session_that_took_place_says_so_in_the_journal(
    provider: Provider, journal: Journal, boxing: str, ana: str
) -> None:
    planned = provider.sessions.log(a_session(boxing, status=Status.PLANNED)).id
    journal.news()
    provider.registers.mark(planned, ana, Mark.PRESENT)
    assert [(action, entity) for action, entity, _ in journal.told()] == [
        ("update", "session"),
        ("insert", "attendance"),
    ]


def test_head_counts_are_changed_one_by_one(provider: Provider, journal: Journal, session: str) -> None:
    provider.registers.count_heads(session, [HeadCount("10-13", None, 4), HeadCount("14-15", None, 2)])
    journal.news()
    provider.registers.count_heads(session, [HeadCount("10-13", None, 5), HeadCount("26+", None, 1)])
    told = {(action, tuple(fields["count"])) for action, _, fields in journal.told()}
    assert told == {("update", (4, 5)), ("delete", (2, None)), ("insert", (None, 1))}


def test_a_code_more_and_a_code_less_are_changes_of_tags(
    provider: Provider, journal: Journal, boxing: str, ana: str
) -> None:
    (journey,) = provider.enrolments.of_person(ana)
    provider.enrolments.change(journey.id, replace(journey.details, focus_areas=(AREA,)))
    (entry,) = journal.news()
    assert (entry["action"], entry["entity"], entry["subject"]) == ("insert", "tag", ana)
    assert entry["fields"]["owner"] == [None, journey.id]
    assert entry["fields"]["field"] == [None, "focus_areas"]
    assert entry["fields"]["code"] == [None, AREA]
    provider.enrolments.change(journey.id, journey.details)
    assert [action for action, _, _ in journal.told()] == ["delete"]
    profile = provider.interventions.get(boxing).details
    provider.interventions.change(boxing, replace(profile, name="Ringside", districts=("leeds", "bradford")))
    assert [(action, entity) for action, entity, _ in journal.told()] == [
        ("update", "intervention"),
        ("insert", "tag"),
    ]


def test_a_journey_s_step_is_journalled_about_the_person(
    provider: Provider, journal: Journal, ana: str
) -> None:
    (journey,) = provider.enrolments.of_person(ana)
    provider.enrolments.change(journey.id, replace(journey.details, ended_on=TODAY, ending="completed"))
    (entry,) = journal.news()
    assert entry["subject"] == ana
    assert entry["fields"] == {"ended_on": [None, TODAY.isoformat()], "ending": [None, "completed"]}


def test_a_replaced_reading_is_an_update(provider: Provider, journal: Journal, ana: str) -> None:
    (journey,) = provider.enrolments.of_person(ana)
    for value in (2, 4):
        provider.outcomes.record(journey.id, Instrument.DISTANCE, AREA, Stage.BEFORE, TODAY, value)
    first, second = journal.news()
    assert first["action"] == "insert"
    assert (second["action"], second["row"], second["subject"]) == ("update", first["row"], ana)
    assert second["fields"] == {"value": [2, 4]}


def test_goals_are_journalled_about_the_person(provider: Provider, journal: Journal, ana: str) -> None:
    (journey,) = provider.enrolments.of_person(ana)
    goal = provider.outcomes.set_goal(journey.id, a_goal()).id
    provider.outcomes.change_goal(goal, a_goal(met_on=TODAY))
    set_, met = journal.news()
    assert set_["subject"] == met["subject"] == ana
    assert met["fields"] == {"met_on": [None, TODAY.isoformat()]}


def test_settings_are_journalled(provider: Provider, journal: Journal) -> None:
    provider.organisation.change(OrganisationDetails("Northside Youth", 8))
    assert journal.told() == [("update", "setting", {"value": [5, 8]})]


def test_somebody_else_s_change_carries_their_name(provider: Provider, journal: Journal, ana: str) -> None:
    worker = acting(provider, Role.MANAGER)
    somebody = replace(worker.workspace.actor, id="0190a000-0000-7000-8000-000000000001")
    Provider(replace(worker.workspace, actor=somebody)).people.change(ana, a_person("Anni"))
    assert [entry["actor"] for entry in journal.news()] == [somebody.id]


def rows_and_entries(provider: Provider) -> tuple[Any, ...]:
    with provider.workspace.store.reading() as tx:
        return tuple(tx.scalar(select(func.count()).select_from(table)) for table in PROVIDER.tables.values())


def test_a_refused_intention_leaves_neither_row_nor_entry(
    provider: Provider, boxing: str, ana: str, session: str
) -> None:
    (journey,) = provider.enrolments.of_person(ana)
    reader = acting(provider)
    before = rows_and_entries(provider)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: provider.people.add(a_person("")),
        lambda: provider.registers.add_newcomer(session, "Max", 300),
        lambda: provider.registers.mark_many(session, {ana: Mark.PRESENT, "nobody": Mark.PRESENT}),
        lambda: provider.registers.count_heads(session, [HeadCount("26+", None, 1), HeadCount("x", None, 1)]),
        lambda: provider.enrolments.add(ana, boxing, an_enrolment(days(-5))),
        lambda: provider.outcomes.record(journey.id, Instrument.DISTANCE, AREA, Stage.BEFORE, TODAY, 9),
        lambda: provider.interventions.add(an_intervention("lee-07")),
        lambda: provider.organisation.change(OrganisationDetails("Renamed", 4)),
        lambda: reader.registers.mark(session, ana, Mark.PRESENT),
    )
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
        assert rows_and_entries(provider) == before


def test_a_transaction_that_fails_half_way_leaves_neither_row_nor_entry(
    provider: Provider, ana: str, session: str
) -> None:
    before = rows_and_entries(provider)
    workspace = provider.workspace
    with suppress(ZeroDivisionError), workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        tx.update(person, ana, {"known_as": "Half"}, subject=ana)
        tx.insert(
            attendance,
            {"session_id": session, "person_id": ana, "mark": "present", "note": ""},
            subject=ana,
        )
        assert tx.scalar(select(func.count()).select_from(attendance)) == 1
        raise ZeroDivisionError
    assert rows_and_entries(provider) == before
    assert provider.people.get(ana).known_as == "Ana"
