"""What was meant by what was typed: slips mended, languages told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.writing import Speller, language

VOCABULARY = ["approved", "side", "effects", "effect", "tablet", "placebo", "breathing", "it", "phase-3", "weakness"]


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller.of(VOCABULARY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Is it aproved?", "Is it approved?"),
        ("sied efects", "side effects"),
        ("a tabelt", "a tablet"),
        ("Placeob?", "placebo?"),
        ("braething and weekness", "breathing and weakness"),
        ("efects, EFECTS", "effects, effects"),
        ("wat r the effects", "what are the effects"),
    ],
)
def test_a_slip_of_the_finger_is_mended(speller: Speller, typed: str, meant: str) -> None:
    assert speller.mend(typed).lower() == meant.lower()


@pytest.mark.parametrize(
    "typed", ["Is the cat on a table?", "xyzzyqwv", "12 mg", "phase-4", "It's the weather", "", "approved?"]
)
def test_a_word_that_is_meant_or_near_to_none_stays_as_typed(speller: Speller, typed: str) -> None:
    assert speller.mend(typed) == typed


def test_what_may_be_a_drug_is_mended_by_a_single_edit_only(speller: Speller) -> None:
    """Two edits make one drug out of another."""
    assert speller.mend("braethingg") == "breathing"
    assert speller.mend("braethingg", names={"braethingg"}) == "braethingg"
    assert speller.mend("breathng", names={"breathng"}) == "breathing"


def test_the_first_letter_of_a_slip_is_right(speller: Speller) -> None:
    assert speller.mend("dablett") == "dablett"


def test_short_and_mixed_words_are_never_what_was_meant() -> None:
    assert Speller.of(["it", "phase-3", "np001", "tube"]).known == {"tube"}


@given(st.lists(st.sampled_from([word for word in VOCABULARY if word.isalpha()]), max_size=6))
def test_known_words_are_never_changed(words: list[str]) -> None:
    text = " ".join(words)
    assert Speller.of(VOCABULARY).mend(text) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("¿Cuáles son los efectos secundarios?", "es"),
        ("Quels sont les effets secondaires de ce médicament?", "fr"),
        ("Welche Nebenwirkungen hat das Medikament?", "de"),
        ("Il farmaco funziona davvero?", "it"),
        ("рилузол побочные эффекты", "other"),
        ("副作用は何ですか", "other"),
    ],
)
def test_another_language_is_told(text: str, code: str) -> None:
    assert language(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "What are the side effects?",
        "side effects plz",
        "does it work 4 me",
        "wot abt the dose",
        "hola",
        "",
        "123",
        "?!",
    ],
)
def test_english_and_what_is_too_short_to_tell_is_english(text: str) -> None:
    assert language(text) == "en"


def test_a_word_typed_as_two_becomes_one_again() -> None:
    speller = Speller.of({"neurofilament", "light", "chain", "together"})
    assert speller.mend("what is neuro filament light chain") == "what is neurofilament light chain"
    assert speller.mend("to get her there") == "to get her there"
