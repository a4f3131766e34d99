"""Text that a browser or a terminal saves from a page, or Markdown → the blocks of its article.

Such text has lost its marks: what is menu and what is article shows only in how lines stand together. It knows how
w3m, lynx, browsers and Markdown write, nothing of curated pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from assistant.errors import IntakeError
from assistant.language import count_words, fold
from assistant.webpage import Block, Link

PROSE_WORDS = 12  # a line with at least this many words and an end of sentence is prose, not a menu
HEADING_WORDS = 14  # a heading has at most this many
MENU_LINES = 6  # more short lines than this between paragraphs are a menu
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{MONTHS})(?: \d{{1,2}},?)? \d{{4}}"
DATE = re.compile(rf"^(?:(?:last )?(?:updated|reviewed|published)(?: on)?:? )?{DAY}$")
_BULLET = re.compile(r"^\s*(?:[•·▪◦‣○□■*+–-]|\d+[.)])\s+")
_RULE = re.compile(r"^\s*(?:[-=_*~─━┄]\s*){3,}$")
_BORDER = re.compile(r"^[\s|+:┌┐└┘├┤┬┴┼─━-]+$")
_CELLS = re.compile(r"\t+|(?<=\S)\s{3,}(?=\S)|(?<=\S)\s*[|│]\s*(?=\S)")
_MARKDOWN_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(\s*<?(https?://[^)\s>]+)>?[^)]*\)")
_LYNX_TAIL = re.compile(
    r"\n\s*References\s*\n(?:\s*\n|\s*(?:Visible|Hidden) links:?\s*\n|\s*\d+\.\s+\S+[ \t]*(?:\n|$))+\s*$"
)
_LYNX_MARK = re.compile(r"\[(\d+)\](?=\S)")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)|\[(?:IMG|BUTTON|INLINE|img|image|logo)[^\]]*\]|\(BUTTON\)[^\n]*")


@dataclass(frozen=True)
class Line:
    """Lines that belong together, joined."""

    kind: Literal["heading", "prose", "item", "row", "short"]
    text: str
    links: tuple[Link, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Saved:
    """What was read out of a text; what it does not say is ""."""

    title: str
    blocks: tuple[Block, ...]
    publisher: str
    date: str


def read_saved(text: str) -> Saved:
    """The article of a saved text or of Markdown.

    Raises:
        IntakeError: It holds no paragraph.
    """
    said, text = _front_matter(text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))
    text, addresses = _without_lynx(text)
    lines = [_read_line(block, addresses) for block in _paragraphs(_PICTURE.sub("", text))]
    lines = [line for line in lines if line.text]
    start, end = _article_span(lines)
    end, publisher, date = _signature(lines, start, end)
    first = _first_heading(lines, start)
    title = lines[first].text if first < start else ""
    blocks = tuple(_block(line) for line in lines[first + (first < start) : end])
    title = said.get("title", "") or title
    if blocks and blocks[0].kind == "heading" and fold(blocks[0].text) == fold(title):
        blocks = blocks[1:]
    return Saved(title, blocks, publisher or said.get("publisher", ""), date or said.get("date", ""))


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The simple fields above a Markdown text, and the text below."""
    match = re.match(r"\ufeff?---\n(.*?)\n---\n", text, re.DOTALL)
    if not match:
        return {}, text
    fields = dict(re.findall(r"^(\w+):[ \t]*[\"']?(.+?)[\"']?[ \t]*$", match[1], re.MULTILINE))
    return fields, text[match.end() :]


def _without_lynx(text: str) -> tuple[str, dict[str, str]]:
    """The text without lynx's list of addresses, and that list by number."""
    tail = _LYNX_TAIL.search(text)
    if not tail:
        return text, {}
    addresses = dict(re.findall(r"^\s*(\d+)\.\s+(\S+)", tail.group(), re.MULTILINE))
    kept = re.sub(r"^\s*#\[\d+\].*$", "", text[: tail.start()], flags=re.MULTILINE)
    return kept + "\n", addresses


# --- lines that belong together --------------------------------------------------------------------------------


def _paragraphs(text: str) -> Iterator[str]:
    """Lines that belong together, joined: wrapped prose becomes one line; items, rows and headings stay apart."""
    held: list[str] = []
    lines = [*re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL).split("\n"), ""]
    rows = _row_lines(lines)
    for number, line in enumerate(lines):
        if _RULE.match(line) or (number in rows and _BORDER.match(line)):
            if held and len(held) == 1 and re.match(r"^(?:=+|-+)\s*$", line) and count_words(held[0]) <= HEADING_WORDS:
                yield f"# {held[0]}"  # underlined: a heading
                held = []
            line = ""  # noqa: PLW2901 - a rule parts paragraphs
        apart = bool(_BULLET.match(line)) or line.lstrip().startswith("#") or number in rows
        if held and (not line.strip() or apart or _stands_alone(held[-1]) or _stands_alone(line)):
            yield " ".join(held)
            held = []
        if number in rows and line.strip():
            yield f"|{line.strip()}"
        elif line.strip():
            held.append(line.strip() if not _BULLET.match(line) else line)
    if held:
        yield " ".join(held)


def _row_lines(lines: Sequence[str]) -> set[int]:
    """Numbers of the lines that are rows of a table: at least two together that part into the like cells."""
    maybe = {
        n
        for n, line in enumerate(lines)
        if line.strip()
        and not _BULLET.match(line)
        and (len(_cells(line)) > 1 or (_BORDER.match(line) and re.search(r"[|+│┼─]", line)))
    }
    return {n for n in maybe if n - 1 in maybe or n + 1 in maybe}


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELLS.split(line.strip().strip("|│")) if cell.strip(" |│")]


def _stands_alone(line: str) -> bool:
    """Whether a line is no part of wrapped prose: a date, or a heading."""
    return bool(DATE.match(fold(line.strip()))) or line.lstrip().startswith("#")


def _read_line(text: str, addresses: dict[str, str]) -> Line:
    if text.startswith("|"):
        cells = [_shown(cell, addresses) for cell in _cells(text[1:])]
        links = tuple(link for _, found in cells for link in found)
        return Line("row", " | ".join(cell for cell, _ in cells), links)
    if text.lstrip().startswith("#"):
        shown, links = _shown(text.strip().strip("# "), addresses)
        return Line("heading", shown, links)
    if _BULLET.match(text):
        shown, links = _shown(_BULLET.sub("", text), addresses)
        return Line("item", shown, links)
    shown, links = _shown(text.lstrip("> "), addresses)
    if count_words(shown) >= PROSE_WORDS and re.search(r"[.!?:][\"'”’)]*(?:\s|$)", shown):
        return Line("prose", shown, links)
    return Line("short", shown, links)


def _shown(text: str, addresses: dict[str, str]) -> tuple[str, tuple[Link, ...]]:
    """A line as a reader sees it, and the links in it."""
    links = [Link(" ".join(name.split()), url) for name, url in _MARKDOWN_LINK.findall(text)]
    for mark in _LYNX_MARK.finditer(text):
        if (address := addresses.get(mark[1], "")).startswith("http"):
            words = re.match(r"[^.,;:()\[]{1,60}", text[mark.end() :])
            links.append(Link(words.group().strip() if words else address, address))
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    if addresses:
        text = _LYNX_MARK.sub("", text)
    text = re.sub(r"(?<![\w*])(\*\*\*|\*\*|\*|__|_)(?=\S)(.+?)(?<=\S)\1(?![\w*])", r"\2", text)
    text = re.sub(r"`([^`]+)`", r"\1", text).replace("\\_", "_").replace("\\*", "*")
    return " ".join(text.split()), tuple(links)


# --- where the article stands ----------------------------------------------------------------------------------


def _article_span(lines: Sequence[Line]) -> tuple[int, int]:
    """First and last-plus-one line of the run of prose that holds most words; menus part the runs."""
    prose = [n for n, line in enumerate(lines) if line.kind == "prose"]
    if not prose:
        raise IntakeError(
            "No article was found: the text holds no paragraph. Save the whole page as text and try again."
        )
    runs: list[list[int]] = [[prose[0]]]
    for before, after in pairwise(prose):
        if _is_menu(lines[before + 1 : after]) and not lines[before].text.endswith(":"):
            runs.append([])
        runs[-1].append(after)
    best = max(runs, key=lambda run: sum(count_words(lines[n].text) for n in run))
    return best[0], _end(lines, best[-1] + 1)


def _end(lines: Sequence[Line], end: int) -> int:
    """Where the article ends when items and rows follow its last paragraph, with a heading above them or without."""
    after = end
    while after < len(lines) and lines[after].kind in {"item", "row", "heading"}:
        after += 1
    tail = [line for line in lines[end:after] if line.kind in {"item", "row"}]
    if not tail or (lines[end - 1].text[-1:] != ":" and _is_menu(lines[end:after])):
        return end
    items = [line for line in tail if line.kind == "item"]
    said = sum(count_words(line.text) for line in items) / max(1, len(items))
    told = any(line.kind == "row" for line in tail) or said >= 4 or lines[end - 1].text.endswith(":")
    return after if told else end


def _is_menu(lines: Sequence[Line]) -> bool:
    """Whether what stands between two paragraphs is navigation: many short entries, hardly a sentence among them."""
    short = [line for line in lines if line.kind in {"item", "short"}]
    return len(short) > MENU_LINES and sum(count_words(line.text) for line in short) / len(short) < 7


def _signature(lines: Sequence[Line], start: int, end: int) -> tuple[int, str, str]:
    """Where the article ends when it is signed with a publisher and a date, and what it is signed with."""
    for number in range(start, min(end + 4, len(lines))):
        if DATE.match(fold(lines[number].text)):
            before = lines[number - 1]
            signed = before.kind == "short" and number - 1 >= start
            return (number - 1 if signed else number), (before.text if signed else ""), lines[number].text
    return end, "", ""


def _first_heading(lines: Sequence[Line], start: int) -> int:
    """The first of the short lines right above the article: its title; ``start`` when there is none."""
    first = start
    while (
        first > 0
        and lines[first - 1].kind in {"short", "heading"}
        and count_words(lines[first - 1].text) <= HEADING_WORDS
    ):
        first -= 1
    tops = [n for n in range(first, start) if lines[n].kind == "heading"]
    return tops[0] if tops else first


def _block(line: Line) -> Block:
    if line.kind == "row":
        return Block("row", line.text, line.links)
    kind = {"prose": "paragraph", "item": "item"}.get(line.kind, "heading")
    if kind == "heading" and (count_words(line.text) > HEADING_WORDS or re.search(r"[.!?;:,]$", line.text)):
        kind = "paragraph" if line.kind == "short" else "heading"
    return Block(kind, line.text, line.links)  # type: ignore[arg-type]
