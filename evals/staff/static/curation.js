// Keeps the line on publishing fresh while it is under way. Without scripts, "Look again" does.
"use strict";
(async () => {
  const find = (id, where = document) => where.getElementById(id);
  const going = () => find("publishing").dataset.state === "running";
  if (!going()) return;
  while (going()) {
    await new Promise((done) => { setTimeout(done, 1000); });
    let fresh;
    try {
      const answer = await fetch("/staff/publish");
      if (!answer.ok || answer.redirected) { location.reload(); return; }
      fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch { continue; } // the line is down: tried again in a second
    const parts = find("publishing", fresh).dataset.state === "running" ? ["publishing"] : ["publishing", "standing"];
    for (const id of parts) find(id).replaceWith(document.importNode(find(id, fresh), true));
  }
  find("told")?.remove(); // "has begun" is no longer so
  find("said").textContent = find("state").textContent;
})();
