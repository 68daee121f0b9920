"""Logging a session, correcting it, and saying that it did not happen."""

from datetime import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.builders import TODAY, Clock, a_session, an_intervention, days, enrolled
from tests.services.test_sessions import a_group
from tests.ui.pages import Pages
from tests.ui.sessions.conftest import a_manager, answering
from vrp_desktop.domain.session_kinds import SETTINGS
from vrp_desktop.domain.sessions import Mark, Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.audit.history_screen import HistoryScreen
from vrp_desktop.ui.sessions.fields import LETTERS
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
    assert screen.kind.control().hasFocus()
    assert screen.kind.value() == "open_access"
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
        workers=(provider.workspace.actor.id,),
    )


def test_another_intervention_brings_its_own_last_session(pages: Pages, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    mentoring = provider.interventions.add(an_intervention("LEE-03", name="Mentoring")).id
    provider.sessions.log(a_session(mentoring, days(-9), minutes=45, kind="one_to_one"))
    provider.sessions.log(a_session(boxing, days(-2)))
    screen = pages.open(LogScreen, "log")
    assert screen.which.value() == boxing
    pages.fill(screen.form, intervention_id=mentoring)
    assert (screen.form.field("minutes").value(), screen.kind.value()) == (45, "one_to_one")


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


SHOWN = {
    "group": ("Place", ("group_id", "setting")),
    "one_to_one": ("Place", ("setting",)),
    "open_access": ("Place", ("group_id", "setting")),
    "outreach": ("Street, park or estate", ("group_id", "weather")),
    "family": ("Place", ("setting",)),
    "online": ("Where online", ("group_id",)),
    "workshop": ("School", ("title",)),
    "training": ("Place", ("title",)),
    "event": ("Place", ("title",)),
}


@pytest.mark.parametrize("kind", SHOWN)
def test_each_kind_asks_only_what_it_needs(pages: Pages, provider: Provider, kind: str) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    a_group(provider, boxing, "Tuesday boxing")
    screen = pages.open(LogScreen, "log")
    pages.click(screen.kind.buttons[kind])
    place, asked = SHOWN[kind]
    named = [name for name in ("title", "group_id", "setting", "weather") if screen.form.shows(name)]
    assert sorted(named) == sorted(asked)
    assert screen.form.field("place").control().accessibleName() == place
    pages.fill(screen.form, place="Somewhere")
    pages.click(screen.button)
    logged = provider.sessions.get(provider.sessions.between(TODAY, TODAY)[0].id).details
    assert (logged.kind, logged.place) == (kind, "Somewhere")
    assert logged.setting == SETTINGS.get(kind)


@pytest.mark.parametrize("kind", LETTERS)
def test_a_kind_is_one_key(pages: Pages, provider: Provider, kind: str) -> None:
    provider.interventions.add(an_intervention())
    screen = pages.open(LogScreen, "log")
    pages.key(screen.kind.control(), getattr(Qt.Key, f"Key_{LETTERS[kind].upper()}"))
    assert screen.kind.value() == kind
    assert screen.kind.control().hasFocus()
    place = screen.forms.place.edit
    place.setFocus()
    QTest.keyClick(place, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    pages.qtbot.waitUntil(lambda: screen.kind.value() == "group")
    pages.settle()
    assert place.text() == ""


def test_what_was_used_last_stands_first_and_brings_its_own_last_session(
    pages: Pages, provider: Provider
) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    provider.sessions.log(a_session(boxing, days(-3), kind="one_to_one", minutes=50, place="The Den"))
    provider.sessions.log(a_session(boxing, days(-1), kind="workshop", title="Knives", place="St Ann's"))
    screen = pages.open(LogScreen, "log")
    assert [*screen.kind.buttons][:3] == ["workshop", "one_to_one", "group"]
    pages.fill(screen.form, held_on="21/11/2026")
    pages.fill(screen.about, note="Typed first.")
    pages.click(screen.kind.buttons["one_to_one"])
    assert screen.form.field("minutes").value() == 50
    assert screen.form.field("place").value() == "The Den"
    assert screen.form.field("held_on").value() == days(-1), "what was typed stays"
    assert screen.about.field("note").value() == "Typed first."


def test_the_length_is_pressed_stepped_or_typed_and_the_end_is_told(pages: Pages, provider: Provider) -> None:
    provider.interventions.add(an_intervention())
    screen = pages.open(LogScreen, "log")
    minutes = screen.forms.minutes
    pages.fill(screen.form, starts_at="18:00")
    assert screen.forms.starts_at.end.text() == "until 20:00"
    assert [made.text() for made in minutes.quick] == ["30 min", "1 h", "1½ h", "2 h", "3 h"]
    pages.click(minutes.quick[2])
    assert (minutes.value(), screen.forms.starts_at.end.text()) == (90, "until 19:30")
    pages.key(minutes.edit, Qt.Key.Key_Up)
    assert minutes.value() == 120
    pages.fill(screen.form, minutes="375")
    assert screen.forms.starts_at.end.text() == "until 00:15 the next day"
    pages.fill(screen.form, minutes="1500")
    assert screen.forms.starts_at.end.text() == ""
    pages.click(screen.button)
    assert "between 1 minute and 24 hours" in screen.form.fault("minutes")


def test_places_are_offered_and_ctrl_enter_does_not_wait_for_the_list(
    pages: Pages, provider: Provider
) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    provider.sessions.log(a_session(boxing, days(-14), place="The Den"))
    provider.sessions.log(a_session(boxing, days(-7)))
    screen = pages.open(LogScreen, "log")
    place = screen.forms.place
    assert place.places() == ["Northside Hall", "The Den"]
    place.edit.setFocus()
    place.edit.selectAll()
    QTest.keyClicks(place.edit, "den")
    popup = place.list
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    pages.settle()
    assert place.value() == "The Den"
    assert provider.sessions.between(TODAY, TODAY) == (), "that Enter only chose"
    place.edit.selectAll()
    QTest.keyClicks(place.edit, "North")
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    pages.settle()
    assert [line.place for line in provider.sessions.between(TODAY, TODAY)] == ["North"]


def test_two_keys_change_what_it_was_about(pages: Pages, provider: Provider) -> None:
    provider.interventions.add(an_intervention(other_priorities=()))
    screen = pages.open(LogScreen, "log")
    assert screen.priorities.value() == ("individual",)
    place = screen.form.field("place").control()
    place.setFocus()
    QTest.keyClick(place, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(place, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert screen.priorities.value() == ("community",)
    assert screen.about.touched, "so that it is kept as a draft"
    offered = [screen.areas.model.item(at).text() for at in range(screen.areas.model.rowCount())]
    assert "County Lines" in offered
    assert "Mental health" not in offered
    pages.click(screen.button)
    logged = provider.sessions.get(provider.sessions.between(TODAY, TODAY)[0].id).details
    assert logged.priorities == ("community",)


def test_it_is_logged_for_a_colleague(pages: Pages, provider: Provider) -> None:
    provider.interventions.add(an_intervention())
    screen = pages.open(LogScreen, "log")
    assert not screen.form.shows("workers"), "nobody else is there"
    bo = a_manager(provider, "Bo Kaur")
    screen = pages.open(LogScreen, "log")
    names = [screen.forms.workers.model.item(at).text() for at in range(2)]
    assert names == ["Sam Okafor (you)", "Bo Kaur"]
    pages.fill(screen.form, workers=(bo,))
    pages.click(screen.button)
    assert [line.workers for line in provider.sessions.between(TODAY, TODAY)] == [("Bo Kaur",)]


def test_again_begins_as_that_session_was(pages: Pages, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    group = a_group(provider, boxing, "Tuesday boxing")
    old = provider.sessions.log(
        a_session(boxing, days(-30), minutes=75, place="The Den", group_id=group, note="Rain.")
    ).id
    provider.sessions.log(a_session(boxing, days(-7)))
    screen = pages.open(LogScreen, "log", like=old)
    pages.click(screen.button)
    logged = provider.sessions.get(provider.sessions.between(TODAY, TODAY)[0].id).details
    assert (logged.minutes, logged.place, logged.group_id, logged.note) == (75, "The Den", group, "")


def test_a_group_that_has_ended_is_not_offered_anew_but_stays_in_its_session(
    pages: Pages, provider: Provider
) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    group = a_group(provider, boxing, "Summer boxing", ended_on=days(-2))
    old = provider.sessions.log(a_session(boxing, days(-7), group_id=group)).id
    screen = pages.open(LogScreen, "log")
    assert (screen.forms.group.value(), screen.form.shows("group_id")) == (None, False)
    screen = pages.open(LogScreen, "log", session_id=old)
    assert screen.forms.group.box.currentText() == "Summer boxing"
    pages.click(screen.button)
    assert provider.sessions.get(old).details.group_id == group


def test_what_does_not_fit_another_intervention_is_dropped_and_said(pages: Pages, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    art = provider.interventions.add(an_intervention("ART-1", name="Art Room", other_priorities=())).id
    evening = provider.sessions.log(
        a_session(
            boxing,
            group_id=a_group(provider, boxing, "Tuesday boxing"),
            priorities=("individual", "community"),
            focus_areas=("individual.education", "community.county_lines"),
            note="Good.",
        )
    ).id
    screen = pages.open(LogScreen, "log", session_id=evening)
    pages.fill(screen.form, intervention_id=art)
    assert screen.said.isVisible()
    for words in ("the group “Tuesday boxing”", "“Community”", "“County Lines”"):
        assert words in screen.said.text()
    assert screen.form.touched
    pages.click(screen.button)
    moved = provider.sessions.get(evening).details
    assert (moved.intervention_id, moved.group_id, moved.priorities, moved.focus_areas, moved.note) == (
        *(art, None, ("individual",), ("individual.education",)),
        "Good.",
    )


def test_something_doubtful_is_asked_and_not_forbidden(pages: Pages, provider: Provider) -> None:
    provider.interventions.add(an_intervention(ended_on=days(-5)))
    screen = pages.open(LogScreen, "log")
    asked = pages.answering("Look again")
    pages.click(screen.button)
    assert "ended on 17 November 2026" in asked[0]
    assert provider.sessions.between(TODAY, TODAY) == ()
    assert pages.shown(LogScreen).button.isEnabled()
    pages.answering("Yes, save it")
    pages.click(screen.button)
    pages.shown(RegisterScreen)
    assert len(provider.sessions.between(TODAY, TODAY)) == 1


def test_a_day_that_was_taken_out_is_asked_for(pages: Pages, provider: Provider) -> None:
    provider.interventions.add(an_intervention())
    screen = pages.open(LogScreen, "log")
    pages.fill(screen.form, held_on="")
    pages.click(screen.button)
    assert "Write the day" in screen.form.fault("held_on")


class TestLocked:
    @pytest.fixture
    def evening(self, provider: Provider, clock: Clock) -> str:
        boxing = provider.interventions.add(an_intervention()).id
        session = provider.sessions.log(a_session(boxing)).id
        provider.registers.mark(session, enrolled(provider, boxing, "Ana")[0], Mark.PRESENT)
        provider.registers.finish(session)
        clock.go(days=15)
        return session

    def test_the_reason_is_asked_for_first_and_stands_in_the_history(
        self, pages: Pages, provider: Provider, evening: str
    ) -> None:
        screen = pages.open(LogScreen, "log", session_id=evening)
        assert screen.unlocking.isVisible()
        assert screen.unlocking.reason.edit.hasFocus()
        assert not screen.form.isEnabled()
        assert not screen.button.isEnabled()
        pages.key(screen.unlocking.reason.edit, Qt.Key.Key_Return)
        assert "Say in a few words" in screen.unlocking.form.fault("reason")
        QTest.keyClicks(screen.unlocking.reason.edit, "It was the park")
        pages.key(screen.unlocking.reason.edit, Qt.Key.Key_Return)
        assert not screen.unlocking.isVisible()
        pages.fill(screen.form, place="The park")
        pages.click(screen.button)
        assert provider.sessions.get(evening).details.place == "The park"
        screen = pages.open(LogScreen, "log", session_id=evening)
        assert not screen.unlocking.isVisible(), "it is open for an hour"
        pages.click(screen.history)
        history = pages.shown(HistoryScreen)
        assert history.name.text() == "Northside Boxing, Sun 22 Nov"
        assert "Reason: It was the park" in [line[3] for line in history.table.texts()]

    def test_it_asks_again_where_the_hour_was_over(
        self, pages: Pages, provider: Provider, evening: str, clock: Clock
    ) -> None:
        provider.sessions.correct(evening, "It was the park")
        screen = pages.open(LogScreen, "log", session_id=evening)
        pages.fill(screen.form, place="The park")
        clock.go(hours=2)
        pages.click(screen.button)
        assert screen.unlocking.isVisible()
        assert screen.form.field("place").value() == "The park", "what was typed stays"

    def test_the_list_leads_to_where_the_reason_is_asked(
        self, pages: Pages, provider: Provider, evening: str
    ) -> None:
        screen = pages.open(SessionsScreen, "sessions")
        answering(screen, "It did not happen", "Weather")
        pages.key(screen.table.view, Qt.Key.Key_N)
        assert pages.shown(LogScreen).unlocking.isVisible()


def test_a_long_session_is_split_from_its_page(pages: Pages, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    evening = provider.sessions.log(a_session(boxing, minutes=150, starts_at=time(18))).id
    screen = pages.open(LogScreen, "log", session_id=evening)
    answering(screen, "Split", 90)
    pages.click(screen.split)
    assert "both parts" in pages.message()
    pages.shown(RegisterScreen)
    assert [(line.starts_at, line.minutes) for line in provider.sessions.between(TODAY, TODAY)] == [
        (time(19, 30), 60),
        (time(18), 90),
    ]
