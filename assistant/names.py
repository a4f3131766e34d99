"""What people type → the drugs they mean: exact names, then misspellings and voice-typed forms, never look-alikes.

Built once from the names on the pages. A name that is only near one is not resolved: it is handed back as doubtful,
for "Did you mean …?". It knows nothing of topics or search.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import wordfreq
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.language import amounts, fold, words
from assistant.pages import Page

# A single word this common in English (Zipf scale: 3 is once in a million words) is a name only if typed in capitals
# or beside "trial" and the like: ATLAS, PHOENIX, STAR, IMPACT, VALOR.
COMMON_ZIPF = 3.0
# Words less common than this, and on no page, may be a drug that the pages do not have.
RARE_ZIPF = 2.6
# Of words rarer than that, those which are not built like a drug's name have to be rarer still: "drench", "stripey".
RAREST_ZIPF = 1.5
_LONGEST_NAME = 9  # words; the menu entry "Mitsubishi Tanabe Pharma America – Oral Edaravone" has seven
_SHORTEST_SOUND = 4  # letters
_EVERYDAY_ZIPF = 4.5
_LIKE_LETTERS = 0.45  # share of letters in place that a name heard as several ordinary words keeps
_LIKE_A_SLIP = 0.7  # and of those that a known misspelling keeps
_SHORTEST_SPOKEN = 8  # letters of a name that several words may sound like but for one sound
_SHORTEST_FUZZY = 6  # letters; "TUDCA" and "NP001" have too many near neighbours
# Two or three letters, two or three digits; no year. The letters of "day-100" and "top-20" are commoner than this.
_CODE = re.compile(r"([a-z]{2,3})-(\d{2,3})")
_CODE_ZIPF = 4.4
_LONGEST_SPOKEN = 7  # words; "a m x zero zero three five"
# Letters and numbers as people and machines write them out.
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_SPELT = {
    **{word: str(number) for number, word in enumerate(_NUMBERS.split())},
    "oh": "0",
    "o": "0",
    "ay": "a",
    "bee": "b",
    "be": "b",
    "see": "c",
    "sea": "c",
    "dee": "d",
    "ee": "e",
    "ef": "f",
    "gee": "g",
    "aitch": "h",
    "eye": "i",
    "jay": "j",
    "kay": "k",
    "ell": "l",
    "el": "l",
    "em": "m",
    "en": "n",
    "pee": "p",
    "queue": "q",
    "cue": "q",
    "arr": "r",
    "are": "r",
    "ess": "s",
    "tee": "t",
    "tea": "t",
    "you": "u",
    "vee": "v",
    "ex": "x",
    "why": "y",
    "zee": "z",
    "zed": "z",
}
_TENS = {
    word: str(number)
    for number, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
# Other letters or numbers that a machine writes the same word for.
_SPELT_ALSO = {"oh": "o", "o": "o", "eight": "at", "an": "n"}
# "How many people were in valor", "paradigm how many people": so short, and of such words, it can only mean a trial.
_COUNTED = 8  # words
_COUNTS_PEOPLE = re.compile(r"\bhow many (?:people|persons|patients|participants|volunteers|men|women)\b")
_TRIAL_WORDS = frozenset({"trial", "trials", "study", "studies", "regimen", "drug", "company", "firm", "maker"})
# Endings by which drug names tell what they are: a changed ending is another drug, not a slip of the finger.
_DRUG_ENDING = re.compile(
    r"(mab|ib|sen|stat|vir|pril|olol|azole|idine|lone|tide|cel|mol|gene|platin|mycin|cillin|statin)$"
)
# Of a name that a machine wrote as words: "zol tree mab".
_ENDINGS_ALONE = frozenset({"mab", "nib", "zumab", "tinib", "limab"})
_BUILT_LIKE_A_DRUG = re.compile(
    r"(?:[aeiou]n|in[ae]|one|mab|n?ib|ide|ose|ol|ate|[ai]c|il|e[nx]e|[iu]m|vir|at|am|a[cp]|sen|ir|ex|ax|ix)$"
)


Sort = Literal["name", "nickname", "company"]


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
        sort: Whether it was called by a name of its own, by a nickname, or by its company.
    """

    page: str
    product: str | None
    typed: str
    start: int
    end: int
    trial: str | None = None
    sort: Sort = "name"


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
    sort: Sort = "name"


@dataclass(frozen=True)
class _Heard:
    """The words of a text with what names are found by, each list as long as ``words``.

    Attributes:
        words: As typed.
        keys: Each in compact form.
        bare: The same without the ending of a plural or a genitive: "riluzole's", "tregs".
        spelt: The letters or numbers that a word may have been written for, or the word.
        letters: Whether one of them is a single letter or digit.
        figures: The number that a word is or was written for ("501", "five", "oh"), or "".
        strange: Whether no page and hardly any text has it.
        odd: Whether it is none of the most ordinary words.
    """

    words: Sequence[str]
    keys: Sequence[str]
    bare: Sequence[str]
    spelt: Sequence[set[str]]
    letters: Sequence[bool]
    figures: Sequence[str]
    strange: Sequence[bool]
    odd: Sequence[bool]


@dataclass(frozen=True)
class Names:
    """Every name on the pages, in compact form (letters and digits only) → what it stands for."""

    targets: dict[str, tuple[_Target, ...]]
    fuzzy: tuple[str, ...]
    sounds: dict[str, str]
    slips: dict[str, str]  # known misspellings by their sound, which of two words may be anything
    nicknames: dict[str, str]  # those of one word, by their sound
    codes: dict[str, str]  # "rapa501" by its like-sounding letters and its number
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
        # Listed misspellings are matched as they stand: a slip of a slip is another word.
        proper = {compact(name) for page in pages for name in _proper_names(page)}
        fuzzy = tuple(key for key in resolved if key in proper and len(key) >= _SHORTEST_FUZZY and key.isalpha())
        sounds: dict[str, str] = {}
        for key in (key for key in resolved if key in proper and len(key) >= _SHORTEST_SOUND and key.isalpha()):
            sounds.setdefault(sound(key), key)
        slips = {
            sound(key): key
            for key in (compact(name) for page in pages for name in page.meta.names.misspellings)
            if len(key) >= _SHORTEST_FUZZY and key.isalpha() and sound(key) not in sounds
        }
        nicknames = {compact(name) for page in pages for name in page.meta.names.nicknames if " " not in name}
        codes = {_alike_code(key): key for key in resolved if key in proper and _WORD_AND_NUMBER.fullmatch(key)}
        vocabulary = {word for page in pages for unit in page.units.values() for word in words(unit.plain)}
        vocabulary |= {word for page in pages for word in words(page.title)}
        vocabulary |= {_PLURAL.sub("", word) for word in vocabulary if word.endswith(("'s", "’s"))}  # "Teva's"
        return cls(
            resolved, fuzzy, sounds, slips, {sound(key): key for key in sorted(nicknames)}, codes, frozenset(vocabulary)
        )

    def find(self, text: str) -> list[Mention]:
        """Drugs that a text names, in order, by exact name first and then by near spelling or sound."""
        typed = self._heard(_tokens(text))
        taken: set[int] = set()
        found = [*self._exact(typed, taken)]
        found += self._near(typed, taken)
        return sorted(found, key=lambda mention: (mention.start, mention.page))

    def _heard(self, typed: Sequence[str]) -> _Heard:
        """What is asked of each word many times over, looked up once."""
        keys = [compact(word) for word in typed]
        spelt = _spelt_out(keys)
        return _Heard(
            typed,
            keys,
            bare=[compact(_PLURAL.sub("", word)) for word in typed],
            spelt=spelt,
            letters=[any(len(one) == 1 for one in found) for found in spelt],
            figures=[next((one for one in found if one.isdecimal()), "") for found in spelt],
            strange=[self._unknown(word) for word in typed],
            odd=[wordfreq.zipf_frequency(fold(word), "en") < _EVERYDAY_ZIPF for word in typed],
        )

    def doubtful(self, text: str, mentions: Iterable[Mention]) -> list[Doubtful]:
        """Words of a text that look like drug names and are on no page, in order."""
        typed = _tokens(text)
        taken = {n for mention in mentions for n in range(mention.start, mention.end)}
        found = []
        for position, word in enumerate(typed):
            if position in taken or not (
                (self._unknown(word) and _is_rare(fold(word)))
                or self._strange_code(word)
                or _is_other_code(typed, position, taken)
            ):
                continue
            near = process.extractOne(compact(word), self.fuzzy, scorer=OSA.normalized_similarity, score_cutoff=0.6)
            found.append(Doubtful(word, position, self.targets[near[0]][0].page if near else None))
        return found

    def _unknown(self, word: str) -> bool:
        key = re.sub(r"['’]s$", "", fold(word))
        return key in _ENDINGS_ALONE or (
            len(key) >= 4
            and key not in self.vocabulary
            and not self._is_joined(key)
            and not re.search(r"[=/]|\.[a-z]{2,}$", key)  # an address or a setting is no name
            and any(c.isalpha() for c in key)
            and not any(amount.unit for amount in amounts(key))  # "50mg"
            and wordfreq.zipf_frequency(key, "en") < RARE_ZIPF
        )

    def _strange_code(self, word: str) -> bool:
        """Whether a word is built like a drug's code: "MN-166". Word lists count the halves, so they cannot tell."""
        key = fold(word)
        match = _CODE.fullmatch(key)
        if match is None or key in self.vocabulary:
            return False
        letters = match.group(1)
        beside = any(name.startswith(letters) and name[len(letters) :].isdecimal() for name in self.targets)
        return beside or wordfreq.zipf_frequency(letters, "en") < _CODE_ZIPF

    def _is_joined(self, key: str) -> bool:
        """Whether a word is two known ones written together: "stemcells"."""
        return any(key[:n] in self.vocabulary and key[n:] in self.vocabulary for n in range(3, len(key) - 2))

    def _exact(self, typed: _Heard, taken: set[int]) -> Iterator[Mention]:
        count = len(typed.words)
        for length in range(min(_LONGEST_NAME, count), 0, -1):
            for start in range(count - length + 1):
                end = start + length
                opening = "".join(typed.keys[start : end - 1])
                endings = (typed.keys[end - 1], typed.bare[end - 1])
                key = next((k for ending in endings if (k := opening + ending) in self.targets), None)
                if key is None and any(typed.letters[start:end]):
                    key = self._spelt(typed.spelt[start:end])
                if (
                    key is None
                    or taken.intersection(range(start, end))
                    or (length == 1 and not _is_meant(typed.words, start))
                ):
                    continue
                taken.update(range(start, end))
                yield from self._mentions(key, " ".join(typed.words[start:end]), start, end)

    def _near(self, typed: _Heard, taken: set[int]) -> Iterator[Mention]:
        count = len(typed.words)
        for length in range(min(_LONGEST_SPOKEN, count), 0, -1):
            for start in range(count - length + 1):
                end = start + length
                if taken.intersection(range(start, end)):
                    continue
                found = self._spoken(typed, slice(start, end)) if length > 1 else self._slip(typed, start)
                if found:
                    taken.update(range(start, end))
                    yield from self._mentions(found, " ".join(typed.words[start:end]), start, end)

    def _mentions(self, key: str, typed: str, start: int, end: int) -> Iterator[Mention]:
        for target in self.targets[key]:
            yield Mention(target.page, target.product, typed, start, end, target.trial, target.sort)

    def _slip(self, typed: _Heard, position: int) -> str | None:
        """The one name that an unknown word is a slip of, or None when it is none or could be two drugs."""
        if not typed.strange[position]:
            return None
        key = typed.keys[position]
        near = process.extract(key, self.fuzzy, scorer=OSA.distance, score_cutoff=3, limit=6)
        sure = {name: int(distance) for name, distance, _ in near if _is_slip(key, name, int(distance))}
        if not sure and (name := self.sounds.get(sound(key))) and not _other_ending(key, name):
            alike = OSA.normalized_similarity(key, name)
            if alike >= (0.5 if len(sound(key)) >= 4 else 0.75) or spelt_alike(key) == spelt_alike(name):
                sure = {name: 0}
        if not sure and (name := self.slips.get(sound(key))) and OSA.normalized_similarity(key, name) >= _LIKE_A_SLIP:
            sure = {name: 0}
        if not sure and (name := self.nicknames.get(sound(key))) and OSA.normalized_similarity(key, name) > 0.75:
            sure = {name: 0}
        pages = {target.page for name in sure for target in self.targets[name]}
        return min(sure, key=lambda name: sure[name]) if len(pages) == 1 else None

    def _spoken(self, typed: _Heard, part: slice) -> str | None:
        """The name that a machine heard as several words ("rill you zole"), or None."""
        parts = typed.words[part]
        key = "".join(typed.keys[part])
        figures = typed.figures[part][1:]
        coded = typed.keys[part][0] + "".join(figures)
        if all(figures) and _WORD_AND_NUMBER.fullmatch(coded) and (name := self.codes.get(_alike_code(coded))):
            return name  # "wrapper 501", "wrapper five oh one"
        if len(key) > self.longest_sound or not all(word.isalpha() for word in parts):
            return None
        heard = sound(key)
        strange = any(typed.strange[part])
        odd = any(typed.odd[part])  # not "as well as"
        if (name := self.sounds.get(heard)) and not _other_ending(key, name):
            alike = OSA.normalized_similarity(key, name)
            enough = 3 if strange else 4 if len(parts) > 2 else 5
            if len(heard) >= enough and alike >= (0.5 if strange or len(heard) > 5 else 0.6):
                return name
            as_heard = OSA.normalized_similarity(spelt_alike(key), spelt_alike(name))
            if odd and len(parts) > 2 and len(heard) >= enough and alike >= _LIKE_LETTERS and as_heard > 0.65:
                return name
        if not odd or len(heard) < 5 or (len(parts) < 3 and not strange):
            return None
        if (name := self.slips.get(heard)) and OSA.normalized_similarity(key, name) >= _LIKE_A_SLIP:
            return name
        return self._nearly_spoken(key, heard) if len(parts) > 2 else None

    def _nearly_spoken(self, key: str, heard: str) -> str | None:
        """The one name that sounds like several words but for one sound ("jackie few sen")."""
        alike = [other for size in (-1, 0, 1) for other in self._sounds_by_length.get(len(heard) + size, ())]
        near = process.extract(heard, alike, scorer=OSA.distance, score_cutoff=1, limit=3)
        names = {self.sounds[other] for other, _, _ in near}
        close = [
            name
            for name in names
            if len(name) >= _SHORTEST_SPOKEN
            and sound(name)[0] == heard[0]
            and not _other_ending(key, name)
            and OSA.normalized_similarity(key, name) >= 0.65
        ]
        return close[0] if len(close) == 1 and len(names) == 1 else None

    def _spelt(self, said: Sequence[set[str]]) -> str | None:
        """The name that is spelt out in letters and numbers ("a m x zero zero three five"), or None."""
        names = ("".join(heard) for heard in itertools.product(*map(sorted, said)))
        return next((name for name in names if len(name) >= 3 and name in self.targets), None)

    @cached_property
    def _sounds_by_length(self) -> Mapping[int, Sequence[str]]:
        found: dict[int, list[str]] = {}
        for heard in self.sounds:
            found.setdefault(len(heard), []).append(heard)
        return found

    @cached_property
    def longest_sound(self) -> int:
        """Letters of the longest text that can sound like a name: half as many again as the longest name has."""
        return max(map(len, self.sounds.values()), default=0) * 3 // 2


def _spelt_out(keys: Sequence[str]) -> list[set[str]]:
    """What each word may have been written for: "double" for the letter after it, "thirty" before "five" for a 3."""
    found = [{_SPELT.get(key, key), _SPELT_ALSO.get(key, _SPELT.get(key, key))} for key in keys]
    for position, key in enumerate(keys):
        after = found[position + 1] if position + 1 < len(keys) else set()
        if key == "double" and all(len(one) == 1 for one in after):
            found[position] = after or {key}
        elif key in _TENS:
            before_a_digit = any(one.isdecimal() and len(one) == 1 and one != "0" for one in after)
            found[position] = {_TENS[key] if before_a_digit else _TENS[key] + "0"}
    return found


def _is_rare(key: str) -> bool:
    """Whether a word is rarer than what people write of sheep and chemists, or rather rare and built like a drug."""
    frequency = wordfreq.zipf_frequency(key, "en")
    return (
        key in _ENDINGS_ALONE
        or frequency < RAREST_ZIPF
        or (frequency < RARE_ZIPF and bool(_BUILT_LIKE_A_DRUG.search(key)))
    )


_A_DRUG = ("medicine", "medication", "med", "treatment")  # said for "drug": "Jaci's medicine"
_PLURAL = re.compile(r"['’]s$|s$")


def compact(text: str) -> str:
    """A name without case, accents, spaces and signs: "Cu(II)ATSM" and "cu ii atsm" are the same."""
    folded = fold(text)
    return folded if folded.isalnum() else _SIGNS.sub("", folded)


_SIGNS = re.compile(r"[\W_]+")


def sound(key: str) -> str:
    """A rough English sound of a compact name: like-sounding letters made one, vowels after the first letter gone."""
    key = spelt_alike(key)
    first = "a" if key[:1] in "aeiouy" else key[:1]
    return first + key[1:].translate(_SILENT)


_SILENT = str.maketrans("", "", "aeiouyh")
_WORD_AND_NUMBER = re.compile(r"([a-z]{3,})(\d+)")


def _alike_code(key: str) -> str:
    """A code of a word and a number with like-sounding letters made one."""
    return _WORD_AND_NUMBER.sub(lambda match: spelt_alike(match[1]) + match[2], key)


def spelt_alike(key: str) -> str:
    """A compact name with like-sounding letters made one."""
    key = _ENDS.sub(lambda match: _ENDS_AS.get(match[0], "a"), key.replace("ph", "f"))
    for heard, written in _SOUNDS:  # no patterns: a question holds a hundred runs of words that may be a name
        key = key.replace(heard, written)
    return _DOUBLED.sub(r"\1", key.translate(_LETTERS))


_ENDS = re.compile(r"^wr|(?<=[a-z]{3})(?:er|ah|ar)$|(?<=[a-z]{3})ing$")
_ENDS_AS = {"wr": "r", "ing": "in"}  # "jassy fusing"
_SOUNDS = (
    *((heard, "k") for heard in ("kw", "cw", "qu")),
    *((heard, "u") for heard in ("auew", "euew", "aew", "eew", "uew", "ew")),
    ("ow", "o"),
    ("oo", "u"),
    *((f"c{vowel}", f"s{vowel}") for vowel in "eiy"),
    ("ck", "k"),
    ("th", "t"),
)
_LETTERS = str.maketrans({"c": "k", "q": "k", "x": "ks", "z": "s", "b": "p", "v": "f", "w": "f", "d": "t"})
_DOUBLED = re.compile(r"(.)\1+")


def _tokens(text: str) -> list[str]:
    """Words of a text as typed, cut at spaces, slashes and dashes between words, signs at their ends removed."""
    parts = re.split(r"[\s/–—,;:?!()\[\]\"“”]+|(?<=\w)\.(?=\s|$)|\s-\s", text)
    bare = [part for raw in parts if (part := raw.strip(".'’‘-*_`"))]
    return [word for part in bare for word in (part.split("-") if _is_spelt(part) else [part])]


def _is_spelt(word: str) -> bool:
    """Whether a word with hyphens spells something out: "double-oh-one"."""
    return "-" in word and all(part == "double" or part in _TENS or part in _SPELT for part in fold(word).split("-"))


def _is_meant(typed: Sequence[str], position: int) -> bool:
    """Whether a word that is also an ordinary English word stands for a name here."""
    word = typed[position]
    if wordfreq.zipf_frequency(fold(word), "en") < COMMON_ZIPF or any(c.isdigit() for c in word):
        return True
    around = {fold(w) for w in (*typed[max(0, position - 1) : position], *typed[position + 1 : position + 2])}
    if "-" in word.strip("-"):
        return True  # word lists count the halves of "COURAGE-ALS"
    long = [w for w in typed if len(w) > 2]
    shouting = len(long) > 3 and sum(w.isupper() for w in long) > len(long) / 2
    if (word.isupper() and len(word) > 2 and not shouting) or around & _TRIAL_WORDS:
        return True
    counted = len(typed) <= _COUNTED and bool(_COUNTS_PEOPLE.search(fold(" ".join(typed))))
    return counted and (position in {0, len(typed) - 1})


def _is_other_code(typed: Sequence[str], position: int, taken: set[int]) -> bool:
    """Whether a number right after a name makes it another name: "COYA 818"."""
    return typed[position].isdecimal() and len(typed[position]) >= 3 and position - 1 in taken


def _is_slip(key: str, name: str, distance: int) -> bool:
    """Whether a word is one name with slips of the finger: the longer the name, the more of them."""
    if _other_ending(key, name) or abs(len(key) - len(name)) > 3:
        return False
    same_sound = sound(key) == sound(name)
    if key[0] != name[0] and not same_sound:
        return False
    shorter = min(len(key), len(name))
    allowed = 1 if shorter < 9 else 2
    if same_sound:
        allowed += 1 if shorter < 7 else 2
    return distance <= allowed


def _other_ending(key: str, name: str) -> bool:
    mine, theirs = _DRUG_ENDING.search(key), _DRUG_ENDING.search(name)
    return bool(mine and (theirs is None or mine.group() != theirs.group()))


def _proper_names(page: Page) -> Iterator[str]:
    yield from (page.slug, *page.meta.names.proper, *page.meta.names.company)
    for product in page.meta.products:
        yield from product.all_names


def _page_names(page: Page) -> Iterator[tuple[str, _Target]]:
    meta = page.meta
    single = len(page.drugs) == 1
    names = meta.names
    for name in (page.title, page.slug, *meta.also_listed, *names.proper, *names.misspellings):
        yield name, _Target(page.slug, None)
    for name in names.nicknames:
        for called in (name, *(f"{name[:-5]} {word}" for word in _A_DRUG if name.endswith(" drug"))):
            yield called, _Target(page.slug, None, sort="nickname")
    for name in names.company:
        yield name, _Target(page.slug, None, sort="company")
    for product in meta.products:
        for name in product.all_names:
            yield name, _Target(page.slug, None if single else product.name)
    for trial in meta.trials:
        for name in (trial.name, *trial.names, *trial.registry):
            yield name, _Target(page.slug, None if single else trial.product, trial.id)
