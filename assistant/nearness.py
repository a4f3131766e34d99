"""Question vector → how near it is to the ways of asking for each sentence, each section, and for what pages leave out.

It compares vectors with those of `phrasings`; what is near enough is decided by `retrieve`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.embedder import Vectors
from assistant.phrasings import Phrasings

NEAREST = 5  # questions of a section that count; 1, 3 and 8 told fewer questions right (evals/LOG.md)


@dataclass(frozen=True)
class Nearness:
    """Vectors of phrasings, those of one sentence in neighbouring rows, those of one page too.

    Attributes:
        keys: Slug and unit id of the sentences that have phrasings, in the order of their rows.
        starts: First row of each, shape ``(len(keys),)``.
        units: Vectors of their questions, one row a question.
        sections: Vectors of the questions that fit any drug, by section key.
        unsaid: Vectors of the questions that pages seldom answer; may have no rows.
    """

    keys: tuple[tuple[str, str], ...]
    starts: NDArray[np.intp]
    units: Vectors
    sections: Mapping[str, Vectors]
    unsaid: Vectors

    @classmethod
    def of(cls, phrasings: Phrasings, vectors_of: Callable[[Sequence[str]], Vectors]) -> Nearness:
        """Phrasings with the vectors that a function gives for texts, shape ``(len(texts), dim)``."""
        lengths = [len(texts) for texts in phrasings.units.values()]
        return cls(
            tuple(phrasings.units),
            np.cumsum([0, *lengths])[: len(lengths)].astype(np.intp),
            vectors_of([text for texts in phrasings.units.values() for text in texts]),
            {key: vectors_of(texts) for key, texts in phrasings.sections.items()},
            vectors_of(phrasings.unsaid),
        )

    @cached_property
    def _pages(self) -> dict[str, slice]:
        """Positions in ``keys`` of the sentences of each page."""
        found: dict[str, slice] = {}
        for position, (slug, _) in enumerate(self.keys):
            first = found[slug].start if slug in found else position
            found[slug] = slice(first, position + 1)
        return found

    def to_units(self, query: Vectors, pages: Iterable[str]) -> dict[tuple[str, str], float]:
        """Cosine of a query to the nearest question of each sentence of some pages that has one, −1..1."""
        near: dict[tuple[str, str], float] = {}
        for page in pages:
            if (chosen := self._pages.get(page)) is None:
                continue
            starts = self.starts[chosen]
            end = self.starts[chosen.stop] if chosen.stop < len(self.starts) else len(self.units)
            nearest = np.maximum.reduceat(self.units[starts[0] : end] @ query, starts - starts[0])
            near.update(zip(self.keys[chosen], nearest.tolist(), strict=True))
        return near

    def to_sections(self, query: Vectors) -> dict[str, float]:
        """Mean cosine of a query to its nearest questions of each section, −1..1."""
        return {key: float(np.sort(texts @ query)[-NEAREST:].mean()) for key, texts in self.sections.items()}

    def to_unsaid(self, query: Vectors) -> float:
        """Cosine of a query to the nearest question that pages seldom answer, −1..1; −1 when there are none."""
        return float((self.unsaid @ query).max()) if len(self.unsaid) else -1.0
