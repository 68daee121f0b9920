"""Builds the folder that installers wrap, and tries it where no source tree and no Python can help it."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import PyInstaller.__main__

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "dist" / "vrp-desktop"


def build() -> None:
    """Runs PyInstaller over the recipe beside this file."""
    PyInstaller.__main__.run(
        [
            str(ROOT / "installer" / "vrp-desktop.spec"),
            *("--noconfirm", "--clean", "--log-level", "WARN"),
            *("--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")),
        ]
    )


def try_it() -> None:
    """Makes the demo and its return with the bundle alone, so that resources, migrations and the
    encrypted store are found; stops with the bundle's own words where they are not."""
    program = BUNDLE / ("vrp-desktop.exe" if os.name == "nt" else "vrp-desktop")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    environment |= {"VRP_PASSPHRASE": "a passphrase for invented people"}
    with tempfile.TemporaryDirectory() as folder:

        def vrp(*arguments: str) -> str:
            done = subprocess.run(
                [str(program), *arguments], cwd=folder, env=environment, capture_output=True, text=True
            )
            if done.returncode:
                sys.exit(f"The bundle failed at “{' '.join(arguments)}”:\n{done.stdout}{done.stderr}")
            return done.stdout

        vrp("demo", "--store", "provider", "--people", "60", "--sessions", "120")
        listed = json.loads(vrp("return", "--store", "provider", "--list", "--json"))
        code, quarter = listed["interventions"][0]["code"], listed["quarters"][-2]
        vrp(
            "return",
            "--store",
            "provider",
            "--intervention",
            code,
            "--quarter",
            quarter,
            "--out",
            "r",
            "--final",
        )
        vrp("check", *(str(path) for path in (Path(folder) / "r").glob("*.xlsx")))
        vrp("import", "--store", "county", "--create", "r")
        vrp("consolidate", "--store", "county", "--quarter", quarter, "--out", "c")
        made = sorted(p.name for kind in ("r", "c") for p in (Path(folder) / kind).iterdir())
        print(f"The bundle alone made {', '.join(made)}.")
    size = sum(path.stat().st_size for path in BUNDLE.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"{BUNDLE.relative_to(ROOT)}: {size / 1e6:.0f} MB")


if __name__ == "__main__":
    build()
    try_it()
