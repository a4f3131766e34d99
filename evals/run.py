"""Cases → Run: every case asked and scored, with what was run on what."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.conductor import Asked, Assistant
from assistant.reply import Reply
from evals.cases import Case, page_version
from evals.results import Cited, Result, Run
from evals.scorers import MEASURES, SCORERS

STABLE_EVERY = 20  # every so manieth case is asked again
STABLE_TIMES = 5  # as often in all


def run_cases(
    assistant: Assistant, cases: Sequence[Case], *, progress: Callable[[int, int], None] | None = None
) -> Run:
    """Asks and scores every case, in order; then asks some again, to see whether replies are stable."""
    again = cases[::STABLE_EVERY] if len(cases) >= STABLE_EVERY else []
    steps = len(cases) + len(again)
    versions = {page.slug: page_version(page) for page in assistant.index.pages}
    results, replies = [], {}
    for number, case in enumerate(cases, 1):
        replies[case.id] = reply = ask(assistant, case)
        results.append(score(case, reply, assistant, versions))
        if progress:
            progress(number, steps)
    alike = []
    for number, case in enumerate(again, len(cases) + 1):
        alike.append(all(_same(ask(assistant, case), replies[case.id]) for _ in range(STABLE_TIMES - 1)))
        if progress:
            progress(number, steps)
    return Run(
        made=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        commit=commit(),
        corpus=assistant.index.version,
        writer=next(iter(replies.values())).writer if replies else "",
        model=assistant.index.manifest.embedder,
        stable=sum(alike) / len(alike) if alike else None,
        results=tuple(results),
    )


def ask(assistant: Assistant, case: Case) -> Reply:
    """The reply to a case."""
    return assistant.answer(Asked(case.question, case.history, id=case.id))


def score(case: Case, reply: Reply, assistant: Assistant, versions: Mapping[str, str]) -> Result:
    """A reply held against its case."""
    pages = assistant.index.page
    return Result(
        id=case.id,
        kind=case.kind,
        page=next(iter(case.pages), ""),
        turns=(*case.history, case.question),
        recheck=case.recheck(versions),
        outcome=reply.outcome,
        drugs=reply.drugs,
        text=reply.text,
        rows=tuple(row.cells[0] for row in reply.table.rows) if reply.table else (),
        cited=tuple(Cited(n=c.n, page=c.page, unit=c.url.partition("#")[2], quote=c.quote) for c in reply.citations),
        scores={name: scorer(case, reply, pages) for name, scorer in SCORERS.items()},
        measures={name: measure(reply, pages) for name, measure in MEASURES.items()},
        timings_ms=reply.timings_ms,
    )


def _same(one: Reply, other: Reply) -> bool:
    """Whether two replies are equal but for id and times (DESIGN: "Commands")."""
    hidden = {"id", "timings_ms"}
    return one.model_dump(exclude=hidden) == other.model_dump(exclude=hidden)


def commit() -> str:
    """Commit of the code that runs."""
    here = Path(__file__).parent
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--exclude=*"],  # noqa: S607
            cwd=here, capture_output=True, text=True, timeout=10, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return found.stdout.strip() or "unknown"
