"""What was typed → what was meant: slips of the finger mended, the language told. It knows words, no drugs.

Names of drugs are not its business (see `names`): the caller says which words to leave alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import wordfreq
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.language import fold, words
from assistant.names import RAREST_ZIPF

# A word at least this common in English (Zipf scale: 3 is once in a million words) is meant as typed.
KNOWN_ZIPF = 2.6
_SHORTEST = 4  # letters; shorter words have too many neighbours
_LONGEST_SPLIT = 8  # letters; shorter words than this are often two words that happen to stand together
# How people write on a phone; some of it reads as another language otherwise ("wat is").
_PHONE = {
    "wat": "what",
    "wot": "what",
    "wats": "what's",
    "wen": "when",
    "abt": "about",
    "pls": "please",
    "plz": "please",
    "r": "are",
    "u": "you",
    "ur": "your",
    "hw": "how",
    "dat": "that",
    "dis": "this",
}
_LANGUAGES = ("es", "fr", "de", "it", "pt", "nl", "pl", "sv", "da", "nb", "fi", "tr", "ro", "cs", "hu", "id")
_ENGLISH_ENOUGH = 5.6  # mean Zipf frequency of the words of a text in English; below it other languages are asked
_FOREIGN_BY = 1.0  # how much more frequent its words are in another language


@dataclass(frozen=True)
class Speller:
    """Words that a misspelt word may have meant."""

    known: frozenset[str]
    ordered: tuple[str, ...]

    @classmethod
    def of(cls, vocabulary: Iterable[str]) -> Speller:
        """A speller over folded words; those too short or not of letters alone are left out."""
        known = frozenset(w for w in vocabulary if w.isalpha() and len(w) >= _SHORTEST)
        return cls(known, tuple(sorted(known)))

    def mend(self, text: str, *, names: Collection[str] = (), spared: Collection[str] = ()) -> str:
        """The text with unknown words put right that are one or two edits from a known one.

        Args:
            text: As typed.
            names: Folded words that may be slips of a drug's name: mended only when a single edit does it.
            spared: Folded words that are left as they are: parts of a name that was understood.
        """
        text = self._joined(_spelt_out(text))
        for word in dict.fromkeys(words(text)):
            if word in spared or not self._is_slip(word):
                continue
            # a word that is rare but known ("budgies") is no slip of two edits
            plain_slip = wordfreq.zipf_frequency(word, "en") < RAREST_ZIPF
            allowed = 2 if len(word) >= 7 and word not in names and plain_slip else 1
            if meant := self._nearest(word, allowed):
                text = re.sub(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", meant, text)
        return text

    def _joined(self, text: str) -> str:
        """The text with a word that was typed as two ("neuro filament") in one piece."""
        typed = words(text)
        for first, second in pairwise(typed):
            whole = first + second
            if whole in self.known and len(whole) >= _LONGEST_SPLIT and not {first, second} <= self.known:
                text = re.sub(rf"(?i)(?<!\w){re.escape(first)}\s+{re.escape(second)}(?!\w)", whole, text)
        return text

    def _nearest(self, word: str, allowed: int) -> str | None:
        """The known word with the same first letter that is fewest edits away, the commonest of several."""
        near = process.extract(word, self.ordered, scorer=OSA.distance, score_cutoff=allowed, limit=12)
        fitting = [
            (distance, -wordfreq.zipf_frequency(found, "en"), found)
            for found, distance, _ in near
            if found[0] == word[0]
        ]
        return min(fitting)[2] if fitting else None

    def _is_slip(self, word: str) -> bool:
        return (
            len(word) >= _SHORTEST
            and word.isalpha()
            and word not in self.known
            and wordfreq.zipf_frequency(word, "en") < KNOWN_ZIPF
        )


def _spelt_out(text: str) -> str:
    return re.sub(r"(?<![\w'.-])[A-Za-z]+(?![\w'.-])", lambda match: _PHONE.get(match.group(), match.group()), text)


def language(text: str) -> str:
    """Gives "en", or the code of the language a text is written in; "other" for another script.

    A text too short to tell counts as English. Leave names of drugs out before.
    """
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
    return best if _mean_frequency(native, best) > english + _FOREIGN_BY else "en"


def _mean_frequency(typed: Sequence[str], code: str) -> float:
    return sum(wordfreq.zipf_frequency(word, code, wordlist="small") for word in typed) / len(typed)
