"""The staff page without a browser: who gets in, what is closed, runs, cases, comparisons, reports, judgements."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import logging
import re
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from assistant.conductor import Asked, Assistant
from assistant.embedder import Embedder
from assistant.errors import UsageError
from assistant.index import build, open_current
from assistant.password import PasswordHash
from assistant.settings import Settings
from assistant.web import server
from evals.cases import load_cases
from evals.results import Run, save
from evals.run import run_cases
from evals.scorers import DECIDING, SCORERS
from evals.staff import plots, words
from evals.staff.desk import Desk
from evals.staff.guard import COOKIE, OPEN
from evals.staff.judged import LONGEST_NOTE, judged_case, line, write
from evals.staff.login import LASTS, LOCKED, WITHIN, WRONG_AT_MOST, Sessions, Tries
from evals.staff.reasons import reasons
from evals.staff.report import COLUMNS, report_csv, report_html
from evals.staff.rows import Filter
from evals.staff.server import mount
from evals.staff.views import MOST_ROWS, case_html, cases_html, compare_html, health_html, note_html, trend_html
from tests.conftest import CORPUS, TODAY

PASSWORD = "four quiet words here"  # noqa: S105 - of these tests alone
SECRET = "xylophone"  # noqa: S105 - a word that must turn up in no log
HASH = str(PasswordHash.of(PASSWORD))
CASES = [
    {"id": "good", "kind": "fact", "question": "Does zelunor work?", "outcome": ["answered"], "pages": ["zelunor"]},
    {"id": "bad", "kind": "fact", "question": "Does it work?", "history": ["What is zelunor?"], "outcome": ["answered"],
     "pages": ["mirodol"], "facts": ["<cures> everything"], "not": ["slowed"], "note": "fails on purpose"},
    {"id": "dose", "kind": "given", "question": "How much zelunor is one dose?", "outcome": ["answered"],
     "pages": ["zelunor"], "facts": ["50 mg"]},
    {"id": "off", "kind": "offtopic", "question": "What is the weather in Leeds?", "outcome": ["off_topic"]},
]  # fmt: skip


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cases")
    (folder / "some.jsonl").write_text("\n".join(map(json.dumps, CASES)) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def run(assistant: Assistant, cases: Path) -> Run:
    return run_cases(assistant, load_cases(cases))


@pytest.fixture
def desk(assistant: Assistant, cases: Path, run: Run, tmp_path: Path) -> Desk:
    """A desk with two runs, the later of which gave another reply to "off" and lost "dose" to a fault."""
    save(run.model_copy(update={"made": "2026-11-25T08:00:00Z"}), tmp_path / "run-1.json")
    broken = {
        "dose": {"scores": {**run.results[2].scores, "facts": 0.0}, "text": "It is a shot. [1]"},
        "off": {"text": "Something else."},
        "bad": {"recheck": ("mirodol",)},
    }
    results = tuple(result.model_copy(update=broken.get(result.id, {})) for result in run.results)
    save(run.model_copy(update={"made": "2026-11-26T08:00:00Z", "results": results}), tmp_path / "run-2.json")
    return Desk(lambda: assistant, tmp_path, cases)


def application(assistant: Assistant, settings: Settings, cases: Path) -> ASGIApp:
    async def build_it() -> ASGIApp:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(server, "rooms", lambda: [partial(mount, cases=cases)])
            return server.build_app(assistant, settings)

    return asyncio.run(build_it())


def opened(assistant: Assistant, cases: Path, folder: Path, **more: Any) -> TestClient:
    settings = Settings(staff_password_hash=HASH, evals=folder, requests_per_minute=100_000)
    return TestClient(application(assistant, settings, cases), follow_redirects=False, **more)


@pytest.fixture
def client(assistant: Assistant, cases: Path, desk: Desk, tmp_path: Path) -> Iterator[TestClient]:
    """A browser that has not signed in, at a server with two runs."""
    with opened(assistant, cases, tmp_path) as found:
        yield found


def sign_in(client: TestClient, password: str = PASSWORD, **headers: str) -> Any:
    return client.post("/staff/login", data={"password": password}, headers=headers)


# --- signing in ---------------------------------------------------------------------------------------------------


def test_without_a_password_there_is_no_staff_page(assistant: Assistant, cases: Path) -> None:
    with TestClient(application(assistant, Settings(), cases), follow_redirects=False) as client:
        for path in ("/staff", "/staff/", "/staff/login", "/staff/config", "/staff/case", "/staff/report"):
            assert (path, client.get(path).status_code) == (path, 404)


def test_the_right_password_opens_the_page_and_logging_out_closes_it(client: TestClient) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/staff" in cookie
    assert "secure" not in cookie
    page = client.get("/staff/")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert words.TITLE in page.text
    kept = client.cookies[COOKIE]
    assert client.post("/staff/logout").headers["location"] == "/staff/login?out=1"
    client.cookies.set(COOKIE, kept, path="/staff")  # somebody who kept the cookie
    assert client.get("/staff/").status_code == 401


def test_by_https_the_cookie_is_secure(assistant: Assistant, cases: Path, tmp_path: Path) -> None:
    direct = opened(assistant, cases, tmp_path, base_url="https://als.example.org")
    assert "secure" in sign_in(direct).headers["set-cookie"].lower()
    behind = opened(assistant, cases, tmp_path)
    assert "secure" in sign_in(behind, **{"X-Forwarded-Proto": "https"}).headers["set-cookie"].lower()


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper(), "x" * 5000, "\x00", "\N{PILE OF POO}"])
def test_a_wrong_password_is_told_in_a_line_and_opens_nothing(client: TestClient, password: str) -> None:
    answer = sign_in(client, password)
    assert answer.status_code == 403
    assert words.WRONG in answer.text
    assert "set-cookie" not in answer.headers
    assert client.get("/staff/").status_code == 401


def test_five_wrong_passwords_lock_the_address_even_for_the_right_one(client: TestClient) -> None:
    told = [sign_in(client, "wrong").status_code for _ in range(WRONG_AT_MOST + 1)]
    assert told == [403] * (WRONG_AT_MOST - 1) + [429, 429]
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "wait 10 minutes" in answer.text


def test_another_address_of_the_same_ipv6_network_is_no_way_round_the_lock(
    assistant: Assistant, cases: Path, tmp_path: Path
) -> None:
    client = opened(assistant, cases, tmp_path)
    told = []
    for number in range(WRONG_AT_MOST + 1):
        client._transport.client = (f"2001:db8::{number}", 1)  # type: ignore[attr-defined]
        told.append(sign_in(client, "wrong").status_code)
    assert told[-2:] == [429, 429]
    client._transport.client = ("2001:db8:0:1::1", 1)  # type: ignore[attr-defined]
    assert sign_in(client).status_code == 303


def test_a_form_from_another_site_is_refused(client: TestClient) -> None:
    assert sign_in(client, Origin="https://evil.example").status_code == 403
    assert sign_in(client, Origin="null").status_code == 403
    assert sign_in(client, Origin="http://testserver").status_code == 303
    for path in ("/staff/logout", "/staff/gradio_api/queue/join"):
        assert client.post(path, headers={"Origin": "https://evil.example"}).status_code == 403


def test_the_way_in_needs_no_script_and_labels_its_field(client: TestClient) -> None:
    answer = client.get("/staff/login")
    assert "script" not in answer.headers["content-security-policy"].replace("default-src 'none'", "")
    assert answer.headers["referrer-policy"] == "same-origin"  # else browsers name no Origin with the form
    assert '<label for="password">' in answer.text
    assert "<script" not in answer.text
    assert words.SIGNED_OUT in client.get("/staff/login?out=1").text


def test_no_password_is_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sign_in(client, f"my {SECRET}")
    sign_in(client)
    assert SECRET not in caplog.text
    assert PASSWORD not in caplog.text


def test_a_session_ends_after_eight_hours() -> None:
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    token = sessions.begin()
    assert sessions.holds(token)
    assert not sessions.holds("")
    assert not sessions.holds(token + "x")
    now[0] = LASTS - 1
    assert sessions.holds(token)
    now[0] = LASTS
    assert not sessions.holds(token)


def test_the_memory_of_sessions_and_addresses_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.staff.login._MOST_SESSIONS", 2)
    monkeypatch.setattr("evals.staff.login._MOST_ADDRESSES", 2)
    sessions, tries = Sessions(), Tries()
    tokens = [sessions.begin() for _ in range(3)]
    assert [sessions.holds(token) for token in tokens] == [False, True, True]
    for address in "abc":
        tries.may(address)
    assert len(tries._tried) == 2


def test_a_lock_is_for_one_address_and_ten_minutes() -> None:
    now = [0.0]
    tries = Tries(lambda: now[0])
    assert [tries.may("a") for _ in range(WRONG_AT_MOST + 1)] == [True] * WRONG_AT_MOST + [False]
    assert tries.may("b")
    assert tries.wait("a") == LOCKED
    now[0] = LOCKED
    assert tries.may("a")


def test_old_slips_do_not_count_and_a_right_password_forgets_them() -> None:
    now = [0.0]
    tries = Tries(lambda: now[0])
    for _ in range(WRONG_AT_MOST - 1):
        assert tries.may("a")
    now[0] = WITHIN + 1
    assert tries.may("a")
    assert tries.wait("a") == 0
    for _ in range(20):
        assert tries.may("b")
        tries.forget("b")


# --- what is closed -----------------------------------------------------------------------------------------------


def _paths(routes: list[Any], before: str = "") -> Iterator[str]:
    """Every path of an application, those of what is mounted in it too."""
    for route in routes:
        own = before + getattr(route, "path", "")
        inner = getattr(getattr(route, "app", None), "routes", None) or getattr(
            getattr(route, "original_router", None), "routes", None
        )
        if inner:
            yield from _paths(inner, own.rstrip("/"))
        else:
            yield own


def _staff_paths(client: TestClient) -> set[str]:
    app: Any = client.app
    while not isinstance(app, FastAPI):  # the layers around it
        app = app.app
    return {re.sub(r"{[^}]*}", "x", path) for path in _paths(list(app.routes)) if path.startswith("/staff")}


def test_every_route_under_staff_is_closed_without_a_session(client: TestClient) -> None:
    paths = _staff_paths(client)
    assert len(paths) > 40
    assert {"/staff/config", "/staff/gradio_api/queue/join", "/staff/gradio_api/queue/data", "/staff/report"} <= paths
    for path in sorted(paths - OPEN):
        for method in ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"):
            assert (path, method, client.request(method, path).status_code) == (path, method, 401)
        assert client.get(path, headers={"Accept": "text/html"}).headers["location"] == "/staff/login"


@pytest.mark.parametrize("path", ["/staff", "//staff/config", "/staff//config", "/STAFF/config", "/staff/%63onfig"])
def test_no_way_of_writing_the_address_leads_round_the_guard(client: TestClient, path: str) -> None:
    assert client.get(f"http://testserver{path}").status_code == 401


def test_a_made_up_cookie_opens_nothing(client: TestClient) -> None:
    client.cookies.set(COOKIE, "x" * 43)
    assert client.get("/staff/config").status_code == 401


def test_doors_of_gradio_that_the_page_does_not_need_are_closed_to_staff_too(client: TestClient) -> None:
    sign_in(client)
    for path in ("upload", "file=/etc/hosts", "info", "run/asked", "call/asked", "proxy=http://x", "stream/x", "mcp/x"):
        assert client.post(f"/staff/gradio_api/{path}").status_code == 404
        assert client.get(f"/staff/gradio_api/{path}").status_code == 404
    for path in ("monitoring", "openapi.json", "docs", "token", "user", "manifest.json"):
        assert client.get(f"/staff/{path}").status_code == 404
    assert client.get("/staff/config").status_code == 200


def test_the_chat_and_the_pages_stay_open(client: TestClient) -> None:
    for path in ("/", "/simple", "/pages/zelunor", "/healthz", "/config"):
        assert client.get(path).status_code == 200


# --- runs ---------------------------------------------------------------------------------------------------------


def test_a_run_is_watched_to_its_end_and_kept(desk: Desk) -> None:
    desk.start("fact", "")
    with pytest.raises(UsageError, match="under way"):
        desk.start("", "")
    desk.under_way.wait(60)
    ended = desk.under_way.progress
    assert (ended.state, ended.passed, ended.cases) == ("done", 1, 2)
    assert ended.name in desk.archive.names()
    assert [result.id for result in desk.archive.run(ended.name).results] == ["good", "bad"]


def test_a_run_that_is_stopped_keeps_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, go_on = threading.Event(), threading.Event()
    answer = desk.assistant.answer

    def slow(asked: Asked) -> Any:
        inside.set()
        go_on.wait(10)
        return answer(asked)

    monkeypatch.setattr(desk.assistant, "answer", slow)
    before = desk.archive.names()
    desk.start("", "")
    inside.wait(10)
    desk.under_way.stop()
    assert desk.under_way.progress.state == "stopping"
    go_on.set()
    desk.under_way.wait(60)
    assert desk.under_way.progress.state == "stopped"
    assert desk.archive.names() == before
    desk.under_way.stop()
    assert desk.under_way.progress.state == "stopped"


def test_a_run_that_breaks_off_says_so_and_logs_only_the_type(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Asked) -> None:
        raise LookupError(SECRET)

    monkeypatch.setattr(desk.assistant, "answer", fail)
    desk.start("", "")
    desk.under_way.wait(60)
    assert (desk.under_way.progress.state, desk.under_way.progress.kind) == ("failed", "LookupError")
    assert SECRET not in caplog.text


def test_a_run_of_nothing_is_refused(desk: Desk) -> None:
    with pytest.raises(UsageError, match="No case fits"):
        desk.start("no-such-kind", "")


@pytest.mark.parametrize("name", ["", "run-3", "../run-1", "/etc/passwd", "run-1.json"])
def test_a_name_that_is_no_run_opens_nothing(desk: Desk, name: str) -> None:
    with pytest.raises(UsageError, match="no run"):
        desk.archive.run(name)


def test_a_file_that_holds_no_run_costs_the_others_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "run-9.json").write_text("{", "utf-8")
    assert list(desk.archive.summaries(20)) == ["run-2", "run-1"]


# --- cases and comparison -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Filter(), ["good", "bad", "dose", "off"]),
        (Filter(verdict="fails"), ["bad", "dose"]),
        (Filter(verdict="passes"), ["good", "off"]),
        (Filter(kind="given"), ["dose"]),
        (Filter(page="zelunor"), ["good", "dose"]),
        (Filter(outcome="off_topic"), ["off"]),
        (Filter(changed="worse"), ["dose"]),
        (Filter(changed="moved"), ["off"]),
        (Filter(changed="better"), []),
        (Filter(changed="recheck"), ["bad"]),
        (Filter(verdict="fails", changed="recheck"), ["bad"]),
    ],
)
def test_cases_are_filtered(desk: Desk, wanted: Filter, ids: list[str]) -> None:
    assert [row.result.id for row in desk.rows("run-2", wanted)] == ids


def test_the_table_names_file_page_and_reason_and_leads_to_the_case(desk: Desk) -> None:
    html = cases_html("run-2", desk.rows("run-2", Filter(verdict="fails")), 0)
    assert "some.jsonl:3" in html
    assert "fact not said" in html
    assert 'href="/staff/case?run=run-2&amp;id=dose"' in html
    assert "<caption>" in html
    assert words.NO_CASES in cases_html("run-2", [], 0)


def test_a_long_table_is_shown_in_parts(desk: Desk) -> None:
    rows = desk.rows("run-2", Filter()) * 20
    html = cases_html("run-2", rows, MOST_ROWS)
    assert f"Cases {MOST_ROWS + 1} to {len(rows)} of {len(rows)}" in html
    assert html.count("<tr>") == len(rows) - MOST_ROWS + 1


def test_one_case_shows_question_reply_citations_expectation_and_why_it_fails(desk: Desk) -> None:
    html = case_html(desk.case("run-2", "bad"), desk.assistant.index.page)
    assert "evals/cases/some.jsonl:2" in html
    for text in ("What is zelunor?", "Does it work?", "fails on purpose", "&lt;cures&gt; everything"):
        assert text in html
    assert "Expected: mirodol. Got: zelunor." in html
    assert "Found in the text: slowed." in html
    assert "<mark>Zelunor slowed loss of function in one short trial, but not in a longer one.</mark>" in html
    assert 'href="/pages/zelunor#works' in html
    assert "<cures>" not in html


def test_a_case_that_is_gone_or_cites_what_is_gone_is_still_shown(desk: Desk) -> None:
    view = desk.case("run-2", "bad")
    html = case_html(view.__class__(view.result, None, "", None), {})
    assert words.NOT_EXPECTED in html
    assert words.CITED_GONE in html


def test_a_case_or_run_that_is_not_there_is_told(client: TestClient) -> None:
    sign_in(client)
    for asked in ("run=run-2&id=nope", "run=nope&id=bad", "", "run=run-2&id=bad&before=nope"):
        answer = client.get(f"/staff/case?{asked}")
        assert answer.status_code == 404
        assert words.NO_SUCH in answer.text
    assert client.get("/staff/report?run=nope").status_code == 404
    page = client.get("/staff/case?run=run-2&id=bad")
    assert page.status_code == 200
    assert "unsafe" not in page.headers["content-security-policy"]


def test_every_score_and_reason_has_plain_words(run: Run) -> None:
    assert set(words.REASONS) >= DECIDING
    assert set(words.SHORT_REASONS) >= DECIDING
    assert set(words.SCORE_NAMES) == {"pass", *SCORERS}
    failing = run.results[0].model_copy(update={"scores": dict.fromkeys(DECIDING, 0.0)})
    told = reasons(failing, load_cases_of(CASES[1]))
    assert len(told) == len(DECIDING)
    assert reasons(failing, None) == [words.REASONS[name] for name in failing.failed]


def load_cases_of(values: dict[str, Any]) -> Any:
    from evals.cases import Case

    return Case.model_validate(values)


def test_a_broken_sentence_of_a_page_shows_as_exactly_the_cases_that_it_costs(
    assistant: Assistant, embedder: Embedder, cases: Path, tmp_path: Path
) -> None:
    """The whole way: two indexes, two runs, and what the page says of them."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for file in CORPUS.iterdir():
        text = file.read_text("utf-8")
        (corpus / file.name).write_text(text.replace("One dose of zelunor is 50 mg.", "One dose of zelunor is 70 mg."))
    build(corpus, tmp_path / "index", embedder)
    broken = Assistant(open_current(tmp_path / "index", embedder), today=lambda: TODAY)
    folder = tmp_path / "runs"
    serving = [assistant]
    desk = Desk(lambda: serving[-1], folder, cases)
    for version in (assistant, broken):  # published between the two runs
        serving.append(version)
        desk.start("", "")
        desk.under_way.wait(60)
        (folder / f"{desk.under_way.progress.name}.json").rename(folder / f"run-{len(serving) - 1}.json")
    earlier, later, found = desk.compared("run-1", "run-2")
    assert [change.after.id for change in found.worse] == ["dose"]
    assert (found.better, found.moved) == ((), ())
    html = compare_html(("run-1", "run-2"), (earlier, later), found, desk.places())
    assert "Got worse: 1. Got better: 0. Other reply: 0." in html
    assert "some.jsonl:3" in html
    assert 'href="/staff/case?run=run-2&amp;id=dose&amp;before=run-1"' in html
    case = case_html(desk.case("run-2", "dose", "run-1"), broken.index.page)
    assert "Not found in the text: 50 mg." in case
    assert "70 mg" in case
    assert words.BEFORE_TITLE in case


# --- plots --------------------------------------------------------------------------------------------------------


def test_the_plots_hold_the_numbers_of_the_tables(desk: Desk) -> None:
    shown = plots.whole(list(desk.archive.summaries(20).values()))
    assert [found["made"] for found in shown] == ["2026-11-25T08:00:00Z", "2026-11-26T08:00:00Z"]
    values = plots.trend(shown)["data"]["values"]
    assert [v["share"] for v in values if v["score"] == words.SERIES["pass"]] == [0.75, 0.5]
    assert "0.750" in trend_html(shown)
    bars = plots.health(desk.summary("run-2"))["data"]["values"]
    assert bars == [{"page": "mirodol", "share": 0.0, "failing": 1}, {"page": "zelunor", "share": 0.5, "failing": 1}]
    assert "mirodol" in health_html(desk.summary("run-2"))


def test_runs_of_a_few_cases_are_no_part_of_the_trend() -> None:
    assert plots.whole([{"cases": 10, "made": "b"}, {"cases": 3, "made": "a"}]) == [{"cases": 10, "made": "b"}]
    assert plots.whole([]) == []


# --- reports ------------------------------------------------------------------------------------------------------


def nasty(run: Run) -> Run:
    """A run whose texts would do harm where they are not escaped."""
    result = run.results[1].model_copy(
        update={
            "text": '<script src="https://evil.example"></script>',
            "turns": ('=HYPERLINK("https://evil.example")',),
        }
    )
    return run.model_copy(update={"results": (result,)})


def test_the_report_needs_nothing_else_and_escapes_every_text(desk: Desk, run: Run) -> None:
    html = report_html(nasty(run), desk.summary("run-2"), short=["a <b>"], cases=desk.expected(), places=desk.places())
    assert "<script" not in html
    assert "&lt;script" in html
    assert "a &lt;b&gt;" in html
    assert re.findall(r'(?:src|href)="(?!#)', html.replace('href="/pages/', "")) == []
    assert not re.search(r"@import|url\(", html)
    assert "@media print" in html
    assert "some.jsonl:2" in html
    assert "Expected: mirodol" in html


def test_the_csv_has_a_line_a_case_and_no_formula(desk: Desk, run: Run) -> None:
    rows = list(csv.reader(io.StringIO(report_csv(run, cases=desk.expected(), places=desk.places()))))
    assert tuple(rows[0]) == COLUMNS
    assert [row[0] for row in rows[1:]] == ["good", "bad", "dose", "off"]
    named = dict(zip(COLUMNS, rows[2], strict=True))
    assert (named["passed"], named["case_file"], named["earlier_questions"]) == (
        "no",
        "some.jsonl:2",
        "What is zelunor?",
    )
    odd = list(csv.reader(io.StringIO(report_csv(nasty(run), cases={}, places={}))))
    assert odd[1][COLUMNS.index("question")].startswith("'=")


@pytest.mark.parametrize(("kind", "media"), [("html", "text/html"), ("csv", "text/csv")])
def test_a_report_is_downloaded_as_a_file(client: TestClient, kind: str, media: str) -> None:
    sign_in(client)
    answer = client.get(f"/staff/report?run=run-2&as={kind}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)
    assert answer.headers["content-disposition"] == f'attachment; filename="run-2.{kind}"'
    assert "dose" in answer.text


# --- ask and judge ------------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 26, 12, 0, 5, tzinfo=UTC)


def judged(desk: Desk, judgement: str, note: str = "", outcome: str = "answered") -> Any:
    reply, history = desk.ask("Does it work?", "What is zelunor?\n\n")
    assert history == ("What is zelunor?",)
    return desk.judge(reply, history, judgement, outcome, note, lambda: NOW)


def test_a_right_reply_becomes_a_case_that_expects_its_pages_and_sentences(desk: Desk) -> None:
    case = judged(desk, "right")
    assert (case.id, case.kind, case.topic) == ("judged-20261126T120005Z", "judged", "right")
    assert case.history == ("What is zelunor?",)
    assert case.pages == ("zelunor",)
    assert case.units[0] == "works"
    assert set(case.against) == {"zelunor"}
    assert case.note == "judged right by staff"


@pytest.mark.parametrize("judgement", ["wrong", "incomplete", "unsafe"])
def test_any_other_reply_becomes_a_case_with_the_note_alone(desk: Desk, judgement: str) -> None:
    case = judged(desk, judgement, "It leaves out\nthe date.", "emergency")
    assert case.pages == case.units == ()
    assert case.outcome == ("emergency",)
    assert case.note == f"judged {judgement} by staff: It leaves out the date."


@pytest.mark.parametrize(
    ("judgement", "note", "outcome"),
    [("", "x", "answered"), ("odd", "x", "answered"), ("wrong", " ", "answered"), ("wrong", "x", "odd"),
     ("wrong", "x" * (LONGEST_NOTE + 1), "answered")],
)  # fmt: skip
def test_a_judgement_that_lacks_something_is_told(desk: Desk, judgement: str, note: str, outcome: str) -> None:
    with pytest.raises(UsageError):
        judged(desk, judgement, note, outcome)


def test_a_judged_case_is_written_for_review_alone_and_can_be_tried(desk: Desk, tmp_path: Path, cases: Path) -> None:
    before = {file: file.read_bytes() for file in cases.iterdir()}
    case = judged(desk, "wrong", "It leaves out the date.")
    assert not (tmp_path / "to-review").exists()  # nothing is written before it is asked for
    file = desk.save(case)
    assert file == tmp_path / "to-review" / "20261126T120005Z.jsonl"
    assert file.read_text("utf-8") == line(case) + "\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_cases(tmp_path / "to-review") == [case]
    assert {file: file.read_bytes() for file in cases.iterdir()} == before
    assert "judged" not in desk.kinds()


def test_two_cases_of_the_same_second_are_both_kept(desk: Desk, tmp_path: Path) -> None:
    case = judged(desk, "right")
    assert desk.save(case) != desk.save(case)
    assert len(load_cases(tmp_path / "to-review")) == 2


def test_a_folder_that_cannot_be_written_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="could not be written"):
        write(judged(desk, "right"), tmp_path / "file")


def test_odd_characters_survive_the_file(desk: Desk, tmp_path: Path) -> None:
    reply, history = desk.ask("Does zelunor work \u2028 \ud800?", "")
    case = judged_case(reply, history, judgement="wrong", outcome="answered", note="“q”\u2028", versions={}, now=NOW)
    assert load_cases(desk.save(case).parent)[0].id == case.id


def test_a_note_on_the_page_is_escaped() -> None:
    assert "<b>" not in note_html("<b>")
