"""Retrieve: the sentences of a named drug and of no other, best first; nothing where the pages do not say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.index import Index
from assistant.language import fold, whole_words
from assistant.pages import HEADINGS, Page
from assistant.question import Kind, Question, Subject
from assistant.reading import Reader
from assistant.retrieve import Evidence, Retriever, is_about, places_asked

KESTRACEL = Subject("kestra-therapies", "kestracel", "kestracel")
OMBRASEN = Subject("kestra-therapies", "ombrasen", "ombrasen")
KESTRA = Subject("kestra-therapies", None, "Kestra therapies")

Find = Callable[[str], Evidence | None]


@pytest.fixture(scope="module")
def retriever(index: Index) -> Retriever:
    return Retriever(index)


@pytest.fixture(scope="module")
def reader(pages: tuple[Page, ...]) -> Reader:
    return Reader.of(pages)


@pytest.fixture(scope="module")
def find(index: Index, retriever: Retriever, reader: Reader) -> Find:
    """What is found for a question, as the road asks for it."""

    def found(text: str) -> Evidence | None:
        question = reader.read(text)
        queries = list(index.embedder.embed(question.searched))
        return retriever.find(retriever.placed(question, queries), queries)

    return found


def some(evidence: Evidence | None) -> Evidence:
    assert evidence is not None
    return evidence


# --- the right drug -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Does zelunor work?", {"zelunor"}),
        ("Does mirodol work?", {"mirodol"}),
        ("What are the side effects of the bitter powder?", {"mirodol"}),
        ("Is zelunor better than mirodol?", {"zelunor", "mirodol"}),
    ],
)
def test_only_sentences_of_the_drugs_named_are_found(find: Find, text: str, slugs: set[str]) -> None:
    assert {hit.page.slug for hit in some(find(text)).hits} == slugs


def test_of_a_page_with_two_drugs_only_sentences_that_name_the_one_asked_about_are_found(find: Find) -> None:
    found = [hit.unit.plain for hit in some(find("Does ombrasen work?")).hits]
    assert found
    assert all("ombrasen" in fold(text) for text in found)
    assert not any("REEF" in text for text in found)


def test_every_sentence_of_the_drug_named_is_looked_at(find: Find, page: dict[str, Page]) -> None:
    assert {hit.unit.id for hit in some(find("Does zelunor work?")).hits} == set(page["zelunor"].units)


# --- best first ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Does zelunor work?", "works"),
        ("What are the side effects of zelunor?", "safety"),
        ("How is zelunor given?", "given"),
        ("Who was zelunor tested in?", "tested"),
        ("Where is zelunor approved?", "access"),
        ("How does zelunor work?", "how"),
        ("What did DUSK find?", "works-dusk"),
        ("How many people with a rash were there in DAWN?", "safety-rash"),
        ("Is zelunor approved in the USA?", "access"),
        ("Can mirodol go through a feeding tube?", "given-tube"),
        ("Why did Bestmed withdraw mirodol from sale?", "access-withdrawn"),
        ("Is there a cobalt allergy problem with zelunor?", "safety-allergy"),
        ("Does kestracel work?", "works"),
    ],
)
def test_the_sentence_that_answers_comes_first(find: Find, text: str, unit: str) -> None:
    assert some(find(text)).best.unit.id == unit


def test_hits_come_best_first_and_their_measures_keep_their_ranges(find: Find) -> None:
    found = some(find("Does zelunor slow ALS in Japan?")).hits
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert all(-1 <= hit.similarity <= 1 and -1 <= hit.asked <= 1 for hit in found)
    assert all(0 <= hit.words <= 1 for hit in found)


def test_a_hit_stands_in_its_section_and_passage(find: Find) -> None:
    for hit in some(find("Does zelunor work?")).hits:
        assert hit.unit in hit.section.units
        assert hit.unit.id in hit.passage.units
        assert hit.unit.plain in hit.passage.text


def test_the_same_question_finds_the_same(find: Find) -> None:
    assert find("Is mirodol safe?") == find("Is mirodol safe?")


# --- enough? ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Is zelunor approved in Canada?",  # no row, no sentence: the pages do not say, and that is no "no"
        "Is zelunor approved in India?",
        "Can I buy mirodol in Japan?",  # Japan is on another drug's page
        "Does zelunor work in Parkinson's?",
        "Does zelunor help with multiple sclerosis?",
        "How much does zelunor cost?",
        "Does zelunor taste of strawberries?",
        "Is zelunor halal?",
    ],
)
def test_what_the_page_of_the_drug_does_not_say_is_not_found(find: Find, text: str) -> None:
    assert find(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "What is the capital of France?",
        "How do I bake bread?",
        "Does vitamin D help?",
        "What is the life expectancy with ALS?",
        "xyzzy",
        "🙂",
    ],
)
def test_without_a_drug_s_name_nothing_far_off_is_evidence(find: Find, text: str) -> None:
    assert find(text) is None


def test_words_that_no_sentence_of_the_drug_holds_are_told(find: Find) -> None:
    found = find("Does zelunor slow ALS better than riluzole?")
    assert some(found).missing == ("riluzol",)
    assert some(find("Does zelunor work?")).missing == ()


def test_a_comparison_can_rest_on_the_gists(
    index: Index, retriever: Retriever, reader: Reader, page: dict[str, Page]
) -> None:
    question = reader.read("zelunor or mirodol?")
    queries = list(index.embedder.embed(question.searched))
    found = retriever.gists(retriever.placed(question, queries), queries).hits
    assert all(hit.unit.gist for hit in found)
    assert {hit.unit.id for hit in found if hit.page.slug == "mirodol"} == {s.gist.id for s in page["mirodol"].sections}


def test_a_question_is_placed_by_its_meaning_as_well(index: Index, retriever: Retriever) -> None:
    question = Question(text="?", standalone="?", query="What unwanted effects did people have?", kind=Kind.FACT)
    placed = retriever.placed(question, list(index.embedder.embed(question.searched)))
    assert placed.topic == "safety"
    assert set(placed.sections) == {heading.key for heading in HEADINGS}


# --- about whom ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "subject", "about"),
    [
        ("given-kestracel", KESTRACEL, True),
        ("given-kestracel", OMBRASEN, False),
        ("given-kestracel", KESTRA, True),
        ("works", OMBRASEN, True),
        ("how-ombrasen", OMBRASEN, True),
        ("short", Subject("zelunor", None, "zelunor"), False),
    ],
)
def test_a_sentence_is_about_a_drug_of_a_page_with_two_when_it_names_it(
    page: dict[str, Page], unit: str, subject: Subject, about: bool
) -> None:
    kestra = page["kestra-therapies"]
    assert is_about(kestra, kestra.units[unit], subject) is about


@pytest.mark.parametrize(
    ("text", "named"),
    [("Zelunor helps.", True), ("ZELUNOR", True), ("Zelunors", False), ("prezelunor", False), ("ZN-12, once", True)],
)
def test_a_name_counts_as_a_whole_word_case_aside(text: str, named: bool) -> None:
    assert bool(whole_words(["zelunor", "ZN-12"]).search(fold(text))) is named


@pytest.mark.parametrize(
    ("text", "sentence", "told"),
    [
        ("Is it sold in the USA?", "no approval was found in the usa", True),
        ("Is it sold in America?", "no approval was found in the usa", True),
        ("Is it sold in Japan?", "no approval was found in the usa", False),
        ("Is it sold in India?", "india has approved it", True),
        ("Is it sold in India?", "in indiana", False),
    ],
)
def test_a_place_is_told_of_by_its_name_or_as_it_was_typed(
    reader: Reader, text: str, sentence: str, told: bool
) -> None:
    [pattern] = places_asked(reader.read(text))
    assert bool(pattern.search(sentence)) is told


def test_a_question_on_no_place_asks_for_none(reader: Reader) -> None:
    assert places_asked(reader.read("Does zelunor work?")) == []
