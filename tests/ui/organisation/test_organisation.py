"""The organisation: its settings, and interventions begun from the strategy's list."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.builders import ORGANISATION, an_intervention
from tests.ui.pages import Pages
from vrp_desktop.domain import strategy
from vrp_desktop.domain.organisation import OrganisationDetails
from vrp_desktop.domain.privacy import Privacy
from vrp_desktop.domain.returns.rule import Heads, Method, Rule, Zeros
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.organisation.intervention_screen import InterventionScreen
from vrp_desktop.ui.organisation.pages import PAGES
from vrp_desktop.ui.organisation.screen import OrganisationScreen


def test_the_threshold_the_name_and_the_grace_are_changed(pages: Pages, provider: Provider) -> None:
    screen = pages.open(OrganisationScreen, "organisation")
    first = {"name": ORGANISATION, "threshold": "5", "grace_days": 14, "social_care": ""}
    rule = {"method": "hide", "zeros": "shown", "heads": "protected"}
    assert screen.form.values() == {**first, **rule}
    pages.fill(screen.form, name="", threshold="10")
    pages.click(screen.save_button)
    assert "name" in screen.form.fault("name")
    assert provider.organisation.details().threshold == 5
    pages.fill(screen.form, name="Northside Youth and Community", grace_days="93")
    pages.click(screen.save_button)
    assert screen.form.fault("grace_days") == "Choose between 0 and 92 days."
    pages.fill(screen.form, grace_days="7", social_care="0113 000 0000")
    pages.click(screen.save_button)
    assert provider.organisation.details() == OrganisationDetails(
        "Northside Youth and Community", 10, grace_days=7, social_care="0113 000 0000"
    )
    pages.fill(screen.form, grace_days="")
    pages.click(screen.save_button)
    assert provider.organisation.details().grace_days == 14


def test_the_rule_of_protection_is_chosen(pages: Pages, provider: Provider) -> None:
    screen = pages.open(OrganisationScreen, "organisation")
    pages.fill(screen.form, threshold="8", method="round")
    pages.click(screen.save_button)
    assert "With a larger threshold, hide them" in screen.form.fault("method")
    pages.fill(screen.form, threshold="5", zeros="sensitive", heads="as_counted")
    pages.click(screen.save_button)
    assert provider.organisation.details().rule == Rule(5, Method.ROUND, Zeros.SENSITIVE, Heads.AS_COUNTED)


def test_the_lawful_basis_and_whom_to_ask_are_written_once_for_all(pages: Pages, provider: Provider) -> None:
    screen = pages.open(OrganisationScreen, "organisation")
    pages.fill(screen.privacy, lawful_basis="Legitimate interests.", contact="Kim, 0113 496 0000")
    pages.click(screen.privacy_button)
    assert provider.organisation.privacy() == Privacy("Legitimate interests.", "Kim, 0113 496 0000")
    assert provider.organisation.details().name == ORGANISATION
    pages.open(OrganisationScreen, "organisation")
    assert screen.privacy.values()["contact"] == "Kim, 0113 496 0000"


def test_interventions_are_listed_with_their_main_priority(pages: Pages, provider: Provider) -> None:
    provider.interventions.add(an_intervention())
    screen = pages.open(OrganisationScreen, "organisation")
    assert screen.table.texts() == [["Northside Boxing", "LEE-07", "Individual", "Leeds"]]
    marked = screen.table.model.index(0, 2).data(Qt.ItemDataRole.DecorationRole)
    assert not marked.isNull()


def test_one_is_begun_from_the_strategy(pages: Pages, provider: Provider) -> None:
    screen = pages.open(InterventionScreen, "intervention")
    assert screen.text.hasFocus()
    entry = strategy.catalogue()[3]
    QTest.keyClicks(screen.text, entry.name[:12])
    pages.settle()
    assert [entry.name] <= [line[0] for line in screen.catalogue.texts()]
    at = [line[0] for line in screen.catalogue.texts()].index(entry.name)
    screen.catalogue.choose(at)
    pages.key(screen.catalogue.view, Qt.Key.Key_Return)
    assert screen.form.field("name").value() == entry.name
    pages.click(screen.save_button)
    assert screen.about.fault("main_priority") == "Choose the priority it serves most."
    pages.fill(screen.about, main_priority="community", other_priorities=("community", "society"))
    pages.click(screen.save_button)
    pages.shown(OrganisationScreen)
    details = provider.interventions.all()[0].details
    assert (details.name, details.code, details.provider) == (entry.name, entry.code, ORGANISATION)
    assert (details.main_priority, details.other_priorities) == ("community", ("society",))
    assert (details.districts, details.funding) == ((entry.district,), entry.funding)


def test_a_code_that_is_taken_is_refused_beside_the_field(pages: Pages, provider: Provider) -> None:
    provider.interventions.add(an_intervention())
    screen = pages.open(InterventionScreen, "intervention")
    pages.fill(screen.form, name="Another", code="lee-07", districts=("leeds",))
    pages.fill(screen.about, main_priority="society")
    pages.click(screen.save_button)
    assert screen.form.fault("code")
    assert screen.form.field("name").value() == "Another"
    assert len(provider.interventions.all()) == 1


def test_a_change_keeps_what_the_form_does_not_ask_for(pages: Pages, provider: Provider) -> None:
    dated = an_intervention(started_on=date(2025, 4, 1), ended_on=date(2027, 3, 31))
    boxing = provider.interventions.add(dated).id
    screen = pages.open(InterventionScreen, "intervention", intervention_id=boxing)
    pages.fill(screen.form, name="Northside Boxing and Breakfast")
    pages.click(screen.save_button)
    details = provider.interventions.get(boxing).details
    assert details.name == "Northside Boxing and Breakfast"
    assert (details.started_on, details.ended_on) == (date(2025, 4, 1), date(2027, 3, 31))


def test_every_page_under_the_organisation_is_reached(pages: Pages) -> None:
    for link in PAGES:
        screen = pages.open(OrganisationScreen, "organisation")
        [way] = [made for made in screen.findChildren(QPushButton) if made.text() == link.word]
        pages.key(way, Qt.Key.Key_Return)
        assert not isinstance(pages.frame.shown(), OrganisationScreen), link.name
        pages.frame.back()
        pages.settle()
