"""Metric: a linear map learnt from which questions one sentence answers."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.embedder import Vectors
from assistant.metric import DIMENSIONS, ENOUGH, Metric, Owners

DIM, PAGES, SENTENCES, EACH = 160, 3, 20, 24
NOISY = 40  # directions in which the questions of one sentence differ most


def made() -> tuple[Vectors, Owners, Vectors, Owners, Vectors]:
    """Questions around their sentence, spread wide along directions that say nothing of it."""
    rng = np.random.default_rng(0)
    middle = rng.standard_normal((PAGES * SENTENCES, DIM))
    middle[:, :NOISY] = 0
    owner = np.repeat(np.arange(len(middle)), EACH)
    questions = middle[owner] + 0.9 * rng.standard_normal((len(owner), DIM))
    questions[:, :NOISY] += 3 * rng.standard_normal((len(owner), NOISY))
    page = np.repeat(np.arange(PAGES), SENTENCES)
    return unit(questions), owner, unit(middle), page, unit(rng.standard_normal((50, DIM)))


def anywhere(unsaid: Vectors) -> Owners:
    return np.full(len(unsaid), -1)


def unit(rows: np.ndarray) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def found(known: Vectors, asked: Vectors, owner: Owners, owner_asked: Owners) -> float:
    """Share of questions whose nearest known question has the same sentence."""
    return float((owner[(asked @ known.T).argmax(axis=1)] == owner_asked).mean())


def test_questions_it_did_not_see_find_their_sentence_more_often() -> None:
    questions, owner, sentences, page, unsaid = made()
    kept = np.arange(len(owner)) % 4 > 0
    learnt = Metric.learn(questions[kept], owner[kept], sentences, page, unsaid, anywhere(unsaid))
    assert learnt.map.shape == (DIM, DIMENSIONS)
    plain = found(questions[kept], questions[~kept], owner[kept], owner[~kept])
    mapped = found(learnt.through(questions[kept]), learnt.through(questions[~kept]), owner[kept], owner[~kept])
    assert mapped > plain + 0.1, (plain, mapped)


def test_the_same_vectors_give_the_same_map_and_nearly_the_same_nearly_the_same() -> None:
    questions, owner, sentences, page, unsaid = made()
    first = Metric.learn(questions, owner, sentences, page, unsaid, anywhere(unsaid))
    assert np.array_equal(first.map, Metric.learn(questions, owner, sentences, page, unsaid, anywhere(unsaid)).map)
    edited = sentences.copy()
    edited[0] = unit((sentences[0] + 0.2 * sentences[1])[None])[0]
    again = Metric.learn(questions, owner, edited, page, unsaid, anywhere(unsaid))
    likeness = [m.through(questions) @ m.through(questions[0]) for m in (first, again)]
    assert np.abs(likeness[0] - likeness[1]).mean() < 0.05


def test_too_few_questions_teach_nothing() -> None:
    questions, owner, sentences, page, unsaid = made()
    few = slice(0, ENOUGH - 1)
    assert np.array_equal(
        Metric.learn(questions[few], owner[few], sentences, page, unsaid, anywhere(unsaid)).map, np.eye(DIM)
    )
    nothing = np.zeros((0, DIM), dtype=np.float32)
    none = np.zeros(0, dtype=np.intp)
    assert np.array_equal(Metric.learn(nothing, none, nothing, none, nothing, none).map, np.eye(DIM))


def test_what_comes_through_has_length_one() -> None:
    learnt = Metric(np.array([[2.0], [0.0]], dtype=np.float32))
    assert learnt.through(np.array([[3.0, 4.0], [-1.0, 0.0]], dtype=np.float32)) == pytest.approx(np.array([[1], [-1]]))
