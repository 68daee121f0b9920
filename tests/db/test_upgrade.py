"""Schemas come and go by steps; a store is saved before it is upgraded, and a newer one is left alone."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, text

from tests.db.rows import ACTOR, KEY, a_row, now
from vrp_desktop.db import models, upgrade
from vrp_desktop.db.connection import WRITE, engine
from vrp_desktop.db.store import STORE_FILE, Store
from vrp_desktop.domain.errors import Trouble
from vrp_desktop.domain.permissions import StoreKind

NEXT_STEP = """
import sqlalchemy as sa
from alembic import op

revision = "p9999"
down_revision = "{before}"
branch_labels = None
depends_on = None

def upgrade():
    op.create_table("visit", sa.Column("id", sa.String(36), primary_key=True))
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("shoe_size", sa.Integer))
    {then}

def downgrade():
    pass
"""


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Engine]:
    pool = engine(tmp_path / STORE_FILE, KEY)
    yield pool
    pool.dispose()


@pytest.fixture
def tomorrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes this program the next version, which knows one step more; a folder with an awkward name."""

    def become(then: str = "pass") -> None:
        steps = tmp_path / "100% of the steps, all: here"
        shutil.copytree(upgrade._MIGRATIONS, steps, ignore=shutil.ignore_patterns("__pycache__"))
        step = NEXT_STEP.format(before=upgrade.NEWEST[StoreKind.PROVIDER], then=then)
        (steps / "provider" / "p9999_next.py").write_text(step)
        monkeypatch.setattr(upgrade, "_MIGRATIONS", steps)
        monkeypatch.setitem(upgrade.NEWEST, StoreKind.PROVIDER, "p9999")

    return become


def tables(connection: Connection) -> set[str]:
    names = text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return set(connection.execute(names).scalars())


def found(store: Store, statement: str) -> list[tuple[Any, ...]]:
    with store.reading() as tx:
        return [tuple(row.values()) for row in tx.rows(text(statement))]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that holds a store, byte for byte. The lock and the shared memory hold none of it."""
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith((".lock", "-shm"))
    }


@pytest.mark.parametrize("kind", StoreKind)
def test_the_steps_make_what_the_models_say(pool: Engine, kind: StoreKind) -> None:
    metadata = upgrade.METADATA[kind]
    with pool.connect().execution_options(**WRITE) as connection, connection.begin():
        upgrade.upgrade(connection, kind)
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        assert tables(connection) == set(metadata.tables) | {"alembic_version"}
        # Alembic does not compare these.
        checked = text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%CHECK (%'")
        assert set(connection.execute(checked).scalars()) == (
            {"head_count", "trained"} if kind is StoreKind.PROVIDER else set()
        )


@pytest.mark.parametrize("kind", StoreKind)
def test_every_step_goes_up_and_down(pool: Engine, kind: StoreKind) -> None:
    def schema(connection: Connection) -> list[tuple[str, str]]:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        # SQLite puts the name of a table that a step has rebuilt into quotation marks.
        return sorted((str(row.name), str(row.sql).replace('"', "")) for row in rows)

    with pool.connect().execution_options(**WRITE) as connection, connection.begin():
        for revision in reversed(upgrade.revisions(kind)):
            before = schema(connection)
            upgrade.upgrade(connection, kind, revision)
            after = schema(connection)
            assert after != before
            upgrade.downgrade(connection, kind, "-1")
            assert [each for each in schema(connection) if each[0] != "alembic_version"] == [
                each for each in before if each[0] != "alembic_version"
            ]
            upgrade.upgrade(connection, kind, revision)
            assert schema(connection) == after
        upgrade.downgrade(connection, kind, "base")
        assert tables(connection) == {"alembic_version"}


@pytest.mark.parametrize("kind", StoreKind)
def test_the_newest_step_is_the_one_that_is_named(kind: StoreKind) -> None:
    revisions = upgrade.revisions(kind)
    assert upgrade.NEWEST[kind] == revisions[0]
    assert [upgrade.kind_of(revision) for revision in revisions] == [kind] * len(revisions)
    assert upgrade.kind_of("from the future") is None


def nothing_to_save(older: Store) -> None:
    """For tests of the steps themselves: what is saved before them is held in services/test_upgrading."""


def test_an_older_store_is_saved_and_then_upgraded(store: Store, tomorrow: Callable[..., None]) -> None:
    with store.writing(ACTOR, now) as tx:
        row_id = tx.insert(models.person, a_row("Ana"))
    store.close()
    before, schema = contents(store.folder), upgrade.NEWEST[StoreKind.PROVIDER]
    tomorrow()
    saved: list[tuple[str, list[tuple[Any, ...]]]] = []
    looked = "SELECT name FROM pragma_table_info('person') WHERE name = 'shoe_size'"
    newer = Store.open(
        store.folder, KEY, before_upgrade=lambda older: saved.append((older.schema, found(older, looked)))
    )
    assert saved == [(schema, [])]
    assert newer.schema == "p9999"
    assert found(newer, "SELECT id, known_as, shoe_size FROM person") == [(row_id, "Ana", None)]
    assert found(newer, "SELECT id FROM visit") == []
    assert found(newer, "PRAGMA foreign_keys") == [(1,)]
    newer.close()
    Store.open(store.folder, KEY).close()
    assert contents(store.folder).keys() == before.keys()


def test_what_cannot_be_saved_is_not_upgraded(store: Store, tomorrow: Callable[..., None]) -> None:
    store.close()
    before = contents(store.folder)
    tomorrow()

    def full(older: Store) -> None:
        raise Trouble("The disk is full.")

    with pytest.raises(Trouble, match="disk is full"):
        Store.open(store.folder, KEY, before_upgrade=full)
    with pytest.raises(RuntimeError, match="before it is saved"):
        Store.open(store.folder, KEY)
    assert contents(store.folder) == before


@pytest.mark.parametrize("left_a_log", [False, True])
def test_a_newer_store_is_refused_and_not_a_byte_of_it_changes(
    tomorrow: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left_a_log: bool
) -> None:
    with monkeypatch.context():
        tomorrow()
        newer = Store.create(tmp_path / "store", StoreKind.PROVIDER, KEY, now)
        with newer.writing(ACTOR, now) as tx:
            tx.insert(models.person, a_row("Ana"))
        folder = newer.folder
        if left_a_log:
            folder = shutil.copytree(newer.folder, tmp_path / "crashed")
        newer.close()
    monkeypatch.undo()
    before = contents(folder)
    assert (f"{STORE_FILE}-wal" in before) is left_a_log
    with pytest.raises(Trouble, match=r"newer version of this program.*not been touched.*Install"):
        Store.open(folder, KEY)
    assert contents(folder) == before


KILLED = """
import sys
from pathlib import Path
from tests.db.rows import KEY
from vrp_desktop.db import upgrade
from vrp_desktop.db.store import Store
from vrp_desktop.domain.permissions import StoreKind

upgrade._MIGRATIONS = Path(sys.argv[2])
upgrade.NEWEST[StoreKind.PROVIDER] = "p9999"
Store.open(Path(sys.argv[1]), KEY, before_upgrade=lambda older: None)
"""


def test_a_program_killed_within_a_step_leaves_the_old_store(
    store: Store, tomorrow: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.writing(ACTOR, now) as tx:
        tx.insert_many(models.person, (a_row(f"P{number}", enjoys="x" * 900) for number in range(2_000)))
    store.close()
    tomorrow("import os; op.execute(\"UPDATE person SET known_as = 'half done'\"); os._exit(9)")
    command = [sys.executable, "-c", KILLED, str(store.folder), str(upgrade._MIGRATIONS)]
    assert subprocess.run(command, check=False).returncode == 9
    monkeypatch.undo()
    old = Store.open(store.folder, KEY)
    assert found(old, "SELECT count(*) FROM person WHERE known_as LIKE 'P%'") == [(2_000,)]
    assert found(old, "SELECT name FROM pragma_table_info('person') WHERE name = 'shoe_size'") == []
    assert found(old, "PRAGMA integrity_check") == [("ok",)]
    old.close()


@pytest.mark.parametrize("then", ["raise ZeroDivisionError", 'op.execute("DELETE FROM person")'])
def test_a_step_that_fails_leaves_the_old_store(
    store: Store, tomorrow: Callable[..., None], monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    with store.writing(ACTOR, now) as tx:
        who = tx.insert(models.person, a_row("Ana"))
        boxing = {"code": "LEE-07", "name": "B", "provider": "N", "main_priority": "individual"}
        where = tx.insert(models.intervention, boxing)
        values = {"person_id": who, "intervention_id": where, "referred_on": now().date()}
        tx.insert(models.enrolment, values)
    store.close()
    tomorrow(then)
    with pytest.raises((ZeroDivisionError, RuntimeError)):
        Store.open(store.folder, KEY, before_upgrade=nothing_to_save)
    monkeypatch.undo()
    old = Store.open(store.folder, KEY)
    assert found(old, "SELECT known_as FROM person") == [("Ana",)]
    assert found(old, "SELECT person_id FROM enrolment") == [(who,)]
    assert found(old, "SELECT name FROM pragma_table_info('person') WHERE name = 'shoe_size'") == []
    old.close()
