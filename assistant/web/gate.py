"""Who may ask now: a limit on questions a visitor a minute, and on questions that wait. Counts only, no text."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_MOST_VISITORS = 10_000  # visitors remembered; the longest silent are forgotten first
_MINUTE = 60.0


def counted_as(visitor: str) -> str:
    """The visitor that an address counts as: an IPv6 network of 64 bits is one household, with as many as it likes.

    What is no IPv6 address stays as it is, but for an IPv4 address written as one.
    """
    try:
        address = ipaddress.IPv6Address(visitor)
    except ValueError:
        return visitor
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))


class Gate:
    """Lets questions through, or says that it is busy.

    Args:
        at_once: Questions answered at the same time, at least 1.
        waiting: Questions that may wait for their turn, at least 0.
        a_minute: Questions one visitor may ask in any 60 seconds, at least 1.
        patience: Seconds that a question may wait for its turn.
        refused: Told why a question was not let through: "visitor" (asks too often) or "full" (too many wait, or it
            waited too long).
    """

    def __init__(
        self,
        *,
        at_once: int,
        waiting: int,
        a_minute: int,
        patience: float = 20.0,
        refused: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._patience = patience
        self._refused = refused
        self._under_way = 0
        self._turns = threading.Semaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._a_minute = a_minute
        self._asked: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, visitor: str) -> Iterator[bool]:
        """Waits for a turn; gives False at once when the visitor or the service has too many questions under way.

        It also gives False when no turn came within the ``patience``.
        """
        if not self._may_ask(visitor):
            self._refused("visitor")
            yield False
            return
        if not self._places.acquire(blocking=False):
            self._refused("full")
            yield False
            return
        self._count(1)
        mine = False
        try:
            mine = self._turns.acquire(timeout=self._patience)
            if not mine:
                self._refused("full")
            yield mine
        finally:
            if mine:
                self._turns.release()
            self._count(-1)
            self._places.release()

    @property
    def under_way(self) -> int:
        """Questions that are answered or wait now."""
        return self._under_way

    def _count(self, more: int) -> None:
        with self._lock:
            self._under_way += more

    def _may_ask(self, visitor: str) -> bool:
        now = time.monotonic()
        visitor = counted_as(visitor)
        with self._lock:
            times = self._asked.setdefault(visitor, deque())
            while times and now - times[0] > _MINUTE:
                times.popleft()
            if len(times) >= self._a_minute:
                return False
            times.append(now)
            while len(self._asked) > _MOST_VISITORS:
                self._asked.pop(next(iter(self._asked)))
        return True
