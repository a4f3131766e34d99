"""Claim + sources → does what the sources say support the claim? By fixed rules over words; pure, and closed in doubt.

It reads a claim in other words than its source, as a model writes it. What may change between the two are ordinary
words; what may not are numbers, units, dates, names, places, phases, denials, directions, who is compared with whom,
where a drug stands, limits and doubts. It cannot tell most good paraphrases from all bad ones, so it lets through only
what passes every rule. `meanings` holds its words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import wordfreq

from assistant import meanings
from assistant.language import fold, sentences, stem
from assistant.lexicon import LIKE_MEANING

RARE = 3.3  # Zipf frequency; a rarer word is taken for a name or term that only the source can license
STRANGE = 2.4  # Zipf frequency; rarer than this, a word written small is a term too
LICENSED = 0.5  # share of the ordinary words of a claim that its source must hold, itself or in like words
MOST_NEW = 4  # ordinary words that may be new at most


@dataclass(frozen=True)
class Support:
    """What became of a claim.

    Attributes:
        supported: Whether every rule is passed.
        score: How likely the sources support it, 0..1, by words, numbers, names and places; not what decides.
        broken: The first rule that is broken, or "".
    """

    supported: bool
    score: float
    broken: str


def support(claim: str, sources: Sequence[str], *, about: Sequence[str] = ()) -> Support:
    """Holds a claim against its sources.

    Args:
        claim: One statement, of one sentence or a few.
        sources: Texts it rests on.
        about: Names of the drug that all of it is about; a claim may use the first though its sources do not.
    """
    if _is_within(claim, sources):
        return Support(True, 1.0, "")
    said = _Read(claim)
    source = _Read(" ".join(sources))
    near = _Read(" ".join(_nearest(said, sources)))
    names = _Names(_stems_of(about[:1]), _stems_of(about))
    share, new = _licensed(said, source, names)
    broken = [name for name, rule in _RULES if not rule(said, source, near, names)]
    if share < LICENSED or new > MOST_NEW or _says_little(said, source):
        broken.append("words")
    return Support(not broken, _likelihood(said, source, share, broken), "".join(broken[:1]))


def _likelihood(claim: _Read, source: _Read, share: float, broken: Sequence[str]) -> float:
    """How likely the sources support a claim, by a logistic model: gentler than the rules, for ranking."""
    held = len(claim.stems & source.stems) / max(1, len(claim.stems))
    constant, overlap, words = _LIKELY
    log_odds = constant + overlap * held + words * share - sum(_UNLIKELY.get(name, 0.0) for name in broken)
    return 1 / (1 + math.exp(-log_odds))


# Fitted on the 1,043 claims of the WiCE development set (26 November 2026), weighted so that supported and other claims
# count alike; by ten-fold cross-validation balanced accuracy 0.78, word overlap alone 0.71. See evals/LOG.md.
_LIKELY = (-1.5, 2.3, 1.7)
_UNLIKELY = {"number": 1.9, "name": 1.2, "place": 0.9}


@dataclass(frozen=True)
class _Names:
    """Stems of the name that a claim may use though its sources do not, and of all names of that drug."""

    free: frozenset[str]
    drug: frozenset[str]


def _stems_of(names: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(word) for name in names for word in _WORD.findall(fold(name)))


# --- reading ---------------------------------------------------------------------------------------------------

_WORD = re.compile(r"\d+(?:\.\d+)?[a-c]?(?![\w])|%|°c|[^\W_]+(?:['.-][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class _Token:
    """A word as read: folded, its stem, where it stands, whether it is denied there, whether it was capitalised."""

    word: str
    stem: str
    sentence: int
    clause: int
    denied: bool
    capital: bool


class _Read:
    """A text cut into tokens and clauses."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = _written_out(text)
        self.tokens: list[_Token] = list(_tokens(self.plain, text))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(token.word for token in self.tokens)

    @cached_property
    def stems(self) -> frozenset[str]:
        parts = {stem(part) for token in self.tokens if "-" in token.word for part in token.word.split("-") if part}
        return frozenset(token.stem for token in self.tokens) | parts

    @cached_property
    def amounts(self) -> tuple[tuple[str, str], ...]:
        """Numbers with their unit, times counted in days or months; years of the calendar have the unit "year of"."""
        return tuple(_amounts(self.tokens))

    @cached_property
    def compares(self) -> tuple[tuple[str, int], ...]:
        return tuple(meanings.COMPARES[t.word] for t in self.tokens if t.word in meanings.COMPARES)

    @cached_property
    def stands(self) -> frozenset[str]:
        told = {(meanings.STANDS[t.word], t.denied) for t in self.tokens if t.word in meanings.STANDS}
        return frozenset(where for where, denied in told if not (denied and where in {"proven", "safe", "cure"}))

    @cached_property
    def places(self) -> frozenset[str]:
        return frozenset(meanings.PLACES[t.word] for t in self.tokens if t.word in meanings.PLACES)

    @cached_property
    def limits(self) -> frozenset[str]:
        return frozenset(meanings.LIMITS[t.word] for t in self.tokens if t.word in meanings.LIMITS)


def _written_out(text: str) -> str:
    plain = fold(text)
    for pattern, whole in meanings.WRITTEN_OUT:
        plain = pattern.sub(whole, plain)
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", plain)
    plain = re.sub(r"\b(" + "|".join(_TENS) + r")[ -](" + "|".join(_ONES) + r")\b", _joined, plain)
    plain = re.sub(r"\b(?:1|one) in (\d+|" + "|".join(meanings.NUMBER_WORDS) + r")\b", _as_share, plain)
    plain = re.sub(r"(?<=\d)-(?=\d)", " to ", plain)
    plain = re.sub(
        rf"(?<!\d )\b({_TIME}) ({_LIST})(?! times)", lambda match: _each(match.group(2), match.group(1)), plain
    )
    return re.sub(rf"\b({_LIST}) ({_TIME}|{_MASS})\b", lambda match: _each(match.group(1), match.group(2)), plain)


_TIME = "hours?|days?|weeks?|months?|years?"
_MASS = "mg|g|mcg|kg|ml|(?:milli|micro|kilo)?grams?|points?"
_LIST = r"\d+(?:(?:, | to | and | or |, and )\d+)*"


def _each(numbers: str, unit: str) -> str:
    """A list of numbers with one unit, each with its own: "4, 7 and 10 months"."""
    return re.sub(r"\d+", lambda number: f"{number.group()} {unit}", numbers)


def _as_share(match: re.Match[str]) -> str:
    whole = meanings.NUMBER_WORDS.get(match.group(1)) or int(match.group(1))
    return f"{100 / whole:g} %" if whole else match.group()


_TENS = [word for word, value in meanings.NUMBER_WORDS.items() if value >= 20 and value % 10 == 0 and value < 100]
_ONES = [
    word for word, value in meanings.NUMBER_WORDS.items() if 0 < value < 10 and word not in {"once", "twice", "both"}
]


def _joined(match: re.Match[str]) -> str:
    return str(meanings.NUMBER_WORDS[match.group(1)] + meanings.NUMBER_WORDS[match.group(2)])


def _tokens(plain: str, text: str) -> Iterator[_Token]:
    capitals = _capitals(text)
    spans, start = [], 0
    for match in meanings.CLAUSE_END.finditer(plain):
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(plain)))
    sentence = 0
    for clause, (start, end) in enumerate(spans):
        sentence += plain[start - 1 : start] == "."
        found = [match.group() for match in _WORD.finditer(plain, start, end)]
        denied = False
        for word in found:
            denied = denied or word in meanings.DENIES
            number = meanings.NUMBER_WORDS.get(word)
            plural = meanings.SHARES.get(word)
            if plural is not None:
                yield _Token(plural, plural, sentence, clause, denied, False)
                yield _Token("%", "%", sentence, clause, denied, False)
            elif number is not None and word not in {"both", "once", "twice"}:
                yield _Token(str(number), str(number), sentence, clause, denied, False)
            else:
                word = word.removesuffix("'s")  # noqa: PLW2901 - the word itself
                yield _Token(word, stem(word), sentence, clause, denied, word in capitals)


def _capitals(text: str) -> frozenset[str]:
    """Folded words that are written with a capital where no sentence begins, or that no dictionary writes small."""
    found: set[str] = set()
    for sentence in sentences(text):
        for number, word in enumerate(re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", sentence)):
            folded = fold(word)
            if any(c.isupper() for c in word[1:]) or (word[0].isupper() and (number or _zipf(folded) < RARE)):
                found.add(folded.removesuffix("'s"))
    return frozenset(found)


@lru_cache(maxsize=50_000)
def _zipf(word: str) -> float:
    return float(wordfreq.zipf_frequency(word, "en"))


def _amounts(tokens: Sequence[_Token]) -> Iterator[tuple[str, str]]:
    for number, token in enumerate(tokens):
        if not _NUMBER.fullmatch(token.word):
            continue
        if re.fullmatch(r"(?:19|20)\d\d", token.word):
            yield token.word, "year of"
            continue
        after = [other.word for other in tokens[number + 1 : number + 4] if other.clause == token.clause]
        while after[:1] in (["to"], ["or"], ["and"]) and len(after) > 2 and _NUMBER.fullmatch(after[1]):
            after = after[2:]  # "11.5 to 26 days"
        if after[:1] == ["times"]:
            yield token.word, "times"
            continue
        unit = next((found for word in after[:3] if (found := _unit(word))), None)
        if unit is None:
            yield token.word, ""
        else:
            yield f"{float(token.word) * unit[1]:g}", unit[0]


def _unit(word: str) -> tuple[str, float] | None:
    return meanings.UNITS.get(word) or meanings.UNITS.get(word.removesuffix("s"))


# --- the nearest sentences -------------------------------------------------------------------------------------


def _is_within(claim: str, sources: Sequence[str]) -> bool:
    """Whether every sentence of a claim is a whole sentence of a source, word for word."""
    whole = {" ".join(sentence.split()) for source in sources for sentence in sentences(source)}
    own = [" ".join(sentence.split()) for sentence in sentences(claim)]
    return bool(own) and set(own) <= whole


def _nearest(claim: _Read, sources: Sequence[str]) -> list[str]:
    """The sentences of the sources that hold most of the claim: as many as add a word of it."""
    own = [sentence for source in sources for sentence in sentences(source)]
    left = {t.stem for t in claim.tokens if t.word not in meanings.EMPTY}
    chosen: set[int] = set()
    held = [
        frozenset(like for word in _Read(sentence).stems for like in (word, *_ALIKE.get(word, ()))) for sentence in own
    ]
    while len(chosen) < len(own):
        gains = {n: len(left & held[n]) for n in range(len(own)) if n not in chosen}
        best = max(gains, key=lambda n: gains[n])
        if gains[best] < (1 if not chosen else 2):
            break
        chosen.add(best)
        left -= held[best]
    return [own[n] for n in sorted(chosen)] or own[:1]


# --- ordinary words --------------------------------------------------------------------------------------------


def _alike() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {word: set(group) for word, group in LIKE_MEANING.items()}
    for line in meanings.ALIKE:
        group = {stem(word) for word in line.split()}
        for word in group:
            found.setdefault(word, set()).update(group)
    return {word: frozenset(group) for word, group in found.items()}


_ALIKE = _alike()
_CLASSED = frozenset().union(
    meanings.DENIES,
    meanings.COMPARES,
    meanings.STANDS,
    meanings.HEDGES,
    meanings.BOOSTS,
    meanings.PLACES,
    meanings.LIMITS,
    meanings.CONTROLS,
    meanings.BETWEEN_GROUPS,
    meanings.MONTHS,
)


def _licensed(claim: _Read, source: _Read, names: _Names) -> tuple[float, int]:
    """Share of the claim's ordinary words that its source holds, and how many it does not."""
    ordinary = {
        t.stem for t in claim.tokens if t.word not in meanings.FREE and t.word not in _CLASSED and not _is_figure(t)
    }
    if not ordinary:
        return 1.0, 0
    new = [
        word for word in ordinary if word not in source.stems and word not in names.free and not _has_like(word, source)
    ]
    return 1 - len(new) / len(ordinary), len(new)


def _says_little(claim: _Read, source: _Read) -> bool:
    """Whether a claim shares fewer than two words that carry something with its source, like a bare "yes"."""
    return len({t.stem for t in claim.tokens if t.word not in meanings.EMPTY} & source.stems) < 2


def _has_like(word: str, source: _Read) -> bool:
    return not _ALIKE.get(word, frozenset()).isdisjoint(source.stems)


def _is_figure(token: _Token) -> bool:
    return token.word[0].isdigit() or token.word == "%" or token.word.removesuffix("s") in meanings.UNITS


# --- rules -----------------------------------------------------------------------------------------------------


def _numbers_kept(claim: _Read, source: _Read, near: _Read, names: _Names) -> bool:
    """Every number of the claim is in the source with the same unit."""
    there = set(source.amounts)
    values = {value for value, _ in there}
    bare = {value for value, unit in there if unit == ""}
    united = {written for (_, unit), written in zip(source.amounts, _figures(source), strict=True) if unit}
    for (value, unit), written in zip(claim.amounts, _figures(claim), strict=True):
        if (value, unit) in there or (written in bare and not united & {written}):
            continue
        if unit == "" and value in values:
            continue
        if unit == "%" and value in _FRACTIONS and _FRACTIONS[value] & {v for v, u in there if u == "%"}:
            continue
        if value in {"1", "2"} and unit == "":
            word = {"1": "one", "2": "two"}[value]
            if word == "one" or "both" in source.words or "either" in source.words:
                continue
        return False
    return True


def _figures(read: _Read) -> list[str]:
    return [token.word for token in read.tokens if _NUMBER.fullmatch(token.word)]


_FRACTIONS = {"50": {"49", "51", "50"}, "25": {"24", "25", "26"}, "33": {"32", "33", "34"}}


def _bounds_kept(claim: _Read, source: _Read, near: _Read, names: _Names) -> bool:
    """A number that is a bound ("more than 1,000", "70% or more") is not one to the other side."""
    there = list(_bounds(source))
    for value, bound in _bounds(claim):
        rivals = {other for number, other in there if number == value}
        if bound not in rivals and rivals & _OPPOSITE_BOUND[bound]:
            return False
    return True


def _bounds(read: _Read) -> Iterator[tuple[str, str]]:
    for token, following in zip(read.tokens, read.tokens[1:], strict=False):
        if token.word in _OPPOSITE_BOUND and _NUMBER.fullmatch(following.word):
            yield following.word, token.word


_OPPOSITE_BOUND = {
    "morethan": {"lessthan", "upto"},
    "atleast": {"lessthan", "upto"},
    "lessthan": {"morethan", "atleast"},
    "upto": {"morethan", "atleast"},
}


def _times_kept(claim: _Read, source: _Read, near: _Read, names: _Names) -> bool:
    """Days stay days and weeks weeks, also where no number stands before them: "twice a day", "in the first year"."""
    counted = {
        _time(t.word) for before, t in zip(source.tokens, source.tokens[1:], strict=False) if before.word == "12"
    }
    return _loose_times(claim) <= _loose_times(source) | ({"year"} if "month" in counted else set())


def _loose_times(read: _Read) -> set[str]:
    found = {
        _time(token.word)
        for before, token in zip(["", *(t.word for t in read.tokens)], read.tokens, strict=False)
        if not before[:1].isdigit()
    }
    return found - {""}


def _time(word: str) -> str:
    return _TIMES.get(word, "")


_TIMES = {
    word: words.split()[0]
    for words in (
        "day days daily",
        "week weeks weekly",
        "month months monthly",
        "year years yearly annual annually",
        "hour hours hourly",
        "minute minutes",
        "% percent",
        "point points",
    )
    for word in words.split()
}


def _dates_kept(claim: _Read, source: _Read, near: _Read, names: _Names) -> bool:
    """Every month of the claim is in the source, beside the same year."""
    there = set(_dates(source))
    for month, year in _dates(claim):
        if year and (month, year) not in there:
            return False
        if not year and month not in {m for m, _ in there}:
            return False
    return True


def _dates(read: _Read) -> Iterator[tuple[str, str]]:
    for number, token in enumerate(read.tokens):
        if token.word in meanings.MONTHS and not (token.word in {"may", "march"} and not token.capital):
            after = [t.word for t in read.tokens[number + 1 : number + 4]]
            yield token.word, next((word for word in after if re.fullmatch(r"(?:19|20)\d\d", word)), "")


def _phases_kept(claim: _Read, source: _Read, near: _Read, names: _Names) -> bool:
    """Every phase of the claim is in the source."""
    there = set(_phases(source))
    return all(phase in there or any(other.rstrip("abc") == phase for other in there) for phase in _phases(claim))


def _phases(read: _Read) -> Iterator[str]:
    yield from re.findall(r"\bphase ((?:\d[a-c]?/)?\d[a-c]?)\b", read.plain)


def _names_kept(claim: _Read, source: _Read, near: _Read, names: _Names) -> bool:
    """Every name and rare term of the claim is in the source, or is a name of the drug that it is about."""
    for token in claim.tokens:
        if token.word in source.words or token.stem in source.stems or token.stem in names.free or _is_figure(token):
            continue
        if token.word in _CLASSED or token.word in meanings.FREE or _has_like(token.stem, source):
            continue
        parts = [part for part in token.word.split("-") if part]
        if token.capital or any(c.isdigit() for c in token.word):
            return False
        if any(_zipf(part) < STRANGE and stem(part) not in source.stems for part in parts):
            return False
    return True


def _places_kept(claim: _Read, source: _Read, near: _Read, names: _Names) -> bool:
    """Every place of the claim is in the source; where a drug stands is never told without its place."""
    if not claim.places - {"world"} <= source.places:
        return False
    if "world" in claim.places and not source.places:
        return False
    decided = claim.stands & {
        "approved",
        "withdrawn",
        "refused",
        "conditional",
        "sold",
        "applied",
        "review",
        "orphan",
        "recommended",
    }
    limited = near.places - {"world"}
    return not (decided and limited and not claim.places & limited)


def _denials_kept(claim: _Read, source: _Read, near: _Read, names: _Names) -> bool:
    """A word is denied in the claim when it is in the source, and only then."""
    if _most_denials(claim) > max(1, _most_denials(source)):
        return False
    told: dict[str, set[bool]] = {}
    for token in source.tokens:
        told.setdefault(token.stem, set()).add(token.denied)
    matched: set[int] = set()
    for token in claim.tokens:
        if token.word in meanings.EMPTY or token.word in meanings.DENIES or token.stem in names.drug:
            continue
        sides = told.get(token.stem)
        if token.capital or _is_figure(token):
            if sides is not None and token.denied not in sides and token.word[0].isdigit():
                return False
            continue
        if sides is None:
            like = _ALIKE.get(token.stem, frozenset())
            sides = set().union(*(told[other] for other in like if other in told)) or None
            if sides is None or len(sides) > 1 or token.word in meanings.FREE:
                continue
        if token.denied not in sides or (len(sides) > 1 and not _side_fits(claim, source, token)):
            return False
        if token.denied:
            matched.add(token.clause)
    denied = {token.clause for token in claim.tokens if token.word in meanings.DENIES}
    if not denied <= matched:
        return False
    return bool(denied) or bool(claim.words & meanings.DENIES_TOO) or not _drops_denial(claim, near)


def _most_denials(read: _Read) -> int:
    """Denials in the clause that has most of them."""
    clauses = [t.clause for t in read.tokens if t.word in meanings.DENIES]
    return max((clauses.count(clause) for clause in clauses), default=0)


def _side_fits(claim: _Read, source: _Read, token: _Token) -> bool:
    """Whether a word that its source both denies and affirms is denied as where its neighbours are most alike."""
    around = _around(claim, claim.tokens.index(token))
    likeness = {True: -1, False: -1}
    for at, other in enumerate(source.tokens):
        if other.stem == token.stem:
            likeness[other.denied] = max(likeness[other.denied], len(around & _around(source, at)))
    return likeness[token.denied] > likeness[not token.denied]


def _drops_denial(claim: _Read, near: _Read) -> bool:
    """Whether a claim without a denial rests on a sentence with one: on words that stand nowhere else."""
    own = [_Read(sentence) for sentence in sentences(near.text)]
    for number, sentence in enumerate(own):
        if not sentence.words & meanings.DENIES:
            continue
        others = frozenset().union(*(other.stems for n, other in enumerate(own) if n != number))
        held = {t.stem for t in sentence.tokens if t.word not in meanings.FREE and not _is_figure(t)} - others
        shared = len(held & claim.stems) + len([t for t in held - claim.stems if _has_like(t, claim)])
        if shared > (0 if meanings.FORBIDS.search(sentence.plain) else 1):
            return True
    return False


def _directions_kept(claim: _Read, source: _Read, near: _Read, names: _Names) -> bool:
    """Every direction of the claim is in the source; turned round only where the groups are turned round too.

    Of two groups, the numbers go with their group: in the order of the source, or turned round with the groups.
    """
    turned = _turned(claim, near, names)
    mine = _counts(claim)
    comparing = bool(claim.words & meanings.BETWEEN_GROUPS)
    comparative = _comparative(claim) if turned and comparing and len(mine) < 2 else None
    for at, token in enumerate(claim.tokens):
        axis, sign = meanings.COMPARES.get(token.word, ("", 0))
        if axis == "size" and ("size", -sign) in source.compares and ("size", sign) not in source.compares:
            return False
        if axis in {"", "size", "time"}:
            continue
        same, other = (_places_of(near, axis, s) or _places_of(source, axis, s) for s in (sign, -sign))
        if not same and not other and axis in _OTHER_AXIS:
            same, other = (_places_of(source, _OTHER_AXIS[axis], s) for s in (sign, -sign))
        if at == comparative:
            same, other = other, same
        if not same or (other and not _nearer(claim, at, same, other)):
            return False
    if turned is None:
        return True
    theirs = [value for value in _counts(near) if value in mine]
    half = len(theirs) // 2
    if len(mine) > 1:
        return mine == (theirs[half:] + theirs[:half] if turned else theirs)
    return not turned or comparative is not None or bool(claim.words & meanings.ALIKE_IN_GROUPS)


def _comparative(read: _Read) -> int | None:
    """Where the word stands that compares two groups: the last direction before "than" and the like."""
    between = next(n for n, token in enumerate(read.tokens) if token.word in meanings.BETWEEN_GROUPS)
    found = [n for n, token in enumerate(read.tokens[:between]) if token.word in meanings.COMPARES]
    return found[-1] if found else None


# What fell is lower: one is told by the other.
_OTHER_AXIS = {"change": "amount", "amount": "change"}


def _turned(claim: _Read, near: _Read, names: _Names) -> bool | None:
    """Whether the claim names the two groups of a trial the other way round; None unless both name both."""
    mine, theirs = _drug_first(claim, names), _drug_first(near, names)
    return None if mine is None or theirs is None else mine != theirs


def _drug_first(read: _Read, names: _Names) -> bool | None:
    """Whether the drug stands before the group without it, by the mention of the drug that is nearest to it."""
    controls = [n for n, t in enumerate(read.tokens) if t.word in meanings.CONTROLS]
    drugs = [
        n
        for n, t in enumerate(read.tokens)
        if (t.stem in names.drug or t.word in {"drug", "treated", "treatment", "mg"})
        and not {other.word for other in read.tokens[n + 1 : n + 3]} & {"trial", "trials", "study", "pilot", "phase"}
        and not {other.word for other in read.tokens[max(0, n - 2) : n]} & {"trial", "trials", "study"}
    ]
    if not controls or not drugs:
        return None
    drug, control = min(((d, c) for d in drugs for c in controls), key=lambda pair: abs(pair[0] - pair[1]))
    return drug < control


def _places_of(read: _Read, axis: str, sign: int) -> list[frozenset[str]]:
    """The neighbourhoods of the words of one direction."""
    return [_around(read, n) for n, t in enumerate(read.tokens) if meanings.COMPARES.get(t.word) == (axis, sign)]


def _around(read: _Read, at: int) -> frozenset[str]:
    clause = read.tokens[at].clause
    near = [t for t in read.tokens[max(0, at - 6) : at + 6] if abs(t.clause - clause) < 1 or t is read.tokens[at]]
    return frozenset(t.stem for t in near if t.word not in meanings.FREE and t.word not in meanings.COMPARES)


def _nearer(claim: _Read, at: int, same: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> bool:
    """Whether a direction of the claim stands among words among which the source has it, rather than its opposite."""
    around = _around(claim, at)
    return max(len(around & each) for each in same) > max(len(around & each) for each in other)


def _counts(read: _Read) -> list[str]:
    """Numbers that may be results of groups, in order: not dates, nor when they were taken, nor phases."""
    found = []
    for number, token in enumerate(read.tokens):
        before = read.tokens[number - 1].word if number else ""
        after = [t.word for t in read.tokens[number + 1 : number + 2]]
        if not _NUMBER.fullmatch(token.word) or _year_of(read, number) or before in _WHEN or after == ["times"]:
            continue
        if (_time("".join(after)) and before in {"over", "for", "of"}) or set(after) & set(meanings.MONTHS):
            continue
        found.append(token.word)
    return found


_WHEN = frozenset("after over within for at by first last phase week weeks month months day days in early past".split())


def _all_in_place(claim: _Read, source: _Read, near: _Read, names: _Names) -> bool:
    """A number, year, place or state stands among the words among which the source has it, not its rival."""
    return all(_in_place(claim, source, key) for key in (_number_of, _year_of, _place_of, _stand_of, _time_of))


def _in_place(claim: _Read, source: _Read, key: Callable[[_Read, int], str]) -> bool:
    mine = _neighbours(claim, key)
    there = _neighbours(source, key)
    said = [name for name, _ in mine]
    known = [name for name, _ in there]
    for name, around in mine:
        own = [len(around & other) for rival, other in there if rival == name]
        left_out = [len(around & other) for rival, other in there if said.count(rival) < known.count(rival)]
        if own and left_out and (max(left_out) > max(own) or said.count(name) > known.count(name)):
            return False
    return True


def _neighbours(read: _Read, key: Callable[[_Read, int], str]) -> list[tuple[str, frozenset[str]]]:
    """What a key finds, each with the words around it up to the next of the same sort."""
    places = [(n, name) for n in range(len(read.tokens)) if (name := key(read, n))]
    found = []
    for number, (place, name) in enumerate(places):
        start, end = max(0, place - 4), place + 7
        if read.tokens[place].word[0].isdigit():  # numbers stand close together, each with its own words
            start = max(start, places[number - 1][0] + 1 if number else 0)
            end = min(end, places[number + 1][0] if number + 1 < len(places) else end)
        inside = read.tokens[place].sentence
        around = {t.stem for t in read.tokens[start:end] if t.word not in meanings.EMPTY and t.sentence == inside}
        found.append((name, frozenset(around - {read.tokens[place].stem})))
    return found


def _number_of(read: _Read, at: int) -> str:
    word = read.tokens[at].word
    dated = any(other.word in meanings.MONTHS for other in read.tokens[at + 1 : at + 2])
    return "" if dated or _year_of(read, at) or not word[0].isdigit() else word


def _year_of(read: _Read, at: int) -> str:
    word = read.tokens[at].word
    return word if re.fullmatch(r"(?:19|20)\d\d", word) else ""


def _place_of(read: _Read, at: int) -> str:
    return meanings.PLACES.get(read.tokens[at].word, "")


def _time_of(read: _Read, at: int) -> str:
    return "" if at and read.tokens[at - 1].word[0].isdigit() else _time(read.tokens[at].word)


def _stand_of(read: _Read, at: int) -> str:
    return meanings.STANDS.get(read.tokens[at].word, "")


def _stands_kept(claim: _Read, source: _Read, near: _Read, names: _Names) -> bool:
    """Where a drug stands, as the claim says it, is what the source says."""
    new = claim.stands - source.stands
    if new - meanings.LOOSE_STANDS:
        return False
    if any(frozenset({mine, theirs}) in meanings.OPPOSED for mine in new for theirs in source.stands - claim.stands):
        return False
    return not ("conditional" in near.stands and "approved" in claim.stands and "conditional" not in claim.stands)


def _limits_kept(claim: _Read, source: _Read, near: _Read, names: _Names) -> bool:
    """Who, how early, in what: limits of the sentences that a claim rests on stay in it, and none is new."""
    loose = {"subgroup", "some", "only", "women", "older", "fast", "early", "small"}
    if near.limits - claim.limits - {"small", "subgroup", "fast"} - names.free:
        return False
    if "some" in claim.words - source.words and source.words & meanings.DENIES:
        return False
    return not claim.limits - source.limits - loose


def _doubts_kept(claim: _Read, source: _Read, near: _Read, names: _Names) -> bool:
    """A doubt of the source stays a doubt, and its speaker is named."""
    doubts = meanings.DOUBTING.search(claim.plain)
    if meanings.GRAVE_CAVEATS.search(source.plain) and not doubts:
        return False
    if meanings.CAVEATS.search(near.plain) and not doubts:
        return False
    return not (meanings.SAYS.search(near.plain) and not meanings.SPEAKS.search(claim.plain))


def _nothing_surer(claim: _Read, source: _Read, near: _Read, names: _Names) -> bool:
    """A claim is no surer and no wider than its source."""
    said = {t.word for t in claim.tokens if t.word in meanings.BOOSTS and not (t.denied and t.word == "any")}
    there = {meanings.SAME_BOOST.get(word, word) for word in source.words}
    return all(meanings.SAME_BOOST.get(word, word) in there for word in said)


_RULES = (
    ("number", _numbers_kept),
    ("bound", _bounds_kept),
    ("time", _times_kept),
    ("date", _dates_kept),
    ("phase", _phases_kept),
    ("name", _names_kept),
    ("place", _places_kept),
    ("denial", _denials_kept),
    ("direction", _directions_kept),
    ("place of words", _all_in_place),
    ("status", _stands_kept),
    ("limit", _limits_kept),
    ("doubt", _doubts_kept),
    ("certainty", _nothing_surer),
)
