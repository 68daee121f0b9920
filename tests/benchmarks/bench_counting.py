"""The live count of a return, of 5,000 people and 100,000 attendances in a year, beside the bare aggregates
that it cannot do without, asked of the same store in SQL."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.builders import NOW, Clock, a_person, an_intervention
from tests.conftest import Template, copied
from vrp_desktop.db import models
from vrp_desktop.db.queries import facts as fact_queries
from vrp_desktop.db.queries import people as people_queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain import codes
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.counting import count
from vrp_desktop.services.provider import Provider

PEOPLE, SESSIONS, CAME = 5_000, 1_000, 100
QUARTER = Quarter(2026, 2)
TIMES, PREVIEW, WRITTEN = 3.0, 2.0, 5.0
"""What the count may take, as a multiple of the aggregates. The seconds of a preview, and of workbook and
PDF, are meant for a quiet laptop and only printed."""

_ONE_WAY = """SELECT p.<answer>, COUNT(DISTINCT a.person_id) <of people> AND <came> GROUP BY 1"""
_ANSWERS = ("ethnicity", "district", "disability", "send", "care", "education")
_PIECES = {
    "<of people>": """FROM session s JOIN attendance a ON a.session_id = s.id
        JOIN person p ON p.id = a.person_id
        WHERE s.intervention_id = :one AND s.held_on BETWEEN :first AND :last AND s.status = 'delivered'""",
    "<marked>": """FROM session s JOIN attendance a ON a.session_id = s.id
        WHERE s.intervention_id = :one AND s.held_on BETWEEN :first AND :last AND s.status = 'delivered'""",
    "<in the year>": """FROM session s JOIN attendance a ON a.session_id = s.id
        WHERE s.intervention_id = :one AND s.held_on BETWEEN :year AND :last AND s.status = 'delivered'""",
    "<sessions>": "WHERE s.intervention_id = :one AND s.held_on BETWEEN :first AND :last",
    "<journeys>": "WHERE e.intervention_id = :one AND e.referred_on <= :last",
    "<came>": "a.mark IN ('present', 'late', 'left_early')",
}
AGGREGATES = (
    "SELECT COUNT(DISTINCT a.person_id), COUNT(*) <marked> AND <came>",
    "SELECT COUNT(DISTINCT a.person_id) <in the year> AND <came>",
    # The median and the rate.
    "SELECT n, COUNT(*) FROM (SELECT COUNT(*) AS n <marked> AND <came> GROUP BY a.person_id) GROUP BY 1",
    "SELECT a.mark, COUNT(*) <marked> GROUP BY 1",
    "SELECT s.kind, COUNT(*), COUNT(DISTINCT a.person_id) <marked> AND <came> GROUP BY 1",
    # By age on the first day of the year, and sex.
    """SELECT CAST(strftime('%Y.%m%d', f.first) - strftime('%Y.%m%d', p.birth_date) AS INT), p.sex, COUNT(*)
      FROM (SELECT a.person_id, MIN(s.held_on) AS first <in the year> AND <came> GROUP BY 1) f
      JOIN person p ON p.id = f.person_id GROUP BY 1, 2""",
    *(_ONE_WAY.replace("<answer>", answer) for answer in _ANSWERS),
    # By who referred them, by need, by factor.
    """SELECT e.referral_source, COUNT(DISTINCT e.person_id) FROM enrolment e <journeys>
       AND e.person_id IN (SELECT a.person_id <marked> AND <came>) GROUP BY 1""",
    """SELECT t.code, COUNT(DISTINCT e.person_id) FROM enrolment e
       JOIN tag t ON t.owner = e.id AND t.field = 'focus_areas' <journeys>
       AND e.person_id IN (SELECT a.person_id <marked> AND <came>) GROUP BY 1""",
    """SELECT substr(t.code, 1, instr(t.code, '.')), COUNT(DISTINCT e.person_id) FROM enrolment e
       JOIN tag t ON t.owner = e.id AND t.field = 'focus_areas' <journeys>
       AND e.person_id IN (SELECT a.person_id <marked> AND <came>) GROUP BY 1""",
    """SELECT f.code, COUNT(DISTINCT f.person_id) FROM finding f WHERE f.seen_on <= :last
       AND f.standing NOT IN ('past', 'missing')
       AND f.person_id IN (SELECT a.person_id <marked> AND <came>) GROUP BY 1""",
    # Journeys, and how they ended.
    """SELECT SUM(e.referred_on >= :first), SUM(e.started_on BETWEEN :first AND :last),
       SUM(e.started_on < :first AND (e.ended_on IS NULL OR e.ended_on >= :first)),
       SUM(e.ended_on BETWEEN :first AND :last) FROM enrolment e <journeys>""",
    """SELECT e.ending, COUNT(*) FROM enrolment e <journeys>
       AND e.ended_on BETWEEN :first AND :last GROUP BY 1""",
    """SELECT e.decision, COUNT(*) FROM enrolment e <journeys>
       AND e.decided_on BETWEEN :first AND :last GROUP BY 1""",
    # Sessions, and who was counted at them.
    "SELECT s.status, s.kind, COUNT(*), SUM(s.minutes) FROM session s <sessions> GROUP BY 1, 2",
    "SELECT t.code, COUNT(*) FROM session s JOIN tag t ON t.owner = s.id <sessions> GROUP BY 1",
    """SELECT h.band, h.sex, SUM(h.count) FROM session s
       JOIN head_count h ON h.session_id = s.id <sessions> GROUP BY 1, 2""",
    """SELECT t.sector, SUM(t.count) FROM session s
       JOIN trained t ON t.session_id = s.id <sessions> GROUP BY 1""",
    # First and latest readings and scores.
    """SELECT r.instrument, r.item, COUNT(DISTINCT e.person_id) FROM enrolment e
       JOIN reading r ON r.enrolment_id = e.id <journeys>
       AND r.stage = 'before' AND r.taken_on <= :last GROUP BY 1, 2""",
    """SELECT r.instrument, r.item, COUNT(DISTINCT e.person_id), AVG(r.value), AVG(b.value) FROM enrolment e
       JOIN reading r ON r.enrolment_id = e.id
       JOIN reading b ON b.enrolment_id = e.id AND b.instrument = r.instrument AND b.item = r.item <journeys>
       AND b.stage = 'before' AND r.stage <> 'before'
       AND r.taken_on BETWEEN :first AND :last GROUP BY 1, 2""",
    """SELECT a.instrument, COUNT(DISTINCT e.person_id), AVG(a.scores ->> 'total') FROM enrolment e
       JOIN assessment a ON a.enrolment_id = e.id <journeys>
       AND a.stage = 'before' AND a.taken_on <= :last GROUP BY 1""",
    """SELECT a.instrument, COUNT(DISTINCT e.person_id), AVG(a.scores ->> 'total'), AVG(b.scores ->> 'total')
       FROM enrolment e JOIN assessment a ON a.enrolment_id = e.id
       JOIN assessment b ON b.enrolment_id = e.id AND b.instrument = a.instrument <journeys>
       AND b.stage = 'before' AND a.stage <> 'before' AND a.taken_on BETWEEN :first AND :last GROUP BY 1""",
    """SELECT g.focus_area, SUM(g.set_on >= :first), SUM(g.met_on BETWEEN :first AND :last) FROM enrolment e
       JOIN goal g ON g.enrolment_id = e.id <journeys> GROUP BY 1""",
    """SELECT o.destination, COUNT(*), SUM(o.uptake = 'taken_up') FROM enrolment e
       JOIN onward_referral o ON o.enrolment_id = e.id <journeys>
       AND o.referred_on BETWEEN :first AND :last GROUP BY 1""",
    """SELECT COUNT(*) FROM concern c LEFT JOIN session s ON s.id = c.session_id
       WHERE c.seen_on BETWEEN :first AND :last AND (s.intervention_id = :one OR c.session_id IS NULL AND
       c.person_id IN (SELECT e.person_id FROM enrolment e WHERE e.intervention_id = :one))""",
)
"""What no count of these tables can do without: one aggregate an answer, without a word about edges."""


def _spelled(statement: str) -> str:
    for piece, words in _PIECES.items():
        statement = statement.replace(piece, words)
    return statement


@dataclass(frozen=True)
class Large:
    """A provider with one large intervention."""

    provider: Provider
    intervention_id: str


@pytest.fixture(scope="module")
def large(provider_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Large]:
    workspace = copied(provider_template, tmp_path_factory.mktemp("large") / "provider", Clock(NOW))
    provider = Provider(workspace)
    one = provider.interventions.add(an_intervention()).id
    rows = _rows(one, workspace.actor.id)
    for table, made in rows.items():
        with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
            tx.insert_many(models.PROVIDER.tables[table], made)
    yield Large(provider, one)
    workspace.close()


def _rows(one: str, user: str) -> dict[str, list[dict[str, Any]]]:
    """Every table that the count reads, filled with a year of a large intervention."""
    chance = random.Random(4)
    first = QUARTER.year_start

    def code(name: str) -> str:
        return chance.choice(codes.code_list(name).codes).code

    def day(most: int = 364) -> date:
        return first + timedelta(chance.randrange(most + 1))

    people = [
        {
            "id": new_id(),
            **people_queries.values_of(
                a_person(
                    f"P{number}",
                    birth_date=first - timedelta(chance.randint(9 * 365, 25 * 365)),
                    district=code("home_district"),
                    **{
                        name: code(name)
                        for name in ("sex", "ethnicity", "disability", "send", "care", "education")
                    },
                )
            ),
            "added_on": first,
        }
        for number in range(PEOPLE)
    ]
    ids = [row["id"] for row in people]
    journeys: list[dict[str, Any]] = []
    for person in ids:
        referred = first + timedelta(chance.randint(-60, 200))
        over = chance.random() < 0.3
        journeys.append(
            {
                "id": new_id(),
                "person_id": person,
                "intervention_id": one,
                "referred_on": referred,
                "referral_source": code("referral_source"),
                "decision": "accepted",
                "decided_on": referred,
                "started_on": referred + timedelta(5),
                "ended_on": referred + timedelta(90) if over else None,
                "ending": code("ending") if over else None,
            }
        )
    sessions: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "intervention_id": one,
            "held_on": (held := first + timedelta(number * 364 // SESSIONS)),
            "minutes": 90,
            "kind": code("session_kind"),
            "place": "Hall",
            "status": "delivered" if number % 20 else "cancelled",
            "note": "",
            "finished_on": held + timedelta(chance.randrange(9)),
        }
        for number in range(SESSIONS)
    ]
    tags = [
        {"owner": e["id"], "field": "focus_areas", "code": area, "position": place}
        for e in journeys
        for place, area in enumerate({code("focus_area"), code("focus_area")})
    ]
    tags += [
        {"owner": s["id"], "field": "focus_areas", "code": code("focus_area"), "position": 0}
        for s in sessions
    ]
    return {
        "person": people,
        "enrolment": journeys,
        "session": sessions,
        "tag": tags,
        "attendance": [
            {
                "session_id": s["id"],
                "person_id": person,
                "mark": chance.choice(["present", "present", "late", "absent"]),
                "note": "",
            }
            for s in sessions
            for person in chance.sample(ids, CAME)
        ],
        "head_count": [
            {"session_id": s["id"], "band": "14-15", "sex": "male", "count": 7, "estimated": False}
            for s in sessions[::4]
        ],
        "trained": [
            {"session_id": s["id"], "sector": code("sector"), "count": 9, "before": 52, "after": 71}
            for s in sessions
            if s["kind"] == "training"
        ],
        "finding": [
            {
                "person_id": person,
                "code": code("factor"),
                "standing": "there",
                "seen_on": day(),
                "words": "",
                "written_by": user,
            }
            for person in ids
        ],
        "goal": [
            {
                "enrolment_id": e["id"],
                "words": "Sleep better",
                "focus_area": code("focus_area"),
                "set_on": day(),
            }
            for e in journeys[::2]
        ],
        "reading": [
            {
                "enrolment_id": e["id"],
                "instrument": "distance",
                "item": code("focus_area"),
                "stage": stage,
                "taken_on": e["started_on"] + timedelta(later),
                "value": chance.randint(1, 5),
            }
            for e in journeys
            for stage, later in (("before", 0), ("review", 40), ("after", 80))
        ],
        "assessment": [
            {
                "enrolment_id": e["id"],
                "instrument": "gad_7",
                "version": "1",
                "stage": stage,
                "taken_on": e["started_on"] + timedelta(later),
                "informant": "self",
                "on_paper": False,
                "answers": {str(item): 1 for item in range(7)},
                "scores": {"total": chance.randint(0, 21)},
                "note": "",
            }
            for e in journeys[::2]
            for stage, later in (("before", 1), ("after", 70))
        ],
        "onward_referral": [
            {
                "enrolment_id": e["id"],
                "destination": code("destination"),
                "referred_to": "",
                "referred_on": e["started_on"] + timedelta(30),
                "reason": "",
                "uptake": "waiting",
            }
            for e in journeys[::5]
        ],
        "concern": [
            {
                "person_id": person,
                "about": "",
                "raised_by": user,
                "raised_at": "2026-08-01T10:00:00+00:00",
                "seen_on": day(),
                "urgent": False,
                "seen": "A bruise.",
                "done": "",
                "told": "",
                "standing": "new",
                "unread": True,
            }
            for person in ids[::100]
        ],
    }


def _aggregates(tx: Tx, one: str) -> None:
    days = {"year": QUARTER.year_start, "first": QUARTER.start, "last": QUARTER.end}
    values = {"one": one, **{name: day.isoformat() for name, day in days.items()}}
    for statement in map(_spelled, AGGREGATES):
        tx.rows(text(statement), {name: value for name, value in values.items() if f":{name}" in statement})


def _seconds(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def test_the_count_beside_the_bare_aggregates(large: Large) -> None:
    store = large.provider.workspace.store

    def floor() -> None:
        with store.reading() as tx:
            _aggregates(tx, large.intervention_id)

    def whole() -> None:
        with store.reading() as tx:
            facts = fact_queries.read(tx, large.intervention_id, QUARTER)
        count(facts, QUARTER)

    both = [(_seconds(whole), _seconds(floor)) for _ in range(5)]
    took, least = (min(times) for times in zip(*both, strict=True))
    print(f"count {took * 1000:.0f} ms, bare aggregates {least * 1000:.0f} ms: {took / least:.1f} times")
    assert took / least < TIMES


def test_a_preview_and_the_files(large: Large, tmp_path: Path) -> None:
    returns = large.provider.returns
    preview = min(_seconds(lambda: returns.preview(large.intervention_id, QUARTER)) for _ in range(3))
    files = min(_seconds(lambda: returns.prepare(large.intervention_id, QUARTER, tmp_path)) for _ in range(2))
    print(f"preview {preview:.2f} s (meant: {PREVIEW}), workbook and PDF {files:.2f} s (meant: {WRITTEN})")
