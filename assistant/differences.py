"""What stands already and a text that comes in → what differs, in words for an editor. Pure; writes nothing.

Beside an earlier draft it compares sentence by sentence. Beside a curated page, whose sentences are the project's own,
it finds for each sentence the unit that says most of the same, and puts first what may have changed: dates, numbers,
and what the text still expects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from assistant.language import fold, sentences, stems
from assistant.pages import Page, Unit
from assistant.webpage import Block

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?\s?%?")
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATE = re.compile(rf"\b(?:\d{{1,2}} )?(?:{_MONTHS}) \d{{4}}\b|\b(?:19|20)\d\d\b", re.IGNORECASE)
_EXPECTED = re.compile(
    r"\b(?:will|plans?|planned|expects?|expected|intends?|is due|are due|about to|hopes? to|aims? to)\b", re.IGNORECASE
)
_ALIKE = 0.6  # of a changed sentence: least share of equal letters
_SAME_MATTER = 0.3  # least share of a sentence's stems that a unit holds for both to be on the same matter


@dataclass(frozen=True)
class Difference:
    """One thing that differs.

    Attributes:
        kind: What sort: "age", "expected", "number", "changed", "added", "gone" or "lost".
        new: What the text says, or "".
        old: What stands already, or "".
        where: Id of the unit on the page, or "".
    """

    kind: Literal["age", "expected", "number", "changed", "added", "gone", "lost"]
    new: str = ""
    old: str = ""
    where: str = ""

    def __str__(self) -> str:
        where = f" ({self.where})" if self.where else ""
        told = {
            "age": f"Date: {self.new}",
            "expected": f"Expected: the text still says: {self.new}",
            "number": f"Numbers: {self.new}",
            "changed": f"Changed{where}:\n  text: {self.new}\n  here: {self.old}",
            "added": f"Only in the text: {self.new}",
            "gone": f"Only here: {self.old}",
            "lost": f"Warning: {self.new}",
        }
        return told[self.kind]


_ORDER = ("age", "expected", "number", "lost", "changed", "added", "gone")


def beside_text(old: Sequence[Block], new: Sequence[Block]) -> list[Difference]:
    """Differences of two states of one text, what matters most first; empty when they say the same."""
    found = list(_sentence_by_sentence(_sentences(old), _sentences(new)))
    for change in [each for each in found if each.kind == "changed"]:
        if numbers := _numbers_changed(change.old, change.new):
            found.append(Difference("number", f"{numbers} in: {change.new}"))
    found += _lost(old, new)
    return _sorted(found)


def beside_page(page: Page, blocks: Sequence[Block], *, date: str) -> list[Difference]:
    """What a text says differently from a curated page on the same drug, what matters most first.

    Args:
        page: The page; nothing of it is changed.
        blocks: The text that came in.
        date: Day, month or year that the text bears, as YYYY, YYYY-MM or YYYY-MM-DD, or "".
    """
    units = [(unit, _matter(unit.plain)) for unit in page.units.values()]
    known = _numbers(" ".join(unit.plain for unit in page.units.values()) + page.text.partition("\n---\n")[0])
    found: list[Difference] = []
    if date and date[:7] < page.meta.checked_to[: len(date)]:
        found.append(Difference("age", f"the text is of {date}; this page is checked to {page.meta.checked_to}."))
    if date and date[:7] > page.meta.checked_to:
        found.append(Difference("age", f"the text is of {date}, newer than this page ({page.meta.checked_to})."))
    for sentence in _sentences(blocks):
        unit = _nearest(sentence, units)
        if unit and fold(unit.plain) == fold(sentence):
            continue
        years = [year for year in re.findall(r"\b(?:19|20)\d\d\b", sentence) if year <= page.meta.checked_to[:4]]
        if _EXPECTED.search(sentence) and years:
            found.append(Difference("expected", sentence))
        missing = sorted(_numbers(sentence) - known, key=sentence.find)
        if missing:
            found.append(Difference("number", f"{', '.join(missing)}, nowhere on this page, in: {sentence}"))
        apart = _numbers(sentence) - _numbers(unit.plain) if unit else set()
        if unit and apart and (theirs := _numbers(unit.plain) - _numbers(sentence)):
            told = f"{_listed(apart, sentence)} in the text, {_listed(theirs, unit.plain)} in '{unit.id}'"
            found.append(Difference("number", told))
        if unit is None:
            found.append(Difference("added", sentence))
        else:
            found.append(Difference("changed", sentence, unit.plain, unit.id))
    return _sorted(found)


def _listed(numbers: set[str], text: str) -> str:
    return ", ".join(sorted(numbers, key=text.find))


def _sorted(found: Sequence[Difference]) -> list[Difference]:
    return sorted(found, key=lambda each: _ORDER.index(each.kind))


def _sentences(blocks: Sequence[Block]) -> list[str]:
    return [
        part
        for block in blocks
        if block.kind != "heading"
        for part in ([block.text] if block.kind == "row" else sentences(block.text))
    ]


def _sentence_by_sentence(old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    for way, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if way == "equal":
            continue
        gone, added = list(old[a:b]), list(new[c:d])
        for sentence in list(added):
            like = max(gone, key=lambda each, mine=sentence: _likeness(each, mine), default="")  # type: ignore[misc]
            if like and _likeness(like, sentence) >= _ALIKE:
                gone.remove(like)
                added.remove(sentence)
                yield Difference("changed", sentence, like)
        yield from (Difference("added", sentence) for sentence in added)
        yield from (Difference("gone", old=sentence) for sentence in gone)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _numbers_changed(old: str, new: str) -> str:
    before, after = _numbers(old), _numbers(new)
    gone, came = sorted(before - after), sorted(after - before)
    if not gone and not came:
        return ""
    return f"{', '.join(gone) or 'nothing'} became {', '.join(came) or 'nothing'}"


def _numbers(text: str) -> set[str]:
    """Dates and numbers of a text, as they stand there."""
    dates = set(_DATE.findall(text))
    rest = _DATE.sub(lambda match: match.group()[-4:] + " ", text)
    return dates | {match.group().replace(" ", "").rstrip(",") for match in _NUMBER.finditer(rest)}


def _lost(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Difference]:
    for heading in _texts(old, "heading"):
        if fold(heading) not in {fold(each) for each in _texts(new, "heading")}:
            yield Difference("lost", f"the heading “{heading}” is gone.")
    rows, left = len(_texts(old, "row")), len(_texts(new, "row"))
    if rows and not left:
        yield Difference("lost", f"a table of {rows} rows is gone.")
    elif left < rows:
        yield Difference("lost", f"{rows - left} rows of tables are gone.")


def _texts(blocks: Sequence[Block], kind: str) -> list[str]:
    return [block.text for block in blocks if block.kind == kind]


def _matter(text: str) -> frozenset[str]:
    return frozenset(term for term in stems(text) if len(term) > 3 or term.isdigit())


def _nearest(sentence: str, units: Sequence[tuple[Unit, frozenset[str]]]) -> Unit | None:
    """The unit that says most of what a sentence says; None when none says much of it."""
    mine = _matter(sentence)
    if not mine:
        return None
    best = max(units, key=lambda each: len(mine & each[1]) / (len(mine) + 0.3 * len(each[1])), default=None)
    return best[0] if best and len(mine & best[1]) / len(mine) >= _SAME_MATTER else None
