"""The verifier's exam: its pairs are what they say, its numbers are counted right, and what it shows must not slip."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.errors import UsageError
from assistant.pages import load_pages
from evals.__main__ import main
from evals.verifier import (
    Judged,
    Pair,
    balanced_accuracy,
    best_threshold,
    judge,
    outside_pairs,
    overlap,
    page_pairs,
    paraphrase_pairs,
    tallies,
    twins,
)

REAL = Path(__file__).parent.parent / "corpus"
PAGES = load_pages(REAL)


def test_no_page_sentence_is_refused_and_no_twin_of_one_let_through() -> None:
    pairs = page_pairs(PAGES)
    assert len(pairs) > 4000
    assert [each.pair for each in judge(pairs) if not each.right] == []


def test_no_twin_of_a_paraphrase_is_let_through_and_half_of_the_paraphrases_are() -> None:
    pairs = paraphrase_pairs({page.slug: page for page in PAGES})
    judged = judge(pairs)
    assert [each.pair for each in judged if not each.pair.true and each.supported] == []
    found = tallies(judged)
    assert found["true"].of >= 200
    assert (found["true"].share or 0) >= 0.5
    assert all(found[kind].of >= 20 for kind in ("amount", "unit", "negation", "drug", "region", "arm", "scope"))


@pytest.mark.parametrize(
    ("sentence", "kind", "twin"),
    [
        ("Zelunor lost 2.5 points after 6 months.", "amount", "Zelunor lost 5.0 points after 6 months."),
        ("Zelunor is given twice a week.", "unit", "Zelunor is given twice a month."),
        ("Zelunor did not slow ALS.", "negation", "Zelunor did slow ALS."),
        ("Zelunor is safe.", "negation", "Zelunor is not safe."),
        ("It was added to riluzole.", "drug", "It was added to Mirodol."),
        ("Japan approved it in May 2021.", "region", "China approved it in May 2021."),
        ("Japan approved it in May 2021.", "date", "Japan approved it in May 2019."),
        ("Japan approved it in May 2021.", "status", "Japan withdrawn it in May 2021."),
        ("A phase 2b trial ran.", "phase", "A phase 3b trial ran."),
        ("Loss was slower than before.", "direction", "Loss was faster than before."),
        ("It was 5 on zelunor and it was 7 on placebo.", "arm", "It was 5 on placebo and it was 7 on zelunor."),
    ],
)
def test_a_twin_has_one_change(sentence: str, kind: str, twin: str) -> None:
    assert dict(twins(sentence, ["Mirodol"]))[kind] == twin


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("People got zelunor or placebo.", "arm"),
        ("Loss was alike, 5 on zelunor and 7 on placebo.", "arm"),
        ("91% on zelunor and 91% on placebo took riluzole.", "arm"),
        ("It began in May 2021.", "amount"),
        ("A phase 3 trial of COYA 302 ran.", "unit"),
    ],
)
def test_where_a_change_would_leave_it_true_there_is_no_twin(sentence: str, kind: str) -> None:
    assert kind not in dict(twins(sentence, ["Mirodol"]))


def test_right_ones_are_counted_by_kind() -> None:
    def judged(true: bool, supported: bool, kind: str = "") -> Judged:
        return Judged(Pair("", (), (), true, kind), supported, 0.0, "")

    found = tallies([judged(True, True), judged(True, False), judged(False, False, "arm"), judged(False, True, "unit")])
    counts = {name: (tally.right, tally.of) for name, tally in found.items()}
    assert counts == {"true": (1, 2), "false": (1, 2), "arm": (1, 1), "unit": (0, 1)}


def test_accuracy_is_balanced_and_a_threshold_is_the_best_there_is() -> None:
    assert balanced_accuracy([True, False, False, False], [True, True, True, False]) == pytest.approx((1 + 1 / 3) / 2)
    assert best_threshold([True, True, False], [0.9, 0.4, 0.3]) == (0.4, 1.0)
    assert overlap(Pair("a big dog", ("the dog is big",), (), True)) == pytest.approx(2 / 3)
    assert overlap(Pair("", ("x",), (), True)) == 0


def test_claims_from_outside_are_read_and_partial_support_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "claims.jsonl"
    lines = [
        {"label": label, "claim": "A cat sat.", "evidence": ["A cat sat."]}
        for label in ("supported", "partially_supported")
    ]
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert [pair.true for pair in outside_pairs(file)] == [True, False]
    assert main(["verifier", "--wice", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["outside"]["claims"] == 2
    for text in ('{"label": "x"}', "{"):
        file.write_text(text, "utf-8")
        with pytest.raises(UsageError):
            outside_pairs(file)


def test_pairs_are_judged_line_by_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    passage = "Zelunor slowed ALS in one trial. It was small."
    lines = [
        json.dumps({"claim": "Zelunor slowed ALS in one trial.", "passage": passage}),
        "",
        json.dumps({"claim": "Zelunor cured ALS in three trials.", "passage": passage}),
        "nonsense",
    ]
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO("\n".join(lines).encode())))
    assert main(["verifier", "--jsonl", "-"]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert found[0] == {"supported": True, "score": 1.0}
    assert found[1]["supported"] is False
    assert 0 <= found[1]["score"] < 1
    assert "error" in found[2]
    (tmp_path / "pairs.jsonl").write_text(lines[0], "utf-8")
    assert main(["verifier", "--jsonl", str(tmp_path / "pairs.jsonl")]) == 0
    assert main(["verifier", "--jsonl", str(tmp_path / "none.jsonl")]) == 2
