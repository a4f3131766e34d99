"""What was measured → one table with sections, each line with its ratio, its target and whether it holds."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from evals.results import percentile


@dataclass(frozen=True)
class Target:
    """A bound on a number: ``most`` is kept by what is at most as large, else by what is at least as large."""

    bound: float
    most: bool = True

    def holds(self, found: float) -> bool:
        """Whether a number keeps it."""
        return found <= self.bound if self.most else found >= self.bound

    def __str__(self) -> str:
        return f"{'≤' if self.most else '≥'} {self.bound:g}"


@dataclass(frozen=True)
class Row:
    """One line: what was measured, what was found in words, and where it is held against something, the ratio."""

    what: str
    found: str
    ratio: float | None = None
    target: Target | None = None

    @property
    def short(self) -> bool:
        """Whether a target is missed."""
        return self.target is not None and (self.ratio is None or not self.target.holds(self.ratio))

    @property
    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        told = "" if self.target is None else f"{self.target} {'falls short' if self.short else 'holds'}"
        return self.what, self.found, ratio, told


@dataclass(frozen=True)
class Section:
    """Lines that belong together; a ratio in them is to what ``title`` names."""

    title: str
    rows: tuple[Row, ...] = field(default_factory=tuple)


def spread(times: Sequence[float]) -> str:
    """Milliseconds in words: median and 95th percentile."""
    return f"p50 {statistics.median(times):.2f} ms, p95 {percentile(times, 95):.2f} ms"


def seconds(times: Sequence[float]) -> str:
    """Seconds in words: median, and from the shortest to the longest."""
    return f"{statistics.median(times):.2f} s ({min(times):.2f} to {max(times):.2f})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Median by median."""
    return statistics.median(ours) / statistics.median(theirs)


def table(sections: Sequence[Section]) -> str:
    """All sections as one table to print."""
    head = ("what", "found", "ratio", "target")
    lines = [row.cells for section in sections for row in section.rows]
    widths = [max(len(cells[column]) for cells in [head, *lines]) for column in range(len(head))]
    printed = [_line(head, widths)]
    for section in sections:
        printed += ["", section.title, *(_line(row.cells, widths) for row in section.rows)]
    short = sum(row.short for section in sections for row in section.rows)
    held = sum(row.target is not None for section in sections for row in section.rows) - short
    return "\n".join([*printed, "", f"{held} targets hold, {short} fall short"])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
