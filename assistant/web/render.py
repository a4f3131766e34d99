"""Reply, Page → HTML. Everything that is not ours is escaped; links are built only from our own source table."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from assistant import wording
from assistant.frontmatter import Category, StatusState
from assistant.language import fold
from assistant.pages import Page, Unit
from assistant.reply import ASK_NEXT, Citation, ClaimShown, Reply, spoken_date
from assistant.web import words
from assistant.web.display import Display
from assistant.web.service import Service
from assistant.web.takeaway import copied, source_lines, spoken

_HERE = Path(__file__).parent
_SERVICE = Service()
_NO_NEXT = {"emergency", "crisis", "unavailable"}  # nothing may lead away from whom to call
_ABOUT = ("works", "safety", "given", "access")  # sections that a page offers questions on
# A text → the words in it that are explained: the word, and the page and unit that explain it.
Explain = Callable[[str], Sequence[tuple[str, Page, str]]]
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


@dataclass(frozen=True)
class Frame:
    """What a page is shown in.

    Attributes:
        service: Whose page it is.
        display: How large and how strong it is shown.
        path: Address of the simple page that is shown: its own, or that for frames.
        today: The day (YYYY-MM-DD) that stands on paper.
    """

    service: Service = Service()  # noqa: RUF009 - frozen, so one for all
    display: Display = Display()  # noqa: RUF009
    path: str = "/simple"
    today: str = field(default_factory=lambda: datetime.now(UTC).date().isoformat())


MOST_SOURCES = 10  # of more, as a list has, each would be a stop on the way to the next question


def turn_html(reply: Reply, turn: int, *, form: str = "", latest: bool = True, service: Service = _SERVICE) -> Markup:
    """One question with its reply, as one HTML block without blank lines.

    Args:
        reply: What to show.
        turn: Number of the turn in the conversation, from 1; ids on the page begin with it.
        form: Id of the form that follow-ups are sent with; "" where a script sends them.
        latest: Whether its row of actions is open.
        service: Which buttons there are.
    """
    return _block(
        "turn.html",
        reply=_with_version(reply),
        turn=turn,
        form=form,
        latest=latest,
        folded=len(reply.citations) > MOST_SOURCES,
        service=service,
        nexts=_nexts(reply),
        copied=copied(reply),
        heard=spoken(reply),
    )


def paper_html(replies: Sequence[Reply], frame: Frame) -> Markup:
    """What stands at the head of a printed conversation; nothing where there is none."""
    if not replies:
        return Markup("")
    return _block("paper.html", service=frame.service, today=frame.today, version=replies[-1].corpus_version)


def _with_version(reply: Reply) -> Reply:
    """A reply whose links lead to the pages as they were when it was given."""
    citations = tuple(
        citation.model_copy(update={"url": citation.url.replace("#", f"?version={reply.corpus_version}#", 1)})
        for citation in reply.citations
    )
    return reply.model_copy(update={"citations": citations})


def problem_html(text: str) -> Markup:
    """What is wrong with a question that could not be answered as typed."""
    return Markup('<p class="notice urgent" id="problem">{}</p>').format(text)


def page_html(page: Page, explain: Explain = lambda _: (), *, frame: Frame | None = None) -> str:
    """A curated page.

    Args:
        page: The page.
        explain: Gives the words of a text that are explained elsewhere, each as its gist's page and unit.
        frame: What it is shown in.
    """
    return _whole(
        "page.html",
        frame,
        page=page,
        review=_review(page),
        marks=_marks,
        explained=_explained(page, explain),
        examples=_examples(page),
    )


def pages_html(pages: Sequence[Page], *, missing: bool = False, sought: str = "", frame: Frame | None = None) -> str:
    """The list of curated pages, or those that fit what is sought.

    Args:
        pages: All of them.
        missing: Whether one was asked for that does not exist.
        sought: What somebody looks for; "" shows all.
        frame: What it is shown in.
    """
    found = [page for page in pages if _fits(page, sought)]
    groups = [(heading, [page for page in found if page.meta.category is category]) for category, heading in _GROUPS]
    return _whole("pages.html", frame, groups=groups, missing=missing, sought=sought, found=len(found))


def told_html(text: str, *, frame: Frame | None = None) -> str:
    """One line that says what became of a press, for browsers without scripts."""
    return _whole("told.html", frame, text=text)


def simple_html(
    replies: Sequence[Reply],
    *,
    history: Sequence[str] | None = None,
    typed: str = "",
    error: str = "",
    undo: Sequence[str] = (),
    first: int = 1,
    frame: Frame | None = None,
) -> str:
    """The page that works without scripts: the conversation so far and the form for the next question.

    Args:
        replies: What to show, oldest first.
        history: Questions that the form carries on; those of the replies when None.
        typed: What stays in the box.
        error: What was wrong with it, if anything.
        undo: Questions of a conversation that was cleared and can be brought back.
        first: Number of the first turn shown; earlier ones are on the reader's page already.
        frame: What it is shown in.
    """
    frame = frame or Frame()
    last = first + len(replies) - 1
    return _whole(
        "simple.html",
        frame,
        turns=[
            turn_html(reply, n, form="ask", latest=n == last, service=frame.service)
            for n, reply in enumerate(replies, first)
        ],
        paper=paper_html(replies, frame),
        history=[reply.question for reply in replies] if history is None else history,
        undo=undo,
        first=first,
        examples=wording.EXAMPLES,
        typed=typed,
        error=error,
        action=frame.display.address(frame.path),
    )


def display_html() -> Markup:
    """The display settings of a page that is run by scripts."""
    return _block("display.html", display=Display(), action="", path="")


def waiting_html() -> Markup:
    """What a page that is run by scripts shows while an answer is looked for."""
    return _block("waiting.html")


def help_html(service: Service) -> Markup:
    """Help, privacy and contact."""
    return _block("help.html", service=service)


def spoken_words() -> str:
    """What the scripts of a page say, as JSON for its head."""
    return json.dumps(words.SPOKEN)


# --- templates ---------------------------------------------------------------------------------------------------


def _block(template: str, **values: object) -> Markup:
    """A part of a page, without blank lines: one would end the HTML block that the chat shows it in."""
    text = _templates().get_template(template).render(words=words, **values)
    return Markup("\n".join(line for line in text.split("\n") if line.strip()))  # noqa: S704 - escaped by the template


def _whole(template: str, frame: Frame | None, **values: object) -> str:
    frame = frame or Frame()
    return (
        _templates()
        .get_template(template)
        .render(
            words=words,
            spoken=spoken_words(),
            disclaimer=wording.DISCLAIMER,
            service=frame.service,
            display=frame.display,
            path=frame.path,
            **values,
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
            on_paper=source_lines,
            in_attribute=_in_attribute,
        )
    return _environment


_environment: Environment | None = None


def _line(text: str) -> str:
    """Text on one line: a blank line would end the HTML block that the chat shows it in."""
    return " ".join(text.split())


def _in_attribute(text: str) -> Markup:
    """Text for an attribute, its line breaks written out: the chat's HTML must stay without blank lines."""
    return Markup(escape(text).replace("\r", "").replace("\n", "&#10;"))  # noqa: S704 - escaped right here


def _linked(text: str) -> Markup:
    """Our own fixed texts hold addresses of helplines and pages; they become links."""
    parts = re.split(r"(https?://[^\s,;)]+[^\s,;).])", text)
    return Markup("").join(
        Markup('<a href="{}" rel="noreferrer noopener">{}</a>').format(part, part.removeprefix("https://"))
        if n % 2
        else escape(part)
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


def _nexts(reply: Reply) -> tuple[str, ...]:
    """Follow-ups of a reply; where it has none of its own, those about the drugs of its table, or the examples."""
    if reply.ask_next or reply.outcome in _NO_NEXT:
        return reply.ask_next
    named = [row.cells[0] for row in reply.table.rows] if reply.table else []
    about = [wording.FOLLOW_UP["short"].format(drug=name) for name in named]
    return tuple(question for question in about or wording.EXAMPLES if question != reply.question)[:ASK_NEXT]


def _examples(page: Page) -> list[str]:
    """Questions to ask about the drug of a page; none on a background page."""
    if page.is_background:
        return []
    return [wording.FOLLOW_UP[key].format(drug=page.name) for key in _ABOUT]


def _fits(page: Page, sought: str) -> bool:
    names = page.meta.names
    known = (page.title, page.meta.summary, *names.generic, *names.brands, *names.codes, *names.company)
    told = fold(" ".join((*known, *names.nicknames, *names.misspellings)))
    return all(word in told for word in fold(sought).split())


@dataclass(frozen=True)
class _Explained:
    """A word explained beside a section: the word as used, the question and answer that explain it, where it stands."""

    word: str
    heading: str
    text: str
    url: str


def _explained(page: Page, explain: Explain) -> dict[str, list[_Explained]]:
    """Words of each section that a background page explains, each at its first use on the page."""
    seen: set[tuple[str, str]] = set()
    found: dict[str, list[_Explained]] = {}
    for section in page.sections:
        entries = []
        for word, about, unit in explain(" ".join(unit.plain for unit in section.units)):
            if page.is_background or (about.slug, unit) in seen:
                continue
            seen.add((about.slug, unit))
            heading = about.section_of[unit].heading
            entries.append(_Explained(word, heading, about.units[unit].plain, f"/pages/{about.slug}#{unit}"))
        found[section.key] = entries
    return found


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
