"""evals/cases/*.jsonl → Cases: reviewed questions with what a good reply holds. No code decides what is right."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import UsageError
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
    note: str = ""


def load_cases(folder: Path = FOLDER, *, kinds: Iterable[str] = (), pages: Iterable[str] = ()) -> list[Case]:
    """Cases of a folder in order of file and line, of the kinds and pages asked for (all when empty).

    Raises:
        UsageError: A line is no case, or an id stands twice.
    """
    found: dict[str, Case] = {}
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            case = _case(file.name, number, line)
            if case.id in found:
                raise UsageError(f"{file.name}:{number}: id '{case.id}' stands twice; expected unique ids. Rename it.")
            found[case.id] = case
    kinds, pages = set(kinds), set(pages)
    return [
        case for case in found.values() if (not kinds or case.kind in kinds) and (not pages or pages & set(case.pages))
    ]


def _case(file: str, number: int, line: str) -> Case:
    try:
        return Case.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{file}:{number}: {where}: {first['msg']}. Mend the case.") from error
    except ValueError as error:
        raise UsageError(f"{file}:{number}: not JSON ({error}). Mend the line.") from error
