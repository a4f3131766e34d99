from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.coverage import coverage, unfound_passages
from assistant.index import Index, build, open_current
from assistant.pages import Page, parse_page
from assistant.phrasings import Phrasings
from evals.cases import Case
from evals.coverage import touched
from tests.conftest import CORPUS
from tests.test_index import WordCounts


def test_what_a_page_has_not_is_told(page: dict[str, Page]) -> None:
    phrasings = Phrasings(units={("zelunor", "given-dose"): ("how much is it",)})
    found = {each.page: each for each in coverage(list(page.values()), phrasings)}
    zelunor = found["zelunor"]
    assert zelunor.empty == ("What experts say",)
    assert zelunor.thin == ("What is not known",)
    assert zelunor.regions == ("EU", "UK", "Canada", "Australia")
    assert zelunor.facts == ("no review by a clinician",)
    assert "given-dose" not in zelunor.unasked
    assert "given-home" in zelunor.unasked
    assert (zelunor.weak, zelunor.unfound) == ((), ())
    kestra = found["kestra-therapies"]
    assert kestra.regions == ()  # a row for the world speaks of every place
    assert kestra.facts == ("REEF: no registry number", "TIDE: no result")


def test_sentences_that_rest_on_other_sources_alone_are_told(page: dict[str, Page]) -> None:
    text = page["zelunor"].text.replace('kind: journal, url: "https://journal.example/dusk"', "kind: other")
    [found] = coverage([parse_page(text, "zelunor.md")], Phrasings())
    assert found.weak == ("works-dusk", "unknown")


def test_a_passage_that_no_way_of_asking_is_near_to_is_told(tmp_path: Path) -> None:
    corpus = Path(shutil.copytree(CORPUS, tmp_path / "corpus"))
    (corpus / "phrasings").mkdir()
    asked = "given-dose:\n- one dose of the drug is how many mg\n"
    (corpus / "phrasings" / "zelunor.yaml").write_text(asked, "utf-8")
    build(corpus, tmp_path / "index", WordCounts())
    unfound = unfound_passages(open_current(tmp_path / "index", WordCounts()))
    assert set(unfound) == {"about", "kestra-therapies", "mirodol", "zelunor"}
    assert "zelunor/given" not in unfound["zelunor"]


def test_coverage_on_the_command_line(
    index_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("assistant.embedder.Embedder", lambda *_, **__: WordCounts())
    monkeypatch.setenv("ASSISTANT_CORPUS", str(CORPUS))
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path))
    assert main(["coverage", "zelunor"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("zelunor\n")
    assert "no current row for: EU; UK; Canada; Australia" in " ".join(out.split())
    assert "Run `assistant index`" in err
    assert main(["coverage", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 4
    assert main(["coverage", "nothing"]) == 2


def test_cases_are_counted_by_page_and_what_finds_nothing_is_named(index: Index) -> None:
    cases = [
        Case(id="dose", kind="fact", question="How much is one dose of zelunor?", outcome=("answered",),
             pages=("zelunor",), units=("given-dose",)),
        Case(id="rain", kind="fact", question="Will it rain in the harbour on Friday?", outcome=("answered",)),
        Case(id="choke", kind="emergency", question="I am choking", outcome=("emergency",)),
    ]  # fmt: skip
    found = touched(index, cases)
    assert found.pages == {"about": 0, "kestra-therapies": 0, "mirodol": 0, "zelunor": 1}
    assert found.sections["zelunor"]["given"] == 1
    assert found.nothing == ("rain",)
    assert "zelunor/given" not in found.unfound
    assert "mirodol/experts" in found.unfound
