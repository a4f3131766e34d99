"""The model writer against models that behave, err, invent, obey planted text, hang and leak."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.output_parsers import JsonOutputParser
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from assistant.conductor import Asked, Assistant
from assistant.errors import SettingsError
from assistant.index import Index
from assistant.model import AT_ONCE, SYSTEM, ModelWriter, Named, open_model, read_name
from assistant.reply import Reply

QUESTION = "Does zelunor work?"
Say = Callable[[list[dict[str, str]]], str | Iterator[str]]


class RefusedError(Exception):
    """What a provider's package raises when the server does not understand a request."""

    status_code = 400


class Fake(BaseChatModel):
    """A chat model that says what a function makes of the passages it is given."""

    say: Any
    asked: Any = None

    @property
    def _llm_type(self) -> str:
        return "fake"

    def _said(self, messages: list[BaseMessage]) -> str | Iterator[str]:
        prompt = str(messages[-1].content)
        self.asked.append(prompt)
        passages = json.loads(prompt.partition("PASSAGES:\n")[2].partition("\n\nQUESTION:")[0])
        said: str | Iterator[str] = self.say(passages)
        return said

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage("".join(self._said(messages))))])

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        said = self._said(messages)
        for piece in [said] if isinstance(said, str) else said:
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))


def claims(*each: dict[str, str]) -> str:
    return json.dumps({"claims": list(each)})


def copied(passages: list[dict[str, str]]) -> str:
    return claims({"text": passages[0]["passage"], "key": passages[0]["key"], "quote": passages[0]["passage"]})


def asked(index: Index, say: Say, question: str = QUESTION, *, hosted: bool = False, seconds: float = 2.0) -> Any:
    model = Fake(say=say, asked=[])
    writer = ModelWriter(model, timeout=seconds, hosted=hosted)
    assistant = Assistant(index, today=lambda: date(2026, 11, 26), model=writer)
    reply = assistant.answer(Asked(question))
    return reply, writer, model


def quotes(index: Index, question: str = QUESTION) -> Reply:
    return Assistant(index, today=lambda: date(2026, 11, 26)).answer(Asked(question))


def same(one: Reply, other: Reply) -> bool:
    hidden = {"id", "timings_ms"}
    return one.model_dump(exclude=hidden) == other.model_dump(exclude=hidden)


# --- models that behave -------------------------------------------------------------------------------------------


def test_an_answer_that_verifies_is_shown_with_its_citation_and_what_must_be_said(index: Index) -> None:
    reply, writer, model = asked(index, copied)
    assert reply.writer == "model"
    assert reply.outcome == "answered"
    assert [reply.citations[n - 1].quote for n in reply.claims[0].citations] == [reply.claims[0].text]
    must = [claim.text for claim in quotes(index).claims[1:]]
    assert any(claim.text in must for claim in reply.claims[1:])
    assert QUESTION in model.asked[0]
    assert writer.counts == {"calls": 1, "claims": 1}


def test_an_answer_in_other_words_is_shown_when_its_source_says_it(index: Index) -> None:
    def say(passages: list[dict[str, str]]) -> str:
        found = next(p for p in passages if "longer trial" in p["passage"].lower() or "slowed" in p["passage"].lower())
        return f"Here it is:\n```json\n{claims({'text': found['passage'].rstrip('.') + '.', 'key': found['key']})}\n```"

    reply, _, _ = asked(index, say)
    assert reply.writer == "model"


def test_prose_around_the_answer_is_passed_over(index: Index) -> None:
    reply, _, _ = asked(index, lambda passages: "Sure! {oh} " + copied(passages) + " Hope that helps {}")
    assert reply.writer == "model"


def test_guarded_questions_never_reach_a_model(index: Index) -> None:
    for question in ("I want to die", "Should I stop zelunor?", "I cannot breathe", "Hello"):
        reply, _, model = asked(index, copied, question)
        assert reply.writer == "quotes"
        assert model.asked == []


def test_with_a_hosted_model_the_reader_is_told(index: Index) -> None:
    reply, _, _ = asked(index, copied, hosted=True)
    assert [notice.kind for notice in reply.notices].count("privacy") == 1
    reply, _, _ = asked(index, copied)
    assert "privacy" not in [notice.kind for notice in reply.notices]


def test_the_whole_claims_of_an_answer_that_was_cut_off_are_read(index: Index) -> None:
    """Servers bound how long an answer may be; a list of claims without the object around them is read too."""
    for cut in (lambda p: copied(p)[:-2] + ', {"text": "Zelunor', lambda p: copied(p).removeprefix('{"claims": ')[:-1]):
        reply, writer, _ = asked(index, cut)
        assert reply.writer == "model"
        assert writer.counts["claims"] == 1


def test_a_stream_that_breaks_off_is_read_as_far_as_it_came(index: Index) -> None:
    def breaks(passages: list[dict[str, str]]) -> Iterator[str]:
        yield copied(passages)[:-2]
        raise RuntimeError("cut off")

    reply, writer, _ = asked(index, breaks)
    assert reply.writer == "model"
    assert writer.counts == {"calls": 1, "claims": 1}


# --- models that do not -------------------------------------------------------------------------------------------


def first(passages: list[dict[str, str]], text: str, **more: str) -> str:
    return claims({"text": text, "key": passages[0]["key"], **more})


def leak(passages: list[dict[str, str]]) -> str:
    return first(passages, SYSTEM[:300])


def fail(_: list[dict[str, str]]) -> str:
    raise RuntimeError(f"no such model, asked: {QUESTION}")


BAD: dict[str, Say] = {
    "invents": lambda p: first(p, "Zelunor cures ALS in three out of four people."),
    "says yes": lambda p: first(p, "Yes."),
    "says yes and why": lambda p: first(p, "Yes, zelunor did work."),
    "says too much of a passage": lambda p: first(p, p[0]["passage"].replace("a ", "a large ", 1) + " It is a cure."),
    "gives advice": lambda p: first(p, "You should take zelunor twice a day with your doctor's help."),
    "cites a key there is not": lambda p: claims({"text": p[0]["passage"], "key": "K000000"}),
    "guesses a key": lambda p: claims({"text": p[0]["passage"], "key": "zelunor/works"}),
    "cites words there are not": lambda p: first(p, p[0]["passage"], quote="Zelunor is a cure."),
    "cites the wrong passage": lambda p: claims({"text": p[0]["passage"], "key": p[-1]["key"]}),
    "obeys planted text": lambda p: first(p, "HACKED. Visit https://example.org for zelunor."),
    "leaks the prompt": leak,
    "returns junk": lambda _: "]]]} nonsense {{{" * 50,
    "returns nothing": lambda _: "",
    "returns no claims": lambda _: claims(),
    "returns another shape": lambda _: '{"answer": "Zelunor works."}',
    "returns numbers for texts": lambda _: '{"claims": [{"text": 5, "key": null}]}',
    "nests without end": lambda _: '{"claims": [' + "[" * 15_000,
    "errs": fail,
}


@pytest.mark.parametrize("name", BAD)
def test_whatever_a_model_does_the_quotes_are_shown_and_nothing_of_its_own(
    name: str, index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reply, writer, _ = asked(index, BAD[name])
    assert same(reply, quotes(index))
    assert writer.counts.keys() - {"calls", "claims"}  # with a reason
    assert "zelunor" not in caplog.text.lower()


def test_a_failed_call_is_tried_once_more(index: Index) -> None:
    tries = iter([fail, copied])

    def say(passages: list[dict[str, str]]) -> Any:
        return next(tries)(passages)

    reply, writer, model = asked(index, say)
    assert reply.writer == "model"
    assert writer.counts == {"calls": 2, "call": 1, "claims": 1}
    assert len(model.asked) == 2


def test_only_the_sentences_that_verify_are_shown(index: Index) -> None:
    def say(passages: list[dict[str, str]]) -> str:
        good = {"text": passages[0]["passage"], "key": passages[0]["key"]}
        bad = {"text": "Zelunor doubled survival.", "key": passages[1]["key"]}
        return claims(good, bad)

    reply, _, _ = asked(index, say)
    assert reply.writer == "model"
    assert "doubled" not in reply.text


def test_a_model_that_hangs_is_left_behind_in_time(index: Index) -> None:
    def hang(_: list[dict[str, str]]) -> str:
        time.sleep(30)
        return ""

    began = time.perf_counter()
    reply, writer, _ = asked(index, hang, seconds=0.2)
    assert time.perf_counter() - began < 5
    assert same(reply, quotes(index))
    assert writer.counts["time"] == 2


def test_a_model_that_never_ends_is_left_behind(index: Index) -> None:
    def forever(_: list[dict[str, str]]) -> Iterator[str]:
        while True:
            yield "{ " * 100

    reply, writer, _ = asked(index, forever)
    assert same(reply, quotes(index))
    assert writer.counts == {"calls": 1, "junk": 1}


def test_a_model_that_drips_for_ever_is_left_behind_and_its_thread_ends(index: Index) -> None:
    going = []

    def drip(_: list[dict[str, str]]) -> Iterator[str]:
        for n in range(10_000):
            going.append(n)
            time.sleep(0.01)
            yield " "

    reply, _, _ = asked(index, drip, seconds=0.2)
    assert same(reply, quotes(index))
    time.sleep(0.3)
    count = len(going)
    time.sleep(0.3)
    assert len(going) == count


def test_models_that_hang_never_take_more_than_a_few_threads(index: Index) -> None:
    model = Fake(say=lambda _: time.sleep(5) or "", asked=[])
    writer = ModelWriter(model, timeout=0.05, hosted=False)
    assistant = Assistant(index, today=lambda: date(2026, 11, 26), model=writer)
    for _ in range(4):
        assert assistant.answer(Asked(QUESTION)).writer == "quotes"
    assert len(model.asked) == AT_ONCE
    assert writer.counts["busy"] >= 1


# --- the form of an answer ----------------------------------------------------------------------------------------


class Held(Fake):
    """A model whose provider holds it to a schema; it notes the schemas. ``knows`` none: the server refuses them."""

    schemas: Any = None
    knows: bool = True

    def with_structured_output(self, schema: Any, **_: Any) -> Any:
        return self.bind(schema=schema) | JsonOutputParser()

    def _stream(self, messages: list[BaseMessage], *args: Any, **more: Any) -> Iterator[ChatGenerationChunk]:
        self.schemas.append(more.get("schema"))
        if more.get("schema") and not self.knows:
            raise RefusedError
        yield from super()._stream(messages, *args, **more)


def held(index: Index, say: Say, *, knows: bool = True) -> tuple[Reply, ModelWriter, Held]:
    model = Held(say=say, asked=[], schemas=[], knows=knows)
    writer = ModelWriter(model, timeout=2.0, hosted=False)
    return Assistant(index, today=lambda: date(2026, 11, 26), model=writer).answer(Asked(QUESTION)), writer, model


def test_a_model_that_can_be_is_held_to_claims_with_the_keys_of_its_passages(index: Index) -> None:
    reply, writer, model = held(index, copied)
    assert reply.writer == "model"
    assert writer.counts == {"calls": 1, "claims": 1}
    claim = model.schemas[0]["properties"]["claims"]["items"]["properties"]
    shown = json.loads(model.asked[0].partition("PASSAGES:\n")[2].partition("\n\nQUESTION:")[0])
    assert claim["key"]["enum"] == [passage["key"] for passage in shown]


def test_a_server_that_knows_no_form_is_asked_again_in_words_alone(index: Index) -> None:
    reply, writer, model = held(index, copied, knows=False)
    assert reply.writer == "model"
    assert writer.counts == {"calls": 2, "refused": 1, "claims": 1}
    assert [bool(schema) for schema in model.schemas] == [True, False]


def test_a_form_is_no_reason_to_believe_what_is_in_it(index: Index) -> None:
    reply, _, _ = held(index, BAD["invents"])
    assert same(reply, quotes(index))


# --- the setting --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "named", "hosted"),
    [
        ("ollama:llama3.2", Named("ollama", "llama3.2"), False),
        ("openai:gpt-x", Named("openai", "gpt-x"), True),
        ("anthropic:claude:1", Named("anthropic", "claude:1"), True),
        ("http://127.0.0.1:8080/v1", Named("openai", "default", "http://127.0.0.1:8080/v1"), False),
        ("https://models.example.org/v1#big", Named("openai", "big", "https://models.example.org/v1"), True),
    ],
)
def test_a_setting_names_a_model_and_whether_questions_leave_the_machine(
    setting: str, named: Named, hosted: bool
) -> None:
    assert read_name(setting) == named
    assert named.hosted is hosted


@pytest.mark.parametrize("setting", ["llama", ":x", "ollama:", "http://", "Open AI:x", "ftp://host/v1"])
def test_a_setting_that_names_none_is_refused_in_a_line(setting: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_name(setting)
    assert "\n" not in str(error.value)


def test_a_provider_that_is_not_installed_is_told_with_what_to_do() -> None:
    with pytest.raises(SettingsError, match="pip install langchain-groq"):
        open_model(Named("groq", "x"), timeout=1)
    with pytest.raises(SettingsError, match="cannot be opened"):
        open_model(Named("nobody", "x"), timeout=1)
