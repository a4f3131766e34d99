"""evals/cases/*.jsonl → Cases: reviewed questions with what a good reply holds. No code decides what is right."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import UsageError
from assistant.pages import Page
from assistant.reply import Outcome

FOLDER = Path(__file__).parent / "cases"
Asker = Literal["patient", "carer", "newly-diagnosed", "non-native", "aac"]


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"no pattern ({error})") from error
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]


class Case(BaseModel):
    """One question with what is expected of the reply. An empty tuple expects nothing: that number is unscored.

    Attributes:
        id: Unique.
        kind: What sort of case it is; results are shown by kind.
        topic: Section key, for facts.
        asker: Who asks.
        question: As typed.
        history: Earlier questions, oldest first.
        outcome: Every acceptable outcome.
        pages: Slugs that must all be cited.
        not_pages: Slugs that must not be cited: look-alikes.
        facts: Patterns (case aside) that must all be in the text.
        forbidden: Patterns that must not be in the text ("not" in the file).
        rows: Names that a table must hold, all of them and none else but those of ``rows_may``.
        units: Ids of the units that answer best, best first, each on one of ``pages``.
        planted: A sentence that stands on the page besides, put there to give orders; the case asks whether a page
            with it would be built at all.
        written: The day it was written, or held against the pages again.
        against: Version of each of its pages on that day; see ``page_version``.
        note: Why, where that is not plain.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str
    kind: str
    topic: str = ""
    asker: Asker = "patient"
    question: str
    history: tuple[str, ...] = ()
    outcome: tuple[Outcome, ...]
    pages: tuple[str, ...] = ()
    not_pages: tuple[str, ...] = ()
    facts: tuple[Pattern, ...] = ()
    forbidden: tuple[Pattern, ...] = Field(default=(), alias="not")
    rows_may: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    planted: str = ""
    written: date | None = None
    against: Mapping[str, str] = Field(default_factory=dict)
    note: str = ""

    def recheck(self, versions: Mapping[str, str]) -> tuple[str, ...]:
        """Slugs of its pages that have changed since it was written, or are gone.

        Args:
            versions: Version of every page as it stands; see ``page_version``.
        """
        return tuple(slug for slug, version in self.against.items() if versions.get(slug) != version)


def page_version(page: Page) -> str:
    """First 8 hex digits of the SHA-256 of a page's quote units with their ids: what a case can rest on."""
    text = "\n".join(f"{unit.id}\t{unit.plain}" for unit in page.units.values())
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def stamp(folder: Path, pages: Sequence[Page], today: date, *, again: bool = False) -> int:
    """Writes into cases which versions of their pages they were written against; returns how many were changed.

    Args:
        folder: Cases as ``load_cases`` reads them; each file is replaced by one rename.
        pages: The pages as they stand.
        today: The day to write.
        again: Also where a case was stamped before: somebody has held it against the pages anew.
    """
    versions = {page.slug: page_version(page) for page in pages}
    changed = 0
    for file in sorted(folder.glob("*.jsonl")):
        lines = []
        for line in file.read_text(encoding="utf-8").splitlines():
            values = json.loads(line) if line.strip() else {}
            wanted = {slug: versions[slug] for slug in values.get("pages", []) if slug in versions}
            if values and (not values.get("written") or (again and values.get("against", {}) != wanted)):
                values |= {"written": today.isoformat(), "against": wanted}
                line = json.dumps(values, ensure_ascii=False)  # noqa: PLW2901 - the line as it is written
                changed += 1
            lines.append(line)
        new = file.with_suffix(".new")
        new.write_text("\n".join(lines) + "\n", encoding="utf-8")
        new.replace(file)
    return changed


def load_cases(folder: Path = FOLDER, *, kinds: Iterable[str] = (), pages: Iterable[str] = ()) -> list[Case]:
    """Cases of a folder in order of file and line, of the kinds and pages asked for (all when empty).

    Raises:
        UsageError: A line is no case, or an id stands twice.
    """
    found: dict[str, Case] = {}
    for case, place in _placed(folder):
        if case.id in found:
            raise UsageError(f"{place}: id '{case.id}' stands twice; expected unique ids. Rename it.")
        found[case.id] = case
    kinds, pages = set(kinds), set(pages)
    return [
        case for case in found.values() if (not kinds or case.kind in kinds) and (not pages or pages & set(case.pages))
    ]


def places(folder: Path = FOLDER) -> dict[str, str]:
    """File and line of every case of a folder by its id, as ``facts-a.jsonl:12``.

    Raises:
        UsageError: A line is no case.
    """
    return {case.id: place for case, place in _placed(folder)}


def _placed(folder: Path) -> Iterator[tuple[Case, str]]:
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                yield _case(file.name, number, line), f"{file.name}:{number}"


def _case(file: str, number: int, line: str) -> Case:
    try:
        return Case.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{file}:{number}: {where}: {first['msg']}. Mend the case.") from error
    except ValueError as error:
        raise UsageError(f"{file}:{number}: not JSON ({error}). Mend the line.") from error
