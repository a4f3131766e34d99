"""Words explained: found when a text asks what they mean, and only then."""

from __future__ import annotations

import pytest

from assistant.glossary import Glossary
from assistant.pages import Page

PLACEBO = ("about", "placebo")
SCORE = ("about", "alsfrs")
PHASE = ("about", "phase-3")


@pytest.fixture(scope="module")
def glossary(pages: tuple[Page, ...]) -> Glossary:
    return Glossary.of(pages)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is a placebo?", PLACEBO),
        ("what does sugar pill mean", PLACEBO),
        ("dummy treatment", PLACEBO),
        ("What are placebos?", PLACEBO),
        ("Whats a placebo, is it a typo?", PLACEBO),
        ("meaning of the ALSFRS-R score", SCORE),
        ("als functional rating scale", SCORE),
        ("What is phase 3?", PHASE),
        ("phase 3 trial meaning", PHASE),
    ],
)
def test_a_word_is_explained_under_each_of_its_names(glossary: Glossary, text: str, expected: tuple[str, str]) -> None:
    assert glossary.asked_in(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Did zelunor beat placebo?",
        "How many had a rash on placebo in DAWN?",
        "Is zelunor in phase 3?",
        "What is phase 2?",
        "What is zelunor?",
        "sugar",
        "",
    ],
)
def test_a_text_that_asks_for_more_or_other_than_a_meaning_is_left_alone(glossary: Glossary, text: str) -> None:
    assert glossary.asked_in(text) is None


def test_the_word_named_last_is_the_one_that_a_follow_up_means(glossary: Glossary) -> None:
    assert glossary.last_in("Did people on placebo have a lower ALSFRS-R at week 16?") == SCORE
    assert glossary.last_in("a low ALSFRS-R on placebo") == PLACEBO
    assert glossary.last_in("Does zelunor work?") is None


def test_only_background_pages_explain_words(page: dict[str, Page]) -> None:
    assert Glossary.of([page["zelunor"], page["mirodol"]]).entries == {}


def test_every_entry_leads_to_the_gist_of_a_section(glossary: Glossary, page: dict[str, Page]) -> None:
    assert glossary.entries
    for slug, unit in glossary.entries.values():
        assert page[slug].units[unit].gist


def test_without_words_nothing_is_explained() -> None:
    assert Glossary.of([]).asked_in("What is a placebo?") is None
    assert Glossary.of([]).last_in("What is a placebo?") is None


def test_every_explained_word_of_a_text_is_named_as_it_stands_there(pages: tuple[Page, ...]) -> None:
    glossary = Glossary.of(pages)
    named = glossary.named_in("Nobody on placebo, or on another placebo, was told; it was nice.")
    assert [word for word, _ in named] == ["placebo"]
    assert glossary.named_in("") == []
