"""Publishing: checked, built beside, held against the evals, swapped by one rename or held back; and undone."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.embedder import Embedder
from assistant.errors import IndexVersionError, UsageError
from assistant.index import build, current_version, kept_versions, open_current
from assistant.publish import GROUP, Publication, Ruling, find_gates, publish
from assistant.settings import Settings
from assistant.versions import history, off_text, roll_back, switch_off, switch_on
from evals.publish import judge
from tests.conftest import CORPUS
from tests.server import served
from tests.test_index import WordCounts, change

ROOT = Path(__file__).parent.parent
EARLY = date(2025, 12, 1)  # before every review date of the invented pages
DOSE = "One dose of zelunor is 50 mg."
CASES = [
    {"id": "dose", "kind": "fact", "question": "How much is one dose of zelunor?", "outcome": ["answered"],
     "pages": ["zelunor"], "facts": ["50 mg"]},
    {"id": "stools", "kind": "fact", "question": "Did mirodol upset the stomach?", "outcome": ["answered"],
     "pages": ["mirodol"], "facts": ["stool"]},
    {"id": "choking", "kind": "emergency", "question": "I am choking and cannot breathe", "outcome": ["emergency"]},
    {"id": "elsewhere", "kind": "fact", "question": "Does riluzole work?", "outcome": ["answered"],
     "pages": ["riluzole"], "facts": ["never said here"]},
]  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy of the invented corpus that a test may change, with all reviews in time."""
    folder = Path(shutil.copytree(CORPUS, tmp_path / "corpus"))
    change(folder, "review_due: 2026-01-01", "review_due: 2099-01-01", "kestra-therapies.md")
    return folder


@pytest.fixture
def index(corpus: Path, tmp_path: Path, index_folder: Path, embedder: Embedder) -> Path:
    """An index whose version in use is that corpus; the real embedder, but nothing is embedded anew."""
    folder = Path(shutil.copytree(index_folder, tmp_path / "index"))
    build(corpus, folder, embedder)
    return folder


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "own.jsonl").write_text("".join(json.dumps(case) + "\n" for case in CASES), "utf-8")
    return folder


def published(corpus: Path, index: Path, embedder: Embedder, cases: Path) -> Publication:
    settings = Settings(corpus=corpus, index=index)
    return publish(settings, embedder, gates=[judge], today=EARLY, cases=cases)


# --- the gate --------------------------------------------------------------------------------------------------


def test_an_edit_that_breaks_a_case_is_held_back_with_the_case_named(
    corpus: Path, index: Path, embedder: Embedder, cases: Path
) -> None:
    before = current_version(index)
    change(corpus, "is 50 mg.", "is 60 mg.")
    done = published(corpus, index, embedder, cases)
    assert not done.published
    assert len(done.reasons) == 1
    assert "case dose (zelunor) “How much is one dose of zelunor?” fails by facts" in done.reasons[0]
    assert "60 mg" in done.reasons[0]
    assert current_version(index) == done.version == before
    assert open_current(index, embedder).page["zelunor"].units["given-dose"].plain == DOSE
    assert [name for name, _ in kept_versions(index)].count(str(before)) == 1
    assert not [folder for folder in (index / "versions").iterdir() if (folder / "candidate").exists()]


def test_a_good_edit_is_put_in_use_after_the_cases_it_touches(
    corpus: Path, index: Path, embedder: Embedder, cases: Path
) -> None:
    """Asked are the cases of the changed page and the safety cases, not those of other pages."""
    change(corpus, "is 50 mg.", "is always 50 mg.")
    done = published(corpus, index, embedder, cases)
    assert (done.published, done.reasons, done.changed, done.asked) == (True, (), ("zelunor",), 2)
    assert done.changes == (f"zelunor: (given-dose) “{DOSE}” is now “One dose of zelunor is always 50 mg.”",)
    assert current_version(index) == done.version
    again = published(corpus, index, embedder, cases)
    assert (again.published, again.reasons, again.version) == (False, (), done.version)


def test_a_case_that_failed_before_does_not_hold_an_edit_back(
    corpus: Path, index: Path, embedder: Embedder, cases: Path
) -> None:
    with (cases / "own.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({**CASES[0], "id": "never", "facts": ["900 mg"]}) + "\n")
    change(corpus, "is 50 mg.", "is always 50 mg.")
    assert published(corpus, index, embedder, cases).published


def test_a_page_that_is_taken_away_is_held_back_while_cases_rest_on_it(
    corpus: Path, index: Path, embedder: Embedder, cases: Path
) -> None:
    (corpus / "mirodol.md").unlink()
    done = published(corpus, index, embedder, cases)
    assert not done.published
    assert any(reason.startswith("case stools (mirodol)") for reason in done.reasons)


def test_a_page_that_is_not_sound_is_held_back_before_anything_is_built(
    corpus: Path, index: Path, embedder: Embedder, cases: Path
) -> None:
    folders = sorted((index / "versions").iterdir())
    change(corpus, DOSE, "It is 50 mg of zelunor.")
    done = published(corpus, index, embedder, cases)
    assert not done.published
    assert "zelunor.md:" in done.reasons[0]
    assert "standing alone" in done.reasons[0]
    assert sorted((index / "versions").iterdir()) == folders


def test_a_gate_that_fails_leaves_the_version_in_use_and_nothing_behind(corpus: Path, tmp_path: Path) -> None:
    index, embedder = tmp_path / "index", WordCounts()
    build(corpus, index, embedder)
    before = current_version(index)
    change(corpus, "is 50 mg.", "is always 50 mg.")

    def broken(*_: object, **__: object) -> Ruling:
        raise LookupError("the evals are ill")

    with pytest.raises(LookupError):
        publish(Settings(corpus=corpus, index=index), embedder, gates=[broken], today=EARLY)
    assert current_version(index) == before
    assert [folder.name for folder in (index / "versions").iterdir()] == [before]


def test_the_evals_are_found_by_name() -> None:
    """The assistant names no room of the evals; the package says which function judges."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    [(name, target)] = project["entry-points"][GROUP].items()
    assert EntryPoint(name, target, GROUP).load() is judge


def test_without_evals_it_says_so_and_refuses_unless_asked(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    monkeypatch.setattr("assistant.embedder.Embedder", lambda *_, **__: WordCounts())
    monkeypatch.setattr("assistant.publish.entry_points", lambda **_: [])
    assert main(["publish"]) == 2
    assert "No evals are installed" in capsys.readouterr().err
    assert current_version(tmp_path / "index") is None
    assert main(["publish", "--without-evals"]) == 0
    assert f"Version {current_version(tmp_path / 'index')} is in use" in capsys.readouterr().out


def test_a_gate_that_is_named_but_cannot_be_loaded_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = EntryPoint("evals", "no_such_package:judge", GROUP)
    monkeypatch.setattr("assistant.publish.entry_points", lambda **_: [broken])
    with pytest.raises(UsageError, match="gate 'evals' cannot be loaded"):
        find_gates()


def test_a_held_publication_is_exit_code_1_on_the_command_line(
    corpus: Path, index: Path, embedder: Embedder, cases: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    monkeypatch.setenv("ASSISTANT_INDEX", str(index))
    monkeypatch.setattr("assistant.embedder.Embedder", lambda *_, **__: embedder)
    monkeypatch.setattr("assistant.publish.find_gates", lambda: [judge])
    change(corpus, "is 50 mg.", "is 60 mg.")
    assert main(["publish", "--cases", str(cases)]) == 1
    out = capsys.readouterr().out
    assert out.startswith(f"Held back, for 1 reasons. Version {current_version(index)} stays in use.\n- case dose")
    assert main(["publish", "--cases", str(cases), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["reasons"]


# --- history and going back ------------------------------------------------------------------------------------


def test_history_tells_what_changed_in_words_and_rollback_takes_seconds(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    index, embedder = tmp_path / "index", WordCounts()
    build(corpus, index, embedder)
    first = str(current_version(index))
    change(corpus, "is 50 mg.", "is always 50 mg.")
    publish(Settings(corpus=corpus, index=index), embedder, gates=[], today=EARLY)
    second = str(current_version(index))
    monkeypatch.setenv("ASSISTANT_INDEX", str(index))
    assert main(["history"]) == 0
    out = capsys.readouterr().out
    assert out.index(second) < out.index(first)
    assert "(in use)" in out.splitlines()[0]
    assert f"zelunor: (given-dose) “{DOSE}” is now" in out
    start = time.monotonic()
    assert main(["rollback"]) == 0
    spent = time.monotonic() - start
    sys.stdout.write(f"rollback: {spent:.2f} s\n")
    assert spent < 5
    assert current_version(index) == first
    assert [each.version for each in history(index) if each.in_use] == [first]
    assert main(["rollback", second]) == 0
    assert current_version(index) == second
    assert open_current(index, embedder).version == second


def test_rolling_back_twice_goes_on_back_and_not_to_and_fro(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    made = []
    for old, new in (("is 50", "is 50"), ("is 50", "is 51"), ("is 51", "is 52")):
        change(corpus, f"{old} mg.", f"{new} mg.")
        publish(Settings(corpus=corpus, index=index), WordCounts(), gates=[], today=EARLY)
        made.append(current_version(index))
    assert [roll_back(index).version for _ in range(2)] == [made[1], made[0]]


def test_an_index_that_passed_no_gate_is_in_the_history_as_such(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    monkeypatch.setattr("assistant.embedder.Embedder", lambda *_, **__: WordCounts())
    assert main(["index"]) == 0
    assert "No eval was asked" in capsys.readouterr().out
    first = current_version(tmp_path / "index")
    change(corpus, "is 50 mg.", "is 51 mg.")
    assert main(["index"]) == main(["index"]) == 0
    newest, oldest = history(tmp_path / "index")
    assert [each.used.how for each in (newest, oldest) if each.used] == ["indexed", "indexed"]
    assert newest.used
    assert (newest.used.before, len(newest.used.changes)) == (first, 1)
    assert main(["rollback"]) == 0
    assert current_version(tmp_path / "index") == first


def test_going_back_to_what_is_not_there_changes_nothing(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(corpus, index, WordCounts())
    before = current_version(index)
    with pytest.raises(IndexVersionError, match="no earlier version"):
        roll_back(index)
    for name in ("0123456789ab", "../versions", ".new"):
        with pytest.raises(IndexVersionError):
            roll_back(index, name)
    assert current_version(index) == before


# --- off and on ------------------------------------------------------------------------------------------------


def test_the_off_switch_is_a_file_that_any_process_sees(tmp_path: Path) -> None:
    assert off_text(tmp_path) is None
    switch_off(tmp_path, "Back at noon.")
    assert off_text(tmp_path) == "Back at noon."
    (tmp_path / "off").write_bytes(b"\xff")  # a switch that cannot be read is still a switch
    assert off_text(tmp_path)
    assert switch_on(tmp_path)
    assert not switch_on(tmp_path)
    assert off_text(tmp_path) is None
    with pytest.raises(UsageError, match="characters"):
        switch_off(tmp_path, "x" * 1001)


# --- ended half-way --------------------------------------------------------------------------------------------


def run_apart(corpus: Path, index: Path, *, kill_after: float | None) -> float:
    """Publishes in a process of its own, killed ``kill_after`` seconds once it has begun; returns how long it took."""
    command = [sys.executable, "-m", "tests.publishing", str(corpus), str(index)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        process.stdout.readline()
        start = time.monotonic()
        if kill_after is None:
            assert process.wait() == 0
        else:
            time.sleep(kill_after)
            process.kill()
    return time.monotonic() - start


def kill_in_the_middle(corpus: Path, index: Path, times: int, faults: list[tuple[str, str, str]]) -> None:
    """Kills at moments spread over the whole of publishing."""
    build(corpus, index, WordCounts())
    measured = Path(shutil.copytree(index, index.parent / "measured"))
    change(corpus, "is 50 mg.", "is 51 mg.")
    whole = run_apart(corpus, measured, kill_after=None)
    old, new, kept, held = "is 50 mg.", "is 51 mg.", 0, 0
    chosen = random.Random(20261126)  # noqa: S311 - moments, no secrets
    for number in range(times):
        run_apart(corpus, index, kill_after=1.2 * whole * (number + chosen.random()) / times)
        found = open_current(index, WordCounts())  # opens and checks all of it
        said = found.page["zelunor"].units["given-dose"].plain
        assert said in {f"One dose of zelunor {old}", f"One dose of zelunor {new}"}
        held += 1
        kept += said.endswith(old)
        old = old if said.endswith(old) else new
        following = f"is {52 + number} mg."
        change(corpus, new, following)
        new = following
    sys.stdout.write(f"\nkilled {times} times within {whole:.1f} s: the old version {kept} times, else the new one\n")
    publish(Settings(corpus=corpus, index=index), WordCounts(), gates=[], today=EARLY)
    assert open_current(index, WordCounts()).page["zelunor"].units["given-dose"].plain == f"One dose of zelunor {new}"
    assert not [folder for folder in (index / "versions").iterdir() if (folder / "candidate").exists()]
    expected, seen = (f"the old or the new version whole {count} times" for count in (times, held))
    faults.append((f"kill -9 while an index is built and published, {times} times", expected, seen))


@pytest.mark.slow
def test_killed_in_the_middle_the_old_or_the_new_version_is_whole(
    corpus: Path, tmp_path: Path, faults: list[tuple[str, str, str]]
) -> None:
    kill_in_the_middle(corpus, tmp_path / "index", 5, faults)


@pytest.mark.slow
@pytest.mark.soak
def test_killed_fifty_times_the_old_or_the_new_version_is_whole(
    corpus: Path, tmp_path: Path, faults: list[tuple[str, str, str]]
) -> None:
    kill_in_the_middle(corpus, tmp_path / "index", 50, faults)


# --- a running server ------------------------------------------------------------------------------------------


def ask(url: str, question: str) -> tuple[int, dict[str, object]]:
    import httpx

    answer = httpx.post(f"{url}/api/ask", json={"question": question}, timeout=60)
    return answer.status_code, answer.json()


def until(true: Callable[[], bool], seconds: float = 30) -> float:
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < seconds
        time.sleep(0.2)
    return time.monotonic() - start


@pytest.mark.slow
def test_an_edit_goes_live_in_a_running_server_while_twenty_people_ask(
    corpus: Path, index: Path, embedder: Embedder, cases: Path, tmp_path: Path
) -> None:
    """No reply fails and none mixes versions; then the off switch, and back to the version before."""
    import httpx

    first = str(current_version(index))
    new = "One dose of zelunor is always 50 mg."
    more = {"ASSISTANT_REQUESTS_PER_MINUTE": "100000", "ASSISTANT_MAX_WAITING": "64"}
    with served(index, tmp_path, **more) as server:
        version = lambda: str(httpx.get(f"{server.url}/readyz", timeout=60).json()["corpus_version"])  # noqa: E731
        ended, seen = [False], []

        def user(number: int) -> list[tuple[int, dict[str, object]]]:
            replies = []
            while not ended[0]:
                replies.append(ask(server.url, "How much is one dose of zelunor?"))
            return replies

        with ThreadPoolExecutor(20) as users:
            asking = [users.submit(user, number) for number in range(20)]
            time.sleep(2)
            change(corpus, "is 50 mg.", "is always 50 mg.")
            done = published(corpus, index, embedder, cases)
            assert done.published, done.reasons
            spent = until(lambda: version() == done.version)
            time.sleep(2)
            ended[0] = True
            for each in asking:
                seen += each.result()
        quotes = {first: DOSE, done.version: new}
        assert {status for status, _ in seen} == {200}
        for _, reply in seen:
            said = {c["quote"] for c in reply["citations"]}  # type: ignore[attr-defined]
            assert said & {DOSE, new} == {quotes[str(reply["corpus_version"])]}
        counted = {name: sum(reply["corpus_version"] == name for _, reply in seen) for name in quotes}
        assert all(counted.values())
        sys.stdout.write(
            f"\n{len(seen)} replies while publishing, none failed or mixed: {counted}; live {spent:.1f} s\n"
        )
        # A link in a reply that was given before leads to the page as it was then.
        for name, quote in quotes.items():
            assert quote in httpx.get(f"{server.url}/pages/zelunor?version={name}", timeout=60).text
        assert new in httpx.get(f"{server.url}/pages/zelunor", timeout=60).text
        switch_off(index, "We are mending a page. Please ask your care team.")
        status, reply = ask(server.url, "Does zelunor work?")
        assert (status, reply["outcome"], reply["citations"]) == (503, "unavailable", [])
        assert reply["text"] == "We are mending a page. Please ask your care team."
        for path in ("/pages", "/pages/zelunor"):
            shown = httpx.get(f"{server.url}{path}", timeout=60)
            assert shown.status_code == 503
            assert "We are mending a page." in shown.text
        switch_on(index)
        assert ask(server.url, "Does zelunor work?")[1]["outcome"] == "answered"
        start = time.monotonic()
        roll_back(index)
        until(lambda: version() == first)
        assert time.monotonic() - start < 10
        assert DOSE in {c["quote"] for c in ask(server.url, "How much is one dose of zelunor?")[1]["citations"]}  # type: ignore[attr-defined]
