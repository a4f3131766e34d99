"""A backup holds everything that cannot be made again, is checked when it is made and before it is restored."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
from pathlib import Path

import pytest

from assistant.actions import Actions
from assistant.backup import back_up, restore
from assistant.cli import main
from assistant.errors import UsageError
from assistant.settings import Settings
from tests.server import CORPUS


def settings_in(folder: Path) -> Settings:
    return Settings(
        corpus=folder / "corpus",
        drafts=folder / "drafts",
        index=folder / "index",
        evals=folder / "evals",
        counts=str(folder / "counts.json"),
        reports=str(folder / "reports"),
        gaps=str(folder / "gaps"),
    )


def tree(settings: Settings) -> dict[str, bytes]:
    root = settings.index.parent
    return {
        str(file.relative_to(root)): file.read_bytes()
        for file in root.rglob("*")
        if file.is_file() and ".before-restore" not in str(file)
    }


@pytest.fixture
def full(tmp_path: Path) -> Settings:
    """Settings with something in every place, and an index that can be made again."""
    settings = settings_in(tmp_path / "old")
    shutil.copytree(CORPUS, settings.corpus)
    for name in ("drafts/a.md", "evals/to-review/b.jsonl", "reports/2026-11-26-c.json", "gaps/d.json", "counts.json"):
        file = tmp_path / "old" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, "utf-8")
    (tmp_path / "old" / "reports" / "2026-11-26-c.json").chmod(0o600)
    Actions(settings.index).note("publish", who="somebody")
    return settings


def test_a_restore_brings_everything_back_on_another_machine(full: Settings, tmp_path: Path) -> None:
    before = tree(full)
    (full.index / "versions" / "x").mkdir(parents=True)
    (full.index / "versions" / "x" / "vectors.npy").write_bytes(b"made again from the pages")
    file = tmp_path / "backup.tar.gz"
    saved = back_up(full, file)
    assert file.stat().st_mode & 0o077 == 0
    there = settings_in(tmp_path / "new")
    assert restore(there, file) == saved
    assert tree(there) == before
    assert set(saved.files) == {"corpus", "drafts", "evals", "index", "counts.json", "reports", "gaps"}
    assert (tmp_path / "new" / "reports" / "2026-11-26-c.json").stat().st_mode & 0o077 == 0


def test_nothing_is_written_over_unasked_and_what_stood_there_moves_aside(full: Settings, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    back_up(full, file)
    with pytest.raises(UsageError, match=r"exists already; expected a new name"):
        back_up(full, file)
    (full.drafts / "a.md").write_text("newer", "utf-8")
    with pytest.raises(UsageError, match=r"is there already; expected nothing. Add --replace"):
        restore(full, file)
    assert (full.drafts / "a.md").read_text("utf-8") == "newer"
    restore(full, file, replace=True)
    assert (full.drafts / "a.md").read_text("utf-8") == "drafts/a.md"
    assert (full.drafts.parent / "drafts.before-restore" / "a.md").read_text("utf-8") == "newer"
    restore(full, file, replace=True)


def test_a_part_without_a_place_is_told(full: Settings, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    back_up(full, file)
    less = Settings(corpus=tmp_path / "c", drafts=tmp_path / "d", index=tmp_path / "i", evals=tmp_path / "e")
    with pytest.raises(UsageError, match=r"holds counts.json, gaps, reports; expected .* Set ASSISTANT_COUNTS, "):
        restore(less, file)
    assert not (tmp_path / "c").exists()


def packed(file: Path, head: object, members: dict[str, bytes]) -> None:
    with tarfile.open(file, "w:gz") as archive:
        for name, content in {"backup.json": json.dumps(head).encode(), **members}.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def spoiled(file: Path, how: str) -> None:
    if how == "cut short":
        file.write_bytes(file.read_bytes()[:-500])
    elif how == "no archive":
        file.write_bytes(b"hello")
    elif how == "another program's":
        packed(file, {"format": 7}, {})
    elif how == "a changed file":
        packed(file, {"format": 1, "made": "", "files": {"corpus/a.md": "0" * 64}}, {"corpus/a.md": b"other"})
    elif how == "a missing file":
        packed(file, {"format": 1, "made": "", "files": {"corpus/a.md": "0" * 64}}, {})
    elif how == "a way out":
        packed(file, {"format": 1, "made": "", "files": {"../out": "0" * 64}}, {"../out": b""})
    else:
        packed(file, {"format": 1, "made": "", "files": {}}, {"corpus/added.md": b""})


def test_a_place_where_no_backup_can_be_written_is_told_in_a_line(tmp_path: Path) -> None:
    """It once ended in "Something went wrong": what was half written could not be removed either."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"could not be written \(Not a directory\)"):
        back_up(Settings(index=tmp_path / "index"), tmp_path / "file" / "backup.tar.gz")


@pytest.mark.parametrize(
    "how",
    ["cut short", "no archive", "another program's", "a changed file", "a missing file", "a way out", "an added file"],
)
def test_what_is_no_whole_backup_is_refused_before_anything_is_written(
    full: Settings, tmp_path: Path, how: str
) -> None:
    file = tmp_path / "backup.tar.gz"
    back_up(full, file)
    spoiled(file, how)
    there = settings_in(tmp_path / "new")
    with pytest.raises(UsageError, match=r"backup"):
        restore(there, file)
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "out").exists()


def test_the_commands_say_what_they_did(
    full: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("corpus", "drafts", "index", "evals", "counts", "reports", "gaps"):
        monkeypatch.setenv(f"ASSISTANT_{name.upper()}", str(getattr(full, name)))
    assert main(["backup", str(tmp_path / "b.tar.gz")]) == 0
    assert "reports hold questions" in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "b.tar.gz")]) == 2
    assert "--replace" in capsys.readouterr().err
    assert main(["restore", str(tmp_path / "b.tar.gz"), "--replace"]) == 0
    assert "assistant index" in capsys.readouterr().out
