"""What an older store held of protective and risk factors becomes findings of the person."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from tests.db.rows import KEY
from vrp_desktop.db import upgrade
from vrp_desktop.db.connection import WRITE, engine
from vrp_desktop.db.store import STORE_FILE
from vrp_desktop.domain.permissions import StoreKind

TRUST = "protective.individual.relationships_with_a_trusted_adult"
LONELY = "risk.individual.loneliness"
AREA = "individual.mental_health"


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Connection]:
    """A store of the schema before, with Ana in two journeys and Ben in one."""
    pool: Engine = engine(tmp_path / STORE_FILE, KEY)
    with pool.connect().execution_options(**WRITE) as connection, connection.begin():
        upgrade.upgrade(connection, StoreKind.PROVIDER, "p0007")

        def put(table: str, **values: Any) -> None:
            names = ", ".join(f'"{name}"' for name in values)
            given = ", ".join(f":{name}" for name in values)
            connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({given})'), values)  # noqa: S608 - names of this test's own

        texts = ("given_name", "family_name", "pronouns", "enjoys", "good_at", "wants", "trusts")
        for who in ("ana", "ben"):
            put(
                "person",
                id=who,
                known_as=who,
                folded=who,
                communication="",
                added_on="2026-01-01",
                **dict.fromkeys(texts, ""),
            )
        put("intervention", id="club", code="C", name="Club", provider="N", main_priority="individual")
        put("user", id="sam", name="Sam", roles="[]", active=True)
        for journey, who, day in (
            ("later", "ana", "2026-06-01"),
            ("first", "ana", "2026-02-01"),
            ("bens", "ben", "2026-03-01"),
        ):
            put("enrolment", id=journey, person_id=who, intervention_id="club", referred_on=day)
        for number, (row, owner, field, code, actor) in enumerate(
            (
                ("t1", "later", "factors", TRUST, "sam"),
                ("t2", "first", "factors", TRUST, "gone"),
                ("t3", "later", "factors", LONELY, "sam"),
                ("t4", "first", "focus_areas", AREA, "sam"),
                ("t5", "bens", "factors", LONELY, None),
            )
        ):
            put("tag", id=row, owner=owner, field=field, code=code, position=0)
            if actor is not None:
                put(
                    "journal",
                    id=f"j{number}",
                    device="d",
                    seq=number,
                    at="2026-06-01T00:00:00",
                    actor=actor,
                    change="c",
                    action="insert",
                    entity="tag",
                    row=row,
                    subject="ana",
                    fields="{}",
                )
        yield connection
    pool.dispose()


def found(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(text(statement))]


def test_a_factor_becomes_one_finding_of_the_person_the_earliest(older: Connection) -> None:
    upgrade.upgrade(older, StoreKind.PROVIDER)
    columns = "id, person_id, code, standing, seen_on, source, certainty, words, written_by"
    assert found(older, f"SELECT {columns} FROM finding ORDER BY id") == [  # noqa: S608 - the columns above
        ("t2", "ana", TRUST, "there", "2026-02-01", None, None, "", None),
        ("t3", "ana", LONELY, "now", "2026-06-01", None, None, "", "sam"),
        ("t5", "ben", LONELY, "now", "2026-03-01", None, None, "", None),
    ]
    assert found(older, "SELECT id, field, code FROM tag") == [("t4", "focus_areas", AREA)]
    assert found(older, "SELECT count(*) FROM journal") == [(4,)], "the journal tells no more than happened"


def test_the_step_goes_down_and_up_again_with_findings_in_it(older: Connection) -> None:
    upgrade.upgrade(older, StoreKind.PROVIDER)
    upgrade.downgrade(older, StoreKind.PROVIDER, "p0007")
    assert found(older, "SELECT id FROM tag") == [("t4",)]
    upgrade.upgrade(older, StoreKind.PROVIDER)
    assert found(older, "SELECT id FROM finding") == []
