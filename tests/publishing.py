"""Publishes a corpus in a process of its own, with an embedder that needs no model: for tests that end it half-way."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

from assistant.publish import Ruling, publish
from assistant.settings import Settings
from tests.test_index import WordCounts


def slow_gate(*_: object, **__: object) -> Ruling:
    """Lets everything through, after a while: the middle of publishing."""
    time.sleep(0.5)
    return Ruling(0, ())


def main(corpus: str, index: str) -> int:
    """Publishes; 0 when the version was put in use."""
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    settings = Settings(corpus=Path(corpus), index=Path(index))
    done = publish(settings, WordCounts(), gates=[slow_gate], today=date(2025, 12, 1))
    return int(bool(done.reasons))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
