"""Bayes: which sentence the words of a question ask for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.bayes import Bayes, words_and_pairs
from assistant.pages import Page

ASKED = {
    ("zelunor", "given"): ("who gives it", "who puts it in", "who brings the needle"),
    ("zelunor", "safety-rash"): ("how long will the spots stay", "how long do I itch"),
}


@pytest.fixture
def learnt(pages: tuple[Page, ...]) -> Bayes:
    return Bayes.of(pages, ASKED)


def best(learnt: Bayes, text: str) -> tuple[str, str]:
    found = learnt.likelier(text)
    return max(learnt.row, key=lambda key: found[learnt.row[key]])


def test_words_that_carry_little_elsewhere_tell_what_is_asked(learnt: Bayes) -> None:
    assert best(learnt, "who puts the stuff in") == ("zelunor", "given")
    assert best(learnt, "and how long is that") == ("zelunor", "safety-rash")


def test_a_pair_says_more_than_its_words(learnt: Bayes) -> None:
    assert words_and_pairs("How long will it last?") >= {"how", "long", "how long", "will it"}
    apart = learnt.likelier("long how") - learnt.likelier("how long")
    assert apart[learnt.row["zelunor", "safety-rash"]] < 0


def test_what_no_sentence_is_asked_for_with_tells_nothing_between_like_ones(learnt: Bayes) -> None:
    found = learnt.likelier("xyzzy plugh")
    untold = [found[row] for key, row in learnt.row.items() if key not in ASKED]
    assert np.ptp(untold) == 0


def test_it_is_the_same_when_it_was_saved(learnt: Bayes, pages: tuple[Page, ...], tmp_path: Path) -> None:
    learnt.save(tmp_path / "words.npz")
    again = Bayes.load(tmp_path / "words.npz", pages)
    assert np.array_equal(again.likelier("who gives it, how long"), learnt.likelier("who gives it, how long"))
    assert again.words_of() == learnt.words_of()
    assert again.words_of()["zelunor", "given"] >= {"who", "needl"}


def test_what_was_learnt_from_other_pages_is_refused(learnt: Bayes, pages: tuple[Page, ...], tmp_path: Path) -> None:
    learnt.save(tmp_path / "words.npz")
    with pytest.raises(ValueError, match="not learnt from these pages"):
        Bayes.load(tmp_path / "words.npz", pages[:1])
