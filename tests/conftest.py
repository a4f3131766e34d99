"""What every test shares: a small invented corpus, one index of it, and no way out to the network."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts

from assistant.conductor import Asked, Assistant
from assistant.embedder import Embedder
from assistant.index import Index, build, open_current
from assistant.pages import Page, load_pages
from assistant.reply import Reply
from assistant.settings import Settings
from assistant.start import be_quiet, open_assistant

CORPUS = Path(__file__).parent / "corpus"
TODAY = date(2026, 11, 22)  # after the review date of kestra-therapies, before the others'

Ask = Callable[..., Reply]  # a question, then the earlier ones

be_quiet()


def pytest_runtest_setup() -> None:
    """Nothing but this machine may be reached: no test may ask another host."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


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


@pytest.fixture
def ask(assistant: Assistant) -> Ask:
    """``ask("Does zelunor work?", "What is zelunor?")``: the reply to a question, earlier questions before it."""

    def answer(question: str, *history: str) -> Reply:
        return assistant.answer(Asked(question, history))

    return answer


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over the curated pages of this repository; building its index takes half a minute."""
    folder = Path(os.environ.get("ASSISTANT_TEST_INDEX", "") or tmp_path_factory.mktemp("real"))
    return open_assistant(Settings(index=folder))
