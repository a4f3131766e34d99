"""Long runs of the pages over the curated pages, by hand: `make soak`."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from assistant.settings import Settings
from evals.cases import load_cases
from tests.browser import OPEN, ask
from tests.server import Served, free_port, served

pytestmark = [pytest.mark.soak, pytest.mark.slow]

REPLIES = 50
PLAIN = "import gradio as gr; gr.ChatInterface(lambda m, h: m).launch(server_port={port}, quiet=True)"


@pytest.fixture(scope="module")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over the curated pages and their index."""
    settings = Settings()
    more = {"ASSISTANT_CORPUS": str(settings.corpus), "ASSISTANT_REQUESTS_PER_MINUTE": "10000"}
    with served(settings.index, tmp_path_factory.mktemp("curated"), **more) as found:
        yield found


@pytest.mark.parametrize("path", ["/", "/simple"])
def test_every_citation_of_fifty_replies_opens_at_its_quote(browser: Browser, curated: Served, path: str) -> None:
    questions = [case.question for case in load_cases() if not case.history and len(case.question) < 200]
    cited = 0
    for question in questions[:: max(1, len(questions) // (3 * REPLIES))]:
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{curated.url}/api/ask", data=json.dumps({"question": question}).encode()
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            reply = json.load(answer)
        if not reply["citations"]:
            continue
        page = browser.new_page()
        page.goto(curated.url + path)
        page.locator("#question").wait_for()
        ask(page, question, settle=False)
        for citation in reply["citations"]:
            page.locator(f"#t1-s{citation['n']}").evaluate(OPEN)
            assert page.locator(f"#t1-q{citation['n']}").inner_text() == citation["quote"], question
        page.close()
        cited += 1
        if cited == REPLIES:
            break
    assert cited == REPLIES


def usable(browser: Browser, address: str) -> float:
    """Seconds until the question box can be typed in, at 400 kbit/s with a processor four times slower."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(120_000)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    line = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    session.send("Network.emulateNetworkConditions", line)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("textarea").first.wait_for()
    taken = time.perf_counter() - start
    context.close()
    return taken


def test_on_a_slow_line_both_pages_can_be_used_sooner_than_a_plain_chat(
    browser: Browser, curated: Served, measured: list[tuple[str, ...]], tmp_path: Path
) -> None:
    port = free_port()
    plain = subprocess.Popen([sys.executable, "-c", PLAIN.format(port=port)], cwd=tmp_path)
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                break
            except OSError:
                time.sleep(0.5)
        address = f"http://127.0.0.1:{port}/"
        other, chat, simple = (usable(browser, u) for u in (address, f"{curated.url}/", f"{curated.url}/simple"))
    finally:
        plain.terminate()
        plain.wait(20)
    row = ("usable on a slow line, seconds", "0.9 and 0.15 of plain", f"{chat:.1f}", f"{simple:.1f}", f"{other:.1f}")
    measured.append(row)
    assert simple <= 0.15 * other
    assert chat <= 0.9 * other
