"""Commands as programs call them: arguments in, exit status, answer and error stream out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from vrp_desktop.cli.main import main

PASSPHRASE = "seven quiet boxing gloves"


@dataclass(frozen=True)
class Answer:
    """What a command left: its exit status, its answer and its error stream."""

    status: int
    out: str
    err: str

    @property
    def plain(self) -> Any:
        """The answer of --json."""
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs one command with the passphrase in the variable."""
    monkeypatch.setenv("VRP_PASSPHRASE", PASSPHRASE)

    def run_it(*arguments: str | Path) -> Answer:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            status = int(ended.code or 0)
        out, err = capsys.readouterr()
        return Answer(status, out, err)

    return run_it


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo provider with the test's passphrase. Tests open it one after another."""
    from vrp_desktop.services import demo

    folder = tmp_path_factory.mktemp("demo") / "store"
    demo.make(folder, PASSPHRASE, people=30, sessions=40, quarters=2).close()
    return folder
