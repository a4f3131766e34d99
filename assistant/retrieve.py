"""Question → Evidence: dense and keyword search fused, a named drug's pages first, quote units scored.

It finds and scores; which units are quoted is the writer's choice, whether they suffice is decided here by a floor.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.embedder import Vectors
from assistant.frontmatter import Region
from assistant.index import Index
from assistant.language import fold, stems, whole_words
from assistant.lexicon import LIKE_MEANING, PLACE_NAMES
from assistant.nearness import Nearness
from assistant.pages import Page, Section, Unit
from assistant.passages import Passage
from assistant.question import Kind, Question, Subject

# Weights of passages: dense finds paraphrases, keywords find rare words.
DENSE, KEYWORDS = 0.7, 0.3
PASSAGES = 24  # passages whose units are looked at when no drug is named
# Weights of a unit, fitted by listwise logistic regression on the best units of own cases; the section's weights stand
# in `question`. See evals/LOG.md.
UNIT_DENSE, UNIT_ASKED, UNIT_WORDS, UNIT_PASSAGE = 0.33, 1.92, 0.18, 0.16
UNIT_LIKELIER, UNIT_LIKELIER_WHOLE = 0.0125, 0.013  # by the words of what is asked, and of all that is written
# Added to a unit that names the trial, place or brand asked about, or holds the sort of answer asked for (a price).
NAMED, PLACED, SORTED = 0.096, 0.1, 0.076
# And to one that the front matter names for where the drug stands there.
STATED = 0.05
# Editors put first what most people need: a unit loses up to this much over the length of its section.
LATER = 0.35
# Share of what is embedded beside the question: of a long message its clauses, of which this many nearest ones count.
STORY, STORY_CLAUSES = 0.46, 3
# A question without a drug's name is answered only above this similarity of its best unit; see evals/LOG.md.
FLOOR = 0.6
COVERED_ALONE = 0.75  # without a drug's name: share of the weight of the focus that the best unit must hold
# Logistic model over own cases and three blind sets (1,262 answerable, 193 not, most near misses, which count three
# times), fitted 2026-11-27: weights of how much nearer the question is to the ways of asking for the best sentence than
# to what its page does not say, under the learnt map and as embedded, of the share of its words that the best sentence
# and the ways of asking for it hold, and of whether every aspect asked for is told. See evals/LOG.md.
SUPPORT_WEIGHTS = (10.0, 4.4, 2.0, 3.4)
SUPPORT = 2.3


@dataclass(frozen=True)
class _Particular:
    """Something particular that is asked for: what a unit that tells it holds, and what that adds to its score."""

    pattern: re.Pattern[str]
    weight: float


@dataclass(frozen=True)
class _Weighed:
    """A term of a question, the words that mean the same, and its share of the weight of all its terms, 0..1."""

    term: str
    like: frozenset[str]
    share: float


@dataclass(frozen=True)
class _Sought:
    """What a question makes of the score of any unit, worked out once.

    Attributes:
        terms: Of the question.
        particulars: What else a unit may hold.
        wanted: Added to the units of each section, by its key.
        stated: Slug and unit id of the sentences of the front matter that answer it.
    """

    terms: tuple[_Weighed, ...]
    particulars: Sequence[_Particular]
    wanted: Mapping[str, float]
    stated: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class _Place:
    """A quote unit where it stands.

    Attributes:
        page, section, unit: It, and what holds it.
        key: Slug and unit id.
        row: Of the unit's vector.
        depth: How far down its section it stands, 0..1.
        terms: Stems of it and its heading.
        asked_by: Those, and the stems of the ways of asking for it.
    """

    page: Page
    section: Section
    unit: Unit
    key: tuple[str, str]
    row: int
    depth: float
    terms: frozenset[str]
    asked_by: frozenset[str]


class Hit(NamedTuple):
    """A quote unit with its scores.

    Attributes:
        page: Its page.
        section: Its section.
        unit: The unit.
        passage: The passage that holds it.
        similarity: Cosine of question and unit, −1..1.
        asked: Cosine of the question and the nearest way of asking for the unit, −1..1; see
            ``_asked_without_phrasings`` for where none is written down.
        words: Share of the weight of the question's terms that the unit or the ways of asking for it hold, 0..1.
        score: All of it fused; only its order matters.
    """

    page: Page
    section: Section
    unit: Unit
    passage: Passage
    similarity: float
    asked: float
    words: float
    score: float


@dataclass(frozen=True)
class Evidence:
    """What was found for a question, best first.

    Attributes:
        hits: At least one, best first.
        missing: The words asked about that no hit holds.
        leads: A hit for each of the things that it asks one after the other, none twice.
    """

    hits: tuple[Hit, ...]
    missing: tuple[str, ...]
    leads: tuple[Hit, ...] = ()

    @property
    def best(self) -> Hit:
        return self.hits[0]


class Retriever:
    """Searches one opened index version."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._nearness = Nearness.of(index.phrasings, index.vectors_of, index.metric)
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
    def _places(self) -> Mapping[tuple[str, str], _Place]:
        """Every unit where it stands, by slug and unit id."""
        asked, rows = self._index.bayes.words_of(), self._index.unit_rows
        found = {}
        for page in self._index.pages:
            for section in page.sections:
                for number, unit in enumerate(section.units):
                    key = (page.slug, unit.id)
                    held = frozenset(stems(f"{section.heading} {unit.plain}"))
                    depth = number / len(section.units)
                    found[key] = _Place(page, section, unit, key, rows[key], depth, held, held | asked[key])
        return found

    def placed(self, question: Question, queries: Sequence[Vectors]) -> Question:
        """The question with how near it is to asking for each section.

        Args:
            question: What is asked.
            queries: Unit vectors of ``question.searched``, one each, shape ``(dim,)``; so for the methods below.
        """
        return replace(question, sections=self._nearness.to_sections(queries[0]))

    def described(self, question: Question, queries: Sequence[Vectors]) -> Question | None:
        """The question as one on the drug that it describes without a name, or None when none stands out."""
        if question.kind is not Kind.FACT or question.subjects or not question.fits:
            return None
        near: dict[str, float] = {}
        for (slug, _), values in self._nearness.to_units(np.stack(queries), self._drugs).items():
            near[slug] = max(near.get(slug, -1.0), float(values.max()))
        found = question.fits.likely(near)
        return replace(question, subjects=(Subject(found, None, self._index.page[found].name),)) if found else None

    @cached_property
    def _drugs(self) -> tuple[str, ...]:
        return tuple(page.slug for page in self._index.pages if not page.is_background)

    def warm(self) -> None:
        """Computes what the first question would otherwise wait for."""
        _ = self._rarity, self._places

    def find(self, question: Question, queries: Sequence[Vectors]) -> Evidence | None:
        """Hits for a question, best first; None when nothing found is evidence."""
        hits = self.ranked(question, queries)
        if not hits or not self._suffices(question, np.stack(queries), hits):
            return None
        missing = self._missing(question.focus, hits)
        return Evidence(tuple(hits), missing)

    def ranked(self, question: Question, queries: Sequence[Vectors]) -> list[Hit]:
        """Every quote unit that was looked at, best first, whether or not it is evidence; may be empty."""
        passages = self._passages(question, queries[0])
        return self._score(question, queries, self._candidates(question, passages), passages)

    def gists(self, question: Question, queries: Sequence[Vectors]) -> Evidence:
        """The gists of the pages asked about, best first: what a comparison can always rest on."""
        return Evidence(tuple(hit for hit in self.ranked(question, queries) if hit.unit.gist), ())

    # --- finding -----------------------------------------------------------------------------------------------

    def _passages(self, question: Question, query: Vectors) -> dict[str, float]:
        """Fused score of the passages worth looking at, by id, 0..1."""
        index = self._index
        dense = dict(index.near(query, question.pages) if question.pages else index.nearest(query, k=PASSAGES))
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

    def _candidates(self, question: Question, passages: Mapping[str, float]) -> list[tuple[_Place, Passage]]:
        index = self._index
        found = []
        for identity in passages:
            passage = index.passages[index.passage_number[identity]]
            page = index.page[passage.page]
            for unit_id in passage.units:
                place = self._places[passage.page, unit_id]
                if not question.subjects or any(is_about(page, place.unit, each) for each in question.subjects):
                    found.append((place, passage))
        return found

    # --- scoring -----------------------------------------------------------------------------------------------

    def _score(
        self,
        question: Question,
        queries: Sequence[Vectors],
        candidates: Sequence[tuple[_Place, Passage]],
        passages: Mapping[str, float],
    ) -> list[Hit]:
        rows = [place.row for place, _ in candidates]
        similarities = self._index.similarities(queries[0], rows)
        near = self._asked(queries, dict.fromkeys(place.page.slug for place, _ in candidates))
        bayes = self._index.bayes
        by_query = bayes.likelier(question.query)[rows]
        by_all = by_query if question.message == question.query else bayes.likelier(question.message)[rows]
        likelier = UNIT_LIKELIER * by_query + UNIT_LIKELIER_WHOLE * by_all
        sought = _Sought(
            self._weighed(question.terms), self._particulars(question), question.wanted, self._stated(question)
        )
        hits = []
        for (place, passage), similarity, by_words in zip(
            candidates, similarities.tolist(), likelier.tolist(), strict=True
        ):
            asked = weighed = near.get(place.key)
            if asked is None or weighed is None:
                asked = _asked_without_phrasings(question, place, similarity)
                weighed = similarity + HEADING * (asked - similarity)
            words = _share(sought.terms, place.asked_by)
            score = (
                UNIT_DENSE * similarity
                + (UNIT_ASKED * weighed + by_words)
                + UNIT_WORDS * words
                + UNIT_PASSAGE * passages[passage.id]
                + self._fitting(sought, place)
            )
            hits.append(Hit(place.page, place.section, place.unit, passage, similarity, asked, words, score))
        return sorted(hits, key=lambda hit: (-hit.score, hit.page.slug, hit.unit.line))

    def _asked(self, queries: Sequence[Vectors], pages: Iterable[str]) -> dict[tuple[str, str], float]:
        """How near a question, and a story's clauses that are nearest, are to asking for each sentence, −1..1."""
        near = self._nearness.to_units(np.stack(queries), pages)
        return {key: _together(values) for key, values in near.items()}

    def _fitting(self, sought: _Sought, place: _Place) -> float:
        """What a unit gains by where it stands and by what it holds in particular."""
        score = sought.wanted.get(place.section.key, 0.0) - LATER * place.depth + STATED * (place.key in sought.stated)
        if sought.particulars:
            text = self._folded(place.page, place.unit)
            score += sum(particular.weight for particular in sought.particulars if particular.pattern.search(text))
        return score

    def _particulars(self, question: Question) -> list[_Particular]:
        """What a unit's text may hold beyond words: the trial, the place, the sort of answer asked for."""
        found = [_Particular(pattern, PLACED) for pattern in places_asked(question)]
        if question.called:
            found.append(_Particular(whole_words(question.called), NAMED))
        for trial_id in question.trials:
            if names := self._trial_names(trial_id):
                found.append(_Particular(whole_words(names), NAMED))
        for aspect in question.aspects:
            found.append(_Particular(aspect.told, SORTED if aspect.needed else SORTED / 2))
        return found

    def _stated(self, question: Question) -> frozenset[tuple[str, str]]:
        """Slug and unit id of the sentences by which a drug asked about stands as it does in a place asked about."""
        if question.topic != "access":
            return frozenset()
        rows = ((slug, row) for slug in question.pages for row in self._index.page[slug].meta.status)
        return frozenset((slug, row.says) for slug, row in rows if row.current and row.region in question.regions)

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

    def _weighed(self, terms: Sequence[str]) -> tuple[_Weighed, ...]:
        weights = {term: self._weight(term) for term in terms}
        total = sum(weights[term] for term in terms)
        return tuple(_Weighed(term, LIKE_MEANING.get(term, _NO_WORDS), weights[term] / total) for term in terms)

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
        held = [self._places[hit.page.slug, hit.unit.id].terms for hit in hits]
        return tuple(term for term in focus if not any(_holds(terms, term) for terms in held))

    def support(self, question: Question, queries: Sequence[Vectors], hits: Sequence[Hit]) -> float:
        """Log-odds, but for a constant, that the pages answer a question on a named drug; ``SUPPORT`` is enough.

        −inf where a place or an illness asked about is told of nowhere; ``hits`` holds at least one.
        """
        return self._support(question, np.stack(queries), hits) if self._tells_of_all(question, hits) else -math.inf

    def _suffices(self, question: Question, queries: Vectors, hits: Sequence[Hit]) -> bool:
        """Whether the pages say it: every place and illness asked about is told of, and the rest is near enough."""
        if not self._tells_of_all(question, hits):
            return False
        if not question.subjects:
            best = hits[0]
            return (
                all(self._told(aspect.told, hits) for aspect in question.aspects if aspect.needed)
                and best.similarity >= FLOOR
                and best.asked >= _together(self._nearness.to_unsaid(queries, (best.page.slug,)))
                and _share(self._weighed(question.focus), self._places[best.page.slug, best.unit.id].terms)
                >= COVERED_ALONE
                and (bool(question.focus) or best.page.is_background)
            )
        return self._support(question, queries, hits) >= SUPPORT

    def _tells_of_all(self, question: Question, hits: Sequence[Hit]) -> bool:
        """Whether every place and illness asked about is told of."""
        if not all(self._told(pattern, hits) for pattern in question.illnesses):
            return False
        placed = all(self._told(pattern, hits) for pattern in places_asked(question))
        return placed or (question.topic == "access" and self._told_of_the_world(question, hits))

    def _support(self, question: Question, queries: Vectors, hits: Sequence[Hit]) -> float:
        nearest = max(hit.asked for hit in hits)
        nearer = nearest - _together(self._nearness.to_unsaid(queries, question.pages))
        told = all(self._told(aspect.told, hits) for aspect in question.aspects if aspect.needed)
        lead = self._nearness.lead(queries[0], question.pages, otherwise=nearest)
        features = (nearer, lead, hits[0].words, told)
        return sum(weight * value for weight, value in zip(SUPPORT_WEIGHTS, features, strict=True))

    def _told_of_the_world(self, question: Question, hits: Sequence[Hit]) -> bool:
        """Whether the pages say of every product asked about how it stands in all countries: that answers for each."""
        found = {(hit.page.slug, hit.unit.id) for hit in hits}
        told = {
            (slug, row.product)
            for slug in question.pages
            for row in self._index.page[slug].meta.status
            if row.region is Region.WORLD and (slug, row.says) in found
        }
        asked = {
            (subject.page, product.name)
            for subject in question.subjects
            for product in self._index.page[subject.page].meta.products
            if subject.product in {None, product.name}
        }
        return bool(asked) and asked <= told

    def _told(self, pattern: re.Pattern[str], hits: Sequence[Hit]) -> bool:
        return any(pattern.search(self._folded(hit.page, hit.unit)) for hit in hits)


_RAREST = 7.0  # ln(1 + 1500/1.4): about that of a word in one unit of the corpus


HEADING = 0.6  # how much a heading says of its gist where no way of asking is written down
LIKE = 0.7  # how much a word that means the same counts beside the word itself
_NO_WORDS: frozenset[str] = frozenset()


def _share(terms: Sequence[_Weighed], held: frozenset[str]) -> float:
    """Share of the weight of terms that a unit holds, itself or by a word that means the same; 1 of none."""
    if not terms:
        return 1.0
    return sum(
        term.share if term.term in held else 0.0 if term.like.isdisjoint(held) else LIKE * term.share for term in terms
    )


def _holds(held: frozenset[str], term: str) -> bool:
    """Whether a unit holds a term or a word that means the same."""
    return term in held or not LIKE_MEANING.get(term, _NO_WORDS).isdisjoint(held)


def _together(near: NDArray[np.float32]) -> float:
    """How near a question and what is embedded beside it are to something, of how near each of them is."""
    if len(near) == 1:
        return float(near[0])
    return float((1 - STORY) * near[0] + STORY * np.sort(near[1:])[-STORY_CLAUSES:].mean())


def _asked_without_phrasings(question: Question, place: _Place, similarity: float) -> float:
    """What stands for nearness to the ways of asking where no editor wrote any: a gist answers its heading."""
    heading = question.sections.get(place.section.key, similarity) if place.unit.gist else similarity
    return max(similarity, heading)


def places_asked(question: Question) -> list[re.Pattern[str]]:
    """A pattern over folded text for the places asked about: as the pages name them and as typed; none when none is."""
    if not question.regions and not question.elsewhere:
        return []
    names = [PLACE_NAMES.get(region, re.escape(fold(region))) for region in question.regions]
    names += [re.escape(place) for place in question.places]
    return [re.compile(rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-])")]


def is_about(page: Page, unit: Unit, subject: Subject) -> bool:
    """Whether a unit speaks of a drug: it stands on the drug's page, or names it.

    Of a product of a page with several, the unit must name it, or its section's gist does and no other product.
    """
    if page.slug != subject.page:
        return False
    if subject.product is None:
        return True
    product = next(p for p in page.meta.products if p.name == subject.product)
    return bool(whole_words(product.all_names).search(fold(unit.plain)))
