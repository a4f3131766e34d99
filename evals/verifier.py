"""The verifier's own exam: does it let true sentences through, and no false one?

Three parts, reported apart: sentences of the pages as they stand with generated one-change twins; true paraphrases
written by hand with one-change twins; sentences and evidence from a file that is not ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.language import fold, sentences, stems
from assistant.meanings import MONTHS
from assistant.pages import Page
from assistant.support import support

PARAPHRASES = Path(__file__).parent / "paraphrases"


@dataclass(frozen=True)
class Pair:
    """A claim with what it rests on.

    Attributes:
        claim: The claim.
        sources: Texts that it rests on.
        about: Names of the drug that they are about.
        true: Whether the sources support it.
        kind: What was changed in it; "" when nothing was.
    """

    claim: str
    sources: tuple[str, ...]
    about: tuple[str, ...]
    true: bool
    kind: str = ""


@dataclass(frozen=True)
class Judged:
    """A pair with what the verifier says of it."""

    pair: Pair
    supported: bool
    score: float
    broken: str

    @property
    def right(self) -> bool:
        return self.supported == self.pair.true


@dataclass(frozen=True)
class Tally:
    """How many of some pairs were judged right."""

    right: int
    of: int

    @property
    def share(self) -> float | None:
        return self.right / self.of if self.of else None


def judge(pairs: Iterable[Pair]) -> list[Judged]:
    """What the verifier says of pairs, in order."""
    found = []
    for pair in pairs:
        result = support(pair.claim, pair.sources, about=pair.about)
        found.append(Judged(pair, result.supported, result.score, result.broken))
    return found


def tallies(judged: Sequence[Judged]) -> dict[str, Tally]:
    """Right ones among true pairs ("true"), among all false ones ("false"), and by kind of change."""
    groups: dict[str, list[Judged]] = {"true": [], "false": []}
    for each in judged:
        groups["true" if each.pair.true else "false"].append(each)
        if each.pair.kind and not each.pair.true:
            groups.setdefault(each.pair.kind, []).append(each)
    return {name: Tally(sum(each.right for each in own), len(own)) for name, own in groups.items()}


def names_of(page: Page) -> tuple[str, ...]:
    """Names of a page's drug, the one that a sentence calls it by first."""
    meta = page.meta
    return (page.name, *meta.names.proper, *(name for product in meta.products for name in product.all_names))


# --- (a) sentences of the pages and generated twins ------------------------------------------------------------


def page_pairs(pages: Sequence[Page]) -> list[Pair]:
    """Every sentence of every drug page as it stands, and one twin of each kind of change that it allows."""
    drugs = [page.name for page in pages if not page.is_background]
    pairs = []
    for page in pages:
        if page.is_background:
            continue
        about = names_of(page)
        for unit in page.units.values():
            for sentence in sentences(unit.plain):
                pairs.append(Pair(sentence, (unit.plain,), about, true=True))
                others = [name for name in drugs if name != page.name]
                for kind, twin in twins(sentence, others):
                    pairs.append(Pair(twin, (unit.plain,), about, true=False, kind=kind))
    return pairs


def twins(sentence: str, drugs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Sentences with one change that makes them false, each with the kind of change.

    Args:
        sentence: A true sentence.
        drugs: Names of other drugs.
    """
    makers: Mapping[str, Callable[[str], str]] = {
        "amount": _other_amount,
        "unit": lambda text: _swapped(text, _UNITS),
        "negation": _other_polarity,
        "drug": lambda text: _other_drug(text, drugs),
        "region": lambda text: _swapped(text, _PLACES),
        "date": _other_date,
        "phase": lambda text: re.sub(
            r"\b([Pp]hase )(\d)", lambda m: m.group(1) + str(int(m.group(2)) % 3 + 1), text, count=1
        ),
        "status": lambda text: _swapped(text, _STATES),
        "direction": lambda text: _swapped(text, _DIRECTIONS),
        "arm": _other_arm,
    }
    for kind, make in makers.items():
        twin = make(sentence)
        if fold(twin) != fold(sentence):
            yield kind, twin


_UNITS = {
    "mg": "g",
    "weeks": "months",
    "week": "month",
    "months": "years",
    "month": "year",
    "years": "months",
    "year": "month",
    "days": "weeks",
    "day": "week",
    "hours": "minutes",
    "minutes": "hours",
    "mL": "L",
    "%": " points",
    "points": "%",
}
_PLACES = {
    "USA": "UK",
    "US": "Canadian",
    "Japan": "China",
    "Canada": "Australia",
    "EU": "UK",
    "UK": "USA",
    "Australia": "Canada",
    "South Korea": "Japan",
    "Israel": "Italy",
    "Italy": "Spain",
    "China": "Japan",
    "France": "Germany",
    "Norway": "Sweden",
    "Europe": "Japan",
    "Japanese": "Chinese",
    "England": "France",
}
_STATES = {
    "not approved": "approved",
    "approved": "withdrawn",
    "withdrawn": "approved",
    "refused": "approved",
    "stopped": "approved",
    "failed": "succeeded",
    "missed": "met",
    "under review": "approved",
    "experimental": "approved",
    "conditional": "full",
    "recruiting": "completed",
    "closed": "recruiting",
}
_DIRECTIONS = {
    "slower": "faster",
    "faster": "slower",
    "slowed": "sped up",
    "slows": "speeds up",
    "more": "fewer",
    "fewer": "more",
    "less": "more",
    "longer": "shorter",
    "shorter": "longer",
    "better": "worse",
    "worse": "better",
    "higher": "lower",
    "lower": "higher",
    "fell": "rose",
    "rose": "fell",
    "lowers": "raises",
    "raises": "lowers",
    "lost": "gained",
    "more slowly": "faster",
}


def _swapped(text: str, pairs: Mapping[str, str]) -> str:
    """A text with the first of some words changed for its counterpart."""
    words = "|".join(map(re.escape, sorted(pairs, key=len, reverse=True)))
    return re.sub(rf"(?<![\w-])({words})(?![\w-])", lambda match: pairs[match.group()], text, count=1)


def _other_amount(text: str) -> str:
    """The first number that is neither a date, a phase, nor part of a name, made another one."""

    def other(match: re.Match[str]) -> str:
        value = match.group()
        if "." in value:
            return f"{float(value) * 2:.{len(value.partition('.')[2])}f}"
        return str(int(value.replace(",", "")) * 2 + 1)

    pattern = (
        r"(?<![\w.,/-])(?<!phase )(?<!Phase )(?!(?:19|20)\d\d\b)\d[\d,]*(?:\.\d+)?(?![\w/-])(?! (?:" + _MONTHS + "))"
    )
    return re.sub(pattern, other, text, count=1)


_MONTHS = "|".join(month.capitalize() for month in MONTHS)


def _other_phase(text: str) -> str:
    """The first phase made the next one; 3 becomes 1."""
    return re.sub(r"\b([Pp]hase )(\d)", lambda match: match.group(1) + str(int(match.group(2)) % 3 + 1), text, count=1)


def _other_date(text: str) -> str:
    """The first year made an earlier one."""
    return re.sub(r"\b(?:19|20)\d\d\b", lambda match: str(int(match.group()) - 2), text, count=1)


def _other_polarity(text: str) -> str:
    """A denial taken out, or put in after the first helping verb."""
    for pattern, instead in (
        (r"\b(did|does|do) not (\w+)\b", r"\1 \2"),
        (r"\b(is|are|was|were|has|have|had|must|may|can|could|should|would) not\b", r"\1"),
        (r"\bcannot\b", "can"),
        (r"^No (\w+) of\b", r"\1 of"),
        (r"\bno\b", "some"),
        (r"^No\b", "Some"),
        (r"\b(is|are|was|were|has|have|had|must|may|can|could|should)\b", r"\1 not"),
    ):
        if re.search(pattern, text):
            return re.sub(pattern, instead, text, count=1)
    return text


def _other_drug(text: str, drugs: Sequence[str]) -> str:
    """The first word that is another drug's name made yet another one's, or the drug itself another one."""
    known = ("riluzole", "edaravone", "tofersen", "placebo")
    for name in known:
        if re.search(rf"\b{name}\b", text, re.IGNORECASE):
            instead = next(other for other in drugs if other.lower() not in text.lower())
            return re.sub(rf"\b{name}\b", instead, text, count=1, flags=re.IGNORECASE)
    return text


def _other_arm(text: str) -> str:
    """The two groups of a comparison changed for each other: "on X … on placebo"."""
    match = re.search(r"\bon (?!the\b)([A-Z]?[\w-]+(?: \d+| mg)?)\b(.{3,80}?)\bon (placebo|sham)\b", text)
    if not match or match.group(1) in {"placebo", "sham"} or text.count(match.group(1)) > 1:
        return text
    swapped = f"on {match.group(3)}{match.group(2)}on {match.group(1)}"
    if re.search(r"\bor$|\band$", match.group(2).strip()) and not re.search(r"\d", match.group(2)):
        return text  # "on X or placebo": nothing is compared
    if not re.search(r"\d|than", match.group(2) + text[match.end() : match.end() + 12]):
        return text
    numbers = re.findall(r"(?<![\w-])\d[\d.]*", text)
    if (
        (len(numbers) > 1 and len(set(numbers)) == 1)
        or "differ" in text
        or "same" in text
        or "alike" in text
        or "similar" in text
        or "neither" in text.lower()
    ):
        return text
    return text[: match.start()] + swapped + text[match.end() :]


# --- (b) paraphrases -------------------------------------------------------------------------------------------


def paraphrase_pairs(pages: Mapping[str, Page], folder: Path = PARAPHRASES) -> list[Pair]:
    """The paraphrases written by hand, each followed by its twin.

    Raises:
        UsageError: A line cannot be read, or names a sentence that there is not.
    """
    pairs = []
    for file in sorted(folder.glob("*.jsonl")):
        for number, values in _lines(file):
            try:
                page = pages[values["page"]]
                source = (page.units[values["unit"]].plain,)
                about = names_of(page)
                pairs.append(Pair(values["true"], source, about, true=True))
                pairs.append(Pair(values["false"], source, about, true=False, kind=values["change"]))
            except KeyError as error:
                raise UsageError(f"{file.name}:{number}: there is no {error}. Mend the line.") from error
    return pairs


# --- (c) sentences that are not ours ---------------------------------------------------------------------------


def outside_pairs(file: Path) -> list[Pair]:
    """Claims of a file in the form of WiCE: ``label``, ``claim``, ``evidence``; "partially_supported" counts as not.

    Source: Kamoi and others, "WiCE: Real-World Entailment for Claims in Wikipedia", EMNLP 2023.

    Raises:
        UsageError: The file cannot be read or a line is no such claim.
    """
    pairs = []
    for number, values in _lines(file):
        try:
            pairs.append(Pair(values["claim"], tuple(values["evidence"]), (), values["label"] == "supported"))
        except (KeyError, TypeError) as error:
            raise UsageError(f"{file.name}:{number}: expected label, claim and evidence. Mend the line.") from error
    return pairs


def overlap(pair: Pair) -> float:
    """Share of the distinct stems of a claim that its sources hold, 0..1: the plain rival."""
    claim = set(stems(pair.claim))
    return len(claim & set(stems(" ".join(pair.sources)))) / len(claim) if claim else 0.0


def balanced_accuracy(true: Sequence[bool], said: Sequence[bool]) -> float:
    """Mean of the share of true ones said to be true and of false ones said to be false, 0..1; 0.5 is guessing."""
    positive = [s for t, s in zip(true, said, strict=True) if t]
    negative = [not s for t, s in zip(true, said, strict=True) if not t]
    shares = [sum(side) / len(side) for side in (positive, negative) if side]
    return sum(shares) / len(shares)


def best_threshold(true: Sequence[bool], scores: Sequence[float]) -> tuple[float, float]:
    """The threshold at which "score ≥ threshold" has the highest balanced accuracy, and that accuracy."""
    return max(
        ((t, balanced_accuracy(true, [s >= t for s in scores])) for t in sorted(set(scores))), key=lambda p: p[1]
    )


# --- the exam --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outside:
    """Balanced accuracies over a file that is not ours.

    Attributes:
        claims: How many claims.
        decided: Of the verifier's yes or no.
        scored: Of its score at the threshold that is best for it.
        overlap: Of plain word overlap at the threshold that is best for it.
    """

    claims: int
    decided: float
    scored: float
    overlap: float


@dataclass(frozen=True)
class Exam:
    """The three parts: judgements on page sentences and twins, on paraphrases and twins, and an outside file."""

    pages: list[Judged]
    paraphrases: list[Judged]
    outside: Outside | None


def exam(pages: Sequence[Page], outside: Path | None = None) -> Exam:
    """The whole exam.

    Args:
        pages: The curated pages.
        outside: A file for part three, in the form of WiCE.

    Raises:
        UsageError: A file cannot be read.
    """
    pairs = outside_pairs(outside) if outside else []
    by_slug = {page.slug: page for page in pages}
    return Exam(judge(page_pairs(pages)), judge(paraphrase_pairs(by_slug)), _outside(pairs) if pairs else None)


def _outside(pairs: Sequence[Pair]) -> Outside:
    true = [pair.true for pair in pairs]
    judged = judge(pairs)
    return Outside(
        len(pairs),
        balanced_accuracy(true, [each.supported for each in judged]),
        best_threshold(true, [each.score for each in judged])[1],
        best_threshold(true, [overlap(pair) for pair in pairs])[1],
    )


def as_json(found: Exam) -> dict[str, object]:
    """The numbers of an exam, JSON-ready."""
    parts = {"pages": found.pages, "paraphrases": found.paraphrases}
    return {
        **{
            part: {name: {"right": tally.right, "of": tally.of} for name, tally in tallies(judged).items()}
            for part, judged in parts.items()
        },
        "outside": vars(found.outside) if found.outside else None,
    }


# --- judging alone ---------------------------------------------------------------------------------------------


def judge_line(line: str) -> dict[str, object]:
    """What the verifier says of one JSON object with ``claim`` and ``passage``.

    Raises:
        UsageError: It is no such object.
    """
    try:
        values = json.loads(line)
        claim, passage = values["claim"], values["passage"]
        if not isinstance(claim, str) or not isinstance(passage, str):
            raise TypeError
    except (ValueError, TypeError, KeyError) as error:
        raise UsageError('Expected a JSON object {"claim": "…", "passage": "…"}. Mend the line.') from error
    result = support(claim, [passage])
    return {"supported": result.supported, "score": round(result.score, 4)}


def _lines(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read; expected JSON lines.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise UsageError(f"{file.name}:{number}: not JSON ({error}). Mend the line.") from error
