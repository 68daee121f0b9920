"""Returns coming in: whole or not at all, versions kept, keys known again."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.builders import NOW, PASSPHRASE, Clock
from tests.importing import samples
from vrp_desktop.db.store import Store
from vrp_desktop.domain.checking import Severity, Verdict
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.domain.ids import new_id
from vrp_desktop.domain.permissions import Actor, Role, StoreKind
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.receiving import Arrived, Outcome, Signature, place
from vrp_desktop.domain.returns.figures import ReturnDocument, Standing
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.imports import FileAnswer, check_file
from vrp_desktop.services.workspace import Workspace


@pytest.fixture
def commissioner(tmp_path: Path, clock: Clock) -> Iterator[Commissioner]:
    """A commissioner's real, empty store, somebody of the commissioning staff signed in."""
    folder = tmp_path / "commissioner"
    store = Store.create(folder, StoreKind.COMMISSIONER, os.urandom(32))
    # The backup before an import takes the keys along; what is in them is no matter here.
    (folder / "store.keys").write_bytes(b"slots")
    actor = Actor(new_id(), "Kim", frozenset({Role.COMMISSIONER}))
    workspace = Workspace(folder, store, actor, clock)
    yield Commissioner(workspace)
    workspace.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def one(commissioner: Commissioner, path: Path, **options: object) -> FileAnswer:
    (answer,) = commissioner.imports.bring_in([path], **options)  # type: ignore[arg-type] # by name
    return answer


def stored(commissioner: Commissioner) -> list[str]:
    """What the store holds, as text: code, standing, version, signature, and a star where it counts."""
    return [
        f"{r.header.intervention_code} {r.header.standing} {r.header.version} {r.signature}{'*' * r.current}"
        for r in commissioner.imports.received()
    ]


def resubmission(document: ReturnDocument, seed: int, version: int = 2) -> ReturnDocument:
    return replace(
        samples.a_return(seed),
        header=replace(
            document.header,
            standing=Standing.RESUBMISSION,
            version=version,
            supersedes=document.content_hash,
        ),
    )


def words(answer: FileAnswer, severity: Severity = Severity.ERROR) -> str:
    return " ".join(f"{f.what} {f.mend}" for f in answer.findings if f.severity is severity)


def test_a_sound_return_comes_in_and_its_key_is_asked_to_be_confirmed(
    commissioner: Commissioner, inbox: Path
) -> None:
    answer = one(commissioner, samples.signed(inbox / "a.xlsx"))
    assert (answer.verdict, answer.outcome) == (Verdict.SOUND, Outcome.NEW)
    assert answer.signature is Signature.NEW_KEY
    assert answer.fingerprint in words(answer, Severity.REMARK)
    assert "telephone" in words(answer, Severity.REMARK).lower()
    assert stored(commissioner) == ["LEE-07 final 1 new key*"]
    (key,) = commissioner.imports.keys()
    assert (key.fingerprint, key.confirmed) == (answer.fingerprint, False)


def test_a_new_key_is_confirmed_with_one_s_passphrase_and_for_the_compared_one_only(
    commissioner_workspace: Workspace, inbox: Path
) -> None:
    commissioner = Commissioner(commissioner_workspace)
    one(commissioner, samples.signed(inbox / "a.xlsx"))
    (key,) = commissioner.imports.keys()
    with pytest.raises(Refused, match="not your passphrase") as refused:
        commissioner.imports.confirm_key(key.provider_id, key.fingerprint, "another passphrase")
    assert set(refused.value.fields) == {"passphrase"}
    with pytest.raises(Refused, match="signs with another key by now"):
        commissioner.imports.confirm_key(key.provider_id, "AAAA-BBBB", PASSPHRASE)
    assert not commissioner.imports.keys()[0].confirmed
    commissioner.imports.confirm_key(key.provider_id, key.fingerprint.lower(), PASSPHRASE)
    assert commissioner.imports.keys()[0].confirmed


def test_the_second_file_of_a_known_key_is_sound(commissioner: Commissioner, inbox: Path) -> None:
    samples.signed(inbox / "a.xlsx")
    samples.signed(inbox / "b.xlsx", samples.a_return(intervention_code="LEE-08"))
    first, second = commissioner.imports.bring_in([inbox])
    assert (first.signature, second.signature) == (Signature.NEW_KEY, Signature.SOUND)
    assert second.findings == ()


def test_the_same_file_twice_changes_nothing(commissioner: Commissioner, inbox: Path) -> None:
    path = samples.signed(inbox / "a.xlsx")
    one(commissioner, path)
    before = commissioner.imports.received()
    shutil.copy(path, inbox / "copy of a.xlsx")
    answers = commissioner.imports.bring_in([inbox])
    assert [a.outcome for a in answers] == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert commissioner.imports.received() == before


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1), (1, 3, 2)])
def test_the_latest_version_counts_in_whatever_order_they_come(
    commissioner: Commissioner, inbox: Path, order: tuple[int, ...]
) -> None:
    first = samples.a_return(1)
    second = resubmission(first, 2)
    versions = {1: first, 2: second, 3: resubmission(second, 3, 3)}
    for version in order:
        one(commissioner, samples.signed(inbox / f"{version}.xlsx", versions[version]))
    held = [text.replace("new key", "sound") for text in stored(commissioner)]
    assert held == [
        "LEE-07 final 1 sound", "LEE-07 resubmission 2 sound", "LEE-07 resubmission 3 sound*",
    ]  # fmt: skip


def test_outcomes_say_what_became_of_each_version(commissioner: Commissioner, inbox: Path) -> None:
    first = samples.a_return(1)
    assert one(commissioner, samples.signed(inbox / "1.xlsx", first)).outcome is Outcome.NEW
    second = samples.signed(inbox / "2.xlsx", resubmission(first, 2))
    assert one(commissioner, second).outcome is Outcome.RESUBMISSION
    late = samples.signed(inbox / "0.xlsx", samples.a_return(3, standing=Standing.DRAFT))
    assert one(commissioner, late).outcome is Outcome.OLDER


def test_a_final_return_takes_the_place_of_drafts(commissioner: Commissioner, inbox: Path) -> None:
    later: dict[str, Any] = {"standing": Standing.DRAFT, "prepared_on": date(2026, 10, 9)}
    earlier: dict[str, Any] = {"standing": Standing.DRAFT, "prepared_on": date(2026, 10, 2)}
    for name, document in (
        ("b", samples.a_return(1, **later)),
        ("a", samples.a_return(2, **earlier)),
        ("c", samples.a_return(3)),
    ):
        one(commissioner, samples.signed(inbox / f"{name}.xlsx", document))
    assert [s for s in stored(commissioner) if s.endswith("*")] == ["LEE-07 final 1 sound*"]
    assert len(stored(commissioner)) == 3


def test_two_returns_that_both_say_version_one_are_not_guessed_at(
    commissioner: Commissioner, inbox: Path
) -> None:
    one(commissioner, samples.signed(inbox / "a.xlsx", samples.a_return(1)))
    answer = one(commissioner, samples.signed(inbox / "b.xlsx", samples.a_return(2)))
    assert (answer.verdict, answer.outcome) == (Verdict.FAULTS, Outcome.REFUSED)
    assert "Another version 1" in words(answer)
    assert len(stored(commissioner)) == 1


def test_a_changed_key_is_refused_until_it_is_confirmed(commissioner: Commissioner, inbox: Path) -> None:
    one(commissioner, samples.signed(inbox / "a.xlsx"))
    other = samples.signed(inbox / "b.xlsx", samples.a_return(intervention_code="LEE-08"), key=2)
    answer = one(commissioner, other)
    assert (answer.outcome, answer.signature) == (Outcome.REFUSED, Signature.CHANGED_KEY)
    assert answer.fingerprint in words(answer)
    assert commissioner.imports.keys()[0].fingerprint in words(answer)
    assert len(stored(commissioner)) == 1

    answer = one(commissioner, other, confirmed_keys=[answer.fingerprint.lower()])
    assert (answer.outcome, answer.signature) == (Outcome.NEW, Signature.CHANGED_KEY)
    (key,) = commissioner.imports.keys()
    assert (key.fingerprint, key.confirmed) == (answer.fingerprint, True)
    third = samples.signed(inbox / "c.xlsx", samples.a_return(intervention_code="LEE-09"), key=2)
    assert one(commissioner, third).signature is Signature.SOUND


def test_a_changed_key_is_confirmed_with_one_s_passphrase_and_for_the_compared_one_only(
    commissioner_workspace: Workspace, inbox: Path
) -> None:
    commissioner = Commissioner(commissioner_workspace)
    one(commissioner, samples.signed(inbox / "a.xlsx"))
    path = samples.signed(inbox / "b.xlsx", samples.a_return(intervention_code="LEE-08"), key=2)
    theirs = one(commissioner, path).fingerprint
    imports = commissioner.imports
    with pytest.raises(Refused, match="not your passphrase") as refused:
        imports.bring_in_with_key(path, theirs, "another passphrase")
    assert set(refused.value.fields) == {"passphrase"}
    before = imports.keys()
    samples.signed(path, samples.a_return(intervention_code="LEE-08"), key=3)
    swapped = imports.bring_in_with_key(path, theirs, PASSPHRASE)
    assert swapped is not None
    assert swapped.outcome is Outcome.REFUSED
    assert imports.keys() == before
    samples.signed(path, samples.a_return(intervention_code="LEE-08"), key=2)
    answer = imports.bring_in_with_key(path, theirs, PASSPHRASE)
    assert answer is not None
    assert (answer.outcome, answer.signature) == (Outcome.NEW, Signature.CHANGED_KEY)
    (pinned,) = imports.keys()
    assert (pinned.fingerprint, pinned.confirmed) == (theirs, True)


def test_another_signer_with_the_same_name_takes_nobodys_place(
    commissioner: Commissioner, inbox: Path
) -> None:
    one(commissioner, samples.signed(inbox / "a.xlsx"))
    stranger = samples.a_return(2, provider_id="01920000-0000-7000-8000-00000000cccc", version=9)
    answer = one(commissioner, samples.signed(inbox / "b.xlsx", stranger, key=2))
    assert "known already, under another key" in words(answer, Severity.WARNING)
    assert "both are counted" in words(answer, Severity.WARNING)
    assert "LEE-07 final 1 new key*" in stored(commissioner)


def test_what_is_edited_or_faulty_is_refused_with_everything_told(
    commissioner: Commissioner, inbox: Path
) -> None:
    def change(book: Workbook) -> None:
        book["R2"]["B6"] = 90

    samples.edited(samples.signed(inbox / "edited.xlsx"), change)
    samples.signed(inbox / "sound.xlsx")
    (inbox / "torn.xlsx").write_bytes(b"PK")
    (inbox / "notes.txt").write_text("not looked at")
    (inbox / "~$sound.xlsx").write_text("a lock")
    answers = {a.path.name: a for a in commissioner.imports.bring_in([inbox])}
    assert {name: (a.verdict, a.outcome) for name, a in answers.items()} == {
        "edited.xlsx": (Verdict.FAULTS, Outcome.REFUSED),
        "sound.xlsx": (Verdict.SOUND, Outcome.NEW),
        "torn.xlsx": (Verdict.NOT_A_RETURN, Outcome.REFUSED),
    }
    assert answers["edited.xlsx"].signature is Signature.EDITED
    assert len(stored(commissioner)) == 1


def test_small_counts_that_are_shown_are_refused(commissioner: Commissioner, inbox: Path) -> None:
    def fill(book: Workbook) -> None:
        book["R3.care"]["B6"] = 3

    answer = one(commissioner, samples.template(inbox / "t.xlsx", samples.a_return(), fill))
    assert answer.outcome is Outcome.REFUSED
    (finding,) = [f for f in answer.findings if "is a count from 1 to 4 and is shown" in f.what]
    assert (finding.severity, finding.sheet, finding.cell) == (Severity.ERROR, "R3.care", "B6")
    assert "[c]" in finding.mend


def test_hand_filled_returns_get_their_versions_by_arrival(commissioner: Commissioner, inbox: Path) -> None:
    first = samples.template(inbox / "1.xlsx", samples.a_return(1))
    answer = one(commissioner, first)
    assert (answer.outcome, answer.signature) == (Outcome.NEW, Signature.UNSIGNED)
    assert "not signed" in words(answer, Severity.REMARK)
    second = one(commissioner, samples.template(inbox / "2.xlsx", samples.a_return(2)))
    assert second.outcome is Outcome.RESUBMISSION
    assert second.header is not None
    assert second.header.version == 2
    assert [a.outcome for a in commissioner.imports.bring_in([inbox])] == [Outcome.UNCHANGED] * 2
    assert stored(commissioner) == ["LEE-07 final 1 unsigned", "LEE-07 final 2 unsigned*"]


def test_a_signed_return_takes_the_place_of_one_by_hand_and_not_the_other_way(
    commissioner: Commissioner, inbox: Path
) -> None:
    by_hand = samples.template(inbox / "1.xlsx", samples.a_return(1))
    one(commissioner, by_hand)
    assert one(commissioner, samples.signed(inbox / "2.xlsx")).outcome is Outcome.RESUBMISSION
    assert stored(commissioner) == ["LEE-07 final 1 unsigned", "LEE-07 final 1 new key*"]
    answer = one(commissioner, samples.template(inbox / "3.xlsx", samples.a_return(3)))
    assert answer.outcome is Outcome.REFUSED
    assert "this one is unsigned" in words(answer)


def test_a_return_for_another_quarter_is_refused_where_one_is_expected(
    commissioner: Commissioner, inbox: Path
) -> None:
    path = samples.signed(inbox / "a.xlsx")
    answer = one(commissioner, path, quarter=Quarter(2026, 1))
    assert answer.outcome is Outcome.REFUSED
    assert "another quarter: Q2 2026-27" in words(answer)
    assert one(commissioner, path, quarter=Quarter(2026, 2)).outcome is Outcome.NEW


def test_a_quarter_that_has_not_begun_is_refused(inbox: Path) -> None:
    path = samples.signed(inbox / "a.xlsx")
    assert "has not begun" in words(check_file(path, date(2026, 6, 30)))


def test_cancelling_leaves_nothing_of_the_file_under_way(commissioner: Commissioner, inbox: Path) -> None:
    for code in ("LEE-01", "LEE-02", "LEE-03"):
        samples.signed(inbox / f"{code}.xlsx", samples.a_return(intervention_code=code))
    begun: list[str] = []
    answers = commissioner.imports.bring_in(
        [inbox], lambda done, total, name: begun.append(name), lambda: len(begun) == 2
    )
    assert begun == ["LEE-01.xlsx", "LEE-02.xlsx"]
    assert [a.path.name for a in answers] == ["LEE-01.xlsx"]
    assert stored(commissioner) == ["LEE-01 final 1 new key*"]


def test_progress_counts_to_the_end(commissioner: Commissioner, inbox: Path) -> None:
    samples.signed(inbox / "a.xlsx")
    told: list[tuple[int, int, str]] = []
    commissioner.imports.bring_in([inbox], lambda *step: told.append(step))
    assert told == [(0, 1, "a.xlsx"), (1, 1, "")]


def test_a_name_that_is_no_text_does_not_stop_the_import(commissioner: Commissioner, inbox: Path) -> None:
    sound = samples.signed(inbox / "sound.xlsx")
    odd = Path(os.fsdecode(os.fsencode(inbox) + b"/caf\xe9\x1b.xlsx"))
    try:
        shutil.copy(sound, odd)
    except OSError:
        return  # A disk that knows no such names needs no answer to them.
    assert one(commissioner, odd).outcome is Outcome.NEW
    assert [r.file_name for r in commissioner.imports.received()] == ["caf��.xlsx"]


def test_an_empty_folder_is_answered(commissioner: Commissioner, inbox: Path) -> None:
    answer = one(commissioner, inbox)
    assert (answer.verdict, answer.outcome) == (Verdict.NOT_A_RETURN, Outcome.REFUSED)
    assert words(answer).startswith("There is no workbook in this folder")


def test_a_provider_does_not_take_returns_in(workspace: Workspace, inbox: Path) -> None:
    with pytest.raises(Refused, match="provider's store"):
        Commissioner(workspace).imports.bring_in([inbox])


def test_a_role_that_may_not_is_refused(commissioner: Commissioner, inbox: Path) -> None:
    workspace = commissioner.workspace
    other = replace(workspace, actor=Actor(new_id(), "Alex", frozenset({Role.ADMINISTRATOR})))
    with pytest.raises(Refused, match="role does not let you"):
        Commissioner(other).imports.bring_in([inbox])


def test_a_locked_store_is_trouble_and_nothing_is_half_in(commissioner: Commissioner, inbox: Path) -> None:
    path = samples.signed(inbox / "a.xlsx")
    commissioner.workspace.store.close()
    with pytest.raises(Trouble):
        one(commissioner, path)


def test_without_a_store_a_file_is_judged(inbox: Path) -> None:
    answer = check_file(samples.signed(inbox / "a.xlsx"), NOW.date())
    assert (answer.verdict, answer.outcome) == (Verdict.SOUND, Outcome.CHECKED)
    assert (answer.signature, answer.findings) == (Signature.NEW_KEY, ())
    assert answer.header == samples.a_return().header


def test_what_was_found_is_kept_with_the_return(commissioner: Commissioner, inbox: Path) -> None:
    answer = one(commissioner, samples.signed(inbox / "a.xlsx"))
    (received,) = commissioner.imports.received()
    assert received.findings == 1
    assert commissioner.imports.findings(received.id) == answer.findings
    assert commissioner.imports.quarters() == (Quarter(2026, 2),)


@given(st.permutations(range(1, 6)))
def test_the_highest_final_version_counts_and_only_one_does(order: list[int]) -> None:
    held: list[Arrived] = []
    for version in order:
        header = replace(samples.a_return().header, version=version)
        new = Arrived(str(version), header, f"hash {version}", f"hash {version}", True)
        placed = place(new, held)
        held = [replace(old, current=old.current and old.id not in placed.retires) for old in held]
        held.append(replace(new, current=placed.current))
        assert [old.header.version for old in held if old.current] == [max(o.header.version for o in held)]
