"""The shipped nginx config in a real nginx before a real server: limits, streams, doors, headers; nothing kept."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.server import Served, free_port

CONFIG = Path(__file__).parent.parent / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
WORD = "xylophone"
ONCE = (
    *("content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy"),
    *("cross-origin-opener-policy", "cross-origin-resource-policy", "x-frame-options"),
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed (.ci/proxy installs Debian's nginx-light)"),
]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for each, value in self.headers if each.lower() == name]


@dataclass(frozen=True)
class Proxy:
    """A running nginx: its port, and the folder with everything that it writes."""

    port: int
    folder: Path

    def ask(self, path: str, body: object = None, *, visitor: str = "127.0.0.1", **headers: str) -> Answer:
        """One request from an address of this machine; a body is sent as JSON, bytes as they are."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=(visitor, 0))
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(
                "GET" if data is None else "POST", path, data, {"Content-Type": "application/json"} | told
            )
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()


@contextmanager
def proxied(folder: Path, upstream: str) -> Iterator[Proxy]:
    """Nginx with the shipped config on a free port, before a server."""
    port = free_port()
    site = CONFIG.read_text("utf-8")
    for shipped, here in (
        ("    listen 80;\n    listen [::]:80;\n", f"    listen 127.0.0.1:{port};\n"),
        ("server 127.0.0.1:7860;", f"server {upstream};"),
        # Told more than what is shipped, so that a body written to a file would be seen.
        ("error_log /var/log/nginx/als-assistant.log crit;", f"error_log {folder}/site.log warn;"),
    ):
        assert site.count(shipped) == 1, shipped
        site = site.replace(shipped, here)
    with running(folder, site, port):
        yield Proxy(port, folder)


@contextmanager
def running(folder: Path, site: str, port: int) -> Iterator[None]:
    """Nginx with a site, from when its port answers."""
    (folder / "site.conf").write_text(site, "utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log warn; events {{}}\n"
        f"http {{ {paths} access_log {folder}/access.log; "
        f"set_real_ip_from 127.0.0.9; real_ip_header X-Test-Address; include {folder}/site.conf; }}\n",
        "utf-8",
    )
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def proxy(operated: tuple[Served, int], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with proxied(tmp_path_factory.mktemp("nginx"), urlsplit(operated[0].url).netloc) as found:
        yield found


@pytest.mark.parametrize("path", ["/", "/simple", "/pages", "/pages/zelunor", "/site/site.css", "/healthz", "/config"])
def test_what_the_server_shows_comes_through_with_each_security_header_once(proxy: Proxy, path: str) -> None:
    answer = proxy.ask(path)
    assert answer.status == 200
    assert {name: len(answer.all(name)) for name in ONCE} == dict.fromkeys(ONCE, 1)
    assert answer.all("server") == ["nginx"]  # without its version


def test_a_question_is_answered_and_the_proxy_keeps_nothing_of_it(proxy: Proxy) -> None:
    question = f"Does zelunor cure {WORD}?"
    answer = proxy.ask("/api/ask", {"question": question}, visitor="127.0.0.3")
    assert answer.status == 200
    assert json.loads(answer.body)["question"] == question
    long = b'{"question": "' + WORD.encode() * 100_000
    assert proxy.ask("/api/ask", long, visitor="127.0.0.3").status == 400
    proxy.ask(f"/pages?q={WORD}", visitor="127.0.0.3")
    kept = [file for file in proxy.folder.rglob("*") if file.is_file() and file.suffix != ".conf"]
    written = b"".join(file.read_bytes() for file in kept)
    assert WORD.encode() not in written
    assert b"127.0.0.3" not in written
    assert b"temporary file" not in written  # nginx warns when a body or an answer goes to the disk


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_with_its_tls_lines_taken_in_it_ends_tls_and_leads_everyone_else_there(
    operated: tuple[Served, int], tmp_path: Path
) -> None:
    """As docs/operate.md says, with a certificate made here: comments off, the two lines for port 80 out."""
    secure, plain, name = free_port(), free_port(), "answers.charity.example"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", tmp_path / "key", "-out",
         tmp_path / "cert"], check=True, capture_output=True,
    )  # fmt: skip
    before, _, after = CONFIG.read_text("utf-8").partition("    listen 80;\n    listen [::]:80;\n    server_name _;\n")
    first, _, redirect = after.partition("# With TLS: everyone else is led there.\n")
    site = before + re.sub(r"(?m)^    # ((?:listen|server_name|ssl_|add_header Strict).*;)$", r"    \1", first)
    site += re.sub(r"(?m)^# ?", "", redirect)
    for shipped, here in (
        ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80 ", f"listen 127.0.0.1:{plain} "),
        ("    listen [::]:80 default_server;\n", ""),
        (f"/etc/letsencrypt/live/{name}/fullchain.pem", str(tmp_path / "cert")),
        (f"/etc/letsencrypt/live/{name}/privkey.pem", str(tmp_path / "key")),
        ("server 127.0.0.1:7860;", f"server {urlsplit(operated[0].url).netloc};"),
        ("/var/log/nginx/als-assistant.log", str(tmp_path / "site.log")),
    ):
        assert site.count(shipped) == 1, shipped
        site = site.replace(shipped, here)
    context = ssl.create_default_context(cafile=str(tmp_path / "cert"))

    def ask(opened: ssl.SSLContext) -> Any:
        with (
            socket.create_connection(("127.0.0.1", secure)) as tcp,
            opened.wrap_socket(tcp, server_hostname=name) as end,
        ):
            end.sendall(f"GET /simple HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
            return end.version(), b"".join(iter(lambda: end.recv(65536), b"")).decode()

    with running(tmp_path, site, secure):
        version, answer = ask(context)
        assert version == "TLSv1.3"
        assert answer.startswith("HTTP/1.1 200")
        assert "strict-transport-security: max-age=31536000\r\n" in answer.lower()
        assert all(answer.lower().count(f"\r\n{each}:") == 1 for each in ONCE)
        old = ssl.create_default_context(cafile=str(tmp_path / "cert"))
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        assert ask(old)[0] == "TLSv1.2"
        connection = http.client.HTTPConnection("127.0.0.1", plain, timeout=30)
        connection.request("GET", "/pages?q=x", headers={"Host": name})
        led = connection.getresponse()
        assert (led.status, led.getheader("location")) == (301, f"https://{name}/pages?q=x")
        connection.close()


def test_the_shipped_log_holds_only_what_stops_nginx() -> None:
    """At lower levels nginx writes the address and the request line of a visitor, and /pages?q= is in it."""
    site = CONFIG.read_text("utf-8")
    assert re.findall(r"^\s*error_log \S+ (\w+);", site, re.MULTILINE) == ["crit"]
    assert re.findall(r"^\s*access_log (\w+);", site, re.MULTILINE) == ["off"]


@pytest.mark.parametrize("path", ["/gradio_api/queue/data", "/gradio_api/heartbeat/x", "/staff/gradio_api/queue/data"])
def test_a_stream_comes_through_at_once(tmp_path: Path, path: str) -> None:
    """What streams here never ends by itself: with buffering nothing at all would come."""
    read = threading.Event()

    class Stream(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            self.wfile.write(b"data: first\n\n")
            read.wait(20)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Stream)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with proxied(tmp_path, f"127.0.0.1:{server.server_port}") as proxy:
            connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=5)
            connection.request("GET", path)
            assert connection.getresponse().read1(100) == b"data: first\n\n"
            connection.close()
            read.set()
    finally:
        read.set()
        server.shutdown()
        server.server_close()


def test_the_chat_answers_through_its_queue(proxy: Proxy) -> None:
    event = {"data": [WORD], "fn_index": 0, "session_hash": "n", "trigger_id": 1}
    assert proxy.ask("/gradio_api/queue/join", event).status == 200
    seen = proxy.ask("/gradio_api/queue/data?session_hash=n").body.decode()
    assert "process_completed" in seen


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/gradio_api/upload",
            "/gradio_api/file=/etc/passwd",
            "/gradio_api/proxy=http://127.0.0.1/",
            "/gradio_api/info",
        ),
        *("/gradio_api/run/predict", "/gradio_api/api/predict", "/gradio_api/call/predict", "/gradio_api/stream/x"),
        *("/gradio_api/component_server", "/gradio_api/mcp/", "/gradio_api/anything/new", "/gradio_api/queue/data/x"),
        *(
            "/file=/etc/passwd",
            "/proxy=http://127.0.0.1/",
            "/upload",
            "/monitoring",
            "/metrics",
            "/docs",
            "/openapi.json",
        ),
        *(
            "/staff/gradio_api/upload",
            "/staff/gradio_api/file=/etc/passwd",
            "//gradio_api/upload",
            "/x/../gradio_api/info",
        ),
        "/gradio_api%2Fupload",
    ],
)
def test_the_doors_of_gradio_are_shut_by_the_proxy_itself(proxy: Proxy, path: str) -> None:
    answer = proxy.ask(path)
    assert answer.status == 404
    assert b"nginx" in answer.body  # its own page: the request went no further


def test_each_visitor_has_a_limit_of_their_own_and_nobody_gets_another_by_claiming_an_address(proxy: Proxy) -> None:
    """The limit of the server is 10 a minute here; it sees visitors, not the proxy."""
    statuses = [
        proxy.ask("/api/ask", {"question": "Hi"}, visitor="127.0.0.4", X_Forwarded_For=f"192.0.2.{n}").status
        for n in range(11)
    ]
    assert statuses == [200] * 10 + [503]
    assert proxy.ask("/api/ask", {"question": "Hi"}, visitor="127.0.0.5").status == 200


def test_a_flood_is_told_to_wait_in_words(proxy: Proxy) -> None:
    answers = [proxy.ask("/api/ask", b"{", visitor="127.0.0.6") for _ in range(90)]
    assert {answer.status for answer in answers} == {400, 429}
    last = answers[-1]
    assert b"too many requests" in last.body
    assert last.all("content-type") == ["text/plain; charset=utf-8"]
    assert last.all("x-content-type-options") == ["nosniff"]
    assert proxy.ask("/pages", visitor="127.0.0.6").status == 200  # reading goes on


def test_a_flood_from_many_addresses_of_one_ipv6_network_is_one_visitor(proxy: Proxy) -> None:
    """Visitors of 127.0.0.9 are believed here, so that addresses can be tried that this machine does not have."""
    kinds = ("2001:db8:0:1::{:x}", "2001:db8:0:1:{:x}::", "2001:db8:0:1:{:x}:2:3:4")

    def ask(address: str) -> int:
        return proxy.ask("/api/ask", b"{", visitor="127.0.0.9", X_Test_Address=address).status

    assert 429 in {ask(kinds[n % 3].format(n + 1)) for n in range(90)}
    for other in ("2001:db8:0:2::1", "2001:db8::1", "::1", "192.0.2.9"):
        assert ask(other) == 400


def test_a_huge_body_is_refused_before_the_server(proxy: Proxy) -> None:
    answer = proxy.ask("/api/ask", b"x" * 1_000_001)
    assert answer.status == 413
    assert b"less than 1,000,000 bytes" in answer.body


def test_readiness_is_for_this_machine_alone(proxy: Proxy) -> None:
    assert proxy.ask("/readyz").status == 200
    assert proxy.ask("/readyz", visitor="127.0.0.7").status == 403


def test_while_the_server_is_away_people_get_a_fixed_text(tmp_path: Path) -> None:
    with proxied(tmp_path, f"127.0.0.1:{free_port()}") as proxy:
        answer = proxy.ask("/simple")
    assert answer.status == 503
    assert b"not available right now" in answer.body
    assert b"emergency number" in answer.body
    assert answer.all("retry-after") == ["60"]
    assert len(answer.all("content-security-policy")) == 1
