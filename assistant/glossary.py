"""Headings of background pages → words explained; finds the one that a question asks the meaning of.

A heading is "What is a placebo (dummy treatment, sugar pill)?": the word and its other names. It knows no drug.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.language import fold, stem, words
from assistant.lexicon import CARRIES_NOTHING
from assistant.pages import Page

# What may stand beside a word whose meaning is asked for, without asking for anything else.
_ASKING_MEANING = frozenset(
    stem(word)
    for word in [
        "mean",
        "means",
        "meaning",
        "stand",
        "stands",
        "call",
        "called",
        "word",
        "words",
        "term",
        "difference",
        "kind",
        "sort",
        "thing",
        "plain",
        "english",
        "typo",
        "misprint",
        "spelling",
        "mistake",
        "exactly",
        "trial",
        "trials",
        "study",
        "studies",
        "research",
        "result",
        "results",
        "report",
        "reported",
        "article",
        "letter",
        "blood",
        "test",
        "number",
        "numbers",
        "important",
        "use",
        "used",
        "work",
        "works",
        "happen",
        "happens",
        "tell",
        "tells",
        "wary",
        "people",
        "show",
        "shows",
        "find",
        "good",
        "bad",
        "see",
        "score",
    ]
)
# Words that ask for something else than a meaning, though they carry little elsewhere: "how to prevent ALS".
_ASKING_MORE = frozenset(
    stem(word) for word in ["diagnose", "diagnosis", "prevent", "avoid", "support", "affected", "many"]
)
_TAILS = frozenset({"trial", "studi", "drug", "use", "statu", "treatment", "procedur", "effect"})
_HEAD = re.compile(r"^(?:what (?:is|are|does|do)|is there)(?: an?| the)?\s+|\s+(?:mean|show|measure)\b.*$|\?$")

_MEANT = re.compile(
    r"\bwhat (?:do|does|did) (?:you|they|he|she|it|(?:the|this|my) \w+) mean (?:with|by|when (?:they|you|it) says?)\b"
    r"|\bwhat(?:'s| is) (?:this|that)(?= (?:['‘\"“]|[\w-]+ (?:business|thing|word|stuff)))|\bmeaning of\b"
)

Key = tuple[str, ...]
_LONGEST = 6  # words of an entry
_ABBREVIATION = 4  # letters
# Every page speaks of these; a word that also has an everyday meaning would be explained where it is not meant.
_KNOWN_TO_ALL = frozenset(
    {("al",), ("mnd",), ("random",), ("signific",), ("platform",), ("orphan",), ("generic",), ("blind",)}
)


@dataclass(frozen=True)
class Glossary:
    """Words explained: stems of a word in order → (slug, unit id of the gist that explains it)."""

    entries: Mapping[Key, tuple[str, str]]

    @classmethod
    def of(cls, pages: Sequence[Page]) -> Glossary:
        """Words explained by the background pages."""
        entries: dict[Key, tuple[str, str]] = {}
        for page in pages:
            if page.is_background:
                for section in page.sections:
                    for key in _keys(section.heading):
                        entries.setdefault(key, (page.slug, section.gist.id))
        return cls(entries)

    def asked_in(self, text: str) -> tuple[str, str] | None:
        """The entry whose meaning a text asks for; None when there is none or the text asks for more than a meaning."""
        typed = _stems(text)
        longest = max((len(key) for key in self.entries), default=0)
        for length in range(min(longest, len(typed)), 0, -1):
            for start in range(len(typed) - length + 1):
                key = tuple(typed[start : start + length])
                if key not in self.entries:
                    continue
                rest = typed[:start] + typed[start + length :]
                if all(self._adds_nothing(term) for term in rest):
                    return self.entries[key]
        return None

    def meant_in(self, text: str) -> tuple[str, str] | None:
        """The entry right after "what do they mean with", whatever else the text says; None when there is none."""
        if not (match := _MEANT.search(fold(text))):
            return None
        typed = tuple(_stems(fold(text)[match.end() :])[:_LONGEST])
        return next((found for n in range(len(typed), 0, -1) if (found := self.entries.get(typed[:n]))), None)

    @staticmethod
    def explains(heading: str) -> str:
        """What a heading explains, folded: "pba" of "What is PBA?"."""
        return _HEAD.sub("", fold(heading))

    def last_in(self, text: str) -> tuple[str, str] | None:
        """The entry that a text names last, whatever else it says; None when it names none."""
        typed = _stems(text)
        longest = max((len(key) for key in self.entries), default=0)
        for end in range(len(typed), 0, -1):
            for length in range(min(longest, end), 0, -1):
                if (key := tuple(typed[end - length : end])) in self.entries:
                    return self.entries[key]
        return None

    def named_in(self, text: str) -> list[tuple[str, tuple[str, str]]]:
        """Every entry that a text names, with the word as it stands there, in the order of the text.

        Words as short as an abbreviation count only in capitals: "NICE" is explained, "nice" is not.
        """
        spans = [match.span() for match in re.finditer(r"[^\W_]+(?:'\w+)?", text)]
        stems = [stem(fold(text[begin:end])) for begin, end in spans]
        found: dict[tuple[str, str], str] = {}
        at = 0
        while at < len(spans):
            longest = min(_LONGEST, len(spans) - at)
            length = next((n for n in range(longest, 0, -1) if self._is_named(text, spans[at : at + n], stems[at:])), 0)
            if length:
                word = text[spans[at][0] : spans[at + length - 1][1]]
                found.setdefault(self.entries[tuple(stems[at : at + length])], word)
            at += length or 1
        return [(word, entry) for entry, word in found.items()]

    def _is_named(self, text: str, spans: Sequence[tuple[int, int]], stems: Sequence[str]) -> bool:
        key = tuple(stems[: len(spans)])
        if key not in self.entries or key in _KNOWN_TO_ALL:
            return False
        word = text[spans[0][0] : spans[-1][1]]
        return len(word) > _ABBREVIATION or (len(word) > 1 and word.isupper())

    def _adds_nothing(self, term: str) -> bool:
        if term in _ASKING_MORE:
            return False
        return term in CARRIES_NOTHING or term in _ASKING_MEANING or (term,) in self.entries or term.isdigit()


def _keys(heading: str) -> Iterator[Key]:
    for part in re.split(r"\s*(?:,|\(|\)|\bor\b)\s*", _HEAD.sub("", fold(heading))):
        key = tuple(_stems(_HEAD.sub("", part)))
        if not key:
            continue
        yield key
        if len(key) > 1 and key[-1] in _TAILS:
            yield key[:-1]


def _stems(text: str) -> list[str]:
    """Stems of a text, hyphenated words in parts, articles left out."""
    parts = [part for word in words(text) for part in re.split(r"[-/.]", word) if part]
    return [stem(part) for part in parts if part not in {"a", "an", "the"}]
