"""`python -m evals`: run the cases, compare runs, time answers. The rim of this package: reads arguments, prints."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from assistant.conductor import Assistant
from assistant.errors import AssistantError, UsageError
from assistant.pages import load_pages
from assistant.settings import read_settings
from assistant.start import be_quiet, build_index, embedder_of, open_assistant
from assistant.whole import write_whole
from evals.baseline import compare_pipelines, table_rows
from evals.bench.growth import MOST
from evals.bench.programme import PARTS, Extent, machine, run
from evals.bench.sheet import table
from evals.cases import FOLDER, load_cases, stamp
from evals.compare import compare
from evals.coverage import touched
from evals.floor import curve, drawn, weighed
from evals.gate import load_gates, mended, shortfalls
from evals.results import load, new_file, save, summary
from evals.run import run_cases
from evals.show import (
    show_comparison,
    show_coverage,
    show_exam,
    show_means,
    show_rows,
    show_run,
    show_shortfalls,
    show_verifier,
)
from evals.staff.curation import Curation
from evals.staff.desk import Desk
from evals.staff.judged import JUDGEMENTS
from evals.stations import STATIONS, station_scores
from evals.verifier import as_json, exam, judge, judge_line, paraphrase_pairs, tallies


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
    run.add_argument("--station", choices=STATIONS, help="score one station alone")
    run.add_argument("--against", type=Path, metavar="RESULTS", help="compare with an earlier run")
    run.add_argument("--gate", action="store_true", help="exit with 1 when a gate of gates.toml falls short")
    run.add_argument("--out", type=Path, help="file to keep the results in; else one in .evals/")
    run.add_argument("--json", action="store_true", help="print the results as JSON")
    run.add_argument("--show", action="store_true", help="print each failing case with its reply")
    run.set_defaults(work=_run)
    comparing = commands.add_parser("compare", help="what got better and worse between two runs")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.set_defaults(work=_compare)
    stamping = commands.add_parser("stamp", help="note in cases which page versions they were written against")
    stamping.add_argument("--cases", type=Path, default=FOLDER, help="folder of *.jsonl cases")
    stamping.add_argument("--again", action="store_true", help="also cases whose pages have changed: they were checked")
    stamping.set_defaults(work=_stamp)
    examining = commands.add_parser("verifier", help="the verifier's own exam")
    examining.add_argument(
        "--wice", type=Path, metavar="FILE", help="also judge the claims of a file in the form of WiCE"
    )
    examining.add_argument("--jsonl", metavar="FILE|-", help="only judge the pairs (claim, passage) of a file")
    examining.add_argument("--json", action="store_true", help="print the numbers as JSON")
    examining.add_argument("--show", action="store_true", help="print each pair that is judged wrong")
    examining.set_defaults(work=_verifier)
    rivals = commands.add_parser("baseline", help="the same cases with the tutorial's pipeline and with keywords alone")
    rivals.add_argument("--cases", type=Path, default=FOLDER, help="folder of *.jsonl cases")
    rivals.add_argument("--json", action="store_true", help="print the means as JSON")
    rivals.set_defaults(work=_baseline)
    covering = commands.add_parser("coverage", help="which pages and passages the cases touch, what finds nothing")
    covering.add_argument("--cases", type=Path, default=FOLDER, help="folder of *.jsonl cases")
    covering.add_argument("--json", action="store_true", help="print it as JSON")
    covering.set_defaults(work=_coverage)
    _add_floor(commands.add_parser("floor", help="what the floor of the search refuses at each height"))
    standing = commands.add_parser("health", help="how each page stands: dates, findings, how often cited and refused")
    standing.add_argument("--json", action="store_true", help="print it as JSON")
    standing.set_defaults(work=_health)
    reported = commands.add_parser("reports", help="answers that people reported: list them, make a case, remove one")
    reported.add_argument("--case", metavar="NAME", help="write a case for review from a report")
    reported.add_argument("--judgement", choices=JUDGEMENTS, default="wrong", help="what the reply is")
    reported.add_argument("--outcome", default="answered", help="the sort of reply that would be right")
    reported.add_argument("--note", default="", help="what is wrong or missing")
    reported.add_argument("--done", metavar="NAME", help="remove a report")
    reported.add_argument("--json", action="store_true", help="print them as JSON")
    reported.set_defaults(work=_reports)
    _add_bench(commands.add_parser("bench", help="times, sizes and loads, side by side, in one run"))
    return parser


def _add_floor(flooring: argparse.ArgumentParser) -> None:
    flooring.add_argument("--cases", type=Path, default=FOLDER, help="folder of *.jsonl cases")
    flooring.add_argument("--svg", type=Path, metavar="FILE", help="draw it into a file")
    flooring.add_argument("--json", action="store_true", help="print the curve as JSON")
    flooring.set_defaults(work=_floor)


def _add_bench(timing: argparse.ArgumentParser) -> None:
    timing.add_argument("--part", action="append", choices=PARTS, help="only this part (may be repeated)")
    timing.add_argument("--passages", type=int, default=MOST, help="how many made passages the largest index has")
    timing.add_argument("--kept", type=Path, default=Path(".bench"), help="folder for indexes of made passages")
    timing.add_argument("--long", action="store_true", help="the load with 1, 10, 25 and 50 users")
    timing.add_argument("--gate", action="store_true", help="exit with 1 when a target falls short")
    timing.add_argument("--json", action="store_true", help="print the table as JSON")
    timing.set_defaults(work=_bench)


def _assistant() -> Assistant:
    settings = read_settings(os.environ)
    be_quiet()
    build_index(settings, embedder_of(settings))  # the corpus as it stands now
    return open_assistant(settings)


def _run(options: argparse.Namespace) -> int:
    cases = load_cases(options.cases, kinds=options.kind, pages=options.page)
    if not cases:
        raise UsageError("No case fits; expected at least one. Check --kind and --page.")
    before = load(options.against) if options.against else None
    gates = load_gates() if options.gate else None
    console = Console()
    if options.station:
        means = station_scores(options.station, _assistant(), cases)
        if options.json:
            print(json.dumps({name: vars(mean) for name, mean in means.items()}))
        else:
            show_means(options.station, means, console)
        return 0
    assistant = _assistant()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Asking", total=None)
        run = run_cases(assistant, cases, progress=lambda done, of: bar.update(task, completed=done, total=of))
    found = station_scores("retrieve", assistant, cases)
    file = options.out or new_file(run, read_settings(os.environ).evals)
    save(run, file)
    short = shortfalls(run, gates, whole=len(cases) == len(load_cases())) if gates else []
    if options.json:
        results = [{**result.model_dump(mode="json"), "passed": result.passed, "failed": result.failed}
                   for result in run.results]  # fmt: skip
        retrieval = {name: vars(mean) for name, mean in found.items()}
        print(
            json.dumps({**summary(run), "retrieval": retrieval, "short": short, "results": results}, ensure_ascii=False)
        )
        return int(bool(short))
    show_run(run, {case.id: case for case in cases}, failing=options.show, console=console)
    with suppress(UsageError):  # other pages than those that the paraphrases are of
        show_verifier(tallies(judge(paraphrase_pairs(assistant.index.page))), console)
    show_means("the search alone", found, console)
    if before:
        show_comparison(compare(before, run), console)
    if gates:
        show_shortfalls(short, mended(run, gates), console)
    console.print(f"kept in {file}", highlight=False, soft_wrap=True)
    return int(bool(short))


def _compare(options: argparse.Namespace) -> int:
    show_comparison(compare(load(options.before), load(options.after)), Console())
    return 0


def _stamp(options: argparse.Namespace) -> int:
    load_cases(options.cases)  # sound, before any of them is written
    pages = load_pages(read_settings(os.environ).corpus)
    changed = stamp(options.cases, pages, datetime.now(UTC).date(), again=options.again)
    print(f"{changed} cases stamped")
    return 0


def _verifier(options: argparse.Namespace) -> int:
    if options.jsonl:
        return _judge_lines(options.jsonl)
    pages = load_pages(read_settings(os.environ).corpus)
    found = exam(pages, options.wice)
    if options.json:
        print(json.dumps(as_json(found)))
    else:
        show_exam(found, Console(), wrong=options.show)
    return 0


def _baseline(options: argparse.Namespace) -> int:
    cases = load_cases(options.cases)
    assistant = _assistant()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Asking", total=None)
        found = compare_pipelines(
            assistant, cases, progress=lambda done, of: bar.update(task, completed=done, total=of)
        )
    if options.json:
        print(json.dumps(found, default=vars))
    else:
        show_rows(
            "what is shown",
            ("cases", "pipeline", "facts", "right page", "words", "with facts"),
            table_rows(found),
            Console(),
        )
    return 0


def _judge_lines(source: str) -> int:
    """One judgement a line, in order; a bad line gives an error in its place and exit code 1 at the end."""
    try:
        text = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise UsageError(f"{source} cannot be read ({error.strerror}). Name a file of JSON lines, or -.") from error
    bad = 0
    for line in text.decode("utf-8", errors="replace").splitlines():
        if not line.strip():
            continue
        try:
            print(json.dumps(judge_line(line)))
        except UsageError as error:
            bad += 1
            print(json.dumps({"error": str(error)}))
    return int(bool(bad))


def _coverage(options: argparse.Namespace) -> int:
    cases = load_cases(options.cases)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Searching", total=None)
        found = touched(_assistant().index, cases, progress=lambda done, of: bar.update(task, completed=done, total=of))
    if options.json:
        print(json.dumps(vars(found), ensure_ascii=False))
    else:
        show_coverage(found, {case.id: case for case in cases}, Console())
    return 0


def _floor(options: argparse.Namespace) -> int:
    found = weighed(_assistant().index, load_cases(options.cases))
    points = curve(found)
    if options.svg:
        write_whole(options.svg, drawn(points))
    if options.json:
        print(json.dumps([vars(point) for point in points]))
        return 0
    said = sum(each.said for each in found)
    show_rows(
        f"share refused by the floor, of {len(found) - said} questions not answered on the pages and {said} that are",
        ("floor", "not said", "said"),
        [(f"{point.floor:g}", f"{point.unsaid:.3f}", f"{point.said:.3f}") for point in points[::5]],
        Console(),
    )
    return 0


def _curation() -> Curation:
    settings = read_settings(os.environ)
    opened: list[Assistant] = []

    def serving() -> Assistant:
        if not opened:  # it takes seconds, and few commands ask it
            be_quiet()
            opened.append(open_assistant(settings))
        return opened[0]

    return Curation(Desk(serving, settings.evals, FOLDER), serving, settings, FOLDER)


def _health(options: argparse.Namespace) -> int:
    rows, made = _curation().health()
    if options.json:
        print(json.dumps({"run": made, "pages": [vars(row) for row in rows]}, ensure_ascii=False))
        return 0
    columns = ("page", "checked to", "review due", "findings", "cases that pass", "refused", "cited by")
    cells = [
        (row.page, row.checked_to, row.review_due + (", past" if row.overdue else ""), str(row.findings),
         f"{row.passed} of {row.cases}", str(row.refused), str(row.cited))
        for row in rows
    ]  # fmt: skip
    show_rows(f"pages, and the run of {made}" if made else "pages; no run is kept", columns, cells, Console())
    return 0


def _reports(options: argparse.Namespace) -> int:
    if not read_settings(os.environ).reports:
        raise UsageError("No answers can be reported; expected a folder in ASSISTANT_REPORTS. Set it.")
    curation, who = _curation(), "terminal"
    if options.case:
        file = curation.make_case(
            who, options.case, judgement=options.judgement, outcome=options.outcome, note=options.note
        )
        print(f"The case was written for review as {file}.")
    if options.done:
        curation.done_with(who, options.done)
        print("The report is removed.")
    if options.case or options.done:
        return 0
    found = curation.reported()
    if options.json:
        print(json.dumps([vars(each) for each in found], ensure_ascii=False))
        return 0
    for each in found:
        print(f"{each.name}\n  asked: {each.question}\n  got: {each.reply}")
    if not found:
        print("No answer is reported.")
    return 0


def _bench(options: argparse.Namespace) -> int:
    settings, environment = read_settings(os.environ), dict(os.environ)
    found = []
    if not options.json:
        print(machine(), flush=True)
    for section in run(
        _assistant(),
        settings,
        environment,
        extent=Extent(tuple(options.part or PARTS), options.kept.resolve(), options.passages, options.long),
        say=lambda text: print(text, file=sys.stderr, flush=True),
    ):
        found.append(section)
        print(table([section]), file=sys.stderr, flush=True)  # a run takes minutes, and may be stopped
    print(json.dumps([asdict(section) for section in found], default=str) if options.json else table(found))
    return int(options.gate and any(row.short for section in found for row in section.rows))


if __name__ == "__main__":
    sys.exit(main())
