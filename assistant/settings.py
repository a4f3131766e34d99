"""A mapping (the environment) → Settings: read once, checked, frozen. Stations never see them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SettingsError
from assistant.password import PasswordHash

_ROOT = Path(__file__).resolve().parent.parent
PACKAGED_EMBEDDER = "packaged"
_PLAIN = {"CHROMA_URL"}  # also read without the prefix: its usual name
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?")
_HOSTS = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?(\s+https?://[a-z0-9.-]+(:[0-9]{1,5})?)*")
_ONE_ADDRESS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*")  # no network: who lies must be one


@dataclass(frozen=True)
class Settings:
    """How one assistant is set up. Every field has a working default.

    Attributes:
        corpus: Folder of curated pages.
        drafts: Folder of drafts, outside the corpus.
        index: Folder that holds the index versions.
        chroma_url: Address of a Chroma server that holds the vectors, or "": Chroma runs in this process.
        embedder: ``packaged`` (all-MiniLM-L6-v2 from its package, checked by hash), a folder, or a hub name.
        query_encoder: ``int8``, a faster form of the packaged model for questions, or ``full``, the embedder itself.
        host: Address to serve on.
        port: Port to serve on, 1..65535.
        threads: Processor threads of the embedder, at least 1.
        max_waiting: Questions that may wait for an answer before others are told "busy", at least 1.
        again: Replies held in memory for when the same is asked again, 0 for none.
        requests_per_minute: Questions one visitor may ask a minute, at least 1.
        trusted_proxy: Address of a proxy in front, whose word on visitors' addresses is taken, or "" for none.
        metrics_port: Port on which numbers for Prometheus are told, on this machine alone, or 0 for none.
        log: ``text`` or ``json``: how lines of the log are written.
        model: A language model that writes the answers, see ``model.read_name``; "" shows quotes.
        model_timeout: Seconds that one call of it may take, at least 1.
        name: What the service calls itself on its pages.
        contact: A line on how to reach those who run it, or "".
        country: Where the service is for (two letters): whose numbers an emergency text names, or "".
        embed_hosts: Sites that may show the simple page in a frame, apart by spaces, or "" for none.
        counts: File that counts "this helped" and "did not help", or "" for no such buttons.
        reports: Folder that keeps reported answers, or "" for no such button.
        reports_days: Days that a reported answer is kept, at least 1.
        gaps: Folder for counts of replies that leave a gap, or "": none are kept.
        gaps_days: Days that these counts are kept, at least 1.
        evals: Folder that keeps the runs of the evals, and in ``to-review/`` the cases that staff have judged.
        staff_password_hash: Hash of the password of the staff page (see ``password``); without one there is no page.
    """

    corpus: Path = _ROOT / "corpus"
    drafts: Path = _ROOT / "drafts"
    index: Path = _ROOT / ".index"
    chroma_url: str = ""
    embedder: str = PACKAGED_EMBEDDER
    query_encoder: str = "int8"
    host: str = "127.0.0.1"
    port: int = 7860
    threads: int = 2
    max_waiting: int = 32
    again: int = 0
    requests_per_minute: int = 60
    trusted_proxy: str = ""
    metrics_port: int = 0
    log: str = "text"
    model: str = ""
    model_timeout: int = 20
    name: str = "ALS/MND drug answers"
    contact: str = ""
    country: str = ""
    embed_hosts: str = ""
    counts: str = ""
    reports: str = ""
    reports_days: int = 90
    gaps: str = ""
    gaps_days: int = 90
    evals: Path = _ROOT / ".evals"
    staff_password_hash: str = ""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from ``ASSISTANT_*`` entries of a mapping; absent or empty entries keep their default.

    Raises:
        SettingsError: An entry has a value that cannot be used.
    """
    default = Settings()

    def text(name: str, fallback: str) -> str:
        own = environment.get(f"ASSISTANT_{name}", "").strip()
        return own or (environment.get(name, "").strip() if name in _PLAIN else "") or fallback

    def number(name: str, fallback: int, *, low: int, high: int) -> int:
        found = text(name, str(fallback))
        if not found.isdecimal() or not low <= int(found) <= high:
            raise SettingsError(f"ASSISTANT_{name} is {found!r}; expected a whole number from {low} to {high}.")
        return int(found)

    def formed(name: str, pattern: re.Pattern[str], expected: str) -> str:
        found = text(name, "")
        if found and not pattern.fullmatch(found):
            raise SettingsError(f"ASSISTANT_{name} is {found!r}; expected {expected}.")
        return " ".join(found.split())

    return Settings(
        corpus=Path(text("CORPUS", str(default.corpus))),
        drafts=Path(text("DRAFTS", str(default.drafts))),
        index=Path(text("INDEX", str(default.index))),
        chroma_url=formed("CHROMA_URL", _ADDRESS, "an address such as http://127.0.0.1:8000").rstrip("/"),
        embedder=text("EMBEDDER", default.embedder),
        query_encoder=formed("QUERY_ENCODER", re.compile("int8|full"), "int8 or full") or default.query_encoder,
        host=text("HOST", default.host),
        port=number("PORT", default.port, low=1, high=65535),
        threads=number("THREADS", default.threads, low=1, high=256),
        max_waiting=number("MAX_WAITING", default.max_waiting, low=1, high=10_000),
        again=number("AGAIN", default.again, low=0, high=100_000),
        gaps=text("GAPS", default.gaps),
        gaps_days=number("GAPS_DAYS", default.gaps_days, low=1, high=3650),
        requests_per_minute=number("REQUESTS_PER_MINUTE", default.requests_per_minute, low=1, high=100_000),
        trusted_proxy=formed("TRUSTED_PROXY", _ONE_ADDRESS, "an address such as 127.0.0.1"),
        metrics_port=number("METRICS_PORT", default.metrics_port, low=0, high=65535),
        log=formed("LOG", re.compile("text|json"), "text or json") or default.log,
        model=text("MODEL", default.model),
        model_timeout=number("MODEL_TIMEOUT", default.model_timeout, low=1, high=600),
        name=" ".join(text("NAME", default.name).split()),
        contact=" ".join(text("CONTACT", "").split()),
        country=formed("COUNTRY", re.compile("[A-Z]{2}"), "two capital letters, such as GB"),
        embed_hosts=formed("EMBED_HOSTS", _HOSTS, "addresses such as https://charity.example, apart by spaces"),
        counts=text("COUNTS", ""),
        reports=text("REPORTS", ""),
        reports_days=number("REPORTS_DAYS", default.reports_days, low=1, high=3650),
        evals=Path(text("EVALS", str(default.evals))),
        staff_password_hash=_sound_hash(text("STAFF_PASSWORD_HASH", "")),
    )


def _sound_hash(found: str) -> str:
    try:
        return str(PasswordHash.read(found)) if found else ""
    except ValueError as error:  # the hash itself is not repeated: it may end in a log
        raise SettingsError(
            f"ASSISTANT_STAFF_PASSWORD_HASH is no hash ({error}); expected a line that `assistant staff-password` "
            "printed, in single quotes where a shell reads it."
        ) from error
