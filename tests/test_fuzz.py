"""Whatever is sent is answered, or told in a line: no failure, no traceback, for hundreds of made-up inputs a target.

The targets that answer questions do so over an assistant that looks nothing up (``Plain``): it gives a real reply with
the text that was sent in it, in no time. The page parser and the import are the real ones. `make soak` sends more.
"""

from __future__ import annotations

import asyncio
import json
import string
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from assistant import cli
from assistant.conductor import Asked, Assistant
from assistant.errors import IntakeError, PageError
from assistant.intake import take_in
from assistant.pages import Page, load_pages
from assistant.reply import Reply
from assistant.settings import Settings
from assistant.web.server import build_app
from tests.test_house import ROOT
from tests.test_security import innermost, unsafe

CORPUS = ROOT / "tests" / "corpus"
# Rounds of each target, and for how many: 500 in `make test`, 10,000 in `make soak`.
ROUNDS = pytest.mark.parametrize("rounds", [500, pytest.param(10_000, marks=pytest.mark.soak)])
TEXT = st.text(st.characters(exclude_categories=[]), max_size=200)  # lone surrogates, marks and controls too
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=8,
)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
NEARLY = st.fixed_dictionaries({}, optional={"question": TEXT | JSON, "history": st.lists(TEXT) | JSON, "id": JSON})


class Plain:
    """Stands for the assistant: a reply that holds what was asked, without a search."""

    def __init__(self, real: Assistant) -> None:
        self.index = real.index
        self._real = real
        self._reply = real.answer(Asked("Does zelunor work?"))

    def answer(self, asked: Asked) -> Reply:
        told = {"id": asked.id or "x", "question": asked.question, "standalone_question": asked.question}
        return self._reply.model_copy(update=told)

    def unavailable(self, asked: Asked, text: str = "") -> Reply:
        return self._real.unavailable(asked, text or "busy")

    def section_asked(self, reply: Reply) -> str:
        return ""


def many(rounds: int, *strategies: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], None]:
    """Runs a check at once for so many made-up inputs."""

    def run(check: Callable[..., None]) -> None:
        quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
        settings(max_examples=rounds, deadline=None, database=None, suppress_health_check=quiet)(
            given(*strategies)(check)
        )()

    return run


@pytest.fixture(scope="module")
def app(light: Assistant) -> ASGIApp:
    async def build() -> ASGIApp:
        return build_app(Plain(light), Settings(requests_per_minute=100_000_000))  # type: ignore[arg-type]

    return asyncio.run(build())


@pytest.fixture(scope="module")
def client(app: ASGIApp) -> Iterator[TestClient]:
    with TestClient(app) as opened:
        yield opened


def sound(answer: Any, expected: set[int]) -> None:
    """One of some statuses, safe headers, and no inside told."""
    assert answer.status_code in expected
    assert "Traceback" not in answer.text
    assert unsafe(answer.headers) == []


# --- the API ------------------------------------------------------------------------------------------------------


@ROUNDS
def test_whatever_is_sent_to_the_api_is_answered_without_a_failure(client: TestClient, rounds: int) -> None:
    bodies = st.binary(max_size=300) | JSON.map(lambda found: json.dumps(found).encode()) | NEARLY.map(
        lambda found: json.dumps(found).encode()
    )  # fmt: skip

    @many(rounds, bodies)
    def check(body: bytes) -> None:
        answer = client.post("/api/ask", content=body)
        sound(answer, {200, 400})
        assert answer.json().keys() == {"error"} if answer.status_code == 400 else answer.json()["outcome"]


@ROUNDS
def test_the_api_keeps_to_its_description(app: ASGIApp, rounds: int) -> None:
    """Schemathesis makes requests out of the OpenAPI description, and holds the answers against it."""
    described = innermost(app).openapi()
    only = {**described, "paths": {"/api/ask": described["paths"]["/api/ask"]}}
    schema: Any = schemathesis.openapi.from_dict(only)
    schema.app = app
    operation = schema["/api/ask"]["POST"]

    @many(rounds, operation.as_strategy())
    def check(case: Any) -> None:
        case.call_and_validate(app=app, checks=CHECKS)


# --- the simple page ----------------------------------------------------------------------------------------------


@ROUNDS
def test_whatever_is_sent_to_the_simple_page_is_answered_without_a_failure(client: TestClient, rounds: int) -> None:
    names = st.sampled_from(["question", "next", "earlier", "cleared", "new", "undo", "keep", "shown", "x"])
    encodable = st.text(max_size=200)
    forms = st.lists(st.tuples(names, encodable | st.integers().map(str)), max_size=8)
    addresses = st.sampled_from(["", "?text=big", "?contrast=%ff", "?buttons=big&buttons=%00"])

    @many(rounds, forms | st.binary(max_size=300), addresses)
    def check(sent: Any, query: str) -> None:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        if isinstance(sent, bytes):
            answer = client.post(f"/simple{query}", content=sent, headers=kind, follow_redirects=False)
        else:
            data: dict[str, Any] = {}
            for name, value in sent:
                data.setdefault(name, []).append(value)
            answer = client.post(f"/simple{query}", data=data, follow_redirects=False)
        sound(answer, {200, 303, 400})


# --- lines of a file ----------------------------------------------------------------------------------------------


@ROUNDS
def test_every_line_of_a_batch_gets_one_line_back(
    light: Assistant, tmp_path: Path, rounds: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Plain(light)
    monkeypatch.setattr("assistant.start.open_assistant", lambda *_, **__: plain)
    lines = st.binary(max_size=200) | NEARLY.map(lambda found: json.dumps(found).encode())
    file = tmp_path / "batch.jsonl"

    @many(rounds, st.lists(lines.map(lambda line: line.replace(b"\n", b" ")), min_size=1, max_size=4))
    def check(batch: list[bytes]) -> None:
        file.write_bytes(b"\n".join(batch) + b"\n")
        code = cli.main(["ask", "--jsonl", str(file)])
        told = capsys.readouterr()
        found = [json.loads(line) for line in told.out.splitlines()]
        assert len(found) == sum(1 for line in batch if line.strip())
        assert code == int(any("error" in each for each in found))
        assert "Traceback" not in told.out + told.err
        assert all("Please report it" not in str(each.get("error")) for each in found)


# --- pages and imports --------------------------------------------------------------------------------------------


@cache
def page_text() -> str:
    return (CORPUS / "zelunor.md").read_text("utf-8")


PIECES = ["---\n", "- ", "## ", "{#x}", "[S1]", "[S99]", ": ", "\t", "\x00", "\ufeff", "&a ", "*a",
          "!!python/object:os.x ", "title: ", "products:\n  - ", "{", "}", "[", "]", "'", '"', "\r\n", "9" * 40,
          "\u2028", "🦠", "**", "<b>"]  # fmt: skip
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from(PIECES) | st.text(string.printable, max_size=20)),
    max_size=4,
)


def edited(text: str, edits: list[tuple[float, int, str]]) -> str:
    """A text with pieces cut out and others put in, at fractions of its length."""
    for where, cut, new in edits:
        at = int(where * len(text))
        text = text[:at] + new + text[at + cut :]
    return text


@ROUNDS
def test_a_page_is_read_or_refused_with_its_faults(tmp_path: Path, rounds: int) -> None:
    file = tmp_path / "zelunor.md"

    @many(
        rounds, EDITS.map(lambda edits: edited(page_text(), edits).encode("utf-8", "replace")) | st.binary(max_size=400)
    )
    def check(raw: bytes) -> None:
        file.write_bytes(raw)
        refusal = None
        try:
            assert all(isinstance(page, Page) for page in load_pages(tmp_path))
        except PageError as error:
            refusal = error
        assert refusal is None or refusal.faults
        assert refusal is None or not any("\n" in str(fault) for fault in refusal.faults)


@ROUNDS
def test_a_document_becomes_a_draft_or_is_refused_in_a_line(tmp_path: Path, rounds: int) -> None:
    documents = ROOT / "tests" / "import"
    texts = [(file.suffix, file.read_bytes()[:20_000].decode("utf-8", "replace"))
             for file in sorted(documents.glob("*.*")) if file.suffix in {".html", ".txt", ".md"}][:6]  # fmt: skip
    assert len(texts) >= 3
    tags = [
        "<table>",
        "</p>",
        "<li>",
        "<h1>",
        "<!--",
        "<script>",
        "&#0;",
        "&#x110000;",
        "<a href='",
        "\x00",
        "<svg",
        "|",
    ]
    pieces = st.tuples(st.floats(0, 1), st.integers(0, 3000), st.sampled_from([*tags, *PIECES]))

    @many(rounds, st.sampled_from(texts), st.lists(pieces, min_size=1, max_size=5))
    def check(document: tuple[str, str], edits: list[tuple[float, int, str]]) -> None:
        suffix, text = document
        file = tmp_path / f"document{suffix}"
        # Most of a page is one cut: a thousand bytes are read as fast as they are made up.
        file.write_bytes(edited(text[:3000], edits).encode("utf-8", "replace"))
        out, refusal = tmp_path / "out", ""
        try:
            draft = take_in(str(file), out)
            draft.file.read_bytes().decode("utf-8")
            draft.file.unlink()
        except IntakeError as error:
            refusal = str(error)
        file.unlink()
        assert "\n" not in refusal
