"""The same assistant over many more passages → how times, memory and files grow.

The passages beyond the real ones are made: the words of a real one, its vector with noise, on a made page, so that a
search has as many rows to look through as that many passages would give. Pages, drugs and ways of asking stay those of
the corpus: what is measured is what passages cost, not what drugs cost.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import cached_property
from itertools import islice, product
from pathlib import Path

import numpy as np

from assistant import index as versions
from assistant.conductor import Asked, Assistant
from assistant.embedder import Embedder, Vectors
from assistant.index import Index
from assistant.pages import Page
from assistant.passages import Passage
from assistant.store import write_store
from assistant.whole import write_whole
from evals.bench.processes import ran
from evals.bench.replies import WARM_UP, measure
from evals.bench.sheet import Row, Section, Target, ratio, spread

FACTORS = (1, 10, 100, 1000)
MOST = 250_000  # passages
_MADE = "made-"  # opens the slug of a made page
_NOISE = 0.5  # length of the noise beside a unit vector: cosine 0.9 to the real one, about that of two ways of saying


class Grown(Index):
    """A version with made passages; a made page reads as the real one that it was made from."""

    @cached_property
    def page(self) -> dict[str, Page]:
        """Pages by slug, made ones too."""
        real = {page.slug: page for page in self.pages}
        made = {passage.page for passage in self.passages if passage.page.startswith(_MADE)}
        return {**real, **{slug: real[slug.removeprefix(_MADE).partition(".")[2]] for slug in made}}


def made_passages(real: Sequence[Passage], count: int) -> list[Passage]:
    """Copies of real passages, page by page, until there are so many: each round has pages of its own."""
    rounds = range(1, count // len(real) + 2)
    return list(islice((_copy(passage, number) for number in rounds for passage in real), count))


def _copy(passage: Passage, number: int) -> Passage:
    slug = f"{_MADE}{number}.{passage.page}"
    return replace(passage, id=passage.id.replace(passage.page, slug, 1), page=slug)


def made_vectors(real: Vectors, count: int, *, noise: float = _NOISE) -> Vectors:
    """Unit vectors near real ones, taken in turn, shape ``(count, dim)``; the same on every run.

    Args:
        real: Unit vectors, shape ``(n, dim)``.
        count: How many.
        noise: Length of what is added to each, in a random direction.
    """
    random = np.random.default_rng(20261127)
    made = random.standard_normal((count, real.shape[1]), dtype=np.float32)
    made *= noise / np.linalg.norm(made, axis=1, keepdims=True)
    made += real[np.arange(count) % len(real)]
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def grow(version: Path, folder: Path, embedder: Embedder, passages: int) -> Path:
    """Writes a version with so many passages beside nothing else; what stands there whole is taken.

    Args:
        version: The real one.
        folder: Where it is written; its name tells the real version and the count.
        embedder: That of the real version.
        passages: How many, at least as many as the real version has.
    """
    target = folder / f"{version.name}-{passages}"
    if (target / "manifest.json").is_file():
        return target
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(version, target, ignore=shutil.ignore_patterns("chroma", "keywords", "manifest.json", "candidate"))
    source = Index(version, embedder)
    real = list(source.passages)
    whole = [*real, *made_passages(real, passages - len(real))]
    (target / "passages.json").write_text(json.dumps([asdict(p) for p in whole], ensure_ascii=False), "utf-8")
    first = sum(len(page.units) for page in source.pages)
    last = first + len(real)
    vectors = np.load(version / "vectors.npy")
    made = made_vectors(vectors[first:last], passages - len(real))
    np.save(target / "vectors.npy", np.concatenate([vectors[:last], made, vectors[last:]]))
    hashes = json.loads((version / "hashes.json").read_text("utf-8"))
    hashes[last:last] = [f"{_MADE}{number}" for number in range(len(made))]
    (target / "hashes.json").write_text(json.dumps(hashes), "utf-8")
    versions._write_keywords(target, whole)
    write_store(target, whole, np.concatenate([vectors[first:last], made]), embedder)
    files = {name: versions._file_hash(target / name) for name in versions._written(target)}
    manifest = replace(source.manifest, passages=passages, files=files)
    write_whole(target / "manifest.json", json.dumps(asdict(manifest)))
    return target


def size(folder: Path) -> float:
    """Megabytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


_UNNAMED = ("what do {who} take against {what}", "is there anything that helps {who} with {what}")
_WHO = ("people", "patients", "others", "folk", "they")
_WHAT = ("cramps", "stiff muscles", "too much saliva", "trouble sleeping", "weight loss", "low mood")


def unnamed(count: int) -> list[str]:
    """Questions that name no drug, so that all passages are searched."""
    made = (asking.format(who=who, what=what) for asking, who, what in product(_UNNAMED, _WHO, _WHAT))
    return list(islice(made, count))


def counts(real: int, most: int) -> dict[int, int]:
    """Passages by factor; the last is cut at ``most``."""
    return {factor: min(real * factor, most) for factor in FACTORS if factor == 1 or real * factor / 10 < most}


def growth(index: Index, folder: Path, named: Sequence[str], environment: Mapping[str, str], most: int) -> Section:
    """Times of replies over versions of rising size, in turn; start, memory and files of each.

    Args:
        index: The real version.
        folder: Where grown versions are kept for the next run; those of other versions are removed.
        named: Questions that name a drug.
        environment: Of the processes.
        most: Passages of the largest.
    """
    for old in folder.glob("*") if folder.is_dir() else ():
        if not old.name.startswith(f"{index.folder.name}-"):
            shutil.rmtree(old)
    sizes = counts(len(index.passages), most)
    grown = {factor: grow(index.folder, folder, index.embedder, count) for factor, count in sizes.items()}
    opened = {factor: Assistant(Grown(version, index.embedder)) for factor, version in grown.items()}
    rows: list[Row] = []
    for what, asked in (("names a drug", named), ("names none", unnamed(len(named)))):
        rivals = {str(factor): _answering(assistant) for factor, assistant in opened.items()}
        times, _ = measure(rivals, [*asked[:WARM_UP], *asked], warm_up=WARM_UP)
        rows += [
            Row(
                f"reply, question {what}, {sizes[factor]:,} passages",
                spread(times[str(factor)]),
                ratio(times[str(factor)], times["1"]),
                Target(2) if factor == max(sizes) else None,
            )
            for factor in sizes
        ]
    del opened
    told = {factor: ran("grown", str(version), named[:5], environment)[1] for factor, version in grown.items()}
    forms = (("start", "start of a process", "{:.1f} s"), ("peak", "its peak memory", "{:.0f} MB"))
    for key, what, form in forms:
        rows += [
            Row(f"{what}, {sizes[f]:,} passages", form.format(told[f][key]), told[f][key] / told[1][key]) for f in sizes
        ]
    held = {factor: size(version) for factor, version in grown.items()}
    rows += [Row(f"files, {sizes[f]:,} passages", f"{held[f]:.0f} MB", held[f] / held[1]) for f in sizes]
    return Section("Growth by made passages; ratio to the real passages alone", tuple(rows))


def _answering(assistant: Assistant) -> Callable[[str], object]:
    return lambda question: assistant.answer(Asked(question))
