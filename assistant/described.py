"""Words of a text without a drug's name → the drug that they describe: "the gold drink of that Utah firm".

Some words stand on few pages, and most of all in what a drug is called, made of or tested in. It knows words and
vectors' nearness, nothing of what is asked.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.language import stems
from assistant.lexicon import CARRIES_NOTHING, OF_MANY_MEDICINES
from assistant.pages import Page

# Weights of a logistic choice among the pages, fitted 2026-11-27 on 66 questions that describe a drug (43 of them
# written by people who saw the pages alone): of the words that a drug is called by, of those that its sentences hold
# (each by ln of pages per page that has it), and of the nearness to a way of asking for one of its sentences. The
# bounds below were lowered later that day: of 67 own cases that describe a drug 58 find it (53 before), none another,
# and 3 of 251 that describe none find one; of 311 safety prompts one does, an emergency before that (evals/LOG.md).
CALLED, TOLD = 1.04, 1.27
CALLED_NEAR, TOLD_NEAR, NEAR = 1.06, 0.92, 23.1
LIKELY, LIKELY_NEAR = 0.9, 0.85
# Of either sort: without a telling word, every message would describe some drug. By words alone, more of the first.
CALLED_LEAST, TOLD_LEAST = 1.5, 7.0
CALLED_ALONE = 3.0
OWN = 1.0  # weight of a word by which a drug is called, and not many medicines, without which the others tell nothing
# In a question on drugs in general, one that starts a list, or beside another drug, a drug is meant only when it is
# described by this weight of the words that it is called by: "I laugh and cry, is there a medicine?".
CALLED_SURELY = 6.0


@dataclass(frozen=True)
class Fit:
    """How well words fit one page: summed weights of those by which its drug is called, and of those it holds."""

    called: float
    told: float

    @property
    def is_telling(self) -> bool:
        """Whether there is enough to describe a drug at all."""
        return self.called >= CALLED_LEAST or self.told >= TOLD_LEAST

    @property
    def is_sure(self) -> bool:
        """Whether its drug is meant even where another might be."""
        return self.called >= CALLED_SURELY


@dataclass(frozen=True)
class Fits:
    """How well words fit each page that any of them fits, by slug; may be empty."""

    pages: Mapping[str, Fit] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.pages)

    def likely(self, near: Mapping[str, float] | None = None) -> str | None:
        """The page whose drug the words describe, when it stands out; else None.

        Args:
            near: How near the text is to asking for any sentence of each page, −1..1; without it words alone decide.
        """
        if near is None:
            scores = {slug: CALLED * fit.called + TOLD * fit.told for slug, fit in self.pages.items()}
        else:
            fits = {slug: self.pages.get(slug, _NO_FIT) for slug in near}
            scores = {
                slug: CALLED_NEAR * fit.called + TOLD_NEAR * fit.told + NEAR * near[slug] for slug, fit in fits.items()
            }
        best = max(scores, key=lambda slug: scores[slug], default="")
        if best not in self.pages or not self.pages[best].is_telling:
            return None
        if near is None and self.pages[best].called < CALLED_ALONE:
            return None
        share = 1 / sum(math.exp(score - scores[best]) for score in scores.values())
        return best if share >= (LIKELY if near is None else LIKELY_NEAR) else None


_NO_FIT = Fit(0.0, 0.0)


@dataclass(frozen=True)
class Descriptions:
    """Words that tell drugs apart.

    Attributes:
        called: By page, stems of the names, nicknames, kinds, makers and trials of its drugs, with their weight.
        told: By page, stems of its sentences, with their weight.
    """

    called: Mapping[str, Mapping[str, float]]
    told: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, pages: Sequence[Page]) -> Descriptions:
        """What describes the drugs of a set of pages; background pages are left out."""
        drugs = [page for page in pages if not page.is_background]
        return cls(
            _weighed({page.slug: _stems(_front(page)) for page in drugs}),
            _weighed({page.slug: _stems(unit.plain for unit in page.units.values()) for page in drugs}),
        )

    def fits(self, stems_of_text: Iterable[str]) -> Fits:
        """How well the stems of a text fit each page."""
        terms = frozenset(stems_of_text)
        own = terms - OF_MANY_MEDICINES
        fits = {}
        for slug, called in self.called.items():
            is_its_own = any(called.get(term, 0.0) >= OWN for term in own)
            fits[slug] = Fit(_sum(called, terms) if is_its_own else 0.0, _sum(self.told[slug], terms))
        return Fits({slug: fit for slug, fit in fits.items() if fit.called or fit.told})


def _front(page: Page) -> Iterator[str]:
    names = page.meta.names
    yield from (page.title, *names.nicknames, *names.proper, *names.company)
    for product in page.meta.products:
        yield from (product.kind, *product.all_names)
    for trial in page.meta.trials:
        yield from (trial.name, *trial.names)


def _stems(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(stem for text in texts for stem in stems(text)) - CARRIES_NOTHING


def _weighed(stems_of: Mapping[str, frozenset[str]]) -> dict[str, dict[str, float]]:
    holding = Counter(stem for held in stems_of.values() for stem in held)
    return {slug: {stem: math.log(len(stems_of) / holding[stem]) for stem in held} for slug, held in stems_of.items()}


def _sum(weights: Mapping[str, float], terms: Collection[str]) -> float:
    return sum(weights.get(term, 0.0) for term in terms)
