"""The work on pages → HTTP: plain forms under /staff, without scripts but for one that keeps a line fresh.

Whether somebody is signed in, and whether a form came from another site, is decided by the guard around all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI, File, Form, Request, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from assistant.errors import AssistantError, PageError, UsageError
from assistant.settings import Settings
from assistant.web.incoming import sound
from evals.staff import words
from evals.staff.curation import Curation
from evals.staff.guard import COOKIE, PATH
from evals.staff.login import Sessions
from evals.staff.sheets import check_sheet, edit_sheet, gaps_sheet, health_sheet, import_sheet, publish_sheet

_SCRIPT = Path(__file__).parent / "static" / "curation.js"
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
Who = Callable[[Request], str]


def add_forms(app: FastAPI, curation: Curation, sessions: Sessions, settings: Settings) -> None:
    """Adds the pages of curation to an application that is guarded."""

    def who(request: Request) -> str:
        return sessions.name(request.cookies.get(COOKIE, "")) or words.NOBODY

    @app.get(f"{PATH}/curation.js")
    def script() -> FileResponse:
        return FileResponse(_SCRIPT, media_type="text/javascript")

    @app.get(f"{PATH}/health")
    def health() -> HTMLResponse:
        rows, made = curation.health()
        return _page(health_sheet(rows, made))

    @app.get(f"{PATH}/check")
    def check() -> HTMLResponse:
        return _page(check_sheet(curation.check()))

    _add_import(app, curation, who)
    _add_edit(app, curation, who)
    _add_gaps(app, curation, who, settings)
    _add_publish(app, curation, who)


def _add_import(app: FastAPI, curation: Curation, who: Who) -> None:
    @app.get(f"{PATH}/import")
    def form(told: str = "") -> HTMLResponse:
        return _page(import_sheet(curation.drafts(), told=told))

    @app.post(f"{PATH}/import")
    def take_in(
        request: Request,
        address: str = Form(""),
        pasted: str = Form(""),
        upload: UploadFile | None = File(None),  # noqa: B008 - FastAPI's way of naming a field
    ) -> HTMLResponse:
        raw = upload.file.read() if upload else b""
        try:
            draft = curation.take_in(who(request), address=sound(address), raw=raw, text=sound(pasted))
        except UsageError as error:
            again = import_sheet(curation.drafts(), address=address, pasted=pasted, error=str(error))
            return _page(again, status=400)
        return _page(import_sheet(curation.drafts(), draft=draft))

    @app.post(f"{PATH}/drafts/remove")
    def remove(request: Request, slug: str = Form("")) -> Response:
        try:
            curation.remove_draft(who(request), slug)
        except UsageError as error:
            return _page(import_sheet(curation.drafts(), error=str(error)), status=400)
        return _to("import", "removed")


def _add_edit(app: FastAPI, curation: Curation, who: Who) -> None:
    @app.get(f"{PATH}/edit")
    def form(page: str = "", draft: str = "", told: str = "") -> HTMLResponse:
        try:
            editing = curation.opened(page=page, draft=draft)
        except UsageError as error:
            return _page(import_sheet(curation.drafts(), error=str(error)), status=404)
        return _page(edit_sheet(editing, of_draft=bool(draft), told=told))

    @app.post(f"{PATH}/edit")
    def edited(
        request: Request,
        slug: str = Form(""),
        text: str = Form(""),
        shown: str = Form(""),
        of: str = Form(""),
        press: str = Form(""),
    ) -> Response:
        error, status = "", 200
        try:
            if press == "page":
                curation.save_page(who(request), slug, text, shown=shown)
                return _to("edit", "saved", page=slug)
            if press == "draft":
                curation.keep_draft(who(request), slug, text)
                return _to("edit", "kept", draft=slug)
        except PageError:
            error, status = words.NOT_SAVED, 400
        except UsageError as failed:
            error, status = str(failed), 409
        try:
            editing = curation.looked_at(slug, text, shown=shown)
        except UsageError as failed:
            return _page(import_sheet(curation.drafts(), error=str(failed)), status=400)
        return _page(edit_sheet(editing, of_draft=of == "draft", error=error), status=status)


def _add_gaps(app: FastAPI, curation: Curation, who: Who, settings: Settings) -> None:
    def sheet(told: str = "", error: str = "") -> str:
        return gaps_sheet(
            curation.gaps(),
            curation.reports(),
            gaps_days=settings.gaps_days,
            reports_days=settings.reports_days,
            told=told,
            error=error,
        )

    @app.get(f"{PATH}/gaps")
    def gaps(told: str = "") -> HTMLResponse:
        return _page(sheet(told))

    @app.post(f"{PATH}/reports/case")
    def case(
        request: Request,
        name: str = Form(""),
        judgement: str = Form(""),
        outcome: str = Form(""),
        note: str = Form(""),
    ) -> Response:
        try:
            curation.make_case(who(request), name, judgement=judgement, outcome=outcome, note=note)
        except UsageError as error:
            return _page(sheet(error=str(error)), status=400)
        return _to("gaps", "case")

    @app.post(f"{PATH}/reports/done")
    def done(request: Request, name: str = Form("")) -> Response:
        try:
            curation.done_with(who(request), name)
        except UsageError as error:
            return _page(sheet(error=str(error)), status=400)
        return _to("gaps", "done")


def _add_publish(app: FastAPI, curation: Curation, who: Who) -> None:
    def tried(told: str, work: Callable[[], object]) -> Response:
        try:
            work()
        except AssistantError as error:
            return _page(publish_sheet(curation.standing(), error=str(error)), status=409)
        return _to("publish", told)

    @app.get(f"{PATH}/publish")
    def standing(told: str = "") -> HTMLResponse:
        return _page(publish_sheet(curation.standing(), told=told))

    @app.post(f"{PATH}/publish")
    def publish(request: Request) -> Response:
        return tried("begun", lambda: curation.publish(who(request)))

    @app.post(f"{PATH}/rollback")
    def back(request: Request, version: str = Form("")) -> Response:
        return tried("back", lambda: curation.roll_back(who(request), version))

    @app.post(f"{PATH}/off")
    def off(request: Request, text: str = Form("")) -> Response:
        return tried("off", lambda: curation.switch_off(who(request), text))

    @app.post(f"{PATH}/on")
    def on(request: Request) -> Response:
        return tried("on", lambda: curation.switch_on(who(request)))


def _to(part: str, told: str, **more: str) -> RedirectResponse:
    """To the page that shows what became of a press, so that loading it again presses nothing."""
    query = "&".join(f"{name}={value}" for name, value in {**more, "told": told}.items())
    return RedirectResponse(f"{PATH}/{part}?{query}", status_code=303)


def _page(html: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(html, status_code=status, headers={"Content-Security-Policy": _POLICY})
