"""What the narrow queries read, held against every row of the store read plainly; and quarters in a row."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.dialects import sqlite

from vrp_desktop.db import models
from vrp_desktop.db.queries import facts as queries
from vrp_desktop.db.store import Tx
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.returns.blockers import unreconciled
from vrp_desktop.domain.returns.counting import count
from vrp_desktop.domain.returns.figures import Value
from vrp_desktop.services import demo
from vrp_desktop.services.provider import Provider

Row = dict[str, Any]


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    folder: Path = tmp_path_factory.mktemp("demo") / "store"
    workspace = demo.make(
        folder, demo.PASSPHRASE, seed=3, people=60, sessions=120, quarters=4, today=date(2027, 1, 20)
    )
    yield Provider(workspace)
    workspace.close()


def everything(tx: Tx) -> dict[str, list[Row]]:
    names = (
        "person",
        "enrolment",
        "session",
        "attendance",
        "head_count",
        "goal",
        "reading",
        "tag",
        "finding",
    )
    return {name: [dict(row) for row in tx.rows(select(models.PROVIDER.tables[name]))] for name in names}


def test_the_facts_are_the_rows_of_the_intervention_and_the_quarter(provider: Provider) -> None:
    with provider.workspace.store.reading() as tx:
        rows = everything(tx)
    tagged: dict[tuple[str, str], set[str]] = {}
    for tag in rows["tag"]:
        tagged.setdefault((tag["owner"], tag["field"]), set()).add(tag["code"])
    marked_earlier = found = 0
    for intervention in provider.returns.interventions():
        for quarter in provider.returns.quarters():
            with provider.workspace.store.reading() as tx:
                facts = queries.read(tx, intervention.id, quarter)
            sessions = {
                s["id"]: s
                for s in rows["session"]
                if s["intervention_id"] == intervention.id and s["held_on"] in quarter
            }
            enrolments = {
                e["id"]: e
                for e in rows["enrolment"]
                if e["intervention_id"] == intervention.id and e["referred_on"] <= quarter.end
            }
            marks = [a for a in rows["attendance"] if a["session_id"] in sessions and a["mark"] is not None]
            assert {s.id for s in facts.sessions} == sessions.keys()
            assert {e.id for e in facts.enrolments} == enrolments.keys()
            assert sorted((m.session_id, m.person_id, m.mark) for m in facts.marks) == sorted(
                (m["session_id"], m["person_id"], m["mark"]) for m in marks
            )
            concerned = {m["person_id"] for m in marks} | {e["person_id"] for e in enrolments.values()}
            assert {p.id for p in facts.people} == concerned
            assert sum(h.count for h in facts.heads) == sum(
                h["count"] for h in rows["head_count"] if h["session_id"] in sessions
            )
            assert {g.id for g in facts.goals} == {
                g["id"] for g in rows["goal"] if g["enrolment_id"] in enrolments
            }
            assert {r.id for r in facts.readings} == {
                r["id"]
                for r in rows["reading"]
                if r["enrolment_id"] in enrolments and r["taken_on"] <= quarter.end
            }
            for session in facts.sessions:
                assert session.priorities == tagged.get((session.id, "priorities"), set())
                assert session.focus_areas == tagged.get((session.id, "focus_areas"), set())
            for enrolment in facts.enrolments:
                assert enrolment.focus_areas == tagged.get((enrolment.id, "focus_areas"), set())
            assert {f.id for f in facts.findings} == {
                f["id"]
                for f in rows["finding"]
                if f["person_id"] in {m["person_id"] for m in marks}
                and f["seen_on"] <= quarter.end
                and f["code"].startswith(("risk.", "protective."))
            }
            found += len(facts.findings)
            assert facts.supported_earlier == earlier(rows, intervention.id, quarter)
            marked_earlier += len(facts.supported_earlier)
    assert marked_earlier > 50
    assert found > 50


def earlier(rows: dict[str, list[Row]], intervention_id: str, quarter: Quarter) -> dict[str, date]:
    """The first day of support in the year before the quarter, person by person."""
    held = {
        s["id"]: s["held_on"]
        for s in rows["session"]
        if s["intervention_id"] == intervention_id
        and s["status"] == "delivered"
        and quarter.year_start <= s["held_on"] < quarter.start
    }
    first: dict[str, date] = {}
    for mark in rows["attendance"]:
        if mark["session_id"] in held and mark["mark"] in ("present", "late", "left_early"):
            day = held[mark["session_id"]]
            first[mark["person_id"]] = min(day, first.get(mark["person_id"], day))
    return first


def test_quarters_in_a_row_reconcile_and_the_year_to_date_only_grows(provider: Provider) -> None:
    for intervention in provider.returns.interventions():
        before: dict[str, Value] | None = None
        for quarter in provider.returns.quarters():
            with provider.workspace.store.reading() as tx:
                figures = count(queries.read(tx, intervention.id, quarter), quarter)
            now = {f.row: f.value for f in figures if f.table == "R2"}
            if before is not None:
                assert now["open_start"] == before["open_end"]
                if quarter.number > 1:
                    assert int(now["supported_ytd"] or 0) >= int(before["supported_ytd"] or 0)
            before = now


def test_every_return_of_the_demo_adds_up(provider: Provider) -> None:
    for intervention in provider.returns.interventions():
        for quarter in provider.returns.quarters():
            assert unreconciled(provider.returns.counted(intervention.id, quarter)) == ()


def test_the_marks_are_read_from_the_index_alone(provider: Provider) -> None:
    """A year's registers are large; the notes beside the marks stay on the disk."""
    statement = queries.marks_of("any", Quarter(2026, 2)).compile(
        dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}
    )
    with provider.workspace.store.reading() as tx:
        plan = [row["detail"] for row in tx.rows(text(f"EXPLAIN QUERY PLAN {statement}"))]
    assert any("COVERING INDEX ix_attendance_session_id_mark" in step for step in plan), plan
    assert any("ix_session_intervention_id_held_on" in step for step in plan), plan
