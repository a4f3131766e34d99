"""A document as it comes (HTML, the text a browser saves, Markdown) → Article: its text without menus and footers.

It tells the forms apart and finds what a document says of itself; `webpage` and `savedtext` read the two forms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.errors import IntakeError
from assistant.language import count_words, fold
from assistant.savedtext import DAY, PROSE_WORDS, read_saved
from assistant.webpage import Block, Link, blocks_of, parse

_SIGNED = re.compile(rf"^(?:(?P<by>[^.!?\d]{{3,80}}?),? )?(?P<date>{DAY})$", re.IGNORECASE)
_SITE_IN_TITLE = re.compile(r"\s+[|–—»·]\s+.*$|\s+-\s+(?!.*\s-\s).*$")


@dataclass(frozen=True)
class Article:
    """The text of a document with what it says of itself; fields it does not say are "".

    Attributes:
        title: Its title.
        blocks: Its text in order, without the title.
        publisher: Who signs it, or the site's name.
        date: As it stands there.
        url: Where it was read.
        lost: What could not be brought along, in words for an editor.
    """

    title: str
    blocks: tuple[Block, ...]
    publisher: str = ""
    date: str = ""
    url: str = ""
    lost: tuple[str, ...] = field(default=())

    @property
    def words(self) -> int:
        return sum(count_words(block.text) for block in self.blocks)

    @property
    def links(self) -> tuple[Link, ...]:
        """Links to other hosts, each address once, in order."""
        found = {link.url: link for block in reversed(self.blocks) for link in reversed(block.links)}
        return tuple(reversed(found.values()))


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
    return bool(
        re.search(r"<(?:!doctype html|html|head|body|article|main|div|p|h1|table)\b", text[:20_000], re.IGNORECASE)
    )


def _from_text(text: str) -> Article:
    saved = read_saved(text)
    return Article(saved.title, saved.blocks, saved.publisher, saved.date)


def _from_html(text: str, url: str) -> Article:
    tree = parse(text)
    if tree is None:
        raise IntakeError(
            "No article was found in the HTML; expected paragraphs of text. Save the page as text and try again."
        )
    title, site, date, address = _about(text, url)
    whole = " ".join((tree.findtext(".//title") or "").split())
    if not site and (behind := _SITE_IN_TITLE.search(whole)):
        site = behind.group().strip(" |–—»·-")
    tables = len([table for table in tree.iter("table") if len(list(table.iter("tr"))) > 1])
    heading, blocks = blocks_of(tree, url=address)
    title = heading or title
    while blocks and blocks[0].kind == "heading" and fold(blocks[0].text) == fold(title):
        blocks = blocks[1:]
    end, publisher, signed = _signature(blocks)
    blocks = blocks[:end]
    lost: tuple[str, ...] = ()
    if tables and not any(block.kind == "row" for block in blocks):
        lost = (f"the page holds {tables} tables and none came along: look at the page itself",)
    return Article(title, blocks, publisher or site, signed or date, address, lost)


def _about(text: str, url: str) -> tuple[str, str, str, str]:
    """Title, name of the site, date and address that a page declares; "" for what it does not."""
    import trafilatura  # noqa: PLC0415 - takes a second to import; only HTML needs it

    # Only a date that the page declares: a guess from its footer would pass for the day of writing.
    dates = {"extensive_search": False, "original_date": True}
    try:
        found = trafilatura.extract_metadata(text, default_url=url or None, date_config=dates)
    except Exception:  # noqa: BLE001 - it fails on pages that are a picture alone; what they declare is only a help
        found = None
    if found is None:
        return "", "", "", url
    title = _SITE_IN_TITLE.sub("", (found.title or "").strip())
    return title, found.sitename or "", found.date or "", found.url or url


def _signature(blocks: Sequence[Block]) -> tuple[int, str, str]:
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
