"""The desk → the Gradio page at /staff: tabs, and which press does what. The door of Gradio in the evals."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import gradio as gr
from fastapi import FastAPI
from gradio.components.plot import AltairPlotData
from markupsafe import escape

from assistant.errors import UsageError
from assistant.web.door import shut
from evals.cases import Case
from evals.staff import plots, words
from evals.staff.desk import Desk
from evals.staff.guard import PATH
from evals.staff.judged import LONGEST_NOTE, line
from evals.staff.rows import Filter
from evals.staff.views import (
    MOST_ROWS,
    cases_html,
    compare_html,
    health_html,
    note_html,
    progress_html,
    progress_line,
    reply_html,
    runs_html,
    summary_html,
    trend_html,
)

MOST_RUNS = 20  # runs that lists and plots go back
_KEPT = 3600  # seconds for which a reply waits to be judged
_HEAD = (
    '<link rel="stylesheet" href="/site/site.css"><link rel="stylesheet" href="/site/chat.css">'
    '<link rel="stylesheet" href="/staff/staff.css"><link rel="icon" href="/site/icon.svg" type="image/svg+xml">'
    '<script src="/site/unkept.js"></script>'
)
Choices = list[tuple[str, str]]
_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


@dataclass(frozen=True)
class _Judging:
    """A reply that waits to be judged, and the case that its judgement makes as it was shown."""

    reply: Any
    history: tuple[str, ...]
    case: Case | None = None


def mount_page(app: FastAPI, desk: Desk) -> None:
    """Mounts the page at ``/staff`` of an app; what may be reached without signing in is not decided here."""
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
    gr.mount_gradio_app(
        app,
        _blocks(desk),
        path=PATH,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        allowed_paths=[],
        max_file_size="1kb",
        enable_monitoring=False,
        pwa=False,
        theme=gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"]),
        head=_HEAD,
    )
    shut(app)


def _blocks(desk: Desk) -> gr.Blocks:
    blocks: gr.Blocks
    with gr.Blocks(title=words.TITLE, analytics_enabled=False) as blocks:
        _text(
            f'<p class="skips"><a href="{PATH}/health">{words.TO_CURATION}</a> '
            f'<a href="/" target="_blank" rel="noopener">{words.TO_CHAT}</a></p>\n'
            f"<h1>{words.SITE}</h1>\n<p>{words.INTRO}</p>\n"
            f'<form method="post" action="{PATH}/logout"><button type="submit">{words.LOG_OUT}</button></form>',
            "staff-intro",
        )
        with gr.Tabs(elem_id="tabs", overflow_behavior="wrap"):
            with gr.Tab(words.RUNS, id="runs"):
                _runs_tab(desk, blocks)
            with gr.Tab(words.CASES, id="cases") as cases:
                _cases_tab(desk, blocks, cases)
            with gr.Tab(words.COMPARE, id="compare") as comparing:
                _compare_tab(desk, blocks, comparing)
            with gr.Tab(words.TRENDS, id="trends") as trends:
                _trends_tab(desk, trends)
            with gr.Tab(words.JUDGE, id="judge"):
                _judge_tab(desk)
    blocks.queue(api_open=False, max_size=64)
    return blocks


def _text(html: str = "", identity: str | None = None) -> gr.Markdown:
    """HTML that the views made and escaped."""
    return gr.Markdown(html, elem_id=identity, sanitize_html=False, latex_delimiters=[])


def _heading(text: str, hint: str = "") -> gr.Markdown:
    return _text(f"<h2>{text}</h2>" + (f"\n<p>{hint}</p>" if hint else ""))


def _told(work: Callable[..., str]) -> Callable[..., str]:
    """What cannot be done is told in its place on the page."""

    @wraps(work)
    def tell(*arguments: Any) -> str:
        try:
            return work(*arguments)
        except UsageError as error:
            return note_html(str(error), urgent=True)

    return tell


# --- runs ------------------------------------------------------------------------------------------------------


def _runs_tab(desk: Desk, blocks: gr.Blocks) -> None:
    _heading(words.START_TITLE, words.START_HINT)
    with gr.Row():
        kind = gr.Dropdown([], label=words.WHICH_KIND, elem_id="run-kind")
        page = gr.Dropdown([], label=words.WHICH_PAGE, elem_id="run-page")
    with gr.Row(elem_classes=["presses"]):
        start = gr.Button(words.START, variant="primary", elem_id="run-start")
        stop = gr.Button(words.STOP, elem_id="run-stop")
    problem = _text(identity="start-problem")
    progress = _text(identity="run-progress")
    said = _text('<p role="status" class="unseen"></p>', "run-said")
    _heading(words.SUMMARY)
    summary = _text(identity="run-summary")
    _heading(words.RUNS_TITLE)
    runs = _text(identity="runs-kept")
    timer = gr.Timer(1.0, active=False)

    def choices() -> tuple[Any, Any]:
        kinds = [(words.ALL_KINDS, ""), *((each, each) for each in desk.kinds())]
        pages = [(words.ALL_PAGES, ""), *((each, each) for each in desk.pages())]
        return gr.Dropdown(choices=kinds, value=""), gr.Dropdown(choices=pages, value="")

    def look() -> tuple[Any, ...]:
        """The state of the run; once it has ended, everything that it changes."""
        now = desk.under_way.progress
        shown = progress_html(now)
        if now.is_going:
            return shown, gr.skip(), gr.skip(), gr.skip(), gr.Timer(active=True)
        spoken = f'<p role="status" class="unseen">{"" if now.state == "idle" else escape(progress_line(now))}</p>'
        return shown, spoken, _latest(desk), runs_html(desk.archive.summaries(MOST_RUNS)), gr.Timer(active=False)

    def begin(kind: str, page: str) -> tuple[Any, ...]:
        try:
            desk.start(kind or "", page or "")
        except UsageError as error:
            return note_html(str(error), urgent=True), *look()
        return "", *look()

    def end() -> tuple[Any, ...]:
        desk.under_way.stop()
        return look()

    seen = [progress, said, summary, runs, timer]
    blocks.load(choices, outputs=[kind, page], **_QUIET)
    blocks.load(look, outputs=seen, **_QUIET)
    timer.tick(look, outputs=seen, concurrency_limit=8, **_QUIET)
    start.click(begin, inputs=[kind, page], outputs=[problem, *seen], **_QUIET)
    stop.click(end, outputs=seen, **_QUIET)


@_told
def _latest(desk: Desk) -> str:
    names = desk.archive.names()
    return summary_html(desk.summary(names[0]), desk.short(names[0])) if names else note_html(words.NO_RUNS)


def _run_choices(desk: Desk) -> Choices:
    return [
        (f"{plots.moment(found['made'])}: {found['passed']} of {found['cases']} pass", name)
        for name, found in desk.archive.summaries(MOST_RUNS).items()
    ]


# --- cases -----------------------------------------------------------------------------------------------------


def _cases_tab(desk: Desk, blocks: gr.Blocks, tab: gr.Tab) -> None:
    _heading(words.FILTERS)
    run = gr.Dropdown([], label=words.RUN, elem_id="cases-run")
    with gr.Row():
        verdict = gr.Dropdown([], label=words.RESULT, elem_id="cases-result")
        kind = gr.Dropdown([], label=words.KIND, elem_id="cases-kind")
        page = gr.Dropdown([], label=words.PAGE, elem_id="cases-page")
    with gr.Row():
        outcome = gr.Dropdown([], label=words.OUTCOME, elem_id="cases-outcome")
        changed = gr.Dropdown([], label=words.CHANGED, elem_id="cases-changed")
    _text(f"<p>{words.OPEN_HINT}</p>")
    table = _text(identity="cases-table")
    with gr.Row(elem_classes=["presses"]):
        earlier = gr.Button(words.EARLIER_ROWS, elem_id="cases-earlier")
        later = gr.Button(words.LATER_ROWS, elem_id="cases-later")
    first = gr.State(0)
    filters = [run, kind, page, outcome, verdict, changed]

    def show(first: int, name: str, *chosen: str) -> tuple[str, int]:
        if not name:
            return note_html(words.NO_RUNS), 0
        try:
            rows = desk.rows(name, Filter(*(each or "" for each in chosen)))
        except UsageError as error:
            return note_html(str(error), urgent=True), 0
        first = max(0, min(first, (len(rows) - 1) // MOST_ROWS * MOST_ROWS))
        return cases_html(name, rows, first), first

    def opened(name: str | None, *chosen: str | None) -> tuple[Any, ...]:
        """The lists as they stand; on the first look the cases that fail in the newest run."""
        runs = _run_choices(desk)
        fresh = name not in {value for _, value in runs}
        name = (runs[0][1] if runs else "") if fresh else str(name)
        values = ["", "", "", "fails", ""] if fresh else [each or "" for each in chosen]
        any_of = [(words.ANY, "")]
        lists: list[Choices] = [
            [*any_of, *((each, each) for each in desk.kinds())],
            [*any_of, *((each, each) for each in desk.pages())],
            [*any_of, *((text, each) for each, text in words.OUTCOMES.items())],
            [*any_of, (words.FAILS, "fails"), (words.PASSES, "passes")],
            [*any_of, *((text, each) for each, text in words.CHANGES.items())],
        ]
        boxes = [gr.Dropdown(choices=choices, value=value) for choices, value in zip(lists, values, strict=True)]
        return gr.Dropdown(choices=runs, value=name), *boxes, *show(0, name, *values)

    outputs = [table, first]
    tab.select(opened, inputs=filters, outputs=[*filters, *outputs], **_QUIET)
    for box in filters:
        box.input(lambda *chosen: show(0, *chosen), inputs=filters, outputs=outputs, **_QUIET)
    earlier.click(lambda at, *chosen: show(at - MOST_ROWS, *chosen), [first, *filters], outputs, **_QUIET)
    later.click(lambda at, *chosen: show(at + MOST_ROWS, *chosen), [first, *filters], outputs, **_QUIET)


# --- compare ---------------------------------------------------------------------------------------------------


def _compare_tab(desk: Desk, blocks: gr.Blocks, tab: gr.Tab) -> None:
    _heading(words.COMPARE)
    with gr.Row():
        before = gr.Dropdown([], label=words.BEFORE, elem_id="compare-before")
        after = gr.Dropdown([], label=words.AFTER, elem_id="compare-after")
    found = _text(identity="compared-runs")

    @_told
    def show(before: str, after: str) -> str:
        if not before or not after:
            return note_html(words.TWO_RUNS)
        earlier, later, comparison = desk.compared(before, after)
        return compare_html((before, after), (earlier, later), comparison, desk.places())

    def opened(old: str | None, new: str | None) -> tuple[Any, ...]:
        """The two newest runs, unless others were chosen."""
        runs = _run_choices(desk)
        there = {value for _, value in runs}
        if old not in there or new not in there:
            new, old = ([value for _, value in runs] + ["", ""])[:2]
        boxes = [gr.Dropdown(choices=runs, value=value or None) for value in (old, new)]
        return *boxes, show(old, new)

    tab.select(opened, inputs=[before, after], outputs=[before, after, found], **_QUIET)
    for box in (before, after):
        box.input(show, inputs=[before, after], outputs=found, **_QUIET)


# --- trends ----------------------------------------------------------------------------------------------------


def _trends_tab(desk: Desk, tab: gr.Tab) -> None:
    _heading(words.TREND_TITLE, words.TREND_HINT)
    trend = gr.Plot(show_label=False, elem_id="trend", container=False)
    trend_numbers = _text(identity="trend-numbers")
    _heading(words.HEALTH_TITLE, words.HEALTH_HINT)
    run = gr.Dropdown([], label=words.RUN, elem_id="health-run")
    health = gr.Plot(show_label=False, elem_id="health", container=False)
    health_numbers = _text(identity="health-numbers")

    def page_health(name: str) -> tuple[Any, str]:
        if not name:
            return None, note_html(words.NO_RUNS)
        try:
            summary = desk.summary(name)
        except UsageError as error:
            return None, note_html(str(error), urgent=True)
        return _plot("bar", plots.health(summary)), health_html(summary)

    def opened(name: str | None) -> tuple[Any, ...]:
        runs = _run_choices(desk)
        if name not in {value for _, value in runs}:
            name = runs[0][1] if runs else ""
        shown = plots.whole(list(desk.archive.summaries(MOST_RUNS).values()))
        drawn = _plot("line", plots.trend(shown)) if shown else None
        numbers = trend_html(shown) if shown else note_html(words.NO_RUNS)
        return drawn, numbers, gr.Dropdown(choices=runs, value=name or None), *page_health(str(name))

    tab.select(opened, inputs=run, outputs=[trend, trend_numbers, run, health, health_numbers], **_QUIET)
    run.input(page_health, inputs=run, outputs=[health, health_numbers], **_QUIET)


def _plot(mark: Any, chart: dict[str, Any]) -> AltairPlotData:
    """A chart for Gradio's drawing of Altair, which gives it the colours and fonts of the page."""
    return AltairPlotData(chart=mark, plot=json.dumps(chart))


# --- ask and judge ---------------------------------------------------------------------------------------------


def _judge_tab(desk: Desk) -> None:
    _heading(words.JUDGE, words.JUDGE_HINT)
    question = gr.Textbox(label=words.YOUR_QUESTION, lines=2, max_lines=8, elem_id="judge-question", max_length=10_000)
    earlier = gr.Textbox(label=words.EARLIER_QUESTIONS, lines=2, max_lines=8, elem_id="judge-earlier")
    ask = gr.Button(words.ASK, variant="primary", elem_id="judge-ask")
    reply = _text(identity="judge-reply")
    verdict = gr.Radio([(text, each) for each, text in words.VERDICTS.items()], label=words.VERDICT, elem_id="verdict")
    outcomes = [(text, each) for each, text in words.OUTCOMES.items() if each != "unavailable"]
    outcome = gr.Dropdown(outcomes, value="answered", label=words.RIGHT_OUTCOME, elem_id="judge-outcome")
    note = gr.Textbox(label=words.NOTE, lines=3, max_lines=8, elem_id="judge-note", max_length=LONGEST_NOTE)
    _text(f"<h3>{words.PREVIEW}</h3>\n<p>{words.PREVIEW_HINT}</p>")
    preview = _text(identity="preview")
    save = gr.Button(words.SAVE, variant="primary", elem_id="judge-save")
    saved = _text(identity="judge-saved")
    judging = gr.State(None, time_to_live=_KEPT)

    def asked(text: str, before: str) -> tuple[Any, ...]:
        try:
            found, history = desk.ask(text, before)
        except UsageError as error:
            return note_html(str(error), urgent=True), None, gr.skip(), "", ""
        except Exception:  # noqa: BLE001 - the rim: what failed may hold the question
            return note_html(words.NOT_ANSWERED, urgent=True), None, gr.skip(), "", ""
        return reply_html(found), _Judging(found, history), gr.Dropdown(value=found.outcome), "", ""

    def judged(held: _Judging | None, verdict: str, outcome: str, note: str) -> tuple[str, _Judging | None]:
        """What would be written, shown before anything is."""
        if held is None:
            return note_html(words.ASK_FIRST), None
        try:
            case = desk.judge(held.reply, held.history, verdict or "", outcome or "", note or "")
        except UsageError as error:
            return note_html(str(error)), _Judging(held.reply, held.history)
        return _written(case), _Judging(held.reply, held.history, case)

    def written(held: _Judging | None, verdict: str, outcome: str, note: str) -> tuple[str, str, _Judging | None]:
        shown, held = judged(held, verdict, outcome, note)
        if held is None or held.case is None:
            return shown, shown.replace('class="notice"', 'class="notice urgent" role="alert"'), held
        try:
            file = desk.save(held.case)
        except UsageError as error:
            return shown, note_html(str(error), urgent=True), held
        done = note_html(words.SAVED.format(file=f"{file.parent.name}/{file.name}"))
        return shown, done.replace("<p", '<p role="status"', 1), None

    given = [judging, verdict, outcome, note]
    one: dict[str, Any] = {**_QUIET, "concurrency_id": "staff-ask", "concurrency_limit": 1}
    shown = [reply, judging, outcome, preview, saved]
    gr.on([ask.click, question.submit], asked, inputs=[question, earlier], outputs=shown, **one)
    for changed in (verdict.input, outcome.input, note.blur):
        changed(judged, inputs=given, outputs=[preview, judging], **_QUIET)
    save.click(written, inputs=given, outputs=[preview, saved, judging], **_QUIET)


def _written(case: Case) -> str:
    return f'<pre tabindex="0" role="group" aria-label="{words.PREVIEW}">{escape(line(case))}</pre>'
