"""Lists and tables: exact, from typed facts, each cell with the sentence that states it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.catalogue import (
    STATUS_WORDS,
    Table,
    comparison,
    listing,
    must_say_fact,
    must_says,
    status_line,
    status_rows,
)
from assistant.frontmatter import Region, StatusState
from assistant.language import count_words
from assistant.pages import Page, load_pages
from assistant.question import Kind, Question, Subject

CORPUS = Path(__file__).parent.parent / "corpus"
ZELUNOR = Subject("zelunor", None, "zelunor")
MIRODOL = Subject("mirodol", None, "mirodol")
KESTRACEL = Subject("kestra-therapies", "kestracel", "kestracel")
OMBRASEN = Subject("kestra-therapies", "ombrasen", "ombrasen")


def asked(text: str, *regions: Region, subjects: tuple[Subject, ...] = ()) -> Question:
    return Question(text=text, standalone=text, query=text, kind=Kind.LIST, regions=regions, subjects=subjects)


def rows(table: Table | None) -> dict[str, list[str]]:
    """Cells by drug."""
    return {row.name: [cell.text for cell in row.cells] for row in table.rows} if table else {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which are made from stem cells?", {"kestracel": ["Stem cells"]}),
        ("Which are vitamins?", {"zelunor": ["Vitamin"]}),
        ("list the antisense drugs", {"ombrasen": ["Antisense"]}),
        ("Which are pills?", {"mirodol": ["By mouth, feeding tube"]}),
        ("Which can go down a feeding tube?", {"mirodol": ["By mouth, feeding tube"]}),
        ("Which are given into a muscle?", {"zelunor": ["Injection into a muscle"]}),
        ("list drugs given into muscle", {"zelunor": ["Injection into a muscle"]}),
        (
            "Which go into the spine?",
            {"kestracel": ["Injection into the spinal fluid"], "ombrasen": ["Injection into the spinal fluid"]},
        ),
        ("Which are only for a gene change?", {"ombrasen": ["KLM2 change"]}),
        ("Which are approved?", {"zelunor": ["Japan (2024)"]}),
        ("What medicines are there for MND?", {"zelunor": ["Japan (2024)"]}),
        ("what are my options", {"zelunor": ["Japan (2024)"]}),
        ("Which pills help with cramps?", {}),
        ("Which drug is best?", {}),
        ("Which were withdrawn?", {"mirodol": ["USA (2024): withdrawn"]}),
        ("Which were refused?", {"mirodol": ["EU (2023): refused"]}),
        ("Which trials are recruiting?", {"ombrasen": ["TIDE (phase 3, recruiting; no result reported)"]}),
        (
            "Which phase 2 trials are there?",
            {"kestracel": ["REEF (phase 2, completed; could not show whether it works)"]},
        ),
        ("Which are in phase 3 now?", {"ombrasen": ["TIDE (phase 3, recruiting; no result reported)"]}),
        (
            "Which phase 3 trials failed?",
            {
                "mirodol": ["STAR (phase 3, completed; missed its main goal)"],
                "zelunor": ["DUSK (phase 3, completed; missed its main goal)"],
            },
        ),
        ("Which are in the pipeline?", {"kestracel": ["In trials"], "ombrasen": ["In trials"]}),
        ("Which were abandoned?", {"mirodol": ["Withdrawn"]}),
        (
            "Which stem cell drugs had phase 2 trials?",
            {"kestracel": ["Stem cells", "REEF (phase 2, completed; could not show whether it works)"]},
        ),
        ("Which stem cell drugs are taken by mouth?", {}),
        ("Which are antibodies?", {}),
        ("Which are in phase 1/2?", {}),
        ("Which are nice?", {}),
    ],
)
def test_a_list_holds_exactly_the_drugs_that_have_the_property(
    pages: tuple[Page, ...], text: str, expected: dict[str, list[str]]
) -> None:
    assert rows(listing(asked(text), pages)) == expected


@pytest.mark.parametrize(
    ("text", "regions", "expected"),
    [
        ("Which are approved in Japan?", (Region.JAPAN,), {"zelunor": ["Japan (2024)"]}),
        ("Which are approved in the USA?", (Region.USA,), {}),  # mirodol was, and is no longer
        ("Which were withdrawn in the USA?", (Region.USA,), {"mirodol": ["USA (2024): withdrawn"]}),
        ("Which were refused in the EU?", (Region.EU,), {"mirodol": ["EU (2023): refused"]}),
        ("Which are approved in Canada?", (Region.CANADA,), {}),
        ("Which were approved since 2024?", (), {"zelunor": ["Japan (2024)"]}),
        ("Which were approved after 2024?", (), {}),
        ("Which were approved in 2022?", (), {"mirodol": ["USA (2022)"]}),
    ],
)
def test_a_list_by_place_and_year_is_exact(
    pages: tuple[Page, ...], text: str, regions: tuple[Region, ...], expected: dict[str, list[str]]
) -> None:
    assert rows(listing(asked(text, *regions), pages)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which are not taken by mouth?", {"kestracel", "ombrasen", "zelunor"}),
        ("Which do not need an injection?", {"mirodol"}),
        ("Which work without a needle?", {"mirodol"}),
        ("Which aren't made from stem cells?", {"mirodol", "ombrasen", "zelunor"}),
        ("Which are not approved?", {"kestracel", "mirodol", "ombrasen"}),
        ("Which are unapproved?", {"kestracel", "mirodol", "ombrasen"}),
        ("Which are not withdrawn?", set()),
        ("Which drugs that are not vitamins are taken by mouth?", {"mirodol"}),
    ],
)
def test_a_question_for_what_is_not_so_never_lists_what_is(
    pages: tuple[Page, ...], text: str, expected: set[str]
) -> None:
    """Once "Which are not taken by mouth?" listed the drugs that are."""
    found = listing(asked(text), pages)
    assert set(rows(found)) == expected
    assert found is None or " not " in found.lead


def test_not_approved_somewhere_is_said_only_where_the_pages_say_it(pages: tuple[Page, ...]) -> None:
    """Kestracel has no row on the USA: that is no fact about it."""
    found = listing(asked("Which are not approved in the USA?", Region.USA), pages)
    assert rows(found) == {"mirodol": ["USA: withdrawn (2024)"], "zelunor": ["USA: no approval found (as of 2025)"]}
    assert found is not None
    assert found.lead == "are not approved for ALS in the USA"


def test_a_list_names_the_one_form_that_has_the_property() -> None:
    pages = load_pages(CORPUS)
    tube = listing(asked("Which drugs can go down a feeding tube?"), pages)
    mouth = listing(asked("Which drugs are taken by mouth?"), pages)
    assert tube
    assert mouth
    assert "riluzole liquid" in {row.name for row in tube.rows}
    assert "riluzole" in {row.name for row in mouth.rows}  # of all its forms


def test_a_list_says_what_its_rows_have_in_common(pages: tuple[Page, ...]) -> None:
    found = listing(asked("Which phase 3 trials failed?"), pages)
    assert found is not None
    assert found.lead == "have a phase 3 trial that missed its main goal"
    assert found.columns == ("Drug", "Trials", "Must know")


def test_two_properties_are_both_told(pages: tuple[Page, ...]) -> None:
    found = listing(asked("Which vitamins are approved in Japan?", Region.JAPAN), pages)
    assert found is not None
    assert found.lead == "are vitamins and are approved for ALS in Japan"
    assert found.columns == ("Drug", "What it is", "Where and when", "Must know")


@pytest.mark.parametrize(
    "text",
    [
        "Which are stem cells?",
        "Which are by mouth?",
        "Which are not by mouth?",
        "Which have a gene change?",
        "Which are approved?",
        "Which are not approved?",
        "Which failed?",
        "Which are recruiting?",
        "Which are in development?",
        "Which were refused?",
    ],
)
def test_every_cell_is_cited_to_sentences_of_its_own_page(
    pages: tuple[Page, ...], page: dict[str, Page], text: str
) -> None:
    found = listing(asked(text), pages)
    assert found is not None
    for row in found.rows:
        cited = [said for fact in (*row.cells, row.must_say) for said in fact.says]
        assert all(fact.says for fact in (*row.cells, row.must_say))
        assert all(unit in page[slug].units for slug, unit in cited)
        [slug] = {slug for slug, _ in cited}
        assert row.name in {drug.name for drug in page[slug].drugs}


def test_every_row_of_a_list_says_what_has_to_be_known(pages: tuple[Page, ...]) -> None:
    found = listing(asked("Which were withdrawn?"), pages)
    assert found is not None
    assert found.rows[0].must_say.text == "Mirodol was withdrawn in 2024, after its main trial failed."


# --- side by side ----------------------------------------------------------------------------------------------


def test_drugs_side_by_side_keep_the_order_they_were_asked_in(pages: tuple[Page, ...]) -> None:
    found = comparison(asked("mirodol or zelunor?", subjects=(MIRODOL, ZELUNOR)), pages)
    assert rows(found) == {
        "mirodol": [
            "by mouth, feeding tube",
            "USA: withdrawn (2024); EU: refused (2023)",
            "Mirodol did not slow ALS in its main trial.",
        ],
        "zelunor": [
            "injection into a muscle",
            "Japan (2024)",
            "Zelunor slowed loss of function in one short trial, but not in a longer one.",
        ],
    }
    assert found.columns == ("Drug", "How it is given", "Approved for ALS in", "Does it work?", "Must know")
    assert all(fact.says for row in found.rows for fact in (*row.cells, row.must_say))


def test_two_drugs_of_one_page_are_told_apart(pages: tuple[Page, ...]) -> None:
    found = comparison(asked("kestracel or ombrasen?", subjects=(KESTRACEL, OMBRASEN)), pages)
    first, second = found.rows
    assert first.cells[1].says == (("kestra-therapies", "access"),)
    assert second.cells[1].says == (("kestra-therapies", "access-ombrasen"),)
    assert "KLM2" in second.must_say.text
    assert "KLM2" not in first.must_say.text


# --- one drug --------------------------------------------------------------------------------------------------


def test_the_status_of_a_drug_says_where_it_is_approved_and_where_not(page: dict[str, Page]) -> None:
    fact = status_line(page["zelunor"], ZELUNOR, ())
    assert fact is not None
    assert fact.text == "Zelunor: approved in Japan (2024); USA: no approval found (as of 2025)."
    assert fact.says == (("zelunor", "access-japan"), ("zelunor", "access-usa"))


def test_the_status_of_a_drug_is_that_of_the_place_asked_about(page: dict[str, Page]) -> None:
    fact = status_line(page["mirodol"], MIRODOL, (Region.USA,))
    assert fact is not None
    assert fact.text == "Mirodol. USA: withdrawn (2024)."  # not the approval of 2022, which is history
    assert fact.says == (("mirodol", "access-withdrawn"),)


def test_a_place_that_no_row_speaks_of_has_no_status(page: dict[str, Page]) -> None:
    assert status_line(page["zelunor"], ZELUNOR, (Region.CANADA,)) is None


def test_a_status_is_short(pages: tuple[Page, ...]) -> None:
    for page in pages:
        for drug in page.drugs:
            fact = status_line(page, Subject(page.slug, drug.name, drug.name), ())
            assert fact is not None
            assert count_words(fact.text) <= STATUS_WORDS


def test_history_comes_after_how_things_stand(page: dict[str, Page]) -> None:
    found = status_rows(page["mirodol"], MIRODOL, [Region.USA])
    assert [(row.says, row.current) for row in found] == [("access-withdrawn", True), ("access-usa-2022", False)]
    assert status_rows(page["mirodol"], MIRODOL, [Region.JAPAN]) == []


def test_what_must_be_said_of_one_product_is_not_said_of_another(page: dict[str, Page]) -> None:
    kestra = page["kestra-therapies"]
    assert [row.says for row in must_says(kestra, KESTRACEL)] == ["access"]
    assert [row.says for row in must_says(kestra, OMBRASEN)] == ["access", "how-ombrasen"]
    assert [row.says for row in must_says(kestra, Subject("kestra-therapies", None, "Kestra"))] == [
        "access",
        "how-ombrasen",
    ]


def test_what_must_be_said_is_one_cell_with_all_its_sentences(page: dict[str, Page]) -> None:
    fact = must_say_fact(page["zelunor"], ZELUNOR)
    assert fact.text == "Zelunor is approved for ALS only in Japan. A longer trial of zelunor found no benefit."
    assert fact.says == (("zelunor", "access"), ("zelunor", "works-dusk"))


def test_what_is_only_sold_somewhere_is_listed_there_and_said_to_be_no_approval(page: dict[str, Page]) -> None:
    """A list of what is approved in the UK once left out riluzole, which is sold there under a date nobody states."""
    zelunor = page["zelunor"]
    sold = zelunor.meta.status[0].model_copy(
        update={"region": Region.UK, "state": StatusState.AVAILABLE, "date": "2023-11", "current": True}
    )
    meta = zelunor.meta.model_copy(update={"status": (*zelunor.meta.status, sold)})
    pages = [replace(zelunor, meta=meta)]
    table = listing(asked("Which are approved in the UK?", Region.UK), pages)
    assert table is not None
    assert rows(table) == {"zelunor": ["UK (2023, sold or funded)"]}
    assert table.lead == "are approved, sold or funded for ALS in the UK"
    assert listing(asked("Which approvals came in 2023?", Region.UK), pages) is None
