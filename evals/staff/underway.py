"""Cases → a run in the background, one at a time: it can be watched and stopped, and outlives the browser."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.conductor import Assistant
from assistant.errors import UsageError
from evals.cases import Case
from evals.results import new_file, save
from evals.run import run_cases
from evals.staff import words

State = Literal["idle", "running", "stopping", "stopped", "done", "failed"]
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far the run is.

    Attributes:
        state: What is going on.
        done: Questions asked.
        of: Questions to ask.
        name: Name of the run that was kept, once it is done.
        passed: Cases that pass, once it is done.
        cases: Cases of the run.
        kind: Type of the error that ended it, if one did.
    """

    state: State = "idle"
    done: int = 0
    of: int = 0
    name: str = ""
    passed: int = 0
    cases: int = 0
    kind: str = ""

    @property
    def is_going(self) -> bool:
        return self.state in {"running", "stopping"}


class UnderWay:
    """At most one run, asked of an assistant in a thread of its own.

    Args:
        serving: Gives who is asked, once a run: all its questions go to one version of the pages.
        folder: Where the run is kept when it is done.
    """

    def __init__(self, serving: Callable[[], Assistant], folder: Path) -> None:
        self._serving = serving
        self._folder = folder
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.progress = Progress()

    def start(self, cases: Sequence[Case]) -> None:
        """Starts a run.

        Raises:
            UsageError: One is under way, or there is no case.
        """
        if not cases:
            raise UsageError(words.NO_CASE)
        with self._lock:
            if self.progress.is_going:
                raise UsageError(words.UNDER_WAY)
            self._stop.clear()
            self.progress = Progress("running", of=len(cases), cases=len(cases))
            self._thread = threading.Thread(target=self._work, args=(tuple(cases),), name="evals", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Asks the run to stop after the question that it is at; nothing happens when none is under way."""
        with self._lock:
            if self.progress.state == "running":
                self._stop.set()
                self.progress = Progress("stopping", self.progress.done, self.progress.of, cases=self.progress.cases)

    def wait(self, seconds: float) -> None:
        """Waits until the run has ended, but not longer than so many seconds."""
        if self._thread:
            self._thread.join(seconds)

    def _work(self, cases: Sequence[Case]) -> None:
        try:
            run = run_cases(self._serving(), cases, progress=self._step)
            file = new_file(run, self._folder)
            save(run, file)
            passed = sum(result.passed for result in run.results)
            ended = Progress("done", len(cases), len(cases), file.stem, passed, len(cases))
        except _StoppedError:
            ended = Progress("stopped")
        except Exception as error:  # noqa: BLE001 - the rim of the thread: the type alone, a message may hold a question
            _log.error("run failed: %s", type(error).__name__)
            ended = Progress("failed", kind=type(error).__name__)
        with self._lock:
            self.progress = ended

    def _step(self, done: int, of: int) -> None:
        if self._stop.is_set():
            raise _StoppedError
        with self._lock:
            if self.progress.state == "running":
                self.progress = Progress("running", done, of, cases=self.progress.cases)


class _StoppedError(Exception):
    """Somebody pressed "Stop"."""
