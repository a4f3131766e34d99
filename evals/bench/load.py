"""A started server under users without think time → throughput, times, errors, memory. Locust runs as a process."""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evals.bench.sheet import Row, Section, Target
from evals.results import percentile

PATIENCE = 120.0  # seconds until a server must answer
USERS = (1, 10, 25, 50)
HELD = 25  # users for whom the target stands
_OURS, _FULL, _INT8 = "/api/ask", "encoding alone, sentence-transformers", "encoding alone, int8"
_USERS = Path(__file__).with_name("users.py")
_UNLIKE = ("id", "timings_ms")


@dataclass(frozen=True)
class Started:
    """A server that answers: its address, the path it is asked at, and the id of its process."""

    url: str
    path: str
    process: int

    @property
    def memory(self) -> float:
        """Megabytes it holds now."""
        status = Path(f"/proc/{self.process}/status").read_text("utf-8")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:"))

    @property
    def worked(self) -> float:
        """Seconds of processor time that it has taken so far."""
        fields = Path(f"/proc/{self.process}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """What some users found.

    Attributes:
        users: How many.
        answers: How many they got.
        errors: What went wrong, by what was said, with how often.
        seconds: From the first question to the last answer.
        worked: Seconds of processor time that the server took for it.
        times: Milliseconds by how many answers took so long, rounded by locust.
    """

    users: int
    answers: int
    errors: Mapping[str, int]
    seconds: float
    worked: float
    times: Mapping[float, int]

    @property
    def throughput(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds

    def __str__(self) -> str:
        spread = [time for time, often in self.times.items() for _ in range(often)]
        told = ", ".join(f"p{part} {percentile(spread, part):.0f}" for part in (50, 95, 99)) if spread else "no answer"
        each = 1000 * self.worked / max(self.answers, 1)
        wrong = "".join(f" ({often} x {what})" for what, often in self.errors.items())
        count = sum(self.errors.values())
        return f"{self.throughput:.1f} a second, {told} ms, {each:.0f} ms of processor each, {count} errors{wrong}"


@contextmanager
def serving(command: Sequence[str], port: int, path: str, environment: Mapping[str, str]) -> Iterator[Started]:
    """A server that was started and answers; it is stopped at the end."""
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([sys.executable, *command], env=dict(environment), stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(f"{url}/healthz", process)
        yield Started(url, path, process.pid)
    finally:
        process.terminate()
        process.wait(20)


def assistant_served(environment: Mapping[str, str]) -> Any:
    """The assistant's own server over the index of the environment, with limits that no user of a load test meets."""
    port = _free_port()
    limits = {"ASSISTANT_PORT": str(port), "ASSISTANT_MAX_WAITING": "100", "ASSISTANT_REQUESTS_PER_MINUTE": "100000"}
    return serving(["-m", "assistant", "serve"], port, "/api/ask", {**environment, **limits})


def embed_only_served(environment: Mapping[str, str], form: str) -> Any:
    """The endpoint that only encodes, see ``embedonly``."""
    port = _free_port()
    return serving(["-m", "evals.bench.embedonly", str(port), form], port, "/embed", environment)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"The server at {url} did not answer in {PATIENCE:.0f} seconds, or ended.")


def alone(server: Started, questions: Sequence[str]) -> list[dict[str, Any]]:
    """Each question with the reply that one user gets, but for what differs between equal replies."""
    asked = []
    for question in questions:
        body = json.dumps({"question": question}).encode()
        request = urllib.request.Request(  # noqa: S310 - our own server
            server.url + server.path, body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            reply = json.load(answer)
        asked.append({"question": question, "reply": {k: v for k, v in reply.items() if k not in _UNLIKE}})
    return asked


def under(server: Started, asked: Sequence[Mapping[str, Any]], *, users: int, seconds: float) -> Load:
    """What users find who ask a server without a pause, all from the first second."""
    with TemporaryDirectory() as folder:
        file, wrong = Path(folder, "asked.json"), Path(folder, "wrong.json")
        file.write_text(json.dumps(list(asked)), "utf-8")
        command = [sys.executable, "-m", "locust", "-f", str(_USERS), "--headless", "--json", "--skip-log"]
        command += ["-u", str(users), "-r", str(users), "-t", f"{seconds:.0f}s", "--host", server.url]
        command += ["--path", server.path, "--asked", str(file), "--stop-timeout", "10"]
        command += ["--wrong", str(wrong)]
        before = server.worked
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        worked = server.worked - before
        told = wrong.read_text("utf-8") if wrong.is_file() else ""
    try:
        [found], errors = json.loads(done.stdout), json.loads(told)
    except ValueError as error:
        raise RuntimeError(f"locust gave no numbers: {done.stderr[-500:]}") from error
    return Load(
        users=users,
        answers=found["num_requests"] - found["num_failures"],
        errors=errors,
        seconds=found["last_request_timestamp"] - found["start_time"],
        worked=worked,
        times={float(took): often for took, often in found["response_times"].items()},
    )


@dataclass(frozen=True)
class Lasting:
    """A long load.

    Attributes:
        load: What the users found.
        memory: Seconds from the start, with the megabytes that the server held then.
        questions: How many different ones were asked.
    """

    load: Load
    memory: tuple[tuple[float, float], ...]
    questions: int

    def held(self, seconds: float) -> float:
        """Megabytes at the first look at or after a moment, or at the last."""
        return next((held for at, held in self.memory if at >= seconds), self.memory[-1][1])

    def __str__(self) -> str:
        held = ", ".join(f"{self.held(60.0 * minute):.0f} MB at {minute} min" for minute in (1, 5, 30))
        most = max(held for _, held in self.memory)
        return (
            f"{self.load.users} users, {self.load.answers:,} answers to {self.questions} questions, {self.load}; "
            f"{held}, {self.memory[-1][1]:.0f} MB at the end, {most:.0f} MB at most"
        )

    def growth(self, warm: float) -> float:
        """Memory at the end by that after a warm-up of some seconds."""
        return self.memory[-1][1] / self.held(warm)


def lasting(server: Started, questions: Sequence[str], *, users: int, seconds: float, every: float = 10.0) -> Lasting:
    """A long load in which each answer is held against the one that a single user got, and memory is watched."""
    asked = alone(server, questions)
    looks: list[tuple[float, float]] = []
    ended = threading.Event()
    began = time.monotonic()

    def watch() -> None:
        while not ended.wait(every):
            looks.append((time.monotonic() - began, server.memory))

    watcher = threading.Thread(target=watch, name="memory", daemon=True)
    watcher.start()
    try:
        load = under(server, asked, users=users, seconds=seconds)
    finally:
        ended.set()
        watcher.join()
    return Lasting(load, (*looks, (time.monotonic() - began, server.memory)), len(asked))


def loads(
    assistant: Mapping[str, str], questions: Sequence[str], *, seconds: float, all_users: Sequence[int], rounds: int
) -> Section:
    """The server beside endpoints that only encode, in turn, under the same users.

    Args:
        assistant: Environment of the servers.
        questions: What is asked.
        seconds: How long each load lasts.
        all_users: How many users, one number after the other; the middle one is held against the target.
        rounds: How often the servers take turns.
    """
    found: dict[tuple[str, int], list[Load]] = {}
    with (
        assistant_served(assistant) as ours,
        embed_only_served(assistant, "st") as full,
        embed_only_served(assistant, "int8") as int8,
    ):
        asked = alone(ours, questions)
        bare = [{"question": question} for question in questions]
        servers = {_OURS: (ours, asked), _FULL: (full, bare), _INT8: (int8, bare)}
        for users in all_users:
            for _ in range(rounds if users == HELD else 1):
                for name, (server, turns) in servers.items():
                    found.setdefault((name, users), []).append(under(server, turns, users=users, seconds=seconds))
    rows = []
    for (name, users), taken in found.items():
        base = statistics.median(load.throughput for load in found[_FULL, users])
        ratio = statistics.median(load.throughput for load in taken) / base
        target = Target(0.7, most=False) if (name, users) == (_OURS, HELD) else None
        rows.append(Row(f"{users} users: {name}", str(taken[-1]), ratio if name != _FULL else None, target))
        if name == _OURS:
            wrong = sum(sum(load.errors.values()) for load in taken)
            rows.append(Row("  errors, and replies unlike those to one user", f"{wrong}", wrong, Target(0)))
    return Section(f"Load: {seconds:.0f} s each, no think time; ratio of throughput to encoding alone", tuple(rows))
