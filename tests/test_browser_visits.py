"""Whole visits in a real browser: by switch, keyboard and phone, without scripts, on paper, in a frame, in failures."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from assistant import wording
from assistant.web import words
from tests.browser import FOCUS, OPEN, SETTLED, STORED, WIDER, ask, tabs_to
from tests.pdf import pages_of, squeezed
from tests.server import Served

pytestmark = pytest.mark.slow

PATHS = ("/", "/simple")
EXAMPLE = "Which drugs are approved in Japan?"
BOTH = pytest.mark.parametrize("path", PATHS)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# Voices of a device: one of it, one that would send the text to a company.
VOICES = """() => {
  const voices = [
    { name: "far", lang: "en-GB", localService: false }, { name: "near", lang: "en-GB", localService: true },
  ];
  const speech = { said: [], getVoices: () => voices, cancel() { this.said.push("(stopped)"); },
    speak(part) { this.said.push(`${part.voice.name}: ${part.text}`); }, addEventListener() {} };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""


def reply_of(server: Served, question: str, *history: str) -> Any:
    body = json.dumps({"question": question, "history": history}).encode()
    request = urllib.request.Request(f"{server.url}/api/ask", data=body)  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.load(answer)


# --- by key, by switch, by touch ------------------------------------------------------------------------------------


@BOTH
def test_a_visit_by_keyboard_takes_six_presses(tab: Page, server: Served, path: str) -> None:
    """From opening to a read answer with one source open, by Tab and Enter alone."""
    tab.goto(server.url + path)
    tab.locator("#question").wait_for()
    presses = tabs_to(tab, ".example") + 1
    tab.locator(".example", has_text=EXAMPLE).press("Enter")  # all examples are alike; the pages of the tests know one
    tab.locator("#answer-1").wait_for()
    tab.wait_for_timeout(SETTLED)
    presses += tabs_to(tab, "a.chip") + 1
    tab.keyboard.press("Enter")
    assert tab.evaluate(FOCUS) == "t1-q1"
    assert tab.locator("#t1-q1").is_visible()
    assert presses <= 6


@BOTH
def test_a_visit_by_one_switch_takes_twelve_presses(tab: Page, server: Served, path: str) -> None:
    """A switch that steps through all that can be pressed and begins at the top of the window after each choice.

    Each step and each choice is a press. A scanner passes by what is not in view.
    """
    tab.goto(server.url + path)
    tab.locator("#question").wait_for()
    presses = 0
    for wanted in (".example", "a.chip"):
        targets = tab.evaluate(
            """(wanted) => {
            const shown = [...document.querySelectorAll("a[href], button, summary, textarea")].filter((e) => {
              const box = e.getBoundingClientRect();
              return box.width && box.top >= 0 && box.bottom <= innerHeight
                && e.checkVisibility({ visibilityProperty: true }) && !e.closest("details:not([open]) > :not(summary)");
            });
            const at = shown.findIndex((e) => e.matches(wanted));
            return at + 1; }""",
            wanted,
        )
        presses += targets + 1
        tab.locator(wanted, has_text=EXAMPLE if wanted == ".example" else "1").first.press("Enter")
        tab.locator("#answer-1").wait_for()
        tab.wait_for_timeout(SETTLED)
    assert tab.locator("#t1-q1").is_visible()
    assert tab.evaluate(FOCUS) == "t1-q1"
    assert presses <= 12


@pytest.mark.parametrize("context", [PHONE], indirect=True)
@BOTH
def test_a_visit_on_a_phone_needs_taps_alone(tab: Page, server: Served, path: str) -> None:
    tab.goto(server.url + path)
    tab.locator(".example", has_text=EXAMPLE).tap()
    tab.locator("#answer-1").wait_for()
    tab.wait_for_timeout(SETTLED)
    chip = tab.locator("#answer-1 a.chip").first
    chip.tap()
    mark = tab.locator("#t1-q1")
    assert mark.is_visible()
    assert mark.evaluate("(e) => e.getBoundingClientRect().top < innerHeight")
    tab.locator("#turn-1 .nexts button").first.tap()
    tab.locator("#answer-2").wait_for()
    assert tab.locator("#turn-2 h2").evaluate("(e) => e.getBoundingClientRect().top >= -1")
    assert tab.evaluate(WIDER) == 0


@BOTH
def test_focus_is_never_lost(tab: Page, server: Served, path: str) -> None:
    tab.goto(server.url + path)
    ask(tab, "Does zelunor work?")
    for press, lands in (("#turn-1 .nexts button", "answer-2"), ("#new", "undo"), ("#undo", "new")):
        tab.locator(press).first.press("Enter")
        tab.wait_for_function("(id) => document.activeElement.id === id", arg=lands)
        tab.wait_for_timeout(SETTLED)
    assert tab.locator(".turn").count() == 2


@BOTH
def test_focus_is_not_taken_from_somebody_who_moved_on(tab: Page, server: Served, path: str) -> None:
    tab.goto(server.url + path)
    tab.fill("#question", "Does zelunor work?")
    tab.press("#question", "Enter")
    tab.locator("[data-setting=contrast]").focus()
    tab.locator("#answer-1").wait_for()
    tab.wait_for_timeout(300)
    assert tab.evaluate("() => document.activeElement.dataset.setting") == "contrast"


@BOTH
def test_what_has_just_appeared_takes_no_press(tab: Page, server: Served, path: str) -> None:
    tab.goto(server.url + path)
    ask(tab, "Does zelunor work?", settle=False)
    tab.evaluate("() => document.querySelector('#turn-1 .nexts button').click()")
    tab.wait_for_timeout(1500)
    assert tab.locator(".turn").count() == 1


@BOTH
def test_shift_and_enter_begins_a_line_and_a_blank_question_is_not_sent(tab: Page, server: Served, path: str) -> None:
    tab.goto(server.url + path)
    tab.fill("#question", "Does zelunor")
    tab.press("#question", "Shift+Enter")
    tab.keyboard.type("work?")
    assert tab.input_value("#question") == "Does zelunor\nwork?"
    tab.fill("#question", "  ")
    tab.get_by_role("button", name=words.ASK, exact=True).click()
    assert tab.locator("#said").inner_text() == words.SPOKEN["empty"]
    assert tab.evaluate(FOCUS) == "question"


# --- a conversation that is cleared, brought back, copied, heard, printed -------------------------------------------


@BOTH
def test_a_cleared_conversation_comes_back_until_the_next_question(tab: Page, server: Served, path: str) -> None:
    tab.goto(server.url + path)
    ask(tab, "Does zelunor work?")
    tab.fill("#question", "half a que")
    tab.click("#new")
    tab.locator("#undo").wait_for()
    assert tab.locator(".turn").count() == 0
    assert tab.input_value("#question") == "half a que"
    tab.wait_for_timeout(SETTLED)
    tab.click("#undo")
    tab.locator("#answer-1").wait_for()
    tab.wait_for_timeout(SETTLED)
    ask(tab, "What are the side effects?")
    assert "a sore arm" in tab.locator("#answer-2").inner_text()
    tab.click("#new")
    tab.locator("#undo").wait_for()
    ask(tab, "Does mirodol work?")
    assert not tab.locator("#undo").is_visible()


@pytest.mark.parametrize("context", [{"permissions": ["clipboard-read", "clipboard-write"]}], indirect=True)
@BOTH
def test_an_answer_is_copied_with_its_citations(tab: Page, server: Served, path: str) -> None:
    reply = reply_of(server, "Does zelunor work?")
    tab.goto(server.url + path)
    ask(tab, "Does zelunor work?")
    tab.get_by_role("button", name=words.COPY, exact=True).click()
    tab.wait_for_function(f"document.querySelector('#said').textContent === {words.SPOKEN['copied']!r}")
    copied = tab.evaluate("() => navigator.clipboard.readText()")
    assert reply["text"] in copied
    assert reply["disclaimer"] in copied
    for citation in reply["citations"]:
        assert f"[{citation['n']}] {citation['title']}" in copied
        assert all(source["url"] in copied for source in citation["sources"] if source["url"])


@BOTH
def test_an_answer_is_read_aloud_by_a_voice_of_the_device_and_stops_when_pressed_again(
    tab: Page, server: Served, path: str
) -> None:
    tab.add_init_script(f"({VOICES})()")
    tab.goto(server.url + path)
    ask(tab, "Does zelunor work?")
    button = tab.get_by_role("button", name=words.LISTEN, exact=True)
    button.click()
    said = tab.evaluate("() => window.speechSynthesis.said")
    assert all(line.startswith("near: ") for line in said)
    assert "[" not in "".join(said)
    assert said[-1].endswith(wording.DISCLAIMER)
    tab.get_by_role("button", name=words.LISTEN_STOP, exact=True).click()
    assert tab.evaluate("() => window.speechSynthesis.said.at(-1)") == "(stopped)"
    button.wait_for()


def test_without_a_voice_of_the_device_there_is_no_button_to_read_aloud(tab: Page, server: Served) -> None:
    """A voice of another company would send the answer to it."""
    tab.add_init_script(f"({VOICES.replace('localService: true', 'localService: false')})()")
    tab.goto(f"{server.url}/simple")
    ask(tab, "Does zelunor work?")
    assert tab.get_by_role("button", name=words.LISTEN).count() == 0


ASKED = ("Does zelunor work?", "What are the side effects?", "Which drugs are approved in Japan?")


@BOTH
def test_three_questions_print_on_three_pages_with_every_citation(tab: Page, server: Served, path: str) -> None:
    replies = [reply_of(server, question, *ASKED[:n]) for n, question in enumerate(ASKED)]
    tab.emulate_media(color_scheme="dark")
    tab.goto(server.url + path)
    for question in ASKED:
        ask(tab, question, settle=False)
    for size in ("A4", "Letter"):
        pages = pages_of(tab.pdf(format=size))
        assert len(pages) == 3
        assert squeezed(words.PAPER_TITLE) in pages[0]
        assert replies[0]["corpus_version"] in pages[0]
        for page, reply in zip(pages, replies, strict=True):
            assert squeezed(reply["question"]) in page
            for claim in reply["claims"]:
                assert squeezed(claim["text"]) in page
            for citation in reply["citations"]:
                assert squeezed(f"[{citation['n']}] {citation['title']}: {citation['section']}") in page
                for source in citation["sources"]:
                    assert squeezed(f"{source['title']}, {source['publisher']}") in page
                    assert squeezed(source["url"] or "") in page
            for question in reply["ask_your_team"]:
                assert squeezed(question) in page
            assert squeezed(wording.DISCLAIMER) in page
        whole = "".join(pages)
        for button in (words.ASK_NEXT, words.PRINT, words.NEW, words.BIGGER_TEXT, words.REPORT):
            assert squeezed(button) not in whole.replace(squeezed(words.PAPER_TITLE), "")


@BOTH
def test_every_citation_opens_at_a_marked_sentence_that_is_its_quote(tab: Page, server: Served, path: str) -> None:
    asked = (*ASKED, "Is zelunor better than mirodol?", "What is a placebo?")
    tab.goto(server.url + path)
    for turn, question in enumerate(asked, 1):
        reply = reply_of(server, question, *asked[: turn - 1])
        ask(tab, question)
        for citation in reply["citations"]:
            source = tab.locator(f"#t{turn}-s{citation['n']}")
            source.evaluate(OPEN)
            mark = source.locator("mark")
            assert mark.inner_text() == citation["quote"]
            assert mark.evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgb(255, 240, 166)"


# --- display settings -----------------------------------------------------------------------------------------------


def test_a_display_setting_stays_in_this_browser_and_goes_when_it_is_taken_back(tab: Page, server: Served) -> None:
    tab.goto(f"{server.url}/simple")
    tab.locator("[data-setting=text]").click()
    assert "on" in tab.locator("[data-setting=text]").inner_text()
    for path in ("/pages/zelunor", "/simple", "/"):
        tab.goto(server.url + path)
        assert tab.evaluate("() => document.documentElement.className.includes('big-text')"), path
    tab.locator("[data-setting=text]").click()
    assert tab.evaluate(STORED) == '[{},{},""]'


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_display_settings_and_undo_work_by_the_form(tab: Page, server: Served) -> None:
    tab.goto(f"{server.url}/simple?contrast=high")
    tab.locator(".example").first.click()
    tab.locator("#answer-1").wait_for()
    tab.fill("#question", "half a que")
    tab.locator("[data-setting=buttons]").click()
    assert tab.locator("html").get_attribute("class") == "big-buttons high-contrast"
    assert tab.input_value("#question") == "half a que"
    assert tab.locator("#answer-1").count() == 1
    tab.click("#new")
    assert tab.locator(".turn").count() == 0
    tab.click("#undo")
    assert tab.locator("#answer-1").count() == 1
    assert not tab.get_by_role("button", name=words.COPY, exact=True).is_visible()
    assert not tab.locator("#stop").is_visible()


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_the_chat_leads_to_the_simple_page(tab: Page, server: Served) -> None:
    tab.goto(server.url)
    tab.wait_for_url("**/simple")
    assert tab.locator("#question").is_visible()


# --- honest when it takes long or fails -----------------------------------------------------------------------------


def quick(tab: Page) -> None:
    """What is told after eight seconds is told after one: the page's clock runs faster."""
    tab.add_init_script(
        "const real = setInterval; setInterval = (work, wait) => real(work, wait === 8000 ? 1000 : wait);"
    )


@BOTH
def test_a_long_wait_is_told_and_can_be_stopped_with_the_question_kept(
    browser_page: Page, server: Served, path: str
) -> None:
    quick(browser_page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            held.append(route)
        else:
            route.continue_()

    browser_page.route("**/queue/join*", hold)
    browser_page.route("**/simple", hold)
    browser_page.goto(server.url + path)
    browser_page.fill("#question", "Does zelunor work?")
    browser_page.press("#question", "Enter")
    browser_page.locator("#said", has_text=words.SPOKEN["still"]).wait_for()
    browser_page.press("#question", "Enter")
    browser_page.wait_for_timeout(200)
    assert browser_page.locator("#said").inner_text() == words.SPOKEN["still"]
    assert len(held) == 1
    browser_page.click("#stop")
    browser_page.locator("#said", has_text=words.SPOKEN["stopped"]).wait_for()
    assert browser_page.input_value("#question") == "Does zelunor work?"
    assert browser_page.evaluate(FOCUS) == "question"
    assert not browser_page.locator("#stop").is_visible()


@BOTH
def test_a_lost_connection_is_told_and_nothing_is_lost(
    context: BrowserContext, server: Served, path: str, asked_for: list[str]
) -> None:
    """The typed text and the answers stay, and the same press works again once the line is back."""
    tab = context.new_page()
    tab.goto(server.url + path)
    ask(tab, "Does zelunor work?")
    context.set_offline(True)
    tab.fill("#question", "What are the side effects?")
    tab.press("#question", "Enter")
    tab.locator("#seen", has_text=words.SPOKEN["unreachable"]).wait_for()
    assert tab.locator("#said").inner_text() == words.SPOKEN["unreachable"]
    assert tab.input_value("#question") == "What are the side effects?"
    assert tab.locator("#answer-1").is_visible()
    context.set_offline(False)
    tab.wait_for_timeout(
        2500
    )  # Gradio itself looks every two seconds whether the line is back, and loads the page anew
    assert tab.locator("#answer-1").is_visible()
    tab.click("#back")
    assert tab.evaluate(FOCUS) == "question"
    tab.press("#question", "Enter")
    tab.locator("#answer-2").wait_for()
    assert "a sore arm" in tab.locator("#answer-2").inner_text()
    assert not tab.locator("#wait").is_visible()


def test_a_server_that_was_started_anew_costs_no_answer_of_the_chat(browser_page: Page, server: Served) -> None:
    """Such a server does not know the visit; Gradio's own answer to that is to load the page anew."""
    browser_page.goto(server.url)
    ask(browser_page, "Does zelunor work?")
    unknown = json.dumps({"msg": "unexpected_error", "message": "", "success": False, "session_not_found": True})
    browser_page.route(
        "**/queue/data*", lambda route: route.fulfill(body=f"data: {unknown}\n\n", content_type="text/event-stream")
    )
    browser_page.get_by_role("button", name="What are the side effects of zelunor?").click()
    browser_page.locator("#seen", has_text=words.SPOKEN["unreachable"]).wait_for()
    assert browser_page.input_value("#question") == "What are the side effects of zelunor?"
    browser_page.unroute_all()
    browser_page.wait_for_timeout(SETTLED)
    browser_page.click("#retry")
    browser_page.locator("#answer-2").wait_for()
    assert browser_page.locator("#answer-1").is_visible()


@pytest.mark.parametrize(("path", "held"), [("/", "**/queue/join*"), ("/", "**/queue/data*"), ("/simple", "**/simple")])
def test_a_stopped_question_shows_no_answer_whenever_it_comes(
    browser_page: Page, server: Served, path: str, held: str
) -> None:
    """Stopped while it is sent, and while its answer is on its way."""
    under_way: list[Route] = []
    browser_page.goto(server.url + path)
    browser_page.locator(".example", has_text=EXAMPLE).wait_for()
    browser_page.route(held, lambda route: under_way.append(route))  # noqa: PLW0108 - playwright asks it for its form
    browser_page.locator(".example", has_text=EXAMPLE).click()
    browser_page.wait_for_timeout(SETTLED)
    assert browser_page.evaluate(FOCUS) == "wait"
    browser_page.click("#stop")
    for each in under_way:
        each.continue_()
    browser_page.unroute_all()
    browser_page.wait_for_timeout(1500)
    assert len(under_way) == 1
    assert browser_page.locator(".turn").count() == 0
    assert browser_page.locator("#said").inner_text() == words.SPOKEN["stopped"]
    assert browser_page.input_value("#question") == EXAMPLE
    assert browser_page.evaluate(FOCUS) == "question"
    assert browser_page.locator(".example").first.is_visible()
    ask(browser_page, "Does zelunor work?")
    assert browser_page.locator(".turn").count() == 1
    assert "Zelunor slowed" in browser_page.locator("#turn-1").inner_text()


# --- nothing moves under a finger -----------------------------------------------------------------------------------

SHIFTS = """() => { window.shifts = []; new PerformanceObserver((found) => window.shifts.push(...found.getEntries()
    .filter((e) => !e.hadRecentInput)
    .map((e) => `${e.value} ${e.sources.map((s) => s.node && (s.node.id || s.node.className))}`)))
    .observe({ type: "layout-shift", buffered: true }); }"""


@pytest.mark.parametrize("context", [PHONE], indirect=True)
@BOTH
def test_nothing_in_view_moves_but_by_a_press(browser_page: Page, server: Served, path: str) -> None:
    """Chromium counts what moves later than half a second after a press; so answers take longer here."""
    tab = browser_page
    tab.add_init_script(f"({SHIFTS})()")
    late = "const real = fetch; fetch = async (...what) => { const answer = await real(...what);"
    late += " if (/join|simple/.test(what[0])) await new Promise((go) => setTimeout(go, 700)); return answer; };"
    tab.add_init_script(late)
    tab.goto(server.url + path)
    tab.locator(".example", has_text=EXAMPLE).tap()
    tab.locator("#answer-1").wait_for()
    tab.wait_for_timeout(SETTLED)
    tab.locator("#answer-1 a.chip").first.tap()
    tab.fill("#question", "hello")  # its answer is short
    tab.get_by_role("button", name=words.ASK, exact=True).tap()
    tab.locator("#answer-2").wait_for()
    tab.wait_for_timeout(SETTLED)
    tab.locator("#turn-2 .nexts button").first.tap()
    tab.locator("#answer-3").wait_for()
    tab.route(re.compile("/(simple|gradio_api/queue/join)"), lambda route: route.fulfill(status=502, body="{}"))
    tab.wait_for_timeout(SETTLED)
    following = tab.locator("#turn-3 .nexts button").first
    asked = following.inner_text()
    following.tap()
    tab.locator("#seen", has_text=words.SPOKEN["unavailable"]).wait_for()
    assert tab.input_value("#question") == asked
    assert tab.evaluate(FOCUS) == "retry"
    assert tab.evaluate("() => window.shifts") == []


# --- counts, reports, the frame of another site ---------------------------------------------------------------------


@BOTH
def test_a_press_is_counted_and_a_report_sends_what_it_shows(tab: Page, server: Served, path: str) -> None:
    tab.goto(server.url + path)
    ask(tab, "Does zelunor work?")
    tab.get_by_role("button", name=words.HELPED, exact=True).click()
    tab.get_by_text(words.THANKS_COUNTED).wait_for()
    tab.locator("summary", has_text=words.REPORT).click()
    shown = tab.locator("details.report").inner_text()
    with tab.expect_request("**/report") as sent:
        tab.get_by_role("button", name=words.REPORT_SEND).click()
    fields = dict(pair.split("=", 1) for pair in (sent.value.post_data or "").split("&"))
    assert fields.keys() == {"question", "text", "version"}
    assert "Zelunor slowed loss of function" in shown
    tab.get_by_text(words.REPORT_SENT).wait_for()
    folder = server.written.parent
    assert json.loads((folder / "counts.json").read_text()).keys() == {"helped", "did_not_help"}
    reports = [json.loads(file.read_text()) for file in (folder / "reports").iterdir()]
    assert {"day", "question", "reply", "corpus_version"} == set(reports[-1])


@pytest.fixture
def charity() -> Iterator[str]:
    """Another site, on the port that the server's settings name."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<h1>A charity</h1>")

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 9999), Handler) as serving:
        thread = Thread(target=serving.serve_forever)
        thread.start()
        yield "http://127.0.0.1:9999"
        serving.shutdown()
        thread.join()


def test_the_page_for_frames_answers_on_a_site_of_the_settings_and_no_other_page_does(
    browser_page: Page, server: Served, charity: str
) -> None:
    browser_page.goto(charity)
    frames = "(sources) => { for (const [n, src] of sources.entries()) { const f = document.createElement('iframe');"
    browser_page.evaluate(
        f"{frames} f.src = src; f.name = `frame${{n}}`; f.style.height = '800px'; document.body.append(f); }} }}",
        [f"{server.url}/embed", f"{server.url}/simple"],
    )
    framed = browser_page.frame_locator("iframe[name=frame0]")
    framed.locator(".example").first.click()
    framed.locator("#answer-1").wait_for()
    assert wording.DISCLAIMER in framed.locator("#answer-1").inner_text()
    refused = browser_page.frame("frame1")
    assert refused is not None
    assert refused.locator("#question").count() == 0


@pytest.fixture
def browser_page(context: BrowserContext) -> Page:
    """A page whose errors are expected: a browser tells of a frame that it refuses."""
    return context.new_page()


# --- the curated pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("context", [{"java_script_enabled": False}, PHONE], indirect=True)
def test_a_sentence_that_a_link_leads_to_is_lit_with_its_heading_in_view(tab: Page, server: Served) -> None:
    for unit, heading in (("works", "Does it work?"), ("works-dusk", "Does it work?"), ("safety", "Side effects")):
        tab.goto(f"{server.url}/pages/zelunor#{unit}")
        lit = tab.locator(f"#{unit}")
        box = lit.evaluate("(e) => e.getBoundingClientRect().toJSON()")
        assert 0 <= box["top"] < 500
        own = lit.evaluate("(e) => getComputedStyle(e, '::before').content")
        above = tab.locator(f"section:has(#{unit}) h2")
        seen = above.evaluate("(e) => e.getBoundingClientRect().top >= 0")
        assert heading in (above.inner_text() if seen else own)


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_a_drug_is_found_and_asked_about_without_scripts(tab: Page, server: Served) -> None:
    tab.goto(f"{server.url}/pages")
    tab.fill("#q", "zellunor")
    tab.get_by_role("button", name=words.SEARCH_GO).click()
    tab.get_by_role("link", name=re.compile("Zelunor")).click()
    tab.locator("details.words summary").first.click()
    assert tab.locator("details.words dl").first.is_visible()
    tab.get_by_role("button", name="What are the side effects of zelunor?").click()
    assert "a sore arm" in tab.locator("#answer-1").inner_text()
