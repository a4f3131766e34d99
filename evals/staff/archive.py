"""A folder of kept runs → runs by name, with their sums; read once, since a run never changes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from evals.results import Run, kept, load, summary


class Archive:
    """The runs of a folder, by the name of their file.

    Args:
        folder: Where ``python -m evals run`` and the staff page keep runs; need not be there yet.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """Names of the runs, newest first; may be empty."""
        return [file.stem for file in reversed(kept(self.folder))]

    def run(self, name: str) -> Run:
        """A run.

        Raises:
            UsageError: There is none of this name, or its file holds none.
        """
        return _run(*self._file(name))

    def summary(self, name: str) -> Mapping[str, Any]:
        """The sums of a run; see ``results.summary``.

        Raises:
            UsageError: There is none of this name, or its file holds none.
        """
        return _summary(*self._file(name))

    def summaries(self, most: int) -> dict[str, Mapping[str, Any]]:
        """Sums of the newest runs by name, newest first; files that hold no run are left out."""
        found: dict[str, Mapping[str, Any]] = {}
        for name in self.names():
            if len(found) == most:
                break
            try:
                found[name] = self.summary(name)
            except UsageError:
                continue
        return found

    def before(self, name: str) -> str:
        """Name of the run before one, or ""."""
        names = self.names()
        later = names.index(name) if name in names else len(names)
        return names[later + 1] if later + 1 < len(names) else ""

    def _file(self, name: str) -> tuple[Path, int]:
        """The file of a run and when it was written: a name that is not in the folder opens nothing."""
        for file in kept(self.folder):
            if file.stem == name:
                return file, file.stat().st_mtime_ns
        raise UsageError(f"There is no run of this name; expected one of the {len(kept(self.folder))} that are kept.")


@lru_cache(maxsize=6)  # a run of all cases takes some megabytes
def _run(file: Path, written: int) -> Run:
    return load(file)


@lru_cache(maxsize=200)
def _summary(file: Path, written: int) -> Mapping[str, Any]:
    return summary(_run(file, written))
