"""A folder of drafts and the corpus ↔ an editor's text: opened, kept, held against the house style, saved as a page.

A page is replaced only when it is still what the editor was shown, and by one rename: a crash leaves the old one or the
new one. Nothing here is seen by people who ask before it is published.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

from assistant.errors import Fault, UsageError
from assistant.lint import lint
from assistant.pages import parse_page
from assistant.whole import write_whole

LONGEST = 500_000  # characters of a page
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Drafts:
    """Drafts beside a corpus; a draft and a page of the same slug belong together.

    Args:
        folder: Where drafts are kept; made when the first is written.
        corpus: Folder of the pages.

    Raises:
        UsageError: Both are one folder.
    """

    def __init__(self, folder: Path, corpus: Path) -> None:
        if folder.resolve() == corpus.resolve():
            raise UsageError(f"{str(folder)!r} is the folder of the pages; expected another one for drafts.")
        self.folder = folder
        self._corpus = corpus

    def names(self) -> list[str]:
        """Slugs of the drafts, by name; may be empty."""
        return sorted(file.stem for file in self.folder.glob("*.md") if _SLUG.fullmatch(file.stem))

    def draft(self, slug: str) -> str:
        """Text of a draft.

        Raises:
            UsageError: There is none, or it cannot be read.
        """
        return _read(_file(self.folder, slug))

    def page(self, slug: str) -> str:
        """Text of a page as it stands in the corpus, published or not.

        Raises:
            UsageError: There is none, or it cannot be read.
        """
        return _read(_file(self._corpus, slug))

    def state(self, slug: str) -> str:
        """What tells one state of a page's file from another; "" when there is no such page."""
        try:
            return hashlib.sha256(_file(self._corpus, slug).read_bytes()).hexdigest()[:12]
        except OSError:
            return ""

    def findings(self, slug: str, text: str, *, today: date) -> tuple[Fault, ...]:
        """What ``check`` would say of the corpus with this text as the page: of the page first, then of the others."""
        name = _file(self._corpus, slug).name
        faults = lint(self._corpus, today=today, instead={name: text}).faults
        return tuple(sorted(faults, key=lambda fault: fault.file != name and Path(fault.file).stem != slug))

    def keep(self, slug: str, text: str) -> Path:
        """Writes a draft, over an earlier one of the same slug; returns the file.

        Raises:
            UsageError: It is too long, or cannot be written.
        """
        file = _file(self.folder, slug)
        _write(file, text)
        return file

    def remove(self, slug: str) -> None:
        """Removes a draft.

        Raises:
            UsageError: There is none, or it cannot be removed.
        """
        try:
            _file(self.folder, slug).unlink()
        except FileNotFoundError as error:
            raise UsageError(f"There is no draft {slug!r} (any more). Look at the list again.") from error
        except OSError as error:
            raise UsageError(f"The draft {slug!r} cannot be removed ({error.strerror}). Check its rights.") from error

    def save(self, slug: str, text: str, *, shown: str) -> Path:
        """Saves a text as the page, and removes the draft of the same slug; returns the file.

        Args:
            slug: Of the page.
            text: The whole page.
            shown: ``state`` of the page when the editor opened it; "" when there was none.

        Raises:
            PageError: The text cannot be read as a page; what keeps it from being published otherwise may be saved.
            UsageError: The page has changed since, or the text is too long or cannot be written.
        """
        file = _file(self._corpus, slug)
        parse_page(text, file.name)
        if self.state(slug) != shown:
            raise UsageError(
                f"The page {slug!r} has changed since you opened it. Keep your text as a draft, open the page again, "
                "and bring your changes over."
                if shown
                else f"There is a page {slug!r} already, and it stays as it is. Open the page to see what it says."
            )
        _write(file, text)
        (self.folder / file.name).unlink(missing_ok=True)
        return file


def _file(folder: Path, slug: str) -> Path:
    """The file of a slug; a name that is none leads to no other folder."""
    if not _SLUG.fullmatch(slug) or len(slug) > 80:
        raise UsageError(f"{slug[:80]!r} is no name of a page; expected small letters, digits and hyphens.")
    return folder / f"{slug}.md"


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except FileNotFoundError as error:
        raise UsageError(
            f"There is no {file.name} in {file.parent.name} (any more). Look at the list again."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise UsageError(f"{file.name} cannot be read ({reason}).") from error


def _write(file: Path, text: str) -> None:
    """Whole or not at all."""
    if len(text) > LONGEST:
        raise UsageError(f"The text has {len(text):,} characters; expected at most {LONGEST:,}. Shorten it.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text)
    except OSError as error:
        raise UsageError(f"{file.name} cannot be written to {file.parent.name} ({error.strerror}).") from error
