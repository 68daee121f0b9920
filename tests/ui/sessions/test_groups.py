"""Groups and plans in the real window."""

from datetime import date, time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.builders import TODAY, a_person, an_intervention, enrolled
from tests.ui.pages import Pages, pages
from tests.ui.test_drafts import locked_and_back
from vrp_desktop.domain.closures import ClosureDetails
from vrp_desktop.domain.groups import GroupDetails
from vrp_desktop.domain.plans import PlanDetails
from vrp_desktop.domain.sessions import Status
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.sessions.group_screen import GroupScreen
from vrp_desktop.ui.sessions.groups_screen import GroupsScreen
from vrp_desktop.ui.sessions.plan_screen import PlanScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen

__all__ = ["pages"]

CHRISTMAS = ClosureDetails("Christmas holidays", date(2026, 12, 21), date(2027, 1, 3), schools=True)


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


def a_plan(provider: Provider, boxing: str, **fields: Any) -> str:
    """Every Tuesday at six, of a group with Ana in it; its id."""
    (ana,) = enrolled(provider, boxing, "Ana")
    group = provider.groups.add(GroupDetails(boxing, "Tuesday boxing"), (ana,)).id
    usual: dict[str, Any] = {"place": "Northside Hall", "group_id": group, "bank_holidays": True}
    return provider.plans.add(PlanDetails(boxing, TODAY, 1, time(18), **{**usual, **fields})).id


def test_an_empty_page_invites(pages: Pages) -> None:
    screen = pages.open(GroupsScreen, "groups")
    assert screen.table.empty_label.text() == "Who meets regularly, and when?"
    assert not screen.chosen.isVisible()
    assert screen.table.invite_button is not None
    pages.click(screen.table.invite_button)
    form = pages.shown(GroupScreen)
    assert form.form.summary.texts() == [
        "There is no intervention yet. Add one under Organisation, then its groups."
    ]


def test_the_chosen_group_stands_at_the_right(pages: Pages, provider: Provider, boxing: str) -> None:
    zed = provider.people.add(a_person("Zed")).id
    provider.closures.add(CHRISTMAS)
    a_plan(provider, boxing, term_time=True, workers=(provider.workspace.actor.id,))
    group = provider.groups.all()[0].id
    provider.groups.join(group, zed)
    a_drop_in = PlanDetails(boxing, TODAY, 4, time(19), kind="open_access", name="Friday drop-in")
    provider.plans.add(a_drop_in)
    screen = pages.open(GroupsScreen, "groups", group_id=group)
    assert screen.table.texts() == [
        ["Friday drop-in", "", "Fri 27 Nov"],
        ["Tuesday boxing", "2", "Tue 24 Nov"],
    ]
    assert screen.name.text() == "Tuesday boxing"
    assert screen.about.text() == "Northside Boxing · open group · 2 regulars"
    assert screen.members.text() == "Ana, Zed (not enrolled)"
    assert screen.plan_buttons[0].accessibleDescription() == (
        "Every Tuesday 18:00 to 20:00 at Northside Hall, in term time, also on bank holidays. "
        "Led by Sam Okafor."
    )
    assert [row[:2] for row in screen.coming.table.texts()][3:] == [
        ["Tue 15 Dec", "Planned"],
        ["Tue 22 Dec", "Rests: Christmas holidays"],
        ["Tue 29 Dec", "Rests: Christmas holidays"],
    ]
    pages.key(screen.table.view, Qt.Key.Key_Up)
    assert screen.name.text() == "Friday drop-in"
    assert not screen.change_button.isVisible()
    pages.frame.forget()
    assert screen.table.texts() == screen.coming.table.texts() == []
    assert screen.members.text() == ""


def test_a_turn_is_left_out_and_held_after_all(pages: Pages, provider: Provider, boxing: str) -> None:
    a_plan(provider, boxing)
    screen = pages.open(GroupsScreen, "groups")
    view = screen.coming.table.view
    pages.key(view, Qt.Key.Key_Down)
    pages.click(screen.coming.skip_button)
    assert screen.coming.table.texts()[1][:2] == ["Tue 1 Dec", "Left out"]
    assert not screen.coming.skip_button.isVisible()
    pages.click(screen.coming.hold_button)
    assert screen.coming.table.texts()[1][:2] == ["Tue 1 Dec", "Planned"]


def test_a_session_is_moved_cancelled_and_opened(pages: Pages, provider: Provider, boxing: str) -> None:
    a_plan(provider, boxing)
    screen = pages.open(GroupsScreen, "groups")
    coming = screen.coming
    pages.click(coming.move_button)
    pages.fill(coming.form, held_on="26/11", starts_at="nineteen")
    QTest.keyClick(coming.form.field("place").control(), Qt.Key.Key_Return)
    pages.settle()
    assert coming.form.fault("starts_at") == "Write the time like 18:30 or 6.30pm."
    pages.fill(coming.form, starts_at="19")
    QTest.keyClick(coming.form.field("place").control(), Qt.Key.Key_Return)
    pages.settle()
    assert coming.table.texts()[0] == ["Thu 26 Nov", "Moved from Tue 24 Nov", "19:00"]
    assert coming.which.text() == "Thu 26 Nov, 19:00, Northside Hall"
    assert not coming.form.isVisible()
    assert not coming.cancel_button.isEnabled()
    coming.reason.box.setCurrentIndex(coming.reason.box.findData("venue"))
    pages.click(coming.cancel_button)
    assert coming.table.texts()[0][1] == "Will not happen"
    line = provider.plans.coming([provider.plans.all()[0].id])[0].session
    assert line is not None
    assert provider.sessions.get(line.id).details.cancel_reason == "venue"
    pages.key(coming.table.view, Qt.Key.Key_Return)
    assert pages.shown(RegisterScreen)


def test_a_group_is_ended_after_a_question(pages: Pages, provider: Provider, boxing: str) -> None:
    a_plan(provider, boxing)
    screen = pages.open(GroupsScreen, "groups")
    asked = pages.answering("End the group")
    pages.click(screen.end_button)
    assert "does not meet any more" in asked[0]
    assert screen.table.texts() == [["Tuesday boxing", "1", "Ended"]]
    assert not screen.end_button.isVisible()
    assert provider.sessions.between(TODAY, date(2027, 2, 1)) == ()


def test_regulars_are_found_suggested_and_taken_off(pages: Pages, provider: Provider, boxing: str) -> None:
    enrolled(provider, boxing, "Ana", "Ben")
    provider.people.add(a_person("Zed"))
    screen = pages.open(GroupScreen, "group")
    pages.fill(screen.form, name="Tuesday boxing", closed=True)
    pages.click(screen.regulars.enrolled_button)
    QTest.keyClicks(screen.regulars.picker.text, "zed")
    pages.settle()
    pages.key(screen.regulars.picker.text, Qt.Key.Key_Return)
    assert screen.regulars.table.texts() == [
        ["Ana", "", ""],
        ["Ben", "", ""],
        ["Zed", "", "Not enrolled"],
    ]
    assert screen.regulars.count.text() == "3 regulars"
    screen.regulars.table.view.setFocus()
    pages.key(screen.regulars.table.view, Qt.Key.Key_Delete)
    pages.click(screen.save_button)
    shown = pages.shown(GroupsScreen)
    assert shown.members.text() == "Ben, Zed (not enrolled)"
    assert provider.groups.all()[0].details == GroupDetails(boxing, "Tuesday boxing", closed=True)


def test_a_group_without_a_name_is_refused_and_keeps_what_was_chosen(
    pages: Pages, provider: Provider, boxing: str
) -> None:
    enrolled(provider, boxing, "Ana")
    screen = pages.open(GroupScreen, "group")
    pages.click(screen.regulars.enrolled_button)
    pages.click(screen.save_button)
    assert screen.form.fault("name") == "Write what the group is called, like “Tuesday boxing”."
    assert screen.regulars.count.text() == "1 regular"
    assert provider.groups.all() == ()


def test_a_half_typed_group_and_plan_come_back(
    pages: Pages, qtbot: Any, provider: Provider, boxing: str
) -> None:
    enrolled(provider, boxing, "Ana")
    group = pages.open(GroupScreen, "group")
    pages.fill(group.form, name="Tuesd")
    pages.click(group.regulars.enrolled_button)
    plan = pages.open(PlanScreen, "plan")
    pages.fill(plan.form, starts_at="6.3", weekday="3")
    pages.fill(plan.about, place="The pa")
    after = locked_and_back(pages, qtbot, provider)
    group = after.open(GroupScreen, "group")
    assert group.form.field("name").value() == "Tuesd"
    assert [row[0] for row in group.regulars.table.texts()] == ["Ana"]
    plan = after.open(PlanScreen, "plan")
    assert (plan.form.field("starts_at").typed(), plan.form.field("weekday").value()) == ("6.3", "3")
    assert plan.about.field("place").value() == "The pa"
    assert (provider.groups.all(), provider.plans.all()) == ((), ())


def test_a_plan_says_what_it_will_make(pages: Pages, qtbot: Any, provider: Provider, boxing: str) -> None:
    provider.closures.add(CHRISTMAS)
    screen = pages.open(PlanScreen, "plan")
    assert screen.makes.text() == "", "nothing is said before there is a time"
    pages.fill(screen.form, weekday="1", starts_at="18", minutes="120", term_time=True, first_on="4/12")
    pages.fill(screen.about, place="Northside Hall")
    words = (
        "Every Tuesday 18:00 to 20:00 at Northside Hall, in term time, not on bank holidays: "
        "next 8, 15 December, 5, 12 January; not 22, 29 December: Christmas holidays."
    )
    qtbot.waitUntil(lambda: screen.makes.text() == words, timeout=5000)
    pages.fill(screen.form, starts_at="half six")
    qtbot.waitUntil(lambda: screen.makes.text() == "", timeout=5000)
    pages.click(screen.save_button)
    assert screen.form.fault("starts_at") == "Write the time like 18:30 or 6.30pm."
    pages.fill(screen.form, starts_at="18")
    pages.click(screen.save_button)
    shown = pages.shown(GroupsScreen)
    assert shown.table.texts() == [["Northside Boxing", "", "Tue 8 Dec"]]


def test_what_a_change_leaves_alone_is_said(pages: Pages, provider: Provider, boxing: str) -> None:
    plan = a_plan(provider, boxing)
    session = provider.plans.coming([plan])[1].session
    assert session is not None
    provider.sessions.cancel(session.id, "staff")
    screen = pages.open(PlanScreen, "plan", plan_id=plan)
    assert screen.save_button.text() == "Save plan"
    pages.fill(screen.form, weekday="2")
    pages.click(screen.save_button)
    assert pages.message().endswith("Move or cancel them by hand:\nTuesday 1 December 2026")
    days = {line.held_on for line in provider.sessions.between(TODAY, date(2027, 2, 1))}
    assert {day.weekday() for day in days} == {1, 2}
    assert provider.sessions.get(session.id).details.status is Status.CANCELLED
