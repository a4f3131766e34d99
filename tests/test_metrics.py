"""Numbers for Prometheus and the log as JSON: they tell what the server does, and nothing of what people type."""

from __future__ import annotations

import json
import logging
import threading
import urllib.error
import urllib.request
from copy import copy
from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families

from assistant.conductor import Asked, Assistant
from assistant.errors import UsageError
from assistant.settings import Settings
from assistant.web.gate import Gate
from assistant.web.lines import JsonLines, formatter, json_line
from assistant.web.metrics import Metrics
from assistant.web.server import Site
from tests.server import Served, free_port

WORD = "xylophone"
STATIONS = {"safety", "question", "distress", "retrieve", "draft", "verify", "reply", "total"}


def told(port: int) -> tuple[str, dict[tuple[str, str], float]]:
    """The text at /metrics, and each number by its name and its only label (or "")."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    numbers = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = [value for name, value in sample.labels.items() if name != "le"]
            numbers[sample.name, labels[0] if labels else ""] = sample.value
    return text, numbers


@pytest.fixture
def port() -> int:
    return free_port()


def test_replies_are_told_by_outcome_and_station_without_a_word_of_them(assistant: Assistant, port: int) -> None:
    site = Site(assistant, Settings(requests_per_minute=3))
    stop = site.metrics.serve(port)
    try:
        site.answer(Asked("Does zelunor work?"), "192.0.2.77")
        other = site.answer(Asked(f"How do I repair a {WORD}?"), "192.0.2.77").outcome
        site.conversation("I cannot breathe and am choking", ["Does zelunor work?"], "192.0.2.77")
        site.answer(Asked("Does zelunor work?"), "192.0.2.77")  # one too many
        text, numbers = told(port)
    finally:
        stop()
    assert numbers["assistant_replies_total", "answered"] == 1  # the one in the history was counted when it was new
    assert other in {"off_topic", "not_in_pages"}
    assert numbers["assistant_replies_total", other] == 1
    assert numbers["assistant_replies_total", "emergency"] == 1
    assert numbers["assistant_replies_total", "crisis"] == 0
    assert numbers["assistant_replies_total", "unavailable"] == 1
    assert numbers["assistant_busy_total", "visitor"] == 1
    assert numbers["assistant_busy_total", "full"] == 0
    assert numbers["assistant_wait_seconds_count", ""] == 3
    assert {label for name, label in numbers if name == "assistant_station_seconds_count"} == STATIONS
    assert numbers["assistant_station_seconds_count", "total"] == 3
    assert numbers["assistant_index_info", assistant.index.version] == 1
    for never in (WORD, "zelunor", "192.0.2.77", "breathe"):
        assert never not in text


def test_no_label_can_hold_what_was_typed() -> None:
    """Labels are fixed words and the version: whoever adds one has to say here that it holds nothing typed."""
    made = Metrics(under_way=lambda: 0, hung=lambda: 0, off=lambda: False)
    made.answers_from("v")
    labels = {name for family in made._registry.collect() for sample in family.samples for name in sample.labels}
    assert labels == {"outcome", "reason", "version", "le"}
    assert made._stations._labelnames == ("station",)


def test_the_queue_and_the_switch_are_told_as_they_are_now(assistant: Assistant, port: int) -> None:
    off: list[str] = []
    site = Site(assistant, Settings(max_waiting=1), off=lambda: off[0] if off else None)
    stop = site.metrics.serve(port)
    try:
        with site._gate.turn("a"), site._gate.turn("b"):
            assert told(port)[1]["assistant_questions_under_way", ""] == 2
        off.append("closed")
        numbers = told(port)[1]
    finally:
        stop()
    assert numbers["assistant_questions_under_way", ""] == 0
    assert numbers["assistant_switched_off", ""] == 1


def test_a_gate_says_why_it_lets_nobody_through() -> None:
    why: list[str] = []
    gate = Gate(at_once=1, waiting=0, a_minute=1, refused=why.append)
    with gate.turn("a") as mine, gate.turn("b") as other, gate.turn("a") as again:
        assert (mine, other, again) == (True, False, False)
    assert why == ["full", "visitor"]
    assert gate.under_way == 0


def test_another_version_is_told_when_it_is_answered_from(assistant: Assistant, port: int) -> None:
    site = Site(assistant, Settings())
    stop = site.metrics.serve(port)
    other = copy(assistant)
    other.index = copy(assistant.index)
    other.index.manifest = replace(assistant.index.manifest, id="another")
    try:
        site.swap(other)
        numbers = told(port)[1]
    finally:
        stop()
    assert [label for name, label in numbers if name == "assistant_index_info"] == ["another"]


def test_a_taken_port_is_told_in_one_line(port: int) -> None:
    made = Metrics(under_way=lambda: 0, hung=lambda: 0, off=lambda: False)
    stop = made.serve(port)
    try:
        with pytest.raises(UsageError, match=r"^Cannot tell numbers at 127.0.0.1:\d+ \(Address already in use\); exp"):
            made.serve(port)
    finally:
        stop()


def test_nothing_is_told_where_it_is_not_switched_on(assistant: Assistant) -> None:
    before = threading.active_count()
    Site(assistant, Settings()).metrics.serve(Settings().metrics_port)
    assert threading.active_count() == before


def test_a_record_as_json_is_one_line_with_its_fields() -> None:
    record = logging.LogRecord("some.logger", logging.ERROR, "", 0, "a\n%s", ("b",), None)
    line = JsonLines().format(record)
    found = json.loads(line)
    assert found == {**found, "level": "ERROR", "logger": "some.logger", "message": "a\nb"}
    assert found["time"].endswith("+00:00")
    assert "\n" not in line
    assert json.loads(json_line("x"))["logger"] == "assistant"
    assert formatter("text").format(record) == "ERROR some.logger: a\nb"


@pytest.mark.slow
def test_a_real_server_tells_numbers_on_their_own_port_and_logs_json_alone(operated: tuple[Served, int]) -> None:
    server, port = operated
    body = json.dumps({"question": f"Does zelunor cure {WORD}?"}).encode()
    asked = urllib.request.Request(f"{server.url}/api/ask", body, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 - our own server
        assert answer.status == 200
    text, numbers = told(port)
    assert numbers["assistant_station_seconds_count", "total"] >= 1
    assert numbers["process_open_fds", ""] > 0
    assert WORD not in text
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server.url}/metrics", timeout=10)  # noqa: S310 - our own server
    assert refused.value.code == 404  # not on the port of the pages
    refused.value.close()
    lines = [json.loads(line) for line in server.written.read_text("utf-8").splitlines()]
    assert [line["message"] for line in lines if "Serving at" in line["message"]]
    assert all(set(line) == {"time", "level", "logger", "message"} for line in lines)
    assert WORD not in server.written.read_text("utf-8")
