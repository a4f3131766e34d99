"""Any ASGI application → the same with limits: no huge body, safe headers, and no failure that tells what was typed.

It also answers HEAD as GET, without the body.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 1_000_000  # bytes of a request
_log = logging.getLogger(__name__)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # For the chat: Gradio has scripts and styles in its page. Nothing may come from, or go to, another host.
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; form-action 'self'; "
        "base-uri 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
}


# What a browser would else keep on its disk: the stream of the chat's answers, and replies to programs.
_UNKEPT = ("/gradio_api/", "/api/")


class Rim:
    """The outermost layer. Headers that a route sets itself stay."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope.get("path", "")
        bare = scope.get("method") == "HEAD" and "/gradio_api/" not in path  # those are streams and commands
        if bare:  # whoever answers GET answers HEAD: the same without its body
            scope = {**scope, "method": "GET"}
        exchange = _Exchange(receive, send, unkept=path.startswith(_UNKEPT), bare=bare)
        try:
            if _length(scope) > LARGEST_BODY:
                raise _TooLargeError
            await self.app(scope, exchange.receive, exchange.send)
        except _TooLargeError:
            await exchange.fail(413, f"The request has more than {LARGEST_BODY:,} bytes; expected less. Shorten it.")
        except Exception as error:  # noqa: BLE001 - the rim: the type alone, a message may hold what a person typed
            _log.error("request failed: %s", type(error).__name__)
            await exchange.fail(500, "Something went wrong here. Please try again in a minute.")


class _TooLargeError(Exception):
    """The body outgrew the limit."""


class _Exchange:
    """One request and its answer: counts what comes in, adds headers to what goes out."""

    def __init__(self, receive: Receive, send: Send, *, unkept: bool, bare: bool) -> None:
        self._receive = receive
        self._unkept = unkept
        self._bare = bare
        self._send = send
        self._received = 0
        self._too_large = False
        self._started = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._received += len(message.get("body", b""))
        if self._received > LARGEST_BODY:
            self._too_large = True
            raise _TooLargeError
        return message

    async def send(self, message: Message) -> None:
        if self._too_large:  # a route that caught the failure must not answer half a body
            raise _TooLargeError
        if message["type"] == "http.response.start":
            self._started = True
            present = {name.lower() for name, _ in message["headers"]}
            if _may_be_framed(message["headers"]):
                present.add(b"x-frame-options")  # it knows no list of sites; frame-ancestors says who may
            added = [(k.encode(), v.encode()) for k, v in _HEADERS.items() if k.encode() not in present]
            headers = message["headers"]
            if self._unkept:
                headers = [each for each in headers if each[0].lower() != b"cache-control"]
                added.append((b"cache-control", b"no-store"))
            message = {**message, "headers": [*headers, *added]}
        elif self._bare:
            message = {**message, "body": b""}
        await self._send(message)

    async def fail(self, status: int, text: str) -> None:
        if self._started:
            return  # too late to say anything; the connection closes short
        self._too_large = False
        body = json.dumps({"error": text}).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        if status == 413:
            headers.append((b"connection", b"close"))
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})


def _may_be_framed(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a route itself named the sites that may show it in a frame."""
    policy = next((value for name, value in headers if name.lower() == b"content-security-policy"), b"")
    return b"frame-ancestors http" in policy


def _length(scope: Scope) -> int:
    found = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(found) if found.isdigit() else 0
