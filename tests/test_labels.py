"""Nothing that the program says of people is a label: not in the window, in a file or in the help."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vrp_desktop.domain.wording import shipped_wording

HERE = Path(__file__).resolve().parents[1]
STANDING = {
    HERE / "resources" / "words" / "labels.json": "the labels themselves",
    HERE / "resources" / "strategy" / "interventions.json": "what services are called, by their own names",
}
"""Files that are not looked at, and why."""


def texts(path: Path) -> Iterator[str]:
    """Everything in a file that somebody could read."""
    if path.suffix == ".py":
        tree = ast.parse(path.read_text("utf-8"))
        yield from (
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
    elif path.suffix == ".json":
        yield from strings(json.loads(path.read_text("utf-8")))
    else:
        yield path.read_text("utf-8")


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


FILES = [
    path
    for folder, kinds in (("vrp_desktop", "*.py"), ("resources", "*.json"), ("resources", "*.md"))
    for path in sorted((HERE / folder).rglob(kinds))
    if path not in STANDING
]


@pytest.mark.parametrize("path", [*FILES, HERE / "README.md"], ids=lambda path: str(path.relative_to(HERE)))
def test_no_file_labels_anybody(path: Path) -> None:
    found = [hint.said for text in texts(path) for hint in shipped_wording().hints(text)]
    assert found == []


def test_a_label_would_be_found(tmp_path: Path) -> None:
    planted = tmp_path / "page.py"
    planted.write_text('title = "All offenders"\n', "utf-8")
    assert [hint.said for text in texts(planted) for hint in shipped_wording().hints(text)] == ["offenders"]
