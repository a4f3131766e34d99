"""Pages: what the format gives, and what it refuses, each with one line that says where, what and how to mend it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import PageError
from assistant.pages import HEADINGS, Page, load_page, load_pages, parse_page, plain
from tests.conftest import CORPUS

PAGES = Path(__file__).parent / "pages"
ZELUNOR = (CORPUS / "zelunor.md").read_text(encoding="utf-8")
ABOUT = (CORPUS / "about.md").read_text(encoding="utf-8")


def refusals(text: str, name: str = "zelunor.md") -> list[str]:
    """The lines with which a page is refused."""
    with pytest.raises(PageError) as refusal:
        parse_page(text, name)
    return str(refusal.value).splitlines()


def with_change(old: str, new: str, text: str = ZELUNOR) -> str:
    assert text.count(old) >= 1, f"{old!r} is not in the page"
    return text.replace(old, new, 1)


def outline(page: Page) -> dict[str, object]:
    """All that a page holds, as plain data."""
    return {
        "front_matter": page.meta.model_dump(mode="json", exclude_defaults=True),
        "sections": [
            {
                "key": section.key,
                "heading": section.heading,
                "units": [
                    {"id": u.id, "plain": u.plain, "sources": list(u.sources), "gist": u.gist, "line": u.line}
                    for u in section.units
                ],
            }
            for section in page.sections
        ],
    }


# --- what is read ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", [PAGES / "wrapped.md", CORPUS / "zelunor.md"], ids=lambda file: file.stem)
def test_a_page_is_read_as_its_golden_file_says(file: Path) -> None:
    expected = PAGES / f"{file.stem}.expected.json"
    assert outline(load_page(file)) == json.loads(expected.read_text(encoding="utf-8"))


def test_pages_come_in_order_of_slug_without_readme_and_templates(tmp_path: Path) -> None:
    for name in ("zelunor.md", "about.md"):
        (tmp_path / name).write_text((CORPUS / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "README.md").write_text("No page.", encoding="utf-8")
    (tmp_path / "_template.md").write_text("No page.", encoding="utf-8")
    assert [page.slug for page in load_pages(tmp_path)] == ["about", "zelunor"]


def test_a_section_is_found_by_a_unit_in_it(page: dict[str, Page]) -> None:
    zelunor = page["zelunor"]
    assert zelunor.section_of["safety-rash"].key == "safety"
    assert zelunor.section_of["safety-rash"].gist.id == "safety"
    assert list(zelunor.units)[:3] == ["short", "short-status", "how"]


def test_the_name_of_a_page_is_its_drug_or_its_group(page: dict[str, Page]) -> None:
    assert page["zelunor"].name == "zelunor"
    assert page["kestra-therapies"].name == "Kestra therapies"
    assert page["about"].name == "How trials are read"


def test_a_form_of_a_drug_is_no_drug_of_its_own() -> None:
    first = ZELUNOR.split("products:\n")[1].split("\n")[0]
    form = first.replace("name: zelunor", "name: zelunor liquid").replace("names: [Zelubal, ZN-12], ", "")
    found = parse_page(with_change(first, f"{first}\n{form}"), "zelunor.md")
    assert [product.name for product in found.meta.products] == ["zelunor", "zelunor liquid"]
    assert [drug.name for drug in found.drugs] == ["zelunor"]


def test_any_edit_is_another_version_and_windows_line_ends_are_none() -> None:
    version = parse_page(ZELUNOR, "zelunor.md").version
    assert parse_page(with_change("50 mg", "500 mg"), "zelunor.md").version != version
    assert parse_page("\ufeff" + ZELUNOR.replace("\n", "\r\n"), "zelunor.md").version == version


def test_a_bare_year_and_a_bare_number_are_texts() -> None:
    changed = with_change("checked_to: 2025-01", "checked_to: 2025")
    changed = with_change('phase: "3", state: approved', "phase: 3, state: approved", changed)
    found = parse_page(changed, "zelunor.md").meta
    assert found.checked_to == "2025"
    assert found.products[0].phase == "3"


# --- plain -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Zelunor is a shot. [S1, S2] {#given}", "Zelunor is a shot."),
        ("**Zelunor** is *not* a cure.", "Zelunor is not a cure."),
        ("over two\nlines   here", "over two lines here"),
        ("2 * 3 * 4 and a*b*c", "2 * 3 * 4 and a*b*c"),
        ("One dose is 50 mg.", "One dose is 50 mg."),
    ],
)
def test_plain_drops_marks_ids_emphasis_and_line_breaks_only(raw: str, expected: str) -> None:
    assert plain(raw) == expected


@given(st.text(alphabet="aZ 5.,%-\n", max_size=60))
def test_plain_leaves_words_and_amounts_alone(text: str) -> None:
    assert plain(text) == " ".join(text.split())


@given(
    st.text(alphabet="aZ5 .,", min_size=1, max_size=30).filter(str.strip),
    st.lists(st.integers(1, 99), min_size=1, max_size=3),
)
def test_plain_is_the_same_with_and_without_marks_and_id(text: str, sources: list[int]) -> None:
    marks = ", ".join(f"S{n}" for n in sources)
    assert plain(f"{text} [{marks}] {{#some-id}}") == plain(text)


def test_plain_of_plain_is_plain(pages: tuple[Page, ...]) -> None:
    for page in pages:
        for unit in page.units.values():
            assert plain(unit.plain) == unit.plain == plain(unit.raw)


# --- what is refused: the front matter -------------------------------------------------------------------------


def test_a_page_without_front_matter_is_refused() -> None:
    assert refusals("# Zelunor\n") == [
        "zelunor.md:1: front matter: found '# Zelunor'; expected a line '---', fields, a line '---'. "
        "Add the front matter."
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "checked_to: 2025-01",
            "checked_to: 3 May",
            "zelunor.md:25: checked_to: found '3 May'; expected YYYY, YYYY-MM",
        ),
        (
            "checked_to: 2025-01",
            "checked_to: 2025-13",
            "zelunor.md:25: checked_to: found '2025-13'; expected a day that",
        ),
        (
            "review_due: 2099-01-01",
            "review_due: 2099",
            "zelunor.md:26: review_due: found 2099; expected a valid string",
        ),
        (
            "review_due: 2099-01-01",
            "review_due: 2099-01",
            "zelunor.md:26: review_due: found '2099-01'; expected YYYY-MM-DD",
        ),
        ("kind: vitamin", "kind: sugar", "zelunor.md:15: products.0.kind: found 'sugar'; expected 'small molecule',"),
        ("region: Japan", "region: Mars", "zelunor.md:17: status.0.region: found 'Mars'; expected 'World', 'EU',"),
        ("n: 370", "n: 0", "zelunor.md:21: trials.1.n: found 0; expected greater than 0"),
        ("category: approved", "category: good", "zelunor.md:4: category: found 'good'; expected 'approved',"),
        ("summary: A vitamin", "sumary: A vitamin", "zelunor.md:2: summary: found nothing; expected a value. Mend"),
        ("title: Zelunor (Zelubal)", "title: ''", "zelunor.md:2: title: found ''; expected"),
        (
            "current: true",
            "current: perhaps",
            "zelunor.md:17: status.0.current: found 'perhaps'; expected a valid boolean",
        ),
        ('"https://journal.example/dusk"', '"journal"', "zelunor.md:30: sources.S3.url: found 'journal'; expected"),
        (
            "slug: zelunor",
            "slug: zelubal",
            "zelunor.md:3: slug: found 'zelubal'; expected 'zelunor'. Name file and slug",
        ),
        (
            "category: approved",
            "slug: zelunor",
            "zelunor.md:4: front matter: found the key 'slug' twice; expected YAML",
        ),
        ("category: approved", "category: [", "front matter: found"),
        ("category: approved", "category: {{ text }}", "zelunor.md:4: front matter: found braces as a name; expected"),
        (
            "says: access-usa",
            "says: nowhere",
            "zelunor.md:18: status.1.says: found 'nowhere'; expected the id of a unit",
        ),
        ("product: zelunor, region", "product: mirodol, region", "zelunor.md:17: status.0.product: found 'mirodol'"),
    ],
)
def test_a_wrong_field_is_refused_at_its_line_with_what_may_stand_there(old: str, new: str, expected: str) -> None:
    found = refusals(with_change(old, new))
    assert any(expected in line for line in found), found


def test_a_field_that_the_format_does_not_have_is_refused() -> None:
    [line] = refusals(with_change("summary:", "mood: good\nsummary:"))
    assert line == "zelunor.md:6: mood: found 'good'; expected a field of the format. Mend this field."


def test_a_placeholder_left_in_braces_is_refused_and_no_crash() -> None:
    """Once "{{title}}" ended in a TypeError: YAML reads it as a mapping with a mapping as its key."""
    [line] = refusals(with_change("title: Zelunor (Zelubal)", "title: {{title}}"))
    assert line.startswith("zelunor.md:2: front matter: found braces as a name")


@pytest.mark.parametrize(
    "head", ["---\n---\n", "---\n# nothing\n---\n", "---\n- a\n- b\n---\n", "---\njust text\n---\n"]
)
def test_front_matter_without_fields_is_refused(head: str) -> None:
    assert all(line.startswith("zelunor.md:") and "front matter" in line for line in refusals(head))


def test_all_faults_of_all_pages_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "zelunor.md").write_text(with_change("kind: vitamin", "kind: sugar"), encoding="utf-8")
    (tmp_path / "about.md").write_text(with_change("[S1] {#alsfrs}", "[S9] {#alsfrs}", ABOUT), encoding="utf-8")
    with pytest.raises(PageError) as refusal:
        load_pages(tmp_path)
    assert [fault.file for fault in refusal.value.faults] == ["about.md", "zelunor.md"]


def test_rows_belong_on_drug_pages_and_are_needed_there() -> None:
    status = "status:\n  - {product: x, region: USA, state: approved, current: true, says: placebo}\n"
    assert any(
        "none on a background page" in line
        for line in refusals(with_change("names:", f"{status}names:", ABOUT), "about.md")
    )
    without = ZELUNOR.split("must_say:")[0] + "checked_to:" + ZELUNOR.split("checked_to:", 1)[1]
    assert refusals(without) == ["zelunor.md:2: must_say: found no rows; expected at least one. Fill in the field."]


# --- what is refused: the body ---------------------------------------------------------------------------------

GIVEN = "Zelunor is a shot into a muscle twice a week. [S1] {#given}"
DOSE = "- One dose of zelunor is 50 mg. [S1] {#given-dose}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            GIVEN,
            GIVEN.removesuffix(" {#given}"),
            "zelunor.md:48: unit: found ' a shot into a muscle twice a week. [S1]'; expected text [S1] {#id}. End it",
        ),
        (GIVEN, GIVEN.replace(" [S1]", ""), "zelunor.md:48: unit: found"),
        (GIVEN, f"- {GIVEN}", "zelunor.md:48: unit: found a bullet; expected the gist as a plain paragraph."),
        (DOSE, f"\n{DOSE[2:]}", "zelunor.md:51: unit: found a paragraph; expected a bullet ('- ')."),
        (
            DOSE,
            DOSE.replace("given-dose", "given"),
            "zelunor.md:50: unit id: found 'given'; expected an id not used on line 48.",
        ),
        (
            DOSE,
            DOSE.replace("given-dose", "Given_Dose"),
            "zelunor.md:50: unit id: found 'Given_Dose'; expected small letters,",
        ),
        (
            DOSE,
            DOSE.replace("[S1]", "[S7]"),
            "zelunor.md:50: source mark: found [S7]; expected an id listed under sources.",
        ),
        (
            DOSE,
            DOSE.replace("50 mg", "<b>50 mg</b>"),
            "zelunor.md:50: unit: found HTML, a link or braces; expected plain",
        ),
        (
            DOSE,
            DOSE.replace("50 mg", "[50 mg](https://x.example)"),
            "zelunor.md:50: unit: found HTML, a link or braces",
        ),
        (
            DOSE,
            DOSE.replace("zelunor", "zelunor [S2]"),
            "zelunor.md:50: unit: found '[S2]'; expected source marks at the end",
        ),
        ("## How is it given?", "## How do I take it?", "zelunor.md:32: headings: found missing 'How is it given?'"),
        (
            "## In short",
            "Some words.\n\n## In short",
            "zelunor.md:33: body: found 'Some words.'; expected a '## ' heading first.",
        ),
    ],
)
def test_a_wrong_line_of_the_body_is_refused_at_its_place(old: str, new: str, expected: str) -> None:
    found = refusals(with_change(old, new))
    assert any(line.startswith(expected) for line in found), found


def test_one_slip_in_a_gist_is_one_fault() -> None:
    """Once the bullet below a faulty gist was refused as well, though nothing was wrong with it."""
    assert len(refusals(with_change(GIVEN, GIVEN.removesuffix(" {#given}")))) == 1


def test_a_source_mark_inside_a_sentence_is_not_lost_in_silence() -> None:
    """Once the mark was dropped from the text and from the sources of the unit."""
    [line] = refusals(with_change(DOSE, DOSE.replace("One dose", "One dose [S2]")))
    assert "'[S2]'" in line


def test_an_empty_section_is_refused() -> None:
    start = ZELUNOR.index("## How is it given?")
    end = ZELUNOR.index("## Who was it tested in?")
    found = refusals(ZELUNOR[:start] + "## How is it given?\n\n" + ZELUNOR[end:])
    assert any("found 'How is it given?' without text; expected a gist and units" in line for line in found)


def test_headings_in_another_order_are_refused() -> None:
    first, second = HEADINGS[3].text, HEADINGS[4].text
    text = ZELUNOR.replace(first, "@@").replace(second, first).replace("@@", second)
    assert any("found another order; expected all nine headings in order" in line for line in refusals(text))


def test_every_refusal_is_one_line_and_faults_come_in_order_of_line() -> None:
    text = with_change(DOSE, DOSE.replace("[S1]", "[S7]"), with_change(GIVEN, f"- {GIVEN}"))
    with pytest.raises(PageError) as refusal:
        parse_page(text, "zelunor.md")
    lines = [fault.line for fault in refusal.value.faults]
    assert lines == sorted(lines)
    assert all("\n" not in str(fault) for fault in refusal.value.faults)


# --- what is refused: the file ---------------------------------------------------------------------------------


def test_a_file_that_is_not_utf_8_is_refused_at_the_line_of_the_first_wrong_byte(tmp_path: Path) -> None:
    file = tmp_path / "zelunor.md"
    file.write_bytes(b"---\ntitle: caf\xe9\n---\n")
    with pytest.raises(PageError) as refusal:
        load_page(file)
    assert str(refusal.value) == (
        "zelunor.md:2: encoding: found bytes that are not UTF-8; expected UTF-8 text. Save the file as UTF-8."
    )


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PageError, match=r"corpus: found no page; expected \*\.md files"):
        load_pages(tmp_path)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zelunor.md").mkdir()
    with pytest.raises(PageError, match="expected a file that can be read"):
        load_pages(tmp_path)
