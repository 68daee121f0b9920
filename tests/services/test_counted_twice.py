"""A few dozen small interventions in a real store, exported row by row and counted a second time by hand."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Table, select

from tests.builders import an_intervention
from tests.domain.returns.facts_strategy import QUARTER, Made
from tests.domain.returns.naive import NaiveCount
from tests.domain.returns.test_counting_twice import NO_RECORD, ethnic_groups, said
from vrp_desktop.db import models
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns import facts as fact_types
from vrp_desktop.domain.returns.facts import Facts
from vrp_desktop.services.provider import Provider

SEEDS, PEOPLE = range(24), 6
TABLES = (
    *("person", "session", "enrolment", "attendance", "head_count", "trained", "finding", "goal", "reading"),
    *("assessment", "onward_referral", "concern", "tag"),
)
EMPTY = {"VARCHAR": "", "TEXT": "", "DATE": QUARTER.start, "BOOLEAN": False, "JSON": {}, "STRING": ""}
"""What stands where something has to, and no figure asks for it."""
Row = dict[str, Any]
Rows = dict[str, list[Row]]


def written(seed: int, intervention: str, user: str) -> Rows:
    """The rows that such facts are read from. Ids are the seed's own."""
    facts = Made(seed, QUARTER).store(PEOPLE)

    def plain(records: Iterable[Any], *leave: str, **more: Any) -> list[Row]:
        return [
            {**{n: mine(n, getattr(one, n)) for n in one.__slots__ if n not in leave}, **more}
            for one in records
        ]

    def mine(name: str, value: Any) -> Any:
        return f"{seed}-{value}" if value is not None and (name == "id" or name.endswith("_id")) else value

    known = {p.id for p in facts.people}
    gone = [{"id": f"{seed}-{p}", "known_as": p} for p in facts.supported_earlier if p not in known]
    earlier = [
        {"id": f"{seed}-then-{p}", "held_on": day, "minutes": 30, "kind": "group", "place": ""}
        for p, day in facts.supported_earlier.items()
    ]
    there = [
        {"session_id": f"{seed}-then-{p}", "person_id": f"{seed}-{p}", "mark": "late"}
        for p in facts.supported_earlier
    ]
    unmarked = [
        {"session_id": f"{seed}-{s.id}", "person_id": f"{seed}-{p.id}", "mark": None}
        for s in facts.sessions
        for p in facts.people
        if not any((m.session_id, m.person_id) == (s.id, p.id) for m in facts.marks)
    ]
    tagged: tuple[Any, ...] = (*facts.enrolments, *facts.sessions)
    # A goal is what its readings are of.
    readings = plain(facts.readings)
    for one in readings:
        one["item"] = mine("id", one["item"]) if one["instrument"] == "goal" else one["item"]
    rows: Rows = {
        "person": [{"known_as": one["id"], **one} for one in (*plain(facts.people), *gone)],
        "session": [
            {**one, "intervention_id": intervention, "status": one.get("status", "delivered"), "note": ""}
            for one in (*plain(facts.sessions, "priorities", "focus_areas"), *earlier)
        ],
        "enrolment": plain(facts.enrolments, "focus_areas", intervention_id=intervention),
        "attendance": [{**one, "note": ""} for one in (*plain(facts.marks), *there, *unmarked)],
        "head_count": plain(facts.heads),
        "trained": plain(facts.trained),
        "finding": plain(facts.findings),
        "goal": plain(facts.goals, words="Sleep"),
        "reading": once(readings, "enrolment_id", "instrument", "item", "stage", "taken_on"),
        "assessment": once(
            plain(facts.assessments, answers={}),
            *("enrolment_id", "instrument", "stage", "taken_on", "informant"),
        ),
        "onward_referral": plain(facts.referrals),
        "concern": plain(
            facts.concerns, raised_by=user, raised_at="2026-08-01T10:00:00+00:00", standing="new"
        ),
        "tag": [
            {"owner": f"{seed}-{one.id}", "field": field, "code": code, "position": place}
            for one in tagged
            for field in ("priorities", "focus_areas")
            for place, code in enumerate(sorted(getattr(one, field, ())))
        ],
    }
    return rows


def whole(table: Table, row: Row) -> Row:
    """A row with something in every column that needs it."""
    needed = [column for column in table.columns if not column.nullable and column.name != "id"]
    blank = {column.name: EMPTY.get(type(column.type).__visit_name__.upper(), "") for column in needed}
    return {**blank, **row}


def once(rows: list[Row], *names: str) -> list[Row]:
    return list({tuple(row[name] for name in names): row for row in rows}.values())


def exported(rows: Rows, intervention: str, quarter: Quarter) -> Facts:
    """The records of one intervention up to the end of a quarter, picked out of every row of the store."""
    end = quarter.end

    def made(kind: type[Any], found: Iterable[Row], **more: Any) -> tuple[Any, ...]:
        return tuple(kind(**{n: row[n] for n in kind.__slots__ if n in row}, **more) for row in found)

    tagged: dict[tuple[str, str], set[str]] = {}
    for tag in rows["tag"]:
        tagged.setdefault((tag["owner"], tag["field"]), set()).add(tag["code"])
    for owner in (*rows["session"], *rows["enrolment"]):
        for name in ("priorities", "focus_areas"):
            owner[name] = frozenset(tagged.get((owner["id"], name), ()))
    all_sessions = {s["id"]: s for s in rows["session"] if s["intervention_id"] == intervention}
    sessions = {i: s for i, s in all_sessions.items() if s["held_on"] in quarter}
    journeys = [
        e for e in rows["enrolment"] if e["intervention_id"] == intervention and e["referred_on"] <= end
    ]
    ours = {e["id"] for e in journeys}
    marks = [a for a in rows["attendance"] if a["mark"] is not None]
    of_quarter = [a for a in marks if a["session_id"] in sessions]
    earlier: dict[str, date] = {}
    for a in marks:
        s = all_sessions.get(a["session_id"])
        if s is None or s["status"] != "delivered" or a["mark"] not in ("present", "late", "left_early"):
            continue
        if quarter.year_start <= s["held_on"] < quarter.start:
            earlier[a["person_id"]] = min(s["held_on"], earlier.get(a["person_id"], s["held_on"]))
    people = {e["person_id"] for e in journeys} | {a["person_id"] for a in of_quarter}
    concerns = [
        {**c, "session_id": c["session_id"]}
        for c in rows["concern"]
        if (c["session_id"] in all_sessions if c["session_id"] else c["person_id"] in people)
    ]

    def within(table: str, where: str, ids: Iterable[str]) -> list[Row]:
        return [row for row in rows[table] if row[where] in ids]

    return Facts(
        people=made(fact_types.PersonFact, [p for p in rows["person"] if p["id"] in people]),
        enrolments=made(fact_types.EnrolmentFact, journeys),
        sessions=made(fact_types.SessionFact, sessions.values()),
        marks=made(fact_types.MarkFact, of_quarter),
        heads=made(fact_types.HeadsFact, within("head_count", "session_id", sessions)),
        findings=made(fact_types.FindingFact, [f for f in rows["finding"] if f["seen_on"] <= end]),
        goals=made(fact_types.GoalFact, within("goal", "enrolment_id", ours)),
        readings=made(
            fact_types.ReadingFact,
            [r for r in within("reading", "enrolment_id", ours) if r["taken_on"] <= end],
        ),
        trained=made(fact_types.TrainedFact, within("trained", "session_id", sessions)),
        assessments=made(
            fact_types.AssessmentFact,
            [a for a in within("assessment", "enrolment_id", ours) if a["taken_on"] <= end],
        ),
        referrals=made(fact_types.ReferralFact, within("onward_referral", "enrolment_id", ours)),
        concerns=made(fact_types.ConcernFact, concerns),
        supported_earlier=earlier,
    )


@pytest.mark.parametrize("quarter", [Quarter(2026, 1), QUARTER, Quarter(2026, 3)], ids=str)
def test_the_return_of_a_store_is_what_its_rows_say(provider: Provider, quarter: Quarter) -> None:
    workspace = provider.workspace
    interventions = [provider.interventions.add(an_intervention(f"LEE-{seed + 10}")).id for seed in SEEDS]
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        for seed, intervention in zip(SEEDS, interventions, strict=True):
            rows = written(seed, intervention, workspace.actor.id)
            for name in TABLES:
                table = models.PROVIDER.tables[name]
                tx.insert_many(table, (whole(table, row) for row in rows[name]))
    with workspace.store.reading() as tx:
        every = {
            name: [dict(row) for row in tx.rows(select(models.PROVIDER.tables[name]))] for name in TABLES
        }
    supported = 0
    for intervention in interventions:
        naive = NaiveCount(exported(every, intervention, quarter), quarter, ethnic_groups())
        document = provider.returns.counted(intervention, quarter)
        counted = {f.key: said(f) for f in document.figures if f.table not in NO_RECORD}
        warnings = [counted.pop(("R14", row, "value")) for row in ("warnings", "answered")]
        assert all(isinstance(number, int) for number in warnings)
        assert counted == {key: naive.figure(key) for key in counted}
        supported += int(counted["R2", "supported_quarter", "people"] or 0)
    assert supported > 20 or quarter != QUARTER
