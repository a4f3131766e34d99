"""Reply: numbers that resolve, what must be said, dates, numbers to call; and never a fact without its source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import wording
from assistant.catalogue import MUST_SAYS, listing, must_says
from assistant.draft import Claim, Quote
from assistant.frontmatter import MustSay, Region
from assistant.helplines import load_helplines
from assistant.index import Index
from assistant.language import sentences, stem, words
from assistant.pages import Page
from assistant.question import Kind, Question, Subject
from assistant.reply import Composer, spoken_date
from assistant.safety import Danger
from tests.conftest import CORPUS, TODAY

ZELUNOR = Subject("zelunor", None, "zelunor")
MIRODOL = Subject("mirodol", None, "mirodol")
OMBRASEN = Subject("kestra-therapies", "ombrasen", "ombrasen")
KESTRACEL = Subject("kestra-therapies", "kestracel", "kestracel")


def asked(*subjects: Subject, kind: Kind = Kind.FACT, text: str = "?", **more: Any) -> Question:
    return Question(text=text, standalone=text, query=text, kind=kind, subjects=subjects, **more)


def composer(index: Index, *, today: date = TODAY, country: str = "") -> Composer:
    return Composer(index, load_helplines(CORPUS), today=today, country=country)


def claims(index: Index, *keys: str) -> list[Claim]:
    """Claims by "slug/unit", as verify lets them through."""
    found = []
    for key in keys:
        slug, _, unit = key.partition("/")
        text = index.page[slug].units[unit].plain
        found.append(Claim(text, (Quote(slug, unit, text, index.passage_of[slug, unit].id),)))
    return found


def texts(fields: Mapping[str, Any]) -> list[str]:
    return [claim.text for claim in fields["claims"]]


def holds(said: str, text: str) -> bool:
    """Whether one sentence holds every word of another, endings and the shortest words aside."""
    return {stem(word) for word in words(text) if len(word) > 2} <= set(map(stem, words(said)))


def notices(fields: Mapping[str, Any], kind: str) -> list[str]:
    return [notice.text for notice in fields["notices"] if notice.kind == kind]


def cited(fields: Mapping[str, Any]) -> list[str]:
    """Page and unit of each citation, in order of number."""
    return [c.url.removeprefix("/pages/").replace("#", "/") for c in fields["citations"]]


# --- numbers ------------------------------------------------------------------------------------------------------


def test_citations_are_numbered_from_one_in_the_order_they_are_read(index: Index) -> None:
    fields = composer(index).answered(asked(ZELUNOR), claims(index, "zelunor/works", "zelunor/safety"))
    assert [c.n for c in fields["citations"]] == list(range(1, len(fields["citations"]) + 1))
    marks = [int(n) for n in re.findall(r"\[(\d+)\]", fields["text"])]
    assert marks == sorted(marks)
    assert cited(fields)[:2] == ["zelunor/works", "zelunor/safety"]


def test_a_sentence_quoted_twice_has_one_number(index: Index) -> None:
    reply = composer(index)
    assert [reply.cite("zelunor", unit) for unit in ("works", "safety", "works")] == [1, 2, 1]


def test_a_citation_holds_the_words_of_its_unit_and_where_they_come_from(index: Index, page: dict[str, Page]) -> None:
    [citation, *_] = composer(index).answered(asked(), claims(index, "zelunor/works"))["citations"]
    assert citation.quote == page["zelunor"].units["works"].plain
    assert citation.quote in citation.passage
    assert (citation.title, citation.section) == ("Zelunor (Zelubal)", "Does it work?")
    assert citation.url == "/pages/zelunor#works"
    assert citation.checked_to == "2025-01"
    assert citation.review is None
    assert [source.title for source in citation.sources] == ["The DAWN trial", "The DUSK trial"]


def test_a_review_is_told_with_who_made_it(index: Index) -> None:
    [citation, *_] = composer(index).answered(asked(), claims(index, "kestra-therapies/works"))["citations"]
    assert citation.review == {"by": "Dr A. Example", "date": "2025-04-01"}


# --- what must be said --------------------------------------------------------------------------------------------


def test_what_must_be_said_of_the_drug_asked_about_follows_the_answer_and_is_cited(index: Index) -> None:
    fields = composer(index).answered(asked(ZELUNOR), claims(index, "zelunor/given"))
    assert texts(fields)[1:] == [
        "Zelunor is approved for ALS only in Japan.",
        "A longer trial of zelunor found no benefit.",
    ]
    assert cited(fields)[1:3] == ["zelunor/access", "zelunor/works-dusk"]


@pytest.mark.parametrize(
    ("quoted", "left"),
    [
        ("zelunor/access", ["A longer trial of zelunor found no benefit."]),
        ("zelunor/works-dusk", ["Zelunor is approved for ALS only in Japan."]),
    ],
)
def test_what_an_answer_says_already_is_not_said_again(index: Index, quoted: str, left: list[str]) -> None:
    assert texts(composer(index).answered(asked(ZELUNOR), claims(index, quoted)))[1:] == left


def test_words_gathered_from_several_sentences_do_not_make_up_what_must_be_said(index: Index) -> None:
    """Once "approved in Japan" and another drug's "only for people with a change" stood for "only in Japan"."""
    answer = claims(index, "zelunor/short-status", "kestra-therapies/how-ombrasen")
    assert "Zelunor is approved for ALS only in Japan." in texts(composer(index).answered(asked(ZELUNOR), answer))


def test_of_one_drug_of_a_page_only_what_must_be_said_of_it_is_said(index: Index) -> None:
    fields = composer(index).answered(asked(KESTRACEL), claims(index, "kestra-therapies/given-kestracel"))
    assert not any("KLM2" in text for text in texts(fields))
    fields = composer(index).answered(asked(OMBRASEN), claims(index, "kestra-therapies/given-ombrasen"))
    assert any("KLM2" in text for text in texts(fields))


def test_nothing_must_be_said_of_a_drug_that_is_only_mentioned(index: Index) -> None:
    assert len(texts(composer(index).answered(asked(ZELUNOR), claims(index, "mirodol/works")))) == 3
    assert len(texts(composer(index).answered(asked(), claims(index, "mirodol/works")))) == 1


def test_at_most_two_things_must_be_said_of_a_drug(page: dict[str, Page]) -> None:
    zelunor = page["zelunor"]
    rows = [MustSay(text=f"Zelunor is {n}.", says="works") for n in range(5)]
    many = Page(
        zelunor.meta.model_copy(update={"must_say": tuple(rows)}), zelunor.sections, zelunor.version, zelunor.text, {}
    )
    assert must_says(many, ZELUNOR) == rows[:2]
    assert MUST_SAYS == 2


# --- notices ------------------------------------------------------------------------------------------------------


def test_a_page_past_its_review_date_says_so_and_one_before_does_not(index: Index) -> None:
    answer = claims(index, "kestra-therapies/works", "zelunor/works")
    due = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2)]
    said = [notices(composer(index, today=day).answered(asked(), answer), "stale") for day in due]
    assert said[0] == said[1] == []
    assert said[2] == [
        wording.STALE.format(title="Kestra therapies (kestracel and ombrasen)", due="1 January 2026"),
    ]


def test_a_page_that_no_clinician_reviewed_says_so_with_its_date(index: Index) -> None:
    fields = composer(index).answered(asked(), claims(index, "zelunor/works"))
    assert notices(fields, "unreviewed") == [
        "Checked against its sources to January 2025. Not yet reviewed by a clinician."
    ]
    reviewed = composer(index).answered(asked(), claims(index, "kestra-therapies/works"))
    assert notices(reviewed, "unreviewed") == []


def test_of_several_pages_the_earliest_and_latest_dates_are_told_in_one_line(index: Index) -> None:
    fields = composer(index).answered(asked(), claims(index, "zelunor/works", "mirodol/works", "about/placebo"))
    [text] = notices(fields, "unreviewed")
    assert "June 2024" in text
    assert "January 2025" in text
    assert "Not yet reviewed by a clinician." in text


def test_the_status_of_a_drug_is_told_when_that_is_asked_and_not_otherwise(index: Index) -> None:
    for question, told in [
        (asked(ZELUNOR, topics={"access": 1.2}), True),
        (asked(ZELUNOR, kind=Kind.OVERVIEW), True),
        (asked(ZELUNOR, topics={"works": 1.2}), False),
        (asked(ZELUNOR, MIRODOL, topics={"access": 1.2}), False),
        (asked(ZELUNOR, topics={"access": 1.2}, regions=(Region.CANADA,)), False),  # no row is no status
    ]:
        fields = composer(index).answered(question, claims(index, "zelunor/works"))
        assert bool(notices(fields, "status")) is told, question


def test_every_notice_that_states_a_fact_is_cited(index: Index) -> None:
    question = asked(OMBRASEN, topics={"access": 1.2})
    fields = composer(index).answered(question, claims(index, "kestra-therapies/works", "zelunor/works"))
    numbers = {c.n for c in fields["citations"]}
    kinds = {notice.kind for notice in fields["notices"]}
    assert {"status", "stale", "unreviewed"} <= kinds
    for notice in fields["notices"]:
        assert notice.citations, notice.kind
        assert set(notice.citations) <= numbers


def test_words_that_no_page_speaks_of_are_told_as_they_were_typed(index: Index) -> None:
    """Once people were told that the pages do not say anything about "strawberri"."""
    question = asked(ZELUNOR, text="Does zelunor go with Strawberries?")
    fields = composer(index).answered(question, claims(index, "zelunor/works"), missing=["strawberri", "unseen"])
    assert notices(fields, "partial") == [wording.PARTIAL.format(words="strawberries, unseen")]


# --- lists --------------------------------------------------------------------------------------------------------


def test_a_list_names_every_drug_of_its_table_in_one_cited_sentence(index: Index, pages: tuple[Page, ...]) -> None:
    question = asked(kind=Kind.LIST, text="Which are not taken by mouth?")
    table = listing(question, pages)
    assert table is not None
    fields = composer(index).listed(question, table)
    assert len(sentences(re.sub(r" \[\d+\]", "", fields["text"]))) == 1
    shown = fields["table"]
    assert shown.columns[-1] == "Must know"
    numbers = {c.n for c in fields["citations"]}
    for row in shown.rows:
        assert re.search(rf"\b{row.cells[0]} \[\d+\]", fields["text"])
        assert len(row.cells) == len(shown.columns)
        assert row.citations
        assert set(row.citations) <= numbers
    assert fields["text"].startswith(f"{len(shown.rows)} drugs")


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("Which are vitamins?", "One drug on these pages is a vitamin: zelunor [1]."),
        ("Which are antisense?", "One drug on these pages is an antisense drug: ombrasen [1]."),
        ("Which were withdrawn?", "One drug on these pages is withdrawn: mirodol [1]."),
        ("Which phase 2 trials are there?", "One drug on these pages has a phase 2 trial: kestracel [1]."),
    ],
)
def test_a_list_of_one_drug_speaks_of_one(index: Index, pages: tuple[Page, ...], text: str, lead: str) -> None:
    """Once it said that "one drug is vitamins"."""
    question = asked(kind=Kind.LIST, text=text)
    table = listing(question, pages)
    assert table is not None
    assert composer(index).listed(question, table)["text"] == lead


# --- guarded replies ----------------------------------------------------------------------------------------------


def test_personal_advice_says_first_that_none_is_given_and_then_at_most_two_sentences(index: Index) -> None:
    for keys in ([], ["zelunor/works"], ["zelunor/works-dusk"], ["zelunor/works", "zelunor/given"]):
        fields = composer(index).personal_advice(asked(ZELUNOR), claims(index, *keys), Danger.PERSONAL)
        assert fields["text"].startswith(wording.PERSONAL_ADVICE)
        assert sum(len(sentences(text)) for text in texts(fields)) <= 2
        assert fields["citations"]
        assert not notices(fields, "urgent")


def test_personal_advice_on_no_drug_holds_no_fact(index: Index) -> None:
    fields = composer(index).personal_advice(asked(), [], Danger.PERSONAL)
    assert fields["text"] == wording.PERSONAL_ADVICE
    assert fields["citations"] == ()


def test_a_warning_sign_sends_to_the_care_team(index: Index) -> None:
    fields = composer(index).personal_advice(asked(ZELUNOR), [], Danger.WARNING_SIGN)
    assert notices(fields, "urgent") == ["Call your care team now."]


@pytest.mark.parametrize("danger", [Danger.EMERGENCY, Danger.OVERDOSE, Danger.INTENDED_OVERDOSE])
def test_an_emergency_names_numbers_only_of_a_country_that_was_named_or_set(index: Index, danger: Danger) -> None:
    none = composer(index).emergency(asked(), danger)["text"]
    named = composer(index).emergency(asked(text="I live in Freedonia"), danger)["text"]
    placed = composer(index, country="FR").emergency(asked(), danger)["text"]
    assert "local emergency number" in none
    assert "000" not in none
    assert "000-1 (ambulance)" in named
    assert named == placed
    assert ("000-4" in named) is (danger is not Danger.EMERGENCY)  # the poison line
    assert ("crisis line" in none) is (danger is Danger.INTENDED_OVERDOSE)


@pytest.mark.parametrize("danger", [Danger.SELF_HARM, Danger.CARER, Danger.DYING])
def test_a_crisis_offers_text_before_phone(index: Index, danger: Danger) -> None:
    text = composer(index, country="FR").crisis(asked(), danger)["text"]
    assert text.index("HELLO to 000-3") < text.index("phone 000-2")
    anywhere = composer(index).crisis(asked(), danger)["text"]
    assert "000" not in anywhere
    assert "https://lines.example" in anywhere


def test_each_crisis_has_words_of_its_own(index: Index) -> None:
    said = {composer(index).crisis(asked(), d)["text"] for d in (Danger.SELF_HARM, Danger.CARER, Danger.DYING)}
    assert len(said) == 3


def test_fixed_replies_hold_no_fact(index: Index) -> None:
    for fields in (
        composer(index).emergency(asked(ZELUNOR), Danger.EMERGENCY),
        composer(index).crisis(asked(ZELUNOR), Danger.SELF_HARM),
        composer(index).not_in_pages(asked(ZELUNOR), "No."),
        composer(index).off_topic(asked(ZELUNOR), "No."),
    ):
        assert fields["claims"] == fields["citations"] == fields["notices"] == ()
        assert fields["table"] is None
        assert fields["disclaimer"] == wording.DISCLAIMER


# --- follow-ups ---------------------------------------------------------------------------------------------------


def test_follow_ups_ask_of_the_same_drug_what_was_not_asked_yet(index: Index) -> None:
    fields = composer(index).answered(asked(ZELUNOR, topics={"works": 1.0}), claims(index, "zelunor/works"))
    assert 1 <= len(fields["ask_next"]) <= 3
    assert all("zelunor" in question for question in fields["ask_next"])
    assert wording.FOLLOW_UP["works"].format(drug="zelunor") not in fields["ask_next"]


def test_questions_for_the_team_fit_the_topic(index: Index) -> None:
    fields = composer(index).answered(asked(ZELUNOR, topics={"safety": 1.0}), claims(index, "zelunor/safety"))
    assert fields["ask_your_team"] == wording.ASK_YOUR_TEAM["safety"]


# --- dates and laws -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        ("2024-09-24", "24 September 2024"),
        ("2024-09", "September 2024"),
        ("2024", "2024"),
        ("2024-01-01", "1 January 2024"),
    ],
)
def test_a_date_is_spoken_as_far_as_it_is_known(value: str, spoken: str) -> None:
    assert spoken_date(value) == spoken


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_claimed_every_number_resolves_and_nothing_is_said_twice(index: Index, data: st.DataObject) -> None:
    keys = [f"{page.slug}/{unit}" for page in index.pages for unit in page.units]
    chosen = data.draw(st.lists(st.sampled_from(keys), max_size=4, unique=True))
    subjects = data.draw(st.lists(st.sampled_from([ZELUNOR, MIRODOL, KESTRACEL, OMBRASEN]), max_size=3, unique=True))
    fields = composer(index).answered(asked(*subjects), claims(index, *chosen))
    numbers = {c.n for c in fields["citations"]}
    assert {int(n) for n in re.findall(r"\[(\d+)\]", fields["text"])} <= numbers
    assert all(claim.citations and set(claim.citations) <= numbers for claim in fields["claims"])
    assert len(texts(fields)) == len(set(texts(fields)))
    assert len(cited(fields)) == len(set(cited(fields)))
    for subject in subjects:
        for row in must_says(index.page[subject.page], subject):
            quote = index.page[subject.page].units[row.says].plain
            assert any(row.text == said or quote in said or holds(said, row.text) for said in texts(fields))
