"""A record of the log → one line, as text or as JSON."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Lines that programs read: ``{"time", "level", "logger", "message"}``."""

    def format(self, record: logging.LogRecord) -> str:
        return json_line(record.getMessage(), level=record.levelname, logger=record.name, time=record.created)


def formatter(form: str) -> logging.Formatter:
    """How lines are written; ``form`` is ``text`` or ``json``."""
    return JsonLines() if form == "json" else logging.Formatter("%(levelname)s %(name)s: %(message)s")


def json_line(message: str, *, level: str = "INFO", logger: str = "assistant", time: float | None = None) -> str:
    """One line; ``time`` in seconds since 1970, else now."""
    when = datetime.now(UTC) if time is None else datetime.fromtimestamp(time, UTC)
    told = {"time": when.isoformat(timespec="milliseconds"), "level": level, "logger": logger, "message": message}
    return json.dumps(told, ensure_ascii=False)
