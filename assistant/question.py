"""What a question is, once understood: the drugs, places, topics and particulars it asks for. Nouns only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.aspects import Aspect
from assistant.described import Fits
from assistant.frontmatter import Region
from assistant.names import Doubtful


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


# Weight of a section's meaning and of its words in the score of a unit; fitted with those in `retrieve`.
MEANING, WORDS = 0.102, 0.018

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
        query: What is embedded: "the drug" for each drug's name, chat left out.
        message: All of it, names replaced as in ``query``.
        kind: What sort of reply it asks for.
        subjects: Drugs asked about, in order, none twice; may be empty.
        excepted: Slugs of drugs that are named to be set aside ("apart from tofersen").
        of_gene: Whether its drugs were called by the gene alone that they are for: "SOD1".
        lent: Whether the drugs come from an earlier turn.
        trials: Ids of trials that it names.
        called: Names by which a drug was called that are not its page's own name, folded: its brands, its maker's code.
        doubtful: Words that look like drug names and are on no page.
        fits: How well its words describe the drug of each page; empty where it names one.
        topics: Weight of each section key asked for by its words, above 0; empty when none stands out.
        sections: How near it is to asking for each section by its meaning, −1..1; empty until it was embedded.
        regions: Places asked about, in order.
        elsewhere: Names of places asked about that no status row speaks of.
        places: The words of the places asked about, as typed and folded.
        terms: Stems of the words that carry meaning, in order, names left out.
        aspects: The particular things that it asks for.
        illnesses: Other illnesses it names, as patterns over folded text.
        explained: Slug and unit id of the background gist that explains the word asked about, or None.
        focus: Those of ``terms`` that no topic, place or name accounts for.
        whole: Whether ``query`` is the whole message, the drugs' names and slips of the finger aside.
        clauses: What is embedded beside ``query``: of a long message pieces of a clause or two, of a short one of
            several sentences ``message``; empty when ``query`` says it all.
        asks: What it asks one after the other ("how many days on, and how many off?"), each as a question on the same
            drugs; empty when it asks one thing.
    """

    text: str
    standalone: str
    query: str
    kind: Kind
    message: str = ""
    subjects: tuple[Subject, ...] = ()
    excepted: tuple[str, ...] = ()
    of_gene: bool = False
    lent: bool = False
    trials: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    fits: Fits = field(default_factory=Fits)
    topics: Mapping[str, float] = field(default_factory=dict)
    sections: Mapping[str, float] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()
    elsewhere: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    illnesses: tuple[re.Pattern[str], ...] = ()
    explained: tuple[str, str] | None = None
    terms: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    whole: bool = False
    clauses: tuple[str, ...] = ()
    asks: tuple[Question, ...] = ()

    @property
    def searched(self) -> tuple[str, ...]:
        """The texts that are embedded for it: ``query``, then ``clauses``."""
        return (self.query, *self.clauses)

    @property
    def embedded(self) -> tuple[str, ...]:
        """``searched``, and that of what it asks one after the other."""
        return (*self.searched, *(text for ask in self.asks for text in ask.searched))

    @property
    def pages(self) -> tuple[str, ...]:
        """Slugs of the pages asked about, in order, none twice."""
        return tuple(dict.fromkeys(subject.page for subject in self.subjects))

    @property
    def is_pointed(self) -> bool:
        """Whether it asks for one particular thing rather than for a section in general."""
        return bool(self.focus or self.regions or self.elsewhere or self.trials or self.aspects)

    @property
    def asks_what(self) -> bool:
        """Whether all that it asks is "what is", "tell me about"."""
        return set(self.topics) == {"how"} and self.topics["how"] < 1

    @property
    def topic(self) -> str | None:
        """The section key asked for most, by words and meaning; None when neither tells."""
        asked = self.wanted
        return max(asked, key=lambda key: asked[key]) if asked else None

    @property
    def wanted(self) -> dict[str, float]:
        """How much each section is asked for, by words and meaning together; only differences matter."""
        strongest = max(1.0, max(self.topics.values(), default=1.0))
        keys = self.sections.keys() | self.topics.keys()
        return {
            key: MEANING * self.sections.get(key, 0.0) + WORDS * self.topics.get(key, 0.0) / strongest for key in keys
        }
