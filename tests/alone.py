"""Serves, asks and judges where no other host can be reached, and tells every packet that was meant for one.

Run in a network namespace of its own (``unshare --net --mount``), or with ``open`` as its last word where there can be
none: then nothing is recorded. In the namespace all addresses lead to the loopback device, and each packet on it is
looked at; the resolver is an address like any other, so a name that is looked up is seen. It prints one JSON object.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

from tests.server import Served, served

if TYPE_CHECKING:
    from playwright.sync_api import APIRequestContext

WORD = "xylophone"  # typed into every door, and to be found in nothing that is written
PASSWORD = "four quiet words here"  # noqa: S105 - of these tests alone
HOSTILE = {
    **dict.fromkeys(
        ("LANGSMITH_TRACING", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_OTEL_ENABLED"), "true"
    ),
    **dict.fromkeys(("LANGCHAIN_VERBOSE", "LANGCHAIN_DEBUG"), "true"),
    **dict.fromkeys(("LANGSMITH_API_KEY", "LANGCHAIN_API_KEY"), "lsv2_pt_0"),
    **dict.fromkeys(("LANGSMITH_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"), "http://203.0.113.9:4318"),
    "CHROMA_OTEL_COLLECTION_ENDPOINT": "http://203.0.113.9:4317",
    "CHROMA_OTEL_GRANULARITY": "all",
    "OTEL_SDK_DISABLED": "false",
    "ORT_DISABLE_TELEMETRY": "0",
    "ANONYMIZED_TELEMETRY": "True",
    "GRADIO_ANALYTICS_ENABLED": "True",
    **dict.fromkeys(("GRADIO_RUN_HISTORY", "GRADIO_SHARE", "GRADIO_DEBUG"), "True"),
    **dict.fromkeys(("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "DO_NOT_TRACK"), "0"),
    "PYTHONFAULTHANDLER": "1",
}


class Recorder:
    """Every packet on the loopback device whose target is no loopback address: protocol, address and port."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))  # all protocols
        self._socket.bind(("lo", 0))
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            packet = self._socket.recv(65535)
            told = _target(packet)
            if told and told not in self.seen:
                self.seen.append(told)


def _target(packet: bytes) -> str:
    """Who a packet is for; "" for loopback addresses and answers."""
    if packet[0] >> 4 == 4:
        protocol, target, rest = (
            packet[9],
            socket.inet_ntop(socket.AF_INET, packet[16:20]),
            packet[(packet[0] & 15) * 4 :],
        )
        own = target.startswith("127.")
    else:
        protocol, target, rest = packet[6], socket.inet_ntop(socket.AF_INET6, packet[24:40]), packet[40:]
        own = target == "::1" or target.startswith("ff02:")
    if own or protocol not in {6, 17}:
        return ""
    port = struct.unpack("!H", rest[2:4])[0]
    asked = f" {_name(rest[20:])}" if (protocol, port) == (17, 53) else ""
    return f"{'tcp' if protocol == 6 else 'udp'} {target} {port}{asked}"


def _name(question: bytes) -> str:
    """The name that a resolver is asked for."""
    parts = []
    while question and question[0]:
        parts.append(question[1 : 1 + question[0]].decode("ascii", "replace"))
        question = question[1 + question[0] :]
    return ".".join(parts)


def close_in(folder: Path) -> None:
    """Gives the namespace its loopback device, leads all addresses to it, and names a resolver that is no loopback."""
    resolver = folder / "resolv.conf"
    resolver.write_text("nameserver 192.0.2.53\noptions timeout:1 attempts:1\n", "utf-8")
    for command in (
        "ip link set lo up",
        "ip route add local default dev lo",
        "ip -6 route add local default dev lo",
        f"mount --bind {resolver} /etc/resolv.conf",
    ):
        subprocess.run(command.split(), check=True, capture_output=True)


def try_the_recorder(recorder: Recorder) -> list[str]:
    """Looks a name up and connects to an address; what was seen of it."""
    for call in (
        lambda: socket.getaddrinfo("control.example", 443),
        lambda: socket.create_connection(("203.0.113.7", 443), timeout=1),
        lambda: socket.create_connection(("2001:db8::7", 443), timeout=1),
    ):
        try:
            call()
        except OSError:
            continue
    time.sleep(0.2)
    seen, recorder.seen = recorder.seen, []
    return seen


def send(url: str, body: bytes, kind: str = "application/json") -> int:
    request = urllib.request.Request(url, data=body, headers={"Content-Type": kind})  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def talk(server: Served) -> None:
    """A conversation through the API and the form."""
    history = [f"Does zelunor cure my {WORD}?"]
    asked = {"question": f"And what of a {WORD} in Japan?", "history": history, "id": WORD}
    assert send(f"{server.url}/api/ask", json.dumps(asked).encode()) == 200
    form = urllib.parse.urlencode({"question": f"Is a {WORD} a side effect?", "earlier": history[0]}).encode()
    assert send(f"{server.url}/simple", form, "application/x-www-form-urlencoded") == 200
    for broken in (f'{{"question": "{WORD}', f'{{"question": "{WORD}\\u0000"}}'):
        assert send(f"{server.url}/api/ask", broken.encode()) == 400
    assert send(f"{server.url}/{WORD}", WORD.encode()) in {404, 405}
    assert send(f"{server.url}/staff/login", f"password={WORD}".encode(), "application/x-www-form-urlencoded") == 403
    for data in ([WORD], [WORD, "[]"], [[WORD], {"a": WORD}], WORD, None):  # Gradio repeats what it cannot take
        event = {"data": data, "fn_index": 0, "session_hash": "s", "trigger_id": 1}
        send(f"{server.url}/gradio_api/queue/join", json.dumps(event).encode())
    with urllib.request.urlopen(f"{server.url}/gradio_api/queue/data?session_hash=s", timeout=30) as events:  # noqa: S310
        assert "process_completed" in events.read().decode()
    for path in ("/", "/config", "/simple", "/pages", f"/pages?q={WORD}", "/pages/zelunor", "/readyz", "/healthz"):
        with urllib.request.urlopen(server.url + path, timeout=60) as answer:  # noqa: S310
            assert answer.status == 200


def act_as_staff(signed_in: APIRequestContext, url: str) -> None:
    """Every part of the staff page is looked at and its buttons pressed, but for an import from an address."""
    for path in (
        "health",
        "check",
        "import",
        "edit?page=zelunor",
        "gaps",
        "publish",
        "report?run=none",
        "case?run=none",
    ):
        assert signed_in.get(f"{url}/staff/{path}").status in {200, 404}, path
    for path, form in (
        ("import", {"pasted": "# Zelunor\n\nZelunor is a vitamin. It was tried in one trial."}),
        ("edit", {"slug": "zelunor", "text": "---\ntitle: [\n---\n", "press": "check"}),
        ("off", {"text": "Back at noon."}),
        ("on", {}),
        ("publish", {}),
        ("rollback", {}),
        ("logout", {}),
    ):
        answer = signed_in.post(f"{url}/staff/{path}", form=form)
        assert answer.status in {200, 400, 409}, (path, answer.status)


def crash(server: Served) -> None:
    """Ends the server as a fault of a library would, while it answers; what it says then is kept with all else."""
    asked = json.dumps({"question": f"Does zelunor help my {WORD}?"}).encode()

    def ask() -> None:
        with suppress(OSError, HTTPException):
            for _ in range(1_000):
                send(f"{server.url}/api/ask", asked)

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for each in asking:
        each.start()
    time.sleep(0.5)
    os.kill(server.process, signal.SIGSEGV)
    for each in asking:
        each.join(60)


def browse(server: Served, profile: Path, chromium: str) -> dict[str, object]:
    """The chat, the simple page and a staff action in Chromium; addresses asked for, and what the browser keeps."""
    from playwright.sync_api import sync_playwright

    from tests.browser import STORED, ask

    asked_for: set[str] = set()
    kept = ""
    # The browser itself may look for its maker's updates; only the pages are tried here.
    flags = [
        "--no-sandbox",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--disable-background-networking",
    ]
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(str(profile), executable_path=chromium, args=flags)
        context.on("request", lambda request: asked_for.add(request.url))
        tab = context.new_page()
        tab.set_default_timeout(60_000)
        for path in ("/", "/simple"):
            tab.goto(server.url + path)
            ask(tab, f"Does zelunor help a {WORD}?")
            ask(tab, f"And my {WORD}?")
            kept += str(tab.evaluate(STORED))
        tab.goto(f"{server.url}/staff/login")
        tab.fill("#password", PASSWORD)
        tab.press("#password", "Enter")
        tab.get_by_role("tab", name="Ask and judge").click()
        tab.fill("#judge-question textarea", f"Does zelunor stop a {WORD}?")
        tab.click("#judge-ask")
        tab.locator("#answer").wait_for()
        kept += str(tab.evaluate(STORED))
        act_as_staff(context.request, server.url)
        context.close()
    return {"others": [url for url in asked_for if not url.startswith((server.url, "data:", "blob:"))], "kept": kept}


def main(index: str, folder: str, chromium: str, how: str = "closed") -> int:
    """Does all of it; prints what was seen."""
    from assistant.password import PasswordHash

    world = Path(folder)
    control: list[str] = []
    recorder = None
    if how == "closed":
        close_in(world)
        recorder = Recorder()
        control = try_the_recorder(recorder)
    settings = {
        **HOSTILE,
        "ASSISTANT_STAFF_PASSWORD_HASH": str(PasswordHash.of(PASSWORD)),
        "ASSISTANT_EVALS": str(world / "evals"),
        "ASSISTANT_DRAFTS": str(world / "drafts"),
        "ASSISTANT_REQUESTS_PER_MINUTE": "10000",
        "ASSISTANT_GAPS": str(world / "gaps"),
        "ASSISTANT_COUNTS": str(world / "counts.json"),
        "TMPDIR": str(world / "tmp"),
        "HOME": str(world / "home"),
        "XDG_CACHE_HOME": str(world / "cache"),
    }
    for name in ("tmp", "home", "cache"):
        (world / name).mkdir()
    os.environ.pop("PYTEST_CURRENT_TEST", None)
    with served(Path(index), world, **settings) as server:
        talk(server)
        browser = browse(server, world / "profile", chromium)
        crash(server)
    seen = recorder.seen if recorder else []
    sys.stdout.write(json.dumps({"control": control, "seen": seen, "browser": browser}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
