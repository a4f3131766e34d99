from __future__ import annotations

import logging
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.conductor import Asked, Assistant
from assistant.settings import Settings
from assistant.versions import switch_off
from assistant.web.render import turn_html
from assistant.web.server import OPENED, Site
from assistant.web.watch import TIDY, Watch


class Opened:
    """Stands for an assistant over a version; only its name matters here."""

    def __init__(self, version: str) -> None:
        self.index = self
        self.version = version
        self.pages: tuple[()] = ()


def watched(names: list[str | None], taken: list[object], *, fails: bool = False) -> Watch:
    def reopened() -> Assistant:
        if fails:
            raise OSError("a secret path")
        return Opened("new")  # type: ignore[return-value]

    return Watch(current=lambda: names.pop(0), reopened=reopened, swap=taken.append, opened="one")


def test_another_version_is_opened_and_handed_over_once() -> None:
    taken: list[object] = []
    watch = watched(["one", None, "two", "two"], taken)
    assert [watch.look() for _ in range(4)] == [False, False, True, False]
    assert len(taken) == 1


def test_a_version_that_cannot_be_opened_leaves_the_old_one_in_place(caplog: pytest.LogCaptureFixture) -> None:
    taken: list[object] = []
    watch = watched(["two", "two"], taken, fails=True)
    with caplog.at_level(logging.ERROR):
        assert [watch.look(), watch.look()] == [False, False]
    assert taken == []
    assert len(caplog.records) == 1
    assert "OSError" in caplog.text
    assert "secret" not in caplog.text


def test_the_last_versions_stay_open_for_the_links_of_their_replies(assistant: Assistant) -> None:
    site = Site(assistant, Settings())
    versions = [Opened(str(number)) for number in range(4)]
    for each in versions:
        site.swap(each)  # type: ignore[arg-type]
    assert site.assistant is versions[-1]
    assert [site.at(str(number)) is versions[number] for number in range(4)] == [False, *[True] * OPENED]
    assert site.at(assistant.index.version) is versions[-1]


def test_links_of_a_shown_reply_carry_its_version(assistant: Assistant) -> None:
    reply = assistant.answer(Asked("Does zelunor work?"))
    html = turn_html(reply, 1)
    assert f"/pages/zelunor?version={reply.corpus_version}#" in html
    assert all("?" not in citation.url for citation in reply.citations)


def test_while_switched_off_the_site_and_the_command_line_show_the_fixed_text(
    assistant: Assistant, index_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr("assistant.start.open_assistant", lambda *_, **__: assistant)
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path))
    texts: list[str | None] = ["We are mending a page."]
    site = Site(assistant, Settings(), off=lambda: texts[0])
    assert site.answer(Asked("Does zelunor work?"), "me").text == "We are mending a page."
    assert [r.outcome for r in site.conversation("Does it work?", ["What is zelunor?"], "me")] == ["unavailable"] * 2
    assert not site.is_ready()
    texts[0] = None
    assert site.answer(Asked("Does zelunor work?"), "me").outcome == "answered"
    assert main(["off", "We are mending a page."]) == 0
    assert main(["ask", "Does zelunor work?"]) == 0
    assert "We are mending a page." in capsys.readouterr().out
    assert main(["on"]) == 0
    assert main(["ask", "Does zelunor work?"]) == 0
    assert "[1]" in capsys.readouterr().out
    assert switch_off(tmp_path)


def test_what_was_kept_long_enough_is_removed_at_the_start_and_each_hour(caplog: pytest.LogCaptureFixture) -> None:
    done: list[float] = []
    watch = watched(["a"], [])
    watch._tidy = lambda: done.append(1)
    for now in (5.0, 6.0, 5.0 + TIDY):
        watch.keep_tidy(now)
    assert len(done) == 2

    def fail() -> None:
        raise OSError("a secret path")

    watch._tidy = fail
    watch.keep_tidy(5.0 + 2 * TIDY)
    assert "OSError" in caplog.text
    assert "secret" not in caplog.text
