"""Finds the files that are shipped with the program: words, codes, fonts, icons, the standard."""

from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent


def folder(*parts: str) -> Path:
    """The path of a shipped file or folder, in a source tree, an installed wheel or a bundle alike."""
    packed = _HERE / "resources"
    root = packed if packed.is_dir() else _HERE.parent / "resources"
    return root.joinpath(*parts)


@cache
def read_json(*parts: str) -> Any:
    """A shipped JSON file, read once. The caller must not change what it gets."""
    import json  # Here, because the window's first page needs none of it.

    return json.loads(folder(*parts).read_text(encoding="utf-8"))
