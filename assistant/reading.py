"""One text → Question: the drugs, places, topics, particulars and kind that it asks for, taken alone.

It knows how people ask, not what the pages answer: it reads names and headings, never sentences of a page. What a
question takes over from earlier turns is the business of `conversation`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import wordfreq
from rapidfuzz.distance import OSA

from assistant import lexicon
from assistant.aspects import aspects_asked
from assistant.described import Descriptions, Fits
from assistant.frontmatter import Region
from assistant.glossary import Glossary
from assistant.language import fold, sentences, stem, stems, words
from assistant.names import Doubtful, Mention, Names, compact
from assistant.pages import Page
from assistant.question import Kind, Question, Subject
from assistant.writing import Speller, language


@dataclass(frozen=True)
class Reader:
    """Understands one text against one set of pages."""

    pages: Mapping[str, Page]
    names: Names
    speller: Speller
    descriptions: Descriptions
    glossary: Glossary
    vocabulary: frozenset[str]  # stems of the words of all pages

    @classmethod
    def of(cls, pages: Sequence[Page]) -> Reader:
        """A reader for a set of pages."""
        wordfreq.zipf_frequency("the", "en")  # loads the word list now, not while somebody waits
        names = Names.of(pages)
        descriptions = Descriptions.of(pages)
        speller = Speller.of(names.vocabulary | lexicon.ASKING)
        vocabulary = frozenset(stem(word) for word in names.vocabulary)
        return cls({page.slug: page for page in pages}, names, speller, descriptions, Glossary.of(pages), vocabulary)

    def read(self, text: str) -> Question:
        """A question as it stands, without the conversation around it.

        Args:
            text: As typed, not empty.
        """
        mentions = self.names.find(text)
        doubtful = self.names.doubtful(text, mentions)
        understood = {fold(part) for mention in mentions for part in mention.typed.split()}
        near = {fold(doubt.typed) for doubt in doubtful if doubt.near}
        clean = self.speller.mend(text, names=near, spared=understood)
        doubtful = [doubt for doubt in doubtful if fold(doubt.typed) in words(clean)]
        if doubtful:  # "AMX0114, the newer one from Amylyx": the company alone names no drug then
            mentions = [mention for mention in mentions if mention.sort != "company"]
        return self._understood(text, clean, mentions, tuple(doubtful))

    def _understood(
        self, text: str, clean: str, mentions: Sequence[Mention], doubtful: tuple[Doubtful, ...]
    ) -> Question:
        clean = " ".join(lexicon.SAYINGS.sub(" ", clean).split())
        asked = _question_part(clean)
        plain = on_one_line(asked)
        excepted = _excepted(clean, mentions)
        left = [mention for mention in mentions if mention.page not in excepted]
        subjects = self.of_form(self._subjects(left or mentions), on_one_line(clean))
        word_meant = self.glossary.meant_in(asked)
        explained = word_meant or self._explained(clean, asked)
        asks_meaning = explained and lexicon.MEANING.search(plain)
        if word_meant or (asks_meaning and all(map(self._is_gene, mentions))):
            subjects = ()  # "what is SOD1" asks for the gene, though drugs are named after it
        meant = self.pages[explained[0]].section_of[explained[1]].heading if explained and asks_meaning else ""
        spoken_of = set(stems(meant))
        telling = (word for word in stems(clean) if len(word) > 1 and word not in spoken_of)
        fits = Fits() if subjects or doubtful or word_meant else self.descriptions.fits(telling)
        described = fits.likely()
        general = lexicon.GENERAL.search(plain) or lexicon.LIST.search(plain)
        # "Is there a drug for that?": what was said before it describes one.
        if general and not lexicon.FOR_THAT.search(plain) and not (described and fits.pages[described].is_sure):
            fits, described = Fits(), None
        if described:
            subjects = (Subject(described, None, self.pages[described].name),)
        topics = _topics(plain)
        regions, elsewhere, places = _places(clean)
        unnamed = _without_names(asked, mentions)
        terms = _terms(unnamed)
        named = self.name_parts(subjects, terms)
        if named.issuperset(terms):
            terms = ()  # "the powder" alone is the drug again
        aspects = aspects_asked(on_one_line(_without_names(_asking(clean) or asked, mentions)))
        spoken_for = [match.group() for aspect in aspects for match in aspect.asked.finditer(on_one_line(unnamed))]
        accounted = {stem(w) for spoken in [*places, *spoken_for] for w in words(spoken)}
        accounted |= lexicon.GENERIC | named
        if described:
            accounted |= self.descriptions.called[described].keys()
        proper = {mention.page for mention in mentions if mention.sort == "name"}
        # "Is NP001 the same as the sodium chlorite he drinks?": beside its name, what else it is called says something.
        replaced = [
            mention
            for mention in mentions
            if self._is_the_drug(mention) and not (mention.sort == "nickname" and mention.page in proper)
        ]
        makers = [mention for mention in mentions if mention.sort == "company"]
        question = Question(
            text=text,
            standalone=" ".join(text.split()),
            query=_query(asked, replaced, makers),
            message=_replaced(clean, replaced, makers),
            kind=Kind.FACT,
            subjects=subjects,
            of_gene=bool(mentions) and all(map(self._is_gene, mentions)),
            excepted=excepted,
            trials=tuple(dict.fromkeys(m.trial for m in mentions if m.trial)),
            called=self._called(mentions),
            doubtful=doubtful,
            fits=fits,
            topics=topics,
            regions=regions,
            elsewhere=elsewhere,
            places=places,
            aspects=aspects,
            illnesses=tuple(
                re.compile(rf"(?<!\w){re.escape(match.group())}")
                for match in lexicon.OTHER_ILLNESS.finditer(plain)
                if not lexicon.A_MEDICINE.match(plain, match.end())  # "an old arthritis tablet"
            ),
            explained=explained,
            terms=terms,
            focus=tuple(term for term in terms if term not in accounted),
            whole=len(asked) == len(clean) <= _ASKED_LIMIT,
            clauses=_clauses(clean, replaced, makers),
        )
        kind = Kind.WORD if word_meant else self._kind(question, clean, plain, mentions)
        return replace(question, kind=kind, subjects=() if kind is Kind.LIST and not question.of_gene else subjects)

    def _is_the_drug(self, mention: Mention) -> bool:
        """Whether "the drug" may stand for what was typed: "liquid riluzole" and "SOD1 drugs" say more than that."""
        if mention.trial or mention.sort != "nickname":
            return mention.sort == "name" and not mention.trial
        page = self.pages[mention.page]
        typed = set(words(mention.typed))
        return len(page.drugs) == 1 and not any(typed.issuperset(words(name)) for name in page.meta.names.proper)

    def _called(self, mentions: Sequence[Mention]) -> tuple[str, ...]:
        """Proper names that were typed, or meant by a slip, other than those of their pages."""
        typed = [(m.typed, self.pages[m.page]) for m in mentions if not m.trial and m.sort == "name"]
        meant = [(_nearest_name(name, page), page) for name, page in typed]
        return tuple(dict.fromkeys(fold(name) for name, page in meant if compact(name) != compact(page.name)))

    def name_parts(self, subjects: Sequence[Subject], terms: Sequence[str]) -> set[str]:
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

    def of_form(self, subjects: tuple[Subject, ...], plain: str) -> tuple[Subject, ...]:
        """The drugs asked about, a drug by mouth taken for the page of that form where it has one of its own.

        Args:
            subjects: Drugs asked about.
            plain: The text on one line, folded.
        """
        if not lexicon.BY_MOUTH.search(plain):
            return subjects
        if lexicon.BY_VEIN.search(plain):  # "the drip against the drink": both forms
            spoken_of = {subject.page for subject in subjects}
            other = [page for slug, page in self._by_mouth.items() if slug in spoken_of and page.slug not in spoken_of]
            both = other if lexicon.COMPARED_FORMS.search(plain) else []
            return (*subjects, *(Subject(page.slug, None, page.name) for page in both))
        formed = (self._by_mouth.get(subject.page) if subject.product is None else None for subject in subjects)
        pairs = zip(subjects, formed, strict=True)
        return tuple(dict.fromkeys(Subject(page.slug, None, page.name) if page else s for s, page in pairs))

    @cached_property
    def _by_mouth(self) -> Mapping[str, Page]:
        """The page of the form taken by mouth, by the slug of the page whose name it has with "oral" before it."""
        named = {fold(page.name): page for page in self.pages.values()}
        return {page.slug: oral for name, page in named.items() if (oral := named.get(f"oral {name}"))}

    def _subjects(self, mentions: Sequence[Mention]) -> tuple[Subject, ...]:
        """The drugs mentioned; a company or trial shared by several pages yields to a drug named beside it."""
        # "A SOD1 letter … who gives tofersen": beside a drug, the bare word for a gene is about the person.
        by_span: dict[tuple[int, int], list[Mention]] = {}
        for mention in mentions:
            if not self._is_gene(mention):
                by_span.setdefault((mention.start, mention.end), []).append(mention)
        if not by_span:
            slugs = dict.fromkeys(slug for mention in mentions for slug in self._of_gene(mention))
            return tuple(Subject(slug, None, self.pages[slug].name) for slug in slugs)
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

    def _subject(self, mention: Mention) -> Subject:
        page = self.pages[mention.page]
        return Subject(mention.page, mention.product, mention.product or page.name)

    def word_explained(self, question: Question) -> str:
        """The word that a question asks the meaning of, as the background page heads it; "" when it asks none."""
        if question.kind is not Kind.WORD or question.explained is None:
            return ""
        slug, unit = question.explained
        return self.glossary.explains(self.pages[slug].section_of[unit].heading)

    def _explained(self, clean: str, asked: str) -> tuple[str, str] | None:
        """The word whose meaning is asked for; of "… the ALSFRS-R. What is that?" the one named last."""
        plain = on_one_line(clean)
        if match := lexicon.WHAT_IS_THAT.search(plain):
            return self.glossary.last_in(plain[: match.start()])
        if lexicon.EXPLAIN_IT.search(on_one_line(asked)):
            return self.glossary.last_in(clean)
        return self.glossary.asked_in(asked)

    def _kind(self, question: Question, clean: str, plain: str, mentions: Sequence[Mention]) -> Kind:
        if lexicon.GREETING.search(plain):
            return Kind.GREETING
        if lexicon.THANKS.search(plain) and not question.subjects and not question.topics.keys() - {"how"}:
            return Kind.THANKS
        if not question.subjects and lexicon.ABILITIES.search(plain):
            return Kind.ABILITIES
        if language(_without_names(clean, mentions)) != "en":
            return Kind.LANGUAGE
        if lexicon.TASK.search(plain):
            return Kind.TASK
        if len(question.subjects) > 1 and lexicon.COMPARE.search(plain) and not question.of_gene:
            return Kind.COMPARE
        for_that = lexicon.FOR_THAT if question.fits else lexicon.A_FORM_FOR_THAT
        lists = not question.doubtful and bool(lexicon.LIST.search(plain)) and not for_that.search(plain)
        at_all = not question.subjects and bool(lexicon.WHAT_THERE_IS.search(plain))
        meant = not question.subjects and question.explained and (lexicon.MEANING.search(plain) or not lists)
        if meant and not at_all:
            return Kind.WORD
        asked = [subject for subject in question.subjects if subject.page not in question.excepted]
        listed = not question.excepted and lexicon.CLASS_LISTED.search(plain)
        of_class = listed and all(map(self._is_class, asked))
        of_gene = question.of_gene and (listed or not question.is_pointed)
        if at_all or (lists and (of_class or of_gene or not asked)):
            return Kind.LIST
        return Kind.OVERVIEW if self._names_only(question) else Kind.FACT

    def _is_class(self, subject: Subject) -> bool:
        """Whether a subject is a whole page of several drugs ("SOD1 therapies")."""
        return subject.product is None and len(self.pages[subject.page].drugs) > 1

    def _is_gene(self, mention: Mention) -> bool:
        """Whether drugs were called by the gene alone that they are for: "SOD1", "sod one"."""
        return bool(self._of_gene(mention))

    def _of_gene(self, mention: Mention) -> tuple[str, ...]:
        """Slugs of the pages on drugs only for a change of the gene that is all that was named; else none."""
        key = re.sub(r"(?:one|won)$", "1", compact(mention.typed).removesuffix("als"))
        genes = (gene for gene, slugs in self._genes.items() if mention.page in slugs and OSA.distance(key, gene) <= 1)
        return self._genes.get(next(genes, ""), ())

    @cached_property
    def _genes(self) -> Mapping[str, tuple[str, ...]]:
        """By gene in compact form, slugs of the pages with a drug only for a change of it, those of one drug first."""
        pages = sorted(self.pages.values(), key=lambda page: len(page.drugs))
        genes = dict.fromkeys(product.gene for page in pages for product in page.meta.products if product.gene)
        return {
            compact(gene): tuple(page.slug for page in pages if any(p.gene == gene for p in page.meta.products))
            for gene in genes
        }

    def _names_only(self, question: Question) -> bool:
        """Whether a text names a drug and asks nothing of it, but perhaps "what is"."""
        listed = {compact(entry) for slug in question.pages for entry in self.pages[slug].meta.also_listed}
        if compact(question.text) in listed:
            return True
        if not question.subjects or question.is_pointed:
            return False
        rest = [word for word in words(question.query.replace(THE_DRUG, " ")) if word not in lexicon.ONLY_NAMED]
        return not rest


# --- reading one text ------------------------------------------------------------------------------------------


def _nearest_name(typed: str, page: Page) -> str:
    """The name on a page that is spelt most like what was typed."""
    names = [*page.meta.names.proper, *(name for product in page.meta.products for name in product.all_names)]
    return max(names, key=lambda name: OSA.normalized_similarity(compact(name), compact(typed)))


def _excepted(text: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Slugs of the drugs that are named to be set aside: "which SOD1 drugs apart from tofersen"."""
    plain = on_one_line(text)
    found = []
    for mention in mentions:
        name = r"[\W_]+".join(re.escape(fold(part)) for part in mention.typed.split())
        if re.search(rf"{lexicon.EXCEPT}{name}\b|\bleaving {name} aside\b", plain):
            found.append(mention.page)
    return tuple(dict.fromkeys(found))


_ASKED_LIMIT = 600  # characters; of a long message the question marks and the end hold what is asked


def on_one_line(text: str) -> str:
    """Folded text on one line, apostrophes kept, for the patterns of the lexicon."""
    return re.sub(r"\s+", " ", fold(text)).strip()


def _question_part(text: str) -> str:
    """Of a message with a story around it, the sentences that ask; the whole when none can be told apart."""
    asking = _asking(text)
    told = any(stem(word) not in lexicon.CARRIES_NOTHING for word in words(asking))
    return asking if told or lexicon.GIVEN_SOMEHOW.search(on_one_line(asking)) else text


def _asking(text: str) -> str:
    """The sentences of a message that ask; "" when none can be told apart."""
    return " ".join(part for part in sentences(text) if part.endswith("?") or lexicon.ASKS.search(on_one_line(part)))


def _terms(text: str) -> tuple[str, ...]:
    """Stems of the words of a text that carry meaning, in order, none twice."""
    return tuple(dict.fromkeys(s for w in words(text) if (s := stem(w)) not in lexicon.CARRIES_NOTHING))


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


def _places(text: str) -> tuple[tuple[Region, ...], tuple[str, ...], tuple[str, ...]]:
    plain = on_one_line(text)
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
        text = re.sub(rf"(?<!\w){_as_typed(mention)}(?!\w)", " ", text)
    return text


THE_DRUG = "the drug"


def _query(text: str, mentions: Sequence[Mention], makers: Sequence[Mention] = ()) -> str:
    """The text with each mention replaced by "the drug", its middle left out when it is long.

    The search is bound to the named drug's pages, and the example questions of `sections` are written like this.
    """
    query = _replaced(text, mentions, makers)
    return query if len(query) <= _ASKED_LIMIT else query[:200] + " … " + query[-(_ASKED_LIMIT - 200) :]


def _replaced(text: str, mentions: Sequence[Mention], makers: Sequence[Mention] = ()) -> str:
    """The text with each mention replaced by "the drug": what is asked, whichever drug it is asked of.

    "The Corestem product" and "lenzumestrocel from Corestem" are such mentions too.
    """
    for mention in sorted(mentions, key=lambda m: len(m.typed), reverse=True):
        text = re.sub(rf"(?<!\w){_as_typed(mention)}(?!\w)", THE_DRUG, text)
    for maker in makers:
        name = _as_typed(maker)
        text = re.sub(
            rf"(?<!\w){name}(?:['’]s)?(?: (?:als|mnd))? (?:product|drug|medicine|medication|treatment)(?!\w)",
            THE_DRUG,
            text,
            flags=re.I,
        )
        text = re.sub(rf"{THE_DRUG},? (?:from|by|of) (?:the )?{name}(?!\w)", THE_DRUG, text)
    return " ".join(_CALLED_SO.sub(THE_DRUG, text).split() if mentions or makers else text.split())


def _as_typed(mention: Mention) -> str:
    """A pattern for the words of a mention, whatever stands between them."""
    return r"(?i:" + r"[\W_]*".join(re.escape(part) for part in mention.typed.split()) + ")"


_CALLED_SO = re.compile(
    rf"(?:\b(?:the|this|that|a|an) )?\b{THE_DRUG}(?:(?: |-)(?:one|drug|medicine|medication|stuff|thing)\b)?", re.I
)


_LONG = 30  # words of a message above which a story is likely to stand around what is asked
_CLAUSE_END = re.compile(r"[,;:—–()]| (?:and|but|so|because) ")
_CLAUSES = 24  # at most, to bound the time they take


def _clauses(text: str, mentions: Sequence[Mention], makers: Sequence[Mention]) -> tuple[str, ...]:
    """Sentences of a long text, their clauses, and neighbouring clauses together; a short one of several as it is.

    What is asked is often told by halves: "… a Japanese firm handing over Radicava … Who bought it?"
    """
    if len(text.split()) <= _LONG:
        return (_query(text, mentions, makers),) if len(sentences(text)) > 1 else ()
    found: list[str] = []
    for sentence in sentences(text):
        clauses = [clause.strip() for clause in _CLAUSE_END.split(sentence) if len(clause.split()) >= 3]
        found += [sentence, *clauses, *(" ".join(pair) for pair in pairwise(clauses))]
    return tuple(dict.fromkeys(_query(piece, mentions, makers) for piece in found))[:_CLAUSES]
