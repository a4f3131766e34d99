"""Long runs over the curated pages, by hand: `make soak`."""

from __future__ import annotations

import json
import os
import sys

import jsonschema
import pytest

from assistant.conductor import Asked, Assistant
from assistant.reply import Reply, reply_schema
from evals.bench import load
from evals.bench.asking import questions
from evals.cases import load_cases

pytestmark = [pytest.mark.soak, pytest.mark.slow]


def same(reply: Reply) -> dict[str, object]:
    """What two equal replies share."""
    return reply.model_dump(exclude={"id", "timings_ms"})


def test_every_reply_to_every_case_is_sound_and_the_same_again(real: Assistant) -> None:
    """Valid against the schema, quotes word for word, every mark a citation, and equal when asked again."""
    schema = reply_schema()
    for case in load_cases():
        asked = Asked(case.question, case.history, id=case.id)
        reply = real.answer(asked)
        jsonschema.validate(json.loads(reply.model_dump_json()), schema)
        assert reply.disclaimer, case.id
        for citation in reply.citations:
            page = real.index.page[citation.page]
            assert citation.quote in {unit.plain for unit in page.units.values()}, case.id
        assert {n for claim in reply.claims for n in claim.citations} <= {c.n for c in reply.citations}, case.id
        assert same(reply) == same(real.answer(asked)), case.id


def test_an_hour_of_users_leaves_memory_flat_and_every_reply_as_for_one_user(
    real: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    """``SOAK_MINUTES`` says otherwise how long. No think time; memory from the fifth minute on, which is warm-up."""
    minutes = float(os.environ.get("SOAK_MINUTES", "60"))
    warm = min(300.0, minutes * 6)
    asked = questions([page.name for page in real.index.pages if not page.is_background], 400)
    with load.assistant_served({**os.environ, "ASSISTANT_INDEX": str(real.index.folder.parent.parent)}) as server:
        found = load.lasting(server, asked, users=load.HELD, seconds=60 * minutes)
    with capsys.disabled():
        sys.stdout.write(f"\n{minutes:g} minutes: {found}\n")
    assert found.load.answers > 100
    assert found.load.errors == {}
    assert found.growth(warm) < 1.1
