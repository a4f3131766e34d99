"""An editor's day on the staff page in a real browser: import, edit, check, publish, ask, and go back."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from assistant.conductor import Assistant
from assistant.embedder import Embedder
from assistant.index import build
from assistant.pages import load_page
from assistant.password import PasswordHash
from evals.cases import load_cases
from evals.results import new_file, save
from evals.run import run_cases
from tests.browser import GAPS, SMALLEST, TARGETS, WIDER, ask, axe, unnamed
from tests.conftest import CORPUS
from tests.server import Served, served
from tests.test_index import change
from tests.test_publish import CASES
from tests.test_staff_browser import PASSWORD, PROGRAM

pytestmark = pytest.mark.slow

NEW = "A box of zelunor is kept in a fridge at home."
IMPORTED = """Zelunor

Zelunor is a vitamin that is given as an injection into a muscle two times a week, and people learn to do it at home.

The maker plans to ask for approval in the USA in 2024, after the results of the DAWN trial in 130 people came out.

A box of zelunor has to be kept cold, so most people put it in the fridge as soon as it comes from the pharmacy.
"""
PARTS = ("health", "import", "edit?page=zelunor", "check", "gaps", "publish")


@dataclass(frozen=True)
class Place:
    """A server with the staff page, and the corpus that its editors work on."""

    server: Served
    corpus: Path


@pytest.fixture(scope="module")
def place(
    index_folder: Path, embedder: Embedder, assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("editor")
    corpus = Path(shutil.copytree(CORPUS, folder / "corpus"))
    change(corpus, "review_due: 2026-01-01", "review_due: 2099-01-01", "kestra-therapies.md")
    index = Path(shutil.copytree(index_folder, folder / "index"))
    build(corpus, index, embedder)
    (folder / "cases").mkdir()
    (folder / "cases" / "own.jsonl").write_text("".join(json.dumps(case) + "\n" for case in CASES[:3]), "utf-8")
    run = run_cases(assistant, load_cases(folder / "cases"))
    save(run, new_file(run, folder / "evals"))
    (folder / "reports").mkdir()
    report = {"day": "2099-01-01", "question": "Is it cold?", "reply": "One dose of zelunor is 50 mg. [1]"}
    kept = folder / "reports" / "2099-01-01-0123456789ab.json"
    kept.write_text(json.dumps({**report, "corpus_version": "abc"}), "utf-8")
    (folder / "gaps").mkdir()
    (folder / "gaps" / "gaps-2099-01-01-1.json").write_text('{"zelunor/given/unanswered": 3}', "utf-8")
    more = {
        "TEST_CASES": str(folder / "cases"),
        "ASSISTANT_CORPUS": str(corpus),
        "ASSISTANT_DRAFTS": str(folder / "drafts"),
        "ASSISTANT_EVALS": str(folder / "evals"),
        "ASSISTANT_REPORTS": str(folder / "reports"),
        "ASSISTANT_GAPS": str(folder / "gaps"),
        "ASSISTANT_REQUESTS_PER_MINUTE": "10000",
        "ASSISTANT_STAFF_PASSWORD_HASH": str(PasswordHash.of(PASSWORD)),
    }
    with served(index, folder, "-c", PROGRAM, **more) as server:
        yield Place(server, corpus)


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    opened = browser.new_context(**getattr(request, "param", {}))
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, place: Place) -> Iterator[Page]:
    """Page health, signed in as Ada; no error of a script and none against the policy is told."""
    opened = context.new_page()
    opened.goto(f"{place.server.url}/staff/login")
    opened.fill("#password", PASSWORD)
    opened.fill("#who", "Ada")
    with opened.expect_navigation():
        opened.keyboard.press("Enter")
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    opened.goto(f"{place.server.url}/staff/health")
    yield opened
    assert [text for text in problems if "status of" not in text] == []  # Chromium tells refusals as errors


def go(page: Page, name: str) -> None:
    page.locator("nav").get_by_role("link", name=name, exact=True).click()
    page.locator("h1", has_text=name).wait_for()


def cited(page: Page, place: Place) -> set[str]:
    """Sentences that the answer on where zelunor is kept rests on, as people see it."""
    page.goto(f"{place.server.url}/simple")
    ask(page, "Is zelunor kept in a fridge at home?", settle=False)
    return set(page.locator("mark").all_text_contents())


def until_cited(page: Page, place: Place, *, there: bool) -> float:
    """Seconds until the new sentence is cited, or no longer is: a running server takes a version up in a second."""
    start = time.monotonic()
    while (NEW in cited(page, place)) is not there:
        assert time.monotonic() - start < 15
        time.sleep(0.3)
    return time.monotonic() - start


def publish_and_watch(page: Page, place: Place) -> tuple[float, str]:
    """Publishes and waits for the end on the page; returns the seconds it took, and the version before."""
    page.goto(f"{place.server.url}/staff/publish")
    assert page.locator("#to-publish li").all_inner_texts() == [f"zelunor: added (given-fridge) “{NEW}”"]
    old = page.locator("#in-use h3").inner_text().split()[0]
    start = time.monotonic()
    page.click("#publish")
    page.locator("[data-state=live]").wait_for(timeout=90_000)  # the script keeps the line fresh
    spent = time.monotonic() - start
    assert "2 eval cases were asked" in page.locator("#state").inner_text()
    page.locator("#said", has_text="Published").wait_for(state="attached")
    assert old not in page.locator("#in-use h3").inner_text()
    return spent, old


def test_an_editors_day(page: Page, place: Place) -> None:
    before = (place.corpus / "zelunor.md").read_bytes()
    assert NEW not in cited(page, place)
    page.goto(f"{place.server.url}/staff/health")
    # A text of the charity says something that our page does not.
    go(page, "Import")
    page.fill("#pasted", IMPORTED)
    page.get_by_role("button", name="Import", exact=True).click()
    shown = page.locator("#imported").inner_text()
    assert "The draft zelunor is written" in shown
    assert "The text still expects: 1" in shown
    assert "put it in the fridge" in shown
    assert (place.corpus / "zelunor.md").read_bytes() == before
    # The editor says it in our own words, at first without its source.
    page.get_by_role("link", name="Open our page zelunor").click()
    text = page.input_value("#text")
    assert text == before.decode()
    line = "- One dose of zelunor is 50 mg. [S1] {#given-dose}\n"
    page.fill("#text", text.replace(line, f"{line}- {NEW} {{#given-fridge}}\n"))
    page.get_by_role("button", name="Check this text").click()
    assert "source" in page.locator("#findings li").first.inner_text()
    page.fill("#text", text.replace(line, f"{line}- {NEW} [S1] {{#given-fridge}}\n"))
    page.get_by_role("button", name="Check this text").click()
    page.locator("#findings", has_text="The check finds nothing").wait_for()
    assert page.locator("#changes li").all_inner_texts() == [f"added (given-fridge) “{NEW}”"]
    assert (place.corpus / "zelunor.md").read_bytes() == before
    page.get_by_role("button", name="Save as the page").click()
    page.locator("#told", has_text="Nobody sees it before you publish").wait_for()
    assert NEW in load_page(place.corpus / "zelunor.md").units["given-fridge"].plain
    go(page, "Check")
    assert page.locator("#checked").inner_text() == "3 drug pages are sound."
    assert NEW not in cited(page, place)
    spent, old = publish_and_watch(page, place)
    live = until_cited(page, place, there=True)
    # Something is wrong with it: back to the version before.
    page.goto(f"{place.server.url}/staff/publish")
    start = time.monotonic()
    page.get_by_role("button", name=f"Go back to version {old}").click()
    page.locator("#told", has_text="Gone back").wait_for()
    back = time.monotonic() - start
    assert back < 5
    until_cited(page, place, there=False)
    page.goto(f"{place.server.url}/staff/publish")
    assert page.locator("#in-use h3").inner_text() == f"{old} (in use now)"
    done = page.locator("#standing table").inner_text()
    assert all(what in done for what in ("Ada", "roll back", "publish", "in use, 2 cases asked", "save page", "import"))
    assert "fridge" not in done
    sys.stdout.write(f"\npublished in {spent:.1f} s, live after {live:.1f} s, gone back in {back:.1f} s\n")


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_an_edit_that_breaks_a_case_is_held_back_and_the_switch_works(page: Page, place: Place) -> None:
    """Every part is a plain form; a link looks again."""
    whole = (place.corpus / "zelunor.md").read_text("utf-8")
    page.goto(f"{place.server.url}/staff/edit?page=zelunor")
    page.fill("#text", whole.replace("zelunor is 50 mg.", "zelunor is 60 mg."))
    page.get_by_role("button", name="Save as the page").click()
    page.locator("#told").wait_for()
    page.goto(f"{place.server.url}/staff/publish")
    page.click("#publish")
    for _ in range(200):
        if page.locator("[data-state=held]").count():
            break
        page.wait_for_timeout(200)
        page.get_by_role("link", name="Look again").click()
    assert "Held back, for 1 reasons" in page.locator("#state").inner_text()
    assert page.locator("#reasons li").inner_text().startswith("case dose (zelunor)")
    page.fill("#off-text", "Back at noon.")
    page.get_by_role("button", name="Switch off").click()
    assert "Everyone sees: “Back at noon.”" in page.locator("#switch").inner_text()
    page.goto(f"{place.server.url}/pages/zelunor")
    assert "Back at noon." in page.content()
    page.goto(f"{place.server.url}/staff/publish")
    page.get_by_role("button", name="Answer again").click()
    assert page.locator("#switch").inner_text() == "The service answers."
    (place.corpus / "zelunor.md").write_text(whole, "utf-8")


def test_a_reported_answer_becomes_a_case_and_leaves_the_queue(page: Page, place: Place) -> None:
    go(page, "Gaps and reports")
    assert "How is it given?" in page.locator("#gaps tbody tr").inner_text()
    report = page.locator("article.report")
    assert report.get_by_role("link").get_attribute("href") == "/pages/zelunor#given-dose"
    report.locator("summary").click()
    report.get_by_role("button", name="Make an eval case").click()
    page.locator("#error", has_text="Write a note").wait_for()
    report.locator("summary").click()
    report.locator("textarea").fill("It leaves out the fridge.")
    report.get_by_role("button", name="Make an eval case").click()
    page.locator("#told", has_text="written for review").wait_for()
    [file] = (place.corpus.parent / "evals" / "to-review").iterdir()
    case = json.loads(file.read_text("utf-8"))
    assert (case["question"], case["note"]) == ("Is it cold?", "judged wrong by staff: It leaves out the fridge.")
    report.get_by_role("button", name="Done").click()
    page.locator("#reports", has_text="No answer is reported").wait_for()
    assert not list((place.corpus.parent / "reports").iterdir())


@pytest.mark.parametrize(
    "context",
    [{"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
     {"color_scheme": "dark", "viewport": {"width": 320, "height": 640}}],
    indirect=True,
    ids=["wide-light", "narrow-dark"],
)  # fmt: skip
def test_every_part_keeps_the_numbers_of_the_other_pages(page: Page, place: Place) -> None:
    for part in PARTS:
        page.goto(f"{place.server.url}/staff/{part}")
        for summary in page.locator("summary").all():
            summary.click()
        found = (axe(page), unnamed(page), page.evaluate(WIDER), page.evaluate(TARGETS, SMALLEST))
        assert (part, *found) == (part, [], [], 0, [])
        assert page.evaluate(GAPS)[0] >= 10, part


def test_the_keyboard_alone_leads_through_a_check(page: Page, place: Place) -> None:
    page.goto(f"{place.server.url}/staff/edit?page=zelunor")
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.id") == "text":
            break
    page.keyboard.press("Control+End")
    page.keyboard.type("- It is 50. [S1] {#unknown-new}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#findings li").first.wait_for()
    assert "{#unknown-new}" in page.input_value("#text")


def test_the_server_wrote_nothing_of_what_was_typed(place: Place) -> None:
    written = place.server.written.read_text("utf-8")
    assert "fridge" not in written
    assert "Traceback" not in written
