"""Question + Evidence → Draft: the `quotes` writer chooses quote units, the direct answer first. It cannot invent.

Nothing here is believed yet: `verify` decides what survives. It knows nothing of citation numbers or fixed texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.language import count_words, fold, sentences, stems, whole_words
from assistant.lexicon import CARRIES_NOTHING
from assistant.question import Kind, Question
from assistant.retrieve import Evidence, Hit

MOST_CLAIMS = 4
MARGIN = 0.7  # how far below the best score a further quote may stay; set by the evals, see evals/LOG.md
# Share of words that two quotes may have in common before the second says nothing new.
ALIKE = 0.6


@dataclass(frozen=True)
class Quote:
    """Words copied from a page: the plain text of one quote unit, and the passage that holds it."""

    page: str
    unit: str
    text: str
    passage: str


@dataclass(frozen=True)
class Claim:
    """One statement of a draft with the quotes it rests on, at least one."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Draft:
    """Claims in the order they are to be read, the direct answer first; not yet believed.

    ``own_words`` says that claims are in other words than their quotes, as a model writes them.
    """

    claims: tuple[Claim, ...]
    own_words: bool = False


@dataclass(frozen=True)
class Room:
    """How much a draft may hold: words, claims, sentences; each at least 1."""

    words: int
    claims: int = MOST_CLAIMS
    sentences: int = 2 * MOST_CLAIMS


def write_quotes(question: Question, evidence: Evidence, room: Room, *, no_amounts: bool = False) -> Draft:
    """Chooses quote units for a question.

    Args:
        question: What is asked.
        evidence: What was found, best first.
        room: How much may be said; the direct answer is kept even when it alone takes more words.
        no_amounts: Leaves out units that state an amount to take, or compare doses.
    """
    hits = [hit for hit in evidence.hits if not (no_amounts and _DOSE.search(hit.unit.plain))]
    chosen: list[Hit] = []
    for hit in _in_order(question, hits, evidence.leads):
        if len(chosen) >= room.claims:
            break
        if chosen and not _fits(chosen, hit, room):
            continue
        if hit in evidence.leads or not any(_alike(hit, other) for other in chosen):
            chosen.append(hit)
    return Draft(tuple(_claim(hit) for hit in chosen))


# An amount to take, or that more or less of it did better: both are an answer to "I missed a dose".
_DOSE = re.compile(
    r"\b\d[\d.,]*\s*(?:mg|mcg|ml|mL|g|grams?|milligrams?|tablets?|capsules?|times a day|packets?)\b"
    r"|\b(?:once|twice) a day\b|\bevery \d+ hours\b|\b(?:high|low|larg|small|strong)(?:er|est) (?:total )?doses?\b"
)


def _claim(hit: Hit) -> Claim:
    quote = Quote(hit.page.slug, hit.unit.id, hit.unit.plain, hit.passage.id)
    return Claim(hit.unit.plain, (quote,))


def _in_order(question: Question, hits: Sequence[Hit], leads: Sequence[Hit]) -> list[Hit]:
    """Hits worth quoting, in the order in which they may be taken."""
    if not hits:
        return []
    if question.kind is Kind.OVERVIEW:
        return _overview(question, hits)
    if len(question.pages) > 1:
        return _one_each(question, hits)
    worth = [hit for hit in hits if hit.score >= hits[0].score - MARGIN]
    if leads:
        units = {hit.unit.id for hit in leads}
        return [*leads, *(hit for hit in worth if hit.unit.id not in units)]
    if question.is_pointed or not (first := _gist_asked_for(question, hits)):
        return worth
    # A heading asked for in general: editors put first what qualifies its gist for most people.
    section = [hit for hit in worth if hit.section is first.section]
    return [*sorted(section, key=lambda hit: hit.unit.line), *(hit for hit in worth if hit not in section)]


_PLAINLY = 1.5  # weight of a topic whose words ask for a heading and hardly for anything else: "what did trials find"


def _gist_asked_for(question: Question, hits: Sequence[Hit]) -> Hit | None:
    """The gist of a heading that a question asks for in general: it was found first, or the words leave no doubt."""
    asked = max(question.topics, key=lambda key: question.topics[key], default="")
    enough = 1.0 if hits[0].unit.gist and hits[0].section.key == asked else _PLAINLY
    if question.topics.get(asked, 0.0) < enough:
        return None
    return next((hit for hit in hits if hit.unit.gist and hit.section.key == asked), None)


def _overview(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """What a person needs who typed only a name: what it is, where it stands, what came of it."""
    if any(subject.product is not None for subject in question.subjects):
        about = [hit for hit in hits if hit.section.key != "short"]
        firsts = [next((hit for hit in about if hit.section.key == key), None) for key in ("how", "works", "access")]
        return [hit for hit in firsts if hit is not None] or list(hits)
    opening = sorted((hit for hit in hits if hit.section.key == "short"), key=lambda hit: hit.unit.line)
    says = {product.says for hit in opening[:1] for product in hit.page.drugs[:1]}
    named = [hit for hit in hits if hit.unit.id in says and hit not in opening]
    order = [*opening[:1], *_calling(question, hits)[:1], *named, *opening[1:]]
    return [hit for at, hit in enumerate(order) if hit not in order[:at]]


def _calling(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """Hits that call the drug as the question does: by its brand, say."""
    if not question.called:
        return []
    called = whole_words(question.called)
    return [hit for hit in hits if called.search(fold(hit.unit.plain))]


def _one_each(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """One hit of each page asked about, in the order asked: the gist, or the best for a pointed question."""
    topic = question.topic or "works"
    firsts = []
    for slug in question.pages:
        own = [hit for hit in hits if hit.page.slug == slug]
        gist = [hit for hit in own if hit.unit.gist and hit.section.key == topic]
        firsts += (own if question.is_pointed else gist or own)[:1]
    return [*firsts, *(hit for hit in hits if hit not in firsts)]


def _fits(chosen: Sequence[Hit], hit: Hit, room: Room) -> bool:
    held = [*chosen, hit]
    words = sum(count_words(h.unit.plain) for h in held)
    return words <= room.words and sum(len(sentences(h.unit.plain)) for h in held) <= room.sentences


def _alike(hit: Hit, other: Hit) -> bool:
    """Whether a quote says hardly anything that another of the same drug does not; a number of its own is news."""
    if hit.page is not other.page:
        return False
    mine, theirs = _content(hit), _content(other)
    if any(term.isdigit() for term in mine - theirs):
        return False
    return len(mine & theirs) / min(len(mine), len(theirs)) > ALIKE if mine and theirs else False


def _content(hit: Hit) -> frozenset[str]:
    named = frozenset(stems(" ".join(hit.page.meta.names.proper)))
    return frozenset(_long(stems(hit.unit.plain))) - CARRIES_NOTHING - named


def _long(terms: Iterable[str]) -> Iterable[str]:
    return (term for term in terms if len(term) > 3 or term.isdigit())
