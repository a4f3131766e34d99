"""Reply, Page → HTML. Everything that is not ours is escaped; links are built only from our own source table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from assistant import wording
from assistant.frontmatter import Category, StatusState
from assistant.pages import Page, Unit
from assistant.reply import Citation, ClaimShown, Reply, spoken_date
from assistant.web import words

_HERE = Path(__file__).parent
_GROUPS = (
    (Category.APPROVED, words.APPROVED),
    (Category.IN_DEVELOPMENT, words.IN_DEVELOPMENT),
    (Category.DISCONTINUED, words.DISCONTINUED),
    (Category.BACKGROUND, words.BACKGROUND),
)
_STATES = {
    StatusState.APPROVED: "Approved",
    StatusState.CONDITIONAL: "Approved with conditions",
    StatusState.AVAILABLE: "Sold or funded",
    StatusState.WITHDRAWN: "Withdrawn from sale",
    StatusState.REFUSED: "Refused",
    StatusState.APPLICATION_WITHDRAWN: "Application taken back",
    StatusState.UNDER_REVIEW: "Under review",
    StatusState.IN_TRIALS: "In trials",
    StatusState.NONE_FOUND: "No approval found",
}


def turn_html(reply: Reply, turn: int, *, form: str = "") -> Markup:
    """One question with its reply, as one HTML block without blank lines.

    Args:
        reply: What to show.
        turn: Number of the turn in the conversation, from 1; ids on the page begin with it.
        form: Id of the form that follow-ups are sent with; "" where a script sends them.
    """
    reply = _with_version(reply)
    text = _templates().get_template("turn.html").render(reply=reply, turn=turn, form=form, words=words)
    return Markup("\n".join(line for line in text.split("\n") if line.strip()))  # noqa: S704 - escaped by the template


def _with_version(reply: Reply) -> Reply:
    """A reply whose links lead to the pages as they were when it was given."""
    citations = tuple(
        citation.model_copy(update={"url": citation.url.replace("#", f"?version={reply.corpus_version}#", 1)})
        for citation in reply.citations
    )
    return reply.model_copy(update={"citations": citations})


def problem_html(text: str) -> Markup:
    """What is wrong with a question that could not be answered as typed."""
    return Markup('<p class="notice urgent" id="problem" role="alert">{}</p>').format(text)


def page_html(page: Page) -> str:
    """A curated page."""
    return (
        _templates()
        .get_template("page.html")
        .render(page=page, review=_review(page), disclaimer=wording.DISCLAIMER, words=words, marks=_marks)
    )


def pages_html(pages: Sequence[Page], *, missing: bool = False) -> str:
    """The list of curated pages; says so when one was asked for that does not exist."""
    groups = [(heading, [page for page in pages if page.meta.category is category]) for category, heading in _GROUPS]
    template = _templates().get_template("pages.html")
    return template.render(groups=groups, missing=missing, disclaimer=wording.DISCLAIMER, words=words)


def simple_html(
    replies: Sequence[Reply], *, history: Sequence[str] | None = None, typed: str = "", error: str = ""
) -> str:
    """The page that works without scripts: the conversation so far and the form for the next question.

    Args:
        replies: What to show, oldest first.
        history: Questions that the form carries on; those of the replies when None.
        typed: What stays in the box.
        error: What was wrong with it, if anything.
    """
    return (
        _templates()
        .get_template("simple.html")
        .render(
            turns=[turn_html(reply, n, form="ask") for n, reply in enumerate(replies, 1)],
            history=[reply.question for reply in replies] if history is None else history,
            examples=wording.EXAMPLES,
            typed=typed,
            error=error,
            words=words,
        )
    )


def _templates() -> Environment:
    global _environment  # noqa: PLW0603 - compiled templates are kept for the life of the process
    if _environment is None:
        _environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        _environment.filters.update(
            spoken=spoken_date,
            linked=_linked,
            marked=_marked,
            paragraphs=_paragraphs,
            state=_STATES.__getitem__,
            line=_line,
        )
    return _environment


_environment: Environment | None = None


def _line(text: str) -> str:
    """Text on one line: a blank line would end the HTML block that the chat shows it in."""
    return " ".join(text.split())


def _linked(text: str) -> Markup:
    """Our own fixed texts hold addresses of helplines and pages; they become links."""
    parts = re.split(r"(https?://[^\s,;)]+[^\s,;).])", text)
    return Markup("").join(
        Markup('<a href="{0}" rel="noreferrer noopener">{0}</a>').format(part) if n % 2 else escape(part)
        for n, part in enumerate(parts)
    )


def _marked(citation: Citation, identity: str) -> Markup:
    """The passage with the quoted sentence marked."""
    before, quote, after = citation.passage.partition(citation.quote)
    return Markup('{}<mark id="{}" tabindex="-1">{}</mark>{}').format(before, identity, quote, after)


def _paragraphs(text: str, reply: Reply) -> Iterator[ClaimShown]:
    """A fixed text, then the claims it introduces, each with its citations."""
    shown = text
    for claim in reply.claims:
        shown = shown.replace(f"{claim.text} {''.join(f'[{n}]' for n in claim.citations)}", "")
    yield ClaimShown(text=" ".join(shown.split()), citations=())
    yield from reply.claims


def _marks(unit: Unit) -> Markup:
    """Source marks as text: a link each would be a hundred stops for someone who moves by key or switch."""
    return Markup('<span class="marks">[{}]</span>').format(", ".join(unit.sources))


def _review(page: Page) -> str:
    meta = page.meta
    if meta.review:
        return wording.REVIEWED.format(
            date=spoken_date(meta.checked_to), by=meta.review.by, day=spoken_date(meta.review.date)
        )
    return wording.UNREVIEWED.format(date=spoken_date(meta.checked_to))
