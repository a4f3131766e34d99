"""Two runs → what got better and what got worse, case by case, with the interval of each difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evals.intervals import Mean, difference
from evals.results import Result, Run
from evals.scorers import SCORERS


@dataclass(frozen=True)
class Change:
    """One case before and after."""

    before: Result
    after: Result


@dataclass(frozen=True)
class Comparison:
    """What differs between two runs, over the cases that both have.

    Attributes:
        better: Cases that failed before and pass now.
        worse: Cases that passed before and fail now.
        moved: Cases that fail both times, by other scores, or pass both times with another text.
        added: Ids of cases that only the later run has.
        gone: Ids of cases that only the earlier run has.
        passed: Difference of the share that passes.
        scores: Difference of every score.
    """

    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    moved: tuple[Change, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    passed: Mean
    scores: Mapping[str, Mean]


def compare(before: Run, after: Run) -> Comparison:
    """Holds a run against an earlier one."""
    old = {result.id: result for result in before.results}
    new = {result.id: result for result in after.results}
    both = [Change(old[name], new[name]) for name in old if name in new]
    return Comparison(
        better=tuple(c for c in both if c.after.passed and not c.before.passed),
        worse=tuple(c for c in both if c.before.passed and not c.after.passed),
        moved=tuple(c for c in both if c.before.passed == c.after.passed and _differs(c)),
        added=tuple(name for name in new if name not in old),
        gone=tuple(name for name in old if name not in new),
        passed=difference(*_columns(both, lambda result: float(result.passed))),
        scores={name: difference(*_columns(both, _score(name))) for name in SCORERS},
    )


def _differs(change: Change) -> bool:
    return change.before.failed != change.after.failed or change.before.text != change.after.text


def _score(name: str) -> Callable[[Result], float | None]:
    return lambda result: result.scores.get(name)


def _columns(
    changes: Sequence[Change], number: Callable[[Result], float | None]
) -> tuple[list[float | None], list[float | None]]:
    return [number(c.before) for c in changes], [number(c.after) for c in changes]
