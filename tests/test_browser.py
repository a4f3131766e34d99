"""The pages in a real browser: the system's Chromium, headless. `.ci/browser` installs it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import FOCUS, SMALLEST, TARGETS, WIDER, ask
from tests.server import Served

pytestmark = pytest.mark.slow


def test_a_question_is_answered_and_its_citation_opens_at_the_quoted_sentence(tab: Page, server: Served) -> None:
    tab.goto(server.url)
    ask(tab, "Does zelunor work?")
    answer = tab.locator("[data-role=assistant]")
    assert "Zelunor slowed loss of function" in answer.inner_text()
    assert "not medical advice" in answer.inner_text()
    tab.wait_for_function("document.activeElement.id === 'answer-1'")
    tab.keyboard.press("Tab")
    assert tab.evaluate("() => document.activeElement.className") == "chip"
    assert not tab.locator("#t1-q1").is_visible()
    tab.keyboard.press("Enter")
    mark = tab.locator("#t1-q1")
    mark.wait_for(state="visible")
    assert mark.inner_text() == "Zelunor slowed loss of function in one short trial, but not in a longer one."
    assert tab.evaluate(FOCUS) == "t1-q1"
    plain, lit = "getComputedStyle(document.body).backgroundColor", "getComputedStyle(e).backgroundColor"
    assert tab.evaluate(f"() => {plain}") != mark.evaluate(f"(e) => {lit}")


def test_an_example_is_asked_by_one_press_and_a_follow_up_by_another(tab: Page, server: Served) -> None:
    tab.goto(server.url)
    tab.locator("button.example", has_text="Which drugs are approved in Japan?").click()
    tab.locator("#answer-1").wait_for()
    assert "zelunor" in tab.locator("#answer-1 table").inner_text()
    ask(tab, "Does zelunor work?")
    tab.locator("#turn-2 [data-ask]").first.click()
    tab.locator("#answer-3").wait_for()
    assert "zelunor" in tab.locator("#turn-3").inner_text().lower()


def test_a_new_conversation_begins_empty(tab: Page, server: Served) -> None:
    tab.goto(server.url)
    ask(tab, "Does zelunor work?")
    tab.locator("#new").click()
    tab.locator("#answer-1").wait_for(state="detached")
    ask(tab, "What are the side effects?")
    assert "sore arm" not in tab.locator("#answer-1").inner_text()


def test_what_was_typed_is_shown_as_text(tab: Page, server: Served) -> None:
    tab.goto(server.url)
    ask(tab, "<img src=x onerror=alert(1)> **bold** [x](javascript:alert(1)) $x^2$ does zelunor work?")
    asked = tab.locator("#turn-1 h2").inner_text()
    assert "<img src=x onerror=alert(1)> **bold** [x](javascript:alert(1)) $x^2$" in asked
    assert tab.locator("#turn-1 img").count() == 0


def test_a_question_that_cannot_be_answered_stays_in_the_box(tab: Page, server: Served) -> None:
    tab.goto(server.url)
    tab.fill("#question", "x" * 10_001)
    tab.evaluate("() => document.querySelector('#question').removeAttribute('maxlength')")
    tab.fill("#question", "x" * 10_001)
    tab.press("#question", "Enter")
    tab.locator("#problem").wait_for()
    assert len(tab.input_value("#question")) >= 10_000


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_the_simple_page_answers_without_scripts_and_a_follow_up_keeps_the_drug(tab: Page, server: Served) -> None:
    tab.goto(f"{server.url}/simple")
    tab.fill("#question", "Does zelunor work?")
    tab.click("button.ask")
    assert "Zelunor slowed loss of function" in tab.locator("#answer-1").inner_text()
    tab.locator("#t1-s1 summary").click()
    assert tab.locator("#t1-q1").is_visible()
    tab.fill("#question", "What are the side effects?")
    tab.click("button.ask")
    assert "a sore arm and a rash" in tab.locator("#answer-2").inner_text()
    tab.locator("#turn-2 .nexts button").first.click()
    assert tab.locator("#answer-3").is_visible()


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_a_link_to_a_sentence_of_a_page_lights_it_up(tab: Page, server: Served) -> None:
    tab.goto(f"{server.url}/pages/zelunor#works-dusk")
    lit = "(e) => getComputedStyle(e).backgroundColor"
    assert tab.locator("#works-dusk").evaluate(lit) != tab.locator("#works-dawn").evaluate(lit)
    assert tab.locator("#works-dusk").evaluate("(e) => e.getBoundingClientRect().top") < 720


@pytest.mark.parametrize("context", [{"viewport": {"width": 320, "height": 640}}], indirect=True)
def test_on_the_smallest_screen_nothing_scrolls_sideways_and_every_target_is_large(tab: Page, server: Served) -> None:
    for path in ("/pages", "/pages/zelunor", "/pages/mirodol", "/pages/kestra-therapies", "/pages/about", "/simple"):
        tab.goto(server.url + path)
        assert (path, tab.evaluate(WIDER)) == (path, 0)
        assert (path, tab.evaluate(TARGETS, SMALLEST)) == (path, [])
    tab.goto(server.url)
    tab.locator("#question").wait_for()
    assert (tab.evaluate(WIDER), tab.evaluate(TARGETS, SMALLEST)) == (0, [])
    for question in ("Does zelunor work?", "Which drugs are approved in Japan?"):
        ask(tab, question)
        tab.evaluate("() => document.querySelectorAll('details').forEach((e) => { e.open = true; })")
        assert (tab.evaluate(WIDER), tab.evaluate(TARGETS, SMALLEST)) == (0, [])
    assert tab.locator(".disclaimer").last.is_visible()
    tab.goto(f"{server.url}/simple")
    ask(tab, "Is zelunor better than mirodol?")  # a table with long heads
    assert tab.locator("table").is_visible()
    assert tab.evaluate(WIDER) == 0
