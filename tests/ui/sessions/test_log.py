"""Logging a session, correcting it, and saying that it did not happen."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.builders import TODAY, a_session, an_intervention, days, enrolled
from tests.ui.pages import Pages
from vrp_desktop.domain.sessions import Mark, Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.list_screen import SessionsScreen
from vrp_desktop.ui.sessions.log_screen import LogScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen


def test_a_session_begins_as_the_last_one_was_and_leads_to_its_register(
    pages: Pages, provider: Provider
) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    provider.sessions.log(
        a_session(
            boxing,
            days(-7),
            minutes=90,
            kind="open_access",
            priorities=("community",),
            focus_areas=("community.county_lines",),
            note="Rain.",
        )
    )
    screen = pages.open(LogScreen, "log")
    assert screen.which.control().hasFocus()
    assert screen.areas.value() == ("community.county_lines",)
    assert screen.about.field("note").value() == ""
    pages.fill(screen.about, note="A good night.")
    pages.fill(screen.form, place="The canal")
    pages.click(screen.button)
    pages.shown(RegisterScreen)
    logged = provider.sessions.get(provider.sessions.between(TODAY, TODAY)[0].id).details
    assert logged == a_session(
        boxing,
        minutes=90,
        kind="open_access",
        priorities=("community",),
        focus_areas=("community.county_lines",),
        place="The canal",
        note="A good night.",
    )


def test_another_intervention_brings_its_own_last_session(pages: Pages, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    mentoring = provider.interventions.add(an_intervention("LEE-03", name="Mentoring")).id
    provider.sessions.log(a_session(mentoring, days(-9), minutes=45, kind="one_to_one"))
    provider.sessions.log(a_session(boxing, days(-2)))
    screen = pages.open(LogScreen, "log")
    assert screen.which.value() == boxing
    pages.fill(screen.form, intervention_id=mentoring)
    assert (screen.form.field("minutes").value(), screen.form.field("kind").value()) == (45, "one_to_one")


def test_faults_stand_beside_their_fields_and_nothing_is_logged(pages: Pages, provider: Provider) -> None:
    provider.interventions.add(an_intervention())
    screen = pages.open(LogScreen, "log")
    pages.fill(screen.form, minutes="two hours", place="The hall")
    pages.click(screen.button)
    assert screen.form.fault("minutes") == "Write a whole number, like 12."
    tomorrow = days(1)
    pages.fill(screen.form, minutes="0", held_on=f"{tomorrow.day}/{tomorrow.month}/{tomorrow.year}")
    pages.click(screen.button)
    assert "not come yet" in screen.form.fault("held_on")
    assert "1 minute" in screen.form.fault("minutes")
    assert screen.form.field("place").value() == "The hall"
    assert provider.sessions.between(days(-99), days(99)) == ()


def test_the_reason_is_asked_only_where_it_did_not_happen(pages: Pages, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    evening = provider.sessions.log(a_session(boxing)).id
    screen = pages.open(LogScreen, "log", session_id=evening)
    assert not screen.form.field("cancel_reason").isVisible()
    pages.fill(screen.form, status="cancelled")
    assert screen.form.field("cancel_reason").isVisible()
    pages.click(screen.button)
    assert screen.form.fault("cancel_reason") == "Choose why it did not happen."
    pages.fill(screen.form, cancel_reason="weather")
    pages.click(screen.button)
    assert pages.shown(SessionsScreen).table.texts()[0][-1] == "Did not happen"
    stored = provider.sessions.get(evening).details
    assert (stored.status, stored.cancel_reason) == (Status.CANCELLED, "weather")

    screen = pages.open(LogScreen, "log", session_id=evening)
    pages.fill(screen.form, status="delivered")
    pages.click(screen.button)
    stored = provider.sessions.get(evening).details
    assert (stored.status, stored.cancel_reason) == (Status.DELIVERED, None)


def test_a_session_somebody_came_to_cannot_be_said_not_to_have_been(pages: Pages, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    evening = provider.sessions.log(a_session(boxing)).id
    provider.registers.mark(evening, enrolled(provider, boxing, "Ana")[0], Mark.PRESENT)
    screen = pages.open(LogScreen, "log", session_id=evening)
    pages.fill(screen.form, status="cancelled", cancel_reason="staff")
    pages.click(screen.button)
    assert "one person came" in screen.form.fault("status")
    assert provider.sessions.get(evening).details.status is Status.DELIVERED


def test_only_the_focus_areas_of_chosen_priorities_are_offered(pages: Pages, provider: Provider) -> None:
    provider.interventions.add(an_intervention(other_priorities=()))
    screen = pages.open(LogScreen, "log")
    offered = [screen.areas.model.item(at).text() for at in range(screen.areas.model.rowCount())]
    assert "Mental health" in offered
    assert "County Lines" not in offered
    screen.priorities.view.setFocus()
    screen.priorities.view.setCurrentIndex(screen.priorities.model.index(2, 0))
    QTest.keyClick(screen.priorities.view, Qt.Key.Key_Space)
    offered = [screen.areas.model.item(at).text() for at in range(screen.areas.model.rowCount())]
    assert "County Lines" in offered


def test_without_an_intervention_it_says_where_to_add_one(pages: Pages) -> None:
    screen = pages.open(LogScreen, "log")
    assert "Organisation" in " ".join(screen.form.summary.texts())


def test_the_list_begins_with_today_and_says_what_is_to_do(pages: Pages, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    ana = enrolled(provider, boxing, "Ana")[0]
    provider.sessions.log(a_session(boxing, days(8), status=Status.PLANNED))
    provider.registers.mark(provider.sessions.log(a_session(boxing)).id, ana, Mark.PRESENT)
    provider.sessions.log(a_session(boxing, days(-1)))
    provider.sessions.log(a_session(boxing, days(-2), status=Status.PLANNED))
    provider.sessions.log(a_session(boxing, days(-342)))
    screen = pages.open(SessionsScreen, "sessions")
    assert [(line[0], line[4], line[-1]) for line in screen.table.texts()] == [
        ("Mon 30 Nov", "", "Planned"),
        ("Sun 22 Nov", "1", ""),
        ("Sat 21 Nov", "", "Register to do"),
        ("Fri 20 Nov", "", "Did it take place?"),
        ("Mon 15 Dec 2025", "", "Register to do"),
    ]
    chosen = screen.table.current()
    assert chosen is not None
    assert chosen.held_on == TODAY
    pages.key(screen.table.view, Qt.Key.Key_Return)
    assert pages.shown(RegisterScreen).count.text() == "1 of 1 came"


def test_the_list_shows_one_intervention_where_asked(pages: Pages, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    mentoring = provider.interventions.add(an_intervention("LEE-03", name="Mentoring")).id
    provider.sessions.log(a_session(boxing))
    provider.sessions.log(a_session(mentoring))
    screen = pages.open(SessionsScreen, "sessions")
    assert len(screen.table.texts()) == 2
    screen.which.box.setCurrentIndex(screen.which.box.findData(mentoring))
    pages.settle()
    assert [line[1] for line in screen.table.texts()] == ["Mentoring"]
