"""The pages in a real browser: the system's Chromium, headless. `.ci/browser` installs it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.server import Served, served

pytestmark = pytest.mark.slow

_NAMES = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
SMALLEST = 44  # pixels of a target
TARGETS = """(smallest) => [...document.querySelectorAll("a, button, summary, textarea")]
    .filter((e) => e.getClientRects().length)
    .map((e) => [e.textContent.trim().slice(0, 30), e.getBoundingClientRect()])
    .filter(([, box]) => box.width < smallest || box.height < smallest)
    .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUS = "() => document.activeElement.id"


@pytest.fixture(scope="module")
def server(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(index_folder, tmp_path_factory.mktemp("server"), ASSISTANT_REQUESTS_PER_MINUTE="10000") as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = next((found for name in _NAMES if name and (found := shutil.which(name))), None)
    assert path, "No Chromium found; run .ci/browser."
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def asked_for() -> list[str]:
    """Addresses that the page asked for."""
    return []


@pytest.fixture
def context(browser: Browser, asked_for: list[str], request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    opened = browser.new_context(**getattr(request, "param", {}))
    opened.set_default_timeout(30_000)

    def note(each: Request) -> None:
        asked_for.append(each.url)

    opened.on("request", note)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, server: Served, asked_for: list[str]) -> Iterator[Page]:
    """A browser page; whatever a test does, no error is told and no other host is asked."""
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    yield opened
    assert problems == []
    assert asked_for
    assert [url for url in asked_for if not url.startswith((server.url, "data:", "blob:"))] == []


def ask(page: Page, question: str) -> None:
    turns = page.locator("[data-role=assistant]").count()
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.locator("[data-role=assistant]").nth(turns).wait_for()


def test_a_question_is_answered_and_its_citation_opens_at_the_quoted_sentence(page: Page, server: Served) -> None:
    page.goto(server.url)
    ask(page, "Does zelunor work?")
    answer = page.locator("[data-role=assistant]")
    assert "Zelunor slowed loss of function" in answer.inner_text()
    assert "not medical advice" in answer.inner_text()
    page.wait_for_function("document.activeElement.id === 'answer-1'")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "chip"
    assert not page.locator("#t1-q1").is_visible()
    page.keyboard.press("Enter")
    mark = page.locator("#t1-q1")
    mark.wait_for(state="visible")
    assert mark.inner_text() == "Zelunor slowed loss of function in one short trial, but not in a longer one."
    assert page.evaluate(FOCUS) == "t1-q1"
    plain, lit = "getComputedStyle(document.body).backgroundColor", "getComputedStyle(e).backgroundColor"
    assert page.evaluate(f"() => {plain}") != mark.evaluate(f"(e) => {lit}")


def test_an_example_is_asked_by_one_press_and_a_follow_up_by_another(page: Page, server: Served) -> None:
    page.goto(server.url)
    page.locator("button.example", has_text="Which drugs are approved in Japan?").click()
    page.locator("#answer-1").wait_for()
    assert "zelunor" in page.locator("#answer-1 table").inner_text()
    ask(page, "Does zelunor work?")
    page.wait_for_timeout(800)  # controls that have just appeared ignore presses
    page.locator("#turn-2 [data-ask]").first.click()
    page.locator("#answer-3").wait_for()
    assert "zelunor" in page.locator("#turn-3").inner_text().lower()


def test_an_answer_is_announced_in_two_lines(page: Page, server: Served) -> None:
    page.goto(server.url)
    page.locator("#question").wait_for()
    page.evaluate("""() => { window.told = [];
        const line = document.querySelector("#said");
        new MutationObserver(() => { if (line.textContent) window.told.push(line.textContent); })
            .observe(line, { childList: true, characterData: true, subtree: true }); }""")
    ask(page, "Does zelunor work?")
    page.wait_for_function("window.told.length > 1")
    page.wait_for_timeout(500)
    told = page.evaluate("() => window.told")
    assert told[0] == "Question sent."
    assert told[-1].startswith("Answer ready.")
    assert len(told) <= 3


def test_a_new_conversation_begins_empty(page: Page, server: Served) -> None:
    page.goto(server.url)
    ask(page, "Does zelunor work?")
    page.locator("#new").click()
    page.locator("#answer-1").wait_for(state="detached")
    ask(page, "What are the side effects?")
    assert "sore arm" not in page.locator("#answer-1").inner_text()


def test_what_was_typed_is_shown_as_text(page: Page, server: Served) -> None:
    page.goto(server.url)
    ask(page, "<img src=x onerror=alert(1)> **bold** [x](javascript:alert(1)) $x^2$ does zelunor work?")
    asked = page.locator("#turn-1 h2").inner_text()
    assert "<img src=x onerror=alert(1)> **bold** [x](javascript:alert(1)) $x^2$" in asked
    assert page.locator("#turn-1 img").count() == 0


def test_a_question_that_cannot_be_answered_stays_in_the_box(page: Page, server: Served) -> None:
    page.goto(server.url)
    page.fill("#question", "x" * 10_001)
    page.evaluate("() => document.querySelector('#question').removeAttribute('maxlength')")
    page.fill("#question", "x" * 10_001)
    page.press("#question", "Enter")
    page.locator("#problem").wait_for()
    assert len(page.input_value("#question")) >= 10_000


def test_nothing_is_stored_in_the_browser(page: Page, context: BrowserContext, server: Served) -> None:
    page.goto(server.url)
    ask(page, "Does zelunor work?")
    stored = page.evaluate("() => JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage })")
    assert "zelunor" not in stored.lower()
    assert context.cookies() == []


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_the_simple_page_answers_without_scripts_and_a_follow_up_keeps_the_drug(page: Page, server: Served) -> None:
    page.goto(f"{server.url}/simple")
    page.fill("#question", "Does zelunor work?")
    page.click("button.ask")
    assert "Zelunor slowed loss of function" in page.locator("#answer-1").inner_text()
    page.locator("#t1-s1 summary").click()
    assert page.locator("#t1-q1").is_visible()
    page.fill("#question", "What are the side effects?")
    page.click("button.ask")
    assert "a sore arm and a rash" in page.locator("#answer-2").inner_text()
    page.locator("#turn-2 .nexts button").first.click()
    assert page.locator("#answer-3").is_visible()


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_a_link_to_a_sentence_of_a_page_lights_it_up(page: Page, server: Served) -> None:
    page.goto(f"{server.url}/pages/zelunor#works-dusk")
    lit = "(e) => getComputedStyle(e).backgroundColor"
    assert page.locator("#works-dusk").evaluate(lit) != page.locator("#works-dawn").evaluate(lit)
    assert page.locator("#works-dusk").evaluate("(e) => e.getBoundingClientRect().top") < 720


@pytest.mark.parametrize("context", [{"viewport": {"width": 320, "height": 640}}], indirect=True)
def test_on_the_smallest_screen_nothing_scrolls_sideways_and_every_target_is_large(page: Page, server: Served) -> None:
    for path in ("/pages", "/pages/zelunor", "/pages/mirodol", "/pages/kestra-therapies", "/pages/about", "/simple"):
        page.goto(server.url + path)
        assert (path, page.evaluate(WIDER)) == (path, 0)
        assert (path, page.evaluate(TARGETS, SMALLEST)) == (path, [])
    page.goto(server.url)
    page.locator("#question").wait_for()
    assert (page.evaluate(WIDER), page.evaluate(TARGETS, SMALLEST)) == (0, [])
    for question in ("Does zelunor work?", "Which drugs are approved in Japan?"):
        ask(page, question)
        page.evaluate("() => document.querySelectorAll('details').forEach((e) => { e.open = true; })")
        assert (page.evaluate(WIDER), page.evaluate(TARGETS, SMALLEST)) == (0, [])
    assert page.locator(".disclaimer").last.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page: Page, server: Served, scheme: str) -> None:
    """Contrast as WCAG 2.2 defines it; AAA asks for 7 to 1."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(server.url)
    ask(page, "Does zelunor work?")
    page.evaluate("() => document.querySelectorAll('details').forEach((e) => { e.open = true; })")
    for path in ("", "/simple", "/pages", "/pages/mirodol"):
        if path:
            page.goto(server.url + path)
        assert (path, page.evaluate(_FAINT)) == (path, [])


_FAINT = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const found = rgb(getComputedStyle(e).backgroundColor);
      if (found.length < 4 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || !e.getClientRects().length || ["SCRIPT", "STYLE"].includes(e.tagName)) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 7) faint.add(`${text.slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return [...faint];
}"""
