"""Pages → findings: the house style that keeps every sentence short, plain, sourced and able to stand alone.

`pages` refuses what cannot be read; this room says what an editor should mend before readers see it, and `agreement`
where facts, sentences and pages differ. It changes nothing and knows nothing of search or replies.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from assistant.agreement import disagreements
from assistant.errors import Fault
from assistant.frontmatter import ProductState, SourceKind, StatusState, TrialResult
from assistant.language import amounts, count_words, fold, reading_grade, sentences
from assistant.pages import Page, Unit
from assistant.safety import changes_rules

# Limits of the page format (DESIGN: "A page"); a reader with tired eyes sets them.
GIST_WORDS = 15
MUST_SAY_WORDS = 15
SENTENCE_WORDS = 28
SENTENCES = 2
SECTION_GRADE = 8.0

_LEADING_PRONOUN = re.compile(
    r"(?!it is not known|this page )(?:it|they|this|that|these|those|he|she|its|their|both"
    r"|the (?:drug|trial|study|company|medicine))\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:placebo|sham|riluzole alone|alone|without|untreated|controls?|either group|both groups|late|later|delayed"
    r"|on/off|other people|comparison|compared|than|versus|group|groups|before)\b",
    re.IGNORECASE,
)
_TIMED = re.compile(r"\b(?:days?|weeks?|months?|years?|visit|by \d{4}|after|dose|doses|injections?)\b", re.IGNORECASE)
_FAILED = re.compile(
    r"\b(?:fail|failed|missed|no (?:clear |added )?(?:benefit|effect|gain|difference|slowing)"
    r"|not (?:slow|shown|help|work)|did not|does not|unproven|not proven)\b",
    re.IGNORECASE,
)

_EFFECT = re.compile(r"\b(?:lost|loss|slow(?:er|ed)|less|fewer)\b", re.IGNORECASE)
# --- numbers without a unit; the words were set by all numbers of the corpus
_NO_UNIT = (
    r"(?:and|or|in|on|of|to|at|with|than|by|was|were|is|are|for|from|but|as|not|after|before|while|when|had|have|has"
    r"|that|which|who|did|does|the|an?|it|they|twice|once|every|daily)\b"
)
_BARE = re.compile(r"(?<![\w.,/-])(?>\d+(?:,\d{3})*(?:\.\d+)?)(?![\w-])")
_UNIT = rf"\s*(?:%|[€$£¥]|(?!{_NO_UNIT})[a-zµ])"
_UNIT_FOLLOWS = re.compile(
    r"(?:\s*(?:,|,? (?:or|to|and|then))(?: at (?:least|most)| about| up to)?\s*\d[\d,]*(?:\.\d+)?)*"
    rf"(?:{_UNIT}|\s*(?:of|in|out of)\s+(?:the\s+)?\d[\d,]*{_UNIT})|\s+or (?:more|less|over|older|younger|under)\b",
    re.IGNORECASE,
)
_UNIT_AHEAD = re.compile(
    r"(?:\b(?:january|february|march|april|may|june|july|august|september|october|november|december|phase|stages?"
    r"|grades?|scored?|scores|ratio|p-value|chance|aged?|groups?|version|part|type|weeks?|months?|days?|years?|points?"
    r"|above|below|p|regimen|number|among|votes|planned for|rate|times)"
    r"(?:\s+(?:of|was|is|from|at|for|about|at least|on))*|\bchance of [\w ]+ was"
    r"|, was|[=<>≥≤~(€$£¥:])\s*$",  # "The first person treated, a teacher, was 25": an age
    re.IGNORECASE,
)
_UNIT_EARLIER = re.compile(
    r"\d\s*(?:%|[a-z])|\b(?:scores?|scale|alsfrs-r|ratio|range|people|points?|votes?|voted|patients|groups?|rats|mice|weeks|days"
    r"|p-values?|rank|chance)\b",
    re.IGNORECASE,
)

Rule = Callable[[Page], Iterator[Fault]]


def check_pages(pages: Sequence[Page], *, today: date) -> list[Fault]:
    """Every finding on the pages, in order of file and line; empty when all is well.

    Args:
        pages: Sound pages, as ``load_pages`` gives them.
        today: The day against which review dates are held.
    """
    found = [fault for page in pages for rule in _PAGE_RULES for fault in rule(page)]
    found += [fault for page in pages for fault in _review_due(page, today)]
    found += _names_shared(pages)
    found += disagreements(pages, today=today.isoformat())
    found += _sentences_repeated(pages)
    return sorted(found, key=lambda fault: (fault.file, fault.line, fault.rule))


def planted(pages: Sequence[Page]) -> list[Fault]:
    """Texts that give orders to a machine; such a page must never be answered from. In order of page and line."""
    return [fault for page in pages for fault in _planted(page)]


def set_aside(page: Page) -> frozenset[str]:
    """Folded words that count one syllable in the reading grade: names of drugs, trials and companies."""
    meta = page.meta
    texts = [page.title, *meta.names.proper, *meta.names.company, *meta.names.nicknames]
    for product in meta.products:
        texts += [*product.all_names, product.sponsor or ""]
    for trial in meta.trials:
        texts += [trial.name, *trial.names, *trial.registry]
    found = {word for text in texts for word in re.findall(r"[a-z][a-z'-]*", fold(text))}
    return frozenset(found | {"alsfrs-r", "alsfrs", "amyotrophic", "neurofilament"})


# --- rules on one page -----------------------------------------------------------------------------------------


def _fault(page: Page, line: int, rule: str, found: str, expected: str, fix: str) -> Fault:
    return Fault(f"{page.slug}.md", line, rule, found, expected, fix)


def _planted(page: Page) -> Iterator[Fault]:
    shown = [(page.lines["title"], page.title), (page.lines["summary"], page.meta.summary)]
    shown += [(page.lines[f"must_say.{number}"], row.text) for number, row in enumerate(page.meta.must_say)]
    shown += [(unit.line, unit.plain) for unit in page.units.values()]
    for line, text in shown:
        if changes_rules(text):
            yield _fault(
                page, line, "planted order", f"'{text[:60]}'", "facts for a reader", "Remove it; ask who put it in."
            )


def _lengths(page: Page) -> Iterator[Fault]:
    for unit in page.units.values():
        parts = sentences(unit.plain)
        if unit.gist and (n := count_words(unit.plain)) > GIST_WORDS:
            yield _fault(page, unit.line, "gist length", f"{n} words", f"at most {GIST_WORDS}", "Say it shorter.")
        if len(parts) > SENTENCES:
            yield _fault(
                page, unit.line, "unit length", f"{len(parts)} sentences", f"at most {SENTENCES}", "Make two units."
            )
        for part in parts:
            if (n := count_words(part)) > SENTENCE_WORDS:
                yield _fault(page, unit.line, "sentence length", f"{n} words", f"at most {SENTENCE_WORDS}", "Split it.")
    for number, row in enumerate(page.meta.must_say):
        if (n := count_words(row.text)) > MUST_SAY_WORDS:
            line = page.lines[f"must_say.{number}"]
            yield _fault(page, line, "must_say length", f"{n} words", f"at most {MUST_SAY_WORDS}", "Say it shorter.")


def _gist_numbers(page: Page) -> Iterator[Fault]:
    for unit in page.units.values():
        if unit.gist and re.search(r"\d\s*%|\d\.\d|\bpoints?\b", unit.plain):
            yield _fault(
                page,
                unit.line,
                "gist numbers",
                "a trial result",
                "the heading answered without trial numbers",
                "Move the number to a unit below.",
            )


def _stands_alone(page: Page) -> Iterator[Fault]:
    named = _names_pattern(page)
    for unit in page.units.values():
        if match := _LEADING_PRONOUN.match(unit.plain):
            yield _fault(
                page,
                unit.line,
                "standing alone",
                f"a unit that opens with '{match.group()}'",
                "the drug or trial by name",
                "Name it.",
            )
        elif named and not named.search(fold(sentences(unit.plain)[0])):
            yield _fault(
                page,
                unit.line,
                "standing alone",
                f"'{unit.plain[:50]}…' without a drug or trial name",
                "the drug or trial in the first sentence",
                "Name it.",
            )


def _names_pattern(page: Page) -> re.Pattern[str] | None:
    """Finds a drug or trial of the page in folded text; None on background pages."""
    if page.is_background:
        return None
    names = [*page.meta.names.proper, *page.meta.names.nicknames]
    names += [name for product in page.meta.products for name in product.all_names]
    names += [name for trial in page.meta.trials for name in (trial.name, *trial.names)]
    ordered = sorted({fold(name) for name in names}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in ordered) + r")(?!\w)")


def _grade(page: Page) -> Iterator[Fault]:
    aside = set_aside(page)
    for section in page.sections:
        grade = reading_grade("\n".join(unit.plain for unit in section.units), names=aside)
        if grade is not None and grade > SECTION_GRADE:
            hardest = max(section.units, key=lambda unit: reading_grade(unit.plain, names=aside) or 0)
            yield _fault(
                page,
                section.gist.line,
                "reading grade",
                f"grade {grade:.1f} in '{section.heading}'",
                f"at most {SECTION_GRADE:.0f}",
                f"Shorten sentences and words, first '{hardest.id}'.",
            )


def _sources(page: Page) -> Iterator[Fault]:
    cited = {mark for unit in page.units.values() for mark in unit.sources}
    for key, source in page.meta.sources.items():
        line = page.lines[f"sources.{key}"]
        if key not in cited:
            yield _fault(page, line, "source", f"{key} not cited", "a unit that cites it", "Cite it or remove it.")
        if source.kind is SourceKind.OTHER and source.url:
            yield _fault(
                page,
                line,
                "source link",
                f"a link to {source.publisher}",
                "links only to regulators, registries, journals, charities, clinics, makers",
                "Remove the url.",
            )


def _ids(page: Page) -> Iterator[Fault]:
    """Links and tests point to ids; on drug pages they begin with the key of their section."""
    if page.is_background:
        return
    for section in page.sections:
        for unit in section.units:
            wanted = section.key if unit.gist else f"{section.key}-…"
            if unit.id != section.key if unit.gist else not unit.id.startswith(f"{section.key}-"):
                yield _fault(
                    page, unit.line, "unit id", f"'{unit.id}' under '{section.heading}'", f"'{wanted}'", "Rename it."
                )


def _endings(page: Page) -> Iterator[Fault]:
    for unit in page.units.values():
        if not re.search(r"[.!?][\"”’')]*$", unit.plain):
            yield _fault(
                page, unit.line, "sentence end", f"'…{unit.plain[-20:]}'", "a full stop at the end", "End the sentence."
            )


def _amounts(page: Page) -> Iterator[Fault]:
    """A number that says nothing of what it counts. What it takes over from words before it in its unit counts."""
    named = _names_pattern(page)
    for unit in page.units.values():
        text = unit.plain
        if named:
            text = named.sub("NAME", fold(text))
        for match in _BARE.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            if re.fullmatch(r"(?:19|20)\d\d", match.group()) or _UNIT_FOLLOWS.match(after):
                continue
            if _UNIT_AHEAD.search(before) or _UNIT_EARLIER.search(before):
                continue
            yield _fault(
                page,
                unit.line,
                "amount",
                f"{match.group()} in '{unit.id}' without a unit",
                "what it counts: mg, people, %, points, weeks …",
                "Add the unit behind the number.",
            )


def _results_complete(page: Page) -> Iterator[Fault]:
    for section in page.sections:
        if section.key != "works":
            continue
        for unit in section.units:
            results = [a for a in amounts(unit.plain) if a.unit in {"%", "point"} or "." in a.value]
            effect = any(a.unit for a in results) and _EFFECT.search(unit.plain)
            enough = len(results) >= 2 or effect
            if enough and not (_COMPARED.search(unit.plain) and _TIMED.search(unit.plain)):
                yield _fault(
                    page,
                    unit.line,
                    "result",
                    f"numbers in '{unit.id}' without group or time",
                    "both groups and the time point",
                    "Say who was compared and when.",
                )


def _must_say_needed(page: Page) -> Iterator[Fault]:
    said = fold(" ".join(row.text for row in page.meta.must_say))
    line = page.lines.get("must_say", 2)
    for need, needed in _needs(page):
        if not re.search(need, said):
            yield _fault(page, line, "must_say", "no row", needed, "Add the row.")


def _needs(page: Page) -> Iterator[tuple[str, str]]:
    """What the must_say texts have to hold, as a pattern over folded text and in words."""
    meta = page.meta
    for product in meta.products:
        if product.gene:
            yield rf"\b{re.escape(fold(product.gene))}\b", f"that {product.name} is only for a {product.gene} change"
    if any(product.state is ProductState.WITHDRAWN for product in meta.products):
        yield r"withdrawn|no longer sold|off the market|off sale", "that the drug was withdrawn"
    if any(product.state is ProductState.STOPPED for product in meta.products):
        yield r"stopped|no longer|ended|failed|no benefit|did not", "that work on the drug stopped"
    if any(trial.phase == "3" and trial.result is TrialResult.MISSED for trial in meta.trials):
        yield _FAILED.pattern, "that a main trial did not reach its goal"
    allowed = {StatusState.APPROVED, StatusState.CONDITIONAL, StatusState.AVAILABLE}
    for_als = [row for row in meta.status if row.indication.startswith("ALS")]
    regions = {row.region for row in for_als if row.current and row.state in allowed}
    if len(regions) == 1:
        yield r"\bonly\b", f"that it is approved only in {next(iter(regions))}"
    if not regions and not page.is_background:
        yield (
            r"not approved|no country|nowhere|withdrawn|no approval|not an approved|none is approved"
            r"|not (?:for )?als\b",
            "that it is not approved for ALS",
        )


_PAGE_RULES: tuple[Rule, ...] = (
    _lengths,
    _gist_numbers,
    _stands_alone,
    _grade,
    _sources,
    _ids,
    _endings,
    _amounts,
    _results_complete,
    _must_say_needed,
    _planted,
)

# --- rules on dates and between pages --------------------------------------------------------------------------


def _review_due(page: Page, today: date) -> Iterator[Fault]:
    if page.meta.review_due < today.isoformat():
        line = page.lines["review_due"]
        yield _fault(
            page, line, "review due", page.meta.review_due, "a day to come", "Review the page against its sources."
        )


def _names_shared(pages: Sequence[Page]) -> Iterator[Fault]:
    """A drug name that leads to two pages. Company names may be shared."""
    owners: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        names = page.meta.names
        mine = {fold(name) for name in (*names.proper, *names.nicknames, *names.misspellings)}
        for name in mine:
            owners[name].append(page)
    for name, sharing in sorted(owners.items()):
        for page in sharing[1:]:
            yield _fault(
                page,
                page.lines.get("names", 2),
                "name",
                f"'{name}', also on {sharing[0].slug}.md",
                "a name that leads to one page",
                "Leave it to the page that owns it.",
            )


def _sentences_repeated(pages: Iterable[Page]) -> Iterator[Fault]:
    seen: dict[str, tuple[Page, Unit]] = {}
    for page in pages:
        for unit in page.units.values():
            key = fold(unit.plain)
            if key in seen:
                other, first = seen[key]
                yield _fault(
                    page, unit.line, "repeated", f"the text of {other.slug}.md '{first.id}'", "one place", "Keep one."
                )
            seen.setdefault(key, (page, unit))
