"""A run, the run before and the places of cases → rows of the table of cases, and those that fit a filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.compare import compare
from evals.results import Result, Run


@dataclass(frozen=True)
class Row:
    """One case of a run as the table shows it.

    Attributes:
        result: How it came out.
        place: File and line of the case, or "" when it is no longer among the cases.
        change: ``worse``, ``better``, ``moved`` or ``new`` against the run before; "" when alike or unknown.
    """

    result: Result
    place: str
    change: str


@dataclass(frozen=True)
class Filter:
    """Which rows to see; an empty field lets every row through.

    Attributes:
        kind: Kind of the case.
        page: First page that it expects.
        outcome: Outcome of the reply.
        verdict: ``fails`` or ``passes``.
        changed: A change of ``Row``, or ``recheck``: its page changed since it was written.
    """

    kind: str = ""
    page: str = ""
    outcome: str = ""
    verdict: str = ""
    changed: str = ""

    def fits(self, row: Row) -> bool:
        """Whether a row is to be seen."""
        result = row.result
        return (
            self.kind in {"", result.kind}
            and self.page in {"", result.page}
            and self.outcome in {"", result.outcome}
            and self.verdict in {"", "passes" if result.passed else "fails"}
            and (
                not self.changed or (bool(result.recheck) if self.changed == "recheck" else self.changed == row.change)
            )
        )


def rows(run: Run, before: Run | None, places: Mapping[str, str]) -> list[Row]:
    """Every case of a run in its order, with what changed since the run before."""
    changes = _changes(before, run) if before else {}
    return [Row(result, places.get(result.id, ""), changes.get(result.id, "")) for result in run.results]


def fitting(found: Sequence[Row], wanted: Filter) -> list[Row]:
    """Rows that fit, in their order."""
    return [row for row in found if wanted.fits(row)]


def _changes(before: Run, after: Run) -> dict[str, str]:
    found = compare(before, after)
    groups = {"worse": found.worse, "better": found.better, "moved": found.moved}
    changes = {change.after.id: name for name, group in groups.items() for change in group}
    return {**changes, **dict.fromkeys(found.added, "new")}
