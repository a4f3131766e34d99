from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import wording
from assistant.cli import main, written
from assistant.conductor import Asked, Assistant
from tests.server import CORPUS, environment
from tests.test_index import WordCounts


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, index_folder: Path, assistant: Assistant) -> None:
    """Every command of these tests reads the invented corpus, and loads no model of its own."""
    monkeypatch.setattr("assistant.start.open_assistant", lambda *_, **__: assistant)
    monkeypatch.setattr("assistant.embedder.Embedder", lambda *_, **__: WordCounts())
    monkeypatch.setenv("ASSISTANT_CORPUS", str(CORPUS))
    monkeypatch.setenv("ASSISTANT_INDEX", str(index_folder))


Lines = list[dict[str, object]]


def asked(tmp_path: Path, capsys: pytest.CaptureFixture[str], *lines: str | bytes) -> tuple[int, Lines, str]:
    """Exit code, output lines and errors of a batch."""
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b"\n".join(line.encode() if isinstance(line, str) else line for line in lines))
    code = main(["ask", "--jsonl", str(file)])
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


# --- bad usage ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "required"),
        (["dance"], "dance"),
        (["ask"], "Nothing to ask"),
        (["ask", "--dance", "x"], "--dance"),
        (["ask", "one\ntwo", "three\nfour"], "three"),
        (["ask", ""], "empty"),
        (["ask", "   \n"], "empty"),
        (["ask", "x" * 100_000], "100,000 characters"),
        (["ask", "a\x00b"], "NUL"),
        (["ask", "x", "--jsonl", "-"], "two things"),
        (["ask", "--jsonl", "no-such-file"], "cannot be read"),
        (["ask", "--jsonl", "."], "cannot be read"),
        (["ask", "--jsonl", "a\x00b"], "cannot be read"),
        (["serve", "--port", "0"], "no port"),
        (["serve", "--port", "seven"], "no port"),
        (["serve", "--host", "no-such-host.invalid"], "Cannot serve"),
        (["import"], "FILE|URL"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_bad_usage_is_one_line_and_exit_code_2(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert says in err
    assert "Traceback" not in err


def test_a_setting_that_cannot_be_used_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", "many")
    assert main(["check"]) == 2
    assert "ASSISTANT_PORT" in capsys.readouterr().err


def test_a_taken_port_is_told_before_anything_slow_begins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "none"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "expected a free port" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_a_port_out_of_the_environment_is_taken_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        monkeypatch.setenv("ASSISTANT_PORT", port)
        assert main(["serve"]) == 2
    assert port in capsys.readouterr().err


def test_a_failure_nobody_foresaw_tells_its_type_and_nothing_typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LookupError("my secret question")

    monkeypatch.setattr("assistant.start.open_assistant", fail)
    assert main(["ask", "my secret question"]) == 1
    err = capsys.readouterr().err
    assert "LookupError" in err
    assert "secret" not in err


# --- ask ----------------------------------------------------------------------------------------------------------


def test_a_question_is_answered_as_text_with_numbered_sources_and_the_disclaimer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["ask", "Does zelunor work?"]) == 0
    out = capsys.readouterr().out
    assert "[1]" in out
    assert "  [1] Zelunor (Zelubal), Does it work? (checked to 2025-01)" in out
    assert " ".join(out.split()).endswith(wording.DISCLAIMER)
    assert max(len(line) for line in out.splitlines() if "http" not in line and not line.startswith("      ")) <= 88


def test_a_question_is_answered_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Does zelunor work?", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "answered"


def test_a_list_is_written_with_a_row_for_each_drug(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Which drugs are approved in Japan?"]) == 0
    out = capsys.readouterr().out
    assert "\nzelunor [1]" in out
    assert "    Must know: Zelunor is approved for ALS only in Japan." in out


def test_addresses_are_not_broken_over_lines() -> None:
    address = f"https://lines.example/{'a-long-path/' * 10}"
    reply = {
        **{"text": f"Lines: {address}", "table": None, "notices": [], "citations": []},
        **{"ask_next": [], "ask_your_team": [], "disclaimer": "d"},
    }
    assert address in written(reply)


def test_a_batch_is_answered_in_order_and_keeps_each_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        {"id": n if n % 2 else f"q{n}", "question": f"Does {d} work?"} for n, d in enumerate(["zelunor", "mirodol"])
    ]
    code, replies, err = asked(tmp_path, capsys, *map(json.dumps, lines))
    assert (code, err) == (0, "")
    assert [reply["id"] for reply in replies] == ["q0", 1]
    assert [reply["drugs"] for reply in replies] == [["zelunor"], ["mirodol"]]


def test_a_batch_line_carries_its_earlier_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = json.dumps({"id": 1, "question": "What are the side effects?", "history": ["What is zelunor?"]})
    _, replies, _ = asked(tmp_path, capsys, line)
    assert replies[0]["drugs"] == ["zelunor"]


BAD = {
    "not JSON": "{",
    "no object": "[1]",
    "a bare text": '"Does zelunor work?"',
    "no question": '{"id": "bad"}',
    "an empty question": '{"id": "bad", "question": " "}',
    "a number as question": '{"id": "bad", "question": 3}',
    "a NUL": '{"id": "bad", "question": "a\\u0000b"}',
    "too long": json.dumps({"id": "bad", "question": "x" * 100_000}),
    "not UTF-8": b'{"id": "bad", "question": "\xff\xfe"}',
    "a history that is text": '{"id": "bad", "question": "Does zelunor work?", "history": "x"}',
    "a history of numbers": '{"id": "bad", "question": "Does zelunor work?", "history": [1]}',
    "an id that is a list": '{"id": [1], "question": "Does zelunor work?"}',
    "an id that is true": '{"id": true, "question": "Does zelunor work?"}',
    "very deep": "[" * 100_000,
    "a very long number": f'{{"question": {"9" * 5000}}}',
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_line_costs_no_other_line_its_answer(
    bad: str | bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = json.dumps({"id": 7, "question": "Does zelunor work?"})
    code, replies, err = asked(tmp_path, capsys, good, bad, b"", good)
    assert code == 1
    assert [reply.get("outcome") for reply in replies] == ["answered", None, "answered"]
    assert replies[1].keys() == {"id", "error"}
    assert replies[1]["id"] == ("bad" if isinstance(bad, str) and '"bad"' in bad else None)
    assert err.count("\n") == 1
    assert err.startswith("Line 2: ")


def test_a_line_that_fails_inside_costs_no_other_line_its_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Assistant.answer

    def sometimes(self: Assistant, each: Asked) -> object:
        if "mirodol" in each.question:
            raise LookupError(each.question)
        return real(self, each)

    monkeypatch.setattr(Assistant, "answer", sometimes)
    lines = [json.dumps({"id": n, "question": f"Does {d} work?"}) for n, d in enumerate(["mirodol", "zelunor"])]
    code, replies, err = asked(tmp_path, capsys, *lines)
    assert code == 1
    assert [reply["id"] for reply in replies] == [0, 1]
    assert "LookupError" in str(replies[0]["error"])
    assert "mirodol" not in err


@pytest.mark.parametrize(
    "odd", ["\\ud800", "\\udfff\\ud800", "\\u202e", "\\ufeff", "\\ud83d\\ude00", "e\\u0301", "\\u0085", "\\u2028"]
)
def test_odd_characters_do_not_break_the_output(odd: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = f'{{"id": "{odd}", "question": "Does zelunor work {odd}?", "history": ["What is {odd}?"]}}'
    code, replies, _ = asked(tmp_path, capsys, line)
    assert code == 0
    assert replies[0]["outcome"] == "answered"


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, _ = asked(tmp_path, capsys, b'\xef\xbb\xbf{"question": "Does zelunor work?"}\r')
    assert code == 0


def test_lines_are_read_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b'{"id": 1, "question": "Does zelunor work?"}\n\xff\n'))
    monkeypatch.setattr(sys, "stdin", stream)
    assert main(["ask", "--jsonl", "-"]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.slow
def test_a_question_in_broken_bytes_is_answered_in_a_terminal_without_a_language(index_folder: Path) -> None:
    """A lone surrogate out of the arguments, and an ASCII terminal, once ended in a traceback."""
    settings = environment(index_folder, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    command = [sys.executable, "-m", "assistant", "ask", b"Does zelunor work \xff\xe2\x80\x94 for me?", "--json"]
    done = subprocess.run(command, env=settings, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["disclaimer"] == wording.DISCLAIMER


@pytest.mark.slow
def test_a_reader_that_goes_away_ends_the_command_quietly(index_folder: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "Does zelunor work?"}\n' * 200, "utf-8")
    command = f'"{sys.executable}" -m assistant ask --jsonl "{questions}" | head -c 10'
    done = subprocess.run(["bash", "-c", command], env=environment(index_folder), capture_output=True, check=False)
    assert done.stderr.decode().strip() == ""


# --- index and check ----------------------------------------------------------------------------------------------


def test_an_index_is_built_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    assert main(["index", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["new"]
    assert first["embedded"] > 0
    assert main(["index"]) == 0
    assert capsys.readouterr().out == f"Nothing changed; version {first['version']} is in use.\n"


def test_an_index_that_cannot_be_written_is_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index").write_text("a file, no folder", "utf-8")
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    assert main(["index"]) == 2
    assert "could not be written" in capsys.readouterr().err


def copied(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for file in CORPUS.iterdir():
        (corpus / file.name).write_bytes(file.read_bytes())
    return corpus


@pytest.mark.parametrize("command", ["check", "index"])
def test_an_unsound_page_is_told_with_file_and_line_and_exit_code_1(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = copied(tmp_path)
    page = corpus / "zelunor.md"
    page.write_text(page.read_text("utf-8").replace("category: approved", "category: splendid"), "utf-8")
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    assert main([command]) == 1
    out, err = capsys.readouterr()
    assert "zelunor.md:4: category: found 'splendid'" in out + err


@pytest.mark.parametrize("command", ["check", "index"])
def test_a_corpus_that_is_not_there_is_exit_code_2(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_CORPUS", str(tmp_path / "none"))
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    assert main([command]) == 2
    assert "no page" in "".join(capsys.readouterr())


@pytest.mark.skipif(os.getuid() == 0, reason="root reads every file")
def test_a_page_that_cannot_be_read_is_exit_code_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = copied(tmp_path)
    (corpus / "zelunor.md").chmod(0)
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    assert main(["check"]) == 2


def test_a_page_that_is_a_folder_is_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = copied(tmp_path)
    (corpus / "folder.md").mkdir()
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    assert main(["check"]) == 2
    assert "folder.md" in capsys.readouterr().out


def test_findings_are_given_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = copied(tmp_path)
    (corpus / "zelunor.md").write_bytes(b"\xff")
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    assert main(["check", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert ("zelunor.md", "encoding") in {(each["file"], each["rule"]) for each in found["findings"]}
