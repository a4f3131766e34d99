"""Pages → findings: the house style that keeps every sentence short, plain, sourced and able to stand alone.

`pages` refuses what cannot be read; this room says what an editor should mend before readers see it. It changes
nothing and knows nothing of search or replies.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from assistant.errors import Fault
from assistant.frontmatter import ProductState, Region, SourceKind, StatusState, Trial, TrialResult
from assistant.language import amounts, count_words, fold, reading_grade, sentences
from assistant.pages import Page, Unit
from assistant.safety import changes_rules

# Limits of the page format (DESIGN: "A page"); a reader with tired eyes sets them.
GIST_WORDS = 15
MUST_SAY_WORDS = 15
SENTENCE_WORDS = 28
SENTENCES = 2
SECTION_GRADE = 8.0

REGION_WORDS: dict[Region, tuple[str, ...]] = {
    Region.WORLD: ("anywhere", "any country", "world", "worldwide", "no country", "nowhere"),
    Region.EU: ("eu", "european union", "european", "europe"),
    Region.EUROPE: ("europe", "european"),
    Region.UK: ("uk", "united kingdom", "england", "wales", "scotland", "britain", "nhs"),
    Region.USA: ("usa", "us", "united states", "american", "fda"),
    Region.SOUTH_KOREA: ("south korea", "korea", "korean"),
}
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
    found += _trials_agree(pages)
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


def _status_said(page: Page) -> Iterator[Fault]:
    for number, row in enumerate(page.meta.status):
        said = fold(page.units[row.says].plain)
        line = page.lines[f"status.{number}"]
        names = REGION_WORDS.get(row.region, (fold(row.region),))
        if not any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) for name in names):
            yield _fault(
                page, line, "status", f"{row.region} not in unit '{row.says}'", "the region in the sentence", "Name it."
            )
        if row.date and row.state is not StatusState.NONE_FOUND and row.date[:4] not in said:
            yield _fault(
                page,
                line,
                "status",
                f"{row.date[:4]} not in unit '{row.says}'",
                "the year of the decision in the sentence",
                "Say when.",
            )


def _trials_said(page: Page) -> Iterator[Fault]:
    for number, row in enumerate(page.meta.trials):
        said = fold(page.units[row.says].plain)
        if not any(fold(name) in said for name in (row.name, *row.names)):
            yield _fault(
                page,
                page.lines[f"trials.{number}"],
                "trial",
                f"'{row.name}' not in unit '{row.says}'",
                "the trial named in the sentence",
                "Name it, or add the name used to names.",
            )
        if row.n and not any(_counts(unit, row) for unit in page.units.values()):
            yield _fault(
                page,
                page.lines[f"trials.{number}"],
                "trial",
                f"n {row.n} in no unit",
                "a sentence that states how many people took part",
                "Say it on the page, or leave n out.",
            )


def _counts(unit: Unit, trial: Trial) -> bool:
    return str(trial.n) in {amount.value for amount in amounts(unit.plain)}


def _results_complete(page: Page) -> Iterator[Fault]:
    for section in page.sections:
        if section.key != "works":
            continue
        for unit in section.units:
            results = [a for a in amounts(unit.plain) if a.unit in {"%", "point"} or "." in a.value]
            if len(results) >= 2 and not (_COMPARED.search(unit.plain) and _TIMED.search(unit.plain)):
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
    _status_said,
    _trials_said,
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


def _trials_agree(pages: Sequence[Page]) -> Iterator[Fault]:
    first: dict[str, tuple[Page, Trial]] = {}
    for page in pages:
        for number, trial in enumerate(page.meta.trials):
            other_page, other = first.setdefault(trial.id, (page, trial))
            for field in ("phase", "state", "n", "result"):
                mine, theirs = getattr(trial, field), getattr(other, field)
                if mine != theirs:
                    yield _fault(
                        page,
                        page.lines[f"trials.{number}"],
                        "trial",
                        f"{trial.id}: {field} {mine}",
                        f"{theirs}, as on {other_page.slug}.md",
                        "Make the pages agree.",
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
