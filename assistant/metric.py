"""Ways of asking → a linear map under which the questions that one sentence answers lie close together.

An embedding tells drugs and styles apart as readily as it tells "does it work" from "is it sold". The ways of asking
show which differences matter: those between the questions of two sentences, not those within one. It knows vectors and
who owns them, nothing of texts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.embedder import Vectors

Matrix = NDArray[np.floating]
Owners = NDArray[np.intp]

DIMENSIONS = 128  # 64 and 160 did as well; see evals/LOG.md
ENOUGH = 1000  # questions below which nothing is learnt from them
_SAID = 0.3  # weight of the sentences beside their questions
_SPREAD = 0.3  # ridge of the scatter within, in units of its mean variance
_ROUNDS, _RATE, _HEAT = 3, 1e-3, 0.07


@dataclass(frozen=True)
class Metric:
    """How near texts lie for what they ask.

    Attributes:
        map: Linear map, shape ``(dim, dimensions)``; cosines are taken of what it makes of vectors.
    """

    map: Vectors

    @classmethod
    def learn(
        cls,
        questions: Vectors,
        owner: Owners,
        sentences: Vectors,
        page: Owners,
        unsaid: Vectors,
        unsaid_of: Owners,
    ) -> Metric:
        """Learns which differences matter, or takes vectors as they are where there is too little to learn from.

        It starts from linear discriminant analysis and goes a few rounds down the gradient of a softmax: each question
        against the other questions and the sentences of its page and what pages leave out; its own sentence and the
        questions beside it are right (InfoNCE with several right ones). No chance is in it: the same vectors give the
        same map, and nearly the same ones nearly the same.

        Args:
            questions: Unit vectors, shape ``(n, dim)``.
            owner: The row in ``sentences`` of the sentence that answers each, shape ``(n,)``; each row at least once.
            sentences: Unit vectors, shape ``(m, dim)``.
            page: Number of the page of each sentence, shape ``(m,)``.
            unsaid: Unit vectors of questions that are not answered, shape ``(k, dim)``.
            unsaid_of: Number of the page that does not answer each, −1 where none does, shape ``(k,)``.
        """
        if len(questions) < ENOUGH:
            return cls(np.eye(sentences.shape[1], dtype=np.float32))
        found = _discriminant(questions.astype(float), owner, sentences.astype(float), page)[:, :DIMENSIONS]
        found = (found / np.linalg.norm(questions @ found, axis=1).mean()).astype(np.float32)
        mean, spread = np.zeros_like(found), np.zeros_like(found)
        step = 0
        for _ in range(_ROUNDS):
            for number in np.unique(page):
                asked, said = np.flatnonzero(page[owner] == number), np.flatnonzero(page == number)
                left_out = unsaid[(unsaid_of == number) | (unsaid_of < 0)]
                rows = np.concatenate([questions[asked], sentences[said], left_out])
                label = np.concatenate([owner[asked], said, np.full(len(left_out), -1)])
                slope = _slope(found, rows, label, len(asked))
                step += 1  # Adam (Kingma and Ba 2015)
                mean, spread = 0.9 * mean + 0.1 * slope, 0.999 * spread + 0.001 * slope**2
                found -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
        return cls(np.asarray(found, dtype=np.float32))

    def through(self, vectors: Vectors) -> Vectors:
        """Unit vectors of vectors of texts, shape ``(…, dim)``, under the map, shape ``(…, dimensions)``."""
        mapped = vectors @ self.map
        return np.asarray(mapped / np.linalg.norm(mapped, axis=-1, keepdims=True), dtype=np.float32)


def _discriminant(questions: Matrix, owner: Owners, sentences: Matrix, page: Owners) -> Matrix:
    """Directions in which sentences of one page differ most for their spread within, best first, as columns."""
    centres = np.zeros_like(sentences)
    np.add.at(centres, owner, questions)
    centres /= np.bincount(owner, minlength=len(sentences))[:, None]
    inside, beside = questions - centres[owner], sentences - centres
    within = (1 - _SAID) * inside.T @ inside / len(inside) + _SAID * beside.T @ beside / len(beside)
    between = centres.copy()
    for number in np.unique(page):
        between[page == number] -= between[page == number].mean(axis=0)
    ridge = _SPREAD * np.trace(within) / len(within)
    variances, axes = np.linalg.eigh(within + ridge * np.eye(len(within)))
    white = axes / np.sqrt(variances)
    _, apart = np.linalg.eigh(white.T @ between.T @ between @ white)
    return np.asarray(white @ apart[:, ::-1])


def _slope(found: Matrix, rows: Matrix, label: Owners, asked: int) -> Matrix:
    """Gradient of the mean loss of the first ``asked`` rows, by the map."""
    mapped = rows @ found
    length = np.linalg.norm(mapped, axis=1, keepdims=True)
    unit = mapped / length
    near = unit[:asked] @ unit.T / _HEAT
    np.fill_diagonal(near, -np.inf)
    right = label[:asked, None] == label
    wrong = (_softmax(near) - _softmax(np.where(right, near, -np.inf))) / (asked * _HEAT)
    pull = wrong.T @ unit[:asked]
    pull[:asked] += wrong @ unit
    return np.asarray(rows.T @ ((pull - unit * (pull * unit).sum(axis=1, keepdims=True)) / length))


def _softmax(scores: Matrix) -> Matrix:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
