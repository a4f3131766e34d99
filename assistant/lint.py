"""A corpus folder → every finding on it: what cannot be read, what is not in the house style, what does not agree.

It orders the rooms that read and check pages, so that the command line, publishing and an editor's screen say the same.
One page that cannot be read hides no finding on the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.check import check_pages
from assistant.errors import Fault, PageError
from assistant.helplines import load_helplines
from assistant.pages import Page, load_page, load_pages, page_files, parse_page
from assistant.phrasings import load_phrasings


@dataclass(frozen=True)
class Findings:
    """What is to be mended.

    Attributes:
        pages: The pages that could be read, in order of slug.
        faults: Every finding, in order of file and line; empty when the corpus may be published.
    """

    pages: tuple[Page, ...]
    faults: tuple[Fault, ...]

    @property
    def unreadable(self) -> bool:
        """Whether a file or the folder could not be read at all."""
        return any(fault.rule in {"corpus", "file"} for fault in self.faults)


def lint(corpus: Path, *, today: date, instead: Mapping[str, str] | None = None) -> Findings:
    """Every finding on a corpus folder. Reads, and changes nothing.

    Args:
        corpus: The folder.
        today: The day against which dates are held.
        instead: Texts of pages by file name that stand in for what the folder has, or come to it.
    """
    instead = instead or {}
    faults: list[Fault] = []

    def tried(read: Callable[[], object]) -> None:
        try:
            read()
        except PageError as error:
            faults.extend(error.faults)

    pages: list[Page] = []
    files = [file for file in page_files(corpus) if file.name not in instead]
    if not files and not instead:
        tried(lambda: load_pages(corpus))  # says so
    for file in files:
        tried(lambda file=file: pages.append(load_page(file)))  # type: ignore[misc]
    for name, text in instead.items():
        tried(lambda name=name, text=text: pages.append(parse_page(text, name)))  # type: ignore[misc]
    pages.sort(key=lambda page: page.slug)
    faults += check_pages(pages, today=today)
    tried(lambda: load_helplines(corpus))
    if len(pages) == len(files) + len(
        instead
    ):  # ways of asking a page that cannot be read would be findings of their own
        tried(lambda: load_phrasings(corpus, pages))
    return Findings(tuple(pages), tuple(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.rule))))


def readable_pages(corpus: Path) -> tuple[Page, ...]:
    """The pages of a folder that can be read, in order of slug; may be empty."""
    pages: list[Page] = []
    for file in page_files(corpus):
        with suppress(PageError):
            pages.append(load_page(file))
    return tuple(sorted(pages, key=lambda page: page.slug))
