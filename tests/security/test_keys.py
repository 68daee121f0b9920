import base64
import hashlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vrp_desktop.security import keys, recovery, rekeying

PASSPHRASE = "grey kettle, open window"
USER = "0190a000-0000-7000-8000-000000000001"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, str]:
    folder = tmp_path_factory.mktemp("keys")
    return folder, *keys.create(folder, USER, PASSPHRASE)


@pytest.fixture
def folder(made: tuple[Path, bytes, str], tmp_path: Path) -> Path:
    for name in (keys.KEYS_FILE, keys.TWIN_FILE):
        (tmp_path / name).write_bytes((made[0] / name).read_bytes())
    return tmp_path


def rewrite(
    folder: Path, change: Callable[[dict[str, Any]], Any], names: tuple[str, ...] = keys.FILES
) -> None:
    """Changes the files as somebody would who can also mend the digest."""
    for name in names:
        content = json.loads((folder / name).read_bytes())["content"]
        change(content)
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(text.encode()).hexdigest()
        (folder / name).write_text(json.dumps({"content": content, "sha256": digest}))


def slots_of(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_bytes())["content"]["slots"])


def test_the_passphrase_and_the_recovery_key_open_the_same_store(
    made: tuple[Path, bytes, str], folder: Path
) -> None:
    _, key, recovery_key = made
    by_passphrase = keys.unlock(folder, PASSPHRASE)
    by_recovery = keys.unlock(folder, recovery_key.lower().replace("-", " "))
    assert (by_passphrase.key, by_passphrase.user_id, by_passphrase.kind) == (key, USER, "passphrase")
    assert (by_recovery.key, by_recovery.user_id, by_recovery.kind) == (key, USER, "recovery")
    assert len(key) == 32


def test_neither_the_key_nor_what_opens_it_stands_in_a_file(made: tuple[Path, bytes, str]) -> None:
    folder, key, recovery_key = made
    secret = recovery.secret_of(recovery_key)
    assert secret is not None
    forms = [PASSPHRASE.encode(), recovery_key.encode(), recovery_key.replace("-", "").encode()]
    for raw in (key, secret):
        forms += [raw, raw.hex().encode(), base64.b64encode(raw)]
    for file in folder.iterdir():
        content = file.read_bytes()
        assert not [form for form in forms if form in content]


def test_the_key_is_not_shown(folder: Path, made: tuple[Path, bytes, str]) -> None:
    unlocked = keys.unlock(folder, PASSPHRASE)
    assert repr(made[1]) not in repr(unlocked)
    assert made[1].hex() not in str(unlocked)


@pytest.mark.parametrize("wrong", ["grey kettle, open windoW", "", " " + PASSPHRASE, "\ud800 lone surrogate"])
def test_a_wrong_passphrase_is_wrong(folder: Path, wrong: str) -> None:
    with pytest.raises(keys.WrongSecret) as raised:
        keys.unlock(folder, wrong)
    assert not isinstance(raised.value, keys.MistypedRecoveryKey)


def test_a_slip_in_the_recovery_key_is_told_from_another_key(
    folder: Path, made: tuple[Path, bytes, str]
) -> None:
    right = made[2]
    slip = ("8" if right[0] != "8" else "9") + right[1:]
    with pytest.raises(keys.MistypedRecoveryKey):
        keys.unlock(folder, slip)
    with pytest.raises(keys.WrongSecret) as raised:
        keys.unlock(folder, recovery.new_recovery_key())
    assert not isinstance(raised.value, keys.MistypedRecoveryKey)


def test_an_accent_is_the_same_accent_on_every_keyboard(tmp_path: Path) -> None:
    composed, combining = "caf\u00e9 on the corner", "cafe\u0301 on the corner"
    key, _ = keys.create(tmp_path, USER, composed)
    assert keys.unlock(tmp_path, combining).key == key


@pytest.mark.parametrize("name", [keys.KEYS_FILE, keys.TWIN_FILE])
@pytest.mark.parametrize(
    "hurt",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:400]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"A", b"B", 1)),
        lambda path: path.write_bytes(b"[" * 100_000),
        lambda path: path.write_bytes(b'{"content": 3, "sha256": "x"}'),
        lambda path: path.write_bytes(os.urandom(2_000_000)),
    ],
)
def test_one_lost_or_torn_file_is_mended_from_the_other(
    folder: Path, name: str, hurt: Callable[[Path], Any]
) -> None:
    whole = (folder / name).read_bytes()
    hurt(folder / name)
    assert keys.readable(folder)
    keys.settle(folder, keys.unlock(folder, PASSPHRASE))
    inner, before = (json.loads(raw)["content"] for raw in ((folder / name).read_bytes(), whole))
    assert (inner["slots"], inner["generation"]) == (before["slots"], before["generation"] + 1)
    assert (folder / keys.KEYS_FILE).read_bytes() == (folder / keys.TWIN_FILE).read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == [keys.KEYS_FILE, keys.TWIN_FILE]


def test_of_two_whole_files_the_later_one_counts(folder: Path, made: tuple[Path, bytes, str]) -> None:
    older = (folder / keys.KEYS_FILE).read_bytes()
    rekeying.set_passphrase(folder, made[1], USER, "another set of words", here=True)
    newer = (folder / keys.TWIN_FILE).read_bytes()
    (folder / keys.KEYS_FILE).write_bytes(older)  # As a power cut between the two leaves them.
    with pytest.raises(keys.WrongSecret):
        keys.unlock(folder, PASSPHRASE)
    keys.settle(folder, keys.unlock(folder, "another set of words"))
    assert slots_of(folder / keys.KEYS_FILE) == json.loads(newer)["content"]["slots"]


def test_both_files_torn_are_damage(folder: Path) -> None:
    for name in (keys.KEYS_FILE, keys.TWIN_FILE):
        (folder / name).write_bytes(b"{")
    assert not keys.readable(folder)
    with pytest.raises(keys.KeysDamaged):
        keys.unlock(folder, PASSPHRASE)


def test_keys_of_a_newer_version_are_left_alone(folder: Path) -> None:
    rewrite(folder, lambda content: content.update(version=3, slots="of another form"))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(keys.KeysNewer):
        keys.unlock(folder, PASSPHRASE)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("field", ["id", "kind", "user", "salt"])
def test_nothing_in_a_slot_can_be_changed_unnoticed(folder: Path, field: str) -> None:
    def change(content: dict[str, Any]) -> None:
        slot = content["slots"][0]
        slot[field] = base64.b64encode(bytes(32)).decode() if field == "salt" else "somebody else's"

    rewrite(folder, change)
    with pytest.raises(keys.WrongSecret):
        keys.unlock(folder, PASSPHRASE)


@pytest.mark.parametrize(
    "asked",
    [
        {"memory": 64 * 1024 * 1024},
        {"memory": -1},
        {"memory": True},
        {"memory": "65536"},
        {"passes": 10**9},
        {"lanes": 10**6},
        {"name": "argon2i"},
        {"name": "none"},
    ],
)
def test_a_hostile_file_cannot_ask_for_all_the_memory_and_time_there_is(
    folder: Path, asked: dict[str, Any]
) -> None:
    rewrite(folder, lambda content: content["slots"][0]["kdf"].update(asked))
    began = time.process_time()
    with pytest.raises((keys.KeysDamaged, keys.KeysNewer)):
        keys.unlock(folder, PASSPHRASE)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("field", ["nonce", "wrapped", "kdf", "salt", "device"])
def test_a_slot_without_a_part_of_it_is_damage(folder: Path, field: str) -> None:
    def change(content: dict[str, Any]) -> None:
        for slot in content["slots"]:
            del slot[field]

    rewrite(folder, change)
    with pytest.raises(keys.KeysDamaged):
        keys.unlock(folder, PASSPHRASE)


@pytest.mark.parametrize("where", [(keys.KEYS_FILE,), (keys.TWIN_FILE,), keys.FILES])
@pytest.mark.parametrize(
    "asked", [{"memory": 1024}, {"memory": 32 * 1024}, {"passes": 1}, {"salt": ""}, {"name": "none"}]
)
def test_a_weakened_file_is_refused_and_the_other_opens(
    folder: Path, made: tuple[Path, bytes, str], where: tuple[str, ...], asked: dict[str, Any]
) -> None:
    rewrite(folder, lambda content: content["slots"][0]["kdf"].update(asked), where)
    if len(where) == 1:
        unlocked = keys.unlock(folder, PASSPHRASE)
        assert unlocked.key == made[1]
        keys.settle(folder, unlocked)
        assert slots_of(folder / where[0])[0]["kdf"]["memory"] == 65536
    else:
        with pytest.raises(keys.KeysWeakened):
            keys.unlock(folder, PASSPHRASE)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content["slots"].pop(1),
        lambda content: content["slots"][1].update(user="somebody else"),
        lambda content: content["slots"].append({**content["slots"][1], "id": "a second one"}),
        lambda content: content.update(generation=7),
        lambda content: content["vouched"].clear(),
        lambda content: content["slots"][1].update(public=base64.b64encode(bytes(range(32))).decode()),
    ],
)
def test_what_somebody_without_the_store_key_has_changed_is_not_used(
    folder: Path, made: tuple[Path, bytes, str], change: Callable[[dict[str, Any]], Any]
) -> None:
    rewrite(folder, change)
    with pytest.raises(keys.KeysChanged):
        keys.unlock(folder, PASSPHRASE)
    with pytest.raises(keys.KeysDamaged):
        rekeying.set_passphrase(folder, made[1], USER, "another set of words", here=True)
    with pytest.raises(keys.KeysDamaged):
        rekeying.begin(folder, made[1], "nobody")


def test_keys_of_another_store_in_one_of_the_places_are_put_aside(
    folder: Path, made: tuple[Path, bytes, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    keys.create(other, "somebody", "words of another house")
    strange = (other / keys.KEYS_FILE).read_bytes()
    (folder / keys.KEYS_FILE).write_bytes(strange)
    unlocked = keys.unlock(folder, PASSPHRASE)
    assert unlocked.key == made[1]
    keys.settle(folder, unlocked)
    assert [path.read_bytes() for path in folder.glob("keys-of-another-store-*")] == [strange]
    assert keys.unlock(folder, PASSPHRASE).key == made[1]


def test_with_one_passphrase_for_two_stores_both_keys_are_offered(
    folder: Path, made: tuple[Path, bytes, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    strange, _ = keys.create(other, "somebody", PASSPHRASE)
    (folder / keys.KEYS_FILE).write_bytes((other / keys.KEYS_FILE).read_bytes())
    unlocked = keys.unlock(folder, PASSPHRASE)
    assert [unlocked.key, *(one.key for one in unlocked.others)] == [strange, made[1]]


def test_keys_are_never_written_over(folder: Path) -> None:
    before = (folder / keys.KEYS_FILE).read_bytes()
    with pytest.raises(FileExistsError):
        keys.create(folder, USER, PASSPHRASE)
    assert (folder / keys.KEYS_FILE).read_bytes() == before


def test_a_guess_costs_what_it_should(folder: Path) -> None:
    slot = json.loads((folder / keys.KEYS_FILE).read_bytes())["content"]["slots"][0]
    salt = slot["kdf"].pop("salt")
    assert slot["kdf"] == {"name": "argon2id", "memory": 65536, "passes": 3, "lanes": 4}
    assert len(base64.b64decode(salt)) == 32
    assert slot["device"] is None
