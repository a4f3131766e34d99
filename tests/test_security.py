"""What the security office is told in docs/security.md is so: every address that answers, its headers, the versions."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from packaging.version import Version
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message

from assistant.conductor import Asked, Assistant
from assistant.doctor import FLOORS
from assistant.password import PasswordHash
from assistant.settings import Settings
from assistant.web import door, server
from assistant.web.rim import LARGEST_BODY
from evals.staff.guard import COOKIE
from evals.staff.login import WRONG_AT_MOST
from evals.staff.server import mount
from tests.test_house import ROOT

DOCUMENT = (ROOT / "docs" / "security.md").read_text("utf-8")
PASSWORD = "four quiet words here"  # noqa: S105 - of these tests alone
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
SAMPLES = {"slug": "zelunor", "session_hash": "abc"}  # what stands for a part of an address; "x" for all others


def table(heading: str) -> list[list[str]]:
    """Cells of the rows under a heading of the document, without its head."""
    under = DOCUMENT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in under.splitlines() if line[:1] == "|"]
    return rows[2:]


# --- every address that answers -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """The beginning of an answer; streams have no end to wait for."""

    status: int
    headers: Mapping[str, str]


async def first(app: ASGIApp, method: str, address: str, **headers: str) -> Answer:
    """What an application answers to a request with an empty body, as soon as it begins to."""
    path, _, query = address.partition("?")
    begun: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
    body: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if body:
            return body.pop()
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start" and not begun.done():
            begun.set_result(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(b"host", b"testserver"), *((k.encode(), v.encode()) for k, v in headers.items())],
        "client": ("127.0.0.1", 1), "server": ("testserver", 80),
    }  # fmt: skip
    work = asyncio.create_task(app(scope, receive, send))  # type: ignore[arg-type]
    await asyncio.wait([work, begun], timeout=30, return_when=asyncio.FIRST_COMPLETED)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    message = begun.result()
    return Answer(message["status"], {name.decode().lower(): value.decode() for name, value in message["headers"]})


def routes(found: list[Any], before: str = "") -> Iterator[str]:
    """Every path of an application, those of what is mounted in it too, also behind a layer around that."""
    for route in found:
        own = before + getattr(route, "path", "")
        inner = getattr(route, "app", None)
        inside = getattr(inner, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
        if inside:
            yield from routes(list(inside), own.rstrip("/"))
        elif own == "/site":
            yield "/site/{path:path}"
        else:
            yield own


def innermost(app: Any) -> FastAPI:
    while not isinstance(app, FastAPI):
        app = app.app
    return app


@dataclass(frozen=True)
class Walk:
    """Answers to every method at every path that some route names: of a visitor, of signed-in staff, to a huge body."""

    visitor: Mapping[tuple[str, str], Answer]
    staff: Mapping[tuple[str, str], Answer]
    huge: Mapping[tuple[str, str], Answer]


@pytest.fixture(scope="module")
def walk(light: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The whole application with everything that settings can switch on."""
    folder = tmp_path_factory.mktemp("walk")
    settings = Settings(
        staff_password_hash=str(PasswordHash.of(PASSWORD)),
        evals=folder / "evals",
        counts=str(folder / "counts.json"),
        reports=str(folder / "reports"),
        embed_hosts="https://charity.example",
        requests_per_minute=100_000,
    )

    async def walked() -> Walk:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(server, "rooms", lambda: [partial(mount, cases=folder)])
            app = server.build_app(light, settings)
        names = sorted(set(routes(list(innermost(app).routes))), key=lambda name: (name == "/staff/logout", name))
        assert len(names) > 150
        cookie = TestClient(app).post("/staff/login", data={"password": PASSWORD}, follow_redirects=False).cookies
        signed_in = {"cookie": f"{COOKIE}={cookie[COOKIE]}"}
        visitor, staff, huge = {}, {}, {}
        too_long = {**signed_in, "content-length": str(LARGEST_BODY + 1)}
        for name in names:
            for method in METHODS:
                visitor[method, name] = await first(app, method, filled(name))
                huge[method, name] = await first(app, method, filled(name), **too_long)
                if name.startswith("/staff"):
                    staff[method, name] = await first(app, method, filled(name), **signed_in)
        return Walk(visitor, staff, huge)

    return asyncio.run(walked())


def filled(name: str) -> str:
    """A path out of the name of a route; where files are served, one that is there."""
    if name.endswith("/assets/{path:path}"):
        import gradio

        asset = next((Path(gradio.__file__).parent / "templates" / "frontend" / "assets").glob("*.js"))
        return name.replace("{path:path}", asset.name)
    if name.endswith("/static/{path:path}"):
        return name.replace("{path:path}", "img/clear.svg")
    if name == "/site/{path:path}":
        return "/site/site.css"
    if name.endswith("/queue/data"):
        return f"{name}?session_hash=abc"
    return re.sub(r"{(\w+)[^}]*}", lambda match: SAMPLES.get(match[1], "x"), name)


def answering(found: Mapping[tuple[str, str], Answer]) -> set[tuple[str, str]]:
    """What is there: not refused, and not told that there is nothing. A page that says what it lacks is there."""
    return {
        key
        for key, answer in found.items()
        if answer.status not in {401, 404, 405} or (answer.status == 404 and "html" in answer.headers["content-type"])
    }


def test_every_address_that_answers_stands_in_the_document_with_its_reason_and_none_other(walk: Walk) -> None:
    """A new route: give it a line in docs/security.md that says why it has to answer."""
    told = table("Every address that answers")
    assert all(len(row) == 4 and row[3] for row in told)
    listed: dict[str, set[tuple[str, str]]] = {"anyone": set(), "staff": set()}
    for path, methods, who, _ in told:
        listed[who] |= {(method, path.strip("`")) for method in methods.split(", ")}
    visitor = answering(walk.visitor)
    assert visitor - listed["anyone"] == set()
    assert listed["anyone"] - visitor == set()
    staff = answering(walk.staff) - visitor
    assert staff - listed["staff"] == set()
    assert listed["staff"] - staff == set()


DANGEROUS = re.compile(
    r"/gradio_api/(upload|file|proxy|stream|runs?|call|api|component_server|custom_component|undo|vibe|dev|deep_link|"
    r"process_recording|info|openapi|mcp|login_check|token|user|queue/status)|/(monitoring|pwa_icon|manifest|docs|upload)"
)


def test_no_door_of_gradio_is_open_for_files_uploads_other_hosts_runs_or_its_developers(walk: Walk) -> None:
    for found in (walk.visitor, walk.staff):
        dangerous = {key for key in found if DANGEROUS.search(key[1])}
        assert len({path for _, path in dangerous}) > 30
        assert {key: found[key].status for key in dangerous if found[key].status not in {401, 303, 404}} == {}
    # The walk saw what Gradio brings; were these gone, it would prove nothing.
    assert {"/gradio_api/upload", "/gradio_api/proxy={url_path:path}", "/gradio_api/runs", "/gradio_api/vibe-edit",
            "/gradio_api/file={path_or_url:path}"} <= {path for _, path in walk.visitor}  # fmt: skip


@pytest.mark.parametrize(
    "path",
    ["/gradio_api/file=/etc/hosts", "/gradio_api/file=http://10.0.0.1/", "/gradio_api/proxy=http://10.0.0.1/x",
     "/static//etc/hosts", "/static/../../../../etc/hosts", "/assets/%2e%2e/%2e%2e/config.json", "/svelte//etc/hosts",
     "/gradio_api/runs", "/gradio_api//upload", "/gradio_api/queue/../upload"],
)  # fmt: skip
def test_no_way_of_writing_an_address_opens_a_door_of_gradio(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"host": "localhost"})
    assert answer.status_code == 404


def test_no_query_reaches_the_page_of_gradio(client: TestClient) -> None:
    """Gradio loads what others stored when an address names it; it says in its page what came of that."""
    assert '"deep_link_state":"none"' in client.get("/?deep_link=x").text


def test_a_door_never_opens_a_web_socket() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(door.Door(FastAPI())({"type": "websocket", "path": "/"}, send, send))  # type: ignore[arg-type]
    assert sent == [{"type": "websocket.close", "code": 1008}]


# --- headers ------------------------------------------------------------------------------------------------------


def unsafe(headers: Mapping[str, str]) -> list[str]:
    """What a safe answer must carry and this one does not."""
    policy = headers.get("content-security-policy", "")
    must = {
        "x-content-type-options": headers.get("x-content-type-options") == "nosniff",
        "referrer-policy": headers.get("referrer-policy") in {"no-referrer", "same-origin"},
        "framing": headers.get("x-frame-options") == "DENY" or "frame-ancestors https://charity.example" in policy,
        "content-security-policy": "default-src 'none'" in policy or "default-src 'self'" in policy,
        "other hosts": not re.search(r"https?:|\*", policy.split("frame-ancestors")[0]),
        "eval": "unsafe-eval" not in policy,
        "objects": "default-src 'none'" in policy or "object-src 'none'" in policy,
        "permissions-policy": "camera=(), microphone=(), geolocation=()" in headers.get("permissions-policy", ""),
        "opener": headers.get("cross-origin-opener-policy") == "same-origin",
        "resource": headers.get("cross-origin-resource-policy") == "same-origin",
        "origins": not any(name.startswith("access-control-allow") for name in headers),
        "server": "server" not in headers and "x-powered-by" not in headers,
    }
    return [name for name, held in must.items() if not held]


def test_every_answer_to_every_method_carries_the_strict_headers(walk: Walk) -> None:
    answers = {**walk.visitor, **{("signed in", *key): answer for key, answer in walk.staff.items()}}
    assert {key: missing for key, answer in answers.items() if (missing := unsafe(answer.headers))} == {}
    assert {200, 303, 400, 401, 404, 405, 422} <= {answer.status for answer in answers.values()}


def test_every_address_refuses_a_huge_body_with_every_method(walk: Walk) -> None:
    assert walk.huge.keys() == walk.visitor.keys()
    assert {key: answer.status for key, answer in walk.huge.items() if answer.status != 413} == {}
    assert {key: missing for key, answer in walk.huge.items() if (missing := unsafe(answer.headers))} == {}


def test_every_address_that_asks_or_keeps_something_has_the_limit_of_a_visitor(
    light: Assistant, tmp_path: Path
) -> None:
    settings = Settings(
        requests_per_minute=1,
        counts=str(tmp_path / "counts.json"),
        reports=str(tmp_path / "reports"),
        embed_hosts="https://charity.example",
    )

    async def build() -> ASGIApp:
        return server.build_app(light, settings)

    app = asyncio.run(build())
    asked: dict[str, Any] = {"data": {"question": "Does zelunor work?"}}
    sent: dict[str, tuple[dict[str, Any], list[int]]] = {
        "/api/ask": ({"json": asked["data"]}, [200, 503]),
        "/simple": (asked, [200, 503]),
        "/embed": (asked, [200, 503]),
        "/counted": ({"data": {"helped": "yes"}}, [200, 400]),
        "/report": ({"data": {"question": "x", "text": "y"}}, [200, 400]),
    }
    posted = {path.strip("`") for path, methods, *_ in table("Every address that answers") if "POST" in methods}
    chat = {path for path in posted if path.startswith("/gradio_api/")}  # its questions: tests/test_web.py
    assert posted - chat - set(sent) == {path for path in posted if path.startswith("/staff/")}
    for number, (path, (body, expected)) in enumerate(sent.items()):
        client = TestClient(app, client=(f"192.0.2.{number}", 1))
        assert [client.post(path, **body).status_code for _ in range(2)] == expected, path


@pytest.fixture(scope="module")
def client(light: Assistant) -> Iterator[TestClient]:
    """The whole application as a visitor meets it."""

    async def build() -> ASGIApp:
        return server.build_app(light, Settings(requests_per_minute=100_000))

    with TestClient(asyncio.run(build())) as opened:
        yield opened


def test_failures_carry_them_too(
    client: TestClient, light: Assistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """400, 404, 405, 413, 429, 500 and 503, as JSON or as a page; none with a traceback."""

    def fail(_: Asked) -> None:
        raise LookupError("xylophone")

    async def with_staff() -> ASGIApp:
        return server.build_app(
            light, Settings(staff_password_hash=str(PasswordHash.of(PASSWORD)), evals=tmp_path, requests_per_minute=1)
        )

    limited = TestClient(asyncio.run(with_staff()), follow_redirects=False)
    wrong = {"data": {"password": "wrong"}}
    tried = [limited.post("/staff/login", **wrong) for _ in range(WRONG_AT_MOST)]  # type: ignore[arg-type]
    answers = {
        400: client.post("/api/ask", content=b"{"),
        404: client.get("/nope"),
        405: client.put("/api/ask"),
        413: client.post("/api/ask", content=b"x" * (LARGEST_BODY + 1)),
        429: tried[-1],
    }
    monkeypatch.setattr(light, "answer", fail)
    answers[503] = client.post("/api/ask", json={"question": "Does zelunor work?"})
    monkeypatch.setattr(server, "pages_html", fail)
    answers[500] = client.get("/pages")
    for status, answer in answers.items():
        assert (status, answer.status_code, unsafe(answer.headers)) == (status, status, [])
        assert "Traceback" not in answer.text
        assert "xylophone" not in answer.text


def test_a_browser_keeps_no_answer_of_the_chat_on_its_disk(walk: Walk) -> None:
    """The stream of answers once stood in the cache of the browser."""
    for path in ("/gradio_api/queue/data", "/gradio_api/queue/join", "/api/ask"):
        found = [answer for (_, name), answer in walk.visitor.items() if name == path]
        assert {answer.headers.get("cache-control") for answer in found} == {"no-store"}


def test_no_answer_lets_another_origin_read_it(client: TestClient) -> None:
    for path in ("/", "/config", "/simple", "/pages", "/healthz", "/site/site.css", "/gradio_api/app_id"):
        for origin in ("https://evil.example", "null", "http://localhost:1"):
            for method in ("GET", "OPTIONS"):
                headers = {"Origin": origin, "Access-Control-Request-Method": "GET", "Cookie": "a=b"}
                found = client.request(method, path, headers=headers).headers
                assert [name for name in found if name.startswith("access-control-allow-o")] == [], (method, path)
                assert "access-control-allow-credentials" not in found


# --- versions -----------------------------------------------------------------------------------------------------


def pinned() -> dict[str, str]:
    """Name and version of every line of the lock."""
    return dict(re.findall(r"^([\w.-]+)==([^ ;\\]+)", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE))


def test_no_package_is_older_than_the_release_that_mended_a_known_fault() -> None:
    rows = table("Versions")
    assert {package.strip("`"): least for package, least, *_ in rows} == FLOORS  # `assistant doctor` tells them too
    for package, least, *_ in rows:
        name = package.strip("`")
        assert Version(version(name)) >= Version(least), name
        assert name == "torch" or Version(pinned()[name]) >= Version(least), name


def test_every_package_is_pinned_with_its_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith(("#", "--"))]
        assert len(lines) > 50
        assert [line[:60] for line in lines if "==" not in line or "--hash=sha256:" not in line] == []
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert makefile.count("--require-hashes -r") == 2
    assert re.search(r"^TORCH := torch==[\d.]+$", makefile, re.MULTILINE)


def test_the_server_of_chroma_is_not_part_of_this_program() -> None:
    """CVE-2026-45829: the Python server runs code that a stranger names. Nothing here imports or starts it."""
    for file in [*(ROOT / "assistant").rglob("*.py"), *(ROOT / "evals").rglob("*.py")]:
        text = file.read_text("utf-8")
        assert "chromadb.server" not in text
        assert "chromadb.app" not in text
        assert "trust_remote_code" not in text
        assert json.dumps("HttpClient") not in text


# --- the document -------------------------------------------------------------------------------------------------


def test_every_control_of_the_threat_model_names_a_test_that_is_there() -> None:
    rows = table("Threats")
    assert len(rows) >= 15
    for *_, tests in rows:
        for name in re.findall(r"`([\w/.]+::\w+)`", tests):
            file, _, test = name.partition("::")
            assert f"def {test}(" in (ROOT / file).read_text("utf-8"), name
        assert "`" in tests
