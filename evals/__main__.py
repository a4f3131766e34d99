"""`python -m evals`: run the cases, time the answers. The rim of this package: reads arguments, prints."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from assistant.conductor import Assistant
from assistant.embedder import Embedder
from assistant.errors import AssistantError, UsageError
from assistant.settings import read_settings
from assistant.start import be_quiet, build_index, open_assistant
from evals.bench import bench, table
from evals.cases import FOLDER, load_cases
from evals.retrieval import by_naming, search
from evals.run import Result, run_cases, summary


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code: 0 done, 1 something is wrong, 2 could not run."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.work(options))
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description="Score the answers of the assistant.")
    commands = parser.add_subparsers(required=True, metavar="command")
    run = commands.add_parser("run", help="ask every case and print the scores")
    run.add_argument("--cases", type=Path, default=FOLDER, help="folder of *.jsonl cases")
    run.add_argument("--kind", action="append", default=[], help="only cases of this kind (may be repeated)")
    run.add_argument("--page", action="append", default=[], help="only cases that expect this page")
    run.add_argument("--json", action="store_true", help="print the results as JSON")
    run.add_argument("--show", action="store_true", help="print each failing case with its reply")
    run.set_defaults(work=_run)
    searching = commands.add_parser("retrieval", help="score the search alone, before anything is drafted")
    searching.add_argument("--cases", type=Path, default=FOLDER, help="folder of *.jsonl cases")
    searching.add_argument("--json", action="store_true", help="print the scores as JSON")
    searching.set_defaults(work=_retrieval)
    timing = commands.add_parser("bench", help="time replies beside the embedder alone, in one run")
    timing.add_argument("--json", action="store_true", help="print every time, in milliseconds, as JSON")
    timing.set_defaults(work=_bench)
    return parser


def _assistant() -> Assistant:
    settings = read_settings(os.environ)
    be_quiet()
    build_index(settings, Embedder(settings.embedder, threads=settings.threads))  # the corpus as it stands now
    return open_assistant(settings)


def _run(options: argparse.Namespace) -> int:
    cases = load_cases(options.cases, kinds=options.kind, pages=options.page)
    if not cases:
        raise UsageError("No case fits; expected at least one. Check --kind and --page.")
    assistant = _assistant()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Asking", total=len(cases))
        results = run_cases(assistant, cases, progress=lambda done, _: bar.update(task, completed=done))
    if options.json:
        print(json.dumps({**summary(results), "results": [_as_json(r) for r in results]}, ensure_ascii=False))
    else:
        _print(results, show=options.show)
    return 0


def _as_json(result: Result) -> dict[str, object]:
    return {
        "id": result.case.id,
        "passed": result.passed,
        "failed": result.failed,
        "scores": dict(result.scores),
        "outcome": result.reply.outcome,
        "text": result.reply.text,
    }


def _print(results: Sequence[Result], *, show: bool) -> None:
    console = Console()
    for result in results:
        if show and not result.passed:
            case, reply = result.case, result.reply
            turns = " / ".join([*case.history, case.question])
            console.print(f"[bold]{case.id}[/] {', '.join(result.failed)}", highlight=False)
            console.print(f"  asked: {turns}", markup=False, highlight=False)
            console.print(
                f"  wanted: {case.outcome} {case.pages} {case.facts} {case.rows}", markup=False, highlight=False
            )
            console.print(f"  got: {reply.outcome} {reply.drugs} {reply.text}", markup=False, highlight=False)
    numbers = summary(results)
    table = Table("score", "mean", "cases scored", title=f"{numbers['passed']} of {numbers['cases']} cases pass")
    for name, row in numbers["scores"].items():  # type: ignore[attr-defined]
        mean = "unscored" if row["mean"] is None else f"{row['mean']:.3f}"
        table.add_row(name, mean, str(row["scored"]))
    console.print(table)
    kinds = Table("kind", "pass", "of")
    for kind, row in numbers["by_kind"].items():  # type: ignore[attr-defined]
        kinds.add_row(kind, str(row["passed"]), str(row["cases"]))
    console.print(kinds)
    console.print(f"words of an answer: {numbers['words']}", highlight=False)


def _retrieval(options: argparse.Namespace) -> int:
    scores = by_naming(search(_assistant().index, load_cases(options.cases)))
    if options.json:
        print(json.dumps(scores))
        return 0
    table = Table("drug", *next(iter(scores.values()), {}))
    for name, row in scores.items():
        table.add_row(name, *(f"{value:.0f}" if key == "cases" else f"{value:.3f}" for key, value in row.items()))
    Console().print(table)
    return 0


def _bench(options: argparse.Namespace) -> int:
    times = bench(_assistant())
    if options.json:
        print(json.dumps({"encode": times.encode, "reply": times.reply, "ratio": times.ratio, **times.stations}))
    else:
        print(table(times))
    return 0


if __name__ == "__main__":
    sys.exit(main())
