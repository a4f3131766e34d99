from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from assistant.conductor import Asked, Assistant
from assistant.reply import Outcome, reply_schema
from tests.conftest import Ask

PUBLISHED = Path(__file__).parent.parent / "docs" / "reply.schema.json"
# A question for every outcome, in the order in which they are decided.
QUESTIONS = {
    "emergency": "I am choking and cannot breathe",
    "crisis": "I want to end my life",
    "personal_advice": "Should I stop taking zelunor?",
    "answered": "Does zelunor work?",
    "not_in_pages": "Does blorpamab help?",
    "off_topic": "What is the capital of France?",
}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads(PUBLISHED.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def shown(reply: Any) -> Any:
    return json.loads(reply.model_dump_json())


def test_the_published_schema_is_the_one_that_replies_are_made_by() -> None:
    """When this fails: ``python -m tests.test_schema`` writes it anew; a changed field breaks those who rely on it."""
    assert json.loads(PUBLISHED.read_text("utf-8")) == json.loads(json.dumps(reply_schema()))


@pytest.mark.parametrize(("outcome", "question"), QUESTIONS.items())
def test_a_reply_of_every_outcome_is_valid(
    outcome: str, question: str, ask: Ask, validator: Draft202012Validator
) -> None:
    reply = ask(question)
    assert reply.outcome == outcome
    validator.validate(shown(reply))


def test_the_questions_of_this_file_and_the_fixed_text_reach_every_outcome() -> None:
    assert {*QUESTIONS, "unavailable"} == set(Outcome.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("identity", ["", "text", 7])
def test_an_unavailable_reply_is_valid_and_keeps_the_id(
    identity: str | int, assistant: Assistant, validator: Draft202012Validator
) -> None:
    reply = shown(assistant.unavailable(Asked("Does zelunor work?", id=identity)))
    validator.validate(reply)
    assert reply["id"] == identity or (identity == "" and reply["id"])


def test_a_table_is_valid(ask: Ask, validator: Draft202012Validator) -> None:
    reply = shown(ask("Which drugs are approved in Japan?"))
    assert reply["table"]
    validator.validate(reply)


def test_the_schema_refuses_what_no_reply_may_be(ask: Ask, validator: Draft202012Validator) -> None:
    reply = shown(ask("Does zelunor work?"))
    for field, wrong in {"outcome": "maybe", "claims": [{"text": "x"}], "table": [], "disclaimer": None}.items():
        assert not validator.is_valid({**reply, field: wrong})
    assert not validator.is_valid({**reply, "more": 1})


if __name__ == "__main__":
    PUBLISHED.write_text(json.dumps(reply_schema(), indent=2, ensure_ascii=False) + "\n", "utf-8")
