// The chat: what Gradio's page needs besides turns.js. Asks follow-ups, tells when an answer has come, keeps focus.
"use strict";
(() => {
  const { words, find, all, say, begin, end, fail, came, settle, hush, busy } = window.turns;
  const HAND_OVER = 60; // milliseconds until Gradio has taken the text of the box over
  const PARTS = ["#intro h1", "#examples .example:nth-child(4)", "#ask", "#status p", "#display-settings button", "#help a"];
  let mark = null; // of the last answer that was seen
  let turns = 0;
  let pressed = null;
  let doing = ""; // what was pressed: ask, new, undo
  let sent = ""; // what stood in the box then
  let typed = ""; // what a person typed into it last

  const box = () => find("#box textarea");

  const write = (text) => {
    const area = box();
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(area, text);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const start = (by) => {
    hush();
    pressed = by;
    doing = "ask";
    sent = typed = box().value;
    begin(by.matches("button.example") ? by.textContent.trim() : sent);
  };

  /** What was asked stands in the box again, also when it was asked by an example. */
  const back = () => {
    doing = "";
    if (pressed && pressed.matches("button.example") && !box().value) write(pressed.textContent.trim());
  };

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
    if (by.matches("#stop")) { window.line.halt(); end(); say(words.stopped); back(); box().focus(); }
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

  const drawn = () => { document.documentElement.classList.remove("drawing"); find("#loading")?.remove(); };

  const name = () => {
    const area = box();
    if (area && area.id !== "question") area.id = "question"; // where the skip link leads
    if (area && PARTS.every((part) => find(part))) drawn();
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
    else if (find("#problem")) fail(find("#problem").textContent);
    else if (doing === "undo" && turns) { settle(); say(words.restored); later(() => find("#new").focus()); }
    else if (turns && (turns > was || doing === "ask")) {
      came(shown.at(-1), [box(), pressed, find("#ask")]);
      if (typed !== sent) { const more = typed; later(() => { if (!box().value) write(more); }); } // typed meanwhile
    }
    doing = "";
  };

  document.addEventListener("input", (event) => { if (event.isTrusted && event.target === box()) typed = box().value; });
  document.addEventListener("unreachable", () => { window.line.halt(); back(); });
  document.addEventListener("refused", back);

  /** Once Gradio has drawn what it swaps in. */
  const later = (work, tries = 20) => setTimeout(() => { try { work(); } catch { if (tries) later(work, tries - 1); } }, 50);

  document.documentElement.classList.add("drawing");
  setTimeout(drawn, 20_000); // whatever Gradio left out
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  look();
})();
