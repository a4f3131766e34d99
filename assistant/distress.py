"""Vectors of a message → Ring or None: how it sounds beside what people write in danger and on ordinary days.

A net below the fixed rules, for wordings that no rule lists. It learns from the examples in distress.yaml and
everyday.yaml (`phrasings`), by their meaning alone; what becomes of a ring is decided by the conductor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.embedder import Vectors
from assistant.language import sentences
from assistant.phrasings import Phrasings
from assistant.safety import Danger

# Of the net alone, by cross-validation (ten parts, four rounds, 27 November 2026, packaged embedder): of the everyday
# examples that no rule stops 0.7 % lie above SURE and 2.8 % above UNSURE; of the grave ones 59 % and 77 %.
# Another embedder needs other thresholds. See docs/hazards.md.
SURE = 0.3
UNSURE = 0.06
# Ordinary talk around one grave sentence takes at most this from it.
LOWEST_WHOLE = -0.3
MOST_PIECES = 24  # of 10,000 characters none is then longer than the model reads
_PIECE = 400  # characters
_WIDTH = 3.0  # how fast an example's say fades with distance; 2 to 4 did as well
_EASE = 0.1  # how much an example may be told wrong; 0.03 to 0.3 did as well
_NEAREST = 3  # examples of a danger that name it
_Float = TypeVar("_Float", np.float32, np.float64)


@dataclass(frozen=True)
class Ring:
    """What a message sounds like.

    Attributes:
        danger: The danger whose examples are nearest.
        sure: Whether it ends the answer; else it counts only when nothing is found to answer.
    """

    danger: Danger
    sure: bool


@dataclass(frozen=True)
class Net:
    """Examples with their say: what each adds to a message that lies where it lies.

    Attributes:
        examples: Unit vectors, shape ``(n, dim)``.
        say: Shape ``(n,)``; positive towards danger.
        dangers: Rows of the examples of each danger.
    """

    examples: Vectors
    say: Vectors
    dangers: Mapping[Danger, slice]

    @classmethod
    def of(cls, phrasings: Phrasings, vectors_of: Callable[[Sequence[str]], Vectors]) -> Net:
        """The net that tells the examples of danger (1) from the everyday ones (−1).

        Kernel ridge regression: K(a, b) = exp(w·(cos(a, b) − 1)), (K + e·I)·say = ±1.
        """
        rows: dict[Danger, slice] = {}
        texts: list[str] = []
        for danger, examples in phrasings.distress.items():
            rows[danger] = slice(len(texts), len(texts) + len(examples))
            texts += examples
        grave = len(texts)
        texts += phrasings.everyday
        vectors = np.asarray(vectors_of(texts), dtype=np.float32)
        exact = vectors.astype(np.float64)  # the equations are near singular in 32 bits, their outcome is not
        told = np.where(np.arange(len(texts)) < grave, 1.0, -1.0)
        say = np.linalg.solve(_likeness(exact, exact) + _EASE * np.eye(len(texts)), told)
        return cls(vectors, say.astype(np.float32), rows)

    def strength(self, vectors: Vectors | Sequence[Vectors]) -> Vectors:
        """About 1 where examples of danger lie, about −1 among everyday ones, shape ``(n,)``, one a vector."""
        return np.asarray(_likeness(np.asarray(vectors, dtype=np.float32), self.examples) @ self.say)

    def hear(self, pieces: Vectors | Sequence[Vectors]) -> Ring | None:
        """How a message sounds.

        Args:
            pieces: Unit vectors of ``pieces_of`` it, the whole first, shape ``(n, dim)``, ``n`` at least 1.
        """
        strength = self.strength(pieces)
        loudest = int(strength[1:].argmax()) + 1 if len(strength) > 1 else 0
        heard = (max(strength[0], LOWEST_WHOLE) + strength[loudest]) / 2
        if np.isnan(heard):
            raise ValueError("a message could not be heard: its vector holds no numbers")
        if heard <= UNSURE:
            return None
        near = self.examples @ pieces[loudest]
        danger = max(self.dangers, key=lambda kind: float(np.sort(near[self.dangers[kind]])[-_NEAREST:].mean()))
        return Ring(danger, sure=bool(heard > SURE))


def pieces_of(text: str, *, most: int = MOST_PIECES) -> list[str]:
    """What is embedded of a message: its beginning as typed, then its sentences when there are several.

    Args:
        text: As typed, not blank.
        most: Pieces there may be beside the first; of more, neighbours are joined.
    """
    flat = " ".join(text.split())
    parts = [part[at : at + _PIECE] for part in sentences(flat) for at in range(0, len(part), _PIECE)]
    if len(parts) < 2:
        return [flat]
    size = -(-len(parts) // most)
    return [flat[:_PIECE], *(" ".join(parts[at : at + size]) for at in range(0, len(parts), size))]


def _likeness(one: NDArray[_Float], other: NDArray[_Float]) -> NDArray[_Float]:
    found: NDArray[_Float] = np.exp(_WIDTH * (one @ other.T - 1))
    return found
