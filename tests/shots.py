"""Pictures of the pages for the README: `make shots` writes them to docs/screens. Look at each before it is kept."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.password import PasswordHash
from evals.cases import load_cases
from evals.staff.judged import line
from tests.browser import ask
from tests.server import served
from tests.test_staff_browser import PASSWORD, PROGRAM

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "screens"
COLOURS = 64  # of a picture: they are text on plain ground
QUESTION = "Does riluzole work?"


def main() -> int:
    """Takes every picture; returns an exit code."""
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
    )
    if not path:
        sys.stderr.write("No Chromium found; run .ci/browser.\n")
        return 2
    FOLDER.mkdir(exist_ok=True)
    more = {"ASSISTANT_CORPUS": str(ROOT / "corpus")}
    with (
        tempfile.TemporaryDirectory() as folder,
        served(ROOT / ".index", Path(folder), **more) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for take in (_chat, _phone, _zoomed, _big, _paper, _page, _list):
            take(browser, server.url)
        _staff(browser)
        browser.close()
    return 0


def _staff(browser: Browser) -> None:
    """The staff page over a copy of the pages in which one sentence was changed for the worse."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = Path(shutil.copytree(ROOT / "corpus", folder / "corpus"))
        index = Path(shutil.copytree(ROOT / ".index", folder / "index"))
        if (ROOT / ".evals").is_dir():
            shutil.copytree(ROOT / ".evals", folder / "evals")
        page = corpus / "methylcobalamin.md"
        text = page.read_text("utf-8").replace("on two days a week", "on one day a week")
        page.write_text(text.replace("twice a week", "once a week"), "utf-8")
        (folder / "cases").mkdir()
        cases = [line(case) for case in load_cases(pages=["methylcobalamin"])]
        (folder / "cases" / "some.jsonl").write_text("\n".join(cases), "utf-8")
        more = {
            "ASSISTANT_CORPUS": str(corpus),
            "ASSISTANT_EVALS": str(folder / "evals"),
            "ASSISTANT_DRAFTS": str(folder / "drafts"),
            "ASSISTANT_STAFF_PASSWORD_HASH": str(PasswordHash.of(PASSWORD)),
            "TEST_CASES": str(folder / "cases"),
        }
        with served(index, folder, "-c", PROGRAM, **more) as server:
            tab = _open(browser, f"{server.url}/staff/login", 1180, 900)
            tab.fill("#password", PASSWORD)
            tab.fill("#who", "Ada")
            tab.keyboard.press("Enter")
            tab.wait_for_url("**/staff/")
            tab.goto(f"{server.url}/staff/publish")
            tab.click("#publish")
            tab.locator("[data-state=held]").wait_for(timeout=300_000)
            signed_in = tab.context.storage_state()
            _keep(tab, "staff-publish", height=1150)
            for part, width, height in (("health", 1180, 900), ("phone", 390, 844)):
                context = browser.new_context(storage_state=signed_in, viewport={"width": width, "height": height})
                tab = context.new_page()
                tab.goto(f"{server.url}/staff/{'health' if part == 'health' else 'publish'}")
                _keep(tab, f"staff-{part}")


def _open(browser: Browser, address: str, width: int, height: int, scheme: str = "light") -> Page:
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page.goto(address)
    return page


def _keep(page: Page, name: str, *, height: int = 0) -> None:
    """A picture of the window, or of the page down to a height, in few colours."""
    size = page.viewport_size or {"width": 0, "height": 0}
    clip = {"x": 0, "y": 0, "width": size["width"], "height": height}
    png = page.screenshot(full_page=True, clip=clip) if height else page.screenshot()  # type: ignore[arg-type]
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)
    page.close()


def _chat(browser: Browser, url: str) -> None:
    page = _open(browser, url, 900, 900)
    page.locator("#question").wait_for()
    page.wait_for_timeout(500)
    _keep(page, "start")
    for scheme in ("light", "dark"):
        page = _open(browser, url, 900, 1100, scheme)
        page.locator("#question").wait_for()
        ask(page, QUESTION)
        page.locator("a.chip").nth(1).click()
        page.evaluate("() => scrollTo(0, 0)")
        page.wait_for_timeout(300)
        _keep(page, f"answer-{scheme}", height=1500)


def _phone(browser: Browser, url: str) -> None:
    page = _open(browser, f"{url}/simple", 390, 844)
    ask(page, "Which drugs are approved in Japan?")
    _keep(page, "phone")


def _zoomed(browser: Browser, url: str) -> None:
    page = _open(browser, f"{url}/simple", 320, 256)
    ask(page, QUESTION)
    _keep(page, "zoom-400")


def _big(browser: Browser, url: str) -> None:
    page = _open(browser, f"{url}/simple?text=big&buttons=big&contrast=high", 900, 1000)
    ask(page, QUESTION)
    _keep(page, "big-buttons")


def _paper(browser: Browser, url: str) -> None:
    page = _open(browser, f"{url}/simple", 794, 900)  # A4 is 794 dots wide, at 96 an inch
    ask(page, QUESTION)
    page.emulate_media(media="print")
    page.evaluate("() => { document.body.style.padding = '42px 45px'; scrollTo(0, 0); }")  # the margins of the paper
    _keep(page, "print")


def _page(browser: Browser, url: str) -> None:
    page = _open(browser, f"{url}/pages/riluzole#works-pooled", 900, 800)
    if not page.locator(":target").count():
        page.goto(f"{url}/pages/riluzole#works")
    page.wait_for_timeout(300)
    _keep(page, "page-highlight")


def _list(browser: Browser, url: str) -> None:
    _keep(_open(browser, f"{url}/pages?q=vitamin", 900, 760), "pages-search")


if __name__ == "__main__":
    sys.exit(main())
