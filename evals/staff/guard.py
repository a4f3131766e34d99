"""Any ASGI application → the same with every address under /staff closed to those who are not signed in.

One layer around all of it, since Gradio's own check leaves some of its routes out. It fails closed: what is not named
here as open is refused; what a page of Gradio answers to those who are signed in, its door says.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evals.staff import words
from evals.staff.login import Sessions

PATH = "/staff"
COOKIE = "staff"
# Open to everybody: the way in, and the look of the page.
OPEN = {f"{PATH}/login", f"{PATH}/staff.css"}
# Without a referrer a browser names no Origin with a form either, and the check of it would refuse our own.
_OWN = {b"cache-control": b"no-store", b"referrer-policy": b"same-origin"}
_LOOK = {"assets", "static", "svelte", "theme.css"}  # files of the gradio package: they may be kept by a browser


class Guard:
    """Lets requests under ``PATH`` through when their cookie holds a session."""

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        self.app = app
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"} or not (parts := _below(scope)):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":  # the page has none
            await send({"type": "websocket.close", "code": 1008})
        elif _path(scope) in OPEN:  # to the letter: Gradio has a login of its own one stroke further
            await self.app(scope, receive, _private(send))
        elif not signed_in(HTTPConnection(scope), self._sessions):
            await _refuse(scope, send)
        elif scope["method"] not in {"GET", "HEAD"} and is_foreign(HTTPConnection(scope)):
            await _answer(send, 403, words.FOREIGN)
        else:
            await self.app(scope, receive, send if parts[1:2] and parts[1] in _LOOK else _private(send))


def signed_in(connection: HTTPConnection, sessions: Sessions) -> bool:
    """Whether a request carries the cookie of a session that still lasts."""
    return sessions.holds(connection.cookies.get(COOKIE, ""))


def is_foreign(connection: HTTPConnection) -> bool:
    """Whether a page of another site sent this: its Origin is not the host that was asked. None is not foreign."""
    origin = connection.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != connection.headers.get("host")


def _below(scope: Scope) -> list[str]:
    """Parts of the path when it is under ``PATH``, however it is written; else nothing."""
    parts = [part for part in _path(scope).split("/") if part]
    return parts if parts and parts[0].lower() == PATH.strip("/") else []


def _path(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


async def _refuse(scope: Scope, send: Send) -> None:
    """A person who opens a page is led to the form; anything else is told in a line."""
    accepts = HTTPConnection(scope).headers.get("accept", "")
    if scope["method"] in {"GET", "HEAD"} and "text/html" in accepts:
        await _answer(send, 303, words.NOT_SIGNED_IN, location=f"{PATH}/login")
    else:
        await _answer(send, 401, words.NOT_SIGNED_IN)


async def _answer(send: Send, status: int, text: str, location: str = "") -> None:
    body = json.dumps({"error": text}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    headers += [(b"cache-control", b"no-store")]
    headers += [(b"location", location.encode())] if location else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _private(send: Send) -> Send:
    """Answers for staff are kept by no browser: after signing out, "Back" shows nothing."""

    async def private(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(name, value) for name, value in message["headers"] if name.lower() not in _OWN]
            message = {**message, "headers": [*headers, *_OWN.items()]}
        await send(message)

    return private
