"""Passages: laws that hold for any page and any limit."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import PageError
from assistant.pages import Page, parse_page
from assistant.passages import Passage, slice_pages

LETTERS = "abcdefg"

Sections = list[list[str]]  # the texts of the units of each section


def measure(text: str) -> int:
    """Words: the laws hold for any measure that grows with the text."""
    return len(text.split())


def page_of(sections: Sections) -> Page:
    """A background page with these units; unit u of section s has the id ``s<s>-<u>``."""
    lines = ["---", "title: Words", "slug: words", "category: background", "summary: Words.", "names: {}"]
    lines += ["checked_to: 2025", "review_due: 2099-01-01"]
    lines += ["sources: {S1: {title: T, publisher: P, kind: journal}}", "---"]
    for s, units in enumerate(sections):
        lines += ["", f"## Heading {s}", ""]
        for u, text in enumerate(units):
            lines += [f"{'- ' if u else ''}{text} [S1] {{#s{s}-{u}}}", ""]
    return parse_page("\n".join(lines), "words.md")


def slices(sections: Sections, limit: int) -> list[Passage]:
    return slice_pages([page_of(sections)], measure=measure, limit=limit)


texts = st.lists(st.text(alphabet=LETTERS, min_size=1, max_size=4), min_size=1, max_size=8).map(" ".join)
any_sections = st.lists(st.lists(texts, min_size=1, max_size=7), min_size=1, max_size=4)
any_limit = st.integers(11, 40)  # title and heading measure 3, the longest unit 8


@given(any_sections, any_limit)
def test_joined_passages_are_the_section(sections: Sections, limit: int) -> None:
    for number, units in enumerate(sections):
        mine = [passage.text for passage in slices(sections, limit) if passage.heading == f"Heading {number}"]
        assert " ".join(mine) == " ".join(units)


@given(any_sections, any_limit)
def test_every_unit_is_in_exactly_one_passage_and_in_order(sections: Sections, limit: int) -> None:
    found = [unit for passage in slices(sections, limit) for unit in passage.units]
    assert found == list(page_of(sections).units)


@given(any_sections, any_limit)
def test_no_passage_is_empty_or_longer_than_the_limit(sections: Sections, limit: int) -> None:
    for passage in slices(sections, limit):
        assert passage.text.strip()
        assert measure(passage.embedded) <= limit


@given(any_sections, any_limit)
def test_no_passage_is_cut_shorter_than_needed(sections: Sections, limit: int) -> None:
    """A passage ends where the section ends or where the next unit would not fit."""
    units = page_of(sections).units
    found = slices(sections, limit)
    for passage, following in pairwise(found):
        if passage.section == following.section:
            assert measure(f"{passage.embedded} {units[following.units[0]].plain}") > limit


@given(any_sections, any_limit)
def test_every_passage_has_an_id_of_its_own(sections: Sections, limit: int) -> None:
    assert set(Counter(passage.id for passage in slices(sections, limit)).values()) == {1}


@given(any_sections, any_limit, st.data())
def test_passages_stay_as_they_are_when_another_section_changes(
    sections: Sections, limit: int, data: st.DataObject
) -> None:
    changed = data.draw(st.integers(0, len(sections) - 1))
    other = data.draw(st.lists(texts, min_size=1, max_size=7))
    after = slices([*sections[:changed], other, *sections[changed + 1 :]], limit)
    heading = f"Heading {changed}"
    before = slices(sections, limit)
    assert [p for p in after if p.heading != heading] == [p for p in before if p.heading != heading]


@given(any_sections, any_limit)
def test_an_id_is_the_page_and_the_first_unit(sections: Sections, limit: int) -> None:
    assert all(passage.id == f"words/{passage.units[0]}" for passage in slices(sections, limit))


def test_a_unit_longer_than_the_limit_is_refused_at_its_line() -> None:
    page = page_of([["one two three", "four five six seven eight nine ten eleven twelve"]])
    with pytest.raises(PageError) as refusal:
        slice_pages([page], measure=measure, limit=11)
    assert str(refusal.value) == (
        f"words.md:{page.units['s0-1'].line}: unit length: found 12 word pieces in 's0-1'; "
        "expected at most 11, what the embedder reads. Make two units."
    )


def test_what_is_embedded_says_which_page_and_question_the_text_belongs_to(page: dict[str, Page]) -> None:
    found = slice_pages([page["zelunor"]], measure=measure, limit=200)
    given_by = next(passage for passage in found if passage.section == "given")
    assert given_by.embedded.startswith("Zelunor (Zelubal). How is it given?\nZelunor is a shot into a muscle")
    assert "[S1]" not in given_by.embedded
    assert "{#" not in given_by.embedded


def test_equal_embedded_texts_have_equal_hashes_and_others_do_not() -> None:
    first, second = slices([["one"], ["one"]], 20)
    assert first.text == second.text
    assert first.text_hash != second.text_hash  # another heading
    assert first.text_hash == slices([["one"]], 40)[0].text_hash
