"""From a phone call about a child nobody knows yet to a whole beginning, by keyboard alone, keys counted: a
record, the referral, what they agree to, two needs and a strength, a goal, a first session."""

from tests.builders import TODAY, an_intervention
from tests.journeys.conftest import Hands
from vrp_desktop.domain.consent import State
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.outcomes.sheet_screen import OutcomeSheetScreen
from vrp_desktop.ui.record.enrolment_screen import EnrolmentScreen
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.sessions.log_screen import LogScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen

LETTERS_A_SECOND = 3.0
"""Somebody who is no typist, with a telephone at the ear."""
SECONDS_A_KEY = 1.0
"""A key is found by looking where the ring is."""
MOST_SECONDS = 300
MOST_KEYS = 50
WHY = "Fights at school, and a teacher saw a knife. Mum rang: she is worried about his older friends."
GOAL = "Be back in my own class by Easter"


def reach(hands: Hands, identifier: str) -> None:
    """Tabs to a control by its identifier; a person sees where the ring is."""
    for _ in range(20):
        if hands.focus().accessibleIdentifier() == identifier:
            return
        hands.press("Tab")
    raise AssertionError(f"the tab key never came to {identifier}")


def on(hands: Hands, identifier: str) -> None:
    """Without a key the keyboard is where one goes on."""
    assert hands.focus().accessibleIdentifier() == identifier


def choose(hands: Hands, letters: str) -> None:
    """The first letters of a choice, in the next field."""
    hands.press("Tab")
    hands.type(letters)


def test_from_a_phone_call_to_a_first_session_in_under_five_minutes(hands: Hands, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    hands.frame.start()
    hands.settle()

    # Is he here already? He is not: the name that was typed goes over.
    hands.press("Ctrl+2")
    hands.type("Tiny")
    reach(hands, "add-a-person")
    hands.press("Return")
    on(hands, "known_as")
    reach(hands, "approximate_age")
    hands.type("13")
    hands.press("Ctrl+Return")

    # The referral: it begins as accepted and started today.
    on(hands, "enrol-in-an-intervention")
    hands.press("Return")
    assert isinstance(hands.frame.shown(), EnrolmentScreen)
    reach(hands, "referral_source")
    hands.type("Sch")
    reach(hands, "referral_reason")
    hands.type(WHY)
    hands.press("Ctrl+Return")

    # The record says what comes next, and has the keyboard there.
    record = hands.frame.shown()
    assert isinstance(record, PersonScreen)
    on(hands, "next")
    assert record.next_button.text() == "Next: ask what they agree to"
    hands.press("Return")
    on(hands, "decided_on")
    choose(hands, "The")
    choose(hands, "In")
    choose(hands, "y")  # to take part
    choose(hands, "y")  # to share what is known
    choose(hands, "n")  # to photographs
    hands.press("Ctrl+Return")

    # He heard the privacy notice in the same conversation.
    on(hands, "told_to")
    hands.press("Ctrl+Return")
    assert record.next_button.text() == "Next: note strengths and needs"
    hands.press("Alt+N")
    for word in ("adult", "weapon", "exclu"):
        on(hands, "code")
        hands.type(word)
        hands.press("Return")
        on(hands, "standing")
        hands.press("Return")

    assert record.next_button.text() == "Next: set a goal in their words"
    hands.press("Alt+N")
    assert isinstance(hands.frame.shown(), OutcomeSheetScreen)
    on(hands, "words")
    hands.type(GOAL)
    choose(hands, "Educ")
    reach(hands, "set-goal")
    hands.press("Return")
    on(hands, "goals-and-steps")

    # He came the same evening.
    hands.press("Ctrl+1")
    hands.press("Return")
    assert isinstance(hands.frame.shown(), LogScreen)
    hands.press("Ctrl+Return")
    assert isinstance(hands.frame.shown(), RegisterScreen)
    hands.press("Space")
    hands.press("Ctrl+Return")

    seconds = hands.letters / LETTERS_A_SECOND + len(hands.pressed) * SECONDS_A_KEY
    print(f"{len(hands.pressed)} keys, {hands.letters} letters: about {seconds:.0f} seconds")
    assert seconds < MOST_SECONDS
    assert len(hands.pressed) <= MOST_KEYS, hands.pressed
    all_of_it_is_stored(provider, boxing)


def all_of_it_is_stored(provider: Provider, boxing: str) -> None:
    (tiny,) = provider.people.search("Tiny")
    assert tiny.age == 13
    (journey,) = provider.enrolments.of_person(tiny.id)
    details = journey.details
    assert (journey.intervention_id, details.decision, details.started_on) == (boxing, "accepted", TODAY)
    assert (details.referral_source, details.referral_reason) == ("school", WHY)
    agreed = provider.consents.read(tiny.id)
    states = {kind: stand.state for kind, stand in agreed.stands.items() if stand.answer is not None}
    assert states == {"take_part": State.AGREED, "share": State.AGREED, "photographs": State.REFUSED}
    assert [told.details.told_on for told in agreed.notices] == [TODAY]
    picture = provider.findings.of_person(tiny.id)
    assert [(strand.kind.value, strand.latest.details.standing) for strand in picture.strands] == [
        ("strength", "there"),
        ("risk", "now"),
        ("area", "now"),
    ]
    assert [goal.details.words for goal in provider.outcomes.sheet(journey.id).goals] == [GOAL]
    (evening,) = provider.sessions.between(TODAY, TODAY)
    assert [(row.known_as, row.mark) for row in provider.registers.read(evening.id).rows] == [
        ("Tiny", Mark.PRESENT)
    ]
    assert provider.records.head(tiny.id).next_step is None
