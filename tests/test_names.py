"""Names: whatever way people type a drug it is known; what only looks like one never becomes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.names import Names, compact, sound
from assistant.pages import Page, load_pages

REAL = Path(__file__).parent.parent / "corpus"


@pytest.fixture(scope="module")
def names(pages: tuple[Page, ...]) -> Names:
    return Names.of(pages)


@pytest.fixture(scope="module")
def real_pages() -> tuple[Page, ...]:
    return load_pages(REAL)


@pytest.fixture(scope="module")
def real_names(real_pages: tuple[Page, ...]) -> Names:
    return Names.of(real_pages)


def found(names: Names, text: str) -> list[str]:
    """Slugs that a text names, with the product where it names one."""
    return [f"{m.page}/{m.product}" if m.product else m.page for m in names.find(text)]


def doubted(names: Names, text: str) -> list[tuple[str, str | None]]:
    return [(doubt.typed, doubt.near) for doubt in names.doubtful(text, names.find(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is zelunor safe?", ["zelunor"]),
        ("IS ZELUBAL SAFE", ["zelunor"]),  # brand
        ("zelunor's side effects", ["zelunor"]),
        ("ZN-12", ["zelunor"]),  # code, in every spelling
        ("zn12", ["zelunor"]),
        ("zn 12 dose", ["zelunor"]),
        ("zelunore", ["zelunor"]),  # misspelling on the page
        ("zelunorr", ["zelunor"]),  # slips of the finger
        ("zelnuor", ["zelunor"]),
        ("mirodal", ["mirodol"]),
        ("zell you nor", ["zelunor"]),  # as a machine hears it
        ("z n one two", ["zelunor"]),
        ("em are three five", ["mirodol"]),
        ("the bitter powder", ["mirodol"]),  # nickname
        ("what does Acme Pharma make", ["zelunor"]),  # company
        ("Acme Pharma – Zelunor", ["zelunor"]),  # menu entry
        ("NCT10000003", ["mirodol"]),  # registry number
        ("kestracel or ombrasen?", ["kestra-therapies/kestracel", "kestra-therapies/ombrasen"]),
        ("OM-9", ["kestra-therapies/ombrasen"]),
        ("Kestra therapies", ["kestra-therapies"]),
        ("mirodol versus zelunor", ["mirodol", "zelunor"]),
        ("Does it work?", []),
        ("", []),
    ],
)
def test_a_drug_is_known_by_every_way_of_naming_it(names: Names, text: str, expected: list[str]) -> None:
    assert found(names, text) == expected


def test_a_mention_tells_what_named_it_and_where(names: Names) -> None:
    [mention] = names.find("so, does Zelubal help?")
    assert (mention.typed, mention.start, mention.end, mention.sort) == ("Zelubal", 2, 3, "name")
    [mention] = names.find("the bitter powder helps")
    assert (mention.typed, mention.start, mention.end, mention.sort) == ("the bitter powder", 0, 3, "nickname")
    assert names.find("Acme Pharma")[0].sort == "company"


def test_a_trial_names_its_drug_and_itself(names: Names) -> None:
    [mention] = names.find("What did DUSK find?")
    assert (mention.page, mention.trial) == ("zelunor", "dusk")
    [mention] = names.find("tell me of TIDE")
    assert (mention.page, mention.product, mention.trial) == ("kestra-therapies", "ombrasen", "tide")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("look at the star", []),
        ("from dawn till dusk", []),
        ("the star trial", ["mirodol"]),
        ("Did STAR fail?", ["mirodol"]),
        ("DID THE STAR SHINE BRIGHT TONIGHT", []),  # all in capitals: they mean nothing
    ],
)
def test_a_trial_with_an_everyday_name_is_meant_only_when_it_is_marked(
    names: Names, text: str, expected: list[str]
) -> None:
    assert found(names, text) == expected


@pytest.mark.parametrize(
    ("text", "near"),
    [("zelumab", "zelunor"), ("zelunide", "zelunor"), ("mirodolol", "mirodol"), ("ombravir", "kestra-therapies")],
)
def test_another_ending_is_another_drug_and_only_asked_about(names: Names, text: str, near: str) -> None:
    assert found(names, text) == []
    assert doubted(names, f"Does {text} work?") == [(text, near)]


@pytest.mark.parametrize("text", ["zelbraf", "rituximab", "xyzolam", "ZN13", "ZN-13", "MN-166"])
def test_a_name_on_no_page_is_never_one_of_ours(names: Names, text: str) -> None:
    """Once codes with a hyphen, like MN-166, passed for ordinary words: their halves are common."""
    assert {typed for typed, _ in doubted(names, f"Does {text} work?")}
    assert "zelunor" not in found(names, text)


def test_a_number_behind_a_name_makes_it_another_name(names: Names) -> None:
    assert doubted(names, "Is zelunor 818 safe?") == [("818", None)]
    assert doubted(names, "Is zelunor safe for 818 people?") == []


@pytest.mark.parametrize(
    "text",
    ["Can I take 50mg with food?", "Does it help my breathing?", "stemcells", "Is covid-19 a risk?", "x=2", "in 2024"],
)
def test_ordinary_words_and_amounts_are_no_doubtful_names(real_names: Names, text: str) -> None:
    """Once "50mg" was taken for a drug that no page has."""
    assert doubted(real_names, text) == []


@pytest.mark.parametrize("text", ["wrapper 501", "wrapper five oh one", "rapper five zero one"])
def test_a_code_of_a_word_and_a_number_is_known_by_its_sound_and_spoken_figures(real_names: Names, text: str) -> None:
    assert found(real_names, f"what is {text} made of")[0].startswith("treg-therapies")


@pytest.mark.parametrize("text", ["take one or two pills", "five of ten had it", "in phase three"])
def test_spoken_figures_alone_name_no_drug(real_names: Names, text: str) -> None:
    assert found(real_names, text) == []


def test_background_pages_name_no_drug(page: dict[str, Page]) -> None:
    assert Names.of([page["about"]]).targets == {}


def test_compact_names_have_no_case_accents_spaces_or_signs() -> None:
    assert compact("Cu(II)ATSM") == compact("cu ii atsm") == "cuiiatsm"
    assert compact("Éxservan_") == "exservan"


def test_what_sounds_alike_has_one_sound() -> None:
    assert sound("zelunor") == sound("sellynor")
    assert sound("tofersen") == sound("tophersin")
    assert sound("zelunor") != sound("mirodol")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Rilutek", "riluzole"),
        ("rill you zole", "riluzole"),
        ("Qalsody", "tofersen"),
        ("tofersan", "tofersen"),
        ("AMX 35", "amx0035"),
        ("a m x zero zero three five", "amx0035"),
        ("Relyvrio", "amx0035"),
        ("vitamin B12", "methylcobalamin"),
        ("CNM au8", "cnm-au8"),
        ("Radicava ORS", "oral-edaravone"),
        ("pridopidone", "pridopidine"),
        ("COYA 302", "treg-therapies"),
        ("Entry criteria COURAGE-ALS: ALSFRS-R, FVC", "reldesemtiv"),
    ],
)
def test_the_curated_drugs_are_known(real_names: Names, text: str, slug: str) -> None:
    assert {name.split("/")[0] for name in found(real_names, text)} == {slug}


@pytest.mark.parametrize(
    "text",
    [
        "imatinib",
        "tominersen",
        "nusinersen",
        "rituximab",
        "methylprednisolone",
        "arimoclomib",
        "riluzide",
        "RAG-18",
        "AP-102",
    ],
)
def test_look_alikes_of_the_curated_drugs_are_not_resolved(real_names: Names, text: str) -> None:
    """Once arimoclomib became arimoclomol."""
    assert found(real_names, text) == []
    assert [typed for typed, _ in doubted(real_names, text)] == [text]


def test_every_name_on_a_curated_page_leads_to_it(real_pages: tuple[Page, ...], real_names: Names) -> None:
    lost = [
        (page.slug, name)
        for page in real_pages
        if not page.is_background
        for name in (*page.meta.names.proper, *page.meta.names.misspellings, *page.meta.also_listed)
        if compact(name) and page.slug not in {m.page for m in real_names.find(f"{name} trial")}
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("see you eight s m side effects", "cuatsm"),  # a microphone's way of writing letters
        ("how do you take see en em ay you eight", "cnm-au8"),
        ("rapper 501 given how", "treg-therapies"),  # a word and a number
        ("is koya 302 approved", "treg-therapies"),
        ("who makes radicaver", "edaravone"),  # an ending that is not spoken
        ("radi cava oh are ess how taken", "oral-edaravone"),
        ("do treggs help", "treg-therapies"),
        ("how many people were in valor", "tofersen"),  # a trial, though the word is an ordinary one
        ("what is ay em ex double oh thirty five made of", "amx0035"),
        ("eye on three sixty three", "ulefnersen"),
        ("N P double-oh-one", "np001"),
        ("rye loose ole how does it work", "riluzole"),
        ("the jassy fusing injection", "ulefnersen"),
        ("jackie few sun", "ulefnersen"),  # a known misspelling by its sound
        ("tuddka caps", "tudca"),
        ("the copper medicine", "cuatsm"),  # "copper drug"
    ],
)
def test_names_are_known_as_they_are_heard(real_names: Names, text: str, page: str) -> None:
    assert {mention.page for mention in real_names.find(text)} == {page}


@pytest.mark.parametrize(
    "text",
    [
        "how many days on and how many off",
        "what is the drug's story",
        "can my doctor request it for me",
        "it took valor to go on",
        "how many people showed their valor in the face of this",
        "wrapping 501 presents",
        "what is the difference for the person taking it",  # not "toferson"
        "does the leaflet say anything on driving or using machines",  # nor edaravone
        "I am thirty five and double jointed",
        "is a bile acid the same as tudoxilate",
    ],
)
def test_ordinary_words_are_no_names_that_sound_like_them(real_names: Names, text: str) -> None:
    assert real_names.find(text) == []
