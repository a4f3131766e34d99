"""Settings → all that is measured, in one run: the order of it, and the machine it ran on."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.conductor import Assistant
from assistant.embedder import Embedder
from assistant.settings import Settings
from assistant.start import open_assistant
from evals.bench.asking import questions
from evals.bench.building import building
from evals.bench.growth import MOST, growth
from evals.bench.load import HELD, USERS, loads
from evals.bench.processes import cold_start, memory
from evals.bench.replies import held, measure, rivals, section
from evals.bench.sheet import Section
from evals.bench.tutorial import tutorial

PARTS = ("replies", "start", "memory", "index", "growth", "load")
QUESTIONS, GROWN_QUESTIONS, LOAD_QUESTIONS = 210, 60, 200
_PACKAGES = ("sentence-transformers", "torch", "onnxruntime", "chromadb", "langchain-core", "gradio", "numpy", "locust")


@dataclass(frozen=True)
class Extent:
    """How much is measured.

    Attributes:
        parts: Names of ``PARTS``.
        kept: Folder for grown versions, which take minutes to make.
        most: Passages of the largest.
        long: Whether the load is tried with every number of ``USERS``, and longer.
    """

    parts: tuple[str, ...] = PARTS
    kept: Path = Path(".bench")
    most: int = MOST
    long: bool = False


def machine() -> str:
    """What it ran on, in lines to print."""
    cpu = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
           if line.startswith("model name")]  # fmt: skip
    load = Path("/proc/loadavg").read_text("utf-8").split()[:3]
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"{datetime.now(UTC):%d %B %Y %H:%M} UTC, {len(cpu)} cores ({cpu[0] if cpu else 'unknown'}), "
        f"load {' '.join(load)}\nPython {platform.python_version()}, {packages}"
    )


def run(
    assistant: Assistant,
    settings: Settings,
    environment: Mapping[str, str],
    *,
    extent: Extent,
    say: Callable[[str], None],
) -> Iterator[Section]:
    """Measures one part after the other.

    Args:
        assistant: Over the pages as they stand.
        settings: Its own.
        environment: Of the processes that are started.
        extent: How much is measured.
        say: Told what is under way.
    """
    index = assistant.index
    asked = questions([page.name for page in index.pages if not page.is_background], QUESTIONS + 10)
    environment = {**environment, "ASSISTANT_INDEX": str(settings.index)}
    model = index.embedder._location()

    def replies() -> Section:
        full = open_assistant(replace(settings, query_encoder="full"))
        with TemporaryDirectory() as folder:
            chain = tutorial(index.pages, full.index.embedder, Path(folder))
            found = measure(rivals(assistant, full, chain.invoke), asked)
        return section(*found, held(Assistant(index, again=len(asked)), asked))

    def load() -> Section:
        users, seconds, rounds = (USERS, 30, 2) if extent.long else ((HELD,), 20, 2)
        return loads(environment, asked[:LOAD_QUESTIONS], seconds=seconds, all_users=users, rounds=rounds)

    work: dict[str, Callable[[], Section]] = {
        "replies": replies,
        "start": lambda: cold_start(model, settings.index, asked[0], environment),
        "memory": lambda: memory(model, settings.index, asked, environment),
        "index": lambda: building(settings.corpus, Embedder(settings.embedder, threads=settings.threads)),
        "growth": lambda: growth(index, extent.kept, asked[:GROWN_QUESTIONS], environment, extent.most),
        "load": load,
    }
    for name in extent.parts:
        say(f"{name} …")
        yield work[name]()
