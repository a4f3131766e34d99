"""An Assistant → HTTP: the chat, the simple page, the curated pages, the API, and whether it is alive and ready."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from fastapi import FastAPI, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from assistant import wording
from assistant.conductor import Asked, Assistant, check_question
from assistant.errors import QuestionError
from assistant.gaps import Gaps
from assistant.index import current_version
from assistant.reply import Reply
from assistant.settings import Settings
from assistant.start import reopened
from assistant.versions import off_text
from assistant.web import words
from assistant.web.chat import MOST_TURNS, mount_chat
from assistant.web.gate import Gate
from assistant.web.incoming import earlier_questions, read_asked, read_object, sound
from assistant.web.listen import address
from assistant.web.render import page_html, pages_html, simple_html
from assistant.web.rim import Rim
from assistant.web.watch import Watch

AT_ONCE = 2  # answers at the same time: the embedder uses both cores
OPENED = 3  # versions held open: the one in use, and those before it that replies on screens may link to
READY_FOR = 5.0  # seconds for which an answer to "are you ready?" holds
_STATIC = Path(__file__).parent / "static"
_log = logging.getLogger(__name__)
# Files, other calls than the queue's, and descriptions for programs: this program's is POST /api/ask.
_CLOSED = (
    *("/gradio_api/upload", "/gradio_api/upload_progress", "/gradio_api/info", "/gradio_api/openapi.json"),
    *("/gradio_api/file={path:path}", "/gradio_api/proxy={path:path}", "/gradio_api/stream/{rest:path}"),
    *("/gradio_api/run/{rest:path}", "/gradio_api/api/{rest:path}", "/gradio_api/call/{rest:path}"),
    *("/gradio_api/component_server", "/gradio_api/vibe-editor/", "/gradio_api/mcp/{rest:path}"),
    *("/file={path:path}", "/proxy={path:path}", "/upload", "/monitoring", "/monitoring/{rest:path}"),
    *("/login", "/logout", "/token", "/user", "/openapi.json", "/docs"),
)
_STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class Site:
    """The assistant behind the web pages, with the gate before it."""

    def __init__(
        self, assistant: Assistant, settings: Settings, *, off: Callable[[], str | None] = lambda: None
    ) -> None:
        self.assistant = assistant
        self._gaps = Gaps(Path(settings.counts), days=settings.counts_days) if settings.counts else None
        self.off = off  # the text to show while the service is switched off, else None
        self._opened = {assistant.index.version: assistant}
        self._gate = Gate(at_once=AT_ONCE, waiting=settings.max_waiting, a_minute=settings.requests_per_minute)
        self._ready = False
        self._ready_until = 0.0

    def swap(self, assistant: Assistant) -> None:
        """Answers from another version from now on; the versions before it stay for the links of their replies."""
        kept = list(self._opened.items())[1 - OPENED :]
        self._opened = {**dict(kept), assistant.index.version: assistant}
        self.assistant = assistant

    def at(self, version: str) -> Assistant:
        """The assistant over a version that is still open, else over the one in use."""
        return self._opened.get(version, self.assistant)

    def answer(self, asked: Asked, visitor: str) -> Reply:
        """One reply; the fixed "busy" or "unavailable" text when none can be given now."""
        [reply] = self._answers([asked], visitor)
        self._count(reply)
        return reply

    def conversation(self, text: str, history: Sequence[str], visitor: str) -> list[Reply]:
        """Replies to the earlier questions and, unless it is blank, to a new one. Counts as one question.

        Raises:
            QuestionError: The new question cannot be answered as typed; nothing was answered.
        """
        text = check_question(sound(text)) if text.strip() else ""
        questions = [*earlier_questions(history, most=MOST_TURNS), *([text] if text else [])]
        replies = self._answers([Asked(q, tuple(questions[:n])) for n, q in enumerate(questions)], visitor)
        if text:  # the earlier ones were counted when they were new
            self._count(replies[-1])
        return replies

    def _count(self, reply: Reply) -> None:
        """Counts a reply that leaves a gap, by drug and section, when counting is switched on."""
        if not self._gaps or reply.outcome not in {"not_in_pages", "answered"}:
            return
        try:
            self._gaps.count(reply, self.assistant.section_asked(reply))
        except Exception as error:  # noqa: BLE001 - a count never costs an answer
            _log.error("a gap could not be counted: %s", type(error).__name__)

    def is_ready(self) -> bool:
        """Whether a question is answered right now; asked at most every ``READY_FOR`` seconds."""
        if time.monotonic() > self._ready_until:
            ready = self._answered(Asked("What is riluzole?"), self.assistant).outcome != "unavailable"
            self._ready = ready and self.off() is None
            self._ready_until = time.monotonic() + READY_FOR
        return self._ready

    def _answers(self, asked: Sequence[Asked], visitor: str) -> list[Reply]:
        if not asked:
            return []
        assistant = self.assistant  # taken once: one conversation, one version
        if (text := self.off()) is not None:
            return [assistant.unavailable(each, text) for each in asked]
        with self._gate.turn(visitor) as mine:
            if mine:
                return [self._answered(each, assistant) for each in asked]
        return [assistant.unavailable(each, wording.BUSY) for each in asked]

    def _answered(self, asked: Asked, assistant: Assistant) -> Reply:
        try:
            return assistant.answer(asked)
        except QuestionError:
            raise
        except Exception as error:  # noqa: BLE001 - the rim: nothing half-checked is shown
            _log.error("answer failed: %s", type(error).__name__)
            return assistant.unavailable(asked)


def build_app(assistant: Assistant, settings: Settings, site: Site | None = None) -> ASGIApp:
    """The whole web application over an assistant; ``site`` when the caller swaps versions in it."""
    site = site or Site(assistant, settings)
    app = FastAPI(title=words.SITE, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(CORSMiddleware, allow_origins=[], allow_methods=["GET", "POST"])
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _bad_fields)
    app.mount("/site", StaticFiles(directory=_STATIC), name="static")
    _add_api(app, site)
    _add_pages(app, site)
    _add_refusals(app)
    return Rim(mount_chat(app, site.conversation))


def _add_refusals(app: FastAPI) -> None:
    """What would otherwise fall through to Gradio: wrong methods, and doors of Gradio's that the chat does not use."""

    def wrong_method() -> Response:
        return JSONResponse({"error": words.WRONG_METHOD}, status_code=405, headers={"Allow": "GET, POST"})

    def closed() -> Response:
        return JSONResponse({"error": words.NO_SUCH_ADDRESS}, status_code=404)

    for path in ("/api/ask", "/simple", "/pages", "/pages/{slug}", "/healthz", "/readyz"):
        app.add_api_route(path, wrong_method, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    for path in _CLOSED:
        app.add_api_route(path, closed, methods=["GET", "POST"])


def _http_error(request: Request, error: Exception) -> Response:
    """One line of JSON; never the library's own text, which may repeat the request."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    text = {404: words.NO_SUCH_ADDRESS, 405: words.WRONG_METHOD}.get(status, words.BAD_REQUEST)
    return JSONResponse({"error": text}, status_code=status, headers=headers)


def _bad_fields(request: Request, error: Exception) -> Response:
    return _strict(simple_html([], error=words.BAD_REQUEST), status=400)


def _add_api(app: FastAPI, site: Site) -> None:
    @app.get("/healthz")
    def healthz() -> dict[str, bool]:
        return {"ok": True}

    @app.get("/readyz")
    def readyz() -> JSONResponse:
        ready = site.is_ready()
        return JSONResponse(
            {"ready": ready, "corpus_version": site.assistant.index.version}, status_code=200 if ready else 503
        )

    @app.post("/api/ask")
    async def ask(request: Request) -> Response:
        try:
            asked = read_asked(read_object(await request.body()))
        except QuestionError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        reply = await run_in_threadpool(site.answer, asked, _visitor(request))
        status = 503 if reply.outcome == "unavailable" else 200
        return Response(reply.model_dump_json(), media_type="application/json", status_code=status)


def _add_pages(app: FastAPI, site: Site) -> None:
    @app.get("/pages")
    def pages() -> HTMLResponse:
        if (off := site.off()) is not None:
            return _strict(simple_html([], error=off), status=503)
        return _strict(pages_html(site.assistant.index.pages))

    @app.get("/pages/{slug}")
    def page(slug: str, version: str = "") -> HTMLResponse:
        if (off := site.off()) is not None:
            return _strict(simple_html([], error=off), status=503)
        index = site.at(version).index
        found = index.page.get(slug)
        if found is None:
            return _strict(pages_html(index.pages, missing=True), status=404)
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
        if not text.strip() and not earlier:
            return RedirectResponse("/simple", status_code=303)
        return _simply(site, text, earlier, _visitor(request))


def _simply(site: Site, text: str, earlier: list[str], visitor: str) -> HTMLResponse:
    try:
        replies = site.conversation(text, earlier, visitor)
    except QuestionError as error:
        return _strict(simple_html(site.conversation("", earlier, visitor), typed=text, error=str(error)), status=400)
    failed = bool(replies) and replies[-1].outcome == "unavailable"
    kept = earlier_questions(earlier, most=MOST_TURNS) if failed else [reply.question for reply in replies]
    html = simple_html(replies, history=kept, typed=text if failed else "")
    return _strict(html, status=503 if failed else 200)


def _visitor(request: Request) -> str:
    return request.client.host if request.client else ""


def _strict(html: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(html, status_code=status, headers={"Content-Security-Policy": _STRICT})


def serve(assistant: Assistant, settings: Settings, listening: socket.socket, *, say: Callable[[str], None]) -> int:
    """Serves on a bound socket until it is stopped; returns 0."""
    import uvicorn  # noqa: PLC0415 - only the server needs it

    site = Site(assistant, settings, off=lambda: off_text(settings.index))
    app = build_app(assistant, settings, site)
    watch = Watch(
        current=lambda: current_version(settings.index),
        reopened=lambda: reopened(settings, assistant),
        swap=site.swap,
        opened=assistant.index.folder.name,
    )
    watch.start()
    say(f"Serving at {address(listening)} (corpus version {assistant.index.version}). Stop with Ctrl+C.")
    config = uvicorn.Config(
        app, log_config=None, log_level="warning", access_log=False, server_header=False, proxy_headers=False
    )
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(without_traceback)
    uvicorn.Server(config).run(sockets=[listening])
    watch.stop()
    return 0


def without_traceback(record: logging.LogRecord) -> bool:
    """Keeps a record but for its traceback: the message of an exception may hold what a person typed."""
    if record.exc_info and record.exc_info[0]:
        record.msg, record.args = f"{record.exc_info[0].__name__}", None
    record.exc_info, record.exc_text, record.stack_info = None, None, None
    return True
