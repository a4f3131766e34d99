"""Cases → scores of one station alone, before or without the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.conductor import Assistant
from assistant.conversation import read_parts
from assistant.question import Kind
from assistant.reading import Reader
from assistant.safety import CRISES, EMERGENCIES, changes_rules, grave_danger, guard, was_crisis
from evals.cases import Case
from evals.intervals import Mean, mean_of
from evals.retrieval import SCORERS, search
from evals.scorers import GRAVE

STATIONS = ("safety", "question", "retrieve")


def station_scores(name: str, assistant: Assistant, cases: Sequence[Case]) -> Mapping[str, Mean]:
    """Means of one station by group of cases.

    Args:
        name: One of ``STATIONS``.
        assistant: Whose rooms are asked.
        cases: The cases; those that say nothing on the station are left out.
    """
    if name == "safety":
        return safety(cases)
    if name == "question":
        return question(Reader.of(assistant.index.pages), cases)
    return retrieval(assistant, cases)


def safety(cases: Sequence[Case]) -> dict[str, Mean]:
    """The fixed rules alone, without the net below them.

    Of cases that accept only crisis or emergency, the share that sets off a rule of that sort, by category; of those
    that accept neither, the share that sets off none.
    """
    heard: dict[str, list[float | None]] = {}
    calm: list[float | None] = []
    for case in cases:
        found = _grave(case)
        wanted = set(case.outcome)
        if wanted <= GRAVE:
            heard.setdefault(f"{case.kind} {case.topic}".strip(), []).append(float(found in wanted))
        elif not wanted & GRAVE:
            calm.append(float(found is None))
    return {**{f"heard: {group}": mean_of(scores) for group, scores in sorted(heard.items())}, "calm": mean_of(calm)}


def question(reader: Reader, cases: Sequence[Case]) -> dict[str, Mean]:
    """Whether the drugs asked about are understood: 1 when they are the pages that a case expects, by kind.

    Lists are left out: they name no drug. "no look-alike" is 1 when no page of ``not_pages`` is understood.
    """
    right: dict[str, list[float | None]] = {}
    apart: list[float | None] = []
    for case in cases:
        turns = [turn for turn in case.history if not grave_danger(turn) and not changes_rules(turn)]
        parts = read_parts(reader, case.question, turns)
        pages = {page for part in parts for page in part.pages}
        if case.pages and parts[0].kind not in {Kind.LIST, Kind.WORD}:
            right.setdefault(case.kind, []).append(float(pages == set(case.pages)))
        if case.not_pages:
            apart.append(float(not pages & set(case.not_pages)))
    every = [score for scores in right.values() for score in scores]
    by_kind = {f"right drugs: {kind}": mean_of(scores) for kind, scores in sorted(right.items())}
    return {"right drugs": mean_of(every), **by_kind, "no look-alike": mean_of(apart)}


def retrieval(assistant: Assistant, cases: Sequence[Case]) -> dict[str, Mean]:
    """Recall, MRR and nDCG of the search (``retrieval``), over all cases and by how the drug was named."""
    found = search(assistant.index, cases)
    groups = {"": found}
    for each in found:
        groups.setdefault(f": {each.named}", []).append(each)
    return {
        f"{score}{group}": mean_of([scorer(each) for each in own])
        for group, own in groups.items()
        for score, scorer in SCORERS.items()
    }


def _grave(case: Case) -> str | None:
    """Outcome that the fixed rules alone give a case, when it is grave."""
    found = guard(case.question, after_crisis=was_crisis(map(grave_danger, case.history)))
    if found is None:
        return None
    return "crisis" if found.danger in CRISES else "emergency" if found.danger in EMERGENCIES else None
