"""A provider as large as they come: 20,000 people, 3,000 sessions, a register of 300."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.builders import NOW, Clock, a_person, a_session, an_intervention, days
from tests.conftest import Template, copied
from vrp_desktop.db.models import attendance, enrolment, person, session
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.domain.ids import new_id
from vrp_desktop.services.provider import Provider

PEOPLE, SESSIONS, REGULARS, CAME = 20_000, 3_000, 300, 20
FIRST = ["Ana", "Ben", "Cara", "Dalia", "Émile", "Fatima", "Gamir", "Hana", "Isla", "Jomir", "Kasia", "Lara"]
THEN = ["", " Maria", "-Lee", "lia", "son", "den", "ny", "mir"]
FAMILY = ["Khan", "Smith", "Patel", "Novak", "Berry", "Winfield", "Hussain", "Begum", "O’Brien", "Łuc"]


@dataclass(frozen=True)
class Town:
    """The filled store, tonight's session and those who are in its register."""

    provider: Provider
    session_id: str
    regulars: list[str]


@pytest.fixture(scope="session")
def town(provider_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    workspace = copied(provider_template, tmp_path_factory.mktemp("town") / "provider", Clock(NOW))
    provider, chance = Provider(workspace), random.Random(1)
    intervention_id = provider.interventions.add(an_intervention()).id

    def name() -> str:
        return chance.choice(FIRST) + chance.choice(THEN)

    def somebody() -> dict[str, object]:
        details = a_person(
            name(),
            given_name=name(),
            family_name=chance.choice(FAMILY),
            birth_date=days(-chance.randint(3_000, 9_000)),
            enjoys="Boxing, and drawing dragons with her cousins.",
        )
        values = people_queries.values_of(details)
        return {"id": new_id(), **values, "added_on": days(-chance.randint(0, 900))}

    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        people = tx.insert_many(person, (somebody() for _ in range(PEOPLE)))
        held = [
            {
                "intervention_id": intervention_id,
                "held_on": days(-number // 3),
                "minutes": 120,
                "kind": "group",
                "place": "Hall",
                "status": "delivered",
                "note": "",
            }
            for number in range(SESSIONS)
        ]
        sessions = tx.insert_many(session, held)
        marks = (
            {"session_id": session_id, "person_id": person_id, "mark": "present", "note": ""}
            for session_id in sessions
            for person_id in chance.sample(people, CAME)
        )
        tx.insert_many(attendance, marks)
        journeys = (
            {
                "person_id": person_id,
                "intervention_id": intervention_id,
                "referred_on": days(-90),
                "decision": "accepted",
                "decided_on": days(-90),
                "started_on": days(-80),
            }
            for person_id in people[:REGULARS]
        )
        tx.insert_many(enrolment, journeys)
    yield Town(provider, provider.sessions.log(a_session(intervention_id)).id, people[:REGULARS])
    workspace.close()
