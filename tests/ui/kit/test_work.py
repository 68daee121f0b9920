"""Calls leave the window's thread and their answers come back to it."""

import threading
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Settled
from vrp_desktop.domain.changes import Changes, Saved, Topic
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.ui.kit.work import Job, Work

HERE = threading.get_ident


def refuse() -> None:
    raise Refused("No.")


def fail() -> None:
    raise Trouble("The disk is full.")


def crash() -> None:
    raise ZeroDivisionError("Ana is 12")


class Emitter(QObject):
    said = Signal(bool)


def test_five_thousand_signals_do_not_bring_the_program_down(qapp: Any) -> None:
    # PySide6 6.12.0 lost a reference to True at every emit() and aborted within 600 on Python 3.11.
    emitter = Emitter()
    heard: list[bool] = []
    emitter.said.connect(heard.append)
    for _ in range(5_000):
        emitter.said.emit(True)
    assert heard == [True] * 5_000


def test_a_read_runs_elsewhere_and_answers_here(work: Work, settled: Settled) -> None:
    threads: list[int] = []
    work.read(HERE, threads.append)
    work.read(HERE, lambda _: threads.append(HERE()))
    settled()
    assert HERE() in threads
    assert any(thread != HERE() for thread in threads)


def test_saves_run_one_after_the_other_in_order(work: Work, settled: Settled) -> None:
    running, most, order = 0, 0, []

    def save(number: int) -> Saved:
        nonlocal running, most
        running += 1
        most = max(most, running)
        order.append(number)
        running -= 1
        return Saved(str(number), Changes.in_(Topic.PEOPLE))

    for number in range(200):
        work.save(lambda number=number: save(number))  # type: ignore[misc]  # mypy cannot see a default
    settled()
    assert order == list(range(200))
    assert most == 1


def test_what_a_save_changed_is_told_after_its_answer(work: Work, settled: Settled) -> None:
    told: list[object] = []
    work.changed.connect(told.append)
    work.saved.connect(lambda at: told.append("saved" if at.tzinfo else "no zone"))
    work.save(lambda: Saved("1", Changes.in_(Topic.PEOPLE)), lambda saved: told.append(saved.id))
    settled()
    assert told == ["saved", "1", Changes.in_(Topic.PEOPLE)]


def test_changes_can_be_named_where_the_answer_does_not(work: Work, settled: Settled) -> None:
    told: list[object] = []
    work.changed.connect(told.append)
    work.save(lambda: None, changes=Changes.in_(Topic.RECEIVED))
    settled()
    assert told == [Changes.in_(Topic.RECEIVED)]


def test_a_refusal_goes_to_who_asked_and_nothing_counts_as_saved(work: Work, settled: Settled) -> None:
    said: list[str] = []
    work.refused.connect(lambda refused: said.append("nobody took it"))
    work.saved.connect(lambda _: said.append("saved"))
    work.save(
        refuse,
        lambda _: said.append("done"),
        lambda r: said.append(str(r)),
        always=lambda: said.append("end"),
    )
    settled()
    assert said == ["No.", "end"]


def test_a_refusal_that_nobody_takes_is_told(work: Work, settled: Settled) -> None:
    said: list[str] = []
    work.refused.connect(lambda refused: said.append(str(refused)))
    work.read(refuse, lambda _: None)
    settled()
    assert said == ["No."]


def test_trouble_and_bugs_have_signals_of_their_own(qtbot: QtBot) -> None:
    work, said = Work(), []
    work.trouble.connect(lambda error: said.append(("trouble", str(error))))
    work.crashed.connect(lambda error: said.append(("crash", type(error).__name__)))
    work.save(fail, failed=lambda _: said.append(("failed", "")))
    work.save(crash, failed=lambda _: said.append(("failed", "")))
    qtbot.waitUntil(lambda: not work.is_busy())
    work.close()
    assert said == [("trouble", "The disk is full."), ("crash", "ZeroDivisionError")]


def test_an_answer_for_an_owner_that_is_gone_is_dropped(work: Work, qtbot: QtBot, settled: Settled) -> None:
    go_on = threading.Event()
    told: list[object] = []
    owner = QObject()
    work.read(go_on.wait, told.append, owner=owner)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    go_on.set()
    settled()
    assert told == []


def test_only_the_latest_of_the_same_name_is_answered(work: Work, settled: Settled) -> None:
    go_on = threading.Event()
    told: list[object] = []
    owner = QObject()

    def slow() -> str:
        go_on.wait()
        return "a"

    work.read(slow, told.append, owner=owner, latest="find")
    work.read(lambda: "an", told.append, owner=owner, latest="find")
    work.read(lambda: "other", told.append, owner=owner)
    go_on.set()
    settled()
    assert sorted(map(str, told)) == ["an", "other"]


def test_busy_says_what_is_running_and_falls_silent(work: Work, settled: Settled) -> None:
    said: list[str] = []
    work.busy.connect(said.append)
    work.save(lambda: None, saying="Saving the register")
    assert work.is_saving()
    settled()
    assert said == ["Saving the register", ""]
    assert not work.is_saving()


def test_long_work_tells_how_far_it_is_and_can_be_stopped(work: Work, settled: Settled) -> None:
    told: list[tuple[int, int, str]] = []
    begun = threading.Event()
    stopped: list[str] = []

    def call(job: Job) -> str:
        job.progress(1, 3, "one.xlsx")
        begun.set()
        while not job.cancelled():
            pass
        return "stopped"

    work.progressed.connect(lambda job, done, total, what: told.append((done, total, what)))
    job = work.long(call, stopped.append)
    begun.wait()
    job.cancel()
    settled()
    assert stopped == ["stopped"]
    assert told == [(1, 3, "one.xlsx")]


def test_the_last_call_comes_after_every_save_and_read(work: Work, settled: Settled) -> None:
    order: list[str] = []
    go_on = threading.Event()

    def slow_read() -> None:
        go_on.wait()
        order.append("read")

    work.read(slow_read, lambda _: None)
    work.save(lambda: order.append("save"))
    work.finish(lambda: order.append("closed"))
    go_on.set()
    settled()
    assert order[-1] == "closed"
    assert sorted(order) == ["closed", "read", "save"]


def test_closing_waits_for_every_save_that_was_asked_for(qapp: Any) -> None:
    work, done = Work(), []
    for number in range(50):
        work.save(lambda number=number: done.append(number))  # type: ignore[misc]  # mypy cannot see a default
    work.close()
    assert done == list(range(50))


@pytest.mark.parametrize("lane", ["read", "save"])
def test_the_window_goes_on_while_work_is_done(work: Work, qtbot: QtBot, settled: Settled, lane: str) -> None:
    go_on, ticks = threading.Event(), []
    getattr(work, lane)(go_on.wait, lambda _: ticks.append("answer"))
    qtbot.wait(1)
    ticks.append("tick")
    go_on.set()
    settled()
    assert ticks == ["tick", "answer"]


def test_after_closing_nothing_is_begun(qapp: Any) -> None:
    work = Work()
    work.close()
    work.read(crash, lambda _: None)
    assert not work.is_busy()


@pytest.mark.parametrize(("call", "signal"), [(refuse, "refused"), (fail, "trouble"), (crash, "crashed")])
def test_that_a_save_failed_is_told_even_where_its_page_is_gone(
    qapp: Any, qtbot: QtBot, call: Any, signal: str
) -> None:
    heard: list[object] = []
    work, go_on, owner = Work(), threading.Event(), QObject()
    getattr(work, signal).connect(heard.append)
    work.save(lambda: (go_on.wait(20), call()), owner=owner)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    go_on.set()
    qtbot.waitUntil(lambda: not work.is_busy())
    work.close()
    assert len(heard) == 1


def test_closing_waits_for_the_last_saves_and_says_which_failed(qapp: Any) -> None:
    work, go_on = Work(), threading.Event()
    work.save(lambda: go_on.wait(20))
    work.save(fail)
    work.read(crash, lambda _: None)
    go_on.set()
    assert [str(error) for error in work.close()] == ["The disk is full."]
