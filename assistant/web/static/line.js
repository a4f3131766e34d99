// The line between Gradio and its server. A question that was stopped, refused or lost ends for Gradio like one that
// failed. Left to itself, Gradio would show a stopped answer late, and load the page anew after a lost connection, which
// would cost the conversation.
"use strict";
window.line = (() => {
  const real = window.fetch.bind(window);
  const joining = new Set(); // what stops a question that is being sent
  const awaited = new Map(); // id of an event whose answer is to come → what its cancelling asks for
  const dropped = new Set(); // ids whose answers no longer count
  let pass = null; // hands Gradio one message on its open stream

  const tell = (what) => document.dispatchEvent(new Event(what));
  const failed = (id) => ({
    msg: "process_completed", event_id: id, success: false, output: { error: "failed", visible: false },
  });

  const join = async (input, init) => {
    const stop = new AbortController();
    joining.add(stop);
    try {
      const answer = await real(input, { ...init, signal: stop.signal });
      const told = await answer.clone().json();
      if (!answer.ok || !told.event_id) throw new Error("refused");
      const { session_hash, fn_index } = JSON.parse(init.body);
      const address = String(input.url || input).replace(/queue\/join.*/, "cancel");
      awaited.set(told.event_id, { address, session_hash, fn_index });
      return answer;
    } catch (error) {
      if (!stop.signal.aborted) tell(error.name === "TypeError" ? "unreachable" : "refused"); // fetch's way to say "no line"
      return new Response('{"error": "failed"}', { status: 500 });
    } finally {
      joining.delete(stop);
    }
  };

  const read = async (input, init) => {
    const answer = await real(input, init);
    if (!answer.ok) throw new Error("refused");
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = (rest + value).split("\n\n");
      rest = parts.pop();
      for (const part of parts) {
        const message = JSON.parse(part.slice(part.indexOf("{")));
        if (message.msg === "unexpected_error") throw new Error("refused"); // a server that was started anew
        if (dropped.has(message.event_id)) continue;
        if (message.msg === "process_completed") {
          awaited.delete(message.event_id);
          if (!message.success) tell("refused");
        }
        pass(message);
      }
    }
  };

  /** All that is awaited fails; Gradio closes its stream. */
  const end = () => {
    for (const id of [...awaited.keys(), ...dropped]) { dropped.add(id); pass?.(failed(id)); }
    awaited.clear();
    pass?.({ msg: "close_stream" });
  };

  const stream = (input, init) => {
    let own = null;
    const body = new ReadableStream({
      async start(to) {
        const bytes = new TextEncoder();
        own = (message) => {
          try { to.enqueue(bytes.encode(`data: ${JSON.stringify(message)}\n\n`)); } catch { /* Gradio closed it */ }
        };
        pass = own;
        for (const id of dropped) own(failed(id)); // stopped before the stream was open
        read(input, init).catch(() => {}).finally(() => {
          if (pass !== own) return;
          if (awaited.size) { end(); tell("unreachable"); }
          pass = null;
        });
      },
      cancel() { if (pass === own) pass = null; },
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  };

  /** Stops every question under way: its answer is never shown. */
  const halt = () => {
    for (const each of joining) each.abort();
    for (const [event_id, { address, ...what }] of awaited) {
      const headers = { "Content-Type": "application/json" };
      real(address, { method: "POST", headers, body: JSON.stringify({ ...what, event_id }) }).catch(() => {});
    }
    if (awaited.size) end();
  };

  window.fetch = (input, init) => {
    const path = new URL(input.url || input, location.href).pathname;
    if (path.endsWith("/queue/join")) return join(input, init);
    if (path.endsWith("/queue/data")) return Promise.resolve(stream(input, init));
    return real(input, init);
  };
  return { halt };
})();
