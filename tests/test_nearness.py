"""Nearness: how near a question is to the known ways of asking."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.embedder import Vectors
from assistant.metric import Metric
from assistant.nearness import CENTRE, NEAREST, Nearness
from assistant.phrasings import Phrasings

# Each text is a direction in the plane, in degrees: the cosine of two is that of the angle between them.


def vectors_of(texts: Sequence[str]) -> Vectors:
    angles = np.radians([float(text) for text in texts])
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32).reshape(len(texts), 2)


def cosine(degrees: float) -> object:
    return pytest.approx(np.cos(np.radians(degrees)), abs=1e-6)


QUERY = vectors_of(["0"])[0]
PLAIN = np.eye(2, dtype=np.float32)


def near(phrasings: Phrasings, learnt: Vectors = PLAIN) -> Nearness:
    return Nearness.of(phrasings, vectors_of, Metric(learnt))


def test_a_sentence_is_as_near_as_its_nearest_question_and_in_part_their_middle() -> None:
    phrasings = Phrasings({("a", "works"): ("80", "10", "150"), ("a", "safety"): ("60",), ("b", "works"): ("0", "90")})
    found = near(phrasings).to_units(vectors_of(["0", "60"]), ["b", "a"])
    middle = sum(vectors_of(["80", "10", "150"]))
    middle /= np.linalg.norm(middle)
    expected = (1 - CENTRE) * np.cos(np.radians([10, 20])) + CENTRE * vectors_of(["0", "60"]) @ middle
    assert found["a", "works"] == pytest.approx(expected, abs=1e-6)
    assert found["a", "safety"] == pytest.approx(np.cos(np.radians([60, 0])), abs=1e-6)
    assert found["b", "works"][0] == pytest.approx((1 - CENTRE) + CENTRE * np.cos(np.radians(45)), abs=1e-6)
    assert near(phrasings).to_units(vectors_of(["0"]), ["b"]).keys() == {("b", "works")}


def test_what_the_map_leaves_out_makes_no_difference() -> None:
    flat = np.array([[1.0], [0.0]], dtype=np.float32)  # only left and right count
    found = near(Phrasings({("a", "works"): ("80",), ("a", "safety"): ("100",)}, unsaid={"": ("70",)}), flat)
    assert found.to_units(vectors_of(["10"]), ["a"]) == {("a", "works"): 1.0, ("a", "safety"): -1.0}
    assert found.to_unsaid(vectors_of(["10"])) == 1.0


def test_a_section_is_as_near_as_the_mean_of_its_nearest_questions() -> None:
    angles = [10, 20, 30, 40, 50, 170, 180]
    found = near(Phrasings(sections={"works": tuple(map(str, angles)), "safety": ("60",)}))
    mean = np.mean(np.cos(np.radians(angles[:NEAREST])))
    assert found.to_sections(QUERY) == {"works": pytest.approx(mean, abs=1e-6), "safety": cosine(60)}


def test_what_pages_leave_out_is_as_near_as_its_nearest_question() -> None:
    found = near(Phrasings(unsaid={"": ("90", "30"), "a": ("20",)}))
    assert found.to_unsaid(QUERY[None]) == found.to_unsaid(QUERY[None], ["b"]) == cosine(30)
    assert found.to_unsaid(QUERY[None], ["a"]) == cosine(20)


def test_the_lead_is_of_the_pages_asked_about() -> None:
    found = near(Phrasings({("a", "works"): ("60", "20"), ("b", "works"): ("0",)}, unsaid={"": ("90", "45")}))
    assert found.lead(QUERY, ["a"], otherwise=0) == pytest.approx(
        np.cos(np.radians(20)) - np.cos(np.radians(45)), abs=1e-6
    )
    assert found.lead(QUERY, ["a", "b"], otherwise=0) == pytest.approx(1 - np.cos(np.radians(45)), abs=1e-6)
    assert found.lead(QUERY, ["c"], otherwise=0.9) == pytest.approx(0.9 - np.cos(np.radians(45)), abs=1e-6)


def test_without_phrasings_nothing_is_near() -> None:
    empty = near(Phrasings())
    assert empty.to_units(vectors_of(["0"]), ["a"]) == {}
    assert empty.to_sections(QUERY) == {}
    assert empty.to_unsaid(QUERY[None]) == -1.0
    assert empty.lead(QUERY, ["a"], otherwise=0.5) == 1.5
