"""Pages, ways of asking and the version in use → what is thin or missing, page by page. Pure; it judges no answer.

It tells an editor where to look: a heading that says only that it has nothing, a country without a row, a sentence
nobody has written a way of asking for, a passage that no way of asking finds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.frontmatter import Region, SourceKind, TrialResult
from assistant.index import Index
from assistant.language import fold
from assistant.pages import Page
from assistant.phrasings import Phrasings

# Places people ask about most; a drug page says of each how things stand, if only that nothing was found.
REGIONS = (Region.EU, Region.UK, Region.USA, Region.CANADA, Region.JAPAN, Region.AUSTRALIA)
_HAS_NOTHING = re.compile(r"^this page does not have\b")


@dataclass(frozen=True)
class Coverage:
    """What is thin on one page; every part may be empty.

    Attributes:
        page: Its slug.
        empty: Headings whose gist says that the page does not have it.
        thin: Headings with a gist alone.
        regions: Places without a row on how things stand now.
        facts: Typed facts that are left out, in words.
        unasked: Ids of units without a way of asking for them.
        weak: Ids of units that rest on sources of the kind "other" alone.
        unfound: Ids of passages that are the nearest to no way of asking; none are looked for without an index.
    """

    page: str
    empty: tuple[str, ...]
    thin: tuple[str, ...]
    regions: tuple[str, ...]
    facts: tuple[str, ...]
    unasked: tuple[str, ...]
    weak: tuple[str, ...]
    unfound: tuple[str, ...] = ()


def coverage(pages: Sequence[Page], phrasings: Phrasings, index: Index | None = None) -> list[Coverage]:
    """What is thin on each page, in order of the pages.

    Args:
        pages: Sound pages.
        phrasings: Their ways of asking.
        index: The version in use, to tell which passages are found; its own pages and ways of asking are looked at.
    """
    unfound = unfound_passages(index) if index else {}
    return [_of(page, phrasings, unfound.get(page.slug, ())) for page in pages]


def _of(page: Page, phrasings: Phrasings, unfound: tuple[str, ...]) -> Coverage:
    empty = [s.heading for s in page.sections if _HAS_NOTHING.search(fold(s.gist.plain))]
    thin = [s.heading for s in page.sections if len(s.units) == 1 and s.heading not in empty]
    told = {row.region for row in page.meta.status if row.current}
    regions = () if page.is_background or Region.WORLD in told else tuple(str(r) for r in REGIONS if r not in told)
    kinds = {key: source.kind for key, source in page.meta.sources.items()}
    weak = [u.id for u in page.units.values() if all(kinds[mark] is SourceKind.OTHER for mark in u.sources)]
    unasked = [unit for unit in page.units if (page.slug, unit) not in phrasings.units]
    return Coverage(
        page.slug, tuple(empty), () if page.is_background else tuple(thin), regions, tuple(_facts(page)),
        tuple(unasked), tuple(weak), unfound,
    )  # fmt: skip


def _facts(page: Page) -> list[str]:
    meta = page.meta
    found = [] if meta.review else ["no review by a clinician"]
    for product in meta.products:
        found += [f"{product.name}: no {name}" for name in ("phase", "sponsor") if getattr(product, name) is None]
    for trial in meta.trials:
        found += [f"{trial.name}: no size"] if trial.n is None else []
        found += [f"{trial.name}: no registry number"] if not trial.registry else []
        found += [f"{trial.name}: no result"] if trial.result is TrialResult.NOT_REPORTED else []
    found += [f"{key}: no date" for key, source in meta.sources.items() if source.date is None]
    return found


def unfound_passages(index: Index) -> dict[str, tuple[str, ...]]:
    """Ids of passages by page that are the nearest on their page to none of its ways of asking, as vectors see it."""
    numbers: dict[str, list[int]] = {}
    for number, passage in enumerate(index.passages):
        numbers.setdefault(passage.page, []).append(number)
    vectors = index.vectors_of([passage.embedded for passage in index.passages])
    general = [text for texts in index.phrasings.sections.values() for text in texts]
    unfound: dict[str, tuple[str, ...]] = {}
    for page in index.pages:
        own = [text for (slug, _), texts in index.phrasings.units.items() if slug == page.slug for text in texts]
        texts = own if page.is_background else [*own, *general]
        mine = numbers[page.slug]
        # "The drug" stands for its name, as it does in what is searched.
        found = set(np.argmax(index.vectors_of(texts) @ vectors[mine].T, axis=1).tolist()) if texts else set()
        unfound[page.slug] = tuple(index.passages[n].id for place, n in enumerate(mine) if place not in found)
    return unfound
