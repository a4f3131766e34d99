"""Helplines: numbers to call come from one file, and a country from its name alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import PageError
from assistant.helplines import FILE, Country, Helplines, load_helplines
from tests.conftest import CORPUS

TEXT = (CORPUS / FILE).read_text(encoding="utf-8")
COUNTRIES = Helplines(
    countries=tuple(
        Country(country=country, iso=iso)
        for country, iso in [
            ("Ireland", "IE"),
            ("United Kingdom", "GB"),
            ("United States", "US"),
            ("New Zealand", "NZ"),
            ("Mexico", "MX"),
            ("South Korea", "KR"),
            ("Netherlands", "NL"),
        ]
    )
)


def refusals(folder: Path, text: str) -> list[str]:
    (folder / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(PageError) as refusal:
        load_helplines(folder)
    return str(refusal.value).splitlines()


def test_numbers_are_kept_as_they_stand() -> None:
    freedonia = load_helplines(CORPUS).of("FR")
    assert freedonia is not None
    assert freedonia.emergency[0].number == "000-1"
    assert freedonia.crisis[0].text == "text HELLO to 000-3"
    assert freedonia.poison is not None
    assert freedonia.poison.phone == "000-4"
    assert freedonia.association is None


def test_the_entry_of_the_world_serves_where_no_country_is_known() -> None:
    found = load_helplines(CORPUS)
    assert found.world is not None
    assert found.world.crisis[0].name == "Lines of the World"
    assert found.of("ZZ") is None


def test_a_corpus_without_the_file_has_no_numbers(tmp_path: Path) -> None:
    assert load_helplines(tmp_path) == Helplines()
    assert Helplines().world is None
    assert Helplines().named_in("I live in Freedonia") is None


def test_a_country_is_known_when_it_is_named() -> None:
    found = load_helplines(CORPUS).named_in("I am in FREEDONIA and scared")
    assert found is not None
    assert found.iso == "FR"


def test_no_country_is_guessed_and_the_world_is_none() -> None:
    found = load_helplines(CORPUS)
    assert found.named_in("I am scared") is None
    assert found.named_in("my Freedonian grandmother") is None
    assert found.named_in("used worldwide") is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("I live in the UK", "GB"),
        ("we are in Scotland", "GB"),
        ("I'm in England.", "GB"),
        ("in the USA", "US"),
        ("I am in America", "US"),
        ("Holland", "NL"),
        ("from Ireland", "IE"),
        ("New Zealand please", "NZ"),
        ("South Korea", "KR"),
    ],
)
def test_a_country_is_known_by_its_everyday_names(text: str, iso: str) -> None:
    """Once "I live in the UK" named no country, so nobody there was told the numbers."""
    found = COUNTRIES.named_in(text)
    assert found is not None
    assert found.iso == iso


def test_northern_ireland_is_not_ireland() -> None:
    found = COUNTRIES.named_in("I live in Northern Ireland")
    assert found is not None
    assert found.iso == "GB"


@pytest.mark.parametrize(
    "text", ["New Mexico", "New South Wales", "North Korea", "South America", "Latin America", "tell us more", "Walesa"]
)
def test_a_name_inside_another_name_is_no_country(text: str) -> None:
    assert COUNTRIES.named_in(text) is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('number: "000-1"', "number: 112", "helplines.yaml:4: countries.0.emergency.0.number: found 112; expected"),
        (
            'strength: strong, seen: "2026-01-01", sources: ["https://poison',
            'strength: weak, seen: "2026-01-01", sources: ["https://poison',
            "helplines.yaml:7: countries.0.poison.strength: found 'weak'; expected",
        ),
        ('phone: "000-4"', 'fax: "000-4"', "helplines.yaml:7: countries.0.poison.fax: found '000-4'; expected"),
        (
            'seen: "2026-01-01", sources: ["https://poison',
            'seen: "May", sources: ["https://poison',
            "helplines.yaml:7: countries.0.poison.seen: found 'May'; expected",
        ),
        (
            'sources: ["https://poison.example"]',
            "sources: []",
            "helplines.yaml:7: countries.0.poison.sources: found []; expected",
        ),
        ('- country: "Freedonia"\n  iso', "- iso", "helplines.yaml:2: countries.0.country: found"),
        ('- country: "Freedonia"', '- country: "Freedonia', "helplines.yaml:1: file: found"),
    ],
)
def test_an_entry_that_is_not_sound_is_refused_at_its_line(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert TEXT.count(old) == 1
    found = refusals(tmp_path, TEXT.replace(old, new))
    assert any(line.startswith(expected) for line in found), found


def test_a_crisis_or_poison_line_without_a_way_to_reach_it_is_refused(tmp_path: Path) -> None:
    [line] = refusals(tmp_path, TEXT.replace('phone: "000-4", ', ""))
    assert "expected a phone, text or url of 'Poison Line'" in line
