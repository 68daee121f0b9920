"""Who may sign in: added, changed, given another passphrase, removed."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import keychains
from tests.builders import PASSPHRASE, USER, Clock
from tests.conftest import Template
from tests.security import first_format
from vrp_desktop.db.store import STORE_FILE, Store
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.journal import REKEYED
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.users import UserDetails
from vrp_desktop.security import keys, rekeying
from vrp_desktop.services import stores
from vrp_desktop.services.kits import write_kit
from vrp_desktop.services.users import Users
from vrp_desktop.services.workspace import Workspace

HIS, HERS = "eleven wooden spoons", "a lamp behind the piano"
WORKER = UserDetails("Ben Adeyemi", frozenset({Role.WORKER}))


@pytest.fixture
def users(workspace: Workspace) -> Users:
    return Users(workspace)


@pytest.fixture
def ben(users: Users) -> str:
    return users.add(WORKER, HIS, PASSPHRASE).id


@pytest.fixture
def signed_in(workspace: Workspace) -> Iterator[Callable[[str], Workspace]]:
    """Closes the store and signs in again, with whatever."""
    opened: list[Workspace] = [workspace]

    def sign_in(passphrase: str) -> Workspace:
        opened[-1].close()
        opened.append(stores.sign_in(workspace.folder, passphrase))
        return opened[-1]

    yield sign_in
    opened[-1].close()


def shown(users: Users) -> list[str]:
    return [
        f"{user.name}: {', '.join(sorted(user.details.roles))}{'' if user.active else ' (has left)'}"
        for user in users.every()
    ]


def told(workspace: Workspace) -> list[str]:
    """What the journal says that is no change of a row."""
    with workspace.store.reading() as tx:
        journal = tx.tables["journal"]
        rows = tx.rows(select(journal.c.action).order_by(journal.c.seq))
    return [row["action"] for row in rows if row["action"] not in ("insert", "update", "delete")]


# Adding


def test_somebody_is_added_and_signs_in_with_what_they_typed(
    users: Users, ben: str, signed_in: Callable[[str], Workspace]
) -> None:
    assert shown(users) == [f"{WORKER.name}: worker", f"{USER}: administrator, manager, worker"]
    actor = signed_in(HIS).actor
    assert (actor.id, actor.name, actor.roles) == (ben, WORKER.name, WORKER.roles)
    assert signed_in(PASSPHRASE).actor.name == USER


@pytest.mark.parametrize(
    ("details", "first", "field"),
    [
        (UserDetails(" ", WORKER.roles), HIS, "name"),
        (UserDetails("sam  OKAFOR", WORKER.roles), HIS, "name"),
        (UserDetails("Ben", frozenset()), HIS, "roles"),
        (UserDetails("Ben", frozenset({Role.COMMISSIONER})), HIS, "roles"),
        (WORKER, "short", "first"),
        (WORKER, "Ben Adeyemi 2026", "first"),
        (WORKER, PASSPHRASE, "first"),
    ],
)
def test_faulty_answers_are_refused_beside_their_fields_and_add_nobody(
    users: Users, details: UserDetails, first: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        users.add(details, first, PASSPHRASE)
    assert set(refused.value.fields) == {field}
    assert len(users.every()) == 1
    assert users.without_passphrase() == frozenset()


def test_every_change_asks_for_the_administrator_s_own_passphrase(users: Users, ben: str) -> None:
    changes: tuple[Callable[[], object], ...] = (
        lambda: users.add(UserDetails("Cem", WORKER.roles), HERS, HIS),
        lambda: users.change(ben, UserDetails("Bo", WORKER.roles), HIS),
        lambda: users.reset(ben, HERS, HIS),
    )
    for change in changes:
        with pytest.raises(Refused, match="not your passphrase") as refused:
            change()
        assert set(refused.value.fields) == {"passphrase"}
    assert len(users.every()) == 2


# Roles


def test_roles_count_from_the_next_sign_in(
    users: Users, ben: str, signed_in: Callable[[str], Workspace]
) -> None:
    users.change(ben, UserDetails("Ben A.", frozenset({Role.TRUSTEE})), PASSPHRASE)
    actor = signed_in(HIS).actor
    assert (actor.name, set(actor.roles)) == ("Ben A.", {Role.TRUSTEE})


def test_the_last_administrator_keeps_the_role(users: Users, workspace: Workspace, ben: str) -> None:
    mine = workspace.actor.id
    only_manager = UserDetails(USER, frozenset({Role.MANAGER}))
    with pytest.raises(Refused, match="Nobody else is an administrator"):
        users.change(mine, only_manager, PASSPHRASE)
    users.change(ben, UserDetails("Ben", frozenset({Role.ADMINISTRATOR})), PASSPHRASE)
    users.change(mine, only_manager, PASSPHRASE)
    assert shown(users)[1] == f"{USER}: manager"


# Passphrases


def test_one_changes_one_s_own_passphrase_and_the_records_are_not_touched(
    users: Users, workspace: Workspace, signed_in: Callable[[str], Workspace]
) -> None:
    key = workspace.store.key
    users.change_my_passphrase(HERS, PASSPHRASE)
    assert workspace.store.key == key
    assert "changed the passphrase of" in told(workspace)
    workspace.close()
    with pytest.raises(Refused, match="does not open"):
        stores.sign_in(workspace.folder, PASSPHRASE)
    assert signed_in(HERS).actor.name == USER


def test_a_worker_changes_their_own_too(
    workspace: Workspace, ben: str, signed_in: Callable[[str], Workspace]
) -> None:
    Users(signed_in(HIS)).change_my_passphrase(HERS, HIS)
    assert signed_in(HERS).actor.id == ben


@pytest.mark.parametrize(("new", "said"), [("short", "12 characters"), (HIS, "cannot be used")])
def test_a_new_passphrase_of_one_s_own_can_be_refused(users: Users, ben: str, new: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        users.change_my_passphrase(new, PASSPHRASE)
    assert set(refused.value.fields) == {"new"}


def test_an_administrator_gives_somebody_another_passphrase(
    users: Users, workspace: Workspace, ben: str, signed_in: Callable[[str], Workspace]
) -> None:
    users.reset(ben, HERS, PASSPHRASE)
    with pytest.raises(Refused, match="This is you"):
        users.reset(workspace.actor.id, HERS, PASSPHRASE)
    assert signed_in(HERS).actor.id == ben


def test_with_a_keychain_the_new_user_s_slot_is_bound_when_they_sign_in(
    users: Users, workspace: Workspace, signed_in: Callable[[str], Workspace]
) -> None:
    with keychains.in_use(keychains.InMemory()):
        assert users.has_keychain()
        ben = users.add(WORKER, HIS, PASSPHRASE).id
        signed_in(HIS)
        folder = workspace.folder
        (slot,) = [s for s in keys.unlock(folder, HIS).content["slots"] if s["user"] == ben]
        assert slot["device"]
        signed_in(PASSPHRASE)
    assert not users_of(folder, HIS)


def users_of(folder: Path, secret: str) -> bool:
    try:
        keys.unlock(folder, secret)
    except keys.DeviceGone:
        return False
    return True


# Leaving


def test_who_is_removed_opens_nothing_and_everybody_else_types_what_they_always_did(
    users: Users,
    workspace: Workspace,
    ben: str,
    provider_template: Template,
    signed_in: Callable[[str], Workspace],
) -> None:
    cem = users.add(UserDetails("Cem", WORKER.roles), HERS, PASSPHRASE).id
    before, old_keys = workspace.store.key, (workspace.folder / keys.KEYS_FILE).read_bytes()
    users.remove(ben, PASSPHRASE)
    assert workspace.store.key != before
    assert shown(users)[-1] == f"{WORKER.name}: worker (has left)"
    assert "gave the store another key after removing" in told(workspace)
    assert signed_in(HERS).actor.id == cem
    assert signed_in(provider_template.recovery_key).actor.name == USER
    workspace = signed_in(PASSPHRASE)
    workspace.close()
    with pytest.raises(Refused, match="does not open"):
        stores.sign_in(workspace.folder, HIS)
    with pytest.raises(Trouble, match="damaged"):
        Store.open(workspace.folder, before)
    # Not even with the keys as they were, and a passphrase of that time.
    for name in keys.FILES:
        (workspace.folder / name).write_bytes(old_keys)
    with pytest.raises(Trouble, match="damaged"):
        stores.sign_in(workspace.folder, HIS)


def test_nobody_removes_themselves_or_somebody_twice(users: Users, workspace: Workspace, ben: str) -> None:
    with pytest.raises(Refused, match="cannot remove yourself"):
        users.remove(workspace.actor.id, PASSPHRASE)
    users.remove(ben, PASSPHRASE)
    with pytest.raises(Refused, match="not here any more"):
        users.remove(ben, PASSPHRASE)


def test_work_goes_on_after_somebody_was_removed(users: Users, workspace: Workspace, ben: str) -> None:
    users.remove(ben, PASSPHRASE)
    again = users.add(WORKER, HIS, PASSPHRASE).id
    assert again != ben
    assert users.without_passphrase() == frozenset()


KILLED = """
import os, signal, sys
from pathlib import Path
from vrp_desktop.db.store import Store
from vrp_desktop.security import rekeying
from vrp_desktop.services import rekeyed, stores
from vrp_desktop.services.users import Users

folder, leaving, mine, step = Path(sys.argv[1]), *sys.argv[2:]
workspace = stores.sign_in(folder, mine)

def dying(call, after):
    def wrapped(*arguments):
        found = call(*arguments) if after else None
        os.kill(os.getpid(), signal.SIGKILL)
        return found
    return wrapped

after = step.startswith("after")
if step.endswith("begin"):
    rekeying.begin = dying(rekeying.begin, after)
elif step.endswith("rekey"):
    Store.rekey = dying(Store.rekey, after)
elif step.endswith("copies"):
    rekeyed.rekey_copies = dying(rekeyed.rekey_copies, after)
else:
    rekeying.keep_only = dying(rekeying.keep_only, after)
Users(workspace).remove(leaving, mine)
"""
STEPS = ("before begin", "after begin", "before rekey", "after rekey", "after copies", "after keep_only")


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_while_somebody_is_removed_leaves_a_store_that_opens(
    users: Users, workspace: Workspace, ben: str, provider_template: Template, step: str
) -> None:
    folder = workspace.folder
    before = workspace.store.key
    workspace.store.checkpoint()
    workspace.close()
    copy = folder / "store-before-upgrade-from-p0000.db"
    shutil.copy(folder / STORE_FILE, copy)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(folder), ben, PASSPHRASE, step], check=False)
    assert killed.returncode == -9
    for secret in (PASSPHRASE, provider_template.recovery_key, PASSPHRASE):
        again = stores.sign_in(folder, secret)
        key = again.store.key
        noted = told(again)
        assert len(again.store.setting("organisation")["name"]) > 3
        again.close()
    assert len(keys.unlock(folder, PASSPHRASE).content["keys"]) == 1
    if step == "before begin":
        assert key == before
        assert REKEYED not in noted
        stores.sign_in(folder, HIS).close()
    else:
        assert key != before
        assert REKEYED in noted
        with pytest.raises(Refused, match="does not open"):
            stores.sign_in(folder, HIS)
    copy.replace(folder / STORE_FILE)
    stores.sign_in(folder, PASSPHRASE).close()  # The copy of an upgrade opens with the same keys.


# The recovery key


def test_the_recovery_key_gives_a_new_passphrase_and_ends(
    users: Users, workspace: Workspace, ben: str, provider_template: Template
) -> None:
    folder, old = workspace.folder, provider_template.recovery_key
    workspace.close()
    assert [user.name for user in stores.users_by_recovery_key(folder, old)] == [WORKER.name, USER]
    recovered = stores.recover(folder, old, ben, HERS)
    assert recovered.workspace.actor.id == ben
    assert "set a new passphrase by the recovery key" in told(recovered.workspace)
    recovered.workspace.close()
    for wrong in (HIS, old):
        with pytest.raises(Refused, match="does not open"):
            stores.sign_in(folder, wrong)
    for right in (HERS, PASSPHRASE, recovered.recovery_key):
        stores.sign_in(folder, right).close()


@pytest.mark.parametrize(
    ("recovery_key", "passphrase", "field"),
    [
        (PASSPHRASE, HERS, "recovery_key"),
        ("H30H-777F-Q9S2-1B2J-3YDE-8P7H-352G", HERS, "recovery_key"),
        ("", HERS, "recovery_key"),
        (None, "short", "passphrase"),
    ],
)
def test_what_is_wrong_in_recovering_stands_beside_its_field_and_changes_nothing(
    workspace: Workspace,
    provider_template: Template,
    recovery_key: str | None,
    passphrase: str,
    field: str,
) -> None:
    folder = workspace.folder
    workspace.close()
    before = (folder / keys.KEYS_FILE).read_bytes()
    typed = provider_template.recovery_key if recovery_key is None else recovery_key
    with pytest.raises(Refused) as refused:
        stores.recover(folder, typed, workspace.actor.id, passphrase)
    assert set(refused.value.fields) == {field}
    assert (folder / keys.KEYS_FILE).read_bytes() == before


def test_after_the_keychain_is_gone_there_are_words_and_the_recovery_key_helps(
    workspace: Workspace, provider_template: Template
) -> None:
    folder = workspace.folder
    workspace.close()
    with keychains.in_use(keychains.InMemory()):
        stores.sign_in(folder, PASSPHRASE).close()
        stores.sign_in(folder, PASSPHRASE).close()
    with pytest.raises(Refused, match=r"keychain has lost.*recovery key.*still there"):
        stores.sign_in(folder, PASSPHRASE)
    recovered = stores.recover(folder, provider_template.recovery_key, workspace.actor.id, HERS)
    recovered.workspace.close()
    stores.sign_in(folder, HERS).close()


def test_a_new_recovery_key_can_be_made_at_any_time(
    users: Users, workspace: Workspace, provider_template: Template
) -> None:
    made = users.new_recovery_key(PASSPHRASE)
    workspace.close()
    with pytest.raises(Refused):
        stores.sign_in(workspace.folder, provider_template.recovery_key)
    stores.sign_in(workspace.folder, made).close()


def test_the_recovery_key_still_opens_after_who_made_it_has_left(
    users: Users, workspace: Workspace, ben: str, signed_in: Callable[[str], Workspace]
) -> None:
    users.change(ben, UserDetails("Ben", frozenset({Role.ADMINISTRATOR})), PASSPHRASE)
    made = users.new_recovery_key(PASSPHRASE)
    mine = workspace.actor.id
    Users(signed_in(HIS)).remove(mine, HIS)
    assert signed_in(made).actor.id == ben


def test_the_kit_says_what_to_do_and_no_passphrase(
    workspace: Workspace, provider_template: Template, tmp_path: Path
) -> None:
    path = write_kit(workspace, provider_template.recovery_key, tmp_path / "kit.pdf")
    assert path.read_bytes().startswith(b"%PDF")
    assert "saved the recovery kit" in told(workspace)


# Stores from before there were users to remove


@pytest.fixture
def old(provider_template: Template, provider_folder: Path) -> tuple[Path, str]:
    """A store whose keys are of the first format."""
    for name in keys.FILES:
        (provider_folder / name).unlink()
    template = provider_template
    return provider_folder, first_format.write(provider_folder, template.key, template.actor.id, PASSPHRASE)


def test_a_store_with_keys_of_the_first_format_goes_all_the_way(old: tuple[Path, str], clock: Clock) -> None:
    folder, recovery_key = old
    workspace = stores.sign_in(folder, PASSPHRASE, clock)
    users = Users(workspace)
    ben = users.add(WORKER, HIS, PASSPHRASE).id
    with pytest.raises(Refused, match="Make a new recovery key first"):
        users.remove(ben, PASSPHRASE)
    made = users.new_recovery_key(PASSPHRASE)
    users.remove(ben, PASSPHRASE)
    workspace.close()
    for dead in (HIS, recovery_key):
        with pytest.raises(Refused):
            stores.sign_in(folder, dead)
    for right in (PASSPHRASE, made):
        stores.sign_in(folder, right).close()


def test_the_old_recovery_key_recovers_a_store_of_the_first_format(old: tuple[Path, str]) -> None:
    folder, recovery_key = old
    (user,) = stores.users_by_recovery_key(folder, recovery_key)
    stores.recover(folder, recovery_key, user.id, HERS).workspace.close()
    stores.sign_in(folder, HERS).close()
    with pytest.raises(Refused):
        stores.sign_in(folder, recovery_key)


def test_sign_ins_are_journalled_with_how_many_were_refused_before(
    workspace: Workspace, signed_in: Callable[[str], Workspace]
) -> None:
    workspace.close()
    for _ in range(2):
        with pytest.raises(Refused):
            stores.sign_in(workspace.folder, "not this one at all")
    workspace = signed_in(PASSPHRASE)
    with workspace.store.reading() as tx:
        journal = tx.tables["journal"]
        (row,) = tx.rows(select(journal.c.fields).where(journal.c.action == "signed in"))
    assert row["fields"] == {"by": [None, "passphrase"], "refused_before": [None, 2]}


def test_nothing_of_the_keys_is_changed_by_the_wrong_store_key(workspace: Workspace) -> None:
    with pytest.raises(keys.KeysDamaged):
        rekeying.begin(workspace.folder, bytes(32), "nobody")
