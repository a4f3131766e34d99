from __future__ import annotations

from pathlib import Path

import pytest

from assistant import intake
from assistant.cli import main
from assistant.intake import take_in

FIXTURES = Path(__file__).parent / "fixtures" / "import"
DOCUMENTS = sorted(file for file in FIXTURES.iterdir() if file.suffix != ".expected")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_a_document_becomes_exactly_the_draft_beside_it(document: Path, tmp_path: Path) -> None:
    draft = take_in(str(document), tmp_path)
    expected = document.with_name(f"{document.name}.expected").read_text("utf-8")
    assert draft.file.read_text("utf-8") == expected


def test_a_saved_page_gives_title_publisher_date_and_headings(tmp_path: Path) -> None:
    draft = take_in(str(FIXTURES / "saved-page.txt"), tmp_path)
    text = draft.file.read_text("utf-8")
    assert draft.title == "Zelunor"
    assert draft.headings == ("Background", "Trial Design & Results", "Summary")
    assert "publisher: Harbour Alliance" in text
    assert "date: March 2023" in text
    assert "checked_to: 2023-03" in text


@pytest.mark.parametrize("document", ["saved-page.txt", "site-page.html"])
def test_nothing_of_menus_sidebars_captions_and_footers_comes_along(document: str, tmp_path: Path) -> None:
    text = take_in(str(FIXTURES / document), tmp_path).file.read_text("utf-8")
    for foreign in ("Donate", "Skip to", "Bestmed – Mirodol", "Alex Example", "Newsletter", "Copyright", "translation"):
        assert foreign not in text


def test_a_list_and_a_table_of_a_page_are_kept(tmp_path: Path) -> None:
    text = take_in(str(FIXTURES / "site-page.html"), tmp_path).file.read_text("utf-8")
    assert "How long people lived." in text
    assert "Placebo | 14.7" in text


def test_a_year_in_a_footer_is_no_date_of_the_page(tmp_path: Path) -> None:
    """The extractor once took 2025 out of a copyright line, and the draft claimed to be checked to 2025-01-01."""
    draft = take_in(str(FIXTURES / "broken.html"), tmp_path)
    assert "2025" not in draft.file.read_text("utf-8")
    assert "checked_to" in draft.missing


def test_a_draft_does_not_pass_as_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(str(FIXTURES / "saved-page.txt"), tmp_path)
    monkeypatch.setenv("ASSISTANT_CORPUS", str(tmp_path))
    assert main(["check"]) == 1


def test_a_second_import_does_not_overwrite_an_edited_draft_and_says_what_differs(tmp_path: Path) -> None:
    draft = take_in(str(FIXTURES / "notes.md"), tmp_path)
    edited = draft.file.read_text("utf-8").replace("three times a day", "two times a day")
    draft.file.write_text(edited, "utf-8")
    again = take_in(str(FIXTURES / "notes.md"), tmp_path)
    assert not again.written
    assert [each.kind for each in again.differences] == ["changed"]
    assert again.differences[0].old == "Taken by mouth two times a day."
    assert draft.file.read_text("utf-8") == edited


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"%PDF-1.7 binary", "not text"),
        (b"\x89PNG\r\n\x1a\n", "not text"),
        (b"words \x00 more words", "not text"),
        (b"just a few words", "No article"),
        (b"<html><body><p></p></body></html>", "No article"),
        (b"x" * 101, "more than 100 bytes"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_leaves_nothing(
    content: bytes, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(intake, "LARGEST", 100)
    document, out = tmp_path / "document", tmp_path / "out"
    document.write_bytes(content)
    assert main(["import", str(document), "--out", str(out)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert says in told
    assert not out.exists()


@pytest.mark.parametrize(
    "source",
    [
        *("file:///etc/passwd", "ftp://charity.example/a", "data:text/html,<p>", "javascript:alert(1)", "http://"),
        *("http://127.0.0.1/", "http://localhost/", "http://10.0.0.1/", "http://[::1]/", "http://2130706433/"),
        *("http://169.254.169.254/latest", "http://[::ffff:127.0.0.1]/", "http://[bad", "http://127.0.0.1:99999/"),
        *("no-such-file.txt", ".", "/dev/zero", "a\x00b"),
    ],
)
def test_other_schemes_private_addresses_and_no_files_are_refused(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", source, "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("a file, no folder", "utf-8")
    assert main(["import", str(FIXTURES / "notes.md"), "--out", str(tmp_path / "out")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["out"]
