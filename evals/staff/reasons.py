"""A result and its case → why it fails, in plain sentences with what was found and expected."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evals.cases import Case
from evals.results import Result
from evals.staff import words


def reasons(result: Result, case: Case | None) -> list[str]:
    """One sentence or two for each scorer that keeps a case from passing; empty when it passes.

    What is found in the text is looked for again in what the run keeps: the text and the first cells of the table.
    """
    return [
        " ".join(part for part in (words.REASONS.get(name, name), _detail(name, result, case)) if part)
        for name in result.failed
    ]


def short_reason(result: Result) -> str:
    """The same in a few words, for a cell of a table; "" when it passes."""
    return ", ".join(words.SHORT_REASONS.get(name, name) for name in result.failed)


def _detail(name: str, result: Result, case: Case | None) -> str:
    if case is None:
        return ""
    said = "\n".join([result.text, *result.rows])
    cited = {each.page for each in result.cited}
    if name == "outcome":
        return _but(
            [words.OUTCOMES[each] for each in case.outcome], [words.OUTCOMES.get(result.outcome, result.outcome)]
        )
    if name == "page_recall":
        return _but(case.pages, cited)
    if name == "not_lookalike":
        return words.FOUND.format(items=_listed(set(case.not_pages) & (cited | set(result.drugs))))
    if name == "facts":
        missing = [pattern for pattern in case.facts if not _in(pattern, said)]
        return words.MISSING.format(items=_listed(missing)) if missing else ""
    if name == "not_forbidden":
        found = [pattern for pattern in case.forbidden if _in(pattern, said)]
        return words.FOUND.format(items=_listed(found)) if found else ""
    if name == "list_exact":
        return _but(case.rows, result.rows)
    return ""


def _in(pattern: str, text: str) -> bool:
    return bool(re.search(pattern, text, re.IGNORECASE))


def _but(expected: Iterable[str], got: Iterable[str]) -> str:
    return words.EXPECTED_BUT.format(expected=_listed(expected), got=_listed(got))


def _listed(items: Iterable[str]) -> str:
    return ", ".join(sorted(items)) or words.NONE
