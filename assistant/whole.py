"""A text → a file, whole or not at all; a leaf that any room may call."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_whole(file: Path, text: str, *, mode: int = 0o666) -> None:
    """Writes a file so that a crash leaves the old one or the new one, never half of it.

    Args:
        file: In a folder that is there.
        text: What UTF-8 cannot hold becomes a question mark.
        mode: Rights of the file, less those that the process gives to no file.

    Raises:
        OSError: It cannot be written; the old file is as it was.
    """
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as new:
            new.write(text.encode("utf-8", "replace"))
            new.flush()
            os.fsync(new.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
