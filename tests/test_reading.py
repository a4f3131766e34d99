"""Reading: one text alone → the drugs, places, topics and kind that it asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.frontmatter import Region
from assistant.pages import Page, load_pages
from assistant.question import Kind, Question
from assistant.reading import THE_DRUG, Reader


@pytest.fixture(scope="module")
def reader(pages: tuple[Page, ...]) -> Reader:
    return Reader.of(pages)


def drugs(question: Question) -> list[str]:
    return [subject.name for subject in question.subjects]


# --- what kind of reply -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Does zelunor work?", Kind.FACT),
        ("What did DUSK find?", Kind.FACT),
        ("zelunor", Kind.OVERVIEW),
        ("ZELUBAL!", Kind.OVERVIEW),
        ("What is zelunor?", Kind.OVERVIEW),
        ("tell me about mirova please", Kind.OVERVIEW),
        ("Kestra Therapies & Trials", Kind.OVERVIEW),  # an entry of the menu
        ("Which drugs are pills?", Kind.LIST),
        ("Which drugs are approved in Japan?", Kind.LIST),
        ("list all drugs in trials", Kind.LIST),
        ("Compare zelunor and mirodol", Kind.COMPARE),
        ("zelunor versus mirodol", Kind.COMPARE),
        ("Is zelunor better than mirodol?", Kind.COMPARE),
        ("What does placebo mean?", Kind.WORD),
        ("What is a sugar pill?", Kind.WORD),
        ("What is the ALSFRS-R?", Kind.WORD),
        ("Hello", Kind.GREETING),
        ("good morning!", Kind.GREETING),
        ("Thanks a lot", Kind.THANKS),
        ("What can you do?", Kind.ABILITIES),
        ("Wie wirkt zelunor bei ALS und wann?", Kind.LANGUAGE),
        ("¿Cómo funciona el medicamento para la enfermedad?", Kind.LANGUAGE),
        ("Write a poem about zelunor", Kind.TASK),
    ],
)
def test_the_kind_of_reply_is_known_from_how_it_is_asked(reader: Reader, text: str, kind: Kind) -> None:
    assert reader.read(text).kind is kind


@pytest.mark.parametrize("text", ["Hello, does zelunor work?", "Thanks! And what are the side effects of zelunor?"])
def test_a_greeting_or_thanks_before_a_question_does_not_hide_it(reader: Reader, text: str) -> None:
    question = reader.read(text)
    assert question.kind is Kind.FACT
    assert drugs(question) == ["zelunor"]


# --- which drugs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Does zelunor work?", ["zelunor"]),
        ("does ZN 12 work", ["zelunor"]),
        ("does zelunore work", ["zelunor"]),  # misspelling
        ("is the bitter powder safe?", ["mirodol"]),  # nickname
        ("zelunor or mirodol?", ["zelunor", "mirodol"]),
        ("mirodol or zelunor? I mean mirodol", ["mirodol", "zelunor"]),  # in the order asked, none twice
        ("Is KC-1 made by Kestra Bio?", ["kestracel"]),  # the product narrows its page
        ("What did TIDE find?", ["ombrasen"]),
        ("what about that powder drink from Bestmed", ["mirodol"]),
        ("What is the weather like?", []),
        ("Which drugs are approved?", []),
    ],
)
def test_the_drugs_asked_about_are_found_in_order(reader: Reader, text: str, expected: list[str]) -> None:
    assert drugs(reader.read(text)) == expected


@pytest.mark.parametrize(
    ("text", "typed", "near"),
    [("Does zelunax help?", "zelunax", "zelunor"), ("Is blorpamab safe?", "blorpamab", None)],
)
def test_a_name_that_is_on_no_page_is_doubted_and_names_no_drug(
    reader: Reader, text: str, typed: str, near: str | None
) -> None:
    question = reader.read(text)
    assert [(doubt.typed, doubt.near) for doubt in question.doubtful] == [(typed, near)]
    assert question.subjects == ()


def test_a_company_beside_an_unknown_name_names_no_drug(reader: Reader) -> None:
    """The newer drug of a maker is not its older one."""
    question = reader.read("Does ZX0099, the new one from Acme Pharma, work?")
    assert question.doubtful
    assert question.subjects == ()


def test_a_list_is_of_no_drug_in_particular(reader: Reader) -> None:
    assert reader.read("Which drugs are like Kestra therapies?").subjects == ()


# --- what is asked ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Does zelunor work?", "works"),
        ("did zelunor help people live longer", "works"),
        ("What are the side effects of zelunor?", "safety"),
        ("is zelunor dangerous", "safety"),
        ("zelunor sid efects", "safety"),
        ("How is zelunor given?", "given"),
        ("Where is zelunor approved?", "access"),
        ("Who was zelunor tested in?", "tested"),
        ("What is zelunor made of?", "how"),
        ("What do experts say about zelunor?", "experts"),
        ("What is not known about zelunor?", "unknown"),
        ("zelunor", None),
    ],
)
def test_the_section_is_known_from_the_words(reader: Reader, text: str, topic: str | None) -> None:
    assert reader.read(text).topic == topic


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("Is zelunor approved in Japan?", (Region.JAPAN,)),
        ("Is zelunor sold in the US?", (Region.USA,)),
        ("is zelunor sold in america or in Japan", (Region.USA, Region.JAPAN)),
        ("can zelunor help us?", ()),  # no country
        ("Does zelunor work?", ()),
    ],
)
def test_the_places_asked_about_are_known(reader: Reader, text: str, regions: tuple[Region, ...]) -> None:
    assert reader.read(text).regions == regions


def test_a_place_that_no_page_speaks_of_is_kept_all_the_same(reader: Reader) -> None:
    question = reader.read("Is zelunor approved in India?")
    assert question.regions == ()
    assert question.elsewhere == ("india",)
    assert question.is_pointed


def test_what_no_topic_place_or_name_accounts_for_is_the_focus(reader: Reader) -> None:
    assert reader.read("What are the side effects of zelunor?").focus == ()
    assert "strawberri" in reader.read("Does zelunor taste of strawberries?").focus


def test_another_illness_is_noticed(reader: Reader) -> None:
    assert reader.read("Does zelunor work in Parkinson's?").illnesses
    assert not reader.read("Does zelunor work in ALS?").illnesses


def test_a_trial_asked_about_is_known(reader: Reader) -> None:
    question = reader.read("What did DUSK find?")
    assert question.trials == ("dusk",)
    assert drugs(question) == ["zelunor"]


def test_a_word_explained_points_at_its_sentence(reader: Reader) -> None:
    assert reader.read("What does placebo mean?").explained == ("about", "placebo")
    assert reader.read("Does zelunor work?").explained is None


# --- what is searched ---------------------------------------------------------------------------------------------


def test_the_search_asks_of_whichever_drug(reader: Reader) -> None:
    question = reader.read("How is Zelubal given?")
    assert question.query == f"How is {THE_DRUG} given?"
    assert question.text == "How is Zelubal given?"


def test_of_a_long_story_only_what_is_asked_is_searched(reader: Reader) -> None:
    story = "My dad has had ALS for three years and we live by the sea. "
    question = reader.read(story * 3 + "What are the side effects of zelunor?")
    assert question.query == f"What are the side effects of {THE_DRUG}?"
    assert question.standalone.startswith("My dad")


def test_a_question_of_any_length_gives_a_short_search(reader: Reader) -> None:
    question = reader.read("does zelunor help my arm " * 400)
    assert drugs(question) == ["zelunor"]
    assert len(question.query) < 1000


def test_a_slip_is_mended_in_the_search_but_not_in_what_was_typed(reader: Reader) -> None:
    question = reader.read("zelunor  side efects")
    assert "effects" in question.query
    assert question.standalone == "zelunor side efects"


def test_a_text_read_twice_is_the_same_question(reader: Reader) -> None:
    assert reader.read("Is zelunax or mirodol sold in Japan?") == reader.read("Is zelunax or mirodol sold in Japan?")


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_any_text_can_be_read(reader: Reader, text: str) -> None:
    question = reader.read(text)
    assert question.text == text
    assert len(question.pages) == len(set(question.pages))
    assert all(weight > 0 for weight in question.topics.values())


# --- what is searched ---------------------------------------------------------------------------------------------

STORY = (
    "There was a headline on the ticker at the airport, between football and a volcano, about a Japanese firm that "
    "handed over zelunor for a large sum, and then they called my gate. Who bought it?"
)


def test_a_long_message_is_also_searched_by_its_clauses(reader: Reader) -> None:
    found = reader.read(STORY)
    assert found.searched == (found.query, *found.clauses)
    assert f"about a Japanese firm that handed over {THE_DRUG} for a large sum" in found.clauses
    assert "Who bought it?" in found.clauses
    assert len(set(found.clauses)) == len(found.clauses) <= 24


def test_a_short_message_is_searched_by_one_text(reader: Reader) -> None:
    found = reader.read("does zelunor work for people like my brother")
    assert found.searched == (f"does {THE_DRUG} work for people like my brother",)
    assert found.whole


def test_a_message_of_which_only_a_part_asks_is_not_whole(reader: Reader) -> None:
    assert not reader.read("My brother lies awake. Does zelunor work?").whole


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("is the bitter powder approved", f"is {THE_DRUG} approved"),  # a nickname
        ("what did DUSK find", "what did DUSK find"),  # a trial is not the drug
        ("what is new from Acme Pharma", "what is new from Acme Pharma"),  # nor is a company
    ],
)
def test_the_drug_stands_for_its_names_and_nicknames_alone(reader: Reader, text: str, query: str) -> None:
    assert reader.read(text).query == query


# --- names that say more than which drug --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_reader() -> Reader:
    return Reader.of(load_pages(Path(__file__).parent.parent / "corpus"))


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("edaravone that you drink, with food?", ("oral-edaravone",)),  # a form with a page of its own
        ("is the drinkable Radicava sold in Spain", ("oral-edaravone",)),
        ("does edaravone help with swallowing", ("edaravone",)),
        ("is edaravone a drip or do you drink it", ("edaravone", "oral-edaravone")),  # both forms
        ("which SOD1 treatments are there apart from tofersen", ("sod1-therapies",)),  # one that is set aside
        ("my SOD1 test is positive, who gives tofersen", ("tofersen",)),  # the gene, not the class of drugs
        ("what does SOD1 mean", ()),
        ("mum has the sod one kind, is there something for that", ("tofersen", "sod1-therapies")),  # by the gene
        ("my brother has the FUS sort", ("ulefnersen",)),
        ("does riluzole help with FUS", ("riluzole",)),
    ],
)
def test_of_a_drug_the_page_that_is_meant_is_asked(real_reader: Reader, text: str, pages: tuple[str, ...]) -> None:
    assert real_reader.read(text).pages == pages


def test_a_list_leaves_out_what_is_set_aside(real_reader: Reader) -> None:
    question = real_reader.read("Which drugs are approved in Japan besides riluzole?")
    assert question.kind is Kind.LIST
    assert question.excepted == ("riluzole",)


def test_beside_its_name_what_else_a_drug_is_called_says_something(real_reader: Reader) -> None:
    asked = real_reader.read("Is NP001 the same as the sodium chlorite he drinks?")
    assert "sodium chlorite" in asked.query
    assert THE_DRUG in asked.query


def test_a_brand_is_remembered_and_no_part_of_a_name_is_mended(real_reader: Reader) -> None:
    assert real_reader.read("what is Miplyffa for").called == ("miplyffa",)
    assert real_reader.read("how is ed are a vone given").query == "how is the drug given"


def test_particulars_are_read_from_the_sentences_that_ask(real_reader: Reader) -> None:
    story = (
        "The firm sold riluzole for a vast price, they said, and then the train came into the station. Who bought it?"
    )
    assert not [aspect for aspect in real_reader.read(story).aspects if aspect.asked.search("price")]


def test_one_word_of_a_drugs_description_names_it_not_in_a_question_on_all(real_reader: Reader) -> None:
    assert real_reader.read("is there anything against the laughing and crying").pages == ("nuedexta",)
    assert real_reader.read("I could cry, does any of this stuff work").pages == ()


def test_a_tablet_for_what_was_told_is_the_drug_described_and_never_a_list_of_all_tablets(real_reader: Reader) -> None:
    told = real_reader.read("He keeps laughing at nothing and then sobbing. Is there a tablet for that?")
    assert (told.pages, told.kind) == (("nuedexta",), Kind.FACT)
    untold = real_reader.read("My legs jump all night, is there a tablet for that?")
    assert (untold.pages, untold.kind) == ((), Kind.FACT)
