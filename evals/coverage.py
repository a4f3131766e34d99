"""Cases and an opened version → which pages and passages the cases touch, and which questions find nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.conversation import read_parts
from assistant.index import Index
from assistant.language import fold
from assistant.lexicon import YES
from assistant.question import Kind
from assistant.reading import Reader
from assistant.retrieve import Retriever
from evals.cases import Case

SHOWN = 5  # hits of a question that count as found: more than a reply quotes
_SEARCHED = {Kind.FACT, Kind.OVERVIEW, Kind.COMPARE}


@dataclass(frozen=True)
class Touched:
    """What the cases touch.

    Attributes:
        pages: Number of cases that expect each page, by slug; 0 where none does.
        sections: Number of cases with best units in each section, by slug and section key; 0 where none has.
        unfound: Ids of passages that no case finds among its first hits.
        nothing: Ids of cases that expect an answer and for which the search finds nothing that suffices.
    """

    pages: Mapping[str, int]
    sections: Mapping[str, Mapping[str, int]]
    unfound: tuple[str, ...]
    nothing: tuple[str, ...]


def touched(index: Index, cases: Sequence[Case], *, progress: Callable[[int, int], None] | None = None) -> Touched:
    """Searches for every case that is a question of fact, and counts what it meets."""
    reader, retriever = Reader.of(index.pages), Retriever(index)
    found: set[str] = set()
    nothing: list[str] = []
    for number, case in enumerate(cases, 1):
        question = read_parts(reader, case.question, case.history)[0]
        meant = not (case.history and YES.search(fold(case.question)))  # "yes" stands for another question
        if meant and question.kind in _SEARCHED and set(case.outcome) & {"answered", "personal_advice"}:
            queries = list(index.embedder.embed_questions(question.searched))
            evidence = retriever.find(retriever.placed(question, queries), queries)
            found |= {hit.passage.id for hit in evidence.hits[:SHOWN]} if evidence else set()
            if evidence is None and case.outcome == ("answered",):
                nothing.append(case.id)
        if progress:
            progress(number, len(cases))
    expected = Counter(slug for case in cases for slug in set(case.pages))
    best = Counter(
        (case.pages[0], page.section_of[unit].key)
        for case in cases
        if len(case.pages) == 1 and (page := index.page.get(case.pages[0]))
        for unit in case.units
        if unit in page.units
    )
    return Touched(
        {page.slug: expected[page.slug] for page in index.pages},
        {page.slug: {s.key: best[page.slug, s.key] for s in page.sections} for page in index.pages},
        tuple(passage.id for passage in index.passages if passage.id not in found),
        tuple(nothing),
    )
