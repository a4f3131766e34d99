"""The chat at `/`: Gradio Blocks over the same reply object. Keeps nothing: earlier questions come from the page."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import gradio as gr
import gradio.queueing
import gradio.route_utils
import gradio.routes
from fastapi import FastAPI
from markupsafe import escape
from starlette.types import ASGIApp

from assistant import wording
from assistant.errors import QuestionError
from assistant.reply import Reply
from assistant.web import words
from assistant.web.door import shut
from assistant.web.incoming import earlier_questions
from assistant.web.render import (
    Frame,
    display_html,
    help_html,
    paper_html,
    problem_html,
    spoken_words,
    turn_html,
    waiting_html,
)
from assistant.web.service import Service
from assistant.web.shell import Shell

MOST_TURNS = 20
_SERVICE = Service()
_log = logging.getLogger(__name__)
_HEAD = (
    '<meta name="words" content="{spoken}"><link rel="icon" href="/site/icon.svg" type="image/svg+xml">'
    '<link rel="stylesheet" href="/site/site.css"><link rel="stylesheet" href="/site/chat.css">'
    '<script src="/site/display.js"></script><script src="/site/unkept.js"></script>'
    '<script src="/site/line.js"></script>'
    '<script src="/site/turns.js" defer></script><script src="/site/chat.js" defer></script>'
    '<noscript><meta http-equiv="refresh" content="0; url=/simple"></noscript>'  # nothing of Gradio works without
)
_FIRST = '<p class="skips" id="loading">{loading} <a href="/simple">{simple}</a></p>'
# Answers a question in its conversation; the request tells who asks.
Answer = Callable[[str, list[str], str], list[Reply]]


def mount_chat(app: FastAPI, answer: Answer, service: Service) -> ASGIApp:
    """Mounts the chat at ``/`` of an app that already has its other routes."""
    _hush()
    mounted = gr.mount_gradio_app(
        app,
        _blocks(answer, service),
        path="/",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        allowed_paths=[],
        max_file_size="1kb",
        enable_monitoring=False,
        pwa=False,
        theme=_theme(),
    )
    shut(app)
    return Shell(
        mounted,
        head=_HEAD.format(spoken=escape(spoken_words())),
        first=_FIRST.format(loading=words.LOADING, simple=words.SKIP_SIMPLE),
    )


def _hush() -> None:
    """Gradio prints the traceback of a failed event, and its message repeats what was sent; only the type is logged."""

    def print_exc() -> None:
        kind = sys.exc_info()[0]
        _log.error("chat event failed: %s", kind.__name__ if kind else "unknown")

    for module in (gradio.queueing, gradio.route_utils, gradio.routes):
        module.traceback = SimpleNamespace(print_exc=print_exc)  # type: ignore[attr-defined]


def _theme() -> gr.themes.Base:
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
    return gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"])


def _blocks(answer: Answer, service: Service) -> gr.Blocks:
    blocks: gr.Blocks
    with gr.Blocks(title=service.name, analytics_enabled=False) as blocks:
        gr.Markdown(
            f'<p class="skips"><a href="/simple">{words.SKIP_SIMPLE}</a> '
            f'<a href="#question">{words.SKIP_QUESTION}</a></p>\n'
            f'<h1>{escape(service.name)}</h1>\n<p class="intro">{words.INTRO}</p>',
            elem_id="intro",
            sanitize_html=False,
        )
        gr.Markdown(f"<h2>{words.EXAMPLES}</h2>", elem_id="examples-title", sanitize_html=False)
        with gr.Row(elem_id="examples"):
            examples = [gr.Button(question, elem_classes=["example"]) for question in wording.EXAMPLES]
        conversation = gr.Markdown("", elem_id="conversation", sanitize_html=False, latex_delimiters=[])
        gr.Markdown(str(waiting_html()), elem_id="wait", sanitize_html=False)
        gr.Markdown('<p id="said" role="status"></p>', elem_id="status", sanitize_html=False)
        question = gr.Textbox(
            label=words.QUESTION, info=words.QUESTION_HINT, lines=3, max_lines=12, elem_id="box", max_length=10_000
        )
        earlier = gr.Textbox("[]", visible=False, elem_id="earlier")
        cleared = gr.Textbox("[]", visible=False, elem_id="cleared")
        with gr.Row(elem_id="buttons"):
            ask = gr.Button(words.ASK, variant="primary", elem_id="ask")
            new = gr.Button(words.NEW, elem_id="new")
            undo = gr.Button(words.UNDO, elem_id="undo", visible=False)
        gr.Markdown(str(display_html()), elem_id="display-settings", sanitize_html=False)
        gr.Markdown(str(help_html(service)), elem_id="help", sanitize_html=False)

        def turns(text: str, before: str, request: gr.Request) -> tuple[object, ...]:
            return (
                *_turns(answer, text, before, visitor=_visitor(request), service=service),
                "[]",
                *_buttons(new=True),
            )

        def back(before: str, text: str, request: gr.Request) -> tuple[object, ...]:
            shown, kept, _ = _turns(answer, "", before, visitor=_visitor(request), service=service)
            return (shown, kept, text, "[]", *_buttons(new=True))

        shared: dict[str, Any] = {
            "outputs": [conversation, earlier, question, cleared, new, undo],
            "api_visibility": "private",
            "show_progress": "hidden",
            "concurrency_id": "answer",
            "concurrency_limit": 4,
        }
        ask.click(turns, inputs=[question, earlier], **shared)
        for button in examples:
            button.click(turns, inputs=[button, earlier], **shared)
        new.click(
            lambda before, text: ("", "[]", text, before, *_buttons(new=before == "[]")),
            inputs=[earlier, question],
            **shared,
        )
        undo.click(back, inputs=[cleared, question], **shared)
    blocks.queue(api_open=False, max_size=64)
    return blocks


def _buttons(*, new: bool) -> tuple[object, object]:
    """Which of the two is shown: New conversation or, in its place, Undo."""
    return gr.update(visible=new), gr.update(visible=not new)


def _visitor(request: gr.Request) -> str:
    return request.client.host if request and request.client else ""


def _turns(
    answer: Answer, text: str, before: str, *, visitor: str, service: Service = _SERVICE
) -> tuple[str, str, str]:
    """The conversation as HTML, the questions so far, and what stays in the box."""
    history = _history(before)
    try:
        replies = answer(text, history, visitor)
    except QuestionError as error:
        shown = f"{_shown(answer('', history, visitor), service)}\n{problem_html(str(error))}"
        return shown, json.dumps(history), text
    busy = bool(replies) and replies[-1].outcome == "unavailable"
    if busy or not text.strip():
        return _shown(replies, service), json.dumps(history), text
    return _shown(replies, service), json.dumps([reply.question for reply in replies]), ""


def _shown(replies: list[Reply], service: Service) -> str:
    """Every turn; the mark at the end is new each time, so that the page's script sees that an answer came."""
    turns = [turn_html(reply, n, latest=n == len(replies), service=service) for n, reply in enumerate(replies, 1)]
    mark = f'<span hidden data-came="{time.monotonic_ns()}"></span>'
    return "\n".join([str(paper_html(replies, Frame(service))), *map(str, turns), mark])


def _history(before: str) -> list[str]:
    """Earlier questions out of the page's own field; anything else than a list of texts counts as none."""
    try:
        found = json.loads(before)
    except (ValueError, RecursionError):
        return []
    return earlier_questions(found, most=MOST_TURNS) if isinstance(found, list) else []
