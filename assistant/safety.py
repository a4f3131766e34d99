"""Raw text → Guard or None: fixed rules, before anything else is done with a question.

It reads text only: no page, no model, no search. The words stand in `dangers`, the wording shown in `wording`; hazards
and the tests that hold them are in docs/hazards.md. What it raises stops the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assistant import dangers
from assistant.language import fold


class Danger(StrEnum):
    """What a guard is about. The value names the rule in tests and counts."""

    EMERGENCY = "emergency"
    OVERDOSE = "overdose"
    INTENDED_OVERDOSE = "intended overdose"
    SELF_HARM = "self-harm"
    CARER = "carer"
    DYING = "assisted dying"
    PERSONAL = "personal advice"
    WARNING_SIGN = "warning sign"


EMERGENCIES = frozenset({Danger.EMERGENCY, Danger.OVERDOSE, Danger.INTENDED_OVERDOSE})
CRISES = frozenset({Danger.SELF_HARM, Danger.CARER, Danger.DYING})


@dataclass(frozen=True)
class Guard:
    """What the rules found in a question.

    Attributes:
        danger: The rule that was set off.
        on_amounts: Whether no amount to take may be shown: always, unless it is only asked how a drug is taken.
    """

    danger: Danger
    on_amounts: bool = False

    @property
    def grave(self) -> bool:
        """Whether it ends the answer: emergency or crisis. Such a turn lends no drug or topic to later ones."""
        return self.danger in EMERGENCIES or self.danger in CRISES


# Most urgent first: the first rule that is set off decides.
_GRAVE = (
    (Danger.INTENDED_OVERDOSE, dangers.INTENDED),
    (Danger.EMERGENCY, dangers.EMERGENCY),
    (Danger.OVERDOSE, dangers.OVERDOSE),
    (Danger.SELF_HARM, dangers.SELF_HARM),
    (Danger.DYING, dangers.DYING),
    (Danger.CARER, dangers.CARER),
)


def guard(text: str, *, after_crisis: bool = False) -> Guard | None:
    """The most urgent guard that a question sets off, or None.

    Args:
        text: The question as typed.
        after_crisis: Whether an earlier turn of the conversation was a crisis or an overdose.
    """
    written = plain(text)
    if found := _grave(written):
        return Guard(found)
    if after_crisis and dangers.AFTERWARDS.seen_in(written):
        return Guard(Danger.SELF_HARM)
    on_amounts = bool(dangers.AMOUNTS.search(written)) or not dangers.HOW_TAKEN.search(written)
    if any(sign.seen_in(written) for sign in dangers.WARNING):
        return Guard(Danger.WARNING_SIGN, on_amounts)
    if any(sign.seen_in(written) for sign in dangers.PERSONAL):
        return Guard(Danger.PERSONAL, on_amounts)
    return None


def grave_danger(text: str) -> Danger | None:
    """The emergency or crisis that a turn tells of by the rules, taken alone, or None."""
    return _grave(plain(text))


def was_crisis(turns: Iterable[Danger | None]) -> bool:
    """Whether one of the dangers of earlier turns makes a later question about amounts grave.

    After choking, "a double dose if he missed one?" is what it says; after a wish to die it may not be.
    """
    return any(danger not in {None, Danger.EMERGENCY} for danger in turns)


def changes_rules(text: str) -> bool:
    """Whether a text tries to change what the assistant does rather than to ask something."""
    return bool(dangers.RULES.search(plain(text)))


def plain(text: str) -> str:
    """Folded text on one line: contractions written out, slips in urgent words mended, decimals with a comma.

    A full stop then always ends a sentence, which the rules rely on.
    """
    text = re.sub(r"(?<=\d)\.(?=\d)", ",", text)
    written = re.sub(r"[a-z]{5,}", lambda match: _mended(match.group()), re.sub(r"\s+", " ", fold(text)))
    for pattern, whole in _CONTRACTIONS:
        written = pattern.sub(whole, written)
    return written


def _mended(word: str) -> str:
    """An urgent word that was typed with one slip, as it should be; any other word as it is."""
    if word in dangers.URGENT_WORDS or word in dangers.NO_SLIPS:
        return word
    return next(
        (right for slip in (word, *_one_less(word)) for right in _SLIPS.get(slip, ()) if _close(word, right)), word
    )


def _one_less(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def _close(word: str, right: str) -> bool:
    return word[:1] == right[:1] and abs(len(word) - len(right)) <= 1


def _grave(written: str) -> Danger | None:
    return next((danger for danger, signs in _GRAVE if any(sign.seen_in(written) for sign in signs)), None)


_SLIPS: dict[str, list[str]] = {}
for _right in dangers.URGENT_WORDS:
    for _slip in (_right, *_one_less(_right)):
        _SLIPS.setdefault(_slip, []).append(_right)

_CONTRACTIONS = tuple(
    (re.compile(pattern), whole)
    for pattern, whole in (
        (r"\b(?:can ?not|cant|can't|cannt|canot|cn't|cnt|cann't|not can)\b", "cannot"),
        (r"\bcannot (\w+ )?bree[zd]e?\b", r"cannot \1breathe"),  # as a microphone hears it
        (r"\b(?:dont|don't|do nt)\b", "do not"),
        (r"\b(?:doesnt|doesn't)\b", "does not"),
        (r"\b(?:didnt|didn't)\b", "did not"),
        (r"\b(?:nt|no can)\b", "not"),
        (r"\b(?:isnt|isn't)\b", "is not"),
        (r"\b(?:wont|won't)\b", "will not"),
        (r"\b(?:i'm|im|i am|ima)\b", "i am"),
        (r"\b(?:ive|i've)\b", "i have"),
        (r"\b(?:hes|he's)\b", "he is"),
        (r"\b(?:shes|she's)\b", "she is"),
        (r"\b(dad|mum|mom|husband|wife)'s (?=\w+ing\b)", r"\1 is "),
        (r"\b(?:wanna|want too|wnat to|wana)\b", "want to"),
        (r"\b(?:gonna|goin to)\b", "going to"),
        (r"\b(?:any ?more)\b", "anymore"),
        (r"\bkil+\b", "kill"),
        (r"\b(?:my ?self|meself|myslef)\b(?!-)", "myself"),
        (r"\bsuic?s?id(?=\w*)|\bsuicde|\bsucid", "suicid"),
    )
)
