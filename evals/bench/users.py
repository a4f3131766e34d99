"""Users without think time, for locust, which runs this file in a process of its own: it changes the standard library.

    python -m locust -f evals/bench/users.py --headless -u 25 -r 25 -t 30s --host http://127.0.0.1:7860 \
        --path /api/ask --asked FILE --wrong FILE

Each asks the next question of a file, a JSON list of ``{"question", "reply"}``, as soon as it has its answer. Anything
but 200 is an error; so is an answer that differs from "reply" where there is one.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from itertools import count
from pathlib import Path
from typing import Any

from locust import FastHttpUser, constant, events, task
from locust.env import Environment

_TURNS = count()
_UNLIKE = ("id", "timings_ms")  # fields in which two equal replies differ
_asked: list[dict[str, Any]] = []


@events.init_command_line_parser.add_listener  # type: ignore[untyped-decorator]
def add_options(parser: ArgumentParser) -> None:
    """What to ask, and where."""
    parser.add_argument("--asked", help="JSON file of questions")
    parser.add_argument("--path", help="path of the endpoint")
    parser.add_argument("--wrong", help="where to write what went wrong, as JSON: how often by what was said")


@events.test_start.add_listener  # type: ignore[untyped-decorator]
def read(environment: Environment, **_: object) -> None:
    """Reads the questions once."""
    options: Any = environment.parsed_options
    _asked[:] = json.loads(Path(options.asked).read_text("utf-8"))


@events.quitting.add_listener  # type: ignore[untyped-decorator]
def tell(environment: Environment, **_: object) -> None:
    """Writes what went wrong."""
    options: Any = environment.parsed_options
    wrong = {str(error.error): error.occurrences for error in environment.stats.errors.values()}
    Path(options.wrong).write_text(json.dumps(wrong), "utf-8")


def alike(reply: dict[str, Any]) -> dict[str, Any]:
    """What two equal replies share."""
    return {name: value for name, value in reply.items() if name not in _UNLIKE}


class User(FastHttpUser):
    """Asks without a pause."""

    wait_time = constant(0)

    @task
    def ask(self) -> None:
        """One question."""
        number = next(_TURNS)
        turn, path = _asked[number % len(_asked)], self.environment.parsed_options.path
        sent = {"question": turn["question"], "id": number}
        with self.client.post(path, json=sent, catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code}")
            elif turn.get("reply") and alike(answer.json()) != turn["reply"]:
                answer.failure("differs from the reply to one user")
