"""Cases → what two plain pipelines would show, scored like ours: the tutorial's, and keywords alone.

The tutorial's: pages cut into pieces of 1,000 characters that overlap by 200, embedded by the same model, the piece
nearest to the question shown. Keywords alone: the passage of ours with the highest BM25 score. Earlier turns are put
before the question, since neither pipeline understands a follow-up; both always answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.conductor import Assistant
from assistant.index import Index
from assistant.language import count_words, stems
from assistant.pages import Page
from evals.cases import Case
from evals.intervals import Mean, mean_of
from evals.run import ask

PIECE, OVERLAP = 1000, 200  # characters, as in the LangChain tutorial on retrieval
# Cases whose answer stands on a page and is a sentence: those on which a passage can be held against an answer.
ANSWERABLE = ("fact", "names", "followup")


@dataclass(frozen=True)
class Shown:
    """What a pipeline shows for a case: its text, the slugs of its pages, and whether it answers at all."""

    text: str
    pages: frozenset[str]
    answers: bool = True


Pipeline = Callable[[Case], Shown]


def pipelines(assistant: Assistant) -> dict[str, Pipeline]:
    """The assistant and its rivals over the same pages with the same embedder, by name."""
    return {"assistant": _ours(assistant), "tutorial": _tutorial(assistant.index), "BM25": _keywords(assistant.index)}


def compare_pipelines(
    assistant: Assistant, cases: Sequence[Case], *, progress: Callable[[int, int], None] | None = None
) -> dict[str, dict[str, dict[str, Mean]]]:
    """Means by group of cases, by pipeline, by score: ``facts``, ``page`` (the right one is shown) and ``words``.

    The groups are "answerable", its kinds apart, and every other kind.
    """
    shown: dict[str, list[Shown]] = {}
    chosen = pipelines(assistant)
    for number, (name, pipeline) in enumerate(chosen.items()):
        shown[name] = []
        for done, case in enumerate(cases, 1):
            shown[name].append(pipeline(case))
            if progress:
                progress(number * len(cases) + done, len(chosen) * len(cases))
    return {
        group: {name: _scores([(cases[n], all_shown[n]) for n in own]) for name, all_shown in shown.items()}
        for group, own in _groups(cases).items()
    }


def _groups(cases: Sequence[Case]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {"answerable": []}
    for number, case in enumerate(cases):
        groups.setdefault(case.kind, []).append(number)
        if case.kind in ANSWERABLE and case.facts and case.outcome == ("answered",):
            groups["answerable"].append(number)
    return groups


def _scores(shown: Sequence[tuple[Case, Shown]]) -> dict[str, Mean]:
    return {
        "facts": mean_of([_facts(case, each) for case, each in shown]),
        "page": mean_of([float(set(case.pages) <= each.pages) if case.pages else None for case, each in shown]),
        "words": mean_of([float(count_words(each.text)) if each.answers else None for _, each in shown]),
    }


def _facts(case: Case, shown: Shown) -> float | None:
    if not case.facts:
        return None
    return sum(bool(re.search(fact, shown.text, re.IGNORECASE)) for fact in case.facts) / len(case.facts)


def _ours(assistant: Assistant) -> Pipeline:
    def show(case: Case) -> Shown:
        reply = ask(assistant, case)
        return Shown(reply.text, frozenset(c.page for c in reply.citations), reply.outcome == "answered")

    return show


def _tutorial(index: Index) -> Pipeline:
    pieces = [(page.slug, piece) for page in index.pages for piece in split(page_text(page))]
    vectors = index.embedder.embed([piece for _, piece in pieces])

    def show(case: Case) -> Shown:
        nearest = int(np.argmax(vectors @ index.embedder.embed([_asked(case)])[0]))
        slug, text = pieces[nearest]
        return Shown(text, frozenset({slug}))

    return show


def _keywords(index: Index) -> Pipeline:
    def show(case: Case) -> Shown:
        best = index.passages[int(np.argmax(index.keyword_scores(stems(_asked(case)))))]
        return Shown(best.text, frozenset({best.page}))

    return show


def _asked(case: Case) -> str:
    return "\n".join([*case.history, case.question])


def page_text(page: Page) -> str:
    """A page as running text: title, headings, sentences, without marks and ids."""
    parts = [page.title]
    for section in page.sections:
        parts += [section.heading, *(unit.plain for unit in section.units)]
    return "\n\n".join(parts)


def split(text: str) -> list[str]:
    """Pieces of at most ``PIECE`` characters, cut between paragraphs, each with up to ``OVERLAP`` of the one before.

    A paragraph that is longer is cut between words.
    """
    pieces: list[str] = []
    held: list[str] = []
    for part in _parts(text):
        if held and len("\n\n".join([*held, part])) > PIECE:
            pieces.append("\n\n".join(held))
            while held and len("\n\n".join(held)) > OVERLAP:
                held.pop(0)
            while held and len("\n\n".join([*held, part])) > PIECE:
                held.pop(0)
        held.append(part)
    return [*pieces, "\n\n".join(held)] if held else pieces


def _parts(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        line = ""
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > PIECE:
                yield line
                line = ""
            line = f"{line} {word}".strip()
        if line:
            yield line


def table_rows(found: Mapping[str, Mapping[str, Mapping[str, Mean]]]) -> Iterator[tuple[str, ...]]:
    """Group, pipeline, facts, page, words, and how many cases have facts: one line each, to print."""
    for group, by_pipeline in found.items():
        for name, scores in by_pipeline.items():
            facts = scores["facts"]
            yield group, name, _cell(facts), _cell(scores["page"]), _cell(scores["words"], "{:.0f}"), str(facts.scored)


def _cell(mean: Mean, form: str = "{:.3f}") -> str:
    return "unscored" if mean.mean is None else form.format(mean.mean)
