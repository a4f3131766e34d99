"""The same questions one after the other, by every rival in turn → milliseconds; noise hits all alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.conductor import Asked, Assistant
from assistant.reading import Reader
from assistant.reply import Reply
from assistant.retrieve import Retriever
from evals.bench.sheet import Row, Section, Target, ratio, spread

WARM_UP = 10
ENCODING, ENCODING_INT8 = "sentence-transformers' encoding alone", "int8 encoding alone"
ENCODING_ONE = "the same on one thread"
SEARCH, REPLY, REPLY_FULL = "search alone: question → evidence", "whole reply", "whole reply, full encoder"
TUTORIAL = "tutorial pipeline"
_TARGETS = {REPLY: Target(1.5)}
Rival = Callable[[str], Any]


def rivals(assistant: Assistant, full: Assistant, tutorial: Rival) -> dict[str, Rival]:
    """What is timed, by name.

    Args:
        assistant: Encodes questions by the int8 form.
        full: Over the same version, encodes by the model itself; its model, bare, is the base of all ratios.
        tutorial: Question → what the tutorial's pipeline gives.
    """
    import torch  # noqa: PLC0415 - a process that only times other things shall not hold it

    model = full.index.embedder.model._client
    reader, retriever = Reader.of(assistant.index.pages), Retriever(assistant.index)
    embed = assistant.index.embedder.embed_questions

    def search(question: str) -> object:
        read = reader.read(question)
        vectors = list(embed(read.searched))
        return retriever.find(retriever.placed(read, vectors), vectors)

    def on_one_thread(question: str) -> object:
        # Two threads wait for each other where other work takes a core: the base is whichever is faster.
        before = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            return model.encode(question, normalize_embeddings=True)
        finally:
            torch.set_num_threads(before)

    return {
        ENCODING: lambda question: model.encode(question, normalize_embeddings=True),
        ENCODING_ONE: on_one_thread,
        ENCODING_INT8: lambda question: embed([question]),
        SEARCH: search,
        REPLY: lambda question: assistant.answer(Asked(question)),
        REPLY_FULL: lambda question: full.answer(Asked(question)),
        TUTORIAL: tutorial,
    }


def measure(
    rivals: Mapping[str, Rival], asked: Sequence[str], *, warm_up: int = WARM_UP
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Milliseconds a question of each rival, and of each station of ``REPLY``; who goes first changes every time."""
    names = list(rivals)
    times: dict[str, list[float]] = {name: [] for name in names}
    stations: dict[str, list[float]] = {}
    for number, question in enumerate(asked):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            began = time.perf_counter()
            given = rivals[name](question)
            spent = (time.perf_counter() - began) * 1000
            if number < warm_up:
                continue
            times[name].append(spent)
            if name == REPLY and isinstance(given, Reply):
                for station, took in given.timings_ms.items():
                    stations.setdefault(station, []).append(took)
    return times, stations


def held(assistant: Assistant, asked: Sequence[str]) -> list[float]:
    """Milliseconds of questions asked a second time, of an assistant that holds its replies."""
    for question in asked:
        assistant.answer(Asked(question))
    times, _ = measure({"again": lambda question: assistant.answer(Asked(question))}, asked, warm_up=0)
    return times["again"]


def section(
    times: Mapping[str, Sequence[float]], stations: Mapping[str, Sequence[float]], again: Sequence[float]
) -> Section:
    """The lines to print; ``again`` are the milliseconds of replies that were held."""
    base = min(times[ENCODING], times[ENCODING_ONE], key=statistics.median)
    whole = times[REPLY]
    rows = [Row(name, spread(spent), ratio(spent, base), _TARGETS.get(name)) for name, spent in times.items()]
    rows.append(Row("whole reply beside the tutorial pipeline", "", ratio(whole, times[TUTORIAL]), Target(1)))
    rows.append(Row("apart: asked again, replies held (ASSISTANT_AGAIN)", spread(again), ratio(again, base)))
    shares = [
        Row(f"  of a whole reply: {name}", spread(spent), ratio(spent, whole))
        for name, spent in stations.items()
        if name != "total"
    ]
    title = f"Replies: {len(whole)} unseen questions, one after the other, caches off; ratio to the faster base"
    return Section(title, (*rows, *shares))
