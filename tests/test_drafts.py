"""An editor's text: kept as a draft, held against the house style, saved as a page by an explicit step alone."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.actions import LARGEST, Actions
from assistant.cli import main
from assistant.drafts import LONGEST, Drafts
from assistant.errors import PageError, UsageError
from tests.conftest import CORPUS
from tests.test_index import change

EARLY = date(2025, 12, 1)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CORPUS, tmp_path / "corpus"))


@pytest.fixture
def drafts(corpus: Path, tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "drafts", corpus)


def test_a_draft_changes_no_page(drafts: Drafts, corpus: Path) -> None:
    before = (corpus / "zelunor.md").read_bytes()
    text = drafts.page("zelunor").replace("is 50 mg.", "is 60 mg.")
    assert drafts.names() == []
    drafts.keep("zelunor", text)
    assert (drafts.names(), drafts.draft("zelunor")) == (["zelunor"], text)
    assert (corpus / "zelunor.md").read_bytes() == before
    drafts.remove("zelunor")
    assert drafts.names() == []


def test_a_page_is_saved_whole_and_its_draft_goes(drafts: Drafts, corpus: Path) -> None:
    text = drafts.page("zelunor").replace("is 50 mg.", "is 60 mg.")
    drafts.keep("zelunor", text)
    drafts.save("zelunor", text, shown=drafts.state("zelunor"))
    assert drafts.page("zelunor") == text
    assert drafts.names() == []
    assert sorted(file.name for file in corpus.iterdir()) == sorted(file.name for file in CORPUS.iterdir())


def test_a_page_that_somebody_else_changed_meanwhile_is_not_overwritten(drafts: Drafts, corpus: Path) -> None:
    shown = drafts.state("zelunor")
    change(corpus, "is 50 mg.", "is 55 mg.")
    theirs = drafts.page("zelunor")
    with pytest.raises(UsageError, match="has changed since you opened it"):
        drafts.save("zelunor", theirs.replace("55", "60"), shown=shown)
    with pytest.raises(UsageError, match="There is a page 'zelunor' already"):
        drafts.save("zelunor", theirs, shown="")
    assert drafts.page("zelunor") == theirs


def test_what_cannot_be_read_as_a_page_is_not_saved_as_one(drafts: Drafts, corpus: Path) -> None:
    before = (corpus / "zelunor.md").read_bytes()
    for text in ("", "no page", drafts.page("zelunor").replace("slug: zelunor", "slug: other")):
        with pytest.raises(PageError):
            drafts.save("zelunor", text, shown=drafts.state("zelunor"))
    assert (corpus / "zelunor.md").read_bytes() == before


def test_findings_are_those_of_check_with_the_text_in_place_of_the_page(drafts: Drafts) -> None:
    text = drafts.page("zelunor")
    assert drafts.findings("zelunor", text, today=EARLY) == ()
    line = text.splitlines().index(next(row for row in text.splitlines() if "is 50 mg." in row)) + 1
    [fault] = drafts.findings("zelunor", text.replace("is 50 mg.", "is 50."), today=EARLY)
    assert (fault.file, fault.line, fault.rule) == ("zelunor.md", line, "amount")
    assert drafts.findings("another", "no page", today=EARLY)[0].file == "another.md"


@pytest.mark.parametrize("slug", ["", "../corpus/zelunor", "/etc/hosts", "A", "a/b", "_template", "x" * 81, "a\n"])
def test_a_name_that_is_none_leads_to_no_file(drafts: Drafts, slug: str) -> None:
    for work in (drafts.draft, drafts.page, drafts.state, drafts.remove, lambda name: drafts.keep(name, "x")):
        with pytest.raises(UsageError, match="no name of a page"):
            work(slug)


def test_what_is_too_long_or_cannot_be_written_is_told_and_leaves_nothing(drafts: Drafts, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="characters; expected at most"):
        drafts.keep("zelunor", "x" * (LONGEST + 1))
    (tmp_path / "drafts").write_text("a file")
    with pytest.raises(UsageError, match="cannot be written"):
        drafts.keep("zelunor", "x")
    with pytest.raises(UsageError, match="the folder of the pages"):
        Drafts(tmp_path / "corpus", tmp_path / "corpus" / ".." / "corpus")


def test_a_draft_is_adopted_on_the_command_line(
    corpus: Path, drafts: Drafts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    change(corpus, "review_due: 2026-01-01", "review_due: 2099-01-01", "kestra-therapies.md")
    text = drafts.page("zelunor")
    file = str(drafts.keep("zelunor", text.replace("is 50 mg.", "is 60 mg.")))
    assert main(["adopt", file]) == 2
    assert "stays as it is" in capsys.readouterr().err
    assert drafts.page("zelunor") == text
    assert main(["adopt", file, "--replace"]) == 0
    assert "Nobody sees it before you publish" in capsys.readouterr().out
    assert "is 60 mg." in drafts.page("zelunor")
    assert drafts.names() == []
    assert main(["adopt", str(corpus / "zelunor.md"), "--replace"]) == 2
    assert main(["actions"]) == 0
    out = capsys.readouterr().out
    assert out.rstrip().endswith("(terminal): save page zelunor, done")
    assert "60 mg" not in out


def test_actions_are_listed_newest_first_and_their_file_has_an_end(tmp_path: Path) -> None:
    actions = Actions(tmp_path / "index")
    assert actions.listed() == []
    for number in range(3):
        actions.note("publish", who="Ada\n{", about=f"v{number}", outcome="held back, 2 reasons")
    assert [each.about for each in actions.listed(2)] == ["v2", "v1"]
    assert actions.listed()[0].who == "Ada\n{"
    file = tmp_path / "index" / "actions.jsonl"
    assert file.stat().st_mode & 0o077 == 0
    file.write_text("x" * (LARGEST + 1))
    actions.note("publish", who="Ada", about="after")
    assert [each.about for each in actions.listed()] == ["after"]
    file.unlink()
    file.mkdir()
    actions.note("publish", who="Ada")  # what was done is done
