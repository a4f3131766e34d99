from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from assistant import wording
from assistant.conductor import Asked, Assistant
from assistant.language import reading_grade
from assistant.pages import Page
from assistant.reply import Reply
from assistant.web import words
from assistant.web.render import MOST_SOURCES, page_html, pages_html, problem_html, simple_html, turn_html
from assistant.web.takeaway import copied, spoken
from tests.conftest import Ask

EVIL = '<script>alert(1)</script> "><img src=x onerror=alert(1)> [link](javascript:alert(1)) does zelunor work?'
VOID = {"meta", "link", "input", "br", "img"}


class _Balance(HTMLParser):
    """Tags that were opened and not closed, and ids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name == "href" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(html: str) -> _Balance:
    found = _Balance()
    found.feed(html)
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    return found


QUESTIONS = (
    *("Does zelunor work?", "Which drugs are approved in Japan?", "Is zelunor better than mirodol?", "hello"),
    *(
        "I want to end my life",
        "I am choking and cannot breathe",
        "Should I stop taking zelunor?",
        "What is a placebo?",
    ),
    *("Does blorpamab help?", "Is zelunor approved in Japan?", EVIL),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda text: text[:30])
def test_every_reply_is_sound_html_on_lines_without_a_gap_and_with_the_disclaimer(question: str, ask: Ask) -> None:
    html = str(turn_html(ask(question), 1))
    read(html)
    assert "\n\n" not in html
    assert wording.DISCLAIMER in html


@pytest.mark.parametrize("form", ["", "ask"])
def test_what_was_typed_is_never_markup(form: str, ask: Ask) -> None:
    html = str(turn_html(ask(EVIL), 1, form=form))
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_what_was_typed_on_the_simple_page_is_never_markup(ask: Ask) -> None:
    html = simple_html([ask(EVIL)], typed=EVIL + "</textarea>", error=EVIL)
    read(html)
    assert "<script>" not in html
    assert "<img" not in html


def test_what_is_wrong_with_a_question_is_never_markup() -> None:
    assert "<script" not in problem_html(EVIL)


def test_a_question_over_many_lines_does_not_end_the_block_that_shows_it(ask: Ask) -> None:
    assert "\n\n" not in str(turn_html(ask("Does zelunor work?\n\n\n# heading\n\n    code"), 1))


def test_each_chip_leads_to_a_source_that_is_there_with_its_sentence_marked(ask: Ask) -> None:
    reply = ask("Does zelunor work?")
    html = str(turn_html(reply, 3))
    chips = re.findall(r'class="chip" href="#([^"]+)" data-source="([^"]+)"', html)
    assert chips
    ids = read(html).ids
    assert {name for chip in chips for name in chip} <= set(ids)
    for citation in reply.citations:
        assert f'<mark id="t3-q{citation.n}" tabindex="-1">{citation.quote}</mark>' in html
        address = citation.url.replace("#", f"?version={reply.corpus_version}#")  # the page as it was for this reply
        assert f'href="{address}"' in html


@pytest.mark.parametrize(("count", "folded"), [(MOST_SOURCES, 0), (MOST_SOURCES + 1, 1)])
def test_many_sources_are_one_stop_on_the_way_to_the_next_question(count: int, folded: int, ask: Ask) -> None:
    reply = ask("Does zelunor work?")
    first = reply.citations[0]
    citations = tuple(first.model_copy(update={"n": n}) for n in range(1, count + 1))
    html = str(turn_html(reply.model_copy(update={"citations": citations}), 1))
    read(html)
    assert html.count('<details class="folded"') == folded
    assert html.count('<details class="source"') == count
    assert (f"Show all {count} sources" in html) == bool(folded)


def test_links_lead_only_to_our_own_pages_and_the_sources(ask: Ask) -> None:
    reply = ask("Does zelunor work?")
    allowed = {source.url for citation in reply.citations for source in citation.sources}
    for link in read(str(turn_html(reply, 1))).links:
        assert link.startswith(("#", "/pages/")) or link in allowed


def test_addresses_of_helplines_are_links(ask: Ask) -> None:
    assert '<a href="https://lines.example"' in str(turn_html(ask("I want to end my life"), 1))


def test_two_turns_share_no_id(ask: Ask) -> None:
    read(simple_html([ask("Does zelunor work?"), ask("Does mirodol work?")]))


def test_follow_ups_are_submitted_by_the_form_or_by_the_script(ask: Ask) -> None:
    reply = ask("Does zelunor work?")
    assert reply.ask_next
    assert 'data-ask="' in str(turn_html(reply, 1))
    assert 'form="ask"' in str(turn_html(reply, 1, form="ask"))


def test_nothing_leads_away_from_whom_to_call_and_no_other_answer_is_a_dead_end(ask: Ask) -> None:
    for question in ("I want to end my life", "I am choking and cannot breathe"):
        assert 'class="nexts"' not in str(turn_html(ask(question), 1))
    for question in ("Which drugs are approved in Japan?", "Does blorpamab help?", "What is a placebo?", "hello"):
        assert 'class="nexts"' in str(turn_html(ask(question), 1))


def test_what_is_copied_keeps_every_citation_with_its_addresses_and_the_disclaimer(ask: Ask) -> None:
    for question in QUESTIONS:
        reply = ask(question)
        text = copied(reply)
        for citation in reply.citations:
            assert f"[{citation.n}] {citation.title}: {citation.section}" in text
            assert all(source.url in text for source in citation.sources if source.url)
        assert reply.text in text
        assert wording.DISCLAIMER in text


def test_what_is_read_aloud_has_no_marks_and_ends_with_the_disclaimer(ask: Ask) -> None:
    for question in QUESTIONS:
        text = spoken(ask(question))
        assert not re.search(r"\[\d", text)
        assert text.endswith(wording.DISCLAIMER)


def test_a_name_of_several_turns_shares_no_id_and_only_the_last_row_of_actions_is_open(ask: Ask) -> None:
    html = simple_html([ask("Does zelunor work?"), ask("Does mirodol work?")])
    assert html.count('<details class="actions scripted">') == 1
    assert html.count('<details class="actions scripted" open>') == 1


def test_our_own_words_are_plain() -> None:
    """Reading grade of all that the pages and the replies say of themselves, by Flesch and Kincaid."""
    own = [value for room in (words, wording) for name, value in vars(room).items() if name.isupper()]
    texts: list[str] = []
    for value in own:
        found = (
            list(value.values()) if isinstance(value, dict) else list(value) if isinstance(value, tuple) else [value]
        )
        texts += [t for each in found for t in (each if isinstance(each, tuple) else (each,)) if isinstance(t, str)]
    whole = [text for text in texts if text.endswith((".", "?")) and len(text.split()) > 4]
    grade = reading_grade(" ".join(whole), names=("ALS", "MND", "medical", "association"))
    assert grade is not None
    assert grade <= 8


def test_a_page_shows_each_unit_under_its_id_with_its_sources_and_the_date(page: dict[str, Page]) -> None:
    for each in page.values():
        html = page_html(each)
        ids = read(html).ids
        assert set(each.units) <= set(ids)
        assert {f"source-{key}" for key in each.meta.sources} <= set(ids)
        assert wording.DISCLAIMER in html
    assert "Not yet reviewed by a clinician" in page_html(page["zelunor"])
    assert "Reviewed by Dr A. Example" in page_html(page["kestra-therapies"])


def test_every_link_within_a_page_leads_somewhere(page: dict[str, Page]) -> None:
    for each in page.values():
        found = read(page_html(each))
        assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)


def test_a_page_shows_what_must_be_said_and_where_it_stands(page: dict[str, Page]) -> None:
    html = page_html(page["mirodol"])
    assert "Mirodol was withdrawn in 2024, after its main trial failed." in html
    assert "Withdrawn from sale" in html
    assert "September 2022" not in html.split("<h2>In short</h2>")[0]  # history is no state of today


@pytest.mark.parametrize(
    ("question", "beside"), [("Compare zelunor and mirodol", True), ("Which drugs are pills?", False)]
)
def test_the_short_answer_has_its_chip_but_where_the_rows_of_a_list_have_them(
    ask: Ask, question: str, beside: bool
) -> None:
    reply = ask(question)
    assert reply.table
    lead = re.search(r'<p class="lead said">.*?</p>', str(turn_html(reply, 1)))
    assert lead
    assert ('class="chip"' in lead.group()) is beside


def test_the_list_names_every_page(pages: tuple[Page, ...]) -> None:
    html = pages_html(pages)
    assert {f"/pages/{each.slug}" for each in pages} <= set(read(html).links)
    assert "does not exist" not in html
    assert "does not exist" in pages_html(pages, missing=True)


def test_the_fixed_text_is_shown_when_no_answer_can_be_given(assistant: Assistant) -> None:
    reply: Reply = assistant.unavailable(Asked("Does zelunor work?"))
    assert "not available right now" in str(turn_html(reply, 1))
