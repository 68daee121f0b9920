"""Which pages there are: their names, their words in the rail, and how each is made.

A page is made when it is first asked for, so that starting stays fast: the imports stand in the functions.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from vrp_desktop.domain.permissions import Action, Actor
from vrp_desktop.ui.kit.screen import Screen
from vrp_desktop.ui.kit.work import Work


@dataclass(frozen=True)
class Page:
    """A page by its ``name``, as ``Screen.go`` asks for it.

    ``word`` and ``icon`` put it into the rail; a page without a word is reached from others, and lights up
    the word of the page ``under`` which it lies. ``make`` takes the services and the work. Whoever may do
    none of what it ``needs`` does not get it; without needs it is everybody's.
    Its help is called as the page is, unless ``help`` says otherwise. With ``word_for``, only whoever may do
    that has its word in the rail; to others it is a page without one.
    """

    name: str
    make: Callable[[Any, Work], Screen]
    word: str = ""
    icon: str = ""
    under: str = ""
    help: str = ""
    needs: tuple[Action, ...] = ()
    word_for: Action | None = None


def _home(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.home.screen import HomeScreen

    return HomeScreen(services, work)


def _people(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.people.list_screen import PeopleScreen

    return PeopleScreen(services, work)


def _person(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.record.screen import PersonScreen

    return PersonScreen(services, work)


def _enrolment(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.record.enrolment_screen import EnrolmentScreen

    return EnrolmentScreen(services, work)


def _merge(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.record.merge_screen import MergeScreen

    return MergeScreen(services, work)


def _own_page(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.record.own_page_screen import OwnPageScreen

    return OwnPageScreen(services, work)


def _sessions(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.sessions.list_screen import SessionsScreen

    return SessionsScreen(services, work)


def _log(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.sessions.log_screen import LogScreen

    return LogScreen(services, work)


def _register(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.sessions.register_screen import RegisterScreen

    return RegisterScreen(services, work)


def _groups(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.sessions.groups_screen import GroupsScreen

    return GroupsScreen(services, work)


def _group(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.sessions.group_screen import GroupScreen

    return GroupScreen(services, work)


def _plan(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.sessions.plan_screen import PlanScreen

    return PlanScreen(services, work)


def _diary(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.sessions.diary_screen import DiaryScreen

    return DiaryScreen(services, work)


def _outcomes(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.outcomes.list_screen import OutcomesScreen

    return OutcomesScreen(services, work)


def _outcome_sheet(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.outcomes.sheet_screen import OutcomeSheetScreen

    return OutcomeSheetScreen(services, work)


def _assessment(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.outcomes.assessment_screen import AssessmentScreen

    return AssessmentScreen(services, work)


def _measures(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.organisation.measures_screen import MeasuresScreen

    return MeasuresScreen(services, work)


def _returns(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.returns.screen import ReturnsScreen

    return ReturnsScreen(services, work)


def _asking(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.asking.screen import AskingScreen

    return AskingScreen(services, work)


def _summary(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.summary.screen import SummaryScreen

    return SummaryScreen(services, work)


def _organisation(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.organisation.screen import OrganisationScreen

    return OrganisationScreen(services, work)


def _intervention(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.organisation.intervention_screen import InterventionScreen

    return InterventionScreen(services, work)


def _closures(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.organisation.closures_screen import ClosuresScreen

    return ClosuresScreen(services, work)


def _words(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.organisation.words_screen import WordsScreen

    return WordsScreen(services, work)


def _health(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.health.screen import HealthScreen

    return HealthScreen(services, work)


def _backups(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.backups.screen import BackupsScreen

    return BackupsScreen(services, work)


def _archives(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.backups.archives import ArchivesScreen

    return ArchivesScreen(services, work)


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


def _journal(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.audit.screen import JournalScreen

    return JournalScreen(services, work)


def _history(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.audit.history_screen import HistoryScreen

    return HistoryScreen(services, work)


def _assignments(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.audit.assignments_screen import AssignmentsScreen

    return AssignmentsScreen(services, work)


def _outside(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.audit.outside_screen import OutsideScreen

    return OutsideScreen(services, work)


def _concern(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.concerns.screen import ConcernScreen

    return ConcernScreen(services, work)


def _concerns(services: Any, work: Work) -> Screen:
    from vrp_desktop.ui.concerns.list_screen import ConcernsScreen

    return ConcernsScreen(services, work)


_RECORDS = (Action.READ_RECORDS,)
_FIGURES = (Action.PREPARE_RETURNS, Action.READ_FIGURES)
_COUNTY = (Action.READ_COUNTY, Action.RECEIVE_RETURNS)
_KEEPING = (Action.SET_UP, Action.MANAGE_USERS, Action.BACK_UP, Action.READ_JOURNAL, Action.ERASE)

_KEYS: tuple[Page, ...] = (
    Page("users", _users, under="organisation", needs=(Action.MANAGE_USERS,)),
    Page("user", _user, under="organisation", needs=(Action.MANAGE_USERS,)),
    Page("recovery-key", _recovery_key, under="organisation", needs=(Action.MANAGE_USERS,)),
    Page("my-passphrase", _my_passphrase),
)
"""Who may sign in, in either kind of workspace."""

PROVIDER: tuple[Page, ...] = (
    Page("home", _home, "Home", "home", needs=_RECORDS),
    Page("people", _people, "People", "people", needs=_RECORDS),
    Page("person", _person, under="people", needs=_RECORDS),
    Page("enrolment", _enrolment, under="people", needs=_RECORDS),
    Page("own-page", _own_page, under="people", needs=_RECORDS),
    Page("merge", _merge, under="people", needs=(Action.RECORD,)),
    Page("sessions", _sessions, "Sessions", "sessions", needs=_RECORDS),
    Page("log", _log, under="sessions", needs=_RECORDS),
    Page("register", _register, under="sessions", needs=_RECORDS),
    Page("groups", _groups, under="sessions", needs=_RECORDS),
    Page("group", _group, under="sessions", needs=_RECORDS),
    Page("plan", _plan, under="sessions", needs=_RECORDS),
    Page("diary", _diary, under="sessions", needs=_RECORDS),
    Page("outcomes", _outcomes, "Outcomes", "outcomes", needs=_RECORDS),
    Page("outcome-sheet", _outcome_sheet, under="outcomes", needs=_RECORDS),
    Page("assessment", _assessment, under="people", needs=(Action.RECORD,)),
    Page("returns", _returns, "Returns", "returns", needs=_FIGURES),
    Page("asking", _asking, under="returns", needs=(Action.PREPARE_RETURNS,)),
    Page("summary", _summary, under="returns", needs=_FIGURES),
    Page("organisation", _organisation, "Organisation", "organisation", needs=_KEEPING),
    Page("intervention", _intervention, under="organisation", needs=(Action.SET_UP, Action.READ_RECORDS)),
    Page("closures", _closures, under="organisation", needs=(Action.SET_DATES,)),
    Page("measures", _measures, under="organisation", needs=(Action.SET_UP,)),
    Page("words", _words, under="organisation", needs=(Action.SET_UP,)),
    Page("keeping", _keeping, under="organisation", needs=(Action.ERASE, Action.ANSWER_ACCESS)),
    Page("health", _health, under="organisation"),
    Page("backups", _backups, under="organisation", needs=(Action.BACK_UP,)),
    Page("archives", _archives, under="organisation", needs=(Action.BACK_UP,)),
    Page("journal", _journal, under="organisation", needs=(Action.READ_JOURNAL,)),
    Page("assignments", _assignments, under="organisation", needs=(Action.MANAGE_USERS,)),
    Page("history", _history, under="people", needs=_RECORDS),
    Page("outside", _outside, under="people", needs=_RECORDS),
    Page("concern", _concern, under="people", needs=(Action.RECORD,)),
    Page(
        "concerns",
        _concerns,
        "Concerns",
        "concerns",
        under="people",
        needs=(Action.RECORD,),
        word_for=Action.ANSWER_CONCERNS,
    ),
    *_KEYS,
)
"""A provider's pages, in the order of the rail."""

COMMISSIONER: tuple[Page, ...] = (
    Page("received", _received, "Returns in", "received", needs=_COUNTY),
    Page("county", _county, "County", "county", needs=_COUNTY),
    Page(
        "organisation",
        _commissioner_organisation,
        "Organisation",
        "organisation",
        help="commissioner-organisation",
        needs=_KEEPING,
    ),
    Page("backups", _backups, under="organisation", needs=(Action.BACK_UP,)),
    Page("health", _health, under="organisation"),
    Page("journal", _journal, under="organisation", needs=(Action.READ_JOURNAL,)),
    *_KEYS,
)
"""A commissioner's pages, in the order of the rail."""


def allowed(pages: tuple[Page, ...], actor: Actor) -> tuple[Page, ...]:
    """The pages somebody may use, in their order: the first of them is where they begin."""
    return tuple(
        page if page.word_for is None or actor.may(page.word_for) else replace(page, word="")
        for page in pages
        if not page.needs or any(map(actor.may, page.needs))
    )
