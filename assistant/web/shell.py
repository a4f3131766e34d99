"""Gradio's own page → the same with our head: styles and scripts from the first byte, none of its adverts.

Gradio adds a page's head by script, which comes too late: for a first look, for browsers without scripts, and for
settings that must hold before anything is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What Gradio tells sites that show a link as a card: its own name, and a picture of another host.
_CARDS = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*')


class Shell:
    """A layer around the application that changes one answer: the page at ``/``.

    Args:
        app: The application.
        head: HTML for the end of the page's head.
        first: HTML for the beginning of its body, shown until Gradio has drawn the page.
    """

    def __init__(self, app: ASGIApp, *, head: str, first: str) -> None:
        self.app = app
        self._head = head.encode()
        self._first = first.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        answer = _Whole(send, self._dressed)
        await self.app({**scope, "headers": plain}, receive, answer.send)

    def _dressed(self, page: bytes) -> bytes:
        page = _CARDS.sub(b"", page)
        page = page.replace(b"</head>", self._head + b"</head>", 1)
        return re.sub(rb"<body[^>]*>", lambda match: match[0] + self._first, page, count=1)


class _Whole:
    """Holds an answer back until it is whole, and changes it."""

    def __init__(self, send: Send, change: Callable[[bytes], bytes]) -> None:
        self._send = send
        self._change = change
        self._start: Message = {}
        self._parts: list[bytes] = []

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._parts.append(message.get("body", b""))
        if message.get("more_body"):
            return
        body = self._change(b"".join(self._parts))
        headers = [(name, value) for name, value in self._start["headers"] if name.lower() != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})
