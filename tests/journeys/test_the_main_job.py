"""The whole main job once, by keyboard alone: from an empty record to the number in the return."""

from tests.builders import TODAY, an_intervention
from tests.journeys.conftest import Hands
from vrp_desktop.domain.outcomes import Instrument
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.outcomes.sheet_screen import OutcomeSheetScreen
from vrp_desktop.ui.record.enrolment_screen import EnrolmentScreen
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.returns.screen import ReturnsScreen
from vrp_desktop.ui.sessions.log_screen import LogScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen


def reach(hands: Hands, identifier: str) -> None:
    """Tabs to a control by its identifier; a person sees where the ring is."""
    for _ in range(60):
        if hands.focus().accessibleIdentifier() == identifier:
            return
        hands.press("Tab")
    raise AssertionError(f"the tab key never came to {identifier}")


def test_from_a_name_to_a_number_in_the_return(hands: Hands, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    hands.frame.start()
    hands.settle()

    # Somebody new: Ctrl+K is not needed, the people page knows the name nobody has.
    hands.press("Ctrl+2")
    hands.type("Żaneta")
    reach(hands, "add-a-person")
    hands.press("Return")
    assert isinstance(hands.frame.shown(), PersonScreen)
    reach(hands, "approximate_age")
    hands.type("15")
    hands.press("Ctrl+Return")

    # What she takes part in: the next step has the keyboard.
    assert hands.focus().accessibleIdentifier() == "enrol-in-an-intervention"
    hands.press("Return")
    assert isinstance(hands.frame.shown(), EnrolmentScreen)
    reach(hands, "focus_areas")
    hands.press("Space")  # the first focus area
    hands.press("Ctrl+Return")
    assert isinstance(hands.frame.shown(), PersonScreen)

    # Tonight, and who came.
    hands.press("Ctrl+1")
    hands.press("Space")
    assert isinstance(hands.frame.shown(), LogScreen)
    hands.press("Ctrl+Return")
    assert isinstance(hands.frame.shown(), RegisterScreen)
    hands.press("Space")
    hands.press("Ctrl+Return")

    # Her own goal, and where she is with it.
    hands.press("Ctrl+4")
    reach(hands, "outcomes")
    hands.press("Return")
    sheet = hands.frame.shown()
    assert isinstance(sheet, OutcomeSheetScreen)
    reach(hands, "words")
    hands.type("Box in a real ring")
    reach(hands, "focus_area")
    hands.press("Down", times=2)
    reach(hands, "set-goal")
    hands.press("Return")
    sheet.table.view.setFocus()
    hands.press("Home")
    hands.press("Up", times=2)
    reach(hands, "value")
    hands.type("6")
    reach(hands, "record")
    hands.press("Return")

    # The return has counted all of it.
    hands.press("Ctrl+5")
    returns = hands.frame.shown()
    assert isinstance(returns, ReturnsScreen)
    hands.settle()
    assert returns.figures.texts() == ["1 → [c]", "1 → [c]", "1", "2", "0", "1 → [c]"]

    person = provider.people.search("zaneta")[0]
    assert (person.known_as, person.age, person.interventions) == ("Żaneta", 15, ("Northside Boxing",))
    journey = provider.enrolments.of_person(person.id)[0]
    assert (journey.intervention_id, journey.details.started_on) == (boxing, TODAY)
    assert len(journey.details.focus_areas) == 1
    logged = provider.sessions.between(TODAY, TODAY)[0]
    assert [row.mark for row in provider.registers.read(logged.id).rows] == [Mark.PRESENT]
    outcomes = provider.outcomes.sheet(journey.id)
    assert [goal.details.words for goal in outcomes.goals] == ["Box in a real ring"]
    assert [(r.instrument, r.item, r.value) for r in outcomes.readings] == [
        (Instrument.GOAL, outcomes.goals[0].id, 6)
    ]
    preview = provider.returns.preview(boxing, Quarter.of(TODAY))
    assert preview.counted.get("R2", "supported_quarter", "people").value == 1
