"""The staff page's work on pages, without a browser: who may, what is refused, what is noted."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.actions import Actions
from assistant.conductor import Assistant
from assistant.embedder import Embedder
from assistant.index import build, current_version
from assistant.lint import lint
from assistant.publish import Ruling
from assistant.settings import Settings
from assistant.versions import off_text
from assistant.web.kept import Reports
from evals.__main__ import main as evals_main
from evals.cases import load_cases
from evals.health import newest_whole, page_health
from evals.run import run_cases
from evals.staff import words
from evals.staff.curation import Curation
from evals.staff.desk import Desk
from evals.staff.sheets import PARTS
from tests.conftest import CORPUS, TODAY
from tests.test_index import change
from tests.test_publish import CASES, EARLY
from tests.test_staff import HASH, application, sign_in

SECRET = "xylophone"  # noqa: S105 - a word that must turn up in no log and no list of actions
POSTS = {
    "import": {"pasted": "x"},
    "drafts/remove": {"slug": "zelunor"},
    "edit": {"slug": "zelunor", "text": "x", "press": "draft"},
    "reports/case": {"name": "x"},
    "reports/done": {"name": "x"},
    "publish": {},
    "rollback": {"version": "x"},
    "off": {"text": "x"},
    "on": {},
}


@pytest.fixture
def settings(tmp_path: Path, index_folder: Path, embedder: Embedder) -> Settings:
    """A corpus and an index that a test may change, with everything switched on."""
    corpus = Path(shutil.copytree(CORPUS, tmp_path / "corpus"))
    change(corpus, "review_due: 2026-01-01", "review_due: 2099-01-01", "kestra-therapies.md")
    index = Path(shutil.copytree(index_folder, tmp_path / "index"))
    build(corpus, index, embedder)
    return Settings(
        corpus=corpus, index=index, drafts=tmp_path / "drafts", evals=tmp_path / "evals",
        reports=str(tmp_path / "reports"), gaps=str(tmp_path / "gaps"), staff_password_hash=HASH,
        requests_per_minute=100_000,
    )  # fmt: skip


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "own.jsonl").write_text("".join(json.dumps(case) + "\n" for case in CASES[:3]), "utf-8")
    return tmp_path / "cases"


@pytest.fixture
def client(assistant: Assistant, settings: Settings, cases: Path) -> Iterator[TestClient]:
    """A browser that has signed in as Ada."""
    with TestClient(application(assistant, settings, cases), follow_redirects=False) as found:
        found.post("/staff/login", data={"password": "four quiet words here", "who": "  Ada \n Lovelace"})
        yield found


@pytest.fixture
def curation(assistant: Assistant, settings: Settings, cases: Path) -> Curation:
    desk = Desk(lambda: assistant, settings.evals, cases)
    return Curation(desk, lambda: assistant, settings, cases, today=lambda: EARLY)


def state(settings: Settings) -> dict[str, bytes]:
    """Everything that an action could change."""
    folders = (settings.corpus, settings.drafts, settings.index, Path(settings.reports), settings.evals)
    return {str(file): file.read_bytes() for folder in folders for file in folder.rglob("*") if file.is_file()}


# --- who may ------------------------------------------------------------------------------------------------------


def test_no_action_is_done_without_a_session_or_for_another_site(client: TestClient, settings: Settings) -> None:
    before = state(settings)
    for path, data in POSTS.items():
        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
            assert (path, client.post(f"/staff/{path}", data=data, headers=headers).status_code) == (path, 403)
    client.post("/staff/logout")
    for path, data in POSTS.items():
        assert (path, client.post(f"/staff/{path}", data=data).status_code) == (path, 401)
    assert state(settings) == before


def test_no_address_that_is_only_looked_at_changes_anything(client: TestClient, settings: Settings) -> None:
    before = state(settings)
    for path in [*POSTS, *(address.removeprefix("/staff/") for _, address in PARTS)]:
        client.get(f"/staff/{path}?press=page&slug=zelunor&page=zelunor&text=x&version=x&name=x")
    assert state(settings) == before


def test_every_part_is_a_page_without_inline_scripts_and_no_browser_keeps_it(client: TestClient) -> None:
    for _, address in PARTS[:-1]:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|style=", answer.text)


# --- pages and drafts ---------------------------------------------------------------------------------------------


def test_an_import_names_no_file_of_the_server_and_no_private_address(client: TestClient, settings: Settings) -> None:
    page = str(settings.corpus / "zelunor.md")
    for address in (page, f"file://{page}", "data:text/html,<p>x", "http://127.0.0.1:1/x", "https://[::1]/x", "x"):
        answer = client.post("/staff/import", data={"address": address})
        assert (address, answer.status_code) == (address, 400)
        assert 'role="alert"' in answer.text
    assert not settings.drafts.exists()


def test_what_cannot_be_imported_is_told_and_leaves_nothing(client: TestClient, settings: Settings) -> None:
    for data, file, told in (
        ({}, b"", words.ONE_SOURCE),
        ({"pasted": "x", "address": "https://x.example"}, b"", words.ONE_SOURCE),
        ({}, b"%PDF-1.7", "not text"),
        ({"pasted": "one line"}, b"", "No article was found"),
    ):
        answer = client.post("/staff/import", data=data, files={"upload": ("x.html", file)})
        assert answer.status_code == 400
        assert told in answer.text
    assert not settings.drafts.exists()


def test_a_file_is_imported_beside_an_earlier_draft_and_overwrites_neither_it_nor_a_page(
    client: TestClient, settings: Settings
) -> None:
    before = (settings.corpus / "zelunor.md").read_bytes()
    text = "Zelunor\n\nZelunor is a vitamin that people get as a shot into a muscle, and it was first tested in 1998.\n"
    for _ in range(2):
        answer = client.post("/staff/import", files={"upload": ("z.txt", text.encode())})
        assert answer.status_code == 200
    assert "There is a draft zelunor already" in answer.text
    assert words.DRAFT_SAME in answer.text
    assert (settings.corpus / "zelunor.md").read_bytes() == before
    other = client.post("/staff/import", files={"upload": ("z.txt", text.replace("1998", "1999").encode())})
    assert "1998 became 1999" in other.text
    assert client.post("/staff/drafts/remove", data={"slug": "zelunor"}).status_code == 303
    assert client.post("/staff/drafts/remove", data={"slug": "zelunor"}).status_code == 400


def edit(client: TestClient, text: str, press: str, slug: str = "zelunor") -> Any:
    shown = re.search(r'name="shown" value="(\w*)"', client.get(f"/staff/edit?page={slug}").text)
    data = {"slug": slug, "text": text.replace("\n", "\r\n"), "press": press, "shown": shown[1] if shown else ""}
    return client.post("/staff/edit", data=data)


def test_a_page_comes_out_of_the_box_as_it_went_in(client: TestClient, settings: Settings) -> None:
    """A browser sends other ends of lines, and leaves out the first; nothing of a page may change by that."""
    for file in settings.corpus.glob("*.md"):
        text = file.read_text("utf-8")
        assert edit(client, text, "page", file.stem).status_code == 303
        assert file.read_text("utf-8") == text


def test_a_text_that_is_no_page_is_not_saved_as_one_and_is_not_lost(client: TestClient, settings: Settings) -> None:
    before = (settings.corpus / "zelunor.md").read_bytes()
    answer = edit(client, f"no page, {SECRET}", "page")
    assert answer.status_code == 400
    assert words.NOT_SAVED in answer.text
    assert SECRET in answer.text
    assert (settings.corpus / "zelunor.md").read_bytes() == before
    assert edit(client, f"no page, {SECRET}", "draft").headers["location"] == "/staff/edit?draft=zelunor&told=kept"
    assert (settings.drafts / "zelunor.md").read_text("utf-8") == f"no page, {SECRET}\n"


def test_of_two_editors_the_second_is_told_and_keeps_the_text(client: TestClient, settings: Settings) -> None:
    text = (settings.corpus / "zelunor.md").read_text("utf-8")
    shown = re.search(r'name="shown" value="(\w*)"', client.get("/staff/edit?page=zelunor").text)
    assert shown
    assert edit(client, text.replace("is 50 mg.", "is 51 mg."), "page").status_code == 303
    late = {"slug": "zelunor", "text": text.replace("is 50 mg.", "is 52 mg."), "press": "page", "shown": shown[1]}
    answer = client.post("/staff/edit", data=late)
    assert answer.status_code == 409
    assert "has changed since you opened it" in answer.text
    assert "is 52 mg." in answer.text
    assert "is 51 mg." in (settings.corpus / "zelunor.md").read_text("utf-8")


def test_a_name_that_is_none_opens_and_writes_nothing(client: TestClient, settings: Settings) -> None:
    before = state(settings)
    for slug in ("../../x", "_template", "README", "", "x/y"):
        assert client.get("/staff/edit", params={"page": slug}).status_code == 404
        for press in ("check", "draft", "page"):
            assert client.post("/staff/edit", data={"slug": slug, "text": "x", "press": press}).status_code == 400
    assert state(settings) == before


# --- publishing ---------------------------------------------------------------------------------------------------


def test_a_second_press_while_publishing_says_so_and_going_back_waits(
    curation: Curation, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> Ruling:
        inside.set()
        go_on.wait(30)
        return Ruling(7, ())

    monkeypatch.setattr("evals.staff.publishing.find_gates", lambda: [slow])
    before = current_version(settings.index)
    change(settings.corpus, "is 50 mg.", "is always 50 mg.")
    curation.publish("Ada")
    assert inside.wait(30)
    assert curation.standing().progress.is_going
    for work in (lambda: curation.publish("Bo"), lambda: curation.roll_back("Bo", "")):
        with pytest.raises(Exception, match="Publishing is under way"):
            work()
    go_on.set()
    curation.publisher.wait(30)
    now = curation.standing()
    assert (now.progress.state, now.has_changes, now.changes) == ("live", False, ())
    assert [(each.who, each.outcome) for each in now.actions] == [("Ada", "in use, 7 cases asked")]
    assert curation.roll_back("Bo", "") == before


def test_a_publication_that_breaks_off_says_so_and_may_be_tried_again(
    curation: Curation, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def ill(*_: object, **__: object) -> Ruling:
        raise LookupError(SECRET)

    before = current_version(settings.index)
    change(settings.corpus, "is 50 mg.", "is always 50 mg.")
    for gates, told in (([ill], "LookupError"), ([ill], "LookupError")):
        monkeypatch.setattr("evals.staff.publishing.find_gates", lambda gates=gates: gates)
        curation.publish("Ada")
        curation.publisher.wait(30)
        assert curation.publisher.progress.state == "failed"
        assert told in curation.publisher.progress.problem
    assert current_version(settings.index) == before
    assert SECRET not in caplog.text + curation.publisher.progress.problem
    monkeypatch.setattr("evals.staff.publishing.find_gates", list)
    with pytest.raises(Exception, match="No evals are installed"):
        curation.publish("Ada")


def test_going_back_to_what_is_not_there_is_told(client: TestClient, settings: Settings) -> None:
    before = current_version(settings.index)
    answer = client.post("/staff/rollback", data={"version": "../x"})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert current_version(settings.index) == before


# --- what is noted ------------------------------------------------------------------------------------------------


def test_actions_are_noted_with_who_and_what_and_no_text(
    client: TestClient, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    Reports(settings.reports).keep(f"Is {SECRET} it?", f"{SECRET}. [1]", "abc")
    name = Reports(settings.reports).listed()[0].name
    text = (settings.corpus / "zelunor.md").read_text("utf-8")
    told = f"{SECRET} is a vitamin that people get as a shot into a muscle, and it was first tested in 1998."
    client.post("/staff/import", data={"pasted": f"A title\n\n{told}\n"})
    edit(client, text + f"\n{SECRET}\n", "draft")
    edit(client, text, "page")
    client.post("/staff/reports/case", data={"name": name, "judgement": "wrong", "outcome": "answered", "note": SECRET})
    client.post("/staff/reports/done", data={"name": name})
    client.post("/staff/off", data={"text": SECRET})
    assert off_text(settings.index) == SECRET
    client.post("/staff/on")
    found = Actions(settings.index).listed()
    assert {each.who for each in found} == {"Ada Lovelace"}
    assert [each.what for each in reversed(found)] == [
        "import", "keep draft", "save page", "make case", "report done", "switch off", "switch on",
    ]  # fmt: skip
    written = (settings.index / "actions.jsonl").read_text("utf-8")
    assert SECRET not in written + caplog.text


def test_without_a_name_it_is_staff(assistant: Assistant, settings: Settings, cases: Path) -> None:
    with TestClient(application(assistant, settings, cases), follow_redirects=False) as client:
        sign_in(client)
        client.post("/staff/on")
    assert Actions(settings.index).listed()[0].who == words.NOBODY


# --- health, gaps, reports ----------------------------------------------------------------------------------------


def test_page_health_counts_what_a_run_says_of_each_page(assistant: Assistant, settings: Settings, cases: Path) -> None:
    with (cases / "own.jsonl").open("a", encoding="utf-8") as file:
        for case in ({**CASES[0], "id": "never", "facts": ["900 mg"]},
                     {"id": "none", "kind": "unanswerable", "question": "What does zelunor cost in Freedonia?",
                      "outcome": ["not_in_pages"], "pages": ["zelunor"]}):  # fmt: skip
            file.write(json.dumps(case) + "\n")
    run = run_cases(assistant, load_cases(cases))
    change(settings.corpus, "is 50 mg.", "is 50.")
    (settings.corpus / "broken.md").write_text("no page", "utf-8")
    found = {row.page: row for row in page_health(lint(settings.corpus, today=TODAY), run, today=TODAY)}
    zelunor = found["zelunor"]
    assert (zelunor.cases, zelunor.cited, zelunor.refused, zelunor.findings) == (3, 2, 1, 1)
    assert zelunor.passed < zelunor.cases
    assert (zelunor.checked_to, zelunor.review_due, zelunor.overdue) == ("2025-01", "2099-01-01", False)
    assert (found["mirodol"].cases, found["mirodol"].cited) == (1, 1)
    assert (found["broken"].title, found["broken"].findings > 0) == ("", True)
    late = page_health(lint(settings.corpus, today=date(2099, 6, 1)), None, today=date(2099, 6, 1))
    assert {row.page for row in late if row.overdue} == {"zelunor", "kestra-therapies", "mirodol", "about"}


def test_the_newest_run_of_all_cases_is_taken() -> None:
    assert newest_whole([("c", 3), ("b", 99), ("a", 100)]) == "b"
    assert newest_whole([]) == ""


def test_while_nothing_is_counted_or_reported_the_page_says_how_to(
    assistant: Assistant, cases: Path, settings: Settings, tmp_path: Path
) -> None:
    off = Settings(
        corpus=settings.corpus, index=settings.index, evals=tmp_path / "e", drafts=tmp_path / "d",
        staff_password_hash=HASH,
    )  # fmt: skip
    with TestClient(application(assistant, off, cases), follow_redirects=False) as client:
        sign_in(client)
        html = client.get("/staff/gaps").text
        assert "ASSISTANT_GAPS" in html
        assert "ASSISTANT_REPORTS" in html
        assert client.post("/staff/reports/done", data={"name": "x"}).status_code == 400
    assert not (tmp_path / "e").exists()
    assert not (tmp_path / "d").exists()


def test_what_people_reported_is_shown_escaped(client: TestClient, settings: Settings) -> None:
    Reports(settings.reports).keep('<script>"x"</script>', "One dose of zelunor is 50 mg. [1]", "<b>")
    html = client.get("/staff/gaps").text
    assert "<script>" not in html
    assert "<b>" not in html
    assert 'href="/pages/zelunor#given-dose"' in html


def test_health_and_reports_on_the_command_line(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("corpus", "index", "evals", "drafts"):
        monkeypatch.setenv(f"ASSISTANT_{name.upper()}", str(getattr(settings, name)))
    assert evals_main(["health", "--json"]) == 0
    pages = {row["page"]: row for row in json.loads(capsys.readouterr().out)["pages"]}
    assert pages["zelunor"]["review_due"] == "2099-01-01"
    assert evals_main(["health"]) == 0
    assert "zelunor" in capsys.readouterr().out
    assert evals_main(["reports"]) == 2
    assert "ASSISTANT_REPORTS" in capsys.readouterr().err
    monkeypatch.setenv("ASSISTANT_REPORTS", settings.reports)
    assert evals_main(["reports"]) == 0
    assert capsys.readouterr().out == "No answer is reported.\n"
    Reports(settings.reports).keep("Is it cold?", "One dose.", "abc")
    assert evals_main(["reports", "--json"]) == 0
    [report] = json.loads(capsys.readouterr().out)
    assert report["question"] == "Is it cold?"
    assert evals_main(["reports", "--done", report["name"]]) == 0
    assert evals_main(["reports", "--done", report["name"]]) == 2
    assert Reports(settings.reports).listed() == []
