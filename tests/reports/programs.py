"""Programs that are not ours, to read back what was written."""

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest


def needed(name: str) -> str:
    """The program's path; the test is left out, with the reason, where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed on this machine")
    return found


def run(*command: str) -> str:
    """A program's answer; its failure is the test's."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
    return done.stdout


def by_libreoffice(source: Path, to: str, folder: Path) -> Path:
    """A workbook as LibreOffice saves it again."""
    office = needed("soffice")
    folder.mkdir(exist_ok=True)
    profile = (folder / "profile").resolve().as_uri()
    run(
        office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", to, "--outdir",
        str(folder), str(source),
    )  # fmt: skip
    return folder / f"{source.stem}.{to}"


@dataclass
class TableRead:
    """A table of a PDF's structure: the heading above it, and its rows' cells, each with kind and text."""

    heading: str
    about: str
    rows: list[list[tuple[str, str]]] = field(default_factory=list)

    @property
    def texts(self) -> list[list[str]]:
        return [[text for _, text in row] for row in self.rows]


def tables_of(pdf: Path) -> list[TableRead]:
    """Every table, as an assistive program finds it in the structure tree."""
    found: list[TableRead] = []
    heading = paragraph = kind = ""
    for line in run(needed("pdfinfo"), "-struct-text", str(pdf)).splitlines():
        word = line.strip()
        if word.startswith('"'):
            text = word[1:-1]
            if kind.startswith("H"):
                heading, paragraph = text, ""
            elif kind == "P":
                paragraph = text
            elif kind in ("TH", "TD"):
                # A cell that goes on over the page is told in pieces.
                _, before = found[-1].rows[-1][-1]
                found[-1].rows[-1][-1] = (kind, before + text)
        elif not word.startswith("/"):
            kind = re.split(r"[ :]", word)[0]
            if kind == "Table":
                found.append(TableRead(heading, paragraph))
            elif kind == "TR":
                found[-1].rows.append([])
            elif kind in ("TH", "TD"):
                found[-1].rows[-1].append((kind, ""))
    return found
