"""The staff page → HTTP: signing in and out, one case, reports, and the page itself, all behind one guard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from assistant.conductor import Assistant
from assistant.errors import UsageError
from assistant.password import PasswordHash
from assistant.settings import Settings
from assistant.web.gate import counted_as
from assistant.web.incoming import sound
from evals.cases import FOLDER
from evals.staff import words
from evals.staff.curation import Curation
from evals.staff.desk import Desk
from evals.staff.forms import add_forms
from evals.staff.guard import COOKIE, PATH, Guard, is_foreign
from evals.staff.login import LASTS, Sessions, Tries
from evals.staff.page import mount_page
from evals.staff.report import report_csv, report_html
from evals.staff.views import case_html, login_html, missing_html

_LOOK = Path(__file__).parent / "static" / "staff.css"
_STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def mount(app: FastAPI, serving: Callable[[], Assistant], settings: Settings, *, cases: Path = FOLDER) -> None:
    """Adds the staff page to an application that does not yet have its chat; nothing when no password is set.

    Args:
        app: The application; the guard is put around all of it.
        serving: Gives who is asked by runs and by "Ask and judge": the assistant that answers visitors now.
        settings: ``staff_password_hash`` opens the page, ``evals`` is where runs and judged cases are kept.
        cases: Folder of the cases.
    """
    if not settings.staff_password_hash:
        return
    desk, sessions = Desk(serving, settings.evals, cases), Sessions()
    _add_login(app, PasswordHash.read(settings.staff_password_hash), sessions, Tries())
    _add_case(app, desk)
    _add_reports(app, desk)
    add_forms(app, Curation(desk, serving, settings, cases), sessions, settings)
    mount_page(app, desk)
    app.add_middleware(Guard, sessions=sessions)


def _add_login(app: FastAPI, password_hash: PasswordHash, sessions: Sessions, tries: Tries) -> None:
    @app.get(f"{PATH}/staff.css")
    def look() -> FileResponse:
        return FileResponse(_LOOK, media_type="text/css")

    @app.get(f"{PATH}/login")
    def form(out: str = "") -> HTMLResponse:
        return _page(login_html(note=words.SIGNED_OUT if out else ""))

    @app.post(f"{PATH}/login")
    async def sign_in(request: Request, password: str = Form(""), who: str = Form("")) -> Response:
        address = counted_as(request.client.host if request.client else "")
        if is_foreign(request):
            return _page(login_html(error=words.FOREIGN), status=403)
        if not tries.may(address):
            return _locked(tries.wait(address))
        # scrypt takes a tenth of a second of a processor: not in the loop that serves everybody.
        if not await run_in_threadpool(password_hash.fits, password):
            wait = tries.wait(address)
            return _locked(wait) if wait else _page(login_html(error=words.WRONG), status=403)
        tries.forget(address)
        answer = RedirectResponse(f"{PATH}/", status_code=303)
        answer.set_cookie(
            COOKIE,
            sessions.begin(sound(who)),
            max_age=int(LASTS),
            path=PATH,
            httponly=True,
            samesite="strict",
            secure=_is_https(request),
        )
        return answer

    @app.post(f"{PATH}/logout")
    def sign_out(request: Request) -> Response:
        sessions.end(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse(f"{PATH}/login?out=1", status_code=303)
        answer.delete_cookie(COOKIE, path=PATH)
        return answer


def _locked(seconds: float) -> HTMLResponse:
    minutes = max(1, -(-int(seconds) // 60))
    return _page(login_html(error=words.LOCKED.format(minutes=minutes)), status=429)


def _is_https(request: Request) -> bool:
    """Whether the browser came by https, also through a proxy; a lie here can only make the cookie stricter."""
    return "https" in {request.url.scheme, request.headers.get("x-forwarded-proto", "")}


def _add_case(app: FastAPI, desk: Desk) -> None:
    @app.get(f"{PATH}/case")
    def case(run: str = "", id: str = "", before: str = "") -> HTMLResponse:  # noqa: A002 - as the address says it
        try:
            return _page(case_html(desk.case(run, id, before), desk.assistant.index.page))
        except UsageError:
            return _page(missing_html(), status=404)


def _add_reports(app: FastAPI, desk: Desk) -> None:
    @app.get(f"{PATH}/report")
    def report(request: Request, run: str = "") -> Response:
        kind = request.query_params.get("as", "html")
        try:
            found, cases, places = desk.archive.run(run), desk.expected(), desk.places()
            if kind == "csv":
                text, media = report_csv(found, cases=cases, places=places), "text/csv"
            else:
                kind, media = "html", "text/html"
                text = report_html(found, desk.summary(run), short=desk.short(run), cases=cases, places=places)
        except UsageError:
            return _page(missing_html(), status=404)
        # A byte order mark tells spreadsheets that the file is UTF-8.
        body = text.encode("utf-8-sig" if kind == "csv" else "utf-8")
        headers = {"Content-Disposition": f'attachment; filename="{run}.{kind}"'}
        return Response(body, media_type=f"{media}; charset=utf-8", headers=headers)


def _page(html: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(html, status_code=status, headers={"Content-Security-Policy": _STRICT})
