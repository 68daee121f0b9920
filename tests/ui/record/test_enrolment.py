"""A journey: beginning one, refusing what cannot be, ending it."""

from tests.builders import TODAY, a_person, an_enrolment, an_intervention, days
from tests.ui.pages import Pages
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.record.enrolment_screen import EnrolmentScreen
from vrp_desktop.ui.record.screen import PersonScreen


def ana_and_boxing(provider: Provider) -> tuple[str, str]:
    return provider.people.add(a_person("Ana")).id, provider.interventions.add(an_intervention()).id


def test_enter_is_enough_to_begin_one_today(pages: Pages, provider: Provider) -> None:
    ana, boxing = ana_and_boxing(provider)
    screen = pages.open(EnrolmentScreen, "enrolment", person_id=ana)
    assert screen.which.box.currentText() == "Northside Boxing"
    pages.fill(screen.form, referral_source="school")
    pages.fill(screen.about, focus_areas=("individual.mental_health",))
    pages.click(screen.save_button)
    record = pages.shown(PersonScreen)
    assert record.tabs.tabText(record.tabs.currentIndex()) == "Journeys"
    assert [line[:2] for line in record.journeys.table.texts()] == [["Northside Boxing", "Taking part"]]
    stored = provider.enrolments.of_person(ana)[0]
    assert stored.intervention_id == boxing
    assert (stored.details.started_on, stored.details.referral_source) == (TODAY, "school")
    assert stored.details.focus_areas == ("individual.mental_health",)


def test_a_second_journey_at_the_same_time_is_refused_in_words(pages: Pages, provider: Provider) -> None:
    ana, boxing = ana_and_boxing(provider)
    provider.enrolments.add(ana, boxing, an_enrolment(days(-30)))
    screen = pages.open(EnrolmentScreen, "enrolment", person_id=ana)
    pages.fill(screen.form, referral_source="police")
    pages.click(screen.save_button)
    assert screen.form.summary.isVisible()
    assert "already enrolled" in " ".join(screen.form.summary.texts())
    assert screen.form.field("referral_source").value() == "police"
    assert len(provider.enrolments.of_person(ana)) == 1


def test_a_journey_ends_with_how_it_ended(pages: Pages, provider: Provider) -> None:
    ana, boxing = ana_and_boxing(provider)
    begun = provider.enrolments.add(ana, boxing, an_enrolment(days(-30))).id
    screen = pages.open(EnrolmentScreen, "enrolment", enrolment_id=begun)
    assert not screen.which.control().isEnabled()
    pages.fill(screen.form, ended_on="20/11/2026")
    pages.click(screen.save_button)
    assert screen.form.fault("ending") == "Choose how it ended."
    pages.fill(screen.form, ending="completed")
    pages.click(screen.save_button)
    details = provider.enrolments.get(begun).details
    assert (details.ended_on, details.ending) == (days(-2), "completed")
    assert pages.shown(PersonScreen).journeys.table.texts()[0][1] == "Ended"


def test_what_a_declined_referral_does_not_have_is_not_asked(pages: Pages, provider: Provider) -> None:
    ana, _ = ana_and_boxing(provider)
    screen = pages.open(EnrolmentScreen, "enrolment", person_id=ana)
    assert not screen.form.field("decline_reason").isVisible()
    assert screen.form.field("started_on").isVisible()
    pages.fill(screen.form, decision="declined")
    assert screen.form.field("decline_reason").isVisible()
    assert not screen.form.field("started_on").isVisible()
    pages.click(screen.save_button)
    details = provider.enrolments.of_person(ana)[0].details
    assert (details.decision, details.started_on) == ("declined", None)


def test_a_journey_that_began_is_not_declined_by_the_way(pages: Pages, provider: Provider) -> None:
    ana, boxing = ana_and_boxing(provider)
    begun = provider.enrolments.add(ana, boxing, an_enrolment(days(-30))).id
    screen = pages.open(EnrolmentScreen, "enrolment", enrolment_id=begun)
    pages.fill(screen.form, decision="declined")
    pages.click(screen.save_button)
    assert screen.form.field("started_on").isVisible()
    assert "declined" in screen.form.fault("started_on")
    assert provider.enrolments.get(begun).details.started_on is not None


def test_without_an_intervention_it_says_where_to_add_one(pages: Pages, provider: Provider) -> None:
    ana = provider.people.add(a_person("Ana")).id
    pages.frame.go("enrolment", person_id=ana)
    pages.settle()
    assert "Organisation" in pages.message()
