"""A press of "this helped", or a reported answer → a count in one file, a report in one folder; only where set.

Counts hold two numbers and nothing else. A report holds what was shown before it was sent, and the day; it is removed
when staff are done with it, and after some days whatever happens.
"""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from assistant.errors import UsageError
from assistant.whole import write_whole

MOST_REPORTS = 5_000  # files in the folder; more would be somebody filling the disk
LONGEST_REPORT = 20_000  # characters of one field
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)-[0-9a-f]{12}")  # of a report: its day, and what tells it from others


class Counts:
    """Two numbers in a file. Without a file there is nothing to count.

    Args:
        file: Where they are kept, or "" for none.
    """

    def __init__(self, file: str) -> None:
        self._file = Path(file) if file else None
        self._lock = threading.Lock()

    def add(self, *, helped: bool) -> bool:
        """One more; False when nothing is counted here.

        Raises:
            OSError: The file cannot be written.
        """
        if self._file is None:
            return False
        with self._lock:
            counted = {"helped": 0, "did_not_help": 0} | self._read(self._file)
            counted["helped" if helped else "did_not_help"] += 1
            _write(self._file, counted)
        return True

    @staticmethod
    def _read(file: Path) -> dict[str, int]:
        try:
            found = json.loads(file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError:  # never overwrite what is no count of ours
            raise OSError(f"{file.name} holds no counts") from None
        return {key: int(found[key]) for key in ("helped", "did_not_help") if isinstance(found.get(key), int)}


@dataclass(frozen=True)
class Report:
    """An answer that somebody reported.

    Attributes:
        name: Its name in the folder.
        day: When it was sent (YYYY-MM-DD).
        question: What was asked.
        reply: The text that was shown.
        corpus_version: Version of the pages that it was answered from.
    """

    name: str
    day: str
    question: str
    reply: str
    corpus_version: str


class Reports:
    """Reported answers, a file each. Without a folder none is kept.

    Args:
        folder: Where they are kept, or "" for none.
        days: Days that a report is kept, the day it was sent among them, at least 1.
        today: Gives the day.
    """

    def __init__(
        self, folder: str, *, days: int = 90, today: Callable[[], date] = lambda: datetime.now(UTC).date()
    ) -> None:
        self._folder = Path(folder) if folder else None
        self._days = days
        self._today = today

    def keep(self, question: str, text: str, version: str) -> bool:
        """Keeps one report; False when none is kept here or the folder is full.

        Raises:
            OSError: The folder cannot be written.
        """
        if self._folder is None:
            return False
        self._folder.mkdir(parents=True, exist_ok=True)
        self.forget()
        if sum(1 for _ in self._folder.glob("*.json")) >= MOST_REPORTS:
            return False
        day = self._today().isoformat()
        fields = {"day": day, "question": question, "reply": text, "corpus_version": version}
        shortened = {key: value[:LONGEST_REPORT] for key, value in fields.items()}
        _write(self._folder / f"{day}-{secrets.token_hex(6)}.json", shortened)
        return True

    def listed(self) -> list[Report]:
        """The reports that are kept, newest day first; what holds no report is left out."""
        self.forget()
        found: list[Report] = []
        for file, _ in self._files():
            with suppress(OSError, ValueError, KeyError, TypeError):
                fields = json.loads(file.read_text("utf-8"))
                texts = (fields[key] for key in ("day", "question", "reply", "corpus_version"))
                found.append(Report(file.stem, *map(str, texts)))
        return sorted(found, key=lambda each: (each.day, each.name), reverse=True)

    def one(self, name: str) -> Report:
        """A report by its name.

        Raises:
            UsageError: There is none.
        """
        found = next((each for each in self.listed() if each.name == name), None)
        if found is None:
            raise UsageError("There is no report of this name (any more). Look at the list again.")
        return found

    def remove(self, name: str) -> None:
        """Removes a report.

        Raises:
            UsageError: There is none, or it cannot be removed.
        """
        for file, _ in self._files():
            if file.stem == name:
                try:
                    file.unlink(missing_ok=True)
                except OSError as error:
                    raise UsageError(f"The report cannot be removed ({error.strerror}). Check its rights.") from error
                return
        raise UsageError("There is no report of this name (any more). Look at the list again.")

    def forget(self) -> None:
        """Removes the reports that have been kept for all their days."""
        first = self._today() - timedelta(days=self._days - 1)
        for file, day in self._files():
            if day < first:
                with suppress(OSError):
                    file.unlink()

    def _files(self) -> Iterator[tuple[Path, date]]:
        for file in sorted(self._folder.glob("*.json")) if self._folder else ():
            if named := _NAME.fullmatch(file.stem):
                with suppress(ValueError):
                    yield file, date.fromisoformat(named[1])


def _write(file: Path, found: object) -> None:
    """Readable by its owner alone."""
    write_whole(file, json.dumps(found, ensure_ascii=False, indent=1), mode=0o600)
