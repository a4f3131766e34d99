"""Reported answers: a queue that staff work off, and that empties itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.conductor import Assistant
from assistant.errors import UsageError
from assistant.settings import Settings
from assistant.web.kept import Reports
from assistant.web.server import Site

DAY = date(2026, 11, 26)


def reports(folder: Path, *, days: int = 2, day: date = DAY) -> Reports:
    return Reports(str(folder), days=days, today=lambda: day)


def test_without_a_folder_there_is_no_queue_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    off = Reports("")
    assert not off.keep("Does it work?", "Yes.", "abc")
    assert off.listed() == []
    assert list(tmp_path.iterdir()) == []


def test_reports_are_listed_newest_first_and_removed_when_done(tmp_path: Path) -> None:
    for day, question in ((25, "One?"), (26, "Two?")):
        assert reports(tmp_path, day=date(2026, 11, day)).keep(question, "Text. [1]", "abc")
    newest, oldest = reports(tmp_path).listed()
    assert (newest.question, newest.day, newest.reply, newest.corpus_version) == (
        "Two?", "2026-11-26", "Text. [1]", "abc",
    )  # fmt: skip
    assert reports(tmp_path).one(oldest.name).question == "One?"
    reports(tmp_path).remove(oldest.name)
    assert [each.question for each in reports(tmp_path).listed()] == ["Two?"]
    for name in (oldest.name, "", "../x", "/etc/hosts"):
        with pytest.raises(UsageError, match="no report of this name"):
            reports(tmp_path).remove(name)
        with pytest.raises(UsageError, match="no report of this name"):
            reports(tmp_path).one(name)


def test_reports_are_removed_after_the_days_they_may_be_kept(tmp_path: Path) -> None:
    for day in (24, 25, 26):
        reports(tmp_path, days=30, day=date(2026, 11, day)).keep(f"{day}?", "Text.", "abc")
    assert [each.question for each in reports(tmp_path).listed()] == ["26?", "25?"]
    assert len(list(tmp_path.iterdir())) == 2
    reports(tmp_path, day=date(2026, 12, 24)).keep("New?", "Text.", "abc")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_server_removes_them_also_when_nobody_reports(assistant: Assistant, tmp_path: Path) -> None:
    reports(tmp_path, day=date(2026, 1, 1)).keep("Old?", "Text.", "abc")
    Site(assistant, Settings(reports=str(tmp_path), reports_days=1)).forget()
    assert list(tmp_path.iterdir()) == []


def test_files_that_are_no_reports_are_left_alone_and_cost_the_others_nothing(tmp_path: Path) -> None:
    (tmp_path / "2020-01-01-notes.json").write_text("{}", "utf-8")
    (tmp_path / "2026-11-26-0123456789ab.json").write_text("[", "utf-8")
    reports(tmp_path).keep("Two?", "Text.", "abc")
    assert [each.question for each in reports(tmp_path).listed()] == ["Two?"]
    assert (tmp_path / "2020-01-01-notes.json").exists()
