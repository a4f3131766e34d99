"""The same question again: the reply it had, and never one that has become another. Off until set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from assistant.again import Again
from assistant.conductor import Asked, Assistant
from assistant.reply import Reply
from assistant.settings import Settings
from tests.conftest import TODAY

ASKED = Asked("How is zelunor given?")


def alike(reply: Reply) -> dict[str, Any]:
    return reply.model_dump(exclude={"id", "timings_ms"})


class Counted:
    """How often the road is gone down."""

    def __init__(self, assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        road = assistant.road

        class Road:
            @staticmethod
            def invoke(asked: Asked) -> Reply:
                self.times += 1
                return road.invoke(asked)

        monkeypatch.setattr(assistant, "road", Road)


Keeping = Callable[..., tuple[Assistant, Counted]]


@pytest.fixture
def keeping(light: Assistant, monkeypatch: pytest.MonkeyPatch) -> Keeping:
    def make(most: int = 2, today: Callable[[], date] = lambda: TODAY, **more: Any) -> tuple[Assistant, Counted]:
        made = Assistant(light.index, today=today, again=most, **more)
        return made, Counted(made, monkeypatch)

    return make


def test_the_same_question_gets_the_same_reply_with_its_own_id_and_the_road_is_gone_once(
    light: Assistant, keeping: Keeping
) -> None:
    assistant, road = keeping()
    first, second = assistant.answer(ASKED), assistant.answer(Asked(ASKED.question, id="mine"))
    assert alike(first) == alike(second) == alike(light.answer(ASKED))
    assert (second.id, road.times) == ("mine", 1)
    assert first.id != assistant.answer(ASKED).id


def test_other_words_or_another_conversation_are_answered_anew(keeping: Keeping) -> None:
    assistant, road = keeping(9)
    for question, history in (("Does it work?", ("What is zelunor?",)), ("Does it work?", ()), ("does it work?", ())):
        assistant.answer(Asked(question, history))
    assert road.times == 3


def test_what_was_held_goes_with_the_day(keeping: Keeping) -> None:
    days = [date(2026, 11, 22), date(2100, 1, 1)]
    assistant, road = keeping(today=lambda: days[0])
    before = assistant.answer(ASKED)
    days.reverse()
    assert alike(assistant.answer(ASKED)) != alike(before)  # the page has become old
    days.reverse()
    assistant.answer(ASKED)
    assert road.times == 3  # nothing of another day is left


def test_the_longest_unasked_goes_first_and_no_more_are_held(keeping: Keeping) -> None:
    assistant, road = keeping(2)
    for question in ("one", "two", "one", "three", "one", "two"):
        assistant.answer(Asked(question))
    assert road.times == 4  # "two" was pushed out by "three"
    assert len(assistant._again._held) == 2  # type: ignore[union-attr]


def test_nothing_is_held_by_default_nor_of_a_language_model(light: Assistant, keeping: Keeping) -> None:
    assert light._again is None
    assert Settings().again == 0
    written, _ = keeping(5, model=object())
    assert written._again is None


def test_a_failure_is_not_held(keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant, _ = keeping()
    retriever = assistant._retriever
    monkeypatch.setattr(assistant, "_retriever", None)
    assert assistant.answer(ASKED).outcome == "unavailable"
    monkeypatch.setattr(assistant, "_retriever", retriever)
    assert assistant.answer(ASKED).outcome == "answered"


def test_each_assistant_holds_its_own(light: Assistant) -> None:
    """Another version or another country is another assistant."""
    assert Assistant(light.index, again=1)._again is not Assistant(light.index, country="GB", again=1)._again
    held = Again(1)
    key = ("q", (), TODAY)
    assert held.get(key) is None
