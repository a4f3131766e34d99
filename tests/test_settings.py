"""Settings: read once from a mapping, checked, frozen."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import Settings, read_settings


def test_nothing_set_is_the_default() -> None:
    assert read_settings({}) == Settings()


def test_every_setting_can_be_set() -> None:
    environment = {
        "ASSISTANT_CORPUS": "pages",
        "ASSISTANT_DRAFTS": "waiting",
        "ASSISTANT_INDEX": "versions",
        "ASSISTANT_CHROMA_URL": "http://127.0.0.1:8000/",
        "ASSISTANT_EMBEDDER": "sentence-transformers/all-MiniLM-L6-v2",
        "ASSISTANT_QUERY_ENCODER": "full",
        "ASSISTANT_HOST": "127.0.0.2",
        "ASSISTANT_PORT": "8080",
        "ASSISTANT_THREADS": "3",
        "ASSISTANT_MAX_WAITING": "4",
        "ASSISTANT_AGAIN": "9",
        "ASSISTANT_REQUESTS_PER_MINUTE": "5",
        "ASSISTANT_TRUSTED_PROXY": "127.0.0.1",
        "ASSISTANT_METRICS_PORT": "9464",
        "ASSISTANT_LOG": "json",
        "ASSISTANT_NAME": "Drug answers of a charity",
        "ASSISTANT_CONTACT": "Write to help@charity.example",
        "ASSISTANT_COUNTRY": "GB",
        "ASSISTANT_EMBED_HOSTS": "https://charity.example  http://127.0.0.1:8000",
        "ASSISTANT_COUNTS": "counts.json",
        "ASSISTANT_REPORTS": "reports",
        "ASSISTANT_REPORTS_DAYS": "8",
        "ASSISTANT_GAPS": "gaps",
        "ASSISTANT_GAPS_DAYS": "6",
        "ASSISTANT_MODEL": "ollama:small",
        "ASSISTANT_MODEL_TIMEOUT": "7",
        "ASSISTANT_EVALS": "runs",
        "ASSISTANT_STAFF_PASSWORD_HASH": f"scrypt$16384$8$1${'A' * 22}==${'A' * 43}=",
    }
    found = read_settings(environment)
    default = Settings()
    assert found.corpus == Path("pages")
    assert found.embedder == "sentence-transformers/all-MiniLM-L6-v2"
    assert found.chroma_url == "http://127.0.0.1:8000"
    assert found.embed_hosts == "https://charity.example http://127.0.0.1:8000"
    for setting in dataclasses.fields(Settings):
        assert getattr(found, setting.name) != getattr(default, setting.name), setting.name


def test_an_empty_entry_is_as_good_as_none() -> None:
    assert read_settings({"ASSISTANT_PORT": " ", "ASSISTANT_HOST": ""}) == Settings()


def test_entries_of_others_are_left_alone() -> None:
    assert read_settings({"PORT": "1", "LANGSMITH_TRACING": "true"}) == Settings()


def test_the_address_of_a_chroma_server_is_also_read_under_its_usual_name() -> None:
    assert read_settings({"CHROMA_URL": "http://chroma:8000"}).chroma_url == "http://chroma:8000"
    both = {"CHROMA_URL": "http://one:1", "ASSISTANT_CHROMA_URL": "http://two:2"}
    assert read_settings(both).chroma_url == "http://two:2"


@pytest.mark.parametrize("value", ["chroma", "127.0.0.1:8000", "http://", "ftp://host", "http://host/path?x"])
def test_an_address_that_is_none_is_refused_with_what_was_found_and_expected(value: str) -> None:
    with pytest.raises(SettingsError, match="expected an address such as http"):
        read_settings({"CHROMA_URL": value})


@pytest.mark.parametrize("value", ["0", "65536", "-1", "80.5", "eighty"])
def test_a_port_that_cannot_be_is_refused_with_what_was_found_and_expected(value: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read_settings({"ASSISTANT_PORT": value})
    assert str(refusal.value) == f"ASSISTANT_PORT is '{value}'; expected a whole number from 1 to 65535."


@pytest.mark.parametrize("name", ["THREADS", "MAX_WAITING", "REQUESTS_PER_MINUTE"])
def test_no_limit_can_be_set_to_nothing(name: str) -> None:
    with pytest.raises(SettingsError, match=f"ASSISTANT_{name} is '0'"):
        read_settings({f"ASSISTANT_{name}": "0"})


def test_settings_do_not_change_once_read() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_the_default_corpus_is_there_and_nobody_but_this_machine_is_served_unasked() -> None:
    assert (Settings().corpus / "README.md").is_file()
    assert Settings().host == "127.0.0.1"


@pytest.mark.parametrize(
    "value", ["secret", "scrypt$1$8$1$AAAA$AAAA", "scrypt$16384$8$1$AAAA$AAAA", "scrypt$16384$8$1$?$?"]
)
def test_a_hash_that_is_none_is_refused_and_not_repeated(value: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read_settings({"ASSISTANT_STAFF_PASSWORD_HASH": value})
    assert "assistant staff-password" in str(refusal.value)
    assert value not in str(refusal.value)
