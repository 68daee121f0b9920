"""The register: regulars first, every tick saved, not marked is not absent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.builders import (
    TODAY,
    Clock,
    a_concern,
    a_goal,
    a_person,
    a_session,
    an_enrolment,
    an_intervention,
    days,
    enrolled,
    noted,
)
from vrp_desktop.db import models
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.domain.sessions import HeadCount, LastTime, Mark, Remark, Status, Trained
from vrp_desktop.services.provider import Provider

SIGN = {
    None: "☐",
    Mark.PRESENT: "☑",
    Mark.LATE: "◔",
    Mark.LEFT_EARLY: "◕",
    Mark.EXCUSED: "E",
    Mark.ABSENT: "✗",
}


def drawn(provider: Provider, session_id: str) -> list[str]:
    """A register as text, a newcomer or drop-in with a plus."""
    rows = provider.registers.read(session_id).rows
    return [f"{SIGN[row.mark]} {row.known_as}{'' if row.regular else ' +'}" for row in rows]


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def session(provider: Provider, boxing: str) -> str:
    return provider.sessions.log(a_session(boxing)).id


def test_regulars_by_preferred_name_then_the_others_who_came(
    provider: Provider, boxing: str, session: str
) -> None:
    enrolled(provider, boxing, "zoë", "Émile", "Ben")
    for name in ("Aaron", "Not here"):
        provider.people.add(a_person(name))
    (aaron,) = (line.id for line in provider.people.search("aaron"))
    assert drawn(provider, session) == ["☐ Ben", "☐ Émile", "☐ zoë"]
    provider.registers.mark(session, aaron, Mark.PRESENT)
    assert drawn(provider, session) == ["☐ Ben", "☐ Émile", "☐ zoë", "☑ Aaron +"]


def test_only_those_who_take_part_on_that_very_day_are_regulars(provider: Provider, boxing: str) -> None:
    session = provider.sessions.log(a_session(boxing, days(-1))).id
    art = provider.interventions.add(an_intervention("ART-1")).id
    journeys = {
        "Starts that day": an_enrolment(days(-9), started_on=days(-1)),
        "Starts the day after": an_enrolment(days(-9), started_on=TODAY),
        "Ends that day": an_enrolment(ended_on=days(-1), ending="completed"),
        "Ended the day before": an_enrolment(ended_on=days(-2), ending="completed"),
        "Waiting": an_enrolment(decision=None, decided_on=None, started_on=None),
        "Declined": an_enrolment(decision="declined", started_on=None),
    }
    for name, journey in journeys.items():
        provider.enrolments.add(provider.people.add(a_person(name)).id, boxing, journey)
    enrolled(provider, art, "Elsewhere")
    assert drawn(provider, session) == ["☐ Ends that day", "☐ Starts that day"]


def test_somebody_who_came_back_after_an_ending_is_listed_once(
    provider: Provider, boxing: str, session: str
) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    (journey,) = provider.enrolments.of_person(ana)
    provider.enrolments.change(journey.id, replace(journey.details, ended_on=TODAY, ending="disengaged"))
    again = an_enrolment(TODAY, decided_on=TODAY, started_on=TODAY)
    provider.enrolments.add(ana, boxing, again)
    assert drawn(provider, session) == ["☐ Ana"]


def test_the_age_is_the_one_on_the_day_of_the_session(provider: Provider, boxing: str) -> None:
    ben = provider.people.add(a_person("Ben", birth_date=date(2012, 11, 22))).id
    provider.enrolments.add(ben, boxing, an_enrolment())
    for day, age in ((days(-1), 13), (TODAY, 14)):
        (row,) = provider.registers.read(provider.sessions.log(a_session(boxing, day)).id).rows
        assert row.age == age


@pytest.mark.parametrize("mark", list(Mark))
def test_a_mark_is_set_changed_and_taken_back(
    provider: Provider, boxing: str, session: str, mark: Mark
) -> None:
    ana, _ = enrolled(provider, boxing, "Ana", "Ben")
    saved = provider.registers.mark(session, ana, mark)
    assert drawn(provider, session) == [f"{SIGN[mark]} Ana", "☐ Ben"]
    assert saved.changes.touch(Topic.REGISTER)
    assert saved.changes.touch(Topic.RETURNS)
    provider.registers.mark(session, ana, Mark.ABSENT)
    assert drawn(provider, session) == ["✗ Ana", "☐ Ben"]
    provider.registers.mark(session, ana, None)
    assert drawn(provider, session) == ["☐ Ana", "☐ Ben"]


def test_a_note_stays_until_another_is_written(provider: Provider, boxing: str, session: str) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")

    def note() -> str:
        return provider.registers.read(session).rows[0].remark.note

    noted(provider, session, ana, None, "Mum rang")
    assert note() == "Mum rang"
    provider.registers.mark(session, ana, Mark.EXCUSED)
    assert note() == "Mum rang"
    noted(provider, session, ana, Mark.EXCUSED, "")
    assert note() == ""


def test_taking_back_a_mark_that_was_never_set_writes_nothing(
    provider: Provider, boxing: str, session: str
) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    provider.registers.mark(session, ana, None)
    assert provider.sessions.of_person(ana) == ()


def test_a_drop_in_stays_in_sight_until_taken_off(provider: Provider, session: str) -> None:
    jojo = provider.people.add(a_person("Jojo")).id
    provider.registers.mark(session, jojo, Mark.PRESENT)
    provider.registers.mark(session, jojo, None)
    assert drawn(provider, session) == ["☐ Jojo +"]
    provider.registers.take_off(session, jojo)
    assert drawn(provider, session) == []
    provider.registers.take_off(session, jojo)


def test_all_present_is_one_change(provider: Provider, boxing: str, session: str) -> None:
    people = enrolled(provider, boxing, "Ana", "Ben", "Cas")
    provider.registers.mark(session, people[1], Mark.ABSENT)
    provider.registers.mark_many(session, dict.fromkeys(people, Mark.PRESENT))
    assert drawn(provider, session) == ["☑ Ana", "☑ Ben", "☑ Cas"]
    assert provider.registers.read(session).came == 3
    provider.registers.mark_many(session, dict.fromkeys(people))
    assert drawn(provider, session) == ["☐ Ana", "☐ Ben", "☐ Cas"]


def test_several_marks_are_all_saved_or_none(provider: Provider, boxing: str, session: str) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    with pytest.raises(Refused):
        provider.registers.mark_many(session, {ana: Mark.PRESENT, "nobody": Mark.PRESENT})
    assert drawn(provider, session) == ["☐ Ana"]


def test_a_newcomer_is_added_by_two_fields_and_is_there(
    provider: Provider, boxing: str, session: str
) -> None:
    saved = provider.registers.add_newcomer(session, " Jojo ", 14)
    assert drawn(provider, session) == ["☑ Jojo +"]
    details = provider.people.get(saved.id).details
    assert (details.known_as, details.approximate_age, details.approximate_age_on) == ("Jojo", 14, TODAY)
    assert saved.changes.touch(Topic.PEOPLE)
    assert provider.people.search("jojo")[0].age == 14


def test_a_newcomer_without_an_age_is_welcome_and_without_a_name_is_not(
    provider: Provider, session: str
) -> None:
    provider.registers.add_newcomer(session, "Jojo", None)
    for name, age, field in (("  ", 12, "known_as"), ("Max", 300, "approximate_age")):
        with pytest.raises(Refused) as refused:
            provider.registers.add_newcomer(session, name, age)
        assert set(refused.value.fields) == {field}
    assert provider.people.count() == 1


def test_a_cancelled_session_has_no_register_and_says_what_to_do(provider: Provider, boxing: str) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    cancelled = a_session(boxing, status=Status.CANCELLED, cancel_reason="weather")
    session = provider.sessions.log(cancelled).id
    attempts: tuple[Callable[[], object], ...] = (
        lambda: provider.registers.mark(session, ana, Mark.PRESENT),
        lambda: provider.registers.mark(session, ana, Mark.EXCUSED),
        lambda: provider.registers.mark_many(session, {ana: Mark.ABSENT}),
        lambda: provider.registers.add_newcomer(session, "Jojo", 12),
        lambda: provider.registers.count_heads(session, [HeadCount("10-13", None, 3)]),
    )
    for attempt in attempts:
        with pytest.raises(Refused, match="change it to delivered first"):
            attempt()
    assert drawn(provider, session) == ["☐ Ana"]
    assert provider.people.count() == 1


def test_a_mark_left_from_before_can_be_taken_back_in_a_cancelled_session(
    provider: Provider, boxing: str, session: str
) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    provider.registers.mark(session, ana, Mark.ABSENT)
    provider.sessions.change(session, a_session(boxing, status=Status.CANCELLED, cancel_reason="nobody_came"))
    provider.registers.mark(session, ana, None)
    provider.registers.count_heads(session, [])
    assert drawn(provider, session) == ["☐ Ana"]


def test_nobody_can_have_come_to_a_session_of_tomorrow_but_somebody_can_be_excused(
    provider: Provider, boxing: str
) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    session = provider.sessions.log(a_session(boxing, days(1), status=Status.PLANNED)).id
    for mark in (Mark.PRESENT, Mark.ABSENT):
        with pytest.raises(Refused, match="has not taken place yet"):
            provider.registers.mark(session, ana, mark)
    with pytest.raises(Refused, match="has not taken place yet"):
        provider.registers.count_heads(session, [HeadCount("26+", None, 1)])
    provider.registers.mark(session, ana, Mark.EXCUSED)
    assert drawn(provider, session) == ["E Ana"]
    assert provider.sessions.get(session).details.status is Status.PLANNED


def test_a_planned_session_is_delivered_once_somebody_came(
    provider: Provider, boxing: str, clock: Clock
) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    planned = [provider.sessions.log(a_session(boxing, days(1), status=Status.PLANNED)).id for _ in range(4)]
    clock.go(days=1)
    provider.registers.mark(planned[0], ana, Mark.ABSENT)
    provider.registers.mark(planned[1], ana, Mark.LATE)
    provider.registers.add_newcomer(planned[2], "Jojo", None)
    provider.registers.count_heads(planned[3], [HeadCount("not_known", None, 7, estimated=True)])
    assert [provider.sessions.get(one).details.status for one in planned] == [
        Status.PLANNED,
        Status.DELIVERED,
        Status.DELIVERED,
        Status.DELIVERED,
    ]


def test_head_counts_are_replaced_and_zeros_left_out(provider: Provider, session: str) -> None:
    def counted() -> set[HeadCount]:
        return set(provider.registers.read(session).head_counts)

    girls, boys = HeadCount("10-13", "female", 4), HeadCount("10-13", "male", 0)
    provider.registers.count_heads(session, [girls, boys])
    assert counted() == {girls}
    roughly = HeadCount("14-15", None, 9, estimated=True)
    provider.registers.count_heads(session, [replace(girls, count=5), roughly])
    assert counted() == {HeadCount("10-13", "female", 5), roughly}
    assert provider.registers.read(session).heads == 14
    provider.registers.count_heads(session, [replace(girls, count=1), roughly])
    assert provider.registers.read(session).heads == 10
    provider.registers.count_heads(session, [])
    assert counted() == set()


def test_head_counts_of_the_same_kind_are_added_up_counted_and_estimated_apart(
    provider: Provider, session: str
) -> None:
    some = HeadCount("16-17", "male", 2)
    provider.registers.count_heads(session, [some, some, replace(some, estimated=True)])
    assert set(provider.registers.read(session).head_counts) == {
        HeadCount("16-17", "male", 4),
        HeadCount("16-17", "male", 2, estimated=True),
    }


@pytest.mark.parametrize(
    ("faulty", "field"),
    [
        (HeadCount("10-13", None, -1), "count"),
        (HeadCount("10-13", None, 10_001), "count"),
        (HeadCount("teens", None, 1), "band"),
        (HeadCount("10-13", "blue", 1), "sex"),
    ],
)
def test_a_faulty_head_count_changes_nothing(
    provider: Provider, session: str, faulty: HeadCount, field: str
) -> None:
    good = HeadCount("10-13", None, 3)
    provider.registers.count_heads(session, [good])
    with pytest.raises(Refused) as refused:
        provider.registers.count_heads(session, [HeadCount("26+", None, 1), faulty])
    assert set(refused.value.fields) == {field}
    assert provider.registers.read(session).head_counts == (good,)


def test_a_person_s_record_says_which_sessions_they_were_in(
    provider: Provider, boxing: str, session: str
) -> None:
    ana, ben = enrolled(provider, boxing, "Ana", "Ben")
    earlier = provider.sessions.log(a_session(boxing, days(-7))).id
    noted(provider, earlier, ana, Mark.LATE, "Bus broke down")
    provider.registers.mark(session, ana, Mark.PRESENT)
    provider.registers.mark(session, ben, Mark.ABSENT)
    told = [(s.held_on, s.intervention, s.mark, s.remark.note) for s in provider.sessions.of_person(ana)]
    assert told == [
        (TODAY, "Northside Boxing", Mark.PRESENT, ""),
        (days(-7), "Northside Boxing", Mark.LATE, "Bus broke down"),
    ]
    assert [s.session_id for s in provider.sessions.of_person(ana, limit=1)] == [session]


def test_a_register_of_three_hundred_is_whole(provider: Provider, boxing: str, session: str) -> None:
    people = enrolled(provider, boxing, *(f"Ana {number:03}" for number in range(300)))
    provider.registers.mark_many(session, dict.fromkeys(people[:250], Mark.PRESENT))
    register = provider.registers.read(session)
    assert [row.person_id for row in register.rows] == people
    assert register.came == 250


def test_beside_a_mark_stands_what_to_remember(provider: Provider, boxing: str) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    session = provider.sessions.log(a_session(boxing)).id
    said = Remark("Mum rang", "ill", True, ("individual.mental_health",))
    provider.registers.mark(session, ana, Mark.EXCUSED)
    provider.registers.remark(session, ana, said)
    assert provider.registers.read(session).rows[0].remark == said
    assert provider.sessions.of_person(ana)[0].remark == said
    provider.registers.mark(session, ana, Mark.PRESENT)
    assert provider.registers.read(session).rows[0].remark == replace(said, excuse=None)
    for wrong in (Remark(excuse="bored"), Remark(focus_areas=("nothing",))):
        with pytest.raises(Refused):
            provider.registers.remark(session, ana, wrong)
    provider.registers.take_off(session, ana)
    tag = models.PROVIDER.tables["tag"]
    with provider.workspace.store.reading() as tx:
        assert not tx.rows(select(tag).where(tag.c.code == "individual.mental_health"))


def test_who_came_lately_stands_before_everybody_else(provider: Provider, boxing: str) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    zed, bo = (provider.people.add(a_person(name)).id for name in ("Zed", "Bo"))
    before = provider.sessions.log(a_session(boxing, days(-7), kind="open_access")).id
    provider.registers.mark_many(before, {zed: Mark.PRESENT, ana: Mark.PRESENT, bo: Mark.ABSENT})
    tonight = provider.sessions.log(a_session(boxing, kind="open_access")).id
    provider.registers.mark(tonight, bo, Mark.PRESENT)
    rows = provider.registers.read(tonight).rows
    assert [(row.known_as, row.regular, row.lately) for row in rows] == [
        ("Ana", True, False),
        ("Zed", False, True),
        ("Bo", False, False),
    ]
    other_kind = provider.sessions.log(a_session(boxing, kind="event")).id
    assert provider.registers.read(other_kind).rows == ()


def test_whose_journey_has_ended_is_said(provider: Provider, boxing: str) -> None:
    (ana,) = enrolled(provider, boxing, "Ana")
    (journey,) = provider.enrolments.of_person(ana)
    ended = replace(journey.details, ended_on=days(-10), ending="completed")
    provider.enrolments.change(journey.id, ended)
    session = provider.sessions.log(a_session(boxing)).id
    provider.registers.mark(session, ana, Mark.PRESENT)
    (row,) = provider.registers.read(session).rows
    assert (row.regular, row.ended_on) == (False, days(-10))


def test_professionals_are_counted_by_sector(provider: Provider, boxing: str) -> None:
    course = provider.sessions.log(a_session(boxing, kind="training", title="Trauma")).id
    lines = (Trained("police", 7, 41, 68), Trained("health", 3))
    provider.registers.count_trained(course, [*lines, Trained("faith", 0)])
    assert provider.registers.read(course).trained == lines
    provider.registers.count_trained(course, lines[1:])
    assert provider.registers.read(course).trained == lines[1:]
    assert provider.sessions.between(TODAY, TODAY)[0].trained == 3
    provider.registers.finish(course)
    for wrong in (Trained("army", 1), Trained("police", -1), Trained("police", 1, before=101)):
        with pytest.raises(Refused):
            provider.registers.count_trained(course, [wrong])


def test_a_pasted_list_comes_in_whole_or_not_at_all(
    provider: Provider, boxing: str, session: str, clock: Clock
) -> None:
    ana = enrolled(provider, boxing, "Ana")[0]
    dawud = provider.people.add(a_person("Dawud")).id
    with pytest.raises(Refused):
        provider.registers.bring_in(session, (ana, dawud), [("Tiny", 12), ("  ", None)])
    assert drawn(provider, session) == ["☐ Ana"]
    assert provider.people.count() == 2
    provider.registers.mark(session, ana, Mark.LATE)
    saved = provider.registers.bring_in(session, (ana, dawud), [("Tiny", 12), ("J", None)])
    assert drawn(provider, session) == ["☑ Ana", "☑ Dawud +", "☑ J +", "☑ Tiny +"]
    assert Topic.PEOPLE in saved.changes.topics
    (tiny,) = provider.people.search("Tiny")
    assert tiny.age == 12
    clock.go(days=-3)
    with pytest.raises(Refused, match="by this computer's clock today is 19 November 2026"):
        provider.registers.bring_in(session, (ana,), [("Late", None)])
    assert provider.people.count() == 4


def test_what_to_know_of_somebody_before_a_one_to_one(provider: Provider, boxing: str, session: str) -> None:
    ana = enrolled(provider, boxing, "Ana")[0]
    alone = provider.sessions.log(a_session(boxing, kind="one_to_one")).id
    assert provider.registers.last_time(alone, ana) == LastTime()
    (journey,) = provider.enrolments.of_person(ana)
    provider.outcomes.set_goal(journey.id, a_goal("Sleep better"))
    provider.outcomes.set_goal(journey.id, a_goal("Been met", met_on=TODAY))
    noted(provider, session, ana, Mark.PRESENT, "Laughed a lot")
    assert provider.registers.last_time(alone, ana) == LastTime(("Sleep better",), TODAY, "Laughed a lot")
    before = provider.sessions.log(
        a_session(boxing, days(-6), kind="one_to_one", note="Moves to her aunt.")
    ).id
    noted(provider, before, ana, Mark.LATE, "Tired")
    missed = provider.sessions.log(a_session(boxing, days(-2), kind="one_to_one", note="Did not come")).id
    provider.registers.mark(missed, ana, Mark.ABSENT)
    assert provider.registers.last_time(alone, ana) == LastTime(
        ("Sleep better",), days(-6), "Tired\nMoves to her aunt."
    ), "the last of that kind at which she was there"


def test_that_a_concern_was_raised_is_told_to_nobody_else(
    provider: Provider, boxing: str, session: str
) -> None:
    ana, ben = enrolled(provider, boxing, "Ana", "Ben")
    provider.concerns.raise_concern(a_concern(ana, session_id=session))
    provider.concerns.raise_concern(a_concern(ben))
    assert [row.concern for row in provider.registers.read(session).rows] == [True, False]
    bo = Provider(replace(provider.workspace, actor=Actor(new_id(), "Bo", frozenset({Role.MANAGER}))))
    assert [row.concern for row in bo.registers.read(session).rows] == [False, False]
