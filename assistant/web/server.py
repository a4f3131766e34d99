"""An Assistant → HTTP: the chat, the simple page, the curated pages, the API, and whether it is alive and ready."""

from __future__ import annotations

import asyncio
import ctypes
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from assistant import wording
from assistant.conductor import LONGEST_QUESTION, Asked, Assistant, check_question
from assistant.conversation import MOST_PARTS
from assistant.errors import QuestionError
from assistant.gaps import Gaps
from assistant.glossary import Glossary
from assistant.index import current_version
from assistant.model import TRIES
from assistant.pages import Page
from assistant.reply import Reply
from assistant.settings import Settings
from assistant.start import reopened
from assistant.versions import off_text
from assistant.web import words
from assistant.web.chat import MOST_TURNS, mount_chat
from assistant.web.display import Display
from assistant.web.gate import Gate
from assistant.web.incoming import earlier_questions, read_asked, read_object, sound
from assistant.web.kept import Counts, Reports
from assistant.web.lines import formatter
from assistant.web.listen import address
from assistant.web.metrics import Metrics
from assistant.web.render import Frame, page_html, pages_html, simple_html, told_html
from assistant.web.rim import Rim
from assistant.web.service import Service
from assistant.web.watch import Watch
from assistant.web.workers import HungError, Workers

AT_ONCE = 2  # answers at the same time: the embedder uses both cores
OPENED = 3  # versions held open: the one in use, and those before it that replies on screens may link to
ANSWER_WITHIN = 20.0  # seconds that an answer may take, and that a question may wait for its turn
HUNG_AT_MOST = 16  # answers that hang at the same time; more of them mend by a new start alone
READY_WITHIN = 10.0  # seconds after which a road that does not answer counts as not ready
READY_FOR = 5.0  # seconds for which an answer to "are you ready?" holds
_STATIC = Path(__file__).parent / "static"
ROOMS = "assistant.rooms"  # entry points of installed packages: what they add to the web
_log = logging.getLogger(__name__)
# Adds routes of its own, or none, before the chat takes every address that is left.
# It is given the assistant that serves now, as a function: publishing swaps it.
Room = Callable[[FastAPI, Callable[[], Assistant], Settings], None]
_STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


# The description of /api/ask, for programs; it is not served.
_ASK_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["question"],
                "properties": {
                    "question": {"type": "string", "minLength": 1, "maxLength": LONGEST_QUESTION},
                    "history": {"type": ["array", "null"], "items": {"type": "string"}},
                    "id": {"type": ["string", "integer", "null"]},
                },
            }
        }
    },
}
_TOLD = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
_ASK_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": Reply, "description": "The reply."},
    400: {"description": "What is wrong, in a line.", "content": {"application/json": {"schema": _TOLD}}},
    413: {"description": "The body is too large.", "content": {"application/json": {"schema": _TOLD}}},
    503: {"model": Reply, "description": "No answer can be given now; the fixed text says so."},
}


class Site:
    """The assistant behind the web pages, with the gate before it."""

    def __init__(
        self,
        assistant: Assistant,
        settings: Settings,
        *,
        off: Callable[[], str | None] = lambda: None,
        give_up: Callable[[], None] = lambda: None,
    ) -> None:
        self.assistant = assistant
        self.service = Service.of(settings)
        self.embed_hosts = settings.embed_hosts
        self.counts = Counts(settings.counts)
        self.reports = Reports(settings.reports, days=settings.reports_days)
        self._glossary = Glossary.of(assistant.index.pages)
        self._gaps = Gaps(Path(settings.gaps), days=settings.gaps_days) if settings.gaps else None
        self.off = off  # the text to show while the service is switched off, else None
        self._opened = {assistant.index.version: assistant}
        self._give_up = give_up  # called when as many answers hang as may
        self._workers = Workers(most=HUNG_AT_MOST)
        self._within = ANSWER_WITHIN + (MOST_PARTS * TRIES * settings.model_timeout if settings.model else 0)
        self.metrics = Metrics(
            under_way=lambda: self._gate.under_way,
            hung=lambda: self._workers.hung,
            off=lambda: self.off() is not None,
        )
        self.metrics.answers_from(assistant.index.version)
        self._gate = Gate(
            at_once=AT_ONCE,
            waiting=settings.max_waiting,
            a_minute=settings.requests_per_minute,
            patience=self._within,
            refused=self.metrics.refused,
        )
        self._ready = False
        self._ready_until = 0.0
        self._trying = threading.Lock()

    def swap(self, assistant: Assistant) -> None:
        """Answers from another version from now on; the versions before it stay for the links of their replies."""
        kept = list(self._opened.items())[1 - OPENED :]
        self._opened = {**dict(kept), assistant.index.version: assistant}
        self._glossary = Glossary.of(assistant.index.pages)
        self.assistant = assistant
        self.metrics.answers_from(assistant.index.version)

    def at(self, version: str) -> Assistant:
        """The assistant over a version that is still open, else over the one in use."""
        return self._opened.get(version, self.assistant)

    def answer(self, asked: Asked, visitor: str) -> Reply:
        """One reply; the fixed "busy" or "unavailable" text when none can be given now."""
        [reply] = self._answers([asked], visitor)
        self._count(reply)
        return reply

    def explain(self, text: str) -> list[tuple[str, Page, str]]:
        """Words of a text that a background page explains, each with the page and the unit."""
        pages = self.assistant.index.page
        return [(word, pages[slug], unit) for word, (slug, unit) in self._glossary.named_in(text)]

    def may_press(self, visitor: str) -> bool:
        """Whether a visitor may send a count or a report now; each is like a question to the gate."""
        with self._gate.turn(visitor) as mine:
            return mine

    def conversation(self, text: str, history: Sequence[str], visitor: str, *, shown: int = -1) -> list[Reply]:
        """Replies to the earlier questions and, unless it is blank, to a new one. Counts as one question.

        Where ``shown`` says that the reader's page has the replies to all earlier questions, the new one is answered
        alone.

        Raises:
            QuestionError: The new question cannot be answered as typed; nothing was answered.
        """
        text = check_question(sound(text)) if text.strip() else ""
        questions = [*earlier_questions(history, most=MOST_TURNS), *([text] if text else [])]
        asked = [Asked(q, tuple(questions[:n])) for n, q in enumerate(questions)]
        replies = self._answers(asked[-1:] if text and shown == len(asked) - 1 else asked, visitor)
        if text:  # the earlier ones were counted when they were new
            self._count(replies[-1])
        return replies

    def _count(self, reply: Reply) -> None:
        """Counts a reply by its outcome, and one that leaves a gap by drug and section, when that is switched on."""
        self.metrics.replied(reply)
        if not self._gaps or reply.outcome not in {"not_in_pages", "answered"}:
            return
        try:
            self._gaps.count(reply, self.assistant.section_asked(reply))
        except Exception as error:  # noqa: BLE001 - a count never costs an answer
            _log.error("a gap could not be counted: %s", type(error).__name__)

    def press(self, *, helped: bool, drugs: Sequence[str], unit: str) -> None:
        """Counts a press of "this helped" or "this did not help", where that is switched on.

        What did not help is a gap of the drugs (slugs) and of the section that the first cited unit stands in; names
        that no page has are left out, so that nothing typed gets into a count.

        Raises:
            OSError: The counts cannot be written.
        """
        self.counts.add(helped=helped)
        if self._gaps and not helped:
            pages = self.assistant.index.page
            named = [drug for drug in dict.fromkeys(drugs) if drug in pages]
            keys = [pages[drug].section_of[unit].key for drug in named if unit in pages[drug].section_of]
            self._gaps.count_not_helped(named, keys[0] if keys else "")

    def forget(self) -> None:
        """Removes counts and reports that have been kept for all their days."""
        self.reports.forget()
        if self._gaps:
            self._gaps.forget()

    def is_ready(self) -> bool:
        """Whether a question is answered right now; tried at most every ``READY_FOR`` seconds, one at a time.

        A road that hangs is not ready: a trial takes ``READY_WITHIN`` seconds at most.
        """
        with self._trying:
            if time.monotonic() > self._ready_until:
                self._ready = self.off() is None and self._tried()
                self._ready_until = time.monotonic() + READY_FOR
            return self._ready

    def _tried(self) -> bool:
        """Whether a question is answered and a search finds something, within ``READY_WITHIN``."""
        assistant = self.assistant

        def work() -> Reply | None:
            return assistant.answer(Asked("What is riluzole?")) if assistant.index.is_searchable() else None

        reply = self._worked(work, READY_WITHIN)
        return isinstance(reply, Reply) and reply.outcome != "unavailable"

    def _answers(self, asked: Sequence[Asked], visitor: str) -> list[Reply]:
        if not asked:
            return []
        assistant = self.assistant  # taken once: one conversation, one version
        if (text := self.off()) is not None:
            return [assistant.unavailable(each, text) for each in asked]
        begun = time.monotonic()
        with self._gate.turn(visitor) as mine:
            if mine:
                self.metrics.waited(time.monotonic() - begun)
                return self._one_by_one(asked, assistant)
        return [assistant.unavailable(each, wording.BUSY) for each in asked]

    def _one_by_one(self, asked: Sequence[Asked], assistant: Assistant) -> list[Reply]:
        """Replies in order; after one that took all the time it may, none of the others is begun."""
        replies: list[Reply] = []
        for each in asked:
            begun = time.monotonic()
            replies.append(self._answered(each, assistant))
            if time.monotonic() - begun >= self._within:
                break
        return [*replies, *(assistant.unavailable(each) for each in asked[len(replies) :])]

    def _answered(self, asked: Asked, assistant: Assistant) -> Reply:
        reply = self._worked(lambda: assistant.answer(asked), self._within)
        return reply if isinstance(reply, Reply) else assistant.unavailable(asked)

    def _worked(self, work: Callable[[], object], within: float) -> object:
        """What some work gives, or None where it fails or hangs: nothing half-checked is shown."""
        try:
            return self._workers.run(work, within)
        except QuestionError:
            raise
        except HungError:
            _log.error("an answer took more than %d seconds; %d hang now", within, self._workers.hung)
            if self._workers.hung >= HUNG_AT_MOST:
                self._give_up()
        except Exception as error:  # noqa: BLE001 - the rim
            _log.error("answer failed: %s", type(error).__name__)
        return None


def build_app(assistant: Assistant, settings: Settings, site: Site | None = None) -> ASGIApp:
    """The whole web application over an assistant; ``site`` when the caller swaps versions in it."""
    site = site or Site(assistant, settings)
    app = FastAPI(title=words.SITE, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(CORSMiddleware, allow_origins=[], allow_methods=["GET", "POST"])
    app.add_middleware(GZipMiddleware, minimum_size=1_000)  # a slow phone waits for bytes
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _bad_fields)
    app.mount("/site", StaticFiles(directory=_STATIC), name="static")
    _add_api(app, site)
    _add_pages(app, site)
    _add_simple(app, site)
    _add_kept(app, site)
    _add_refusals(app)
    for add in rooms():
        add(app, lambda: site.assistant, settings)
    return Rim(mount_chat(app, site.conversation, site.service))


def rooms() -> list[Room]:
    """What installed packages add to the web: the evals' staff page, for one, which this package may not import."""
    return [point.load() for point in entry_points(group=ROOMS)]


def _add_refusals(app: FastAPI) -> None:
    """What would otherwise fall through to Gradio: wrong methods."""

    def wrong_method() -> Response:
        raise HTTPException(405, headers={"Allow": "GET, POST"})

    for path in (
        "/api/ask",
        "/simple",
        "/embed",
        "/pages",
        "/pages/{slug}",
        "/counted",
        "/report",
        "/healthz",
        "/readyz",
    ):
        app.add_api_route(
            path, wrong_method, methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False
        )


def _http_error(request: Request, error: Exception) -> Response:
    """One line, as a page or as JSON; never the library's own text, which may repeat the request."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    text = {404: words.NO_SUCH_ADDRESS, 405: words.WRONG_METHOD}.get(status, words.BAD_REQUEST)
    if "text/html" in request.headers.get("accept", ""):  # a person's browser
        return _strict(told_html(text), status=status)
    return JSONResponse({"error": text}, status_code=status, headers=headers)


def _bad_fields(request: Request, error: Exception) -> Response:
    return _strict(simple_html([], error=words.BAD_REQUEST), status=400)


def _add_api(app: FastAPI, site: Site) -> None:
    @app.get("/healthz")
    def healthz() -> dict[str, bool]:
        return {"ok": True}

    one_at_a_time = asyncio.Lock()  # whoever asks while a trial hangs takes no thread from the answers

    @app.get("/readyz")
    async def readyz() -> JSONResponse:
        async with one_at_a_time:
            ready = await run_in_threadpool(site.is_ready)
        return JSONResponse(
            {"ready": ready, "corpus_version": site.assistant.index.version}, status_code=200 if ready else 503
        )

    @app.post("/api/ask", responses=_ASK_ANSWERS, openapi_extra={"requestBody": _ASK_BODY})
    async def ask(request: Request) -> Response:
        try:
            asked = read_asked(read_object(await request.body()))
        except QuestionError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        reply = await run_in_threadpool(site.answer, asked, _visitor(request))
        status = 503 if reply.outcome == "unavailable" else 200
        return Response(reply.model_dump_json(), media_type="application/json", status_code=status)


def _add_pages(app: FastAPI, site: Site) -> None:
    frame = Frame(site.service)

    @app.get("/pages")
    def pages(q: str = "") -> HTMLResponse:
        if (off := site.off()) is not None:
            return _strict(told_html(off, frame=frame), status=503)
        return _strict(pages_html(site.assistant.index.pages, sought=sound(q)[:100].strip(), frame=frame))

    @app.get("/pages/{slug}")
    def page(slug: str, version: str = "") -> HTMLResponse:
        if (off := site.off()) is not None:
            return _strict(told_html(off, frame=frame), status=503)
        index = site.at(version).index
        found = index.page.get(slug)
        if found is None:
            return _strict(pages_html(index.pages, missing=True, frame=frame), status=404)
        return _strict(page_html(found, site.explain, frame=frame))


@dataclass(frozen=True)
class _Sent:
    """What the form of the simple page sends: what is typed, what it carries, and which button was pressed."""

    question: str = Form("")
    next: str = Form("")
    earlier: list[str] = Form(default_factory=list)  # noqa: RUF009 - FastAPI's way of naming a field
    cleared: list[str] = Form(default_factory=list)  # noqa: RUF009
    new: str = Form("")
    undo: str = Form("")
    keep: str = Form("")
    shown: int = Form(-1)


def _add_simple(app: FastAPI, site: Site) -> None:
    def shown(request: Request) -> HTMLResponse:
        return _framed(site, simple_html([], frame=_frame(site, request)), _frame(site, request))

    def asked(request: Request, sent: Annotated[_Sent, Depends()]) -> Response:
        frame = _frame(site, request)
        if not (sent.next or sent.question).strip() and not sent.earlier and not sent.cleared:
            return RedirectResponse(frame.display.address(frame.path), status_code=303)
        return _simply(site, sent, frame, _visitor(request))

    for path in ("/simple", "/embed") if site.embed_hosts else ("/simple",):
        app.add_api_route(path, shown, methods=["GET"])
        app.add_api_route(path, asked, methods=["POST"])


def _frame(site: Site, request: Request) -> Frame:
    return Frame(site.service, Display.of(request.query_params), request.url.path)


def _simply(site: Site, sent: _Sent, frame: Frame, visitor: str) -> HTMLResponse:
    """The simple page after a press: cleared, brought back, shown otherwise, or with one more answer."""
    text = sent.next or sent.question
    earlier = earlier_questions(sent.earlier, most=MOST_TURNS)
    cleared = earlier_questions(sent.cleared, most=MOST_TURNS)
    if sent.new:
        return _framed(site, simple_html([], typed=sent.question, undo=earlier or cleared, frame=frame), frame)
    if sent.undo or sent.keep:
        replies = site.conversation("", cleared if sent.undo else earlier, visitor)
        undo = [] if sent.undo else cleared
        return _framed(site, simple_html(replies, typed=sent.question, undo=undo, frame=frame), frame)
    try:
        replies = site.conversation(text, earlier, visitor, shown=sent.shown)
    except QuestionError as error:
        before = site.conversation("", earlier, visitor)
        return _framed(site, simple_html(before, typed=text, error=str(error), frame=frame), frame, status=400)
    first = len(earlier) + 1 if text.strip() and len(replies) == 1 else 1
    failed = bool(replies) and replies[-1].outcome == "unavailable"
    kept = earlier if failed else [*earlier, *([replies[-1].question] if text.strip() and replies else [])]
    typed = text if failed else ""
    html = simple_html(replies, history=kept, typed=typed, first=first, frame=frame)
    return _framed(site, html, frame, status=503 if failed else 200)


def _add_kept(app: FastAPI, site: Site) -> None:
    frame = Frame(site.service)

    def told(text: str, status: int) -> HTMLResponse:
        return _strict(told_html(text, frame=frame), status=status)

    def counted(request: Request, helped: str = Form(""), drugs: str = Form(""), unit: str = Form("")) -> HTMLResponse:
        if helped not in {"yes", "no"} or not site.may_press(_visitor(request)):
            return told(words.BAD_REQUEST, 400)
        site.press(helped=helped == "yes", drugs=sound(drugs)[:1_000].split(), unit=sound(unit))
        return told(words.THANKS_COUNTED, 200)

    def reported(
        request: Request, question: str = Form(""), text: str = Form(""), version: str = Form("")
    ) -> HTMLResponse:
        if not text.strip() or not site.may_press(_visitor(request)):
            return told(words.BAD_REQUEST, 400)
        kept = site.reports.keep(sound(question), sound(text), sound(version)[:40])
        return told(words.REPORT_SENT if kept else words.REPORT_FAILED, 200 if kept else 503)

    if site.service.counts:
        app.add_api_route("/counted", counted, methods=["POST"])
    if site.service.reports:
        app.add_api_route("/report", reported, methods=["POST"])


def _visitor(request: Request) -> str:
    return request.client.host if request.client else ""


def _strict(html: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(html, status_code=status, headers={"Content-Security-Policy": _STRICT})


def _framed(site: Site, html: str, frame: Frame, status: int = 200) -> HTMLResponse:
    """A page that the sites of the settings may show in a frame, where it is the one for that."""
    policy = _STRICT
    if frame.path == "/embed":
        policy = policy.replace("frame-ancestors 'none'", f"frame-ancestors {site.embed_hosts}")
    return HTMLResponse(html, status_code=status, headers={"Content-Security-Policy": policy})


def serve(assistant: Assistant, settings: Settings, listening: socket.socket, *, say: Callable[[str], None]) -> int:
    """Serves on a bound socket until it is stopped; returns 0."""
    import uvicorn  # noqa: PLC0415 - only the server needs it

    _leave_no_core()
    site = Site(assistant, settings, off=lambda: off_text(settings.index), give_up=_end)
    app = build_app(assistant, settings, site)
    watch = Watch(
        current=lambda: current_version(settings.index),
        reopened=lambda: reopened(settings, assistant),
        swap=site.swap,
        opened=assistant.index.folder.name,
        tidy=site.forget,
    )
    stop_telling = site.metrics.serve(settings.metrics_port)
    watch.start()
    say(f"Serving at {address(listening)} (corpus version {assistant.index.version}). Stop with Ctrl+C.")
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxy),
        forwarded_allow_ips=settings.trusted_proxy or None,
    )
    logging.basicConfig(level=logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.addFilter(without_traceback)
        handler.setFormatter(formatter(settings.log))
    uvicorn.Server(config).run(sockets=[listening])
    watch.stop()
    stop_telling()
    return 0


def _end() -> None:
    """Ends the process at once, for whoever started it to start it again: threads that hang cannot be ended alone."""
    _log.critical("%d answers hang; this process ends with 1, so that it is started again", HUNG_AT_MOST)
    logging.shutdown()
    os._exit(1)


def _leave_no_core() -> None:
    """The memory of a process that crashed would hold questions; no system may keep it."""
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE: it stops also those who catch cores by a pipe


def without_traceback(record: logging.LogRecord) -> bool:
    """Keeps a record but for its traceback: the message of an exception may hold what a person typed."""
    if record.exc_info and record.exc_info[0]:
        record.msg, record.args = f"{record.exc_info[0].__name__}", None
    record.exc_info, record.exc_text, record.stack_info = None, None, None
    return True
