"""Cases → Results: every case asked once, scored, summed up with the share that passes, by kind and overall."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.conductor import Asked, Assistant
from assistant.language import count_words
from assistant.reply import Reply
from evals.cases import Case
from evals.scorers import DECIDING, SCORERS


@dataclass(frozen=True)
class Result:
    """One case with its reply and scores; a score of None is unscored."""

    case: Case
    reply: Reply
    scores: Mapping[str, float | None]

    @property
    def passed(self) -> bool:
        return not self.failed

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the scorers that keep the case from passing."""
        return tuple(n for n, score in self.scores.items() if n in DECIDING and score is not None and score < 1)


def run_cases(
    assistant: Assistant, cases: Sequence[Case], *, progress: Callable[[int, int], None] | None = None
) -> list[Result]:
    """Asks and scores every case, in order."""
    results = []
    for number, case in enumerate(cases, 1):
        reply = assistant.answer(Asked(case.question, case.history, id=case.id))
        scores = {name: scorer(case, reply, assistant.index.page) for name, scorer in SCORERS.items()}
        results.append(Result(case, reply, scores))
        if progress:
            progress(number, len(cases))
    return results


def summary(results: Sequence[Result]) -> dict[str, object]:
    """Means and counts of a run, JSON-ready; a mean over nothing is None."""
    answered = [r for r in results if r.reply.outcome == "answered" and r.reply.table is None]
    words = [count_words(r.reply.text) for r in answered]
    return {
        "cases": len(results),
        "passed": sum(r.passed for r in results),
        "scores": {
            name: {"mean": _mean(r.scores[name] for r in results), "scored": _scored(results, name)} for name in SCORERS
        },
        "by_kind": {
            kind: {"cases": len(own), "passed": sum(r.passed for r in own)}
            for kind in sorted({r.case.kind for r in results})
            for own in [[r for r in results if r.case.kind == kind]]
        },
        "words": {"median": statistics.median(words), "p90": percentile(words, 90)} if words else None,
    }


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` percent of the values do not exceed; values not empty."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * int(share) // 100) - 1)]


def _mean(scores: Iterable[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return sum(known) / len(known) if known else None


def _scored(results: Sequence[Result], name: str) -> int:
    return sum(r.scores[name] is not None for r in results)
