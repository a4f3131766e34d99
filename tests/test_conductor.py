from __future__ import annotations

from tests.conftest import Ask


def test_a_question_on_a_page_is_answered(ask: Ask) -> None:
    assert ask("Does zelunor work?").outcome == "answered"
