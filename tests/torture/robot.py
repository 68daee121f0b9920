"""A robot at the real register, killed at any moment: what it typed two seconds before is there."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import Any

from tests.builders import a_session, an_intervention, enrolled
from tests.conftest import Template, made
from tests.torture.outcome import Outcome
from vrp_desktop.db.integrity import check
from vrp_desktop.db.store import Store
from vrp_desktop.domain.permissions import StoreKind
from vrp_desktop.domain.sessions import Mark
from vrp_desktop.services.provider import Provider
from vrp_desktop.services.workspace import Workspace

AT_MOST = 2.0
"""Seconds of typing that may be missing."""
_EVERY = 0.015
"""Seconds between two acts of the robot."""
_LONGEST = 3.5
_PATIENCE = 120.0
_LETTERS = "abcdefghij klmno"
_NAMES = ("Ana", "Ben", "Céline", "Dawud", "Efe", "Fatima", "Gráinne", "Hari")


@dataclass
class Typed:
    """What the robot did: by what it touched, each state with the second at which it was asked for."""

    states: dict[str, list[tuple[float, Any]]] = field(default_factory=dict)
    acts: list[float] = field(default_factory=list)

    def note(self, at: float, what: str, state: Any) -> None:
        self.states.setdefault(what, []).append((at, state))

    def allowed(self, what: str, killed_at: float) -> list[Any]:
        """The states in which it may be found: the last one that is old enough, and all after it."""
        old_enough = killed_at - AT_MOST - self._stalled(killed_at)
        older = [state for at, state in self.states.get(what, ()) if at <= old_enough]
        later = [state for at, state in self.states.get(what, ()) if at > old_enough]
        return [*(older[-1:] or [None]), *later]

    def _stalled(self, killed_at: float) -> float:
        """Seconds in which the computer let the program do nothing at all; they are not the program's."""
        lately = [at for at in self.acts if at > killed_at - 2 * AT_MOST] + [killed_at]
        gaps = (after - before for before, after in pairwise(lately))
        return sum(gap for gap in gaps if gap > 10 * _EVERY)


def at_the_register(folder: Path, times: int) -> Outcome:
    """Kills the program while a robot marks, counts and types; then looks at what is in the store."""
    template = made(folder / "template", StoreKind.PROVIDER)
    chance = random.Random(7)
    acts = missing = damaged = 0
    for number in range(times):
        store = folder / f"store {number}"
        session_id = _an_evening(template, store)
        typed, killed_at = _killed(template, store, session_id, number, chance.uniform(0.5, _LONGEST))
        acts += len(typed.acts)
        lost, whole = _look(template, store, session_id, typed, killed_at)
        missing += lost
        damaged += not whole
        shutil.rmtree(store)
    said = f"{acts:,} keys; {missing} older than {AT_MOST:.0f} s missing, {damaged} damaged"
    return Outcome(
        "killed while a robot types", times, said, not missing and not damaged and acts > 20 * times
    )


def _an_evening(template: Template, folder: Path) -> str:
    shutil.copytree(template.folder, folder)
    workspace = _opened(template, folder)
    provider = Provider(workspace)
    boxing = provider.interventions.add(an_intervention()).id
    enrolled(provider, boxing, *_NAMES)
    session_id = provider.sessions.log(a_session(boxing, workspace.today)).id
    workspace.close()
    return session_id


def _opened(template: Template, folder: Path) -> Workspace:
    return Workspace(folder, Store.open(folder, template.key), template.actor)


def _killed(
    template: Template, folder: Path, session_id: str, seed: int, after: float
) -> tuple[Typed, float]:
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_type, args=(template, folder, session_id, seed, theirs))
    process.start()
    theirs.close()
    if not ours.poll(_PATIENCE) or ours.recv() != "begun":
        raise TimeoutError("the robot does not begin")
    typed = Typed()

    def listen(until: Callable[[], bool]) -> None:
        while not until():
            if ours.poll(0.01):
                at, what, state = ours.recv()
                typed.acts.append(at)
                if what:
                    typed.note(at, what, state)

    end = monotonic() + after
    listen(lambda: monotonic() >= end)
    killed_at = monotonic()
    process.kill()
    with suppress(EOFError, OSError):
        listen(lambda: False)
    process.join()
    ours.close()
    return typed, killed_at


def _look(
    template: Template, folder: Path, session_id: str, typed: Typed, killed_at: float
) -> tuple[int, bool]:
    """How many states are older than they may be, and whether the store is whole."""
    workspace = _opened(template, folder)
    provider = Provider(workspace)
    try:
        whole = not check(workspace.store) and provider.audit.verify().broken is None
        register = provider.registers.read(session_id)
        draft = provider.drafts.of("register", session_id)
        found: dict[str, list[Any]] = {
            f"mark {row.person_id}": [row.mark and row.mark.value] for row in register.rows
        }
        found["heads"] = [register.heads or None]
        found["note"] = [register.session.details.note or None, *(_texts(draft.fields) if draft else ())]
        late = [
            what
            for what, states in found.items()
            if not set(states) & {state or None for state in typed.allowed(what, killed_at)}
        ]
        return len(late), whole
    finally:
        workspace.close()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)


def _type(template: Template, folder: Path, session_id: str, seed: int, pipe: Connection) -> None:
    """The program that is killed: the window, and hands that do not rest."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from vrp_desktop.ui.kit import theme
    from vrp_desktop.ui.kit.work import Work
    from vrp_desktop.ui.sessions.register_screen import RegisterScreen
    from vrp_desktop.ui.shell.frame import Frame
    from vrp_desktop.ui.shell.screens import PROVIDER

    application = QApplication([])
    theme.start(application, theme.Choice.LIGHT)
    workspace = _opened(template, folder)
    frame = Frame(Provider(workspace), PROVIDER, Work(), "Sam Okafor")
    frame.resize(1366, 768)
    frame.show()
    frame.go("register", session_id=session_id)
    screen = frame.shown()
    assert isinstance(screen, RegisterScreen)
    chance = random.Random(seed)
    keys = [Qt.Key.Key_Space, Qt.Key.Key_L, Qt.Key.Key_E, Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_Backspace]
    last = {"begun": False}

    def tell(what: str, state: Any) -> None:
        pipe.send((monotonic(), what, state))

    def asked(person_id: str, mark: Mark | None) -> None:
        tell(f"mark {person_id}", mark and mark.value)

    def act() -> None:
        if not last["begun"]:
            if screen.model.rowCount() == len(_NAMES):
                last["begun"] = True
                pipe.send("begun")
            return
        tell("", None)
        what = chance.random()
        if what < 0.5:
            screen.people.setCurrentIndex(screen.model.index(chance.randrange(len(_NAMES))))
            QTest.keyClick(screen.people, chance.choice(keys))
        elif what < 0.95:
            QTest.keyClicks(screen.note.control(), chance.choice(_LETTERS))
            tell("note", screen.note.value())
        else:
            cell = screen.heads.model.index(chance.randrange(4), chance.randrange(2))
            screen.heads.model.setData(cell, str(chance.randrange(1, 9)))
            tell("heads", sum(count.count for count in screen.heads.counts()))

    screen.model.mark_requested.connect(asked)
    timer = QTimer(interval=round(_EVERY * 1_000))
    timer.timeout.connect(act)
    timer.start()
    application.exec()
