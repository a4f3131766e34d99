"""Runs, cases, comparisons, replies → HTML. Everything is escaped by the templates; links are built from ids alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.pages import Page, Section
from assistant.reply import Reply
from evals.cases import Case
from evals.compare import Change, Comparison
from evals.intervals import Mean
from evals.results import Cited, Result, Run
from evals.staff import plots, words
from evals.staff.desk import CaseView
from evals.staff.reasons import reasons, short_reason
from evals.staff.rows import Row
from evals.staff.underway import Progress

MOST_ROWS = 50  # cases of a table at a time
MOST_CHANGES = 100  # of a comparison
MOST_LINES = 12  # of what the gate says
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading, and whether it holds numbers."""

    name: str
    number: bool = False


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere."""

    text: str
    address: str
    new_tab: bool = False
    file: str = ""


Cells = list[list[str | Link]]


# --- the tabs --------------------------------------------------------------------------------------------------


def progress_html(progress: Progress) -> str:
    """How far a run is, as a bar and a line."""
    return _part("progress.html", progress=progress, line=progress_line(progress))


def progress_line(progress: Progress) -> str:
    """How far a run is, in words."""
    return {
        "idle": words.IDLE,
        "running": words.RUNNING.format(done=progress.done, of=progress.of),
        "stopping": words.STOPPING,
        "stopped": words.STOPPED,
        "done": words.DONE.format(passed=progress.passed, cases=progress.cases),
        "failed": words.FAILED.format(kind=progress.kind),
    }[progress.state]


def runs_html(summaries: Mapping[str, Mapping[str, Any]]) -> str:
    """The kept runs with their downloads."""
    if not summaries:
        return note_html(words.NO_RUNS)
    columns = [Column(words.WHEN), Column(words.SHARE, number=True), Column(words.OF_CASES, number=True)]
    columns += [Column(words.PAGES_VERSION), Column(words.CODE), Column(words.REPORT), Column(words.CSV)]
    rows: Cells = [
        [
            plots.moment(found["made"]),
            share(found["pass"]["mean"]),
            f"{found['passed']} of {found['cases']}",
            found["corpus"][:12],
            found["commit"],
            _download(name, "html", words.REPORT),
            _download(name, "csv", words.CSV),
        ]
        for name, found in summaries.items()
    ]
    return table_html(words.RUNS_CAPTION.format(count=len(rows)), columns, rows)


def summary_html(summary: Mapping[str, Any], short: Sequence[str]) -> str:
    """What came out of a run: how many pass, the gate, kinds and scores."""
    return _part(
        "summary.html",
        summary=summary,
        short=list(short[:MOST_LINES]),
        more=max(0, len(short) - MOST_LINES),
        gate=words.GATE_SHUT.format(count=len(short)) if short else words.GATE_OPEN,
        kinds=kinds_table(summary),
        scores=scores_table(summary),
    )


def cases_html(name: str, rows: Sequence[Row], first: int) -> str:
    """Rows of the table of cases, from one on."""
    if not rows:
        return note_html(words.NO_CASES)
    shown = rows[first : first + MOST_ROWS]
    columns = [Column(words.CASE), Column(words.RESULT), Column(words.KIND), Column(words.PAGE)]
    columns += [Column(words.OUTCOME), Column(words.CHANGED), Column(words.QUESTION), Column(words.CASE_FILE)]
    cells: Cells = [
        [
            case_link(name, row.result),
            verdict(row.result),
            row.result.kind,
            row.result.page or "–",
            words.OUTCOMES.get(row.result.outcome, row.result.outcome),
            ", ".join(_changes(row)) or "–",
            _cut(row.result.turns[-1]),
            row.place or words.WHERE_GONE,
        ]
        for row in shown
    ]
    caption = words.CASES_CAPTION.format(first=first + 1, last=first + len(shown), total=len(rows))
    return table_html(caption, columns, cells)


def compare_html(names: tuple[str, str], runs: tuple[Run, Run], found: Comparison, places: Mapping[str, str]) -> str:
    """What differs between two runs: worse first, each case with its file, page and reason."""
    before, after = runs
    line = words.COMPARED.format(
        before=plots.moment(before.made),
        after=plots.moment(after.made),
        worse=len(found.worse),
        better=len(found.better),
        moved=len(found.moved),
    )
    pages = words.OTHER_PAGES.format(before=before.corpus[:12], after=after.corpus[:12])
    tables = [
        _changes_table(caption, names, changes, places)
        for caption, changes in (
            (words.WORSE_CAPTION, found.worse),
            (words.BETTER_CAPTION, found.better),
            (words.MOVED_CAPTION, found.moved),
        )
    ]
    others = words.OTHER_CASES.format(added=len(found.added), gone=len(found.gone)) if found.added or found.gone else ""
    return _part(
        "compare.html",
        line=line,
        pages=words.SAME_PAGES if before.corpus == after.corpus else pages,
        others=others,
        tables=[table for table in tables if table],
        differences=_differences_table(found),
    )


def trend_html(summaries: Sequence[Mapping[str, Any]]) -> str:
    """The numbers of the trend."""
    columns = [Column(words.WHEN), *(Column(name, number=True) for name in words.SERIES.values())]
    rows = [[plots.moment(made), *map(share, numbers.values())] for made, numbers in plots.trend_rows(summaries)]
    return table_html(words.TREND_CAPTION, columns, rows)


def health_html(summary: Mapping[str, Any]) -> str:
    """The numbers of the health of pages."""
    columns = [Column(words.PAGE), Column(words.HEALTH_SHARE, number=True)]
    columns += [Column(words.HEALTH_FAILING, number=True), Column(words.OF_CASES, number=True)]
    rows: Cells = [
        [
            Link(page, f"/pages/{page}", new_tab=True),
            share(row["mean"]),
            str(row["cases"] - row["passed"]),
            str(row["cases"]),
        ]
        for page, row in plots.health_rows(summary)
    ]
    return table_html(words.HEALTH_CAPTION, columns, rows)


def reply_html(reply: Reply) -> str:
    """A reply to judge, with the sentences that it cites."""
    return _part("reply.html", reply=reply)


def note_html(text: str, *, urgent: bool = False) -> str:
    """One line; urgent when something could not be done."""
    return _part("note.html", text=text, urgent=urgent) if text else ""


# --- whole pages -----------------------------------------------------------------------------------------------


def login_html(*, error: str = "", note: str = "") -> str:
    """The way in."""
    return whole_page("login.html", error=error, note=note)


def case_html(view: CaseView, pages: Mapping[str, Page]) -> str:
    """One case of a run."""
    return whole_page(
        "case.html",
        view=view,
        result=view.result,
        reasons=reasons(view.result, view.case),
        expected=expected(view.case) if view.case else [],
        cited=[(each, *_where(each, pages)) for each in view.result.cited],
        scores=_case_scores(view.result),
    )


def missing_html() -> str:
    """A run or case that is not there."""
    return whole_page("missing.html")


# --- tables ----------------------------------------------------------------------------------------------------


def table_html(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[str | Link]]) -> Markup:
    """A table with its caption; the first cell of a row is its heading."""
    return Markup(_part("table.html", caption=caption, columns=columns, rows=rows))  # noqa: S704 - escaped there


def kinds_table(summary: Mapping[str, Any]) -> Markup:
    """Cases that pass, by kind."""
    columns = [Column(words.KIND), Column(words.SHARE, number=True), Column(words.OF_CASES, number=True)]
    rows = [
        [kind, share(row["mean"]), f"{row['passed']} of {row['cases']}"] for kind, row in summary["by_kind"].items()
    ]
    return table_html(words.BY_KIND_CAPTION, columns, rows)


def scores_table(summary: Mapping[str, Any]) -> Markup:
    """Every score with its interval; those that no case has are left out."""
    columns = [
        Column(words.SCORE),
        Column(words.MEAN, number=True),
        Column(words.INTERVAL),
        Column(words.SCORED, number=True),
    ]
    rows = [
        [score_name(name), f"{row['mean']:.3f}", f"{row['low']:.3f} to {row['high']:.3f}", str(row["scored"])]
        for name, row in {"pass": summary["pass"], **summary["scores"]}.items()
        if row["mean"] is not None
    ]
    return table_html(words.SCORES_CAPTION, columns, rows)


def case_link(name: str, result: Result, before: str = "") -> Link:
    """The way to one case."""
    asked = {"run": name, "id": result.id, **({"before": before} if before else {})}
    return Link(result.id, f"/staff/case?{urlencode(asked)}", new_tab=True)


def verdict(result: Result) -> str:
    """Whether a case passes, and why not, in a few words."""
    return words.PASSES if result.passed else f"{words.FAILS}: {short_reason(result)}"


def score_name(name: str) -> str:
    """A score in plain words, with its short name behind."""
    return f"{words.SCORE_NAMES[name]} ({name})" if name in words.SCORE_NAMES else name


def share(value: float | None) -> str:
    """A fraction, to three places."""
    return words.UNSCORED if value is None else f"{value:.3f}"


def expected(case: Case) -> list[tuple[str, list[str]]]:
    """What a case expects, field by field; what it leaves empty is left out."""
    found: list[tuple[str, list[str]]] = []
    for field, title in words.EXPECTED.items():
        value = getattr(case, field)
        if not value:
            continue
        items = [str(item) for item in value] if isinstance(value, tuple) else [str(value)]
        found.append((title, [words.OUTCOMES[item] for item in items] if field == "outcome" else items))
    return found


def _changes_table(caption: str, names: tuple[str, str], changes: Sequence[Change], places: Mapping[str, str]) -> str:
    if not changes:
        return ""
    columns = [Column(words.CASE), Column(words.PAGE), Column(words.WHY), Column(words.CASE_FILE)]
    columns += [Column(words.REPLY_BEFORE), Column(words.REPLY_AFTER)]
    rows: Cells = [
        [
            case_link(names[1], change.after, names[0]),
            change.after.page or change.after.kind,
            short_reason(change.after) or words.PASSES,
            places.get(change.after.id, words.WHERE_GONE),
            _cut(change.before.text, 240),
            _cut(change.after.text, 240),
        ]
        for change in changes[:MOST_CHANGES]
    ]
    told = caption.format(count=len(changes))
    if len(changes) > MOST_CHANGES:
        told = f"{told}. {words.MOST_SHOWN.format(most=MOST_CHANGES)}"
    return table_html(told, columns, rows)


def _differences_table(found: Comparison) -> str:
    columns = [
        Column(words.SCORE),
        Column(words.DIFFERENCE, number=True),
        Column(words.INTERVAL),
        Column(words.SCORED, number=True),
    ]
    rows = [
        [score_name(name), f"{mean.mean:+.3f}", f"{mean.low:+.3f} to {mean.high:+.3f}", str(mean.scored)]
        for name, mean in _known({"pass": found.passed, **found.scores}).items()
        if mean.mean and mean.low is not None and mean.high is not None
    ]
    return table_html(words.DIFFERENCES_CAPTION, columns, rows) if rows else note_html(words.NO_DIFFERENCE)


def _known(means: Mapping[str, Mean]) -> dict[str, Mean]:
    return {name: mean for name, mean in means.items() if mean.mean is not None}


def _case_scores(result: Result) -> Markup:
    columns = [Column(words.SCORE), Column(words.SCORE_VALUE, number=True)]
    rows = [[score_name(name), share(score)] for name, score in result.scores.items() if score is not None]
    return table_html(words.SCORES_CAPTION, columns, rows)


def _where(cited: Cited, pages: Mapping[str, Page]) -> tuple[Page | None, Section | None]:
    """The page and section in which a cited sentence stands; None where it stands no more."""
    page = pages.get(cited.page)
    unit = page.units.get(cited.unit) if page else None
    return (page, page.section_of[cited.unit] if page and unit and unit.plain == cited.quote else None)


def _changes(row: Row) -> list[str]:
    found = [row.change] if row.change else []
    return [words.SHORT_CHANGES[each] for each in [*found, *(["recheck"] if row.result.recheck else [])]]


def _download(name: str, kind: str, text: str) -> Link:
    return Link(text, f"/staff/report?{urlencode({'run': name, 'as': kind})}", file=f"{name}.{kind}")


def _cut(text: str, most: int = 120) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


# --- templates -------------------------------------------------------------------------------------------------


def _part(name: str, **values: Any) -> str:
    """A piece of a page on lines that are not blank: a blank line would end the HTML block that Gradio shows it in."""
    text = templates().get_template(name).render(words=words, **values)
    return "\n".join(line for line in text.split("\n") if line.strip())


def whole_page(name: str, **values: Any) -> str:
    """A page of its own, from the template of this name."""
    return templates().get_template(name).render(words=words, **values)


def templates() -> Environment:
    """The compiled templates, kept for the life of the process."""
    global _environment  # noqa: PLW0603
    if _environment is None:
        _environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        _environment.filters.update(line=lambda text: " ".join(text.split()))
        _environment.tests["link"] = lambda value: isinstance(value, Link)
    return _environment


_environment: Environment | None = None
