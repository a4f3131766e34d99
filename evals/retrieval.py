"""Cases → how well the search alone finds the sentences that answer best, before anything is drafted.

A case counts when it names one page and its best units. The rank of a unit is its place among all units looked at.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assistant.conversation import read_parts
from assistant.index import Index
from assistant.question import Kind
from assistant.reading import Reader
from assistant.retrieve import Retriever
from evals.cases import Case

DEEP = 5  # ranks that nDCG looks at: more than a reply quotes


@dataclass(frozen=True)
class Found:
    """Where the best units of one case came: ranks from 1, best unit first; None for a unit that was not looked at."""

    case: Case
    named: str
    ranks: tuple[int | None, ...]

    @property
    def best(self) -> int | None:
        """The rank of whichever best unit came first."""
        return min((rank for rank in self.ranks if rank is not None), default=None)


def recall_at(k: int) -> Callable[[Found], float]:
    """1 when a best unit is among the first ``k``, else 0; the mean over cases is recall@k. Higher is better."""
    return lambda found: float(found.best is not None and found.best <= k)


def reciprocal_rank(found: Found) -> float:
    """1 / rank of the first best unit, 0 when none was found, 0..1; its mean is MRR. Higher is better."""
    return 1 / found.best if found.best else 0.0


def ndcg(found: Found) -> float:
    """Discounted gain of the first ``DEEP`` ranks over the best possible, 0..1 (Järvelin and Kekäläinen, 2002).

    Each best unit has gain 1 and is discounted by log2(rank + 1). Higher is better.
    """
    gain = sum(1 / math.log2(rank + 1) for rank in found.ranks if rank is not None and rank <= DEEP)
    return gain / sum(1 / math.log2(rank + 1) for rank in range(1, min(DEEP, len(found.ranks)) + 1))


SCORERS: Mapping[str, Callable[[Found], float]] = {
    "recall@1": recall_at(1),
    "recall@3": recall_at(3),
    "recall@5": recall_at(5),
    "MRR": reciprocal_rank,
    f"nDCG@{DEEP}": ndcg,
}


def search(index: Index, cases: Iterable[Case]) -> list[Found]:
    """Searches for every case that says which units answer it; the others are left out."""
    reader, retriever = Reader.of(index.pages), Retriever(index)
    found = []
    for case in cases:
        if not case.units or len(case.pages) != 1:
            continue
        question = read_parts(reader, case.question, case.history)[0]
        if question.kind not in {Kind.FACT, Kind.OVERVIEW, Kind.COMPARE}:
            continue
        queries = list(index.embedder.embed_questions(question.searched))
        hits = retriever.ranked(retriever.placed(question, queries), queries)
        place = {(hit.page.slug, hit.unit.id): rank for rank, hit in enumerate(hits, 1)}
        named = "follow-up" if question.lent else "named" if question.subjects else "not named"
        found.append(Found(case, named, tuple(place.get((case.pages[0], unit)) for unit in case.units)))
    return found
