"""A real Chroma server on this machine holds the vectors: same replies, and versions that mean the same."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import chromadb
import pytest
from starlette.testclient import TestClient

from assistant.cli import main
from assistant.conductor import Asked, Assistant
from assistant.embedder import Embedder
from assistant.errors import ChromaServerError
from assistant.index import build, discard, open_current, prepare, put_in_use
from assistant.reply import Reply
from assistant.settings import Settings
from assistant.start import open_assistant
from evals.cases import Case, load_cases
from evals.run import ask
from tests.server import CORPUS, free_port, wait_for
from tests.test_index import WordCounts
from tests.test_web import application

pytestmark = pytest.mark.slow

EVERY = 60  # every so manieth case is asked in `make test`; all of them in `make soak`


@contextmanager
def chroma(folder: Path, port: int) -> Iterator[str]:
    """A Chroma server over a folder; stopped at the end."""
    written = folder / "written.txt"
    command = [Path(sys.executable).parent / "chroma", "run", "--path", folder / "data", "--host", "127.0.0.1"]
    with written.open("wb") as output:
        process = subprocess.Popen([*command, "--port", str(port)], stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://127.0.0.1:{port}/api/v2/heartbeat", process, written)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma(tmp_path_factory.mktemp("chroma"), free_port()) as found:
        yield found


def collections(server: str) -> dict[str, int]:
    client = chromadb.HttpClient("127.0.0.1", port=int(server.rpartition(":")[2]))
    return {each.name: each.count() for each in client.list_collections()}


def of(index: Path, server: str) -> dict[str, int]:
    """Passages by collection, of one index: other tests use the same server."""
    mark = (index / "mark").read_text("utf-8").strip()
    return {name: count for name, count in collections(server).items() if name.startswith(mark)}


def same(reply: Reply) -> dict[str, object]:
    """What two equal replies share."""
    return reply.model_dump(exclude={"id", "timings_ms"})


# --- the same replies ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def on_server(real: Assistant, server: str, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The curated pages, their vectors on the server: the version folder that is embedded elsewhere is taken over."""
    index = tmp_path_factory.mktemp("index")
    shutil.copytree(real.index.folder, index / "versions" / real.index.folder.name)
    (index / "current").write_text(real.index.folder.name, "utf-8")
    shutil.rmtree(index / "versions" / real.index.folder.name / "chroma")
    return open_assistant(Settings(index=index, chroma_url=server))


def differing(cases: Sequence[Case], one: Assistant, other: Assistant) -> list[str]:
    return [case.id for case in cases if same(ask(one, case)) != same(ask(other, case))]


def test_a_sample_of_the_cases_is_answered_as_without_a_server(real: Assistant, on_server: Assistant) -> None:
    """The version was built without a server; its collection is filled from its folder when it is opened."""
    cases = load_cases()[::EVERY]
    assert len({case.kind for case in cases}) >= 10
    assert differing(cases, real, on_server) == []


@pytest.mark.soak
def test_all_cases_are_answered_as_without_a_server(
    real: Assistant, on_server: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = load_cases()
    found = differing(cases, real, on_server)
    with capsys.disabled():
        sys.stdout.write(f"\nChroma on a server: {len(cases) - len(found)} of {len(cases)} replies identical\n")
    assert found == []


# --- versions --------------------------------------------------------------------------------------------------


def changed(tmp_path: Path, number: int) -> Path:
    corpus = tmp_path / f"corpus-{number}"
    shutil.copytree(CORPUS, corpus)
    page = corpus / "zelunor.md"
    page.write_text(page.read_text("utf-8").replace("a strong vitamin", f"a vitamin of {number} parts"), "utf-8")
    return corpus


def test_each_version_has_a_collection_and_nothing_of_chroma_in_its_folder(server: str, tmp_path: Path) -> None:
    index = tmp_path / "index"
    first = build(CORPUS, index, WordCounts(), server=server)
    assert not (first.folder / "chroma").exists()
    assert list(of(index, server).values()) == [first.manifest.passages]
    assert not build(CORPUS, index, WordCounts(), server=server).fresh
    build(changed(tmp_path, 1), index, WordCounts(), server=server)
    assert len(of(index, server)) == 2


def test_going_back_answers_from_the_version_before(server: str, tmp_path: Path) -> None:
    index = tmp_path / "index"
    first = build(CORPUS, index, WordCounts(), server=server)
    second = build(changed(tmp_path, 1), index, WordCounts(), server=server)
    for each in (first, second, first):
        put_in_use(index, each.folder.name)
        opened = open_current(index, WordCounts(), server=server)
        assert opened.version == each.manifest.id
        query = WordCounts().embed(["zelunor vitamin"])[0]
        embedded = build(opened.folder / "corpus", tmp_path / f"embedded-{each.manifest.id}", WordCounts())
        alone = open_current(embedded.folder.parent.parent, WordCounts())
        assert opened.nearest(query, k=5) == alone.nearest(query, k=5)


def test_collections_of_versions_that_are_not_kept_go_and_those_of_others_stay(server: str, tmp_path: Path) -> None:
    index, other = tmp_path / "index", tmp_path / "other"
    build(CORPUS, other, WordCounts(), server=server)
    for number in range(5):
        build(changed(tmp_path, number), index, WordCounts(), server=server)
    kept = {folder.name for folder in (index / "versions").iterdir() if folder.name[0] != "."}
    assert {"-".join(name.split("-")[2:-1]) for name in of(index, server)} == kept
    assert len(of(other, server)) == 1
    held = prepare(changed(tmp_path, 9), index, WordCounts(), server=server)
    discard(index, held.folder.name)
    build(changed(tmp_path, 10), index, WordCounts(), server=server)
    assert held.folder.name not in "".join(of(index, server))


def test_a_collection_that_was_lost_or_is_half_there_is_filled_again(server: str, tmp_path: Path) -> None:
    """Such as after a server was set up anew, or a build was ended in the middle."""
    index = tmp_path / "index"
    passages = build(CORPUS, index, WordCounts(), server=server).manifest.passages
    client = chromadb.HttpClient("127.0.0.1", port=int(server.rpartition(":")[2]))
    (name,) = of(index, server)
    collection = client.get_collection(name)
    collection.delete(ids=collection.get(limit=3)["ids"])
    assert open_current(index, WordCounts(), server=server).version
    assert of(index, server) == {name: passages}
    client.delete_collection(name)
    assert open_current(index, WordCounts(), server=server).version
    assert of(index, server) == {name: passages}


def test_a_collection_with_other_vectors_is_never_answered_from(server: str, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(CORPUS, index, WordCounts(), server=server)
    client = chromadb.HttpClient("127.0.0.1", port=int(server.rpartition(":")[2]))
    (name,) = of(index, server)
    collection = client.get_collection(name)
    first = collection.get(limit=1, include=["embeddings"])
    assert first["embeddings"] is not None
    collection.update(ids=first["ids"], embeddings=[[-float(x) for x in first["embeddings"][0]]])
    with pytest.raises(ChromaServerError, match="is not version"):
        open_current(index, WordCounts(), server=server)


# --- a server that does not answer -----------------------------------------------------------------------------


def test_without_its_server_nothing_starts_and_one_line_says_why(
    index_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    monkeypatch.setenv("CHROMA_URL", address)
    monkeypatch.setenv("ASSISTANT_INDEX", str(index_folder))
    monkeypatch.setenv("ASSISTANT_CORPUS", str(CORPUS))
    before = sorted(path.name for path in (index_folder / "versions").iterdir())
    for command in (["ask", "Does zelunor work?"], ["index"]):
        assert main(command) == 2
        told = capsys.readouterr().err.strip().splitlines()[-1]
        assert told.startswith(f"The Chroma server at {address} does not answer")
        assert "chroma run" in told
    assert sorted(path.name for path in (index_folder / "versions").iterdir()) == before


def test_while_its_server_is_gone_replies_say_so_and_so_does_readyz(
    index_folder: Path, embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    faults: list[tuple[str, str, str]],
) -> None:  # fmt: skip
    """It answers again, without a restart, when the server is back. Only a search of all pages needs the server."""
    monkeypatch.setattr("assistant.web.server.READY_FOR", 0.0)
    index, port = tmp_path / "index", free_port()
    shutil.copytree(index_folder, index)
    with chroma(tmp_path, port) as address:
        settings = replace(Settings(corpus=CORPUS, index=index), chroma_url=address)
        assistant = open_assistant(settings)
        client = TestClient(application(assistant, settings))
        assert client.get("/readyz").status_code == 200
    asked = ("How is ALS treated with a vitamin?", "Does zelunor work?", "I want to die")
    seen = [client.get("/readyz").status_code, *(assistant.answer(Asked(each)).outcome for each in asked)]
    with chroma(tmp_path, port):
        seen += [client.get("/readyz").status_code, assistant.answer(Asked(asked[0])).outcome]
    expected = [503, "unavailable", "answered", "crisis", 200, "answered"]
    faults.append(("the Chroma server goes, and comes back", str(expected), str(seen)))
    assert seen == expected
