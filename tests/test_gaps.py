from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.conductor import Asked, Assistant
from assistant.errors import SettingsError
from assistant.gaps import Gap, Gaps
from assistant.reply import Notice
from assistant.settings import Settings
from assistant.web.render import turn_html
from assistant.web.server import Site
from assistant.web.service import Service

UNANSWERED = "What does zelunor cost in Freedonia per month?"
DAY = date(2026, 11, 26)


def test_nothing_is_written_while_counting_is_off(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    site = Site(assistant, Settings())
    assert site.answer(Asked(UNANSWERED), "me").outcome == "not_in_pages"
    assert list(tmp_path.iterdir()) == []


def test_gaps_are_counted_once_by_drug_and_section_without_text(assistant: Assistant, tmp_path: Path) -> None:
    site = Site(assistant, Settings(gaps=str(tmp_path)))
    site.answer(Asked(UNANSWERED), "me")
    site.conversation(UNANSWERED, ["Does zelunor work?"], "me")
    site.conversation("Does zelunor work?", [UNANSWERED], "me")  # the earlier question is shown again, not counted
    site.conversation("", [UNANSWERED], "me")
    site.answer(Asked("I am choking and cannot breathe"), "me")
    site.answer(Asked("Does quillamabine work?"), "me")
    [file] = tmp_path.iterdir()
    counts = json.loads(file.read_text("utf-8"))
    assert {key.split("/")[0]: count for key, count in counts.items()} == {"zelunor": 2, "": 1}
    assert all(key.split("/")[2] == "unanswered" for key in counts)
    for word in ("Freedonia", "freedonia", "choking", "quillamabine", "cost"):
        assert word not in file.read_text("utf-8") + file.name


def test_replies_in_part_are_counted_apart(assistant: Assistant, tmp_path: Path) -> None:
    whole = assistant.answer(Asked("Does zelunor work?"))
    part = whole.model_copy(update={"notices": (Notice(kind="partial", text="Not all of it.", citations=()),)})
    gaps = Gaps(tmp_path, days=2, today=lambda: DAY)
    gaps.count(whole, "works")
    assert not list(tmp_path.iterdir())
    gaps.count(part, "works")
    assert gaps.listed() == [Gap("zelunor", "works", 0, 1)]


def test_what_did_not_help_is_counted_by_drug_and_section_and_nothing_that_was_sent_gets_in(
    assistant: Assistant, tmp_path: Path
) -> None:
    site = Site(assistant, Settings(gaps=str(tmp_path)))
    site.press(helped=True, drugs=["zelunor"], unit="works")
    assert not list(tmp_path.iterdir())
    site.press(helped=False, drugs=["zelunor", "zelunor"], unit="given-dose")
    site.press(helped=False, drugs=["my mother", "../x"], unit="her dose")
    assert Gaps(tmp_path, days=90).listed() == [Gap("", "", 0, 0, 1), Gap("zelunor", "given", 0, 0, 1)]
    assert "mother" not in next(tmp_path.iterdir()).read_text("utf-8")


def test_the_button_that_did_not_help_sends_names_alone(assistant: Assistant) -> None:
    service = Service.of(Settings(gaps="anywhere"))
    html = turn_html(assistant.answer(Asked("How much is one dose of zelunor?")), 1, service=service)
    [form] = re.findall(r'<form method="post" action="/counted".*?</form>', html)
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert sent == {"drugs": "zelunor", "unit": "given-dose", "helped": "no"}


def test_counts_are_removed_after_the_days_they_may_be_kept(assistant: Assistant, tmp_path: Path) -> None:
    reply = assistant.answer(Asked(UNANSWERED))
    days = [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)]
    for day in days:
        Gaps(tmp_path, days=2, today=lambda day=day: day).count(reply, "access")  # type: ignore[misc]
    assert sorted(file.name[5:15] for file in tmp_path.iterdir()) == ["2026-11-25", "2026-11-26"]
    assert Gaps(tmp_path, days=2, today=lambda: DAY).listed() == [Gap("zelunor", "access", 2, 0)]
    assert Gaps(tmp_path, days=2, today=lambda: date(2027, 1, 1)).listed() == []
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_used_costs_no_answer(assistant: Assistant, tmp_path: Path) -> None:
    folder = tmp_path / "counts"
    site = Site(assistant, Settings(gaps=str(folder)))
    folder.write_text("a file by now", "utf-8")
    assert site.answer(Asked(UNANSWERED), "me").outcome == "not_in_pages"
    with pytest.raises(SettingsError, match="expected a folder"):
        Gaps(folder, days=1)


def test_gaps_on_the_command_line(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["gaps"]) == 2
    assert "Nothing is counted" in capsys.readouterr().err
    monkeypatch.setenv("ASSISTANT_GAPS", str(tmp_path))
    assert main(["gaps"]) == 0
    assert "No gap was counted" in capsys.readouterr().out
    Gaps(tmp_path, days=90).count(assistant.answer(Asked(UNANSWERED)), "access")
    assert main(["gaps"]) == 0
    assert capsys.readouterr().out == "zelunor, access: 1 unanswered, 0 in part, 0 did not help\n"
    assert main(["gaps", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["drug"] == "zelunor"
