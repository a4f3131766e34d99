"""Pages → findings: where typed facts, the sentences that state them, and other pages do not agree.

Lists, tables and status lines are made from typed facts, replies from sentences: a reader may see both. It reads words
of a closed kind (places, states, results); it does not understand a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.errors import Fault
from assistant.frontmatter import Category, Region, Route, Status, StatusState, Trial, TrialResult
from assistant.language import fold, stems
from assistant.pages import Page

REGION_WORDS: dict[Region, tuple[str, ...]] = {
    Region.WORLD: ("anywhere", "any country", "world", "worldwide", "no country", "nowhere"),
    Region.EU: ("eu", "european union", "european", "europe"),
    Region.EUROPE: ("europe", "european"),
    Region.UK: ("uk", "united kingdom", "england", "wales", "scotland", "britain", "nhs"),
    Region.USA: ("usa", "us", "united states", "american", "fda"),
    Region.SOUTH_KOREA: ("south korea", "korea", "korean"),
}
# What a sentence says, in one word at least, that states a row of this state.
_STATE_WORDS: Mapping[StatusState, str] = {
    StatusState.APPROVED: r"approv|licen[sc]|authori[sz]|allowed|cleared",
    StatusState.CONDITIONAL: r"condition|accelerated|exceptional|limited data",
    StatusState.AVAILABLE: r"sold|sell|paid|pays|fund|available|listed|cover|buy|bought|import|get|market|licen[sc]",
    StatusState.WITHDRAWN: r"withdr|no longer|off the market|off sale|stopped|ended|taken? (?:\w+ ){0,4}back",
    StatusState.REFUSED: r"refus|reject|against|not approv|turned down|negative|ended the",
    StatusState.APPLICATION_WITHDRAWN: r"withdr|t(?:ook|aken?|aking) (?:\w+ ){0,5}back|took back",
    StatusState.UNDER_REVIEW: r"review|appl|ask|filed|decid|decision|await|submit",
    StatusState.IN_TRIALS: r"trial|test|alstars",
    StatusState.NONE_FOUND: r"\b(?:no|not|none|nor|neither|nowhere|only|never)\b",
}
_GRANTED = frozenset({StatusState.APPROVED, StatusState.CONDITIONAL})
_DENIED = r"\bno (?:\w+ )?approvals?\b|\b(?:not|never|nowhere) (?:been |yet |an )*(?:approved?|licensed)\b"
_ROUTE_WORDS: Mapping[Route, str] = {
    Route.MOUTH: r"mouth|tablet|capsule|pill|liquid|drink|swallow|syrup|powder|film|suspension",
    Route.TUBE: r"tube",
    Route.VEIN: r"drip|vein|infusion",
    Route.MUSCLE: r"muscle",
    Route.SKIN: r"under the skin",
    Route.SPINE: r"spin",
}
MISSED = (
    r"\bfail|\bmissed|\bno (?:clear |added )?(?:benefit|effect|gain|difference|slowing)|\bno better|\bnor\b|\bneither\b"
    r"|\bnot (?:clearly )?(?:slow|shown|help|work|differ|beat|reach|better)|\bdid not\b|\bdoes not\b"
)
_MET_DENIED = r"\bmissed\b|\bfailed\b|\bno (?:clear )?(?:benefit|difference)\b|\bdid not (?:meet|reach)\b"
_RESULT_TOLD = r"\b(?:met|missed|failed) its\b|\bslowed\b"
_COUNTED = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_PLATFORMS = frozenset({"NCT04297683"})  # HEALEY: many drugs tested under one number
_ALIKE = (
    0.35  # least share of a must-say's words that its sentence holds; the must-says of the corpus have 0.5 and more
)


def disagreements(pages: Sequence[Page], *, today: str) -> Iterator[Fault]:
    """Every finding on typed facts, page by page, then between pages.

    Args:
        pages: Sound pages.
        today: The day against which dates are held, YYYY-MM-DD.
    """
    for page in pages:
        yield from _status_said(page)
        yield from _trials_said(page)
        yield from _products_said(page)
        yield from _must_says_said(page)
        yield from _dates(page, today)
        yield from _shelf(page)
    yield from _trials_agree(pages)
    yield from _registries_agree(pages)
    yield from _status_agree(pages)


def _fault(page: Page, path: str, rule: str, found: str, expected: str, fix: str) -> Fault:
    """A fault at a front matter entry ("status.2.date"), or at the nearest entry above it that has a line."""
    parts = path.split(".")
    line = next((page.lines[key] for n in range(len(parts), 0, -1) if (key := ".".join(parts[:n])) in page.lines), 2)
    return Fault(f"{page.slug}.md", line, rule, found, expected, fix)


def _names(text: str, names: Sequence[str]) -> bool:
    """Whether a folded text holds one of some names, whole."""
    return any(re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", text) for name in names)


# --- one page --------------------------------------------------------------------------------------------------


def _status_said(page: Page) -> Iterator[Fault]:
    for number, row in enumerate(page.meta.status):
        said, where = fold(page.units[row.says].plain), f"status.{number}"
        if not _names(said, REGION_WORDS.get(row.region, (row.region,))):
            yield _fault(
                page,
                where,
                "status",
                f"{row.region} not in unit '{row.says}'",
                "the region in the sentence",
                "Name it.",
            )
        if row.date and row.state is not StatusState.NONE_FOUND and row.date[:4] not in said:
            yield _fault(
                page,
                where,
                "status",
                f"{row.date[:4]} not in unit '{row.says}'",
                "the year of the decision in the sentence",
                "Say when.",
            )
        if not re.search(_STATE_WORDS[row.state], said) or (row.state in _GRANTED and _denied(said)):
            yield _fault(
                page,
                where,
                "status",
                f"state {row.state}, which unit '{row.says}' does not say",
                "the state that the sentence states",
                "Mend the state, the sentence, or says.",
            )


def _denied(said: str) -> bool:
    """Whether a folded sentence only denies an approval: nothing is left of one when the denials are taken out."""
    return bool(re.search(_DENIED, said)) and not re.search(
        _STATE_WORDS[StatusState.APPROVED], re.sub(_DENIED, "", said)
    )


def _trials_said(page: Page) -> Iterator[Fault]:
    for number, row in enumerate(page.meta.trials):
        said, where = fold(page.units[row.says].plain), f"trials.{number}"
        if not any(fold(name) in said for name in (row.name, *row.names)):
            yield _fault(
                page,
                where,
                "trial",
                f"'{row.name}' not in unit '{row.says}'",
                "the trial named in the sentence",
                "Name it, or add the name used to names.",
            )
        if row.n and not _counted(page, row):
            yield _fault(
                page,
                where,
                "trial",
                f"n {row.n} in no unit that names {row.name}",
                "a sentence that states how many people took part",
                "Say it on the page, or leave n out.",
            )
        if (told := re.search(r"\bphase ([1-4](?:/[1-4])?)(?![\d/])", said)) and _phases(row) and told[1] != row.phase:
            yield _fault(
                page,
                where,
                "trial",
                f"phase {row.phase}; unit '{row.says}' says phase {told[1]}",
                "one phase",
                "Mend the phase or the sentence.",
            )
        yield from _result_said(page, row, said, where)


def _phases(trial: Trial) -> bool:
    return trial.phase != "other"


def _result_said(page: Page, row: Trial, said: str, where: str) -> Iterator[Fault]:
    doubtful = {
        TrialResult.MISSED: not re.search(MISSED, said),
        TrialResult.MET: bool(re.search(_MET_DENIED, said)),
        TrialResult.NOT_REPORTED: bool(re.search(_RESULT_TOLD, said)),
    }
    if doubtful.get(row.result):
        yield _fault(
            page,
            where,
            "trial",
            f"result {row.result}, which unit '{row.says}' does not say",
            "the result that the sentence states",
            "Mend the result, the sentence, or says.",
        )


def _counted(page: Page, trial: Trial) -> bool:
    number = f"{trial.n:,}"
    written = {number, str(trial.n), *_COUNTED[int(trial.n or 0) : int(trial.n or 0) + 1]}
    ways = "|".join(re.escape(way) for way in written)
    pattern = rf"(?<![\d.,])(?<!\w)(?:{ways})(?!\w|[.,]\d)"
    names = (trial.name, *trial.names)
    return any(
        re.search(pattern, said) and (_names(said, names) or unit.id == trial.says)
        for unit in page.units.values()
        for said in [fold(unit.plain)]
    )


def _products_said(page: Page) -> Iterator[Fault]:
    whole = fold(" ".join(unit.plain for unit in page.units.values()))
    given = fold(" ".join(unit.plain for s in page.sections if s.key in {"short", "how", "given"} for unit in s.units))
    for number, row in enumerate(page.meta.products):
        where = f"products.{number}"
        if not _names(fold(page.units[row.says].plain), row.all_names):
            yield _fault(
                page,
                where,
                "product",
                f"'{row.name}' not in unit '{row.says}'",
                "the product named in the sentence",
                "Name it, or mend says.",
            )
        for route in row.routes:
            if not re.search(_ROUTE_WORDS[route], given):
                yield _fault(
                    page,
                    f"{where}.routes",
                    "product",
                    f"route '{route}', which no sentence on how it is given says",
                    "a route that the page states",
                    "Mend routes, or say it.",
                )
        for field, value in (("gene", row.gene), ("sponsor", row.sponsor)):
            if value and fold(value).split()[0] not in whole:
                yield _fault(
                    page, f"{where}.{field}", "product", f"{field} {value}, which no sentence names", "one that is "
                    "named on the page", "Mend it, or name it in a sentence.",
                )  # fmt: skip


def _must_says_said(page: Page) -> Iterator[Fault]:
    for number, row in enumerate(page.meta.must_say):
        said = page.units[row.says].plain
        names = " ".join(name for product in page.meta.products for name in product.all_names)
        extra = [n for n in _numbers(row.text) if n not in _numbers(f"{said} {names}")]
        if extra:
            yield _fault(
                page,
                f"must_say.{number}",
                "must_say",
                f"{extra[0]}, which unit '{row.says}' does not say",
                "numbers and years of its sentence",
                "Make them agree.",
            )
        words = [term for term in stems(row.text) if len(term) > 3]
        held = set(stems(said))
        if words and sum(word in held for word in words) / len(words) < _ALIKE:
            yield _fault(
                page,
                f"must_say.{number}",
                "must_say",
                f"'{row.text[:40]}…', of which unit '{row.says}' says little",
                "the id of the sentence that states it",
                "Mend says, or the text.",
            )


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)*", text)


def _dates(page: Page, today: str) -> Iterator[Fault]:
    meta = page.meta
    if meta.checked_to > today:
        yield _fault(page, "checked_to", "date", meta.checked_to, "no day to come", "Put how far the sources reach.")
    if meta.review and meta.review.date > today:
        yield _fault(page, "review", "date", f"a review on {meta.review.date}", "no day to come", "Mend the date.")
    if meta.review_due <= meta.checked_to:
        yield _fault(
            page,
            "review_due",
            "date",
            f"{meta.review_due}, not after checked_to {meta.checked_to}",
            "a day after checked_to",
            "Set the day of the next review.",
        )
    for number, row in enumerate(meta.status):
        if row.date and row.date > today:
            yield _fault(page, f"status.{number}", "date", row.date, "no day to come", "Mend the date.")


def _shelf(page: Page) -> Iterator[Fault]:
    allowed = [row for row in page.meta.status if row.current and row.state is StatusState.APPROVED]
    some = allowed or any(row.state is StatusState.CONDITIONAL for row in page.meta.status)
    if page.meta.category is Category.APPROVED and not some:
        found, expected = "approved, without a status row that says so", "a row 'approved' or 'conditional'"
    elif page.meta.category is Category.IN_DEVELOPMENT and any(row.indication == "ALS" for row in allowed):
        found, expected = "in-development, though approved for ALS", "approved"
    else:
        return
    yield _fault(page, "category", "category", found, expected, "Make category and status agree.")


# --- between pages ---------------------------------------------------------------------------------------------


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
                        f"trials.{number}",
                        "trial",
                        f"{trial.id}: {field} {mine}",
                        f"{theirs}, as on {other_page.slug}.md",
                        "Make the pages agree.",
                    )


def _registries_agree(pages: Sequence[Page]) -> Iterator[Fault]:
    """A registry number that two pages give to trials of different ids; within a page, parts of one trial may share."""
    first: dict[str, tuple[Page, Trial]] = {}
    for page in pages:
        for number, trial in enumerate(page.meta.trials):
            for entry in trial.registry:
                other_page, other = first.setdefault(entry, (page, trial))
                if entry not in _PLATFORMS and other.id != trial.id and other_page is not page:
                    yield _fault(
                        page,
                        f"trials.{number}",
                        "trial",
                        f"{entry} under id '{trial.id}'",
                        f"'{other.id}', as on {other_page.slug}.md",
                        "One trial has one id.",
                    )


def _status_agree(pages: Sequence[Page]) -> Iterator[Fault]:
    """Two current rows on one product, place and illness whose states differ."""
    first: dict[tuple[str, str, str], tuple[Page, Status]] = {}
    for page in pages:
        for number, row in enumerate(page.meta.status):
            if not row.current:
                continue
            other_page, other = first.setdefault((fold(row.product), row.region, row.indication), (page, row))
            if row.state is not other.state and other_page is not page:
                yield _fault(
                    page,
                    f"status.{number}",
                    "status",
                    f"{row.product} {row.state} in {row.region}",
                    f"{other.state}, as on {other_page.slug}.md",
                    "Make the pages agree.",
                )
