"""HTML as it comes → the blocks of its article: headings, paragraphs, items and rows, without what stands around it.

Three steps: what is surely not article is cut off; the smallest part that holds the prose is kept; that part is read in
order. It knows how pages of the web are built, nothing of curated pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from assistant.language import count_words, fold


@dataclass(frozen=True)
class Link:
    """An address that the text leads to, with the words it stands on."""

    text: str
    url: str


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item of a list, or a row of a table, as plain text on one line."""

    kind: Literal["heading", "paragraph", "item", "row"]
    text: str
    links: tuple[Link, ...] = field(default=(), compare=False)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER = _words(
    "script style noscript template svg math iframe object embed canvas video audio map form button input select "
    "textarea dialog nav aside footer figure figcaption picture img head link meta title menu"
)
_ROLES = _words("navigation banner contentinfo complementary search dialog menu menubar toolbar alert")
# Words of a class or an id that say what a part is; a part that holds the title or much of the prose is kept anyway.
_AROUND = _words(
    "nav navbar navigation menu menus submenu mega megamenu sidebar widget widgets breadcrumb breadcrumbs crumbs share "
    "sharing social sharedaddy related comment comments respond cookie cookies consent newsletter subscribe signup "
    "subscription footer colophon skip search pagination pager advert advertisement ads promo banner popup modal "
    "masthead topbar toolbar byline caption captions tags tagcloud donate login offscreen hidden jp printfriendly"
)
_BLOCKS = _words(
    "p div section article main h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption "
    "blockquote pre address header hr center details summary fieldset body html figure"
)
_HEADINGS = _words("h1 h2 h3 h4 h5 h6")
_KINDS = {**dict.fromkeys(_HEADINGS, "heading"), "li": "item", "dd": "item", "dt": "item"}
# Headings and lines that close an article: what follows is not of it.
_CLOSING = re.compile(
    r"(?:related (?:posts?|articles?|pages?|content)|you (?:may|might) also (?:like|be interested).*"
    r"|share this.*"
    r"|leave a (?:reply|comment).*|(?:\d+ )?comments?|more (?:news|stories|from .*)|read (?:next|also).*"
    r"|about the author"
    r"|(?:sign up|subscribe).*|newsletter.*|follow us.*|(?:was|is) this page helpful.*|tags:?.*|in this section"
    r"|quick links)",
)
_FURNITURE = re.compile(
    r"(?:skip to .*|back to top|print(?: this page)?|share(?: this)?(?: page)?|read more|continue reading.*|menu|search"
    r"|(?:posted|published|last modified) (?:on|by) .*|[«‹←] .*|.* [»›→]|you are here:?.*|home [>/»›] .*|\d+ shares?"
    r"|tweet|email|facebook|twitter|linkedin|pin it|edit)",
)
_BESIDE = 25  # words beside its links that a menu may hold at most
_MAINLY = 0.93  # share of the prose that a part must hold to stand for the article
_GREAT = 0.35  # share of the prose from which a part is not furniture, whatever it is called


def parse(text: str) -> Any:
    """The tree of an HTML text, mended where it is broken; None when there is nothing in it."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = html.document_fromstring(text.replace("\x00", ""), parser=parser)
    except (etree.ParserError, ValueError):
        return None
    return tree if tree.find("body") is not None else None


def blocks_of(tree: Any, *, url: str = "") -> tuple[str, tuple[Block, ...]]:
    """The title that stands on the page ("" when there is none) and the blocks of the article, in order."""
    body = tree.find("body")
    _cut(body)
    part = _article(body)
    title = next((found for each in (*part.iter("h1"), *body.iter("h1")) if (found := _flat(each))), "")
    blocks = [block for block in _read(part, url) if not _FURNITURE.fullmatch(fold(block.text))]
    start = next((n for n, b in enumerate(blocks) if b.kind == "heading" and b.text == title), -1) + 1
    closing = (
        n
        for n, b in enumerate(blocks)
        if n >= start and b.kind != "row" and _CLOSING.fullmatch(fold(b.text).strip(" :"))
    )
    return title, tuple(blocks[start : next(closing, len(blocks))])


# --- cutting off -----------------------------------------------------------------------------------------------


def _cut(body: Any) -> None:
    """Removes from a tree what is not article."""
    whole = max(1, _prose(body))
    for element in list(body.iter()):
        if element.getparent() is None or not isinstance(element.tag, str) or element is body:
            continue
        never = element.tag in _NEVER and not _keeps(element, whole)
        if never or (_is_around(element) and not _holds_article(element, whole)):
            _drop(element)
    for listed in [each for each in body.iter("ul", "ol", "div", "p", "table") if _is_menu(each)]:
        if listed.getparent() is not None:
            _drop(listed)


def _keeps(element: Any, whole: int) -> bool:
    """Whether a part that is never article is kept: a figure that is a table, a form around the whole page."""
    if element.tag == "figure":
        return element.find(".//table") is not None
    return element.tag == "form" and _holds_article(element, whole)


def _drop(element: Any) -> None:
    element.drop_tree()  # keeps the text behind it


def _is_around(element: Any) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.get("role", "").lower() in _ROLES or re.search(r"display\s*:\s*none", element.get("style", "")):
        return True
    if element.tag in {"body", "main", "article", "table", "tr", "td", "tbody", *_HEADINGS}:
        return False
    names = set(re.split(r"[^a-z]+", f"{element.get('class', '')} {element.get('id', '')}".lower()))
    if element.tag == "header":
        return True
    return bool(names & _AROUND)


def _holds_article(element: Any, whole: int) -> bool:
    return element.find(".//h1") is not None or _prose(element) > _GREAT * whole


def _is_menu(element: Any) -> bool:
    """A list of links: at least three, with hardly a word beside them."""
    links = [" ".join(link.itertext()) for link in element.iter("a")]
    if len(links) < 3:
        return False
    words = count_words(" ".join(element.itertext()))
    linked = sum(count_words(link) for link in links)
    return linked >= 0.8 * words and words - linked < _BESIDE and linked / len(links) < 9


def _prose(element: Any) -> int:
    """Words of an element that stand in sentences and not in links."""
    return sum(
        words
        for each in element.iter("p", "li", "td", "dd", "div", "blockquote", "section", "article", "main", "body")
        if (words := count_words(_own(each))) > 5
    )


def _own(element: Any) -> str:
    """Text of an element that stands in no block inside it and in no link."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _BLOCKS and child.tag not in _NEVER and child.tag != "a":
            parts.append(" ".join(child.itertext()))
        parts.append(child.tail or "")
    return " ".join(parts)


def _article(body: Any) -> Any:
    """The smallest part that holds the prose, and a title above it where one stands beside."""
    whole = _prose(body)
    part = body
    while True:
        inner = next((child for child in part if isinstance(child.tag, str) and _prose(child) >= _MAINLY * whole), None)
        if inner is None or inner.tag not in {
            "div",
            "section",
            "article",
            "main",
            "center",
            "table",
            "tbody",
            "tr",
            "td",
        }:
            return part
        if inner.tag == "table" and not _is_layout(inner):
            return part
        part = inner


# --- reading in order ------------------------------------------------------------------------------------------


def _is_layout(table: Any) -> bool:
    """Whether a table only arranges the page: its cells hold headings, lists, tables, or long text."""
    if table.get("role") == "presentation":
        return True
    return any(
        cell.find(".//table") is not None
        or any(cell.find(f".//{tag}") is not None for tag in (*_HEADINGS, "ul", "ol"))
        or len(cell.findall(".//p")) > 2
        for cell in table.iter("td")
    )


class _Reader:
    """Gathers the text of a part into blocks, element by element."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.done: list[Block] = []
        self.held: list[str] = []
        self.links: list[Link] = []
        self.kinds: list[str] = []
        self.cells: list[str] | None = None
        self.breaks = 0

    def text(self, text: str | None) -> None:
        if text:
            if text.strip():
                self.breaks = 0
            self.held.append(text)

    def opens(self, tag: str, *, arranges: bool) -> None:
        """An element begins; ``arranges``: it belongs to a table that only arranges the page."""
        if tag in _BLOCKS:
            self.close()
        if tag == "br":
            self.breaks += 1
            self.held.append(" ")
            if self.breaks > 1:
                self.close()
        if tag in _KINDS:
            self.kinds.append(_KINDS[tag])
        if tag == "tr" and not arranges:
            self.cells = []
        if tag in {"td", "th"} and not arranges and self.cells is not None:
            self.cells.append("")

    def ends(self, tag: str, *, arranges: bool) -> None:
        """An element ends."""
        if tag in _BLOCKS:
            self.close()
        if tag in _KINDS:
            self.kinds.pop()
        if tag == "tr" and not arranges and self.cells is not None:
            self.row()

    def close(self) -> None:
        """Ends the block that is being read."""
        line = " ".join("".join(self.held).split())
        self.held.clear()
        self.breaks = 0
        if not line:
            return
        if self.cells is not None:
            self.cells[-1:] = [f"{self.cells[-1]} {line}".strip()] if self.cells else [line]
            return
        kind: Any = self.kinds[-1] if self.kinds else "paragraph"
        self.done.append(Block(kind, line, tuple(self.links)))
        self.links.clear()

    def row(self) -> None:
        """Ends a row."""
        line = " | ".join(cell for cell in self.cells or [] if cell)
        self.cells = None
        if line:
            self.done.append(Block("row", line, tuple(self.links)))
            self.links.clear()


def _read(part: Any, url: str) -> Iterator[Block]:
    reader = _Reader(url)
    layouts = {table for table in part.iter("table") if _is_layout(table)}
    for event, element in etree.iterwalk(part, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        arranges = tag in {"tr", "td", "th"} and next(element.iterancestors("table"), None) in layouts
        if event == "start":
            reader.opens(tag, arranges=arranges)
            reader.text(element.text)
        else:
            if tag == "a" and (link := _link(element, url)):
                reader.links.append(link)
            reader.ends(tag, arranges=arranges)
            if element is not part:
                reader.text(element.tail)
    reader.close()
    yield from _without_repeats(reader.done)


def _without_repeats(blocks: list[Block]) -> Iterator[Block]:
    """Blocks without one that says the same as the one before it: a heading with its own anchor text, say."""
    yield from blocks[:1]
    yield from (after for before, after in pairwise(blocks) if (before.kind, before.text) != (after.kind, after.text))


def _link(element: Any, url: str) -> Link | None:
    """A link to another host, with words on it."""
    target = (element.get("href") or "").strip()
    try:
        address = urljoin(url, target) if url else target
        parts = urlsplit(address)
        here = urlsplit(url).hostname if url else None
    except ValueError:
        return None
    text = " ".join("".join(element.itertext()).split())
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.hostname == here or not text:
        return None
    return Link(text, address)


def _flat(element: Any) -> str:
    """Text of a heading; where it was never closed, up to the next block."""
    parts = [element.text or ""]
    for child in element.iterdescendants():
        if child.tag in _BLOCKS:
            break
        parts += [child.text or "", child.tail or ""]
    return " ".join(" ".join(parts).split())
