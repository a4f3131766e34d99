"""Question vector → how near it is to asking for each section of a page, by example questions.

The examples stand in exemplars.toml: many ways of asking for each section, with "the drug" in place of a name. It knows
no page and no drug.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assistant.embedder import Vectors

NEAREST = 5  # examples of a section that count; 1, 3 and 8 told fewer questions right (evals/LOG.md)
_FILE = Path(__file__).parent / "exemplars.toml"


@cache
def exemplars() -> Mapping[str, tuple[str, ...]]:
    """Example questions by section key."""
    return {key: tuple(texts) for key, texts in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()}


def exemplar_texts() -> tuple[str, ...]:
    """Every example question, in file order."""
    return tuple(text for texts in exemplars().values() for text in texts)


@dataclass(frozen=True)
class Sections:
    """Vectors of the examples of each section, one row an example."""

    vectors: Mapping[str, Vectors]

    @classmethod
    def of(cls, vectors_of: Callable[[Sequence[str]], Vectors]) -> Sections:
        """Sections with the vectors that a function gives for texts, shape ``(len(texts), dim)``."""
        return cls({key: vectors_of(texts) for key, texts in exemplars().items()})

    def nearness(self, query: Vectors) -> dict[str, float]:
        """Mean cosine of a query to its nearest examples of each section, −1..1."""
        return {key: float(np.sort(examples @ query)[-NEAREST:].mean()) for key, examples in self.vectors.items()}
