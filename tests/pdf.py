"""A PDF as Chromium prints it → the letters of each page. Just enough for our own printouts; no library needed.

Spaces are left out: a PDF holds where each letter stands, not where words end. Compare with ``squeezed``.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping


def pages_of(pdf: bytes) -> list[str]:
    """The letters of every page, in order."""
    objects = dict(_objects(pdf))
    fonts = {number: _letters(objects, body) for number, body in objects.items() if b"/ToUnicode" in body}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    return [_text(objects, page, fonts) for page in pages]


def _objects(pdf: bytes) -> Iterator[tuple[int, bytes]]:
    for match in re.finditer(rb"(\d+) 0 obj(.*?)endobj", pdf, re.DOTALL):
        yield int(match[1]), match[2]


def _stream(body: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL)
    assert found
    return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]


def _letters(objects: Mapping[int, bytes], font: bytes) -> dict[int, str]:
    """Glyph number → text, out of the font's table."""
    found = re.search(rb"/ToUnicode (\d+) 0 R", font)
    assert found
    table = _stream(objects[int(found[1])]).decode("latin-1")
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            letters[int(glyph, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for glyph in range(int(first, 16), int(last, 16) + 1):
                letters[glyph] = chr(int(text, 16) + glyph - int(first, 16))
    return letters


def _text(objects: Mapping[int, bytes], page: bytes, fonts: Mapping[int, Mapping[int, str]]) -> str:
    named = {name: int(number) for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", page)}
    contents = re.search(rb"/Contents (\d+) 0 R", page)
    assert contents
    letters: Mapping[int, str] = {}
    parts: list[str] = []
    pattern = rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>\s*Tj|\[(.*?)\]\s*TJ"
    for match in re.finditer(pattern, _stream(objects[int(contents[1])]), re.DOTALL):
        font, single, several = match.groups()
        if font:
            letters = fonts.get(named.get(font, -1), {})
        for glyphs in [single] if single else re.findall(rb"<([0-9A-Fa-f]+)>", several or b""):
            parts += [letters.get(int(glyphs[at : at + 4], 16), "?") for at in range(0, len(glyphs), 4)]
    return squeezed("".join(parts))


def squeezed(text: str) -> str:
    """A text without its spaces, and with joined letters ("ﬀ") apart."""
    return "".join(unicodedata.normalize("NFKC", text).split())
