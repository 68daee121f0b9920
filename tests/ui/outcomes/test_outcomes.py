"""Goals in a child's own words and distance travelled: set, read, met."""

import pytest
from PySide6.QtCore import Qt

from tests.builders import TODAY, TRUST, a_goal, a_person, an_enrolment, an_intervention, days
from tests.ui.pages import Pages
from vrp_desktop.domain.outcomes import Instrument, Stage
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.outcomes.list_screen import OutcomesScreen
from vrp_desktop.ui.outcomes.sheet_screen import OutcomeSheetScreen
from vrp_desktop.ui.record.screen import PersonScreen


@pytest.fixture
def journey(provider: Provider) -> str:
    """Ana's journey, about her mental health."""
    boxing = provider.interventions.add(an_intervention()).id
    return provider.enrolments.add(
        provider.people.add(a_person("Ana")).id,
        boxing,
        an_enrolment(focus_areas=("individual.mental_health",)),
    ).id


@pytest.fixture
def sheet(pages: Pages, journey: str) -> OutcomeSheetScreen:
    return pages.open(OutcomeSheetScreen, "outcome-sheet", enrolment_id=journey)


def test_a_focus_area_of_the_journey_waits_for_its_first_step(
    pages: Pages, provider: Provider, sheet: OutcomeSheetScreen, journey: str
) -> None:
    assert sheet.table.texts() == [["Mental health", "", "", ""]]
    assert sheet.reading.so_far.text() == "Nothing recorded yet."
    assert sheet.reading.stage.value() == "before"
    pages.click(sheet.record_button)
    assert sheet.reading.fault("value") == "Choose the number they gave."
    pages.fill(sheet.reading, value="2", taken_on="1/11/2026")
    pages.click(sheet.record_button)
    assert sheet.table.texts() == [["Mental health", "2", "", ""]]
    assert sheet.reading.stage.value() == "review", "the next reading is one on the way"
    pages.fill(sheet.reading, value="4", stage="after", taken_on="22/11/2026")
    pages.click(sheet.record_button)
    assert sheet.table.texts() == [["Mental health", "2", "4", "Further on"]]
    assert sheet.reading.so_far.text() == "2 on 1 November 2026, then 4 on 22 November 2026"
    assert sheet.chart.sentence() == "Mental health: from 2 to 4 of 5."
    stored = provider.outcomes.sheet(journey).readings
    assert {(r.instrument, r.item, r.stage, r.taken_on, r.value) for r in stored} == {
        (Instrument.DISTANCE, "individual.mental_health", Stage.BEFORE, days(-21), 2),
        (Instrument.DISTANCE, "individual.mental_health", Stage.AFTER, TODAY, 4),
    }


def test_a_goal_is_set_read_and_met(
    pages: Pages, provider: Provider, sheet: OutcomeSheetScreen, journey: str
) -> None:
    pages.click(sheet.goal_button)
    assert sheet.goal.fault("words")
    assert sheet.goal.fault("focus_area")
    pages.fill(sheet.goal, words="Sleep better", focus_area="individual.mental_health")
    pages.click(sheet.goal_button)
    assert [line[0] for line in sheet.table.texts()] == ["“Sleep better”", "Mental health"]
    assert sheet.goal.field("words").value() == ""
    sheet.table.choose(0)
    assert sheet.reading.number.box.count() == 12, "0 to 10, and Choose"
    pages.fill(sheet.reading, value="10")
    pages.click(sheet.record_button)
    pages.click(sheet.met_button)
    assert sheet.table.texts()[0] == ["“Sleep better”", "10", "", "Met"]
    assert not sheet.met_button.isVisible()
    stored = provider.outcomes.sheet(journey)
    assert (stored.goals[0].details.words, stored.goals[0].details.met_on) == ("Sleep better", TODAY)
    assert [(r.instrument, r.value) for r in stored.readings] == [(Instrument.GOAL, 10)]


def test_three_goals_at_once_are_enough(
    pages: Pages, provider: Provider, sheet: OutcomeSheetScreen, journey: str
) -> None:
    for number in (1, 2):
        provider.outcomes.set_goal(journey, a_goal(f"Goal {number}"))
    sheet = pages.open(OutcomeSheetScreen, "outcome-sheet", enrolment_id=journey)
    pages.fill(sheet.goal, words="The third", focus_area="individual.mental_health")
    provider.outcomes.set_goal(journey, a_goal("Set elsewhere meanwhile"))
    pages.click(sheet.goal_button)
    assert "3 goals" in " ".join(sheet.goal.summary.texts())
    assert sheet.goal.field("words").value() == "The third"
    sheet = pages.open(OutcomeSheetScreen, "outcome-sheet", enrolment_id=journey)
    assert not sheet.goal.isVisible()
    sheet.table.choose(0)
    pages.click(sheet.met_button)
    assert sheet.goal.isVisible(), "there is room again"


def test_a_day_to_come_is_refused_beside_the_field(
    pages: Pages, provider: Provider, sheet: OutcomeSheetScreen, journey: str
) -> None:
    pages.fill(sheet.reading, value="3", taken_on="1/12/2026")
    pages.click(sheet.record_button)
    assert "not come yet" in sheet.reading.fault("taken_on")
    assert sheet.reading.number.value() == "3"
    assert provider.outcomes.sheet(journey).readings == ()


def test_the_list_finds_by_name_and_opens_the_sheet(pages: Pages, provider: Provider, journey: str) -> None:
    provider.outcomes.set_goal(journey, a_goal())
    provider.outcomes.record(
        journey, Instrument.DISTANCE, "individual.mental_health", Stage.BEFORE, days(-3), 2
    )
    screen = pages.open(OutcomesScreen, "outcomes")
    assert screen.table.texts() == [["Ana", "Northside Boxing", "1", "", "1", "19 November 2026"]]
    screen.text.setText("nobody of that name")
    pages.settle()
    assert screen.table.texts() == []
    screen.text.setText("an")
    pages.settle()
    screen.table.choose(0)
    pages.key(screen.table.view, Qt.Key.Key_Return)
    assert pages.shown(OutcomeSheetScreen).who.text() == "Ana"


def test_locking_leaves_nothing_of_the_child_on_the_page(sheet: OutcomeSheetScreen) -> None:
    sheet.goal.field("words").set_value("Sleep better")
    sheet.forget()
    assert sheet.table.texts() == []
    assert (
        sheet.who.text(),
        sheet.about.text(),
        sheet.reading.chosen.text(),
        sheet.reading.so_far.text(),
    ) == ("",) * 4
    assert sheet.goal.field("words").value() == ""


def test_the_way_back_is_to_the_record(pages: Pages, sheet: OutcomeSheetScreen) -> None:
    sheet._back()
    pages.settle()
    assert pages.shown(PersonScreen).journeys.isVisible()


def test_a_goal_is_linked_to_a_strength_and_changed_later(
    pages: Pages, provider: Provider, sheet: OutcomeSheetScreen, journey: str
) -> None:
    pages.fill(sheet.goal, words="Sleep", focus_area="individual.mental_health", factor=TRUST)
    pages.click(sheet.goal_button)
    sheet.table.choose(0)
    assert sheet.reading.so_far.text() == "Builds: Relationships with a trusted adult. Nothing recorded yet."
    pages.click(sheet.change_button)
    assert sheet.goal.title.text() == "Change the goal"
    pages.fill(sheet.goal, words="Sleep all night", factor=None, set_on="1/11/2026")
    pages.click(sheet.goal_button)
    (goal,) = provider.outcomes.sheet(journey).goals
    assert (goal.details.words, goal.details.factor, goal.details.set_on) == (
        "Sleep all night",
        None,
        days(-21),
    )
    assert sheet.goal.title.text() == "A new goal"
    assert sheet.goal.field("words").value() == ""


def test_a_goal_can_be_changed_while_there_are_three(pages: Pages, provider: Provider, journey: str) -> None:
    for number in range(3):
        provider.outcomes.set_goal(journey, a_goal(f"Goal {number}"))
    sheet = pages.open(OutcomeSheetScreen, "outcome-sheet", enrolment_id=journey)
    assert not sheet.goal.isVisible()
    sheet.table.choose(1)
    pages.click(sheet.change_button)
    pages.fill(sheet.goal, words="Another word")
    pages.click(sheet.goal.leave_button)
    assert not sheet.goal.isVisible()
    assert [g.details.words for g in provider.outcomes.sheet(journey).goals] == ["Goal 0", "Goal 1", "Goal 2"]


def test_steps_are_added_by_keyboard_changed_done_and_removed(
    pages: Pages, provider: Provider, journey: str
) -> None:
    provider.outcomes.set_goal(journey, a_goal())
    sheet = pages.open(OutcomeSheetScreen, "outcome-sheet", enrolment_id=journey)
    steps = sheet.steps
    pages.fill(steps.form, words="Ring school", doer="worker", due_on="1/10/2026")
    pages.key(steps.form.field("words").control(), Qt.Key.Key_Return)
    assert "before the goal was set, 23 October 2026" in steps.form.fault("due_on")
    assert steps.form.field("words").value() == "Ring school"
    pages.fill(steps.form, due_on="1/11/2026")
    pages.key(steps.form.field("words").control(), Qt.Key.Key_Return)
    pages.fill(steps.form, words="Come on Thursday")
    pages.key(steps.form.field("words").control(), Qt.Key.Key_Return)
    assert steps.table.texts() == [
        ["Ring school", "Their worker’s", "1 November, overdue", ""],
        ["Come on Thursday", "Theirs", "", ""],
    ]
    steps.table.choose(0)
    pages.click(steps.done_button)
    assert steps.table.texts() == [
        ["Come on Thursday", "Theirs", "", ""],
        ["Ring school", "Their worker’s", "1 November", "22 November 2026"],
    ]
    steps.table.choose(1)
    assert steps.done_button.text() == "Not done yet"
    pages.click(steps.change_button)
    pages.fill(steps.form, words="Ring the school")
    pages.click(steps.save_button)
    steps.table.choose(0)
    pages.click(steps.remove_button)
    (step,) = provider.outcomes.sheet(journey).steps
    assert (step.details.words, step.details.done_on) == ("Ring the school", TODAY)


def test_a_review_says_what_was_said_and_can_be_taken_back(
    pages: Pages, provider: Provider, journey: str
) -> None:
    goal = provider.outcomes.set_goal(journey, a_goal()).id
    sheet = pages.open(OutcomeSheetScreen, "outcome-sheet", enrolment_id=journey)
    for day, number, said in (("1/11/2026", "3", "Awful"), ("20/11/2026", "5", "A bit better")):
        pages.fill(sheet.reading, value=number, note=said, taken_on=day)
        pages.click(sheet.record_button)
    assert sheet.reviews.table.texts() == [
        ["20 November 2026", "On the way", "5", "A bit better"],
        ["1 November 2026", "At the start", "3", "Awful"],
    ]
    assert sheet.reading.field("note").value() == ""
    sheet.reviews.table.choose(0)
    pages.answering("Take back")
    pages.click(sheet.reviews.back_button)
    assert [(r.item, r.value, r.note) for r in provider.outcomes.sheet(journey).readings] == [
        (goal, 3, "Awful")
    ]


def test_what_was_being_said_of_one_goal_comes_back_to_that_goal_only(
    pages: Pages, provider: Provider, journey: str
) -> None:
    provider.outcomes.set_goal(journey, a_goal())
    sheet = pages.open(OutcomeSheetScreen, "outcome-sheet", enrolment_id=journey)
    pages.fill(sheet.reading, note="Half of wh")
    pages.fill(sheet.steps.form, words="Half a st")
    sheet.table.choose(1)
    pages.settle()
    assert sheet.reading.field("note").value() == ""
    assert not sheet.steps.isVisible(), "a focus area has no steps"
    pages.fill(sheet.reading, note="Of the area")
    pages.open(OutcomesScreen, "outcomes")
    sheet = pages.open(OutcomeSheetScreen, "outcome-sheet", enrolment_id=journey)
    sheet.table.choose(0)
    pages.settle()
    assert sheet.reading.field("note").value() == "Half of wh"
    assert sheet.steps.form.field("words").value() == "Half a st"
    sheet.table.choose(1)
    pages.settle()
    assert sheet.reading.field("note").value() == "Of the area"
