"""The benchmark's own parts: what it prints, what it makes, what it holds the assistant against. It times nothing."""

from __future__ import annotations

import json
import math
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

from assistant.conductor import Asked, Assistant
from assistant.embedder import Embedder
from assistant.index import Index
from assistant.pages import load_pages
from evals.bench import building, embedonly, growth, load, processes, replies, sheet
from evals.bench.asking import questions
from evals.bench.sheet import Row, Section, Target
from evals.bench.tutorial import NEAREST, tutorial
from evals.cases import load_cases
from tests.conftest import CORPUS
from tests.test_index import WordCounts

# --- the table ----------------------------------------------------------------------------------------------------


def test_a_target_is_kept_on_its_side_alone() -> None:
    assert [Target(1.5).holds(each) for each in (1.4, 1.5, 1.6)] == [True, True, False]
    assert [Target(0.9, most=False).holds(each) for each in (0.8, 0.9, 1)] == [False, True, True]


def test_the_table_says_of_each_line_whether_its_target_holds() -> None:
    rows = (
        Row("base", "p50 1.00 ms"),
        Row("good", "p50 1.20 ms", 1.2, Target(1.5)),
        Row("bad", "p50 2.00 ms", 2.0, Target(1.5)),
        Row("not measured", "", None, Target(1.5)),
    )
    printed = sheet.table([Section("Replies", rows)]).splitlines()
    assert [line.split()[-1] for line in printed if "≤" in line] == ["holds", "short", "short"]
    assert printed[-1] == "1 targets hold, 2 fall short"
    columns = {line.index("ms") for line in printed if " ms" in line}
    assert len(columns) == 1


def test_a_ratio_is_that_of_the_medians() -> None:
    assert sheet.ratio([10.0, 20.0, 900.0], [10.0, 10.0, 12.0]) == 2
    assert sheet.spread([1.0, 2.0, 3.0]).startswith("p50 2.00 ms")


# --- the questions ------------------------------------------------------------------------------------------------


def test_questions_to_time_are_the_same_on_every_run_and_none_stands_in_a_case() -> None:
    names = ["riluzole", "tofersen"]
    asked = questions(names, 40)
    assert asked == questions(names, 40)
    assert len({*asked, *growth.unnamed(40)}) == 80
    assert not {*asked, *growth.unnamed(40)} & {case.question for case in load_cases()}


# --- rivals -------------------------------------------------------------------------------------------------------


def test_the_tutorial_pipeline_puts_passages_of_the_pages_into_its_prompt(
    assistant: Assistant, embedder: Embedder, tmp_path: Path
) -> None:
    said = tutorial(assistant.index.pages, embedder, tmp_path).invoke("What is zelunor?")
    unit = next(iter(assistant.index.page["zelunor"].units.values()))
    assert said.endswith("Question: What is zelunor?")
    assert unit.plain in said
    assert said.partition("Context:\n")[2].count("\n\n") >= NEAREST - 1


def test_every_rival_is_asked_every_question_and_each_goes_first_in_turn() -> None:
    seen: list[tuple[str, str]] = []
    rivals = {name: lambda question, name=name: seen.append((name, question)) for name in ("one", "two")}
    times, _ = replies.measure(rivals, ["a", "b", "c"], warm_up=1)
    assert seen == [("one", "a"), ("two", "a"), ("two", "b"), ("one", "b"), ("one", "c"), ("two", "c")]
    assert {name: len(spent) for name, spent in times.items()} == {"one": 2, "two": 2}


def test_replies_are_held_against_the_faster_way_of_encoding(assistant: Assistant) -> None:
    rivals = replies.rivals(assistant, assistant, lambda question: question)
    times, stations = replies.measure(rivals, questions(["zelunor", "mirodol"], 3), warm_up=1)
    assert set(stations) >= {"retrieve", "verify", "total"}
    slow = {**times, replies.ENCODING: [40.0, 40.0], replies.ENCODING_ONE: [20.0, 20.0], replies.REPLY: [35.0, 35.0]}
    [row] = [row for row in replies.section(slow, stations, [0.1]).rows if row.what == replies.REPLY]
    assert row.ratio == 1.75
    assert row.short


def test_the_endpoint_that_only_encodes_gives_the_norm_of_a_unit_vector(embedder: Embedder) -> None:
    client = TestClient(embedonly.build(embedder, int8=True))
    assert client.post("/embed", json={"question": "x"}).json()["norm"] == pytest.approx(1, abs=1e-5)


def test_a_build_is_held_against_the_texts_that_it_encodes(embedder: Embedder, tmp_path: Path) -> None:
    building.some_pages(CORPUS, tmp_path / "corpus", every=2)
    assert 0 < len(load_pages(tmp_path / "corpus")) < len(load_pages(CORPUS))
    recording = building.Recording(embedder)
    assert np.array_equal(recording.embed(["one", "two"]), embedder.embed(["one", "two"]))
    assert recording.texts == ["one", "two"]


# --- many passages ------------------------------------------------------------------------------------------------


def test_made_vectors_are_unit_vectors_near_their_own_and_the_same_again() -> None:
    real = np.eye(384, dtype=np.float32)[:3]
    made = growth.made_vectors(real, 7)
    assert made.shape == (7, 384)
    assert np.linalg.norm(made, axis=1) == pytest.approx(1, abs=1e-5)
    assert (made @ real.T).argmax(axis=1).tolist() == [0, 1, 2, 0, 1, 2, 0]
    assert np.diag(made[:3] @ real.T) == pytest.approx(1 / math.sqrt(1.25), abs=0.05)
    assert np.array_equal(made, growth.made_vectors(real, 7))


def test_the_factors_end_at_the_most_passages() -> None:
    assert growth.counts(528, 250_000) == {1: 528, 10: 5_280, 100: 52_800, 1000: 250_000}
    assert growth.counts(528, 5_280) == {1: 528, 10: 5_280}


def test_an_index_with_made_passages_gives_the_replies_of_the_real_one(light: Assistant, tmp_path: Path) -> None:
    real = light.index
    version = growth.grow(real.folder, tmp_path, WordCounts(), 5 * len(real.passages))
    grown = growth.Grown(version, WordCounts())
    assert len(grown.passages) == 5 * len(real.passages)
    assert len({passage.id for passage in grown.passages}) == len(grown.passages)
    assert grown.pages == real.pages
    asked = Asked("What are the side effects of zelunor?")
    one, other = light.answer(asked), Assistant(grown, today=light._today).answer(asked)
    assert one.citations
    assert one.model_dump(exclude={"id", "timings_ms"}) == other.model_dump(exclude={"id", "timings_ms"})
    found = {
        grown.page[grown.passages[number].page].slug for number, _ in grown.nearest(np.asarray(grown._vectors[0]), k=9)
    }
    assert found <= set(real.page)
    assert growth.grow(real.folder, tmp_path, WordCounts(), 5 * len(real.passages)) == version


# --- users --------------------------------------------------------------------------------------------------------


class _Answers(BaseHTTPRequestHandler):
    """Says the question again; "differs" is answered otherwise, "busy" is refused."""

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = {"id": sent.get("id", ""), "timings_ms": {}, "text": sent["question"]}
        body = json.dumps({**said, "text": "other"} if sent["question"] == "differs" else said).encode()
        self.send_response(503 if sent["question"] == "busy" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def answering() -> Iterator[load.Started]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield load.Started(f"http://127.0.0.1:{server.server_port}", "/api/ask", os.getpid())
    server.shutdown()
    server.server_close()


def test_users_count_answers_refusals_and_replies_unlike_those_to_one_user(answering: load.Started) -> None:
    asked = load.alone(answering, ["good", "differs"])
    assert asked == [
        {"question": "good", "reply": {"text": "good"}},
        {"question": "differs", "reply": {"text": "other"}},
    ]
    asked[1]["reply"] = {"text": "differs"}
    asked.append({"question": "busy", "reply": {"text": "busy"}})
    found = load.under(answering, asked, users=2, seconds=1)
    wrong = sum(found.errors.values())
    assert found.answers > 10
    assert 1.8 < wrong / found.answers < 2.2
    assert found.throughput == pytest.approx(found.answers / found.seconds)


def test_what_a_long_load_held_is_told_by_the_moment() -> None:
    lasting = load.Lasting(load.Load(1, 1, {}, 1.0, 0.0, {}), ((10.0, 100.0), (300.0, 200.0), (600.0, 210.0)), 1)
    assert (lasting.held(0), lasting.held(300), lasting.held(9_999)) == (100, 200, 210)
    assert lasting.growth(300) == pytest.approx(1.05)


def test_a_fresh_process_tells_its_peak_memory(index: Index, index_folder: Path) -> None:
    took, told = processes.ran("embedder-int8", "", ["What is zelunor?"], {"PATH": "/usr/bin:/bin"})
    assert took > 0
    assert 20 < told["peak"] < 5_000
