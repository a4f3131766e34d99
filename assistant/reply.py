"""Verdict and fixed words → Reply: the one object that web, API, command line, print, copy and speech show.

It numbers citations, adds must-say facts, dates, notices and the disclaimer. It does not decide what is true.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant import wording
from assistant.catalogue import Table, must_says, status_line
from assistant.draft import Claim
from assistant.frontmatter import MustSay
from assistant.helplines import Country, Helplines, Line
from assistant.index import Index
from assistant.language import sentences, stem, words
from assistant.pages import Page
from assistant.question import Kind, Question, Subject
from assistant.safety import Danger

Outcome = Literal["emergency", "crisis", "personal_advice", "answered", "not_in_pages", "off_topic", "unavailable"]
_SHOWN_OF_QUESTION = 120  # characters of a question that was not answered
NoticeKind = Literal["status", "stale", "partial", "urgent", "unreviewed", "support", "privacy"]
ASK_NEXT = 3
PERSONAL_SENTENCES = 2  # DESIGN: personal advice holds at most two cited sentences
# Most words of a reply on one drug, with what must be said of it; the direct answer is kept even when it is longer.
# Asked are a median of 75 and a 90th percentile of 110; what it came to stands in evals/LOG.md.
WORDS = 112


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceShown(_Shown):
    """A source of a quote as a reader sees it; ``url`` and ``date`` may be null."""

    title: str
    publisher: str
    url: str | None
    date: str | None


class Citation(_Shown):
    """A quote, numbered from 1, with the passage, page and sources that it stands on."""

    n: int = Field(ge=1)
    page: str
    title: str
    section: str
    quote: str
    passage: str
    url: str
    checked_to: str
    review: dict[str, str] | None
    sources: tuple[SourceShown, ...]


class ClaimShown(_Shown):
    """One statement of the reply with the numbers of its citations."""

    text: str
    citations: tuple[int, ...]


class RowShown(_Shown):
    """One row of a table with the numbers of its citations."""

    cells: tuple[str, ...]
    citations: tuple[int, ...]


class TableShown(_Shown):
    """A list or comparison; each row has a cell a column."""

    columns: tuple[str, ...]
    rows: tuple[RowShown, ...]


class Notice(_Shown):
    """A short note beside the answer; one that states a fact has citations."""

    kind: NoticeKind
    text: str
    citations: tuple[int, ...]


class Reply(_Shown):
    """A checked reply. Its JSON form is a contract (docs/reply.schema.json)."""

    id: str | int
    question: str
    standalone_question: str
    drugs: tuple[str, ...]
    outcome: Outcome
    text: str
    claims: tuple[ClaimShown, ...]
    table: TableShown | None
    citations: tuple[Citation, ...]
    notices: tuple[Notice, ...]
    ask_next: tuple[str, ...]
    ask_your_team: tuple[str, ...]
    disclaimer: str
    corpus_version: str
    writer: Literal["quotes", "model"]
    timings_ms: dict[str, float]


def reply_schema() -> dict[str, Any]:
    """JSON Schema of a reply, as published in docs/reply.schema.json."""
    schema: dict[str, Any] = Reply.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


class Composer:
    """Builds one reply over one opened index version.

    Args:
        index: The version that the reply rests on.
        helplines: Numbers of the same version.
        today: The day against which review dates are held.
        country: Where the service is for (two letters), or "" when no country is set.
    """

    def __init__(self, index: Index, helplines: Helplines, *, today: date, country: str = "") -> None:
        self._index = index
        self._helplines = helplines
        self._today = today
        self._country = country
        self._citations: dict[tuple[str, str], Citation] = {}
        self._claims: list[ClaimShown] = []
        self._notices: list[Notice] = []

    # --- citations ---------------------------------------------------------------------------------------------

    def cite(self, page: str, unit: str) -> int:
        """Number of the citation of a unit, given on first use."""
        key = (page, unit)
        if key not in self._citations:
            self._citations[key] = self._citation(page, unit, len(self._citations) + 1)
        return self._citations[key].n

    def _citation(self, slug: str, unit_id: str, n: int) -> Citation:
        page = self._index.page[slug]
        unit = page.units[unit_id]
        sources = [page.meta.sources[key] for key in unit.sources]
        review = page.meta.review
        return Citation(
            n=n,
            page=slug,
            title=page.title,
            section=page.section_of[unit_id].heading,
            quote=unit.plain,
            passage=self._index.passage_of[slug, unit_id].text,
            url=f"/pages/{slug}#{unit_id}",
            checked_to=page.meta.checked_to,
            review={"by": review.by, "date": review.date} if review else None,
            sources=tuple(SourceShown(title=s.title, publisher=s.publisher, url=s.url, date=s.date) for s in sources),
        )

    def _numbers(self, says: Iterable[tuple[str, str]]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.cite(page, unit) for page, unit in says))

    # --- kinds of reply ----------------------------------------------------------------------------------------

    def answered(
        self,
        question: Question,
        claims: Sequence[Claim],
        *,
        missing: Sequence[str] = (),
        unanswered: Sequence[str] = (),
    ) -> dict[str, Any]:
        """Cited claims, then what must be said of the drugs asked about, then the notices.

        Args:
            question: What is asked.
            claims: What answers it.
            missing: Stems of words asked about that no page speaks of; they are shown as they were typed.
            unanswered: Questions of the message that nothing of the claims answers, as typed.
        """
        self._state(claims)
        for subject in question.subjects:
            self._must_say(subject)
        self._status(question)
        if missing:
            typed = {stem(word): word for word in reversed(words(question.standalone))}
            shown = ", ".join(typed.get(term, term) for term in missing)
            self._notices.append(Notice(kind="partial", text=wording.PARTIAL.format(words=shown), citations=()))
        for part in unanswered:
            shown = textwrap.shorten(part, _SHOWN_OF_QUESTION, placeholder=" …")
            text = wording.PARTIAL_QUESTION.format(question=shown)
            self._notices.append(Notice(kind="partial", text=text, citations=()))
        self._dates()
        return self._fields(question, "answered", _marked(self._claims), topics=question.topics)

    def listed(self, question: Question, table: Table) -> dict[str, Any]:
        """A sentence that names every row's drug, and the table."""
        rows = []
        named = []
        for row in table.rows:
            says = [pair for cell in row.cells for pair in cell.says]
            numbers = self._numbers(says)
            named.append(f"{row.name} [{numbers[0]}]")
            rows.append((row, numbers))
        lead = _list_lead(table, named)
        if question.excepted:
            aside = " and ".join(self._index.page[slug].name for slug in question.excepted)
            lead = f"Besides {aside}: {lead}"
        shown = tuple(
            RowShown(
                cells=(row.name, *(cell.text for cell in row.cells), row.must_say.text),
                citations=tuple(dict.fromkeys((*numbers, *self._numbers(row.must_say.says)))),
            )
            for row, numbers in rows
        )
        plain_lead = re.sub(r" \[\d+\]", "", lead)
        self._claims.append(ClaimShown(text=plain_lead, citations=tuple(n[0] for _, n in rows)))
        self._dates()
        fields = self._fields(question, "answered", lead, topics=question.topics)
        return fields | {"table": TableShown(columns=table.columns, rows=shown)}

    def compared(self, question: Question, claims: Sequence[Claim], table: Table) -> dict[str, Any]:
        """One claim a drug, what must be said of each, and the table."""
        fields = self.answered(question, claims)
        rows = tuple(
            RowShown(
                cells=(row.name, *(cell.text for cell in row.cells), row.must_say.text),
                citations=self._numbers([*(p for cell in row.cells for p in cell.says), *row.must_say.says]),
            )
            for row in table.rows
        )
        return fields | {
            "table": TableShown(columns=table.columns, rows=rows),
            "citations": tuple(self._citations.values()),
        }

    def personal_advice(self, question: Question, claims: Sequence[Claim], danger: Danger) -> dict[str, Any]:
        """First that no advice is given and who can give it, then at most two cited sentences."""
        self._state(claims)
        for subject in question.subjects:
            self._must_say(subject, most=PERSONAL_SENTENCES)
        text = wording.PERSONAL_ADVICE
        if self._claims:
            text = f"{text} {wording.PERSONAL_ADVICE_MORE} {_marked(self._claims)}"
        if danger is Danger.WARNING_SIGN:
            self._notices.append(Notice(kind="urgent", text=wording.URGENT, citations=()))
        self._dates()
        return self._fields(question, "personal_advice", text, topics=question.topics)

    def emergency(self, question: Question, danger: Danger) -> dict[str, Any]:
        """The fixed urgent text, with numbers of the country that was named or set."""
        text = wording.EMERGENCY if danger is Danger.EMERGENCY else wording.EMERGENCY_OVERDOSE
        country = self._country_of(question.text)
        lines = self._emergency_lines(country, poison=danger is not Danger.EMERGENCY)
        parts = [text, wording.EMERGENCY_LINES.format(lines="; ".join(lines)) if lines else ""]
        if danger is Danger.INTENDED_OVERDOSE:
            parts += [wording.CRISIS, self._crisis_lines(country)]
        return self._fixed(question, "emergency", " ".join(part for part in parts if part))

    def crisis(self, question: Question, danger: Danger) -> dict[str, Any]:
        """The fixed warm text, chat and text lines before phone."""
        text = {Danger.CARER: wording.CRISIS_CARER, Danger.DYING: wording.CRISIS_DYING}.get(danger, wording.CRISIS)
        lines = self._crisis_lines(self._country_of(question.text))
        return self._fixed(question, "crisis", f"{text} {lines}".strip())

    def not_in_pages(self, question: Question, text: str, *, ask_next: Sequence[str] = ()) -> dict[str, Any]:
        """Says that the pages do not say, and whom to ask; no facts, no citations."""
        fields = self._fixed(question, "not_in_pages", text)
        return fields | {"ask_next": tuple(ask_next)[:ASK_NEXT], "ask_your_team": ()}

    def off_topic(self, question: Question, text: str) -> dict[str, Any]:
        """Says what the service is for, with examples."""
        return self._fixed(question, "off_topic", text) | {"ask_next": wording.EXAMPLES[:ASK_NEXT]}

    def support(self) -> None:
        """Adds the one line on where to turn that follows a crisis or an emergency."""
        world = self._helplines.world
        directory = next((line.url for line in world.crisis if line.url), None) if world else None
        text = wording.SUPPORT_LINE.format(url=directory) if directory else wording.SUPPORT_LINE_PLAIN
        self._notices.append(Notice(kind="support", text=text, citations=()))

    def privacy(self) -> None:
        """Adds the line that says that questions leave this machine."""
        self._notices.append(Notice(kind="privacy", text=wording.PRIVACY_HOSTED, citations=()))

    # --- parts -------------------------------------------------------------------------------------------------

    def _state(self, claims: Sequence[Claim]) -> None:
        for claim in claims:
            numbers = self._numbers((quote.page, quote.unit) for quote in claim.quotes)
            self._claims.append(ClaimShown(text=claim.text, citations=numbers))

    def _must_say(self, subject: Subject, *, most: int | None = None) -> None:
        page = self._index.page[subject.page]
        for row in must_says(page, subject):
            if most is not None and sum(len(sentences(claim.text)) for claim in self._claims) >= most:
                return
            if not self._is_said(page, row):
                self._claims.append(ClaimShown(text=row.text, citations=(self.cite(page.slug, row.says),)))

    def _is_said(self, page: Page, row: MustSay) -> bool:
        """Whether its sentence is quoted, or one claim on its page holds all its words.

        Words gathered from several claims prove nothing: "only for people with a change", "approved in Japan".
        """
        if (page.slug, page.units[row.says].plain) in {(c.page, c.quote) for c in self._citations.values()}:
            return True
        needed = {stem(word) for word in words(row.text) if len(word) > 2 or word == "no"}
        own = set(self._of_page(page.slug))
        return any(needed <= set(map(stem, words(c.text))) for c in self._claims if own & set(c.citations))

    def _status(self, question: Question) -> None:
        if len(question.subjects) != 1:
            return
        if question.topic != "access" and question.kind is not Kind.OVERVIEW:
            return
        subject = question.subjects[0]
        if fact := status_line(self._index.page[subject.page], subject, question.regions):
            self._notices.append(Notice(kind="status", text=fact.text, citations=self._numbers(fact.says)))

    def _dates(self) -> None:
        pages = list(dict.fromkeys(c.page for c in self._citations.values()))
        if not pages:
            return
        self._unreviewed(pages)
        for slug in pages:
            meta = self._index.page[slug].meta
            if meta.review_due < self._today.isoformat():
                text = wording.STALE.format(title=meta.title, due=spoken_date(meta.review_due))
                self._notices.append(Notice(kind="stale", text=text, citations=self._of_page(slug)))

    def _unreviewed(self, pages: Sequence[str]) -> None:
        unreviewed = [slug for slug in pages if self._index.page[slug].meta.review is None]
        if not unreviewed:
            return
        dates = sorted(self._index.page[slug].meta.checked_to for slug in unreviewed)
        if dates[0] == dates[-1]:
            text = wording.UNREVIEWED.format(date=spoken_date(dates[0]))
        else:
            text = wording.UNREVIEWED_MANY.format(first=spoken_date(dates[0]), last=spoken_date(dates[-1]))
        numbers = tuple(n for slug in unreviewed for n in self._of_page(slug)[:1])
        self._notices.append(Notice(kind="unreviewed", text=text, citations=numbers))

    def _of_page(self, slug: str) -> tuple[int, ...]:
        return tuple(c.n for c in self._citations.values() if c.page == slug)

    # --- numbers to call ---------------------------------------------------------------------------------------

    def _country_of(self, text: str) -> Country | None:
        return self._helplines.named_in(text) or (self._helplines.of(self._country) if self._country else None)

    def _emergency_lines(self, country: Country | None, *, poison: bool) -> list[str]:
        if country is None:
            return []
        lines = [f"{item.number} ({item.service})" for item in country.emergency]
        lines += [f"by text: {item.number} ({item.how})" for item in country.emergency_text]
        if poison and country.poison:
            lines.append(_line(country.poison))
        return [f"{country.country}: {lines[0]}", *lines[1:]] if lines else []

    def _crisis_lines(self, country: Country | None) -> str:
        world = self._helplines.world
        directory = next((line for line in world.crisis if line.url), None) if world else None
        parts = []
        if country and country.crisis:
            lines = "; ".join(_line(line) for line in country.crisis)
            parts.append(wording.CRISIS_LINES.format(lines=f"{country.country}: {lines}") + ".")
        if directory:
            parts.append(wording.ANYWHERE_CRISIS.format(name=directory.name, url=directory.url))
        return " ".join(parts)

    # --- putting it together -----------------------------------------------------------------------------------

    def _fixed(self, question: Question, outcome: Outcome, text: str) -> dict[str, Any]:
        fields = self._fields(question, outcome, text, topics={})
        return fields | {"ask_next": (), "ask_your_team": ()}

    def _fields(self, question: Question, outcome: Outcome, text: str, *, topics: Any) -> dict[str, Any]:
        main = max(topics, key=lambda key: topics[key]) if topics else "short"
        return {
            "question": question.text,
            "standalone_question": question.standalone,
            "drugs": question.pages,
            "outcome": outcome,
            "text": text,
            "claims": tuple(self._claims),
            "table": None,
            "citations": tuple(self._citations.values()),
            "notices": tuple(self._notices),
            "ask_next": self._ask_next(question),
            "ask_your_team": wording.ASK_YOUR_TEAM.get(main, wording.ASK_YOUR_TEAM["short"]),
            "disclaimer": wording.DISCLAIMER,
            "corpus_version": self._index.version,
            "writer": "quotes",
        }

    def _ask_next(self, question: Question) -> tuple[str, ...]:
        """Follow-ups: sections of the drug not asked for yet, most asked ones first."""
        if not question.subjects:
            return ()
        asked = set(question.topics) | ({"short", "how"} if question.kind is Kind.OVERVIEW else set())
        wanted = [key for key in ("works", "safety", "access", "given", "tested", "unknown") if key not in asked]
        name = question.subjects[0].name
        return tuple(follow_up(key, name) for key in wanted[:ASK_NEXT])


def follow_up(key: str, drug: str) -> str:
    """The follow-up question on a section of a drug, or of a class of drugs, whose name is a plural."""
    asked = wording.FOLLOW_UP_MANY if drug.endswith("therapies") else wording.FOLLOW_UP
    return asked[key].format(drug=drug)


def spoken_date(value: str) -> str:
    """A whole or partial date in words: "2024-09-24" is "24 September 2024", "2024-09" "September 2024"."""
    parts = value.split("-")
    if len(parts) == 1:
        return parts[0]
    month = date(2000, int(parts[1]), 1).strftime("%B")
    return f"{int(parts[2])} {month} {parts[0]}" if len(parts) == 3 else f"{month} {parts[0]}"


def _marked(claims: Iterable[ClaimShown]) -> str:
    return " ".join(f"{claim.text} {''.join(f'[{n}]' for n in claim.citations)}" for claim in claims)


def _list_lead(table: Table, named: Sequence[str]) -> str:
    if len(named) == 1:
        single = re.sub(r"\bare\b", "is", re.sub(r"\bhave\b", "has", table.lead))
        for several, one in _ONE.items():
            single = re.sub(rf"\bis (not )?{several}\b", rf"is \g<1>{one}", single)
        return f"One drug on these pages {single}: {named[0]}."
    return f"{len(named)} drugs on these pages {table.lead}: {', '.join(named[:-1])} and {named[-1]}."


# What the lead of a list calls several drugs, and one of them.
_ONE = {
    "gene therapies": "a gene therapy",
    "cell therapies": "a cell therapy",
    "antisense drugs": "an antisense drug",
    "gene-silencing drugs": "a gene-silencing drug",
    "antibodies": "an antibody",
    "vitamins": "a vitamin",
    "combinations of drugs": "a combination of drugs",
}


def _line(line: Line) -> str:
    ways = [way for way in (line.text, f"phone {line.phone}" if line.phone else None, line.url) if way]
    return f"{line.name} ({', '.join(ways)})"
