"""Threads that work through what they are handed, in order. Lighter to start than an executor, which the
sign-in page would wait for."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread


class Lane:
    """So many threads behind one queue; they begin with the first call."""

    def __init__(self, name: str, threads: int) -> None:
        self._name = name
        self._most = threads
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads: list[Thread] = []

    def hand(self, call: Callable[[], None]) -> None:
        """Adds a call, which must not raise, behind those handed in before."""
        self._calls.put(call)
        if len(self._threads) < self._most:
            thread = Thread(target=self._work, name=f"{self._name}-{len(self._threads)}")
            self._threads.append(thread)
            thread.start()

    def close(self) -> None:
        """Waits until everything that was handed in has been done."""
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            call()
