"""The journeys of a record: a card each, in lines that can be read, and what can be done next."""

from dataclasses import replace

from tests.builders import a_person, an_enrolment, an_intervention, days
from tests.ui.pages import Pages
from vrp_desktop.domain.enrolments import EnrolmentDetails
from vrp_desktop.domain.onward import OnwardDetails
from vrp_desktop.domain.pauses import PauseDetails
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.outcomes.sheet_screen import OutcomeSheetScreen
from vrp_desktop.ui.record.enrolment_screen import EnrolmentScreen
from vrp_desktop.ui.record.journeys_page import JourneysPage
from vrp_desktop.ui.record.screen import PersonScreen


def opened(pages: Pages, person_id: str) -> JourneysPage:
    page = pages.open(PersonScreen, "person", person_id=person_id, page="journeys").journeys
    assert isinstance(page, JourneysPage)
    return page


def test_a_journey_says_where_it_stands_and_what_waits(pages: Pages, provider: Provider) -> None:
    ana = provider.people.add(a_person("Ana")).id
    boxing = provider.interventions.add(an_intervention()).id
    art = provider.interventions.add(an_intervention("ART-1", name="Art Room")).id
    me = provider.workspace.actor.id
    details = an_enrolment(
        referral_reason="Fights at school", key_worker_id=me, focus_areas=("community.activities",)
    )
    journey = provider.enrolments.add(ana, boxing, details).id
    provider.enrolments.add(ana, art, EnrolmentDetails(days(-21)))
    provider.enrolments.pause(journey, PauseDetails(days(-21), reason="Exams"))
    provider.enrolments.refer_on(journey, OnwardDetails("housing", days(-14)))
    page = opened(pages, ana)
    waiting, paused = page.cards
    assert (waiting.standing.text(), waiting.lines) == (
        "No decision yet, waiting 3 weeks",
        ["Referred on 1 November 2026"],
    )
    assert list(waiting.buttons) == ["Open"]
    assert paused.standing.text() == "Paused since 1 November 2026, 3 weeks"
    assert paused.lines == [
        "Referred on 23 September 2026 by: School. Fights at school",
        "Key worker: Sam Okafor",
        "Paused since 1 November 2026: Exams",
        "Housing, 8 November 2026, waiting 2 weeks to hear",
    ]
    pages.click(paused.buttons["Goals and progress"])
    pages.shown(OutcomeSheetScreen)


def test_somebody_who_is_back_begins_again_with_two_presses(pages: Pages, provider: Provider) -> None:
    ana = provider.people.add(a_person("Ana")).id
    boxing = provider.interventions.add(an_intervention()).id
    journey = provider.enrolments.add(ana, boxing, an_enrolment()).id
    assert list(opened(pages, ana).cards[0].buttons) == ["Open", "Goals and progress"]
    details = provider.enrolments.get(journey).details
    provider.enrolments.change(journey, replace(details, ended_on=days(-3), ending="disengaged"))
    page = opened(pages, ana)
    pages.click(page.cards[0].buttons["Begin again"])
    pages.click(pages.shown(EnrolmentScreen).save_button)
    page = pages.shown(PersonScreen).journeys
    assert [card.standing.text() for card in page.cards] == [
        "Taking part since 22 November 2026",
        "Ended on 19 November 2026: Disengaged",
    ]


def test_a_record_without_a_journey_invites(pages: Pages, provider: Provider) -> None:
    page = opened(pages, provider.people.add(a_person("Ana")).id)
    assert page.nothing.isVisible()
    assert page.cards == []
    provider.interventions.add(an_intervention())
    pages.click(page.enrol_button)
    pages.shown(EnrolmentScreen)
