"""Erasing somebody: nothing of them is left to find, and what was counted stays as it was sent."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from tests.builders import (
    PASSPHRASE,
    TODAY,
    a_goal,
    a_person,
    a_session,
    acting,
    an_enrolment,
    an_intervention,
    days,
    noted,
)
from tests.services import decrypted
from vrp_desktop.db import models
from vrp_desktop.db.queries import audit, erasing
from vrp_desktop.db.store import STORE_FILE, Store
from vrp_desktop.domain.closures import ClosureDetails
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.groups import GroupDetails
from vrp_desktop.domain.journal import Verified
from vrp_desktop.domain.outcomes import Instrument, Stage
from vrp_desktop.domain.people import PersonDetails
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.plans import PlanDetails
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.security import keys
from vrp_desktop.services import erasure, restoring, stores
from vrp_desktop.services.provider import Provider

FIRST, LAST, NICK = "Zebedee", "Quillfeather", "Zebbo"
WORDS = (FIRST, LAST, NICK, "Wobblethorpe")
"""The canary, and a family name from before a correction."""
AREA = "individual.mental_health"
REASON = "they_asked"
QUARTER = Quarter.of(TODAY).previous


@pytest.fixture
def boxing(provider: Provider) -> str:
    return provider.interventions.add(an_intervention()).id


@pytest.fixture
def canary(provider: Provider, boxing: str) -> str:
    """Somebody whose made-up name is typed wherever the program lets anybody type."""
    said = f"{FIRST} {LAST}"
    details = PersonDetails(
        NICK,
        FIRST,
        "Wobblethorpe",
        birth_date=date(2011, 5, 4),
        enjoys=f"{said} likes boxing",
        good_at=f"{said} sings",
        wants=f"{said} wants a job",
        trusts=f"{said}'s nan",
        communication=f"Call {said} by phone",
    )
    person_id = provider.people.add(details).id
    provider.people.change(person_id, replace(details, family_name=LAST))
    journey = provider.enrolments.add(person_id, boxing, an_enrolment(days(-150), focus_areas=(AREA,))).id
    goal = provider.outcomes.set_goal(journey, a_goal(f"{said} sleeps better")).id
    provider.outcomes.change_goal(goal, a_goal(f"{NICK} sleeps well", met_on=TODAY))
    provider.outcomes.record(journey, Instrument.GOAL, goal, Stage.BEFORE, TODAY, 3)
    other = provider.people.add(
        a_person("Ben", enjoys="With the Wobblethorpe boys", trusts=f"His friend {said}")
    ).id
    theirs = provider.enrolments.add(other, boxing, an_enrolment(days(-150))).id
    provider.outcomes.set_goal(theirs, a_goal(f"To be kind to {NICK}"))
    for ago in (100, 50, 2):
        evening = a_session(boxing, days(-ago), place=f"{LAST} Hall", note=f"Quiet. {said} led the warm-up.")
        session_id = provider.sessions.log(evening).id
        noted(provider, session_id, person_id, Mark.PRESENT, f"{said} came early")
        noted(provider, session_id, other, Mark.LATE, f"Came with {NICK}'s brother")
        provider.registers.add_newcomer(session_id, f"Dee {ago}", 12)
    once = provider.sessions.log(a_session(boxing, days(-3), note=f"{NICK} was upset.")).id
    provider.sessions.change(once, a_session(boxing, days(-3), note="Somebody was upset."))
    provider.retention.keep(person_id, days(30), f"A claim by {said}")
    provider.retention.hold(person_id, f"{said}'s solicitor wrote")
    provider.retention.lift(person_id)
    group = provider.groups.add(GroupDetails(boxing, f"{NICK}'s boxers"), (person_id, other)).id
    provider.plans.add(PlanDetails(boxing, TODAY, 1, time(18), place=f"{LAST} Hall", group_id=group))
    provider.closures.add(ClosureDetails(f"{said}'s funeral", days(20), days(20)))
    provider.drafts.keep("person", person_id, {"who": {"known_as": said}})
    provider.drafts.keep("person", "", {"who": {"enjoys": f"Boxing with {NICK}"}})
    return person_id


@pytest.fixture
def key(provider: Provider) -> bytes:
    return keys.unlock(provider.workspace.folder, PASSPHRASE).key


def everything(provider: Provider, key: bytes) -> bytes:
    """Every byte of the store's file and log, decrypted, the latest of it written out first."""
    folder = provider.workspace.folder
    database = folder / STORE_FILE
    clear = decrypted.pages(database, key) + decrypted.log(folder / f"{STORE_FILE}-wal", key)
    # The scan reads the right thing: the schema is in it.
    assert b"CREATE TABLE person" in clear
    return clear


def forms(word: str) -> list[bytes]:
    return [form.encode(how) for form in (word, word.casefold()) for how in ("utf-8", "utf-16-le")]


def found_in(content: bytes) -> set[str]:
    return {word for word in WORDS if any(form in content for form in forms(word))}


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_name_is_in_no_byte_of_the_store_afterwards(
    provider: Provider, canary: str, boxing: str, key: bytes, tmp_path: Path
) -> None:
    folder = provider.workspace.folder
    released = provider.returns.prepare(boxing, QUARTER, tmp_path / "sent", final=True)
    frozen = released.document.to_bytes()
    aside = folder / "store-before-upgrade-from-p0001.db"
    shutil.copyfile(folder / STORE_FILE, aside)
    before = everything(provider, key)
    assert found_in(before) == set(WORDS), "a scan that finds nothing beforehand proves nothing"
    assert before.count(FIRST.encode()) > 20
    provider.erasure.erase(canary, REASON, PASSPHRASE)
    assert found_in(everything(provider, key)) == set()
    assert not aside.exists()
    for path in files_of(folder):
        assert found_in(path.read_bytes()) == set(), path.name
    with provider.workspace.store.reading() as tx:
        (kept,) = tx.rows(select(models.release))
        assert kept["document"] == frozen
    provider.workspace.close()
    again = Store.open(folder, key)
    with again.reading() as tx:
        assert tx.scalar(text("PRAGMA integrity_check")) == "ok"
        assert tx.rows(text("PRAGMA foreign_key_check")) == []
        assert tx.rows(text("PRAGMA freelist_count"))[0]["freelist_count"] == 0
    again.close()
    assert found_in(decrypted.pages(folder / STORE_FILE, key)) == set()


def test_deleting_alone_would_leave_it(provider: Provider, canary: str, key: bytes) -> None:
    """The cleaning is needed: what is erased stays in the log until it is emptied."""
    workspace = provider.workspace
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        erasure._wipe(tx, canary, ())
    assert found_in(everything(provider, key)) == set(WORDS)
    erasure.clean(workspace.store, workspace.folder)
    assert found_in(everything(provider, key)) == set()


def whole(provider: Provider) -> Verified:
    with provider.workspace.store.reading() as tx:
        return audit.verified(tx, {})


def test_the_journal_still_vouches_for_itself(provider: Provider, canary: str) -> None:
    assert whole(provider).erased == 0
    planned = provider.erasure.plan(canary)
    provider.erasure.erase(canary, REASON, PASSPHRASE)
    after = whole(provider)
    assert after.broken is None
    assert after.erased > planned.entries > 10
    with provider.workspace.store.reading() as tx:
        journal = tx.tables["journal"]
        told = tx.rows(select(journal).where(journal.c.subject == canary, journal.c.salt != ""))
    assert [(row["action"], row["fields"]) for row in told] == [("erased", {"reason": [None, REASON]})]


def rows_about(provider: Provider, person_id: str) -> dict[str, int]:
    with provider.workspace.store.reading() as tx:
        return {name: len(ids) for name, ids in erasing.of_person(tx, person_id).items()}


def test_what_is_theirs_goes_and_what_is_others_stays(provider: Provider, canary: str, boxing: str) -> None:
    planned = provider.erasure.plan(canary)
    assert planned.rows == {
        "person": 1,
        "enrolment": 1,
        "attendance": 3,
        "goal": 1,
        "reading": 1,
        "retention_review": 1,
        "legal_hold": 1,
        "group_member": 1,
        "tag": 1,
        "draft": 1,
    }
    provider.erasure.erase(canary, REASON, PASSPHRASE)
    with provider.workspace.store.reading() as tx:
        left = {
            name: tx.scalar(select(func.count()).select_from(models.PROVIDER.tables[name]))
            for name in planned.rows
        }
    assert left == {
        "person": 4,
        "enrolment": 1,
        "attendance": 6,
        "goal": 1,
        "reading": 0,
        "retention_review": 0,
        "legal_hold": 0,
        "group_member": 1,
        "tag": left["tag"],
        "draft": 1,
    }
    assert provider.people.search(FIRST) == ()
    with pytest.raises(Refused):
        provider.people.get(canary)
    (ben,) = provider.people.search("Ben")
    assert provider.people.get(ben.id).details.trusts == "His friend [name removed]"
    (last, *_) = provider.sessions.of_person(ben.id)
    assert last.remark.note == "Came with [name removed] brother"
    assert provider.sessions.get(last.session_id).details.note == "Quiet. [name removed] led the warm-up."
    (done,) = provider.erasure.done()
    assert (done.person_id, done.erased_on, done.reason, done.cleaned_on) == (canary, TODAY, REASON, TODAY)
    assert done.rows == planned.rows


def test_where_else_the_name_stands_is_shown_with_its_sentence(provider: Provider, canary: str) -> None:
    named = provider.erasure.plan(canary).elsewhere
    said = {one.where: (one.sentences, one.past) for one in named}
    # By the family name of before, too.
    assert said["The record of Ben"] == (("With the Wobblethorpe boys", f"His friend {FIRST} {LAST}"), False)
    assert said["A goal of Ben"] == ((f"To be kind to {NICK}",), False)
    assert said["The session of 20 November 2026"] == (
        (f"{LAST} Hall", f"{FIRST} {LAST} led the warm-up."),
        False,
    )
    assert said["The register of 20 November 2026, beside Ben"] == ((f"Came with {NICK}'s brother",), False)
    # It was taken back long ago; the journal remembers.
    assert said["The session of 19 November 2026"] == ((f"{NICK} was upset.",), True)
    assert said["Something typed and not saved"] == ((f"Boxing with {NICK}",), False)


def test_a_name_that_means_somebody_else_is_left_where_it_stands(provider: Provider, canary: str) -> None:
    goal = next(one for one in provider.erasure.plan(canary).elsewhere if one.where == "A goal of Ben")
    provider.erasure.erase(canary, REASON, PASSPHRASE, leave=[goal.key])
    (ben,) = provider.people.search("Ben")
    (journey,) = provider.enrolments.of_person(ben.id)
    (kept,) = provider.outcomes.sheet(journey.id).goals
    assert kept.details.words == f"To be kind to {NICK}"
    assert provider.people.get(ben.id).details.trusts == "His friend [name removed]"


def test_every_text_that_can_be_typed_is_looked_through(provider: Provider) -> None:
    """A new table or field is erased without being named: but a ``String`` that is typed has to be."""
    with provider.workspace.store.reading() as tx:
        looked_at = {
            f"{table.name}.{column.name}"
            for table, columns in erasing._typed(tx).items()
            for column in columns
        }
    assert looked_at >= {
        *(f"person.{name}" for name in ("enjoys", "good_at", "wants", "trusts", "communication")),
        *("session.note", "session.place", "attendance.note", "goal.words", "draft.fields"),
        *("legal_hold.reason", "retention_review.reason", "access_grant.reason"),
    }


def test_a_legal_hold_forbids_it_until_it_is_lifted(provider: Provider, canary: str) -> None:
    provider.retention.hold(canary, "A claim of an injury, said the insurer")
    assert provider.erasure.plan(canary).held == "A claim of an injury, said the insurer"
    with pytest.raises(Refused, match="legal hold"):
        provider.erasure.erase(canary, REASON, PASSPHRASE)
    assert provider.people.get(canary).known_as == NICK
    provider.retention.lift(canary)
    provider.erasure.erase(canary, REASON, PASSPHRASE)
    assert provider.people.search(NICK) == ()


def test_the_passphrase_is_asked_for_again(provider: Provider, canary: str) -> None:
    before = rows_about(provider, canary)
    with pytest.raises(Refused) as refused:
        provider.erasure.erase(canary, REASON, "not my passphrase")
    assert "passphrase" in refused.value.fields
    with pytest.raises(Refused) as refused:
        provider.erasure.erase(canary, "because I say so", PASSPHRASE)
    assert "reason" in refused.value.fields
    assert rows_about(provider, canary) == before


def test_a_worker_erases_nobody(provider: Provider, canary: str) -> None:
    with pytest.raises(Refused, match="Your role does not let you"):
        acting(provider, Role.WORKER).erasure.erase(canary, REASON, PASSPHRASE)


def test_an_erasure_that_could_not_clean_the_file_is_finished_later(
    provider: Provider, canary: str, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    stubborn = provider.workspace.folder / "store-before-upgrade-from-p0001.db"
    stubborn.mkdir()  # what cannot be unlinked, for anybody, on any system
    with pytest.raises(Trouble, match="still holds the record"):
        provider.erasure.erase(canary, REASON, PASSPHRASE)
    assert provider.people.search(NICK) == ()
    assert provider.erasure.done()[0].cleaned_on is None
    stubborn.rmdir()
    assert provider.erasure.finish()
    assert provider.erasure.done()[0].cleaned_on == TODAY
    assert found_in(everything(provider, key)) == set()
    assert not provider.erasure.finish()


def test_a_recount_says_that_somebody_was_erased_since(
    provider: Provider, canary: str, boxing: str, tmp_path: Path
) -> None:
    sent = provider.returns.prepare(boxing, QUARTER, tmp_path / "sent", final=True)
    assert not any("erased" in blocker.text for blocker in provider.returns.preview(boxing, QUARTER).blockers)
    provider.erasure.erase(canary, REASON, PASSPHRASE)
    (said,) = [b for b in provider.returns.preview(boxing, QUARTER).blockers if "erased" in b.text]
    assert said.text.startswith("1 record has been erased since version 1 was made")
    assert not said.blocks
    with provider.workspace.store.reading() as tx:
        (kept,) = tx.rows(select(models.release))
    assert kept["document"] == sent.document.to_bytes()


@pytest.fixture
def restored(provider: Provider, canary: str, key: bytes, tmp_path: Path) -> Iterator[Store]:
    """The store as a backup from before the erasure would bring it back."""
    with provider.workspace.store.reading() as tx:
        (tmp_path / "restored").mkdir()
        tx.copy_to(tmp_path / "restored" / STORE_FILE, key, lambda done, of: None)
    store = Store.open(tmp_path / "restored", key)
    yield store
    store.close()


def test_a_restored_backup_is_erased_again(
    provider: Provider, canary: str, restored: Store, key: bytes, clock: Callable[[], Any]
) -> None:
    provider.erasure.erase(canary, REASON, PASSPHRASE)
    ids = [one.person_id for one in provider.erasure.done()]
    nobody = "0190a000-0000-7000-8000-00000000dead"
    actor = provider.workspace.actor.id
    assert erasure.reapply(restored, [*ids, nobody], actor, clock) == (canary,)
    clear = decrypted.pages(restored.folder / STORE_FILE, key)
    assert found_in(clear + decrypted.log(restored.folder / f"{STORE_FILE}-wal", key)) == set()
    with restored.reading() as tx:
        first = erasing.all_erased(tx)
        count = tx.scalar(select(func.count()).select_from(tx.tables["journal"]))
    assert {one.person_id for one in first} == {canary, nobody}
    assert all(one.cleaned_on for one in first)
    assert erasure.reapply(restored, [*ids, nobody], actor, clock) == ()
    with restored.reading() as tx:
        assert erasing.all_erased(tx) == first
        assert tx.scalar(select(func.count()).select_from(tx.tables["journal"])) == count


def test_backups_that_hold_the_record_are_counted_and_a_restored_one_is_erased_again(
    provider: Provider, canary: str, boxing: str, tmp_path: Path
) -> None:
    provider.backups.back_up()
    assert provider.erasure.plan(canary).backups == 1
    kept = provider.backups.standing().copies[0].path
    assert found_in(kept.read_bytes()) == set()
    kept = Path(shutil.copy(kept, tmp_path))  # the rotation keeps one a day
    provider.erasure.erase(canary, REASON, PASSPHRASE)
    provider.backups.back_up()
    folder, clock = provider.workspace.folder, provider.workspace.clock
    provider.workspace.close()
    done = restoring.restore(kept, PASSPHRASE, folder, replace=True, clock=clock)
    assert done.erased_again == 1
    clear = decrypted.pages(folder / STORE_FILE, keys.unlock(folder, PASSPHRASE).key)
    assert b"CREATE TABLE person" in clear
    assert found_in(clear) == set()
    again = Provider(stores.sign_in(folder, PASSPHRASE, clock))
    assert [one.reason for one in again.erasure.done()] == [erasure.RESTORED]
    with again.workspace.store.reading() as tx:
        whole = audit.verified(tx, {})
    assert (whole.broken, whole.erased > 10) == (None, True)
    again.workspace.close()


def test_somebody_of_the_same_name_keeps_their_own(provider: Provider, canary: str) -> None:
    twin = provider.people.add(a_person(NICK, given_name=FIRST)).id
    provider.erasure.erase(canary, REASON, PASSPHRASE)
    assert provider.people.get(twin).details.given_name == FIRST


def test_it_takes_as_long_as_anybody_waits(tmp_path: Path) -> None:
    """Twice a year, among the demo's people: seconds."""
    from time import monotonic

    from vrp_desktop.services import demo

    workspace = demo.make(tmp_path / "demo", demo.PASSPHRASE)
    provider = Provider(workspace)
    try:
        person = provider.people.search("")[0]
        began = monotonic()
        provider.erasure.plan(person.id)
        planned = monotonic() - began
        provider.erasure.erase(person.id, REASON, demo.PASSPHRASE)
        assert planned < 10
        assert monotonic() - began < 30
    finally:
        workspace.close()
