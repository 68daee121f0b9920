"""Every control that can take the keyboard has a name, as a screen reader's library sees the real window."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SYSTEM_PYTHON = "/usr/bin/python3"
THERE = (
    all(shutil.which(name) for name in ("dbus-run-session", "xvfb-run"))
    and Path(SYSTEM_PYTHON).exists()
    and subprocess.run(
        [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"],
        capture_output=True,
        check=False,
    ).returncode
    == 0
)


@pytest.mark.skipif(not THERE, reason="needs dbus, xvfb, at-spi2-core, gir1.2-atspi-2.0 and python3-gi")
def test_everything_that_takes_the_focus_has_a_name() -> None:
    done = subprocess.run(
        [
            *("dbus-run-session", "--", "xvfb-run", "-a", "-s", "-screen 0 1400x900x24"),
            *(sys.executable, "-m", "tests.ui.accessible_window", SYSTEM_PYTHON),
        ],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    pages: dict[str, list[dict[str, str]]] = json.loads(done.stdout.splitlines()[-1])
    assert {
        "welcome",
        "sign-in",
        "home",
        "person",
        "register",
        "register: outreach",
        "register: training",
        "register: one person",
        "register: bands",
        "register: pasted",
        "returns",
        "commissioner: county",
    } <= pages.keys()
    for page, controls in pages.items():
        assert len(controls) >= 3, f"{page} shows nothing to a screen reader"
    nameless = [
        (page, c["role"], c["id"]) for page, controls in pages.items() for c in controls if not c["name"]
    ]
    assert nameless == []
