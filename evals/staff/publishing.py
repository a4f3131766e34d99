"""The corpus → a publication in the background, one at a time: it can be watched, and outlives the browser."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from assistant.embedder import Embedder
from assistant.errors import AssistantError, UsageError
from assistant.publish import Publication, find_gates, publish
from assistant.settings import Settings
from evals.staff import words

State = Literal["idle", "running", "live", "held", "unchanged", "failed"]
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Publishing:
    """How far the publication is, or what came of the last one of this server.

    Attributes:
        state: What is going on.
        step: What is done now: "Embedding", "Asking", or "" before either.
        done: Steps so far.
        of: Steps in all.
        begun: When it was begun, UTC.
        found: What came of it, once it is done.
        problem: Why it broke off, in one line.
    """

    state: State = "idle"
    step: str = ""
    done: int = 0
    of: int = 0
    begun: str = ""
    found: Publication | None = None
    problem: str = ""

    @property
    def is_going(self) -> bool:
        return self.state == "running"


class Publisher:
    """At most one publication, made in a thread of its own; see ``assistant.publish``.

    Args:
        embedder: Gives what embeds new text.
        settings: Where the corpus and the index stand.
        cases: Folder of the cases that the gates ask.
        ended: Called with what came of each, in a few words, and the version in use.
    """

    def __init__(
        self,
        embedder: Callable[[], Embedder],
        settings: Settings,
        cases: Path,
        *,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self._embedder = embedder
        self._settings = settings
        self._cases = cases
        self._today = today
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.progress = Publishing()

    def start(self, ended: Callable[[str, str], None]) -> None:
        """Begins a publication.

        Args:
            ended: Called once with the version in use afterwards and what came of it, in fixed words.

        Raises:
            UsageError: One is under way, or no evals are installed to hold the pages against.
        """
        gates = find_gates()
        if not gates:
            raise UsageError(words.NO_GATE)
        with self._lock:
            if self.progress.is_going:
                raise UsageError(words.PUBLISHING_ALREADY)
            self.progress = Publishing("running", begun=datetime.now(UTC).isoformat(timespec="seconds"))
        self._thread = threading.Thread(target=self._work, args=(gates, ended), name="publish", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Waits until the publication has ended, but not longer than so many seconds."""
        if self._thread:
            self._thread.join(seconds)

    def _work(self, gates: list, ended: Callable[[str, str], None]) -> None:  # type: ignore[type-arg]
        try:
            found = publish(
                self._settings,
                self._embedder(),
                gates=gates,
                today=self._today(),
                cases=self._cases,
                progress=self._step,
            )
            state: State = "held" if found.reasons else "live" if found.published else "unchanged"
            last = Publishing(state, found=found)
            version, outcome = found.version, found.outcome
        except AssistantError as error:  # its message is about pages and folders
            last = Publishing("failed", problem=str(error))
            version, outcome = "", f"failed ({type(error).__name__})"
        except Exception as error:  # noqa: BLE001 - the rim of the thread: the type alone, a message may hold a text
            _log.error("publishing failed: %s", type(error).__name__)
            last = Publishing("failed", problem=words.BROKE_OFF.format(kind=type(error).__name__))
            version, outcome = "", f"failed ({type(error).__name__})"
        ended(version, outcome)
        with self._lock:
            self.progress = replace(last, begun=self.progress.begun)

    def _step(self, what: str, done: int, of: int) -> None:
        with self._lock:
            self.progress = replace(self.progress, step=what, done=done, of=of)
