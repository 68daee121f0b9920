from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vrp_desktop.security import guesses
from vrp_desktop.security.guesses import GUESSES_FILE, TooSoon

MORNING = 1_800_000_000.0


def guess_wrong(folder: Path, times: int, now: float = MORNING) -> float:
    for _ in range(times):
        now += guesses.seconds_left(folder, now)
        guesses.begin(folder, now)
    return now


def test_three_are_free_then_it_doubles_up_to_five_minutes() -> None:
    waits = [guesses.wait_after(wrong) for wrong in (0, 1, 2, 3, 4, 5, 8, 9, 10, 10**6)]
    assert waits == [0, 0, 0, 5, 10, 20, 160, 300, 300, 300]


def test_the_wait_is_over_when_it_is_over(tmp_path: Path) -> None:
    guess_wrong(tmp_path, 3)
    with pytest.raises(TooSoon) as soon:
        guesses.begin(tmp_path, MORNING + 4.9)
    assert soon.value.seconds == 1
    guesses.begin(tmp_path, MORNING + 5)
    assert guesses.wrong_so_far(tmp_path) == 4


def test_a_right_one_clears_the_count(tmp_path: Path) -> None:
    guess_wrong(tmp_path, 20)
    guesses.right(tmp_path)
    guesses.right(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert guesses.seconds_left(tmp_path, MORNING) == 0


@settings(deadline=None, max_examples=40)
@given(jump=st.floats(-1e9, 1e9), wrong=st.integers(3, 30))
def test_however_the_clock_jumps_nobody_waits_longer_than_five_minutes(
    tmp_path_factory: pytest.TempPathFactory, jump: float, wrong: int
) -> None:
    folder = tmp_path_factory.mktemp("guesses")
    (folder / GUESSES_FILE).write_text(f'{{"wrong": {wrong}, "at": {MORNING}}}')
    now = MORNING + jump
    left = guesses.seconds_left(folder, now)
    assert 0 <= left <= guesses.wait_after(wrong) <= guesses.LONGEST_WAIT
    guesses.begin(folder, now + left)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"wrong": -4, "at": 1}',
        b'{"wrong": 9, "at": "soon"}',
        b'{"wrong": 9, "at": NaN}',
        b'{"wrong": 9, "at": Infinity}',
        b'{"wrong": Infinity, "at": 0}',
        b"[" * 900,
        bytes(2_000),
    ],
)
def test_a_file_that_makes_no_sense_keeps_nobody_out(tmp_path: Path, content: bytes) -> None:
    (tmp_path / GUESSES_FILE).write_bytes(content)
    assert guesses.seconds_left(tmp_path, MORNING) == 0
    guesses.begin(tmp_path, MORNING)
    assert guesses.wrong_so_far(tmp_path) == 1


def test_the_file_holds_counters_and_times_only(tmp_path: Path) -> None:
    guess_wrong(tmp_path, 2)
    assert (tmp_path / GUESSES_FILE).read_bytes() == b'{"wrong": 2, "at": 1800000000.0}'


def test_a_folder_that_cannot_be_written_counts_while_the_program_runs(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    now = guess_wrong(gone, 4)
    assert guesses.wrong_so_far(gone) == 4
    with pytest.raises(TooSoon) as soon:
        guesses.begin(gone, now)
    assert soon.value.seconds == 10
    guesses.right(gone)
    assert (guesses.wrong_so_far(gone), guesses.seconds_left(gone, now)) == (0, 0)
    assert list(tmp_path.iterdir()) == []


def test_a_clock_put_back_ends_the_wait_where_nothing_can_be_written(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    now = guess_wrong(gone, 4) - 1e6
    assert guesses.seconds_left(gone, now) == 10
    assert guesses.seconds_left(gone, now + 10) == 0


def test_what_was_counted_in_mind_gives_way_to_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    guess_wrong(folder, 2)
    folder.mkdir()
    guesses.begin(folder, MORNING)
    assert (folder / GUESSES_FILE).read_bytes() == b'{"wrong": 3, "at": 1800000000.0}'
    (folder / GUESSES_FILE).unlink()
    assert guesses.wrong_so_far(folder) == 0
