"""Index folder ↔ its past and its switch: which versions were in use, what changed in words, going back, off and on.

    <index>/history.jsonl   one line each time a version was put in use, oldest first
    <index>/off             there while the service is switched off; holds the text that people see

No line holds what a person typed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant import wording
from assistant.errors import IndexVersionError, PageError, UsageError
from assistant.index import current_version, kept_versions, put_in_use
from assistant.pages import Page, load_pages
from assistant.whole import write_whole

LINES = 500  # of the history that are kept
LONGEST_NOTICE = 1000  # characters of the text while switched off


@dataclass(frozen=True)
class Used:
    """A version that was put in use.

    Attributes:
        version: Its name.
        when: UTC, ISO 8601.
        how: "published", "published without evals", "indexed" or "rolled back".
        changes: What changed in words, from the version in use before.
        before: That version, or "".
    """

    version: str
    when: str
    how: str
    changes: tuple[str, ...] = ()
    before: str = ""


@dataclass(frozen=True)
class Kept:
    """A version that can be put in use again, with the last time it was."""

    version: str
    built: str
    pages: int
    in_use: bool
    used: Used | None


def history(index: Path) -> list[Kept]:
    """The versions that are kept, newest first."""
    used = {each.version: each for each in _lines(index)}
    current = current_version(index)
    return [
        Kept(name, manifest.created, len(manifest.pages), name == current, used.get(name))
        for name, manifest in kept_versions(index)
    ]


def put_in_use_and_record(index: Path, version: str, *, how: str) -> Used:
    """Puts a version in use and notes it, with what it changes.

    Raises:
        IndexVersionError: The version cannot be used; the one in use stays.
    """
    before = current_version(index) or ""
    changes = changes_between(index, before, version)
    put_in_use(index, version)
    return record(index, Used(version, datetime.now(UTC).isoformat(timespec="seconds"), how, changes, before))


def record(index: Path, used: Used) -> Used:
    """Notes that a version was put in use. The version is in use also when the note fails."""
    lines = [*_lines(index), used][-LINES:]
    with suppress(OSError):
        write_whole(
            index / "history.jsonl", "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in lines)
        )
    return used


def record_indexed(index: Path, before: str) -> None:
    """Notes that the version in use was built and put in use without a gate; nothing when it was in use before."""
    version = current_version(index) or ""
    if version != before:
        when = datetime.now(UTC).isoformat(timespec="seconds")
        record(index, Used(version, when, "indexed", changes_between(index, before, version), before))


def roll_back(index: Path, version: str = "") -> Used:
    """Puts an earlier version in use: the one named, else the one that was in use before.

    Raises:
        IndexVersionError: There is no such version, or it is damaged; the version in use stays.
    """
    return put_in_use_and_record(index, version or _previous(index), how="rolled back")


def _previous(index: Path) -> str:
    """The version that was in use before the current one was first put in use."""
    current = current_version(index)
    kept = [name for name, _ in kept_versions(index) if name != current]
    wanted = next((each.before for each in _lines(index) if each.version == current and each.how != "rolled back"), "")
    if wanted in kept:
        return wanted
    if not kept:
        raise IndexVersionError("There is no earlier version to go back to.")
    return kept[0]


def _lines(index: Path) -> list[Used]:
    found: list[Used] = []
    try:
        lines = (index / "history.jsonl").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    for line in lines:
        with suppress(ValueError, TypeError):
            fields = json.loads(line)
            found.append(Used(**{**fields, "changes": tuple(fields["changes"])}))
    return found


# --- what changed in words -------------------------------------------------------------------------------------


def changes_between(index: Path, before: str, after: str) -> tuple[str, ...]:
    """What a version says differently from another, one line a change, in order of page; empty when it cannot tell."""
    try:
        old, new = (load_pages(index / "versions" / name / "corpus") for name in (before, after))
    except PageError:
        return ()
    return tuple(_changes({page.slug: page for page in old}, {page.slug: page for page in new}))


def unpublished(index: Path, corpus: Path) -> tuple[str, ...]:
    """What a corpus says differently from the version in use, one line a change; empty when it cannot tell."""
    try:
        old = load_pages(index / "versions" / (current_version(index) or "") / "corpus")
        new = load_pages(corpus)
    except PageError:
        return ()
    return tuple(_changes({page.slug: page for page in old}, {page.slug: page for page in new}))


def _changes(old: Mapping[str, Page], new: Mapping[str, Page]) -> Iterator[str]:
    for slug in sorted(old.keys() | new.keys()):
        if slug not in old:
            yield f"{slug}: new page, “{new[slug].title}”"
        elif slug not in new:
            yield f"{slug}: page gone"
        elif old[slug].text != new[slug].text:
            yield from (f"{slug}: {change}" for change in page_changes(old[slug], new[slug]))


def page_changes(old: Page, new: Page) -> Iterator[str]:
    """What a page says differently from an earlier state of it, one line a change."""
    for name in dict.fromkeys([*old.units, *new.units]):
        before, after = old.units.get(name), new.units.get(name)
        if before is None and after is not None:
            yield f"added ({name}) “{after.plain}”"
        elif after is None and before is not None:
            yield f"removed ({name}) “{before.plain}”"
        elif before and after and before.plain != after.plain:
            yield f"({name}) “{before.plain}” is now “{after.plain}”"
    facts = [field for field in type(new.meta).model_fields if getattr(old.meta, field) != getattr(new.meta, field)]
    if facts:
        yield f"typed facts changed: {', '.join(facts)}"


# --- off and on ------------------------------------------------------------------------------------------------


def switch_off(index: Path, text: str = "") -> str:
    """Switches the service off: everyone sees a fixed text; returns it.

    Raises:
        UsageError: The text is too long, or cannot be written.
    """
    text = " ".join(text.split()) or wording.SWITCHED_OFF
    if len(text) > LONGEST_NOTICE:
        raise UsageError(f"The text has {len(text):,} characters; expected at most {LONGEST_NOTICE:,}. Shorten it.")
    try:
        index.mkdir(parents=True, exist_ok=True)
        write_whole(index / "off", text + "\n")
    except OSError as error:
        raise UsageError(f"{index} cannot be written ({error.strerror}). Check its rights.") from error
    return text


def switch_on(index: Path) -> bool:
    """Switches the service on again; returns whether it was off.

    Raises:
        UsageError: The switch cannot be removed.
    """
    try:
        (index / "off").unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise UsageError(f"{index / 'off'} cannot be removed ({error.strerror}). Check its rights.") from error
    return True


def off_text(index: Path) -> str | None:
    """The text that people see while the service is switched off; None while it is on.

    A switch that is there but cannot be read counts as off.
    """
    file = index / "off"
    if not os.path.lexists(file):
        return None
    try:
        return file.read_text("utf-8").strip() or wording.SWITCHED_OFF
    except FileNotFoundError:
        return None  # switched on meanwhile
    except (OSError, UnicodeDecodeError):
        return wording.SWITCHED_OFF
