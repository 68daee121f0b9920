"""What is said of a store, and when it is said to need attention."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import NOW, TODAY
from vrp_desktop.domain.health import WANTED, Checked, Report, Sign, signs, size_in_words
from vrp_desktop.domain.places import Kind, Place

WELL = Report(
    folder=Path("/home/ana/store"),
    place=Place(Kind.LAPTOP),
    cipher="4.19.0",
    settings=WANTED,
    size=4_200_000,
    free=50 * 10**9,
    checked=Checked(NOW, ()),
    backups="Backup proven Sunday 22 November",
    backups_overdue=False,
    keychain=True,
    program="1.0",
    schema="p0001",
)
USUAL = Path("/home/ana/.local/share/vrp-desktop/store")


def told(report: Report, today: date = TODAY) -> dict[str, Sign]:
    return {sign.name: sign for sign in signs(report, today, USUAL)}


def amiss(report: Report, today: date = TODAY) -> list[str]:
    return [name for name, sign in told(report, today).items() if not sign.good]


def test_a_store_that_is_well_needs_nothing() -> None:
    assert amiss(WELL) == []
    assert told(WELL)["Disk space"].words == "50.0 GB are free; the store takes 4.2 MB."


@pytest.mark.parametrize("name", WANTED)
def test_every_setting_of_the_cipher_counts(name: str) -> None:
    weak = replace(WELL, settings={**WANTED, name: "0" if WANTED[name] != "0" else "1"})
    assert amiss(weak) == ["Encryption"]
    assert name in told(weak)["Encryption"].words
    missing = replace(WELL, settings={key: value for key, value in WANTED.items() if key != name})
    assert f"{name} is unknown" in told(missing)["Encryption"].words


@pytest.mark.parametrize(
    ("change", "which", "words"),
    [
        ({"place": Place(Kind.CLOUD, "OneDrive")}, "Place", str(USUAL)),
        ({"place": Place(Kind.NETWORK)}, "Place", str(USUAL)),
        ({"place": Place(Kind.REMOVABLE)}, "Place", str(USUAL)),
        ({"checked": None}, "Soundness", "Check it now"),
        ({"checked": Checked(NOW, ("a page is bad",))}, "Soundness", "restore the latest backup"),
        ({"checked": Checked(NOW - timedelta(days=31), ())}, "Soundness", "again"),
        ({"free": 100_000_000}, "Disk space", "Free some space"),
        ({"size": 20 * 10**9}, "Disk space", "Free some space"),
        ({"backups_overdue": True}, "Backups", "page of the backups"),
        ({"keychain": False}, "Keychain", "long passphrase"),
    ],
)
def test_what_is_amiss_is_told_with_what_to_do(change: dict[str, object], which: str, words: str) -> None:
    report = replace(WELL, **change)  # type: ignore[arg-type] # any field of it
    assert amiss(report) == [which]
    assert words in told(report)[which].advice


def test_a_check_counts_for_a_month() -> None:
    day = datetime(2026, 10, 1, 12, 0, tzinfo=NOW.tzinfo)
    report = replace(WELL, checked=Checked(day, ()))
    assert amiss(report, day.date() + timedelta(days=30)) == []
    assert amiss(report, day.date() + timedelta(days=31)) == ["Soundness"]


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 kB"), (4_096, "4 kB"), (10**6, "1.0 MB"), (1_234 * 10**9, "1,234.0 GB")]
)
def test_sizes_are_said_as_people_say_them(size: int, words: str) -> None:
    assert size_in_words(size) == words
