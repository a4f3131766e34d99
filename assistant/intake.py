"""A file or an address → a draft page for review: the article's sentences in the page format, what is missing marked.

A draft never replaces a page or an earlier draft: it is written beside the corpus, and does not pass the check before
an editor has worked on it. What stands already is compared, sentence by sentence.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from assistant.article import Article, read_article
from assistant.differences import Difference, beside_page, beside_text
from assistant.download import LARGEST, download
from assistant.errors import IntakeError
from assistant.language import fold, sentences
from assistant.pages import Page, plain
from assistant.webpage import Block
from assistant.whole import write_whole

TO_FILL = "?"
_SCHEME = re.compile(r"(?:data|javascript|mailto|about|blob|file|ftp|view-source):", re.IGNORECASE)
_BINARY = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")  # how such files begin
_LATIN = frozenset({"iso88591", "latin1", "ascii", "usascii", "windows1252", "cp1252"})


@dataclass(frozen=True)
class DraftPage:
    """What came of an import.

    Attributes:
        file: The draft.
        written: Whether it was written now; an earlier draft of the same name stays as it is.
        title: Title of the document.
        words: Words of its article.
        headings: Its own headings.
        missing: What an editor has still to fill in.
        about: Slug of the curated page on the same drug, or "".
        differences: From the earlier draft, else from that page; empty when there is neither, or nothing differs.
        lost: What could not be brought along, in words for an editor.
    """

    file: Path
    written: bool
    title: str
    words: int
    headings: tuple[str, ...]
    missing: tuple[str, ...]
    about: str = ""
    differences: tuple[Difference, ...] = ()
    lost: tuple[str, ...] = ()


def take_in(source: str | bytes, out: Path, *, pages: Sequence[Page] = (), private: bool = False) -> DraftPage:
    """Turns a document into a draft page in a folder.

    Args:
        source: Path of a file, an http(s) address, or the document itself as bytes.
        out: Folder for the draft; made if missing. A draft of the same name is not overwritten.
        pages: The curated pages, to see what the document says differently.
        private: Whether private addresses are allowed.

    Raises:
        IntakeError: The document cannot be read, holds no article, or the draft cannot be written.
    """
    article = _article(source, private=private)
    existing = _page_about(article, pages)
    named = Path(urllib.parse.urlsplit(source).path).stem if isinstance(source, str) else ""
    slug = existing.slug if existing else _slug(article.title or named)
    file = out / f"{slug}.md"
    text, missing = draft_text(article, slug)
    earlier = _earlier(file)
    differences: list[Difference] = []
    if earlier is not None:
        differences = beside_text(earlier, _blocks_of(text))
    else:
        _write(file, text)
        if existing:
            differences = beside_page(existing, article.blocks, date=_checked_to(article.date))
    headings = tuple(block.text for block in article.blocks if block.kind == "heading")
    return DraftPage(
        file=file,
        written=earlier is None,
        title=article.title,
        words=article.words,
        headings=headings,
        missing=missing,
        about=existing.slug if existing else "",
        differences=tuple(differences),
        lost=article.lost,
    )


def _article(source: str | bytes, *, private: bool) -> Article:
    if isinstance(source, bytes):
        return read_article(_decoded(source, ""))
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", source) or _SCHEME.match(source):
        came = download(source, private=private)
        return read_article(_decoded(came.raw, came.charset), url=came.url)
    return read_article(_decoded(_read(Path(source)), ""))


def _page_about(article: Article, pages: Sequence[Page]) -> Page | None:
    """The curated page whose title, menu entry or proper name is the title of an article."""
    title = fold(article.title)
    for page in pages:
        names = {page.slug, page.title, *page.meta.also_listed, *page.meta.names.proper, *page.meta.names.nicknames}
        if title and title in {fold(name) for name in names}:
            return page
    return None


def _earlier(file: Path) -> list[Block] | None:
    """The text of a draft that stands there already; None when there is none."""
    try:
        return _blocks_of(file.read_text("utf-8")) if file.exists() else None
    except (OSError, UnicodeDecodeError) as error:
        raise IntakeError(f"{file} exists already and cannot be read. Choose another folder, or remove it.") from error


def _blocks_of(draft: str) -> list[Block]:
    """Headings, sentences and rows of a draft."""
    body = re.sub(r"\A---\n.*?\n---\n", "", draft, flags=re.DOTALL)
    blocks: list[Block] = []
    for line in filter(None, (line.strip() for line in body.splitlines())):
        if line.startswith("## "):
            blocks.append(Block("heading", line[3:]))
        else:
            text = plain(line.removeprefix("- "))
            blocks.append(Block("row" if " | " in text else "paragraph", text))
    return blocks


def draft_text(article: Article, slug: str) -> tuple[str, tuple[str, ...]]:
    """The draft page of an article, and the fields that an editor has to fill in."""
    fields: dict[str, object] = {
        "title": article.title or TO_FILL,
        "slug": slug,
        "category": TO_FILL,
        "summary": TO_FILL,
        "names": {"generic": [], "brands": [], "codes": [], "company": [], "nicknames": [], "misspellings": []},
        "products": [],
        "status": [],
        "trials": [],
        "must_say": [],
        "checked_to": _checked_to(article.date) or TO_FILL,
        "review_due": TO_FILL,
        "sources": {
            "S1": {
                "title": article.title or TO_FILL,
                "publisher": article.publisher or TO_FILL,
                "kind": TO_FILL,
                **({"url": article.url} if article.url else {}),
                **({"date": article.date} if article.date else {}),
            },
            **{
                f"S{number}": {"title": link.text, "publisher": TO_FILL, "kind": TO_FILL, "url": link.url}
                for number, link in enumerate(article.links, 2)
            },
        },
    }
    missing = (*_missing(fields), "the nine question headings of corpus/_template.md, in your own sentences")
    head = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=110)
    return f"---\n{head}---\n\n" + "\n".join(_body(article)), missing


def _missing(fields: dict[str, object], path: str = "") -> Iterator[str]:
    for name, value in fields.items():
        where = f"{path}{name}"
        if value in (TO_FILL, []):
            yield where
        elif isinstance(value, dict):
            yield from _missing(value, f"{where}.")


def _body(article: Article) -> Iterator[str]:
    """The article's own headings and sentences; every sentence with its source marks and an id.

    A sentence that holds the words of a link is marked with that source too.
    """
    key, number = "text", 0
    marks = {link.url: f"S{n}" for n, link in enumerate(article.links, 2)}
    if article.blocks and article.blocks[0].kind != "heading":
        yield f"## {article.title or 'Text'}\n"
    for block in article.blocks:
        if block.kind == "heading":
            key, number = _slug(block.text), 0
            yield f"## {block.text}\n"
            continue
        for sentence in sentences(block.text) if block.kind != "row" else [block.text]:
            number += 1
            own = [marks[link.url] for link in block.links if fold(link.text) in fold(sentence)]
            mark = f"[{', '.join(['S1', *dict.fromkeys(own)])}] {{#{key}-{number}}}"
            yield f"{sentence} {mark}\n" if number == 1 else f"- {sentence} {mark}"
        yield ""


def _checked_to(text: str) -> str:
    for pattern, shape in (
        ("%d %B %Y", "%Y-%m-%d"),
        ("%B %d, %Y", "%Y-%m-%d"),
        ("%B %Y", "%Y-%m"),
        ("%Y-%m-%d", "%Y-%m-%d"),
    ):
        try:
            return datetime.strptime(text.strip(), pattern).strftime(shape)
        except ValueError:
            continue
    return ""


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:60].strip("-") or "draft"


# --- reading ---------------------------------------------------------------------------------------------------


def _read(file: Path) -> bytes:
    try:
        if file.exists() and not file.is_file():  # a pipe or a device may never end
            raise IntakeError(f"{str(file)!r} is no plain file; expected a file or an address.")
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise IntakeError(f"{str(file)!r} cannot be read ({reason}); expected a file or an address.") from error
    if len(raw) > LARGEST:
        raise IntakeError(f"{file.name} has more than {LARGEST:,} bytes. Save less of it.")
    return raw


def _decoded(raw: bytes, charset: str) -> str:
    """Text of bytes. What reads as UTF-8 is UTF-8, whatever is declared: other encodings hardly ever look like it."""
    if not raw.strip():
        raise IntakeError("The document is empty; expected HTML, text or Markdown.")
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if raw.startswith(_BINARY) or (b"\x00" in raw and not wide):
        raise IntakeError("The document is not text; expected HTML, text or Markdown.")
    if wide:
        return raw.decode("utf-16", errors="replace").removeprefix("\ufeff")
    declared = re.search(rb"(?:charset|encoding)=[\"']?([\w-]+)", raw[:4000])
    named = (charset, declared.group(1).decode("ascii", "replace") if declared else "")
    for name in ("utf-8-sig", *named, "cp1252"):
        # Pages that say Latin-1 are Windows-1252 (WHATWG Encoding Standard): it has the curly quotes and the euro.
        name = "cp1252" if re.sub(r"[^a-z0-9]", "", name.lower()) in _LATIN else name  # noqa: PLW2901
        try:
            return raw.decode(name)
        except (ValueError, LookupError):
            continue
    return raw.decode("cp1252", errors="replace")


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text)
    except OSError as error:
        raise IntakeError(f"The draft cannot be written to {file.parent} ({error.strerror}).") from error
