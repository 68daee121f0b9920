"""One person who stood in the store twice: brought together, counted once, and parted again as it was."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.builders import (
    PASSPHRASE,
    TODAY,
    Clock,
    a_concern,
    a_goal,
    a_person,
    a_session,
    acting,
    an_enrolment,
    an_intervention,
    days,
    noted,
)
from tests.services import decrypted
from vrp_desktop.db import models
from vrp_desktop.db.queries import users
from vrp_desktop.db.store import STORE_FILE
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.groups import GroupDetails
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.merging import Choice
from vrp_desktop.domain.network import LinkDetails
from vrp_desktop.domain.outcomes import Instrument, Stage
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.sessions import Mark, Remark
from vrp_desktop.security import keys
from vrp_desktop.services import erasure, stores
from vrp_desktop.services.provider import Provider

QUARTER = Quarter.of(TODAY)
LEFT_OUT = {"journal", "merge"}


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def zoe(provider: Provider) -> str:
    return provider.people.add(a_person("Zoë", given_name="Zoë", enjoys="Boxing")).id


@pytest.fixture
def zowie(provider: Provider) -> str:
    details = a_person("Zowie", approximate_age=14, approximate_age_on=TODAY, enjoys="Drawing", sex="female")
    return provider.people.add(details).id


def everything(provider: Provider) -> dict[str, list[str]]:
    """Every row of every table but the journal and what is kept of merges."""
    with provider.workspace.store.reading() as tx:
        return {
            name: sorted(json.dumps(dict(row), default=str) for row in tx.rows(select(table)))
            for name, table in tx.tables.items()
            if name not in LEFT_OUT
        }


def rows_with(provider: Provider, person_id: str) -> list[str]:
    """The tables, but the journal and that of merges, in which an id stands."""
    return [name for name, rows in everything(provider).items() if any(person_id in row for row in rows)]


def marked(provider: Provider, session_id: str) -> list[tuple[str, Mark | None, str]]:
    rows = provider.registers.read(session_id).rows
    return [(row.known_as, row.mark, row.remark.note) for row in rows if row.mark or row.remark.note]


def supported(provider: Provider, intervention_id: str) -> int:
    document = provider.returns.counted(intervention_id, QUARTER)
    return int(
        next(f.value for f in document.figures if f.id == "R3.supported.quarter")
        if any(f.id == "R3.supported.quarter" for f in document.figures)
        else -1
    )


def whole_life(provider: Provider, person_id: str, boxing: str, other: str) -> None:
    """A row in every table that refers to a person, as far as services write them."""
    journey = provider.enrolments.add(
        person_id, boxing, an_enrolment(days(-100), focus_areas=("individual.mental_health",))
    ).id
    goal = provider.outcomes.set_goal(journey, a_goal()).id
    provider.outcomes.record(journey, Instrument.GOAL, goal, Stage.BEFORE, TODAY, 3)
    session = provider.sessions.log(a_session(boxing, days(-4))).id
    provider.registers.mark(session, person_id, Mark.PRESENT)
    provider.registers.remark(
        session, person_id, Remark("Came early", star=True, focus_areas=("individual.mental_health",))
    )
    provider.groups.add(GroupDetails(boxing, "Boxers"), (person_id,))
    provider.network.add(person_id, LinkDetails("parent", "Mum", "07700 900123"))
    provider.network.add(person_id, LinkDetails("friend"), other)
    provider.network.add(other, LinkDetails("trusted_adult"), person_id)
    provider.concerns.raise_concern(a_concern(person_id))
    provider.retention.hold(person_id, "A claim")
    provider.retention.keep(person_id, days(30), "Still needed")
    provider.subject_access.note(person_id, "Her mother", TODAY)
    provider.drafts.keep("person", person_id, {"who": {"known_as": "Z"}})
    workspace = provider.workspace
    user, values = workspace.actor.id, {"person_id": person_id}
    with workspace.store.writing(user, workspace.clock) as tx:
        for name, row in {
            "finding": {"code": "x", "standing": "y", "seen_on": TODAY, "words": "Brave", "written_by": user},
            "notice": {
                "told_on": TODAY, "told_to": "self", "form": "child", "how": "spoken", "note": "",
                "written_by": user,
            },
            "consent": {
                "kind": "share", "agreed": True, "given_by": "self", "name": "", "decided_on": TODAY,
                "how": "spoken", "note": "", "written_by": user,
            },
            "document": {
                "name": "A drawing", "kind": "other", "media_type": "image/png", "size": 3, "digest": "d",
                "content": b"abc", "added_on": TODAY, "added_by": user, "note": "",
            },
            "task": {"words": "Ring", "owner_id": user, "made_by": user, "made_on": TODAY},
            "access_grant": {"user_id": user, "reason": "", "from_at": "2026-01-01"},
        }.items():  # fmt: skip
            tx.insert(models.PROVIDER.tables[name], {**values, **row})


def test_everything_that_refers_to_the_one_who_goes_is_the_kept_one_s(
    provider: Provider, zoe: str, zowie: str, boxing: str
) -> None:
    ben = provider.people.add(a_person("Ben")).id
    whole_life(provider, zowie, boxing, ben)
    referring = {
        key.parent.table.name
        for table in models.PROVIDER.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "person"
    }
    there = set(rows_with(provider, zowie))
    assert there >= referring - {"merge"}, "a table that is added later belongs into whole_life"
    before = everything(provider)
    merge = provider.merging.merge(zoe, zowie).id
    assert rows_with(provider, zowie) == []
    with pytest.raises(Refused, match="not here any more"):
        provider.people.get(zowie)
    after = everything(provider)
    gone = {name: len(before[name]) - len(after[name]) for name in before if before[name] != after[name]}
    assert gone == {**dict.fromkeys((there | {"person"}), 0), "person": 1}, "nothing else is lost or made"
    assert provider.people.get(zoe).details.sex == "female"
    provider.merging.part(merge)
    assert everything(provider) == before


def test_it_is_one_change_in_the_journal_that_tells_of_both(
    provider: Provider, zoe: str, zowie: str, boxing: str
) -> None:
    provider.enrolments.add(zowie, boxing, an_enrolment())
    provider.merging.merge(zoe, zowie)
    latest = provider.audit.read()[0]
    entries = provider.audit.change(latest.change)
    assert {entry.entity for entry in entries} == {"person", "enrolment", "merge"}
    assert provider.audit.verify().broken is None
    assert provider.audit.why_not(latest.change) is not None, "it is parted, not undone"
    told = next(entry for entry in entries if entry.entity == "merge")
    assert told.fields["record"] is None, "what it takes to part them is not in the journal"


@pytest.mark.parametrize(
    ("kept", "gone", "stands"),
    [
        (Mark.PRESENT, Mark.ABSENT, Mark.PRESENT),
        (Mark.ABSENT, Mark.LATE, Mark.LATE),
        (Mark.EXCUSED, Mark.LEFT_EARLY, Mark.LEFT_EARLY),
        (Mark.LATE, Mark.PRESENT, Mark.LATE),
        (Mark.EXCUSED, Mark.ABSENT, Mark.EXCUSED),
        (Mark.PRESENT, Mark.PRESENT, Mark.PRESENT),
    ],
)
def test_two_marks_in_one_register_become_the_one_that_says_they_came(
    provider: Provider, zoe: str, zowie: str, boxing: str, kept: Mark, gone: Mark, stands: Mark
) -> None:
    session = provider.sessions.log(a_session(boxing)).id
    noted(provider, session, zoe, kept, "Quiet")
    noted(provider, session, zowie, gone, "Left with her nan")
    provider.registers.remark(session, zowie, Remark("Left with her nan", star=True))
    before = everything(provider)
    merge = provider.merging.merge(zoe, zowie).id
    assert marked(provider, session) == [("Zoë", stands, "Quiet\nLeft with her nan")]
    (row,) = (row for row in provider.registers.read(session).rows if row.person_id == zoe)
    assert row.remark.star
    provider.merging.part(merge)
    assert everything(provider) == before


def test_a_person_named_twice_is_counted_once(
    provider: Provider, zoe: str, zowie: str, boxing: str, tmp_path: Path
) -> None:
    session = provider.sessions.log(a_session(boxing)).id
    for person in (zoe, zowie):
        provider.registers.mark(session, person, Mark.PRESENT)
    before = provider.returns.counted(boxing, QUARTER)
    sent = provider.returns.prepare(boxing, QUARTER, tmp_path / "sent", final=True).document.to_bytes()
    provider.merging.merge(zoe, zowie)
    after = provider.returns.counted(boxing, QUARTER)
    changed = differing(before, after)
    assert changed, "the return says so"
    assert all(was - now == 1 for was, now in changed.values() if isinstance(was, int)), changed
    with provider.workspace.store.reading() as tx:
        (kept,) = tx.rows(select(models.release))
        assert kept["document"] == sent, "what was sent stays"
    since = provider.returns.preview(boxing, QUARTER).since
    assert since is not None
    assert since.corrections, "the page of returns tells that something has changed since"


def differing(one: Any, other: Any) -> dict[str, tuple[Any, Any]]:
    before, after = (values(document) for document in (one, other))
    return {
        key: (before.get(key), after.get(key))
        for key in before | after
        if before.get(key) != after.get(key)
    }


def values(document: Any) -> dict[str, Any]:
    return {figure.id: figure.value for figure in document.figures}
