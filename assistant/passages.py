"""Page → Passages: section-aware slices with stable ids, the things that are embedded and searched.

A passage holds whole quote units of one section in page order. It does not know what embeds it: the caller passes
a measure and a limit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.errors import Fault, PageError
from assistant.pages import Page, Section, Unit


@dataclass(frozen=True)
class Passage:
    """A slice of a section.

    Attributes:
        id: ``<slug>/<id of its first unit>``: unchanged while that unit opens a slice, whatever changes elsewhere.
        page: Slug of its page.
        title: Title of its page.
        section: Key of its section.
        heading: Heading of its section.
        units: Ids of its units, in page order, at least one.
        text: Plain text of its units, joined by spaces: what a reader is shown.
    """

    id: str
    page: str
    title: str
    section: str
    heading: str
    units: tuple[str, ...]
    text: str

    @property
    def embedded(self) -> str:
        """What is embedded: title and heading give a slice the context that its sentences assume."""
        return f"{self.title}. {self.heading}\n{self.text}"

    @cached_property
    def text_hash(self) -> str:
        """SHA-256 of the embedded text, in hex: equal texts share a vector."""
        return hashlib.sha256(self.embedded.encode()).hexdigest()


def slice_pages(pages: Iterable[Page], *, measure: Callable[[str], int], limit: int) -> list[Passage]:
    """Passages of all pages, in page order; every unit is in exactly one.

    Args:
        pages: Sound pages.
        measure: Length of a text as the embedder reads it (word pieces).
        limit: Most that a passage's embedded text may measure.

    Raises:
        PageError: A single unit is longer than the limit.
    """
    return [
        passage
        for page in pages
        for section in page.sections
        for passage in _slice(page, section, measure=measure, limit=limit)
    ]


def _slice(page: Page, section: Section, *, measure: Callable[[str], int], limit: int) -> Iterator[Passage]:
    held: list[Unit] = []
    for unit in section.units:
        if held and measure(_passage(page, section, [*held, unit]).embedded) > limit:
            yield _passage(page, section, held)
            held = []
        held.append(unit)
        if len(held) == 1 and (length := measure(_passage(page, section, held).embedded)) > limit:
            raise PageError(
                [
                    Fault(
                        f"{page.slug}.md",
                        unit.line,
                        "unit length",
                        f"{length} word pieces in '{unit.id}'",
                        f"at most {limit}, what the embedder reads",
                        "Make two units.",
                    )
                ]
            )
    yield _passage(page, section, held)


def _passage(page: Page, section: Section, units: list[Unit]) -> Passage:
    return Passage(
        id=f"{page.slug}/{units[0].id}",
        page=page.slug,
        title=page.title,
        section=section.key,
        heading=section.heading,
        units=tuple(unit.id for unit in units),
        text=" ".join(unit.plain for unit in units),
    )
