"""What breaks, what must come of it, and what came: one table, printed at the end of the run.

Faults of single stations of a reply stand in tests/test_conductor.py, of a language model in tests/test_model.py.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant import wording
from assistant.cli import main
from assistant.conductor import Asked, Assistant
from assistant.errors import IndexVersionError, PageError
from assistant.index import build, current_version, open_current
from assistant.settings import Settings
from assistant.start import open_assistant
from assistant.web import server as web
from assistant.web.server import Site, build_app
from tests.conftest import CORPUS
from tests.server import environment, free_port, served
from tests.test_index import WordCounts, version_folder

QUESTION = "Does zelunor work?"
Fault = Callable[[Path], str]  # given a folder of its own, gives what was seen


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    build(CORPUS, folder, WordCounts())
    return folder


def told(work: Callable[[], object]) -> str:
    """The one line of an error, or that there was none."""
    try:
        work()
    except (IndexVersionError, PageError) as error:
        lines = str(error).splitlines()
    else:
        lines = ["no error"]
    assert len(lines) <= 3
    return lines[0]


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small file system of its own in memory; skips where none may be mounted."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"nothing can be mounted here ({done.stderr.decode().strip()})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


# --- files --------------------------------------------------------------------------------------------------------


def damaged(name: str, *, cut: bool) -> Fault:
    """A file of the version in use removed, or cut in half: the start mends it, or says what to do."""

    def fault(folder: Path) -> str:
        file = version_folder(folder / "index") / name
        raw = file.read_bytes()
        file.unlink()
        if cut:
            file.write_bytes(raw[: len(raw) // 2])
        begun: list[str] = []
        settings = Settings(corpus=CORPUS, index=folder / "index")
        opened = open_assistant(settings, on_build=lambda: begun.append("built again"))
        return f"{', '.join(begun)}: {opened.answer(Asked(QUESTION)).outcome}"

    return fault


def other_embedder(folder: Path) -> str:
    first = current_version(folder / "index")
    seen = told(lambda: open_current(folder / "index", WordCounts("word-counts@2")))
    assert current_version(folder / "index") == first
    return seen


def disk_full(folder: Path) -> str:
    with mounted(folder / "small", "size=1m") as small:
        shutil.copytree(CORPUS, folder / "corpus")
        return told(lambda: build(folder / "corpus", small / "index", WordCounts()))


def disk_full_beside(folder: Path) -> str:
    """The disk fills up while a second version is built: the first stays whole."""
    with mounted(folder / "small", "size=12m") as small:
        build(CORPUS, small / "index", WordCounts())
        (small / "rest").write_bytes(b"x" * (shutil.disk_usage(small).free - 300_000))
        corpus = Path(shutil.copytree(CORPUS, folder / "corpus"))
        page = corpus / "zelunor.md"
        page.write_text(page.read_text("utf-8").replace("is 50 mg.", "is 60 mg."), "utf-8")
        seen = told(lambda: build(corpus, small / "index", WordCounts()))
        first = open_current(small / "index", WordCounts()).page["zelunor"].units["given-dose"].plain
        (small / "rest").unlink()
        build(corpus, small / "index", WordCounts())
        then = open_current(small / "index", WordCounts()).page["zelunor"].units["given-dose"].plain
        return f"{seen} | before: {first} | with space again: {then}"


def disk_read_only(folder: Path) -> str:
    with mounted(folder / "fixed", "size=20m") as fixed:
        shutil.copytree(folder / "index", fixed / "index")
        subprocess.run(["mount", "-o", "remount,ro", str(fixed)], check=True)
        answering = told(lambda: open_current(fixed / "index", WordCounts()))
        changed = Path(shutil.copytree(CORPUS, folder / "corpus"))
        return f"opening: {answering} | building: {told(lambda: build(changed, fixed / 'index', WordCounts()))}"


def corpus_gone(folder: Path) -> str:
    return told(lambda: build(folder / "nowhere", folder / "new", WordCounts()))


def corpus_unreadable(folder: Path) -> str:
    corpus = Path(shutil.copytree(CORPUS, folder / "corpus"))
    (corpus / "zelunor.md").unlink()
    (corpus / "zelunor.md").mkdir()
    first = current_version(folder / "index")
    seen = told(lambda: build(corpus, folder / "index", WordCounts()))
    assert current_version(folder / "index") == first
    return seen


def port_taken(folder: Path) -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "assistant", "serve", "--port", port],
            env=environment(folder / "index"), capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert len(done.stderr.splitlines()) == 1
    return f"exit {done.returncode}: {done.stderr.strip()}".replace(port, "…")


FILES: dict[str, tuple[Fault, str]] = {
    **{
        f"{name} {how}": (damaged(name, cut=how == "cut short"), "built again: answered")
        for name in ("manifest.json", "vectors.npy", "passages.json", "hashes.json", "chroma/chroma.sqlite3",
                     "keywords/params.index.json", "corpus/zelunor.md", "corpus/helplines.yaml")
        for how in ("removed", "cut short")
    },
    "index of another embedder": (other_embedder, "was built with word-counts@1; the settings name word-counts@2. Run"),
    "disk full at the first build": (disk_full, "could not be written: not all of it was taken. Check space"),
    "disk full at a later build": (
        disk_full_beside,
        "Check space and rights. | before: One dose of zelunor is 50 mg. | "
        "with space again: One dose of zelunor is 60 mg.",
    ),
    "disk read-only": (
        disk_read_only,
        "stands where nothing can be written; Chroma has to. Check its rights. | building: The",
    ),
    "corpus gone": (corpus_gone, "expected"),
    "page unreadable": (corpus_unreadable, "zelunor.md"),
    "port taken": (port_taken, "exit 2: Cannot serve at 127.0.0.1:… (Address already in use)"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_fault_of_files_is_mended_or_told(
    name: str, built: Path, tmp_path: Path, faults: list[tuple[str, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.start.Embedder", lambda *_, **__: WordCounts())
    shutil.copytree(built, tmp_path / "index")
    fault, expected = FILES[name]
    seen = fault(tmp_path)
    faults.append((name, expected, seen))
    assert expected in seen


# --- stations that hang, give junk, or fail -----------------------------------------------------------------------


def client_of(light: Assistant, answer: Callable[[Asked], Any], monkeypatch: pytest.MonkeyPatch, **limits: int) -> Any:
    monkeypatch.setattr(light, "answer", answer)

    async def make() -> Any:
        return build_app(light, Settings(**limits))  # type: ignore[arg-type]

    return TestClient(asyncio.run(make()))


@pytest.mark.parametrize("kind", ["fails", "junk", "nothing"])
def test_what_no_station_may_do_ends_in_the_fixed_text(
    kind: str, light: Assistant, monkeypatch: pytest.MonkeyPatch, faults: list[tuple[str, str, str]]
) -> None:
    def answer(asked: Asked) -> Any:
        if kind == "fails":
            raise MemoryError(asked.question)
        return {"text": "Zelunor cures."} if kind == "junk" else None

    client = client_of(light, answer, monkeypatch)
    answered = client.post("/api/ask", json={"question": QUESTION})
    form = client.post("/simple", data={"question": QUESTION})
    ready = client.get("/readyz")
    alive = client.get("/healthz").status_code
    seen = f"{answered.status_code} {form.status_code}, ready {ready.json()['ready']}, alive {alive}"
    faults.append((f"the road {kind}", "503 503, ready False, alive 200", seen))
    assert seen == "503 503, ready False, alive 200"
    assert answered.json()["text"] == wording.UNAVAILABLE
    assert "cures" not in answered.text + form.text


def test_a_road_that_hangs_leaves_it_alive_busy_and_not_ready_until_it_goes_on(
    light: Assistant, monkeypatch: pytest.MonkeyPatch, faults: list[tuple[str, str, str]]
) -> None:
    go_on = threading.Event()
    real = light.answer
    monkeypatch.setattr(web, "READY_WITHIN", 0.2)
    monkeypatch.setattr(web, "READY_FOR", 0.0)

    def hang(asked: Asked) -> Any:
        go_on.wait(30)
        return real(asked)

    monkeypatch.setattr(light, "answer", hang)
    site = Site(light, Settings(max_waiting=1))
    asking = [threading.Thread(target=site.answer, args=(Asked(QUESTION), f"visitor {n}")) for n in range(3)]
    for each in asking:
        each.start()
    time.sleep(0.2)
    before = threading.active_count()
    busy = site.answer(Asked(QUESTION), "one more").text == wording.BUSY
    ready = [site.is_ready() for _ in range(5)]
    more = threading.active_count() - before
    go_on.set()
    for each in asking:
        each.join()
    end = time.monotonic() + 10
    while not site.is_ready() and time.monotonic() < end:
        time.sleep(0.05)
    seen = f"busy {busy}, ready {any(ready)}, threads more {more}, then ready {site.is_ready()}"
    expected = "busy True, ready False, threads more 1, then ready True"
    faults.append(("the road hangs", expected, seen))
    assert seen == expected


# --- a running server ---------------------------------------------------------------------------------------------


def client_gone(url: str) -> None:
    """Sends a question and goes away before the answer, and half a request."""
    host, port = "127.0.0.1", int(url.rpartition(":")[2])
    body = b'{"question": "Does zelunor work?"}'
    head = b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
    for sent in (head + body, head + body[:5], head[:20], b"\x16\x03\x01\x00" * 50):
        with socket.create_connection((host, port)) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            connection.sendall(sent)


def killed(index: Path, folder: Path, times: int) -> int:
    """Kills a server again and again while it answers; returns how often the next one answered without hands."""
    recovered = 0
    for number in range(times + 1):
        world = folder / str(number)
        world.mkdir()
        with served(index, world) as found:
            with urllib.request.urlopen(f"{found.url}/readyz", timeout=60) as ready:  # noqa: S310
                recovered += ready.status == 200
            client_gone(found.url)
            with urllib.request.urlopen(f"{found.url}/healthz", timeout=60) as alive:  # noqa: S310
                assert alive.status == 200
            assert "Traceback" not in found.written.read_text("utf-8")
            if number < times:
                os.kill(found.process, signal.SIGKILL)
    return recovered - 1


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, pytest.param(50, marks=pytest.mark.soak)])
def test_a_server_that_is_killed_answers_again_when_it_is_started_again(
    times: int, index_folder: Path, tmp_path: Path, faults: list[tuple[str, str, str]]
) -> None:
    index = Path(shutil.copytree(index_folder, tmp_path / "index"))
    before = current_version(index)
    seen = (
        f"{killed(index, tmp_path, times)} of {times} answered again, same version {current_version(index) == before}"
    )
    expected = f"{times} of {times} answered again, same version True"
    faults.append((f"kill -9 while serving, clients gone, {times} times", expected, seen))
    assert seen == expected


def test_a_start_in_an_unwritable_place_is_told_in_a_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    faults: list[tuple[str, str, str]],
) -> None:
    monkeypatch.setattr("assistant.start.Embedder", lambda *_, **__: WordCounts())
    (tmp_path / "file").touch()
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "file" / "index"))
    monkeypatch.setenv("ASSISTANT_CORPUS", str(CORPUS))
    code = main(["serve", "--port", str(free_port())])
    seen = f"exit {code}: {capsys.readouterr().err.strip().splitlines()[-1]}"
    faults.append(("index folder cannot be made", "exit 2: The index in … could not be written", seen))
    assert seen.startswith("exit 2: The index in ")
    assert "could not be written" in seen
