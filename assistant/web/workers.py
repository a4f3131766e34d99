"""Work → its result, within a time limit. What hangs is left behind and counted. It knows nothing of questions.

Python cannot end a thread. So each piece of work has a thread of its own: whoever waits for one that does not come back
is told in time, and when too many hang at once no more work is begun.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

_T = TypeVar("_T")


class HungError(Exception):
    """Work took longer than it may, or was not begun because too much hangs."""


class Workers:
    """Threads for work that may hang. Safe to share by threads.

    Args:
        most: Pieces of work that may hang at the same time before no more is begun, at least 1.
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._late: set[Future[object]] = set()

    @property
    def hung(self) -> int:
        """Pieces of work that nobody waits for any more and that still go on."""
        return len(self._late)

    def run(self, work: Callable[[], _T], seconds: float) -> _T:
        """The result of some work; what it raises is raised here.

        Raises:
            HungError: It took more than ``seconds``, or too much hangs already.
        """
        if self.hung >= self._most:
            raise HungError
        done: Future[_T] = Future()

        def go() -> None:
            try:
                done.set_result(work())
            except BaseException as error:  # noqa: BLE001 - handed over to the thread that waits
                done.set_exception(error)

        threading.Thread(target=go, daemon=True, name="work").start()
        try:
            return done.result(seconds)
        except TimeoutError as error:
            if done.done():  # in the last moment, or its own error
                return done.result()
            late: Future[object] = done  # type: ignore[assignment]
            self._late.add(late)
            late.add_done_callback(self._late.discard)  # at once, where it is done by now
            raise HungError from error
