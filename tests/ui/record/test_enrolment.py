"""A journey: beginning one, refusing what cannot be, ending it."""

from datetime import date

from tests.builders import TODAY, a_person, an_enrolment, an_intervention, days
from tests.ui.pages import Pages
from vrp_desktop.domain.pauses import PauseDetails
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
    (card,) = record.journeys.cards
    assert card.standing.text() == "Taking part since 22 November 2026"
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
    (card,) = pages.shown(PersonScreen).journeys.cards
    assert card.standing.text() == "Ended on 20 November 2026: Completed"


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


def begun(provider: Provider) -> tuple[str, str, str]:
    ana, boxing = ana_and_boxing(provider)
    return ana, boxing, provider.enrolments.add(ana, boxing, an_enrolment()).id


def test_why_they_were_referred_and_who_works_with_them_is_kept(pages: Pages, provider: Provider) -> None:
    _, _, journey = begun(provider)
    screen = pages.open(EnrolmentScreen, "enrolment", enrolment_id=journey)
    assert screen.standing.text() == "Taking part since 30 September 2026"
    me = provider.workspace.actor.id
    pages.fill(screen.form, referral_reason="Fights at school", key_worker_id=me)
    pages.click(screen.save_button)
    details = provider.enrolments.get(journey).details
    assert (details.referral_reason, details.key_worker_id) == ("Fights at school", me)


def test_the_priorities_follow_from_what_it_is_about(pages: Pages, provider: Provider) -> None:
    _, _, journey = begun(provider)
    screen = pages.open(EnrolmentScreen, "enrolment", enrolment_id=journey)
    assert not screen.priorities.isVisible()
    pages.fill(screen.about, focus_areas=("individual.mental_health", "community.activities"))
    assert screen.priorities.isVisible()
    assert len(screen.priorities.texts()) == 2


def test_a_refused_second_journey_leads_to_the_open_one(pages: Pages, provider: Provider) -> None:
    ana, _, journey = begun(provider)
    screen = pages.open(EnrolmentScreen, "enrolment", person_id=ana)
    assert not screen.form.other_button.isVisible()
    pages.click(screen.save_button)
    assert "23 September 2026" in " ".join(screen.form.summary.texts())
    pages.click(screen.form.other_button)
    assert screen.save_button.text() == "Save"
    assert screen._enrolment_id == journey


def test_a_pause_is_noted_over_and_mended_beside_the_journey(pages: Pages, provider: Provider) -> None:
    _, _, journey = begun(provider)
    screen = pages.open(EnrolmentScreen, "enrolment", enrolment_id=journey)
    pages.fill(screen.form, referral_reason="Half typed")
    box = screen.notes.pauses
    pages.click(box.add_button)
    pages.fill(box.form, from_on="20/9/2026", reason="Exams")
    pages.click(box.save_button)
    assert "before the journey started on 30 September 2026" in box.form.fault("from_on")
    pages.fill(box.form, from_on="1/11/2026")
    pages.click(box.save_button)
    assert box.lines == ["Paused since 1 November 2026: Exams"]
    assert screen.standing.text() == "Paused since 1 November 2026, 3 weeks"
    assert not box.add_button.isEnabled()
    pages.click(box.back_button)
    assert box.lines == ["Paused 1 November 2026 to 22 November 2026: Exams"]
    pages.click(box.change_buttons[0])
    pages.fill(box.form, until_on="20/11/2026")
    pages.click(box.save_button)
    assert [one.details for one in provider.enrolments.journey(journey).pauses] == [
        PauseDetails(date(2026, 11, 1), days(-2), "Exams")
    ]
    pages.click(box.change_buttons[0])
    pages.click(box.remove_button)
    assert provider.enrolments.journey(journey).pauses == ()
    assert screen.form.field("referral_reason").value() == "Half typed"


def test_a_referral_on_waits_until_it_is_heard_of(pages: Pages, provider: Provider) -> None:
    _, _, journey = begun(provider)
    screen = pages.open(EnrolmentScreen, "enrolment", enrolment_id=journey)
    box = screen.notes.onward
    pages.click(box.add_button)
    assert not box.form.field("uptake_on").isVisible()
    pages.fill(box.form, destination="mental_health", referred_to="CAMHS", referred_on="1/11/2026")
    pages.click(box.save_button)
    assert box.lines == ["Mental health support: CAMHS, 1 November 2026, waiting 3 weeks to hear"]
    pages.click(box.change_buttons[0])
    pages.fill(box.form, uptake="taken_up")
    pages.click(box.save_button)
    assert box.form.fault("uptake_on") == "Write when you heard."
    pages.fill(box.form, uptake_on="20/11/2026")
    pages.click(box.save_button)
    assert box.lines == ["Mental health support: CAMHS, 1 November 2026. Taken up, 20 November 2026"]


def test_a_pause_half_written_comes_back_and_is_not_lost_by_saving_the_journey(
    pages: Pages, provider: Provider
) -> None:
    ana, _, journey = begun(provider)
    screen = pages.open(EnrolmentScreen, "enrolment", enrolment_id=journey)
    box = screen.notes.pauses
    pages.click(box.add_button)
    pages.fill(box.form, reason="Family holiday")
    pages.click(screen.save_button)
    assert box.form.summary.texts() == ["Save this first, or cancel it."]
    pages.open(PersonScreen, "person", person_id=ana)
    screen = pages.open(EnrolmentScreen, "enrolment", enrolment_id=journey)
    assert box.form.isVisible()
    assert box.form.field("reason").value() == "Family holiday"
    assert not screen.notes.onward.form.isVisible()
    pages.click(box.cancel_button)
    pages.open(PersonScreen, "person", person_id=ana)
    pages.open(EnrolmentScreen, "enrolment", enrolment_id=journey)
    assert not box.form.isVisible()
    assert not screen.kept.line.isVisible()


def test_somebody_comes_back_with_what_it_was_about(pages: Pages, provider: Provider) -> None:
    ana, boxing = ana_and_boxing(provider)
    over = an_enrolment(focus_areas=("individual.mental_health",), ended_on=days(-5), ending="disengaged")
    ended = provider.enrolments.add(ana, boxing, over).id
    screen = pages.open(EnrolmentScreen, "enrolment", person_id=ana, again=ended)
    assert screen.save_button.text() == "Enrol"
    assert screen.about.field("focus_areas").value() == ("individual.mental_health",)
    pages.click(screen.save_button)
    assert [line.standing for line in provider.enrolments.lines_of_person(ana)] == ["Taking part", "Ended"]
