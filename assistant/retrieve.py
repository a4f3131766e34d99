"""Question → Evidence: dense and keyword search fused, a named drug's pages first, quote units scored.

It finds and scores; which units are quoted is the writer's choice, whether they suffice is decided here by a floor.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from assistant.embedder import Vectors
from assistant.index import Index
from assistant.language import fold, stems
from assistant.lexicon import LIKE_MEANING, PLACE_NAMES
from assistant.nearness import Nearness
from assistant.pages import Page, Section, Unit
from assistant.passages import Passage
from assistant.question import Question, Subject

# Weights of passages: dense finds paraphrases, keywords find rare words.
DENSE, KEYWORDS = 0.7, 0.3
PASSAGES = 24  # passages whose units are looked at when no drug is named
# Weights of a unit, fitted by pairwise logistic regression on the best units of own cases (5-fold: best unit first
# 0.78, among the first three 0.93); the section's weights stand in `question`. See evals/LOG.md.
UNIT_DENSE, UNIT_WORDS, UNIT_PASSAGE = 0.45, 0.175, 0.43
# Added to a unit that names the trial or place asked about, or holds the sort of answer asked for (a price, a year).
NAMED, PLACED, SORTED = 0.14, 0.16, 0.08
# Editors put first what most people need: a unit loses up to this much over the length of its section.
LATER = 0.165
# A question without a drug's name is answered only above this similarity of its best unit; see evals/LOG.md.
FLOOR = 0.6
COVERED_ALONE = 0.75  # without a drug's name: share of the weight of the focus that the best unit must hold
# Logistic model over own cases (447 answerable, 145 not, most of them near misses), fitted 2026-11-22: weights of the
# best share of words, the strongest topic and each unknown proper name. At this threshold 5 % of the answerable and
# 77 % of the near misses are refused (5-fold, rambling messages apart); see evals/LOG.md.
SUPPORT_WEIGHTS = (2.1, 0.75, -0.82)
SUPPORT = 0.5


@dataclass(frozen=True)
class _Particular:
    """Something particular that is asked for: what a unit that tells it holds, and what that adds to its score."""

    pattern: re.Pattern[str]
    weight: float
    needed: bool


@dataclass(frozen=True)
class Hit:
    """A quote unit with its scores.

    Attributes:
        page: Its page.
        section: Its section.
        unit: The unit.
        passage: The passage that holds it.
        similarity: Cosine of question and unit, −1..1.
        words: Share of the weight of the question's terms that the unit holds, 0..1.
        focus: Share of the weight of its focus terms that the unit holds, 0..1; 1 when there are none.
        fit: How much of all that is asked in particular the unit meets (focus, aspects, place, trial), 0..1.
        score: All of it fused; only its order matters.
    """

    page: Page
    section: Section
    unit: Unit
    passage: Passage
    similarity: float
    words: float
    focus: float
    fit: float
    score: float


@dataclass(frozen=True)
class Evidence:
    """What was found for a question, best first; ``missing`` are the words asked about that no hit holds."""

    hits: tuple[Hit, ...]
    missing: tuple[str, ...]

    @property
    def best(self) -> Hit:
        return self.hits[0]


class Retriever:
    """Searches one opened index version."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._nearness = Nearness.of(index.phrasings, index.vectors_of)
        self._folded_units: dict[tuple[str, str], str] = {}

    @cached_property
    def _rarity(self) -> Mapping[str, float]:
        """Inverse document frequency of every stem over the units: ln(1 + N / n)."""
        counts: dict[str, int] = {}
        units = [unit for page in self._index.pages for unit in page.units.values()]
        for unit in units:
            for term in set(stems(unit.plain)):
                counts[term] = counts.get(term, 0) + 1
        return {term: math.log(1 + len(units) / n) for term, n in counts.items()}

    @cached_property
    def _unit_terms(self) -> Mapping[tuple[str, str], frozenset[str]]:
        return {
            (page.slug, unit.id): frozenset(stems(f"{page.section_of[unit.id].heading} {unit.plain}"))
            for page in self._index.pages
            for unit in page.units.values()
        }

    def placed(self, question: Question, query: Vectors) -> Question:
        """The question with how near its vector is to asking for each section."""
        return replace(question, sections=self._nearness.to_sections(query))

    def warm(self) -> None:
        """Computes what the first question would otherwise wait for."""
        _ = self._rarity, self._unit_terms

    def find(self, question: Question, query: Vectors) -> Evidence | None:
        """Hits for a question, best first; None when nothing found is evidence.

        Args:
            question: What is asked.
            query: Unit vector of ``question.query``, shape ``(dim,)``.
        """
        passages = self._passages(question, query)
        candidates = self._candidates(question, passages)
        if not candidates:
            return None
        hits = self._score(question, query, candidates, passages)
        missing = self._missing(question.focus, hits)
        if not self._suffices(question, hits):
            return None
        return Evidence(tuple(hits), missing)

    def gists(self, question: Question, query: Vectors) -> Evidence:
        """The gists of the pages asked about, best first: what a comparison can always rest on."""
        passages = self._passages(question, query)
        hits = self._score(question, query, self._candidates(question, passages), passages)
        return Evidence(tuple(hit for hit in hits if hit.unit.gist), ())

    # --- finding -----------------------------------------------------------------------------------------------

    def _passages(self, question: Question, query: Vectors) -> dict[str, float]:
        """Fused score of the passages worth looking at, by id, 0..1."""
        index = self._index
        k = len(index.passages) if question.pages else PASSAGES
        own = sum(1 for p in index.passages if p.page in question.pages) if question.pages else k
        dense = dict(index.nearest(query, k=max(1, own), pages=question.pages))
        keywords = index.keyword_scores([*question.terms, *(s for q in question.subjects for s in stems(q.name))])
        top = float(keywords.max(initial=0.0)) or 1.0
        numbers = set(dense)
        if not question.pages:
            best = np.argsort(-keywords)[:PASSAGES]
            numbers |= {int(n) for n in best if keywords[n] > 0}
        return {
            index.passages[n].id: DENSE * max(0.0, dense.get(n, 0.0)) + KEYWORDS * float(keywords[n]) / top
            for n in numbers
        }

    def _candidates(self, question: Question, passages: Mapping[str, float]) -> list[tuple[Page, Unit, Passage]]:
        index = self._index
        found = []
        for identity in passages:
            passage = index.passages[index.passage_number[identity]]
            page = index.page[passage.page]
            for unit_id in passage.units:
                unit = page.units[unit_id]
                if not question.subjects or any(is_about(page, unit, subject) for subject in question.subjects):
                    found.append((page, unit, passage))
        return found

    # --- scoring -----------------------------------------------------------------------------------------------

    def _score(
        self,
        question: Question,
        query: Vectors,
        candidates: Sequence[tuple[Page, Unit, Passage]],
        passages: Mapping[str, float],
    ) -> list[Hit]:
        rows = [self._index.unit_rows[page.slug, unit.id] for page, unit, _ in candidates]
        similarities = self._index.similarities(query, rows)
        particulars, wanted = self._particulars(question), question.wanted
        hits = [
            self._hit(question, candidate, float(similarity), passages[candidate[2].id], particulars, wanted)
            for candidate, similarity in zip(candidates, similarities, strict=True)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.page.slug, hit.unit.line))

    def _hit(
        self,
        question: Question,
        candidate: tuple[Page, Unit, Passage],
        similarity: float,
        passage_score: float,
        particulars: Sequence[_Particular],
        wanted: Mapping[str, float],
    ) -> Hit:
        page, unit, passage = candidate
        section = page.section_of[unit.id]
        held = self._unit_terms[page.slug, unit.id]
        text = self._folded(page, unit)
        words, focus = self._share(question.terms, held), self._share(question.focus, held)
        met = [particular for particular in particulars if particular.pattern.search(text)]
        score = (
            UNIT_DENSE * similarity
            + UNIT_WORDS * words
            + UNIT_PASSAGE * passage_score
            + wanted.get(section.key, 0.0)
            + sum(particular.weight for particular in met)
            - LATER * section.units.index(unit) / len(section.units)
        )
        asked = [particular for particular in particulars if particular.needed]
        parts = [float(particular in met) for particular in asked] + ([focus] if question.focus else [])
        fit = sum(parts) / len(parts) if parts else 1.0
        return Hit(page, section, unit, passage, similarity, words, focus, fit, score)

    def _particulars(self, question: Question) -> list[_Particular]:
        """What a unit's text may hold beyond words: the trial, the place, the sort of answer asked for."""
        found = [_Particular(pattern, PLACED, needed=True) for pattern in places_asked(question)]
        for trial_id in question.trials:
            if names := self._trial_names(trial_id):
                found.append(_Particular(_whole_words(names), NAMED, needed=True))
        for aspect in question.aspects:
            weight = SORTED if aspect.needed else SORTED / 2
            found.append(_Particular(aspect.told, weight, needed=aspect.needed))
        return found

    def _trial_names(self, trial_id: str) -> set[str]:
        return {
            fold(name)
            for page in self._index.pages
            for trial in page.meta.trials
            if trial.id == trial_id
            for name in (trial.name, *trial.names)
        }

    def _folded(self, page: Page, unit: Unit) -> str:
        key = (page.slug, unit.id)
        if key not in self._folded_units:
            self._folded_units[key] = fold(unit.plain)
        return self._folded_units[key]

    def _share(self, terms: Sequence[str], held: frozenset[str]) -> float:
        """Share of the weight of terms that a unit holds, itself or by a word that means the same."""
        if not terms:
            return 1.0
        total = sum(self._weight(term) for term in terms)
        return sum(self._weight(term) * _holds(held, term) for term in terms) / total

    def _weight(self, term: str) -> float:
        """Rarity of a term, or of the commonest word that means the same.

        A term that no unit holds weighs as much as the rarest, since it may be the point of the question.
        """
        if term in self._rarity:
            return self._rarity[term]
        same = [self._rarity[other] for other in LIKE_MEANING.get(term, ()) if other in self._rarity]
        return min(same, default=_RAREST)

    # --- enough? -----------------------------------------------------------------------------------------------

    def _missing(self, focus: Sequence[str], hits: Sequence[Hit]) -> tuple[str, ...]:
        held = frozenset().union(*(self._unit_terms[hit.page.slug, hit.unit.id] for hit in hits))
        return tuple(term for term in focus if not _holds(held, term))

    def _suffices(self, question: Question, hits: Sequence[Hit]) -> bool:
        """Whether the pages say it: every particular asked for is told somewhere, and the rest is near enough."""
        if not all(self._told(aspect.told, hits) for aspect in question.aspects if aspect.needed):
            return False
        if not all(self._told(pattern, hits) for pattern in (*places_asked(question), *question.illnesses)):
            return False
        if not question.subjects:
            best = hits[0]
            return (
                best.similarity >= FLOOR
                and best.focus >= COVERED_ALONE
                and (bool(question.focus) or best.page.is_background)
            )
        return self._support(question, hits) >= SUPPORT

    def _support(self, question: Question, hits: Sequence[Hit]) -> float:
        """Log-odds that the pages answer a question on a named drug; see ``SUPPORT``."""
        best = hits[:5]
        held = frozenset().union(*(self._unit_terms[hit.page.slug, hit.unit.id] for hit in hits))
        unknown = sum(not _holds(held, term) for term in question.proper if term in question.focus)
        words, topic, strange = SUPPORT_WEIGHTS
        return (
            words * max(hit.words for hit in best)
            + topic * max(question.topics.values(), default=0.0)
            + strange * unknown
        )

    def _told(self, pattern: re.Pattern[str], hits: Sequence[Hit]) -> bool:
        return any(pattern.search(self._folded(hit.page, hit.unit)) for hit in hits)


_RAREST = 7.0  # ln(1 + 1500/1.4): about that of a word in one unit of the corpus


LIKE = 0.7  # how much a word that means the same counts beside the word itself


def _holds(held: frozenset[str], term: str) -> float:
    """1 when a unit holds a term, ``LIKE`` when it holds a word that means the same, else 0."""
    if term in held:
        return 1.0
    return 0.0 if LIKE_MEANING.get(term, frozenset()).isdisjoint(held) else LIKE


def places_asked(question: Question) -> list[re.Pattern[str]]:
    """A pattern over folded text for the places asked about: as the pages name them and as typed; none when none is."""
    if not question.regions and not question.elsewhere:
        return []
    names = [PLACE_NAMES.get(region, re.escape(fold(region))) for region in question.regions]
    names += [re.escape(place) for place in question.places]
    return [re.compile(rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-])")]


def _whole_words(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in names) + r")(?!\w)")


def is_about(page: Page, unit: Unit, subject: Subject) -> bool:
    """Whether a unit speaks of a drug: it stands on the drug's page, or names it.

    Of a product of a page with several, the unit must name it, or its section's gist does and no other product.
    """
    if page.slug != subject.page:
        return False
    if subject.product is None:
        return True
    product = next(p for p in page.meta.products if p.name == subject.product)
    return names_any(unit.plain, product.all_names)


def names_any(text: str, names: Iterable[str]) -> bool:
    """Whether a text holds one of the names as whole words, case aside."""
    return bool(_whole_words(fold(name) for name in names).search(fold(text)))
