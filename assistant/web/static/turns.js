// What a turn of the conversation can do on either page: open a source in place, copy, print, read aloud, count, report.
// Announces in one line; stores nothing and asks no other host.
"use strict";
window.turns = (() => {
  const SETTLE = 700; // milliseconds in which controls that have just appeared ignore presses
  const LONG = 300; // characters of a question that are shown while it is looked up
  const WAIT = 8000; // milliseconds until a question that is still looked up is told
  const words = JSON.parse(document.querySelector("meta[name=words]").content);
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  let appeared = 0;
  let waiting = 0;

  const root = document.documentElement;
  root.classList.add("scripts");

  const write = (selector, text) => {
    const line = find(selector);
    if (line && line.textContent !== text) line.textContent = text;
  };
  /** Announces a line; while an answer is awaited it is also seen where the answer will stand. */
  const say = (text) => { write("#said", text); write("#seen", text); };

  // --- waiting: a place as high as the window is kept for the answer, so that nothing moves when it comes -----------

  const mark = (state) => { for (const each of ["waiting", "told"]) root.classList.toggle(each, each === state); };

  const begin = (question) => {
    clearInterval(waiting);
    waiting = setInterval(look, WAIT);
    write("#asked", question.length > LONG ? `${question.slice(0, LONG)} …` : question);
    say(words.sent);
    mark("waiting");
    for (const row of all(".turn .actions")) row.open = false;
    settle();
    const place = find("#wait");
    place.scrollIntoView({ block: "start" });
    if (document.activeElement.checkVisibility?.() ?? true) return;
    place.tabIndex = -1; // what was pressed is hidden now
    place.focus({ preventScroll: true });
  };
  /** Nothing is awaited any more; its place is given back. */
  const end = () => {
    clearInterval(waiting);
    waiting = 0;
    mark("");
  };
  /** No answer came: what is to be done is told in its place, which stays until the next press. */
  const fail = (text) => {
    if (waiting) { end(); mark("told"); settle(); }
    say(text);
    const here = document.activeElement;
    if (here === document.body || find("#wait").contains(here)) find("#retry").focus({ preventScroll: true });
  };
  const look = async () => {
    say(words.still);
    try {
      await fetch("/healthz", { cache: "no-store" });
    } catch {
      if (waiting) document.dispatchEvent(new Event("unreachable"));
    }
  };
  document.addEventListener("unreachable", () => fail(words.unreachable));
  document.addEventListener("refused", () => fail(words.unavailable));

  // --- an answer has come ---------------------------------------------------------------------------------------

  /** Tells that an answer is there; moves focus to it from `from` (elements) or from nowhere. */
  const came = (turn, from) => {
    end();
    appeared = Date.now();
    if (turn.querySelector(".answer.unavailable")) say(words.unavailable);
    else {
      const sources = all("details.source", turn).length;
      say(sources > 1 ? words.sources.replace("{n}", sources) : sources ? words.source : words.ready);
    }
    const here = document.activeElement;
    if (here === document.body || from.includes(here) || !here.isConnected || find("#wait").contains(here)) {
      find("[data-role=assistant]", turn).focus({ preventScroll: true });
      turn.scrollIntoView({ block: "start" });
    }
    voiced();
  };

  /** What has just appeared ignores presses for a moment. */
  const settle = () => { appeared = Date.now(); };

  const open = (id) => {
    const source = document.getElementById(id);
    if (!source) return;
    for (let each = source; each; each = each.parentElement.closest("details")) each.open = true;
    find("mark", source).focus({ preventScroll: true });
    source.scrollIntoView({ block: "start" });
  };

  // --- reading aloud: voices of this device only, what is read goes nowhere -------------------------------------

  const speech = window.speechSynthesis;
  let reading = null;
  const voice = () => {
    const local = speech ? speech.getVoices().filter((each) => each.localService) : [];
    const language = root.lang || "en";
    return local.find((each) => each.lang.startsWith(language));
  };
  const voiced = () => root.classList.toggle("voices", Boolean(voice()));
  const hush = () => {
    if (!reading) return;
    reading.textContent = words.listen;
    reading = null;
    speech.cancel();
  };
  const read = (button) => {
    const again = reading === button;
    hush();
    if (again) { say(words.silent); return; }
    const with_ = voice();
    if (!with_) { voiced(); return; }
    reading = button;
    button.textContent = words.listen_stop;
    const lines = button.dataset.say.split("\n").filter(Boolean);
    lines.forEach((line, n) => {
      const part = new SpeechSynthesisUtterance(line);
      part.voice = with_;
      part.lang = with_.lang;
      if (n === lines.length - 1) part.onend = () => { if (reading === button) hush(); };
      speech.speak(part);
    });
  };
  if (speech) { voiced(); speech.addEventListener?.("voiceschanged", voiced); }

  // --- copy, and forms whose answer is one line -----------------------------------------------------------------

  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); say(words.copied); return; } catch { /* an older way */ }
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "off";
    document.body.append(area);
    const here = document.activeElement;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    here.focus({ preventScroll: true });
    say(done ? words.copied : words.not_copied);
  };

  const sendQuietly = async (form, button) => {
    const body = new URLSearchParams(new FormData(form));
    if (button.name) body.set(button.name, button.value);
    let ok = false;
    try { ok = (await fetch(form.getAttribute("action"), { method: "POST", body })).ok; } catch { /* told below */ }
    const told = ok ? words[form.dataset.quiet] : words.not_reported;
    const line = document.createElement("p");
    line.className = "notice";
    line.tabIndex = -1;
    line.textContent = told;
    if (ok) form.replaceWith(line); else { find(".notice", form)?.remove(); form.append(line); }
    line.focus();
  };

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("a, button, summary");
    if (!pressed) return;
    if (Date.now() - appeared < SETTLE && pressed.closest(".turn:last-of-type, #undo, #new, #wait")) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (pressed.matches("a.chip")) { event.preventDefault(); open(pressed.dataset.source); }
    if (pressed.matches("[data-copy]")) copy(pressed.dataset.copy);
    if (pressed.matches("[data-print]")) window.print();
    if (pressed.matches("[data-say]")) read(pressed);
    if (pressed.matches("#retry")) find("button#ask, #send").click();
    if (pressed.matches("#back")) { end(); find("#question").focus(); }
  }, true);

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-quiet]")) return;
    event.preventDefault();
    sendQuietly(event.target, event.submitter);
  });
  window.addEventListener("pagehide", hush);

  return { words, find, all, say, begin, end, fail, came, settle, hush, busy: () => Boolean(waiting) };
})();
