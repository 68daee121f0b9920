"""Every trial of ``dev.py torture`` a few times, and that a trial would notice."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.torture import harm, power
from tests.torture.disk import run_on
from tests.torture.trials import TRIALS, Trial
from tests.torture.writing import Seen, a_store
from vrp_desktop.db.store import STORE_FILE

NEEDS_A_DISK = (power.cut, power.cut_while_removing, harm.full_disk)
THERE = sys.platform.startswith("linux") and shutil.which("gcc") is not None
needs_gcc = pytest.mark.skipif(not THERE, reason="the disk that can fail is compiled with gcc, on Linux")


@pytest.mark.parametrize(
    "trial",
    [
        pytest.param(trial, id=trial.run.__name__, marks=needs_gcc if trial.run in NEEDS_A_DISK else ())
        for trial in TRIALS
    ],
)
def test_a_trial_holds(trial: Trial, tmp_path: Path) -> None:
    outcome = trial.run(tmp_path, trial.few)
    assert outcome.held, outcome.said


@needs_gcc
def test_a_store_that_does_not_wait_for_the_disk_is_found_out(tmp_path: Path) -> None:
    outcome = power.cut(tmp_path, 30, careless=True)
    assert not outcome.held
    assert " 0 lost" not in outcome.said


def test_a_store_that_has_lost_something_is_found_out(tmp_path: Path) -> None:
    ids = a_store(tmp_path / "store", people=5)
    seen = Seen()
    seen.look(tmp_path / "store", ids)
    assert seen.held
    seen.look(tmp_path / "store", [*ids, "another"])
    assert seen.lost == 1
    path = tmp_path / "store" / STORE_FILE
    bent = bytearray(path.read_bytes())
    bent[-1] ^= 1
    path.write_bytes(bent)
    seen.look(tmp_path / "store", ids)
    assert seen.damaged == 1


@needs_gcc
def test_a_full_disk_lets_somebody_sign_in_and_look(provider_folder: Path) -> None:
    said = run_on(provider_folder, "-m", "tests.torture.signing_in", provider_folder)
    assert said.splitlines() == ["looked", "told", "slowed down", "looked", "told", "saved"]
