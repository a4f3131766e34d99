"""Question vector → how near it is to the ways of asking for each sentence, each section, and for what pages leave out.

It compares vectors with those of `phrasings`, under the map of `metric`; what is near enough is decided by `retrieve`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.embedder import Vectors
from assistant.metric import Metric
from assistant.phrasings import Phrasings

CENTRE = 0.6  # share of the middle of a sentence's questions beside the nearest one; see evals/LOG.md
NEAREST = 5  # questions of a section that count; 1, 3 and 8 told fewer questions right (evals/LOG.md)


@dataclass(frozen=True)
class Nearness:
    """Vectors of phrasings, those of one sentence in neighbouring rows, those of one page too.

    Attributes:
        metric: What was learnt from them.
        keys: Slug and unit id of the sentences that have phrasings, in the order of their rows.
        starts: First row of each, shape ``(len(keys),)``.
        units: Vectors of their questions, one row a question.
        sections: Vectors of the questions that fit any drug, by section key.
        unsaid: Vectors of the questions that a page does not answer, by its slug, and by "" those of any page.
    """

    metric: Metric
    keys: tuple[tuple[str, str], ...]
    starts: NDArray[np.intp]
    units: Vectors
    sections: Mapping[str, Vectors]
    unsaid: Mapping[str, Vectors]

    @classmethod
    def of(cls, phrasings: Phrasings, vectors_of: Callable[[Sequence[str]], Vectors], metric: Metric) -> Nearness:
        """Phrasings with the vectors that a function gives for texts, shape ``(len(texts), dim)``."""
        lengths = [len(texts) for texts in phrasings.units.values()]
        return cls(
            metric,
            tuple(phrasings.units),
            np.cumsum([0, *lengths])[: len(lengths)].astype(np.intp),
            vectors_of([text for texts in phrasings.units.values() for text in texts]),
            {key: vectors_of(texts) for key, texts in phrasings.sections.items()},
            {slug: vectors_of(texts) for slug, texts in phrasings.unsaid.items() if texts},
        )

    @cached_property
    def _pages(self) -> dict[str, tuple[slice, slice]]:
        """Positions in ``keys``, and rows of the questions, of the sentences of each page."""
        found: dict[str, slice] = {}
        for position, (slug, _) in enumerate(self.keys):
            first = found[slug].start if slug in found else position
            found[slug] = slice(first, position + 1)
        ends = np.append(self.starts, len(self.units))
        return {slug: (own, slice(int(ends[own.start]), int(ends[own.stop]))) for slug, own in found.items()}

    @cached_property
    def _mapped(self) -> Vectors:
        return self.metric.through(self.units)

    @cached_property
    def _centres(self) -> Vectors:
        """The middle of each sentence's questions under the map, as unit vectors, shape ``(len(keys), …)``."""
        sums = np.add.reduceat(self._mapped, self.starts) if len(self.starts) else self._mapped
        return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True))

    @cached_property
    def _of_sections(self) -> Vectors:
        return np.concatenate(list(self.sections.values()))

    @cached_property
    def _section_ends(self) -> NDArray[np.intp]:
        """Row after the last question of each section but the last one."""
        return np.cumsum([len(texts) for texts in self.sections.values()])[:-1]

    @cached_property
    def _mapped_unsaid(self) -> dict[str, Vectors]:
        return {slug: self.metric.through(vectors) for slug, vectors in self.unsaid.items()}

    def to_units(self, queries: Vectors, pages: Iterable[str]) -> dict[tuple[str, str], NDArray[np.float32]]:
        """How near some queries are to asking for each sentence of some pages that has questions.

        Args:
            queries: Unit vectors, shape ``(n, dim)``.
            pages: Slugs.

        Returns:
            By slug and unit id, a value for each query, shape ``(n,)``, −1..1: of its cosines under the map to the
            nearest of the sentence's questions and, for a part, to their middle.
        """
        mapped = self.metric.through(queries).T
        near: dict[tuple[str, str], NDArray[np.float32]] = {}
        for own, rows in (self._pages[page] for page in pages if page in self._pages):
            nearest = np.maximum.reduceat(self._mapped[rows] @ mapped, self.starts[own] - rows.start, axis=0)
            near.update(
                zip(self.keys[own], (1 - CENTRE) * nearest + CENTRE * (self._centres[own] @ mapped), strict=True)
            )
        return near

    def to_sections(self, query: Vectors) -> dict[str, float]:
        """Mean cosine of a query to its nearest questions of each section, −1..1."""
        if not self.sections:
            return {}
        near = np.split(self._of_sections @ query, self._section_ends)
        nearest = {key: np.sort(values)[-NEAREST:] for key, values in zip(self.sections, near, strict=True)}
        return {key: float(values.sum()) / len(values) for key, values in nearest.items()}

    def to_unsaid(self, queries: Vectors, pages: Iterable[str] = ()) -> NDArray[np.float32]:
        """Cosines under the map to the nearest question that is not answered, by pages or by any.

        Args:
            queries: Unit vectors, shape ``(n, dim)``.
            pages: Slugs.

        Returns:
            A value for each query, shape ``(n,)``, −1..1; −1 when there are no such questions.
        """
        return _nearest(self.metric.through(queries), self._mapped_unsaid, pages)

    def lead(self, query: Vectors, pages: Iterable[str], *, otherwise: float) -> float:
        """How much nearer a query is to a question of some pages than to one that they do not answer, −2..2.

        By the cosines of the embedder itself, which tell other questions apart than those under the map.

        Args:
            query: Unit vector, shape ``(dim,)``.
            pages: Slugs.
            otherwise: Cosine that stands for the nearest question where the pages have none.
        """
        rows = [rows for _, rows in (self._pages[page] for page in pages if page in self._pages)]
        own = max((float((self.units[one] @ query).max()) for one in rows), default=otherwise)
        return own - float(_nearest(query[None], self.unsaid, pages)[0])


def _nearest(queries: Vectors, unsaid: Mapping[str, Vectors], pages: Iterable[str]) -> NDArray[np.float32]:
    found = [(unsaid[slug] @ queries.T).max(axis=0) for slug in ("", *pages) if slug in unsaid]
    return np.max(found, axis=0) if found else np.full(len(queries), -1.0, dtype=np.float32)
