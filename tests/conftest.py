"""What every test shares: a small invented corpus, one index of it, and no way out to the network."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pytest_socket import socket_allow_hosts

from assistant import index as index_room
from assistant.conductor import Asked, Assistant
from assistant.embedder import PACKAGED_NAME, Embedder, Vectors
from assistant.index import Index, build, open_current
from assistant.pages import Page, load_pages
from assistant.reply import Reply
from assistant.settings import Settings
from assistant.start import be_quiet, open_assistant
from tests.server import Served, free_port, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as Tab

CORPUS = Path(__file__).parent / "corpus"
TODAY = date(2026, 11, 22)  # after the review date of kestra-therapies, before the others'

Ask = Callable[..., Reply]  # a question, then the earlier ones

be_quiet()


def pytest_runtest_setup() -> None:
    """Nothing but this machine may be reached: no test may ask another host."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session", autouse=True)
def _each_text_encoded_once() -> Iterator[None]:
    """Builds of one run share what the packaged model made of a text: four thousand stand in every index."""
    known: dict[str, Vectors] = {}
    encode = index_room._embed

    def remembered(texts: Sequence[str], embedder: Embedder, *, progress: Callable[[int, int], None] | None) -> Vectors:
        if type(embedder) is not Embedder or not embedder.identity.startswith(PACKAGED_NAME):
            return encode(texts, embedder, progress=progress)
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, encode(new, embedder, progress=progress), strict=True))
        return np.stack([known[text] for text in texts]) if texts else encode(texts, embedder, progress=progress)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_room, "_embed", remembered)
        yield


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The packaged model; loading it takes seconds, so all tests share it."""
    return Embedder("packaged", threads=2)


@pytest.fixture(scope="session")
def pages() -> tuple[Page, ...]:
    """The invented pages: zelunor (approved in Japan), mirodol (withdrawn), kestra-therapies (two products), about."""
    return load_pages(CORPUS)


@pytest.fixture(scope="session")
def page(pages: tuple[Page, ...]) -> dict[str, Page]:
    """The invented pages by slug."""
    return {each.slug: each for each in pages}


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A folder with one index version of the invented corpus. Tests that change it make their own."""
    folder = tmp_path_factory.mktemp("index")
    build(CORPUS, folder, embedder)
    return folder


@pytest.fixture(scope="session")
def index(index_folder: Path, embedder: Embedder) -> Index:
    """The opened version of the invented corpus."""
    return open_current(index_folder, embedder)


@pytest.fixture(scope="session")
def assistant(index: Index) -> Assistant:
    """The whole road over the invented corpus, on a day that is always the same."""
    return Assistant(index, today=lambda: TODAY)


@pytest.fixture(scope="session")
def light(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The same over counted words, for tests that are not about what is found: it loads no model."""
    from tests.test_index import WordCounts

    folder = tmp_path_factory.mktemp("light")
    build(CORPUS, folder, WordCounts())
    return Assistant(open_current(folder, WordCounts()), today=lambda: TODAY)


@pytest.fixture
def ask(assistant: Assistant) -> Ask:
    """``ask("Does zelunor work?", "What is zelunor?")``: the reply to a question, earlier questions before it."""

    def answer(question: str, *history: str) -> Reply:
        return assistant.answer(Asked(question, history))

    return answer


@pytest.fixture(scope="session")
def real_corpus(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """The curated pages, but for the long runs with a third of the ways of asking: to encode all takes minutes."""
    curated = Path(__file__).parent.parent / "corpus"
    if "not soak" not in pytestconfig.option.markexpr:
        return curated
    copy = Path(shutil.copytree(curated, tmp_path_factory.mktemp("curated") / "corpus"))
    for file in (copy / "phrasings").glob("*.yaml"):
        file.write_text("".join(_every_third(file.read_text("utf-8"))), "utf-8")
    return copy


def _every_third(text: str) -> Iterator[str]:
    """Lines of a file of ways of asking: of those under one sentence the first, the fourth and so on."""
    place = 0
    for line in text.splitlines(keepends=True):
        asks = line.startswith("- ")
        if not asks or place % 3 == 0:
            yield line
        place = place + 1 if asks else 0


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, real_corpus: Path) -> Assistant:
    """The assistant over the curated pages of this repository; building its index takes half a minute."""
    folder = Path(os.environ.get("ASSISTANT_TEST_INDEX", "") or tmp_path_factory.mktemp("real"))
    return open_assistant(Settings(corpus=real_corpus, index=folder))


# --- a real browser ---------------------------------------------------------------------------------------------

BROWSERS = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
_faults: list[tuple[str, str, str]] = []
_measured: list[tuple[str, ...]] = []  # rows for the table at the end of the run


@pytest.fixture(scope="session")
def server(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A real server over the invented corpus, with every button that can be switched on."""
    folder = tmp_path_factory.mktemp("server")
    switched_on = {
        "ASSISTANT_REQUESTS_PER_MINUTE": "10000",
        "ASSISTANT_COUNTS": str(folder / "counts.json"),
        "ASSISTANT_REPORTS": str(folder / "reports"),
        "ASSISTANT_EMBED_HOSTS": "http://127.0.0.1:9999 http://localhost:9999",
        "ASSISTANT_CONTACT": "Write to help@charity.example",
    }
    with served(index_folder, folder, **switched_on) as found:
        yield found


@pytest.fixture(scope="session")
def operated(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, int]]:
    """A real server set up as behind a proxy, with metrics and a log as JSON; gives the port of its metrics too."""
    folder, port = tmp_path_factory.mktemp("operated"), free_port()
    settings = {
        "ASSISTANT_METRICS_PORT": str(port),
        "ASSISTANT_LOG": "json",
        "ASSISTANT_TRUSTED_PROXY": "127.0.0.1",
        "ASSISTANT_REQUESTS_PER_MINUTE": "10",
    }
    with served(index_folder, folder, **settings) as found:
        yield found, port


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, headless (`.ci/browser` installs it). One a file: its loop would stop other files' own."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in BROWSERS if name and (found := shutil.which(name))), None)
    assert path, "No Chromium found; run .ci/browser."
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def asked_for() -> list[str]:
    """Addresses that the page asked for."""
    return []


@pytest.fixture
def context(browser: Browser, asked_for: list[str], request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A fresh browser profile; a test's parameter sets it up otherwise."""
    opened = browser.new_context(**getattr(request, "param", {}))
    opened.set_default_timeout(30_000)
    opened.on("request", lambda each: asked_for.append(each.url))
    yield opened
    opened.close()


@pytest.fixture
def tab(context: BrowserContext, server: Served, asked_for: list[str]) -> Iterator[Tab]:
    """A browser page; whatever a test does, no error is told and no other host is asked."""
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    yield opened
    # A refused question is answered with 400, and Chromium tells that as an error of the page.
    assert [text for text in problems if "status of 400" not in text] == []
    assert asked_for
    assert [url for url in asked_for if not url.startswith((server.url, "data:", "blob:"))] == []


@pytest.fixture(scope="session")
def measured() -> list[tuple[str, ...]]:
    """Rows (what, limit, chat, simple page, prototypes) that are printed as a table at the end of the run."""
    return _measured


@pytest.fixture(scope="session")
def faults() -> list[tuple[str, str, str]]:
    """Rows (fault, expected, seen) that are printed as a table at the end of the run."""
    return _faults


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was measured on the pages, beside what they must keep and the prototypes' numbers; and what broke."""
    _tell(
        terminalreporter, "the pages", ("measured in Chromium", "must keep", "/", "/simple", "plain Gradio"), _measured
    )
    told = [(*row, "yes" if _is_as_expected(*row[1:]) else "NO") for row in _faults]
    _tell(terminalreporter, "faults", ("fault", "expected", "seen", "as expected"), told)
    if told and (name := terminalreporter.config.getoption("--faults")):
        rows = [("fault", "expected", "seen", "as expected"), ("---",) * 4, *told]
        lines = ("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows)
        Path(name).write_text("\n".join(lines) + "\n", "utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--faults", default="", help="file for the table of faults, as docs/faults.md has it")


def _is_as_expected(expected: str, seen: str) -> bool:
    """Whether all parts of what was expected are seen, in order; "…" stands for anything."""
    return re.search(".*".join(map(re.escape, expected.split("…"))), seen) is not None


def _tell(
    terminalreporter: pytest.TerminalReporter, title: str, head: tuple[str, ...], found: Sequence[tuple[str, ...]]
) -> None:
    if not found:
        return
    rows = [head, *found]
    widths = [max(len(row[n]) for row in rows) for n in range(len(head))]
    terminalreporter.section(title)
    widths = [min(width, 60) for width in widths]
    for row in rows:
        terminalreporter.write_line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
