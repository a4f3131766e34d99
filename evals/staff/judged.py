"""A reply and what a member of staff thinks of it → a case for review, in a file that no run reads by itself."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from assistant.errors import UsageError
from assistant.reply import Outcome, Reply
from evals.cases import Case
from evals.staff import words

FOLDER = "to-review"  # below the folder of the evals, never among the cases
LONGEST_NOTE = 2000  # characters
Judgement = Literal["right", "wrong", "incomplete", "unsafe"]
JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)


def judged_case(
    reply: Reply,
    history: Sequence[str],
    *,
    judgement: str,
    outcome: str,
    note: str,
    versions: Mapping[str, str],
    now: datetime,
) -> Case:
    """The case that a judgement makes.

    A reply that is right gives the pages and sentences that it cites as expected; of any other only the sort of reply
    is known, and the note says the rest to whoever reviews it.

    Args:
        reply: What was shown.
        history: Earlier questions, oldest first.
        judgement: One of ``JUDGEMENTS``.
        outcome: The sort of reply that would be right.
        note: What the member of staff wrote; needed unless the reply is right.
        versions: Version of every page; see ``cases.page_version``.
        now: When, UTC.

    Raises:
        UsageError: The judgement or the note is missing, or the note is too long.
    """
    note = " ".join(note.split())
    if judgement not in JUDGEMENTS or outcome not in get_args(Outcome):
        raise UsageError(words.JUDGE_FIRST)
    if judgement != "right" and not note:
        raise UsageError(words.NOTE_FIRST)
    if len(note) > LONGEST_NOTE:
        raise UsageError(words.NOTE_LONG.format(count=len(note), most=LONGEST_NOTE))
    right = judgement == "right"
    pages = tuple(dict.fromkeys(citation.page for citation in reply.citations)) if right else ()
    return Case(
        id=f"judged-{now:%Y%m%dT%H%M%SZ}",
        kind="judged",
        topic=judgement,
        question=reply.question,
        history=tuple(history),
        outcome=(outcome,),
        pages=pages,
        units=tuple(dict.fromkeys(c.url.partition("#")[2] for c in reply.citations if c.page == pages[0]))
        if pages
        else (),
        written=now.date(),
        against={slug: versions[slug] for slug in pages if slug in versions},
        note=f"judged {judgement} by staff" + (f": {note}" if note else ""),
    )


def line(case: Case) -> str:
    """A case as one line of a file of cases; what it leaves empty is left out."""
    values = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = json.dumps(values, ensure_ascii=False)
    for mark in "\u0085\u2028\u2029":  # read as ends of a line
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def write(case: Case, folder: Path) -> Path:
    """Writes a case into a new file of its own, readable by the server's user alone; returns the file.

    Args:
        case: What was shown to the member of staff.
        folder: The folder of the evals; the file comes into ``to-review`` below it.

    Raises:
        UsageError: The file cannot be written.
    """
    place = folder / FOLDER
    name = case.id.removeprefix("judged-")
    try:
        place.mkdir(parents=True, exist_ok=True)
        for number in range(1, 100):
            file = place / (f"{name}.jsonl" if number == 1 else f"{name}-{number}.jsonl")
            try:
                opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                continue
            own = case if number == 1 else case.model_copy(update={"id": f"{case.id}-{number}"})
            with os.fdopen(opened, "w", encoding="utf-8") as out:
                out.write(line(own) + "\n")
            return file
    except OSError as error:
        raise UsageError(words.CANNOT_WRITE.format(reason=error.strerror)) from error
    raise UsageError(words.CANNOT_WRITE.format(reason="too many of the same second"))
