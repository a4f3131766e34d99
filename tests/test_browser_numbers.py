"""The numbers that the chat and the simple page must keep, measured in a real browser on the real assistant.

Each page is visited once; the tests read what was measured. The table at the end of the run shows it all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from assistant import wording
from assistant.versions import switch_off, switch_on
from assistant.web import words
from tests.browser import (
    BUTTONS,
    FOCUS,
    GAPS,
    LISTEN,
    NESTED,
    SHARE,
    SMALLEST,
    STORED,
    TARGETS,
    WIDER,
    ask,
    axe,
    tabs_to,
    unnamed,
)
from tests.server import Served

pytestmark = pytest.mark.slow

PATHS = ("/", "/simple")
GAP = {"/": 10, "/simple": 12}  # pixels between targets
STATES = ("light before", "dark before", "light after", "dark after")


@dataclass
class Visit:
    """What was measured on one page."""

    axe: dict[str, list[str]] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)


def _state(page: Page, visit: Visit, when: str) -> None:
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        visit.axe[f"{scheme} {when}"] = axe(page)
    visit.found[f"unnamed {when}"] = unnamed(page)
    visit.found[f"small {when}"] = page.evaluate(TARGETS, SMALLEST)
    visit.found[f"small buttons {when}"] = page.evaluate(BUTTONS, 60)
    visit.found[f"gap {when}"] = page.evaluate(GAPS)


def _count(session: CDPSession) -> dict[str, float]:
    traffic = {"requests": 0.0, "kilobytes": 0.0}

    def sent(_: object) -> None:
        traffic["requests"] += 1

    def finished(event: Any) -> None:
        traffic["kilobytes"] += event["encodedDataLength"] / 1024

    session.send("Network.enable")
    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", finished)
    return traffic


def _visit(browser: Browser, server: Served, path: str) -> Visit:
    visit = Visit()
    found = visit.found
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    asked_for: list[str] = []
    context.on("request", lambda each: asked_for.append(each.url))
    page = context.new_page()
    traffic = _count(context.new_cdp_session(page))
    page.goto(server.url + path)
    page.locator("#question").wait_for()
    page.wait_for_timeout(300)
    found["requests"], found["kilobytes"] = traffic["requests"], traffic["kilobytes"]
    found["tabs to an example"] = tabs_to(page, ".example")
    _state(page, visit, "before")
    page.evaluate(LISTEN)
    ask(page, "Does zelunor work?")
    found["focus"] = page.evaluate(FOCUS)
    found["told"] = page.evaluate("() => window.told")
    found["top"] = page.locator("#turn-1").evaluate("(e) => e.getBoundingClientRect().top")
    found["tabs to a citation"] = tabs_to(page, "a.chip")
    page.keyboard.press("Enter")
    found["opened"] = page.evaluate(FOCUS)
    page.evaluate("() => document.querySelectorAll('details').forEach((e) => { e.open = true; })")
    _state(page, visit, "after")
    found["stored"], found["cookies"] = page.evaluate(STORED), context.cookies()
    found["elsewhere"] = [u for u in asked_for if not u.startswith((server.url, "data:", "blob:"))]
    _sizes(page, found)
    context.close()
    return visit


def _sizes(page: Page, found: dict[str, Any]) -> None:
    """Small windows, 400 % zoom (1280 x 1024 becomes 320 x 256), text twice as large, buttons as large as can be."""
    page.set_viewport_size({"width": 320, "height": 640})
    found["wider at 320"] = page.evaluate(WIDER)
    found["small at 320"] = page.evaluate(TARGETS, SMALLEST)
    found["gap at 320"] = page.evaluate(GAPS)
    found["disclaimer"] = page.locator(".disclaimer").last.is_visible()
    page.set_viewport_size({"width": 320, "height": 256})
    ask(page, "What are the side effects?")
    found["share at 400 %"] = page.evaluate(SHARE)
    found["nested"] = page.evaluate(NESTED)
    found["wider at 400 %"] = page.evaluate(WIDER)
    page.set_viewport_size({"width": 1280, "height": 800})
    size = "() => parseFloat(getComputedStyle(document.querySelector('.lead')).fontSize)"
    before = page.evaluate(size)
    page.evaluate("() => { document.documentElement.style.fontSize = '225%'; }")  # 112.5 % of a browser set to 200 %
    found["text doubled"] = page.evaluate(size) / before
    found["wider at twice the text"] = page.evaluate(WIDER)
    page.evaluate("() => { document.documentElement.style.fontSize = ''; }")
    page.locator("[data-setting=buttons]").click()
    found["small big buttons"] = page.evaluate(BUTTONS, 88)
    page.set_viewport_size({"width": 320, "height": 640})
    page.locator("[data-setting=text]").click()
    found["wider, all big"] = page.evaluate(WIDER)
    found["kept"] = page.evaluate("() => localStorage.getItem('display')")


@pytest.fixture(scope="module")
def visits(browser: Browser, server: Served, measured: list[tuple[str, ...]]) -> Iterator[dict[str, Visit]]:
    visits = {path: _visit(browser, server, path) for path in PATHS}
    yield visits
    measured += _table(visits)


def _table(visits: dict[str, Visit]) -> list[tuple[str, ...]]:
    """Each number beside the best of the plain Gradio prototypes (measured on Gradio 6.31 with the same scripts)."""

    def both(read: Any) -> tuple[str, str]:
        return str(read(visits["/"])), str(read(visits["/simple"]))

    def most(kind: str) -> Any:
        return lambda v: sum(len(found) for key, found in v.found.items() if key.startswith(kind))

    return [
        ("axe rules broken, worst of 4 states", "0", *both(lambda v: max(map(len, v.axe.values()))), "2"),
        ("controls without a name", "0", *both(most("unnamed")), "2"),
        ("targets under 44 px", "0", *both(most("small at")), "16"),
        (
            "least gap, px",
            "10 and 12",
            *both(lambda v: round(min(v.found["gap before"][0], v.found["gap after"][0]))),
            "",
        ),
        ("Tabs to the first example", "3", *both(lambda v: v.found["tabs to an example"]), ""),
        ("Tabs from the answer to a citation", "1", *both(lambda v: v.found["tabs to a citation"]), "5"),
        ("announcements of one answer", "3", *both(lambda v: len(v.found["told"])), "36"),
        ("answer's share of the view at 400 %", "0.5", *both(lambda v: round(v.found["share at 400 %"], 2)), "0.31"),
        ("first visit: requests", "6 (simple)", *both(lambda v: int(v.found["requests"])), "64"),
        ("first visit: kilobytes", "50 (simple)", *both(lambda v: round(v.found["kilobytes"])), "428"),
        ("requests to other hosts", "0", *both(lambda v: len(v.found["elsewhere"])), "0"),
    ]


@pytest.fixture(params=PATHS)
def path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def visit(visits: dict[str, Visit], path: str) -> Visit:
    return visits[path]


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_at_a_and_aa_nor_in_aaa_contrast(visit: Visit, state: str) -> None:
    assert visit.axe[state] == []


def test_no_control_is_without_a_name(visit: Visit) -> None:
    assert visit.found["unnamed before"] == visit.found["unnamed after"] == []


@pytest.mark.parametrize("when", ["before", "after", "at 320"])
def test_every_target_is_large(visit: Visit, when: str) -> None:
    assert visit.found[f"small {when}"] == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_every_button_is_larger(visit: Visit, when: str) -> None:
    assert visit.found[f"small buttons {when}"] == []


def test_big_buttons_are_88_pixels_and_nothing_scrolls_sideways_then(visit: Visit) -> None:
    assert visit.found["small big buttons"] == []
    assert visit.found["wider, all big"] == 0


@pytest.mark.parametrize("when", ["before", "after", "at 320"])
def test_targets_stand_apart(visit: Visit, path: str, when: str) -> None:
    gap, between = visit.found[f"gap {when}"]
    assert gap >= GAP[path], between


def test_few_presses_of_tab_lead_to_an_example_and_one_to_a_citation(visit: Visit) -> None:
    assert visit.found["tabs to an example"] <= 3
    assert visit.found["tabs to a citation"] == 1
    assert visit.found["opened"] == "t1-q1"


def test_focus_is_on_the_answer_and_its_question_at_the_top(visit: Visit) -> None:
    assert visit.found["focus"] == "answer-1"
    assert -1 <= visit.found["top"] <= 60


def test_an_answer_is_announced_in_two_lines_and_never_read_out_whole(visit: Visit) -> None:
    assert visit.found["told"][0] == "Question sent."
    assert visit.found["told"][-1].startswith("Answer ready.")
    assert len(visit.found["told"]) <= 3


@pytest.mark.parametrize("when", ["at 320", "at 400 %", "at twice the text"])
def test_nothing_scrolls_sideways(visit: Visit, when: str) -> None:
    assert visit.found[f"wider {when}"] == 0


def test_at_400_percent_the_answer_fills_half_the_view_and_nothing_scrolls_within(visit: Visit) -> None:
    assert visit.found["share at 400 %"] >= 0.5
    assert visit.found["nested"] == []


def test_the_disclaimer_is_shown_on_the_smallest_screen(visit: Visit) -> None:
    assert visit.found["disclaimer"]


def test_text_set_to_twice_the_size_is_twice_the_size(visit: Visit) -> None:
    assert visit.found["text doubled"] == pytest.approx(2, abs=0.02)


def test_nothing_is_stored_until_a_display_setting_is_pressed_and_then_that_alone(visit: Visit) -> None:
    assert visit.found["stored"] == '[{},{},""]'
    assert visit.found["cookies"] == []
    assert visit.found["kept"] == "text buttons"


def test_no_other_host_is_asked(visit: Visit) -> None:
    assert visit.found["elsewhere"] == []


def test_the_simple_page_is_small(visits: dict[str, Visit]) -> None:
    assert visits["/simple"].found["requests"] <= 6
    assert visits["/simple"].found["kilobytes"] <= 50


@pytest.mark.parametrize("context", [{"reduced_motion": "reduce"}], indirect=True)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_moves_where_less_motion_is_asked_for(tab: Page, server: Served, path: str) -> None:
    tab.goto(server.url + path)
    tab.fill("#question", "Does zelunor work?")
    tab.press("#question", "Enter")
    running = "() => document.getAnimations().filter((each) => each.playState === 'running').length"
    seen = []
    while not tab.locator("[data-role=assistant]").count():
        seen.append(tab.evaluate(running))
        tab.wait_for_timeout(50)
    assert max([*seen, tab.evaluate(running)]) == 0


@pytest.mark.parametrize("context", [{"forced_colors": "active"}], indirect=True)
def test_in_forced_colours_the_quoted_sentence_still_stands_out(tab: Page, server: Served) -> None:
    tab.goto(f"{server.url}/simple")
    ask(tab, "Does zelunor work?")
    tab.locator("a.chip").first.click()
    assert tab.locator("#t1-q1").evaluate("(e) => getComputedStyle(e).outlineStyle") == "solid"
    assert tab.locator("a.chip").first.evaluate("(e) => getComputedStyle(e).borderTopStyle") == "solid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_other_pages(tab: Page, server: Served, scheme: str) -> None:
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path in ("/pages", "/pages?q=zelu", "/pages/zelunor", "/pages/mirodol#works", "/pages/about", "/embed"):
        tab.goto(server.url + path)
        tab.evaluate("() => document.querySelectorAll('details').forEach((e) => { e.open = true; })")
        assert (path, axe(tab)) == (path, [])
        assert (path, unnamed(tab)) == (path, [])
        gap, between = tab.evaluate(GAPS)
        assert gap >= 10, (path, between)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_something_is_wrong(
    context: BrowserContext, server: Served, operated: tuple[Served, int], index_folder: Path, scheme: str
) -> None:
    """Nothing there, a form that is refused, too many questions, the service off, no answer."""
    tab = context.new_page()
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    def hold(what: str, told: str) -> None:
        assert told in tab.locator("body").inner_text(), what
        assert (what, axe(tab), unnamed(tab)) == (what, [], [])
        assert (what, tab.evaluate(TARGETS, SMALLEST)) == (what, [])

    def post(url: str, question: str) -> None:
        """As a browser without scripts does."""
        tab.goto(f"{url}/simple")
        write = "(text) => { const box = document.querySelector('#question'); box.maxLength = 99_999; box.value = text;"
        with tab.expect_navigation():
            tab.evaluate(write + "document.querySelector('#ask').submit(); }", question)

    for path, told in (("/nothing", words.NO_SUCH_ADDRESS), ("/pages/nothing", words.NOT_FOUND)):
        assert (answer := tab.goto(server.url + path))
        assert answer.status == 404
        hold(path, told)
    post(server.url, "x" * 10_001)
    hold("refused", "10,000")
    busy = operated[0].url
    context.set_extra_http_headers({"X-Forwarded-For": f"203.0.113.{len(scheme)}"})  # a visitor of their own
    for _ in range(10):
        context.request.post(f"{busy}/simple", form={"question": "hello"})
    post(busy, "Does zelunor work?")
    hold("busy", wording.BUSY)
    assert tab.input_value("#question") == "Does zelunor work?"
    text = switch_off(index_folder)
    try:
        tab.goto(f"{busy}/pages")
        hold("off, pages", text)
        post(busy, "Does zelunor work?")
        hold("off", text)
    finally:
        switch_on(index_folder)
    tab.goto(server.url)
    tab.route("**/queue/join*", lambda route: route.fulfill(status=503, body="{}"))
    tab.locator(".example").first.click()
    tab.locator("#seen", has_text=words.SPOKEN["unavailable"]).wait_for()
    hold("no answer", words.ASK_AGAIN)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_high_contrast_is_nearly_black_on_white_or_white_on_black(tab: Page, server: Served, scheme: str) -> None:
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    tab.goto(f"{server.url}/simple?contrast=high")
    ask(tab, "Does zelunor work?")
    colours = "() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    black, white = "rgb(0, 0, 0)", "rgb(255, 255, 255)"
    assert tab.evaluate(colours) == ([black, white] if scheme == "light" else [white, black])
    assert axe(tab) == []


def test_the_disclaimer_is_part_of_every_answer(tab: Page, server: Served) -> None:
    tab.goto(f"{server.url}/simple")
    for turn, question in enumerate(
        ("Does zelunor work?", "hello", "I want to end my life", "Does blorpamab help?"), 1
    ):
        ask(tab, question, settle=False)
        assert wording.DISCLAIMER in tab.locator(f"#answer-{turn}").inner_text()
