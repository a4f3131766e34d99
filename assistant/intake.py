"""A file or an address → a draft page for review: the article's sentences in the page format, what is missing marked.

A draft never replaces a page: it is written beside the corpus, and does not pass the check before an editor has worked
on it. Only http and https, no private addresses, with limits on size and time.
"""

from __future__ import annotations

import http.client
import ipaddress
import os
import re
import socket
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from assistant.article import Article, read_article
from assistant.errors import IntakeError
from assistant.language import fold, sentences

LARGEST = 20_000_000  # bytes of a document
PATIENCE = 30  # seconds to wait for an address
TO_FILL = "?"
_SCHEME = re.compile(r"(?:data|javascript|mailto|about|blob|file|ftp|view-source):", re.IGNORECASE)
_BINARY = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")  # how such files begin
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")


@dataclass(frozen=True)
class DraftPage:
    """What was written: the file, and what an editor has still to fill in."""

    file: Path
    title: str
    words: int
    headings: tuple[str, ...]
    missing: tuple[str, ...]


def take_in(source: str, out: Path) -> DraftPage:
    """Turns a document into a draft page in a folder.

    Args:
        source: Path of a file, or an http(s) address.
        out: Folder for the draft; made if missing. A draft of the same name is not overwritten.

    Raises:
        IntakeError: The document cannot be read, holds no article, or the draft cannot be written.
    """
    is_url = bool(re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", source)) or bool(_SCHEME.match(source))
    raw, kind = _fetch(source) if is_url else (_read(Path(source)), "")
    article = read_article(_decoded(raw, kind), url=source if is_url else "")
    slug = _slug(article.title or Path(urllib.parse.urlsplit(source).path).stem)
    file = out / f"{slug}.md"
    text, missing = draft_text(article, slug)
    _write(file, text)
    headings = tuple(block.text for block in article.blocks if block.kind == "heading")
    return DraftPage(file, article.title, article.words, headings, missing)


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
            }
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
    """The article's own headings and sentences; every sentence with the source mark and an id."""
    key, number = "text", 0
    if article.blocks and article.blocks[0].kind != "heading":
        yield f"## {article.title or 'Text'}\n"
    for block in article.blocks:
        if block.kind == "heading":
            key, number = _slug(block.text), 0
            yield f"## {block.text}\n"
            continue
        for sentence in sentences(block.text) if block.kind != "row" else [block.text]:
            number += 1
            mark = f"[S1] {{#{key}-{number}}}"
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


def _fetch(url: str) -> tuple[bytes, str]:
    """The bytes behind an address and the character set that its server names."""
    _check_address(url)
    request = urllib.request.Request(url, headers={"User-Agent": "als-drug-assistant import"})  # noqa: S310 - checked above
    try:
        with urllib.request.build_opener(_CheckedRedirects).open(request, timeout=PATIENCE) as answer:
            raw = answer.read(LARGEST + 1)
            kind = answer.headers.get_content_type()
            if not kind.startswith("text/") and kind != "application/xhtml+xml":
                raise IntakeError(f"{url} is {kind}; expected a web page or text.")
            if len(raw) > LARGEST:
                raise IntakeError(f"{url} has more than {LARGEST:,} bytes. Save the page and import the file.")
            return raw, answer.headers.get_content_charset() or ""
    except urllib.error.HTTPError as error:
        raise IntakeError(f"{url} answered {error.code}; expected a page. Check the address.") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or type(error).__name__
        raise IntakeError(
            f"{url} cannot be reached ({reason}). Check the address, or save the page and import the file."
        ) from error


class _CheckedRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect must not lead where the address itself could not."""

    def redirect_request(self, *arguments: Any) -> urllib.request.Request | None:
        *_, address = arguments
        _check_address(address)
        return super().redirect_request(*arguments)


def _check_address(url: str) -> None:
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port or 80
    except ValueError as error:
        raise IntakeError(f"{url} is no web address; expected http:// or https://.") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise IntakeError(f"{url} is no web address; expected http:// or https://.")
    try:
        found = {info[4][0] for info in socket.getaddrinfo(parts.hostname, port, proto=socket.IPPROTO_TCP)}
    except (OSError, UnicodeError) as error:
        raise IntakeError(
            f"{parts.hostname} cannot be found. Check the address, or save the page and import the file."
        ) from error
    if not all(_is_public(str(address)) for address in found):
        raise IntakeError(f"{parts.hostname} is a private address; expected a public website.")


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    return found.is_global and not found.is_multicast


def _decoded(raw: bytes, charset: str) -> str:
    """Text of bytes: by the server's word, the page's own word, then what fits."""
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not raw.strip():
        raise IntakeError("The document is empty; expected HTML, text or Markdown.")
    if raw.startswith(_BINARY) or (b"\x00" in raw and not wide):
        raise IntakeError("The document is not text; expected HTML, text or Markdown.")
    declared = re.search(rb"charset=[\"']?([\w-]+)", raw[:4000])
    for name in (charset, declared.group(1).decode("ascii") if declared else "", *_ENCODINGS):
        if not name or (name == "utf-16" and not wide):
            continue
        try:
            return raw.decode(name)
        except (ValueError, LookupError):
            continue
    return raw.decode("utf-8", errors="replace")


def _write(file: Path, text: str) -> None:
    if file.exists():
        raise IntakeError(f"{file} exists already. Choose another folder, or remove the old draft.")
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as new:
                new.write(text.encode("utf-8", "replace"))
                new.flush()
                os.fsync(new.fileno())
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise IntakeError(f"The draft cannot be written to {file.parent} ({error.strerror}).") from error
