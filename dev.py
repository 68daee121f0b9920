#!/usr/bin/env python3
"""Sets the project up on a bare machine and does what is asked: run, test, check, package, and more.

Standard library only, so that `python3 dev.py run` is all a stranger needs (Windows: `py dev.py run`).
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)

WINDOW = ["libglib2.0-0", "libegl1", "libgl1", "libxkbcommon0", "libfontconfig1", "libdbus-1-3"]
"""What Qt needs on Debian to draw at all, even offscreen."""
X11 = ["libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxkbcommon-x11-0"]
"""What it needs besides to show a window on X11."""
TESTS = [
    "xvfb",
    "xauth",
    "dbus",
    "dbus-x11",
    "at-spi2-core",
    "gir1.2-atspi-2.0",
    "python3-gi",
    "poppler-utils",
    "qpdf",
    "libreoffice-calc",
    "gcc",
    "libc6-dev",
]
"""Second programs that the tests read our files and our windows with, or make a disk that fails with."""


class Stop(Exception):  # noqa: N818 - it ends the command with words, it is not a fault of the code
    """Something the person has to do first; the words say what."""


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns its exit status."""
    top = argparse.ArgumentParser(
        description="Set up, run, test, check and package vrp-desktop.",
        epilog="\n".join(
            f"  {name:8} {(does.__doc__ or '').splitlines()[0]}" for name, does in COMMANDS.items()
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("command", choices=COMMANDS)
    top.add_argument("rest", nargs=argparse.REMAINDER, help="handed on to what the command starts")
    asked = top.parse_args(arguments)
    try:
        return COMMANDS[asked.command](asked.rest)
    except Stop as words:
        print(f"dev.py: {words}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# ---------------------------------------------------------------------------------------------- set-up


def set_up(lock: str) -> None:
    """Makes the virtual environment and installs the hashed lock into it, where that is not done yet."""
    if sys.version_info < OLDEST:
        raise Stop(
            f"Python {OLDEST[0]}.{OLDEST[1]} or later is needed; this is {sys.version.split()[0]}. "
            "Install a newer one and start dev.py with it."
        )
    _make_venv()
    wanted = hashlib.sha256((ROOT / "requirements" / f"{lock}.lock").read_bytes()).hexdigest()
    stamp = VENV / f".installed-{lock}"
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"dev.py: installing what requirements/{lock}.lock names (once; a few minutes) …", flush=True)
        _must(
            [
                *(str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
                *("--require-hashes", "--only-binary=:all:", "-r", f"requirements/{lock}.lock"),
            ],
            "The libraries could not be installed. Check the connection to the package registry, then again.",
        )
        stamp.write_text(wanted)


def _make_venv() -> None:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if PYTHON.exists() and _says([str(PYTHON), "-c", _VERSION]) == version:
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    try:
        import ensurepip  # noqa: F401 - only to see whether Debian left it out
    except ImportError:
        install_packages(["python3-venv"], "Python's own venv module")
    _must([sys.executable, "-m", "venv", str(VENV)], "The virtual environment .venv could not be made.")


_VERSION = "import sys; print(f'{sys.version_info[0]}.{sys.version_info[1]}')"


def install_packages(packages: Sequence[str], why: str, needed: bool = True) -> bool:
    """Installs Debian packages where that is allowed (root), else prints the exact line.

    Returns whether they were installed; stops where ``needed`` ones cannot be.
    """
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print(f"dev.py: installing {why}: {' '.join(packages)} …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _quietly(["apt-get", "update", "-qq"], environment)
        said = _quietly(line.split(), environment)
        if said is None:
            return True
        print(said, file=sys.stderr)
    words = f"{why} is missing. On Debian or Ubuntu:\n    sudo {line}"
    if needed:
        raise Stop(words)
    print(f"dev.py: {words}", file=sys.stderr)
    return False


def set_up_window(packages: Sequence[str], platform: str) -> None:
    """On Linux, sees to the libraries that Qt's platform ``offscreen`` or ``xcb`` is linked against."""
    stamp = VENV / f".window-{platform}"
    if not sys.platform.startswith("linux") or stamp.exists():
        return
    if not _window_opens(platform):
        install_packages(packages, "A system library that Qt's windows need")
        if not _window_opens(platform):
            raise Stop(
                "Qt still cannot load its libraries. This command names the missing one:\n"
                f"    ldd {VENV}/lib/python3*/site-packages/PySide6/Qt/plugins/platforms/libq{platform}.so"
            )
    stamp.touch()


def _window_opens(platform: str) -> bool:
    """Whether Qt's widgets load and the platform's plug-in finds its libraries; needs no display."""
    code = (
        "import ctypes, pathlib, PySide6.QtWidgets as w; "
        f"ctypes.CDLL(str(next(pathlib.Path(w.__file__).parent.rglob('libq{platform}.so'))))"
    )
    return subprocess.run([str(PYTHON), "-c", code], capture_output=True, check=False).returncode == 0


def set_up_tests() -> None:
    """Everything the tests use: the libraries of a window, and the second programs where that is allowed."""
    set_up("dev")
    set_up_window([*WINDOW, *X11], "offscreen")
    set_up_window([*WINDOW, *X11], "xcb")
    stamp = VENV / ".second-programs"
    if sys.platform.startswith("linux") and not stamp.exists():
        missing = [
            p
            for p in ("Xvfb", "pdfinfo", "qpdf", "soffice", "dbus-run-session", "gcc")
            if not shutil.which(p)
        ]
        accessible = (
            Path("/usr/lib/python3/dist-packages/gi").exists()
            and Path("/usr/libexec/at-spi-bus-launcher").exists()
        )
        if (missing or not accessible) and not install_packages(
            TESTS, "A second program that some tests use", needed=False
        ):
            print("dev.py: the tests that need it are left out, and say so.", file=sys.stderr)
            return
        stamp.touch()


# -------------------------------------------------------------------------------------------- commands


def run(rest: Sequence[str]) -> int:
    """Opens the window; with arguments runs that command; without a display does the main job."""
    set_up("run")
    if rest:
        return _call([str(PYTHON), "-m", "vrp_desktop", *rest])
    if _has_display():
        set_up_window([*WINDOW, *X11], "xcb")
        return _call([str(PYTHON), "-m", "vrp_desktop"])
    return main_job()


def main_job() -> int:
    """The main job without a window: demo data, the quarter's return, imported and consolidated."""
    out = Path("out") / "main-job"  # every command below runs in the project's folder
    if (ROOT / out).exists():
        shutil.rmtree(ROOT / out)
    (ROOT / out).mkdir(parents=True)
    words = "a passphrase for invented people"
    environment = {**os.environ, "VRP_PASSPHRASE": words}

    def vrp(*arguments: str) -> None:
        print(f"\n$ vrp-desktop {' '.join(arguments)}", flush=True)
        _must([str(PYTHON), "-m", "vrp_desktop", *arguments], "The main job stopped here.", environment)

    provider, county = str(out / "provider"), str(out / "commissioner")
    returns, picture = str(out / "returns"), str(out / "county")
    vrp("demo", "--store", provider)
    listed = _says(
        [str(PYTHON), "-m", "vrp_desktop", "return", "--store", provider, "--list", "--json"], environment
    )

    there = json.loads(listed)
    # The quarter before the present one: its return is the one that is due.
    quarter = there["quarters"][-2] if len(there["quarters"]) > 1 else there["quarters"][-1]
    for intervention in there["interventions"]:
        vrp(
            *("return", "--store", provider, "--intervention", intervention["code"]),
            *("--quarter", quarter, "--out", returns, "--final"),
        )
    vrp("check", *sorted(str(p.relative_to(ROOT)) for p in (ROOT / returns).glob("*.xlsx")))
    vrp("import", "--store", county, "--create", returns)
    vrp("consolidate", "--store", county, "--quarter", quarter, "--out", picture)
    vrp("return", "--template", "--out", str(out))
    print(
        f"\nThe main job is done; every file is in {out}:\n"
        "  provider/      a provider's encrypted store with invented people\n"
        "  returns/       the signed returns, as workbooks and PDFs\n"
        "  commissioner/  the commissioner's encrypted store they were imported into\n"
        "  county/        the county's picture of the quarter\n"
        "  and the empty return to be filled by hand.\n"
        f"Both stores open with the passphrase “{words}”.\n"
        "There is no display here, so no window was opened. On a desktop, `python3 dev.py run` opens it;\n"
        "over ssh, log in with `ssh -X`; to try it unseen, `xvfb-run python3 dev.py run`."
    )
    return 0


def test(rest: Sequence[str]) -> int:
    """Runs the tests, with the second programs they read our files with."""
    set_up_tests()
    return _call([str(PYTHON), "-m", "pytest", *(rest or ["-n", "2"])], _offscreen())


def check(rest: Sequence[str]) -> int:
    """Formatter, linter, import contracts, type checker, then the tests."""
    set_up_tests()
    for step in (
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "ruff", "check", "."],
        ["-c", "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"],
        ["-m", "mypy"],
    ):
        print(f"dev.py: {step[1] if step[0] == '-m' else 'import contracts'} …", flush=True)
        status = _call([str(PYTHON), *step])
        if status:
            return status
    return test(rest)


def bench(rest: Sequence[str]) -> int:
    """Runs the benchmarks: speed as ratios against a floor measured in the same run."""
    set_up_tests()
    files = sorted(str(path) for path in (ROOT / "tests" / "benchmarks").glob("bench_*.py"))
    return _call([str(PYTHON), "-m", "pytest", "-s", *(rest or files)], _offscreen())


def package(rest: Sequence[str]) -> int:
    """Builds the PyInstaller folder and tries it without the source tree."""
    set_up("dev")
    set_up_window(WINDOW, "offscreen")
    return _call([str(PYTHON), str(ROOT / "installer" / "build.py"), *rest])


def looks(rest: Sequence[str]) -> int:
    """Takes a picture of every screen, light and dark, at 1366×768 and 200 %, into out/looks."""
    set_up_tests()
    command = [str(PYTHON), "-m", "tests.ui.looks", *(rest or [str(ROOT / "out" / "looks")])]
    return _call(command if _has_display() else ["xvfb-run", "-a", "-s", "-screen 0 2800x1700x24", *command])


def audit(rest: Sequence[str]) -> int:
    """Asks whether a library that the locks name is known to be vulnerable (pip-audit)."""
    set_up("dev")
    # The dev lock names all that the run lock does. Strict: else what could not be looked up would pass.
    wanted = ["--strict", "--disable-pip", "--require-hashes", "-r", "requirements/dev.lock"]
    return _call([str(PYTHON), "-m", "pip_audit", *wanted, *rest])


def torture(rest: Sequence[str]) -> int:
    """Kills, power cuts, full disks, flipped bits: the table of durability (--short: a few of each)."""
    set_up_tests()
    return _call([str(PYTHON), "-m", "tests.torture", *rest])


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "package": package,
    "looks": looks,
    "torture": torture,
    "audit": audit,
}


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _offscreen() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def _call(command: Sequence[str], environment: dict[str, str] | None = None) -> int:
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _says(command: Sequence[str], environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    return done.stdout.strip()


def _quietly(command: Sequence[str], environment: dict[str, str]) -> str | None:
    """Runs a talkative program; returns what it said only where it failed."""
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    return None if done.returncode == 0 else done.stdout + done.stderr


def _must(command: Sequence[str], otherwise: str, environment: dict[str, str] | None = None) -> None:
    if _call(command, environment) != 0:
        raise Stop(otherwise)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
