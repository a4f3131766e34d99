// Text boxes of Gradio's pages: browsers keep what stands in a box with the history of its tab, on disk, unless the box
// belongs to a form that says not to.
"use strict";
(() => {
  const form = document.createElement("form");
  form.id = "unkept";
  form.autocomplete = "off";
  form.hidden = true;
  const bind = () => {
    if (!form.isConnected && document.body) document.body.append(form);
    for (const box of document.querySelectorAll("textarea:not([form])")) box.setAttribute("form", form.id);
  };
  new MutationObserver(bind).observe(document.documentElement, { childList: true, subtree: true });
})();
