"""Words of a question → how much likelier they are among the ways of asking for each sentence than on its whole page.

Naive Bayes over words and pairs of neighbours, small words too: "who", "how long" and "what for" ask for different
sentences though an embedding takes them for alike. It knows words of phrasings and sentences, no vectors.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.language import stems
from assistant.pages import Page

Key = tuple[str, str]

PRIOR = 8.0  # how many ways of asking the page's own shares count for beside those of a sentence; 3 and 20 did as well
_SENTENCE = 2  # and the sentence itself


@dataclass(frozen=True)
class Bayes:
    """Words by the sentences that are asked for with them; the postings of a word lie side by side.

    Attributes:
        row: Row of each sentence, by slug and unit id.
        absent: What a word adds that is in no way of asking for a sentence, by row, below 0.
        place: Number of each word or pair.
        starts: First posting of each, shape ``(len(place) + 1,)``.
        rows: Rows of the sentences, by posting.
        gains: What it adds to them beside ``absent``, by posting.
    """

    row: Mapping[Key, int]
    absent: NDArray[np.float32]
    place: Mapping[str, int]
    starts: NDArray[np.intp]
    rows: NDArray[np.int32]
    gains: NDArray[np.float32]

    @classmethod
    def of(cls, pages: Iterable[Page], asked: Mapping[Key, Sequence[str]]) -> Bayes:
        """Learns from the sentences of pages and the ways of asking for them, by slug and unit id."""
        row: dict[Key, int] = {}
        absent = array("f")
        postings: dict[str, tuple[array[int], array[float]]] = {}
        for page in pages:
            counts, texts = {}, {}
            for unit in page.units.values():
                said = [unit.plain] * _SENTENCE + list(asked.get((page.slug, unit.id), ()))
                counts[unit.id] = Counter(word for text in said for word in words_and_pairs(text))
                texts[unit.id] = len(said)
            whole: Counter[str] = Counter()
            for counted in counts.values():
                whole.update(counted)
            every = sum(texts.values())
            for unit_id, counted in counts.items():
                absent.append(math.log(PRIOR / (texts[unit_id] + PRIOR)))
                for word, often in counted.items():
                    share = (whole[word] + 0.5) / (every + 1)
                    rows, gains = postings.setdefault(word, (array("i"), array("f")))
                    rows.append(len(row))
                    gains.append(math.log(1 + often / (PRIOR * share)))
                row[page.slug, unit_id] = len(row)
        return cls(
            row,
            np.asarray(absent, dtype=np.float32),
            {word: number for number, word in enumerate(postings)},
            np.cumsum([0, *(len(rows) for rows, _ in postings.values())]),
            np.concatenate([np.asarray(rows, dtype=np.int32) for rows, _ in postings.values()]),
            np.concatenate([np.asarray(gains, dtype=np.float32) for _, gains in postings.values()]),
        )

    def save(self, file: Path) -> None:
        """Writes all but ``row``, which follows from the pages."""
        words = np.frombuffer("\n".join(self.place).encode(), dtype=np.uint8)
        np.savez(file, words=words, absent=self.absent, starts=self.starts, rows=self.rows, gains=self.gains)

    @classmethod
    def load(cls, file: Path, pages: Iterable[Page]) -> Bayes:
        """What was learnt from these pages and saved.

        Raises:
            OSError, ValueError, KeyError: The file cannot be read, or holds something else.
        """
        with np.load(file, allow_pickle=False) as held:
            words = held["words"].tobytes().decode().split("\n")
            keys = [(page.slug, unit) for page in pages for unit in page.units]
            if len(held["absent"]) != len(keys) or len(held["starts"]) != len(words) + 1:
                raise ValueError("not learnt from these pages")
            return cls(
                {key: row for row, key in enumerate(keys)},
                held["absent"],
                {word: number for number, word in enumerate(words)},
                held["starts"],
                held["rows"],
                held["gains"],
            )

    def words_of(self) -> dict[Key, frozenset[str]]:
        """The words, not the pairs, of each sentence and the ways of asking for it."""
        held: list[set[str]] = [set() for _ in self.row]
        for word, number in self.place.items():
            if " " not in word:
                for row in self.rows[self.starts[number] : self.starts[number + 1]].tolist():
                    held[row].add(word)
        return {key: frozenset(held[row]) for key, row in self.row.items()}

    def likelier(self, text: str) -> NDArray[np.float32]:
        """Log of how many times likelier a text is to ask for each sentence than for its page, by ``row``."""
        said = words_and_pairs(text)
        found = len(said) * self.absent
        for number in (self.place[word] for word in said if word in self.place):
            part = slice(self.starts[number], self.starts[number + 1])
            found[self.rows[part]] += self.gains[part]
        return found


def words_and_pairs(text: str) -> frozenset[str]:
    """Stems of a text, and each pair of neighbours."""
    found = stems(text)
    whole = [stem for stem in found if "-" not in stem]
    return frozenset([*found, *(f"{one} {other}" for one, other in pairwise(whole))])
