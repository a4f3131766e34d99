// The simple page with scripts: the same form is sent without leaving the page, so that focus and open sources stay.
"use strict";
(() => {
  const { words, find, all, say, begin, end, fail, came, settle, hush, busy } = window.turns;
  const form = find("#ask");
  const box = find("#question");
  let under = null; // what is being asked

  const fields = (pressed) => {
    const sent = new URLSearchParams(new FormData(form));
    if (pressed && pressed.name) sent.set(pressed.name, pressed.value);
    sent.set("shown", all(".turn").length);
    return sent;
  };

  const put = (page, selector) => find(selector).replaceChildren(...find(selector, page).childNodes);

  const take = (page) => {
    put(page, "#wrong");
    const told = find("#problem");
    if (told) told.removeAttribute("role"); // it is announced once, in the line for that
    box.value = find("#question", page).value;
    if (told) { fail(told.textContent); return; }
    put(page, "#carried");
    put(page, "#again");
    form.setAttribute("action", find("#ask", page).getAttribute("action"));
    const first = Number(find("#talk", page).dataset.first);
    const arrived = all(".turn", page);
    if (first > 1) find("#talk").append(...arrived);
    else put(page, "#talk");
  };

  const send = async (pressed) => {
    const asks = !pressed || !["new", "undo"].includes(pressed.name);
    if (asks && !(pressed && pressed.name === "next") && !box.value.trim()) { say(words.empty); box.focus(); return; }
    hush();
    under = new AbortController();
    if (asks) begin(pressed && pressed.name === "next" ? pressed.value : box.value);
    const from = [box, pressed, document.activeElement];
    const typed = box.value;
    const keep = () => { if (asks && pressed && pressed.name === "next" && !box.value.trim()) box.value = pressed.value; };
    let page = null;
    try {
      const answer = await fetch(form.getAttribute("action").split("#")[0], {
        method: "POST", body: fields(pressed), signal: under.signal,
      });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch (error) {
      under = null;
      keep();
      if (error.name !== "AbortError") { fail(words.unreachable); return; }
      end();
      say(words.stopped);
      box.focus();
      return;
    }
    under = null;
    if (!find("#talk", page)) { keep(); fail(words.unavailable); return; }
    const meanwhile = box.value === typed ? null : box.value;
    take(page);
    if (meanwhile !== null) box.value = meanwhile; // typed while it was looked up
    if (find("#problem")) return;
    if (asks) { const turn = all(".turn").at(-1); if (turn) came(turn, from); return; }
    settle();
    const cleared = pressed.name === "new";
    say(cleared ? words.cleared : words.restored);
    find(cleared ? "#again button" : "#new").focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (under || busy()) { say(words.still); return; }
    send(event.submitter);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit(find("#send"));
  });
  find("#stop").addEventListener("click", () => { if (under) under.abort(); });
  document.addEventListener("unreachable", () => { if (under) under.abort("unreachable"); });
})();
