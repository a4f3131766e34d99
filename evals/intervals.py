"""Scores of cases → a mean with its 95 % interval, by bootstrap. Nothing here knows what a score means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000
_SEED = 20261126  # fixed: the same scores give the same interval


@dataclass(frozen=True)
class Mean:
    """A mean over cases.

    Attributes:
        mean: Mean of the scored cases; None when none is scored.
        low: Lower end of its 95 % interval.
        high: Upper end.
        scored: Cases with a number.
        unscored: Cases without: they expect nothing that this score looks at.
    """

    mean: float | None
    low: float | None
    high: float | None
    scored: int
    unscored: int


def mean_of(scores: Sequence[float | None]) -> Mean:
    """The mean of the known scores with its interval; unknown ones are counted, never taken for 0."""
    known = np.array([score for score in scores if score is not None], dtype=np.float64)
    if not len(known):
        return Mean(None, None, None, 0, len(scores))
    low, high = _interval(known)
    return Mean(float(known.mean()), low, high, len(known), len(scores) - len(known))


def difference(before: Sequence[float | None], after: Sequence[float | None]) -> Mean:
    """Mean of after − before over the cases scored both times, with the interval of the paired differences."""
    pairs = zip(before, after, strict=True)
    return mean_of([None if b is None or a is None else a - b for b, a in pairs])


def _interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """2.5th and 97.5th percentile of the means of resamples (Efron and Tibshirani 1993, percentile method)."""
    # Resampling n values that repeat is drawing how often each comes; scores have few distinct values.
    distinct, counts = np.unique(values, return_counts=True)
    drawn = np.random.default_rng(_SEED).multinomial(len(values), counts / len(values), size=RESAMPLES)
    low, high = np.percentile(drawn @ distinct / len(values), [2.5, 97.5])
    return float(low), float(high)
