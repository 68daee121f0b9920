"""A program that is killed while a document stands open leaves it loose until its next start, no longer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.reading import WORDS


def loose(folder: Path) -> list[str]:
    """The files in which the document's words stand in clear."""
    return [path.name for path in folder.rglob("*") if path.is_file() and WORDS.encode() in path.read_bytes()]


@pytest.mark.slow
def test_the_next_start_wipes_what_a_killed_program_had_open(tmp_path: Path, provider_folder: Path) -> None:
    home = tmp_path / "home"
    (home / "tmp").mkdir(parents=True)
    environment = {
        **os.environ,
        "HOME": str(home),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(home / "tmp")),
        **{f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "STATE")},
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, "-m", "tests.journeys.reading"]

    def start() -> None:
        done = subprocess.run(
            [*command, "start"], env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr[-2_000:]

    with subprocess.Popen(
        [*command, "read", provider_folder],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reading:
        assert reading.stdout is not None
        path = Path(reading.stdout.readline().strip())
        try:
            assert path.is_relative_to(home / "tmp")
            # Another start leaves alone what somebody is reading.
            start()
            assert path.read_text("utf-8") == WORDS
        finally:
            reading.kill()
    assert loose(home) == [path.name]
    start()
    assert loose(home) == []
    assert list((home / "tmp").iterdir()) == []
    assert loose(provider_folder) == []
