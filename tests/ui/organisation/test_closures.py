"""Term dates and closures in the real window."""

from datetime import date, time, timedelta

from PySide6.QtCore import Qt

from tests.builders import TODAY, an_intervention
from tests.ui.pages import Pages, pages
from vrp_desktop.domain.closures import ClosureDetails
from vrp_desktop.domain.plans import PlanDetails
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.organisation.closures_screen import ClosuresScreen

__all__ = ["pages"]


def test_a_closure_is_added_changed_and_removed(pages: Pages, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    provider.plans.add(PlanDetails(boxing, TODAY, 1, time(18), bank_holidays=True))
    screen = pages.open(ClosuresScreen, "closures")
    pages.click(screen.save_button)
    assert screen.form.fault("first_on") == "Write the day, like 21/12."
    pages.fill(screen.form, name="The boiler", first_on="1/12", last_on="30/11")
    pages.click(screen.save_button)
    assert screen.form.fault("last_on") == "The last day is before the first. Check both."
    pages.fill(screen.form, last_on="8/12")
    pages.click(screen.save_button)
    assert screen.table.texts() == [["The boiler", "1 Dec to 8 Dec 2026", "Everything"]]
    assert screen.form.field("name").value() == ""
    pages.key(screen.table.view, Qt.Key.Key_Return)
    assert screen.save_button.text() == "Save closure"
    pages.fill(screen.form, last_on="1/12")
    pages.click(screen.save_button)
    assert screen.table.texts() == [["The boiler", "1 Dec 2026", "Everything"]]
    days = [line.held_on for line in provider.sessions.between(TODAY, date(2027, 1, 1))]
    assert date(2026, 12, 1) not in days
    assert date(2026, 12, 8) in days
    pages.key(screen.table.view, Qt.Key.Key_Return)
    pages.click(screen.remove_button)
    assert screen.table.texts() == []
    assert len(provider.sessions.between(TODAY, date(2027, 1, 1))) == 6


def test_the_usual_holidays_are_ticked_and_added(pages: Pages, provider: Provider) -> None:
    screen = pages.open(ClosuresScreen, "closures")
    assert screen.usual.value() == ("0", "1", "2", "3", "4", "5")
    pages.key(screen.usual.view, Qt.Key.Key_Space)  # not the October half term
    pages.click(screen.fill_button)
    assert [row[0] for row in screen.table.texts()] == [
        "Christmas holidays",
        "February half term",
        "Easter holidays",
        "Whitsun half term",
        "Summer holidays",
    ]
    assert {row[2] for row in screen.table.texts()} == {"Plans in term time"}
    assert screen.usual.value() == ("0",)
    screen.year.box.setCurrentIndex(1)
    pages.settle()
    assert len(screen.usual.value()) == 6


def test_what_a_closure_leaves_alone_is_said(pages: Pages, provider: Provider) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    plan = provider.plans.add(PlanDetails(boxing, TODAY, 1, time(18), bank_holidays=True)).id
    session = provider.plans.coming([plan])[0].session
    assert session is not None
    provider.drafts.keep("log", session.id, {})
    screen = pages.open(ClosuresScreen, "closures")
    pages.fill(screen.form, name="Shut", first_on="22/11", last_on="30/11")
    pages.click(screen.save_button)
    assert pages.message().endswith("Tuesday 24 November 2026")
    assert provider.closures.all()[0].details == ClosureDetails("Shut", TODAY, TODAY + timedelta(days=8))
