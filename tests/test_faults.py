"""What breaks, what must come of it, and what came: one table, printed at the end of the run.

Faults of a language model stand in tests/test_model.py, of a Chroma server in tests/test_chroma_server.py.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant import wording
from assistant.cli import main
from assistant.conductor import Asked, Assistant
from assistant.draft import Claim, Draft, Quote
from assistant.errors import IndexVersionError, PageError
from assistant.index import Index, build, current_version, open_current
from assistant.model import ModelWriter, open_model, read_name
from assistant.settings import Settings
from assistant.start import open_assistant
from assistant.web import server as web
from assistant.web.server import Site, build_app
from tests.conftest import CORPUS, TODAY
from tests.server import Served, environment, free_port, starter
from tests.test_index import WordCounts, version_folder

QUESTION = "How is zelunor given?"
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
    faults.append((name, expected, seen.replace(str(tmp_path), "…")))
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


STATIONS = ("safety", "question", "distress", "retrieve", "draft", "verify", "reply")
WORD = "xylophone"  # a question that holds it meets the fault, others do not
LIE = "Zelunor cures ALS."


def first_part(way: Any, **changed: Any) -> Any:
    return replace(way, parts=(replace(way.parts[0], **changed), *way.parts[1:]))


def first_claim(way: Any) -> Claim:
    found: Claim = way.parts[0].draft.claims[0]
    return found


def foreign(way: Any) -> Any:
    """Sentences under the passage of another index."""
    found = way.parts[0].evidence
    hits = tuple(hit._replace(passage=replace(hit.passage, id="elsewhere")) for hit in found.hits)
    return first_part(way, evidence=replace(found, hits=hits))


def unverified(way: Any) -> Any:
    """A quote that no page has."""
    quotes = tuple(replace(quote, text=LIE) for quote in first_claim(way).quotes)
    return first_part(way, draft=Draft((Claim(LIE, quotes),)))


def other_drug(way: Any) -> Any:
    """A true quote of another drug's page, under the drug that was asked about."""
    page = "mirodol"
    unit, passage = next((unit, passage) for (slug, unit), passage in OPENED[0].passage_of.items() if slug == page)
    text = OPENED[0].page[page].units[unit].plain
    return first_part(way, draft=Draft((Claim(text, (Quote(page, unit, text, passage.id),)),)))


OPENED: list[Index] = []  # the index of the assistant that is tried
# What a station may give instead of what it should, and what must come of it. The pages not saying is a safe end: the
# reply then names whom to ask.
JUNK: dict[tuple[str, str], tuple[Callable[[Any], Any], str]] = {
    **{(station, "gives nothing"): (lambda way: None, "unavailable") for station in STATIONS},
    **{(station, "gives another type"): (lambda way: {"text": LIE}, "unavailable") for station in STATIONS},
    ("question", "finds no question"): (lambda way: replace(way, parts=()), "unavailable"),
    ("distress", "gives vectors of nothing"): (lambda way: replace(way, vectors={}), "answered"),
    ("distress", "gives vectors of another length"): (
        lambda way: replace(way, vectors={text: vector[:3] for text, vector in way.vectors.items()}), "unavailable"),
    ("retrieve", "finds nothing"): (lambda way: first_part(way, evidence=None), "not_in_pages"),
    ("retrieve", "finds foreign passages"): (foreign, "not_in_pages"),
    ("draft", "writes nothing"): (lambda way: first_part(way, draft=Draft(())), "not_in_pages"),
    ("draft", "quotes what no page says"): (unverified, "not_in_pages"),
    ("draft", "quotes the page of another drug"): (other_drug, "not_in_pages"),
    ("draft", "says more than its quote"): (
        lambda way: first_part(way, draft=Draft((replace(first_claim(way), text=LIE),))), "not_in_pages"),
    ("verify", "keeps nothing"): (lambda way: first_part(way, claims=()), "not_in_pages"),
    ("verify", "keeps what is no quote"): (
        lambda way: first_part(way, claims=(replace(first_claim(way), text=LIE),)), "unavailable"),
    ("verify", "keeps what no page says"): (
        lambda way: first_part(unverified(way), claims=first_claim(unverified(way)) and (
            first_claim(unverified(way)),)), "unavailable"),
    ("verify", "keeps a claim without a quote"): (
        lambda way: first_part(way, draft=Draft((Claim("", ()),)), claims=(Claim("", ()),)), "unavailable"),
    ("reply", "has no text"): (lambda way: replace(way, fields={}), "unavailable"),
    ("reply", "cites what is not there"): (
        lambda way: replace(way, fields={**way.fields, "citations": ()}), "unavailable"),
    ("reply", "cites other words than the page"): (
        lambda way: replace(way, fields={**way.fields, "citations": tuple(
            each.model_copy(update={"quote": LIE}) for each in way.fields["citations"])}), "unavailable"),
}  # fmt: skip


def broken(index: Index, station: str, spoil: Callable[[Any, Any], Any]) -> Assistant:
    """An assistant of which one station does ``spoil(way, work)`` at a question that holds the word."""

    class Broken(Assistant):
        def _station(self, name: str, work: Any) -> Any:
            if name != station:
                return super()._station(name, work)
            return super()._station(name, lambda way: spoil(way, work) if WORD in way.asked.question else work(way))

    OPENED[:] = [index]
    return Broken(index)


def seen_of(assistant: Assistant, within: float = 20.0) -> str:
    """What comes of a question that meets the fault, of one that does not, and of the look at readiness."""
    site = Site(assistant, Settings())
    site._within = within
    met = site.answer(Asked(f"{QUESTION} Also for my {WORD}?"), "visitor")
    site._within = 60.0  # for those who meet no fault, however busy the machine is
    other = site.answer(Asked(QUESTION), "another")
    if met.outcome == "unavailable":
        assert met.text == wording.UNAVAILABLE
    assert LIE not in met.model_dump_json()
    return f"{met.outcome}; others {other.outcome}; ready {site.is_ready()}"


@pytest.fixture
def row(faults: list[tuple[str, str, str]]) -> Callable[[str, str, str], None]:
    """Puts a row into the table that is printed at the end of the run, and holds it."""

    def hold(fault: str, expected: str, seen: str) -> None:
        faults.append((fault, expected, seen))
        assert seen == expected

    return hold


@pytest.mark.parametrize("station", STATIONS)
def test_a_station_that_fails_or_hangs_ends_in_the_fixed_text_in_time_and_others_are_answered(
    station: str, light: Assistant, row: Callable[[str, str, str], None]
) -> None:
    def fail(way: Any, work: Any) -> Any:
        raise LookupError(way.asked.question)

    expected = "unavailable; others answered; ready True"
    row(f"{station} fails", expected, seen_of(broken(light.index, station, fail)))
    go_on = threading.Event()
    hanging = broken(light.index, station, lambda way, work: work(way) if go_on.wait(30) else way)
    begun = time.monotonic()
    row(f"{station} hangs", expected, seen_of(hanging, within=0.3))
    assert time.monotonic() - begun < 15
    go_on.set()


@pytest.mark.parametrize(("station", "what"), JUNK)
def test_a_station_that_gives_junk_never_puts_it_on_a_page(
    station: str, what: str, light: Assistant, row: Callable[[str, str, str], None]
) -> None:
    give, outcome = JUNK[station, what]
    spoiled = broken(light.index, station, lambda way, work: give(work(way)))
    row(f"{station} {what}", f"{outcome}; others answered; ready True", seen_of(spoiled))


def test_the_stations_tried_are_all_there_are(light: Assistant) -> None:
    assert set(light.answer(Asked(QUESTION)).timings_ms) - {"total"} == set(STATIONS)


def test_a_road_that_hangs_for_all_answers_in_time_is_not_ready_and_comes_back(
    light: Assistant, monkeypatch: pytest.MonkeyPatch, row: Callable[[str, str, str], None]
) -> None:
    go_on = threading.Event()
    real = light.answer
    monkeypatch.setattr(web, "READY_WITHIN", 0.2)
    monkeypatch.setattr(web, "READY_FOR", 0.0)
    monkeypatch.setattr(light, "answer", lambda asked: real(asked) if go_on.wait(30) else None)
    site = Site(light, Settings(max_waiting=1))
    site._within = site._gate._patience = 0.4
    told: list[str] = []
    asking = [
        threading.Thread(target=lambda n=n: told.append(site.answer(Asked(QUESTION), f"visitor {n}").text))  # type: ignore[misc]
        for n in range(3)
    ]
    for each in asking:
        each.start()
    while site._gate.under_way < 3:
        time.sleep(0.01)
    busy = site.answer(Asked(QUESTION), "one more").text == wording.BUSY
    for each in asking:
        each.join(5)
    ready = site.is_ready()
    hung = site._workers.hung
    go_on.set()
    end = time.monotonic() + 10
    while (site._workers.hung or not site.is_ready()) and time.monotonic() < end:
        time.sleep(0.05)
    fixed = sum(text in {wording.UNAVAILABLE, wording.BUSY} for text in told)
    row(
        "every answer hangs", "3 of 3 told in time, busy True, ready False, hung True; then ready True, hung 0",
        f"{fixed} of 3 told in time, busy {busy}, ready {ready}, hung {hung > 0}; "
        f"then ready {site.is_ready()}, hung {site._workers.hung}",
    )  # fmt: skip


def test_a_server_of_which_too_many_answers_hang_for_good_ends_itself(
    light: Assistant, monkeypatch: pytest.MonkeyPatch, row: Callable[[str, str, str], None]
) -> None:
    """No thread can be ended in Python; systemd and the like start the process again (Restart=on-failure)."""
    go_on = threading.Event()
    given_up: list[int] = []
    monkeypatch.setattr(light, "answer", lambda asked: go_on.wait(30))
    site = Site(light, Settings(requests_per_minute=100), give_up=lambda: given_up.append(site._workers.hung))
    site._within = 0.01
    texts = {site.answer(Asked(QUESTION), "visitor").text for _ in range(web.HUNG_AT_MOST + 2)}
    go_on.set()
    row(
        f"{web.HUNG_AT_MOST} answers hang for good", "gives up at 16, no thread more: True, fixed text True",
        f"gives up at {given_up[0]}, no thread more: {set(given_up) == {web.HUNG_AT_MOST}}, "
        f"fixed text {texts == {wording.UNAVAILABLE}}",
    )  # fmt: skip
    if (child := os.fork()) == 0:
        web._end()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


# --- a model server that is down, slow, or lies -------------------------------------------------------------------


class ModelFault(BaseHTTPRequestHandler):
    """Says what its server is to say, as OpenAI's interface does; nothing at all where that is None."""

    def do_POST(self) -> None:
        said, release = self.server.said, self.server.release  # type: ignore[attr-defined]
        self.rfile.read(int(self.headers["Content-Length"]))
        if said is None:
            release.wait(30)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m"}
        choice = {"index": 0, "delta": {"role": "assistant", "content": said}, "finish_reason": "stop"}
        self.wfile.write(f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\ndata: [DONE]\n\n".encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("is down", ""),
        ("never answers", None),
        ("lies", json.dumps({"claims": [{"text": LIE, "key": "K000000", "quote": LIE}]})),
        ("talks", "I am sure that it cures."),
    ],
)
def test_a_model_server_that_fails_costs_no_answer(
    what: str, said: str | None, light: Assistant, row: Callable[[str, str, str], None]
) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), ModelFault)
    server.said, server.release = said, threading.Event()  # type: ignore[attr-defined]
    running = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    if what == "is down":
        server.server_close()
    else:
        running.start()
    named = read_name(f"http://127.0.0.1:{server.server_port}/v1")
    writer = ModelWriter(open_model(named, timeout=0.5), timeout=0.5, hosted=False)
    begun = time.monotonic()
    site = Site(Assistant(light.index, today=lambda: TODAY, model=writer), Settings())
    reply = site.answer(Asked(QUESTION), "visitor")
    in_time = time.monotonic() - begun < 15
    quotes = light.answer(Asked(QUESTION))
    if what != "is down":
        server.release.set()  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()
    assert writer.counts["calls"]
    row(
        f"model server {what}", "the quotes True, in time True, ready True",
        f"the quotes {(reply.writer, reply.text) == ('quotes', quotes.text)}, in time {in_time}, "
        f"ready {site.is_ready()}",
    )  # fmt: skip


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


ASKED = ("Does zelunor work?", "What are the side effects of mirodol?", "Which drugs are approved in Japan?")


def reply_of(url: str, question: str) -> dict[str, Any]:
    """What a server answers, but for what differs each time."""
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{url}/api/ask", body, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        found: dict[str, Any] = json.loads(answer.read())
    return {name: value for name, value in found.items() if name not in {"id", "timings_ms"}}


def kill_while_asked(found: Served, moment: float) -> int:
    """Kills a server while four ask it without pause; returns how many questions it left unanswered."""
    cut: list[str] = []
    begun = threading.Semaphore(0)

    def ask() -> None:
        while True:
            try:
                reply_of(found.url, ASKED[0])
            except (OSError, HTTPException) as error:
                cut.append(type(error).__name__)
                return
            begun.release()

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for each in asking:
        each.start()
    for _ in range(4):
        begun.acquire(timeout=60)
    time.sleep(moment)
    os.kill(found.process, signal.SIGKILL)
    for each in asking:
        each.join(60)
    return len(cut)


def gets_ready(url: str) -> bool:
    """Whether a server that was just started says within a minute that it is ready; on a busy machine not at once."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=30):  # noqa: S310
                return True
        except OSError:
            time.sleep(0.2)
    return False


def contents(index: Path) -> dict[str, str]:
    """Hash of each file of an index but Chroma's, which writes to its own when it is opened; the start checks those."""
    files = sorted(file for file in index.rglob("*") if file.is_file() and "chroma" not in file.parts)
    return {str(file.relative_to(index)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def killed(start: Callable[[Path], AbstractContextManager[Served]], index: Path, folder: Path, times: int) -> str:
    """Kills a server again and again while it answers, starts it again, and tells what the next one was like."""
    answered = same = whole = cut = 0
    replies: list[Any] = []
    before = contents(index)
    chosen = random.Random(20261127)  # noqa: S311 - moments, no secrets
    for number in range(times + 1):
        world = folder / str(number)
        world.mkdir()
        with start(world) as found:
            answered += gets_ready(found.url)
            told = [reply_of(found.url, question) for question in ASKED]
            replies = replies or told
            same += told == replies
            whole += contents(index) == before
            client_gone(found.url)
            with urllib.request.urlopen(f"{found.url}/healthz", timeout=60) as alive:  # noqa: S310
                assert alive.status == 200
            assert "Traceback" not in found.written.read_text("utf-8")
            if number < times:
                cut += kill_while_asked(found, chosen.random() / 10) == 4
    return f"{cut} cut, {answered - 1} answer again, {same - 1} the same, {whole - 1} with the index whole"


def expected_of(times: int) -> str:
    return f"{times} cut, {times} answer again, {times} the same, {times} with the index whole"


@pytest.mark.slow
@pytest.mark.parametrize("times", [5, pytest.param(50, marks=pytest.mark.soak)])
def test_a_server_that_is_killed_while_it_is_asked_answers_the_same_when_it_is_started_again(
    times: int, index_folder: Path, tmp_path: Path, row: Callable[[str, str, str], None]
) -> None:
    index = Path(shutil.copytree(index_folder, tmp_path / "index"))
    with starter(index) as start:
        seen = killed(start, index, tmp_path, times)
    row(f"kill -9 while serving, clients gone, {times} times", expected_of(times), seen)


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
