"""The same question again → the reply it had, where that is switched on. In memory alone: questions are health data."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import date

from assistant.reply import Reply

Key = tuple[str, tuple[str, ...], date]  # what was typed, the questions before it, and the day


class Again:
    """Replies of one assistant, so of one version, one writer and one set of settings; safe to share by threads.

    Args:
        most: Replies that are held, at least 1; those not asked for the longest go first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Key, Reply] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Reply | None:
        """The reply that was kept, or None."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def keep(self, key: Key, reply: Reply) -> None:
        """Holds a reply, and no reply of another day."""
        with self._lock:
            if self._held and next(reversed(self._held))[2] != key[2]:
                self._held.clear()
            self._held[key] = reply
            while len(self._held) > self._most:
                self._held.popitem(last=False)
