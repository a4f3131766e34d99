"""Run + gates.toml → shortfalls: what keeps pages or code from going out. The gate's numbers stand in the file."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from evals.results import Run, summary
from evals.scorers import MEASURES, SCORERS

GATES = Path(__file__).parent / "gates.toml"
KNOWN = Path(__file__).parent / "known_failures.txt"


@dataclass(frozen=True)
class Gates:
    """What a run must reach.

    Attributes:
        least: Lowest mean by score, and ``pass`` for the share of cases that pass.
        kinds: Lowest share that passes by kind.
        most: Highest value by measure and statistic, as ("words", "median").
        known: Ids of the cases that are known to fail: any other failing case falls short.
    """

    least: dict[str, float]
    kinds: dict[str, float]
    most: dict[tuple[str, str], float]
    known: frozenset[str]


def load_gates(file: Path = GATES, known: Path = KNOWN) -> Gates:
    """The gates of a file, with the ids of another, one a line.

    Raises:
        UsageError: A file cannot be read, or names a score, measure or statistic that there is not.
    """
    try:
        values: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        lines = known.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageError(
            f"{error.filename} cannot be read ({error.strerror}); expected the gates of the evals."
        ) from error
    except ValueError as error:
        raise UsageError(f"{file}: {error}. Mend the file.") from error
    least, most = values.get("least", {}), values.get("most", {})
    for name in [*least, *most]:
        if name not in {"pass", "stable", *SCORERS, *MEASURES}:
            raise UsageError(f"{file}: there is no score '{name}'; expected one of {', '.join([*SCORERS, *MEASURES])}.")
    limits = {(name, part): float(limit) for name, parts in most.items() for part, limit in parts.items()}
    return Gates(
        {name: float(limit) for name, limit in least.items()},
        {name: float(limit) for name, limit in values.get("kinds", {}).items()},
        limits,
        frozenset(stripped for line in lines if (stripped := line.partition("#")[0].strip())),
    )


def shortfalls(run: Run, gates: Gates, *, whole: bool = True) -> list[str]:
    """What falls short, one line each; empty when the gate is open.

    Args:
        run: The run.
        gates: What it must reach.
        whole: Whether every case was asked. The gates of numbers hold for whole runs; a case that fails without being
            known falls short in any.
    """
    new = [f"{r.id} ({r.page or r.kind}): fails by {', '.join(r.failed)}, and is not known to" for r in run.results
           if not r.passed and r.id not in gates.known]  # fmt: skip
    return [*(_numbers(run, gates) if whole else []), *new]


def mended(run: Run, gates: Gates) -> list[str]:
    """Ids of cases that pass, though they are known to fail: they can leave the list."""
    return [result.id for result in run.results if result.passed and result.id in gates.known]


def _numbers(run: Run, gates: Gates) -> Sequence[str]:
    found = summary(run)
    means = {"pass": found["pass"]["mean"], "stable": run.stable}
    means |= {name: row["mean"] for name, row in found["scores"].items()}
    short = [f"{name} is {_shown(means[name])}; expected at least {limit}" for name, limit in gates.least.items()
             if (mean := means[name]) is None or mean < limit]  # fmt: skip
    for kind, limit in gates.kinds.items():
        share = found["by_kind"].get(kind, {}).get("mean")
        if share is None or share < limit:
            short.append(f"kind {kind}: {_shown(share)} pass; expected at least {limit}")
    for (name, part), limit in gates.most.items():
        value = (found["measures"][name] or {}).get(part)
        if value is None or value > limit:
            short.append(f"{part} of {name} is {_shown(value)}; expected at most {limit:g}")
    return short


def _shown(value: float | None) -> str:
    return "unscored" if value is None else f"{value:.3f}"
