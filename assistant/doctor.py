"""Environment → checks: what keeps the assistant from running well on this machine, what was expected, what to do.

It reads and tries; it changes nothing, and asks nobody but the servers that the settings name.
"""

from __future__ import annotations

import difflib
import errno
import json
import os
import re
import resource
import shutil
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from http.client import HTTPException
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

from assistant.embedder import Embedder
from assistant.errors import (
    AssistantError,
    ChromaServerError,
    EmbedderError,
    IndexVersionError,
    PageError,
    SettingsError,
    UsageError,
)
from assistant.index import Index, current_version, open_current, version_id
from assistant.lint import lint
from assistant.model import open_model, read_name
from assistant.settings import PACKAGED_EMBEDDER, Settings, read_settings
from assistant.start import embedder_of
from assistant.versions import off_text
from assistant.web.listen import bind

# In the order in which they are told; docs/operate.md has a row for each.
CHECKS = (
    *("settings", "folders", "versions", "ports", "limits", "model", "corpus", "index", "service", "writer", "chroma"),
)
OPEN_FILES = 1_024  # one a connection; each open chat keeps one, and one more while it waits
DISK = 1_000_000_000  # bytes: three versions and one that is being built are about 120 MB, the rest is for growth
MEMORY = 1_500_000_000  # bytes: what one server takes, and as much again while a version is opened beside another
SPARE = 300_000_000  # bytes beside a server that runs already
PATIENCE = 5.0  # seconds for a server that the settings name
PYTHON = (3, 11)
# The oldest release without a known hole that can be reached here (CVEs told by November 2026).
FLOORS = {
    "chromadb": "1.5.9",
    "gradio": "6.20.0",
    "h11": "0.16.0",
    "jinja2": "3.1.6",
    "langchain-core": "1.3.3",
    "lxml": "6.1.0",
    "python-multipart": "0.0.31",
    "starlette": "1.3.1",
    "torch": "2.13.0",
    "urllib3": "2.6.3",
}
_ROOT = Path(__file__).resolve().parent.parent
_LOCK = _ROOT / "requirements.txt"
_MEMINFO = Path("/proc/meminfo")
_MAKE_SETUP = "Remove .venv and run `make setup`."


@dataclass(frozen=True)
class Check:
    """What one look came to.

    Attributes:
        name: One of ``CHECKS``.
        found: What is so.
        expected: What should be, or "" when all is well.
        fix: What to do, or "".
    """

    name: str
    found: str
    expected: str = ""
    fix: str = ""

    @property
    def ok(self) -> bool:
        return not self.expected

    def __str__(self) -> str:
        if self.ok:
            return f"{self.name}: ok, {self.found}."
        return f"{self.name}: found {self.found}; expected {self.expected}. {self.fix}"


def examine(environment: Mapping[str, str], *, today: date) -> Iterator[Check]:
    """Every check in order, each as soon as it is done; several of a name when several things are wrong.

    Args:
        environment: What the settings are read from.
        today: The day against which the pages are held.
    """
    settings, faults = _settings(environment)
    yield from faults or [Check("settings", "all are sound")]
    patient = _Patient(settings, today)
    for name in CHECKS[1:]:
        try:
            yield from getattr(patient, f"look_at_{name}")()
        except Exception as error:  # noqa: BLE001 - one look that fails hides no other; its type is all that is told
            yield Check(name, f"a failure ({type(error).__name__})", "a look to the end", "Please report it.")


def _settings(environment: Mapping[str, str]) -> tuple[Settings, list[Check]]:
    """The settings without those that cannot be used, and what is wrong with these."""
    names = {f"ASSISTANT_{field.name.upper()}" for field in fields(Settings)}
    sound: dict[str, str] = {}
    faults = []
    for name, value in sorted(environment.items()):
        try:
            read_settings({name: value})
        except SettingsError as error:
            found, expected = _parts(error, "a value that can be used")
            faults.append(Check("settings", found, expected, f"Mend {name}, and start the server again."))
            continue
        sound[name] = value
        if name.startswith("ASSISTANT_") and name not in names:
            near = difflib.get_close_matches(name, names, 1)
            meant = f"Did you mean {near[0]}?" if near else "Take it out, or see the table of settings."
            faults.append(Check("settings", f"{name}, which is no setting", "names of the README's table", meant))
    return read_settings(sound), faults


@dataclass
class _Patient:
    """One machine with its settings; what one look opened the next ones use."""

    settings: Settings
    today: date
    embedder: Embedder | None = None  # none that is sound
    index: Index | None = None
    serving: str | None = None  # the version that a server at our address answers from

    def look_at_folders(self) -> Iterator[Check]:
        settings = self.settings
        named = {"INDEX": settings.index, "DRAFTS": settings.drafts, "EVALS": settings.evals}
        named |= {name: Path(p) for name, p in (("REPORTS", settings.reports), ("GAPS", settings.gaps)) if p}
        if settings.counts:
            named["COUNTS"] = Path(settings.counts).parent
        bad = [(name, folder, why) for name, folder in named.items() if (why := _unwritable(folder))]
        for name, folder, why in bad:
            yield Check(
                "folders",
                f"ASSISTANT_{name} at {folder}, where nothing can be written ({why})",
                f"a folder that {_user()} may write",
                f"Give it the folder (`chown`), name another in ASSISTANT_{name}, or free the disk.",
            )
        if not bad:
            yield Check("folders", f"{len(named)} can be written")

    def look_at_versions(self) -> Iterator[Check]:
        if sys.version_info[:2] < PYTHON:
            found = ".".join(map(str, sys.version_info[:2]))
            yield Check("versions", f"Python {found}", "3.11 or newer", "Run `make setup PYTHON=python3.11`.")
        wrong = list(_packages())
        for name, found, expected in wrong[:5]:
            yield Check("versions", f"{name} {found}", expected, _MAKE_SETUP)
        if len(wrong) > 5:
            yield Check("versions", f"{len(wrong) - 5} more packages of another version", "those pinned", _MAKE_SETUP)
        if not wrong and sys.version_info[:2] >= PYTHON:
            yield Check("versions", f"Python {sys.version.split()[0]}, packages as pinned and above their floors")

    def look_at_ports(self) -> Iterator[Check]:
        settings = self.settings
        asked = f"http://{_to_ask(settings.host)}:{settings.port}/readyz"
        status, told = _asked(asked)
        if status in {200, 503} and isinstance(told, dict) and "corpus_version" in told:
            self.serving = str(told["corpus_version"])
            if told.get("ready") is True:
                yield Check("ports", f"an assistant at {settings.host}:{settings.port} answers")
            elif off_text(settings.index) is None:
                fix = "Read its log (`journalctl -u als-assistant`), and start it again."
                yield Check("ports", f"an assistant at {settings.host}:{settings.port} that is not ready", "ready", fix)
        elif why := _taken(settings.host, settings.port):
            found = f"no way to serve at {settings.host}:{settings.port} ({why})"
            yield Check("ports", found, "a free port", "Stop what is there (`ss -ltnp`), or set ASSISTANT_PORT.")
        else:
            yield Check("ports", f"{settings.host}:{settings.port} is free")
        # A server that runs has its own metrics port taken.
        if settings.metrics_port and not self.serving and (why := _taken("127.0.0.1", settings.metrics_port)):
            found = f"no way to tell numbers at 127.0.0.1:{settings.metrics_port} ({why})"
            yield Check("ports", found, "a free port", "Stop what is there, or set ASSISTANT_METRICS_PORT.")

    def look_at_limits(self) -> Iterator[Check]:
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        free = shutil.disk_usage(_standing(self.settings.index)).free
        memory = _available()
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        bad = []
        if files != resource.RLIM_INFINITY and files < OPEN_FILES:
            fix = "Set LimitNOFILE= in the unit, or `ulimit -n`."
            bad.append(Check("limits", f"{files} open files allowed", f"at least {OPEN_FILES}", fix))
        if free < DISK:
            fix = "Free the disk, or name a folder elsewhere in ASSISTANT_INDEX."
            bad.append(Check("limits", f"{_mega(free)} free for the index", f"at least {_mega(DISK)}", fix))
        needed = SPARE if self.serving else MEMORY
        if memory is not None and memory < needed:
            fix = "Stop other programs, or give the machine more memory."
            bad.append(Check("limits", f"{_mega(memory)} of memory to be had", f"at least {_mega(needed)}", fix))
        if self.settings.threads > processors:
            fix = f"Set ASSISTANT_THREADS={processors}: threads that wait for each other slow every answer."
            found = f"{self.settings.threads} threads on {processors} processors"
            bad.append(Check("limits", found, f"at most {processors}", fix))
        yield from bad or [Check("limits", f"{files} open files, {_mega(free)} of disk, {processors} processors")]

    def look_at_model(self) -> Iterator[Check]:
        embedder = embedder_of(self.settings)
        try:
            embedder.embed(["a word"])  # loads the weights, and checks their hash
            embedder.embed_questions(["a word"])  # which may be other weights
        except EmbedderError as error:
            found, expected = _parts(error, "a model that loads")
            packaged = self.settings.embedder == PACKAGED_EMBEDDER
            yield Check("model", found, expected, _MAKE_SETUP if packaged else "Mend ASSISTANT_EMBEDDER.")
            return
        self.embedder = embedder
        yield Check("model", f"{embedder.identity} loads and encodes")

    def look_at_corpus(self) -> Iterator[Check]:
        found = lint(self.settings.corpus, today=self.today)
        if not found.faults:
            yield Check("corpus", f"{sum(not page.is_background for page in found.pages)} drug pages are sound")
            return
        first, fix = found.faults[0], "Run `assistant check` for all, and mend them."
        where = (
            f"{first.file}:{first.line} has {first.found}" if first.line else f"{self.settings.corpus}: {first.found}"
        )
        yield Check("corpus", f"{len(found.faults)} findings, the first: {where}", first.expected, fix)

    def look_at_index(self) -> Iterator[Check]:
        current = current_version(self.settings.index)
        if current is None:
            found = f"no version in use in {self.settings.index}"
            yield Check("index", found, "one that was built", "Run `assistant index`.")
            return
        if self.embedder is None:
            yield Check("index", f"version {current}, not opened", "the model that it needs", "Mend the model first.")
            return
        try:
            self.index = open_current(self.settings.index, self.embedder, server=self.settings.chroma_url)
        except ChromaServerError as error:
            found, expected = _parts(error, "a Chroma server that holds the version")
            yield Check("index", found, expected, "See the look at chroma.")
            return
        except (IndexVersionError, PageError) as error:
            found, _ = _parts(error, "")
            fix = "Run `assistant index` to build another, or `assistant rollback` to the one before."
            yield Check("index", found, "a whole version that was built with the model of the settings", fix)
            return
        try:
            newest = version_id(self.settings.corpus, self.embedder)
        except OSError:  # told by the look at the corpus
            newest = self.index.version
        if newest != self.index.version:
            found = f"version {self.index.version} of other pages than those of {self.settings.corpus}"
            yield Check("index", found, "all changes published", "Run `assistant publish`.")
            return
        yield Check("index", f"version {self.index.version}, {len(self.index.passages)} passages, as the pages are")

    def look_at_service(self) -> Iterator[Check]:
        current = current_version(self.settings.index)
        if off_text(self.settings.index) is not None:
            found = "the service switched off: a fixed text instead of answers"
            yield Check("service", found, "it on", "Run `assistant on` when what was wrong is mended.")
        elif self.serving and self.index and self.serving != self.index.version:
            found = f"a server that answers from version {self.serving}, and version {current} in use"
            fix = "Wait a few seconds; then start the server again."
            yield Check("service", found, "the same", fix)
        else:
            yield Check("service", "switched on" + ("" if self.serving else ", no server is running"))

    def look_at_writer(self) -> Iterator[Check]:
        """The language model, where one is set. No word is sent to it."""
        if not self.settings.model:
            yield Check("writer", "no language model is set, quotes are shown")
            return
        fix = "Start it, or mend ASSISTANT_MODEL. Quotes are shown until then."
        try:
            named = read_name(self.settings.model)
            open_model(named, timeout=PATIENCE)
        except SettingsError as error:
            found, expected = _parts(error, "a model that can be opened")
            yield Check("writer", found, expected, "Install what it needs, or mend ASSISTANT_MODEL.")
            return
        base = named.url or ("http://127.0.0.1:11434/v1" if named.provider == "ollama" else "")
        if not base:
            yield Check("writer", f"{named.provider}:{named.model} is set; a hosted model is not asked")
            return
        status, told = _asked(f"{base.rstrip('/')}/models")
        if status != 200 or not isinstance(told, dict):
            found = f"no model server at {base} ({_said(status)})"
            yield Check("writer", found, "its list of models", fix)
            return
        offered = [str(each.get("id")) for each in told.get("data") or [] if isinstance(each, dict)]
        if named.model != "default" and not any(
            each.partition(":")[0] == named.model or each == named.model for each in offered
        ):
            yield Check("writer", f"no model {named.model} at {base}", " or ".join(offered[:5]) or "one", fix)
            return
        yield Check("writer", f"a model server at {base} answers")

    def look_at_chroma(self) -> Iterator[Check]:
        server = self.settings.chroma_url
        if not server:
            yield Check("chroma", "no server is set, Chroma runs in the process")
            return
        status, told = _asked(f"{server}/api/v2/heartbeat")
        if status != 200 or not isinstance(told, dict):
            fix = "Start `chroma run` there, or mend CHROMA_URL."
            yield Check("chroma", f"no Chroma server at {server} ({_said(status)})", "its heartbeat", fix)
            return
        yield Check("chroma", f"the server at {server} answers")


# --- small parts -----------------------------------------------------------------------------------------------


def _parts(error: AssistantError, expected: str) -> tuple[str, str]:
    """What an error says was found, and what was expected."""
    said, _, named = str(error).partition("; expected ")
    first = said.partition(". ")[0].removesuffix(".")
    return first, named.partition(". ")[0].removesuffix(".") or expected


def _packages() -> Iterator[tuple[str, str, str]]:
    """Packages that are missing, of another version than pinned, or below their floor: name, found, expected."""
    pinned = re.findall(r"^[A-Za-z0-9][^\\\n]*", _LOCK.read_text("utf-8"), re.MULTILINE) if _LOCK.is_file() else []
    for line in pinned:
        wanted = Requirement(line.strip())
        if wanted.marker and not wanted.marker.evaluate():
            continue
        found = _installed(wanted.name)
        if found == "missing" or not wanted.specifier.contains(found, prereleases=True):
            yield wanted.name, found, str(wanted.specifier).removeprefix("==")
    for name, least in FLOORS.items():
        found = _installed(name)
        if found == "missing" or Version(found) < Version(least):
            yield name, found, f"{least} or later, which mends a known hole"


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _standing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next((each for each in (folder, *folder.absolute().parents) if each.exists()), Path("/"))


def _unwritable(folder: Path) -> str:
    """Why nothing can be written in a folder, or ""; nothing stays behind."""
    try:
        with tempfile.TemporaryFile(dir=_standing(folder)) as tried:
            tried.write(b"tried")
            tried.flush()
    except OSError as error:
        # Where it is a file instead of a folder, or a folder of the system itself.
        return (os.strerror(error.errno or 0) if error.errno != errno.ENOENT else "not a place for files").lower()
    return ""


def _user() -> str:
    return f"user {os.getuid()}"


def _available() -> int | None:
    """Bytes of memory that programs can still have; None where the system does not say."""
    try:
        found = re.search(r"^MemAvailable:\s+(\d+) kB", _MEMINFO.read_text("utf-8"), re.MULTILINE)
    except OSError:
        return None
    return int(found[1]) * 1024 if found else None


def _mega(size: int) -> str:
    return f"{size // 1_000_000:,} MB"


def _to_ask(host: str) -> str:
    """How this machine reaches a server that listens there."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not served on
    return f"[{reached}]" if ":" in reached else reached


def _taken(host: str, port: int) -> str:
    """Why a port cannot be had, or ""."""
    try:
        bind(host, port).close()
    except UsageError as error:
        return str(error).partition("(")[2].partition(")")[0]
    return ""


def _asked(url: str) -> tuple[int, object]:
    """Status and JSON of an address that the settings name; 0 when nobody answers."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=PATIENCE) as answer:
            return int(answer.status), json.loads(answer.read(1_000_000))
    except urllib.error.HTTPError as error:
        with error:
            try:
                return error.code, json.loads(error.read(1_000_000))
            except ValueError:
                return error.code, None
    except (OSError, ValueError, HTTPException):  # also where something else than HTTP or JSON answers
        return 0, None


def _said(status: int) -> str:
    return f"it says {status}" if status else "nobody answers"
