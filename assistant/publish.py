"""Corpus → a version in use, or reasons why not: lint → a version beside the current one → evals → swap or hold.

The evals import the assistant, never the reverse: a gate is found by name among the entry points of the installed
packages (group ``assistant.gates``). Whatever happens, the version in use is the old one or the new one, whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from assistant.conductor import Assistant
from assistant.embedder import Embedder
from assistant.errors import IndexVersionError, UsageError
from assistant.index import Index, alone, current_version, discard, open_current, prepare
from assistant.lint import lint
from assistant.phrasings import FOLDER as PHRASINGS
from assistant.settings import Settings
from assistant.versions import changes_between, put_in_use_and_record

GROUP = "assistant.gates"
Progress = Callable[[str, int, int], None]  # what is done, steps so far, steps in all


@dataclass(frozen=True)
class Ruling:
    """What a gate says of a version.

    Attributes:
        asked: Cases that were asked.
        reasons: What keeps the version back, one line each; empty when it may be put in use.
        notes: What an editor may want to know besides, one line each.
    """

    asked: int
    reasons: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Gate(Protocol):
    """Asks a version that is not in use yet, and the one in use.

    Args:
        before: Over the version in use; None when there is none that can be opened.
        after: Over the version that is to be published.
        changed: Slugs of the pages that were changed, added or removed.
        cases: Folder of cases; None for those that come with the gate.
        progress: Called with cases asked so far and cases to ask.
    """

    def __call__(
        self,
        before: Assistant | None,
        after: Assistant,
        *,
        changed: frozenset[str],
        cases: Path | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Ruling: ...


@dataclass(frozen=True)
class Publication:
    """What came of publishing.

    Attributes:
        version: The version in use afterwards, or "" when there is none.
        published: Whether it was put in use now.
        reasons: Why not, one line each; empty also when there was nothing to publish.
        changed: Slugs of the pages that differ from the version in use before.
        changes: What differs, in words.
        asked: Cases that the gate asked.
        notes: What the gate noted besides.
    """

    version: str
    published: bool
    reasons: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    asked: int = 0
    notes: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        """What came of it, in a few words without any text of a page."""
        if self.reasons:
            return f"held back, {len(self.reasons)} reasons"
        return f"in use, {self.asked} cases asked" if self.published else "nothing changed"


def find_gates() -> list[Gate]:
    """The gates of the installed packages, in order of name; may be empty.

    Raises:
        UsageError: One is named and cannot be loaded: a check is never switched off by a package that is broken.
    """
    found: list[Gate] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            found.append(point.load())
        except Exception as error:
            raise UsageError(
                f"The gate '{point.name}' cannot be loaded ({type(error).__name__}). Install it again, or publish with "
                "--without-evals."
            ) from error
    return found


def publish(
    settings: Settings,
    embedder: Embedder,
    *,
    gates: list[Gate],
    today: date,
    cases: Path | None = None,
    progress: Progress | None = None,
) -> Publication:
    """Publishes the corpus, or says why not. Waits while another publication is under way.

    Args:
        settings: Where the corpus and the index stand.
        embedder: What embeds new text.
        gates: Each has to let the version through; none are asked when empty.
        today: The day against which dates on the pages are held.
        cases: Folder of cases for the gates; None for their own.
        progress: Told how far it is.

    Raises:
        PageError: A page changed while it ran, and is not sound.
        IndexVersionError: The version could not be built or put in use; the version in use stays.
    """
    index = settings.index
    step = progress or (lambda what, done, of: None)
    faults = lint(settings.corpus, today=today).faults
    if faults:
        return Publication(current_version(index) or "", published=False, reasons=tuple(map(str, faults)))
    with alone(index):
        built = prepare(
            settings.corpus,
            index,
            embedder,
            server=settings.chroma_url,
            progress=lambda done, of: step("Embedding", done, of),
        )
        name, current = built.folder.name, current_version(index) or ""
        if name == current:
            return Publication(current, published=False)
        try:
            before = _opened(index, embedder, settings.chroma_url)
            after = Assistant(Index(built.folder, embedder, server=settings.chroma_url))
            changed = _changed(before.index if before else None, after.index)
            rulings = [
                gate(before, after, changed=changed, cases=cases, progress=lambda done, of: step("Asking", done, of))
                for gate in gates
            ]
        except BaseException:
            discard(index, name)
            raise
        asked = sum(ruling.asked for ruling in rulings)
        notes = tuple(note for ruling in rulings for note in ruling.notes)
        if reasons := tuple(reason for ruling in rulings for reason in ruling.reasons):
            changes = changes_between(index, current, name)
            discard(index, name)
            return Publication(current, False, reasons, tuple(sorted(changed)), changes, asked, notes)
        used = put_in_use_and_record(index, name, how="published" if gates else "published without evals")
        return Publication(name, True, (), tuple(sorted(changed)), used.changes, asked, notes)


def _opened(index: Path, embedder: Embedder, server: str) -> Assistant | None:
    try:
        return Assistant(open_current(index, embedder, server=server))
    except IndexVersionError:
        return None


def _changed(before: Index | None, after: Index) -> frozenset[str]:
    """Pages whose text or whose ways of asking differ, or that stand in one version alone."""
    if before is None:
        return frozenset(after.page)
    old, new = before.manifest.pages, after.manifest.pages
    slugs = {slug for slug in old.keys() | new.keys() if old.get(slug) != new.get(slug)}
    for slug in old.keys() & new.keys():
        asked = [_read(version.folder / "corpus" / PHRASINGS / f"{slug}.yaml") for version in (before, after)]
        if asked[0] != asked[1]:
            slugs.add(slug)
    return frozenset(slugs)


def _read(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""
