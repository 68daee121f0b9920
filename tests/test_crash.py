"""Reports of faults say where and never what."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vrp_desktop import crash

CANARY = "Zebedee Quillfeather"


def fails(name: str) -> BaseException:
    """An error as they come: the name in its text, in a variable, and in the error before it."""
    rooms: dict[str, str] = {}
    try:
        try:
            rooms[name] = rooms[name]
        except KeyError as first:
            raise ValueError(f"no room for {name}") from first
    except ValueError as error:
        return error
    raise AssertionError


def test_a_report_tells_the_way_and_not_a_word_of_what_was_in_hand() -> None:
    told = crash.report(fails(CANARY))
    assert re.search(r"^ValueError\n  tests\.test_crash:\d+ fails$", told, re.MULTILINE)
    assert re.search(r"^KeyError\n  tests\.test_crash:\d+ fails$", told, re.MULTILINE)
    assert "vrp-desktop 0." in told
    for word in (*CANARY.split(), "room", str(Path(__file__).parent), Path.home().name or "root"):
        assert word not in told


def test_an_error_that_was_never_raised_and_one_without_end_are_told_too() -> None:
    def deeper(left: int) -> int:
        return deeper(left - 1)

    with pytest.raises(RecursionError) as raised:
        deeper(1)
    assert len(crash.report(raised.value).splitlines()) < 100
    assert crash.report(ValueError(CANARY)).endswith("ValueError\n")
    loop = ValueError("first")
    loop.__context__ = KeyError("second")
    loop.__context__.__context__ = loop
    assert crash.report(loop).endswith("ValueError\nKeyError\n")


def test_the_newest_reports_are_kept_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "faults"
    written = [crash.write(folder, fails(CANARY)) for _ in range(crash.KEPT + 3)]
    assert crash.reports(folder) == written[3:]
    last = crash.reports(folder)[-1]
    assert CANARY not in last.read_text(encoding="utf-8")
    if sys.platform != "win32":
        assert last.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_no_second_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert crash.write(tmp_path / "file" / "faults", fails(CANARY)) is None


LOOSE = """
import sys, threading
from vrp_desktop import crash

def fail(name):
    raise ValueError(name)

class Passing:
    def __del__(self):
        fail(sys.argv[1])

crash.catch(lambda error: print(type(error).__name__, flush=True))
thread = threading.Thread(target=fail, args=sys.argv[1:])
thread.start()
thread.join()
passing = Passing()
del passing
fail(sys.argv[1])
"""


def test_nothing_that_nobody_caught_reaches_the_error_stream() -> None:
    done = subprocess.run([sys.executable, "-c", LOOSE, CANARY], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split(), done.stderr) == (1, ["ValueError"] * 3, "")


def test_a_command_with_a_fault_tells_no_more() -> None:
    script = f"""
import sys
from vrp_desktop import __main__
from vrp_desktop.cli import main as commands
def fail(arguments): raise ValueError({CANARY!r})
commands.main = fail
sys.argv = ["vrp-desktop", "demo"]
sys.exit(__main__.main())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "ValueError\n" in done.stderr
    assert CANARY not in done.stderr


def test_the_window_s_faults_are_reported_beside_the_stores(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vrp_desktop import app
    from vrp_desktop.ui.kit import preferences

    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "preferences"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    QStandardPaths.setTestModeEnabled(False)
    monkeypatch.setattr(app, "QApplication", lambda _: qapp)
    _, window = app.start([])
    qtbot.addWidget(window)
    for _ in range(2):
        window.work.crashed.emit(fails(CANARY))
    assert len(crash.reports(preferences.usual_folder(preferences.FAULTS))) == 2
    assert str(preferences.usual_folder(preferences.FAULTS)).startswith(str(tmp_path))
    window.close()


def test_what_python_does_by_itself_would_tell(capfd: pytest.CaptureFixture[str]) -> None:
    """Why the hooks are needed."""
    sys.__excepthook__(ValueError, ValueError(CANARY), None)
    assert CANARY in capfd.readouterr().err
