"""Backups over a store in use: what is due is done once, and nothing that is lost is lost for good."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from tests.builders import PASSPHRASE, Clock, a_person, a_session, acting, an_intervention
from tests.conftest import Template
from vrp_desktop.db.backup_file import BackupFile
from vrp_desktop.domain import retention
from vrp_desktop.domain.backups import Reason
from vrp_desktop.domain.custody import Handover
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.permissions import Actor, Role
from vrp_desktop.domain.users import UserDetails
from vrp_desktop.services import backup_places as places
from vrp_desktop.services import restoring, stores
from vrp_desktop.services.backups import Backups
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.restoring import restore
from vrp_desktop.services.workspace import Workspace


@pytest.fixture
def backups(workspace: Workspace) -> Backups:
    return Backups(workspace)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def restored(tmp_path: Path) -> Path:
    """Where stores are restored to."""
    return tmp_path / "restored"


def files(place: Path) -> list[str]:
    return sorted(path.name for path in place.glob("*.vrpbackup"))


def first(workspace: Workspace) -> Path:
    return places.first_place(workspace.folder)


def add(workspace: Workspace, known_as: str = "Ana") -> str:
    return Provider(workspace).people.add(a_person(known_as)).id


def test_keep_makes_what_is_due_and_nothing_twice(
    backups: Backups, workspace: Workspace, clock: Clock
) -> None:
    backups.keep()
    assert files(first(workspace)) == ["northside-youth_2026-11-22T1900.vrpbackup"]
    backups.keep()
    clock.go(minutes=31)
    backups.keep()
    assert len(files(first(workspace))) == 1, "nothing has changed"
    add(workspace)
    backups.keep()
    # The newest of the day takes the place of the one before.
    assert files(first(workspace)) == ["northside-youth_2026-11-22T1931.vrpbackup"]
    add(workspace, "Ben")
    clock.go(minutes=29)
    backups.keep()
    assert files(first(workspace)) == ["northside-youth_2026-11-22T1931.vrpbackup"]
    clock.go(minutes=1)
    backups.keep()
    assert files(first(workspace)) == ["northside-youth_2026-11-22T2001.vrpbackup"]


def test_anybody_s_work_is_kept_but_only_the_administrator_has_the_page(workspace: Workspace) -> None:
    worker = Backups(replace(workspace, actor=Actor(workspace.actor.id, "Wen", frozenset({Role.WORKER}))))
    assert worker.keep().words == "Backup proven Sunday 22 November"
    for call in (worker.standing, worker.back_up, worker.rehearse):
        with pytest.raises(Refused, match="Your role does not let you back up"):
            call()


def test_a_rehearsal_is_monthly_and_stands_on_the_quiet_line(
    backups: Backups, workspace: Workspace, clock: Clock
) -> None:
    assert backups.line().words == "No backup has been proven yet"
    assert backups.line().overdue
    assert backups.keep().words == "Backup proven Sunday 22 November"
    clock.go(days=29)
    assert backups.keep().words == "Backup proven Sunday 22 November"
    clock.go(days=1)
    assert backups.keep().words == "Backup proven Tuesday 22 December"
    clock.go(days=45)
    assert backups.line().words == "No backup has been proven for 45 days"
    assert backups.line().overdue
    (copy,) = backups.standing().copies
    assert copy.proven_at is not None
    assert copy.proven_at.date().isoformat() == "2026-12-22"


def test_a_backup_that_fails_its_trial_is_put_aside_and_another_made(
    backups: Backups, workspace: Workspace, clock: Clock
) -> None:
    made = backups.back_up().path
    raw = bytearray(made.read_bytes())
    raw[len(raw) // 3] ^= 4
    made.write_bytes(raw)
    with pytest.raises(Trouble, match="is damaged"):
        backups.rehearse()
    assert files(first(workspace)) == []
    assert made.with_name(f"{made.name}.damaged").exists()
    assert backups.line().words == "A backup failed its trial on 22 November; it has been put aside"
    assert backups.line().overdue
    clock.go(minutes=1)
    assert backups.keep().words == "Backup proven Sunday 22 November"
    assert len(files(first(workspace))) == 1


def test_the_rotation_is_at_work(backups: Backups, workspace: Workspace, clock: Clock) -> None:
    for _ in range(20):
        add(workspace)
        backups.keep()
        clock.go(days=1)
    kept = files(first(workspace))
    assert 12 <= len(kept) < 20
    assert kept[-1] == "northside-youth_2026-12-11T1900.vrpbackup"


def test_another_store_s_backups_in_the_same_place_are_left_alone(
    backups: Backups, workspace: Workspace, commissioner_workspace: Workspace, stick: Path, clock: Clock
) -> None:
    other = Backups(commissioner_workspace)
    other.choose_second_place(stick)
    other.back_up()
    theirs = files(stick)
    backups.choose_second_place(stick)
    for _ in range(15):
        clock.go(days=1)
        add(workspace)
        backups.keep()
    assert set(theirs) <= set(files(stick))


def test_a_second_place_gets_a_copy_of_each(backups: Backups, workspace: Workspace, stick: Path) -> None:
    backups.choose_second_place(stick)
    made = backups.back_up()
    assert made.second == f"A copy is in {stick}."
    assert (stick / made.path.name).read_bytes() == made.path.read_bytes()
    standing = backups.standing()
    assert (standing.second, standing.second_is_there, standing.same_disk) == (stick, True, True)
    assert [copy.second for copy in standing.copies] == [True]


def test_a_second_place_that_is_away_is_said_and_tried_again(
    backups: Backups, workspace: Workspace, stick: Path, tmp_path: Path, clock: Clock
) -> None:
    backups.choose_second_place(stick)
    backups.keep()
    stick.rename(tmp_path / "pocket")
    clock.go(days=1)
    add(workspace)
    assert backups.keep().words == (
        "Backup proven Sunday 22 November; the second place has been away since 23 November"
    )
    assert files(first(workspace))[-1] == "northside-youth_2026-11-23T1900.vrpbackup"
    assert not stick.exists(), "what is away is not made anew on this disk"
    assert not backups.standing().second_is_there
    clock.go(days=2)
    (tmp_path / "pocket").rename(stick)
    assert backups.keep().words == "Backup proven Sunday 22 November"
    assert files(stick)[-1] == "northside-youth_2026-11-23T1900.vrpbackup"


@pytest.mark.parametrize("where", ["", "sub", "../provider-backups"])
def test_the_second_place_does_not_lie_with_the_store(
    backups: Backups, workspace: Workspace, where: str
) -> None:
    backups.back_up()
    folder = (workspace.folder / where).resolve()
    folder.mkdir(exist_ok=True)
    with pytest.raises(Refused, match="lies with the store itself"):
        backups.choose_second_place(folder)


def test_a_second_place_must_be_there(backups: Backups, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no folder"):
        backups.choose_second_place(tmp_path / "nowhere")


def test_no_second_place_is_possible_too(backups: Backups, stick: Path) -> None:
    backups.choose_second_place(stick)
    backups.choose_second_place(None)
    assert backups.back_up().second == ""
    assert backups.standing().second is None


def test_before_something_large_there_is_a_backup_unless_there_is(
    backups: Backups, workspace: Workspace, clock: Clock
) -> None:
    backups.before(Reason.BEFORE_IMPORT)
    clock.go(minutes=1)
    backups.before(Reason.BEFORE_IMPORT)
    assert len(files(first(workspace))) == 1
    assert backups.standing().copies[0].reason is Reason.BEFORE_IMPORT


def test_stopping_leaves_nothing(backups: Backups, workspace: Workspace) -> None:
    with pytest.raises(Refused, match="Nothing was left behind"):
        backups.back_up(cancelled=lambda: True)
    backups.keep(cancelled=lambda: True)
    assert list(first(workspace).iterdir()) == []


def test_a_place_that_cannot_be_written_is_trouble(
    backups: Backups, workspace: Workspace, tmp_path: Path
) -> None:
    first(workspace).write_text("a file where the folder should be")
    with pytest.raises(Trouble, match="Nothing could be written in"):
        backups.back_up()
    with pytest.raises(Trouble, match="Choose another folder"):
        backups.back_up(first(workspace))


def test_making_and_proving_are_journalled(backups: Backups, workspace: Workspace) -> None:
    backups.back_up()
    backups.rehearse()
    with workspace.store.reading() as tx:
        journal = tx.tables["journal"]
        entries = tx.rows(journal.select().where(journal.c.entity == "backup").order_by(journal.c.seq))
    assert [(entry["action"], entry["actor"]) for entry in entries] == [
        ("backed up", workspace.actor.id),
        ("proven", workspace.actor.id),
    ]


def test_verify_tells_a_backup_of_another_store(
    backups: Backups, commissioner_workspace: Workspace, workspace: Workspace, tmp_path: Path
) -> None:
    theirs = Backups(commissioner_workspace).back_up(tmp_path / "theirs").path
    with pytest.raises(Refused, match="is a backup of another store, that of Northside Youth"):
        backups.verify(theirs)
    assert backups.verify(backups.back_up().path).manifest.kind is workspace.kind
    assert backups.faults() == ()


def test_a_damaged_store_is_brought_back_and_kept_aside(
    workspace: Workspace, backups: Backups, clock: Clock
) -> None:
    person = add(workspace)
    file = backups.back_up().path
    workspace.close()
    database = workspace.folder / "store.db"
    database.write_bytes(b"gone" * 5_000)
    with pytest.raises(Trouble):
        stores.sign_in(workspace.folder, PASSPHRASE, clock)
    (choice,) = restoring.choices(workspace.folder)
    assert (choice.path, choice.people, choice.organisation) == (file, 1, "Northside Youth")

    said = restore(file, PASSPHRASE, workspace.folder, replace=True, clock=clock)
    assert said.aside is not None
    assert (said.aside / "store.db").read_bytes() == b"gone" * 5_000
    again = stores.sign_in(workspace.folder, PASSPHRASE, clock)
    assert Provider(again).people.get(person).details.known_as == "Ana"
    assert Backups(again).faults() == ()
    again.close()


def test_a_recovery_key_of_that_time_opens_it_too(
    workspace: Workspace, backups: Backups, provider_template: Template, restored: Path, clock: Clock
) -> None:
    file = backups.back_up().path
    restore(file, provider_template.recovery_key, restored, clock=clock)
    stores.sign_in(restored, PASSPHRASE, clock).close()


def test_a_restored_copy_writes_under_a_name_of_its_own(
    workspace: Workspace, backups: Backups, restored: Path, clock: Clock
) -> None:
    file = backups.back_up().path
    restore(file, PASSPHRASE, restored, clock=clock)
    copy = stores.sign_in(restored, PASSPHRASE, clock)
    assert copy.store.device != workspace.store.device
    assert copy.store.setting("former_devices") == [workspace.store.device]
    add(copy)
    add(workspace)
    with copy.store.reading() as here, workspace.store.reading() as there:
        journal = here.tables["journal"]
        ours = {(e["device"], e["seq"]): e["id"] for e in here.rows(journal.select())}
        others = {(e["device"], e["seq"]): e["id"] for e in there.rows(journal.select())}
    assert all(others[key] == ours[key] for key in ours.keys() & others.keys())
    copy.close()


def test_the_restored_store_goes_on_with_the_rotation_of_the_one_before(
    workspace: Workspace, backups: Backups, clock: Clock
) -> None:
    for _ in range(15):
        add(workspace)
        file = backups.back_up().path
        clock.go(days=1)
    workspace.close()
    restore(file, PASSPHRASE, workspace.folder, replace=True, clock=clock)
    again = stores.sign_in(workspace.folder, PASSPHRASE, clock)
    before = len(files(first(workspace)))
    for _ in range(12):
        add(again)
        Backups(again).back_up()
        clock.go(days=1)
    assert len(files(first(workspace))) < before + 6
    again.close()


def erase(workspace: Workspace, person_id: str) -> None:
    reason, _ = retention.erasure_reasons()[0]
    Provider(workspace).erasure.erase(person_id, reason, PASSPHRASE)


@pytest.mark.parametrize("damage", ["nothing", "database", "folder"])
def test_who_was_erased_since_is_erased_again(
    workspace: Workspace, backups: Backups, clock: Clock, damage: str
) -> None:
    """Known from the store that stood there; where that cannot be read, from a newer backup."""
    gone, stays = add(workspace, "Quizzaciously"), add(workspace, "Ben")
    intervention = Provider(workspace).interventions.add(an_intervention()).id
    Provider(workspace).sessions.log(a_session(intervention))
    old = backups.back_up().path
    clock.go(days=1)
    erase(workspace, gone)
    if damage != "nothing":
        backups.back_up()
    workspace.close()
    if damage == "database":
        (workspace.folder / "store.db").write_bytes(b"gone" * 5_000)
    elif damage == "folder":
        shutil.rmtree(workspace.folder)

    said = restore(old, PASSPHRASE, workspace.folder, replace=damage != "folder", clock=clock)
    assert said.erased_again == 1
    again = stores.sign_in(workspace.folder, PASSPHRASE, clock)
    assert [line.known_as for line in Provider(again).people.search("")] == ["Ben"]
    assert Provider(again).people.get(stays).details.known_as == "Ben"
    with again.store.reading() as tx:
        everything = str([tx.rows(table.select()) for table in tx.tables.values()])
    assert "Quizzaciously" not in everything
    # The copy that is made next knows of it too.
    clock.go(days=1)
    newest = Backups(again).back_up().path
    again.close()
    assert BackupFile(newest).manifest.counts["person"] == 1


def test_restoring_over_a_store_that_is_open_is_trouble(
    workspace: Workspace, backups: Backups, clock: Clock
) -> None:
    file = backups.back_up().path
    with pytest.raises(Trouble, match="is open, in another window or program"):
        restore(file, PASSPHRASE, workspace.folder, replace=True, clock=clock)
    add(workspace)


def test_the_backup_of_another_store_does_not_take_its_place(
    workspace: Workspace, backups: Backups, commissioner_workspace: Workspace, tmp_path: Path, clock: Clock
) -> None:
    backups.back_up()
    theirs = Backups(commissioner_workspace).back_up(tmp_path / "theirs").path
    workspace.close()
    with pytest.raises(Refused, match="is a backup of another store"):
        restore(theirs, PASSPHRASE, workspace.folder, replace=True, clock=clock)
    stores.sign_in(workspace.folder, PASSPHRASE, clock).close()


@pytest.mark.parametrize("secret", ["not this one, not at all", ""])
def test_a_wrong_passphrase_leaves_everything_as_it_was(
    workspace: Workspace, backups: Backups, restored: Path, secret: str, clock: Clock
) -> None:
    file = backups.back_up().path
    before = sorted(restored.parent.iterdir())
    with pytest.raises(Refused, match="does not open this backup") as refused:
        restore(file, secret, restored, clock=clock)
    assert refused.value.fields.keys() == {"passphrase"}
    assert sorted(restored.parent.iterdir()) == before


def test_stopping_a_restore_leaves_everything_as_it_was(
    workspace: Workspace, backups: Backups, restored: Path, clock: Clock
) -> None:
    file = backups.back_up().path
    before = sorted(restored.parent.iterdir())
    for most in (0, 1, 3):
        asked = 0

        def cancelled(most: int = most) -> bool:
            nonlocal asked
            asked += 1
            return asked > most

        with pytest.raises(Refused, match="Everything is as it was"):
            restore(file, PASSPHRASE, restored, clock=clock, cancelled=cancelled)
    assert sorted(restored.parent.iterdir()) == before


def test_something_in_the_folder_is_not_hidden(
    workspace: Workspace, backups: Backups, restored: Path, clock: Clock
) -> None:
    restored.mkdir()
    (restored / "holiday.jpg").write_bytes(b"sand")
    with pytest.raises(Refused, match="There is something in"):
        restore(backups.back_up().path, PASSPHRASE, restored, clock=clock)


def test_an_empty_folder_will_do(
    workspace: Workspace, backups: Backups, restored: Path, clock: Clock
) -> None:
    restored.mkdir()
    restore(backups.back_up().path, PASSPHRASE, restored, clock=clock)
    stores.sign_in(restored, PASSPHRASE, clock).close()


def test_a_commissioner_s_store_goes_round_too(
    commissioner_workspace: Workspace, restored: Path, clock: Clock
) -> None:
    file = Backups(commissioner_workspace).back_up().path
    assert restore(file, PASSPHRASE, restored, clock=clock).erased_again == 0
    copy = stores.sign_in(restored, PASSPHRASE, clock)
    assert Backups(copy).keep().words == "Backup proven Sunday 22 November"
    copy.close()


def test_a_journal_that_lost_its_end_since_the_last_backup_is_a_fault(
    workspace: Workspace, backups: Backups
) -> None:
    add(workspace)
    backups.back_up()
    assert backups.faults() == ()
    raw = sqlcipher.connect(str(workspace.folder / "store.db"), isolation_level=None)
    raw.execute(f"PRAGMA key=\"x'{workspace.store.key.hex()}'\"")
    # The backup's own entry, and the one before it, which the backup knows of.
    raw.execute("DELETE FROM journal WHERE seq > (SELECT max(seq) - 2 FROM journal)")
    raw.close()
    (fault,) = backups.faults()
    assert fault.startswith("its journal is broken at entry")


def test_whoever_reads_the_journal_sees_that_it_lost_its_end(
    workspace: Workspace, backups: Backups, stick: Path
) -> None:
    """A manager keeps no backups; what they hold is looked at for them, in whichever place one is left."""
    backups.choose_second_place(stick)
    add(workspace)
    made = backups.back_up()
    audit = acting(Provider(workspace), Role.MANAGER).audit
    assert audit.verify().broken is None
    raw = sqlcipher.connect(str(workspace.folder / "store.db"), isolation_level=None)
    raw.execute(f"PRAGMA key=\"x'{workspace.store.key.hex()}'\"")
    raw.execute("DELETE FROM journal WHERE entity <> 'user' AND seq > (SELECT max(seq) - 4 FROM journal)")
    raw.close()
    made.path.unlink()
    broken = audit.verify().broken
    assert broken is not None
    assert "is known to have had" in broken.why


def remove_somebody(workspace: Workspace) -> None:
    """After which the store has another key."""
    users = Provider(workspace).users
    ben = users.add(UserDetails("Ben", frozenset({Role.WORKER})), "a passphrase for Ben", PASSPHRASE).id
    users.remove(ben, PASSPHRASE)


def test_backups_under_a_former_key_give_way_after_ninety_days(
    backups: Backups, workspace: Workspace, clock: Clock, stick: Path
) -> None:
    backups.choose_second_place(stick)
    for _ in range(6):
        add(workspace)
        backups.keep()
        clock.go(days=20)
    former = set(files(first(workspace)))
    assert len(former) == 6
    remove_somebody(workspace)
    made = backups.back_up().path
    assert backups.standing().copies[0].path == made
    assert former < set(files(first(workspace)))
    for days, there in ((80, former), (11, set())):
        clock.go(days=days)
        add(workspace)
        backups.keep()
        for place in (first(workspace), stick):
            assert set(files(place)) & former == there
            assert made.name in files(place)


def test_backups_under_a_former_key_push_no_other_out_and_are_never_the_newest(
    backups: Backups, workspace: Workspace, clock: Clock
) -> None:
    for _ in range(15):
        add(workspace)
        backups.keep()
        clock.go(days=1)
    former = set(files(first(workspace)))
    remove_somebody(workspace)
    assert backups.standing().line.proven_on is not None
    with pytest.raises(Refused, match="There is no backup yet"):
        backups.rehearse()
    genuine = set()
    for _ in range(12):
        add(workspace)
        backups.keep()
        genuine.add(backups.standing().copies[0].path.name)
        clock.go(days=1)
    assert len(genuine) == 12
    assert genuine <= set(files(first(workspace)))
    assert former & set(files(first(workspace)))


def test_an_archive_among_backups_is_not_given_up(
    backups: Backups, workspace: Workspace, clock: Clock, stick: Path
) -> None:
    backups.choose_second_place(stick)
    handover = Handover("Records", "Town hall", clock().date().replace(year=2040))
    archive = Provider(workspace).custody.seal(stick, handover, "an archive's own words", PASSPHRASE).path
    remove_somebody(workspace)
    clock.go(days=400)
    backups.keep()
    assert archive.exists()


def test_another_copy_s_later_backups_are_not_given_up(
    backups: Backups, workspace: Workspace, clock: Clock, restored: Path, stick: Path
) -> None:
    """What a laptop that lives on has backed up under a key of its own may be all that is left of it."""
    file = backups.back_up().path
    restore(file, PASSPHRASE, restored, clock=clock)
    backups.choose_second_place(stick)
    remove_somebody(workspace)
    add(workspace)
    backups.back_up()
    theirs = set(files(stick))
    copy = stores.sign_in(restored, PASSPHRASE, clock)
    remove_somebody(copy)
    others = Backups(copy)
    others.choose_second_place(stick)
    for _ in range(3):
        clock.go(days=100)
        add(copy)
        others.keep()
    assert theirs < set(files(stick))
    copy.close()


def test_what_was_put_aside_goes_after_ninety_days(
    backups: Backups, workspace: Workspace, clock: Clock
) -> None:
    made = backups.back_up().path
    raw = bytearray(made.read_bytes())
    raw[len(raw) // 3] ^= 4
    made.write_bytes(raw)
    clock.go(days=200)
    with pytest.raises(Trouble, match="is damaged"):
        backups.rehearse()
    aside = made.with_name(f"{made.name}.damaged")
    for days, there in ((89, True), (2, False)):
        clock.go(days=days)
        add(workspace)
        backups.keep()
        assert aside.exists() is there


def test_an_import_is_preceded_by_a_backup(commissioner_workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "letter.xlsx").write_text("no workbook")
    Commissioner(commissioner_workspace).imports.bring_in([tmp_path / "letter.xlsx"])
    (copy,) = Backups(commissioner_workspace).standing().copies
    assert copy.reason is Reason.BEFORE_IMPORT
