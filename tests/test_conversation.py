"""Conversation: what a question takes over from the questions before it, and what it does not."""

from __future__ import annotations

import pytest

from assistant.conversation import MOST_PARTS, read_parts
from assistant.frontmatter import Region
from assistant.pages import Page
from assistant.question import Kind, Question
from assistant.reading import Reader


@pytest.fixture(scope="module")
def reader(pages: tuple[Page, ...]) -> Reader:
    return Reader.of(pages)


def read(reader: Reader, *turns: str) -> Question:
    """The last of the turns, which asks one thing."""
    [question] = read_parts(reader, turns[-1], turns[:-1])
    return question


def drugs(question: Question) -> list[str]:
    return [subject.name for subject in question.subjects]


@pytest.mark.parametrize(
    ("turns", "names", "topic"),
    [
        (("What is zelunor?", "Does it work?"), ["zelunor"], "works"),  # pronoun
        (("What is zelunor?", "is this drug safe"), ["zelunor"], "safety"),
        (("What is zelunor?", "side effects?"), ["zelunor"], "safety"),  # ellipsis
        (("What is zelunor?", "and side effects?"), ["zelunor"], "safety"),
        (("Does zelunor work?", "and mirodol?"), ["mirodol"], "works"),  # another drug, the same question
        (("Is zelunor safe?", "what about mirodol"), ["mirodol"], "safety"),
        (("What is zelunor?", "Is mirodol safe?", "Does it work?"), ["mirodol"], "works"),  # the last one
        (("What is zelunor?", "Is mirodol safe?", "Does zelunor work?", "Is it safe?"), ["zelunor"], "safety"),
        (("What is zelunor?", "Is mirodol safe?", "Does the first one work?"), ["zelunor"], "works"),  # back again
        (("What is zelunor?", "thanks", "does it work?"), ["zelunor"], "works"),
        (("What is zelunor?", "which drugs are approved in Japan?", "does it work?"), ["zelunor"], "works"),
        (("What is zelunor?", "What does placebo mean?", "does it work?"), ["zelunor"], "works"),
        (("compare zelunor and mirodol", "are they safe?"), ["zelunor", "mirodol"], "safety"),
        (("What is ombrasen?", "Does it work?"), ["ombrasen"], "works"),  # one drug of a page with two
    ],
)
def test_a_follow_up_takes_over_what_it_leaves_out(
    reader: Reader, turns: tuple[str, ...], names: list[str], topic: str
) -> None:
    question = read(reader, *turns)
    assert drugs(question) == names
    assert question.topic == topic


@pytest.mark.parametrize(
    ("turns", "names"),
    [
        (("What is zelunor?", "Does mirodol work?"), ["mirodol"]),  # names its own
        (("What is zelunor?", "Which drugs are approved in Japan?"), []),  # asks about all
        (("What is zelunor?", "What does placebo mean?"), []),  # asks for a word
        (("What is zelunor?", "Hello"), []),
        (("What is zelunor?", "Thank you"), []),
        (("What is zelunor?", "Does blorpamab work?"), []),  # names one that is on no page
        (("What is zelunor?", "Is there any other drug for ALS?"), []),
        (("What is the capital of France?", "Does it work?"), []),  # nothing was spoken of
        (("Does it work?",), []),
    ],
)
def test_a_question_that_stands_alone_takes_over_no_drug(
    reader: Reader, turns: tuple[str, ...], names: list[str]
) -> None:
    question = read(reader, *turns)
    assert drugs(question) == names
    assert not question.lent


def test_a_place_alone_asks_where_the_drug_is_to_be_had_there(reader: Reader) -> None:
    question = read(reader, "Is zelunor approved?", "and in Canada?")
    assert (drugs(question), question.topic, question.regions) == (["zelunor"], "access", (Region.CANADA,))


def test_there_is_the_place_spoken_of(reader: Reader) -> None:
    assert read(reader, "Is zelunor approved in Japan?", "who pays for it there?").regions == (Region.JAPAN,)


def test_another_drug_is_asked_about_for_the_same_place(reader: Reader) -> None:
    question = read(reader, "Is zelunor approved in Japan?", "and mirodol?")
    assert (drugs(question), question.regions) == (["mirodol"], (Region.JAPAN,))


def test_a_list_is_asked_for_again_elsewhere(reader: Reader) -> None:
    question = read(reader, "Which drugs are approved in Japan?", "and in Canada?")
    assert (question.kind, question.regions) == (Kind.LIST, (Region.CANADA,))


def test_did_you_mean_puts_the_name_right_in_the_question_before(reader: Reader) -> None:
    question = read(reader, "Does zelunax help?", "Did you mean zelunor?")
    assert drugs(question) == ["zelunor"]
    assert question.topic == "works"
    assert not question.doubtful
    assert question.standalone == "Does zelunor help?"


@pytest.mark.parametrize("turns", [("Did you mean zelunor?",), ("What is mirodol?", "Did you mean zelunor?")])
def test_did_you_mean_without_a_doubtful_name_before_is_an_ordinary_question(
    reader: Reader, turns: tuple[str, ...]
) -> None:
    assert drugs(read(reader, *turns)) == ["zelunor"]


def test_a_follow_up_says_what_it_is_about(reader: Reader) -> None:
    assert read(reader, "What is zelunor?", "Does it work?").standalone == "About zelunor: Does it work?"
    assert (
        read(reader, "Does mirodol work?", "and zelunor?").standalone == "About zelunor (Does it work?): and zelunor?"
    )


# --- several questions in one message -----------------------------------------------------------------------------


def test_each_question_of_a_message_stands_alone(reader: Reader) -> None:
    found = read_parts(reader, "Does zelunor work? Is mirodol safe?")
    assert [(drugs(part), part.topic) for part in found] == [(["zelunor"], "works"), (["mirodol"], "safety")]


def test_a_sentence_before_lends_its_drug_to_the_questions_of_a_message(reader: Reader) -> None:
    found = read_parts(reader, "I read about zelunor. Does it work? Is it safe?")
    assert [(drugs(part), part.topic) for part in found] == [(["zelunor"], "works"), (["zelunor"], "safety")]


def test_a_message_lends_to_its_questions_what_was_spoken_of_before(reader: Reader) -> None:
    found = read_parts(reader, "Does it work? Is it safe?", ["What is zelunor?"])
    assert [drugs(part) for part in found] == [["zelunor"], ["zelunor"]]


def test_no_more_than_three_questions_of_a_message_are_taken(reader: Reader) -> None:
    found = read_parts(reader, "Does zelunor work? Is it safe? How is it given? Where is it approved?")
    assert [part.topic for part in found] == ["works", "safety", "given"]
    assert len(found) == MOST_PARTS


def test_a_question_mark_alone_is_no_question_of_its_own(reader: Reader) -> None:
    assert len(read_parts(reader, "Does zelunor work? Really?")) == 1


@pytest.mark.parametrize("blank", ["?", "...", "\u200b", "🙂", "[1]"])
def test_turns_that_say_nothing_change_nothing(reader: Reader, blank: str) -> None:
    assert drugs(read(reader, "What is zelunor?", blank, "Does it work?")) == ["zelunor"]


# --- several things in one question -------------------------------------------------------------------------------


def asks(question: Question) -> list[str]:
    return [ask.text for ask in question.asks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How many tablets of zelunor a day, and with food?", []),  # one thing, and a word on it
        ("Does zelunor work?", []),
        ("How is zelunor given, and how many times a day?", ["How is zelunor given", "how many times a day?"]),
        ("Is zelunor safe and what did trials find?", ["Is zelunor safe", "what did trials find?"]),
        ("My neighbour takes zelunor, what is it for?", []),  # a story, and one question
        ("Is zelunor or is mirodol safer?", []),  # two drugs are compared
    ],
)
def test_each_thing_that_one_question_asks_is_told_apart(reader: Reader, text: str, expected: list[str]) -> None:
    question = read(reader, text)
    assert asks(question) == expected
    assert all(ask.subjects == question.subjects for ask in question.asks)


def test_a_question_that_leans_on_another_illness_is_about_that_illness(reader: Reader) -> None:
    first, second = read_parts(reader, "Was zelunor given for Parkinson's disease? How well did it work?")
    assert first.illnesses
    assert second.illnesses == first.illnesses
