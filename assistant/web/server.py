"""An Assistant → HTTP: the chat, the simple page, the curated pages, the API, and whether it is alive and ready."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles

from assistant import wording
from assistant.conductor import Asked, Assistant, check_question
from assistant.errors import QuestionError, UsageError
from assistant.reply import Reply
from assistant.settings import Settings
from assistant.web import words
from assistant.web.chat import MOST_TURNS, mount_chat
from assistant.web.gate import Gate
from assistant.web.render import page_html, pages_html, simple_html

LARGEST_BODY = 1_000_000  # bytes of a request
AT_ONCE = 2  # answers at the same time: the embedder uses both cores
_STATIC = Path(__file__).parent / "static"
_log = logging.getLogger(__name__)
_STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class Site:
    """The assistant behind the web pages, with the gate before it."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self.assistant = assistant
        self._gate = Gate(at_once=AT_ONCE, waiting=settings.max_waiting, a_minute=settings.requests_per_minute)

    def answer(self, asked: Asked, visitor: str) -> Reply:
        """One reply; the fixed "busy" or "unavailable" text when none can be given now."""
        with self._gate.turn(visitor) as mine:
            if not mine:
                return self.assistant.unavailable(asked, wording.BUSY)
            try:
                return self.assistant.answer(asked)
            except QuestionError:
                raise
            except Exception as error:  # noqa: BLE001 - the rim: nothing half-checked is shown
                _log.error("answer failed: %s", type(error).__name__)
                return self.assistant.unavailable(asked)

    def conversation(self, text: str, history: list[str], visitor: str) -> list[Reply]:
        """Replies to the earlier questions and, unless it is blank, to a new one."""
        questions = [*history[-MOST_TURNS:], *([text] if text.strip() else [])]
        replies: list[Reply] = []
        for number, question in enumerate(questions):
            asked = Asked(question[:10_000], tuple(questions[:number]))
            mine = visitor if number == len(questions) - 1 else f"{visitor} again"
            replies.append(self.answer(asked, mine))
        return replies


def build_app(assistant: Assistant, settings: Settings) -> FastAPI:
    """The whole web application over an assistant."""
    site = Site(assistant, settings)
    app = FastAPI(title=words.SITE, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(CORSMiddleware, allow_origins=[], allow_methods=["GET", "POST"])
    app.middleware("http")(_headers)
    app.mount("/site", StaticFiles(directory=_STATIC), name="static")
    _add_api(app, site)
    _add_pages(app, site)
    return mount_chat(app, site.conversation)


def _add_api(app: FastAPI, site: Site) -> None:
    @app.get("/healthz")
    def healthz() -> dict[str, bool]:
        return {"ok": True}

    @app.get("/readyz")
    def readyz() -> JSONResponse:
        reply = site.assistant.answer(Asked("What is riluzole?"))
        ready = reply.outcome != "unavailable"
        return JSONResponse(
            {"ready": ready, "corpus_version": site.assistant.index.version}, status_code=200 if ready else 503
        )

    @app.post("/api/ask")
    async def ask(request: Request) -> Response:
        try:
            asked = _asked(await _body(request))
        except QuestionError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        visitor = request.client.host if request.client else ""
        reply = await run_in_threadpool(site.answer, asked, visitor)
        status = 503 if reply.outcome == "unavailable" else 200
        return Response(reply.model_dump_json(), media_type="application/json", status_code=status)


async def _body(request: Request) -> dict[str, Any]:
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST_BODY:
            raise QuestionError(f"The request has more than {LARGEST_BODY:,} bytes; expected less. Shorten it.")
    try:
        found = json.loads(raw.decode("utf-8"))
    except ValueError as error:
        raise QuestionError('The request is not JSON in UTF-8; expected {"question": "…"}. Mend it.') from error
    if not isinstance(found, dict):
        raise QuestionError(f'The request is a {type(found).__name__}; expected {{"question": "…"}}. Mend it.')
    return found


def _asked(body: dict[str, Any]) -> Asked:
    question = check_question(body.get("question"))
    history = body.get("history") or []
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        raise QuestionError("The history is no list of texts; expected earlier questions, oldest first. Mend it.")
    identity = body.get("id")
    if identity is not None and not isinstance(identity, str | int):
        raise QuestionError(f"The id is a {type(identity).__name__}; expected text or a whole number. Mend it.")
    return Asked(question, tuple(history), "" if identity is None else identity)


def _add_pages(app: FastAPI, site: Site) -> None:
    @app.get("/pages")
    def pages() -> HTMLResponse:
        return _strict(pages_html(site.assistant.index.pages))

    @app.get("/pages/{slug}")
    def page(slug: str) -> HTMLResponse:
        found = site.assistant.index.page.get(slug)
        if found is None:
            return _strict(pages_html(site.assistant.index.pages), status=404)
        return _strict(page_html(found))

    @app.get("/simple")
    def simple() -> HTMLResponse:
        return _strict(simple_html([]))

    @app.post("/simple")
    def ask_simply(
        request: Request,
        question: str = Form(""),
        next: str = Form(""),  # noqa: A002 - the name that the form's buttons carry
        earlier: list[str] = Form(default_factory=list),  # noqa: B008
    ) -> Response:
        text = next or question
        if not text.strip():
            return RedirectResponse("/simple", status_code=303) if not earlier else _simply(site, request, "", earlier)
        try:
            check_question(text)
        except QuestionError as error:
            replies = site.conversation("", earlier, "")
            return _strict(simple_html(replies, typed=text, error=str(error)), status=400)
        return _simply(site, request, text, earlier)


def _simply(site: Site, request: Request, text: str, earlier: list[str]) -> HTMLResponse:
    visitor = request.client.host if request.client else ""
    return _strict(simple_html(site.conversation(text, earlier, visitor)))


def _strict(html: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(html, status_code=status, headers={"Content-Security-Policy": _STRICT})


async def _headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    answer = await call_next(request)
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Referrer-Policy", "no-referrer")
    answer.headers.setdefault("X-Frame-Options", "DENY")
    answer.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    return answer


def serve(assistant: Assistant, settings: Settings, *, say: Callable[[str], None]) -> int:
    """Serves until it is stopped; returns 0.

    Raises:
        UsageError: The port cannot be had.
    """
    import uvicorn  # noqa: PLC0415 - only the server needs it

    listening = _listen(settings.host, settings.port)
    app = build_app(assistant, settings)
    say(f"Serving at http://{settings.host}:{listening.getsockname()[1]} (corpus version {assistant.index.version}).")
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, proxy_headers=False)
    uvicorn.Server(config).run(sockets=[listening])
    return 0


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        raise UsageError(
            f"Cannot serve at {host}:{port} ({error.strerror}); expected a free port. Choose another with --port."
        ) from error
    return listening
