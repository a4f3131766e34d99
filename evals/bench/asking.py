"""Drug names → questions to time: the same on every run, none of an eval case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle, islice, product

# Ways of asking that stand in no eval case, so that nothing can have been kept from an earlier run.
_ASKING = (
    "my neighbour {who} wonders if {drug} has slowed anybody down",
    "{drug}, which unwanted effects did {who} have to reckon with",
    "in which countries may {who} be given {drug} these days",
    "by what route does {drug} get into the body of {who}",
    "tell {who} in two lines what sort of thing {drug} is",
    "which people were let into the studies of {drug}, asks {who}",
    "what do we still have to find out about {drug}, for {who}",
    "{who} read in the paper that regulators looked at {drug}; what came of it",
    "compare {drug} with riluzole for {who}",
)
_WHO = ("a retired teacher", "my uncle", "a young mother", "the choir", "an engineer", "a night nurse", "our vicar")


def questions(names: Sequence[str], count: int) -> list[str]:
    """Questions over drug names, each once while the patterns last; the same on every run."""
    return list(islice(_questions(names), count))


def _questions(names: Sequence[str]) -> Iterator[str]:
    for (asking, drug), who in zip(product(_ASKING, names), cycle(_WHO), strict=False):
        yield asking.format(drug=drug, who=who)
    for asking, drug, who in product(_ASKING, names, _WHO):
        yield f"please, {asking.format(drug=drug, who=who)}?"
