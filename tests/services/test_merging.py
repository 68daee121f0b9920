"""One person who stood in the store twice: brought together, counted once, and parted again as it was."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
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
from vrp_desktop.domain import codes
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
AREAS = [code.code for code in codes.code_list("focus_area").codes]
ENDING = codes.code_list("ending").codes[0].code


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
        rows: dict[str, dict[str, Any]] = {
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
            "story": {
                "intervention_id": boxing, "quarter": "2026-27-Q2", "position": 1, "kind": "voice",
                "title": "", "words": "I sleep now.", "changed": "", "consent": "",
            },
        }  # fmt: skip
        for name, row in rows.items():
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
    alone = provider.sessions.log(a_session(boxing, days(-1))).id
    for person in (zoe, zowie):
        provider.registers.mark(session, person, Mark.PRESENT)
    provider.registers.mark(alone, zowie, Mark.PRESENT)
    before = provider.returns.counted(boxing, QUARTER)
    sent = provider.returns.prepare(boxing, QUARTER, tmp_path / "sent", final=True).document.to_bytes()
    provider.merging.merge(zoe, zowie)
    after = provider.returns.counted(boxing, QUARTER)
    changed = differing(before, after)
    changed.pop(("R14", "warnings", "value"), None)  # What was missing in two records is missing in one.
    assert changed, "the return says so"
    assert changed["R2", "supported_quarter", "people"] == (2, 1)
    assert {was - now for was, now in changed.values() if isinstance(was, int)} == {1}, "and nothing more"
    with provider.workspace.store.reading() as tx:
        (kept,) = tx.rows(select(models.release))
        assert kept["document"] == sent, "what was sent stays"
    since = provider.returns.preview(boxing, QUARTER).since
    assert since is not None
    told = {(one.place.about, one.what) for one in since.corrections}
    joined = "Two records of one person brought together, or parted"
    assert ("Session of 21 November 2026, Northside Hall", joined) in told
    assert any(about.startswith("Session of 22 November") for about, _ in told)


def differing(one: Any, other: Any) -> dict[Any, tuple[Any, Any]]:
    before, after = (values(document) for document in (one, other))
    return {
        key: (before.get(key), after.get(key)) for key in before | after if before.get(key) != after.get(key)
    }


def values(document: Any) -> dict[Any, Any]:
    return {figure.key: figure.value for figure in document.figures}


def test_two_times_in_one_group_become_one_span(
    provider: Provider, zoe: str, zowie: str, boxing: str, clock: Clock
) -> None:
    clock.go(days=-50)
    early = Provider(replace(provider.workspace, clock=clock))
    group = early.groups.add(GroupDetails(boxing, "Boxers", closed=True), (zoe,)).id
    clock.go(days=20)
    early.groups.join(group, zowie)
    clock.go(days=10)
    early.groups.leave(group, zoe)
    clock.go(days=20)
    before = everything(provider)
    merge = provider.merging.merge(zoe, zowie).id
    (one,) = provider.groups.members(group)
    assert (one.person_id, one.joined_on, one.left_on) == (zoe, days(-50), None)
    provider.merging.part(merge)
    assert everything(provider) == before


def test_times_in_a_group_with_a_gap_between_them_stay_two(
    provider: Provider, zoe: str, zowie: str, boxing: str, clock: Clock
) -> None:
    clock.go(days=-50)
    group = provider.groups.add(GroupDetails(boxing, "Boxers"), (zoe,)).id
    clock.go(days=10)
    provider.groups.leave(group, zoe)
    clock.go(days=20)
    provider.groups.join(group, zowie)
    clock.go(days=20)
    provider.merging.merge(zoe, zowie)
    assert len(provider.groups.members(group)) == 2


def test_the_same_journey_written_twice_becomes_one_with_all_that_hangs_on_it(
    provider: Provider, zoe: str, zowie: str, boxing: str
) -> None:
    area, other = AREAS[:2]
    mine = provider.enrolments.add(zoe, boxing, an_enrolment(focus_areas=(area,), referral_source=None)).id
    theirs = provider.enrolments.add(zowie, boxing, an_enrolment(focus_areas=(area, other))).id
    for journey, words in ((mine, "Sleep"), (theirs, "Box")):
        goal = provider.outcomes.set_goal(journey, a_goal(words)).id
        provider.outcomes.record(journey, Instrument.GOAL, goal, Stage.BEFORE, TODAY, 3)
        provider.outcomes.record(journey, Instrument.DISTANCE, area, Stage.BEFORE, TODAY, 2)
    before = everything(provider)
    merge = provider.merging.merge(zoe, zowie).id
    (one,) = provider.enrolments.of_person(zoe)
    assert (one.id, one.details.referral_source) == (mine, "school")
    assert set(one.details.focus_areas) == {area, other}
    sheet = provider.outcomes.sheet(mine)
    assert {goal.details.words for goal in sheet.goals} == {"Sleep", "Box"}
    assert len([each for each in sheet.readings if each.instrument is Instrument.DISTANCE]) == 1
    provider.merging.part(merge)
    assert everything(provider) == before


@pytest.mark.parametrize(
    ("theirs", "refused"),
    [
        (an_enrolment(days(-30)), True),
        (an_enrolment(days(-60), ended_on=days(-1), ending=ENDING), True),
        (an_enrolment(days(-60), referral_source="police"), True),
        (an_enrolment(days(-200), ended_on=days(-60), ending=ENDING), False),
    ],
)
def test_journeys_that_share_time_and_are_not_the_same_are_refused_with_what_to_do(
    provider: Provider, zoe: str, zowie: str, boxing: str, theirs: Any, refused: bool
) -> None:
    provider.enrolments.add(zoe, boxing, an_enrolment(days(-60)))
    provider.enrolments.add(zowie, boxing, theirs)
    forbidden = provider.merging.preview(zoe, zowie).forbidden
    assert bool(forbidden) is refused
    if not refused:
        provider.merging.merge(zoe, zowie)
        assert len(provider.enrolments.of_person(zoe)) == 2
        return
    assert "Northside Boxing" in forbidden[0].words
    before = everything(provider)
    with pytest.raises(Refused) as said:
        provider.merging.merge(zoe, zowie)
    assert str(said.value) == forbidden[0].words
    assert len(forbidden[0].journeys) == 2
    assert everything(provider) == before, "nothing was half done"


def test_it_says_whose_journey_to_end_first(provider: Provider, zoe: str, zowie: str, boxing: str) -> None:
    provider.enrolments.add(zoe, boxing, an_enrolment(days(-60)))
    second = provider.enrolments.add(zowie, boxing, an_enrolment(days(-30))).id
    (said,) = provider.merging.preview(zoe, zowie).forbidden
    assert "Zoë (stays) from 23 September 2026, Zowie (becomes part of it) from 23 October" in said.words
    assert "end the first, on 23 October 2026 or before" in said.words
    (first,) = provider.enrolments.of_person(zoe)
    ended = replace(first.details, ended_on=days(-30), ending=ENDING)
    provider.enrolments.change(first.id, ended)
    provider.merging.merge(zoe, zowie)
    assert {one.id for one in provider.enrolments.of_person(zoe)} == {first.id, second}


def test_more_goals_than_can_be_worked_on_are_refused(
    provider: Provider, zoe: str, zowie: str, boxing: str
) -> None:
    for person, goals in ((zoe, 2), (zowie, 2)):
        journey = provider.enrolments.add(person, boxing, an_enrolment()).id
        for number in range(goals):
            provider.outcomes.set_goal(journey, a_goal(f"Goal {number}"))
    with pytest.raises(Refused, match="4 goals that are not met"):
        provider.merging.merge(zoe, zowie)


def test_what_they_were_to_each_other_goes_and_what_both_had_is_one(
    provider: Provider, zoe: str, zowie: str
) -> None:
    nan = provider.people.add(a_person("Nan")).id
    provider.network.add(zoe, LinkDetails("sibling"), zowie)
    provider.network.add(zoe, LinkDetails("grandparent", contact="Mornings"), nan)
    provider.network.add(zowie, LinkDetails("grandparent", contact="07700 900123", trusted=True), nan)
    provider.network.add(nan, LinkDetails("other"), zowie)
    provider.network.add(zowie, LinkDetails("friend", "Bo"))
    before = everything(provider)
    merge = provider.merging.merge(zoe, zowie).id
    links = provider.network.of_person(zoe)
    assert sorted((one.name, one.words, one.contact) for one in links) == [
        ("Bo", "Friend", ""),
        ("Nan", "Grandparent", "Mornings\n07700 900123"),
        ("Nan", "Other", ""),
    ]
    provider.merging.part(merge)
    assert everything(provider) == before


def test_a_page_half_typed_on_both_is_that_of_the_kept_one(provider: Provider, zoe: str, zowie: str) -> None:
    for person, words in ((zoe, "kept"), (zowie, "gone")):
        provider.drafts.keep("person", person, {"who": {"known_as": words}})
    provider.drafts.keep("concern", zowie, {"x": {"seen": "only there"}})
    before = everything(provider)
    merge = provider.merging.merge(zoe, zowie).id
    drafts = provider.drafts
    page, concern = drafts.of("person", zoe), drafts.of("concern", zoe)
    assert page is not None
    assert concern is not None
    assert page.fields == {"who": {"known_as": "kept"}}
    assert concern.fields == {"x": {"seen": "only there"}}
    provider.merging.part(merge)
    assert everything(provider) == before


def test_the_preview_says_what_would_stand(provider: Provider, zoe: str, zowie: str, boxing: str) -> None:
    session = provider.sessions.log(a_session(boxing)).id
    for person in (zoe, zowie):
        provider.registers.mark(session, person, Mark.PRESENT)
    shown = provider.merging.preview(zoe, zowie)
    assert (shown.kept.known_as, shown.gone.known_as) == ("Zoë", "Zowie")
    assert shown.kept.holds == ("1 session",)
    assert shown.joined == ("1 session in which both stand in the register",)
    assert {one.field: (one.kept, one.gone, one.stands.value) for one in shown.fields} == {
        "known_as": ("Zoë", "Zowie", "kept"),
        "given_name": ("Zoë", "", "kept"),
        "approximate_age": ("", "14", "gone"),
        "sex": ("", "Female", "gone"),
        "enjoys": ("Boxing", "Drawing", "both"),
    }


def test_what_is_chosen_stands(provider: Provider, zoe: str, zowie: str) -> None:
    provider.merging.merge(zoe, zowie, {"known_as": Choice.GONE, "enjoys": Choice.KEPT})
    details = provider.people.get(zoe).details
    assert (details.known_as, details.enjoys, details.approximate_age) == ("Zowie", "Boxing", 14)
    assert details.approximate_age_on == TODAY
    assert [line.id for line in provider.people.search("zowie")] == [zoe]


def test_both_say_it_one_below_the_other(provider: Provider, zoe: str, zowie: str) -> None:
    provider.merging.merge(zoe, zowie)
    assert provider.people.get(zoe).details.enjoys == "Boxing\nDrawing"


def test_a_record_is_not_merged_with_itself_nor_with_one_that_is_gone(
    provider: Provider, zoe: str, zowie: str
) -> None:
    for call in (provider.merging.preview, provider.merging.merge):
        with pytest.raises(Refused, match="one and the same"):
            call(zoe, zoe)
    provider.erasure.erase(zowie, "they_asked", PASSPHRASE)
    for kept, gone in ((zoe, zowie), (zowie, zoe)):
        with pytest.raises(Refused, match="not here any more"):
            provider.merging.merge(kept, gone)


def test_both_records_have_to_be_in_sight(provider: Provider, zoe: str, zowie: str, boxing: str) -> None:
    actor = Actor(new_id(), "Wren", frozenset({Role.WORKER}))
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, actor)
    provider.assignments.assign(actor.id, (boxing,))
    worker = Provider(replace(workspace, actor=actor))
    provider.enrolments.add(zoe, boxing, an_enrolment())
    for kept, gone in ((zoe, zowie), (zowie, zoe)):
        with pytest.raises(Refused, match="not among your interventions"):
            worker.merging.preview(kept, gone)
        with pytest.raises(Refused, match="not among your interventions"):
            worker.merging.merge(kept, gone)
    assert worker.merging.suggest(zoe) == ()
    merge = provider.merging.merge(zowie, zoe).id
    assert [one.id for one in worker.merging.recent()] == [merge]
    outside = provider.people.add(a_person("Bo")).id
    hidden = provider.merging.merge(outside, provider.people.add(a_person("Bob")).id).id
    assert [one.id for one in worker.merging.recent()] == [merge]
    with pytest.raises(Refused, match="not among your interventions"):
        worker.merging.part(hidden)


def test_a_legal_hold_and_a_concern_go_with_the_record(provider: Provider, zoe: str, zowie: str) -> None:
    provider.retention.hold(zowie, "A claim")
    provider.concerns.raise_concern(a_concern(zowie))
    merge = provider.merging.merge(zoe, zowie).id
    assert len(provider.concerns.of_person(zoe)) == 1
    with pytest.raises(Refused, match="legal hold"):
        provider.erasure.erase(zoe, "they_asked", PASSPHRASE)
    provider.merging.part(merge)
    assert provider.concerns.of_person(zoe) == ()
    provider.erasure.erase(zoe, "they_asked", PASSPHRASE)
    with pytest.raises(Refused, match="legal hold"):
        provider.erasure.erase(zowie, "they_asked", PASSPHRASE)


def test_what_was_added_later_stays_and_what_was_changed_stays_as_it_is_now(
    provider: Provider, zoe: str, zowie: str, boxing: str
) -> None:
    both, alone, later = (provider.sessions.log(a_session(boxing, days(-n))).id for n in (3, 2, 1))
    noted(provider, both, zoe, Mark.PRESENT, "")
    noted(provider, both, zowie, Mark.ABSENT, "")
    noted(provider, alone, zowie, Mark.PRESENT, "")
    link = provider.network.add(zowie, LinkDetails("friend", "Bo")).id
    merge = provider.merging.merge(zoe, zowie).id
    provider.registers.mark(later, zoe, Mark.PRESENT)
    provider.registers.mark(both, zoe, Mark.LATE)
    provider.registers.remark(alone, zoe, Remark("Sang"))
    provider.network.remove(link)
    provider.people.change(zoe, replace(provider.people.get(zoe).details, enjoys="Chess"))
    parted = provider.merging.part(merge)
    assert parted.id == zowie
    assert set(parted.stayed) == {
        "Enjoys was changed since, and stays as it is now.",
        "Register: one was changed or removed since, and stays as it is now.",
        "Somebody in their life: one was changed or removed since, and stays as it is now.",
    }
    assert marked(provider, both) == [("Zoë", Mark.LATE, ""), ("Zowie", Mark.ABSENT, "")]
    assert marked(provider, alone) == [("Zowie", Mark.PRESENT, "Sang")], "their own, as it reads now"
    assert marked(provider, later) == [("Zoë", Mark.PRESENT, "")]
    assert provider.people.get(zowie).details.enjoys == "Drawing"
    assert provider.people.get(zoe).details.enjoys == "Chess"
    with pytest.raises(Refused, match="parted again already"):
        provider.merging.part(merge)


def test_a_mark_that_was_taken_off_since_comes_back_to_nobody(
    provider: Provider, zoe: str, zowie: str, boxing: str
) -> None:
    session = provider.sessions.log(a_session(boxing)).id
    for person in (zoe, zowie):
        provider.registers.mark(session, person, Mark.PRESENT)
    merge = provider.merging.merge(zoe, zowie).id
    provider.registers.take_off(session, zoe)
    assert provider.merging.part(merge).stayed == (
        "Register: one was changed or removed since, and stays as it is now.",
    )
    assert marked(provider, session) == []


def test_somebody_whom_both_knew_may_be_erased_in_between(provider: Provider, zoe: str, zowie: str) -> None:
    nan = provider.people.add(a_person("Nan")).id
    for person in (zoe, zowie):
        provider.network.add(person, LinkDetails("grandparent"), nan)
    merge = provider.merging.merge(zoe, zowie).id
    provider.erasure.erase(nan, "they_asked", PASSPHRASE)
    provider.merging.part(merge)
    assert provider.network.of_person(zowie) == ()


def test_one_after_the_other_is_parted_in_any_order(
    provider: Provider, zoe: str, zowie: str, boxing: str
) -> None:
    third = provider.people.add(a_person("Zoey")).id
    sessions = [provider.sessions.log(a_session(boxing, days(-n))).id for n in (1, 2, 3)]
    people = (zoe, zowie, third)
    for session, person in zip(sessions, people, strict=True):
        provider.registers.mark(session, person, Mark.PRESENT)
    before = everything(provider)
    first = provider.merging.merge(zowie, third).id
    second = provider.merging.merge(zoe, zowie).id
    provider.merging.part(first)
    assert marked(provider, sessions[2]) == [("Zoey", Mark.PRESENT, "")]
    provider.merging.part(second)
    assert everything(provider) == before


def test_after_thirty_days_it_is_for_good(provider: Provider, zoe: str, zowie: str, clock: Clock) -> None:
    merge = provider.merging.merge(zoe, zowie).id
    (told,) = provider.merging.recent()
    assert (told.known_as, told.gone, told.until) == ("Zoë", "Zowie", days(30))
    clock.go(days=30)
    assert len(provider.merging.recent()) == 1
    signed_in(provider, clock)
    assert record_of(provider, merge), "the thirtieth day still counts"
    clock.go(days=1)
    assert provider.merging.recent() == ()
    with pytest.raises(Refused, match="more than thirty days ago"):
        provider.merging.part(merge)
    signed_in(provider, clock)
    assert record_of(provider, merge) == {}
    with pytest.raises(Refused, match="more than thirty days ago"):
        provider.merging.part(merge)


def test_under_a_legal_hold_nothing_is_thrown_away(
    provider: Provider, zoe: str, zowie: str, clock: Clock
) -> None:
    provider.retention.hold(zowie, "A claim")
    merge = provider.merging.merge(zoe, zowie).id
    clock.go(days=31)
    signed_in(provider, clock)
    assert record_of(provider, merge)


def signed_in(provider: Provider, clock: Clock) -> None:
    """Somebody signs in, in a second window of the same folder's store."""
    folder = provider.workspace.folder
    provider.workspace.close()
    opened = stores.sign_in(folder, PASSPHRASE, clock)
    vars(provider.workspace)["store"] = opened.store


def record_of(provider: Provider, merge_id: str) -> Any:
    with provider.workspace.store.reading() as tx:
        return tx.scalar(select(models.merge.c.record).where(models.merge.c.id == merge_id))


FIRST, LAST, NICK = "Zebedee", "Quillfeather", "Zebbo"


@pytest.mark.parametrize("emptied", [False, True])
def test_erasing_the_kept_one_leaves_nothing_of_the_other_either(
    provider: Provider, zoe: str, boxing: str, clock: Clock, emptied: bool
) -> None:
    said = f"{FIRST} {LAST}"
    canary = provider.people.add(a_person(NICK, given_name=FIRST, family_name="Wobblethorpe")).id
    details = provider.people.get(canary).details
    provider.people.change(canary, replace(details, family_name=LAST, enjoys=f"{said} sings"))
    session = provider.sessions.log(a_session(boxing, note=f"{said} led.")).id
    noted(provider, session, canary, Mark.PRESENT, f"{NICK} came")
    noted(provider, session, zoe, Mark.PRESENT, "With the Wobblethorpe boys")
    provider.merging.merge(zoe, canary, {"enjoys": Choice.KEPT})
    if emptied:
        clock.go(days=31)
        signed_in(provider, clock)
    provider.erasure.erase(zoe, "they_asked", PASSPHRASE)
    folder = provider.workspace.folder
    key = keys.unlock(folder, PASSPHRASE).key
    content = decrypted.pages(folder / STORE_FILE, key) + decrypted.log(folder / f"{STORE_FILE}-wal", key)
    assert b"CREATE TABLE person" in content
    for word in (FIRST, LAST, NICK, "Wobblethorpe"):
        for form in (word, word.casefold()):
            assert form.encode() not in content, word
    assert provider.audit.verify().broken is None


def test_erasing_one_that_was_parted_again_takes_it_out_of_what_told_of_both(
    provider: Provider, zoe: str
) -> None:
    canary = provider.people.add(a_person("Zowie", enjoys="Wobbling with stilts")).id
    merge = provider.merging.merge(zoe, canary).id
    provider.merging.part(merge)
    provider.erasure.erase(canary, "they_asked", PASSPHRASE)
    folder = provider.workspace.folder
    key = keys.unlock(folder, PASSPHRASE).key
    content = decrypted.pages(folder / STORE_FILE, key) + decrypted.log(folder / f"{STORE_FILE}-wal", key)
    assert b"Wobbling with stilts" not in content
    assert provider.people.get(zoe).details.enjoys == "Boxing"


def test_a_backup_from_before_does_not_bring_the_other_back(
    provider: Provider, zoe: str, zowie: str, clock: Clock
) -> None:
    merged = provider.merging.merge(zoe, zowie)
    provider.merging.part(merged.id)  # The store as the backup would hold it: both are there.
    provider.merging.merge(zoe, zowie)
    provider.erasure.erase(zoe, "they_asked", PASSPHRASE)
    done = [one.person_id for one in provider.erasure.done()]
    assert set(done) == {zoe, zowie}
    again = provider.people.add(a_person("Somebody else")).id
    store = provider.workspace.store
    assert erasure.reapply(store, [*done], provider.workspace.actor.id, clock) == ()
    assert provider.people.get(again).known_as == "Somebody else"


def test_what_is_held_includes_what_came_from_the_other(
    provider: Provider, zoe: str, zowie: str, boxing: str, tmp_path: Path
) -> None:
    session = provider.sessions.log(a_session(boxing, note="Zowie led the warm-up. Bo followed.")).id
    other = provider.people.add(a_person("Bo")).id
    noted(provider, session, zowie, Mark.PRESENT, "Sang")
    noted(provider, session, other, Mark.PRESENT, "")
    provider.network.add(zowie, LinkDetails("parent", "Brenda", "07700 900123", note="Brenda works nights"))
    provider.merging.merge(zoe, zowie)
    request = provider.subject_access.note(zoe, "Her mother", TODAY).id
    names = {offer.name for offer in provider.subject_access.review(request).offers}
    assert "Brenda" in names, "whoever is written into a life is somebody else"
    assert "Zowie" not in names, "that is what they were called themselves"
    written = provider.subject_access.write(request, tmp_path / "out", PASSPHRASE)
    text = written.data.read_text(encoding="utf-8")
    data = {section["name"]: section["rows"] for section in json.loads(text)["sections"]}
    assert data["sessions"][0]["Note"] == "Sang\nZowie led the warm-up. [name removed] followed."
    assert data["network"] == [
        {
            "What they are": "Parent",
            "Who": "[name removed]",
            "What is known of them": "how to reach them is kept",
            "Note": "[name removed] works nights",
        }
    ]
    assert [row["What was done"] for row in data["merges"]] == ["Two records became one"]
    assert any("Drawing" in row["From and to"] for row in data["journal"]), "also the journal of the other"
    assert "07700" not in text, "a mother's number is hers to give"
    assert "Brenda" not in text


def test_likely_the_same_is_told_with_why(provider: Provider, boxing: str) -> None:
    def add(name: str, **fields: Any) -> str:
        person = provider.people.add(a_person(name, **fields)).id
        provider.enrolments.add(person, boxing, an_enrolment())
        return person

    born = date(2011, 5, 4)
    one = add("Zoë", family_name="O’Neill", birth_date=born)
    same = add("Zowie", family_name="ONeill", birth_date=born)
    swapped = add("Zoe", birth_date=date(2011, 4, 5))
    guess = add("zoe", approximate_age=15, approximate_age_on=TODAY)
    add("Zoe", approximate_age=30, approximate_age_on=TODAY)
    add("Zoe", birth_date=date(2009, 1, 1))
    add("Zoe", family_name="Khan", birth_date=born)
    add("Ben", family_name="O’Neill", birth_date=born)
    likely = provider.merging.suggest(one)
    assert [like.person_id for like in likely] == [same, swapped, guess]
    assert likely[0].reasons == (
        "A name that sounds alike",
        "born on the same day",
        "the same family name",
        "both in Northside Boxing",
    )
    assert provider.merging.suggest(provider.people.add(a_person("🙂")).id) == ()


def test_names_in_any_script_are_compared(provider: Provider) -> None:
    one = provider.people.add(a_person("Нина", approximate_age=14, approximate_age_on=TODAY)).id
    other = provider.people.add(a_person("нина", approximate_age=15, approximate_age_on=TODAY)).id
    assert [like.person_id for like in provider.merging.suggest(one)] == [other]
    long = "Ж" * 100_000
    provider.people.change(other, replace(provider.people.get(other).details, enjoys=long))
    merge = provider.merging.merge(one, other).id
    assert provider.people.get(one).details.enjoys == long
    provider.merging.part(merge)
    assert provider.people.get(other).details.enjoys == long


def test_trustees_merge_nobody(provider: Provider, zoe: str, zowie: str) -> None:
    with pytest.raises(Refused, match="role"):
        acting(provider, Role.TRUSTEE).merging.merge(zoe, zowie)


MARKS = st.none() | st.sampled_from(list(Mark))
AGO = st.sampled_from([100, 80, 60, 40, 20, 1])
SPANS = st.tuples(AGO, st.none() | AGO).map(
    lambda ago: (days(-ago[0]), None if ago[1] is None else days(-min(ago[0], ago[1])))
)


@st.composite
def lives(draw: st.DrawFn) -> dict[str, Any]:
    """What one of two people has in registers, journeys, groups and people around them, by chance."""
    return {
        # By session: not in the register at all, or in it with or without a mark.
        "marks": draw(
            st.lists(st.none() | st.tuples(MARKS, st.sampled_from(["", "Sang"])), min_size=4, max_size=4)
        ),
        "journeys": draw(st.lists(SPANS, max_size=2)),
        "source": draw(st.none() | st.just("school")),
        "areas": draw(st.lists(st.sampled_from(AREAS[:3]), unique=True)),
        "goals": draw(st.integers(0, 2)),
        "groups": draw(st.lists(SPANS, max_size=3)),
        "links": draw(st.lists(st.sampled_from(["friend", "sibling"]), unique=True)),
        "knows_other": draw(st.booleans()),
    }


def write_life(
    provider: Provider, person: str, other: str, third: str, life: dict[str, Any], where: dict[str, Any]
) -> None:
    tables, workspace = models.PROVIDER.tables, provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        for session, said in zip(where["sessions"], life["marks"], strict=True):
            if said is not None:
                mark, note = said
                row = {"session_id": session, "person_id": person, "mark": mark, "note": note, "excuse": None}
                made = tx.insert(tables["attendance"], row)
                tx.set_tags(made, "focus_areas", life["areas"])
        last: date | None = date.min
        for began, ended in sorted(life["journeys"], key=lambda span: span[0]):
            if last is None or began < last:
                continue  # One person's own journeys never share time.
            last = ended
            journey = tx.insert(
                tables["enrolment"],
                {
                    "person_id": person, "intervention_id": where["boxing"], "referred_on": began,
                    "referral_source": life["source"], "decision": "accepted", "decided_on": began,
                    "started_on": began, "ended_on": ended, "ending": ENDING if ended else None,
                },
            )  # fmt: skip
            tx.set_tags(journey, "focus_areas", life["areas"])
            for number in range(life["goals"]):
                goal = {"words": f"{number}", "focus_area": AREAS[0], "set_on": began}
                tx.insert(tables["goal"], {"enrolment_id": journey, **goal})
                reading = {"instrument": "distance", "item": AREAS[number], "stage": "before", "value": 2}
                tx.insert(tables["reading"], {"enrolment_id": journey, "taken_on": began, **reading})
        for joined, left in life["groups"]:
            span = {"joined_on": joined, "left_on": left}
            tx.insert(tables["group_member"], {"group_id": where["group"], "person_id": person, **span})
        for relation in life["links"]:
            for one, far in ((person, third), (third, person), *([(person, other)] * life["knows_other"])):
                blank = {
                    "name": "x",
                    "contact": "",
                    "trusted": False,
                    "lives_with": False,
                    "emergency": False,
                }
                link = {"person_id": one, "other_id": far, "relation": relation, "note": "", **blank}
                tx.insert(tables["relationship"], link)


@pytest.fixture
def place(provider: Provider, boxing: str) -> dict[str, Any]:
    group = provider.groups.add(GroupDetails(boxing, "Boxers")).id
    return {"boxing": boxing, "group": group}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives(), lives())
def test_whatever_both_have_is_counted_once_and_parted_to_the_last_row(
    provider: Provider, place: dict[str, Any], one: dict[str, Any], other: dict[str, Any]
) -> None:
    kept, gone, third = (provider.people.add(a_person(name)).id for name in ("Zoë", "Zowie", "Bo"))
    sessions = [provider.sessions.log(a_session(place["boxing"], days(-n))).id for n in range(4)]
    where = {**place, "sessions": sessions}
    write_life(provider, kept, gone, third, one, where)
    write_life(provider, gone, kept, third, other, where)
    before, counted = everything(provider), people_counted(provider, place["boxing"])
    attended = attended_by(provider, kept) | attended_by(provider, gone)
    try:
        merge = provider.merging.merge(kept, gone).id
    except Refused:
        assert everything(provider) == before
        assert provider.merging.preview(kept, gone).forbidden
        return
    assert attended_by(provider, kept) == attended
    assert gone not in str(everything(provider))
    assert people_counted(provider, place["boxing"]) <= counted
    spans = sorted(
        (row.joined_on, row.left_on or date.max)
        for row in provider.groups.members(place["group"])
        if row.person_id == kept
    )
    if not overlapping(one["groups"]) and not overlapping(other["groups"]):
        assert not overlapping(spans), "nobody belongs to a group twice at a time"
    assert provider.merging.part(merge).stayed == ()
    assert everything(provider) == before
    assert people_counted(provider, place["boxing"]) == counted


def overlapping(spans: Sequence[tuple[date, date | None]]) -> bool:
    """Whether any two spans share a day."""
    whole = sorted((first, last or date.max) for first, last in spans)
    return any(second[0] <= first[1] for first, second in pairwise(whole))


def attended_by(provider: Provider, person_id: str) -> set[str]:
    return {
        one.session_id
        for one in provider.sessions.of_person(person_id)
        if one.mark is not None and one.mark.attended
    }


def people_counted(provider: Provider, intervention_id: str) -> int:
    value = provider.returns.counted(intervention_id, QUARTER).get("R2", "supported_quarter", "people").value
    assert isinstance(value, int)
    return value
