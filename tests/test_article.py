from __future__ import annotations

import pytest

from assistant.article import read_article
from assistant.errors import IntakeError

PROSE = "Zelunor is a strong vitamin that was tested in people with ALS/MND in a short trial in one country."
MENU = "\n".join(f"  • Entry {n}" for n in range(12))


def test_the_article_of_a_text_is_the_run_of_prose_between_the_menus() -> None:
    article = read_article(f"{MENU}\n\nZelunor\n\nBackground\n\n{PROSE}\n\n{MENU}\n")
    assert article.title == "Zelunor"
    assert [(block.kind, block.text) for block in article.blocks] == [("heading", "Background"), ("paragraph", PROSE)]


def test_wrapped_lines_are_one_paragraph() -> None:
    half = len(PROSE.split()) // 2
    words = PROSE.split()
    wrapped = f"{' '.join(words[:half])}\n{' '.join(words[half:])}"
    assert read_article(wrapped).blocks[0].text == PROSE


@pytest.mark.parametrize("written", ["March 2023", "2 March 2023", "Last updated: 2 March 2023", "March 2, 2023"])
def test_a_signature_ends_the_article(written: str) -> None:
    article = read_article(f"Zelunor\n\n{PROSE}\n\nHarbour Alliance\n{written}\n\n{PROSE.replace('Zelunor', 'Other')}")
    assert (article.publisher, article.date) == ("Harbour Alliance", written)
    assert [block.text for block in article.blocks] == [PROSE]


@pytest.mark.parametrize(
    "signature", ["<p>Harbour Alliance<br>May 2024</p>", "<p>Harbour Alliance</p><p>May 2024</p>", "<p>May 2024</p>"]
)
def test_a_signature_ends_the_article_of_a_web_page(signature: str) -> None:
    text = f"<html><body><main><h1>Zelunor</h1><h2>Background</h2><p>{PROSE}</p><p>{PROSE[::-1]}.</p>{signature}"
    article = read_article(f"{text}<p>The original language of this text is English and nothing else.</p></main>")
    assert article.date == "May 2024"
    assert "original language" not in " ".join(block.text for block in article.blocks)
    assert article.publisher == ("Harbour Alliance" if "Harbour" in signature else "")


def test_a_table_of_a_web_page_comes_as_rows() -> None:
    table = "<table><tr><th>Group</th><th>Points</th></tr><tr><td>Placebo</td><td>14.7</td></tr></table>"
    article = read_article(f"<html><body><main><h1>Zelunor</h1><p>{PROSE}</p>{table}<p>{PROSE} End.</p></main></body>")
    assert [block.text for block in article.blocks if block.kind == "row"] == ["Group | Points", "Placebo | 14.7"]


@pytest.mark.parametrize("text", ["", "one line", MENU, "<html><body><nav><a href=/>Home</a></nav></body></html>"])
def test_a_document_without_a_paragraph_is_refused(text: str) -> None:
    with pytest.raises(IntakeError, match="No article was found"):
        read_article(text)


def test_a_page_that_is_a_picture_is_refused_in_a_line() -> None:
    """What reads the declared date failed where the outermost element is a drawing."""
    with pytest.raises(IntakeError, match="No article was found"):
        read_article(f"<svg><body><p>{PROSE}</p>")
