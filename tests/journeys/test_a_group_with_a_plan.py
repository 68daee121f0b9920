"""By keyboard alone: a group of twelve, its weekly plan, tonight's session at home, and its register."""

from PySide6.QtWidgets import QApplication

from tests.builders import TODAY, an_intervention, enrolled
from tests.journeys.conftest import Hands
from tests.journeys.test_session_by_keyboard import TWELVE
from vrp_desktop.domain.sessions import Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.home.screen import HomeScreen
from vrp_desktop.ui.sessions.groups_screen import GroupsScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen


def tab_to(hands: Hands, identifier: str) -> None:
    """Presses the tab key until a control has the keyboard."""
    for _ in range(40):
        if hands.focus().accessibleIdentifier() == identifier:
            return
        hands.press("Tab")
    raise AssertionError(f"{identifier} cannot be reached from {QApplication.focusWidget()}")


def test_from_nothing_to_tonight_s_register(hands: Hands, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    enrolled(provider, boxing, *TWELVE)
    hands.frame.start()
    hands.settle()

    hands.press("Ctrl+3")  # Sessions
    tab_to(hands, "groups-and-plans")
    hands.press("Space")
    tab_to(hands, "add-a-group")
    hands.press("Space")
    hands.type("Sunday boxing")
    tab_to(hands, "add-everybody-enrolled")
    hands.press("Space")
    hands.press("Ctrl+Return")
    groups = hands.frame.shown()
    assert isinstance(groups, GroupsScreen)
    assert groups.table.texts() == [["Sunday boxing", "12", "–"]]

    tab_to(hands, "add-a-plan")
    hands.press("Space")
    tab_to(hands, "starts_at")
    hands.type("19")
    hands.press("Ctrl+Return")
    assert groups.coming.table.texts()[0][:2] == ["Sun 22 Nov", "Planned"]

    hands.press("Ctrl+1")  # Home
    home = hands.frame.shown()
    assert isinstance(home, HomeScreen)
    assert home.tonight.texts() == [["Sunday boxing", "19:00", "–", "You", "–"]]
    tab_to(hands, "sessions-today")
    hands.press("Return")
    register = hands.frame.shown()
    assert isinstance(register, RegisterScreen)
    hands.press("Space", times=2)
    (line,) = provider.sessions.between(TODAY, TODAY)
    assert (line.group, line.came, line.status) == ("Sunday boxing", 2, Status.DELIVERED)
    assert sum(row.regular for row in provider.registers.read(line.id).rows) == 12
