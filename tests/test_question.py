"""Question: what a question says of itself once it is understood."""

from __future__ import annotations

import re

import pytest

from assistant.aspects import Aspect
from assistant.frontmatter import Region
from assistant.question import Kind, Question, Subject

KESTRACEL = Subject("kestra-therapies", "kestracel", "kestracel")
OMBRASEN = Subject("kestra-therapies", "ombrasen", "ombrasen")
ZELUNOR = Subject("zelunor", None, "zelunor")
ASPECT = Aspect(re.compile("taste"), re.compile("taste"), needed=True)


def asked(**more: object) -> Question:
    return Question(text="?", standalone="?", query="?", kind=Kind.FACT, **more)  # type: ignore[arg-type]


def test_two_drugs_of_one_page_ask_about_that_page_once() -> None:
    assert asked(subjects=(KESTRACEL, ZELUNOR, OMBRASEN)).pages == ("kestra-therapies", "zelunor")


def test_a_question_on_no_drug_asks_about_no_page() -> None:
    assert asked().pages == ()


@pytest.mark.parametrize(
    "particular",
    [
        {"focus": ("tast",)},
        {"regions": (Region.JAPAN,)},
        {"elsewhere": ("india",)},
        {"trials": ("dawn",)},
        {"aspects": (ASPECT,)},
    ],
    ids=lambda particular: next(iter(particular)),
)
def test_a_question_for_one_particular_thing_is_pointed(particular: dict[str, object]) -> None:
    assert asked(**particular).is_pointed
    assert not asked(topics={"works": 1.0}, terms=("work",)).is_pointed


def test_what_is_alone_asks_what_it_is_but_how_it_works_does_not() -> None:
    assert asked(topics={"how": 0.7}).asks_what
    assert not asked(topics={"how": 1.2}).asks_what
    assert not asked(topics={"how": 0.7, "works": 1.0}).asks_what
    assert not asked().asks_what


def test_the_section_asked_for_most_is_the_topic() -> None:
    assert asked(topics={"works": 0.6, "safety": 1.2}).topic == "safety"
    assert asked(sections={"works": 0.2, "safety": 0.6}).topic == "safety"
    assert asked().topic is None


def test_meaning_and_words_both_count_towards_the_topic() -> None:
    """Words tell between sections of equal meaning, and meaning between those of equal words."""
    assert asked(sections={"works": 0.5, "given": 0.5}, topics={"given": 1.0}).topic == "given"
    assert asked(sections={"works": 0.5, "given": 0.1}, topics={"given": 1.0, "works": 1.0}).topic == "works"


def test_many_words_for_one_section_do_not_outweigh_all_meaning() -> None:
    once, often = (asked(sections={"works": 0.9, "given": 0.1}, topics={"given": weight}) for weight in (1.0, 50.0))
    assert once.wanted == pytest.approx(often.wanted)
    assert often.topic == "works"


def test_a_section_asked_for_by_meaning_alone_is_wanted_too() -> None:
    assert set(asked(sections={"works": 0.4}, topics={"given": 1.0}).wanted) == {"works", "given"}
