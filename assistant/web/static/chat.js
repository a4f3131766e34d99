// What a page of the conversation does beyond Gradio: opens a source in place, asks a follow-up, moves focus to a new
// answer, and says "Question sent" and "Answer ready" once. Stores nothing and asks no other host.
"use strict";
(() => {
  const SETTLE = 700; // milliseconds in which controls that have just appeared ignore presses
  let turns = 0;
  let appeared = 0;
  let pressed = null;

  const find = (selector, within = document) => within.querySelector(selector);
  const box = () => find("#question textarea");
  const say = (words) => { const line = find("#said"); if (line) line.textContent = words; };

  const write = (text) => {
    const area = box();
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(area, text);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const send = () => {
    if (!box().value.trim()) { box().focus(); return; }
    pressed = document.activeElement;
    say("Question sent.");
    find("#ask").click();
  };

  const open = (id) => {
    const source = document.getElementById(id);
    if (!source) return;
    source.open = true;
    const quote = find("mark", source);
    quote.focus({ preventScroll: true });
    source.scrollIntoView({ block: "start" });
  };

  document.addEventListener("click", (event) => {
    const chip = event.target.closest("a.chip");
    const next = event.target.closest("[data-ask]");
    if (chip) { event.preventDefault(); open(chip.dataset.source); }
    if (next) {
      event.preventDefault();
      if (Date.now() - appeared < SETTLE) return;
      write(next.dataset.ask);
      setTimeout(send, 60); // after Gradio has taken the text over
    }
    if (event.target.closest("button.example")) { pressed = event.target; say("Question sent."); }
  });

  document.addEventListener("keydown", (event) => {
    if (event.target !== box() || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    setTimeout(send, 60);
  }, true);

  const settle = () => {
    const shown = document.querySelectorAll("#conversation .turn");
    document.body.classList.toggle("talking", shown.length > 0);
    if (shown.length <= turns) { turns = shown.length; return; }
    turns = shown.length;
    appeared = Date.now();
    const turn = shown[shown.length - 1];
    const sources = turn.querySelectorAll("details.source").length;
    const told = sources === 1 ? "1 source" : `${sources} sources`;
    say(sources ? `Answer ready. ${told}.` : "Answer ready.");
    const here = document.activeElement;
    if (here === document.body || here === box() || here === pressed || !document.contains(here)) {
      find("[data-role=assistant]", turn).focus({ preventScroll: true });
      turn.scrollIntoView({ block: "start" });
    }
  };

  new MutationObserver(settle).observe(document.documentElement, { childList: true, subtree: true });
})();
