"""Draft: the writer of quotes chooses sentences of the pages, the direct answer first, and has no words of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import draft
from assistant.draft import MARGIN, MOST_CLAIMS, Room, write_quotes
from assistant.language import count_words, sentences
from assistant.pages import load_pages
from assistant.passages import slice_pages
from assistant.question import Kind, Question, Subject
from assistant.retrieve import Evidence, Hit

PAGES = {page.slug: page for page in load_pages(Path(__file__).parent / "corpus")}
PASSAGES = {(p.page, u): p for p in slice_pages(PAGES.values(), measure=count_words, limit=200) for u in p.units}
UNITS = [(slug, unit) for slug, page in PAGES.items() for unit in page.units]
ZELUNOR = Subject("zelunor", None, "zelunor")
MIRODOL = Subject("mirodol", None, "mirodol")
OMBRASEN = Subject("kestra-therapies", "ombrasen", "ombrasen")
WIDE = Room(words=1000)


def asked(*subjects: Subject, kind: Kind = Kind.FACT, **more: object) -> Question:
    return Question(text="?", standalone="?", query="?", kind=kind, subjects=subjects, **more)  # type: ignore[arg-type]


def hit(slug: str, unit: str, score: float) -> Hit:
    page = PAGES[slug]
    section, passage = page.section_of[unit], PASSAGES[slug, unit]
    return Hit(page, section, page.units[unit], passage, similarity=0, asked=0, words=1, score=score)


def evidence(*scored: tuple[str, float]) -> Evidence:
    """Hits by "slug/unit" and score, best first."""
    hits = [hit(slug, unit, score) for key, score in scored for slug, _, unit in [key.partition("/")]]
    return Evidence(tuple(sorted(hits, key=lambda each: -each.score)), ())


def chosen(question: Question, found: Evidence, room: Room = WIDE, *, no_amounts: bool = False) -> list[str]:
    written = write_quotes(question, found, room, no_amounts=no_amounts)
    return [f"{quote.page}/{quote.unit}" for claim in written.claims for quote in claim.quotes]


def test_the_best_sentence_comes_first() -> None:
    found = evidence(("zelunor/safety", 0.8), ("zelunor/works", 0.9), ("zelunor/given", 0.85))
    assert chosen(asked(ZELUNOR), found) == ["zelunor/works", "zelunor/given", "zelunor/safety"]


def test_a_sentence_far_below_the_best_is_left_out() -> None:
    near, far = 1.0 - 0.9 * MARGIN, 1.0 - 1.1 * MARGIN
    found = evidence(("zelunor/works", 1.0), ("zelunor/given", near), ("zelunor/safety", far))
    assert chosen(asked(ZELUNOR), found) == ["zelunor/works", "zelunor/given"]


def test_a_claim_is_the_plain_text_of_its_unit_and_names_the_passage_that_holds_it() -> None:
    [claim] = write_quotes(asked(ZELUNOR), evidence(("zelunor/works-dawn", 1.0)), WIDE).claims
    [quote] = claim.quotes
    assert claim.text == quote.text == PAGES["zelunor"].units["works-dawn"].plain
    assert quote.passage == PASSAGES["zelunor", "works-dawn"].id


def test_a_sentence_that_says_nothing_new_is_left_out() -> None:
    found = evidence(("zelunor/access-japan", 1.0), ("zelunor/access", 0.95), ("zelunor/access-usa", 0.9))
    assert chosen(asked(ZELUNOR), found) == ["zelunor/access-japan", "zelunor/access-usa"]  # approved, ALS, Japan again


def test_a_number_of_its_own_is_news() -> None:
    """Once "14 days in a row" was left out beside "10 days out of 14": the other words are the same."""
    found = evidence(("zelunor/access", 1.0), ("zelunor/access-japan", 0.95))
    assert chosen(asked(ZELUNOR), found) == ["zelunor/access", "zelunor/access-japan"]  # since September 2024


@pytest.mark.parametrize(("claims", "expected"), [(1, 1), (2, 2), (4, 4)])
def test_no_more_sentences_are_taken_than_there_is_room_for(claims: int, expected: int) -> None:
    found = evidence(*((f"zelunor/{unit}", 1.0) for unit in ("works", "given", "safety", "tested", "how", "unknown")))
    assert len(chosen(asked(ZELUNOR), found, Room(words=1000, claims=claims))) == expected


def test_the_direct_answer_is_kept_even_when_it_alone_takes_more_words() -> None:
    found = evidence(("zelunor/works", 1.0), ("zelunor/given", 0.9))
    assert chosen(asked(ZELUNOR), found, Room(words=1)) == ["zelunor/works"]


def test_a_sentence_that_does_not_fit_yields_to_a_shorter_one() -> None:
    found = evidence(("zelunor/works", 1.0), ("zelunor/works-dawn", 0.9), ("zelunor/given-dose", 0.8))
    assert chosen(asked(ZELUNOR), found, Room(words=22)) == ["zelunor/works", "zelunor/given-dose"]


def test_a_quote_of_two_sentences_takes_the_room_of_two() -> None:
    found = evidence(("zelunor/works", 1.0), ("zelunor/works-dusk", 0.9), ("zelunor/given", 0.8))
    assert chosen(asked(ZELUNOR), found, Room(words=1000, sentences=2)) == ["zelunor/works", "zelunor/given"]


@pytest.mark.parametrize(
    ("unit", "shown"),
    [("zelunor/given-dose", False), ("mirodol/given", False), ("zelunor/given", True), ("zelunor/works-dawn", True)],
)
def test_where_no_amount_may_be_shown_sentences_with_one_are_left_out(unit: str, shown: bool) -> None:
    """Amounts to take are "50 mg" and "once or twice a day"; 16 weeks of a trial are none."""
    found = evidence((unit, 1.0), (f"{unit.split('/', maxsplit=1)[0]}/safety", 0.9))
    assert unit in chosen(asked(), found)
    assert (unit in chosen(asked(), found, no_amounts=True)) is shown


def test_amounts_alone_leave_nothing_to_say() -> None:
    assert chosen(asked(ZELUNOR), evidence(("zelunor/given-dose", 1.0)), no_amounts=True) == []


def test_who_types_only_a_name_is_told_what_it_is_and_where_it_stands_whatever_scores_best() -> None:
    found = evidence(*((f"mirodol/{unit}", n / 100) for n, unit in enumerate(PAGES["mirodol"].units)))
    assert chosen(asked(MIRODOL, kind=Kind.OVERVIEW), found)[:2] == ["mirodol/short", "mirodol/how-names"]


def test_of_one_drug_of_a_page_with_two_an_overview_says_what_it_is_and_whether_it_works() -> None:
    own = [unit.id for unit in PAGES["kestra-therapies"].units.values() if "mbrasen" in unit.plain]
    found = evidence(*((f"kestra-therapies/{unit}", 1.0) for unit in own))
    told = chosen(asked(OMBRASEN, kind=Kind.OVERVIEW), found)
    sections = [PAGES["kestra-therapies"].section_of[key.split("/")[1]].key for key in told]
    assert sections == ["how", "works", "access"]


def test_of_several_drugs_each_gets_its_sentence_in_the_order_asked() -> None:
    found = evidence(
        ("zelunor/works", 1.0), ("zelunor/works-dusk", 0.99), ("zelunor/safety", 0.98), ("mirodol/works", 0.3)
    )
    question = asked(MIRODOL, ZELUNOR, kind=Kind.COMPARE, topics={"works": 1.0})
    assert chosen(question, found)[:2] == ["mirodol/works", "zelunor/works"]


def test_a_pointed_question_on_several_drugs_gets_the_best_sentence_of_each_not_the_gist() -> None:
    found = evidence(
        ("zelunor/safety-rash", 1.0), ("zelunor/safety", 0.9), ("mirodol/safety-gut", 0.8), ("mirodol/safety", 0.7)
    )
    question = asked(ZELUNOR, MIRODOL, kind=Kind.COMPARE, topics={"safety": 1.0}, focus=("rash",))
    assert chosen(question, found)[:2] == ["zelunor/safety-rash", "mirodol/safety-gut"]


def test_nothing_found_is_nothing_written() -> None:
    assert write_quotes(asked(ZELUNOR), Evidence((), ()), WIDE).claims == ()


@given(
    st.dictionaries(st.sampled_from(UNITS), st.floats(-1, 2), min_size=1),
    st.sampled_from(list(Kind)),
    st.lists(st.sampled_from([ZELUNOR, MIRODOL, OMBRASEN]), unique=True),
    st.integers(1, 200),
    st.integers(1, 8),
    st.booleans(),
)
def test_whatever_was_found_at_most_four_quotes_are_taken_word_for_word_none_twice_and_in_their_room(
    scores: dict[tuple[str, str], float],
    kind: Kind,
    subjects: list[Subject],
    words: int,
    most: int,
    no_amounts: bool,
) -> None:
    found = evidence(*((f"{slug}/{unit}", score) for (slug, unit), score in scores.items()))
    room = Room(words=words, sentences=most)
    written = write_quotes(asked(*subjects, kind=kind), found, room, no_amounts=no_amounts)
    texts = [claim.text for claim in written.claims]
    assert len(texts) <= MOST_CLAIMS == 4
    assert len(texts) == len(set(texts))
    for claim in written.claims:
        [quote] = claim.quotes
        assert claim.text == quote.text == PAGES[quote.page].units[quote.unit].plain
        assert (quote.page, quote.unit) in scores
        assert not (no_amounts and "50 mg" in claim.text)
    if len(texts) > 1:
        assert sum(map(count_words, texts)) <= words
        assert sum(len(sentences(text)) for text in texts) <= most


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("People with the highest total dose did better; that is only a hint.", True),
        ("It fell more with higher doses.", True),
        ("The trial gave one dose to each person.", False),
    ],
)
def test_that_more_of_a_drug_did_better_counts_as_an_amount(text: str, held: bool) -> None:
    """To "he missed two doses" the highest dose was quoted, as if that were an answer."""
    assert bool(draft._DOSE.search(text)) is held
