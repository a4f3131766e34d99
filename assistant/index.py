"""Passages ↔ one version folder: vectors, Chroma, keywords, a snapshot of the corpus. The door of bm25s.

A version is written beside the one in use and checked; then the file ``current`` is replaced by one rename. A version
without its manifest was never finished, one with the mark ``candidate`` was never in use; a later build sweeps both
away. It knows nothing of questions.

    <index>/current                     name of the version in use
    <index>/versions/<id>/manifest.json written last
                         /candidate     there until the version is put in use
                         /corpus/       the pages and the helplines as they were
                         /passages.json
                         /vectors.npy   one row a text: first every unit, then every passage, then other texts
                         /map.npy       what `metric` learnt from the ways of asking
                         /words.npz     and what `bayes` did
                         /keywords/     bm25s
                         /chroma/       none where a Chroma server is set: there each version has a collection
    <index>/mark                        what the names of its collections on a server begin with

A collection is made from its version folder alone, so one that a server has lost or holds half is filled again when its
version is opened; no version is answered from whose collection does not hold what its manifest says.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import count, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from assistant.bayes import Bayes
from assistant.check import planted
from assistant.embedder import Embedder, Vectors
from assistant.errors import IndexVersionError, PageError
from assistant.helplines import load_helplines
from assistant.language import stems
from assistant.metric import Metric
from assistant.pages import Page, load_pages
from assistant.passages import Passage, slice_pages
from assistant.phrasings import FOLDER as PHRASINGS
from assistant.phrasings import Phrasings, general_phrasings, load_phrasings
from assistant.store import mark, open_on_server, open_store, prune, reached, write_store
from assistant.whole import write_whole

if TYPE_CHECKING:
    pass

FORMAT = 5
KEPT_VERSIONS = 3
# Word pieces a passage may hold; below the 256 that MiniLM reads. Set by `python -m evals retrieval`, see evals/LOG.md.
PASSAGE_LIMIT = 200
_CORPUS_FILES = ("*.md", "*.yaml", f"{PHRASINGS}/*.yaml")
_BATCH = 64
_CANDIDATE = "candidate"


@dataclass(frozen=True)
class Manifest:
    """What one version holds. ``id`` depends only on the corpus, the embedder and the format."""

    id: str
    format: int
    embedder: str
    created: str
    corpus_hash: str
    pages: Mapping[str, str]
    passages: int
    files: Mapping[str, str]


@dataclass(frozen=True)
class Built:
    """What a build did. ``embedded`` counts the texts that were embedded anew, ``reused`` the others."""

    folder: Path
    manifest: Manifest
    fresh: bool
    embedded: int
    reused: int


class Index:
    """One opened version: everything needed to search, read-only.

    Args:
        folder: The version.
        embedder: What it was built with.
        server: Address of a Chroma server that holds the vectors; "" for Chroma in this process.

    Raises (on opening):
        IndexVersionError: The version is missing, unfinished, damaged, or from another embedder.
        ChromaServerError: The server does not answer, or does not hold what it should.
    """

    def __init__(self, folder: Path, embedder: Embedder, *, server: str = "") -> None:
        self.folder = folder
        self.embedder = embedder
        self.manifest = _read_manifest(folder)
        if self.manifest.embedder != embedder.identity:
            raise IndexVersionError(
                f"Index version {self.manifest.id} was built with {self.manifest.embedder}; the settings name "
                f"{embedder.identity}. Run `assistant index`."
            )
        _check_files(folder, self.manifest)
        self.pages: tuple[Page, ...] = load_pages(folder / "corpus")
        self.phrasings: Phrasings = load_phrasings(folder / "corpus", self.pages)
        self.passages: tuple[Passage, ...] = tuple(_read_passages(folder))
        self._vectors: Vectors = _load_matrix(folder, "vectors.npy")
        self.metric = Metric(_load_matrix(folder, "map.npy"))
        self.bayes = _load_bayes(folder, self.pages)
        self._keywords = _load_keywords(folder)
        if server:
            self._store = open_on_server(server, self.folder, self.passages, self._passage_vectors, self.manifest.files)
        else:
            self._store = open_store(folder, expected=len(self.passages))

    @property
    def version(self) -> str:
        return self.manifest.id

    @property
    def _passage_vectors(self) -> Vectors:
        """Vectors of ``passages``, in their order; they stand behind those of the units."""
        first = sum(len(page.units) for page in self.pages)
        return self._vectors[first : first + len(self.passages)]

    @cached_property
    def _row_of(self) -> Mapping[str, int]:
        hashes: list[str] = json.loads((self.folder / "hashes.json").read_text("utf-8"))
        return {key: row for row, key in enumerate(hashes)}

    def vectors_of(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts, shape ``(len(texts), dim)``; all are embedded now when the version lacks one."""
        if not texts:
            return np.zeros((0, self._vectors.shape[1]), dtype=np.float32)
        hashes = [_hash(text) for text in texts]
        if not all(key in self._row_of for key in hashes):
            return self.embedder.embed(texts)
        return np.asarray(self._vectors[[self._row_of[key] for key in hashes]])

    @cached_property
    def page(self) -> Mapping[str, Page]:
        """Pages by slug."""
        return {page.slug: page for page in self.pages}

    @cached_property
    def unit_rows(self) -> Mapping[tuple[str, str], int]:
        """Row of each unit's vector, by slug and unit id."""
        keys = [(page.slug, unit) for page in self.pages for unit in page.units]
        return {key: row for row, key in enumerate(keys)}

    @cached_property
    def passage_number(self) -> Mapping[str, int]:
        """Position of each passage in ``passages``, by its id."""
        return {passage.id: number for number, passage in enumerate(self.passages)}

    @cached_property
    def passage_of(self) -> Mapping[tuple[str, str], Passage]:
        """The passage that holds a unit, by slug and unit id."""
        return {(passage.page, unit): passage for passage in self.passages for unit in passage.units}

    @cached_property
    def passages_of(self) -> Mapping[str, Sequence[int]]:
        """Positions in ``passages`` of those of each page, by its slug."""
        found: dict[str, list[int]] = {}
        for number, passage in enumerate(self.passages):
            found.setdefault(passage.page, []).append(number)
        return found

    def near(self, query: Vectors, pages: Iterable[str]) -> list[tuple[int, float]]:
        """Numbers of all passages of some pages, by their slugs, each with its cosine similarity to a query, −1..1.

        A page has few, so they are compared one by one. Chroma's search among chosen passages looks at every passage
        of every page (docs/benchmarks.md).
        """
        numbers = [number for page in pages for number in self.passages_of.get(page, ())]
        cosines = np.clip(np.asarray(self._passage_vectors[numbers]) @ query, -1.0, 1.0)
        return list(zip(numbers, cosines.tolist(), strict=True))

    def nearest(self, query: Vectors, *, k: int) -> list[tuple[int, float]]:
        """Numbers of the ``k`` passages nearest to a query vector, each with its cosine similarity, best first.

        Args:
            query: Unit vector, shape ``(dim,)``.
            k: At least 1; fewer come back when there are fewer passages.
        """
        # The collection itself: LangChain's search also fetches texts, which stand in ``passages`` already.
        found = self._store.query(query_embeddings=[query.tolist()], n_results=k, include=["distances"])
        numbers = (self.passage_number[identity] for identity in found["ids"][0])
        # Chroma gives the cosine distance, which rounding takes a little below 0. A server writes it out in few digits,
        # which are those of one 32-bit number.
        return [
            (number, float(np.clip(1.0 - float(np.float32(distance)), -1.0, 1.0)))
            for number, distance in zip(numbers, (found["distances"] or [[]])[0], strict=True)
        ]

    def is_searchable(self) -> bool:
        """Whether a search finds anything right now: a Chroma server may have gone."""
        try:
            return bool(self.nearest(self._passage_vectors[0], k=1))
        except Exception:  # noqa: BLE001 - whatever Chroma raises, the answer is no
            return False

    def keyword_scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 score of every passage for stemmed terms, shape ``(passages,)``, 0 upwards."""
        known = [term for term in terms if term in self._keywords.vocab_dict]
        if not known:
            return np.zeros(len(self.passages), dtype=np.float32)
        scores: NDArray[np.float32] = self._keywords.get_scores(known)
        return scores

    def similarities(self, query: Vectors, rows: Sequence[int]) -> NDArray[np.float32]:
        """Cosine similarity of a query vector to the units in ``rows``, shape ``(len(rows),)``, −1..1."""
        result: NDArray[np.float32] = np.asarray(self._vectors[list(rows)]) @ query
        return result


# --- versions --------------------------------------------------------------------------------------------------


def open_current(index: Path, embedder: Embedder, *, server: str = "") -> Index:
    """The version in use; see ``Index``.

    Raises:
        IndexVersionError: There is none, or it cannot be used.
        ChromaServerError: The server does not answer, or does not hold what it should.
    """
    name = current_version(index)
    if name is None:
        raise IndexVersionError(f"No index in {index}. Run `assistant index`.")
    if Path(name).name != name:
        raise IndexVersionError(f"{index / 'current'} names no version. Run `assistant index`.")
    return Index(index / "versions" / name, embedder, server=server)


def current_version(index: Path) -> str | None:
    """Name of the version in use, or None when there is none."""
    try:
        return (index / "current").read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def version_id(corpus: Path, embedder: Embedder) -> str:
    """The id that a version of this corpus with this embedder has: first 12 hex digits of a SHA-256."""
    general = _hash("\n".join(general_phrasings().texts))
    parts = f"{FORMAT}\n{PASSAGE_LIMIT}\n{embedder.identity}\n{_corpus_hash(corpus)}\n{general}"
    return hashlib.sha256(parts.encode()).hexdigest()[:12]


def build(
    corpus: Path,
    index: Path,
    embedder: Embedder,
    *,
    server: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Built:
    """Builds a version of the corpus and puts it in use; does nothing when it already stands complete.

    Args:
        corpus: Folder of pages.
        index: Folder of versions; made if missing.
        embedder: What embeds texts that the version in use does not hold.
        server: Address of a Chroma server for the vectors; "" for Chroma in this process.
        progress: Called with texts embedded so far and texts to embed.

    Raises:
        PageError: A page is not sound, or gives orders to a machine; the version in use stays.
        IndexVersionError: The version could not be written or failed its check; the version in use stays.
        ChromaServerError: The server does not answer; the version in use stays.
    """
    with _locked(index):
        built = _build(corpus, index, embedder, server=server, progress=progress)
        _use(index, built.folder.name)
        prune(index, server)
        return built


def prepare(
    corpus: Path,
    index: Path,
    embedder: Embedder,
    *,
    server: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Built:
    """Builds a version as ``build`` does, and leaves it beside the one in use: see ``put_in_use`` and ``discard``."""
    with _locked(index):
        prune(index, server)
        return _build(corpus, index, embedder, server=server, progress=progress)


def put_in_use(index: Path, name: str) -> None:
    """Puts a version that stands there in use, by one rename.

    Raises:
        IndexVersionError: There is no such version, or it is damaged; the version in use stays.
    """
    with _locked(index):
        folder = index / "versions" / name
        if not name or Path(name).name != name or not folder.is_dir():
            raise IndexVersionError(f"There is no version {name!r}; `assistant history` lists those that are kept.")
        _check_files(folder, _read_manifest(folder))
        _use(index, name)


def discard(index: Path, name: str) -> None:
    """Removes a version that was never in use; others stay."""
    with _locked(index):
        if (index / "versions" / name / _CANDIDATE).exists() and current_version(index) != name:
            shutil.rmtree(index / "versions" / name, ignore_errors=True)


def kept_versions(index: Path) -> list[tuple[str, Manifest]]:
    """Names of the versions that were in use and can be again, newest first, with their manifests."""
    found = []
    for folder in (index / "versions").glob("[!.]*"):
        with suppress(IndexVersionError):
            if not (folder / _CANDIDATE).exists() or folder.name == current_version(index):
                found.append((folder.name, _read_manifest(folder)))
    return sorted(found, key=lambda each: each[1].created, reverse=True)


@contextmanager
def alone(index: Path) -> Iterator[None]:
    """Holds other publications off while one is under way; they wait."""
    try:
        index.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IndexVersionError.unwritable(index, error) from error
    with FileLock(index / "publishing"):
        yield


@contextmanager
def _locked(index: Path) -> Iterator[None]:
    """A second build waits, and finds the version there."""
    try:
        (index / "versions").mkdir(parents=True, exist_ok=True)
        with FileLock(index / "lock"):
            try:
                yield
            finally:
                shutil.rmtree(_new(index), ignore_errors=True)
    except OSError as error:
        raise IndexVersionError.unwritable(index, error) from error


def _build(
    corpus: Path, index: Path, embedder: Embedder, *, server: str, progress: Callable[[int, int], None] | None
) -> Built:
    if server:
        reached(server)  # before anything slow
        mark(index)
    new = _new(index)
    shutil.rmtree(new, ignore_errors=True)
    # All is read from the copy: an editor may save a page in the middle of a build.
    _copy_corpus(corpus, new / "corpus")
    identity = version_id(new / "corpus", embedder)
    if built := _standing(index, identity, embedder, server=server):
        return built
    known = _known_vectors(index, embedder)
    manifest, embedded, reused = _write(new, identity, known, embedder, store=not server, progress=progress)
    (new / _CANDIDATE).touch()
    # A damaged version of the same id may be open in this process, and Chroma knows a folder by its path.
    folder = next(path for path in _names_of(index, identity) if not path.exists())
    new.rename(folder)
    Index(folder, embedder, server=server)  # opens and checks all of it before anyone is pointed at it
    return Built(folder, manifest, fresh=True, embedded=embedded, reused=reused)


def _new(index: Path) -> Path:
    """Where a version is written before it is one."""
    return index / "versions" / ".new"


def _names_of(index: Path, identity: str) -> Iterator[Path]:
    """Folders that a version may have: its id, and with a number when damaged ones stand there."""
    yield index / "versions" / identity
    yield from (index / "versions" / f"{identity}-{number}" for number in count(2))


def _standing(index: Path, identity: str, embedder: Embedder, *, server: str) -> Built | None:
    """The version of an id, when a sound one stands there already."""
    for folder in takewhile(Path.exists, _names_of(index, identity)):
        with suppress(IndexVersionError):  # unfinished or damaged
            Index(folder, embedder, server=server)
            return Built(folder, _read_manifest(folder), fresh=False, embedded=0, reused=0)
    return None


def _copy_corpus(corpus: Path, copy: Path) -> None:
    try:
        for file in _corpus_files(corpus):
            target = copy / file.relative_to(corpus)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, target)
    except OSError:
        load_pages(corpus)  # says which page cannot be read
        raise
    if not copy.exists():
        load_pages(corpus)  # says that there are none


def _write(
    folder: Path,
    identity: str,
    known: Mapping[str, Vectors],
    embedder: Embedder,
    *,
    store: bool,
    progress: Callable[[int, int], None] | None,
) -> tuple[Manifest, int, int]:
    """Writes a version beside its copy of the corpus; gives its manifest, and texts embedded anew and reused.

    Without ``store`` no Chroma is written: a server holds the vectors.
    """
    pages = load_pages(folder / "corpus")
    if faults := planted(pages):
        raise PageError(faults)
    phrasings = load_phrasings(folder / "corpus", pages)
    load_helplines(folder / "corpus")  # no version is published whose numbers to call cannot be read
    passages = slice_pages(pages, measure=embedder.measure, limit=min(PASSAGE_LIMIT, embedder.reads))
    (folder / "passages.json").write_text(json.dumps([asdict(p) for p in passages], ensure_ascii=False), "utf-8")
    texts = [_unit_text(page, unit) for page in pages for unit in page.units]
    texts += [passage.embedded for passage in passages]
    before_others = len(texts)
    texts += phrasings.texts
    hashes = [_hash(text) for text in texts]
    missing = [n for n, key in enumerate(hashes) if key not in known]
    vectors = _embed([texts[n] for n in missing], embedder, progress=progress)
    fresh = {hashes[n]: vectors[row] for row, n in enumerate(missing)}
    matrix = np.stack([known[key] if key in known else fresh[key] for key in hashes]).astype(np.float32)
    np.save(folder / "vectors.npy", matrix)
    np.save(folder / "map.npy", _learnt(phrasings, dict(zip(texts, matrix, strict=True)), pages).map)
    Bayes.of(pages, phrasings.units).save(folder / "words.npz")
    (folder / "hashes.json").write_text(json.dumps(hashes), "utf-8")
    _write_keywords(folder, passages)
    if store:
        write_store(folder, passages, matrix[before_others - len(passages) : before_others], embedder)
    manifest = Manifest(
        id=identity,
        format=FORMAT,
        embedder=embedder.identity,
        created=datetime.now(UTC).isoformat(timespec="microseconds"),
        corpus_hash=_corpus_hash(folder / "corpus"),
        pages={page.slug: page.version for page in pages},
        passages=len(passages),
        files={name: _file_hash(folder / name) for name in _written(folder)},
    )
    write_whole(folder / "manifest.json", json.dumps(asdict(manifest), indent=1))
    return manifest, len(missing), len(texts) - len(missing)


def _learnt(phrasings: Phrasings, vector: Mapping[str, Vectors], pages: Sequence[Page]) -> Metric:
    """What is learnt from the phrasings of pages whose texts have these vectors."""
    page = {page.slug: page for page in pages}
    keys = list(phrasings.units)
    numbers = {slug: number for number, slug in enumerate(page)}
    dim = len(next(iter(vector.values())))
    return Metric.learn(
        _rows([vector[text] for texts in phrasings.units.values() for text in texts], dim),
        np.repeat(np.arange(len(keys)), np.asarray([len(t) for t in phrasings.units.values()], dtype=np.intp)),
        _rows([vector[_unit_text(page[slug], unit)] for slug, unit in keys], dim),
        np.asarray([numbers[slug] for slug, _ in keys], dtype=np.intp),
        _rows([vector[text] for texts in phrasings.unsaid.values() for text in texts], dim),
        np.repeat(
            np.asarray([numbers.get(slug, -1) for slug in phrasings.unsaid], dtype=np.intp),
            [len(texts) for texts in phrasings.unsaid.values()],
        ),
    )


def _rows(vectors: Sequence[Vectors], dim: int) -> Vectors:
    return np.asarray(vectors, dtype=np.float32).reshape(len(vectors), dim)


def _written(folder: Path) -> list[str]:
    """Files whose hashes the manifest keeps; Chroma changes its own when it opens them."""
    keywords = sorted(file.relative_to(folder).as_posix() for file in (folder / "keywords").iterdir())
    return ["passages.json", "vectors.npy", "map.npy", "words.npz", "hashes.json", *keywords]


def _unit_text(page: Page, unit: str) -> str:
    """What is embedded for a unit: units name their drug, so they need no context."""
    return page.units[unit].plain


def _embed(texts: Sequence[str], embedder: Embedder, *, progress: Callable[[int, int], None] | None) -> Vectors:
    if not texts:
        return np.zeros((0, 0), dtype=np.float32)
    # Texts of as many word pieces side by side: the model pads a batch to its longest. Unsorted a build took twice the
    # time, sorted by letters a fifth more.
    lengths = embedder.lengths(texts)
    order = sorted(range(len(texts)), key=lambda number: lengths[number])
    parts: list[Vectors] = []
    for start in range(0, len(texts), _BATCH):
        parts.append(embedder.embed([texts[number] for number in order[start : start + _BATCH]]))
        if progress:
            progress(min(start + _BATCH, len(texts)), len(texts))
    vectors = np.concatenate(parts)
    return np.asarray(vectors[np.argsort(order)])


def _known_vectors(index: Path, embedder: Embedder) -> Mapping[str, Vectors]:
    """Vectors of the version in use, by text hash; empty when they cannot be used."""
    name = current_version(index)
    if name is None:
        return {}
    folder = index / "versions" / name
    try:
        manifest = _read_manifest(folder)
        if manifest.embedder != embedder.identity:
            return {}
        _check_files(folder, manifest)
        hashes: list[str] = json.loads((folder / "hashes.json").read_text("utf-8"))
        matrix: Vectors = np.load(folder / "vectors.npy")
    except (IndexVersionError, OSError, ValueError):
        return {}
    return dict(zip(hashes, matrix, strict=True))


# --- keywords --------------------------------------------------------------------------------------------------


def _write_keywords(folder: Path, passages: Sequence[Passage]) -> None:
    import bm25s  # pulls in optional accelerators that cost start-up time

    retriever = bm25s.BM25()
    retriever.index([stems(passage.embedded) for passage in passages], show_progress=False)
    retriever.save(folder / "keywords", show_progress=False)


def _load_keywords(folder: Path) -> Any:
    import bm25s

    try:
        return bm25s.BM25.load(folder / "keywords")
    except (OSError, ValueError, KeyError) as error:
        raise IndexVersionError.damaged(folder.name, f"keywords: {type(error).__name__}") from error


# --- files -----------------------------------------------------------------------------------------------------


def _corpus_files(corpus: Path) -> list[Path]:
    return sorted(file for pattern in _CORPUS_FILES for file in corpus.glob(pattern))


def _corpus_hash(corpus: Path) -> str:
    digest = hashlib.sha256()
    for file in _corpus_files(corpus):
        digest.update(f"{file.relative_to(corpus)}\n{_file_hash(file)}\n".encode())
    return digest.hexdigest()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _file_hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _read_manifest(folder: Path) -> Manifest:
    try:
        manifest = Manifest(**json.loads((folder / "manifest.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise IndexVersionError.damaged(folder.name, "no manifest that can be read") from error
    if manifest.format != FORMAT:
        raise IndexVersionError(
            f"Index version {folder.name} has format {manifest.format}; expected {FORMAT}. Run `assistant index`."
        )
    return manifest


def _check_files(folder: Path, manifest: Manifest) -> None:
    with suppress(OSError):  # told below, by the name of what is missing
        if more := set(_written(folder)) - manifest.files.keys():
            raise IndexVersionError.damaged(folder.name, f"{min(more)} was added")
    for name, expected in manifest.files.items():
        try:
            found = _file_hash(folder / name)
        except OSError as error:
            raise IndexVersionError.damaged(folder.name, f"{name} cannot be read") from error
        if found != expected:
            raise IndexVersionError.damaged(folder.name, f"{name} was changed")
    if _corpus_hash(folder / "corpus") != manifest.corpus_hash:
        raise IndexVersionError.damaged(folder.name, "its pages were changed")


def _load_bayes(folder: Path, pages: Sequence[Page]) -> Bayes:
    try:
        return Bayes.load(folder / "words.npz", pages)
    except (OSError, ValueError, KeyError) as error:
        raise IndexVersionError.damaged(folder.name, f"words.npz: {type(error).__name__}") from error


def _load_matrix(folder: Path, name: str) -> Vectors:
    try:
        return np.load(folder / name, mmap_mode="r")  # type: ignore[no-any-return]
    except (OSError, ValueError) as error:
        raise IndexVersionError.damaged(folder.name, f"{name}: {type(error).__name__}") from error


def _read_passages(folder: Path) -> list[Passage]:
    rows = json.loads((folder / "passages.json").read_text("utf-8"))
    return [Passage(**{**row, "units": tuple(row["units"])}) for row in rows]


def _use(index: Path, version: str) -> None:
    if current_version(index) != version:
        write_whole(index / "current", version + "\n")
    # After the rename: a mark left behind by a crash stands on the version in use, which is never swept away.
    (index / "versions" / version / _CANDIDATE).unlink(missing_ok=True)
    _sweep(index)


def _sweep(index: Path) -> None:
    """Removes versions that are unusable or were never in use, and all but the newest ones, never the one in use."""
    current = current_version(index)
    folders = [folder for folder in (index / "versions").iterdir() if folder.is_dir()]
    created: dict[Path, str] = {}
    for folder in folders:
        if (folder / _CANDIDATE).exists():
            continue
        with suppress(IndexVersionError):  # unfinished, damaged, or of a format before this one
            created[folder] = _read_manifest(folder).created
    kept = sorted(created, key=lambda folder: created[folder], reverse=True)[:KEPT_VERSIONS]
    for folder in folders:
        if folder.name != current and folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)
