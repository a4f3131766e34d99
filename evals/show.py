"""Runs, comparisons, scores → tables on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.pages import HEADINGS
from evals.cases import Case
from evals.compare import Change, Comparison
from evals.coverage import Touched
from evals.intervals import Mean
from evals.results import Result, Run, summary
from evals.verifier import Exam, Tally, tallies

_KEYS = {heading.key for heading in HEADINGS}


def show_run(run: Run, cases: Mapping[str, Case], *, failing: bool, console: Console) -> None:
    """The numbers of a run; failing cases with their replies first when asked for."""
    for result in run.results:
        if failing and not result.passed:
            show_result(result, cases[result.id], console)
    numbers = summary(run)
    table = Table("score", "mean", "95 % interval", "scored", "unscored", title=_title(numbers))
    table.add_row("pass", *_cells(numbers["pass"]))
    for name, row in numbers["scores"].items():
        table.add_row(name, *_cells(row))
    console.print(table)
    kinds = Table("kind", "pass", "of", "share", "95 % interval")
    for kind, row in numbers["by_kind"].items():
        mean, interval, *_ = _cells(row)
        kinds.add_row(kind, str(row["passed"]), str(row["cases"]), mean, interval)
    console.print(kinds)
    measures = Table("measure of answers", "median", "90th percentile", "mean", "95 % interval of the mean")
    for name, row in numbers["measures"].items():
        told = [f"{row[part]:.1f}" for part in ("median", "p90", "mean")] if row else ["unscored", "", ""]
        measures.add_row(name, *told, f"{row['low']:.1f} to {row['high']:.1f}" if row else "")
    console.print(measures)
    times = Table("station", "p50 ms", "p95 ms")
    for name, row in numbers["latency_ms"].items():
        times.add_row(name, f"{row['p50']:.1f}", f"{row['p95']:.1f}")
    console.print(times)
    stable = "unscored" if run.stable is None else f"{run.stable:.3f}"
    console.print(f"same reply five times out of five: {stable}", highlight=False)
    if old := [f"{result.id} ({', '.join(result.recheck)})" for result in run.results if result.recheck]:
        shown = ", ".join(old[:20]) + (" …" if len(old) > 20 else "")
        console.print(f"re-check {len(old)} cases, their pages have changed since: {shown}", highlight=False)


def show_result(result: Result, case: Case, console: Console) -> None:
    """A failing case: why it failed, what was asked, wanted and got."""
    console.print(f"[bold]{escape(result.id)}[/] {', '.join(result.failed)}", highlight=False)
    wanted = f"{case.outcome} {case.pages} {case.facts} {case.rows}"
    got = f"{result.outcome} {result.drugs} {result.text}"
    for word, said in (("asked", " / ".join(result.turns)), ("wanted", wanted), ("got", got)):
        console.print(f"  {word}: {said}", markup=False, highlight=False)


def show_comparison(found: Comparison, console: Console) -> None:
    """What got worse first, then what got better, then the differences of scores that moved."""
    for title, changes in (("worse", found.worse), ("better", found.better), ("moved", found.moved)):
        console.print(f"[bold]{title}: {len(changes)}[/]", highlight=False)
        for change in changes:
            _show_change(change, console)
    for word, ids in (("new", found.added), ("gone", found.gone)):
        if ids:
            console.print(f"{word} cases: {len(ids)}", highlight=False)
    table = Table("score", "after − before", "95 % interval", "cases")
    for name, mean in {"pass": found.passed, **found.scores}.items():
        if name == "pass" or mean.mean:
            table.add_row(name, *_difference(mean))
    console.print(table)


def show_means(title: str, means: Mapping[str, Mean], console: Console) -> None:
    """Scores of one station."""
    table = Table("score", "mean", "95 % interval", "scored", "unscored", title=title)
    for name, mean in means.items():
        table.add_row(name, *_cells(vars(mean)))
    console.print(table)


def show_rows(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], console: Console) -> None:
    """A plain table."""
    table = Table(*columns, title=title)
    for row in rows:
        table.add_row(*row)
    console.print(table)


def show_shortfalls(short: Sequence[str], mended: Sequence[str], console: Console) -> None:
    """What the gate says."""
    for line in short:
        console.print(f"GATE {line}", markup=False, highlight=False)
    if mended:
        console.print(f"known to fail, but passing: {', '.join(mended)}. Take them off the list.", highlight=False)
    verdict = f"the gate is shut: {len(short)} fall short" if short else "the gate is open"
    console.print(verdict, highlight=False)


def show_verifier(tally: Mapping[str, Tally], console: Console) -> None:
    """How often the judge behind the citation scores errs, beside them."""
    true, false = tally["true"], tally["false"]
    console.print(
        f"citation_recall and citation_precision rest on our verifier: it supports {true.right} of {true.of} true "
        f"paraphrases and catches {false.right} of {false.of} false ones",
        highlight=False,
    )


def show_exam(found: Exam, console: Console, *, wrong: bool) -> None:
    """The verifier's exam; with the pairs that were judged wrong when asked for."""
    for title, judged in (("page sentences and their twins", found.pages), ("paraphrases", found.paraphrases)):
        if wrong:
            for each in judged:
                if not each.right:
                    said = (
                        f"{each.pair.kind or 'true'} ({each.broken}): {each.pair.claim} ← {' '.join(each.pair.sources)}"
                    )
                    console.print(said, markup=False, highlight=False)
        table = Table("pairs", "judged right", "of", "share", title=title)
        for name, tally in tallies(judged).items():
            shown = {"true": "true: supported", "false": "false: caught"}.get(name, f"  {name}: caught")
            table.add_row(shown, str(tally.right), str(tally.of), "" if tally.share is None else f"{tally.share:.3f}")
        console.print(table)
    if outside := found.outside:
        table = Table("balanced accuracy", "", title=f"{outside.claims} claims that are not ours")
        table.add_row("the verifier's yes or no", f"{outside.decided:.3f}")
        table.add_row("its score, at its best threshold", f"{outside.scored:.3f}")
        table.add_row("word overlap, at its best threshold", f"{outside.overlap:.3f}")
        console.print(table)


def _show_change(change: Change, console: Console) -> None:
    before, after = change.before, change.after
    why = ", ".join(after.failed) or "passes"
    console.print(f"  {before.id} ({before.page or before.kind}): {why}", markup=False, highlight=False)
    if before.text != after.text:
        console.print(f"    before: {before.text}\n    after:  {after.text}", markup=False, highlight=False)


def _title(numbers: Mapping[str, Any]) -> str:
    return (
        f"{numbers['passed']} of {numbers['cases']} cases pass (commit {numbers['commit']}, pages {numbers['corpus']})"
    )


def _cells(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    if row["mean"] is None:
        return "unscored", "", "0", str(row["unscored"])
    return f"{row['mean']:.3f}", f"{row['low']:.3f} to {row['high']:.3f}", str(row["scored"]), str(row["unscored"])


def _difference(mean: Mean) -> tuple[str, str, str]:
    if mean.mean is None or mean.low is None or mean.high is None:
        return "unscored", "", "0"
    return f"{mean.mean:+.3f}", f"{mean.low:+.3f} to {mean.high:+.3f}", str(mean.scored)


def show_coverage(found: Touched, cases: Mapping[str, Case], console: Console) -> None:
    """Cases by page and section, passages that none finds, questions that find nothing."""
    keys = list(dict.fromkeys(key for page in found.sections.values() for key in page if page.keys() <= _KEYS))
    table = Table("page", "cases", *keys, title="cases by page, and by section of their best sentences")
    for slug, count in found.pages.items():
        own = found.sections[slug]
        table.add_row(slug, str(count), *(str(own[key]) if key in own else "" for key in keys))
    console.print(table)
    console.print(f"{len(found.unfound)} passages that no case finds: {', '.join(found.unfound)}", highlight=False)
    console.print(f"{len(found.nothing)} cases expect an answer and find nothing:", highlight=False)
    for name in found.nothing:
        console.print(f"  {name} {escape(cases[name].question)}", highlight=False)
