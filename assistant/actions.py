"""What staff did → a list beside the index versions: who, when, what, what came of it. No question, no page's text.

<index>/actions.jsonl   one line an action, oldest first
"""

from __future__ import annotations

import json
import logging
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

LARGEST = 1_000_000  # bytes after which a new file is begun; one older file is kept
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Action:
    """Something that somebody did.

    Attributes:
        when: UTC, ISO 8601.
        who: The name that was given, or where it was done.
        what: A fixed word, such as "publish".
        about: A page, a version or a report, by its name; or "".
        outcome: What came of it, in fixed words and counts.
    """

    when: str
    who: str
    what: str
    about: str = ""
    outcome: str = ""


class Actions:
    """The list of an index folder.

    Args:
        index: The folder; made when the first action is noted.
    """

    def __init__(self, index: Path) -> None:
        self._file = index / "actions.jsonl"

    def note(self, what: str, *, who: str, about: str = "", outcome: str = "done") -> None:
        """Notes an action. Never fails: what was done is done."""
        action = Action(datetime.now(UTC).isoformat(timespec="seconds"), who, what, about, outcome)
        line = json.dumps(asdict(action), ensure_ascii=True) + "\n"
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            if self._file.exists() and self._file.stat().st_size > LARGEST:
                self._file.replace(self._file.with_suffix(".old.jsonl"))
            handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(line)
        except OSError as error:
            _log.error("an action could not be noted: %s", type(error).__name__)

    def listed(self, most: int = 50) -> list[Action]:
        """The newest actions, newest first; may be empty."""
        try:
            lines = self._file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []
        found: list[Action] = []
        for line in reversed(lines[-most:]):
            with suppress(ValueError, TypeError):
                found.append(Action(**json.loads(line)))
        return found
