"""A mounted Gradio page → the same with every address closed but those that the page itself asks for.

Gradio brings doors for files, uploads, other hosts, other callers, kept runs and its developers, and a release may
bring more. So the open ones are named here, and all others do not exist. No query reaches the page: one of its fields
makes Gradio load what others stored.
"""

from __future__ import annotations

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

# Below the address of the page; what ends in "/" stands for all below it.
OPEN = {
    "GET": (
        *("/", "/config", "/theme.css", "/favicon.ico", "/assets/", "/static/"),
        *("/gradio_api/queue/data", "/gradio_api/heartbeat/", "/gradio_api/startup-events", "/gradio_api/app_id"),
    ),
    "HEAD": ("/",),
    "POST": ("/gradio_api/queue/join", "/gradio_api/cancel", "/gradio_api/reset"),
}
_ASKED_WITH_A_QUERY = "/gradio_api/queue/data"


class Door:
    """A layer right around a mounted page; what is closed gets the error page of the application around it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    @property
    def routes(self) -> object:
        """What the page would answer without this layer."""
        return getattr(self.app, "routes", [])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # the page has no web sockets
            await send({"type": "websocket.close", "code": 1008})
            return
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        if not _is_open(scope["method"], path):
            others = [method for method in OPEN if _is_open(method, path)]
            raise HTTPException(405 if others else 404, headers={"Allow": ", ".join(others)} if others else None)
        query = scope["query_string"] if path == _ASKED_WITH_A_QUERY else b""
        await self.app({**scope, "query_string": query}, receive, send)


def shut(app: FastAPI) -> None:
    """Puts a door around the page that was mounted last."""
    mounted = app.routes[-1]
    assert isinstance(mounted, Mount)  # noqa: S101 - what `gr.mount_gradio_app` does
    mounted.app = Door(mounted.app)


def _is_open(method: str, path: str) -> bool:
    if "//" in path or ".." in path:  # no file of the page is asked for so
        return False
    return any(
        path.startswith(open_) if open_.endswith("/") and open_ != "/" else path == open_
        for open_ in OPEN.get(method, ())
    )
