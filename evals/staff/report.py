"""A run → a report to keep: one HTML file that needs nothing else and prints well, or CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.cases import Case
from evals.results import Run
from evals.staff import plots, words
from evals.staff.reasons import reasons, short_reason
from evals.staff.views import Column, expected, kinds_table, scores_table, share, table_html, templates

_STYLE = Path(__file__).parent / "static" / "report.css"
COLUMNS = (
    *("id", "kind", "topic", "page", "passed", "fails_by", "outcome", "expected_outcome", "recheck"),
    *("question", "earlier_questions", "expected_facts", "reply", "cited", "case_file"),
)


def report_html(
    run: Run,
    summary: Mapping[str, Any],
    *,
    short: Sequence[str],
    cases: Mapping[str, Case],
    places: Mapping[str, str],
) -> str:
    """The report of a run: sums, what falls short, and every failing case with its reply.

    Args:
        run: The run.
        summary: Its sums.
        short: What falls short at the gate.
        cases: The cases as they stand, by id.
        places: File and line of each, by id.
    """
    pages = [Column(words.PAGE), Column(words.HEALTH_SHARE, number=True), Column(words.HEALTH_FAILING, number=True)]
    health = [[page, share(row["mean"]), str(row["cases"] - row["passed"])] for page, row in plots.health_rows(summary)]
    failing = [
        (
            result,
            reasons(result, cases.get(result.id)),
            expected(cases[result.id]) if result.id in cases else [],
            places.get(result.id, ""),
        )
        for result in run.results
        if not result.passed
    ]
    return (
        templates()
        .get_template("report.html")
        .render(
            words=words,
            title=words.REPORT_TITLE.format(made=plots.moment(run.made)),
            made=words.REPORT_MADE.format(cases=len(run.results), corpus=run.corpus, commit=run.commit),
            style=_STYLE.read_text("utf-8"),
            summary=summary,
            gate=words.GATE_SHUT.format(count=len(short)) if short else words.GATE_OPEN,
            short=short,
            kinds=kinds_table(summary),
            pages=table_html(words.HEALTH_TITLE, pages, health) if health else "",
            scores=scores_table(summary),
            failing=failing,
        )
    )


def report_csv(run: Run, *, cases: Mapping[str, Case], places: Mapping[str, str]) -> str:
    """One line a case, with a heading line; text that a spreadsheet would take for a formula gets a "'" before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for result in run.results:
        case = cases.get(result.id)
        row = [
            result.id,
            result.kind,
            case.topic if case else "",
            result.page,
            "yes" if result.passed else "no",
            short_reason(result),
            result.outcome,
            " | ".join(case.outcome) if case else "",
            " | ".join(result.recheck),
            result.turns[-1],
            " | ".join(result.turns[:-1]),
            " | ".join(case.facts) if case else "",
            "\n".join([result.text, *result.rows]),
            " | ".join(f"{each.page}#{each.unit}" for each in result.cited),
            places.get(result.id, ""),
        ]
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """OWASP, "CSV Injection": a cell that begins like a formula is run by spreadsheets."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
