"""An endpoint that does nothing but encode: what the load test holds the server against. Started as a process.

    python -m evals.bench.embedonly PORT st|int8

It has the server's web framework, its threads, and as many answers at once.
"""

from __future__ import annotations

import sys
import threading

import numpy as np
import uvicorn
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from assistant.embedder import Embedder
from assistant.settings import Settings
from assistant.start import be_quiet
from assistant.web.server import AT_ONCE


class Sent(BaseModel):
    """A request."""

    question: str


def build(embedder: Embedder, *, int8: bool) -> FastAPI:
    """The application: ``POST /embed`` gives the norm of a question's vector.

    Args:
        embedder: What the server encodes with.
        int8: Whether by its int8 form, else by the sentence-transformers model itself.
    """
    app = FastAPI(openapi_url=None)
    turns = threading.Semaphore(AT_ONCE)
    model = None if int8 else embedder.model._client

    def norm(question: str) -> float:
        with turns:
            if model is None:
                return float(np.linalg.norm(embedder.embed_questions([question])[0]))
            return float(np.linalg.norm(model.encode(question, normalize_embeddings=True)))

    norm("ready")

    @app.get("/healthz")
    def healthz() -> dict[str, bool]:
        return {"ok": True}

    @app.post("/embed")
    async def embed(sent: Sent) -> dict[str, float]:
        return {"norm": await run_in_threadpool(norm, sent.question)}

    return app


def main(port: int, form: str) -> None:
    """Serves until it is stopped."""
    be_quiet()
    app = build(Embedder("packaged", threads=Settings().threads), int8=form == "int8")
    uvicorn.run(app, port=port, log_config=None, access_log=False, server_header=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
