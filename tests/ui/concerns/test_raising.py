"""Raising a concern: two steps, nothing lost, and back to where one was."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import a_concern, a_person, a_session, an_intervention, days, enrolled
from tests.ui.pages import Pages
from vrp_desktop.db.queries import users
from vrp_desktop.domain.concerns import Concern
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.organisation import OrganisationDetails
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.concerns.screen import ConcernScreen
from vrp_desktop.ui.record.screen import PersonScreen
from vrp_desktop.ui.sessions.register_screen import RegisterScreen
from vrp_desktop.ui.shell.frame import Frame
from vrp_desktop.ui.shell.screens import PROVIDER

SEEN = "A bruise on the left arm. I walked into a door, she said."


@pytest.fixture
def ana(provider: Provider) -> str:
    return provider.people.add(a_person("Ana")).id


@pytest.fixture
def lead(provider: Provider) -> Provider:
    """Lee, the designated safeguarding lead."""
    actor = Actor(new_id(), "Lee", frozenset({Role.SAFEGUARDING_LEAD}))
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, actor)
    return Provider(replace(workspace, actor=actor))


def only(lead: Provider) -> Concern:
    """The one concern there is."""
    (line,) = lead.concerns.all()
    return lead.concerns.read(line.id)


def test_two_steps_and_back_to_the_record(pages: Pages, provider: Provider, lead: Provider, ana: str) -> None:
    record = pages.open(PersonScreen, "person", person_id=ana, page="about")
    pages.click(record.concern_button)
    screen = pages.shown(ConcernScreen)
    assert (screen.who.text(), screen.step.text()) == ("About Ana", "Step 1 of 2")
    assert screen.what.field("seen").control().hasFocus()
    assert not screen.what.field("about").isVisible()
    assert not screen.person.isVisible()
    assert "Facts" in screen.what.field("seen").control().accessibleDescription()
    pages.fill(screen.what, seen=SEEN)
    pages.click(screen.next_button)
    assert screen.step.text() == "Step 2 of 2"
    assert "Lee, the designated safeguarding lead, reads it here" in screen.lead.text()
    pages.fill(screen.did, done="Sat with her.", told="Lee, at eight.")
    pages.click(screen.raise_button)
    record = pages.shown(PersonScreen)
    assert record.tabs.tabText(record.tabs.currentIndex()) == "About them"
    assert record.concerns_button.text() == "Concerns: 1"
    concern = only(lead)
    assert concern.details == a_concern(ana, seen=SEEN, done="Sat with her.", told="Lee, at eight.")
    assert provider.drafts.of("concern", ana) is None


def test_in_danger_it_says_whom_to_ring_and_rings_nobody(
    pages: Pages, provider: Provider, lead: Provider, ana: str
) -> None:
    provider.organisation.change(OrganisationDetails("Northside Youth", 5, social_care="0113 000 0000"))
    screen = pages.open(ConcernScreen, "concern", person_id=ana)
    pages.fill(screen.what, seen=SEEN)
    pages.click(screen.next_button)
    assert not screen.danger.isVisible()
    pages.fill(screen.did, urgent=True)
    assert screen.danger.isVisible()
    assert screen.danger.text().startswith("Ring 999 now.")
    assert "0113 000 0000" in screen.danger.text()
    pages.click(screen.raise_button)
    assert only(lead).line.urgent


def test_a_fault_leads_to_its_step_and_what_was_typed_stays(pages: Pages, lead: Provider) -> None:
    screen = pages.open(ConcernScreen, "concern")
    assert screen.what.field("about").control().hasFocus()
    pages.fill(screen.what, about="Tiny", seen_on="31/2/2026")
    pages.click(screen.next_button)
    assert screen.step.text() == "Step 1 of 2"
    assert "does not exist" in screen.what.fault("seen_on")
    pages.fill(screen.what, seen_on="23/11/2026")
    pages.click(screen.next_button)
    assert "not come yet" in screen.what.fault("seen_on")
    assert "what you saw or heard" in screen.what.fault("seen")
    assert screen.what.field("about").value() == "Tiny"
    assert lead.concerns.all() == ()


def test_from_a_session_somebody_of_its_register_is_chosen(
    pages: Pages, provider: Provider, lead: Provider
) -> None:
    boxing = provider.interventions.add(an_intervention()).id
    ben, _ = enrolled(provider, boxing, "Ben", "Cat")
    session = provider.sessions.log(a_session(boxing, days(-2))).id
    screen = pages.open(ConcernScreen, "concern", session_id=session)
    assert screen.where.text() == "Northside Boxing, Northside Hall, 20 November 2026"
    assert screen.person.control().hasFocus()
    assert [screen.person.box.itemText(row) for row in range(3)] == ["Somebody else", "Ben", "Cat"]
    pages.fill(screen.what, person_id=ben, seen=SEEN)
    assert not screen.what.field("about").isVisible()
    pages.click(screen.next_button)
    pages.click(screen.raise_button)
    pages.shown(RegisterScreen)
    details = only(lead).details
    assert (details.person_id, details.session_id, details.seen_on) == (ben, session, days(-2))
    assert details.about == ""


def test_it_goes_back_to_where_it_is_told(pages: Pages, ana: str) -> None:
    screen = pages.open(ConcernScreen, "concern", person_id=ana, back=("people", {"text": "an"}))
    pages.click(screen.leave_button)
    assert pages.frame._here == ("people", {"text": "an"})


def test_without_a_lead_it_says_so_before_and_after(pages: Pages, provider: Provider, ana: str) -> None:
    screen = pages.open(ConcernScreen, "concern", person_id=ana)
    pages.fill(screen.what, seen=SEEN)
    pages.click(screen.next_button)
    assert "Nobody in your organisation holds the role" in screen.lead.text()
    pages.click(screen.raise_button)
    assert "Tell your manager today" in pages.message()
    assert len(provider.concerns.mine()) == 1


def test_what_is_typed_is_kept_within_two_seconds_and_comes_back_after_a_kill(
    pages: Pages, qtbot: QtBot, provider: Provider, lead: Provider, ana: str
) -> None:
    screen = pages.open(ConcernScreen, "concern", person_id=ana)
    pages.fill(screen.what, seen=SEEN, seen_on="21/11/2026")
    pages.click(screen.next_button)
    pages.fill(screen.did, urgent=True, done="Sat with her.")

    def kept() -> bool:
        draft = provider.drafts.of("concern", ana)
        return draft is not None and draft.fields["1"]["done"] == "Sat with her."

    qtbot.waitUntil(kept, timeout=2000)
    # The program is gone without a word; another one opens the same store.
    frame = Frame(provider, PROVIDER, pages.work, "Sam Okafor")
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    with qtbot.waitActive(frame):
        frame.show()
    after = Pages(qtbot, pages.work, frame)
    screen = after.open(ConcernScreen, "concern", person_id=ana)
    assert screen.kept.words.text() == "Brought back what you had typed at 19:00"
    assert screen.what.field("seen").value() == SEEN
    assert screen.did.field("done").value() == "Sat with her."
    after.click(screen.next_button)
    assert screen.danger.isVisible()
    after.click(screen.raise_button)
    assert only(lead).details.seen_on == days(-1)
    assert provider.drafts.of("concern", ana) is None


def test_a_half_written_record_waits_meanwhile(pages: Pages, lead: Provider, ana: str) -> None:
    record = pages.open(PersonScreen, "person", person_id=ana, page="about")
    pages.fill(record.about.form.who, family_name="Kowalska")
    pages.click(record.concern_button)
    screen = pages.shown(ConcernScreen)
    pages.fill(screen.what, seen=SEEN)
    pages.click(screen.next_button)
    pages.click(screen.raise_button)
    record = pages.shown(PersonScreen)
    assert record.about.form.who.field("family_name").value() == "Kowalska"
    assert record.about.kept.line.isVisible()
    pages.click(record.about.kept.discard_button)


def test_locking_leaves_nothing_on_the_page(pages: Pages, ana: str) -> None:
    screen = pages.open(ConcernScreen, "concern", person_id=ana)
    pages.fill(screen.what, seen=SEEN)
    screen.settle()
    screen.forget()
    pages.settle()
    assert screen.what.field("seen").value() == ""
    assert screen.who.text() == ""


def test_somebody_who_is_gone_is_said(pages: Pages) -> None:
    pages.frame.go("concern", person_id="nobody", back=("home", {}))
    pages.settle()
    assert "person" in pages.message()
    assert pages.frame._here is not None
    assert pages.frame._here[0] == "home"


def test_nobody_new_has_a_button_yet(pages: Pages) -> None:
    record = pages.open(PersonScreen, "person")
    assert not record.concern_button.isVisible()
    assert not record.concerns_button.isVisible()
