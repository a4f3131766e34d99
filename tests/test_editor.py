"""A newcomer adds a page by corpus/README.md alone: its commands, in its order, over a copy of a corpus."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.conductor import Assistant
from assistant.embedder import Embedder
from assistant.index import build, current_version
from assistant.start import open_assistant
from evals.publish import judge
from tests.conftest import CORPUS
from tests.test_index import change

ROOT = Path(__file__).parent.parent
README = (ROOT / "corpus" / "README.md").read_text("utf-8")
CASES: list[dict[str, object]] = [
    {"id": "dose", "kind": "fact", "question": "How much is one dose of zelunor?", "outcome": ["answered"],
     "pages": ["zelunor"], "facts": ["50 mg"]},
    {"id": "names", "kind": "names", "question": "Did the bitter powder help?", "outcome": ["answered"],
     "pages": ["mirodol"]},
    {"id": "swallowed", "kind": "list", "question": "Which drugs are taken by mouth?", "outcome": ["answered"],
     "pages": ["mirodol"], "rows": ["mirodol"]},
    {"id": "choking", "kind": "emergency", "question": "I am choking and cannot breathe", "outcome": ["emergency"]},
]  # fmt: skip


def commands() -> list[list[str]]:
    """The commands of the walk, in order, as arguments."""
    walk = README.split("## Add a page", 1)[1].split("\n## ", 1)[0]
    blocks = re.findall(r"```sh\n(.*?)```", walk, re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


def filled_in(template: str) -> str:
    """The template as an editor fills it in, for a drug that does not exist."""
    text = re.sub(r" +#.*$", "", template, flags=re.MULTILINE)
    for old, new in (
        ("Example Pharma", "Fernhill Bio"), ("the example drug", "the fern capsule"), ("EXAMPLE-1", "MEADOW"),
        ("example-1", "meadow"), ("Exampline", "Fernadol"), ("exampline", "fernadol"),
        ("examplin", "fernadoll"), ("fernadole", "ferndol"), ("Brandname", "Ferna"), ("EX-101", "FB-7"),
        ("is a tablet taken by mouth once a day in the trial", "is a capsule taken by mouth twice a day in the trial"),
    ):  # fmt: skip
        text = text.replace(old, new)
    return text


@pytest.fixture
def begin(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path, Path, list[dict[str, object]]], str]:
    """Sets up a place to work in, over a copy of a corpus and of an index of it; gives the version in use there."""

    def set_up(corpus: Path, index: Path, cases: list[dict[str, object]]) -> str:
        shutil.copytree(corpus, tmp_path / "corpus")
        shutil.copy(ROOT / "corpus" / "_template.md", tmp_path / "corpus")
        shutil.copytree(index, tmp_path / "index")
        if corpus == CORPUS:
            change(tmp_path / "corpus", "review_due: 2026-01-01", "review_due: 2099-01-01", "kestra-therapies.md")
        build(tmp_path / "corpus", tmp_path / "index", embedder)
        (tmp_path / "cases").mkdir()
        (tmp_path / "cases" / "own.jsonl").write_text("".join(json.dumps(case) + "\n" for case in cases), "utf-8")
        shutil.copy(ROOT / "tests" / "import" / "wordpress.html", tmp_path / "PAGE.html")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("ASSISTANT_CORPUS", "corpus")
        monkeypatch.setenv("ASSISTANT_INDEX", "index")
        monkeypatch.setattr("assistant.embedder.Embedder", lambda *_, **__: embedder)
        monkeypatch.setattr("assistant.start.Embedder", lambda *_, **__: embedder)
        monkeypatch.setattr("assistant.publish.find_gates", lambda: [judge])
        return str(current_version(tmp_path / "index"))

    return set_up


def walk(capsys: pytest.CaptureFixture[str], *, cases: list[str]) -> Iterator[tuple[str, str]]:
    """Runs the commands of the README, in its order; gives each with what it printed.

    Args:
        capsys: What catches the output.
        cases: More arguments of `publish`.
    """
    for command in commands():
        capsys.readouterr()
        words = [word.replace("exampline", "fernadol") for word in command]  # the reader's own drug
        if words[0] == "cp":
            shutil.copy(words[1], words[2])
            page = Path(words[2])
            page.write_text(filled_in(page.read_text("utf-8")), "utf-8")
            continue
        assert words[0] == ".venv/bin/assistant"
        code = main(words[1:] + (cases if words[1] == "publish" else []))
        out, err = capsys.readouterr()
        assert (code, err.count("Traceback")) == (0, 0), (words, out, err)
        yield words[1], out


WALK = ["import", "check", "publish", "ask", "history", "rollback", "off", "on"]
ANSWER = "Fernadol is a capsule taken by mouth twice a day in the trial. [1]"


@pytest.mark.slow
def test_a_newcomer_adds_a_page_by_the_readme_alone(
    tmp_path: Path, index_folder: Path, embedder: Embedder, capsys: pytest.CaptureFixture[str],
    begin: Callable[[Path, Path, list[dict[str, object]]], str],
) -> None:  # fmt: skip
    first = begin(CORPUS, index_folder, CASES)
    done = []
    for command, out in walk(capsys, cases=["--cases", "cases"]):
        done.append(command)
        if command == "check":
            assert out == "4 drug pages are sound.\n"
        if command == "publish":
            assert "fernadol: new page, “Fernadol (Ferna)”" in out
            # The list is longer by the new drug: no fault, but somebody should see it.
            assert "the new page is in the lists of swallowed" in out
            assert current_version(tmp_path / "index") != first
        if command == "ask":
            assert ANSWER in " ".join(out.split())
        if command == "history":
            assert "(in use)" in out
        if command == "rollback":
            assert current_version(tmp_path / "index") == first
    assert done == WALK
    assert (tmp_path / "drafts" / "quellivar.md").is_file()
    assert "fernadol" not in open_assistant_pages(embedder)


REAL_CASES: list[dict[str, object]] = [
    CASES[3],
    {"id": "riluzole", "kind": "names", "question": "Does rilutek help?", "outcome": ["answered"],
     "pages": ["riluzole"]},
    {"id": "fernadol", "kind": "fact", "question": "How is fernadol given?", "outcome": ["answered"],
     "pages": ["fernadol"], "facts": ["twice a day"]},
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "cases", [["--cases", "cases"], pytest.param([], marks=pytest.mark.soak)], ids=["some-cases", "all-cases"]
)
def test_a_newcomer_adds_a_24th_drug_to_the_curated_pages(
    real: Assistant, real_corpus: Path, capsys: pytest.CaptureFixture[str], cases: list[str],
    begin: Callable[[Path, Path, list[dict[str, object]]], str],
) -> None:  # fmt: skip
    """The same walk over the pages of this repository; by hand also with every case that the gate asks."""
    begin(real_corpus, real.index.folder.parent.parent, REAL_CASES)
    done = []
    for command, out in walk(capsys, cases=cases):
        done.append(command)
        if command == "check":
            assert out == "24 drug pages are sound.\n"
        if command == "publish":
            assert "fernadol: new page" in out
        if command == "ask":
            assert ANSWER in " ".join(out.split())
    assert done == WALK


def open_assistant_pages(embedder: Embedder) -> set[str]:
    """Slugs of the pages that people are answered from."""
    from assistant.settings import Settings

    return set(open_assistant(Settings(corpus=Path("corpus"), index=Path("index"))).index.page)


def test_the_walk_names_only_commands_and_files_that_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert (ROOT / "corpus" / "_template.md").is_file()
    for words in commands():
        if words[0].endswith("assistant"):
            with pytest.raises(SystemExit) as stopped:
                main([words[1], "--help"])
            assert stopped.value.code == 0
    capsys.readouterr()
