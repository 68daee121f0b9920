"""The child's own goals and distance travelled."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.builders import (
    LONELY,
    TODAY,
    TRUST,
    a_goal,
    a_person,
    a_step,
    an_enrolment,
    an_intervention,
    days,
    enrolled,
)
from vrp_desktop.domain.changes import Topic
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.outcomes import Instrument, Stage
from vrp_desktop.services.provider import Provider

AREA = "individual.mental_health"


@pytest.fixture
def journey(provider: Provider) -> str:
    boxing = provider.interventions.add(an_intervention()).id
    ana = provider.people.add(a_person("Ana")).id
    return provider.enrolments.add(ana, boxing, an_enrolment(focus_areas=(AREA,))).id


def readings(provider: Provider, journey: str) -> list[tuple[str, date, int]]:
    return [(r.stage.value, r.taken_on, r.value) for r in provider.outcomes.sheet(journey).readings]


def test_an_empty_sheet_says_whose_it_is_and_what_it_is_about(provider: Provider, journey: str) -> None:
    sheet = provider.outcomes.sheet(journey)
    assert (sheet.known_as, sheet.intervention, sheet.focus_areas) == ("Ana", "Northside Boxing", (AREA,))
    assert (sheet.goals, sheet.readings) == ((), ())


def test_a_goal_is_set_reworded_and_met(provider: Provider, journey: str) -> None:
    saved = provider.outcomes.set_goal(journey, a_goal("  Sleep better  "))
    assert saved.changes.touch(Topic.OUTCOMES)
    assert [goal.details for goal in provider.outcomes.sheet(journey).goals] == [a_goal("Sleep better")]
    provider.outcomes.change_goal(saved.id, a_goal("Sleep all night", met_on=TODAY))
    (goal,) = provider.outcomes.sheet(journey).goals
    assert (goal.details.words, goal.details.met_on) == ("Sleep all night", TODAY)


def test_three_goals_at_once_are_enough(provider: Provider, journey: str) -> None:
    goals = [provider.outcomes.set_goal(journey, a_goal(f"Goal {number}")).id for number in range(3)]
    with pytest.raises(Refused, match="3 goals that are not met yet"):
        provider.outcomes.set_goal(journey, a_goal("A fourth"))
    provider.outcomes.change_goal(goals[0], a_goal("Goal 0", met_on=TODAY))
    provider.outcomes.set_goal(journey, a_goal("A fourth"))
    provider.outcomes.set_goal(journey, a_goal("Met already", met_on=TODAY))
    with pytest.raises(Refused, match="3 goals that are not met yet"):
        provider.outcomes.change_goal(goals[0], a_goal("Goal 0"))
    provider.outcomes.change_goal(goals[1], a_goal("Reworded"))
    words = [goal.details.words for goal in provider.outcomes.sheet(journey).goals]
    assert words == ["Goal 0", "Reworded", "Goal 2", "A fourth", "Met already"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"words": "  "}, "words"),
        ({"focus_area": "sport"}, "focus_area"),
        ({"set_on": days(1)}, "set_on"),
        ({"met_on": days(1)}, "met_on"),
        ({"met_on": days(-31)}, "met_on"),
        ({"factor": LONELY}, "factor"),
        ({"factor": "individual.mental_health"}, "factor"),
    ],
)
def test_a_faulty_goal_is_refused_beside_its_field(
    provider: Provider, journey: str, fields: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        provider.outcomes.set_goal(journey, replace(a_goal(), **fields))  # type: ignore[arg-type] # faulty
    assert set(refused.value.fields) == {field}
    assert provider.outcomes.sheet(journey).goals == ()


def test_distance_travelled_before_and_after(provider: Provider, journey: str) -> None:
    for stage, day, value in ((Stage.BEFORE, -40, 2), (Stage.REVIEW, -20, 3), (Stage.AFTER, 0, 4)):
        provider.outcomes.record(journey, Instrument.DISTANCE, AREA, stage, days(day), value)
    assert readings(provider, journey) == [
        ("before", days(-40), 2),
        ("review", days(-20), 3),
        ("after", TODAY, 4),
    ]
    assert provider.outcomes.sheet(journey).value(Instrument.DISTANCE, AREA, Stage.AFTER) == 4


def test_a_second_reading_of_the_same_day_stands_in_place_of_the_first(
    provider: Provider, journey: str
) -> None:
    first = provider.outcomes.record(journey, Instrument.DISTANCE, AREA, Stage.BEFORE, TODAY, 2).id
    second = provider.outcomes.record(journey, Instrument.DISTANCE, AREA, Stage.BEFORE, TODAY, 5).id
    assert first == second
    provider.outcomes.record(journey, Instrument.DISTANCE, AREA, Stage.AFTER, TODAY, 1)
    provider.outcomes.record(journey, Instrument.DISTANCE, AREA, Stage.BEFORE, days(-1), 3)
    assert sorted(readings(provider, journey)) == [
        ("after", TODAY, 1),
        ("before", days(-1), 3),
        ("before", TODAY, 5),
    ]


def test_a_goal_is_scaled_from_nought_to_ten(provider: Provider, journey: str) -> None:
    goal = provider.outcomes.set_goal(journey, a_goal()).id
    for value in (0, 10):
        provider.outcomes.record(journey, Instrument.GOAL, goal, Stage.BEFORE, TODAY, value)
        assert provider.outcomes.sheet(journey).value(Instrument.GOAL, goal, Stage.BEFORE) == value


@pytest.mark.parametrize(
    ("instrument", "item", "day", "value", "field"),
    [
        (Instrument.DISTANCE, AREA, 0, 0, "value"),
        (Instrument.DISTANCE, AREA, 0, 6, "value"),
        (Instrument.GOAL, "goal", 0, 11, "value"),
        (Instrument.GOAL, "goal", 0, -1, "value"),
        (Instrument.DISTANCE, AREA, 1, 3, "taken_on"),
        (Instrument.DISTANCE, "sport", 0, 3, "item"),
    ],
)
def test_a_reading_off_the_scale_is_refused(
    provider: Provider, journey: str, instrument: Instrument, item: str, day: int, value: int, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        provider.outcomes.record(journey, instrument, item, Stage.BEFORE, days(day), value)
    assert set(refused.value.fields) == {field}
    assert readings(provider, journey) == []


def test_another_child_s_goal_cannot_be_read_here(provider: Provider, journey: str) -> None:
    art = provider.interventions.add(an_intervention("ART-1")).id
    (ben,) = enrolled(provider, art, "Ben")
    (theirs,) = provider.enrolments.of_person(ben)
    goal = provider.outcomes.set_goal(theirs.id, a_goal()).id
    with pytest.raises(Refused, match="That goal is not here"):
        provider.outcomes.record(journey, Instrument.GOAL, goal, Stage.BEFORE, TODAY, 3)


def test_a_reading_recorded_by_mistake_is_taken_back(provider: Provider, journey: str) -> None:
    reading = provider.outcomes.record(journey, Instrument.DISTANCE, AREA, Stage.BEFORE, TODAY, 2).id
    provider.outcomes.take_back(reading)
    assert readings(provider, journey) == []
    with pytest.raises(Refused, match="That reading is not here"):
        provider.outcomes.take_back(reading)


def test_the_list_holds_open_journeys_by_preferred_name_with_how_far_they_are(
    provider: Provider, journey: str
) -> None:
    art = provider.interventions.add(an_intervention("ART-1", name="Art Room")).id
    enrolled(provider, art, "Émile", "Zoë")
    gone = provider.people.add(a_person("Gone")).id
    provider.enrolments.add(gone, art, an_enrolment(ended_on=days(-1), ending="completed"))
    goal = provider.outcomes.set_goal(journey, a_goal()).id
    provider.outcomes.set_goal(journey, a_goal("Done", met_on=TODAY))
    provider.outcomes.record(journey, Instrument.GOAL, goal, Stage.BEFORE, days(-3), 4)
    provider.outcomes.record(journey, Instrument.GOAL, goal, Stage.AFTER, days(-1), 6)
    lines = provider.outcomes.open_enrolments()
    assert [(line.known_as, line.intervention) for line in lines] == [
        ("Ana", "Northside Boxing"),
        ("Émile", "Art Room"),
        ("Zoë", "Art Room"),
    ]
    assert (lines[0].enrolment_id, lines[0].goals, lines[0].goals_met) == (journey, 2, 1)
    assert (lines[0].readings, lines[0].last_reading_on) == (2, days(-1))
    assert (lines[1].goals, lines[1].readings, lines[1].last_reading_on) == (0, 0, None)
    assert [line.known_as for line in provider.outcomes.open_enrolments("emi")] == ["Émile"]
    assert [line.known_as for line in provider.outcomes.open_enrolments(limit=1)] == ["Ana"]


def test_what_is_not_there_is_refused(provider: Provider) -> None:
    asks: tuple[Callable[[], object], ...] = (
        lambda: provider.outcomes.sheet("none"),
        lambda: provider.outcomes.set_goal("none", a_goal()),
        lambda: provider.outcomes.change_goal("none", a_goal()),
        lambda: provider.outcomes.record("none", Instrument.DISTANCE, AREA, Stage.BEFORE, TODAY, 1),
    )
    for ask in asks:
        with pytest.raises(Refused, match="is not here any more"):
            ask()


def test_a_goal_says_which_strength_it_builds(provider: Provider, journey: str) -> None:
    provider.outcomes.set_goal(journey, a_goal(factor=TRUST))
    assert provider.outcomes.sheet(journey).goals[0].details.factor == TRUST


def test_nothing_of_a_goal_is_before_they_were_born_or_before_it_was_set(
    provider: Provider, journey: str
) -> None:
    ana = provider.outcomes.sheet(journey).person_id
    provider.people.change(ana, a_person("Ana", birth_date=date(2011, 5, 4)))
    with pytest.raises(Refused, match="3 May 2011 is before they were born, 4 May 2011"):
        provider.outcomes.set_goal(journey, a_goal(set_on=date(2011, 5, 3)))
    with pytest.raises(Refused, match="3 May 2011 is before they were born, 4 May 2011"):
        provider.outcomes.record(journey, Instrument.DISTANCE, AREA, Stage.BEFORE, date(2011, 5, 3), 2)
    goal = provider.outcomes.set_goal(journey, a_goal()).id
    with pytest.raises(Refused, match="22 October 2026 is before the goal was set, 23 October 2026"):
        provider.outcomes.record(journey, Instrument.GOAL, goal, Stage.BEFORE, days(-31), 2)
    provider.outcomes.record(journey, Instrument.GOAL, goal, Stage.BEFORE, days(-30), 2)


def test_a_review_keeps_what_was_said(provider: Provider, journey: str) -> None:
    goal = provider.outcomes.set_goal(journey, a_goal()).id
    said = "Better – ’cause Łucja helped 👍🏽 " * 3_200
    for value, note in ((3, "Not sure"), (4, f"  {said}")):
        provider.outcomes.record(journey, Instrument.GOAL, goal, Stage.REVIEW, TODAY, value, note)
    (reading,) = provider.outcomes.sheet(journey).readings
    assert (reading.value, reading.note) == (4, said.strip())
    assert len(said) > 100_000


def test_steps_are_added_changed_done_and_removed(provider: Provider, journey: str) -> None:
    goal = provider.outcomes.set_goal(journey, a_goal()).id
    late = provider.outcomes.add_step(goal, a_step("  Ring school ", doer="worker", due_on=days(20))).id
    soon = provider.outcomes.add_step(goal, a_step(due_on=days(3))).id
    whenever = provider.outcomes.add_step(goal, a_step("Think about it")).id

    def steps() -> list[tuple[str, date | None]]:
        return [(s.id, s.details.done_on) for s in provider.outcomes.sheet(journey).steps_of(goal)]

    assert steps() == [(soon, None), (late, None), (whenever, None)]
    assert provider.outcomes.sheet(journey).steps[1].details.words == "Ring school"
    provider.outcomes.finish_step(soon)
    assert steps() == [(late, None), (whenever, None), (soon, TODAY)]
    provider.outcomes.finish_step(soon, False)
    provider.outcomes.change_step(late, a_step("Ring school", doer="family", due_on=days(1)))
    provider.outcomes.remove_step(whenever)
    assert steps() == [(late, None), (soon, None)]
    assert provider.outcomes.sheet(journey).steps[0].details.doer == "family"
    with pytest.raises(Refused, match="That step is not here"):
        provider.outcomes.finish_step(whenever)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"words": " "}, "words", "in a few words"),
        ({"doer": "somebody"}, "doer", "whose step"),
        ({"due_on": days(-31)}, "due_on", "22 October 2026 is before the goal was set, 23 October 2026"),
        ({"done_on": days(1)}, "done_on", "not come yet"),
        ({"done_on": days(-31)}, "done_on", "before the goal was set"),
    ],
)
def test_a_faulty_step_is_refused_beside_its_field(
    provider: Provider, journey: str, fields: dict[str, object], field: str, words: str
) -> None:
    goal = provider.outcomes.set_goal(journey, a_goal()).id
    step = provider.outcomes.add_step(goal, a_step(due_on=days(-30))).id
    faulty = replace(a_step(), **fields)  # type: ignore[arg-type] # faulty
    ways: tuple[Callable[[], object], ...] = (
        lambda: provider.outcomes.add_step(goal, faulty),
        lambda: provider.outcomes.change_step(step, faulty),
    )
    for way in ways:
        with pytest.raises(Refused) as refused:
            way()
        assert set(refused.value.fields) == {field}
        assert words in refused.value.fields[field]
    with pytest.raises(Refused, match="before the goal was set"):
        provider.outcomes.change_goal(goal, a_goal(set_on=days(-29)))
    assert len(provider.outcomes.sheet(journey).steps) == 1


def test_goals_of_a_person_through_all_their_journeys(provider: Provider, journey: str) -> None:
    ana = provider.outcomes.sheet(journey).person_id
    art = provider.interventions.add(an_intervention("ART-1", name="Art Room")).id
    second = provider.enrolments.add(ana, art, an_enrolment()).id
    met = provider.outcomes.set_goal(second, a_goal("Paint a wall", met_on=TODAY)).id
    sleep = provider.outcomes.set_goal(journey, a_goal()).id
    draw = provider.outcomes.set_goal(second, a_goal("Draw", set_on=TODAY)).id
    for day, stage, value in ((-20, Stage.BEFORE, 3), (-9, Stage.REVIEW, 4), (-1, Stage.AFTER, 6)):
        provider.outcomes.record(journey, Instrument.GOAL, sleep, stage, days(day), value)
    provider.outcomes.record(second, Instrument.GOAL, draw, Stage.BEFORE, TODAY, 2)
    provider.outcomes.add_step(sleep, a_step())
    provider.outcomes.finish_step(provider.outcomes.add_step(sleep, a_step("Done")).id)
    (bens,) = enrolled(provider, art, "Ben")
    provider.outcomes.set_goal(provider.enrolments.of_person(bens)[0].id, a_goal("Another child’s"))

    def number(reading: object) -> int | None:
        return getattr(reading, "value", None)

    assert [
        (one.goal.id, one.intervention, number(one.first), number(one.latest), one.steps_open)
        for one in provider.outcomes.goals_of_person(ana)
    ] == [
        (draw, "Art Room", 2, 2, 0),
        (sleep, "Northside Boxing", 3, 6, 1),
        (met, "Art Room", None, None, 0),
    ]


def test_a_goal_with_a_step_is_not_undone_and_a_removed_step_comes_back(
    provider: Provider, journey: str
) -> None:
    goal = provider.outcomes.set_goal(journey, a_goal()).id
    step = provider.outcomes.add_step(goal, a_step()).id
    made = provider.audit.history("goal", goal)[0].change
    assert provider.audit.why_not(made) is not None
    provider.outcomes.remove_step(step)
    provider.audit.undo(provider.audit.history("goal_step", step)[0].change)
    assert [one.id for one in provider.outcomes.sheet(journey).steps] == [step]
