"""The chat at `/`: Gradio Blocks over the same reply object. Keeps nothing: earlier questions come from the page."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import gradio as gr
import gradio.queueing
import gradio.route_utils
import gradio.routes
from fastapi import FastAPI

from assistant import wording
from assistant.errors import QuestionError
from assistant.reply import Reply
from assistant.web import words
from assistant.web.incoming import earlier_questions
from assistant.web.render import problem_html, turn_html

MOST_TURNS = 20
_log = logging.getLogger(__name__)
_HEAD = (  # linked, not given as css: Gradio rewrites the selectors of its own css, and dark colours are lost
    '<link rel="stylesheet" href="/site/site.css"><link rel="stylesheet" href="/site/chat.css">'
    '<script src="/site/chat.js" defer></script><link rel="icon" href="/site/icon.svg" type="image/svg+xml">'
)
# Answers a question in its conversation; the request tells who asks.
Answer = Callable[[str, list[str], str], list[Reply]]


def mount_chat(app: FastAPI, answer: Answer) -> FastAPI:
    """Mounts the chat at ``/`` of an app that already has its other routes."""
    _hush()
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        _blocks(answer),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        allowed_paths=[],
        max_file_size="1kb",
        enable_monitoring=False,
        pwa=False,
        theme=_theme(),
        head=_HEAD,
    )
    return mounted


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


def _blocks(answer: Answer) -> gr.Blocks:
    blocks: gr.Blocks
    with gr.Blocks(title=words.SITE, analytics_enabled=False) as blocks:
        gr.Markdown(
            f'<p class="skips"><a href="/simple">{words.SKIP_SIMPLE}</a> '
            f'<a href="#question">{words.SKIP_QUESTION}</a></p>\n<h1>{words.SITE}</h1>\n<p>{words.INTRO}</p>',
            elem_id="intro",
            sanitize_html=False,
        )
        gr.Markdown(f"<h2>{words.EXAMPLES}</h2>", elem_id="examples-title", sanitize_html=False)
        with gr.Row(elem_id="examples"):
            examples = [gr.Button(question, elem_classes=["example"]) for question in wording.EXAMPLES]
        conversation = gr.Markdown("", elem_id="conversation", sanitize_html=False, latex_delimiters=[])
        gr.Markdown('<p id="said" role="status"></p>', elem_id="status", sanitize_html=False)
        question = gr.Textbox(
            label=words.QUESTION, info=words.QUESTION_HINT, lines=3, max_lines=12, elem_id="question", max_length=10_000
        )
        earlier = gr.Textbox("[]", visible=False, elem_id="earlier")
        with gr.Row(elem_id="buttons"):
            ask = gr.Button(words.ASK, variant="primary", elem_id="ask")
            new = gr.Button(words.NEW, elem_id="new")
        gr.Markdown(
            f"<h2>{words.HELP}</h2>\n<p>{words.PRIVACY}</p>\n<p>{words.NOT_TESTED}</p>\n"
            f'<p><a class="wide" href="/pages">{words.PAGES}</a></p>',
            elem_id="help",
            sanitize_html=False,
        )

        def turns(text: str, before: str, request: gr.Request) -> tuple[str, str, str]:
            return _turns(answer, text, before, _visitor(request))

        shared: dict[str, Any] = {
            "outputs": [conversation, earlier, question],
            "api_visibility": "private",
            "show_progress": "hidden",
            "concurrency_id": "answer",
            "concurrency_limit": 4,
        }
        gr.on([ask.click, question.submit], turns, inputs=[question, earlier], **shared)
        for button in examples:
            button.click(turns, inputs=[button, earlier], **shared)
        new.click(lambda: ("", "[]", ""), inputs=[], **shared)
    blocks.queue(api_open=False, max_size=64)
    return blocks


def _visitor(request: gr.Request) -> str:
    return request.client.host if request and request.client else ""


def _turns(answer: Answer, text: str, before: str, visitor: str) -> tuple[str, str, str]:
    """The conversation as HTML, the questions so far, and what stays in the box."""
    history = _history(before)
    try:
        replies = answer(text, history, visitor)
    except QuestionError as error:
        return f"{_shown(answer('', history, visitor))}\n{problem_html(str(error))}", json.dumps(history), text
    busy = bool(replies) and replies[-1].outcome == "unavailable"
    if busy or not text.strip():
        return _shown(replies), json.dumps(history), text
    return _shown(replies), json.dumps([reply.question for reply in replies]), ""


def _shown(replies: list[Reply]) -> str:
    return "\n".join(turn_html(reply, n) for n, reply in enumerate(replies, 1))


def _history(before: str) -> list[str]:
    """Earlier questions out of the page's own field; anything else than a list of texts counts as none."""
    try:
        found = json.loads(before)
    except (ValueError, RecursionError):
        return []
    return earlier_questions(found, most=MOST_TURNS) if isinstance(found, list) else []
