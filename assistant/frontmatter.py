"""The typed front matter of a page: what it may hold, word for word. Nouns only; `pages` reads and checks them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

# --- the closed lists ------------------------------------------------------------------------------------------


class Category(StrEnum):
    """Where a page stands in the list of pages."""

    APPROVED = "approved"
    IN_DEVELOPMENT = "in-development"
    DISCONTINUED = "discontinued"
    BACKGROUND = "background"


class Region(StrEnum):
    """Places whose authority decides, and the wider places that trials are reported for."""

    WORLD = "World"
    EU = "EU"
    EUROPE = "Europe outside the EU"
    UK = "UK"
    USA = "USA"
    CANADA = "Canada"
    JAPAN = "Japan"
    SOUTH_KOREA = "South Korea"
    CHINA = "China"
    AUSTRALIA = "Australia"
    NEW_ZEALAND = "New Zealand"
    SWITZERLAND = "Switzerland"
    NORWAY = "Norway"
    ISRAEL = "Israel"
    BRAZIL = "Brazil"
    INDONESIA = "Indonesia"
    MALAYSIA = "Malaysia"
    THAILAND = "Thailand"


class StatusState(StrEnum):
    """What an authority decided, or that nothing was found."""

    APPROVED = "approved"
    CONDITIONAL = "conditional"
    AVAILABLE = "available"  # sold or paid for; the page does not have the approval itself
    WITHDRAWN = "withdrawn"  # was approved; is no longer sold or licensed
    REFUSED = "refused"
    APPLICATION_WITHDRAWN = "application-withdrawn"  # never approved: the maker took the application back
    UNDER_REVIEW = "under-review"
    IN_TRIALS = "in-trials"
    NONE_FOUND = "none-found"


class Kind(StrEnum):
    """What sort of treatment a product is."""

    SMALL_MOLECULE = "small molecule"
    COMBINATION = "combination"
    VITAMIN = "vitamin"
    ANTISENSE = "antisense"
    RNA_INTERFERENCE = "RNA interference"
    GENE_THERAPY = "gene therapy"
    ANTIBODY = "antibody"
    PROTEIN = "protein"
    STEM_CELLS = "stem cells"
    IMMUNE_CELLS = "immune cells"
    NANOCRYSTALS = "nanocrystals"
    POLYSACCHARIDE = "polysaccharide"


class Route(StrEnum):
    """How a product gets into the body."""

    MOUTH = "by mouth"
    TUBE = "feeding tube"
    VEIN = "drip into a vein"
    MUSCLE = "injection into a muscle"
    SKIN = "injection under the skin"
    SPINE = "injection into the spinal fluid"


class ProductState(StrEnum):
    """How far a product has come, taken over all regions."""

    APPROVED = "approved"
    CONDITIONAL = "conditional"
    IN_TRIALS = "in trials"
    PLANNED = "trial planned"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    UNCLEAR = "unclear"


class TrialState(StrEnum):
    """Whether a trial runs."""

    PLANNED = "planned"
    RECRUITING = "recruiting"
    ACTIVE = "active"
    COMPLETED = "completed"
    STOPPED_EARLY = "stopped early"
    UNCLEAR = "unclear"


class TrialResult(StrEnum):
    """What came of a trial's main goal."""

    MET = "met"
    MISSED = "missed"
    NOT_REPORTED = "not reported"
    CANNOT_SHOW = "cannot show"  # a safety goal, no comparison group, or made afterwards: no test of the drug's effect


class SourceKind(StrEnum):
    """Who stands behind a source; only the kinds other than ``other`` may be linked."""

    REGULATOR = "regulator"
    REGISTRY = "registry"
    JOURNAL = "journal"
    CHARITY = "charity"
    CLINIC = "clinic"
    MAKER = "maker"
    OTHER = "other"


Phase = Literal["1", "1/2", "2", "2/3", "3", "4", "other"]

# --- typed front matter ----------------------------------------------------------------------------------------


def _as_text(value: object) -> object:
    """A bare year or number in YAML arrives as an int; every id, date and phase is text here."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _partial_date(value: str) -> str:
    parts = value.split("-")
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", value):
        raise ValueError("expected YYYY, YYYY-MM or YYYY-MM-DD")
    try:
        date(int(parts[0]), *(int(part) for part in [*parts[1:], *["1"] * (3 - len(parts))]))
    except ValueError as error:
        raise ValueError("expected a day that exists") from error
    return value


def _full_date(value: str) -> str:
    if len(_partial_date(value)) != 10:
        raise ValueError("expected YYYY-MM-DD")
    return value


Text = Annotated[
    str, BeforeValidator(_as_text), StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\n]+$")
]
PartialDate = Annotated[str, BeforeValidator(_as_text), AfterValidator(_partial_date)]
FullDate = Annotated[str, AfterValidator(_full_date)]
UnitId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
PhaseText = Annotated[Phase, BeforeValidator(_as_text)]


class _Typed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(_Typed):
    """What people call the drug. Every list may be empty; no name stands twice on a page."""

    generic: tuple[Text, ...] = ()
    brands: tuple[Text, ...] = ()
    codes: tuple[Text, ...] = ()
    company: tuple[Text, ...] = ()
    nicknames: tuple[Text, ...] = ()
    misspellings: tuple[Text, ...] = ()

    @property
    def proper(self) -> tuple[str, ...]:
        """Names the drug rightly has: generic names, brands and codes."""
        return self.generic + self.brands + self.codes


class Product(_Typed):
    """One treatment of a page. ``names`` are the ways sentences and people name it; ``name`` is always one."""

    name: Text
    names: tuple[Text, ...] = ()
    kind: Kind
    routes: tuple[Route, ...]
    gene: Text | None = None
    phase: PhaseText | None = None  # furthest phase reached; None when it is not known
    state: ProductState
    sponsor: Text | None = None
    says: UnitId

    @property
    def all_names(self) -> tuple[str, ...]:
        return (self.name, *self.names)


class Status(_Typed):
    """What one authority decided on one product. ``date`` is the day of the decision as far as it is known."""

    product: Text
    region: Region
    indication: Text = "ALS"
    state: StatusState
    date: PartialDate | None = None
    current: bool
    says: UnitId


class Trial(_Typed):
    """One trial. ``id`` is the same on every page that tells of it; ``n`` counts people randomised or enrolled."""

    id: UnitId
    name: Text
    names: tuple[Text, ...] = ()
    product: Text
    registry: tuple[Text, ...] = ()
    phase: PhaseText
    state: TrialState
    n: Annotated[int, Field(gt=0)] | None = None
    result: TrialResult
    indication: Text = "ALS"
    says: UnitId


class MustSay(_Typed):
    """What has to appear whenever someone asks about the drug."""

    text: Text
    product: Text | None = None  # None: holds for every product of the page
    says: UnitId


class Review(_Typed):
    """A named reviewer and the day of the review."""

    by: Text
    date: FullDate


class Source(_Typed):
    """Where a fact was read. ``url`` only for sources that may be linked."""

    title: Text
    publisher: Text
    kind: SourceKind
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")] | None = None
    date: Text | None = None


class FrontMatter(_Typed):
    """Everything above the second ``---`` of a page."""

    title: Text
    slug: UnitId
    category: Category
    also_listed: tuple[Text, ...] = ()
    summary: Text
    names: Names = Names()
    products: tuple[Product, ...] = ()
    status: tuple[Status, ...] = ()
    trials: tuple[Trial, ...] = ()
    must_say: tuple[MustSay, ...] = ()
    checked_to: PartialDate
    review: Review | None = None
    review_due: FullDate
    sources: Mapping[Annotated[str, StringConstraints(pattern=r"^S\d+$")], Source]
