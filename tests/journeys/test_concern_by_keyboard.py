"""A worry in the middle of an evening: from a record to a raised concern and back, by keyboard alone."""

from dataclasses import replace

from tests.builders import a_concern, a_person
from tests.journeys.conftest import Hands
from vrp_desktop.db.queries import users
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.services.provider import Provider
from vrp_desktop.ui.record.screen import PersonScreen

MOST = 4
"""Keys besides typing: one to begin, one a step, one between the two answers of the second."""


def test_from_a_record_and_back(hands: Hands, provider: Provider) -> None:
    ana = provider.people.add(a_person("Ana")).id
    workspace = provider.workspace
    lead = Actor(new_id(), "Lee", frozenset({Role.SAFEGUARDING_LEAD}))
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        users.add(tx, lead)
    hands.frame.go("person", person_id=ana)
    hands.settle()

    hands.press("Ctrl+Shift+C")
    hands.type("“I walked into a door.” A bruise on her arm.")
    hands.press("Ctrl+Return")  # the second step
    hands.press("Tab")  # nobody is in danger now
    hands.type("Sat with her, and rang Lee at eight.")
    hands.press("Ctrl+Return")  # raised

    assert len(hands.pressed) <= MOST, hands.pressed
    record = hands.frame.shown()
    assert isinstance(record, PersonScreen)
    assert record.concerns_button.text() == "Concerns: 1"
    (line,) = Provider(replace(workspace, actor=lead)).concerns.open()
    concern = Provider(replace(workspace, actor=lead)).concerns.read(line.id)
    assert concern.details.seen == "“I walked into a door.” A bruise on her arm."
    assert concern.details.done == "Sat with her, and rang Lee at eight."
    assert concern.details.person_id == ana


def test_the_lead_reads_and_answers(hands: Hands, provider: Provider) -> None:
    workspace = provider.workspace
    ana = provider.people.add(a_person("Ana")).id
    provider.concerns.raise_concern(a_concern(ana))
    both = Actor(workspace.actor.id, "Sam", workspace.actor.roles | {Role.SAFEGUARDING_LEAD})
    hands.frame._services = Provider(replace(workspace, actor=both))
    hands.frame.start()
    hands.settle()

    hands.press("Ctrl+7")  # Concerns
    hands.press("Return")  # the first of the list, to be read first
    hands.press("Tab")  # past the words, into the note
    hands.type("Rang her mother.")
    hands.press("Ctrl+Return")

    assert len(hands.pressed) == 4
    (line,) = hands.frame._services.concerns.open()
    assert line.standing.value == "acted on"
