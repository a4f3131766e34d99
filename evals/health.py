"""Findings on the pages and a run of the evals → how each page stands: dates, findings, how often cited and refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant.lint import Findings
from assistant.pages import Page
from evals.results import Run

REFUSED = "not_in_pages"


@dataclass(frozen=True)
class PageHealth:
    """How one page stands.

    Attributes:
        page: Its slug.
        title: Its title; "" when the file cannot be read as a page.
        checked_to: How far its sources reach, as on the page.
        review_due: The day by which it must be checked again (YYYY-MM-DD).
        overdue: Whether that day has passed.
        reviewed: Who reviewed it and when, or "".
        findings: What ``check`` finds on it.
        cases: Cases of the run that expect it first.
        passed: Those of them that pass.
        refused: Those of them that were answered "the pages do not say".
        cited: Replies of the whole run that cite it.
    """

    page: str
    title: str = ""
    checked_to: str = ""
    review_due: str = ""
    overdue: bool = False
    reviewed: str = ""
    findings: int = 0
    cases: int = 0
    passed: int = 0
    refused: int = 0
    cited: int = 0


def page_health(found: Findings, run: Run | None, *, today: date) -> list[PageHealth]:
    """How each page stands: those with findings or past their day first, then those with most failing cases.

    Args:
        found: The findings on the corpus, with the pages that could be read.
        run: A run, or None: then nothing is cited or refused.
        today: The day against which review dates are held.
    """
    findings = Counter(Path(fault.file).stem for fault in found.faults if fault.file.endswith(".md"))
    results = run.results if run else ()
    cited = Counter(page for result in results for page in {each.page for each in result.cited})
    pages = {page.slug: page for page in found.pages}
    rows: list[PageHealth] = []
    for slug in pages.keys() | findings.keys():
        own = [result for result in results if result.page == slug]
        rows.append(
            PageHealth(
                page=slug,
                findings=findings[slug],
                cases=len(own),
                passed=sum(result.passed for result in own),
                refused=sum(result.outcome == REFUSED for result in own),
                cited=cited[slug],
            )
        )
        if slug in pages:
            rows[-1] = _dated(rows[-1], pages[slug], today)
    return sorted(rows, key=lambda row: (not (row.findings or row.overdue), row.passed - row.cases, row.page))


def newest_whole(names: Sequence[tuple[str, int]]) -> str:
    """Name of the newest run that asked about as many cases as the largest; "" when there is none.

    Args:
        names: Names of runs with how many cases they asked, newest first.
    """
    most = max((cases for _, cases in names), default=0)
    return next((name for name, cases in names if cases >= 0.9 * most), "")


def _dated(row: PageHealth, page: Page, today: date) -> PageHealth:
    meta = page.meta
    due = str(meta.review_due)
    return replace(
        row,
        title=page.title,
        checked_to=str(meta.checked_to),
        review_due=due,
        overdue=due < today.isoformat(),
        reviewed=f"{meta.review.by}, {meta.review.date}" if meta.review else "",
    )
