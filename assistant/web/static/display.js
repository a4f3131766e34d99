// Bigger text, bigger buttons, high contrast: taken from the address or from what was pressed here before. Only a press
// is kept, in this browser. Runs before the page is drawn, so that nothing moves under a gaze.
"use strict";
(() => {
  const KEY = "display";
  const MARK = { text: "big-text", buttons: "big-buttons", contrast: "high-contrast" };
  const VALUE = { text: "big", buttons: "big", contrast: "high" };
  const root = document.documentElement;
  const names = Object.keys(MARK);

  const kept = () => {
    try { return (localStorage.getItem(KEY) || "").split(" "); } catch { return []; }
  };
  const keep = () => {
    const on = names.filter((name) => root.classList.contains(MARK[name])).join(" ");
    try { if (on) localStorage.setItem(KEY, on); else localStorage.removeItem(KEY); } catch { /* not allowed: not kept */ }
  };
  const words = () => JSON.parse(document.querySelector("meta[name=words]").content);
  const label = () => {
    for (const button of document.querySelectorAll("[data-setting]")) {
      const state = root.classList.contains(MARK[button.dataset.setting]) ? "on" : "off";
      const shown = button.querySelector(".state");
      if (shown.textContent !== words()[state]) shown.textContent = words()[state];
    }
  };

  const address = new URLSearchParams(location.search);
  const asked = names.some((name) => address.has(name));
  const on = asked ? names.filter((name) => address.get(name) === VALUE[name]) : kept();
  for (const name of names) root.classList.toggle(MARK[name], on.includes(name));

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-setting]");
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    root.classList.toggle(MARK[button.dataset.setting]);
    keep();
    label();
    button.scrollIntoView({ block: "nearest" });
  }, true);
  document.addEventListener("DOMContentLoaded", label);
  window.addEventListener("load", label);
  window.labelDisplay = label;
})();
