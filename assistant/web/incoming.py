"""Bytes or fields from outside → Asked: the same rules for the API, the forms, the chat and lines of a file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from assistant.conductor import LONGEST_QUESTION, Asked, check_question
from assistant.errors import QuestionError

_SHAPE = '{"id": …, "question": "…", "history": [earlier questions]}'


def read_object(raw: bytes) -> dict[str, Any]:
    """A JSON object out of bytes, every text in it fit to be written as UTF-8 again.

    Raises:
        QuestionError: The bytes are not UTF-8, not JSON, or another kind of JSON.
    """
    try:
        found = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise QuestionError("It is not UTF-8; expected UTF-8 text. Save or send it as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise QuestionError(f"It is not JSON; expected {_SHAPE}. Mend it.") from error
    if not isinstance(found, dict):
        raise QuestionError(f"It is {_kind(found)}; expected {_SHAPE}. Mend it.")
    return found


def read_asked(fields: dict[str, Any]) -> Asked:
    """The question in an object, with its history and its id.

    Raises:
        QuestionError: A field has the wrong kind, or the question cannot be answered as typed.
    """
    question = check_question(sound(fields.get("question")))
    history = fields.get("history")
    if history is None:
        history = []
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        raise QuestionError("The history is no list of texts; expected earlier questions, oldest first. Mend it.")
    identity = read_id(fields)
    if identity is None and fields.get("id") is not None:
        raise QuestionError(f"The id is {_kind(fields['id'])}; expected text or a whole number. Mend it.")
    return Asked(question, tuple(sound(turn) for turn in history), "" if identity is None else identity)


def read_id(fields: dict[str, Any]) -> str | int | None:
    """The caller's id, or None when there is none that can be given back."""
    identity = fields.get("id")
    if isinstance(identity, str):
        return str(sound(identity))
    return identity if isinstance(identity, int) and not isinstance(identity, bool) else None


def earlier_questions(found: Iterable[object], *, most: int) -> list[str]:
    """The last questions out of a page's own field; what no page of ours can have put there is left out."""
    turns = [sound(turn).replace("\x00", " ")[:LONGEST_QUESTION] for turn in found if isinstance(turn, str)]
    return [turn for turn in turns if turn.strip()][-most:]


def sound(value: Any) -> Any:
    """A text without lone surrogates, which no UTF-8 can hold; other values as they are."""
    if not isinstance(value, str):
        return value
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
