"""Descriptions: a drug told of without its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.described import CALLED_ALONE, Descriptions, Fit, Fits
from assistant.language import stems
from assistant.pages import load_pages

CURATED = Path(__file__).parent.parent / "corpus"


@pytest.fixture(scope="module")
def curated() -> Descriptions:
    return Descriptions.of(load_pages(CURATED))


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("that gold water of the firm in Utah, gold it is", "cnm-au8"),
        ("the laughing-and-crying capsule", "nuedexta"),
        ("marrow cells of the Korean company", "lenzumestrocel"),
        ("who won the football last night", None),
        ("is there a bus to the clinic", None),
        ("my wife is on a feeding pump", None),
        ("can high doses of vitamin D cause wind", None),
        ("my blood sugar has been high, have I got diabetes", None),
        ("I just started an antibiotic and have the runs", None),
        ("quinine in seltzer water, is it ok to drink", None),
    ],
)
def test_telling_words_find_their_drug_and_ordinary_ones_none(
    curated: Descriptions, text: str, page: str | None
) -> None:
    assert curated.fits(stems(text)).likely() == page


def test_nearness_decides_where_words_alone_do_not() -> None:
    fits = Fits({"a": Fit(called=2.0, told=1.0), "b": Fit(called=2.0, told=1.0)})
    assert fits.likely() is None
    assert fits.likely({"a": 0.5, "b": 0.5}) is None
    assert fits.likely({"a": 0.7, "b": 0.5, "c": 0.1}) == "a"


def test_the_nearest_page_without_a_telling_word_is_none() -> None:
    assert Fits({"a": Fit(called=0.0, told=0.5)}).likely({"a": 0.9, "b": 0.1}) is None
    assert Fits().likely({"a": 0.9, "b": 0.1}) is None


def test_words_alone_have_to_tell_more() -> None:
    weak = Fits({"a": Fit(called=CALLED_ALONE - 0.5, told=3.0), "b": Fit(called=0.0, told=0.1)})
    assert weak.likely() is None
    assert weak.likely({"a": 0.6, "b": 0.4}) == "a"
