"""The whole assistant with a real language model on a real server: nothing that is not checked is shown.

The model is small and often wrong, which is what makes it a trial. What it says may differ from machine to machine;
what must hold does not.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import jsonschema
import pytest

from assistant.conductor import Asked, Assistant
from assistant.model import ModelWriter, open_model, read_name
from assistant.reply import Reply, reply_schema
from assistant.settings import read_settings
from assistant.start import open_assistant
from assistant.support import support
from evals.cases import Case, load_cases
from evals.run import ask
from evals.scorers import SCORERS
from tests.modelserver import model_server

pytestmark = pytest.mark.slow

# Of every kind. Four or five of them reach the model; the others must not.
CASES = [
    "lenzumestrocel-safety-1",
    "fresh-b-083",
    "fresh-b-087",
    "fresh-b-109",
    "names-078",
    "lookalike-147",
    "inj-021",
    "inj-036",
    "inj-042",
    "crisis-004",
    "crisis-017",
    "crisis-161",
    "emergency-060",
    "emergency-122",
    "emergency-141",
    "personal-080",
    "personal-110",
    "fresh-b-156",
    "fresh-b-101",
    "list-31",
    "word-18",
    "fresh-a-188",
    "nearmiss-073",
    "unanswerable-029",
    "offtopic-014",
    "offtopic-028",
    "crisis-010",
    "emergency-010",
    "list-21",
    "offtopic-010",
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with model_server(tmp_path_factory.mktemp("model")) as found:
        yield found


@pytest.fixture(scope="module")
def with_model(real: Assistant, address: str) -> Assistant:
    """The assistant as an operator sets it up, over the version that the quotes are taken from."""
    settings = read_settings({"ASSISTANT_MODEL": address, "ASSISTANT_MODEL_TIMEOUT": "60"})
    return open_assistant(replace(settings, index=real.index.folder.parent.parent))


def same(reply: Reply) -> dict[str, object]:
    """What two equal replies share."""
    return reply.model_dump(exclude={"id", "timings_ms"})


def hold(case: Case, reply: Reply, quoted: Reply, assistant: Assistant) -> None:
    """What must hold of any reply, whatever the model said."""
    jsonschema.validate(json.loads(reply.model_dump_json()), reply_schema())
    assert reply.outcome == quoted.outcome, case.id
    assert "privacy" not in {notice.kind for notice in reply.notices}, case.id
    assert SCORERS["must_say"](case, reply, assistant.index.page) in (None, 1), case.id
    if reply.writer == "quotes":
        assert same(reply) == same(quoted), case.id
    without = {claim.text for claim in quoted.claims}  # what must be said, in the words of typed facts
    for claim in reply.claims:
        cited = [reply.citations[number - 1] for number in claim.citations]
        pages = [assistant.index.page[citation.page] for citation in cited]
        for citation, page in zip(cited, pages, strict=True):
            assert citation.quote in {unit.plain for unit in page.units.values()}, case.id
        quotes = [citation.quote for citation in cited]
        assert claim.text in {*quotes, *without} or support(claim.text, quotes, about=[pages[0].name]).supported, (
            case.id
        )


def trial(cases: Sequence[Case], with_model: Assistant, real: Assistant) -> Counter[str]:
    """Asks every case with and without the model, holds the replies, and counts what became of what the model said."""
    assert with_model.writer is not None
    before = Counter(with_model.writer.counts)
    counts: Counter[str] = Counter(cases=len(cases))
    began = time.monotonic()
    for case in cases:
        reply, quoted = ask(with_model, case), ask(real, case)
        hold(case, reply, quoted, with_model)
        counts["answers of the model"] += reply.writer == "model"
        own = {claim.text for claim in reply.claims} - {claim.text for claim in quoted.claims}
        counts["claims shown in other words or besides the quotes"] += len(own)
    counts["seconds"] = round(time.monotonic() - began)
    return counts + (with_model.writer.counts - before)


def tell(capsys: pytest.CaptureFixture[str], counts: Counter[str]) -> None:
    with capsys.disabled():
        sys.stdout.write("\na real model: " + ", ".join(f"{what} {n}" for what, n in counts.items()) + "\n")


def test_a_real_model_shows_nothing_that_is_not_checked(
    with_model: Assistant, real: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    """Thirty cases of every kind. Danger, refusals and lists are as without a model, and never reach it."""
    cases = {case.id: case for case in load_cases()}
    counts = trial([cases[name] for name in CASES], with_model, real)
    tell(capsys, counts)
    assert {cases[name].kind for name in CASES} == {case.kind for case in cases.values()}
    assert counts["calls"] >= 4
    assert counts["claims"] > 0  # held to its form, even this model gives claims that can be read
    assert counts["refused"] == 0


def test_readers_are_told_when_a_model_is_elsewhere(real: Assistant) -> None:
    """By its address alone; the question here never reaches it."""
    named = read_name("https://models.example/v1")
    writer = ModelWriter(open_model(named, timeout=1), timeout=1, hosted=named.hosted)
    told = Assistant(real.index, model=writer).answer(Asked("Should I stop riluzole?"))
    assert [notice.kind for notice in told.notices].count("privacy") == 1
    assert writer.counts["calls"] == 0


@pytest.mark.soak
def test_the_same_over_all_cases(with_model: Assistant, real: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    counts = trial(load_cases(), with_model, real)
    tell(capsys, counts)
