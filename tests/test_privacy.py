from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Served, served

pytestmark = pytest.mark.slow

WORD = "xylophone"  # typed into every door, and to be found in nothing that the server writes
# Runs the command line, and writes down every address that the process looks up or connects to.
_WATCHED = """
import socket, sys
kept = open({file!r}, "a", buffering=1)
def watched(name):
    real = getattr(socket.socket, name)
    def call(self, address, *more):
        if self.family != socket.AF_UNIX:
            kept.write(f"{{name}} {{address[0]}}\\n")
        return real(self, address, *more)
    setattr(socket.socket, name, call)
watched("connect"); watched("connect_ex"); watched("sendto")
real_lookup = socket.getaddrinfo
def lookup(host, *more, **named):
    kept.write(f"lookup {{host}}\\n")
    return real_lookup(host, *more, **named)
socket.getaddrinfo = lookup
sys.argv[0] = "assistant"
from assistant.cli import main
sys.exit(main())
"""


@pytest.fixture(scope="module")
def server(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    """A real server that logs as much as it can, and the file with every address that it turned to."""
    folder = tmp_path_factory.mktemp("server")
    hosts = folder / "hosts.txt"
    hosts.touch()
    script = folder / "watched.py"
    script.write_text(_WATCHED.format(file=str(hosts)), "utf-8")
    chatty = {"GRADIO_ANALYTICS_ENABLED": "True", "LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true"}
    root = str(Path(__file__).parent.parent)
    with served(index_folder, folder, str(script), PYTHONPATH=root, ANONYMIZED_TELEMETRY="True", **chatty) as found:
        yield found, hosts


def send(url: str, body: bytes, kind: str = "application/json") -> tuple[int, str]:
    request = urllib.request.Request(url, data=body, headers={"Content-Type": kind})  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_nothing_typed_is_written_by_the_server_whatever_is_sent(server: tuple[Served, Path]) -> None:
    url = server[0].url
    assert send(f"{url}/api/ask", json.dumps({"question": f"Does zelunor cure {WORD}?"}).encode())[0] == 200
    assert send(f"{url}/api/ask", f'{{"question": "{WORD}'.encode())[0] == 400
    assert send(f"{url}/api/ask", f'{{"question": "{WORD}\\u0000"}}'.encode())[0] == 400
    assert send(f"{url}/simple?q={WORD}", f"question={WORD}".encode(), "application/x-www-form-urlencoded")[0] == 200
    assert send(f"{url}/{WORD}", WORD.encode())[0] in {404, 405}
    for data in ([WORD], [WORD, "[]"], [[WORD], {"a": WORD}], WORD, None):
        event = {"data": data, "fn_index": 0, "session_hash": "s", "trigger_id": 1}
        send(f"{url}/gradio_api/queue/join", json.dumps(event).encode())
    with urllib.request.urlopen(f"{url}/gradio_api/queue/data?session_hash=s", timeout=30) as events:  # noqa: S310
        seen = events.read().decode()
    assert "process_completed" in seen
    written = server[0].written.read_text("utf-8")
    assert WORD not in written
    assert "Traceback" not in written
    assert "Serving at" in written


def test_the_server_turns_to_no_other_host(server: tuple[Served, Path]) -> None:
    url, hosts = server[0].url, server[1]
    send(f"{url}/api/ask", b'{"question": "Does zelunor work?"}')
    for path in ("/", "/config", "/simple", "/pages", "/pages/zelunor", "/readyz"):
        with urllib.request.urlopen(url + path, timeout=60) as answer:  # noqa: S310
            assert answer.status == 200
    turned_to = {line.split()[1] for line in hosts.read_text("utf-8").splitlines()}
    assert turned_to, "the watch saw nothing at all, so it proves nothing"
    assert turned_to <= {"127.0.0.1", "localhost", "::1"}
