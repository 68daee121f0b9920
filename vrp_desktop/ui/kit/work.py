"""Service calls off the window's thread: one writer, one lane for reads, answers back in the window."""

from collections.abc import Callable
from datetime import datetime
from threading import Event
from typing import Any, NamedTuple, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from vrp_desktop.domain.changes import Changes, Saved
from vrp_desktop.domain.errors import Refused, Trouble
from vrp_desktop.ui.kit.lanes import Lane

T = TypeVar("T")


class Job:
    """Long work in hand: what it says of itself, and the wish to stop it."""

    def __init__(self, tell: Callable[["Job", int, int, str], None]) -> None:
        self._tell = tell
        self._stop = Event()

    def progress(self, done: int, total: int, what: str) -> None:
        """For the working thread: how far it is. Fits the ``progress`` argument of the services."""
        self._tell(self, done, total, what)

    def cancel(self) -> None:
        """For the window: asks the work to stop at the next chance, leaving nothing behind."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Whether it was asked to stop. Fits the ``cancelled`` argument of the services."""
        return self._stop.is_set()


class _Asked(NamedTuple):
    """What was asked for."""

    call: Callable[[], Any]
    done: Callable[[Any], None] | None
    failed: Callable[[Refused], None] | None
    always: Callable[[], None] | None
    owner: QObject | None
    saying: str
    writes: bool
    changes: Changes | None
    latest: str
    counts: bool


class _Task:
    """Something asked for, and in time its answer."""

    def __init__(self, asked: _Asked, number: int) -> None:
        self.asked = asked
        self.number = number
        self.result: Any = None
        self.error: BaseException | None = None
        self.ended = Event()


class Work(QObject):
    """Hands service calls to other threads, and their answers to the window's thread.

    Saves run one after the other in the order they were asked for; reads run beside them. A ``Refused``
    goes to ``failed``, else to the signal ``refused``; ``Trouble`` and bugs always go to their signals,
    which the window shows. Answers for an ``owner`` that is gone are dropped, but never that a save failed.
    """

    busy = Signal(str)
    """What is running, in words; empty when nothing is."""
    saved = Signal(object)
    """The time (datetime) at which something was last saved."""
    changed = Signal(object)
    """The ``Changes`` that a saved call told of."""
    refused = Signal(object)
    trouble = Signal(object)
    crashed = Signal(object)
    progressed = Signal(object, int, int, str)
    """A ``Job``, how much is done, of how much, and what it is at."""

    _finished = Signal(object)
    _told = Signal(object, int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = Lane("writer", 1)
        self._reader = Lane("reader", 2)
        self._running: dict[int, _Task] = {}
        self._number = 0
        self._latest: dict[tuple[int, str], int] = {}
        self._closed = False
        self._finished.connect(self._deliver)
        self._told.connect(self.progressed)

    def read(
        self,
        call: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Refused], None] | None = None,
        *,
        always: Callable[[], None] | None = None,
        owner: QObject | None = None,
        latest: str = "",
        saying: str = "",
    ) -> None:
        """Runs a service call that only reads. ``always`` is called last, however it ended.

        With ``latest``, an answer is dropped once a later read of the same owner and that name was asked.
        """
        self._start(
            self._reader, _Asked(call, done, failed, always, owner, saying, False, None, latest, False)
        )

    def save(
        self,
        call: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Refused], None] | None = None,
        *,
        always: Callable[[], None] | None = None,
        owner: QObject | None = None,
        changes: Changes | None = None,
        saying: str = "Saving",
        told: bool = True,
    ) -> None:
        """Runs a service call that writes. What a ``Saved`` answer (or ``changes``) names is told on.

        ``told`` False leaves out "Saved 19:42": a draft is kept, nothing is in the record yet."""
        self._start(self._writer, _Asked(call, done, failed, always, owner, saying, True, changes, "", told))

    def long(
        self,
        call: Callable[[Job], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Refused], None] | None = None,
        *,
        always: Callable[[], None] | None = None,
        owner: QObject | None = None,
        changes: Changes | None = None,
        saying: str = "Working",
        beside: bool = False,
    ) -> Job:
        """Runs long work among the saves. The call gets the ``Job``, to pass on its two methods.

        ``beside`` runs it beside the saves, so that nobody waits for it with a register in hand: for work
        that takes care itself of what is saved meanwhile."""
        job = Job(self._tell)
        among = not beside
        asked = _Asked(lambda: call(job), done, failed, always, owner, saying, among, changes, "", among)
        self._start(self._reader if beside else self._writer, asked)
        return job

    def is_busy(self) -> bool:
        """Whether anything is asked for and not answered yet."""
        return bool(self._running)

    def is_saving(self) -> bool:
        """Whether a save is asked for and not answered yet."""
        return any(task.asked.writes for task in self._running.values())

    def finish(self, call: Callable[[], None]) -> None:
        """Runs a last call once every save and every read asked for so far has ended."""
        reads = [task.ended for task in self._running.values() if not task.asked.writes]

        def last() -> None:
            for ended in reads:
                ended.wait()
            call()

        self._start(self._writer, _Asked(last, None, None, None, None, "", True, None, "", False))

    def close(self) -> list[BaseException]:
        """Waits for what is running, so that nothing asked for is lost; later answers are dropped. Returns
        what saves failed with that nobody has been told of."""
        self._closed = True
        self._writer.close()
        self._reader.close()
        saves = [task for task in self._running.values() if task.asked.writes]
        self._running.clear()
        return [task.error for task in saves if task.error is not None]

    def _tell(self, job: Job, done: int, total: int, what: str) -> None:
        self._told.emit(job, done, total, what)

    def _start(self, lane: Lane, asked: _Asked) -> None:
        if self._closed:
            return
        self._number += 1
        task = _Task(asked, self._number)
        self._running[task.number] = task
        if asked.latest:
            self._latest[(id(asked.owner), asked.latest)] = task.number
        self.busy.emit(self._words())
        lane.hand(lambda: self._run(task))

    def _run(self, task: _Task) -> None:
        try:
            task.result = task.asked.call()
        except BaseException as error:
            task.error = error
        task.ended.set()
        self._finished.emit(task)

    def _deliver(self, task: _Task) -> None:
        if self._closed:
            return
        asked = task.asked
        self._running.pop(task.number, None)
        if task.error is None and asked.counts:
            self.saved.emit(datetime.now().astimezone())
        if self._wanted(task):
            self._answer(task)
        elif asked.writes and task.error is not None:
            self._tell_fault(task.error)
        if task.error is None:
            told = asked.changes or (task.result.changes if isinstance(task.result, Saved) else None)
            if told is not None:
                self.changed.emit(told)
        self.busy.emit(self._words())

    def _wanted(self, task: _Task) -> bool:
        asked = task.asked
        if asked.latest and self._latest.get((id(asked.owner), asked.latest)) != task.number:
            return False
        owners = [asked.owner, getattr(asked.done, "__self__", None), getattr(asked.failed, "__self__", None)]
        return all(shiboken6.isValid(one) for one in owners if isinstance(one, QObject))

    def _answer(self, task: _Task) -> None:
        asked, error = task.asked, task.error
        if error is None:
            if asked.done is not None:
                asked.done(task.result)
        elif isinstance(error, Refused):
            if asked.failed is not None:
                asked.failed(error)
            else:
                self._tell_fault(error)
        else:
            self._tell_fault(error)
        if asked.always is not None:
            asked.always()

    def _tell_fault(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.refused.emit(error)
        elif isinstance(error, Trouble):
            self.trouble.emit(error)
        else:
            self.crashed.emit(error)

    def _words(self) -> str:
        return next((t.asked.saying for t in reversed(self._running.values()) if t.asked.saying), "")
