"""Replies that did not answer, in part, or did not help → counts by drug and section. No text, no time of day.

Off unless a folder is named. One small file a day and process, replaced whole, so that several servers may share the
folder. Days beyond the limit are removed at each count and each look.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from assistant.errors import SettingsError
from assistant.reply import Reply
from assistant.whole import write_whole

UNANSWERED, PARTIAL, NOT_HELPED = "unanswered", "partial", "not_helped"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Gap:
    """How often questions on one drug and section were not answered, in part, or somebody said it did not help.

    Attributes:
        drug: Slug of its page, or "" when no drug was named.
        section: Key of the section that was asked for, or "" when none stands out.
    """

    drug: str
    section: str
    unanswered: int
    partial: int
    not_helped: int = 0


class Gaps:
    """Counts into a folder. Safe to share by threads.

    Args:
        folder: Where the counts are kept; made if missing.
        days: Days that are kept, today among them, at least 1.
        today: Gives the day.

    Raises:
        SettingsError: The folder is a file.
    """

    def __init__(
        self, folder: Path, *, days: int, today: Callable[[], date] = lambda: datetime.now(UTC).date()
    ) -> None:
        if folder.exists() and not folder.is_dir():
            raise SettingsError(f"ASSISTANT_GAPS is {str(folder)!r}, a file; expected a folder. Name another.")
        self._folder = folder
        self._days = days
        self._today = today
        self._lock = threading.Lock()

    def count(self, reply: Reply, section: str) -> None:
        """Counts a reply that leaves a gap; others, and those that guard a person, are not counted. Never fails."""
        kind = _kind(reply)
        if kind is not None:
            self._try([f"{drug}/{section}/{kind}" for drug in reply.drugs or ("",)])

    def count_not_helped(self, drugs: Sequence[str], section: str) -> None:
        """Counts a press of "this did not help". Never fails.

        Args:
            drugs: Slugs of the drugs that the reply was about, each of a page; may be empty.
            section: Key of a section, or "".
        """
        self._try([f"{drug}/{section}/{NOT_HELPED}" for drug in drugs or ("",)])

    def listed(self) -> list[Gap]:
        """The gaps of the days that are kept, those with most unanswered questions first; may be empty."""
        self.forget()
        total: Counter[str] = Counter()
        for file, _ in self._files():
            with suppress(OSError, ValueError):
                total.update(json.loads(file.read_text("utf-8")))
        found = {tuple(key.split("/")[:2]) for key in total}
        gaps = [
            Gap(drug, section, *(total[f"{drug}/{section}/{kind}"] for kind in (UNANSWERED, PARTIAL, NOT_HELPED)))
            for drug, section in found
        ]
        return sorted(gaps, key=lambda gap: (-gap.unanswered, -gap.partial, -gap.not_helped, gap.drug, gap.section))

    def forget(self) -> None:
        """Removes the days beyond the limit."""
        first = self._today() - timedelta(days=self._days - 1)
        for file, day in self._files():
            if day < first:
                with suppress(OSError):
                    file.unlink()

    def _try(self, keys: list[str]) -> None:
        with self._lock:
            try:
                self._add(keys)
            except (OSError, ValueError) as error:
                _log.error("a gap could not be counted: %s", type(error).__name__)

    def _add(self, keys: list[str]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"gaps-{self._today().isoformat()}-{os.getpid()}.json"
        counts = Counter(json.loads(file.read_text("utf-8")) if file.exists() else {})
        counts.update(keys)
        write_whole(file, json.dumps(counts, sort_keys=True))
        self.forget()

    def _files(self) -> Iterator[tuple[Path, date]]:
        for file in sorted(self._folder.glob("gaps-*.json")):
            with suppress(ValueError):
                yield file, date.fromisoformat(file.name[5:15])


def _kind(reply: Reply) -> str | None:
    if reply.outcome == "not_in_pages":
        return UNANSWERED
    partly = reply.outcome == "answered" and any(notice.kind == "partial" for notice in reply.notices)
    return PARTIAL if partly else None
