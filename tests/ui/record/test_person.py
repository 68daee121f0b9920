"""A record: adding, changing, faults in words, nothing typed lost."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.builders import TODAY, a_person, a_session, an_enrolment, an_intervention, days
from tests.ui.pages import Pages
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.people.list_screen import PeopleScreen
from vrp_desktop.ui.record.enrolment_screen import EnrolmentScreen
from vrp_desktop.ui.record.screen import PersonScreen


def test_a_nickname_is_enough(pages: Pages, provider: Provider) -> None:
    screen = pages.open(PersonScreen, "person")
    pages.fill(screen.about.form.who, known_as="Tiny")
    pages.click(screen.about.save_button)
    assert [line.known_as for line in provider.people.search("")] == ["Tiny"]
    assert screen.name.text() == "Tiny"
    assert screen.tabs.tabText(screen.tabs.currentIndex()) == "Journeys"
    assert screen.journeys.enrol_button.hasFocus()


def test_everything_written_is_stored(pages: Pages, provider: Provider) -> None:
    screen = pages.open(PersonScreen, "person", known_as="Zosia")
    pages.fill(
        screen.about.form.who,
        pronouns="she/her",
        given_name="Zofia",
        family_name="Nowak",
        birth_date=("3", "7", "2012"),
        district="leeds",
    )
    pages.fill(screen.about.form.matters, enjoys="Drawing", trusts="Her nan")
    pages.fill(screen.about.equality, sex="female", care="looked_after")
    pages.click(screen.about.save_button)
    person_id = provider.people.search("Zosia")[0].id
    assert provider.people.get(person_id).details == a_person(
        "Zosia",
        pronouns="she/her",
        given_name="Zofia",
        family_name="Nowak",
        birth_date=date(2012, 7, 3),
        district="leeds",
        enjoys="Drawing",
        trusts="Her nan",
        sex="female",
        care="looked_after",
    )
    assert screen.about_line.text() == "Zofia Nowak · she/her · 14, child · Leeds"


def test_faulty_dates_are_refused_beside_the_field_and_what_was_typed_stays(
    pages: Pages, provider: Provider
) -> None:
    screen = pages.open(PersonScreen, "person")
    tomorrow = days(1)
    for written, words in (
        ((str(tomorrow.day), str(tomorrow.month), str(tomorrow.year)), "future"),
        (("1", "1", str(TODAY.year - 121)), "120"),
        (("31", "2", "2012"), "does not exist"),
    ):
        pages.fill(screen.about.form.who, known_as="Ana", given_name="Anna", birth_date=written)
        pages.click(screen.about.save_button)
        beside = screen.about.form.who.fault("birth_date")
        assert words in beside
        assert screen.about.form.who.summary.texts() == [beside]
        assert screen.about.form.who.summary.hasFocus()
        assert screen.about.form.who.field("given_name").value() == "Anna"
        born = screen.about.form.who.field("birth_date").findChildren(QLineEdit)
        assert tuple(edit.text() for edit in born) == written
    assert provider.people.count() == 0


def test_somebody_new_has_one_page_and_a_name_is_asked_for(pages: Pages) -> None:
    screen = pages.open(PersonScreen, "person")
    enabled = [page.word for at, page in enumerate(screen.tabs.kinds) if screen.tabs.isTabEnabled(at)]
    assert enabled == ["About them"]
    pages.click(screen.about.save_button)
    assert screen.about.form.who.fault("known_as")


def test_a_change_is_saved_and_an_age_keeps_its_day(pages: Pages, provider: Provider) -> None:
    ana = provider.people.add(a_person("Ana", approximate_age=14, approximate_age_on=days(-400))).id
    screen = pages.open(PersonScreen, "person", person_id=ana, page="about")
    assert screen.about_line.text() == "about 15, child"
    pages.fill(screen.about.form.matters, good_at="Boxing")
    pages.key(screen.about.form.who.field("known_as").control(), Qt.Key.Key_Return)
    stored = provider.people.get(ana).details
    assert (stored.good_at, stored.approximate_age_on) == ("Boxing", days(-400))
    assert not screen.about.form.matters.touched
    pages.fill(screen.about.form.who, approximate_age="16")
    pages.click(screen.about.save_button)
    assert provider.people.get(ana).details.approximate_age_on == TODAY


def test_leaving_with_something_unsaved_asks(pages: Pages, provider: Provider) -> None:
    ana = provider.people.add(a_person("Ana")).id
    screen = pages.open(PersonScreen, "person", person_id=ana, page="about")
    pages.fill(screen.about.form.who, family_name="Kowalska")
    asked = pages.answering("Stay here")
    pages.frame.go("people")
    assert asked == ["What you changed of Ana is not saved."]
    assert pages.shown(PersonScreen).about.form.who.field("family_name").value() == "Kowalska"
    pages.answering("Leave it")
    pages.frame.go("people")
    pages.settle()
    pages.shown(PeopleScreen)
    assert provider.people.get(ana).details.family_name == ""
    assert (
        pages.open(PersonScreen, "person", person_id=ana, page="about")
        .about.form.who.field("family_name")
        .value()
        == ""
    )


def test_nothing_is_asked_where_nothing_was_changed(pages: Pages, provider: Provider) -> None:
    ana = provider.people.add(a_person("Ana")).id
    screen = pages.open(PersonScreen, "person", person_id=ana, page="about")
    pages.fill(screen.about.form.who, family_name="Kowalska")
    pages.click(screen.about.save_button)
    pages.open(PeopleScreen, "people")


def test_a_record_that_is_gone_says_so(pages: Pages) -> None:
    pages.frame.go("person", person_id="nobody")
    pages.settle()
    assert "person" in pages.message()
    pages.shown(PeopleScreen)


def test_journeys_and_sessions_stand_in_the_record(pages: Pages, provider: Provider) -> None:
    ana = provider.people.add(a_person("Ana")).id
    boxing = provider.interventions.add(an_intervention()).id
    screen = pages.open(PersonScreen, "person", person_id=ana, page="journeys")
    assert screen.journeys.cards == []
    provider.enrolments.add(ana, boxing, an_enrolment(days(-30)))
    evening = provider.sessions.log(a_session(boxing)).id
    provider.registers.mark(evening, ana, Mark.LATE)
    screen = pages.open(PersonScreen, "person", person_id=ana, page="journeys")
    (card,) = screen.journeys.cards
    assert card.standing.text() == "Taking part since 30 October 2026"
    assert card.lines == ["Referred on 23 October 2026 by: School"]
    screen.tabs.setCurrentWidget(screen.time)
    pages.settle()
    assert "Sun 22  ·  Came to Northside Boxing, late" in screen.time.lines()
    screen.tabs.setCurrentWidget(screen.journeys)
    pages.settle()
    pages.key(screen.journeys.cards[0].buttons["Open"], Qt.Key.Key_Return)
    assert pages.shown(EnrolmentScreen).who.text() == "Ana"
