"""Passages with their vectors ↔ Chroma, in this process or on a server. The door of Chroma.

It knows the folder of one version, and nothing of which version is in use.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import numpy as np

from assistant.embedder import Embedder, Vectors
from assistant.errors import ChromaServerError, IndexVersionError
from assistant.passages import Passage
from assistant.whole import write_whole

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI

COLLECTION = "passages"
SERVER_TIMEOUT = 10.0  # seconds that one request to a Chroma server may take
SAMPLED = 50  # vectors of a collection on a server that are held against those of the version folder
_NO_MODEL = frozenset({"legacy", "unknown"})  # what Chroma writes where vectors come in ready made


# --- in this process ------------------------------------------------------------------------------------------


def _client(folder: Path) -> Any:
    import chromadb  # takes a second; commands that only read pages do not need it
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder / "chroma"), settings=Settings(anonymized_telemetry=False))


def write_store(folder: Path, passages: Sequence[Passage], vectors: Vectors, embedder: Embedder) -> None:
    """Writes the passages of a version with their vectors, shape ``(len(passages), dim)``."""
    from langchain_chroma import Chroma

    client = _client(folder)
    store = Chroma(
        collection_name=COLLECTION,
        embedding_function=embedder.model,
        client=client,
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
    _fill(store._collection, passages, vectors)
    client.close()


def _fill(collection: Collection, passages: Sequence[Passage], vectors: Vectors) -> None:
    """Puts passages in with their vectors, which are at hand (many of them reused): add_texts would embed again."""
    for start in range(0, len(passages), 1000):
        batch = passages[start : start + 1000]
        collection.upsert(
            ids=[passage.id for passage in batch],
            embeddings=vectors[start : start + 1000],
            documents=[passage.text for passage in batch],
            metadatas=[
                {"page": passage.page, "section": passage.section, "number": start + number}
                for number, passage in enumerate(batch)
            ],
        )


def open_store(folder: Path, *, expected: int) -> Collection:
    """The passages of a version.

    Raises:
        IndexVersionError: They are damaged, not so many, or stand where nothing can be written.
    """
    from langchain_chroma import Chroma

    try:
        if not (folder / "chroma" / "chroma.sqlite3").is_file():
            raise FileNotFoundError("chroma.sqlite3")
        _check_configuration(folder)
        store = Chroma(
            collection_name=COLLECTION,
            client=_client(folder),  # and no model: vectors come in ready made
            create_collection_if_not_exists=False,
        )
        found = store._collection.count()
    except Exception as error:
        if (folder / "chroma").is_dir() and not os.access(folder / "chroma", os.W_OK):
            raise IndexVersionError(
                f"Index version {folder.name} stands where nothing can be written; Chroma has to. Check its rights."
            ) from error
        raise IndexVersionError.damaged(folder.name, f"Chroma: {type(error).__name__}") from error
    if found != expected:
        raise IndexVersionError.damaged(folder.name, f"Chroma holds {found} passages, {expected} expected")
    return store._collection


def _check_configuration(folder: Path) -> None:
    """Refuses a database that names an embedding model: Chroma would build it, and run the code that comes with it.

    None that this program wrote names one: its vectors go in ready made.
    """
    database = f"file:{quote(str((folder / 'chroma' / 'chroma.sqlite3').resolve()))}?mode=ro"
    with closing(sqlite3.connect(database, uri=True)) as opened:
        rows = opened.execute("SELECT config_json_str, schema_str FROM collections").fetchall()
    for text in (text for row in rows for text in row if text):
        json.loads(text, object_hook=_without_model)


def _without_model(found: dict[str, Any]) -> dict[str, Any]:
    named = found.get("embedding_function")
    if named is not None and (not isinstance(named, dict) or named.get("type") not in _NO_MODEL):
        raise PermissionError("an embedding model is named")
    return found


# --- on a server -----------------------------------------------------------------------------------------------


def reached(server: str) -> ClientAPI:
    """A client of a Chroma server.

    Raises:
        ChromaServerError: It does not answer.
    """
    import chromadb
    from chromadb.config import Settings

    address = urlsplit(server)
    secure = address.scheme == "https"
    try:
        client = chromadb.HttpClient(
            str(address.hostname),
            port=address.port or (443 if secure else 80),
            ssl=secure,
            settings=Settings(anonymized_telemetry=False),
        )
        # The client itself waits for ever: a server that hangs would take every thread.
        client._server._session.timeout = SERVER_TIMEOUT  # type: ignore[attr-defined]
        client.heartbeat()
    except Exception as error:
        raise ChromaServerError(
            f"The Chroma server at {server} does not answer ({type(error).__name__}); expected `chroma run` there. "
            "Start it, or mend CHROMA_URL."
        ) from error
    return client


def open_on_server(
    server: str, folder: Path, passages: Sequence[Passage], vectors: Vectors, files: Mapping[str, str]
) -> Collection:
    """The passages of a version on a server, filled in when it does not hold all of them, and checked.

    Args:
        server: Address of the server.
        folder: Of the version.
        passages: All of the version.
        vectors: Theirs, shape ``(len(passages), dim)``.
        files: Hashes of the version's files, by name.

    Raises:
        ChromaServerError: The server does not answer, or holds something else under the name.
    """
    client = reached(server)
    holds = {name: files[name] for name in ("passages.json", "vectors.npy")}
    try:
        collection = client.get_or_create_collection(
            _collection_name(folder, files),
            metadata=holds,
            configuration={"hnsw": {"space": "cosine"}},
            embedding_function=None,
        )
        if collection.count() != len(passages):
            _fill(collection, passages, vectors)
        found, sample = collection.count(), [*range(0, len(passages), max(1, len(passages) // SAMPLED))]
        told = collection.get([passages[number].id for number in sample], include=["embeddings", "metadatas"])
        rows = [int(str(each["number"])) for each in told["metadatas"] or []]
        same = sorted(rows) == sample and np.allclose(np.asarray(told["embeddings"]), vectors[rows], atol=1e-6)
    except Exception as error:
        raise ChromaServerError(
            f"The Chroma server at {server} failed while version {folder.name} was opened ({type(error).__name__}). "
            "See its log, and whether it is of the version that requirements.txt pins."
        ) from error
    if dict(collection.metadata or {}) != holds or found != len(passages) or not same:
        raise ChromaServerError(
            f"The collection {collection.name} at {server} is not version {folder.name} ({found} passages, "
            f"{len(passages)} expected). Delete it there, or start the server on an empty folder; it is filled again."
        )
    return collection


def _collection_name(folder: Path, files: Mapping[str, str]) -> str:
    return f"{mark(folder.parent.parent)}-{folder.name}-{files['vectors.npy'][:8]}"


def mark(index: Path) -> str:
    """What tells the collections of this index from those of others on the same server; made once."""
    file = index / "mark"
    try:
        if not file.is_file():
            write_whole(file, f"passages-{secrets.token_hex(4)}\n")
        return file.read_text("utf-8").strip()
    except OSError as error:
        raise IndexVersionError.unwritable(index, error) from error


def prune(index: Path, server: str) -> None:
    """Removes the collections of versions that this index does not keep any more."""
    if not server or not (index / "mark").is_file():
        return
    kept = {path.name for path in (index / "versions").glob("[!.]*")}
    own = mark(index) + "-"
    client = reached(server)
    for collection in client.list_collections():
        if collection.name.startswith(own) and collection.name.removeprefix(own).rpartition("-")[0] not in kept:
            client.delete_collection(collection.name)
