"""What the README says is so: its rooms, commands and settings are there, and no link of any document leads nowhere."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.settings import Settings, read_settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
EVALS_README = (ROOT / "evals" / "README.md").read_text("utf-8")
# Made by a run, or by Python.
MADE = ("__pycache__", "results")
# Documents of others that the import is tried on: their links lead out of this repository.
FOREIGN = (ROOT / "tests" / "fixtures", ROOT / "tests" / "import")
DOCUMENTS = sorted(
    file
    for pattern in ("*.md", "[!.]*/**/*.md")
    for file in ROOT.glob(pattern)
    if not any(file.is_relative_to(folder) for folder in FOREIGN) and file.relative_to(ROOT).parts[0] != "build"
)


def rows(heading: str) -> list[list[str]]:
    """Cells of the table rows under a heading of the README."""
    under = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in under.splitlines() if line[:1] == "|"]


def shown(text: str, program: str) -> set[str]:
    """First words after a program, where a document shows it as code."""
    code = "\n".join(block or inline for block, inline in re.findall(r"```\w*\n(.*?)```|`([^`\n]+)`", text, re.DOTALL))
    return set(re.findall(rf"(?:^|[\s/]){program} ([a-z-]+)", code, re.MULTILINE))


# --- rooms -----------------------------------------------------------------------------------------------------


def named_rooms() -> list[str]:
    return [match.group(1) for cells in rows("Rooms") if (match := re.fullmatch(r"`([^`]+)`", cells[0]))]


def test_the_table_of_rooms_names_every_file() -> None:
    """A new room: give it a line in the README, where the data passes it. A folder of cases is one line."""
    folders = {name for name in named_rooms() if name.endswith("/")}
    assert folders == {"evals/cases/", "evals/paraphrases/"}
    there = {
        file.relative_to(ROOT).as_posix()
        for package in ("assistant", "evals")
        for file in (ROOT / package).rglob("*")
        if file.is_file() and not set(file.relative_to(ROOT).parts) & set(MADE) and not file.name.startswith(".")
    }
    outside = {name for name in there if not name.startswith(tuple(folders))}
    assert outside - set(named_rooms()) == set()


def test_the_table_of_rooms_names_no_file_that_is_not_there() -> None:
    assert [name for name in named_rooms() if not (ROOT / name).exists()] == []


def test_the_table_of_rooms_names_each_file_once_with_a_line_on_it() -> None:
    assert len(named_rooms()) == len(set(named_rooms()))
    assert [cells for cells in rows("Rooms") if cells[0].startswith("`") and (len(cells) != 2 or not cells[1])] == []


# --- commands --------------------------------------------------------------------------------------------------


@cache
def _targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))


def help_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as stopped:
        main([*arguments, "--help"])
    assert stopped.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("text", [README, EVALS_README], ids=["README", "evals"])
def test_every_make_target_that_is_shown_exists(text: str) -> None:
    assert shown(text, "make")
    assert shown(text, "make") - _targets() == set()


def test_every_command_that_is_shown_exists_and_none_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    offered = set(re.findall(r"^ {4}([a-z-]+)(?: |$)", help_of(capsys), re.MULTILINE))
    assert shown(README, "assistant") == offered


def test_every_option_that_is_shown_exists(capsys: pytest.CaptureFixture[str]) -> None:
    for command, _ in (cells[:2] for cells in rows("Commands") if cells[0].startswith("`assistant ")):
        name = command.strip("`").split()[1]
        told = next(" ".join(cells) for cells in rows("Commands") if cells[0] == command)
        options = set(re.findall(r"--[a-z-]+", told))
        assert options - set(re.findall(r"--[a-z-]+", help_of(capsys, name))) == set(), name


@pytest.mark.parametrize("text", [README, EVALS_README], ids=["README", "evals"])
def test_every_command_of_the_evals_that_is_shown_exists(text: str) -> None:
    source = (ROOT / "evals" / "__main__.py").read_text("utf-8")
    assert shown(text, "-m evals") - set(re.findall(r"add_parser\(\s*\"([a-z]+)\"", source)) == set()
    options = set(re.findall(r"-m evals[^`\n]*?(--[a-z]+)", text))
    assert options - set(re.findall(r"\"(--[a-z]+)\"", source)) == set()


# --- settings --------------------------------------------------------------------------------------------------


class Watched(dict[str, str]):
    """An environment that keeps the names it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
        self.asked.add(key)
        return default


def _defaults() -> Mapping[str, str]:
    values = dataclasses.asdict(Settings()).items()
    return {
        f"ASSISTANT_{name.upper()}": value.relative_to(ROOT).as_posix() if isinstance(value, Path) else str(value)
        for name, value in values
    }


def test_the_settings_are_those_that_are_read_with_their_defaults() -> None:
    environment = Watched()
    read_settings(environment)
    told = {cells[0].strip("`"): cells[1].strip("`") for cells in rows("Settings") if "ASSISTANT_" in cells[0]}
    assert set(told) | {"CHROMA_URL"} == environment.asked  # told beside its long name
    assert told == _defaults()


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_document_names_a_setting_that_is_not_read(file: Path) -> None:
    environment = Watched()
    read_settings(environment)
    assert set(re.findall(r"\bASSISTANT_[A-Z_]+[A-Z]\b", file.read_text("utf-8"))) - environment.asked == set()


# --- links -----------------------------------------------------------------------------------------------------


def links(file: Path) -> Iterator[str]:
    """Relative links of a document, without those in code."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", file.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(<?([^)\s>]+)", text):
        if not re.match(r"[a-z][a-z+.-]*:|//", target):
            yield target


def headings(file: Path) -> set[str]:
    """Headings of a document as a link names them."""
    found = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_somewhere(file: Path) -> None:
    for link in links(file):
        path, _, heading = link.partition("#")
        target = file.parent / path if path else file
        assert target.exists(), link
        assert not heading or target.suffix != ".md" or heading in headings(target), link


def test_the_first_screen_says_what_it_does_what_not_and_how_to_start() -> None:
    screen = "\n".join(README.splitlines()[:30])
    for words in ("make serve", "make test", "will not", "not medical advice", "road"):
        assert words in screen, words
