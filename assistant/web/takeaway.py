"""A reply → plain text to take along: to copy with its sources, and to hear without marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.reply import Citation, Reply, spoken_date
from assistant.web import words

_MARK = re.compile(r"\s*\[\d+\]")


def copied(reply: Reply) -> str:
    """Everything that a reply says, with its citations and their addresses, in blocks apart by blank lines."""
    blocks = [f"{words.YOU_ASKED}: {' '.join(reply.question.split())}", reply.text]
    if reply.table:
        blocks.append("\n".join(_rows(reply, marks=True)))
    blocks += [notice.text for notice in reply.notices]
    if reply.citations:
        blocks.append("\n".join([words.SOURCES, *(line for c in reply.citations for line in source_lines(c))]))
    if reply.ask_your_team:
        blocks.append("\n".join([words.ASK_TEAM, *(f"- {question}" for question in reply.ask_your_team)]))
    return "\n\n".join([*blocks, reply.disclaimer])


def spoken(reply: Reply) -> str:
    """What is read aloud: the answer, its notices, questions to take along and the disclaimer, a line each."""
    lines = [_MARK.sub("", reply.text)]
    if reply.table:
        lines += _rows(reply, marks=False)
    lines += [_MARK.sub("", notice.text) for notice in reply.notices]
    if reply.ask_your_team:
        lines += [f"{words.ASK_TEAM}.", *reply.ask_your_team]
    return "\n".join([*lines, reply.disclaimer])


def source_lines(citation: Citation) -> Iterator[str]:
    """A citation in plain text: what it is and its date, then each of its sources with its address."""
    checked = f"{words.CHECKED_TO} {spoken_date(citation.checked_to)}"
    yield f"[{citation.n}] {citation.title}: {citation.section} ({checked})"
    for source in citation.sources:
        named = ", ".join(part for part in (source.title, source.publisher, source.date) if part)
        yield f"    {named}" + (f" <{source.url}>" if source.url else "")


def _rows(reply: Reply, *, marks: bool) -> Iterator[str]:
    if reply.table is None:
        return
    for row in reply.table.rows:
        cells = [
            f"{column}: {cell}" for column, cell in zip(reply.table.columns[1:], row.cells[1:], strict=True) if cell
        ]
        numbers = "".join(f"[{n}]" for n in row.citations) if marks else ""
        yield f"{row.cells[0]} {numbers}".strip() + (f". {'. '.join(cells)}." if cells else ".")
