"""Support: what may differ between a claim and its source, and what may not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.support import support

TRIAL = (
    "After 24 weeks in ALPHA, people on zelunor had lost 2.66 points of daily function and people on placebo 4.63. "
    "The group was picked afterwards, so it is only a hint."
)
JAPAN = "Japan approved zelunor for ALS with a SOD1 change on 24 September 2024. No approval was found in the EU."
DOSE = "Zelunor is given as 50 mg into a muscle twice a week. It must not be given to people with an allergy to cobalt."
PHASE = "A phase 2b trial of zelunor in mice was stopped in May 2021, the company says."
SLOWER = "Over 6 months, loss of breathing capacity was slower on zelunor than on placebo."


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("In ALPHA, a mere hint: losses after 24 weeks were 2.66 points on zelunor and 4.63 on placebo.", TRIAL),
        ("In September 2024, zelunor got approval in Japan for ALS with a SOD1 change.", JAPAN),
        ("Zelunor goes into a muscle twice a week, 50 mg each time.", DOSE),
        ("The company says that it stopped a phase 2b trial of zelunor in mice in May 2021.", PHASE),
        ("On placebo, loss of breathing capacity was faster than on zelunor over 6 months.", SLOWER),
        ("Loss of breathing capacity was slower on zelunor than on placebo over half a year.", SLOWER),
    ],
)
def test_a_claim_in_other_words_is_supported(claim: str, source: str) -> None:
    result = support(claim, [source], about=["zelunor"])
    assert (result.supported, result.broken) == (True, "")


@pytest.mark.parametrize(
    ("claim", "source", "broken"),
    [
        ("In ALPHA, a mere hint: losses after 24 weeks were 2.76 points on zelunor.", TRIAL, "number"),
        ("In ALPHA, a mere hint: after 24 months people on zelunor had lost 2.66 points.", TRIAL, "number"),
        ("In ALPHA, a hint: people on placebo had lost 2.66 points and people on zelunor 4.63.", TRIAL, "direction"),
        ("After 24 weeks in ALPHA, people on zelunor had lost 2.66 points.", TRIAL, "doubt"),
        ("In September 2023, zelunor got approval in Japan for ALS with a SOD1 change.", JAPAN, "number"),
        ("In October 2024, zelunor got approval in Japan for ALS with a SOD1 change.", JAPAN, "date"),
        ("In September 2024, zelunor got approval in Korea for ALS with a SOD1 change.", JAPAN, "place"),
        ("In September 2024, zelunor got approval in Japan for ALS.", JAPAN, "limit"),
        ("Zelunor got approval in the EU.", JAPAN, "place"),
        ("Japan refused zelunor for ALS with a SOD1 change in September 2024.", JAPAN, "status"),
        ("Zelunor is given to people with an allergy to cobalt.", DOSE, "denial"),
        ("Zelunor is given as 50 mg into a muscle twice a month.", DOSE, "time"),
        ("Mirodol is given as 50 mg into a muscle twice a week.", DOSE, "name"),
        ("The company says that it stopped a phase 3 trial of zelunor in mice in May 2021.", PHASE, "number"),
        ("The company says that a phase 2b trial of zelunor in mice is still recruiting.", PHASE, "status"),
        ("A phase 2b trial of zelunor in mice was stopped in May 2021.", PHASE, "doubt"),
        ("Over 6 months, loss of breathing capacity was faster on zelunor than on placebo.", SLOWER, "direction"),
        (
            "Over 6 months, loss of breathing capacity was always slower on zelunor than on placebo.",
            SLOWER,
            "certainty",
        ),
        ("Zelunor makes everyday shopping, cooking, gardening, painting and singing easy.", SLOWER, "words"),
    ],
)
def test_a_claim_that_changes_the_meaning_is_not(claim: str, source: str, broken: str) -> None:
    result = support(claim, [source], about=["zelunor"])
    assert not result.supported
    assert result.broken == broken


def test_whole_sentences_word_for_word_are_supported_and_parts_of_them_need_not_be() -> None:
    assert support("No approval was found in the EU.", [JAPAN]) == support(JAPAN, [JAPAN])
    assert support(JAPAN, [JAPAN]).score == 1
    assert not support("approval was found in the EU.", [JAPAN]).supported


def test_a_claim_may_call_the_drug_by_its_name_where_its_source_says_it() -> None:
    source = "It slows the loss of function."
    assert support("Zelunor slows the loss of function.", [source], about=["zelunor"]).supported
    assert not support("Zelunor slows the loss of function.", [source]).supported


def test_several_sources_support_a_claim_together() -> None:
    claim = (
        "Zelunor is given twice a week, and loss of breathing capacity was slower on it than on placebo over 6 months."
    )
    assert support(claim, [DOSE, SLOWER], about=["zelunor"]).supported
    assert not support(claim, [DOSE], about=["zelunor"]).supported


@given(st.text(max_size=300), st.text(max_size=300))
def test_nothing_that_is_typed_breaks_it_and_an_empty_source_supports_nothing(claim: str, source: str) -> None:
    assert 0 <= support(claim, [source]).score <= 1
    assert not support(f"{claim} Zelunor works.", [""]).supported
