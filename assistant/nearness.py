"""Question vector → how near it is to the ways of asking for each sentence, each section, and for what pages leave out.

It compares vectors with those of `phrasings`; what is near enough is decided by `retrieve`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.embedder import Vectors
from assistant.phrasings import Phrasings

NEAREST = 5  # questions of a section that count; 1, 3 and 8 told fewer questions right (evals/LOG.md)


@dataclass(frozen=True)
class Nearness:
    """Vectors of phrasings, those of one sentence in neighbouring rows.

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

    def to_units(self, query: Vectors) -> dict[tuple[str, str], float]:
        """Cosine of a query to the nearest question of each sentence that has some, −1..1."""
        if not self.keys:
            return {}
        nearest = np.maximum.reduceat(self.units @ query, self.starts)
        return dict(zip(self.keys, nearest.tolist(), strict=True))

    def to_sections(self, query: Vectors) -> dict[str, float]:
        """Mean cosine of a query to its nearest questions of each section, −1..1."""
        return {key: float(np.sort(texts @ query)[-NEAREST:].mean()) for key, texts in self.sections.items()}

    def to_unsaid(self, query: Vectors) -> float:
        """Cosine of a query to the nearest question that pages seldom answer, −1..1; −1 when there are none."""
        return float((self.unsaid @ query).max()) if len(self.unsaid) else -1.0
