"""The error tree: everything that can go wrong on the road, by whose move it is.

    AssistantError
    ├── UsageError        what was asked of a command cannot be done: exit code 2
    │   └── QuestionError a question is empty, too long or not text
    ├── SettingsError     a setting has a value that cannot be used
    ├── PageError         a curated page is not sound; carries one Fault a line
    ├── IntakeError       a document cannot be turned into a draft page
    ├── IndexVersionError        an index version is missing, damaged or from another embedder
    │   └── EmbedderError the embedding model is missing or is not the one expected
    ├── ChromaServerError a Chroma server does not answer, or does not hold what it should
    ├── ModelError        a language model failed to write an answer
    └── StationError      a station of the road failed while answering

A message says what was found, what was expected and what to do. No message carries what a person typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class AssistantError(Exception):
    """Any failure that is ours to explain in one line."""


class UsageError(AssistantError):
    """A command was used in a way that cannot be carried out."""


class QuestionError(UsageError):
    """A question that cannot be answered as typed: empty, too long, or not text."""


class SettingsError(UsageError):
    """A setting whose value cannot be used."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one line of a page.

    Attributes:
        file: Name of the file, relative to the corpus folder.
        line: Line in the file, counted from 1.
        rule: Short name of the rule that was broken.
        found: What stands there.
        expected: What may stand there.
        fix: What the editor should do.
    """

    file: str
    line: int
    rule: str
    found: str
    expected: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: found {self.found}; expected {self.expected}. {self.fix}"


class PageError(AssistantError):
    """A page that is not sound. ``faults`` holds every fault found, at least one."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class IntakeError(UsageError):
    """A document that cannot be read or turned into a draft page."""


class IndexVersionError(AssistantError):
    """An index version that is missing, damaged, or built with another embedder."""

    @staticmethod
    def damaged(version: str, what: str) -> IndexVersionError:
        """Of a version that cannot be used as it stands."""
        return IndexVersionError(
            f"Index version {version} is damaged ({what}). Run `assistant index` to build another."
        )

    @staticmethod
    def unwritable(index: Path, error: OSError) -> IndexVersionError:
        """Of an index folder that takes nothing in."""
        reason = error.strerror or "not all of it was taken"  # numpy counts bytes instead of telling why
        return IndexVersionError(f"The index in {index} could not be written: {reason}. Check space and rights.")


class EmbedderError(IndexVersionError):
    """The embedding model is missing or its weights are not the expected ones."""


class ChromaServerError(AssistantError):
    """A Chroma server that does not answer or holds something else. No new build would mend that."""


class ModelError(AssistantError):
    """A language model gave nothing that can be used. ``reason`` is one of a few fixed words, never what it said."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"The model gave nothing that can be used ({reason}).")


class StationError(AssistantError):
    """A station failed while answering. ``station`` is its name; the cause is chained."""

    def __init__(self, station: str) -> None:
        self.station = station
        super().__init__(f"Station '{station}' failed.")
