"""Who is signed in, and who tried too often. In memory alone: a restart signs everybody out. Knows no HTTP."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable

LASTS = 8 * 3600.0  # seconds of a session
WRONG_AT_MOST = 5  # wrong passwords of one address …
WITHIN = 600.0  # … in so many seconds …
LOCKED = 600.0  # … and it may not try for so many
_MOST_SESSIONS = 1000
_MOST_ADDRESSES = 10_000
_LONGEST_NAME = 60  # characters
Clock = Callable[[], float]


class Sessions:
    """Tokens of those who signed in; what is held is a digest, so memory that leaks opens nothing."""

    def __init__(self, now: Clock = time.monotonic) -> None:
        self._now = now
        self._ends: dict[bytes, float] = {}
        self._names: dict[bytes, str] = {}
        self._lock = threading.Lock()

    def begin(self, name: str = "") -> str:
        """A new token, good for ``LASTS`` seconds, for somebody who gave this name."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            now = self._now()
            self._ends = {digest: end for digest, end in self._ends.items() if end > now}
            while len(self._ends) >= _MOST_SESSIONS:
                self._ends.pop(next(iter(self._ends)))
            self._ends[_digest(token)] = now + LASTS
            self._names = {digest: held for digest, held in self._names.items() if digest in self._ends}
            self._names[_digest(token)] = " ".join(name.split())[:_LONGEST_NAME]
        return token

    def holds(self, token: str) -> bool:
        """Whether a token is good now."""
        with self._lock:
            return self._ends.get(_digest(token), 0.0) > self._now()

    def name(self, token: str) -> str:
        """The name that was given with a token; "" when none was."""
        with self._lock:
            return self._names.get(_digest(token), "")

    def end(self, token: str) -> None:
        """Signs out; a token that is not known changes nothing."""
        with self._lock:
            self._ends.pop(_digest(token), None)
            self._names.pop(_digest(token), None)


class Tries:
    """Counts passwords that an address tries, before they are looked at: many at once are no way round."""

    def __init__(self, now: Clock = time.monotonic) -> None:
        self._now = now
        self._tried: dict[str, deque[float]] = {}
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def may(self, address: str) -> bool:
        """Whether an address may try a password now; counts the try."""
        with self._lock:
            now = self._now()
            if self._until.get(address, 0.0) > now:
                return False
            tried = self._tried.setdefault(address, deque())
            while tried and now - tried[0] > WITHIN:
                tried.popleft()
            tried.append(now)
            if len(tried) >= WRONG_AT_MOST:
                tried.clear()
                self._until[address] = now + LOCKED
            for held in (self._tried, self._until):
                while len(held) > _MOST_ADDRESSES:
                    held.pop(next(iter(held)))
            return True

    def forget(self, address: str) -> None:
        """The password was right: earlier slips do not count."""
        with self._lock:
            self._tried.pop(address, None)
            self._until.pop(address, None)

    def wait(self, address: str) -> float:
        """Seconds until an address may try again; 0 when it may now."""
        with self._lock:
            return max(0.0, self._until.get(address, 0.0) - self._now())


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
