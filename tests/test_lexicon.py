"""Words of assent: a "yes" in any everyday form means the follow-up offered; anything more is read as typed."""

from __future__ import annotations

import pytest

from assistant import lexicon
from assistant.language import fold
from tests.conftest import Ask


@pytest.mark.parametrize(
    "text", ["yes", "ok tell me more", "Sure, go ahead.", "Yes, please do!", "yeah go on then", "Sí"]
)
def test_assent_in_any_everyday_form_is_a_yes(text: str) -> None:
    assert lexicon.YES.search(fold(text))


@pytest.mark.parametrize(
    "text", ["ok thanks", "why not?", "yes but is it safe", "tell me more about mirodol", "no", "okay, and in Europe?"]
)
def test_more_than_a_yes_or_less_is_read_as_typed(text: str) -> None:
    assert not lexicon.YES.search(fold(text))


def test_a_longer_yes_stands_for_the_first_follow_up(ask: Ask) -> None:
    follow_up = ask("Does zelunor work?").ask_next[0]
    reply = ask("ok tell me more", "Does zelunor work?")
    assert reply.text == ask(follow_up, "Does zelunor work?").text
