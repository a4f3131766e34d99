"""A real server process over the invented corpus, for the tests that need one."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent / "corpus"
PATIENCE = 120  # seconds until a server must answer


@dataclass(frozen=True)
class Served:
    """Where a server is, the file with everything that it wrote to its streams, and the id of its process."""

    url: str
    written: Path
    process: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(index: Path, **more: str) -> dict[str, str]:
    """The environment of a command over the invented corpus."""
    return {**os.environ, "ASSISTANT_CORPUS": str(CORPUS), "ASSISTANT_INDEX": str(index), "PYTHONUTF8": "1", **more}


@contextmanager
def starter(index: Path) -> Iterator[Callable[[Path], AbstractContextManager[Served]]]:
    """Starts servers as ``served`` does, for tests that start many: each is a fork of a process that has imported all.

    Opening the index, loading the model and listening are those of a new process; only the imports are shared.
    """
    command = [sys.executable, "-m", "tests.forking"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(index)
    ) as parent:
        assert parent.stdin
        assert parent.stdout

        @contextmanager
        def start(folder: Path) -> Iterator[Served]:
            port, written = free_port(), folder / "written.txt"
            print(port, written, file=parent.stdin, flush=True)
            assert parent.stdout
            child = int(parent.stdout.readline())
            try:
                wait_for(f"http://127.0.0.1:{port}/healthz", parent, written)
                yield Served(f"http://127.0.0.1:{port}", written, child)
            finally:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)

        try:
            yield start
        finally:
            parent.stdin.close()
            parent.wait(20)


@contextmanager
def served(index: Path, folder: Path, *before: str, **more: str) -> Iterator[Served]:
    """Starts ``assistant serve``, waits until it answers, and stops it at the end.

    Args:
        index: Folder with an index version.
        folder: Where its output is kept.
        before: Words of the command before ``-m assistant``.
        more: More entries of its environment.
    """
    port, written = free_port(), folder / "written.txt"
    settings: Mapping[str, str] = environment(index, ASSISTANT_PORT=str(port), **more)
    with written.open("wb") as output:
        command = [sys.executable, *(before or ("-m", "assistant")), "serve"]
        process = subprocess.Popen(command, env=settings, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", process, written)
            yield Served(f"http://127.0.0.1:{port}", written, process.pid)
        finally:
            process.terminate()
            process.wait(20)


def wait_for(url: str, process: subprocess.Popen[Any], written: Path) -> None:
    """Returns once an address answers.

    Raises:
        AssertionError: The process ended or took too long; with what it wrote.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.2)
    raise AssertionError(f"The server did not answer:\n{written.read_text('utf-8')}")
