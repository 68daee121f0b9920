"""Archives at the end of a commission: sealed, opened by their custodian, destroyed on their day."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.builders import PASSPHRASE, Clock, a_person, a_session, acting, an_intervention, days
from vrp_desktop.domain.custody import Handover, clock_words
from vrp_desktop.domain.errors import Refused
from vrp_desktop.domain.permissions import Role
from vrp_desktop.domain.quarters import Quarter
from vrp_desktop.services import stores
from vrp_desktop.services.checks import check_file
from vrp_desktop.services.custody import Sealed
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.restoring import restore

THEIRS = "nine slow copper lanterns"
HANDOVER = Handover("Records officer", "Town hall, Leeds, 0113 496 0000", days(365 * 6))
LAST = Quarter(2026, 2)


@pytest.fixture
def full(provider: Provider, tmp_path: Path) -> Provider:
    """A provider with a person whose name would be known again, and a final return."""
    provider.people.add(a_person("Quizzaciously"))
    intervention = provider.interventions.add(an_intervention()).id
    provider.sessions.log(a_session(intervention, LAST.start))
    provider.returns.prepare(intervention, LAST, tmp_path / "sent", final=True)
    return provider


@pytest.fixture
def sealed(full: Provider, tmp_path: Path) -> Sealed:
    return full.custody.seal(tmp_path / "cabinet", HANDOVER, THEIRS, PASSPHRASE)


def test_an_archive_is_one_file_that_tells_who_keeps_it_and_nothing_of_anybody(
    sealed: Sealed, tmp_path: Path
) -> None:
    assert [path.name for path in (tmp_path / "cabinet").iterdir()] == [
        "northside-youth_archive_2026-11-22.vrpbackup"
    ]
    index = ZipFile(sealed.path).read("index.txt").decode()
    for words in (
        "Archive of Northside Youth, sealed on 2026-11-22.",
        "Custodian: Records officer",
        "Contact: Town hall, Leeds, 0113 496 0000",
        "To be destroyed on: 2032-11-20",
        "LEE-07_2026-27-Q2_v1",
    ):
        assert words in index
    assert b"Quizzaciously" not in sealed.path.read_bytes()
    assert sealed.returns == 1
    assert THEIRS not in repr(sealed)
    assert sealed.recovery_key not in repr(sealed)


@pytest.mark.parametrize("secret", ["passphrase", "recovery key"])
def test_its_custodian_opens_it_anywhere(
    sealed: Sealed, full: Provider, tmp_path: Path, clock: Clock, secret: str
) -> None:
    full.workspace.close()
    typed = THEIRS if secret == "passphrase" else sealed.recovery_key  # pragma: allowlist secret - a kind
    restore(sealed.path, typed, tmp_path / "opened", clock=clock)
    workspace = stores.sign_in(tmp_path / "opened", typed, clock)
    assert [line.known_as for line in Provider(workspace).people.search("")] == ["Quizzaciously"]
    workspace.close()
    returns = tmp_path / "opened" / "returns"
    assert sorted(path.name for path in returns.iterdir()) == [
        "LEE-07_2026-27-Q2_v1.pdf",
        "LEE-07_2026-27-Q2_v1.xlsx",
    ]
    for path in returns.iterdir():
        assert path.read_bytes() == (tmp_path / "sent" / path.name).read_bytes()
    assert check_file(returns / "LEE-07_2026-27-Q2_v1.xlsx", days(0)).verdict.value == "sound"


def test_nobody_s_own_passphrase_opens_it(sealed: Sealed, tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(Refused, match="does not open this backup"):
        restore(sealed.path, PASSPHRASE, tmp_path / "opened", clock=clock)


def test_it_is_listed_with_its_days_and_journalled(sealed: Sealed, full: Provider) -> None:
    (archive,) = full.custody.archives()
    assert (archive.id, archive.custodian, archive.path) == (sealed.id, "Records officer", str(sealed.path))
    assert clock_words(archive.destroy_on, archive.destroyed_on, days(0)) == "2,190 days left"
    with full.workspace.store.reading() as tx:
        journal = tx.tables["journal"]
        actions = [row["action"] for row in tx.rows(journal.select().where(journal.c.row == sealed.id))]
    assert actions == ["insert", "sealed an archive"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"custodian": " "}, "custodian"),
        ({"contact": ""}, "contact"),
        ({"destroy_on": None}, "destroy_on"),
        ({"destroy_on": days(0)}, "destroy_on"),
        ({"destroy_on": date(2199, 1, 1)}, "destroy_on"),
    ],
)
def test_a_faulty_field_is_named_and_nothing_is_written(
    full: Provider, tmp_path: Path, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        full.custody.seal(tmp_path / "cabinet", replace(HANDOVER, **changes), THEIRS, PASSPHRASE)
    assert refused.value.fields.keys() == {field}
    assert not (tmp_path / "cabinet").exists()


@pytest.mark.parametrize(
    ("theirs", "own", "field"),
    [("short", PASSPHRASE, "archive_passphrase"), (THEIRS, "not mine at all", "passphrase")],
)
def test_passphrases_are_judged_first(
    full: Provider, tmp_path: Path, theirs: str, own: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        full.custody.seal(tmp_path / "cabinet", HANDOVER, theirs, own)
    assert refused.value.fields.keys() == {field}
    assert full.custody.archives() == ()


def test_stopping_leaves_nothing(full: Provider, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Nothing was left behind"):
        full.custody.seal(tmp_path / "cabinet", HANDOVER, THEIRS, PASSPHRASE, cancelled=lambda: True)
    assert list((tmp_path / "cabinet").iterdir()) == []


def test_an_archive_without_a_return_is_an_archive(provider: Provider, tmp_path: Path, clock: Clock) -> None:
    sealed = provider.custody.seal(tmp_path / "cabinet", HANDOVER, THEIRS, PASSPHRASE)
    restore(sealed.path, THEIRS, tmp_path / "opened", clock=clock)
    assert list((tmp_path / "opened" / "returns").iterdir()) == []


def test_destroying_deletes_the_file_and_is_kept_in_mind(
    sealed: Sealed, full: Provider, clock: Clock
) -> None:
    clock.go(days=3_000)
    (archive,) = full.custody.archives()
    today = full.workspace.today
    assert clock_words(archive.destroy_on, None, today) == "to be destroyed: 810 days overdue"
    full.custody.destroy(sealed.id, PASSPHRASE)
    assert not sealed.path.exists()
    (archive,) = full.custody.archives()
    assert archive.destroyed_on == today
    assert clock_words(archive.destroy_on, today, today).startswith("destroyed on ")
    with pytest.raises(Refused, match="was destroyed before"):
        full.custody.destroy(sealed.id, PASSPHRASE)


def test_what_is_kept_elsewhere_takes_the_custodian_s_word(
    sealed: Sealed, full: Provider, tmp_path: Path
) -> None:
    sealed.path.rename(tmp_path / "in the safe")
    with pytest.raises(Refused, match="Ask Records officer to destroy it"):
        full.custody.destroy(sealed.id, PASSPHRASE)
    full.custody.destroy(sealed.id, PASSPHRASE, confirmed=True)
    assert full.custody.archives()[0].destroyed_on == days(0)


def test_another_file_in_its_place_is_left_alone(sealed: Sealed, full: Provider) -> None:
    sealed.path.write_bytes(b"holiday")
    with pytest.raises(Refused, match="is not the archive that was sealed"):
        full.custody.destroy(sealed.id, PASSPHRASE, confirmed=True)
    assert sealed.path.read_bytes() == b"holiday"


def test_a_wrong_passphrase_destroys_nothing(sealed: Sealed, full: Provider) -> None:
    with pytest.raises(Refused, match="not your passphrase"):
        full.custody.destroy(sealed.id, "not mine at all")
    assert sealed.path.exists()


def test_only_the_administrator_seals(full: Provider, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Your role does not let you back up"):
        acting(full, Role.MANAGER).custody.seal(tmp_path, HANDOVER, THEIRS, PASSPHRASE)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (2, "2 days left"),
        (1, "1 day left"),
        (0, "to be destroyed today"),
        (-1, "to be destroyed: 1 day overdue"),
    ],
)
def test_the_clock_in_words(left: int, words: str) -> None:
    assert clock_words(days(left), None, days(0)) == words
