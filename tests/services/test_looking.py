"""A store that cannot be written is opened to be looked at: what works, what does not."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.builders import NOW, PASSPHRASE, TODAY, Clock, a_person, a_session, an_intervention, enrolled
from tests.conftest import Template
from tests.rights import read_only, without_rights
from tests.services.test_permissions import ARGUMENTS, methods
from vrp_desktop.domain.errors import Refused, Trouble, Unwritable
from vrp_desktop.domain.health import signs
from vrp_desktop.domain.journal import Sought
from vrp_desktop.domain.looking import Hindrance
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.domain.users import UserDetails
from vrp_desktop.security.keys import KEYS_FILE, TWIN_FILE
from vrp_desktop.services import restoring, stores
from vrp_desktop.services.commissioner import Commissioner
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.workspace import Workspace

WORKER = "a passphrase for Ben"
QUARTER = Quarter(2026, 2)


@pytest.fixture
def ids(provider_folder: Path) -> dict[str, str]:
    """Ana, in a boxing club with one session; Zoe, whom the worker Ben does not work with."""
    workspace = stores.sign_in(provider_folder, PASSPHRASE, Clock(NOW))
    provider = Provider(workspace)
    club = provider.interventions.add(an_intervention()).id
    [ana] = enrolled(provider, club, "Ana")
    zoe = provider.people.add(a_person("Zoe", given_name="Zoe", family_name="Quist")).id
    evening = provider.sessions.log(a_session(club)).id
    ben = provider.users.add(UserDetails("Ben", frozenset({Role.WORKER})), WORKER, PASSPHRASE).id
    provider.assignments.assign(ben, (club,))
    provider.drafts.keep("person", zoe, {"0": {"known_as": "Zo"}})
    asked = provider.subject_access.note(ana, "Ana herself", TODAY).id
    workspace.close()
    return {"club": club, "ana": ana, "zoe": zoe, "evening": evening, "ben": ben, "asked": asked}


@pytest.fixture
def looking(provider_folder: Path, ids: dict[str, str]) -> Iterator[Provider]:
    """The manager, signed in to it on a stick that is write-protected."""
    with read_only(provider_folder):
        workspace = stores.sign_in(provider_folder, PASSPHRASE, Clock(NOW))
        yield Provider(workspace)
        workspace.close()


def test_records_and_registers_can_be_read(looking: Provider, ids: dict[str, str]) -> None:
    assert looking.workspace.only_look is not None
    assert looking.workspace.only_look.why is Hindrance.NO_RIGHT
    assert [line.known_as for line in looking.people.search("an")] == ["Ana"]
    assert looking.people.get(ids["ana"]).known_as == "Ana"
    assert [row.known_as for row in looking.registers.read(ids["evening"]).rows] == ["Ana"]
    assert looking.returns.preview(ids["club"], QUARTER).counted.header.intervention_code == "LEE-07"
    assert looking.subject_access.review(ids["asked"]).pack.known_as == "Ana"


def test_what_would_be_saved_is_refused_in_words(looking: Provider, ids: dict[str, str]) -> None:
    for call in (
        lambda: looking.registers.mark(ids["evening"], ids["ana"], Mark.PRESENT),
        lambda: looking.people.add(a_person("Cy")),
        lambda: looking.drafts.drop("person", ids["zoe"]),
        lambda: looking.users.reset(ids["ben"], "another one for Ben", PASSPHRASE),
        lambda: looking.users.remove(ids["ben"], PASSPHRASE),
        lambda: looking.users.new_recovery_key(PASSPHRASE),
        lambda: looking.backups.back_up(),
    ):
        with pytest.raises(Unwritable) as told:
            call()
        assert "open to be looked at only, because it may not be written" in str(told.value)
        assert f"copy the whole folder {looking.workspace.folder}" in str(told.value)
    # Nobody is told anew with every word: the window says so the whole time.
    looking.drafts.keep("person", ids["ana"], {"0": {"known_as": "An"}})
    assert looking.drafts.of("person", ids["ana"]) is None
    looking.drafts.drop("person", ids["ana"])
    assert looking.drafts.of("person", ids["zoe"]) is not None
    assert looking.backups.keep().proven_on is None


def test_nothing_leaves_the_house_unjournalled(
    looking: Provider, ids: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for call in (
        lambda: looking.returns.prepare(ids["club"], QUARTER, out),
        lambda: looking.subject_access.write(ids["asked"], out, PASSPHRASE),
        lambda: looking.audit.export(Sought(), out / "journal.csv"),
        lambda: looking.custody.seal(
            out, *(ARGUMENTS["custody.seal"][1],), "keep this for the council", PASSPHRASE
        ),
    ):
        with pytest.raises(Unwritable, match="open to be looked at only"):
            call()
    assert list(out.iterdir()) == []


def test_a_worker_sees_their_own_people_and_no_others(provider_folder: Path, ids: dict[str, str]) -> None:
    with read_only(provider_folder):
        workspace = stores.sign_in(provider_folder, WORKER, Clock(NOW))
        ben = Provider(workspace)
        assert ben.people.get(ids["ana"]).known_as == "Ana"
        with pytest.raises(Refused, match="not among your interventions"):
            ben.people.get(ids["zoe"])
        with pytest.raises(Unwritable, match="open to be looked at only"):
            ben.assignments.break_glass(ids["zoe"], "She rang the bell an hour ago.")
        with pytest.raises(Refused, match="not among your interventions"):
            ben.people.get(ids["zoe"])
        with pytest.raises(Refused, match="Your role does not let you"):
            ben.users.every()
        workspace.close()


def test_two_look_at_once_and_nobody_looks_while_somebody_writes(
    provider_folder: Path, ids: dict[str, str]
) -> None:
    with read_only(provider_folder):
        first, second = (stores.sign_in(provider_folder, one, Clock(NOW)) for one in (PASSPHRASE, WORKER))
        assert (first.only_look, second.only_look) != (None, None)
        first.close()
        second.close()
    writing = stores.sign_in(provider_folder, PASSPHRASE, Clock(NOW))
    with read_only(provider_folder), pytest.raises(Trouble, match="open already"):
        stores.sign_in(provider_folder, WORKER, Clock(NOW))
    writing.close()


def test_wrong_passphrases_are_slowed_down_and_a_right_one_ends_it(
    provider_folder: Path, ids: dict[str, str]
) -> None:
    clock = Clock(NOW)
    with read_only(provider_folder):
        for _ in range(3):
            with pytest.raises(Refused, match="does not open this store"):
                stores.sign_in(provider_folder, "not this one, surely", clock)
        with pytest.raises(Refused, match="Wait 5 seconds"):
            stores.sign_in(provider_folder, PASSPHRASE, clock)
        clock.go(seconds=5)
        stores.sign_in(provider_folder, PASSPHRASE, clock).close()
        stores.sign_in(provider_folder, PASSPHRASE, clock).close()


def test_keys_are_not_mended_where_only_the_database_may_not_be_written(
    provider_folder: Path, ids: dict[str, str]
) -> None:
    (provider_folder / TWIN_FILE).unlink()
    keys_before = (provider_folder / KEYS_FILE).read_bytes()
    database = provider_folder / "store.db"
    names = {path.name for path in provider_folder.iterdir()}
    database.chmod(0o400)
    with without_rights():
        workspace = stores.sign_in(provider_folder, PASSPHRASE, Clock(NOW))
        assert workspace.only_look is not None
        with pytest.raises(Unwritable):
            Provider(workspace).users.remove(ids["ben"], PASSPHRASE)
        with pytest.raises(Unwritable):
            Provider(workspace).users.change_my_passphrase("quite another passphrase", PASSPHRASE)
        workspace.close()
    assert (provider_folder / KEYS_FILE).read_bytes() == keys_before
    assert {path.name for path in provider_folder.iterdir()} == names


def test_the_recovery_key_lets_look_and_sets_no_passphrase(
    provider_folder: Path, ids: dict[str, str], provider_template: Template
) -> None:
    recovery_key = provider_template.recovery_key
    with read_only(provider_folder):
        stores.sign_in(provider_folder, recovery_key, Clock(NOW)).close()
        with pytest.raises(Unwritable, match="open to be looked at only"):
            stores.users_by_recovery_key(provider_folder, recovery_key, Clock(NOW))
        with pytest.raises(Unwritable, match="open to be looked at only"):
            stores.recover(provider_folder, recovery_key, ids["ben"], "a new one for Ben", Clock(NOW))


def test_a_backup_brings_it_to_where_it_can_be_worked_in(
    looking: Provider, ids: dict[str, str], tmp_path: Path
) -> None:
    made = looking.backups.back_up(tmp_path / "good disk")
    restoring.restore(made.path, PASSPHRASE, tmp_path / "new", clock=Clock(NOW))
    workspace = stores.sign_in(tmp_path / "new", PASSPHRASE, Clock(NOW))
    provider = Provider(workspace)
    provider.registers.mark(ids["evening"], ids["ana"], Mark.PRESENT)
    assert workspace.only_look is None
    assert provider.backups.faults() == ()
    workspace.close()


def test_the_health_page_says_it_and_blames_nothing_else(looking: Provider) -> None:
    checked = looking.health.check()
    assert checked.faults == ()
    told = {sign.name: sign for sign in signs(looking.health.report(), TODAY, Path("usual"))}
    assert "looked at only" in told["Saving"].words
    assert "copy the whole folder" in told["Saving"].advice
    assert told["Encryption"].good
    assert looking.backups.faults() == ()


@pytest.mark.parametrize("kind", ["provider", "commissioner"])
def test_every_method_answers_refuses_or_says_why_not(
    kind: str,
    workspace: Workspace,
    commissioner_workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    chosen = {"provider": workspace, "commissioner": commissioner_workspace}[kind]
    chosen.close()
    with read_only(chosen.folder):
        opened = stores.sign_in(chosen.folder, PASSPHRASE, Clock(NOW))
        calls: dict[str, Callable[..., object]] = methods(
            Provider(opened) if kind == "provider" else Commissioner(opened)
        )
        said: dict[str, str] = {}
        for name in ARGUMENTS.keys() & calls.keys():
            try:
                calls[name](*ARGUMENTS[name])
            except Unwritable as told:
                said[name] = str(told)
            except (Refused, Trouble):
                continue
        opened.close()
    assert all("looked at only" in words for words in said.values())
    assert {"backups.before", "backups.rehearse", "backups.choose_second_place"} <= said.keys()
    assert not (tmp_path / "nowhere").exists()
