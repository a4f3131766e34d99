"""Verify: words on the page and about the drug asked for pass; anything else is dropped, never mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.draft import Claim, Draft, Quote
from assistant.language import count_words
from assistant.pages import Page, Unit, load_pages
from assistant.passages import Passage, slice_pages
from assistant.question import Kind, Question, Subject
from assistant.verify import Judgement, judge, verify

PAGES = {page.slug: page for page in load_pages(Path(__file__).parent / "corpus")}
# Short passages, so that a section has several.
PASSAGES: dict[tuple[str, str], Passage] = {
    (passage.page, unit): passage
    for passage in slice_pages(PAGES.values(), measure=count_words, limit=45)
    for unit in passage.units
}
UNITS = [(slug, unit) for slug, page in PAGES.items() for unit in page.units]
ZELUNOR = Subject("zelunor", None, "zelunor")
MIRODOL = Subject("mirodol", None, "mirodol")
KESTRACEL = Subject("kestra-therapies", "kestracel", "kestracel")
OMBRASEN = Subject("kestra-therapies", "ombrasen", "ombrasen")


def asked(*subjects: Subject) -> Question:
    return Question(text="?", standalone="?", query="?", kind=Kind.FACT, subjects=subjects)


def quote(slug: str, unit: str) -> Quote:
    return Quote(slug, unit, PAGES[slug].units[unit].plain, PASSAGES[slug, unit].id)


def claim(*quotes: Quote) -> Claim:
    return Claim(" ".join(each.text for each in quotes), quotes)


def judged(claim: Claim, question: Question, pages: Mapping[str, Page] = PAGES) -> Judgement:
    return judge(claim, question, pages, PASSAGES)


units = st.sampled_from(UNITS)
amounts = st.sampled_from([key for key in UNITS if any(c.isdigit() for c in PAGES[key[0]].units[key[1]].plain)])


# --- laws ---------------------------------------------------------------------------------------------------------


@given(units)
def test_any_verbatim_quote_verifies(key: tuple[str, str]) -> None:
    assert judged(claim(quote(*key)), asked()) is Judgement.SUPPORTED


@given(amounts, st.data())
def test_a_quote_with_one_changed_amount_never_verifies(key: tuple[str, str], data: st.DataObject) -> None:
    true = quote(*key)
    place = data.draw(st.sampled_from([n for n, c in enumerate(true.text) if c.isdigit()]))
    digit = data.draw(st.sampled_from("0123456789").filter(lambda d: d != true.text[place]))
    changed = replace(true, text=true.text[:place] + digit + true.text[place + 1 :])
    assert judged(claim(changed), asked()) is Judgement.NOT_SUPPORTED
    assert judged(Claim(changed.text, (true,)), asked()) is Judgement.CANNOT_TELL


@given(units, st.data())
def test_a_quote_with_one_changed_character_never_verifies(key: tuple[str, str], data: st.DataObject) -> None:
    true = quote(*key)
    place = data.draw(st.integers(0, len(true.text) - 1))
    new = data.draw(st.characters(codec="utf-8") | st.just(""))
    text = true.text[:place] + new + true.text[place + data.draw(st.integers(0, 1)) :]
    assume(text != true.text)
    assert judged(claim(replace(true, text=text)), asked()) is not Judgement.SUPPORTED
    assert judged(Claim(text, (true,)), asked()) is not Judgement.SUPPORTED


@given(units, units)
def test_a_quote_said_to_be_of_another_unit_or_page_never_verifies(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    true, wrong = quote(*one), quote(*other)
    assume(true.text != wrong.text)
    for moved in (
        replace(true, unit=wrong.unit),
        replace(true, page=wrong.page, unit=wrong.unit),
        replace(true, page=wrong.page, unit=wrong.unit, passage=wrong.passage),
    ):
        if (moved.page, moved.unit) != one:
            assert judged(claim(moved), asked()) is Judgement.NOT_SUPPORTED


@given(units, units)
def test_a_quote_said_to_be_of_another_passage_never_verifies(one: tuple[str, str], other: tuple[str, str]) -> None:
    assume(quote(*one).passage != quote(*other).passage)
    moved = replace(quote(*one), passage=quote(*other).passage)
    assert judged(claim(moved), asked()) is Judgement.NOT_SUPPORTED


@given(units, st.sampled_from([ZELUNOR, MIRODOL, KESTRACEL, OMBRASEN]))
def test_a_claim_on_a_page_of_another_drug_never_verifies(key: tuple[str, str], subject: Subject) -> None:
    found = judged(claim(quote(*key)), asked(subject))
    assert found is Judgement.NOT_SUPPORTED or key[0] == subject.page


# --- the drug asked for -------------------------------------------------------------------------------------------


def test_of_a_page_with_two_drugs_only_sentences_that_name_the_drug_asked_for_pass() -> None:
    on_kestracel, on_both = quote("kestra-therapies", "given-kestracel"), quote("kestra-therapies", "short")
    assert judged(claim(on_kestracel), asked(OMBRASEN)) is Judgement.NOT_SUPPORTED
    assert judged(claim(on_kestracel), asked(KESTRACEL)) is Judgement.SUPPORTED
    assert judged(claim(on_both), asked(OMBRASEN)) is Judgement.SUPPORTED
    assert judged(claim(on_kestracel), asked(OMBRASEN, KESTRACEL)) is Judgement.SUPPORTED


def test_one_quote_on_another_drug_takes_the_whole_claim_with_it() -> None:
    mixed = claim(quote("zelunor", "works"), quote("mirodol", "works"))
    assert judged(mixed, asked(ZELUNOR)) is Judgement.NOT_SUPPORTED
    assert judged(mixed, asked(ZELUNOR, MIRODOL)) is Judgement.SUPPORTED


# --- what a writer may get wrong ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Mirodol did slow ALS in its main trial.",  # "not" left out
        "mirodol did not slow ALS in its main trial.",
        "Mirodol did not slow ALS in its main trial",
        "Mirodol did not slow ALS in its main trial. ",
        "Mirodol  did not slow ALS in its main trial.",
        "Mirodol did not slow ALS in its main trial. It may help you.",
        "Yes.",
        "Yes, you can take it with zelunor.",
        "Mirodol will not cure ALS.",
        "In its main trial, mirodol did not slow ALS.",
    ],
)
def test_words_that_are_not_those_of_the_quote_are_dropped_however_true(text: str) -> None:
    true = quote("mirodol", "works")
    assert judged(Claim(text, (true,)), asked(MIRODOL)) is Judgement.CANNOT_TELL
    assert judged(claim(replace(true, text=text)), asked(MIRODOL)) is not Judgement.SUPPORTED


def test_a_claim_without_words_or_quotes_cannot_be_told() -> None:
    true = quote("mirodol", "works")
    assert judged(Claim(true.text, ()), asked()) is Judgement.CANNOT_TELL
    assert judged(Claim(" ", (true,)), asked()) is Judgement.CANNOT_TELL


@pytest.mark.parametrize(
    "made_up",
    [
        Quote("nowhere", "works", "Mirodol did not slow ALS in its main trial.", "mirodol/works"),
        Quote("mirodol", "nothing", "Mirodol did not slow ALS in its main trial.", "mirodol/works"),
        Quote("mirodol", "works", "Mirodol did not slow ALS in its main trial.", "mirodol/nothing"),
        Quote("mirodol", "works", "", "mirodol/works"),
        Quote("mirodol", "works", "Mirodol did not slow ALS in its main trial. [S2]", "mirodol/works"),
    ],
    ids=["page", "unit", "passage", "nothing quoted", "a mark quoted"],
)
def test_a_made_up_source_is_dropped(made_up: Quote) -> None:
    assert judged(Claim(made_up.text, (made_up,)), asked()) is not Judgement.SUPPORTED


def test_a_page_that_differs_from_its_passages_supports_nothing() -> None:
    """The page was edited and the passage is of before: neither may be shown as the other."""
    page = PAGES["zelunor"]

    def edited(unit: Unit) -> Unit:
        raw = unit.raw.replace("50 mg", "500 mg")
        return replace(unit, raw=raw, plain=raw)

    sections = tuple(replace(s, units=tuple(map(edited, s.units))) for s in page.sections)
    pages = {**PAGES, "zelunor": replace(page, sections=sections)}
    new = Quote("zelunor", "given-dose", "One dose of zelunor is 500 mg.", PASSAGES["zelunor", "given-dose"].id)
    assert pages["zelunor"].units["given-dose"].plain == new.text
    assert judged(claim(new), asked(ZELUNOR), pages) is Judgement.NOT_SUPPORTED
    assert judged(claim(quote("zelunor", "given-dose")), asked(ZELUNOR), pages) is Judgement.NOT_SUPPORTED


def test_claims_that_pass_keep_their_order_and_the_others_say_why_they_were_dropped() -> None:
    good = [claim(quote("zelunor", unit)) for unit in ("works-dusk", "works", "safety")]
    other_drug, bare = claim(quote("mirodol", "works")), Claim("Zelunor works.", ())
    verdict = verify(Draft((good[0], other_drug, good[1], bare, good[2])), asked(ZELUNOR), PAGES, PASSAGES)
    assert list(verdict.claims) == good
    assert verdict.dropped == ((other_drug, Judgement.NOT_SUPPORTED), (bare, Judgement.CANNOT_TELL))


def test_nothing_drafted_is_nothing_believed() -> None:
    verdict = verify(Draft(()), asked(ZELUNOR), PAGES, PASSAGES)
    assert verdict.claims == ()
    assert verdict.dropped == ()
