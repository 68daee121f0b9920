"""Logging, repeating and correcting sessions by keyboard alone, with the keys counted."""

from datetime import timedelta

from tests.builders import TODAY, Clock, a_session, an_intervention, enrolled
from tests.journeys.conftest import Hands
from tests.ui.sessions.conftest import a_manager
from vrp_desktop.domain.sessions import Mark, SessionLine
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.log_screen import LogScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen

LAST_WEEK = TODAY - timedelta(days=7)


def tonight(provider: Provider) -> SessionLine:
    (line,) = provider.sessions.between(TODAY, TODAY)
    return line


def test_as_last_week_takes_two_keys(hands: Hands, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    provider.sessions.log(a_session(boxing, LAST_WEEK, minutes=90))
    hands.frame.start()
    hands.settle()
    hands.press("Space")
    hands.press("Ctrl+Return")
    assert hands.pressed == ["Space", "Ctrl+Return"]
    assert isinstance(hands.frame.shown(), RegisterScreen)
    assert (tonight(provider).minutes, tonight(provider).place) == (90, "Northside Hall")


def test_a_detached_evening_of_two_takes_ten_keys(hands: Hands, provider: Provider) -> None:
    provider.interventions.add(an_intervention())
    a_manager(provider, "Bo Kaur")
    hands.frame.start()
    hands.settle()
    hands.press("Space")
    hands.press("D")  # detached
    hands.press("Tab", times=2)
    hands.type("Mill Lane park")
    hands.press("Alt+2")  # relationship as well
    hands.press("Alt+3")  # but not community
    screen = hands.frame.shown()
    assert isinstance(screen, LogScreen)
    assert hands.focus() is screen.forms.place.edit
    screen.forms.workers.view.setFocus()
    hands.press("Down")
    hands.press("Space")
    hands.press("Ctrl+Return")
    assert len(hands.pressed) <= 10, hands.pressed
    line = tonight(provider)
    assert (line.kind, line.place, line.workers) == ("outreach", "Mill Lane park", ("Sam Okafor", "Bo Kaur"))
    logged = provider.sessions.get(line.id).details
    assert (logged.priorities, logged.setting) == (("individual", "relationship"), "detached")


def test_an_older_session_again_takes_three_keys_from_the_list(hands: Hands, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    provider.sessions.log(a_session(boxing, LAST_WEEK, minutes=45, kind="family"))
    hands.frame.start()
    hands.settle()
    hands.press("Ctrl+3")
    hands.press("A")
    hands.press("Ctrl+Return")
    assert len(hands.pressed) == 3
    assert (tonight(provider).kind, tonight(provider).minutes) == ("family", 45)


def test_a_locked_session_is_corrected_with_five_keys(hands: Hands, provider: Provider, clock: Clock) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    evening = provider.sessions.log(a_session(boxing)).id
    provider.registers.mark(evening, enrolled(provider, boxing, "Ana")[0], Mark.PRESENT)
    provider.registers.finish(evening)
    clock.go(days=15)
    hands.frame.start()
    hands.settle()
    hands.press("Ctrl+3")
    hands.press("C")
    hands.type("It was a workshop")
    hands.press("Return")
    hands.press("W")
    hands.press("Ctrl+Return")
    assert len(hands.pressed) == 5
    assert provider.sessions.get(evening).details.kind == "workshop"
    (reason,) = [e for e in provider.audit.history("session", evening) if "reason" in e.fields]
    assert reason.fields["reason"] == [None, "It was a workshop"]
