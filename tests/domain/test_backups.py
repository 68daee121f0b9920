"""Which backups are kept: tried on every history that Hypothesis can think of, and on a year of use."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrp_desktop.domain import backups
from vrp_desktop.domain.backups import BEFORE, Kept, Reason

NOW = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)

moments = st.integers(-4_000 * 1_440, 4_000 * 1_440).map(lambda minutes: NOW + timedelta(minutes=minutes))
histories = st.lists(st.tuples(moments, st.sampled_from(Reason)), max_size=120).map(
    lambda made: [Kept(f"{n}", at, reason, n) for n, (at, reason) in enumerate(made)]
)


def kept(history: list[Kept], now: datetime = NOW) -> list[Kept]:
    gone = backups.superfluous(history, now)
    return [backup for backup in history if backup.name not in gone]


@given(histories, moments)
def test_the_newest_is_never_given_up(history: list[Kept], now: datetime) -> None:
    newest = backups.newest(history)
    assert newest is None if not history else newest in kept(history, now)


@given(histories, moments)
def test_no_more_is_kept_than_the_rule_says(history: list[Kept], now: datetime) -> None:
    ordinary = [
        b for b in kept(history, now) if b.reason not in BEFORE or abs(now - b.made_at) > backups.BEFORE_KEPT
    ]
    assert len(ordinary) <= backups.DAYS + backups.WEEKS + backups.MONTHS


@given(histories, moments)
def test_giving_up_twice_gives_up_nothing_more(history: list[Kept], now: datetime) -> None:
    once = kept(history, now)
    assert kept(once, now) == once


@given(histories, moments)
def test_the_order_in_a_folder_does_not_matter(history: list[Kept], now: datetime) -> None:
    assert backups.superfluous(history, now) == backups.superfluous(history[::-1], now)


@given(histories)
def test_what_was_made_before_something_large_is_kept_for_ninety_days(history: list[Kept]) -> None:
    lately = {b.name for b in history if b.reason in BEFORE and abs(NOW - b.made_at) <= timedelta(days=90)}
    assert lately.isdisjoint(backups.superfluous(history, NOW))


@given(histories, st.integers(-200, 200))
def test_what_a_former_key_sealed_goes_by_the_same_rule_and_is_gone_after_ninety_days(
    history: list[Kept], days: int
) -> None:
    ended = {backup.name: NOW - timedelta(days=days) for backup in history}
    gone = backups.outlived(history, ended, NOW)
    everything = {backup.name for backup in history}
    assert gone == (everything if abs(days) > 90 else backups.superfluous(history, NOW))


def test_a_year_of_use_leaves_twelve_days_ten_weeks_nine_months() -> None:
    """Every half hour of an evening, every evening, with the rotation after each."""
    left: list[Kept] = []
    number = 0
    for day in range(365, -1, -1):
        for half_hour in range(4):
            at = NOW - timedelta(days=day) + timedelta(minutes=30 * half_hour)
            number += 1
            left = kept([*left, Kept(f"{number}", at, Reason.CHANGES, number)], at)
    days = sorted({b.made_at.date() for b in left}, reverse=True)
    assert len(days) == len(left)
    assert days[:12] == [NOW.date() - timedelta(days=n) for n in range(12)]
    weeks = {d.isocalendar()[:2] for d in days}
    assert {(NOW - timedelta(weeks=n)).isocalendar()[:2] for n in range(10)} <= weeks
    months = {(d.year, d.month) for d in days}
    assert months == {(2026, m) for m in range(3, 12)}


def test_a_laptop_in_a_drawer_keeps_its_last_twelve_days() -> None:
    days = [Kept(f"{n}", NOW - timedelta(days=400 + n), Reason.CHANGES, 100 - n) for n in range(12)]
    assert kept(days) == days


def test_a_clock_that_was_years_ahead_does_not_make_a_backup_the_newest() -> None:
    ahead = Kept("ahead", NOW + timedelta(days=3650), Reason.CHANGES, 10)
    today = Kept("today", NOW, Reason.CHANGES, 11)
    assert backups.newest([ahead, today]) == today
    assert "today" not in backups.superfluous([ahead, today], NOW)


@pytest.mark.parametrize(
    ("minutes", "due"), [(0, False), (29, False), (30, True), (-1, True), (-5_000_000, True)]
)
def test_the_next_is_due_after_half_an_hour_whatever_the_clock_did(minutes: int, due: bool) -> None:
    assert backups.is_due(NOW - timedelta(minutes=minutes), NOW) is due


def test_without_one_the_next_is_due() -> None:
    assert backups.is_due(None, NOW)
    assert backups.rehearsal_is_due(None, NOW)


@pytest.mark.parametrize(("days", "due"), [(0, False), (29, False), (30, True), (-400, True)])
def test_the_rehearsal_is_due_monthly(days: int, due: bool) -> None:
    assert backups.rehearsal_is_due(NOW - timedelta(days=days), NOW) is due


@pytest.mark.parametrize(
    ("proven", "words"),
    [
        (None, "No backup has been proven yet"),
        (date(2026, 11, 17), "Backup proven Tuesday 17 November"),
        (date(2025, 12, 31), "No backup has been proven for 326 days"),
        (date(2026, 10, 16), "Backup proven Friday 16 October"),
        (date(2026, 10, 15), "No backup has been proven for 38 days"),
    ],
)
def test_the_quiet_line(proven: date | None, words: str) -> None:
    assert backups.proof_words(proven, date(2026, 11, 22)) == words


def test_in_january_the_year_is_said() -> None:
    words = backups.proof_words(date(2026, 12, 29), date(2027, 1, 4))
    assert words == "Backup proven Tuesday 29 December 2026"


@pytest.mark.parametrize(
    ("organisation", "number", "name"),
    [
        ("Northside Youth", 1, "northside-youth_2026-11-22T1900.vrpbackup"),
        ("Łódź / ../etc", 2, "lodz-etc_2026-11-22T1900-2.vrpbackup"),
        ("", 1, "store_2026-11-22T1900.vrpbackup"),
        ("青年", 1, "store_2026-11-22T1900.vrpbackup"),
    ],
)
def test_a_file_is_named_after_the_organisation(organisation: str, number: int, name: str) -> None:
    assert backups.file_name(organisation, NOW, number) == name
