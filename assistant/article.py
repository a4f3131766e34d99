"""A document as it comes (HTML, the text a browser saves, Markdown) → Article: its text without menus and footers.

It knows how web pages are built, not what curated pages look like; see `intake` for the draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.errors import IntakeError
from assistant.language import count_words, fold

PROSE_WORDS = 12  # a line with at least this many words and an end of sentence is prose, not a menu
HEADING_WORDS = 14  # a heading has at most this many
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{_MONTHS})(?: \d{{1,2}},?)? \d{{4}}"
_DATE = re.compile(rf"^(?:(?:last )?(?:updated|reviewed|published)(?: on)?:? )?{_DAY}$")
_SIGNED = re.compile(rf"^(?:(?P<by>[^.!?\d]{{3,80}}?),? )?(?P<date>{_DAY})$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[•·▪◦‣○*+–-]|\d+[.)])\s+")


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item of a list, or a row of a table, as plain text on one line."""

    kind: Literal["heading", "paragraph", "item", "row"]
    text: str


@dataclass(frozen=True)
class Article:
    """The text of a document with what it says of itself; fields it does not say are ""."""

    title: str
    blocks: tuple[Block, ...]
    publisher: str = ""
    date: str = ""
    url: str = ""

    @property
    def words(self) -> int:
        return sum(count_words(block.text) for block in self.blocks)


def read_article(text: str, *, url: str = "") -> Article:
    """The article of a document, whatever its form.

    Raises:
        IntakeError: No article was found in it.
    """
    article = _from_html(text, url) if _looks_like_html(text) else _from_text(text)
    if not any(block.kind == "paragraph" for block in article.blocks):
        raise IntakeError(
            "No article was found: the document holds no paragraph of text. Save the page as text or HTML, try again."
        )
    return article


def _looks_like_html(text: str) -> bool:
    return bool(re.search(r"<(?:html|head|body|article|main|div|p|h1|table)\b", text[:20_000], re.IGNORECASE))


# --- HTML ------------------------------------------------------------------------------------------------------


def _from_html(text: str, url: str) -> Article:
    import trafilatura  # noqa: PLC0415 - takes a second to import; only HTML needs it

    found = trafilatura.bare_extraction(
        text,
        url=url or None,
        include_tables=True,
        include_comments=False,
        favor_recall=True,
        with_metadata=True,
        # Only a date that the page declares: a guess from its footer would pass for the day of writing.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(found, trafilatura.settings.Document) or found.body is None:
        raise IntakeError(
            "No article was found in the HTML; expected paragraphs of text. Save the page as text and try again."
        )
    blocks = tuple(_html_blocks(found.body))
    title = (found.title or "").strip()
    while blocks and blocks[0].kind == "heading" and fold(blocks[0].text) == fold(title):
        blocks = blocks[1:]
    end, publisher, date = _html_signature(blocks)
    return Article(title, blocks[:end], publisher or found.sitename or "", date or found.date or "", found.url or url)


def _html_signature(blocks: Sequence[Block]) -> tuple[int, str, str]:
    """Where the article ends when it is signed ("Harbour Alliance, March 2023"), and what it is signed with."""
    for number, block in enumerate(blocks):
        signed = _SIGNED.match(block.text) if block.kind == "paragraph" else None
        if signed is None:
            continue
        before = blocks[number - 1] if number else None
        alone = signed["by"] is None and before is not None and before.kind == "paragraph"
        if alone and before and count_words(before.text) < PROSE_WORDS and not re.search(r"[.!?]$", before.text):
            return number - 1, before.text, signed["date"]
        return number, signed["by"] or "", signed["date"]
    return len(blocks), "", ""


def _html_blocks(body: object) -> Iterator[Block]:
    """Blocks of trafilatura's tree, in order; what stands in a table comes as rows."""
    for ending in body.iter("lb"):  # type: ignore[attr-defined]
        ending.tail = f" {ending.tail or ''}"  # a line ending parts words
    for element in body.iter("head", "p", "item", "row", "quote"):  # type: ignore[attr-defined]
        inside = {ancestor.tag for ancestor in element.iterancestors()}
        if (element.tag != "row" and inside & {"row", "item"}) or (element.tag == "p" and "quote" in inside):
            continue
        if element.tag == "row":
            cells = [" ".join("".join(cell.itertext()).split()) for cell in element.iter("cell")]
            line = " | ".join(cell for cell in cells if cell)
        else:
            line = " ".join("".join(element.itertext()).split())
        if line:
            kind = {"head": "heading", "item": "item", "row": "row"}.get(element.tag, "paragraph")
            yield Block(kind, line)  # type: ignore[arg-type]


# --- saved text and Markdown -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Line:
    kind: Literal["heading", "prose", "item", "short"]
    text: str


def _from_text(text: str) -> Article:
    lines = [_read_line(block) for block in _paragraphs(text)]
    start, end = _article_span(lines)
    end, publisher, date = _signature(lines, start, end)
    first = _first_heading(lines, start)
    title = lines[first].text if first < start else ""
    blocks = tuple(_block(line) for line in lines[first + (first < start) : end])
    return Article(title, blocks, publisher, date)


def _paragraphs(text: str) -> Iterator[str]:
    """Lines that belong together, joined: wrapped prose becomes one line, list items stay apart."""
    held: list[str] = []
    for line in [*text.replace("\r\n", "\n").replace("\xa0", " ").split("\n"), ""]:
        bullet = bool(_BULLET.match(line)) or line.startswith("#")
        if held and (not line.strip() or bullet or _stands_alone(held[-1]) or _stands_alone(line)):
            yield " ".join(held)
            held = []
        if line.strip():
            held.append(line.strip() if not bullet else line)
    if held:
        yield " ".join(held)


def _stands_alone(line: str) -> bool:
    """Whether a line is no part of wrapped prose: a date, or the end of a block of short lines."""
    return bool(_DATE.match(fold(line.strip()))) or line.startswith("#")


def _read_line(text: str) -> _Line:
    if text.startswith("#"):
        return _Line("heading", text.lstrip("# ").strip())
    if _BULLET.match(text):
        return _Line("item", _BULLET.sub("", text).strip())
    if count_words(text) >= PROSE_WORDS and re.search(r"[.!?][\"'”’)]*(?:\s|$)", text):
        return _Line("prose", text.strip())
    return _Line("short", text.strip())


def _article_span(lines: Sequence[_Line]) -> tuple[int, int]:
    """First and last-plus-one line of the run of prose that holds most words; menus part the runs."""
    prose = [n for n, line in enumerate(lines) if line.kind == "prose"]
    if not prose:
        raise IntakeError(
            "No article was found: the text holds no paragraph. Save the whole page as text and try again."
        )
    runs: list[list[int]] = [[prose[0]]]
    for before, after in pairwise(prose):
        between = lines[before + 1 : after]
        if _is_menu(between):
            runs.append([])
        runs[-1].append(after)
    best = max(runs, key=lambda run: sum(count_words(lines[n].text) for n in run))
    return best[0], best[-1] + 1


def _is_menu(lines: Sequence[_Line]) -> bool:
    """Whether what stands between two paragraphs is navigation: many short entries, hardly a sentence among them."""
    short = [line for line in lines if line.kind in {"item", "short"}]
    return len(short) > 6 and sum(count_words(line.text) for line in short) / len(short) < 7


def _signature(lines: Sequence[_Line], start: int, end: int) -> tuple[int, str, str]:
    """Where the article ends when it is signed with a publisher and a date, and what it is signed with."""
    for number in range(start, min(end + 4, len(lines))):
        if _DATE.match(fold(lines[number].text)):
            before = lines[number - 1]
            signed = before.kind == "short" and number - 1 >= start
            return (number - 1 if signed else number), (before.text if signed else ""), lines[number].text
    return end, "", ""


def _first_heading(lines: Sequence[_Line], start: int) -> int:
    """The first of the short lines right above the article: its title; ``start`` when there is none."""
    first = start
    while (
        first > 0
        and lines[first - 1].kind in {"short", "heading"}
        and count_words(lines[first - 1].text) <= HEADING_WORDS
    ):
        first -= 1
    return first


def _block(line: _Line) -> Block:
    kind = {"prose": "paragraph", "item": "item"}.get(line.kind, "heading")
    if kind == "heading" and (count_words(line.text) > HEADING_WORDS or re.search(r"[.!?;:,]$", line.text)):
        kind = "paragraph"
    return Block(kind, line.text)  # type: ignore[arg-type]
