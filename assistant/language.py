"""Text → sentences, words, stems, amounts, reading grade. A leaf: it knows English, not medicine or pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

_STEMMER = Stemmer.Stemmer("english")

# A full stop after these does not end a sentence.
_ABBREVIATIONS = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "st",
        "vs",
        "inc",
        "ltd",
        "co",
        "corp",
        "approx",
        "e.g",
        "i.e",
        "etc",
        "u.s",
        "u.k",
        "jr",
        "sr",
        "ph",
    ]
)
# Nor after these when a number follows: "no. 5" goes on, "The EU said no. Japan said yes." does not.
_BEFORE_NUMBERS = frozenset(["no", "nos", "fig", "vol"])
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_CITATION_MARK = re.compile(r"\s*\[\d+\]")


def fold(text: str) -> str:
    """Lower case without accents and with plain quotes and dashes, for comparing, never for showing."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain.translate(_PLAIN_CHARACTERS).lower()


_PLAIN_CHARACTERS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‑": "-"})


def sentences(text: str) -> list[str]:
    """Sentences of a text in order, stripped, none empty. Abbreviations and decimals do not end a sentence."""
    parts: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        before = text[start : match.start()].rstrip("\"'”’)]")
        last = before.rsplit(None, 1)[-1] if before.strip() else ""
        if last.endswith(".") and _is_short(last[:-1], before_number=text[match.end() : match.end() + 1].isdigit()):
            continue
        parts.append(text[start : match.end()].strip())
        start = match.end()
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def _is_short(word: str, *, before_number: bool) -> bool:
    bare = word.lower().lstrip("(\"'“")
    return bare in _ABBREVIATIONS or (before_number and bare in _BEFORE_NUMBERS)


def words(text: str) -> list[str]:
    """Words in order, folded; a word may hold inner hyphens, apostrophes and full stops ("alsfrs-r", "2.66")."""
    return _WORD.findall(fold(text))


def whole_words(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for names as whole words of a folded text; the names may be written in any case."""
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(name)) for name in names) + r")(?!\w)")


def count_words(text: str) -> int:
    """Words a reader sees: runs of characters between spaces, citation marks like [2] left out."""
    return len(_CITATION_MARK.sub("", text).split())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Snowball (Porter2) English stem of one folded word; "'s" is dropped first."""
    return str(_STEMMER.stemWord(word.removesuffix("'s")))


def stems(text: str) -> list[str]:
    """Stems of the words of a text in order; hyphenated words give their parts as well as the whole."""
    return list(_stems(text))


def _stems(text: str) -> Iterator[str]:
    for word in words(text):
        yield stem(word)
        if "-" in word:
            for part in word.split("-"):
                if part:
                    yield stem(part)


# --- amounts ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Amount:
    """A number with its unit as written in a text, e.g. ``Amount("2.66", "point")``.

    ``value`` keeps the digits ("1,000" becomes "1000"); ``unit`` is singular and folded, "" when none follows.
    """

    value: str
    unit: str


_UNITS = {
    "mg": "mg",
    "milligram": "mg",
    "mcg": "mcg",
    "microgram": "mcg",
    "g": "g",
    "gram": "g",
    "kg": "kg",
    "ml": "ml",
    "millilitre": "ml",
    "milliliter": "ml",
    "%": "%",
    "percent": "%",
    "per cent": "%",
    "point": "point",
    "day": "day",
    "week": "week",
    "month": "month",
    "year": "year",
    "hour": "hour",
    "minute": "minute",
    "people": "people",
    "person": "people",
    "patient": "people",
    "participant": "people",
    "adult": "people",
    "cell": "cell",
    "dose": "dose",
    "injection": "injection",
    "time": "time",
    "yen": "yen",
    "dollar": "dollar",
    "unit": "unit",
    "phase": "phase",
}
_NUMBER = re.compile(r"(?<![\w.])[-−–]?(\d[\d,]*(?:\.\d+)?)\s*(%|[A-Za-z]+(?:\s(?=cent))?(?:cent\b)?)?")


def amounts(text: str) -> list[Amount]:
    """Numbers of a text in order, each with the unit that follows it directly, if one does."""
    found = []
    for match in _NUMBER.finditer(text):
        value = match.group(1).rstrip(",").replace(",", "")
        unit = fold(match.group(2) or "")
        found.append(Amount(value, _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s")) or ""))
    return found


# --- reading grade ---------------------------------------------------------------------------------------------

_GRADE_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
_GRADE_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")


def syllables(word: str) -> int:
    """Syllables of an English word by its vowel groups, at least 1."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) <= 3:
        return 1
    letters = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", letters)
    letters = re.sub(r"^y", "", letters)
    return max(1, len(re.findall(r"[aeiouy]{1,2}", letters)))


def reading_grade(text: str, *, names: Collection[str] = ()) -> float | None:
    """Flesch–Kincaid grade (US school years) of a text; None when it holds no word.

    grade = 0.39 · words/sentences + 11.8 · syllables/words − 15.59
    (Kincaid and others, Research Branch Report 8-75, 1975). Words in ``names`` (folded) count one syllable:
    a reader who asks about a drug knows its name.
    """
    parts = [part for part in _GRADE_SENTENCE.split(text) if re.search(r"[a-z]{2}", part, re.IGNORECASE)]
    found = [word for part in parts for word in _GRADE_WORD.findall(part)]
    if not found:
        return None
    spoken = sum(1 if word.lower() in names else syllables(word) for word in found)
    return 0.39 * len(found) / len(parts) + 11.8 * spoken / len(found) - 15.59
