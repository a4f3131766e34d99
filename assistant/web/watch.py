"""The index folder → the version a running server answers from: a new one is opened beside the old, then swapped in.

Whoever has begun an answer ends it on the version it began with. What cannot be opened leaves the old one in place.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from assistant.conductor import Assistant

EVERY = 1.0  # seconds between two looks
TIDY = 3600.0  # seconds between two times that what was kept long enough is removed
_log = logging.getLogger(__name__)


class Watch:
    """Looks for another version in use, and hands the opened assistant over. One daemon thread.

    Args:
        current: Gives the name of the version in use, or None.
        reopened: Opens the version in use.
        swap: Takes the opened assistant.
        opened: Name of the version that is answered from at the start.
        tidy: Removes what has been kept long enough; called at the start and every hour, also when nobody asks.
    """

    def __init__(
        self,
        *,
        current: Callable[[], str | None],
        reopened: Callable[[], Assistant],
        swap: Callable[[Assistant], None],
        opened: str,
        tidy: Callable[[], None] = lambda: None,
    ) -> None:
        self._current = current
        self._reopened = reopened
        self._swap = swap
        self._opened = opened
        self._tidy = tidy
        self._tidied = -TIDY
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def look(self) -> bool:
        """Opens and hands over the version in use when it is another one; returns whether it did."""
        name = self._current()
        if name is None or name == self._opened:
            return False
        # Noted first: a version that cannot be opened is not tried again at every look.
        self._opened = name
        try:
            self._swap(self._reopened())
        except Exception as error:  # noqa: BLE001 - a rim: the server goes on with the version it has
            _log.error("index version %s cannot be opened: %s", name, type(error).__name__)
            return False
        return True

    def keep_tidy(self, now: float) -> None:
        """Removes what has been kept long enough, when an hour has gone by; ``now`` in seconds of any clock."""
        if now - self._tidied < TIDY:
            return
        self._tidied = now
        try:
            self._tidy()
        except Exception as error:  # noqa: BLE001 - a rim: the server goes on, and tries again in an hour
            _log.error("what was kept long enough could not be removed: %s", type(error).__name__)

    def _run(self) -> None:
        while not self._stopped.wait(EVERY):
            self.look()
            self.keep_tidy(time.monotonic())
