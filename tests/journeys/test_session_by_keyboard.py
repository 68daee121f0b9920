"""A session and its register by keyboard alone, with the keys counted."""

from datetime import timedelta

from sqlalchemy import select

from tests.builders import TODAY, a_session, an_intervention, enrolled
from tests.journeys.conftest import Hands
from vrp_desktop.db import models
from vrp_desktop.domain.groups import GroupDetails
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.register_screen import RegisterScreen

TWELVE = (
    "Ana",
    "Ben",
    "Céline",
    "Dawud",
    "Efe",
    "Fatima",
    "Gráinne",
    "Hari",
    "Iqra",
    "Jakub",
    "Kofi",
    "Łucja",
)


def a_boxing_club(provider: Provider) -> str:
    """An intervention with twelve regulars and last week's session."""
    boxing = provider.interventions.add(an_intervention()).id
    enrolled(provider, boxing, *TWELVE)
    provider.sessions.log(a_session(boxing, TODAY - timedelta(days=7)))
    return boxing


def test_a_register_of_twelve_takes_at_most_twenty_keys(hands: Hands, provider: Provider) -> None:
    boxing = a_boxing_club(provider)
    hands.frame.start()
    hands.settle()

    hands.press("Space")  # Log a session has the keyboard
    hands.press("Ctrl+Return")  # as last week
    for name in TWELVE:
        hands.press("X" if name == "Ben" else "A" if name == "Kofi" else "Space")
    hands.press("Ctrl+Return")  # Finish register

    assert len(hands.pressed) <= 20, hands.pressed
    logged = provider.sessions.between(TODAY, TODAY)[0]
    assert (logged.intervention_id, logged.came, logged.marked) == (boxing, 10, 12)
    marks = {row.known_as: row.mark for row in provider.registers.read(logged.id).rows}
    assert marks["Ben"] is Mark.EXCUSED
    assert marks["Kofi"] is Mark.ABSENT
    assert marks["Łucja"] is Mark.PRESENT
    journal = models.PROVIDER.tables["journal"]
    with provider.workspace.store.reading() as tx:
        ticks = tx.rows(select(journal.c.id).where(journal.c.entity == "attendance"))
    assert len(ticks) == 12, "every tick is in the journal"


def test_a_whole_evening_takes_at_most_forty_keys_beyond_the_words(hands: Hands, provider: Provider) -> None:
    """Twelve regulars of whom nine came, two newcomers, a head-count of six, a note of one sentence."""
    a_boxing_club(provider)
    hands.frame.start()
    hands.settle()

    hands.press("Space")  # Log a session has the keyboard
    hands.press("Ctrl+Return")  # as last week
    for name in TWELVE:
        hands.press("A" if name in ("Ben", "Hari", "Kofi") else "Space")
    hands.press("Ctrl+F")
    for name, years in (("Bo", "13"), ("Zed", "15")):
        hands.type(name)
        hands.press("Return")  # nobody of that name: it asks for an age
        hands.type(years)
        hands.press("Return")
    hands.press("Ctrl+H")
    hands.press("Down")
    hands.type("6")
    hands.press("Return")
    hands.press("Ctrl+E")
    hands.type("They planned the trip to the coast.")
    hands.press("Ctrl+Return")  # Finish register

    assert len(hands.pressed) <= 40, hands.pressed
    logged = provider.sessions.between(TODAY, TODAY)[0]
    assert (logged.came, logged.marked, logged.heads, logged.finished_on) == (11, 14, 6, TODAY)
    register = provider.registers.read(logged.id)
    assert register.session.details.note == "They planned the trip to the coast."
    assert [(h.band, h.count) for h in register.head_counts] == [("10-13", 6)]


def test_a_closed_group_that_all_came_takes_at_most_eight_keys(hands: Hands, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    people = enrolled(provider, boxing, *TWELVE)
    group = provider.groups.add(GroupDetails(boxing, "The Tuesday ones", closed=True), people).id
    provider.sessions.log(a_session(boxing, TODAY - timedelta(days=7), group_id=group))
    hands.frame.start()
    hands.settle()

    hands.press("Space")
    hands.press("Ctrl+Return")
    hands.press("Ctrl+Shift+A")
    hands.press("Ctrl+Return")

    assert len(hands.pressed) <= 8
    logged = provider.sessions.between(TODAY, TODAY)[0]
    assert (logged.came, logged.group, logged.finished_on) == (12, "The Tuesday ones", TODAY)


def test_the_box_shows_what_the_store_holds(hands: Hands, provider: Provider) -> None:
    boxing = a_boxing_club(provider)
    session_id = provider.sessions.log(a_session(boxing)).id
    hands.frame.go("register", session_id=session_id)
    hands.settle()
    screen = hands.frame.shown()
    assert isinstance(screen, RegisterScreen)

    hands.press("Space", times=2)
    hands.press("Up")
    hands.press("Space")  # Ben once more: taken back

    assert drawn(screen)[:3] == ["☑ Ana", "☐ Ben", "☐ Céline"]
    assert screen.count.text() == "1 of 12 came"
    assert [row.mark for row in provider.registers.read(session_id).rows][:2] == [Mark.PRESENT, None]


def test_somebody_new_and_those_not_named_come_in_without_leaving(hands: Hands, provider: Provider) -> None:
    boxing = a_boxing_club(provider)
    session_id = provider.sessions.log(a_session(boxing)).id
    hands.frame.go("register", session_id=session_id)
    hands.settle()
    screen = hands.frame.shown()
    assert isinstance(screen, RegisterScreen)

    hands.press("Ctrl+F")
    hands.type("Żaneta")
    hands.press("Return")  # nobody of that name: it asks for an age
    hands.type("15")
    hands.press("Return")
    screen.heads.view.setFocus()
    screen.heads.view.setCurrentIndex(screen.heads.model.index(1, 1))
    hands.type("6")
    hands.press("Return")
    screen.note.control().setFocus()
    hands.type("A good night.")
    hands.press("Ctrl+Return")

    register = provider.registers.read(session_id)
    assert [(r.known_as, r.age, r.regular) for r in register.rows][-1] == ("Żaneta", 15, False)
    assert [(h.band, h.sex, h.count) for h in register.head_counts] == [("10-13", "male", 6)]
    assert register.session.details.note == "A good night."
    assert (register.came, register.heads) == (1, 6)


def drawn(screen: RegisterScreen) -> list[str]:
    """The register as it looks: a box and a name a row."""
    return [
        f"{'☑' if row.mark is not None and row.mark.attended else '☐'} {row.known_as}"
        for row in (screen.model.row(screen.model.index(n)) for n in range(screen.model.rowCount()))
    ]
