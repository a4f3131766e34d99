"""The curated pages of this repository: complete, sound, in the house style, and in agreement with each other."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from assistant.check import check_pages
from assistant.frontmatter import Category, SourceKind
from assistant.helplines import FILE, Country, Helplines, load_helplines
from assistant.language import fold, words
from assistant.names import Names
from assistant.pages import Page, load_pages, parse_page, plain
from assistant.phrasings import Phrasings, general_phrasings, load_phrasings

CORPUS = Path(__file__).parent.parent / "corpus"

SLUGS = {
    "amx0035",
    "arimoclomol",
    "astrorx",
    "cnm-au8",
    "cuatsm",
    "edaravone",
    "ilb",
    "lenzumestrocel",
    "masitinib",
    "methylcobalamin",
    "np001",
    "nuedexta",
    "nurown",
    "oral-edaravone",
    "pridopidine",
    "primec",
    "reldesemtiv",
    "riluzole",
    "sod1-therapies",
    "tofersen",
    "treg-therapies",
    "tudca",
    "ulefnersen",
}


@pytest.fixture(scope="module")
def curated() -> tuple[Page, ...]:
    return load_pages(CORPUS)


@pytest.fixture(scope="module")
def helplines() -> Helplines:
    return load_helplines(CORPUS)


# --- pages -----------------------------------------------------------------------------------------------------


def test_every_drug_has_its_page_and_one_page_explains_words(curated: tuple[Page, ...]) -> None:
    assert {page.slug for page in curated if not page.is_background} == SLUGS
    assert len(SLUGS) == 23
    assert [page.slug for page in curated if page.is_background] == ["about"]


def test_the_pages_are_in_the_house_style(curated: tuple[Page, ...]) -> None:
    """Held against the day the pages were written, so that the test does not fail by waiting."""
    assert [str(fault) for fault in check_pages(curated, today=date(2026, 11, 22))] == []


def test_every_menu_entry_leads_to_its_page(curated: tuple[Page, ...]) -> None:
    names = Names.of(curated)
    entries = [(entry, page.slug) for page in curated for entry in page.meta.also_listed]
    assert len(entries) >= len(SLUGS) - 1
    assert [(entry, slug) for entry, slug in entries if slug not in {m.page for m in names.find(entry)}] == []


def test_no_menu_entry_stands_on_two_pages(curated: tuple[Page, ...]) -> None:
    entries = [fold(entry) for page in curated for entry in page.meta.also_listed]
    assert len(entries) == len(set(entries))


def test_no_two_pages_share_a_name(curated: tuple[Page, ...]) -> None:
    owners = defaultdict(set)
    for page in curated:
        names = page.meta.names
        for name in (*names.proper, *names.nicknames, *names.misspellings):
            owners[re.sub(r"[\W_]+", "", fold(name))].add(page.slug)
    assert {name: slugs for name, slugs in owners.items() if len(slugs) > 1} == {}


def test_a_trial_is_told_the_same_on_every_page(curated: tuple[Page, ...]) -> None:
    told = defaultdict(set)
    for page in curated:
        for trial in page.meta.trials:
            told[trial.id].add((trial.phase, trial.state, trial.n, trial.result))
    assert {trial: facts for trial, facts in told.items() if len(facts) > 1} == {}


PLATFORM = "NCT04297683"  # the HEALEY platform tests many drugs under one number


def test_a_registry_number_leads_to_one_page(curated: tuple[Page, ...]) -> None:
    """Unless the pages tell of one trial, under one id."""
    owners = defaultdict(set)
    for page in curated:
        for trial in page.meta.trials:
            for number in trial.registry:
                owners[number].add((page.slug, trial.id))
    shared = {
        number: told
        for number, told in owners.items()
        if number != PLATFORM and len({slug for slug, _ in told}) > 1 and len({trial for _, trial in told}) > 1
    }
    assert shared == {}


def test_every_unit_is_plain_words_that_read_back(curated: tuple[Page, ...]) -> None:
    for page in curated:
        for unit in page.units.values():
            assert words(unit.plain), f"{page.slug} {unit.id}"
            assert unit.plain == plain(unit.plain)
            assert not re.search(r"[\[\]{}*]|\bS\d+\b", unit.plain), f"{page.slug} {unit.id}"
            assert unit.plain[-1] in ".!?", f"{page.slug} {unit.id}"


def test_ids_of_drug_pages_begin_with_the_key_of_their_section(curated: tuple[Page, ...]) -> None:
    """corpus/README.md promises it, and links point to them."""
    wrong = [
        (page.slug, unit.id)
        for page in curated
        if not page.is_background
        for section in page.sections
        for unit in section.units
        if unit.id != section.key and not unit.id.startswith(f"{section.key}-")
    ]
    assert wrong == []
    assert all(s.gist.id == s.key for page in curated if not page.is_background for s in page.sections)


def test_no_reviewer_is_invented_and_no_date_lies_ahead(curated: tuple[Page, ...]) -> None:
    for page in curated:
        assert page.meta.review is None or page.meta.review.by
        assert page.meta.checked_to <= "2026-11-22", page.slug
        assert page.meta.review_due > page.meta.checked_to, page.slug


def test_a_page_is_shelved_where_its_drug_stands(curated: tuple[Page, ...]) -> None:
    """Under "approved" it is approved somewhere; in development it is approved for ALS nowhere without conditions."""
    for page in curated:
        allowed = [row for row in page.meta.status if row.current and row.state == "approved"]
        if page.meta.category is Category.APPROVED:
            assert allowed or any(row.state == "conditional" for row in page.meta.status), page.slug
        if page.meta.category is Category.IN_DEVELOPMENT:
            assert [row for row in allowed if row.indication == "ALS"] == [], page.slug


def test_links_are_whole_addresses_of_sources_that_may_be_linked(curated: tuple[Page, ...]) -> None:
    for page in curated:
        for key, source in page.meta.sources.items():
            if source.url:
                assert source.kind is not SourceKind.OTHER, f"{page.slug} {key}"
                assert "." in urlsplit(source.url).netloc, f"{page.slug} {key}"


def test_the_template_is_a_page_that_would_be_taken() -> None:
    text = (CORPUS / "_template.md").read_text(encoding="utf-8")
    page = parse_page(text, "exampline.md")
    assert check_pages([page], today=date(2026, 11, 22)) == []


# --- ways of asking --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def phrasings(curated: tuple[Page, ...]) -> Phrasings:
    return load_phrasings(CORPUS, curated)


def test_every_way_of_asking_leads_to_a_sentence(curated: tuple[Page, ...], phrasings: Phrasings) -> None:
    by_slug = {page.slug: page for page in curated}
    assert {slug for slug, _ in phrasings.units} == set(by_slug)
    assert all(unit in by_slug[slug].units for slug, unit in phrasings.units)


def test_ways_of_asking_say_the_drug_for_its_name(curated: tuple[Page, ...]) -> None:
    """Those that fit any drug name none."""
    generic = {fold(name) for page in curated for name in (*page.meta.names.brands, *page.meta.names.codes)}
    general = general_phrasings()
    texts = [text for asked in (general.unsaid, general.sections) for texts in asked.values() for text in texts]
    assert [text for text in texts if set(words(text)) & generic] == []


# --- numbers to call -------------------------------------------------------------------------------------------


def lines_of(country: Country) -> list[tuple[str, str]]:
    """Every number of a country with the name of its service."""
    numbers = [(item.service, item.number) for item in country.emergency]
    numbers += [(item.how, item.number) for item in country.emergency_text]
    for line in (*country.crisis, *filter(None, [country.poison, country.association])):
        numbers += [(line.name, number) for number in (line.phone, *line.also) if number]
    return numbers


def test_there_are_numbers_for_many_countries_and_one_entry_for_the_world(helplines: Helplines) -> None:
    codes = [country.iso for country in helplines.countries]
    assert len(codes) > 30
    assert len(codes) == len(set(codes))
    assert {country.iso for country in helplines.countries if country.fallback} == {"EU", "001"}
    assert helplines.world is not None
    assert helplines.world.crisis


def test_every_country_can_be_named_and_has_an_emergency_number(helplines: Helplines) -> None:
    for country in helplines.countries:
        if country.fallback:
            continue
        assert re.fullmatch(r"[A-Z]{2}", country.iso), country.country
        assert helplines.named_in(f"I live in {country.country}.") == country
        assert country.emergency, country.country


def test_numbers_are_numbers(helplines: Helplines) -> None:
    for country in helplines.countries:
        for name, number in lines_of(country):
            assert re.search(r"\d{2}", number), f"{country.country}: {name}"
            assert "\n" not in number


def test_every_number_tells_where_and_when_it_was_read(helplines: Helplines) -> None:
    for country in helplines.countries:
        lines = [*country.crisis, *filter(None, [country.poison, country.association])]
        for item in (*country.emergency, *country.emergency_text, *lines):
            assert "2026-01-01" <= item.seen <= "2026-11-22", country.country
            assert all(source.startswith(("http://", "https://")) for source in item.sources), country.country


def test_the_file_holds_countries_and_nothing_else() -> None:
    """No word about a person, a drug or a dose belongs there."""
    raw = yaml.safe_load((CORPUS / FILE).read_text(encoding="utf-8"))
    fields = {"country", "iso", "fallback", "emergency", "emergency_text", "crisis", "poison", "association"}
    assert isinstance(raw, list)
    assert all(set(entry) <= fields for entry in raw)
