"""Typed page facts → rows: lists, comparisons, counts, status by region. Never prose found by chance.

Every cell comes from a row of a page's front matter and is cited to the sentence that says it. It knows the words
by which people ask for a property ("pill", "stem cell"), nothing of search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from assistant.frontmatter import (
    Kind,
    MustSay,
    Product,
    ProductState,
    Region,
    Route,
    Status,
    StatusState,
    Trial,
    TrialResult,
    TrialState,
)
from assistant.language import count_words, fold
from assistant.lexicon import WHAT_THERE_IS
from assistant.pages import Page
from assistant.question import Question, Subject

ALLOWED = frozenset({StatusState.APPROVED, StatusState.CONDITIONAL, StatusState.AVAILABLE})
MUST_SAYS = 2  # rows of must_say shown for one drug


@dataclass(frozen=True)
class Fact:
    """Words with the units that say them: ``says`` holds (slug, unit id) pairs, at least one for a stated fact."""

    text: str
    says: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Row:
    """One drug in a table: its name, the cells between, what must be said of it."""

    name: str
    cells: tuple[Fact, ...]
    must_say: Fact


@dataclass(frozen=True)
class Table:
    """A list or comparison. ``lead`` says in one sentence what its rows have in common, without their names."""

    lead: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


_FOR_A_SYMPTOM = re.compile(
    r"\b(?:for|with|against|ease|stop|treat|calm)\b[^.?!]{0,20}\b(?:drool\w*|saliva|cramps?|spasms?|spasticity|stiffness|pains?|twitch\w*|fascicul\w*|constipation|mucus|phlegm|insomnia|depression|anxiety)\b"
)
_EITHER_WAY = re.compile(r"\b(?:approved|licen[cs]ed|allowed) or (?:not|un\w+|otherwise)\b")


def listing(question: Question, pages: Sequence[Page]) -> Table | None:
    """The drugs that have every property a question asks for, but for those it sets aside.

    Asked for what there is at all, those that are approved. None when it names no property, none has them, or it asks
    what eases a symptom, which no property tells.
    """
    asked = _EITHER_WAY.sub(" ", fold(question.standalone))
    if _FOR_A_SYMPTOM.search(asked):
        return None
    conditions = _conditions(asked, question, pages)
    if not conditions and WHAT_THERE_IS.search(fold(question.query)):
        conditions = _by_status("approved", question, pages)
    if not conditions:
        return None
    rows = []
    for page in (page for page in pages if page.slug not in question.excepted):
        for drug in page.drugs:
            facts = [condition.holds(page, drug) for condition in conditions]
            if all(facts):
                shown = [fact for fact in facts if fact is not None]
                name = next((form for c in conditions if (form := c.form(page, drug))), drug.name)
                rows.append(Row(name, tuple(shown), must_say_fact(page, Subject(page.slug, drug.name, drug.name))))
    if not rows:
        return None
    return Table(_lead(conditions), ("Drug", *(c.column for c in conditions), "Must know"), tuple(rows))


def comparison(question: Question, pages: Sequence[Page]) -> Table:
    """Two or more drugs side by side: what each is, how it is given, where it is approved, whether it works."""
    rows = []
    for subject in question.subjects:
        page = next(p for p in pages if p.slug == subject.page)
        drug = _drug(page, subject)
        gist = page.units["works"]
        cells = (
            Fact(", ".join(drug.routes), ((page.slug, drug.says),)),
            _approved_in(page, drug),
            Fact(gist.plain, ((page.slug, gist.id),)),
        )
        rows.append(Row(subject.name, cells, must_say_fact(page, subject)))
    return Table("", ("Drug", "How it is given", "Approved for ALS in", "Does it work?", "Must know"), tuple(rows))


def status_line(page: Page, subject: Subject, regions: Sequence[Region]) -> Fact | None:
    """Where a drug stands, in at most about 25 words: the regions asked about, else where approved and where not."""
    rows = [row for row in page.meta.status if row.current and row.product in _forms(page, subject)]
    if regions:
        rows = [row for row in rows if row.region in regions]
        if not rows:
            return None
        text = "; ".join(f"{row.region}: {_state(row)}" for row in rows[:3])
        return Fact(f"{_capital(subject.name)}. {text}.", _says(page, rows[:3]))
    rows = _main(rows)
    allowed = [row for row in rows if row.state in ALLOWED]
    others = [row for row in rows if row.state not in ALLOWED and row.region not in {r.region for r in allowed}]
    return _shortest(page, subject, allowed, others)


STATUS_WORDS = 25  # DESIGN: a status notice has at most this many


def _shortest(page: Page, subject: Subject, allowed: Sequence[Status], others: Sequence[Status]) -> Fact | None:
    """As many regions as fit; those where the drug is allowed first."""
    for yes, no in ((6, 2), (5, 2), (5, 1), (4, 1), (4, 0), (3, 0)):
        parts = [f"approved in {_join(_dated(row) for row in allowed[:yes])}"] if allowed else []
        if len(allowed) > yes:
            parts[0] += f" and {len(allowed) - yes} more"
        shown = others[: no if allowed else no + 1]
        parts += [f"{row.region}: {_state(row)}" for row in shown]
        text = f"{_capital(subject.name)}: {'; '.join(parts)}."
        if parts and count_words(text) <= STATUS_WORDS:
            return Fact(text, _says(page, [*allowed[:yes], *shown]))
    return None


def status_rows(page: Page, subject: Subject, regions: Iterable[Region]) -> list[Status]:
    """Rows on a drug in the regions asked about, present ones first."""
    wanted = set(regions)
    rows = [r for r in page.meta.status if r.product in _forms(page, subject) and r.region in wanted]
    return sorted(rows, key=lambda row: not row.current)


def must_says(page: Page, subject: Subject) -> list[MustSay]:
    """What has to be said to anyone who asks about a drug, most important first, at most ``MUST_SAYS``."""
    rows = [
        row
        for row in page.meta.must_say
        if row.product is None or subject.product is None or row.product == subject.product
    ]
    return rows[:MUST_SAYS]


def must_say_fact(page: Page, subject: Subject) -> Fact:
    """The same as one cell."""
    rows = must_says(page, subject)
    return Fact(" ".join(row.text for row in rows), tuple((page.slug, row.says) for row in rows))


# --- properties ------------------------------------------------------------------------------------------------


def _no_form(page: Page, drug: Product) -> None:
    """Names no form: what is true of all of them."""


@dataclass(frozen=True)
class _Condition:
    """A property: the words for the lead sentence, the column it fills, and the fact that shows it of a drug.

    ``form`` names the one form of a drug that has it where others have not: "riluzole liquid" for a feeding tube.
    """

    words: str
    column: str
    holds: Callable[[Page, Product], Fact | None] = field(repr=False)
    form: Callable[[Page, Product], str | None] = field(default=_no_form, repr=False)


def _conditions(asked: str, question: Question, pages: Sequence[Page]) -> list[_Condition]:
    found = [
        *_by_kind(asked),
        *_by_route(asked),
        *_by_gene(asked),
        *_by_status(asked, question, pages),
        *_by_trial(asked),
        *_by_state(asked),
    ]
    return found


def _by_kind(asked: str) -> list[_Condition]:
    for pattern, kinds, words in _KINDS:
        if match := re.search(pattern, asked):
            if _is_denied(asked, match):
                return [_Condition(_denied(words), "What it is", _kind_is(frozenset(Kind) - kinds))]
            return [_Condition(words, "What it is", _kind_is(kinds))]
    return []


_DENIAL = re.compile(
    r"(?:\b(?:not|never|without|no(?! longer))|n't)\b"
    r"(?:\s+(?!(?:in|and|but|or|are|is|that|which|who|only|just)\b)\w+){0,4}\s*$"
)


def _is_denied(asked: str, match: re.Match[str]) -> bool:
    """Whether a question asks for the drugs that do not have the property it names: "not taken by mouth"."""
    return bool(_DENIAL.search(asked[: match.start()]))


def _denied(words: str) -> str:
    return words.replace(" ", " not ", 1)


def _kind_is(kinds: frozenset[Kind]) -> Callable[[Page, Product], Fact | None]:
    def holds(page: Page, drug: Product) -> Fact | None:
        return Fact(_capital(drug.kind), ((page.slug, drug.says),)) if drug.kind in kinds else None

    return holds


def _by_route(asked: str) -> list[_Condition]:
    for pattern, routes, words in _ROUTES:
        if match := re.search(pattern, asked):
            denied = _is_denied(asked, match)
            said = _denied(words) if denied else words
            only = _no_form if denied else _only_form(routes)
            return [_Condition(said, "How it is given", _route_is(routes, denied=denied), only)]
    return []


def _route_is(routes: frozenset[Route], *, denied: bool) -> Callable[[Page, Product], Fact | None]:
    def holds(page: Page, drug: Product) -> Fact | None:
        forms, having = _forms_having(page, drug, routes)
        if denied:
            having = [] if having else forms
        return Fact(_capital(", ".join(having[0].routes)), ((page.slug, having[0].says),)) if having else None

    return holds


def _only_form(routes: frozenset[Route]) -> Callable[[Page, Product], str | None]:
    def form(page: Page, drug: Product) -> str | None:
        forms, having = _forms_having(page, drug, routes)
        return having[0].name if len(having) == 1 < len(forms) else None

    return form


def _forms_having(page: Page, drug: Product, routes: frozenset[Route]) -> tuple[list[Product], list[Product]]:
    """Forms of a drug of which the route is known, and those of them that are given by one of some routes."""
    forms = [p for p in page.meta.products if p.name in _forms_of(page, drug) and p.routes]
    return forms, [p for p in forms if routes & set(p.routes)]


def _by_gene(asked: str) -> list[_Condition]:
    match = re.search(r"\b(sod[ -]?1|fus|c9orf72)\b", asked)
    if not match and not re.search(r"\b(?:gene(?:tic)?|mutation|familial|inherited)\b(?! therap)", asked):
        return []
    gene = match.group(1).replace(" ", "").replace("-", "").upper() if match else None
    words = f"are only for people with a {gene} change" if gene else "are only for people with a gene change"

    def holds(page: Page, drug: Product) -> Fact | None:
        if drug.gene is None or (gene and drug.gene != gene):
            return None
        return Fact(f"{drug.gene} change", ((page.slug, drug.says),))

    return [_Condition(words, "For whom", holds)]


def _by_status(asked: str, question: Question, pages: Sequence[Page]) -> list[_Condition]:
    regions = frozenset(question.regions)
    year = re.search(r"\b(since|after|in|from)\s+(?:the year )?(20\d\d|19\d\d)\b", asked)
    match, states, words = _state_asked(asked)
    if (match and _is_denied(asked, match)) or _UNAPPROVED.search(asked):
        return [_not_approved(question)] if states in {None, ALLOWED} else []
    if states is None and not regions and not (year and re.search(r"\b(?:change|new|happen|decid)\w*", asked)):
        return []
    if states is None and regions and _TRIAL_ASKED.search(asked):
        states, words = frozenset({StatusState.IN_TRIALS}), "in trials"
    if states is None and regions:
        states, words = ALLOWED, "approved"
    if states == ALLOWED and any(_is_only_sold(row) and row.region in regions for p in pages for row in p.meta.status):
        words = "approved, sold or funded"
    place = f" in {_join(_region(r) for r in question.regions)}" if regions else ""
    when = f" {year.group(1)} {year.group(2)}" if year else ""
    lead = f"{'are ' + words if words else 'have a decision'}{' for ALS' if states == ALLOWED else ''}{place}{when}"
    other_illness = bool(re.search(r"\b(?:pba|pseudobulbar|laugh\w*|cry\w*|emotion\w*)\b", asked))

    def holds(page: Page, drug: Product) -> Fact | None:
        rows = [
            row
            for row in page.meta.status
            if row.product in _forms_of(page, drug)
            and (states is None or row.state in states)
            and (not regions or row.region in regions)
            and (row.current or year or states != ALLOWED)
            and (row.indication.startswith("ALS") or other_illness)
            and (not year or (not _is_only_sold(row) and _fits(row, year.group(1), year.group(2))))
        ]
        rows = _one_a_region(rows)
        if not rows:
            return None
        text = "; ".join(_dated(row) + ("" if states == ALLOWED else f": {_state(row, dated=False)}") for row in rows)
        return Fact(text, _says(page, rows))

    return [_Condition(lead, "Where and when", holds)]


_UNAPPROVED = re.compile(r"\bun(?:approved|licen[cs]ed|authori[sz]ed)\b")


def _state_asked(asked: str) -> tuple[re.Match[str] | None, frozenset[StatusState] | None, str]:
    for pattern, states, words in _STATES:
        if match := re.search(pattern, asked):
            return match, states, words
    return None, None, ""


def _not_approved(question: Question) -> _Condition:
    """Drugs of which the pages say that they are not approved: having no row on a place is no fact about it."""
    regions = frozenset(question.regions)

    def holds(page: Page, drug: Product) -> Fact | None:
        rows = [row for row in page.meta.status if row.current and row.product in _forms_of(page, drug)]
        rows = [row for row in rows if row.indication.startswith("ALS") and (not regions or row.region in regions)]
        if not rows or any(row.state in ALLOWED for row in rows):
            return None
        rows = _one_a_region(rows)
        return Fact("; ".join(f"{row.region}: {_state(row)}" for row in rows), _says(page, rows))

    place = f" in {_join(_region(r) for r in question.regions)}" if regions else ""
    return _Condition(f"are not approved for ALS{place}", "Where and when", holds)


def _fits(row: Status, word: str, year: str) -> bool:
    if row.date is None:
        return False
    found = row.date[:4]
    return found == year if word == "in" else found > year if word == "after" else found >= year


def _by_trial(asked: str) -> list[_Condition]:
    phase = re.search(r"\bphase[ -]?(2/3|ii/iii|1/2|i/ii|3|iii|2|ii|1|i)[ab]?\b", asked)
    number = phase.group(1).replace("iii", "3").replace("ii", "2").replace("i", "1") if phase else None
    result = next((result for pattern, result in _RESULTS if re.search(pattern, asked)), None)
    state = next((state for pattern, state in _TRIAL_STATES if re.search(pattern, asked)), None)
    running = (
        bool(re.search(r"\b(?:in|running|under way|ongoing|current(?:ly)?|now|at present|presently)\b", asked))
        and result is None
    )
    if number is None and result is None and state is None:
        return []
    if state is None and number and running:
        state = frozenset({TrialState.RECRUITING, TrialState.ACTIVE, TrialState.PLANNED})
    words = " ".join(
        part
        for part in (
            "have a",
            f"phase {number}" if number else "",
            "trial",
            "that missed its main goal" if result is TrialResult.MISSED else "",
            "that met its main goal" if result is TrialResult.MET else "",
            "that takes people now" if state == frozenset({TrialState.RECRUITING}) else "",
            "that is planned" if state == frozenset({TrialState.PLANNED}) else "",
            "running or planned" if state and len(state) > 1 else "",
        )
        if part
    )

    def holds(page: Page, drug: Product) -> Fact | None:
        trials = [
            trial
            for trial in page.meta.trials
            if trial.product in _forms_of(page, drug)
            and trial.indication.startswith("ALS")
            and (number is None or trial.phase == number)
            and (result is None or trial.result is result)
            and (state is None or trial.state in state)
        ]
        if not trials:
            return None
        return Fact("; ".join(_trial(trial) for trial in trials), tuple((page.slug, trial.says) for trial in trials))

    return [_Condition(words, "Trials", holds)]


def _by_state(asked: str) -> list[_Condition]:
    """How far a drug has come, asked for without a place or a trial."""
    for pattern, states, words in _PROGRESS:
        if re.search(pattern, asked):

            def holds(page: Page, drug: Product, states: frozenset[ProductState] = states) -> Fact | None:
                return Fact(_capital(drug.state), ((page.slug, drug.says),)) if drug.state in states else None

            return [_Condition(words, "State", holds)]
    return []


_TRIAL_STATES = (
    (
        r"\b(?:recruit\w*|enrol\w*|(?:can|could) (?:i|we|people|he|she) join|open|taking (?:people|part|patients|on)|looking for people|needs? volunteers)\b",
        frozenset({TrialState.RECRUITING}),
    ),
    (r"\b(?:planned|not started|not yet started|about to start|coming trials)\b", frozenset({TrialState.PLANNED})),
)
_TRIAL_ASKED = re.compile(r"\b(?:trials?|study|studies|tested|testing|recruit\w*)\b")

_KINDS: tuple[tuple[str, frozenset[Kind], str], ...] = (
    (r"\bstem[ -]?cells?\b", frozenset({Kind.STEM_CELLS}), "are made from stem cells"),
    (
        r"\b(?:cell (?:therap|treatment)\w*|cellular|made of cells)\b",
        frozenset({Kind.STEM_CELLS, Kind.IMMUNE_CELLS}),
        "are cell therapies",
    ),
    (r"\b(?:t[ -]?reg\w*|regulatory t|immune cells?)\b", frozenset({Kind.IMMUNE_CELLS}), "are made of immune cells"),
    (r"\bgene therap\w+\b", frozenset({Kind.GENE_THERAPY}), "are gene therapies"),
    (r"\b(?:antisense|aso|asos)\b", frozenset({Kind.ANTISENSE}), "are antisense drugs"),
    (
        r"\b(?:sirna|rna interference|rnai|gene[ -]silenc\w+)\b",
        frozenset({Kind.RNA_INTERFERENCE, Kind.ANTISENSE}),
        "are gene-silencing drugs",
    ),
    (r"\bantibod\w+\b", frozenset({Kind.ANTIBODY}), "are antibodies"),
    (r"\bvitamins?\b", frozenset({Kind.VITAMIN}), "are vitamins"),
    (
        r"\b(?:combination|combined|two drugs in one|mix of)\b",
        frozenset({Kind.COMBINATION}),
        "are combinations of drugs",
    ),
)
_ROUTES: tuple[tuple[str, frozenset[Route], str], ...] = (
    (
        r"\b(?:(?:feeding|tummy|stomach|belly|gastric|peg) tube|peg|g-?tube|gastrostomy|(?:down|through|into) (?:a|the|his|her|my|your) tube)\b",
        frozenset({Route.TUBE}),
        "can go down a feeding tube",
    ),
    (
        r"\b(?:by mouth|oral(?:ly)?|pills?|tablets?|capsules?|swallow\w*|liquids?|drinks?|powder)\b",
        frozenset({Route.MOUTH}),
        "are taken by mouth",
    ),
    (
        r"\b(?:spin(?:e|al)|lumbar|intrathecal\w*|epidural)\b",
        frozenset({Route.SPINE}),
        "are injected into the spinal fluid",
    ),
    (r"\b(?:infus\w+|drips?|iv|intravenous\w*|vein)\b", frozenset({Route.VEIN}), "are given as a drip into a vein"),
    (
        r"\b(?:under (?:the |my |your |his |her )?skin|subcutaneous\w*)\b",
        frozenset({Route.SKIN}),
        "are injected under the skin",
    ),
    (
        r"\b(?:into (?:(?:a|the|your) )?muscles?|muscle (?:injections?|shots?|jabs?)|intramuscular\w*)\b",
        frozenset({Route.MUSCLE}),
        "are injected into a muscle",
    ),
    (
        r"\b(?:inject\w*|injections?|shots?|jabs?|needles?)\b",
        frozenset({Route.MUSCLE, Route.SKIN, Route.SPINE}),
        "are given as an injection",
    ),
)
_STATES: tuple[tuple[str, frozenset[StatusState], str], ...] = (
    (
        r"\b(?:refus\w+|reject\w*|turn(?:ed|s)? down|denied|sa(?:y|id) no)\b",
        frozenset({StatusState.REFUSED}),
        "refused",
    ),
    (
        r"\b(?:withdr\w+|pulled|taken off|off the market|no longer sold)\b",
        frozenset({StatusState.WITHDRAWN}),
        "withdrawn",
    ),
    (
        r"\b(?:under review|being reviewed|waiting for (?:a )?decision|awaiting)\b",
        frozenset({StatusState.UNDER_REVIEW}),
        "under review",
    ),
    (r"\bconditional(?:ly)?\b", frozenset({StatusState.CONDITIONAL}), "approved with conditions"),
    (
        r"\b(?:approv\w+|licen[cs]\w+|authori[sz]\w+|available|legal|can (?:i|we|people|you) get|on the market|sold|prescrib\w+)\b",
        ALLOWED,
        "approved",
    ),
)
_RESULTS = (
    (r"\b(?:fail\w*|did(?: not|n't) work|missed|unsuccessful|negative|no benefit|not worked)\b", TrialResult.MISSED),
    (r"\b(?:met (?:its|their)|succe\w+|positive|worked in (?:a )?trials?)\b", TrialResult.MET),
)
_PROGRESS: tuple[tuple[str, frozenset[ProductState], str], ...] = (
    (
        r"\b(?:in development|pipeline|being (?:tested|developed|studied|researched)|experimental|in (?:clinical )?trials|still (?:being )?tested|coming|new drugs|on the way|future)\b",
        frozenset({ProductState.IN_TRIALS, ProductState.PLANNED}),
        "are in trials, or with a trial planned",
    ),
    (
        r"\b(?:no longer (?:developed|in development|being developed)|discontinued|abandoned|gave up|given up|stopped|dropped|ended|packed(?: it)? in|scrapped|shelved|axed|ditched|binned|called off|plug (?:was )?pulled|pulled the plug)\b",
        frozenset({ProductState.STOPPED, ProductState.WITHDRAWN}),
        "are no longer developed, or withdrawn",
    ),
)


# --- words for facts -------------------------------------------------------------------------------------------

_STATE_WORDS = {
    StatusState.APPROVED: "approved",
    StatusState.CONDITIONAL: "approved with conditions",
    StatusState.AVAILABLE: "sold or funded",
    StatusState.WITHDRAWN: "withdrawn",
    StatusState.REFUSED: "refused",
    StatusState.APPLICATION_WITHDRAWN: "application taken back",
    StatusState.UNDER_REVIEW: "under review",
    StatusState.IN_TRIALS: "in trials",
    StatusState.NONE_FOUND: "no approval found",
}


def _region(region: Region) -> str:
    return "the " + region if region in {Region.EU, Region.UK, Region.USA} else str(region)


def _state(row: Status, *, dated: bool = True) -> str:
    words = _STATE_WORDS[row.state]
    if not row.indication.startswith("ALS"):
        words += f" for {row.indication}"
    if dated and row.date:
        words += f" (as of {row.date[:4]})" if row.state is StatusState.NONE_FOUND else f" ({row.date[:4]})"
    return words


def _dated(row: Status) -> str:
    """A place where a drug is allowed, with the year and what limits the approval: "Canada (2023, with conditions)"."""
    limits = {StatusState.CONDITIONAL: "with conditions", StatusState.AVAILABLE: "sold or funded"}
    details = ", ".join(part for part in (row.date and row.date[:4], limits.get(row.state)) if part)
    return f"{row.region} ({details})" if details else str(row.region)


def _is_only_sold(row: Status) -> bool:
    return row.current and row.state is StatusState.AVAILABLE


def _trial(trial: Trial) -> str:
    result = {
        TrialResult.MET: "met its main goal",
        TrialResult.MISSED: "missed its main goal",
        TrialResult.NOT_REPORTED: "no result reported",
        TrialResult.CANNOT_SHOW: "could not show whether it works",
    }[trial.result]
    phase = f"phase {trial.phase}, " if trial.phase != "other" else ""
    return f"{trial.name} ({phase}{trial.state}; {result})"


def _approved_in(page: Page, drug: Product) -> Fact:
    rows = [row for row in page.meta.status if row.product in _forms_of(page, drug) and row.current]
    rows = [row for row in rows if row.indication.startswith("ALS")]
    allowed = _one_a_region([row for row in rows if row.state in ALLOWED])
    if allowed:
        return Fact(", ".join(_dated(row) for row in allowed), _says(page, allowed))
    if rows:
        return Fact("; ".join(f"{row.region}: {_state(row)}" for row in rows[:2]), _says(page, rows[:2]))
    other = [row for row in page.meta.status if row.product in _forms_of(page, drug) and row.current]
    return Fact("; ".join(f"{row.region}: {_state(row)}" for row in other[:2]), _says(page, other[:2]))


def _drug(page: Page, subject: Subject) -> Product:
    return next((drug for drug in page.drugs if drug.name == subject.product), page.drugs[0])


def _forms_of(page: Page, drug: Product) -> frozenset[str]:
    """Names of a drug's products: itself and its forms."""
    return frozenset(p.name for p in page.meta.products if p.name == drug.name or p.name.startswith(f"{drug.name} "))


def _forms(page: Page, subject: Subject) -> frozenset[str]:
    if subject.product is None:
        return frozenset(p.name for p in page.meta.products)
    return _forms_of(page, _drug(page, subject))


def _one_a_region(rows: Sequence[Status]) -> list[Status]:
    seen: dict[Region, Status] = {}
    for row in rows:
        seen.setdefault(row.region, row)
    return list(seen.values())


def _main(rows: Sequence[Status]) -> list[Status]:
    """Rows for ALS where there are any; one a region."""
    for_als = [row for row in rows if row.indication.startswith("ALS")]
    return _one_a_region(for_als or rows)


def _says(page: Page, rows: Iterable[Status]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((page.slug, row.says) for row in rows))


def _lead(conditions: Sequence[_Condition]) -> str:
    return _join(condition.words for condition in conditions)


def _join(parts: Iterable[str]) -> str:
    found = list(parts)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
