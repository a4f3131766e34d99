"""corpus/*.md → Page: typed front matter, question headings, quote units. Refuses what is not sound.

Knows the page format and nothing of search, replies or style; house style is checked by `check`.
The format is described for editors in corpus/README.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assistant.errors import Fault, PageError
from assistant.frontmatter import Category, FrontMatter, MustSay, Product, Status, Trial


@dataclass(frozen=True)
class Heading:
    """A question heading of a drug page: ``key`` names the section in code, ``text`` stands on the page."""

    key: str
    text: str


HEADINGS = (
    Heading("short", "In short"),
    Heading("how", "What is it and how is it thought to work?"),
    Heading("given", "How is it given?"),
    Heading("tested", "Who was it tested in?"),
    Heading("works", "Does it work?"),
    Heading("safety", "Side effects and safety"),
    Heading("access", "Where can people get it?"),
    Heading("experts", "What experts say"),
    Heading("unknown", "What is not known"),
)


@dataclass(frozen=True)
class Unit:
    """A quote unit: one sentence, or two where the second leans on the first.

    Attributes:
        id: Short id, unique on its page, kept through other edits.
        raw: The text as it stands in the file, without source marks and id.
        plain: ``plain(raw)``: the only text that a quote may equal.
        sources: Ids of the sources that state it, at least one.
        gist: Whether it opens its section.
        line: Line in the file, counted from 1.
    """

    id: str
    raw: str
    plain: str
    sources: tuple[str, ...]
    gist: bool
    line: int


@dataclass(frozen=True)
class Section:
    """A heading and its units, the gist first. ``key`` is the heading's key, or the gist's id on background pages."""

    key: str
    heading: str
    units: tuple[Unit, ...]

    @property
    def gist(self) -> Unit:
        return self.units[0]


@dataclass(frozen=True)
class Page:
    """A curated page that is sound: every mark, id and reference on it resolves.

    Attributes:
        meta: The typed front matter.
        sections: In page order.
        version: First 12 hex digits of the SHA-256 of the file.
        text: The file as read.
        lines: Line of each front matter entry, by its path ("status.2.date").
    """

    meta: FrontMatter
    sections: tuple[Section, ...]
    version: str
    text: str
    lines: Mapping[str, int]

    @cached_property
    def slug(self) -> str:
        return self.meta.slug

    @property
    def title(self) -> str:
        return self.meta.title

    @property
    def is_background(self) -> bool:
        return self.meta.category is Category.BACKGROUND

    @cached_property
    def drugs(self) -> tuple[Product, ...]:
        """Products without those that are a form of another: "riluzole liquid" is a form of riluzole."""
        products = self.meta.products
        return tuple(
            product
            for product in products
            if not any(product.name.startswith(f"{other.name} ") for other in products if other is not product)
        )

    @property
    def name(self) -> str:
        """What a sentence calls the drug of the page; the title where the page is about several or none."""
        if len(self.drugs) == 1:
            return self.drugs[0].name
        return self.meta.names.generic[0] if self.meta.names.generic else self.title

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """Units by id, in page order."""
        return {unit.id: unit for section in self.sections for unit in section.units}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """Section by the id of a unit in it."""
        return {unit.id: section for section in self.sections for unit in section.units}


def plain(text: str) -> str:
    """The text of a unit as a reader sees it: source marks, id, emphasis and line breaks removed.

    Two texts are the same quote exactly when their ``plain`` is equal, case and digits kept.
    """
    text = _ID.sub("", text)
    text = _MARKS.sub("", text)
    text = _EMPHASIS.sub(lambda match: match.group(2), text)
    return " ".join(text.split())


def load_pages(folder: Path) -> tuple[Page, ...]:
    """Every page of a corpus folder, in order of slug.

    ``*.md`` files are pages, except README.md and files whose name starts with "_" (templates).

    Raises:
        PageError: A page is not sound, or two pages share a slug; all faults of all pages are in it.
    """
    faults: list[Fault] = []
    pages: list[Page] = []
    files = page_files(folder)
    if not files:
        raise PageError([Fault(str(folder.name), 1, "corpus", "no page", "*.md files", "Check the corpus folder.")])
    for file in files:
        try:
            pages.append(load_page(file))
        except PageError as error:
            faults += error.faults
    if faults:
        raise PageError(faults)
    return tuple(sorted(pages, key=lambda page: page.slug))


def page_files(folder: Path) -> list[Path]:
    """Files of a corpus folder that are pages, in order of name; may be empty."""
    return sorted(f for f in folder.glob("*.md") if f.name != "README.md" and not f.name.startswith("_"))


def load_page(file: Path) -> Page:
    """One page from its file.

    Raises:
        PageError: The page is not sound; every fault found is in it.
    """
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise PageError(
            [Fault(file.name, line, "encoding", "bytes that are not UTF-8", "UTF-8 text", "Save the file as UTF-8.")]
        ) from error
    except OSError as error:
        raise PageError(
            [Fault(file.name, 1, "file", str(error.strerror), "a file that can be read", "Check its permissions.")]
        ) from error
    return parse_page(text, file.name)


def parse_page(text: str, name: str) -> Page:
    """A page from its text; ``name`` is the file name, whose stem must be the slug.

    Raises:
        PageError: The page is not sound; every fault found is in it.
    """
    reader = _Reader(name)
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    head, body, body_line = reader.split(text)
    meta, lines = reader.front_matter(head)
    sections = reader.sections(body, body_line, background=meta.category is Category.BACKGROUND)
    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    page = Page(meta, sections, version, text, lines)
    reader.references(page)
    reader.stop_if_faulty()
    return page


# --- reading one file ------------------------------------------------------------------------------------------

_ID = re.compile(r"\s*\{#([^}]*)\}\s*$")
_MARKS = re.compile(r"\s*\[S\w+(?:\s*,\s*S\w+)*\]")
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*|\*)(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_UNIT = re.compile(r"^(?P<raw>\S.*?)\s*(?P<marks>(?:\[S\w+(?:\s*,\s*S\w+)*\]\s*)+)\{#(?P<id>[^}]*)\}$")
_HEADING_KEYS = {heading.text: heading.key for heading in HEADINGS}


class _Reader:
    """Reads one file, gathering faults so that an editor sees all of them at once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []

    def fault(self, line: int, rule: str, found: str, expected: str, fix: str) -> None:
        self.faults.append(Fault(self.name, line, rule, found, expected, fix))

    def stop_if_faulty(self) -> None:
        if self.faults:
            raise PageError(sorted(self.faults, key=lambda fault: fault.line))

    def split(self, text: str) -> tuple[str, str, int]:
        """Front matter, body, and the line the body starts on."""
        match = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
        if not match:
            first = text.split("\n", 1)[0][:40]
            self.fault(1, "front matter", repr(first), "a line '---', fields, a line '---'", "Add the front matter.")
            self.stop_if_faulty()
            raise AssertionError("unreachable")
        return match.group(1), text[match.end() :], text[: match.end()].count("\n") + 1

    def front_matter(self, head: str) -> tuple[FrontMatter, Mapping[str, int]]:
        try:
            loader = _Loader(head)
            node = loader.get_single_node()
            data = loader.construct_document(node) if node is not None else None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or "text that is not YAML"
            self.fault((mark.line + 2) if mark else 2, "front matter", str(problem), "YAML fields", "Mend this line.")
            self.stop_if_faulty()
        lines = dict(_lines(node))
        try:
            meta = FrontMatter.model_validate(data)
        except ValidationError as error:
            for problem in error.errors():
                self._field_fault(problem, lines)
            self.stop_if_faulty()
        if meta.slug != Path(self.name).stem:
            self.fault(
                lines.get("slug", 1), "slug", repr(meta.slug), repr(Path(self.name).stem), "Name file and slug alike."
            )
        return meta, lines

    def _field_fault(self, problem: Any, lines: Mapping[str, int]) -> None:
        path = [str(part) for part in problem["loc"]]
        line = next((lines[key] for n in range(len(path), 0, -1) if (key := ".".join(path[:n])) in lines), 2)
        missing, unknown = problem["type"] == "missing", problem["type"] == "extra_forbidden"
        found = "nothing" if missing else repr(problem["input"])[:80]
        expected = (
            "a value"
            if missing
            else "a field of the format"
            if unknown
            else re.sub(r"^(?:Value error, expected|Input should be) ", "", problem["msg"])
        )
        self.fault(line, ".".join(path) or "front matter", found, expected, "Mend this field.")

    def sections(self, body: str, first_line: int, *, background: bool) -> tuple[Section, ...]:
        sections: list[Section] = []
        heading: str | None = None
        units: list[Unit] = []
        blocks = 0  # below the heading, sound or not
        line_of_heading = first_line

        def close() -> None:
            if heading is not None:
                sections.extend(self._section(heading, units, line_of_heading, background=background))

        for line, block in _blocks(body, first_line):
            if block.startswith("## "):
                close()
                heading, units, blocks, line_of_heading = block[3:].strip(), [], 0, line
            elif heading is None:
                self.fault(line, "body", repr(block[:40]), "a '## ' heading first", "Move the text below a heading.")
            else:
                blocks += 1
                if unit := self._unit(block, line, first=blocks == 1):
                    units.append(unit)
        close()
        if not background:
            expected = [h.text for h in HEADINGS]
            found = [section.heading for section in sections]
            if found != expected:
                missing = [text for text in expected if text not in found]
                told = f"missing {missing[0]!r}" if missing else "another order"
                self.fault(first_line, "headings", told, "all nine headings in order", "See corpus/_template.md.")
        elif not sections:
            self.fault(first_line, "headings", "none", "at least one '## ' heading", "Add a section.")
        return tuple(sections)

    def _section(self, heading: str, units: list[Unit], line: int, *, background: bool) -> Iterator[Section]:
        if not units:
            self.fault(line, "section", f"{heading!r} without text", "a gist and units", "Write the gist.")
            return
        key = units[0].id if background else _HEADING_KEYS.get(heading)
        if key is None:
            self.fault(line, "heading", repr(heading), "one of the nine headings", "See corpus/_template.md.")
            return
        yield Section(key, heading, tuple(units))

    def _unit(self, block: str, line: int, *, first: bool) -> Unit | None:
        bullet = block.startswith("- ")
        if bullet == first:
            found = "a bullet" if first else "a paragraph"
            expected = "the gist as a plain paragraph" if first else "a bullet ('- ')"
            self.fault(line, "unit", found, expected, "Each section is one gist paragraph, then bullets.")
        match = _UNIT.match(" ".join(block.removeprefix("- ").split()))
        if not match:
            self.fault(line, "unit", repr(block[-40:]), "text [S1] {#id}", "End it with source marks and an id.")
            return None
        identity = match.group("id")
        if not re.fullmatch(r"[a-z][a-z0-9-]*", identity):
            self.fault(line, "unit id", repr(identity), "small letters, digits, hyphens", "Rename the id.")
        if re.search(r"<[A-Za-z/!]|\]\(|https?://|[{}]", match.group("raw")):
            self.fault(line, "unit", "HTML, a link or braces", "plain words", "Put addresses under sources.")
        elif stray := re.search(r"\[[^\]]*\]?", match.group("raw")):
            self.fault(line, "unit", repr(stray.group()), "source marks at the end alone", "Move or remove it.")
        marks = tuple(dict.fromkeys(re.findall(r"S\w+", match.group("marks"))))
        return Unit(identity, match.group("raw"), plain(match.group("raw")), marks, first, line)

    def references(self, page: Page) -> None:
        """Faults for ids given twice, marks without a source, and references to nothing."""
        seen: dict[str, int] = {}
        for unit in (unit for section in page.sections for unit in section.units):
            if unit.id in seen:
                self.fault(unit.line, "unit id", repr(unit.id), f"an id not used on line {seen[unit.id]}", "Rename it.")
            seen[unit.id] = unit.line
            for mark in unit.sources:
                if mark not in page.meta.sources:
                    self.fault(unit.line, "source mark", f"[{mark}]", "an id listed under sources", "Add the source.")
        self._says(page)
        self._products(page)
        self._background(page)

    def _says(self, page: Page) -> None:
        rows: Iterable[tuple[str, Product | Status | Trial | MustSay]] = [
            (f"{field}.{n}", row)
            for field in ("products", "status", "trials", "must_say")
            for n, row in enumerate(getattr(page.meta, field))
        ]
        for path, row in rows:
            if row.says not in page.units:
                line = page.lines.get(f"{path}.says", page.lines.get(path, 2))
                self.fault(line, f"{path}.says", repr(row.says), "the id of a unit of this page", "Mend the id.")

    def _products(self, page: Page) -> None:
        known = {product.name for product in page.meta.products}
        for field in ("status", "trials", "must_say"):
            for n, row in enumerate(getattr(page.meta, field)):
                if row.product is not None and row.product not in known:
                    line = page.lines.get(f"{field}.{n}.product", 2)
                    self.fault(line, f"{field}.{n}.product", repr(row.product), f"one of {sorted(known)}", "Mend it.")

    def _background(self, page: Page) -> None:
        for field in ("products", "status", "must_say"):
            rows = getattr(page.meta, field)
            line = page.lines.get(field, 2)
            if page.is_background and rows:
                self.fault(line, field, f"{len(rows)} rows", "none on a background page", "Move them to a drug page.")
            if not page.is_background and not rows:
                self.fault(line, field, "no rows", "at least one", "Fill in the field.")


def _blocks(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    """Headings, paragraphs and bullets of a body, each with its line; wrapped lines are joined."""
    block: list[str] = []
    start = first_line
    for number, line in enumerate([*body.split("\n"), ""], first_line):
        begins = line.startswith(("## ", "- "))
        if block and (not line.strip() or begins):
            yield start, " ".join(part.strip() for part in block)
            block = []
        if line.strip():
            if not block:
                start = number
            block.append(line)
            if line.startswith("## "):
                yield number, line.strip()
                block = []


# The parser in C where it is built in: a check on every save must not wait for the one in Python, ten times slower.
YAML_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(YAML_LOADER):  # type: ignore[misc]
    """YAML without guessed dates, and with a key given twice as an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "braces as a name", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key '{key.value}' twice", key.start_mark)
            seen.add(key.value)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return mapping


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _lines(node: yaml.Node | None, path: str = "") -> Iterator[tuple[str, int]]:
    """Line in the file of every entry of the front matter, by its dotted path."""
    if node is None:
        return
    if path:
        yield path, node.start_mark.line + 2  # one for counting from 1, one for the opening '---'
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _lines(value, f"{path}.{key.value}".lstrip("."))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _lines(value, f"{path}.{number}".lstrip("."))
