import hashlib
import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.builders import NOW, ORGANISATION, PASSPHRASE, TODAY, USER, Clock
from tests.conftest import Template
from vrp_desktop.db import models
from vrp_desktop.db.queries import settings
from vrp_desktop.db.store import STORE_FILE, Store
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.permissions import Action, Role, StoreKind
from vrp_desktop.security import keys, seal
from vrp_desktop.services import stores
from vrp_desktop.services.stores import Found

FILES = {STORE_FILE, keys.KEYS_FILE, keys.TWIN_FILE, "store.lock"}


def beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# Making


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        (StoreKind.PROVIDER, {Role.MANAGER, Role.ADMINISTRATOR, Role.WORKER}),
        (StoreKind.COMMISSIONER, {Role.COMMISSIONER, Role.ADMINISTRATOR}),
    ],
)
def test_a_store_is_made_with_its_first_user_signed_in(
    tmp_path: Path, clock: Clock, kind: StoreKind, roles: set[Role]
) -> None:
    folder = tmp_path / "not there yet" / "store"
    created = stores.create(folder, kind, f"  {ORGANISATION} ", f" {USER}\n", PASSPHRASE, clock)
    workspace = created.workspace
    assert (workspace.kind, workspace.folder, workspace.today) == (kind, folder, TODAY)
    assert (workspace.actor.name, set(workspace.actor.roles)) == (USER, roles)
    organisation = workspace.store.setting("organisation")
    assert organisation["name"] == ORGANISATION
    assert len(organisation["id"]) == 36
    assert workspace.store.setting("threshold") == (5 if kind is StoreKind.PROVIDER else None)
    workspace.close()
    assert {path.name for path in folder.iterdir()} == FILES
    assert beside(folder.parent) == ["store"]


def test_a_provider_gets_a_key_to_sign_with(provider_template: Template, tmp_path: Path) -> None:
    folder = shutil.copytree(provider_template.folder, tmp_path / "store")
    workspace = stores.sign_in(folder, PASSPHRASE)
    with workspace.store.reading() as tx:
        [key] = tx.rows(select(models.signing_key))
    workspace.close()
    assert key["made_on"] == NOW.date()
    assert seal.verify(key["public"], b"a return", seal.sign(key["private"], b"a return"))


def test_the_recovery_key_is_not_shown_by_accident(tmp_path: Path) -> None:
    created = stores.create(tmp_path / "store", StoreKind.COMMISSIONER, ORGANISATION, USER, PASSPHRASE)
    created.workspace.close()
    assert created.recovery_key not in repr(created)


@pytest.mark.parametrize(
    ("organisation", "user", "passphrase", "fields"),
    [
        ("", USER, PASSPHRASE, {"organisation"}),
        (ORGANISATION, " \t", PASSPHRASE, {"user"}),
        (ORGANISATION, USER, "short", {"passphrase"}),
        (ORGANISATION, USER, "password1234", {"passphrase"}),
        (ORGANISATION, USER, f"{ORGANISATION} 2026", {"passphrase"}),
        ("", "", "", {"organisation", "user", "passphrase"}),
    ],
)
def test_faulty_answers_are_refused_all_at_once(
    tmp_path: Path, organisation: str, user: str, passphrase: str, fields: set[str]
) -> None:
    with pytest.raises(Refused) as refused:
        stores.create(tmp_path / "store", StoreKind.PROVIDER, organisation, user, passphrase)
    assert refused.value.fields.keys() == fields
    assert beside(tmp_path) == []


def test_a_store_is_never_made_over_another(provider_folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in provider_folder.iterdir()}
    with pytest.raises(Refused, match="Sign in to it"):
        stores.create(provider_folder, StoreKind.PROVIDER, ORGANISATION, USER, PASSPHRASE)
    (provider_folder / STORE_FILE).unlink()
    with pytest.raises(Refused, match="Sign in to it"):
        stores.create(provider_folder, StoreKind.PROVIDER, ORGANISATION, USER, PASSPHRASE)
    del before[STORE_FILE]
    assert {path.name: path.read_bytes() for path in provider_folder.iterdir()} == before


def test_an_empty_folder_will_do_and_a_full_one_will_not(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letters").write_text("x")
    with pytest.raises(Refused, match="Choose an empty folder"):
        stores.create(folder, StoreKind.PROVIDER, ORGANISATION, USER, PASSPHRASE)
    assert beside(folder) == ["letters"]
    (folder / "letters").unlink()
    stores.create(folder, StoreKind.PROVIDER, ORGANISATION, USER, PASSPHRASE).workspace.close()
    assert set(beside(folder)) == FILES


def test_a_file_in_the_way_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "store"):
        with pytest.raises(Trouble, match="choose another folder"):
            stores.create(folder, StoreKind.PROVIDER, ORGANISATION, USER, PASSPHRASE)
    assert beside(tmp_path) == ["file"]


def test_a_making_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stores.create(tmp_path / "s", StoreKind.PROVIDER, ORGANISATION, USER, PASSPHRASE, broken)  # type: ignore[arg-type] # a clock that fails
    assert beside(tmp_path) == []


DYING = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.services import stores

times = iter(range(int(sys.argv[2])))

def clock():
    if next(times, None) is None:
        os._exit(9)
    return datetime.now(UTC)

stores.create(Path(sys.argv[1]), StoreKind.PROVIDER, "Northside", "Sam", "grey kettle, open window", clock)
"""


def test_a_making_that_was_killed_is_no_store_and_is_cleared_away(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    for moments in range(3):
        ended = subprocess.run([sys.executable, "-c", DYING, str(folder), str(moments)], check=False)
        assert ended.returncode == 9
        assert stores.look(folder) is Found.NOTHING
        assert len(beside(tmp_path)) == 1
    stores.create(folder, StoreKind.PROVIDER, ORGANISATION, USER, PASSPHRASE).workspace.close()
    assert beside(tmp_path) == ["store"]


# Signing in


def test_the_passphrase_opens_what_was_saved(provider_folder: Path, provider_template: Template) -> None:
    workspace = stores.sign_in(provider_folder, PASSPHRASE)
    assert workspace.actor == provider_template.actor
    assert workspace.actor.may(Action.PREPARE_RETURNS)
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        settings.write(tx, "threshold", 7)
    workspace.close()
    workspace = stores.sign_in(provider_folder, PASSPHRASE)
    assert workspace.store.setting("threshold") == 7
    workspace.close()


def test_the_recovery_key_opens_it_too(provider_folder: Path, provider_template: Template) -> None:
    typed = provider_template.recovery_key.lower().replace("-", " ")
    workspace = stores.sign_in(provider_folder, typed)
    assert workspace.actor == provider_template.actor
    workspace.close()


@pytest.mark.parametrize("wrong", ["grey kettle, open door", "", PASSPHRASE.upper()])
def test_a_wrong_passphrase_is_refused_with_what_to_do(provider_folder: Path, wrong: str) -> None:
    with pytest.raises(Refused, match=r"does not open.*Check capitals.*recovery key") as refused:
        stores.sign_in(provider_folder, wrong)
    assert refused.value.fields == {"passphrase": str(refused.value)}
    if wrong:
        assert wrong not in str(refused.value)
    stores.sign_in(provider_folder, PASSPHRASE).close()


def test_a_slip_in_the_recovery_key_is_told_as_a_slip(
    provider_folder: Path, provider_template: Template
) -> None:
    right = provider_template.recovery_key
    with pytest.raises(Refused, match="mistyped"):
        stores.sign_in(provider_folder, ("8" if right[0] != "8" else "9") + right[1:])


def test_somebody_who_has_left_is_refused(provider_folder: Path) -> None:
    workspace = stores.sign_in(provider_folder, PASSPHRASE)
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        tx.update(tx.tables["user"], workspace.actor.id, {"active": False})
    workspace.close()
    for _ in range(2):
        with pytest.raises(Refused, match="no longer a user"):
            stores.sign_in(provider_folder, PASSPHRASE)


def test_a_store_that_is_open_is_not_opened_again(provider_folder: Path) -> None:
    workspace = stores.sign_in(provider_folder, PASSPHRASE)
    with pytest.raises(Trouble, match="open already"):
        stores.sign_in(provider_folder, PASSPHRASE)
    workspace.close()
    stores.sign_in(provider_folder, PASSPHRASE).close()


def test_another_program_that_has_it_open_keeps_this_one_out(provider_folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from vrp_desktop.services import stores; "
        "w = stores.sign_in(Path(sys.argv[1]), sys.argv[2]); print('in', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(provider_folder), PASSPHRASE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"in"
        with pytest.raises(Trouble, match="another window or program"):
            stores.sign_in(provider_folder, PASSPHRASE)
        other.kill()
    stores.sign_in(provider_folder, PASSPHRASE).close()


# Damage


def test_nothing_there_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone"):
        assert stores.look(folder) is Found.NOTHING
        with pytest.raises(Refused, match="There is no store"):
            stores.sign_in(folder, PASSPHRASE)
    assert beside(tmp_path) == []


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:300])


@pytest.mark.parametrize("hurt", [Path.unlink, cut])
def test_one_torn_keys_file_is_mended_at_sign_in(provider_folder: Path, hurt: Callable[[Path], None]) -> None:
    for name in (keys.KEYS_FILE, keys.TWIN_FILE):
        hurt(provider_folder / name)
        assert stores.look(provider_folder) is Found.STORE
        stores.sign_in(provider_folder, PASSPHRASE).close()
        assert json.loads((provider_folder / name).read_bytes())["content"]["slots"]


@pytest.mark.parametrize("hurt", [Path.unlink, cut])
def test_without_keys_the_records_are_said_to_be_still_there(
    provider_folder: Path, hurt: Callable[[Path], None]
) -> None:
    for name in (keys.KEYS_FILE, keys.TWIN_FILE):
        hurt(provider_folder / name)
    assert stores.look(provider_folder) is Found.DAMAGED
    with pytest.raises(Trouble, match=r"keys of the store are damaged.*from a backup.*still there"):
        stores.sign_in(provider_folder, PASSPHRASE)


def test_weakened_keys_are_said_to_be_and_the_records_to_be_still_there(provider_folder: Path) -> None:
    whole = {name: (provider_folder / name).read_bytes() for name in keys.FILES}
    for name in keys.FILES:
        rewrite(provider_folder / name, lambda content: content["slots"][0]["kdf"].update(memory=1024))
    with pytest.raises(Trouble, match=r"were weakened.*back from a backup.*still there"):
        stores.sign_in(provider_folder, PASSPHRASE)
    for name, raw in whole.items():
        (provider_folder / name).write_bytes(raw)
    stores.sign_in(provider_folder, PASSPHRASE).close()


def test_changed_keys_are_said_to_be_and_are_not_used(provider_folder: Path) -> None:
    for name in keys.FILES:
        rewrite(provider_folder / name, lambda content: content["slots"][1].update(user="somebody else"))
    with pytest.raises(Trouble, match=r"were changed by something other.*still there"):
        stores.sign_in(provider_folder, PASSPHRASE)


def rewrite(path: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    """Changes a keys file as somebody would who can also mend its digest."""
    content = json.loads(path.read_bytes())["content"]
    change(content)
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    path.write_text(json.dumps({"content": content, "sha256": digest}))


def test_keys_of_another_store_in_one_of_the_places_do_not_matter_even_with_the_same_passphrase(
    provider_folder: Path, commissioner_template: Template
) -> None:
    strange = (commissioner_template.folder / keys.KEYS_FILE).read_bytes()
    (provider_folder / keys.KEYS_FILE).write_bytes(strange)
    stores.sign_in(provider_folder, PASSPHRASE).close()
    assert [path.read_bytes() for path in provider_folder.glob("keys-of-another-store-*")] == [strange]
    stores.sign_in(provider_folder, PASSPHRASE).close()


@pytest.mark.parametrize("left", [0, 300, 4096, 20_000])
def test_a_torn_database_is_trouble_and_is_left_as_it_is(provider_folder: Path, left: int) -> None:
    database = provider_folder / STORE_FILE
    database.write_bytes(database.read_bytes()[:left])
    before = database.read_bytes()
    assert stores.look(provider_folder) is (Found.STORE if left else Found.DAMAGED)
    with pytest.raises(Trouble, match=r"damaged.*restore the latest backup"):
        stores.sign_in(provider_folder, PASSPHRASE)
    assert database.read_bytes() == before


def test_a_lost_database_is_trouble(provider_folder: Path) -> None:
    (provider_folder / STORE_FILE).unlink()
    assert stores.look(provider_folder) is Found.DAMAGED
    with pytest.raises(Trouble, match="restore the latest backup"):
        stores.sign_in(provider_folder, PASSPHRASE)


def test_keys_of_another_store_are_trouble_and_harm_nothing(
    provider_folder: Path, commissioner_template: Template
) -> None:
    for name in (keys.KEYS_FILE, keys.TWIN_FILE):
        shutil.copy(commissioner_template.folder / name, provider_folder / name)
    before = (provider_folder / STORE_FILE).read_bytes()
    with pytest.raises(Trouble, match="damaged"):
        stores.sign_in(provider_folder, PASSPHRASE)
    assert (provider_folder / STORE_FILE).read_bytes() == before


def test_a_store_of_a_newer_version_is_left_alone(provider_template: Template, provider_folder: Path) -> None:
    pool_key = provider_template.key
    future = Store.open(provider_folder, pool_key)
    with future._open().connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA query_only=OFF")
        raw.execute("UPDATE alembic_version SET version_num = 'p9999'")
    future.close()
    before = {path.name: path.read_bytes() for path in provider_folder.iterdir()}
    with pytest.raises(Trouble, match=r"newer version.*not been touched.*Install the newer version"):
        stores.sign_in(provider_folder, PASSPHRASE)
    assert {path.name: path.read_bytes() for path in provider_folder.iterdir()} == before


# Secrets


def test_no_secret_is_said_or_stored_in_clear(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    folder = tmp_path / "store"
    created = stores.create(folder, StoreKind.PROVIDER, "Canary House", "Zebedee Quillfeather", PASSPHRASE)
    created.workspace.close()
    key = keys.unlock(folder, PASSPHRASE).key
    stores.sign_in(folder, PASSPHRASE).close()
    written = b"".join(path.read_bytes() for path in folder.iterdir())
    said = (caplog.text + "".join(capfd.readouterr()) + repr(created)).encode()
    secrets = [PASSPHRASE, created.recovery_key, created.recovery_key.replace("-", ""), key.hex()]
    for secret in [*(secret.encode() for secret in secrets), key]:
        assert secret not in written
        assert secret not in said
    for name in (b"Canary House", b"Quillfeather", b"SQLite format 3"):
        assert name not in written
