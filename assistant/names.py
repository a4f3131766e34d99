"""What people type → the drugs they mean: exact names, then misspellings and voice-typed forms, never look-alikes.

Built once from the names on the pages. A name that is only near one is not resolved: it is handed back as doubtful,
for "Did you mean …?". It knows nothing of topics or search.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import wordfreq
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.language import fold, words
from assistant.pages import Page

# A single word this common in English (Zipf scale: 3 is once in a million words) is a name only if typed in capitals
# or beside "trial" and the like: ATLAS, PHOENIX, STAR, IMPACT, VALOR.
COMMON_ZIPF = 3.0
# Words less common than this, and on no page, may be a drug that the pages do not have.
RARE_ZIPF = 2.6
_LONGEST_NAME = 9  # words; the menu entry "Mitsubishi Tanabe Pharma America – Oral Edaravone" has seven
_SHORTEST_FUZZY = 6  # letters; "TUDCA" and "NP001" have too many near neighbours
_TRIAL_WORDS = frozenset({"trial", "trials", "study", "studies", "regimen", "drug"})
# Endings by which drug names tell what they are: a changed ending is another drug, not a slip of the finger.
_DRUG_ENDING = re.compile(
    r"(mab|nib|sen|stat|vir|pril|olol|azole|idine|lone|tide|cel|mol|gene|platin|mycin|cillin|statin)$"
)


@dataclass(frozen=True)
class Mention:
    """A drug that a text names.

    Attributes:
        page: Slug of its page.
        product: Its product, or None when the text names the whole page.
        typed: The words that name it, as typed.
        start: Position of its first word among the words of the text.
        end: Position after its last word.
        trial: Id of the trial that was named, when the name is a trial's.
    """

    page: str
    product: str | None
    typed: str
    start: int
    end: int
    trial: str | None = None


@dataclass(frozen=True)
class Doubtful:
    """A word that looks like a drug name and is on no page; ``near`` is the page it may have meant, or None."""

    typed: str
    position: int
    near: str | None


@dataclass(frozen=True)
class _Target:
    page: str
    product: str | None
    trial: str | None = None


@dataclass(frozen=True)
class Names:
    """Every name on the pages, in compact form (letters and digits only) → what it stands for."""

    targets: dict[str, tuple[_Target, ...]]
    fuzzy: tuple[str, ...]
    sounds: dict[str, str]
    vocabulary: frozenset[str]

    @classmethod
    def of(cls, pages: Sequence[Page]) -> Names:
        """Names of a set of pages."""
        targets: dict[str, dict[_Target, None]] = defaultdict(dict)
        for page in pages:
            if page.is_background:
                continue
            for name, target in _page_names(page):
                if key := compact(name):
                    targets[key][target] = None
        resolved = {key: tuple(found) for key, found in targets.items()}
        fuzzy = tuple(key for key in resolved if len(key) >= _SHORTEST_FUZZY and key.isalpha())
        sounds: dict[str, str] = {}
        for key in fuzzy:
            sounds.setdefault(sound(key), key)
        vocabulary = {word for page in pages for unit in page.units.values() for word in words(unit.plain)}
        vocabulary |= {word for page in pages for word in words(page.title)}
        return cls(resolved, fuzzy, sounds, frozenset(vocabulary))

    def find(self, text: str) -> list[Mention]:
        """Drugs that a text names, in order, by exact name first and then by near spelling or sound."""
        typed = _tokens(text)
        taken: set[int] = set()
        found = [*self._exact(typed, taken)]
        found += self._near(typed, taken)
        return sorted(found, key=lambda mention: (mention.start, mention.page))

    def doubtful(self, text: str, mentions: Iterable[Mention]) -> list[Doubtful]:
        """Words of a text that look like drug names and are on no page, in order."""
        typed = _tokens(text)
        taken = {n for mention in mentions for n in range(mention.start, mention.end)}
        found = []
        for position, word in enumerate(typed):
            if position in taken or not self._unknown(word):
                continue
            near = process.extractOne(compact(word), self.fuzzy, scorer=OSA.normalized_similarity, score_cutoff=0.6)
            found.append(Doubtful(word, position, self.targets[near[0]][0].page if near else None))
        return found

    def _unknown(self, word: str) -> bool:
        key = fold(word)
        return (
            len(key) >= 4
            and key not in self.vocabulary
            and any(c.isalpha() for c in key)
            and wordfreq.zipf_frequency(key, "en") < RARE_ZIPF
        )

    def _exact(self, typed: Sequence[str], taken: set[int]) -> Iterator[Mention]:
        for length in range(min(_LONGEST_NAME, len(typed)), 0, -1):
            for start in range(len(typed) - length + 1):
                span = range(start, start + length)
                if taken.intersection(span):
                    continue
                key = compact("".join(typed[start : start + length]))
                targets = self.targets.get(key)
                if targets is None and length == 1:
                    key = compact(re.sub(r"['’]s$|s$", "", typed[start]))
                    targets = self.targets.get(key)
                if targets is None or (length == 1 and not _is_meant(typed, start)):
                    continue
                taken.update(span)
                for target in targets:
                    yield Mention(
                        target.page,
                        target.product,
                        " ".join(typed[start : start + length]),
                        start,
                        start + length,
                        target.trial,
                    )

    def _near(self, typed: Sequence[str], taken: set[int]) -> Iterator[Mention]:
        for length in (1, 2, 3):
            for start in range(len(typed) - length + 1):
                span = range(start, start + length)
                if taken.intersection(span):
                    continue
                parts = typed[start : start + length]
                if length == 1 and not self._unknown(parts[0]):
                    continue
                if length > 1 and not _is_spoken(parts, self.vocabulary):
                    continue
                if key := self._nearest(compact("".join(parts)), spoken=length > 1):
                    taken.update(span)
                    for target in self.targets[key]:
                        yield Mention(target.page, target.product, " ".join(parts), start, start + length, target.trial)

    def _nearest(self, key: str, *, spoken: bool) -> str | None:
        """The one name that a word is a slip of, or None when it is none or could be two drugs."""
        if len(key) < _SHORTEST_FUZZY:
            return None
        allowed = 1 if len(key) <= 7 else 2
        near = process.extract(
            key, self.fuzzy, scorer=OSA.distance, score_cutoff=allowed + (2 if spoken else 0), limit=4
        )
        sure = [(name, distance) for name, distance, _ in near if _is_slip(key, name, int(distance), spoken=spoken)]
        if not sure and (name := self.sounds.get(sound(key))) and key[0] == name[0]:
            if OSA.normalized_similarity(key, name) >= 0.6 and not _other_ending(key, name):
                sure = [(name, 0)]
        pages = {target.page for name, _ in sure for target in self.targets[name]}
        return sure[0][0] if len(pages) == 1 else None


def compact(text: str) -> str:
    """A name without case, accents, spaces and signs: "Cu(II)ATSM" and "cu ii atsm" are the same."""
    return re.sub(r"[\W_]+", "", fold(text))


def sound(key: str) -> str:
    """A rough English sound of a compact name: what is left when like-sounding letters are one and vowels go."""
    key = re.sub(r"ph", "f", key)
    key = re.sub(r"c(?=[eiy])", "s", key)
    key = re.sub(r"ck|[cq]", "k", key)
    key = re.sub(r"x", "ks", key)
    key = re.sub(r"z", "s", key)
    key = re.sub(r"th", "t", key)
    key = re.sub(r"[bp]", "p", key)
    key = re.sub(r"[vw]", "f", key)
    key = re.sub(r"d", "t", key)
    key = re.sub(r"(.)\1+", r"\1", key)
    return key[:1] + re.sub(r"[aeiouyh]", "", key[1:])


def _tokens(text: str) -> list[str]:
    """Words of a text as typed, cut at spaces, slashes and dashes between words, signs at their ends removed."""
    parts = re.split(r"[\s/–—,;:?!()\[\]\"“”]+|(?<=\w)\.(?=\s|$)|\s-\s", text)
    return [part for raw in parts if (part := raw.strip(".'’‘-*_`"))]


def _is_meant(typed: Sequence[str], position: int) -> bool:
    """Whether a word that is also an ordinary English word stands for a name here."""
    word = typed[position]
    if wordfreq.zipf_frequency(fold(word), "en") < COMMON_ZIPF or any(c.isdigit() for c in word):
        return True
    around = {fold(w) for w in typed[max(0, position - 1) : position] + typed[position + 1 : position + 2]}
    shouting = sum(w.isupper() for w in typed if len(w) > 2) > 2
    return (word.isupper() and len(word) > 2 and not shouting) or bool(around & _TRIAL_WORDS)


def _is_spoken(parts: Sequence[str], vocabulary: frozenset[str]) -> bool:
    """Whether neighbouring words may be one name that a machine heard as several ("rill you zole")."""
    folded = [fold(part) for part in parts]
    if any(not part.isalpha() for part in folded):
        return False
    strange = [part for part in folded if wordfreq.zipf_frequency(part, "en") < 3.3 and part not in vocabulary]
    return bool(strange)


def _is_slip(key: str, name: str, distance: int, *, spoken: bool) -> bool:
    if _other_ending(key, name):
        return False
    if key[0] != name[0] and sound(key)[0] != sound(name)[0]:
        return False
    allowed = 1 if min(len(key), len(name)) <= 7 else 2
    if distance <= allowed:
        return True
    return spoken and distance <= allowed + 2 and sound(key) == sound(name)


def _other_ending(key: str, name: str) -> bool:
    mine, theirs = _DRUG_ENDING.search(key), _DRUG_ENDING.search(name)
    return bool(mine and (theirs is None or mine.group() != theirs.group()))


def _page_names(page: Page) -> Iterator[tuple[str, _Target]]:
    meta = page.meta
    single = len(page.drugs) == 1
    names = meta.names
    for name in (page.title, page.slug, *meta.also_listed, *names.proper, *names.nicknames, *names.misspellings):
        yield name, _Target(page.slug, None)
    for name in names.company:
        yield name, _Target(page.slug, None)
    for product in meta.products:
        for name in product.all_names:
            yield name, _Target(page.slug, None if single else product.name)
    for trial in meta.trials:
        for name in (trial.name, *trial.names, *trial.registry):
            yield name, _Target(page.slug, None if single else trial.product, trial.id)
