"""Nothing typed is ever lost: forms come back as they were left, right or wrong, after a lock."""

from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import Clock, a_person, an_enrolment, an_intervention
from tests.ui.pages import Pages, pages  # noqa: F401 - a fixture
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.kit.fields import CODE
from vrp_desktop.ui.kit.forms import Form
from vrp_desktop.ui.outcomes.sheet_screen import OutcomeSheetScreen
from vrp_desktop.ui.record.enrolment_screen import EnrolmentScreen
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.sessions.log_screen import LogScreen
from vrp_desktop.ui.shell.frame import Frame
from vrp_desktop.ui.shell.screens import PROVIDER


@dataclass
class There:
    """Ana, the club, and her journey."""

    ana: str
    boxing: str
    journey: str


@pytest.fixture
def there(provider: Provider) -> There:
    ana = provider.people.add(a_person("Ana")).id
    boxing = provider.interventions.add(an_intervention()).id
    mentoring = provider.interventions.add(an_intervention("LEE-03", name="Mentoring")).id
    journey = provider.enrolments.add(ana, mentoring, an_enrolment()).id
    return There(ana, boxing, journey)


def locked_and_back(given: Pages, qtbot: QtBot, provider: Provider) -> Pages:
    """The window locks by itself, and somebody signs in again: a new frame over the same store."""
    given.frame.settle()
    given.frame.forget()
    given.settle()
    frame = Frame(provider, PROVIDER, given.work, "Sam Okafor")
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    with qtbot.waitActive(frame):
        frame.show()
    return Pages(qtbot, given.work, frame)


def texts(form: Form, *names: str) -> list[object]:
    typed = form.typed()
    return [typed[name] for name in names]


def test_somebody_new_comes_back_as_they_were_typed(
    pages: Pages,  # noqa: F811 - the fixture
    qtbot: QtBot,
    provider: Provider,
) -> None:
    screen = pages.open(PersonScreen, "person")
    pages.fill(
        screen.about.form.who, known_as="Zosia", birth_date=("31", "2", ""), approximate_age="about ten"
    )
    pages.fill(screen.about.form.matters, trusts="Her nan")
    pages.fill(screen.about.equality, sex="female")
    after = locked_and_back(pages, qtbot, provider)
    screen = after.open(PersonScreen, "person")
    assert texts(screen.about.form.who, "known_as", "birth_date", "approximate_age") == [
        "Zosia",
        ["31", "2", ""],
        "about ten",
    ]
    assert screen.about.form.matters.field("trusts").value() == "Her nan"
    assert screen.about.equality.field("sex").value() == "female"
    assert screen.about.kept.line.isVisible()
    assert screen.about.kept.words.text() == "Brought back what you had typed at 19:00"
    assert provider.people.count() == 0

    after.fill(screen.about.form.who, birth_date=("1", "2", "2014"), approximate_age="")
    after.click(screen.about.save_button)
    assert [line.known_as for line in provider.people.search("")] == ["Zosia"]
    assert not screen.about.kept.line.isVisible()
    assert provider.drafts.of("person") is None


def test_what_is_typed_is_kept_within_two_seconds(
    pages: Pages,  # noqa: F811 - the fixture
    qtbot: QtBot,
    provider: Provider,
    there: There,
) -> None:
    screen = pages.open(PersonScreen, "person", person_id=there.ana, page="about")
    pages.fill(screen.about.form.matters, wants="To box in a real ring")

    def kept() -> bool:
        draft = provider.drafts.of("person", there.ana)
        return draft is not None and draft.fields["1"]["wants"] == "To box in a real ring"

    qtbot.waitUntil(kept, timeout=2000)
    assert provider.people.get(there.ana).details.wants == ""
    assert pages.frame.saved.text() == "", "a draft is not yet in the record"
    screen.about.form.who.settled()
    screen.about.form.matters.settled()


def test_discard_shows_the_record_as_it_is(
    pages: Pages,  # noqa: F811 - the fixture
    qtbot: QtBot,
    provider: Provider,
    there: There,
) -> None:
    screen = pages.open(PersonScreen, "person", person_id=there.ana, page="about")
    pages.fill(screen.about.form.who, family_name="Kowalska")
    after = locked_and_back(pages, qtbot, provider)
    screen = after.open(PersonScreen, "person", person_id=there.ana, page="about")
    assert screen.about.form.who.field("family_name").value() == "Kowalska"
    after.click(screen.about.kept.discard_button)
    assert screen.about.form.who.field("family_name").value() == ""
    assert not screen.about.kept.line.isVisible()
    assert provider.drafts.of("person", there.ana) is None
    assert screen.may_leave()


def test_leaving_what_was_typed_on_purpose_throws_it_away(
    pages: Pages,  # noqa: F811 - the fixture
    qtbot: QtBot,
    provider: Provider,
    there: There,
) -> None:
    screen = pages.open(PersonScreen, "person", person_id=there.ana, page="about")
    pages.fill(screen.about.form.who, family_name="Kowalska")
    pages.frame.settle()
    pages.settle()
    assert provider.drafts.of("person", there.ana) is not None
    pages.answering("Leave it")
    pages.frame.go("home")
    pages.settle()
    assert provider.drafts.of("person", there.ana) is None


def test_a_session_half_logged_comes_back_with_its_focus_areas(
    pages: Pages,  # noqa: F811 - the fixture
    qtbot: QtBot,
    provider: Provider,
    there: There,
) -> None:
    screen = pages.open(LogScreen, "log", intervention_id=there.boxing)
    pages.fill(screen.form, minutes="two hours", place="The canal", held_on="yester")
    pages.fill(screen.about, priorities=("society",))
    pages.fill(screen.about, focus_areas=(screen.areas.model.item(0).data(CODE),), note="Rain.")
    chosen = screen.areas.value()
    assert chosen
    pages.frame.go("people")  # without being asked: it is kept
    pages.settle()
    after = locked_and_back(pages, qtbot, provider)
    screen = after.open(LogScreen, "log")
    assert texts(screen.form, "minutes", "place", "held_on") == ["two hours", "The canal", "yester"]
    assert (screen.priorities.value(), screen.areas.value()) == (("society",), chosen)
    assert screen.about.field("note").value() == "Rain."
    after.fill(screen.form, minutes="120", held_on="22/11/2026")
    after.click(screen.button)
    assert provider.drafts.of("log") is None
    again = after.open(LogScreen, "log")
    assert not again.kept.line.isVisible()
    assert again.about.field("note").value() == ""


def test_cancel_throws_a_half_logged_session_away(
    pages: Pages,  # noqa: F811 - the fixture
    provider: Provider,
    there: There,
) -> None:
    screen = pages.open(LogScreen, "log", intervention_id=there.boxing)
    pages.fill(screen.form, place="The canal")
    screen._cancel()
    pages.settle()
    assert provider.drafts.of("log") is None
    assert pages.open(LogScreen, "log").form.field("place").value() == ""


def test_a_journey_half_written_comes_back(
    pages: Pages,  # noqa: F811 - the fixture
    qtbot: QtBot,
    provider: Provider,
    there: There,
) -> None:
    screen = pages.open(EnrolmentScreen, "enrolment", person_id=there.ana)
    pages.fill(screen.form, intervention_id=there.boxing, decision="declined", referral_source="police")
    after = locked_and_back(pages, qtbot, provider)
    screen = after.open(EnrolmentScreen, "enrolment", person_id=there.ana)
    assert (screen.which.value(), screen.decision.value()) == (there.boxing, "declined")
    assert screen.form.field("decline_reason").isVisible()
    assert not screen.form.field("started_on").isVisible()
    after.click(screen.save_button)
    assert {e.intervention_id for e in provider.enrolments.of_person(there.ana)} >= {there.boxing}
    assert provider.drafts.of("enrolment", there.ana) is None


def test_a_goal_half_said_comes_back(
    pages: Pages,  # noqa: F811 - the fixture
    qtbot: QtBot,
    provider: Provider,
    there: There,
    clock: Clock,
) -> None:
    screen = pages.open(OutcomeSheetScreen, "outcome-sheet", enrolment_id=there.journey)
    pages.fill(screen.goal, words="Sleep bet")
    after = locked_and_back(pages, qtbot, provider)
    clock.go(days=2)
    screen = after.open(OutcomeSheetScreen, "outcome-sheet", enrolment_id=there.journey)
    assert screen.goal.field("words").value() == "Sleep bet"
    assert screen.kept.words.text() == "Brought back what you had typed on 22 November at 19:00"
    after.fill(screen.goal, words="Sleep better", focus_area="individual.mental_health")
    after.click(screen.goal_button)
    assert [g.details.words for g in provider.outcomes.sheet(there.journey).goals] == ["Sleep better"]
    assert provider.drafts.of("goal", there.journey) is None
    assert not screen.kept.line.isVisible()
