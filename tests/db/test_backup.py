"""A backup is one file that was restored on trial; anything less is none."""

import errno
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from tests.db.rows import ACTOR, KEY, NOW, a_row, now
from vrp_desktop.db import backup, backup_file, integrity
from vrp_desktop.db.backup import Sealing, Stopped, Watch
from vrp_desktop.db.backup_file import BackupFile
from vrp_desktop.db.models import person, session
from vrp_desktop.db.queries import backups as queries
from vrp_desktop.db.store import PROGRAM, Store
from vrp_desktop.domain.backups import Reason
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.security.derived import vouch

OTHER_KEY = bytes(range(1, 33))


@pytest.fixture
def kept(store: Store) -> Store:
    """A store with forty people, and a keys file: what is in that is no matter here."""
    (store.folder / "store.keys").write_bytes(b"the slots of that day")
    with store.writing(ACTOR, now) as tx:
        tx.insert_many(person, [a_row(f"Person {number}") for number in range(40)])
    return store


@pytest.fixture
def file(kept: Store, tmp_path: Path) -> BackupFile:
    path = tmp_path / "backups" / "one.vrpbackup"
    backup.make(kept, path, NOW, Reason.BY_HAND)
    return BackupFile(path)


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    (tmp_path / "trial").mkdir()
    return tmp_path / "trial"


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_is_one_private_file_and_nothing_else(file: BackupFile) -> None:
    assert listing(file.path.parent) == ["one.vrpbackup"]
    assert file.path.stat().st_mode & 0o077 == 0
    assert file.manifest.counts["person"] == 40
    assert file.manifest.reason is Reason.BY_HAND
    assert file.manifest.made_at == NOW


def test_it_opens_with_the_store_s_key_and_holds_every_record(
    file: BackupFile, kept: Store, trial: Path
) -> None:
    file.unpack(trial, ["store.db", "store.keys"])
    assert (trial / "store.keys").read_bytes() == b"the slots of that day"
    restored = Store.open(trial, KEY)
    with restored.reading() as tx, kept.reading() as original:
        assert tx.rows(person.select()) == original.rows(person.select())
        assert queries.heads(tx) == dict(file.manifest.heads) == queries.heads(original)
    assert integrity.check(restored) == ()
    restored.close()


def test_no_word_of_a_record_stands_in_it(kept: Store, tmp_path: Path) -> None:
    with kept.writing(ACTOR, now) as tx:
        tx.insert(person, a_row("Quizzaciously"))
    path = tmp_path / "two.vrpbackup"
    backup.make(kept, path, NOW, Reason.CHANGES)
    assert b"Quizzaciously" not in path.read_bytes()


def test_it_is_of_one_moment_while_others_write(kept: Store, tmp_path: Path) -> None:
    written = 0

    def write(done: int, total: int, what: str) -> None:
        nonlocal written
        with kept.writing(ACTOR, now) as tx:
            tx.insert(person, a_row(f"Later {written}"))
        written += 1

    path = tmp_path / "meanwhile.vrpbackup"
    manifest = backup.make(kept, path, NOW, Reason.CHANGES, Watch(write))
    assert written > 2
    assert manifest.counts["person"] == 40
    with kept.reading() as tx:
        assert queries.counts(tx)["person"] == 40 + written


def test_stopping_it_leaves_nothing(kept: Store, tmp_path: Path) -> None:
    path = tmp_path / "backups" / "stopped.vrpbackup"
    stopped = 0
    for most in range(12):
        asked = 0

        def cancelled(most: int = most) -> bool:
            nonlocal asked
            asked += 1
            return asked > most

        try:
            backup.make(kept, path, NOW, Reason.CHANGES, Watch(cancelled=cancelled))
        except Stopped:
            stopped += 1
            assert listing(path.parent) == []
        else:
            path.unlink()
    assert stopped > 5


def test_closing_the_store_stops_it(kept: Store, tmp_path: Path) -> None:
    def close(done: int, total: int, what: str) -> None:
        if what == "Checking":
            kept.close()

    with pytest.raises(Stopped):
        backup.make(kept, tmp_path / "b" / "closed.vrpbackup", NOW, Reason.CHANGES, Watch(close))
    assert listing(tmp_path / "b") == []


def test_what_a_killed_program_left_is_cleared_but_not_what_another_is_at_work_on(
    kept: Store, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    left = place / ".backup-left"
    left.mkdir(parents=True)
    (left / "store.db").write_bytes(b"half")
    with backup.aside(place) as at_work:
        assert not left.exists()
        backup.make(kept, place / "one.vrpbackup", NOW, Reason.CHANGES)
        assert at_work.exists()
    assert listing(place) == ["one.vrpbackup"]


def test_a_full_disk_leaves_no_file_that_counts(
    kept: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills at each flush in turn: while parts, the container or the trial are written."""
    place = tmp_path / "backups"
    really, flushed, most = os.fsync, 0, 0
    said: list[str] = []

    def full(descriptor: int) -> None:
        nonlocal flushed
        flushed += 1
        if flushed > most:
            raise OSError(errno.ENOSPC, "No space left on device")
        really(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    for most in range(10):  # noqa: B007 - read by ``full``
        flushed = 0
        try:
            backup.make(kept, place / "full.vrpbackup", NOW, Reason.CHANGES)
        except Trouble as trouble:
            said.append(str(trouble))
            # Even a flush after the renaming failed: what has its name by then was proven.
            assert set(listing(place)) <= {"full.vrpbackup"}
            for path in place.iterdir():
                BackupFile(path)
        else:
            break
    else:
        pytest.fail("it never succeeded")
    assert len(said) == 3
    assert all("No space left on device. Free some space" in words for words in said)


def test_a_flipped_bit_anywhere_that_matters_is_found(file: BackupFile, tmp_path: Path) -> None:
    raw = file.path.read_bytes()
    chance = Random(7)
    found = 0
    for number in range(300):
        at = chance.randrange(len(raw))
        path, work = tmp_path / f"flipped{number}.vrpbackup", tmp_path / f"trial{number}"
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 1 << chance.randrange(8)]) + raw[at + 1 :])
        work.mkdir()
        try:
            backup.prove(BackupFile(path), KEY, work)
        except (Refused, Trouble):
            found += 1
        else:
            # Outside the parts a ZIP has bytes that carry nothing, such as dates; the content was compared.
            assert (work / "store.db").read_bytes() == zipfile.ZipFile(file.path).read("store.db")
    assert found > 290


def test_a_backup_cut_short_is_damaged(file: BackupFile) -> None:
    raw = file.path.read_bytes()
    for length in (10, 100, len(raw) // 2, len(raw) - 1):
        file.path.write_bytes(raw[:length])
        with pytest.raises(Trouble, match="is damaged: it is cut short or has been changed"):
            BackupFile(file.path)


@pytest.mark.parametrize("content", [b"", b"a letter", b"PK\x05\x06" + bytes(18)])
def test_something_else_is_not_a_backup(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "letter.vrpbackup"
    path.write_bytes(content)
    with pytest.raises(Refused, match="is not a backup of this program"):
        BackupFile(path)


def test_another_zip_is_not_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "holiday.zip"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("beach.txt", "sand")
    with pytest.raises(Refused, match="is not a backup of this program"):
        BackupFile(path)


def test_a_file_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no file"):
        BackupFile(tmp_path / "gone.vrpbackup")


def changed(file: BackupFile, change: Callable[[dict[str, object]], object], key: bytes = KEY) -> BackupFile:
    """The same container with another manifest, vouched for with ``key``."""
    with zipfile.ZipFile(file.path) as container:
        content = {name: container.read(name) for name in container.namelist()}
    plain = json.loads(content["manifest.json"])
    change(plain)
    content["manifest.json"] = json.dumps(plain).encode()
    content["manifest.mac"] = vouch(key, "backup manifest", content["manifest.json"]).encode()
    path = file.path.with_name("changed.vrpbackup")
    with zipfile.ZipFile(path, "w") as container:
        for name, one in content.items():
            container.writestr(name, one)
    return BackupFile(path)


def test_a_manifest_that_somebody_else_wrote_is_not_believed(file: BackupFile, trial: Path) -> None:
    forged = changed(file, lambda m: m.update(organisation="Somebody else"), OTHER_KEY)
    with pytest.raises(Trouble, match="not sealed with this store's key"):
        backup.prove(forged, KEY, trial)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: m["counts"].update(person=41), "does not hold as many records"),
        (lambda m: m.update(device="another"), "not the one in its manifest"),
        (lambda m: m.update(heads={}), "journal does not end where it should"),
        (lambda m: m.update(schema="p9999"), "made by a newer version"),
    ],
)
def test_a_manifest_that_does_not_fit_its_database_is_found(
    file: BackupFile, trial: Path, change: Callable[[dict[str, object]], object], words: str
) -> None:
    with pytest.raises(Trouble, match=words):
        backup.prove(changed(file, change), KEY, trial)


def test_a_newer_kind_of_backup_is_told_apart(file: BackupFile) -> None:
    with pytest.raises(Trouble, match="made by a newer version of this program"):
        changed(file, lambda m: m.update(version=2))


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.pop("counts"),
        lambda m: m.update(made_at="yesterday"),
        lambda m: m.update(made_at="2026-11-22T19:00:00"),
        lambda m: m.update(reason="for fun"),
        lambda m: m["parts"].update({"../../store.db": [1, "0"]}),
        lambda m: m.update(parts=[]),
        lambda m: m.update(heads=[1]),
    ],
)
def test_a_manifest_that_makes_no_sense_is_damage(
    file: BackupFile, change: Callable[[dict[str, object]], object]
) -> None:
    with pytest.raises(Trouble, match="is damaged"):
        changed(file, change)


def test_a_part_that_is_packed_to_burst_is_damage(file: BackupFile, tmp_path: Path, trial: Path) -> None:
    path = tmp_path / "bomb.vrpbackup"
    with zipfile.ZipFile(file.path) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, bytes(400_000_000) if name == "store.db" else old.read(name))
    with pytest.raises(Trouble, match="is damaged"):
        BackupFile(path).unpack(trial, ["store.db"])
    assert sum(p.stat().st_size for p in trial.iterdir()) < 10_000_000


def test_an_archive_is_under_a_key_of_its_own(kept: Store, tmp_path: Path, trial: Path) -> None:
    path = tmp_path / "archive.vrpbackup"
    sealing = Sealing(OTHER_KEY, b"its own slots", {"index.txt": b"what this is", "returns.sealed": b"..."})
    backup.make(kept, path, NOW, Reason.ARCHIVE, sealing=sealing)
    file = BackupFile(path)
    assert not file.is_of(KEY)
    assert file.is_of(OTHER_KEY)
    file.unpack(trial, backup_file.PARTS)
    assert (trial / "store.keys").read_bytes() == b"its own slots"
    with pytest.raises(Trouble):
        Store.open(trial, KEY)
    restored = Store.open(trial, OTHER_KEY)
    with restored.reading() as tx:
        assert queries.counts(tx) == dict(file.manifest.counts)
    restored.close()


def test_who_was_erased_stands_in_every_backup_for_those_with_the_key(kept: Store, tmp_path: Path) -> None:
    gone = "0190a000-0000-7000-8000-0000000000ee"
    with kept.writing(ACTOR, now) as tx:
        values = {"person_id": gone, "erased_on": NOW.date(), "reason": "asked", "rows": {"person": 1}}
        tx.insert(tx.tables["erasure"], values)
    path = tmp_path / "after.vrpbackup"
    backup.make(kept, path, NOW, Reason.CHANGES)
    file = BackupFile(path)
    assert backup.erased_in(file, KEY) == [gone]
    assert backup.erased_in(file, OTHER_KEY) == []
    assert gone.encode() not in path.read_bytes()
    assert backup.erased_at(kept.folder / "store.db", KEY, kept.kind) == [gone]
    assert backup.erased_at(kept.folder / "store.db", OTHER_KEY, kept.kind) == []


def test_what_the_program_notes_by_itself_is_no_change(kept: Store, file: BackupFile) -> None:
    def changed_since() -> bool:
        with kept.reading() as tx:
            return queries.changed_since(tx, file.manifest.heads, PROGRAM)

    assert not changed_since()
    with kept.writing(PROGRAM, now) as tx:
        tx.event("backed up", queries.BACKUP, ACTOR)
    with kept.writing(ACTOR, now) as tx:
        tx.event("backed up", queries.BACKUP, ACTOR)
    assert not changed_since()
    with kept.writing(ACTOR, now) as tx:
        tx.insert(person, a_row())
    assert changed_since()


def test_a_row_that_refers_to_nothing_is_a_fault(kept: Store) -> None:
    assert integrity.check(kept) == ()
    other = sqlcipher.connect(str(kept.folder / "store.db"), isolation_level=None)
    other.execute(f"PRAGMA key=\"x'{KEY.hex()}'\"")
    values = f"('{ACTOR}', '{ACTOR}', '2026-11-22', 60, 'group', '', 'delivered', '')"
    columns = "id, intervention_id, held_on, minutes, kind, place, status, note"
    other.execute(f"INSERT INTO {session.name} ({columns}) VALUES {values}")  # noqa: S608 - our own
    other.close()
    assert integrity.check(kept) == ("a row refers to another that is not there",)
