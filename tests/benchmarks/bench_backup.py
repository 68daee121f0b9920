"""A store of over 100 MB is backed up and proven within 15 s; neither a clock nor the window waits for it."""

import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.benchmarks.conftest import Town
from vrp_desktop.db.models import session
from vrp_desktop.services.backups import BackedUp
from vrp_desktop.ui.kit import theme
from vrp_desktop.ui.kit.work import Work
from vrp_desktop.ui.shell.frame import Frame
from vrp_desktop.ui.shell.screens import PROVIDER

SECONDS, STALL, MEGABYTES, ROUNDS = 15, 0.100, 104, 5


@pytest.fixture
def heavy(town: Town) -> Town:
    """The town, with notes until its store is as large as asked for."""
    workspace = town.provider.workspace
    missing = MEGABYTES * 1_000_000 - (workspace.folder / "store.db").stat().st_size
    with workspace.store.writing(workspace.actor.id, workspace.clock) as tx:
        given = tx.rows(session.select().limit(1))[0]
        while missing > 0:
            rows = [{**given, "id": None, "note": os.urandom(3_000).hex()} for _ in range(500)]
            tx.insert_many(session, rows)
            missing -= 500 * 2 * 6_000  # It stands in the row and in the journal.
    workspace.store.checkpoint()
    assert (workspace.folder / "store.db").stat().st_size > MEGABYTES * 1_000_000
    return town


def test_a_backup_of_a_hundred_megabytes(benchmark: Any, heavy: Town) -> None:
    longest: list[float] = []

    def back_up() -> BackedUp:
        with _beating() as gaps:
            made = heavy.provider.backups.back_up()
        longest.append(max(gaps))
        return made

    made: BackedUp = benchmark.pedantic(back_up, rounds=ROUNDS)
    assert made.size > MEGABYTES * 1_000_000
    assert benchmark.stats.stats.median < SECONDS
    _hold(benchmark, longest)


def test_the_window_goes_on_beside_it(benchmark: Any, heavy: Town, qapp: QApplication, qtbot: QtBot) -> None:
    """The real frame with a register open, and a backup as the page of backups makes one."""
    theme.start(qapp, theme.Choice.LIGHT)
    services, work, longest = heavy.provider, Work(), []
    frame = Frame(services, PROVIDER, work, "Sam Okafor")
    qtbot.addWidget(frame)
    frame.show()
    frame.go("register", session_id=heavy.session_id)
    qtbot.waitUntil(lambda: not work.is_busy(), timeout=20_000)

    def back_up() -> None:
        gaps: list[float] = []
        last = time.perf_counter()

        def beat() -> None:
            nonlocal last
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

        timer = QTimer(frame, interval=5, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(beat)
        timer.start()
        work.long(lambda job: services.backups.back_up(None, job.progress, job.cancelled), beside=True)
        qtbot.waitUntil(lambda: not work.is_busy(), timeout=120_000)
        timer.stop()
        longest.append(max(gaps))

    benchmark.pedantic(back_up, rounds=ROUNDS)
    work.close()
    _hold(benchmark, longest)


def _hold(benchmark: Any, longest: list[float]) -> None:
    waits = [round(1_000 * gap) for gap in longest]
    benchmark.extra_info["longest waits of a clock beside it, in ms"] = waits
    # What the program does wrong it does most times; what a busy computer does, some of the times.
    assert statistics.median(longest) < STALL, waits


@contextmanager
def _beating() -> Iterator[list[float]]:
    """A clock in a thread of its own; the times between its beats, in seconds."""
    gaps: list[float] = []
    ended = threading.Event()

    def beat() -> None:
        last = time.perf_counter()
        while not ended.wait(0.005):
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

    beside = threading.Thread(target=beat)
    beside.start()
    try:
        yield gaps
    finally:
        ended.set()
        beside.join()
