"""Passphrases, recovery keys and store keys that change; keychains that come and go."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from keyring.backend import KeyringBackend

from tests import keychains
from tests.security import first_format
from vrp_desktop.security import keychain, keys, rekeying
from vrp_desktop.security.keys import Unlocked

ANA, BEN = "0190a000-0000-7000-8000-000000000001", "0190a000-0000-7000-8000-000000000002"
HERS, HIS, OTHER = "grey kettle, open window", "eleven wooden spoons", "another set of words"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, str]:
    """Ana's and Ben's keys, on a computer without a keychain."""
    folder = tmp_path_factory.mktemp("keys")
    key, recovery_key = keys.create(folder, ANA, HERS)
    rekeying.set_passphrase(folder, key, BEN, HIS, here=False)
    return folder, key, recovery_key


@pytest.fixture
def folder(made: tuple[Path, bytes, str], tmp_path: Path) -> Path:
    for name in keys.FILES:
        (tmp_path / name).write_bytes((made[0] / name).read_bytes())
    return tmp_path


@pytest.fixture
def key(made: tuple[Path, bytes, str]) -> bytes:
    return made[1]


@pytest.fixture
def recovery_key(made: tuple[Path, bytes, str]) -> str:
    return made[2]


def content(folder: Path, name: str = keys.KEYS_FILE) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / name).read_bytes())["content"]
    return found


def devices(folder: Path) -> dict[str, str | None]:
    return {slot["user"]: slot["device"] for slot in content(folder)["slots"] if slot["kind"] == "passphrase"}


def opens(folder: Path, secret: str) -> bytes | None:
    try:
        return keys.unlock(folder, secret).key
    except keys.WrongSecret:
        return None


# Passphrases and recovery keys


def test_each_signs_in_as_themselves(folder: Path, key: bytes) -> None:
    for secret, user in ((HERS, ANA), (HIS, BEN)):
        unlocked = keys.unlock(folder, secret)
        assert (unlocked.key, unlocked.user_id) == (key, user)


def test_all_users_together_cost_one_derivation(folder: Path) -> None:
    salts = {slot["kdf"]["salt"] for slot in content(folder)["slots"] if slot["kind"] == "passphrase"}
    assert len(salts) == 1


def test_a_new_passphrase_ends_the_one_before_and_leaves_everybody_else_alone(
    folder: Path, key: bytes, recovery_key: str
) -> None:
    rekeying.set_passphrase(folder, key, ANA, OTHER, here=True)
    assert [opens(folder, secret) for secret in (HERS, OTHER, HIS, recovery_key)] == [None, key, key, key]
    assert rekeying.has_passphrase(folder, key) == {ANA, BEN}


def test_two_users_never_have_one_passphrase(folder: Path, key: bytes) -> None:
    before = content(folder)
    with pytest.raises(rekeying.Taken):
        rekeying.set_passphrase(folder, key, BEN, HERS, here=True)
    assert content(folder) == before
    rekeying.set_passphrase(folder, key, BEN, HIS, here=True)  # One's own again is nobody else's.


def test_a_new_recovery_key_ends_the_one_before(folder: Path, key: bytes, recovery_key: str) -> None:
    new = rekeying.new_recovery_key(folder, key, ANA)
    assert [opens(folder, secret) for secret in (recovery_key, new, HERS, HIS)] == [None, key, key, key]


def test_nothing_is_changed_with_the_key_of_another_store(folder: Path) -> None:
    before = content(folder)
    strange = bytes(32)
    for change in (
        lambda: rekeying.set_passphrase(folder, strange, ANA, OTHER, here=True),
        lambda: rekeying.new_recovery_key(folder, strange, ANA),
        lambda: rekeying.begin(folder, strange, BEN),
        lambda: rekeying.keep_only(folder, strange),
    ):
        with pytest.raises(keys.KeysDamaged):
            change()
    assert content(folder) == before


# Another store key


def test_who_leaves_opens_nothing_and_who_stays_types_what_they_always_typed(
    folder: Path, key: bytes, recovery_key: str
) -> None:
    new = rekeying.begin(folder, key, BEN)
    rekeying.keep_only(folder, new)
    assert new != key
    assert [opens(folder, secret) for secret in (HERS, recovery_key, HIS)] == [new, new, None]
    assert rekeying.has_passphrase(folder, new) == {ANA}
    assert key.hex() not in (folder / keys.KEYS_FILE).read_text()


def test_between_the_two_steps_both_keys_are_offered_the_new_one_first(
    folder: Path, key: bytes, recovery_key: str
) -> None:
    new = rekeying.begin(folder, key, BEN)
    for secret in (HERS, recovery_key):
        unlocked = keys.unlock(folder, secret)
        assert [unlocked.key, *(one.key for one in unlocked.others)] == [new, key]
        keys.settle(folder, unlocked)  # Has to leave both where they are.
    assert len(content(folder)["keys"]) == 2
    with pytest.raises(rekeying.Unfinished):
        rekeying.set_passphrase(folder, key, ANA, OTHER, here=True)
    with pytest.raises(rekeying.Unfinished):
        rekeying.begin(folder, new, ANA)


def test_a_change_that_the_database_did_not_take_can_be_given_up(folder: Path, key: bytes) -> None:
    rekeying.begin(folder, key, BEN)
    rekeying.keep_only(folder, key)
    assert [opens(folder, secret) for secret in (HERS, HIS)] == [key, None]


def test_whoever_left_has_nothing_in_the_file_to_open_the_new_key_with(folder: Path, key: bytes) -> None:
    [his] = [slot["id"] for slot in content(folder)["slots"] if slot["user"] == BEN]
    rekeying.begin(folder, key, BEN)
    for name in keys.FILES:
        assert his not in (folder / name).read_text()


# The computer's keychain


def test_with_a_keychain_a_slot_opens_on_this_computer_only(tmp_path: Path) -> None:
    with keychains.in_use(keychains.InMemory()) as backend:
        key, recovery_key = keys.create(tmp_path, ANA, HERS)
        assert isinstance(backend, keychains.InMemory)
        assert devices(tmp_path)[ANA] == next(iter(backend.kept))[1]
        assert opens(tmp_path, HERS) == key
        written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert next(iter(backend.kept.values())).encode() not in written
    with keychains.in_use(keychains.InMemory()):  # Another computer, or this one with an empty keychain.
        with pytest.raises(keys.DeviceGone):
            keys.unlock(tmp_path, HERS)
        assert opens(tmp_path, recovery_key) == key


def test_the_computer_s_secret_itself_is_needed_not_only_its_name(tmp_path: Path) -> None:
    with keychains.in_use(keychains.InMemory()) as backend:
        keys.create(tmp_path, ANA, HERS)
        assert isinstance(backend, keychains.InMemory)
        (place,) = backend.kept
        backend.kept[place] = base64.b64encode(bytes(32)).decode()
        assert opens(tmp_path, HERS) is None


def test_a_change_of_the_store_key_is_not_cut_short_by_a_keychain(folder: Path, key: bytes) -> None:
    rekeying.begin(folder, key, BEN)
    with keychains.in_use(keychains.InMemory()):
        keys.settle(folder, keys.unlock(folder, HERS))
    assert len(content(folder)["keys"]) == 2


@pytest.mark.parametrize(
    "backend", [keychains.none, keychains.Locked, keychains.Forgetful], ids=["none", "locked", "forgetful"]
)
def test_a_keychain_that_does_not_keep_its_word_is_not_relied_on(
    tmp_path: Path, backend: Callable[[], KeyringBackend]
) -> None:
    with keychains.in_use(backend()):
        key, _ = keys.create(tmp_path, ANA, HERS)
        assert devices(tmp_path) == {ANA: None}
        assert opens(tmp_path, HERS) == key
        assert keychain.find("anything") is None


def test_where_there_is_none_it_is_known(tmp_path: Path) -> None:
    with keychains.in_use(keychains.none()):
        assert not keychain.works()
    with keychains.in_use(keychains.InMemory()):
        assert keychain.works()


def test_a_slot_without_a_device_gets_one_at_the_next_sign_in(folder: Path, key: bytes) -> None:
    with keychains.in_use(keychains.InMemory()):
        keys.settle(folder, keys.unlock(folder, HERS))
        assert devices(folder)[ANA] is not None
        assert devices(folder)[BEN] is None
        keys.settle(folder, keys.unlock(folder, HIS))
        assert devices(folder)[ANA] == devices(folder)[BEN]
        assert (opens(folder, HERS), opens(folder, HIS)) == (key, key)
        assert content(folder) == content(folder, keys.TWIN_FILE)


def test_the_computer_s_secret_stays_through_a_change_so_that_old_backups_open(
    folder: Path, key: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with keychains.in_use(keychains.InMemory()):
        keys.settle(folder, keys.unlock(folder, HERS))
        backup = tmp_path_factory.mktemp("backup")
        (backup / keys.KEYS_FILE).write_bytes((folder / keys.KEYS_FILE).read_bytes())
        before = devices(folder)[ANA]
        rekeying.set_passphrase(folder, key, ANA, OTHER, here=True)
        assert devices(folder)[ANA] == before
        assert opens(backup, HERS) == key


def test_a_passphrase_set_for_somebody_else_is_bound_when_they_sign_in(folder: Path, key: bytes) -> None:
    with keychains.in_use(keychains.InMemory()):
        rekeying.set_passphrase(folder, key, BEN, OTHER, here=False)
        assert devices(folder)[BEN] is None


def test_after_the_keychain_is_gone_the_recovery_key_gives_a_new_passphrase(
    folder: Path, key: bytes, recovery_key: str
) -> None:
    with keychains.in_use(keychains.InMemory()):
        keys.settle(folder, keys.unlock(folder, HERS))
    with keychains.in_use(keychains.none()):
        with pytest.raises(keys.DeviceGone):
            keys.unlock(folder, HERS)
        unlocked = keys.unlock(folder, recovery_key)
        rekeying.set_passphrase(folder, unlocked.key, ANA, OTHER, here=True)
        assert opens(folder, OTHER) == key


# Keys of the first format


@pytest.fixture
def old(tmp_path: Path) -> tuple[bytes, str]:
    key = bytes(range(32))
    return key, first_format.write(tmp_path, key, ANA, HERS)


def test_keys_of_the_first_format_open_and_are_brought_up_to_date(
    tmp_path: Path, old: tuple[bytes, str]
) -> None:
    key, recovery_key = old
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    unlocked = keys.unlock(tmp_path, HERS)
    assert (unlocked.key, unlocked.user_id) == (key, ANA)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    keys.settle(tmp_path, unlocked)
    assert (content(tmp_path)["version"], content(tmp_path)["generation"]) == (2, 2)
    assert content(tmp_path) == content(tmp_path, keys.TWIN_FILE)
    assert [opens(tmp_path, secret) for secret in (HERS, recovery_key, HIS)] == [key, key, None]


def test_the_old_recovery_key_s_slot_is_renewed_when_it_is_used(
    tmp_path: Path, old: tuple[bytes, str]
) -> None:
    key, recovery_key = old
    keys.settle(tmp_path, keys.unlock(tmp_path, HERS))
    with pytest.raises(rekeying.OldRecoveryKey):
        rekeying.begin(tmp_path, key, BEN)
    keys.settle(tmp_path, keys.unlock(tmp_path, recovery_key))
    rekeying.keep_only(tmp_path, rekeying.begin(tmp_path, key, BEN))
    assert opens(tmp_path, HERS) == opens(tmp_path, recovery_key) not in (None, key)


def test_a_new_recovery_key_takes_the_place_of_one_of_the_first_format(
    tmp_path: Path, old: tuple[bytes, str]
) -> None:
    key, recovery_key = old
    keys.settle(tmp_path, keys.unlock(tmp_path, HERS))
    new = rekeying.new_recovery_key(tmp_path, key, ANA)
    assert [opens(tmp_path, secret) for secret in (recovery_key, new)] == [None, key]


def test_a_keychain_comes_in_together_with_the_new_format(tmp_path: Path, old: tuple[bytes, str]) -> None:
    with keychains.in_use(keychains.InMemory()):
        unlocked: Unlocked = keys.unlock(tmp_path, HERS)
        keys.settle(tmp_path, unlocked)
        assert devices(tmp_path)[ANA] is not None
        assert opens(tmp_path, HERS) == old[0]
