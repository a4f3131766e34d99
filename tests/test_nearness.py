"""Nearness: how near a question is to the known ways of asking."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.embedder import Vectors
from assistant.nearness import NEAREST, Nearness
from assistant.phrasings import Phrasings

# Each text is a direction in the plane, in degrees: the cosine of two is that of the angle between them.


def vectors_of(texts: Sequence[str]) -> Vectors:
    angles = np.radians([float(text) for text in texts])
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32).reshape(len(texts), 2)


def cosine(degrees: float) -> object:
    return pytest.approx(np.cos(np.radians(degrees)), abs=1e-6)


QUERY = vectors_of(["0"])[0]


def test_a_sentence_is_as_near_as_its_nearest_question() -> None:
    phrasings = Phrasings({("a", "works"): ("80", "10", "170"), ("a", "safety"): ("60",), ("b", "works"): ("0", "90")})
    nearness = Nearness.of(phrasings, vectors_of)
    on_a = {("a", "works"): cosine(10), ("a", "safety"): cosine(60)}
    assert nearness.to_units(QUERY, ["a"]) == on_a
    assert nearness.to_units(QUERY, ["b", "a"]) == {**on_a, ("b", "works"): cosine(0)}


def test_a_section_is_as_near_as_the_mean_of_its_nearest_questions() -> None:
    angles = [10, 20, 30, 40, 50, 170, 180]
    found = Nearness.of(Phrasings(sections={"works": tuple(map(str, angles)), "safety": ("60",)}), vectors_of)
    mean = np.mean(np.cos(np.radians(angles[:NEAREST])))
    assert found.to_sections(QUERY) == {"works": pytest.approx(mean, abs=1e-6), "safety": cosine(60)}


def test_what_pages_leave_out_is_as_near_as_its_nearest_question() -> None:
    assert Nearness.of(Phrasings(unsaid=("90", "30", "120")), vectors_of).to_unsaid(QUERY) == cosine(30)


def test_without_phrasings_nothing_is_near() -> None:
    empty = Nearness.of(Phrasings(), vectors_of)
    assert empty.to_units(QUERY, ["a"]) == {}
    assert empty.to_sections(QUERY) == {}
    assert empty.to_unsaid(QUERY) == -1.0
