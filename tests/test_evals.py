"""Evals: sound cases, scorers that mean what they say, and "unscored" that is never 0."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from assistant.conductor import Assistant
from assistant.errors import UsageError
from assistant.frontmatter import MustSay
from assistant.pages import Page, load_pages
from assistant.reply import Citation, ClaimShown, Notice, Outcome, Reply, RowShown, TableShown
from evals import bench, scorers
from evals.__main__ import main
from evals.cases import FOLDER, Case, load_cases
from evals.retrieval import DEEP, Found, by_naming, ndcg, recall_at, reciprocal_rank, search
from evals.run import Result, percentile, run_cases, summary

CASES = load_cases()
REAL = Path(__file__).parent.parent / "corpus"


def case(**more: Any) -> Case:
    return Case.model_validate({"id": "a", "kind": "fact", "question": "?", "outcome": ["answered"], **more})


def citation(n: int, page: str = "zelunor", quote: str = "Zelunor is approved for ALS only in Japan.") -> Citation:
    return Citation(
        n=n,
        page=page,
        title="",
        section="",
        quote=quote,
        passage=quote,
        url=f"/pages/{page}#x",
        checked_to="2025",
        review=None,
        sources=(),
    )


def reply(**more: Any) -> Reply:
    empty: dict[str, Any] = {
        "id": "a",
        "question": "?",
        "standalone_question": "?",
        "drugs": (),
        "outcome": "answered",
        "text": "",
        "claims": (),
        "table": None,
        "citations": (),
        "notices": (),
        "ask_next": (),
        "ask_your_team": (),
        "disclaimer": "Ask your doctor.",
        "corpus_version": "1",
        "writer": "quotes",
        "timings_ms": {},
    }
    return Reply(**{**empty, **more})


def table(*names: str) -> TableShown:
    return TableShown(
        columns=("Drug", "Where"), rows=tuple(RowShown(cells=(n, "Japan"), citations=(1,)) for n in names)
    )


# --- the cases of this repository ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def curated() -> dict[str, Page]:
    return {each.slug: each for each in load_pages(REAL)}


def test_every_case_names_pages_and_sentences_that_exist(curated: dict[str, Page]) -> None:
    assert len(CASES) > 100
    for each in CASES:
        assert set(each.pages) | set(each.not_pages) <= set(curated), each.id
        assert set(each.units) <= {unit for slug in each.pages for unit in curated[slug].units}, each.id


def test_no_case_wants_what_it_forbids() -> None:
    for each in CASES:
        assert each.outcome, each.id
        assert not set(each.pages) & set(each.not_pages), each.id
        assert not set(each.rows) & set(each.rows_may), each.id
        assert not set(each.facts) & set(each.forbidden), each.id
        assert len(each.units) == len(set(each.units)), each.id


def test_a_case_that_can_only_be_refused_expects_no_page_fact_or_row() -> None:
    for each in CASES:
        if not {"answered", "personal_advice"} & set(each.outcome):
            assert each.pages == each.units == each.rows == (), each.id


def test_no_question_is_asked_twice_in_the_same_conversation() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for each in CASES:
        turns = (*each.history, each.question)
        assert turns not in seen, f"{each.id} asks what {seen.get(turns)} asks"
        seen[turns] = each.id


def test_every_outcome_that_a_question_can_have_has_cases() -> None:
    asked = {outcome for each in CASES for outcome in each.outcome}
    assert asked >= set(get_args(Outcome)) - {"unavailable"}


# --- reading cases ------------------------------------------------------------------------------------------------

LINE = '{"id": "a", "kind": "fact", "question": "Does it?", "outcome": ["answered"]}'


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ("[1]", "Mend the case"),
        (LINE.replace('"id": "a", ', ""), "id"),
        (LINE.replace("answered", "perhaps"), "outcome"),
        (LINE.replace("}", ', "page": ["x"]}'), "page"),  # a slip in a name is no silent nothing
        (LINE.replace("}", ', "facts": ["(("]}'), "facts"),
        (LINE.replace("}", ', "asker": "robot"}'), "asker"),
        (f"{LINE}\n\n{LINE}", "stands twice"),
    ],
)
def test_a_line_that_is_no_case_is_refused_by_its_place(tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "wrong.jsonl").write_text(line, "utf-8")
    with pytest.raises(UsageError, match=r"wrong\.jsonl:\d") as error:
        load_cases(tmp_path)
    assert says in str(error.value)


def test_cases_are_read_in_order_of_file_and_line_and_chosen_by_kind_and_page(tmp_path: Path) -> None:
    def line(name: str, kind: str, page: str) -> str:
        return case(id=name, kind=kind, pages=[page]).model_dump_json(by_alias=True)

    (tmp_path / "b.jsonl").write_text(line("3", "list", "x"), "utf-8")
    (tmp_path / "a.jsonl").write_text(line("1", "fact", "y") + "\n\n" + line("2", "fact", "x") + "\n", "utf-8")

    def ids(**more: Any) -> list[str]:
        return [each.id for each in load_cases(tmp_path, **more)]

    assert ids() == ["1", "2", "3"]
    assert ids(kinds=["fact"]) == ["1", "2"]
    assert ids(pages=["x"]) == ["2", "3"]
    assert ids(kinds=["fact"], pages=["x"]) == ["2"]


# --- scorers ------------------------------------------------------------------------------------------------------

ONE = (citation(1),)
TWO = (citation(1), citation(2, "mirodol", "Mirodol did not slow ALS in its main trial."))


@pytest.mark.parametrize(
    ("scorer", "expected", "given", "score"),
    [
        (scorers.outcome, {"outcome": ["answered", "off_topic"]}, {"outcome": "off_topic"}, 1),
        (scorers.outcome, {"outcome": ["answered"]}, {"outcome": "off_topic"}, 0),
        (scorers.page_recall, {"pages": ["zelunor"]}, {"citations": TWO}, 1),
        (scorers.page_recall, {"pages": ["zelunor", "about"]}, {"citations": ONE}, 0.5),
        (scorers.page_recall, {"pages": ["about"]}, {"citations": ONE}, 0),
        (scorers.page_recall, {}, {"citations": ONE}, None),
        (scorers.page_precision, {"pages": ["zelunor"]}, {"citations": TWO}, 0.5),
        (scorers.page_precision, {"pages": ["zelunor", "mirodol", "about"]}, {"citations": TWO}, 1),
        (scorers.page_precision, {"pages": ["zelunor"]}, {}, 0),
        (scorers.page_precision, {}, {"citations": ONE}, None),
        (scorers.not_lookalike, {"not": []}, {"citations": ONE}, None),
        (scorers.not_lookalike, {"not_pages": ["mirodol"]}, {"citations": ONE}, 1),
        (scorers.not_lookalike, {"not_pages": ["mirodol"]}, {"citations": TWO}, 0),
        (scorers.not_lookalike, {"not_pages": ["mirodol"]}, {"drugs": ("mirodol",)}, 0),
        (scorers.facts, {"facts": ["2024", "JAPAN"]}, {"text": "Only Japan."}, 0.5),
        (scorers.facts, {"facts": ["japan"]}, {"table": table("zelunor")}, 1),
        (
            scorers.facts,
            {"facts": ["refused"]},
            {"notices": (Notice(kind="status", text="EU: refused", citations=(1,)),)},
            1,
        ),
        (scorers.facts, {"facts": ["japan"]}, {"citations": ONE}, 0),  # quoted, but not said
        (scorers.facts, {}, {"text": "Japan"}, None),
        (scorers.not_forbidden, {"not": ["cures?"]}, {"text": "It slows ALS."}, 1),
        (scorers.not_forbidden, {"not": ["cures?"]}, {"text": "It CURES ALS."}, 0),
        (scorers.not_forbidden, {"not": ["cures?", "japan"]}, {"table": table("zelunor")}, 0),
        (scorers.not_forbidden, {}, {"text": "It cures ALS."}, None),
        (scorers.list_exact, {"rows": ["Zelunor"]}, {"table": table("zelunor")}, 1),
        (scorers.list_exact, {"rows": ["zelunor"]}, {"table": table("zelunor", "mirodol")}, 0),
        (scorers.list_exact, {"rows": ["zelunor"], "rows_may": ["mirodol"]}, {"table": table("zelunor", "mirodol")}, 1),
        (scorers.list_exact, {"rows": ["zelunor", "mirodol"]}, {"table": table("zelunor")}, 0),
        (scorers.list_exact, {"rows": ["zelunor"]}, {"table": table("zelunor", "zelunor")}, 0),
        (scorers.list_exact, {"rows": ["zelunor"]}, {"text": "zelunor"}, 0),
        (scorers.list_exact, {}, {"table": table("zelunor")}, None),
        (scorers.quotes_verbatim, {}, {"citations": TWO}, 1),
        (scorers.quotes_verbatim, {}, {"citations": (*ONE, citation(2, quote="Zelunor is approved."))}, 0.5),
        (scorers.quotes_verbatim, {}, {"citations": (citation(1, "mirodol"),)}, 0),  # word for word, but elsewhere
        (scorers.quotes_verbatim, {}, {}, None),
        (scorers.marks_resolve, {}, {"text": "A [1]. B [2].", "citations": TWO}, 1),
        (scorers.marks_resolve, {}, {"text": "A [1]. B [3].", "citations": TWO}, 0),
        (scorers.marks_resolve, {}, {"text": "A."}, 1),
        (
            scorers.right_drug,
            {},
            {"drugs": ("zelunor",), "claims": (ClaimShown(text="A", citations=(1,)),), "citations": TWO},
            1,
        ),
        (
            scorers.right_drug,
            {},
            {"drugs": ("zelunor",), "claims": (ClaimShown(text="A", citations=(1, 2)),), "citations": TWO},
            0,
        ),
        (scorers.right_drug, {}, {"claims": (ClaimShown(text="A", citations=(2,)),), "citations": TWO}, None),
        (scorers.right_drug, {}, {"drugs": ("zelunor",)}, None),
        (scorers.must_say, {}, {"drugs": ("zelunor",), "citations": ONE}, 0.5),
        (scorers.must_say, {}, {"drugs": ("zelunor",)}, 0),
        (
            scorers.must_say,
            {},
            {
                "drugs": ("zelunor",),
                "citations": ONE,
                "text": "A longer trial of zelunor found no benefit. [1]",
                "claims": (ClaimShown(text="A longer trial of zelunor found no benefit.", citations=(1,)),),
            },
            1,
        ),
        (scorers.must_say, {}, {"drugs": ("zelunor", "mirodol")}, None),
        (scorers.must_say, {}, {}, None),
        (scorers.must_say, {}, {"drugs": ("zelunor",), "outcome": "not_in_pages"}, None),
        (scorers.has_disclaimer, {}, {}, 1),
        (scorers.has_disclaimer, {}, {"disclaimer": ""}, 0),
    ],
)
def test_a_scorer_gives_its_number_or_none_where_nothing_is_expected(
    page: dict[str, Page],
    scorer: Callable[[Case, Reply, dict[str, Page]], float | None],
    expected: dict[str, Any],
    given: dict[str, Any],
    score: float | None,
) -> None:
    found = scorer(case(**expected), reply(**given), page)
    assert found == score
    assert (found is None) is (score is None)


def test_a_must_say_fact_scattered_over_claims_is_not_held(page: dict[str, Page]) -> None:
    zelunor = page["zelunor"]
    meta = zelunor.meta.model_copy(
        update={"must_say": (MustSay(text="Zelunor is only sold in Japan.", says="access"),)}
    )
    pages = {"zelunor": Page(meta, zelunor.sections, zelunor.version, zelunor.text, {})}
    apart = tuple(ClaimShown(text=t, citations=(1,)) for t in ("Zelunor is sold.", "It is only for Japan."))
    assert scorers.must_say(case(), reply(drugs=("zelunor",), claims=apart), pages) == 0
    whole = (ClaimShown(text="In Japan only, zelunor is sold.", citations=(1,)),)
    assert scorers.must_say(case(), reply(drugs=("zelunor",), claims=whole), pages) == 1


def test_every_scorer_is_in_the_table_and_says_what_it_measures() -> None:
    assert all(scorer.__doc__ for scorer in scorers.SCORERS.values())
    assert set(scorers.SCORERS) - scorers.DECIDING == {"page_precision"}


# --- runs ---------------------------------------------------------------------------------------------------------


def result(kind: str = "fact", got: Outcome = "answered", **scores: float | None) -> Result:
    blank: dict[str, float | None] = dict.fromkeys(scorers.SCORERS)
    return Result(case(kind=kind), reply(outcome=got, text="one two three [1]"), {**blank, **scores})


def test_a_case_passes_when_no_deciding_number_is_below_one_and_unscored_decides_nothing() -> None:
    assert result(outcome=1.0).passed
    assert result(outcome=1.0, facts=None, page_precision=0.2).passed  # shown, not asked
    assert result(outcome=1.0, facts=0.99).failed == ("facts",)
    assert result().passed


def test_means_are_over_what_was_scored_alone() -> None:
    found = summary([result(facts=1.0), result(facts=0.0), result(kind="list", facts=None)])
    assert found["scores"]["facts"] == {"mean": 0.5, "scored": 2}  # type: ignore[index]
    assert found["scores"]["list_exact"] == {"mean": None, "scored": 0}  # type: ignore[index]
    assert (found["cases"], found["passed"]) == (3, 2)
    assert found["by_kind"] == {"fact": {"cases": 2, "passed": 1}, "list": {"cases": 1, "passed": 1}}
    assert found["words"] == {"median": 3, "p90": 3}
    json.dumps(found)


def test_a_run_without_answers_has_no_words_to_count() -> None:
    assert summary([result(got="off_topic")])["words"] is None
    assert summary([])["cases"] == 0


@pytest.mark.parametrize(
    ("values", "share", "value"),
    [([1], 90, 1), ([3, 1, 2], 50, 2), (range(1, 11), 90, 9), (range(1, 11), 95, 10), (range(1, 101), 1, 1)],
)
def test_a_percentile_is_the_smallest_value_that_enough_do_not_exceed(
    values: list[float], share: float, value: float
) -> None:
    assert percentile(values, share) == value


def test_cases_are_asked_in_their_conversation_and_scored(assistant: Assistant) -> None:
    told: list[tuple[int, int]] = []
    cases = [
        case(id="1", question="Does it work?", history=["What is zelunor?"], pages=["zelunor"], facts=["slowed"]),
        case(id="2", question="Does mirodol work?", pages=["zelunor"], **{"not": ["did not slow"]}),
        case(id="3", question="Which drugs are approved in Japan?", rows=["zelunor"]),
    ]
    found = run_cases(assistant, cases, progress=lambda done, of: told.append((done, of)))
    assert [each.passed for each in found] == [True, False, True]
    assert set(found[1].failed) == {"page_recall", "not_forbidden"}
    assert [each.reply.id for each in found] == ["1", "2", "3"]
    assert told == [(1, 3), (2, 3), (3, 3)]


# --- the search alone ---------------------------------------------------------------------------------------------


def found(*ranks: int | None) -> Found:
    return Found(case(), "named", ranks)


def test_ranks_become_recall_reciprocal_rank_and_discounted_gain() -> None:
    assert [recall_at(3)(found(*ranks)) for ranks in ([3], [4], [None], [9, 1])] == [1, 0, 0, 1]
    assert [reciprocal_rank(found(*ranks)) for ranks in ([1], [4, 2], [None])] == [1, 0.5, 0]
    assert ndcg(found(1)) == ndcg(found(2, 1)) == 1
    assert ndcg(found(2)) == pytest.approx(1 / math.log2(3))
    assert ndcg(found(DEEP + 1)) == ndcg(found(None)) == 0


def test_only_cases_that_name_their_sentences_are_searched(assistant: Assistant) -> None:
    cases = [
        case(id="1", question="Does zelunor work?", pages=["zelunor"], units=["works"]),
        case(id="2", question="Does it work?", history=["What is mirodol?"], pages=["mirodol"], units=["works"]),
        case(id="3", question="Does zelunor work?", pages=["zelunor"]),
        case(id="4", question="zelunor or mirodol?", pages=["zelunor", "mirodol"], units=["works"]),
    ]
    result = search(assistant.index, cases)
    assert [(each.case.id, each.named, each.ranks) for each in result] == [
        ("1", "named", (1,)),
        ("2", "follow-up", (1,)),
    ]
    assert by_naming(result)["all"]["cases"] == 2
    assert "not named" not in by_naming(result)


# --- times and the command ----------------------------------------------------------------------------------------


def test_questions_to_time_are_the_same_on_every_run_and_none_stands_in_a_case() -> None:
    names = ["riluzole", "tofersen"]
    asked = bench.questions(names, 40)
    assert asked == bench.questions(names, 40)
    assert len(set(asked)) == 40
    assert not set(asked) & {each.question for each in CASES}


def test_a_time_is_given_by_that_of_encoding_alone() -> None:
    times = bench.Times((10.0, 10.0, 12.0), (15.0, 20.0, 25.0), {"retrieve": (1.0, 2.0, 3.0), "total": (4.0, 5.0, 6.0)})
    assert times.ratio == 2
    printed = bench.table(times)
    assert "2.00 times" in printed
    assert "retrieve" in printed


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "--kind", "no-such-kind"], "No case fits"),
        (["run", "--page", "no-such-page"], "No case fits"),
        (["run", "--cases", "no-such-folder"], "No case fits"),
    ],
)
def test_a_run_of_nothing_is_bad_usage_and_no_pass(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
    assert err.count("\n") == 1


def test_a_run_prints_its_results_as_json(
    tmp_path: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("evals.__main__._assistant", lambda: assistant)
    lines = [
        case(id="good", question="Does zelunor work?", pages=["zelunor"]),
        case(id="bad", question="Does zelunor work?", pages=["mirodol"]),
    ]
    (tmp_path / "some.jsonl").write_text("\n".join(each.model_dump_json(by_alias=True) for each in lines), "utf-8")
    assert main(["run", "--cases", str(tmp_path), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["cases"], printed["passed"]) == (2, 1)
    assert [(each["id"], each["passed"], each["failed"]) for each in printed["results"]] == [
        ("good", True, []),
        ("bad", False, ["page_recall"]),
    ]
    assert main(["run", "--cases", str(tmp_path), "--show"]) == 0
    shown = capsys.readouterr().out
    assert "1 of 2 cases pass" in shown
    assert "bad page_recall" in shown


def test_the_cases_stand_beside_the_code_that_reads_them() -> None:
    assert sorted(file.suffix for file in FOLDER.iterdir() if file.is_file()) == [".jsonl"] * len(
        list(FOLDER.iterdir())
    )
