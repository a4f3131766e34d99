"""What is measured in a fresh process, one thing a process: prints one line of JSON. Started by ``processes``.

    python -m evals.bench.child bare|embedder|assistant|grown …

It imports only what it measures, so that nothing else is in its time and memory.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def bare(model: str, questions: list[str]) -> dict[str, float]:
    """What any such program does before its first answer: imports, model, one question encoded."""
    import chromadb  # noqa: F401 - its import is what is measured

    return embedder(model, questions)


def embedder(model: str, questions: list[str]) -> dict[str, float]:
    """Loads the model alone and encodes."""
    from sentence_transformers import SentenceTransformer

    loaded = SentenceTransformer(model, device="cpu")
    for question in questions:
        loaded.encode(question, normalize_embeddings=True)
    return {}


def embedder_int8(_: str, questions: list[str]) -> dict[str, float]:
    """The same with the int8 form."""
    from assistant.embedder import Embedder

    loaded = Embedder("packaged")
    for question in questions:
        loaded.embed_questions([question])
    return {}


def assistant(index: str, questions: list[str], encoder: str = "int8") -> dict[str, float]:
    """Opens the assistant over the version in use and answers."""
    from assistant.conductor import Asked
    from assistant.settings import Settings
    from assistant.start import open_assistant

    opened = open_assistant(Settings(index=Path(index), query_encoder=encoder))
    for question in questions:
        opened.answer(Asked(question))
    return {}


def assistant_full(index: str, questions: list[str]) -> dict[str, float]:
    """The same with questions encoded by the model itself."""
    return assistant(index, questions, "full")


def grown(version: str, questions: list[str]) -> dict[str, float]:
    """Opens one version of ``growth`` and answers; tells the seconds until it could."""
    from assistant.conductor import Asked, Assistant
    from assistant.embedder import Embedder
    from assistant.start import be_quiet
    from evals.bench.growth import Grown

    be_quiet()
    began = time.perf_counter()
    opened = Assistant(Grown(Path(version), Embedder("packaged")))
    ready = time.perf_counter() - began
    for question in questions:
        opened.answer(Asked(question))
    return {"start": ready}


KINDS = {
    "bare": bare,
    "embedder": embedder,
    "embedder-int8": embedder_int8,
    "assistant": assistant,
    "assistant-full": assistant_full,
    "grown": grown,
}


def peak() -> float:
    """Megabytes that this process held at most."""
    status = Path("/proc/self/status").read_text("utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    found = KINDS[sys.argv[1]](sys.argv[2], json.load(sys.stdin))
    print(json.dumps({**found, "peak": peak()}))
