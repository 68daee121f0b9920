"""The line of time on a record: months, kinds, a word, and where each line leads."""

import pytest
from PySide6.QtCore import Qt

from tests.builders import TODAY, a_concern, a_person, a_session, an_enrolment, an_intervention, days, noted
from tests.ui.pages import Pages
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.domain.tasks import TaskDetails
from vrp_desktop.domain.timeline import SHOWN, Kind
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.record.enrolment_screen import EnrolmentScreen
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.record.time_page import TimePage


@pytest.fixture
def ana(provider: Provider) -> str:
    person = provider.people.add(a_person("Ana")).id
    boxing = provider.interventions.add(an_intervention()).id
    provider.enrolments.add(person, boxing, an_enrolment(referral_source=None))
    session = provider.sessions.log(a_session(boxing)).id
    noted(provider, session, person, Mark.PRESENT, "Led the warm-up.\nZoë laughed")
    return person


def opened(pages: Pages, person_id: str) -> TimePage:
    page = pages.open(PersonScreen, "person", person_id=person_id, page="time").tabs.current
    assert isinstance(page, TimePage)
    return page


def test_everything_stands_under_its_month_the_latest_first(pages: Pages, ana: str) -> None:
    page = opened(pages, ana)
    assert page.lines() == [
        "November 2026",
        "Sun 22  ·  Came to Northside Boxing  –  Led the warm-up. Zoë laughed",
        "September 2026",
        "Wed 30  ·  Started in Northside Boxing",
        "Wed 23  ·  Accepted for Northside Boxing",
        "Wed 23  ·  Referred to Northside Boxing",
    ]
    assert not page.earlier_button.isVisible()


def test_chips_and_a_word_narrow_it(pages: Pages, ana: str) -> None:
    page = opened(pages, ana)
    pages.click(page.chips[Kind.SESSION])
    assert [line[:6] for line in page.lines()] == ["Novemb", "Sun 22"]
    pages.click(page.chips[Kind.JOURNEY])
    assert len(page.lines()) == 6
    pages.click(page.chips[Kind.SESSION])
    page.search.setText("zoe")
    page.search.textEdited.emit("zoe")
    pages.qtbot.waitUntil(lambda: page.nothing.isVisible())
    pages.settle()
    assert page.nothing.text() == "Nothing of that kind."
    pages.click(page.chips[Kind.JOURNEY])
    assert len(page.lines()) == 2


def test_enter_opens_what_a_line_tells_of(pages: Pages, ana: str) -> None:
    page = opened(pages, ana)
    page.view.setFocus()
    pages.key(page.view, Qt.Key.Key_Down)
    pages.key(page.view, Qt.Key.Key_Return)
    pages.shown(EnrolmentScreen)


def test_a_concern_is_veiled_here_too(pages: Pages, provider: Provider, ana: str) -> None:
    provider.concerns.raise_concern(a_concern(ana))
    page = opened(pages, ana)
    assert page.lines()[1] == "Sun 22 19:00  ·  A concern was raised"
    assert "bruise" not in "".join(page.lines())


def test_what_is_earlier_is_read_on_asking_and_found_by_a_word(
    pages: Pages, provider: Provider, ana: str
) -> None:
    me = provider.workspace.actor.id
    for number in range(SHOWN):
        task = provider.tasks.add(TaskDetails(f"Call {number}", me, person_id=ana)).id
        provider.tasks.done(task, days(-number - 100))
    page = opened(pages, ana)
    assert page.earlier_button.isVisible()
    assert not any("Call 199 " in line for line in page.lines())
    page.search.setText("call 199")
    page.search.textEdited.emit("call 199")
    pages.qtbot.waitUntil(lambda: len(page.lines()) == 2)
    pages.settle()
    page.search.clear()
    page.load()
    pages.settle()
    pages.click(page.earlier_button)
    assert any("Call 199 " in line for line in page.lines())
    assert not page.earlier_button.isVisible()


def test_something_to_do_is_written_down_from_here(pages: Pages, provider: Provider, ana: str) -> None:
    page = opened(pages, ana)
    pages.click(page.adding.open_button)
    pages.click(page.adding.add_button)
    assert "what is to be done" in page.adding.form.fault("words")
    pages.fill(page.adding.form, words="Ring her nan", due_on="20/11/2026")
    assert "overdue" in page.adding.gently.text()
    pages.click(page.adding.add_button)
    (line,) = provider.tasks.of_person(ana)
    assert (line.words, line.owner, line.due_on) == ("Ring her nan", "Sam Okafor", days(-2))
    assert page.adding.form.field("words").value() == ""
    provider.tasks.done(line.id, TODAY)


def test_nothing_of_one_person_stands_on_another_s_page(pages: Pages, provider: Provider, ana: str) -> None:
    page = opened(pages, ana)
    pages.click(page.chips[Kind.SESSION])
    ben = provider.people.add(a_person("Ben")).id
    assert opened(pages, ben) is page
    assert page.lines() == []
    assert page.nothing.text() == "Nothing has happened yet."
    assert not page.chips[Kind.SESSION].isChecked()
    pages.frame.forget()
    assert page.person_id == ""
