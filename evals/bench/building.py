"""An index built in turn with the bare encoding of the same texts → throughput of one by the other."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.embedder import Embedder, Vectors
from assistant.index import build
from evals.bench.sheet import Row, Section, Target, ratio, seconds

BUILDS = 3
EVERY = 4  # one page in so many is built from: a build of all takes minutes on two busy cores


class Recording(Embedder):
    """An embedder that keeps the texts it was given; it takes the model that another has loaded."""

    def __init__(self, loaded: Embedder) -> None:
        super().__init__(loaded._name, threads=loaded._threads)
        self.__dict__["_model"] = loaded.model
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors as ever."""
        self.texts.extend(texts)
        return super().embed(texts)


def some_pages(corpus: Path, target: Path, every: int = EVERY) -> None:
    """Copies a corpus with one page in so many, with its ways of asking."""
    (target / "phrasings").mkdir(parents=True)
    for file in [*corpus.glob("*.yaml"), *sorted(corpus.glob("*.md"))[::every]]:
        shutil.copy(file, target)
        ways = corpus / "phrasings" / f"{file.stem}.yaml"
        if file.suffix == ".md" and ways.is_file():
            shutil.copy(ways, target / "phrasings")


def building(corpus: Path, embedder: Embedder) -> Section:
    """Builds from a part of the pages, encodes the same texts bare, and builds again with nothing changed."""
    recording = Recording(embedder)
    model = embedder.model._client
    builds, raw, again = [], [], []
    with TemporaryDirectory() as folder:
        some_pages(corpus, Path(folder, "corpus"))
        for number in range(BUILDS):
            recording.texts.clear()
            index = Path(folder, f"index{number}")
            builds.append(_seconds(partial(build, Path(folder, "corpus"), index, recording)))
            texts = list(recording.texts)
            raw.append(_seconds(partial(model.encode, texts, normalize_embeddings=True)))
            again.append(_seconds(partial(build, Path(folder, "corpus"), index, recording)))
    rows = (
        Row("sentence-transformers' encoding of the texts", seconds(raw)),
        Row("build, throughput", seconds(builds), ratio(raw, builds), Target(0.9, most=False)),
        Row("unchanged re-index, beside a build", seconds(again), ratio(again, builds), Target(0.05)),
    )
    return Section(f"Index from one page in {EVERY}: {len(texts):,} texts, {BUILDS} times in turn", rows)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
