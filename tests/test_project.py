"""What holds for the whole project: the locks, the contracts, and that the contracts would notice."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("lock", ["run.lock", "dev.lock"])
def test_a_lock_holds_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text()
    assert "--hash=sha256:" in text
    assert not re.search(r"https?://|file:|^--", text, re.MULTILINE)


def test_what_runs_is_what_is_tested() -> None:
    def pins(lock: str) -> set[str]:
        return set(
            re.findall(r"^[\w.-]+==[^ \\;]+", (ROOT / "requirements" / lock).read_text(), re.MULTILINE)
        )

    assert pins("run.lock") <= pins("dev.lock")


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 dev.py run" in readme
    assert "python3 dev.py test" in readme


def test_nothing_names_the_folder_it_was_written_in() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    files = [ROOT / name for name in listed.stdout.splitlines()] or sorted(
        (ROOT / "vrp_desktop").rglob("*.py")
    )
    found = [
        path.name
        for path in files
        if path.suffix in {".py", ".md", ".toml", ".json", ".spec"}
        and path.exists()
        and str(ROOT) in path.read_text(encoding="utf-8")
    ]
    assert found == []


def _contracts(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c(['--no-cache'])"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_rooms_keep_their_contracts() -> None:
    done = _contracts(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("room", "breach"),
    [
        ("domain/age.py", "import PySide6.QtCore"),
        ("services/people.py", "import sqlalchemy"),
        ("ui/kit/work.py", "import vrp_desktop.db.store"),
        ("security/keys.py", "import vrp_desktop.domain.people"),
        ("services/returns.py", "import openpyxl"),
        ("domain/codes.py", "import vrp_desktop.services.people"),
        ("domain/plans.py", "import holidays"),
    ],
)
def test_a_planted_breach_is_noticed(tmp_path: Path, room: str, breach: str) -> None:
    shutil.copytree(
        ROOT / "vrp_desktop", tmp_path / "vrp_desktop", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = tmp_path / "vrp_desktop" / room
    planted.write_text(planted.read_text(encoding="utf-8") + f"\n{breach}\n", encoding="utf-8")
    done = _contracts(tmp_path)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout
