"""Phrasings: the ways people ask, kept beside the pages and held against them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import PageError
from assistant.pages import HEADINGS, Page
from assistant.phrasings import FOLDER, Phrasings, general_phrasings, load_phrasings


def corpus_with(folder: Path, text: str, name: str = "zelunor.yaml") -> Path:
    (folder / FOLDER).mkdir(exist_ok=True)
    (folder / FOLDER / name).write_text(text, encoding="utf-8")
    return folder


def refusals(folder: Path, pages: tuple[Page, ...]) -> list[str]:
    with pytest.raises(PageError) as refusal:
        load_phrasings(folder, pages)
    return str(refusal.value).splitlines()


def test_questions_are_read_by_page_and_sentence_in_the_order_of_the_file(
    tmp_path: Path, pages: tuple[Page, ...]
) -> None:
    text = "works:\n- does it  help\n- any good?\n\nsafety-rash:\n- will I get\n  spots\n"
    found = load_phrasings(corpus_with(tmp_path, text), pages)
    assert dict(found.units) == {
        ("zelunor", "works"): ("does it help", "any good?"),
        ("zelunor", "safety-rash"): ("will I get spots",),
    }


def test_a_corpus_without_phrasings_has_those_that_fit_any_drug(tmp_path: Path, pages: tuple[Page, ...]) -> None:
    found = load_phrasings(tmp_path, pages)
    assert found == general_phrasings()
    assert found.units == {}
    assert set(found.sections) == {heading.key for heading in HEADINGS}


def test_every_question_stands_once_in_the_texts() -> None:
    found = Phrasings({("a", "b"): ("one", "two")}, {"works": ("two", "three")}, {"": ("one",), "a": ("four",)})
    assert found.texts == ("one", "two", "three", "four")


def test_questions_that_fit_any_drug_name_none(pages: tuple[Page, ...]) -> None:
    named = {name.lower() for page in pages for name in page.meta.names.proper}
    assert [text for text in general_phrasings().texts if set(text.lower().split()) & named] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("works:\n- a\nnowhere:\n- b\n", "phrasings/zelunor.yaml:3: id: found 'nowhere'; expected an id that is on"),
        (
            "works:\n- a\nworks:\n- b\n",
            "phrasings/zelunor.yaml:3: id: found 'works' again; expected one entry (line 1).",
        ),
        ("works: a question\n", "phrasings/zelunor.yaml:1: questions: found something else under 'works'; expected"),
        (
            "works:\n- is it so: yes\n",
            "phrasings/zelunor.yaml:2: questions: found something else under 'works'; expected",
        ),
        ("works: []\n", "phrasings/zelunor.yaml:1: questions: found something else under 'works'; expected a list"),
        ("works:\n- ''\n", "phrasings/zelunor.yaml:2: questions: found something else under 'works'; expected a list"),
        ("- a\n- b\n", "phrasings/zelunor.yaml:1: file: found no groups; expected ids, each with a list of questions."),
        ("", "phrasings/zelunor.yaml:1: file: found no groups; expected ids, each with a list of questions."),
        (
            "works:\n- a\n- [b\n",
            "phrasings/zelunor.yaml:4: file: found ParserError; expected lists of questions in YAML.",
        ),
    ],
)
def test_a_file_that_is_not_sound_is_refused_at_its_line(
    tmp_path: Path, pages: tuple[Page, ...], text: str, expected: str
) -> None:
    [line] = refusals(corpus_with(tmp_path, text), pages)
    assert line.startswith(expected)


def test_a_file_for_a_page_that_is_not_there_is_refused(tmp_path: Path, pages: tuple[Page, ...]) -> None:
    [line] = refusals(corpus_with(tmp_path, "works:\n- a\n", "zelunar.yaml"), pages)
    assert line == (
        "phrasings/zelunar.yaml:1: page: found no page 'zelunar'; expected the slug of a page. "
        "Rename or remove the file."
    )


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path, pages: tuple[Page, ...]) -> None:
    corpus_with(tmp_path, "")
    (tmp_path / FOLDER / "zelunor.yaml").write_bytes(b"works:\n- caf\xe9\n")
    [line] = refusals(tmp_path, pages)
    assert "found UnicodeDecodeError" in line


def test_faults_of_all_files_are_told_at_once(tmp_path: Path, pages: tuple[Page, ...]) -> None:
    corpus_with(tmp_path, "nowhere:\n- a\n")
    corpus_with(tmp_path, "nowhere:\n- a\n", "mirodol.yaml")
    assert [line.split(":")[0] for line in refusals(tmp_path, pages)] == [
        "phrasings/mirodol.yaml",
        "phrasings/zelunor.yaml",
    ]
