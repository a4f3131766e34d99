"""Fresh processes → seconds from nothing to a first answer, and megabytes, beside those that load the model alone."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from evals.bench.sheet import Row, Section, Target, ratio, seconds

STARTS = 4
ANSWERED = 50  # questions that each process for memory answers or encodes


def ran(kind: str, what: str, asked: Sequence[str], environment: Mapping[str, str]) -> tuple[float, dict[str, float]]:
    """Seconds that a process of ``child`` took from start to end, and what it told."""
    began = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "evals.bench.child", kind, what],
        env={**environment, "HF_HUB_OFFLINE": "1"},
        input=json.dumps(list(asked)),
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - began, json.loads(done.stdout.splitlines()[-1])


def asked_cold(question: str, environment: Mapping[str, str]) -> float:
    """Seconds that the command line takes for one answer."""
    began = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "assistant", "ask", question], env=dict(environment), capture_output=True, check=True
    )
    return time.perf_counter() - began


def cold_start(model: str, index: Path, question: str, environment: Mapping[str, str]) -> Section:
    """First replies of fresh processes, in turn with processes that import and load the model."""
    ours: list[float] = []
    full: list[float] = []
    theirs: list[float] = []
    served = {**environment, "ASSISTANT_INDEX": str(index)}
    for number in range(STARTS + 1):
        found = (
            ran("bare", model, [question], environment)[0],
            asked_cold(question, served),
            asked_cold(question, {**served, "ASSISTANT_QUERY_ENCODER": "full"}),
        )
        if number:  # the first only brings the files into memory
            for kept, took in zip((theirs, ours, full), found, strict=True):
                kept.append(took)
    rows = (
        Row("imports, model, one question encoded", seconds(theirs)),
        Row("`assistant ask`, to its end", seconds(ours), ratio(ours, theirs), Target(1.3)),
        Row("`assistant ask`, full encoder", seconds(full), ratio(full, theirs)),
    )
    return Section(f"Cold start: {STARTS} fresh processes each, in turn; ratio to the first line", rows)


def memory(model: str, index: Path, asked: Sequence[str], environment: Mapping[str, str]) -> Section:
    """Peak memory of processes that answer, beside those that only encode."""
    whats = {"embedder": model, "embedder-int8": model, "assistant": str(index), "assistant-full": str(index)}
    peak = {kind: ran(kind, what, asked[:ANSWERED], environment)[1]["peak"] for kind, what in whats.items()}
    base = peak["embedder"]
    told = {
        "embedder": ("loads sentence-transformers, encodes", None),
        "embedder-int8": ("loads the int8 form, encodes", None),
        "assistant": ("opens the assistant, answers", Target(1.5)),
        "assistant-full": ("the same, full encoder", None),
    }
    rows = [
        Row(what, f"{peak[kind]:.0f} MB", None if kind == "embedder" else peak[kind] / base, target)
        for kind, (what, target) in told.items()
    ]
    return Section(f"Peak memory of a process, {ANSWERED} questions; ratio to the first line", tuple(rows))
