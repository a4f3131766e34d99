from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.conductor import Asked, Assistant
from assistant.settings import Settings
from assistant.start import QUIET, be_quiet, has_unpublished_changes, open_assistant, reopened
from tests.server import CORPUS
from tests.test_index import WordCounts


def test_tracing_and_telemetry_are_off_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = ("LANGSMITH_API_KEY", "LANGCHAIN_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT", "CHROMA_OTEL_COLLECTION_ENDPOINT")
    for name in (*QUIET, *gone):
        monkeypatch.setenv(name, "true")
    be_quiet()
    import os

    assert {name: os.environ[name] for name in QUIET} == QUIET
    assert [name for name in gone if name in os.environ] == []


@pytest.fixture(autouse=True)
def one_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about when an index is built, not with what: words are counted, which takes no time."""
    monkeypatch.setattr("assistant.start.Embedder", lambda *_, **__: WordCounts())


def test_an_index_is_built_when_there_is_none_and_served_when_there_is(tmp_path: Path) -> None:
    begun: list[str] = []
    steps: list[tuple[int, int]] = []
    settings = Settings(corpus=CORPUS, index=tmp_path)
    first = open_assistant(settings, on_build=lambda: begun.append("built"), progress=lambda *s: steps.append(s))
    second = open_assistant(settings, on_build=lambda: begun.append("built again"))
    assert begun == ["built"]
    assert steps[-1][0] == steps[-1][1] > 0
    assert first.index.version == second.index.version


def test_a_version_that_is_taken_up_while_serving_is_answered_from_as_the_settings_say(tmp_path: Path) -> None:
    """Once the country was forgotten after each publication: an emergency text named no number."""
    settings = Settings(corpus=CORPUS, index=tmp_path, country="FR")
    first = open_assistant(settings)
    texts = [each.answer(Asked("I am choking and cannot breathe")).text for each in (first, reopened(settings, first))]
    assert texts[0] == texts[1]
    assert "000-1" in texts[1]


def test_an_index_that_is_damaged_is_built_again(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    open_assistant(Settings(corpus=CORPUS, index=tmp_path / "before"))
    shutil.copytree(tmp_path / "before", folder)
    next(folder.glob("versions/*/manifest.json")).write_text("{", "utf-8")
    begun: list[str] = []
    opened = open_assistant(Settings(corpus=CORPUS, index=folder), on_build=lambda: begun.append("built"))
    assert begun == ["built"]
    assert opened.index.pages


def test_a_changed_page_is_told_as_unpublished_and_not_served(assistant: Assistant, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(CORPUS, corpus)
    assert not has_unpublished_changes(Settings(corpus=corpus), assistant)
    page = corpus / "zelunor.md"
    page.write_text(page.read_text("utf-8").replace("a strong vitamin", "a mild vitamin"), "utf-8")
    assert has_unpublished_changes(Settings(corpus=corpus), assistant)


def test_a_version_taken_up_later_is_answered_from_with_the_same_model_and_country(tmp_path: Path) -> None:
    """It was not: after the first publication a running server showed quotes, and numbers to call of no country."""
    model = "http://127.0.0.1:9/v1"
    settings = Settings(corpus=CORPUS, index=tmp_path, country="FR", model=model, model_timeout=1)
    first = open_assistant(settings)
    later = reopened(settings, first)
    assert first.writer is not None
    assert later.writer is first.writer
    for opened in (first, later):
        assert opened.answer(Asked("I cannot breathe")).text.count("000-1")
