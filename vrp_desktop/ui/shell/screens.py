"""Which pages there are: their names, their words in the rail, and how each is made.

A page is made when it is first asked for, so that starting stays fast: the imports stand in the functions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work


@dataclass(frozen=True)
class Page:
    """A page by its ``name``, as ``Screen.go`` asks for it.

    ``word`` and ``icon`` put it into the rail; a page without a word is reached from others, and lights up
    the word of the page ``under`` which it lies. ``make`` takes the services and the work.
    Its help is called as the page is, unless ``help`` says otherwise.
    """

    name: str
    make: Callable[[Any, Work], Screen]
    word: str = ""
    icon: str = ""
    under: str = ""
    help: str = ""


def _home(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.home.screen import HomeScreen

    return HomeScreen(services, work)


def _people(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.people.list_screen import PeopleScreen

    return PeopleScreen(services, work)


def _person(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.people.person_screen import PersonScreen

    return PersonScreen(services, work)


def _enrolment(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.people.enrolment_screen import EnrolmentScreen

    return EnrolmentScreen(services, work)


def _sessions(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.sessions.list_screen import SessionsScreen

    return SessionsScreen(services, work)


def _log(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.sessions.log_screen import LogScreen

    return LogScreen(services, work)


def _register(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.sessions.register_screen import RegisterScreen

    return RegisterScreen(services, work)


def _outcomes(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.outcomes.list_screen import OutcomesScreen

    return OutcomesScreen(services, work)


def _outcome_sheet(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.outcomes.sheet_screen import OutcomeSheetScreen

    return OutcomeSheetScreen(services, work)


def _returns(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.returns.screen import ReturnsScreen

    return ReturnsScreen(services, work)


def _organisation(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.organisation.screen import OrganisationScreen

    return OrganisationScreen(services, work)


def _intervention(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.organisation.intervention_screen import InterventionScreen

    return InterventionScreen(services, work)


def _health(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.health.screen import HealthScreen

    return HealthScreen(services, work)


def _backups(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.backups.screen import BackupsScreen

    return BackupsScreen(services, work)


def _commissioner_organisation(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.organisation.commissioner_screen import CommissionerOrganisationScreen

    return CommissionerOrganisationScreen(services, work)


def _keeping(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.keeping.screen import KeepingScreen

    return KeepingScreen(services, work)


def _received(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.received.screen import ReceivedScreen

    return ReceivedScreen(services, work)


def _county(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.county.screen import CountyScreen

    return CountyScreen(services, work)


def _users(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.users.screen import UsersScreen

    return UsersScreen(services, work)


def _user(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.users.user_screen import UserScreen

    return UserScreen(services, work)


def _recovery_key(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.users.recovery_screen import RecoveryScreen

    return RecoveryScreen(services, work)


def _my_passphrase(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.users.passphrase_screen import PassphraseScreen

    return PassphraseScreen(services, work)


_KEYS: tuple[Page, ...] = (
    Page("users", _users, under="organisation"),
    Page("user", _user, under="organisation"),
    Page("recovery-key", _recovery_key, under="organisation"),
    Page("my-passphrase", _my_passphrase),
)
"""Who may sign in, in either kind of workspace."""

PROVIDER: tuple[Page, ...] = (
    Page("home", _home, "Home", "home"),
    Page("people", _people, "People", "people"),
    Page("person", _person, under="people"),
    Page("enrolment", _enrolment, under="people"),
    Page("sessions", _sessions, "Sessions", "sessions"),
    Page("log", _log, under="sessions"),
    Page("register", _register, under="sessions"),
    Page("outcomes", _outcomes, "Outcomes", "outcomes"),
    Page("outcome-sheet", _outcome_sheet, under="outcomes"),
    Page("returns", _returns, "Returns", "returns"),
    Page("organisation", _organisation, "Organisation", "organisation"),
    Page("intervention", _intervention, under="organisation"),
    Page("keeping", _keeping, under="organisation"),
    Page("health", _health, under="organisation"),
    Page("backups", _backups, under="organisation"),
    *_KEYS,
)
"""A provider's pages, in the order of the rail."""

COMMISSIONER: tuple[Page, ...] = (
    Page("received", _received, "Returns in", "received"),
    Page("county", _county, "County", "county"),
    Page(
        "organisation",
        _commissioner_organisation,
        "Organisation",
        "organisation",
        help="commissioner-organisation",
    ),
    Page("backups", _backups, under="organisation"),
    Page("health", _health, under="organisation"),
    *_KEYS,
)
"""A commissioner's pages, in the order of the rail."""
