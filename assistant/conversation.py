"""Text + earlier questions → Questions that stand alone: what each takes over from the turns before it.

"Does it work?", "and in Europe?", "side effects?", "the first one you told me about". Only questions are known of a
conversation, never replies; guarded turns are left out by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant import lexicon
from assistant.described import Fits
from assistant.language import sentences, stems
from assistant.pages import HEADINGS
from assistant.question import SMALL_TALK, Kind, Question, Subject
from assistant.reading import Reader, on_one_line

SHORT = 8  # words: a text this short, all of words that the pages use, leans on what was spoken of
_ONLY_A_FORM = 5  # words of a text that can name no more than a form of the drug spoken of
_ELLIPTICAL = 1  # words of its own with which a question says no more than what it changes in the one before
MOST_PARTS = 3  # questions of one message that are answered
_TITLES = {heading.key: heading.text for heading in HEADINGS}


@dataclass(frozen=True)
class _Heard:
    """What a conversation has been about so far.

    Attributes:
        last: The turn before, or None.
        drug: The last turn that was about a drug, or None.
        first: The first such turn, or None.
    """

    last: Question | None = None
    drug: Question | None = None
    first: Question | None = None

    def after(self, turn: Question) -> _Heard:
        """The same, one turn later."""
        if not turn.subjects:
            return replace(self, last=turn)
        return _Heard(turn, turn, self.first or turn)


def read_parts(reader: Reader, text: str, earlier: Sequence[str] = ()) -> list[Question]:
    """The questions of one message, at least one, each as it would be asked alone.

    A message with several questions gives one each, at most ``MOST_PARTS``, when each asks something of its own;
    sentences before a question lend it their drug.

    Args:
        reader: Reads a text alone.
        text: The message as typed, not empty.
        earlier: Earlier questions, oldest first.
    """
    heard = _hear(reader, earlier)
    if meant := _meant(reader, text, earlier):
        return [_in(reader, meant, _hear(reader, earlier[:-1]))]
    whole = _in(reader, text, heard)
    asked = sentences(text)
    asking = [n for n, part in enumerate(asked) if part.endswith("?")]
    if len(asking) < 2 or whole.kind in {*SMALL_TALK, Kind.LANGUAGE}:
        return [whole]
    parts: list[Question] = []
    for number, part in enumerate(asked):
        question = _in(reader, part, heard)
        if parts and question.lent:  # "It was given for Parkinson's? How did that go?": not for ALS, then
            question = replace(question, illnesses=(*question.illnesses, *parts[-1].illnesses))
        heard = heard.after(question)
        if number in asking and _asks_of_its_own(question):
            parts.append(question)
    return parts[:MOST_PARTS] if len(parts) > 1 else [whole]


def _asks_of_its_own(question: Question) -> bool:
    """Whether one question of a message stands for itself; "And on the dummy?" goes on with the one before."""
    if question.kind is Kind.WORD:
        return bool(lexicon.MEANING_OF_A_WORD.search(on_one_line(question.text)))
    of_a_kind = question.kind is not Kind.FACT and not question.lent
    return bool(question.topics or question.focus or of_a_kind)


def _hear(reader: Reader, earlier: Sequence[str]) -> _Heard:
    heard = _Heard()
    for turn in earlier:
        heard = heard.after(_in(reader, turn, heard))
    return heard


def _in(reader: Reader, text: str, heard: _Heard) -> Question:
    """A text in its conversation."""
    if heard.last and (word := reader.word_explained(heard.last)):  # "What is PBA?" – "is there a medicine for that"
        text = lexicon.FOR_THAT.sub(lambda match: f"{match[0].rsplit(' ', 1)[0]} {word}", text)
    alone = reader.read(text)
    if again := _list_again(alone, heard.last):
        return again
    question = alone if heard.drug is None else _leaning(reader, alone, heard.drug, heard.first or heard.drug)
    return replace(question, asks=_asks(reader, question))


def _asks(reader: Reader, question: Question) -> tuple[Question, ...]:
    """What a question on one page asks one after the other; none when it asks one thing, or is no plain question."""
    if question.kind is not Kind.FACT or len(question.pages) != 1:
        return ()
    pieces = (piece for part in sentences(question.text) for piece in lexicon.NEXT_ASK.split(part))
    asking = [piece for piece in pieces if len(piece.split()) >= 3 and lexicon.AN_ASK.match(piece)]
    read = [reader.read(piece) for piece in asking] if len(asking) > 1 else []
    asks = [ask for ask in read if ask.terms or ask.aspects or lexicon.ASKS_OF_ITSELF.match(ask.text)]
    if len(asks) < 2:
        return ()
    return tuple(replace(ask, subjects=question.subjects, trials=question.trials) for ask in asks[:MOST_PARTS])


def _meant(reader: Reader, text: str, earlier: Sequence[str]) -> str | None:
    """The question before with its doubtful name put right, when the text is "Did you mean tofersen?"."""
    match = re.fullmatch(r"did you mean (.+?)\?", on_one_line(text))
    if not match or not earlier:
        return None
    before = _in(reader, earlier[-1], _hear(reader, earlier[:-1]))
    return earlier[-1].replace(before.doubtful[0].typed, match.group(1)) if before.doubtful else None


def _list_again(alone: Question, last: Question | None) -> Question | None:
    """After a list, "and in Canada?" asks for the same list elsewhere; None when the question is another."""
    if last is None or last.kind is not Kind.LIST or alone.subjects or not alone.regions:
        return None
    if alone.focus and not lexicon.ELLIPSIS.search(on_one_line(alone.text)):
        return None
    standalone = f"{last.standalone} {alone.standalone}"
    return replace(
        last,
        text=alone.text,
        standalone=standalone,
        query=standalone,
        message=standalone,
        whole=False,
        regions=alone.regions,
    )


def _leaning(reader: Reader, alone: Question, drug: Question, first: Question) -> Question:
    """A question that leans on a drug spoken of takes it over, and its topic when it has none."""
    plain = on_one_line(alone.text)
    if alone.kind in {*SMALL_TALK, Kind.LANGUAGE, Kind.TASK} or alone.doubtful:
        return alone
    alone = _there(alone, drug, plain)
    surely = all(alone.fits.pages[slug].is_sure for slug in alone.pages) if alone.fits else True
    if not surely and not lexicon.ABOUT_ANOTHER.search(plain):
        alone = replace(alone, subjects=())  # described, but not beyond the drug spoken of
    if alone.of_gene and lexicon.PRONOUN.search(plain) and not lexicon.ABOUT_ANOTHER.search(plain):
        # "Does it work in SOD1 too?" asks of the drug spoken of, and of the gene in particular.
        terms = tuple(dict.fromkeys(stems(alone.text)))
        gene = tuple(term for term in terms if term not in {*alone.terms, *lexicon.CARRIES_NOTHING})
        alone = replace(alone, subjects=(), query=alone.text, message=alone.text, focus=(*alone.focus, *gene))
    if alone.subjects:
        asks_nothing = (not alone.topics or alone.asks_what) and not alone.focus and not alone.aspects
        another = lexicon.ABOUT_ANOTHER.search(plain) or (plain.endswith("?") and len(plain.split()) <= 3)
        if asks_nothing and another and drug.topics:
            return _lent(reader, replace(alone, regions=alone.regions or drug.regions), alone.subjects, drug.topics)
        return alone
    if not _leans(reader, alone, plain):
        return alone
    spoken_of = first if lexicon.THE_FIRST.search(plain) else drug
    subjects = reader.of_form(spoken_of.subjects, plain)
    if subjects != spoken_of.subjects and drug.topics and len(plain.split()) <= _ONLY_A_FORM:
        return _lent(reader, alone, subjects, drug.topics)  # "and the oral one?" asks the same of the other form
    topics = alone.topics
    if not topics and (alone.regions or alone.elsewhere):
        topics = {"access": 1.2}
    lent = _lent(reader, alone, subjects, topics, leaning=True)
    if len(alone.terms) > _ELLIPTICAL or alone.topics or alone.aspects or alone.regions or alone.elsewhere:
        if lexicon.OF_THAT.search(plain):  # "how often do they check that": what "that" is was said before
            lent = replace(lent, clauses=(*lent.clauses, f"{drug.query} {alone.query}"))
        return lent
    # "In how many does the liver test go over three times normal?" – "over five times?"
    both = f"{drug.query} {alone.query}"
    return replace(
        lent, kind=Kind.FACT if alone.kind is Kind.FACT else lent.kind, query=both, message=both, whole=False
    )


def _there(alone: Question, drug: Question, plain: str) -> Question:
    """The question "who pays for it there?" asks about the place spoken of before."""
    if alone.regions or not drug.regions or not re.search(r"\b(?:there|here)\b(?! (?:is|are|was|were|any|a)\b)", plain):
        return alone
    return replace(alone, regions=drug.regions, places=drug.places)


def _leans(reader: Reader, alone: Question, plain: str) -> bool:
    pronoun = bool(lexicon.PRONOUN.search(plain))
    if lexicon.GENERAL.search(plain) or (alone.kind is Kind.LIST and not pronoun and not _of_one_drug(plain)):
        return False
    if alone.kind is Kind.WORD and (not pronoun or lexicon.MEANING.search(plain)):
        return False
    if pronoun or plain.startswith("and "):
        return True
    known = bool(alone.terms or plain.endswith("?")) and all(term in reader.vocabulary for term in alone.terms)
    asks = (alone.topics and not alone.asks_what) or alone.regions or alone.elsewhere or alone.aspects
    return bool(asks) or (known and (bool(lexicon.ELLIPSIS.search(plain)) or len(plain.split()) <= SHORT))


def _of_one_drug(plain: str) -> bool:
    """Whether a short question that could start a list asks about the drug spoken of: "any trials?"."""
    return len(plain.split()) <= SHORT and bool(lexicon.OF_ONE_DRUG.search(plain))


def _lent(
    reader: Reader,
    alone: Question,
    subjects: tuple[Subject, ...],
    topics: Mapping[str, float],
    *,
    leaning: bool = False,
) -> Question:
    """A question with drugs and topics of an earlier turn."""
    names = " and ".join(subject.name for subject in subjects)
    main = max(topics, key=lambda key: topics[key]) if topics and topics != alone.topics else None
    heading = _TITLES.get(main or "", "")
    about = f"About {names}" + (f" ({heading})" if heading else "")
    accounted = reader.name_parts(subjects, alone.focus)
    question = replace(
        alone,
        standalone=f"{about}: {alone.standalone}",
        query=f"{heading} of the drug" if heading and not leaning else alone.query,
        message=f"{heading} of the drug" if heading and not leaning else alone.message,
        whole=alone.whole and not (heading and not leaning),
        subjects=subjects,
        fits=Fits(),
        lent=leaning,
        topics=topics,
        focus=tuple(term for term in alone.focus if term not in accounted),
    )
    return replace(question, kind=_kind(question))


def _kind(question: Question) -> Kind:
    if len(question.subjects) > 1:
        return Kind.COMPARE
    return Kind.FACT if question.topics or question.is_pointed else Kind.OVERVIEW
