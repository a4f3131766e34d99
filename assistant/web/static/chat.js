// The chat: what Gradio's page needs besides turns.js. Asks follow-ups, tells when an answer has come, keeps focus.
"use strict";
(() => {
  const { words, find, all, say, begin, end, came, settle, hush, busy } = window.turns;
  const HAND_OVER = 60; // milliseconds until Gradio has taken the text of the box over
  let mark = null; // of the last answer that was seen
  let turns = 0;
  let pressed = null;
  let doing = ""; // what was pressed: ask, new, undo

  const box = () => find("#box textarea");

  const write = (text) => {
    const area = box();
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(area, text);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const start = (by) => { hush(); history.replaceState(null, ""); pressed = by; doing = "ask"; begin(); };

  const halt = (event) => { event.preventDefault(); event.stopPropagation(); };

  document.addEventListener("click", (event) => {
    const by = event.target.closest("button, a");
    if (!by || event.defaultPrevented) return;
    const asks = by.matches("#ask, button.example, [data-ask]");
    if (asks && busy()) { halt(event); say(words.still); return; }
    if (by.matches("#ask") && !box().value.trim()) { halt(event); say(words.empty); box().focus(); return; }
    if (by.matches("[data-ask]")) {
      halt(event);
      write(by.dataset.ask);
      setTimeout(() => { find("#ask").click(); pressed = by; }, HAND_OVER);
      return;
    }
    if (asks) start(by);
    if (by.matches("#new, #undo")) { hush(); doing = by.id; pressed = by; }
    if (by.matches("#stop")) { end(); say(words.stopped); box().focus(); }
  }, true);

  document.addEventListener("keypress", (event) => {
    if (event.target === box() && event.key === "Enter") event.stopPropagation(); // Gradio sends on Shift and Enter
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.target !== box() || event.key !== "Enter") return;
    event.stopPropagation();
    if (event.shiftKey || event.isComposing) return;
    halt(event);
    setTimeout(() => { find("#ask").click(); pressed = box(); }, HAND_OVER);
  }, true);

  const name = () => {
    const area = box();
    if (area && area.id !== "question") area.id = "question"; // where the skip link leads
    if (area) find("#loading")?.remove();
    window.labelDisplay();
  };

  const look = () => {
    name();
    const shown = all("#conversation .turn");
    document.body.classList.toggle("talking", shown.length > 0);
    const now = find("#conversation [data-came]");
    const stamp = now ? now.dataset.came : null;
    if (stamp === mark) return;
    mark = stamp;
    const was = turns;
    turns = shown.length;
    if (doing === "new" && !turns) { settle(); say(words.cleared); later(() => find("#undo").focus()); }
    else if (find("#problem")) { end(); say(words.problem); box().focus(); }
    else if (doing === "undo" && turns) { settle(); say(words.restored); later(() => find("#new").focus()); }
    else if (turns && (turns > was || doing === "ask")) came(shown.at(-1), [box(), pressed, find("#ask")]);
    doing = "";
  };

  document.addEventListener("unreachable", () => {
    if (pressed && pressed.matches("button.example") && !box().value) write(pressed.textContent.trim());
  });

  /** Once Gradio has drawn what it swaps in. */
  const later = (work, tries = 20) => setTimeout(() => { try { work(); } catch { if (tries) later(work, tries - 1); } }, 50);

  // Gradio loads the page anew once a lost connection is back. What was typed is handed over within this tab.
  const hold = () => {
    const typed = box() ? box().value : "";
    if (typed || history.state) history.replaceState(typed ? { typed } : null, "");
  };
  document.addEventListener("unreachable", hold);
  window.addEventListener("pagehide", hold);
  const handOver = (tries = 20) => {
    const typed = history.state && history.state.typed;
    if (!typed) return;
    if (box() && !box().value) write(typed);
    if (tries) setTimeout(() => handOver(tries - 1), 200); // Gradio empties the box once it has drawn it
    else history.replaceState(null, "");
  };

  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  look();
  handOver();
})();
