from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import wording
from assistant.conductor import Asked, Assistant
from assistant.pages import Page
from assistant.settings import Settings
from assistant.web import chat, words
from assistant.web.listen import address, bind
from assistant.web.rim import LARGEST_BODY, Rim
from assistant.web.server import Site, build_app, without_traceback

SECRET = "xylophone"  # noqa: S105 - a word that must turn up in no log


def application(assistant: Assistant, settings: Settings) -> ASGIApp:
    """The whole web application, built where a loop runs: elsewhere Gradio makes one for each lock and closes none."""

    async def build() -> ASGIApp:
        return build_app(assistant, settings)

    return asyncio.run(build())


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    """The whole web application, in this process."""
    with TestClient(application(assistant, Settings(requests_per_minute=100_000))) as opened:
        yield opened


def ask(client: TestClient, **fields: object) -> Any:
    return client.post("/api/ask", json={"question": "Does zelunor work?", **fields})


# --- the API ------------------------------------------------------------------------------------------------------


def test_the_api_gives_the_same_reply_as_the_assistant(client: TestClient, assistant: Assistant) -> None:
    through = ask(client, id=7, history=["What is zelunor?"]).json()
    direct = json.loads(assistant.answer(Asked("Does zelunor work?", ("What is zelunor?",), 7)).model_dump_json())
    assert {**through, "timings_ms": {}} == {**direct, "timings_ms": {}}


BAD: dict[str, tuple[bytes, str]] = {
    "not JSON": (b"{", "not JSON"),
    "nothing": (b"", "not JSON"),
    "a list": (b"[1]", "a list"),
    "not UTF-8": (b'{"question": "\xff"}', "not UTF-8"),
    "no question": (b"{}", "expected text"),
    "a number": (b'{"question": 3}', "expected text"),
    "empty": (b'{"question": " "}', "empty"),
    "NUL": (b'{"question": "a\\u0000b"}', "NUL"),
    "too long": (json.dumps({"question": "x" * 10_001}).encode(), "10,001 characters"),
    "history": (b'{"question": "x", "history": "y"}', "history"),
    "history of numbers": (b'{"question": "x", "history": [1]}', "history"),
    "an object as id": (b'{"question": "x", "id": {}}', "id"),
    "true as id": (b'{"question": "x", "id": true}', "id"),
    "very deep": (b"[" * 100_000, "not JSON"),
}


@pytest.mark.parametrize(("body", "says"), BAD.values(), ids=BAD.keys())
def test_a_bad_request_is_told_in_one_line_of_json(client: TestClient, body: bytes, says: str) -> None:
    answer = client.post("/api/ask", content=body)
    assert answer.status_code == 400
    assert answer.json().keys() == {"error"}
    assert says in answer.json()["error"]


def test_a_question_of_10_000_characters_is_answered(client: TestClient) -> None:
    assert ask(client, question="x" * 10_000).status_code == 200


@pytest.mark.parametrize("odd", ["\\ud800", "\\ufeff", "\\u202e", "\\u2028"])
def test_odd_characters_are_answered(client: TestClient, odd: str) -> None:
    body = f'{{"question": "Does zelunor work {odd}?", "id": "{odd}", "history": ["{odd}"]}}'
    assert client.post("/api/ask", content=body).json()["outcome"] == "answered"


@pytest.mark.parametrize("path", ["/api/ask", "/simple", "/gradio_api/queue/join"])
@pytest.mark.parametrize("declared", [True, False])
def test_a_huge_body_is_refused_everywhere(client: TestClient, path: str, declared: bool) -> None:
    body = b"x" * (LARGEST_BODY + 1)
    content = body if declared else iter([body[:1000], body[1000:]])
    answer = client.post(path, content=content, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/ask"), ("DELETE", "/api/ask"), ("PUT", "/simple"), ("POST", "/pages"), ("POST", "/pages/zelunor")],
)
def test_a_wrong_method_is_told(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.json() == {"error": words.WRONG_METHOD}


@pytest.mark.parametrize(
    "path", ["/", "/simple", "/pages", "/pages/zelunor", "/pages/none", "/healthz", "/site/site.css"]
)
def test_head_is_answered_as_get_without_the_body(client: TestClient, path: str) -> None:
    """Those who watch a service ask so; the simple page and the rest once said 404 or 405."""
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    differing = {
        name for name in got.headers.keys() | head.headers.keys() if got.headers.get(name) != head.headers.get(name)
    }
    assert differing <= {"content-length", "content-encoding", "vary"}  # Gradio packs its page only for GET


def test_head_of_what_is_posted_is_a_wrong_method(client: TestClient) -> None:
    for path in ("/api/ask", "/gradio_api/queue/join", "/gradio_api/queue/data"):
        assert client.head(path).status_code == 405


def test_a_cross_site_page_may_not_read_answers(client: TestClient) -> None:
    for host in ("127.0.0.1", "als.example.org"):
        for path in ("/", "/config", "/simple", "/pages", "/healthz"):
            answer = client.get(path, headers={"Origin": "https://evil.example", "Host": host})
            assert not [name for name in answer.headers if name.startswith("access-control-allow")]
        asked = client.post(
            "/api/ask",
            json={"question": "Does zelunor work?"},
            headers={"Origin": "https://evil.example", "Host": host},
        )
        assert "access-control-allow-origin" not in asked.headers
        wish = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST", "Host": host}
        assert "access-control-allow-origin" not in client.options("/api/ask", headers=wish).headers


@pytest.mark.parametrize("path", ["/", "/simple", "/pages", "/pages/zelunor", "/healthz", "/site/site.css", "/nope"])
def test_every_answer_carries_the_safe_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "set-cookie" not in headers


def test_our_own_pages_allow_no_script_but_a_file_of_ours(client: TestClient) -> None:
    for path in ("/simple", "/pages", "/pages/zelunor"):
        policy = client.get(path).headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy


def test_doors_of_gradio_that_the_chat_does_not_need_are_closed(client: TestClient) -> None:
    assert client.post("/gradio_api/upload", files={"files": b"x"}).status_code == 404
    for path in ("/gradio_api/file=/etc/hosts", "/gradio_api/info", "/monitoring", "/openapi.json", "/docs"):
        assert client.get(path).status_code == 404
    assert client.post("/gradio_api/run/turns", json={"data": ["x", "[]"]}).status_code == 404
    assert client.post("/gradio_api/call/turns", json={"data": ["x", "[]"]}).status_code == 404


def test_it_says_whether_it_lives_and_is_ready(client: TestClient, assistant: Assistant) -> None:
    assert client.get("/healthz").json() == {"ok": True}
    assert client.get("/readyz").json() == {"ready": True, "corpus_version": assistant.index.version}


def failing(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Asked) -> None:
        raise LookupError(f"no {SECRET}")

    monkeypatch.setattr(assistant, "answer", fail)


def test_it_is_not_ready_when_it_cannot_answer(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(assistant, monkeypatch)
    answer = TestClient(application(assistant, Settings())).get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)


def test_a_failure_shows_the_fixed_text_and_logs_only_its_type(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing(assistant, monkeypatch)
    caplog.set_level(logging.DEBUG)
    client = TestClient(application(assistant, Settings()))
    answer = ask(client, question=f"Does {SECRET} work?", id="mine")
    assert answer.status_code == 503
    assert (answer.json()["outcome"], answer.json()["id"]) == ("unavailable", "mine")
    assert "LookupError" in caplog.text
    assert SECRET not in caplog.text


def test_nothing_typed_is_logged_at_any_level(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ask(client, question=f"Does zelunor cure my {SECRET}?", history=[f"my {SECRET}"])
    ask(client, question=f"{SECRET}\x00")
    client.post("/simple", data={"question": f"my {SECRET}", "earlier": [f"an {SECRET}"]})
    assert SECRET not in caplog.text


# --- limits -------------------------------------------------------------------------------------------------------


def test_a_visitor_who_asks_too_often_is_told_to_wait(assistant: Assistant) -> None:
    client = TestClient(application(assistant, Settings(requests_per_minute=2)))
    outcomes = [ask(client).json()["outcome"] for _ in range(3)]
    assert outcomes == ["answered", "answered", "unavailable"]
    answer = ask(client)
    assert answer.status_code == 503
    assert answer.json()["text"] == wording.BUSY


def test_a_busy_answer_keeps_the_typed_text_and_the_earlier_questions(assistant: Assistant) -> None:
    client = TestClient(application(assistant, Settings(requests_per_minute=1)))
    form = {"question": "Does mirodol work?", "earlier": ["Does zelunor work?"]}
    assert client.post("/simple", data=form).status_code == 200
    busy = client.post("/simple", data=form)
    assert busy.status_code == 503
    assert ">Does mirodol work?</textarea>" in busy.text
    assert busy.text.count('name="earlier"') == 1


def test_a_conversation_counts_as_one_question(assistant: Assistant) -> None:
    site = Site(assistant, Settings(requests_per_minute=1))
    history = ["Does zelunor work?", "Does mirodol work?", "What is a placebo?"]
    replies = site.conversation("What are the side effects of zelunor?", history, "visitor")
    assert [reply.outcome for reply in replies] == ["answered"] * 4


def test_only_the_last_turns_of_a_very_long_conversation_are_answered_again(assistant: Assistant) -> None:
    site = Site(assistant, Settings())
    assert len(site.conversation("Does zelunor work?", ["hello"] * 100, "visitor")) == chat.MOST_TURNS + 1


# --- pages --------------------------------------------------------------------------------------------------------


def test_a_page_is_served_and_one_that_does_not_exist_is_told(client: TestClient) -> None:
    assert 'id="works-dawn"' in client.get("/pages/zelunor").text
    missing = client.get("/pages/<script>")
    assert missing.status_code == 404
    assert words.NOT_FOUND in missing.text
    assert "<script>" not in missing.text


def test_the_simple_page_answers_a_form_and_a_follow_up_keeps_the_drug(client: TestClient) -> None:
    first = client.post("/simple", data={"question": "Does zelunor work?"})
    assert "Zelunor slowed loss of function" in first.text
    second = client.post("/simple", data={"question": "What are the side effects?", "earlier": ["Does zelunor work?"]})
    assert "a sore arm and a rash" in second.text
    assert second.text.count("data-role=assistant") + second.text.count('data-role="assistant"') == 2


def test_a_press_on_a_follow_up_asks_it(client: TestClient) -> None:
    assert "<h2" in client.post("/simple", data={"next": "Does mirodol work?", "question": ""}).text


def test_an_empty_form_leads_back_to_the_page(client: TestClient) -> None:
    assert client.post("/simple", data={"question": " "}, follow_redirects=False).headers["location"] == "/simple"


@pytest.mark.parametrize("typed", ["a\x00b", "x" * 10_001])
def test_a_form_that_cannot_be_answered_keeps_what_was_typed(client: TestClient, typed: str) -> None:
    answer = client.post("/simple", data={"question": typed, "earlier": ["Does zelunor work?"]})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "Zelunor slowed loss of function" in answer.text
    assert typed[:2] in answer.text


def test_a_form_with_a_file_in_it_is_refused(client: TestClient) -> None:
    answer = client.post("/simple", files={"question": b"x"})
    assert answer.status_code == 400
    assert words.BAD_REQUEST in answer.text


def hidden(html: str, name: str) -> list[str]:
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)">', html)


def test_a_new_conversation_can_be_undone_until_the_next_question(client: TestClient) -> None:
    asked = {"earlier": ["Does zelunor work?"]}
    cleared = client.post("/simple", data={"new": "1", "question": "half a que", **asked}).text
    assert "data-role" not in cleared
    assert hidden(cleared, "cleared") == ["Does zelunor work?"]
    assert hidden(cleared, "earlier") == []
    assert ">half a que</textarea>" in cleared
    back = client.post("/simple", data={"undo": "1", "cleared": hidden(cleared, "cleared")}).text
    assert "Zelunor slowed loss of function" in back
    assert hidden(back, "earlier") == ["Does zelunor work?"]
    asked_on = client.post("/simple", data={"question": "hello", "cleared": hidden(cleared, "cleared")}).text
    assert hidden(asked_on, "cleared") == []


def test_a_page_that_has_the_earlier_answers_is_sent_the_new_one_alone(client: TestClient) -> None:
    form = {"question": "What are the side effects?", "earlier": ["Does zelunor work?"], "shown": "1"}
    alone = client.post("/simple", data=form).text
    assert 'data-first="2"' in alone
    assert alone.count('data-role="assistant"') == 1
    assert "a sore arm and a rash" in alone
    assert hidden(alone, "earlier") == ["Does zelunor work?", "What are the side effects?"]
    whole = client.post("/simple", data={**form, "shown": "5"}).text
    assert whole.count('data-role="assistant"') == 2


def test_display_settings_stand_in_the_address_and_stay_through_a_question(client: TestClient) -> None:
    address = "/simple?text=big&buttons=big&contrast=high"
    assert '<html lang="en" class="big-text big-buttons high-contrast">' in client.get(address).text
    answer = client.post(address, data={"question": "Does zelunor work?"}).text
    assert 'class="big-text big-buttons high-contrast"' in answer
    assert 'action="/simple?text=big&amp;buttons=big&amp;contrast=high#' in answer
    assert '<html lang="en">' in client.get("/simple?text=huge&colour=pink").text


def test_a_press_on_a_display_setting_keeps_the_conversation_and_what_is_typed(client: TestClient) -> None:
    form = {"keep": "1", "question": "half a que", "earlier": ["Does zelunor work?"]}
    answer = client.post("/simple?text=big", data=form).text
    assert answer.count('data-role="assistant"') == 1
    assert ">half a que</textarea>" in answer


def test_pages_are_found_by_any_name_also_a_misspelt_one(client: TestClient) -> None:
    found = client.get("/pages", params={"q": "ZELU"}).text
    assert "/pages/zelunor" in found
    assert "/pages/mirodol" not in found
    nothing = client.get("/pages", params={"q": "<script>"}).text
    assert words.SEARCH_NONE in nothing
    assert "<script>alert" not in nothing
    assert 'value="&lt;script&gt;"' in nothing


def test_a_page_explains_its_words_beside_and_never_within_a_sentence(
    client: TestClient, page: dict[str, Page]
) -> None:
    html = client.get("/pages/zelunor").text
    explained = re.search(r'<details class="words">.*?</details>', html)
    assert explained
    assert "/pages/about#" in explained[0]
    for unit in page["zelunor"].units.values():
        assert f'id="{unit.id}"' in html
        assert str(escape(unit.plain)) in html
    assert 'name="next" value="Does zelunor work?"' in html


# --- the frame of another site --------------------------------------------------------------------------------------

HOSTS = "https://charity.example http://127.0.0.1:8000"


def test_no_site_may_frame_any_page_unless_the_settings_name_it(client: TestClient) -> None:
    assert client.get("/embed").status_code in {404, 405}


def test_the_sites_of_the_settings_may_frame_the_one_page_for_that(assistant: Assistant) -> None:
    client = TestClient(application(assistant, Settings(embed_hosts=HOSTS)))
    for answer in (client.get("/embed"), client.post("/embed", data={"question": "Does zelunor work?"})):
        assert answer.status_code == 200
        assert f"frame-ancestors {HOSTS}" in answer.headers["content-security-policy"]
        assert "x-frame-options" not in answer.headers
        assert 'action="/embed#' in answer.text
    for path in ("/", "/simple", "/pages", "/pages/zelunor"):
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"


def test_the_name_and_the_contact_line_of_the_settings_are_shown_escaped(assistant: Assistant) -> None:
    client = TestClient(application(assistant, Settings(name="Answers <b>&", contact="Write to <i>us")))
    for path in ("/simple", "/pages"):
        assert "Answers &lt;b&gt;&amp;" in client.get(path).text
    assert "Contact: Write to &lt;i&gt;us" in client.get("/simple").text
    assert "<b>&" not in client.get("/").text


# --- counts and reports: off unless the settings name a place -------------------------------------------------------

REPORTED = {"question": "Does zelunor work?", "text": "Zelunor cures. [1]", "version": "abc"}


def test_without_a_setting_no_button_is_shown_and_nothing_is_kept(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    html = client.post("/simple", data={"question": "Does zelunor work?"}).text
    assert words.HELPED not in html
    assert words.REPORT not in html
    assert client.post("/counted", data={"helped": "yes"}).status_code == 405
    assert client.post("/report", data=REPORTED).status_code == 405
    assert list(tmp_path.rglob("*")) == []


def test_presses_are_counted_and_nothing_else_is_written(assistant: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "counts.json"
    client = TestClient(application(assistant, Settings(counts=str(file))))
    html = client.post("/simple", data={"question": "Does zelunor work?"}).text
    assert words.HELPED in html
    assert words.REPORT not in html
    assert not file.exists()
    for helped in ("yes", "no", "yes"):
        assert words.THANKS_COUNTED in client.post("/counted", data={"helped": helped}).text
    assert client.post("/counted", data={"helped": SECRET}).status_code == 400
    assert json.loads(file.read_text()) == {"helped": 2, "did_not_help": 1}
    assert list(tmp_path.iterdir()) == [file]


def test_a_report_holds_what_was_shown_before_it_was_sent(assistant: Assistant, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    client = TestClient(application(assistant, Settings(reports=str(folder))))
    html = client.post("/simple", data={"question": "Does zelunor work?"}).text
    form = re.search(r'<form method="post" action="/report".*?</form>', html)
    assert form
    sent = {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form[0])}
    assert sent.keys() == {"question", "text", "version"}
    seen = unescape(re.sub(r"<input[^>]*>|<[^>]+>", "", form[0]))
    assert all(" ".join(value.split()) in seen for value in sent.values())
    assert not folder.exists()
    assert words.REPORT_SENT in client.post("/report", data=sent).text
    [file] = folder.iterdir()
    kept = json.loads(file.read_text())
    assert kept.keys() == {"day", "question", "reply", "corpus_version"}
    assert (kept["question"], kept["reply"]) == (sent["question"], sent["text"])
    assert file.stat().st_mode & 0o077 == 0


def test_a_visitor_cannot_fill_the_disk(assistant: Assistant, tmp_path: Path) -> None:
    settings = Settings(reports=str(tmp_path / "reports"), requests_per_minute=2)
    client = TestClient(application(assistant, settings))
    long = {**REPORTED, "text": "x" * 100_000}
    assert [client.post("/report", data=long).status_code for _ in range(4)] == [200, 200, 400, 400]
    assert max(file.stat().st_size for file in (tmp_path / "reports").iterdir()) < 70_000


# --- the chat's own function --------------------------------------------------------------------------------------


def turns(assistant: Assistant, text: str, before: str, **limits: int) -> tuple[str, list[str], str]:
    html, earlier, left = chat._turns(Site(assistant, Settings(**limits)).conversation, text, before, visitor="visitor")
    return html, json.loads(earlier), left


def test_the_chat_keeps_the_questions_and_empties_the_box(assistant: Assistant) -> None:
    html, earlier, left = turns(assistant, "What are the side effects?", '["Does zelunor work?"]')
    assert earlier == ["Does zelunor work?", "What are the side effects?"]
    assert "a sore arm and a rash" in html
    assert left == ""


@pytest.mark.parametrize("typed", ["a\x00b", "x" * 10_001])
def test_the_chat_says_what_is_wrong_and_keeps_the_text(assistant: Assistant, typed: str) -> None:
    html, earlier, left = turns(assistant, typed, '["Does zelunor work?"]')
    assert 'id="problem"' in html
    assert "Zelunor slowed loss of function" in html
    assert (earlier, left) == (["Does zelunor work?"], typed)


def test_the_chat_keeps_the_text_when_it_is_busy(assistant: Assistant) -> None:
    site = Site(assistant, Settings(requests_per_minute=1))
    chat._turns(site.conversation, "Does zelunor work?", "[]", visitor="visitor")
    html, earlier, left = chat._turns(site.conversation, "Does mirodol work?", "[]", visitor="visitor")
    assert wording.BUSY in html
    assert (json.loads(earlier), left) == ([], "Does mirodol work?")


@pytest.mark.parametrize("before", ["", "{", "{}", "[1, null, {}]", '["a\\u0000b \\ud800"]', "[" * 100_000])
def test_the_chat_survives_any_history(assistant: Assistant, before: str) -> None:
    html, _, _ = turns(assistant, "Does zelunor work?", before)
    assert "Zelunor slowed loss of function" in html
    html.encode("utf-8")


# --- the rim and the socket ---------------------------------------------------------------------------------------


def test_a_failure_anywhere_is_one_line_and_logs_only_its_type(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(scope: Scope, receive: Receive, send: Send) -> None:
        raise LookupError(SECRET)

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope: Scope = {"type": "http", "headers": []}
    asyncio.run(Rim(fail)(scope, receive, send))
    assert sent[0]["status"] == 500
    assert "error" in json.loads(sent[1]["body"])
    assert "LookupError" in caplog.text
    assert SECRET not in caplog.text


def test_a_traceback_is_taken_out_of_every_record() -> None:
    try:
        raise LookupError(SECRET)
    except LookupError as error:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, f"failed {SECRET}", None, (LookupError, error, None))
    assert without_traceback(record)
    assert logging.Formatter().format(record) == "LookupError"


def test_an_address_is_written_as_a_browser_takes_it() -> None:
    with bind("127.0.0.1", 0) as listening:
        assert address(listening) == f"http://127.0.0.1:{listening.getsockname()[1]}"
