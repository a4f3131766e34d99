"""A press of "this helped", or a reported answer → a count in one file, a report in one folder; only where set.

Counts hold two numbers and nothing else. A report holds what was shown before it was sent, and the day.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from datetime import UTC, datetime
from pathlib import Path

MOST_REPORTS = 5_000  # files in the folder; more would be somebody filling the disk
LONGEST_REPORT = 20_000  # characters of one field


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


class Reports:
    """Reported answers, a file each. Without a folder none is kept.

    Args:
        folder: Where they are kept, or "" for none.
    """

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder) if folder else None

    def keep(self, question: str, text: str, version: str) -> bool:
        """Keeps one report; False when none is kept here or the folder is full.

        Raises:
            OSError: The folder cannot be written.
        """
        if self._folder is None:
            return False
        self._folder.mkdir(parents=True, exist_ok=True)
        if sum(1 for _ in self._folder.glob("*.json")) >= MOST_REPORTS:
            return False
        day = datetime.now(UTC).date().isoformat()
        fields = {"day": day, "question": question, "reply": text, "corpus_version": version}
        shortened = {key: value[:LONGEST_REPORT] for key, value in fields.items()}
        _write(self._folder / f"{day}-{secrets.token_hex(6)}.json", shortened)
        return True


def _write(file: Path, found: object) -> None:
    """Whole or not at all, and readable by its owner alone."""
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(found, out, ensure_ascii=False, indent=1)
    beside.replace(file)
