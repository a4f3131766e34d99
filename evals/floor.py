"""Cases → what the floor of the search refuses at each height, of what the pages say and of what they do not.

Only questions on a named drug meet this floor; the words that refuse before it (another language, an unknown name) and
the verifier after it are not part of it, so the shares are those of the floor alone. Drawn as a picture without a
library: two lines and a mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.conversation import read_parts
from assistant.index import Index
from assistant.question import Kind
from assistant.reading import Reader
from assistant.retrieve import SUPPORT, Retriever
from evals.cases import Case

LOWEST, HIGHEST, STEP = -2.0, 8.0, 0.1  # log-odds that are drawn
_WIDTH, _HEIGHT, _EDGE = 640, 360, 48  # pixels


@dataclass(frozen=True)
class Weighed:
    """One case: whether the pages answer it, and the log-odds that the search gives for that."""

    said: bool
    support: float


@dataclass(frozen=True)
class Point:
    """At one height of the floor: shares refused, 0..1, of what the pages do not say and of what they do."""

    floor: float
    unsaid: float
    said: float


def weighed(index: Index, cases: Iterable[Case]) -> list[Weighed]:
    """Searches for every case that is surely answered or surely not, asks one thing and names a drug."""
    reader, retriever = Reader.of(index.pages), Retriever(index)
    found = []
    for case in cases:
        if set(case.outcome) not in ({"answered"}, {"not_in_pages"}):
            continue
        parts = read_parts(reader, case.question, case.history)
        if len(parts) > 1 or parts[0].kind is not Kind.FACT or not parts[0].subjects or parts[0].doubtful:
            continue
        queries = list(index.embedder.embed_questions(parts[0].searched))
        question = retriever.placed(parts[0], queries)
        if hits := retriever.ranked(question, queries):
            found.append(Weighed("answered" in case.outcome, retriever.support(question, queries, hits)))
    return found


def curve(found: Sequence[Weighed]) -> list[Point]:
    """The shares refused from ``LOWEST`` to ``HIGHEST``; 0 of none."""
    said = [each.support for each in found if each.said]
    unsaid = [each.support for each in found if not each.said]
    floors = [round(LOWEST + STEP * n, 2) for n in range(round((HIGHEST - LOWEST) / STEP) + 1)]
    return [Point(floor, _below(unsaid, floor), _below(said, floor)) for floor in floors]


def drawn(points: Sequence[Point]) -> str:
    """The curve as an SVG picture: both shares over the floor, and the floor that is kept."""
    grid = "".join(
        f'<path class="grid" d="M{_EDGE} {_y(share)}H{_WIDTH - _EDGE}"/>'
        f'<text x="{_EDGE - 6}" y="{_y(share) + 4}" text-anchor="end">{share:.2g}</text>'
        for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    floors = "".join(
        f'<text x="{_x(floor)}" y="{_HEIGHT - _EDGE + 18}" text-anchor="middle">{floor:g}</text>'
        for floor in range(round(LOWEST), round(HIGHEST) + 1, 2)
    )
    unsaid = " ".join(f"{_x(point.floor)},{_y(point.unsaid)}" for point in points)
    said = " ".join(f"{_x(point.floor)},{_y(point.said)}" for point in points)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">'
        "<title>Share refused at each height of the floor: what the pages do not say, and what they say</title>"
        "<style>svg{background:#fff}text{font:12px sans-serif;fill:#222}.grid{stroke:#ddd}path,polyline{fill:none}"
        ".unsaid{stroke:#0b5cad;stroke-width:2}.said{stroke:#b3390b;stroke-width:2;stroke-dasharray:6 3}"
        ".kept{stroke:#222}</style>"
        f'{grid}{floors}<path class="kept" d="M{_x(SUPPORT)} {_y(0.0)}V{_y(1.0)}"/>'
        f'<text x="{_x(SUPPORT) + 4}" y="{_y(1.0) - 6}">kept: {SUPPORT:g}</text>'
        f'<polyline class="unsaid" points="{unsaid}"/><polyline class="said" points="{said}"/>'
        f'<text x="{_EDGE + 8}" y="{_EDGE - 26}">solid: not said and refused (wanted); dashed: said and refused</text>'
        f'<text x="{_WIDTH / 2:g}" y="{_HEIGHT - 10}" text-anchor="middle">floor (log-odds, but for a constant)</text>'
        "</svg>\n"
    )


def _below(values: Sequence[float], floor: float) -> float:
    return sum(value < floor for value in values) / len(values) if values else 0.0


def _x(floor: float) -> float:
    return round(_EDGE + (floor - LOWEST) / (HIGHEST - LOWEST) * (_WIDTH - 2 * _EDGE), 1)


def _y(share: float) -> float:
    return round(_HEIGHT - _EDGE - share * (_HEIGHT - 2 * _EDGE), 1)
