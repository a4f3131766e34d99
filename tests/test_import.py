"""Differently built pages, all invented: their articles come whole, and nothing of what stands around them.

Beside each document stands the text of its article as a person would cut it out.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.differences import beside_page, beside_text
from assistant.intake import DraftPage, take_in
from assistant.language import words
from assistant.pages import Page, plain
from assistant.webpage import Block

FOLDER = Path(__file__).parent / "import"
DOCUMENTS = sorted(file for file in FOLDER.iterdir() if file.suffix != ".expected")


def text_of(draft: DraftPage) -> str:
    """Headings and sentences of a draft, as a reader sees them, without the title that may stand above."""
    body = draft.file.read_text("utf-8").split("\n---\n", 1)[1].replace(f"## {draft.title}\n", "")
    return "\n".join(plain(line.removeprefix("## ").removeprefix("- ")) for line in body.splitlines())


def test_there_are_enough_kinds_of_pages() -> None:
    assert len(DOCUMENTS) >= 12


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_the_article_comes_whole_and_alone(document: Path, tmp_path: Path) -> None:
    """Word recall at least 0.99, foreign words at most 1 %; both are printed."""
    draft = take_in(str(document), tmp_path)
    wanted = Counter(words(document.with_name(f"{document.name}.expected").read_text("utf-8")))
    found = Counter(words(text_of(draft)))
    recall = (wanted & found).total() / wanted.total()
    foreign = (found - wanted).total() / found.total()
    sys.stdout.write(f"\n{document.name}: recall {recall:.3f}, foreign {foreign:.1%}\n")
    assert recall >= 0.99, sorted(wanted - found)
    assert foreign <= 0.01, sorted(found - wanted)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_importing_it_again_unchanged_differs_in_nothing(document: Path, tmp_path: Path) -> None:
    before = take_in(str(document), tmp_path).file.read_bytes()
    again = take_in(str(document), tmp_path)
    assert (again.written, again.differences) == (False, ())
    assert again.file.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [again.file.name]


@pytest.mark.parametrize(
    ("name", "title", "publisher", "date"),
    [
        ("wordpress.html", "Quellivar", "Harbour Alliance", "2021-06-02"),
        ("tables.html", "Tarnoxin", "Lakeside Foundation", ""),
        ("long-menus.html", "Quellivar", "Harbour Alliance", "June 2021"),
        ("w3m.txt", "Quellivar", "Harbour Alliance", "June 2021"),
        ("lynx.txt", "Tarnoxin", "Lakeside Foundation", "12 March 2022"),
        ("browser-copy.txt", "Quellivar", "Harbour Alliance", "June 2021"),
        ("markdown.md", "Tarnoxin", "Lakeside Foundation", "2022-03-12"),
        ("declared-latin-is-utf-8.html", "Élantine", "", ""),
    ],
)
def test_title_publisher_and_date_are_read(name: str, title: str, publisher: str, date: str, tmp_path: Path) -> None:
    draft = take_in(str(FOLDER / name), tmp_path)
    text = draft.file.read_text("utf-8")
    assert draft.title == title
    assert f"publisher: {publisher or chr(39) + '?' + chr(39)}" in text
    assert not date or f"date: {date}" in text.replace("'", "")


@pytest.mark.parametrize(
    ("name", "link", "sentence"),
    [
        ("wordpress.html", "https://registry.example/MEADOW", "Read the record of the MEADOW trial"),
        ("lynx.txt", "https://foundation.example/lakeside", "The work was paid for by the Lakeside Foundation"),
        ("markdown.md", "https://foundation.example/lakeside", "The work was paid for by the Lakeside Foundation"),
    ],
)
def test_links_to_other_sites_become_sources_of_their_sentences(
    name: str, link: str, sentence: str, tmp_path: Path
) -> None:
    text = take_in(str(FOLDER / name), tmp_path).file.read_text("utf-8")
    assert f"url: {link}" in text
    assert "[S1, S2]" in next(line for line in text.splitlines() if sentence in line)


def test_tables_keep_their_rows_and_headings_stay_headings(tmp_path: Path) -> None:
    draft = take_in(str(FOLDER / "tables.html"), tmp_path)
    assert "Points lost | 5.4 | 5.6" in draft.file.read_text("utf-8")
    assert draft.headings == ("Doses tested", "What came out")


# --- what differs ----------------------------------------------------------------------------------------------


def blocks(*texts: str) -> list[Block]:
    kinds = {"#": "heading", "|": "row"}
    return [Block(kinds.get(text[0], "paragraph"), text.lstrip("#| ")) for text in texts]  # type: ignore[arg-type]


def test_an_earlier_draft_is_compared_sentence_by_sentence_with_numbers_on_top() -> None:
    old = blocks(
        "# Trial", "It ran in 212 people. Nobody died. All were adults.", "|Placebo | 8.3", "# Summary", "End."
    )
    new = blocks("# Trial", "It ran in 221 people. Nobody died. A new line stands here.", "End.")
    found = beside_text(old, new)
    assert [each.kind for each in found] == ["number", "lost", "lost", "changed", "added", "gone", "gone"]
    assert str(found[0]) == "Numbers: 212 became 221 in: It ran in 221 people."
    assert {each.new for each in found if each.kind == "lost"} == {
        "the heading “Summary” is gone.",
        "a table of 1 rows is gone.",
    }


def test_beside_a_page_an_older_text_shows_its_date_what_it_expected_and_other_numbers(page: dict[str, Page]) -> None:
    text = blocks(
        "# Background",
        "Acme Pharma will file for approval of zelunor in Japan in 2023.",
        "DUSK compared zelunor with placebo for three years in 360 people.",
        "Zelunor is approved for ALS only in Japan.",
        "A fair in the harbour raised money.",
    )
    found = beside_page(page["zelunor"], text, date="2023-03")
    told = [str(each) for each in found]
    assert told[0] == "Date: the text is of 2023-03; this page is checked to 2025-01."
    assert told[1].startswith("Expected: the text still says: Acme Pharma will file")
    assert any("360, nowhere on this page" in each for each in told)
    assert any("360 in the text, 370 in 'works-dusk'" in each for each in told)
    assert [each.new for each in found if each.kind == "added"] == ["A fair in the harbour raised money."]
    assert not any("only in Japan" in each.new for each in found)


def test_importing_over_a_page_that_exists_shows_the_difference_and_overwrites_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = Path(__file__).parent / "corpus"
    before = {file: file.read_bytes() for file in corpus.iterdir() if file.is_file()}
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    saved = corpus.parent / "fixtures" / "import" / "saved-page.txt"
    assert main(["import", str(saved), "--out", str(tmp_path / "out")]) == 0
    out = capsys.readouterr().out
    assert "The page zelunor.md is about the same drug and stays as it is." in out
    assert "Date: the text is of 2023-03; this page is checked to 2025-01." in out
    assert main(["import", str(saved), "--out", str(tmp_path / "out")]) == 0
    assert "Nothing changed." in capsys.readouterr().out
    assert {file: file.read_bytes() for file in corpus.iterdir() if file.is_file()} == before
