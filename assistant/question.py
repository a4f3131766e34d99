"""Text + earlier questions → Question: standalone, with the drugs, places, topics and kind that it asks for.

It knows how people ask, not what the pages answer: it reads names and headings, never sentences of a page.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import wordfreq
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant import lexicon
from assistant.aspects import Aspect, aspects_asked
from assistant.glossary import Glossary
from assistant.language import fold, sentences, stem, words
from assistant.names import Doubtful, Mention, Names, compact
from assistant.pages import HEADINGS, Page, Region


class Kind(StrEnum):
    """What sort of reply a question asks for."""

    FACT = "fact"
    OVERVIEW = "overview"  # a drug's name and nothing else, or "what is …"
    LIST = "list"
    COMPARE = "compare"
    WORD = "word"  # "what does … mean"
    GREETING = "greeting"
    THANKS = "thanks"
    ABILITIES = "abilities"
    LANGUAGE = "language"  # not in English
    TASK = "task"  # something to be written or made


# A word at least this common in English (Zipf scale) is meant as typed.
KNOWN_ZIPF = 2.6
# A drug is described when the words that fit it weigh this much (ln of pages per page that a word fits: a word that
# fits one page of 23 weighs 3.1), and the next drug this much less.
DESCRIBED, DESCRIBED_APART = 3.0, 1.0
MOST_PARTS = 3  # questions of one message that are answered

SMALL_TALK = frozenset({Kind.GREETING, Kind.THANKS, Kind.ABILITIES})


@dataclass(frozen=True)
class Subject:
    """A drug asked about: a page, or one product of a page that has several.

    ``name`` is how a sentence calls it.
    """

    page: str
    product: str | None
    name: str


@dataclass(frozen=True)
class Question:
    """One question, understood.

    Attributes:
        text: As typed.
        standalone: As it would be asked without the conversation.
        query: What is embedded: each drug under its proper name, chat left out.
        kind: What sort of reply it asks for.
        subjects: Drugs asked about, in order, none twice; may be empty.
        lent: Whether the drugs come from an earlier turn.
        trials: Ids of trials that it names.
        doubtful: Words that look like drug names and are on no page.
        topics: Weight of each section key asked for, above 0; empty when none stands out.
        regions: Places asked about, in order.
        elsewhere: Names of places asked about that no status row speaks of.
        places: The words of the places asked about, as typed and folded.
        terms: Stems of the words that carry meaning, in order, names left out.
        aspects: The particular things that it asks for.
        illnesses: Other illnesses it names, as patterns over folded text.
        proper: Stems of the words typed with a capital inside a sentence: names of places, people, products.
        explained: Slug and unit id of the background gist that explains the word asked about, or None.
        focus: Those of ``terms`` that no topic, place or name accounts for.
    """

    text: str
    standalone: str
    query: str
    kind: Kind
    subjects: tuple[Subject, ...] = ()
    lent: bool = False
    trials: tuple[str, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    topics: Mapping[str, float] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()
    elsewhere: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    illnesses: tuple[re.Pattern[str], ...] = ()
    proper: frozenset[str] = frozenset()
    explained: tuple[str, str] | None = None
    terms: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[str, ...]:
        """Slugs of the pages asked about, in order, none twice."""
        return tuple(dict.fromkeys(subject.page for subject in self.subjects))

    @property
    def is_pointed(self) -> bool:
        """Whether it asks for one particular thing rather than for a section in general."""
        return bool(self.focus or self.regions or self.elsewhere or self.trials or self.aspects)

    @property
    def topic(self) -> str | None:
        """The section key asked for most, or None."""
        return max(self.topics, key=lambda key: self.topics[key]) if self.topics else None


@dataclass(frozen=True)
class Reader:
    """Understands questions against one set of pages."""

    pages: Mapping[str, Page]
    names: Names
    spelling: Mapping[str, None]  # words that a misspelt word may have meant; not names
    descriptions: Mapping[str, frozenset[str]]  # page → stems of the words that describe its drug
    glossary: Glossary

    @classmethod
    def of(cls, pages: Sequence[Page]) -> Reader:
        """A reader for a set of pages."""
        wordfreq.zipf_frequency("the", "en")  # loads the word list now, not while somebody waits
        names = Names.of(pages)
        spelling = dict.fromkeys(sorted(w for w in names.vocabulary | lexicon.ASKING if w.isalpha() and len(w) > 3))
        descriptions = {page.slug: _description(page) for page in pages if not page.is_background}
        return cls({page.slug: page for page in pages}, names, spelling, descriptions, Glossary.of(pages))

    def read(self, text: str, earlier: Sequence[str] = ()) -> Question:
        """A question in its conversation.

        Args:
            text: The question as typed, not empty.
            earlier: Earlier questions, oldest first, guarded turns already left out.
        """
        spoken_of: Question | None = None  # the last turn that was about a drug
        last: Question | None = None
        for turn in earlier:
            last = self._read_one(turn, spoken_of, last)
            spoken_of = last if last.subjects else spoken_of
        return self._read_one(text, spoken_of, last)

    def read_parts(self, text: str, earlier: Sequence[str] = ()) -> list[Question]:
        """The questions of one message, at least one. Sentences before a question lend it their drug.

        A message with several questions gives one each, at most ``MOST_PARTS``, when each asks something of its own.
        """
        meant = self._meant(text, earlier)
        if meant is not None:
            return [self.read(meant, earlier[:-1])]
        asked = sentences(text)
        questions = [n for n, part in enumerate(asked) if part.endswith("?")]
        whole = self.read(text, earlier)
        if len(questions) < 2 or whole.kind in {*SMALL_TALK, Kind.LANGUAGE}:
            return [whole]
        parts = [self.read(asked[n], [*earlier, *asked[:n]]) for n in questions[:MOST_PARTS]]
        own = [part for part in parts if part.topics or part.focus or part.kind is not Kind.FACT]
        return own if len(own) > 1 else [whole]

    def _meant(self, text: str, earlier: Sequence[str]) -> str | None:
        """The question before with its doubtful name put right, when the text is "Did you mean tofersen?"."""
        match = re.fullmatch(r"did you mean (.+?)\?", _asked(text))
        if not match or not earlier:
            return None
        before = self.read(earlier[-1], earlier[:-1])
        if not before.doubtful:
            return None
        return earlier[-1].replace(before.doubtful[0].typed, match.group(1))

    def _read_one(self, text: str, spoken_of: Question | None, last: Question | None) -> Question:
        mentions = self.names.find(text)
        doubtful = tuple(self.names.doubtful(text, mentions))
        if doubtful:  # "AMX0114, the newer one from Amylyx": the company alone names no drug then
            mentions = [mention for mention in mentions if not mention.company]
        alone = self._alone(text, mentions, doubtful)
        if last is not None and last.kind is Kind.LIST and (again := self._list_again(alone, last)):
            return again
        return alone if spoken_of is None else self._leaning(alone, spoken_of)

    def _alone(self, text: str, mentions: Sequence[Mention], doubtful: tuple[Doubtful, ...]) -> Question:
        asked = self._mended(_question_part(text), doubtful)
        plain = _asked(asked)
        subjects = self._subjects(mentions)
        described = () if subjects or doubtful else self._described(plain)
        subjects = subjects or described
        topics = _topics(plain)
        regions, elsewhere, places = _places(text, _asked(text))
        unnamed = _without_names(asked, mentions)
        terms = tuple(dict.fromkeys(s for w in words(unnamed) if (s := stem(w)) not in lexicon.CARRIES_NOTHING))
        aspects = aspects_asked(_asked(unnamed))
        spoken_for = [match.group() for aspect in aspects for match in aspect.asked.finditer(_asked(unnamed))]
        accounted = {stem(w) for spoken in [*places, *spoken_for] for w in words(spoken)}
        accounted |= lexicon.GENERIC | self._name_parts(subjects, terms)
        if described:
            accounted |= {stem(w) for match in lexicon.DESCRIPTION.finditer(plain) for w in words(match.group())}
        question = Question(
            text=text,
            standalone=" ".join(text.split()),
            query=_query(asked, mentions, subjects),
            kind=Kind.FACT,
            subjects=subjects,
            trials=tuple(dict.fromkeys(m.trial for m in mentions if m.trial)),
            doubtful=doubtful,
            topics=topics,
            regions=regions,
            elsewhere=elsewhere,
            places=places,
            aspects=aspects,
            illnesses=tuple(
                re.compile(rf"(?<!\w){re.escape(match.group())}") for match in lexicon.OTHER_ILLNESS.finditer(plain)
            ),
            proper=frozenset(stem(fold(word)) for word in _PROPER.findall(asked)),
            explained=self.glossary.asked_in(asked),
            terms=terms,
            focus=tuple(term for term in terms if term not in accounted),
        )
        return replace(question, kind=self._kind(question, plain))

    def _mended(self, text: str, doubtful: Sequence[Doubtful]) -> str:
        """The text with slips of the finger put right, where a word of the pages or of asking is one or two edits off."""
        names = {doubt.typed for doubt in doubtful if doubt.near}
        for word in dict.fromkeys(words(text)):
            if len(word) < 4 or not word.isalpha() or word in self.spelling or word in names:
                continue
            if wordfreq.zipf_frequency(word, "en") >= KNOWN_ZIPF:
                continue
            allowed = 1 if len(word) < 7 else 2
            near = process.extractOne(word, self.spelling, scorer=OSA.distance, score_cutoff=allowed)
            if near and near[0][0] == word[0]:
                text = re.sub(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", near[0], text)
        return text

    def _name_parts(self, subjects: Sequence[Subject], terms: Sequence[str]) -> set[str]:
        """Terms that are part of one of a drug's names, or the start of one: "gold stuff", "cipro"."""
        parts = {
            part
            for subject in subjects
            for names in [self.pages[subject.page].meta.names]
            for name in (*names.proper, *names.company, *names.nicknames)
            for part in words(name)
        }
        stemmed = {stem(part) for part in parts}
        return {
            term
            for term in terms
            if len(term) == 1
            or term in stemmed
            or (len(term) > 3 and any(part.startswith(term) for part in parts))
            or (len(term) > 6 and any(OSA.distance(term, part) <= 3 for part in stemmed))
        }

    def _subjects(self, mentions: Sequence[Mention]) -> tuple[Subject, ...]:
        """The drugs mentioned; a company or trial shared by several pages yields to a drug named beside it."""
        by_span: dict[tuple[int, int], list[Mention]] = {}
        for mention in mentions:
            by_span.setdefault((mention.start, mention.end), []).append(mention)
        sure = {found[0].page for found in by_span.values() if len({m.page for m in found}) == 1}
        subjects: dict[Subject, None] = {}
        for found in by_span.values():
            pages = {m.page for m in found}
            for mention in found:
                if len(pages) > 1 and sure and mention.page not in sure:
                    continue
                subjects[self._subject(mention)] = None
        whole = {subject.page for subject in subjects if subject.product is None}
        narrow = {subject.page for subject in subjects if subject.product is not None}
        # "RAG-17, the SOD1 therapy": the product narrows its page.
        return tuple(s for s in subjects if s.product is not None or s.page not in (narrow & whole))

    def _described(self, plain: str) -> tuple[Subject, ...]:
        """The one drug that a text describes without its name: "that Aussie copper medicine"; empty when none or two."""
        if not lexicon.DESCRIBING.search(plain) or lexicon.GENERAL.search(plain):
            return ()
        typed = {stem(word) for word in words(plain)}
        weights: dict[str, float] = {}
        for slug, description in self.descriptions.items():
            for term in typed & description:
                sharing = sum(term in other for other in self.descriptions.values())
                weights[slug] = weights.get(slug, 0.0) + math.log(len(self.descriptions) / sharing)
        ranked = sorted(weights, key=lambda slug: -weights[slug])
        if not ranked or weights[ranked[0]] < DESCRIBED:
            return ()
        if len(ranked) > 1 and weights[ranked[0]] - weights[ranked[1]] < DESCRIBED_APART:
            return ()
        page = self.pages[ranked[0]]
        return (Subject(page.slug, None, page.name),)

    def _subject(self, mention: Mention) -> Subject:
        page = self.pages[mention.page]
        return Subject(mention.page, mention.product, mention.product or page.name)

    def _kind(self, question: Question, plain: str) -> Kind:
        if lexicon.GREETING.search(plain):
            return Kind.GREETING
        if lexicon.THANKS.search(plain) and not question.subjects and not question.topics.keys() - {"how"}:
            return Kind.THANKS
        if not question.subjects and lexicon.ABILITIES.search(plain):
            return Kind.ABILITIES
        if _language(question.text, self.names) != "en":
            return Kind.LANGUAGE
        if lexicon.TASK.search(plain):
            return Kind.TASK
        if len(question.subjects) > 1 and lexicon.COMPARE.search(plain):
            return Kind.COMPARE
        if not question.subjects and question.explained:
            return Kind.WORD
        if not question.subjects and not question.doubtful and lexicon.LIST.search(plain):
            return Kind.LIST
        return Kind.OVERVIEW if self._names_only(question, plain) else Kind.FACT

    def _names_only(self, question: Question, plain: str) -> bool:
        """Whether a text names a drug and asks nothing of it, but perhaps "what is"."""
        listed = {compact(entry) for slug in question.pages for entry in self.pages[slug].meta.also_listed}
        if compact(question.text) in listed:
            return True
        if not question.subjects or question.is_pointed:
            return False
        return not question.topics or _asks_what(question)

    def _list_again(self, alone: Question, last: Question) -> Question | None:
        """ "And in Canada?" after a list asks for the same list elsewhere; None when the question is another."""
        if alone.subjects or not alone.regions or not lexicon.ELLIPSIS.search(_asked(alone.text)):
            return None
        standalone = f"{last.standalone} {alone.standalone}"
        return replace(last, text=alone.text, standalone=standalone, query=standalone, regions=alone.regions)

    def _leaning(self, alone: Question, before: Question) -> Question:
        """A question that leans on the last drug spoken of takes it over, and its topic when it has none."""
        plain = _asked(alone.text)
        if alone.kind in SMALL_TALK or alone.kind is Kind.LANGUAGE or alone.doubtful:
            return alone
        if alone.subjects:
            if (
                (not alone.topics or _asks_what(alone))
                and not alone.focus
                and lexicon.ABOUT_ANOTHER.search(plain)
                and before.topics
            ):
                return self._lend(alone, subjects=alone.subjects, topics=before.topics, regions=before.regions)
            return alone
        if not _leans(alone, plain):
            return alone
        topics = alone.topics
        if not topics and (alone.regions or alone.elsewhere):
            topics = {"access": 1.2}
        return self._lend(alone, subjects=before.subjects, topics=topics, regions=alone.regions, lent=True)

    def _lend(
        self,
        alone: Question,
        *,
        subjects: tuple[Subject, ...],
        topics: Mapping[str, float],
        regions: tuple[Region, ...],
        lent: bool = False,
    ) -> Question:
        names = " and ".join(subject.name for subject in subjects)
        main = max(topics, key=lambda key: topics[key]) if topics else None
        heading = next((h.text for h in HEADINGS if h.key == main and topics != alone.topics), "")
        asked = " ".join(alone.text.split())
        about = f"About {names}" + (f" ({heading})" if heading else "")
        kind = alone.kind
        if kind in {Kind.OVERVIEW, Kind.LIST, Kind.WORD} or lent:
            kind = Kind.COMPARE if len(subjects) > 1 and alone.kind is Kind.COMPARE else Kind.FACT
            if not topics and not alone.focus:
                kind = Kind.OVERVIEW
        return replace(
            alone,
            standalone=f"{about}: {asked}",
            query=" ".join(f"{names} {heading} {alone.query if lent else ''}".split()),
            kind=kind,
            subjects=subjects,
            lent=lent,
            topics=topics,
            regions=regions or alone.regions,
        )


def _description(page: Page) -> frozenset[str]:
    """Stems of the words of a drug's nicknames, kind and summary that carry meaning."""
    names = page.meta.names
    texts = [*names.nicknames, *names.proper, *(product.kind for product in page.meta.products)]
    found = {stem(word) for text in texts for word in words(text) if len(word) > 2}
    return frozenset(found - lexicon.CARRIES_NOTHING - lexicon.GENERIC - _MANY_DRUGS)


_MANY_DRUGS = frozenset(
    stem(word)
    for word in "oral pill tablet capsule liquid film infusion drip injection shot cell trial company pharma vitamin high dose".split()
)


def _asks_what(question: Question) -> bool:
    """Whether all that is asked is "what is", "tell me about"."""
    return set(question.topics) == {"how"} and question.topics["how"] < 1


def _leans(alone: Question, plain: str) -> bool:
    if lexicon.GENERAL.search(plain):
        return False
    if alone.kind is Kind.WORD:
        return False
    if lexicon.PRONOUN.search(plain) or lexicon.ELLIPSIS.search(plain):
        return True
    return bool(alone.topics or alone.regions) or len(plain.split()) <= 4


# --- reading one text ------------------------------------------------------------------------------------------

_ASKED_LIMIT = 600  # characters; of a long message the question marks and the end hold what is asked


def _asked(text: str) -> str:
    """Folded text on one line, apostrophes kept, for the patterns of the lexicon."""
    return re.sub(r"\s+", " ", fold(text)).strip()


def _question_part(text: str) -> str:
    """Of a message with a story around it, the sentences that ask; the whole when none can be told apart."""
    parts = sentences(text)
    asking = [part for part in parts if part.endswith("?") or lexicon.ASKS.search(_asked(part))]
    return " ".join(asking) if asking else text


_PROPER = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+")


def _topics(plain: str) -> dict[str, float]:
    """Weights of the topics in a text, above 0."""
    weights: dict[str, float] = {}
    for key, weight, pattern in lexicon.TOPICS:
        if found := sum(1 for _ in pattern.finditer(plain)):
            weights[key] = weights.get(key, 0.0) + weight + 0.2 * (found - 1)
    # "What is", "tell me about" lean towards the explanation only when nothing else was asked.
    if len(weights) > 1 and weights.get("how", 0) < 1:
        weights.pop("how", None)
    return weights


def _places(text: str, plain: str) -> tuple[tuple[Region, ...], tuple[str, ...], tuple[str, ...]]:
    if not re.search(r"\b(?:US|U\.S\.?)(?!\w)|\bthe us\b|\bin us\b", text):
        plain = lexicon.US_AS_WORD.sub(" ", plain)
    found: list[tuple[int, Region]] = []
    spoken: list[str] = []
    for region, pattern in lexicon.PLACES:
        if match := pattern.search(plain):
            found.append((match.start(), region))
            spoken += [m.group() for m in pattern.finditer(plain)]
    elsewhere = tuple(dict.fromkeys(match.group() for match in lexicon.OTHER_PLACES.finditer(plain)))
    regions = tuple(region for _, region in sorted(found, key=lambda pair: pair[0]))
    return regions, elsewhere, tuple(dict.fromkeys([*spoken, *elsewhere]))


def _without_names(text: str, mentions: Sequence[Mention]) -> str:
    for mention in sorted(mentions, key=lambda m: len(m.typed), reverse=True):
        pattern = r"[\W_]+".join(re.escape(part) for part in mention.typed.split())
        text = re.sub(rf"(?<!\w){pattern}(?!\w)", " ", text)
    return text


def _query(text: str, mentions: Sequence[Mention], subjects: tuple[Subject, ...]) -> str:
    """The text with each name replaced by the drug's proper name: the form that the pages use."""
    names = {(subject.page, subject.product): subject.name for subject in subjects}
    query = text
    for mention in sorted(mentions, key=lambda m: len(m.typed), reverse=True):
        name = names.get((mention.page, mention.product)) or names.get((mention.page, None))
        if name and not mention.trial:
            pattern = r"[\W_]+".join(re.escape(part) for part in mention.typed.split())
            query = re.sub(rf"(?<!\w){pattern}(?!\w)", name, query)
    missing = [subject.name for subject in subjects if subject.name.lower() not in query.lower()]
    query = " ".join([*missing, *query.split()])
    return query if len(query) <= _ASKED_LIMIT else query[:200] + " … " + query[-(_ASKED_LIMIT - 200) :]


_LANGUAGES = ("es", "fr", "de", "it", "pt", "nl", "pl", "sv", "da", "nb", "fi", "tr", "ro", "cs", "hu", "id")
_ENGLISH_ENOUGH = 5.6  # mean Zipf frequency of the words of a text in English; below it other languages are asked


def _language(text: str, names: Names) -> str:
    """ "en", or the code of the language a text is written in; "other" for another script. Names are left out."""
    text = _without_names(text, names.find(text))
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return "en"
    if sum(not fold(c).isascii() for c in letters) > len(letters) / 2:
        return "other"
    typed = [w for w in words(text) if w.isalpha() and len(w) > 1]
    if len(typed) < 2:
        return "en"
    english = _mean_frequency(typed, "en")
    if english >= _ENGLISH_ENOUGH and not re.search(r"[¿¡]", text):
        return "en"
    native = [w.lower() for w in re.findall(r"[^\W\d_]{2,}", text)]
    best = max(_LANGUAGES, key=lambda code: _mean_frequency(native, code))
    return best if _mean_frequency(native, best) > english + 1.0 else "en"


def _mean_frequency(typed: Sequence[str], code: str) -> float:
    return sum(wordfreq.zipf_frequency(word, code, wordlist="small") for word in typed) / len(typed)
