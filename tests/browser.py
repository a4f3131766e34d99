"""What the browser tests share: how to ask, and how to measure a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SMALLEST = 44  # pixels of a target
SETTLED = 750  # milliseconds after which controls that have just appeared take a press
AXE = Path(__file__).parent / "axe.min.js"  # axe-core 4.14.1, Mozilla Public License 2.0

WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUS = "() => document.activeElement.id"

# Everything that can be pressed and is shown, with its box.
_PRESSED = """
  const shown = (e) => e.getClientRects().length && e.checkVisibility({ visibilityProperty: true })
    && !e.closest("details:not([open]) > :not(summary)");
  const boxes = [...document.querySelectorAll("a[href], button, summary, textarea, input:not([type=hidden])")]
    .filter(shown).map((e) => [e, e.getBoundingClientRect()]);
  const told = (e) => `${e.tagName.toLowerCase()} ${e.textContent.trim().slice(0, 30)}`;"""
TARGETS = (
    "(smallest) => {"
    + _PRESSED
    + """
  return boxes.filter(([, box]) => box.width < smallest || box.height < smallest)
    .map(([e, box]) => `${told(e)}: ${box.width} x ${box.height}`); }"""
)
BUTTONS = TARGETS.replace('"a[href], button, summary, textarea, input:not([type=hidden])"', '"button, summary"')
GAPS = (
    "() => {"
    + _PRESSED
    + """
  let least = [Infinity, ""];
  boxes.forEach(([e, p], n) => boxes.slice(n + 1).forEach(([f, q]) => {
    if (e.contains(f) || f.contains(e)) return;
    const across = Math.max(0, Math.max(p.left, q.left) - Math.min(p.right, q.right));
    const down = Math.max(0, Math.max(p.top, q.top) - Math.min(p.bottom, q.bottom));
    const gap = across && down ? Math.max(across, down) : across + down;
    if (gap < least[0]) least = [gap, `${told(e)} | ${told(f)}`];
  }));
  return least; }"""
)
# Elements that scroll within the page; a text box may.
NESTED = """() => [...document.querySelectorAll("body *")].filter((e) => e.tagName !== "TEXTAREA"
    && ["auto", "scroll"].includes(getComputedStyle(e).overflowY) && e.scrollHeight > e.clientHeight + 2)
    .map((e) => e.tagName)"""
# Fraction of the window that shows the last answer.
SHARE = """() => { const box = [...document.querySelectorAll("[data-role=assistant]")].at(-1).getBoundingClientRect();
    return Math.max(0, Math.min(innerHeight, box.bottom) - Math.max(0, box.top)) / innerHeight; }"""
LISTEN = """() => { window.told = [];
    const lines = "[role=status], [role=alert], [role=log], [aria-live]:not([aria-live=off])";
    for (const line of document.querySelectorAll(lines))
      new MutationObserver(() => { if (line.textContent.trim()) window.told.push(line.textContent.trim()); })
        .observe(line, { childList: true, characterData: true, subtree: true }); }"""
# Opens a source, and what it is folded in.
OPEN = "(e) => { for (; e; e = e.parentElement.closest('details')) e.open = true; }"
STORED = "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])"


def ask(page: Page, question: str, *, settle: bool = True) -> None:
    """Types a question, sends it with Enter and waits for its answer, on either page."""
    turns = page.locator("[data-role=assistant]").count()
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.locator("[data-role=assistant]").nth(turns).wait_for()
    if settle:
        page.wait_for_timeout(SETTLED)


def axe(page: Page) -> list[str]:
    """Rules of WCAG 2.0 to 2.2 that a page breaks at levels A and AA, and at AAA for contrast, by axe-core."""
    page.evaluate(AXE.read_text("utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
    rules = {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}
    options = {"runOnly": {"type": "tag", "values": [*tags, "wcag2aaa"]}, "rules": rules, "resultTypes": ["violations"]}
    found = page.evaluate("(options) => axe.run(document, options)", options)
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found["violations"] for node in rule["nodes"]]


def unnamed(page: Page) -> list[str]:
    """Roles of controls that have no name in Chromium's own accessibility tree."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = {"button", "link", "textbox", "searchbox", "combobox", "checkbox", "DisclosureTriangle"}

    def value(node: dict[str, Any], key: str) -> str:
        return str((node.get(key) or {}).get("value", ""))

    return [
        value(node, "role")
        for node in nodes
        if not node.get("ignored") and value(node, "role") in roles and not value(node, "name").strip()
    ]


def tabs_to(page: Page, selector: str, most: int = 40) -> int:
    """Presses of Tab until what has focus matches."""
    for presses in range(1, most + 1):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return presses
    raise AssertionError(f"{selector} was not reached in {most} presses")
