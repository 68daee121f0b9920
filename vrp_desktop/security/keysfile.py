"""The keys file and its twin: reading either, and writing both so that one of them is always whole."""

import hashlib
import json
from pathlib import Path
from typing import Any

from vrp_desktop.security.files import flush_folder, write_whole

KEYS_FILE = "store.keys"
TWIN_FILE = "store.keys.twin"
FILES = (KEYS_FILE, TWIN_FILE)

FORMAT = "vrp-desktop keys"
VERSION = 2
"""1: each slot wraps the store key itself. 2: see ``keys``."""

Content = dict[str, Any]

_LARGEST = 1_000_000
"""Bytes of a keys file: hundreds of users."""


def read(path: Path) -> Content | None:
    """The content, or None where the file is missing, torn or not a keys file."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    if len(raw) > _LARGEST:
        return None
    try:
        outer = json.loads(raw)
        content = outer["content"]
        sound = outer["sha256"] == _digest(content) and content["format"] == FORMAT and _is_sound(content)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return dict(content) if sound else None


def contents(folder: Path) -> list[Content]:
    """What the file and its twin hold, the newest first; one where they say the same."""
    kept: list[Content] = []
    for content in sorted(_found(folder).values(), key=lambda one: -int(one["generation"])):
        if content not in kept:
            kept.append(content)
    return kept


def is_outdated(content: Content, newer: Content) -> bool:
    """Whether the other one is of the same store and was written later: what was taken out of it since must
    not open any more."""
    return are_of_one_store(content, newer) and bool(content["generation"] < newer["generation"])


def are_of_one_store(one: Content, other: Content) -> bool:
    """Whether two contents are of the same store, at whatever time."""
    if "store" in one and "store" in other:
        return bool(one["store"] == other["store"])
    ids = {slot.get("id") for slot in one["slots"]}
    return any(slot.get("id") in ids for slot in other["slots"])


def are_alike(folder: Path) -> bool:
    """Whether file and twin are both whole and say the same."""
    found = list(_found(folder).values())
    return len(found) == len(FILES) and found[0] == found[1]


def write(folder: Path, content: Content) -> None:
    """Writes the twin, then the file. OSError leaves one of them whole, the old one or the new.

    A file of another store that lies in their place is put aside under another name, never overwritten."""
    raw = json.dumps({"content": content, "sha256": _digest(content)}, indent=1).encode()
    for name, found in _found(folder).items():
        if not are_of_one_store(found, content):
            _put_aside(folder / name)
    for name in (TWIN_FILE, KEYS_FILE):
        write_whole(folder / name, raw)


def _found(folder: Path) -> dict[str, Content]:
    found = {name: read(folder / name) for name in FILES}
    return {name: content for name, content in found.items() if content is not None}


def _put_aside(path: Path) -> None:
    number = 1
    while (aside := path.with_name(f"keys-of-another-store-{number}.keys")).exists():
        number += 1
    path.rename(aside)
    flush_folder(path.parent)


def _is_sound(content: Content) -> bool:
    if type(content["version"]) is not int or type(content["generation"]) is not int:
        return False
    if content["version"] > VERSION:
        # What is in it is not for this version to judge, but for finding which store it is of.
        content.setdefault("slots", [])
        return True
    slots = content["slots"]
    whole = isinstance(slots, list) and all(isinstance(slot, dict) for slot in slots)
    if content["version"] == 1:
        return whole
    return (
        whole
        and isinstance(content["store"], str)
        and isinstance(content["vouched"], dict)
        and isinstance(content["keys"], list)
        and bool(content["keys"])
        and all(isinstance(name, str) for name in [*content["keys"], *content["vouched"].values()])
    )


def _digest(content: Any) -> str:
    """Tells a torn file from a whole one. It is no protection: see ``keys``."""
    return hashlib.sha256(canonical(content)).hexdigest()


def canonical(content: Any) -> bytes:
    """The same bytes for the same content, whatever order it stands in."""
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
