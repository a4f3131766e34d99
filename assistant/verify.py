"""Draft → Verdict: keeps only claims whose quotes are word for word on their page and about the drug asked for.

Pure and closed: a claim passes, fails or cannot be told; only the first is kept. It trusts nothing that a writer says
about its own sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.draft import Claim, Draft, Quote
from assistant.pages import Page, plain
from assistant.passages import Passage
from assistant.question import Question
from assistant.retrieve import is_about
from assistant.support import support


class Judgement(StrEnum):
    """What became of one claim."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not supported"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Verdict:
    """Claims that survived, in order, and for the others why they did not."""

    claims: tuple[Claim, ...]
    dropped: tuple[tuple[Claim, Judgement], ...]


def verify(
    draft: Draft, question: Question, pages: Mapping[str, Page], passages: Mapping[tuple[str, str], Passage]
) -> Verdict:
    """Holds every claim of a draft against the pages.

    Args:
        draft: What a writer wrote.
        question: The drugs it may speak of.
        pages: Pages by slug.
        passages: Passage that holds a unit, by slug and unit id.
    """
    judged = [(claim, judge(claim, question, pages, passages, own_words=draft.own_words)) for claim in draft.claims]
    return Verdict(
        tuple(claim for claim, judgement in judged if judgement is Judgement.SUPPORTED),
        tuple((claim, judgement) for claim, judgement in judged if judgement is not Judgement.SUPPORTED),
    )


def judge(
    claim: Claim,
    question: Question,
    pages: Mapping[str, Page],
    passages: Mapping[tuple[str, str], Passage],
    *,
    own_words: bool = False,
) -> Judgement:
    """Whether one claim is what its quotes say, the quotes are on their page, and the drug is one asked for.

    A claim in ``own_words`` is held against its quotes rule by rule (`support`); any other has to be its quotes.
    """
    if not claim.quotes or not claim.text.strip():
        return Judgement.CANNOT_TELL
    if not all(_is_on_page(quote, pages, passages) for quote in claim.quotes):
        return Judgement.NOT_SUPPORTED
    if not all(_is_about_asked(quote, question, pages) for quote in claim.quotes):
        return Judgement.NOT_SUPPORTED
    quotes = [quote.text for quote in claim.quotes]
    if claim.text == " ".join(quotes):
        return Judgement.SUPPORTED
    if not own_words or not support(claim.text, quotes, about=[pages[claim.quotes[0].page].name]).supported:
        return Judgement.CANNOT_TELL
    return Judgement.SUPPORTED


def _is_on_page(quote: Quote, pages: Mapping[str, Page], passages: Mapping[tuple[str, str], Passage]) -> bool:
    page = pages.get(quote.page)
    unit = page.units.get(quote.unit) if page else None
    passage = passages.get((quote.page, quote.unit))
    if page is None or unit is None or passage is None or passage.id != quote.passage:
        return False
    return quote.text == plain(unit.raw) and quote.text in passage.text


def _is_about_asked(quote: Quote, question: Question, pages: Mapping[str, Page]) -> bool:
    if not question.subjects:
        return True
    page = pages[quote.page]
    return any(is_about(page, page.units[quote.unit], subject) for subject in question.subjects)
