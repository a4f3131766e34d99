"""Results and runs: what a run keeps, as JSON, and how it is summed up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import UsageError
from assistant.whole import write_whole
from evals.intervals import Mean, mean_of
from evals.scorers import DECIDING, MEASURES, SCORERS


class Cited(BaseModel):
    """A sentence that a reply rests on: its number in the reply, page, unit id and words."""

    model_config = ConfigDict(frozen=True)

    n: int
    page: str
    unit: str
    quote: str


class Result(BaseModel):
    """One case as it came out.

    Attributes:
        id: Id of the case.
        kind: Its kind.
        page: The first page it expects, or "".
        turns: What was asked, earlier questions first.
        recheck: Pages that have changed since the case was written: is it still right?
        outcome: Outcome of the reply.
        drugs: Slugs of the drugs that were understood.
        text: Text of the reply.
        rows: First cell of each row of its table.
        cited: What it rests on.
        scores: By scorer, 0..1, None where unscored.
        measures: By measure, in its own unit.
        timings_ms: By station.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    page: str
    turns: tuple[str, ...]
    recheck: tuple[str, ...]
    outcome: str
    drugs: tuple[str, ...]
    text: str
    rows: tuple[str, ...]
    cited: tuple[Cited, ...]
    scores: Mapping[str, float | None]
    measures: Mapping[str, float | None]
    timings_ms: Mapping[str, float]

    @property
    def passed(self) -> bool:
        return not self.failed

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the scorers that keep the case from passing."""
        return tuple(n for n, score in self.scores.items() if n in DECIDING and score is not None and score < 1)


class Run(BaseModel):
    """All results of one run.

    Attributes:
        made: When, UTC, ISO 8601.
        commit: Commit of the code, "+" behind it when files had been changed, or "unknown".
        corpus: Version of the index answered from.
        writer: Who wrote the answers.
        model: The embedder.
        stable: Share of the cases asked several times that gave the same reply each time; None when none was.
        results: In order of the cases.
    """

    model_config = ConfigDict(frozen=True)

    made: str
    commit: str
    corpus: str
    writer: str
    model: str
    stable: float | None
    results: tuple[Result, ...]


# --- summing up ------------------------------------------------------------------------------------------------


def summary(run: Run) -> dict[str, Any]:
    """Means, intervals and counts of a run, JSON-ready; a mean over nothing is None."""
    results = run.results
    measured = {name: [m for r in results if (m := r.measures[name]) is not None] for name in MEASURES}
    return {
        "made": run.made,
        "commit": run.commit,
        "corpus": run.corpus,
        "writer": run.writer,
        "model": run.model,
        "cases": len(results),
        "passed": sum(r.passed for r in results),
        "recheck": sum(bool(r.recheck) for r in results),
        "pass": _row(mean_of([float(r.passed) for r in results])),
        "scores": {name: _row(mean_of([r.scores.get(name) for r in results])) for name in SCORERS},
        "stable": run.stable,
        "by_kind": _groups(results, lambda result: result.kind),
        "by_page": _groups([r for r in results if r.page], lambda result: result.page),
        "measures": {
            name: {"median": percentile(values, 50), "p90": percentile(values, 90), **_row(mean_of(values))}
            if values
            else None
            for name, values in measured.items()
        },
        "latency_ms": _latencies(results),
    }


def _groups(results: Sequence[Result], key: Callable[[Result], str]) -> dict[str, Any]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(key(result), []).append(result)
    return {
        name: {"cases": len(own), "passed": sum(r.passed for r in own), **_row(mean_of([float(r.passed) for r in own]))}
        for name, own in sorted(groups.items())
    }


def _row(mean: Mean) -> dict[str, float | int | None]:
    return {
        "mean": mean.mean, "low": mean.low, "high": mean.high, "scored": mean.scored, "unscored": mean.unscored
    }  # fmt: skip


def _latencies(results: Iterable[Result]) -> dict[str, dict[str, float]]:
    spent: dict[str, list[float]] = {}
    for result in results:
        for station, time in result.timings_ms.items():
            spent.setdefault(station, []).append(time)
    return {name: {"p50": percentile(times, 50), "p95": percentile(times, 95)} for name, times in spent.items()}


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` percent of the values do not exceed; values not empty."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * int(share) // 100) - 1)]


# --- files -----------------------------------------------------------------------------------------------------


def save(run: Run, file: Path) -> None:
    """Writes a run as JSON, by one rename.

    Raises:
        UsageError: The file cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, run.model_dump_json())
    except OSError as error:
        raise UsageError(f"{file} cannot be written ({error.strerror}). Choose another file.") from error


def load(file: Path) -> Run:
    """A run that was kept.

    Raises:
        UsageError: The file cannot be read or holds no run.
    """
    try:
        return Run.model_validate(json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}). Name a file that a run wrote.") from error
    except (ValueError, ValidationError) as error:
        raise UsageError(f"{file} holds no run; expected the JSON that `evals run` writes.") from error


def kept(folder: Path) -> list[Path]:
    """Files of the runs in a folder, oldest first."""
    return sorted(folder.glob("run-*.json"))


def new_file(run: Run, folder: Path) -> Path:
    """Where a run is kept when no other place is named."""
    return folder / f"run-{run.made.replace(':', '').replace('-', '')}.json"
