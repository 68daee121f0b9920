"""Walks the window as a screen reader would, and prints every control that can take the focus, as JSON lines.

Run by the system's Python (it has the ``gi`` bindings, the virtual environment has not), with the
application's name as argument; each line on standard input asks for one walk, and gets one line of answer.
"""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402 - the version has to be chosen first

PATIENCE = 20.0
DEEPEST = 60


def application(name: str) -> Any:
    """The application in the desktop's tree; waits until it has introduced itself."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_name() == name and child.get_child_count():
                return child
        time.sleep(0.1)
    raise SystemExit(f"no application called {name} on the accessibility bus")


def walk(node: Any, depth: int = 0) -> Iterator[dict[str, str]]:
    """Every showing, focusable control below a node: its role, name and identifier."""
    if node is None or depth > DEEPEST:
        return
    states = node.get_state_set()
    if depth > 1 and not states.contains(Atspi.StateType.SHOWING):
        return
    if states.contains(Atspi.StateType.FOCUSABLE) and states.contains(Atspi.StateType.SENSITIVE):
        labels = [
            target.get_name()
            for relation in node.get_relation_set()
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY
            for target in (relation.get_target(i) for i in range(relation.get_n_targets()))
            if target is not None
        ]
        yield {
            "role": node.get_role_name(),
            "name": (node.get_name() or "").strip() or " ".join(labels).strip(),
            "id": node.get_accessible_id() or "",
        }
    if states.contains(Atspi.StateType.MANAGES_DESCENDANTS):
        return
    for i in range(min(node.get_child_count(), 400)):
        yield from walk(node.get_child_at_index(i), depth + 1)


if __name__ == "__main__":
    root = application(sys.argv[1])
    for _ in sys.stdin:
        root.clear_cache()
        print(json.dumps(list(walk(root))), flush=True)
