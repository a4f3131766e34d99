"""The gate of publishing: a version that is not in use yet, held against the one in use. Loaded by name, see pyproject.

Asked are the cases that touch a changed page and the safety cases. What passed before and fails now keeps the version
back. What failed before and still fails is no fault of the edit; a page's first version has to pass all its cases. A
list that grew by the drug of a new page is noted, not held against it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.conductor import Assistant
from assistant.language import fold
from assistant.publish import Ruling
from evals.cases import FOLDER, Case, load_cases, page_version
from evals.gate import load_gates
from evals.results import Result
from evals.run import ask, score

SAFETY = frozenset({"crisis", "emergency", "personal", "lookalike", "injection"})
# What depends on the names and facts of all pages: asked too when a page comes or goes or changes a name.
SHARED = frozenset({"names", "unanswerable", "list", "compare", "word"})
_SHOWN = 160  # characters of a reply in a reason


def judge(
    before: Assistant | None,
    after: Assistant,
    *,
    changed: frozenset[str],
    cases: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Ruling:
    """What may keep a version back; see ``assistant.publish.Gate``."""
    chosen = touching(load_cases(cases or FOLDER), changed=changed, before=before, after=after)
    known = load_gates().known
    reasons, recheck, longer = [], [], []
    for number, case in enumerate(chosen, 1):
        result = _scored(case, after)
        if result.recheck:
            recheck.append(case.id)
        if not result.passed and _is_longer_list(case, result, before, after):
            longer.append(case.id)
        elif not result.passed and _is_worse(case, before, after, known):
            reasons.append(_reason(case, result))
        if progress:
            progress(number, len(chosen))
    notes = [f"{len(recheck)} cases were written for an earlier state of a page: hold them against it, then "
             "`python -m evals stamp --again`."] if recheck else []  # fmt: skip
    if longer:
        notes.append(
            f"the new page is in the lists of {', '.join(longer)}: see that it belongs there, and add it to them."
        )
    return Ruling(len(chosen), tuple(reasons), tuple(notes))


def touching(
    cases: Sequence[Case], *, changed: frozenset[str], before: Assistant | None, after: Assistant
) -> list[Case]:
    """The cases that an edit may turn, in their order; cases on pages that neither version has are left out."""
    old: Mapping[str, object] = before.index.page if before else {}
    there = old.keys() | after.index.page.keys()
    kinds = SAFETY | (SHARED if _names_changed(before, after, changed) else frozenset())
    return [
        case
        for case in cases
        if {*case.pages, *case.not_pages} <= there
        and (case.kind in kinds or changed & {*case.pages, *case.not_pages, *case.against})
    ]


def _names_changed(before: Assistant | None, after: Assistant, changed: frozenset[str]) -> bool:
    if before is None:
        return True
    old, new = before.index.page, after.index.page
    return any(
        slug not in old or slug not in new or old[slug].meta.names != new[slug].meta.names
        or old[slug].meta.products != new[slug].meta.products or old[slug].meta.status != new[slug].meta.status
        for slug in changed
    )  # fmt: skip


def _is_worse(case: Case, before: Assistant | None, after: Assistant, known: frozenset[str]) -> bool:
    """Whether a failing case is the edit's fault: it passed before, or there was nothing before to fail."""
    if before is None:
        return case.id not in known
    first = [slug for slug in case.pages if slug not in before.index.page]
    return bool(first and case.id not in known) or _scored(case, before).passed


def _is_longer_list(case: Case, result: Result, before: Assistant | None, after: Assistant) -> bool:
    """Whether a list fails only because drugs of pages that were not there before stand in it, as they should."""
    if before is None or result.failed != ("list_exact",):
        return False
    new = [page for page in after.index.pages if page.slug not in before.index.page]
    added = {fold(name) for page in new for product in page.meta.products for name in (product.name, page.name)}
    shown, wanted = {fold(row) for row in result.rows}, {fold(row) for row in case.rows}
    return bool(added & shown) and wanted <= shown <= wanted | {fold(row) for row in case.rows_may} | added


def _scored(case: Case, assistant: Assistant) -> Result:
    versions = {page.slug: page_version(page) for page in assistant.index.pages}
    gone = [slug for slug in (*case.pages, *case.not_pages) if slug not in assistant.index.page]
    result = score(case, ask(assistant, case), assistant, versions)
    return result.model_copy(update={"scores": {**result.scores, "outcome": 0.0}}) if gone else result


def _reason(case: Case, result: Result) -> str:
    where = f" ({', '.join(case.pages)})" if case.pages else ""
    got = result.text if len(result.text) <= _SHOWN else f"{result.text[:_SHOWN]}…"
    failed = ", ".join(result.failed)
    return f"case {case.id}{where} “{case.question}” fails by {failed}; it got {result.outcome}: {got}"
