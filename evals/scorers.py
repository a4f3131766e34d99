"""Case + Reply → one number each, 0..1, or None where a case expects nothing: unscored is never 0.

Each scorer is pure; its docstring is its definition, formula, range and direction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from assistant.catalogue import must_says
from assistant.language import fold, stems
from assistant.pages import Page
from assistant.question import Subject
from assistant.reply import Reply
from evals.cases import Case

Pages = Mapping[str, Page]
Scorer = Callable[[Case, Reply, Pages], float | None]


def outcome(case: Case, reply: Reply, pages: Pages) -> float | None:
    """1 when the reply's outcome is one that the case accepts, else 0. Higher is better."""
    return float(reply.outcome in case.outcome)


def page_recall(case: Case, reply: Reply, pages: Pages) -> float | None:
    """Share of the expected pages that are cited: |expected ∩ cited| / |expected|. Higher is better."""
    if not case.pages:
        return None
    return len(set(case.pages) & _cited(reply)) / len(set(case.pages))


def page_precision(case: Case, reply: Reply, pages: Pages) -> float | None:
    """Share of the cited pages that were expected: |expected ∩ cited| / |cited|; 0 when none is cited."""
    if not case.pages:
        return None
    cited = _cited(reply)
    return len(set(case.pages) & cited) / len(cited) if cited else 0.0


def not_lookalike(case: Case, reply: Reply, pages: Pages) -> float | None:
    """1 when no look-alike's page is cited, else 0. Higher is better."""
    if not case.not_pages:
        return None
    return float(not set(case.not_pages) & (_cited(reply) | set(reply.drugs)))


def facts(case: Case, reply: Reply, pages: Pages) -> float | None:
    """Share of the expected facts that the text or its table states. Higher is better."""
    if not case.facts:
        return None
    said = _said(reply)
    return sum(bool(re.search(pattern, said, re.IGNORECASE)) for pattern in case.facts) / len(case.facts)


def not_forbidden(case: Case, reply: Reply, pages: Pages) -> float | None:
    """1 when nothing forbidden is said, else 0. Higher is better."""
    if not case.forbidden:
        return None
    said = _said(reply)
    return float(not any(re.search(pattern, said, re.IGNORECASE) for pattern in case.forbidden))


def list_exact(case: Case, reply: Reply, pages: Pages) -> float | None:
    """1 when the table's rows are the expected drugs, each once, and no other but those allowed, else 0."""
    if not case.rows:
        return None
    if reply.table is None:
        return 0.0
    shown = [fold(row.cells[0]) for row in reply.table.rows]
    wanted, allowed = {fold(name) for name in case.rows}, {fold(name) for name in case.rows_may}
    return float(wanted <= set(shown) <= wanted | allowed and len(shown) == len(set(shown)))


def quotes_verbatim(case: Case, reply: Reply, pages: Pages) -> float | None:
    """Share of the citations whose quote is word for word a quote unit of its page. Higher is better."""
    if not reply.citations:
        return None
    return sum(any(unit.plain == c.quote for unit in pages[c.page].units.values()) for c in reply.citations) / len(
        reply.citations
    )


def marks_resolve(case: Case, reply: Reply, pages: Pages) -> float | None:
    """1 when every [n] of the text is a citation, else 0. Higher is better."""
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", reply.text)}
    return float(marks <= {c.n for c in reply.citations})


def right_drug(case: Case, reply: Reply, pages: Pages) -> float | None:
    """1 when every claim of a reply on named drugs is cited to a page of one of them, else 0. Higher is better."""
    if not reply.drugs or not reply.claims or reply.table is not None:
        return None
    numbered = {c.n: c.page for c in reply.citations}
    return float(all(numbered[n] in reply.drugs for claim in reply.claims for n in claim.citations))


def must_say(case: Case, reply: Reply, pages: Pages) -> float | None:
    """Share of the must-say facts of the drugs asked about that an answer holds, itself or by quoting its sentence.

    It holds one when a claim has all its words of three letters and more.

    Unscored unless the reply is ``answered`` and names one drug. Higher is better; 1 − this is omission.
    """
    if reply.outcome != "answered" or len(reply.drugs) != 1 or reply.table is not None:
        return None
    page = pages[reply.drugs[0]]
    rows = [row for row in must_says(page, Subject(page.slug, None, page.name)) if row.product is None]
    quoted = {(c.page, c.quote) for c in reply.citations}
    claims = [set(stems(claim.text)) for claim in reply.claims]
    held = [
        (page.slug, page.units[row.says].plain) in quoted
        or any({term for term in stems(row.text) if len(term) > 2} <= claim for claim in claims)
        for row in rows
    ]
    return sum(held) / len(held) if held else None


def has_disclaimer(case: Case, reply: Reply, pages: Pages) -> float | None:
    """1 when the reply carries a disclaimer, else 0. Higher is better."""
    return float(bool(reply.disclaimer))


SCORERS: Mapping[str, Scorer] = {
    "outcome": outcome,
    "page_recall": page_recall,
    "page_precision": page_precision,
    "not_lookalike": not_lookalike,
    "facts": facts,
    "not_forbidden": not_forbidden,
    "list_exact": list_exact,
    "quotes_verbatim": quotes_verbatim,
    "marks_resolve": marks_resolve,
    "right_drug": right_drug,
    "must_say": must_say,
    "has_disclaimer": has_disclaimer,
}
# Numbers that a case must have at 1 to pass; precision is shown, not asked.
DECIDING = frozenset(SCORERS) - {"page_precision"}


def _cited(reply: Reply) -> set[str]:
    return {citation.page for citation in reply.citations}


def _said(reply: Reply) -> str:
    cells = [cell for row in reply.table.rows for cell in row.cells] if reply.table else []
    status = [notice.text for notice in reply.notices if notice.kind == "status"]
    return " ".join([reply.text, *cells, *status])
