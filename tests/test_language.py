"""Sentences, words, amounts and reading grade: what every other room counts with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language import (
    Amount,
    amounts,
    count_words,
    fold,
    reading_grade,
    sentences,
    stem,
    stems,
    syllables,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Riluzole is a tablet. It slows ALS.", ["Riluzole is a tablet.", "It slows ALS."]),
        ("The loss was 2.66 points. Then it fell.", ["The loss was 2.66 points.", "Then it fell."]),
        ("Dr. Smith saw 20 people. None fell.", ["Dr. Smith saw 20 people.", "None fell."]),
        ("Sold in the U.S. It is a pill.", ["Sold in the U.S. It is a pill."]),
        ("Does it work? No! Ask.", ["Does it work?", "No!", "Ask."]),
        ('She said "Stop." Then she left.', ['She said "Stop."', "Then she left."]),
        ("See no. 5 for more. Then go.", ["See no. 5 for more.", "Then go."]),
        ("one line without an end", ["one line without an end"]),
        ("  ", []),
    ],
)
def test_a_sentence_ends_at_its_stop_and_not_at_a_decimal_or_an_abbreviation(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_no_that_ends_a_sentence_is_no_abbreviation_of_number() -> None:
    """Once "The EU said no. Japan said yes." was one sentence, so its length was counted wrong."""
    assert sentences("The EU said no. Japan said yes.") == ["The EU said no.", "Japan said yes."]


@given(st.text(alphabet="aB1 .?!\"')(", max_size=60))
def test_joined_sentences_are_the_text(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert all(part == part.strip() != "" for part in sentences(text))


def test_folding_removes_case_accents_and_curly_signs() -> None:
    assert fold("Émile’s “ALS–MND”") == 'emile\'s "als-mnd"'


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_keep_inner_hyphens_apostrophes_and_points() -> None:
    assert words("The ALSFRS-R’s loss: 2.66 (so far).") == ["the", "alsfrs-r's", "loss", "2.66", "so", "far"]


def test_citation_marks_are_not_counted_as_words() -> None:
    assert count_words("Zelunor is a shot. [1] It is given weekly. [12]") == 8


def test_forms_of_a_word_share_a_stem() -> None:
    assert stem("injections") == stem("injected") == stem("injection's")
    assert stem("tablet") != stem("table")


def test_a_hyphenated_word_is_found_whole_and_by_its_parts() -> None:
    assert stems("late-stage") == ["late-stag", "late", "stage"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One dose is 50 mg.", [Amount("50", "mg")]),
        ("50mg twice", [Amount("50", "mg")]),
        ("1,000 people and 2.66 points", [Amount("1000", "people"), Amount("2.66", "point")]),
        ("25% or 5 per cent", [Amount("25", "%"), Amount("5", "%")]),
        ("5-10 years", [Amount("5", ""), Amount("10", "year")]),
        ("from 130, in Japan", [Amount("130", "")]),
        ("the drug ZN12 and NP001", []),
    ],
)
def test_an_amount_is_a_number_with_the_unit_behind_it(text: str, expected: list[Amount]) -> None:
    assert amounts(text) == expected


@given(st.integers(1, 10**6), st.sampled_from(["mg", "weeks", "points", "people"]))
def test_another_number_or_unit_is_another_amount(number: int, unit: str) -> None:
    [found] = amounts(f"It was {number} {unit} in all.")
    assert found not in amounts(f"It was {number * 10} {unit} in all.")
    assert found not in amounts(f"It was {number} ml in all.")


@pytest.mark.parametrize(("word", "expected"), [("pill", 1), ("tablet", 2), ("injection", 3), ("made", 1), ("the", 1)])
def test_syllables_are_groups_of_vowels(word: str, expected: int) -> None:
    assert syllables(word) == expected


def test_the_reading_grade_is_that_of_flesch_and_kincaid() -> None:
    """Four words of one syllable in one sentence: 0.39 · 4 + 11.8 · 1 − 15.59."""
    assert reading_grade("The cat sat down.") == pytest.approx(0.39 * 4 + 11.8 - 15.59)


def test_a_long_name_makes_no_text_harder_for_those_who_ask_about_it() -> None:
    text = "Lenzumestrocel is a shot."
    plain = reading_grade(text)
    aside = reading_grade(text, names={"lenzumestrocel"})
    assert plain is not None
    assert aside is not None
    assert aside < plain


def test_a_text_without_words_has_no_grade() -> None:
    assert reading_grade("12 + 3.") is None
