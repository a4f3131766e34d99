"""All stations in order → Reply. The only room that calls the others; the order of work is written here, once.

The road is a langchain-core runnable: safety → question → distress → retrieve → draft → verify → reply, each station
timed. A station that errs ends in the fixed "unavailable" text; nothing half-checked is shown.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from langchain_core.runnables import Runnable, RunnableConfig, RunnableSequence

from assistant import dangers, lexicon, wording
from assistant.again import Again
from assistant.catalogue import Table, comparison, listing, must_says
from assistant.conversation import read_parts
from assistant.distress import Net, Ring, pieces_of
from assistant.draft import Claim, Draft, Quote, Room, write_quotes
from assistant.embedder import Vectors
from assistant.errors import ModelError, QuestionError, StationError
from assistant.helplines import Helplines, load_helplines
from assistant.index import Index
from assistant.language import count_words, fold
from assistant.model import ModelWriter
from assistant.question import SMALL_TALK, Kind, Question
from assistant.reading import Reader
from assistant.reply import WORDS, Composer, Reply, follow_up
from assistant.retrieve import Evidence, Hit, Retriever
from assistant.safety import CRISES, Danger, Guard, changes_rules, guard, plain, was_crisis
from assistant.verify import verify

LONGEST_QUESTION = 10_000  # characters
LONGEST_HISTORY = 20  # earlier questions that are read; older ones are let go
_EARLIER_PIECES = 4  # of an earlier turn that the net hears
_NOTHING_SAID = {"not_in_pages", "off_topic"}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """What comes in: a question with its conversation.

    Attributes:
        question: As typed; 1 to ``LONGEST_QUESTION`` characters that are not all blank.
        history: Earlier questions, oldest first.
        id: The caller's id, kept; a new one is made when it is "".
    """

    question: str
    history: tuple[str, ...] = ()
    id: str | int = ""


@dataclass(frozen=True)
class _Part:
    """One question of a message on its way."""

    question: Question
    evidence: Evidence | None = None
    table: Table | None = None
    draft: Draft | None = None
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class _Way:
    """A message on its way down the road; each station adds what it found."""

    asked: Asked
    timings: Mapping[str, float] = field(default_factory=dict)
    guard: Guard | None = None
    grave: frozenset[str] = frozenset()  # earlier turns that were an emergency or a crisis
    ring: Ring | None = None  # heard by the net, but not surely
    parts: tuple[_Part, ...] = ()
    vectors: Mapping[str, Vectors] = field(default_factory=dict)  # of texts embedded on the way
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def question(self) -> Question:
        return self.parts[0].question


class Assistant:
    """Answers questions over one opened index version. Keeps no state between questions; safe to share by threads.

    Args:
        index: The opened version.
        today: Gives the day against which review dates are held.
        country: Where the service is for (two letters), or "".
        again: Replies to hold for when the same is asked again; 0 for none. A language model's are not held.
        model: Writes the answers, where it can; the quotes are shown where it cannot, and where it is None. Kept as
            ``writer``.
    """

    def __init__(
        self,
        index: Index,
        *,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
        country: str = "",
        model: ModelWriter | None = None,
        again: int = 0,
    ) -> None:
        self.index = index
        self._again = Again(again) if again and model is None else None
        self.writer = model
        self._today = today
        self._country = country
        self._helplines: Helplines = load_helplines(index.folder / "corpus")
        self._reader = Reader.of(index.pages)
        self._net = Net.of(index.phrasings, index.vectors_of)
        self._retriever = Retriever(index)
        self._retriever.warm()
        self.road: Runnable[Asked, Reply] = _Road(
            _Step(_Way),
            self._station("safety", self._guard),
            self._station("question", self._understand),
            self._station("distress", self._listen),
            self._station("retrieve", self._retrieve),
            self._station("draft", self._draft),
            self._station("verify", self._verify),
            self._station("reply", self._compose),
            _Step(self._finish),
        )

    def answer(self, asked: Asked) -> Reply:
        """The reply to a question.

        Raises:
            QuestionError: The question is empty, too long or not text.
        """
        check_question(asked.question)
        asked = replace(
            asked, history=tuple(_usable(asked.history)), id=uuid.uuid4().hex if asked.id == "" else asked.id
        )
        key = (asked.question, asked.history, self._today())
        if self._again and (held := self._again.get(key)):
            return held.model_copy(update={"id": asked.id, "timings_ms": {"total": 0.0}})
        try:
            reply = self.road.invoke(self._meant(asked))
            # "yes", though another question was meant
            reply = reply.model_copy(update={"question": asked.question})
        except StationError as error:
            # The type alone: a message of a library may hold what the person typed.
            _log.error("station %s failed: %s", error.station, type(error.__cause__).__name__)
            return self.unavailable(asked)
        if self._again:
            self._again.keep(key, reply)
        return reply

    def unavailable(self, asked: Asked, text: str = wording.UNAVAILABLE) -> Reply:
        """The fixed reply when no answer can be given."""
        return Reply(
            id=uuid.uuid4().hex if asked.id == "" else asked.id,
            question=asked.question,
            standalone_question=asked.question,
            drugs=(),
            outcome="unavailable",
            text=text,
            claims=(),
            table=None,
            citations=(),
            notices=(),
            ask_next=(),
            ask_your_team=(),
            disclaimer=wording.DISCLAIMER,
            corpus_version=self.index.version,
            writer="quotes",
            timings_ms={},
        )

    def section_asked(self, reply: Reply) -> str:
        """Key of the section that the question of a reply asked for, by its words; "" when none stands out."""
        return read_parts(self._reader, reply.standalone_question, [])[0].topic or ""

    # --- the stations ------------------------------------------------------------------------------------------

    def _guard(self, way: _Way) -> _Way:
        grave = self._grave_turns(way.asked.history)
        found = guard(way.asked.question, after_crisis=was_crisis(grave.values()))
        return replace(way, guard=found, grave=frozenset(grave))

    def _grave_turns(self, history: Sequence[str]) -> dict[str, Danger]:
        """Turns that were an emergency or a crisis: by the rules, or where none was set off by the net."""
        found = {turn: guard(turn) for turn in history}
        grave = {turn: rule.danger for turn, rule in found.items() if rule and rule.grave}
        pieces = {turn: pieces_of(turn, most=_EARLIER_PIECES) for turn, rule in found.items() if rule is None}
        if not pieces:
            return grave
        vectors = iter(self.index.embedder.embed_questions([piece for heard in pieces.values() for piece in heard]))
        for turn, heard in pieces.items():
            ring = self._net.hear([next(vectors) for _ in heard])
            if ring and ring.sure:
                grave[turn] = ring.danger
        return grave

    def _understand(self, way: _Way) -> _Way:
        earlier = [turn for turn in way.asked.history if turn not in way.grave and not changes_rules(turn)]
        questions = read_parts(self._reader, way.asked.question, earlier)
        found = way.guard
        if found and found.danger is Danger.PERSONAL and not _is_medical(questions):
            found = None  # "should I vote", "how do I cut a cake": advice, but not on treatment
        return replace(way, parts=tuple(_Part(question) for question in questions), guard=found)

    def _listen(self, way: _Way) -> _Way:
        """The net hears what no rule stopped. What the search needs is embedded with it: one call costs least."""
        if way.guard or changes_rules(way.asked.question):
            return way  # the fixed rules have heard it; an order dressed up as a story is no cry for help
        pieces = pieces_of(way.asked.question)
        if len(pieces) == len(way.parts) == 1 and way.question.whole:
            # That piece but for names: one text to encode instead of two. Without a drug's name, which is of ordinary
            # days, the net hears danger rather more.
            pieces = [way.question.query]
        texts = list(dict.fromkeys([*pieces, *(text for part in way.parts for text in part.question.embedded)]))
        vectors = dict(zip(texts, self.index.embedder.embed_questions(texts), strict=True))
        ring = self._net.hear([vectors[piece] for piece in pieces])
        if ring and ring.sure:
            return replace(way, guard=Guard(ring.danger))
        return replace(way, ring=ring, vectors=vectors)

    def _retrieve(self, way: _Way) -> _Way:
        if (way.guard and way.guard.grave) or way.question.kind in {*SMALL_TALK, Kind.LANGUAGE, Kind.TASK}:
            return way
        return replace(way, parts=tuple(self._retrieve_part(part, way) for part in way.parts))

    def _retrieve_part(self, part: _Part, way: _Way) -> _Part:
        question = part.question
        of_another = bool(lexicon.OTHER_ILLNESS.search(fold(question.text))) and not question.subjects
        if of_another and not question.fits:
            return part
        if question.kind is Kind.LIST and not way.guard and (table := listing(question, self.index.pages)):
            return replace(part, table=table)
        if question.kind is Kind.WORD and question.explained:
            return replace(part, draft=self._explanation(*question.explained))
        if _unknown_beside(question) or (question.doubtful and not question.subjects):
            return part  # a name that is on no page is never answered about with another drug's sentences
        texts = question.embedded
        vectors = way.vectors
        if not vectors.keys() >= set(texts):  # the net was not asked
            vectors = dict(zip(texts, self.index.embedder.embed_questions(texts), strict=True))
        queries = [vectors[text] for text in question.searched]
        question = self._retriever.placed(question, queries)
        described = self._retriever.described(question, queries)
        evidence = self._retriever.find(described, queries) if described else None
        if described and evidence:
            question = described
        elif of_another:  # "the malaria tablet" describes a drug, "a tablet for malaria" none of these
            return part
        else:
            evidence = self._retriever.find(question, queries)
        if evidence and question.asks:
            evidence = replace(evidence, leads=self._leads(question.asks, vectors, evidence))
        if evidence and _is_overview(question, evidence):
            question = replace(question, kind=Kind.OVERVIEW)
        if evidence is None and question.kind is Kind.COMPARE:
            evidence = self._retriever.gists(question, queries)
        table = comparison(question, self.index.pages) if question.kind is Kind.COMPARE and evidence else None
        return replace(part, question=question, evidence=evidence, table=table)

    def _leads(self, asks: Sequence[Question], vectors: Mapping[str, Vectors], evidence: Evidence) -> tuple[Hit, ...]:
        """A hit for each thing asked, none twice: by itself and as part of the whole, each counting alike."""
        whole = {(hit.page.slug, hit.unit.id): hit.score for hit in evidence.hits}
        leads: dict[tuple[str, str], Hit] = {}
        for ask in asks:
            queries = [vectors[text] for text in ask.searched]
            hits = self._retriever.ranked(self._retriever.placed(ask, queries), queries)
            left = {key: hit for hit in hits if (key := (hit.page.slug, hit.unit.id)) not in leads}
            best = max(left, key=lambda key: left[key].score + whole.get(key, 0.0), default=None)
            if best is not None:
                leads[best] = left[best]
        return tuple(leads.values())

    def _draft(self, way: _Way) -> _Way:
        return replace(way, parts=tuple(self._draft_part(part, way) for part in way.parts))

    def _draft_part(self, part: _Part, way: _Way) -> _Part:
        if part.draft is not None or part.evidence is None:
            return part
        draft = None if self.writer is None or way.guard else self._written(self.writer, part.question, part.evidence)
        return replace(part, draft=draft or self._quoted(part.question, part.evidence, way))

    def _quoted(self, question: Question, evidence: Evidence, way: _Way) -> Draft:
        no_amounts = bool(way.guard and way.guard.on_amounts)
        return write_quotes(question, evidence, self._room(question, way), no_amounts=no_amounts)

    def _written(self, model: ModelWriter, question: Question, evidence: Evidence) -> Draft | None:
        try:
            return model.write(question, evidence)
        except ModelError as error:
            _log.warning("the model gave nothing that can be used (%s); quotes are shown", error.reason)
            return None

    def _verify(self, way: _Way) -> _Way:
        return replace(way, parts=tuple(self._verify_part(part, way) for part in way.parts))

    def _verify_part(self, part: _Part, way: _Way) -> _Part:
        """What of a draft is true. A model's answer stands with its first sentence; without it the quotes are shown."""
        if part.draft is None:
            return part
        verdict = verify(part.draft, part.question, self.index.page, self.index.passage_of)
        if part.draft.own_words and verdict.claims[:1] != part.draft.claims[:1] and part.evidence:
            _log.warning("the model's answer did not verify; quotes are shown")
            if self.writer:
                self.writer.counts["did not verify"] += 1
            return self._verify_part(replace(part, draft=self._quoted(part.question, part.evidence, way)), way)
        return replace(part, claims=verdict.claims)

    def _compose(self, way: _Way) -> _Way:
        for part in way.parts:
            self._hold(part)
        composer = self._composer()
        if (way.grave or way.ring) and not (way.guard and way.guard.grave):
            composer.support()
        fields = self._fields(way, composer)
        if way.ring and fields["outcome"] in _NOTHING_SAID:
            fields = self._urgent(way.question, way.ring.danger, self._composer())
        if any(part.claims and part.draft and part.draft.own_words for part in way.parts):
            fields = {**fields, "writer": "model"}
        return replace(way, fields=fields)

    def _hold(self, part: _Part) -> None:
        """Looks once more at what came through: a fault of an earlier station must not put words on a page.

        Raises:
            ValueError: A claim is not of the draft, is not its quotes, or one of them is no unit of its page.
        """
        for claim in part.claims:
            copied = claim.text == " ".join(quote.text for quote in claim.quotes)
            on_page = all(self.index.page[q.page].units[q.unit].plain == q.text for q in claim.quotes)
            if part.draft is None or claim not in part.draft.claims or not claim.quotes or not on_page:
                raise ValueError
            if not copied and not part.draft.own_words:
                raise ValueError

    def _composer(self) -> Composer:
        composer = Composer(self.index, self._helplines, today=self._today(), country=self._country)
        if self.writer and self.writer.hosted:
            composer.privacy()
        return composer

    def _finish(self, way: _Way) -> Reply:
        total = sum(way.timings.values())
        timings = {name: round(spent, 2) for name, spent in {**way.timings, "total": total}.items()}
        try:
            reply = Reply(id=way.asked.id, timings_ms=timings, **{**way.fields, "question": way.asked.question})
            self._hold_citations(reply)
        except Exception as error:
            raise StationError("reply") from error
        return reply

    def _hold_citations(self, reply: Reply) -> None:
        """Every claim has citations, each of them is there, and each quote stands where its link leads.

        Raises:
            ValueError: One does not.
            KeyError: Its page or unit is none.
        """
        for claim in reply.claims:
            if not claim.citations or not set(claim.citations) <= {each.n for each in reply.citations}:
                raise ValueError
        for each in reply.citations:
            if self.index.page[each.page].units[each.url.rpartition("#")[2]].plain != each.quote:
                raise ValueError

    # --- what the reply becomes --------------------------------------------------------------------------------

    def _fields(self, way: _Way, composer: Composer) -> Mapping[str, Any]:
        question, found = way.question, way.guard
        if found and found.grave:
            return self._urgent(question, found.danger, composer)
        if found:
            claims = tuple(claim for part in way.parts for claim in part.claims)
            return composer.personal_advice(_merged(way.parts, way.parts), claims, found.danger)
        if talk := _SMALL_TALK_WORDS.get(question.kind):
            return composer.off_topic(question, talk)
        if question.kind is Kind.TASK:
            return composer.off_topic(question, wording.OFF_TOPIC)
        if question.kind is Kind.LANGUAGE:
            return composer.not_in_pages(question, self._other_language(question))
        first = way.parts[0]
        if question.kind is Kind.LIST and first.table:
            return composer.listed(question, first.table)
        if question.kind is Kind.COMPARE and first.table and first.claims:
            return composer.compared(question, first.claims, first.table)
        return self._answer_or_not(way, composer)

    def _urgent(self, question: Question, danger: Danger, composer: Composer) -> Mapping[str, Any]:
        say = composer.crisis if danger in CRISES else composer.emergency
        return say(question, danger)

    def _answer_or_not(self, way: _Way, composer: Composer) -> Mapping[str, Any]:
        answered = [part for part in way.parts if part.claims]
        if not answered:
            return self._nothing(way, composer)
        missing = [word for part in answered if part.evidence for word in part.evidence.missing]
        merged = _merged(way.parts, answered)
        claims = tuple(dict.fromkeys(claim for part in answered for claim in part.claims))
        unanswered = [part.question.text for part in way.parts if not part.claims]
        return composer.answered(merged, claims, missing=tuple(dict.fromkeys(missing)), unanswered=unanswered)

    def _nothing(self, way: _Way, composer: Composer) -> Mapping[str, Any]:
        question = next((part.question for part in way.parts if part.question.subjects), way.question)
        if changes_rules(question.text):
            return composer.off_topic(question, wording.RULES_KEPT)
        if question.subjects and _is_meant(question) and not _unknown_beside(question):
            name = question.subjects[0].name
            nexts = [follow_up(key, name) for key in ("short", "works", "safety")]
            return composer.not_in_pages(question, wording.NOT_IN_PAGES_DRUG.format(drug=name), ask_next=nexts)
        if question.doubtful:
            doubt = question.doubtful[0]
            near = [self.index.page[doubt.near].name] if doubt.near else []
            meant = [wording.DID_YOU_MEAN.format(name=name) for name in near]
            return composer.not_in_pages(question, wording.NOT_IN_PAGES_NAME.format(name=doubt.typed), ask_next=meant)
        asked = fold(question.standalone)
        other = lexicon.OTHER_ILLNESS.search(asked) or lexicon.ANIMALS.search(asked)
        if lexicon.IN_DOMAIN.search(asked) and (not other or lexicon.ALS.search(asked)):
            return composer.not_in_pages(question, wording.NOT_IN_PAGES)
        return composer.off_topic(question, wording.OFF_TOPIC)

    def _other_language(self, question: Question) -> str:
        if not question.subjects:
            return wording.NOT_IN_PAGES_LANGUAGE
        subject = question.subjects[0]
        return wording.NOT_IN_PAGES_LANGUAGE_DRUG.format(drug=subject.name, url=f"/pages/{subject.page}")

    # --- small parts -------------------------------------------------------------------------------------------

    def _room(self, question: Question, way: _Way) -> Room:
        if way.guard:
            return Room(words=50, claims=2, sentences=2)
        if len(way.parts) > 1:
            return Room(words=50, claims=2, sentences=3)
        if len(question.subjects) > 1:
            each = 2 if question.is_pointed else 1  # what is asked in particular may stand in the second best
            return Room(words=(15 + 15 * each) * len(question.subjects), claims=each * len(question.pages))
        pages = self.index.page
        must = sum(count_words(r.text) for s in question.subjects for r in must_says(pages[s.page], s))
        return Room(words=WORDS - must, claims=3)

    def _explanation(self, slug: str, gist: str) -> Draft:
        """The gist and the next unit of the background section that explains a word."""
        page = self.index.page[slug]
        units = page.section_of[gist].units[:2]
        quotes = [Quote(slug, unit.id, unit.plain, self.index.passage_of[slug, unit.id].id) for unit in units]
        return Draft(tuple(Claim(quote.text, (quote,)) for quote in quotes))

    def _meant(self, asked: Asked) -> Asked:
        """A "yes" stands for the first follow-up that the reply before offered."""
        if not asked.history or not lexicon.YES.search(fold(asked.question)):
            return asked
        before = self.road.invoke(self._meant(Asked(asked.history[-1], asked.history[:-1], id="before")))
        if not before.ask_next:
            return asked
        return replace(asked, question=before.ask_next[0])

    def _station(self, name: str, work: Callable[[_Way], _Way]) -> Runnable[_Way, _Way]:
        return _Station(name, work)


_In = TypeVar("_In")
_Out = TypeVar("_Out")


class _Road(RunnableSequence[_In, _Out]):
    """Steps one after the other, and nothing between them.

    No callback of a tracing library sees what is asked, and what langchain makes for them takes a twentieth of a reply.
    """

    def __init__(self, *steps: Runnable[Any, Any]) -> None:
        super().__init__(*steps)

    def invoke(self, input: Any, config: RunnableConfig | None = None, **_: Any) -> Any:  # noqa: A002 - langchain's name
        way: Any = input
        for step in self.steps:
            way = step.invoke(way)
        return way


class _Step(Runnable[_In, _Out]):
    """A step of the road."""

    def __init__(self, work: Callable[[_In], _Out]) -> None:
        self._work = work

    def invoke(self, input: _In, config: RunnableConfig | None = None, **_: Any) -> _Out:  # noqa: A002 - langchain's name
        return self._work(input)


class _Station(_Step[_Way, _Way]):
    """A timed step."""

    def __init__(self, name: str, work: Callable[[_Way], _Way]) -> None:
        super().__init__(work)
        self.name = name

    def invoke(self, input: _Way, config: RunnableConfig | None = None, **_: Any) -> _Way:  # noqa: A002 - langchain's name
        start = time.perf_counter()
        try:
            done = self._work(input)
            if not isinstance(done, _Way):
                raise TypeError
        except Exception as error:
            raise StationError(str(self.name)) from error
        return replace(done, timings={**done.timings, str(self.name): (time.perf_counter() - start) * 1000})


_SMALL_TALK_WORDS = {
    Kind.GREETING: wording.GREETING,
    Kind.THANKS: wording.THANKS,
    Kind.ABILITIES: wording.ABILITIES,
}


def _unknown_beside(question: Question) -> bool:
    """Whether a drug is held against a name that is on no page: an answer on the one alone would be half of it."""
    return bool(question.doubtful and lexicon.VERSUS.search(fold(question.text)))


def _is_meant(question: Question) -> bool:
    """Whether a question is surely on its drugs: they were named, or described in words of illness or medicine."""
    surely = all(question.fits.pages[slug].is_sure for slug in question.pages) if question.fits else True
    return surely or bool(lexicon.IN_DOMAIN.search(fold(question.standalone)))


def _is_overview(question: Question, evidence: Evidence) -> bool:
    """Whether a question asks for nothing in particular, in its own words and by what answers it best."""
    if question.kind is not Kind.FACT or question.topic != "short" or question.is_pointed:
        return False
    return evidence.best.section.key == "short"


def _is_medical(questions: Sequence[Question]) -> bool:
    return any(
        q.subjects or q.doubtful or lexicon.IN_DOMAIN.search(fold(q.text)) or dangers.TREATMENT.search(plain(q.text))
        for q in questions
    )


def check_question(text: object) -> str:
    """The text, when it can be answered.

    Raises:
        QuestionError: It is no text, blank, too long, or holds NUL.
    """
    if not isinstance(text, str):
        raise QuestionError(f"The question is a {type(text).__name__}; expected text. Send it as a string.")
    if not text.strip():
        raise QuestionError("The question is empty; expected 1 to 10,000 characters. Type a question.")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(f"The question has {len(text):,} characters; expected at most 10,000. Shorten it.")
    if "\x00" in text:
        raise QuestionError("The question holds a NUL character; expected plain text. Remove it.")
    return text


def _usable(history: Sequence[str]) -> list[str]:
    turns = [turn.replace("\x00", " ")[:LONGEST_QUESTION] for turn in history if turn.strip()]
    return turns[-LONGEST_HISTORY:]


def _merged(parts: Sequence[_Part], answered: Sequence[_Part]) -> Question:
    """One question that stands for the parts of a message: all their drugs and topics."""
    first = answered[0].question
    if len(parts) == 1:
        return first
    subjects = tuple(dict.fromkeys(s for part in answered for s in part.question.subjects))
    topics: dict[str, float] = {}
    for part in answered:
        for key, weight in part.question.topics.items():
            topics[key] = max(weight, topics.get(key, 0.0))
    standalone = " ".join(part.question.standalone for part in parts)
    return replace(first, standalone=standalone, subjects=subjects, topics=topics)
