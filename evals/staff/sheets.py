"""The work on pages → HTML: one whole page a part, made of plain forms, everything escaped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.actions import Action
from assistant.gaps import Gap
from assistant.intake import DraftPage
from assistant.lint import Findings
from assistant.pages import HEADINGS
from evals.health import PageHealth
from evals.staff import words
from evals.staff.curation import Editing, Reported, Standing
from evals.staff.plots import moment
from evals.staff.publishing import Publishing
from evals.staff.views import Cells, Column, Link, table_html, whole_page

MOST_CHANGES = 20  # of one version
PARTS = (
    (words.HEALTH, "/staff/health"),
    (words.IMPORT, "/staff/import"),
    (words.CHECK, "/staff/check"),
    (words.GAPS, "/staff/gaps"),
    (words.PUBLISH, "/staff/publish"),
    (words.ANSWERS, "/staff/"),
)


def health_sheet(rows: Sequence[PageHealth], made: str, **notes: str) -> str:
    """How each page stands, with the run (ISO 8601, or "") that the counts come from."""
    columns = [Column(words.PAGE), Column(words.CHECKED_TO), Column(words.REVIEW_DUE), Column(words.REVIEWED)]
    columns += [Column(words.FINDINGS, number=True), Column(words.CASES_PASS, number=True)]
    columns += [Column(words.REFUSED, number=True), Column(words.CITED, number=True)]
    cells: Cells = [
        [
            Link(row.page, f"/staff/edit?page={row.page}"),
            row.checked_to or words.UNREADABLE,
            words.OVERDUE.format(day=row.review_due) if row.overdue else row.review_due or "–",
            row.reviewed or words.NOT_REVIEWED,
            str(row.findings),
            words.SOME_OF.format(passed=row.passed, cases=row.cases) if row.cases else "–",
            str(row.refused) if row.cases else "–",
            str(row.cited) if made else "–",
        ]
        for row in rows
    ]
    table = table_html(words.PAGES_CAPTION.format(count=len(rows)), columns, cells)
    return _sheet("health.html", words.HEALTH, made=moment(made) if made else "", table=table, **notes)


def import_sheet(
    drafts: Sequence[str], *, draft: DraftPage | None = None, address: str = "", pasted: str = "", **notes: str
) -> str:
    """The form of the import, what came of it, and the drafts; what was typed stays when it failed."""
    return _sheet(
        "import.html", words.IMPORT, drafts=drafts, draft=draft, groups=_by_kind(draft), address=address,
        pasted=pasted, **notes,
    )  # fmt: skip


def _by_kind(draft: DraftPage | None) -> list[tuple[str, list[Any]]]:
    """Differences by their sort, those first that matter most."""
    found = draft.differences if draft else ()
    kinds = dict.fromkeys(each.kind for each in found)
    return [(words.KINDS[kind], [each for each in found if each.kind == kind]) for kind in kinds]


def edit_sheet(editing: Editing, *, of_draft: bool, **notes: str) -> str:
    """A text in a box, with what the check finds and what changes on the page."""
    title = words.EDIT_TITLE.format(slug=editing.slug)
    return _sheet("edit.html", title, editing=editing, of_draft=of_draft, **notes)


def check_sheet(found: Findings, **notes: str) -> str:
    """Every finding on the corpus, by file."""
    sound = sum(not page.is_background for page in found.pages)
    return _sheet("check.html", words.CHECK, faults=found.faults, sound=sound, **notes)


def gaps_sheet(
    gaps: Sequence[Gap] | None,
    reports: tuple[Sequence[Reported], int] | None,
    *,
    gaps_days: int,
    reports_days: int,
    **notes: str,
) -> str:
    """What people asked in vain, as counts, and the answers that they reported."""
    return _sheet(
        "gaps.html",
        words.GAPS,
        gaps=None if gaps is None else _gaps_table(gaps, gaps_days),
        reports=None if reports is None else reports[0],
        total=reports[1] if reports else 0,
        days=reports_days,
        **notes,
    )


def _gaps_table(gaps: Sequence[Gap], days: int) -> str:
    if not gaps:
        return words.NO_GAPS.format(days=days)
    headings = {heading.key: heading.text for heading in HEADINGS}
    columns = [Column(words.DRUG), Column(words.SECTION), Column(words.UNANSWERED, number=True)]
    columns += [Column(words.IN_PART, number=True), Column(words.NOT_HELPED, number=True)]
    cells: Cells = [
        [
            Link(gap.drug, f"/staff/edit?page={gap.drug}") if gap.drug else words.NO_DRUG,
            headings.get(gap.section, gap.section) or words.NO_SECTION,
            *map(str, (gap.unanswered, gap.partial, gap.not_helped)),
        ]
        for gap in gaps
    ]
    return table_html(words.GAPS_CAPTION.format(days=days), columns, cells)


def publish_sheet(standing: Standing, **notes: str) -> str:
    """What is published and what would be, the versions, the switch, and what was done."""
    return _sheet(
        "publish.html",
        words.PUBLISH,
        progress=standing.progress,
        line=publishing_line(standing.progress),
        standing=standing,
        most=MOST_CHANGES,
        actions=_actions_table(standing.actions),
        **notes,
    )


def publishing_line(progress: Publishing) -> str:
    """How far the publication is, or what came of it, in words."""
    found = progress.found
    return words.PUBLISH_STATES[progress.state].format(
        version=found.version or words.NONE if found else "",
        asked=found.asked if found else 0,
        count=len(found.reasons) if found else 0,
    )


def _actions_table(actions: Sequence[Action]) -> str:
    if not actions:
        return words.NO_ACTIONS
    names = (words.WHEN_DONE, words.WHO_DID, words.WHAT_DONE, words.ABOUT_WHAT, words.WHAT_CAME)
    cells: Cells = [[moment(each.when), each.who, each.what, each.about or "–", each.outcome] for each in actions]
    return table_html(words.ACTIONS_CAPTION.format(count=len(actions)), [Column(name) for name in names], cells)


def _sheet(template: str, title: str, *, told: str = "", error: str = "", **values: Any) -> str:
    here = dict(PARTS).get(title, "")
    return whole_page(
        template, title=title, parts=PARTS, here=here, told=words.TOLD.get(told, ""), error=error, **values
    )
