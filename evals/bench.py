"""Assistant → Times: whole replies beside the bare encoding of the same questions, in one run, caches off.

Timings on a shared machine are noisy; only ratios within one run mean anything. Nothing here judges answers.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice, product

from assistant.conductor import Asked, Assistant
from evals.results import percentile

QUESTIONS = 300
WARM_UP = 20

# Ways of asking that stand in no eval case, so that nothing can have been kept from an earlier run.
_ASKING = (
    "my neighbour {who} wonders if {drug} has slowed anybody down",
    "{drug}, which unwanted effects did {who} have to reckon with",
    "in which countries may {who} be given {drug} these days",
    "by what route does {drug} get into the body of {who}",
    "tell {who} in two lines what sort of thing {drug} is",
    "which people were let into the studies of {drug}, asks {who}",
    "what do we still have to find out about {drug}, for {who}",
    "{who} read in the paper that regulators looked at {drug}; what came of it",
    "compare {drug} with riluzole for {who}",
)
_WHO = ("a retired teacher", "my uncle", "a young mother", "the choir", "an engineer", "a night nurse", "our vicar")


@dataclass(frozen=True)
class Times:
    """Milliseconds a question, in the order asked, of the embedder alone, of whole replies, and of each station."""

    encode: tuple[float, ...]
    reply: tuple[float, ...]
    stations: dict[str, tuple[float, ...]]

    @property
    def ratio(self) -> float:
        """Median reply time by median encoding time of the same questions."""
        return statistics.median(self.reply) / statistics.median(self.encode)


def questions(names: Sequence[str], count: int = QUESTIONS) -> list[str]:
    """Questions over drug names, each once while the patterns last; the same on every run."""
    return list(islice(_questions(names), count))


def _questions(names: Sequence[str]) -> Iterator[str]:
    for (asking, drug), who in zip(product(_ASKING, names), cycle(_WHO), strict=False):
        yield asking.format(drug=drug, who=who)
    for asking, drug, who in product(_ASKING, names, _WHO):
        yield f"please, {asking.format(drug=drug, who=who)}?"


def measure(assistant: Assistant, asked: Sequence[str]) -> Times:
    """Times every question twice, one after the other: encoded by the model alone, then answered."""
    # The sentence-transformers model itself, so that nothing of ours is in the base.
    model = assistant.index.embedder.model._client
    for question in asked[:WARM_UP]:
        model.encode(question)
        assistant.answer(Asked(question))
    encode, reply = [], []
    stations: dict[str, list[float]] = {}
    for question in asked[WARM_UP:]:
        began = time.perf_counter()
        model.encode(question, normalize_embeddings=True)
        encoded = time.perf_counter()
        answer = assistant.answer(Asked(question))
        reply.append((time.perf_counter() - encoded) * 1000)
        encode.append((encoded - began) * 1000)
        for name, spent in answer.timings_ms.items():
            stations.setdefault(name, []).append(spent)
    return Times(tuple(encode), tuple(reply), {name: tuple(spent) for name, spent in stations.items()})


def bench(assistant: Assistant) -> Times:
    """Times of ``QUESTIONS`` questions after a warm-up, over the drugs of the assistant's pages."""
    names = [page.name for page in assistant.index.pages if not page.is_background]
    return measure(assistant, questions(names, QUESTIONS + WARM_UP))


def table(times: Times) -> str:
    """The times as lines to print."""
    rows = {"encoding alone": times.encode, **{f"  {name}": spent for name, spent in times.stations.items()}}
    del rows["  total"]
    rows["whole reply"] = times.reply
    lines = [f"{len(times.reply)} questions, caches off, one after the other", f"{'':<16}{'p50 ms':>9}{'p95 ms':>9}"]
    lines += [f"{name:<16}{statistics.median(s):>9.2f}{percentile(s, 95):>9.2f}" for name, s in rows.items()]
    return "\n".join([*lines, f"p50 of a whole reply is {times.ratio:.2f} times that of encoding the question alone"])
