"""The staff page in a real browser: sign-in, a run watched to its end, a failing case, a new one, plots, a report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from assistant.conductor import Assistant
from assistant.password import PasswordHash
from evals.cases import load_cases
from evals.results import save
from evals.run import run_cases
from tests.browser import AXE
from tests.server import Served, served

pytestmark = pytest.mark.slow

PASSWORD = "four quiet words here"  # noqa: S105 - of these tests alone
SMALLEST = 44  # pixels of a target
MANY = 120  # cases of a kind, so that there is something to watch
# The server with the staff page over cases of these tests; the installed one knows those of the repository. A run goes
# as far into the many as a test lets it: how fast the machine is then changes nothing.
PROGRAM = """
import os, sys, time
from functools import partial
from pathlib import Path
import evals.run
from assistant.cli import main
from assistant.web import server
from evals.staff.server import mount

ask, reach = evals.run.ask, os.environ.get("TEST_REACH")

def ask_within_reach(assistant, case):
    while reach and case.kind == "many" and int(case.id.removeprefix("many-")) >= int(Path(reach).read_text()):
        time.sleep(0.02)
    return ask(assistant, case)

evals.run.ask = ask_within_reach
server.rooms = lambda: [partial(mount, cases=Path(os.environ["TEST_CASES"]))]
sys.exit(main())
"""
CASES = [
    {"id": "good", "kind": "fact", "question": "Does zelunor work?", "outcome": ["answered"], "pages": ["zelunor"]},
    {"id": "bad", "kind": "fact", "question": "Does it work?", "history": ["What is zelunor?"], "outcome": ["answered"],
     "pages": ["mirodol"], "facts": ["cures everything"]},
    *({"id": f"many-{n}", "kind": "many", "question": f"What is {n} times zelunor?",
       "outcome": ["answered", "not_in_pages"]} for n in range(MANY)),
]  # fmt: skip
TARGETS = """(smallest) => [...document.querySelectorAll("a, button, summary, textarea, input, [role=tab]")]
    .map((e) => e.type === "radio" ? e.closest("label") : e)
    .filter((e) => e.getClientRects().length)
    .map((e) => [(e.textContent.trim() || e.id || e.type).slice(0, 30), e.getBoundingClientRect()])
    .filter(([, box]) => box.width < smallest || box.height < smallest)
    .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}}


@pytest.fixture(scope="module")
def evals_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evals")


@pytest.fixture(scope="module")
def reach_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reach") / "reach.txt"


@pytest.fixture
def reach(reach_file: Path) -> Callable[[int], None]:
    """Lets a run go on until so many of the many cases are asked; at first to none."""

    def let(most: int) -> None:
        written = reach_file.with_suffix(".new")
        written.write_text(str(most), "utf-8")
        written.replace(reach_file)

    let(0)
    return let


@pytest.fixture(scope="module")
def server(
    index_folder: Path,
    assistant: Assistant,
    evals_folder: Path,
    reach_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    """A server with one run from a day when "bad" still passed."""
    cases = tmp_path_factory.mktemp("cases")
    (cases / "some.jsonl").write_text("\n".join(map(json.dumps, CASES)) + "\n", "utf-8")
    run = run_cases(assistant, load_cases(cases, kinds=["fact"]))
    good, bad = run.results
    passed = bad.model_copy(update={"scores": {name: score and 1.0 for name, score in bad.scores.items()}})
    passed = passed.model_copy(update={"scores": {**passed.scores, "facts": 1.0, "page_recall": 1.0}})
    earlier = run.model_copy(update={"made": "2026-01-02T03:04:05Z", "results": (good, passed)})
    save(earlier, evals_folder / "run-20260102T030405Z.json")
    with served(
        index_folder,
        tmp_path_factory.mktemp("server"),
        "-c",
        PROGRAM,
        TEST_CASES=str(cases),
        TEST_REACH=str(reach_file),
        ASSISTANT_EVALS=str(evals_folder),
        ASSISTANT_STAFF_PASSWORD_HASH=str(PasswordHash.of(PASSWORD)),
    ) as found:
        yield found


@pytest.fixture
def context(browser: Browser, server: Served, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A fresh browser; whatever a test does, no other host is asked."""
    opened = browser.new_context(**getattr(request, "param", {}))
    opened.set_default_timeout(30_000)
    asked_for: list[str] = []

    def note(each: Request) -> None:
        asked_for.append(each.url)

    opened.on("request", note)
    yield opened
    opened.close()
    assert asked_for
    assert [url for url in asked_for if not url.startswith((server.url, "data:", "blob:"))] == []


@pytest.fixture
def page(context: BrowserContext, server: Served) -> Iterator[Page]:
    """The staff page, signed in; no error of a script and none against the policy is told."""
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    sign_in(opened, server)
    opened.locator("#run-start").wait_for()
    yield opened
    assert problems == []


def broken(page: Page) -> list[str]:
    """Rules of axe that a page breaks, each with its first place."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("(rules) => axe.run(document, rules)", RULES)["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found]


def sign_in(page: Page, server: Served, password: str = PASSWORD) -> None:
    page.goto(f"{server.url}/staff")
    page.fill("#password", password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def choose(page: Page, box: str, option: str) -> None:
    page.locator(f"{box} input").click()
    page.get_by_role("option", name=option, exact=True).click()


def ask_and_judge(page: Page) -> None:
    """A reply judged wrong with a note, and the line that would be written on the page."""
    tab(page, "Ask and judge")
    page.fill("#judge-question textarea", "Does zelunor work?")
    page.click("#judge-ask")
    page.locator("#answer").wait_for()
    page.get_by_text("Wrong", exact=True).click()
    page.locator("#preview p, #preview pre").first.wait_for()  # one step at a time, as a person takes them
    page.fill("#judge-note textarea", "It leaves out the date.")
    page.wait_for_timeout(300)  # the page's own state follows a hand, not a machine
    page.keyboard.press("Tab")
    page.locator("#preview pre", has_text="leaves out the date").wait_for()


def test_a_wrong_password_is_refused_and_the_right_one_opens_the_page(context: BrowserContext, server: Served) -> None:
    page = context.new_page()
    sign_in(page, server, "not this one")
    assert "not the password" in page.locator("#error").inner_text()
    assert page.evaluate("() => document.activeElement.id") == "password"
    assert broken(page) == []
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#run-start").wait_for()
    cookie = context.cookies()[0]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    stored = page.evaluate("() => JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage })")
    assert "zelunor" not in stored
    page.get_by_role("button", name="Log out").click()
    page.locator("#password").wait_for()
    page.go_back()
    page.locator("#password").wait_for()  # what was shown is not kept by the browser


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_signing_in_and_one_case_need_no_scripts(context: BrowserContext, server: Served) -> None:
    page = context.new_page()
    sign_in(page, server)
    page.goto(f"{server.url}/staff/case?run=run-20260102T030405Z&id=bad")
    assert page.locator("#file").inner_text() == "evals/cases/some.jsonl:2"


def test_a_run_is_started_watched_and_survives_the_page(
    page: Page, server: Served, reach: Callable[[int], None]
) -> None:
    choose(page, "#run-kind", "many")
    page.click("#run-start")
    for done in (40, 80):
        reach(done)
        page.wait_for_function("(done) => Number(document.querySelector('#bar')?.value) === done", arg=done)
    page.goto("about:blank")
    reach(MANY)
    page.goto(f"{server.url}/staff/")
    page.locator("[data-state=done]").wait_for(timeout=120_000)
    assert f"{MANY} of {MANY}" in page.locator("#runs-kept tbody tr").first.inner_text()


def test_a_run_is_stopped(page: Page, reach: Callable[[int], None]) -> None:
    runs = page.locator("#runs-kept tbody tr")
    runs.first.wait_for()
    before = runs.count()
    choose(page, "#run-kind", "many")
    page.click("#run-start")
    page.locator("#bar").wait_for()
    page.click("#run-stop")
    page.locator("[data-state=stopping]").wait_for()
    reach(MANY)
    page.locator("[data-state=stopped]").wait_for()
    assert runs.count() == before


def run_facts(page: Page) -> None:
    choose(page, "#run-kind", "fact")
    page.click("#run-start")
    page.locator("#state", has_text="1 of 2 cases pass").wait_for()


def test_file_page_and_reason_of_a_case_that_got_worse_are_two_presses_away(
    page: Page, context: BrowserContext
) -> None:
    run_facts(page)
    tab(page, "Compare")  # one: the two newest runs
    page.locator("#compared").wait_for()
    choose(page, "#compare-before", "2026-01-02 03:04:05: 2 of 2 pass")
    page.locator("#compared", has_text="Got worse: 1.").wait_for()
    row = page.locator("#compared-runs tbody tr").first.inner_text()
    for text in ("bad", "mirodol", "page not cited, fact not said", "some.jsonl:2"):
        assert text in row
    with context.expect_page() as opening:
        page.locator("#compared-runs a", has_text="bad").click()  # two
    case = opening.value
    assert case.locator("#file").inner_text() == "evals/cases/some.jsonl:2"
    assert "mirodol" in case.locator("#page").inner_text()
    assert "Expected: mirodol. Got: zelunor." in case.locator("#why").inner_text()
    assert case.locator("mark").first.inner_text().startswith("Zelunor slowed loss of function")


def test_a_failing_case_is_opened_from_the_table_and_filters_change_it(page: Page, context: BrowserContext) -> None:
    run_facts(page)
    tab(page, "Cases")
    rows = page.locator("#cases-table tbody tr")
    rows.first.wait_for()
    assert [rows.nth(n).locator("th").inner_text() for n in range(rows.count())] == ["bad"]
    with context.expect_page() as opening:
        rows.first.locator("a").click()
    assert "This case fails." in opening.value.locator("main").inner_text()
    choose(page, "#cases-result", "Passes")
    rows.filter(has_text="good").wait_for()
    choose(page, "#cases-page", "mirodol")
    page.locator("#cases-table", has_text="No case of this run fits").wait_for()


def test_the_plots_are_drawn_with_their_numbers_beside_them(page: Page) -> None:
    run_facts(page)
    tab(page, "Trends")
    page.locator("#health-numbers", has_text="mirodol").wait_for()
    for name in ("#trend", "#health"):
        drawing = page.locator(f"{name} canvas, {name} svg.marks").first
        drawing.wait_for()
        box = drawing.bounding_box()
        assert box
        assert box["width"] > 300
        assert box["height"] > 80
    assert page.locator("#trend-numbers tbody tr").count() > 0
    assert page.locator("#health-numbers tbody tr").count() > 0


@pytest.mark.parametrize("kind", ["html", "csv"])
def test_a_report_is_downloaded(page: Page, kind: str) -> None:
    with page.expect_download() as downloading:
        page.locator(f"#runs-kept a[download$='{kind}']").last.click()
    found = downloading.value
    assert found.suggested_filename == f"run-20260102T030405Z.{kind}"
    text = Path(found.path()).read_text("utf-8-sig")
    assert "2 of 2 cases pass" in text if kind == "html" else text.startswith("id,kind,topic")


def test_a_downloaded_report_opens_by_itself(page: Page, context: BrowserContext, tmp_path: Path) -> None:
    with page.expect_download() as downloading:
        page.locator("#runs-kept a[download$='html']").last.click()
    downloading.value.save_as(tmp_path / "report.html")
    page.set_content((tmp_path / "report.html").read_text("utf-8"))
    assert page.locator("h1").inner_text().startswith("Answer quality")
    assert page.evaluate(WIDER) == 0


def test_a_judged_reply_is_written_on_the_press_alone(page: Page, evals_folder: Path) -> None:
    ask_and_judge(page)
    assert not list(evals_folder.glob("to-review/*"))
    shown = page.locator("#preview pre").inner_text()
    page.click("#judge-save")
    page.locator("#judge-saved [role=status]").wait_for()
    (file,) = evals_folder.glob("to-review/*.jsonl")
    written, told = json.loads(file.read_text("utf-8")), json.loads(shown)
    assert {**written, "id": ""} == {**told, "id": ""}
    assert (written["topic"], written["note"]) == ("wrong", "judged wrong by staff: It leaves out the date.")


def test_a_judgement_without_a_reply_or_a_note_writes_nothing(page: Page, evals_folder: Path) -> None:
    before = set(evals_folder.glob("to-review/*"))
    tab(page, "Ask and judge")
    page.click("#judge-save")
    page.locator("#judge-saved [role=alert]", has_text="Ask a question first").wait_for()
    page.fill("#judge-question textarea", "Does zelunor work?")
    page.click("#judge-ask")
    page.locator("#answer").wait_for()
    page.get_by_text("Unsafe", exact=True).click()
    page.click("#judge-save")
    page.locator("#judge-saved [role=alert]", has_text="Write a note").wait_for()
    assert set(evals_folder.glob("to-review/*")) == before


@pytest.mark.parametrize("context", [{"viewport": {"width": 320, "height": 640}}], indirect=True)
def test_on_the_smallest_screen_nothing_scrolls_sideways_and_every_target_is_large(page: Page, server: Served) -> None:
    for name, ready in STATES:
        tab(page, name)
        page.locator(ready).first.wait_for()
        assert (name, page.evaluate(WIDER), page.evaluate(TARGETS, SMALLEST)) == (name, 0, [])
    ask_and_judge(page)
    assert (page.evaluate(WIDER), page.evaluate(TARGETS, SMALLEST)) == (0, [])
    page.goto(f"{server.url}/staff/case?run=run-20260102T030405Z&id=bad")
    assert (page.evaluate(WIDER), page.evaluate(TARGETS, SMALLEST)) == (0, [])


STATES = (
    ("Runs", "#runs-kept table"),
    ("Cases", "#cases-table table, #cases-table .notice"),
    ("Compare", "#compared-runs p"),
    ("Trends", "#health-numbers table, #health-numbers .notice"),
)


@pytest.mark.parametrize(
    "context",
    [{"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
     for scheme, width in (("light", 1280), ("dark", 390))],  # each scheme and each width once: the rest is alike
    indirect=True,
    ids=lambda found: f"{found['color_scheme']}-{found['viewport']['width']}",
)  # fmt: skip
def test_axe_finds_nothing(page: Page, context: BrowserContext, server: Served) -> None:
    for name, ready in STATES:
        tab(page, name)
        page.locator(ready).first.wait_for()
        page.wait_for_timeout(500)  # a plot is drawn after its numbers
        assert (name, broken(page)) == (name, [])
    ask_and_judge(page)
    assert broken(page) == []
    page.goto(f"{server.url}/staff/case?run=run-20260102T030405Z&id=bad")
    assert broken(page) == []
    page.context.clear_cookies()
    page.goto(f"{server.url}/staff/login")
    assert broken(page) == []


def test_nothing_that_was_asked_is_in_what_the_server_wrote(server: Served) -> None:
    assert "zelunor" not in server.written.read_text("utf-8").lower()
