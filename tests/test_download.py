"""An address gives a page only from a public website, once looked up, within limits; with a server of our own."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assistant import download as room
from assistant.cli import main
from assistant.download import download, is_public
from assistant.errors import IntakeError
from assistant.intake import take_in

FIXTURES = Path(__file__).parent / "fixtures" / "import"
TARGETS = {
    "/inside": "http://10.0.0.1/secret",
    "/file": "file:///etc/passwd",
    "/number": "http://167772161/secret",
    "/mapped": "http://[::ffff:10.0.0.1]/secret",
    "/secret": "http://me:xylophone@127.0.0.1/",
    "/round": "/round",
    "/on": "/page",
}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in TARGETS:
            self.send_response(302)
            self.send_header("Location", TARGETS[self.path])
            self.end_headers()
            return
        answers = {
            "/page": ("text/html", (FIXTURES / "windows.html").read_bytes()),
            "/picture": ("image/png", b"\x89PNG"),
            "/long": ("text/html", b"x" * 2000),
        }
        if self.path == "/slow":
            self._slowly()
            return
        kind, body = answers.get(self.path, ("", b""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.end_headers()
        self.wfile.write(body)

    def _slowly(self) -> None:
        """A byte now and then, for ever: no single wait is long."""
        self.wfile.write(b"HTTP/1.0 200 OK\r\n")
        for _ in range(200):
            try:
                self.wfile.write(b"X-More: more\r\n")
            except OSError:
                return
            time.sleep(0.1)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name of the base class
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A website at this machine that counts as public; 10.0.0.1 does not."""
    monkeypatch.setattr(room, "is_public", lambda address: address == "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", ["/page", "/on"])
def test_an_address_becomes_a_draft_with_the_address_as_its_source(site: str, path: str, tmp_path: Path) -> None:
    draft = take_in(f"{site}{path}", tmp_path)
    text = draft.file.read_text("utf-8")
    assert draft.title == "Élantine"
    assert f"url: {site}/page" in text


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/missing", "answered 404"),
        ("/picture", "is image/png"),
        ("/long", "more than 1,000 bytes"),
        ("/inside", "private address"),
        ("/file", "no web address"),
        ("/number", "private address"),
        ("/mapped", "private address"),
        ("/secret", "holds a name or password"),
        ("/round", "redirects more than 5 times"),
    ],
)
def test_an_address_that_gives_no_page_is_told_in_one_line(
    site: str, path: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LARGEST", 1000)
    with pytest.raises(IntakeError, match=says) as refusal:
        take_in(site + path, tmp_path / "out")
    assert "\n" not in str(refusal.value)
    assert not (tmp_path / "out").exists()


def test_a_server_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(IntakeError, match="cannot be reached"):
        take_in(f"http://127.0.0.1:{port}/", tmp_path, private=True)


def test_a_server_that_never_ends_its_answer_is_left_in_time(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PATIENCE", 1.0)
    start = time.monotonic()
    with pytest.raises(IntakeError, match="cannot be reached"):
        download(f"{site}/slow")
    assert time.monotonic() - start < 5


def test_a_name_that_is_looked_up_differently_the_second_time_gains_nothing(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: a public address for the check, a private one for the connection. It is looked up once."""
    port = int(site.rpartition(":")[2])
    asked: list[str] = []
    connected: list[str] = []
    connect = socket.create_connection

    def answers(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def watched(address: tuple[str, int], **rest: Any) -> socket.socket:
        connected.append(address[0])
        monkeypatch.setattr(socket, "getaddrinfo", real)
        return connect(address, **rest)

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", answers)
    monkeypatch.setattr(socket, "create_connection", watched)
    assert download(f"http://rebound.example:{port}/page").raw
    assert asked == ["rebound.example"]
    assert connected == ["127.0.0.1"]


def test_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.216.34", "192.168.0.9")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(IntakeError, match="private address"):
        download("http://both.example/")


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "017700000001", "127.1", "0", "①②⑦.0.0.1", "[::1]"])
def test_no_way_of_writing_a_private_address_gets_through(host: str) -> None:
    with pytest.raises(IntakeError, match=r"private address|cannot be found"):
        download(f"http://{host}/")


@pytest.mark.parametrize(
    "address", ["http://me:xylophone@93.184.216.34/", "https://:xylophone@x.example/", "http://@x/"]
)
def test_an_address_with_a_password_is_refused_and_the_password_is_not_repeated(address: str) -> None:
    with pytest.raises(IntakeError, match="holds a name or password") as refusal:
        download(address)
    assert "xylophone" not in str(refusal.value)


def test_private_addresses_are_allowed_by_asking_for_it(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "is_public", is_public)
    assert main(["import", f"{site}/page", "--out", str(tmp_path)]) == 2
    assert main(["import", f"{site}/page", "--out", str(tmp_path), "--allow-private"]) == 0


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *(("93.184.216.34", True), ("2606:2800:220:1::1", True)),
        *(("127.0.0.1", False), ("10.1.2.3", False), ("169.254.169.254", False), ("100.64.0.1", False)),
        *(("0.0.0.0", False), ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False), ("fc00::1", False)),  # noqa: S104
        *(("::ffff:10.0.0.1", False), ("2002:7f00:1::", False), ("::7f00:1", False), ("::ffff:0:127.0.0.1", False)),
        *(("64:ff9b::7f00:1", False), ("64:ff9b:1::a00:1", False), ("2001:0:7f00:1::", False), ("fec0::1", False)),
    ],
)  # fmt: skip
def test_which_addresses_count_as_public(address: str, public: bool) -> None:
    assert is_public(address) is public
