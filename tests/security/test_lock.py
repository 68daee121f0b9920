import subprocess
import sys
from pathlib import Path

import pytest

from vrp_desktop.security.lock import InUse, StoreLock

HOLD = """
import sys
from pathlib import Path
from vrp_desktop.security.lock import StoreLock
lock = StoreLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_one_at_a_time_in_one_program(tmp_path: Path) -> None:
    lock = StoreLock(tmp_path)
    with pytest.raises(InUse):
        StoreLock(tmp_path)
    lock.release()
    lock.release()
    StoreLock(tmp_path).release()


def test_another_program_keeps_it_until_it_dies(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(InUse):
            StoreLock(tmp_path)
        other.kill()
        other.wait()
    StoreLock(tmp_path).release()


def test_a_folder_that_is_not_there_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        StoreLock(tmp_path / "gone")
