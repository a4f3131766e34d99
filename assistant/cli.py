"""The command line: arguments and environment → the right call → words and an exit code.

Exit codes: 0 done; 1 it ran and found something wrong; 2 it could not run. Errors are one clear line on stderr.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from assistant.errors import AssistantError, Fault, PageError, QuestionError, UsageError
from assistant.settings import Settings, read_settings

if TYPE_CHECKING:
    from assistant.conductor import Asked, Assistant
    from assistant.publish import Publication
    from assistant.reply import Reply

WIDTH = 88  # characters a line in the terminal
_STEP = 64  # texts between two steps of the index


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code. Reads ``os.environ``."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # replies are UTF-8 whatever the terminal's language is set to
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = _parser().parse_args(arguments)
        if options.work == _doctor:  # it tells what is wrong with the settings instead of stopping at them
            return _doctor(options, os.environ)
        return int(options.work(options, read_settings(os.environ)))
    except UsageError as error:
        return _say_error(" ".join(str(error).split()), 2)
    except PageError as error:
        return _say_error("\n".join(str(fault) for fault in error.faults), _code(error.faults))
    except AssistantError as error:
        return _say_error(str(error), 2)
    except KeyboardInterrupt:
        return _say_error("Stopped.", 1)
    except BrokenPipeError:
        # The reader of our output has gone. What is still held back would fail again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 - the rim: the type alone, a message might hold what a person typed
        return _say_error(
            f"Something went wrong ({type(error).__name__}). Please report it with the command you ran.", 1
        )


class _Parser(argparse.ArgumentParser):
    """Bad usage is one line, not a page of help."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See `assistant --help`.")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="assistant", description="Plain answers about ALS/MND drugs, quoted from curated pages.")
    commands = parser.add_subparsers(required=True, metavar="command", parser_class=_Parser)
    serve = commands.add_parser("serve", help="start the web pages and the API")
    serve.add_argument("--host", help="address to serve on (127.0.0.1)")
    serve.add_argument("--port", type=_port, help="port to serve on (7860)")
    serve.set_defaults(work=_serve)
    ask = commands.add_parser("ask", help="answer one question, or a file of questions")
    ask.add_argument("question", nargs="?", help="the question")
    ask.add_argument("--json", action="store_true", help="print the reply as JSON")
    ask.add_argument("--jsonl", metavar="FILE", help='read lines {"id", "question", "history"}; - is standard input')
    ask.set_defaults(work=_ask)
    index = commands.add_parser("index", help="build a new index version from the pages and put it in use")
    index.add_argument("--json", action="store_true", help="print what was done as JSON")
    index.set_defaults(work=_index)
    _add_publishing(commands)
    check = commands.add_parser("check", help="hold the pages against the house style")
    check.add_argument("--json", action="store_true", help="print the findings as JSON")
    check.set_defaults(work=_check)
    cover = commands.add_parser("coverage", help="what is thin or missing on the pages")
    cover.add_argument("page", nargs="?", default="", help="slug of one page; else all")
    cover.add_argument("--json", action="store_true", help="print it as JSON")
    cover.set_defaults(work=_coverage)
    gaps = commands.add_parser("gaps", help="what people asked and no page answers, counted by drug and section")
    gaps.add_argument("--json", action="store_true", help="print the counts as JSON")
    gaps.set_defaults(work=_gaps)
    take = commands.add_parser("import", help="turn a page of a website into a draft page")
    take.add_argument("source", metavar="FILE|URL", help="HTML, saved text, Markdown, or an address")
    take.add_argument("--out", type=Path, metavar="DIR", help="folder for the draft; else that of the settings")
    take.add_argument("--allow-private", action="store_true", help="also from addresses of private networks")
    take.set_defaults(work=_import)
    adopt = commands.add_parser("adopt", help="save a draft as a page of the corpus")
    adopt.add_argument("draft", type=Path, metavar="FILE", help="the draft; the page gets its name")
    adopt.add_argument("--replace", action="store_true", help="also when there is such a page already")
    adopt.set_defaults(work=_adopt)
    done = commands.add_parser("actions", help="who published, rolled back, switched off or saved what, and when")
    done.add_argument("--json", action="store_true", help="print them as JSON")
    done.set_defaults(work=_actions)
    backup = commands.add_parser("backup", help="save everything that cannot be made again into one file")
    backup.add_argument("file", type=Path, metavar="FILE", help="the file to write, such as backup.tar.gz")
    backup.set_defaults(work=_backup)
    restore = commands.add_parser("restore", help="put everything of a backup back")
    restore.add_argument("file", type=Path, metavar="FILE", help="a file that `assistant backup` wrote")
    restore.add_argument("--replace", action="store_true", help="move aside what is there")
    restore.set_defaults(work=_restore)
    doctor = commands.add_parser(
        "doctor", help="look for what keeps this machine from serving well, and say what to do"
    )
    doctor.add_argument("--json", action="store_true", help="print the checks as JSON")
    doctor.set_defaults(work=_doctor)
    password = commands.add_parser("staff-password", help="turn a password for the staff page into a setting")
    password.set_defaults(work=_staff_password)
    return parser


def _add_publishing(commands: Any) -> None:
    publish = commands.add_parser("publish", help="check, build, ask the evals, and put the pages in use or hold them")
    publish.add_argument("--without-evals", action="store_true", help="put the pages in use without asking the evals")
    publish.add_argument("--cases", type=Path, metavar="DIR", help="folder of eval cases; else those of the evals")
    publish.add_argument("--json", action="store_true", help="print what was done as JSON")
    publish.set_defaults(work=_publish)
    back = commands.add_parser("rollback", help="put an earlier version of the pages in use")
    back.add_argument("version", nargs="?", default="", help="its name; else the one in use before")
    back.set_defaults(work=_rollback)
    past = commands.add_parser("history", help="versions that are kept, and what changed in words")
    past.add_argument("--json", action="store_true", help="print them as JSON")
    past.set_defaults(work=_history)
    off = commands.add_parser("off", help="show a fixed text instead of every answer")
    off.add_argument("text", nargs="?", default="", help="the text")
    off.set_defaults(work=_off)
    on = commands.add_parser("on", help="answer again after `off`")
    on.set_defaults(work=_on)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; expected 1 to 65535")
    return int(text)


# --- serve -----------------------------------------------------------------------------------------------------


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    from dataclasses import replace

    from assistant.web.lines import json_line
    from assistant.web.listen import bind

    def say(text: str) -> None:
        _say(json_line(text) if settings.log == "json" else text)

    settings = replace(settings, host=options.host or settings.host, port=options.port or settings.port)
    with bind(settings.host, settings.port) as listening:
        with _progress("Preparing the pages", say=say) as (progress, begin):
            assistant = _open(settings, progress, begin)
        from assistant.start import has_unpublished_changes
        from assistant.web.server import serve  # gradio takes seconds to import

        if has_unpublished_changes(settings, assistant):
            say("The corpus has unpublished changes; run `assistant publish` to publish them.")
        return serve(assistant, settings, listening, say=say)


def _open(settings: Settings, progress: Callable[[int, int], None], begin: Callable[[], None]) -> Assistant:
    from assistant.start import open_assistant  # torch and Chroma take seconds to import

    return open_assistant(settings, progress=progress, on_build=begin)


# --- ask -------------------------------------------------------------------------------------------------------


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    if (options.question is None) == (options.jsonl is None):
        raise UsageError(
            "Nothing to ask, or two things; expected a question or --jsonl FILE. See `assistant ask --help`."
        )
    if options.jsonl is not None:
        with _lines_of(options.jsonl) as lines:
            return _ask_lines(lines, settings)
    from assistant.web.incoming import read_asked

    asked = read_asked({"question": options.question})
    with _progress("Preparing the pages") as (progress, begin):
        assistant = _open(settings, progress, begin)
    reply = _reply(assistant, asked, settings)
    if options.json:
        _out_json(reply.model_dump_json())
    else:
        _out(written(json.loads(reply.model_dump_json())))
    return 0


@contextmanager
def _lines_of(name: str) -> Iterator[Iterable[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - closed below; what goes wrong inside is not about the file
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise UsageError(f"The file {name!r} cannot be read ({reason}); expected lines of JSON.") from error
    with file:
        yield file


def _ask_lines(lines: Iterable[bytes], settings: Settings) -> int:
    with _progress("Preparing the pages") as (progress, begin):
        assistant = _open(settings, progress, begin)
    bad = 0
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        identity, reply = _answered(assistant, raw, settings)
        if isinstance(reply, str):
            bad += 1
            _out_json(json.dumps({"id": identity, "error": reply}, ensure_ascii=False))
            _say(f"Line {number}: {reply}")
        else:
            _out_json(reply.model_dump_json())
    return 1 if bad else 0


def _answered(assistant: Assistant, raw: bytes, settings: Settings) -> tuple[str | int | None, Reply | str]:
    """The id of a line, and its reply or what is wrong with it: a bad line never costs the others their answers."""
    from assistant.web.incoming import read_asked, read_id, read_object

    identity = None
    try:
        fields = read_object(raw)
        identity = read_id(fields)
        return identity, _reply(assistant, read_asked(fields), settings)
    except QuestionError as error:
        return identity, str(error)
    except Exception as error:  # noqa: BLE001 - the rim: the type alone, a message might hold what a person typed
        return identity, f"It could not be answered ({type(error).__name__}). Please report it."


def _reply(assistant: Assistant, asked: Asked, settings: Settings) -> Reply:
    """The reply to a question; the fixed text while the service is switched off."""
    from assistant.versions import off_text

    text = off_text(settings.index)
    return assistant.answer(asked) if text is None else assistant.unavailable(asked, text)


def written(reply: dict) -> str:  # type: ignore[type-arg]
    """A reply as text for a terminal: wrapped, with its table, numbered sources, notices and disclaimer."""
    parts = [_wrapped(reply["text"])]
    if reply["table"]:
        parts += ["\n".join(_rows(reply["table"]))]
    parts += [_wrapped(notice["text"]) for notice in reply["notices"]]
    if reply["citations"]:
        parts.append("Sources\n" + "\n".join(_source(citation) for citation in reply["citations"]))
    if reply["ask_your_team"]:
        parts.append("To ask your care team\n" + "\n".join(f"  - {question}" for question in reply["ask_your_team"]))
    if reply["ask_next"]:
        parts.append("You could ask next\n" + "\n".join(f"  - {question}" for question in reply["ask_next"]))
    parts.append(_wrapped(reply["disclaimer"]))
    return "\n\n".join(parts)


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,  # an address stays one that can be opened
        break_on_hyphens=False,
    )


def _rows(table: dict) -> Iterator[str]:  # type: ignore[type-arg]
    columns = table["columns"]
    for row in table["rows"]:
        marks = "".join(f"[{n}]" for n in row["citations"])
        yield f"{row['cells'][0]} {marks}"
        for column, cell in zip(columns[1:], row["cells"][1:], strict=True):
            yield _wrapped(f"{column}: {cell}", "    ")


def _source(citation: dict) -> str:  # type: ignore[type-arg]
    head = f"  [{citation['n']}] {citation['title']}, {citation['section']} (checked to {citation['checked_to']})"
    names = [
        ", ".join(part for part in (s["title"], s["publisher"], s["date"]) if part)
        + (f" <{s['url']}>" if s["url"] else "")
        for s in citation["sources"]
    ]
    return "\n".join([_wrapped(head.strip(), "  "), *(textwrap.indent(name, "      ") for name in names)])


# --- index, check, import --------------------------------------------------------------------------------------


def _index(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.index import alone, current_version
    from assistant.start import be_quiet, build_index, embedder_of
    from assistant.versions import record_indexed

    be_quiet()
    with _progress("Embedding") as (progress, _), alone(settings.index):
        before = current_version(settings.index) or ""
        built = build_index(settings, embedder_of(settings), progress=progress)
        record_indexed(settings.index, before)
    _note(settings, "index", built.manifest.id, "in use, without evals" if built.fresh else "nothing changed")
    done = {"version": built.manifest.id, "new": built.fresh, "embedded": built.embedded, "reused": built.reused,
            "pages": len(built.manifest.pages), "passages": built.manifest.passages}  # fmt: skip
    if options.json:
        _out(json.dumps(done))
    elif built.fresh:
        _out(f"Version {done['version']} is in use: {done['pages']} pages, {done['passages']} passages "
             f"({done['embedded']} texts embedded, {done['reused']} reused).")  # fmt: skip
        _out("No eval was asked; `assistant publish` asks them first.")
    else:
        _out(f"Nothing changed; version {done['version']} is in use.")
    return 0


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.lint import lint

    found = lint(settings.corpus, today=datetime.now(UTC).date())
    sound = sum(not page.is_background for page in found.pages)
    if options.json:
        _out(json.dumps({"pages": sound, "findings": [asdict(fault) for fault in found.faults]}, ensure_ascii=False))
    else:
        for fault in found.faults:
            _out(str(fault))
        _out(f"{len(found.faults)} findings." if found.faults else f"{sound} drug pages are sound.")
    return _code(found.faults) if found.faults else 0


def _coverage(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.coverage import coverage
    from assistant.errors import IndexVersionError
    from assistant.index import open_current
    from assistant.pages import load_pages
    from assistant.phrasings import load_phrasings
    from assistant.start import be_quiet, embedder_of

    be_quiet()
    pages = load_pages(settings.corpus)
    try:
        embedder = embedder_of(settings)
        index = open_current(settings.index, embedder, server=settings.chroma_url)
    except IndexVersionError as error:
        index = None
        _say(f"Which passages are found is not told: {error}")
    found = [each for each in coverage(pages, load_phrasings(settings.corpus, pages), index)
             if options.page in {"", each.page}]  # fmt: skip
    if not found:
        raise UsageError(f"There is no page {options.page!r}; expected one of {', '.join(p.slug for p in pages)}.")
    if options.json:
        _out(json.dumps([asdict(each) for each in found], ensure_ascii=False))
        return 0
    for each in found:
        _out(each.page)
        for part, title in _THIN.items():
            if listed := getattr(each, part):
                _out(_wrapped(f"{title}: {'; '.join(listed)}", "  "))
    return 0


def _gaps(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.gaps import Gaps

    if not settings.gaps:
        raise UsageError("Nothing is counted; expected a folder in ASSISTANT_GAPS. Set it, and start the server again.")
    found = Gaps(Path(settings.gaps), days=settings.gaps_days).listed()
    if options.json:
        _out(json.dumps([asdict(gap) for gap in found]))
        return 0
    for gap in found:
        named = f"{gap.drug or 'no drug named'}, {gap.section or 'no section'}"
        _out(f"{named}: {gap.unanswered} unanswered, {gap.partial} in part, {gap.not_helped} did not help")
    if not found:
        _out(f"No gap was counted in the last {settings.gaps_days} days.")
    return 0


_THIN = {
    "empty": "says that it has nothing under",
    "thin": "one sentence alone under",
    "regions": "no current row for",
    "facts": "left out",
    "unasked": "no way of asking for",
    "weak": "only sources of the kind 'other' for",
    "unfound": "nearest to no way of asking",
}


def _code(faults: Sequence[Fault]) -> int:
    """2 when a page or the folder could not be read at all, 1 when what was read is not sound."""
    return 2 if any(fault.rule in {"corpus", "file"} for fault in faults) else 1


def _import(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.intake import take_in
    from assistant.lint import readable_pages

    pages = readable_pages(settings.corpus)
    draft = take_in(options.source, options.out or settings.drafts, pages=pages, private=options.allow_private)
    if draft.written:
        _out(f"Draft written to {draft.file}: “{draft.title}”, {draft.words} words, {len(draft.headings)} headings.")
    else:
        _out(f"{draft.file} exists already and stays as it is." + ("" if draft.differences else " Nothing changed."))
    for warning in draft.lost:
        _out(f"Warning: {warning}.")
    if draft.about and draft.written:
        _out(f"The page {draft.about}.md is about the same drug and stays as it is.")
    if draft.differences:
        _out("What the text says differently:")
    for difference in draft.differences:
        _out(textwrap.indent(str(difference), "  "))
    for missing in draft.missing if draft.written else ():
        _out(f"To fill in: {missing}")
    return 0


def _adopt(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.drafts import Drafts

    file, slug = options.draft, options.draft.stem
    drafts = Drafts(file.parent, settings.corpus)
    if file.suffix != ".md":
        raise UsageError(f"{str(file)!r} is no draft; expected the name of a page with .md behind it.")
    text = drafts.draft(slug)
    saved = drafts.save(slug, text, shown=drafts.state(slug) if options.replace else "")
    _note(settings, "save page", slug)
    _out(f"Saved as {saved}; the draft is gone. Nobody sees it before you publish.")
    faults = drafts.findings(slug, text, today=datetime.now(UTC).date())
    for fault in faults:
        _out(str(fault))
    return 1 if faults else 0


def _note(settings: Settings, what: str, about: str = "", outcome: str = "done") -> None:
    from getpass import getuser

    from assistant.actions import Actions

    try:
        who = getuser()
    except (OSError, KeyError):  # a user without a name, as in some containers
        who = "unknown"
    Actions(settings.index).note(what, who=f"{who} (terminal)", about=about, outcome=outcome)


def _actions(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.actions import Actions

    found = Actions(settings.index).listed()
    if options.json:
        _out(json.dumps([asdict(each) for each in found], ensure_ascii=False))
        return 0
    for each in found:
        _out(
            f"{each.when[:16].replace('T', ' ')} UTC  {each.who}: {each.what} {each.about}".rstrip()
            + f", {each.outcome}"
        )
    if not found:
        _out("Nothing was done yet.")
    return 0


# --- publish, rollback, history, off, on -----------------------------------------------------------------------


def _publish(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.publish import find_gates, publish
    from assistant.start import be_quiet, embedder_of

    gates = [] if options.without_evals else find_gates()
    if not gates and not options.without_evals:
        raise UsageError(
            "No evals are installed to hold the pages against. Install them, or publish unchecked with --without-evals."
        )
    be_quiet()
    with _progress("Publishing") as (progress, _):
        done = publish(
            settings,
            embedder_of(settings),
            gates=gates,
            today=datetime.now(UTC).date(),
            cases=options.cases,
            progress=lambda what, made, of: progress(made, of) if made % _STEP == 0 or made == of else None,
        )
    _note(settings, "publish", done.version, done.outcome)
    if options.json:
        _out(json.dumps(asdict(done), ensure_ascii=False))
    else:
        _out("\n".join(_published(done)))
    return 1 if done.reasons else 0


def _published(done: Publication) -> Iterator[str]:
    """What came of publishing, line by line."""
    if done.reasons:
        yield f"Held back, for {len(done.reasons)} reasons. Version {done.version or 'none'} stays in use."
        yield from (f"- {reason}" for reason in done.reasons)
    elif done.published:
        yield f"Version {done.version} is in use ({done.asked} eval cases asked). Running servers take it up."
    else:
        yield f"Nothing changed; version {done.version} is in use."
    yield from (f"  {change}" for change in _some(done.changes))
    yield from (f"Note: {note}" for note in done.notes)


def _some(lines: Sequence[str], most: int = 20) -> list[str]:
    more = len(lines) - most
    return [*lines[:most], *([f"… and {more} more changes"] if more > 0 else [])]


def _rollback(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.versions import roll_back

    used = roll_back(settings.index, options.version)
    _note(settings, "roll back", used.version)
    _out(f"Version {used.version} is in use again, instead of {used.before or 'none'}.")
    for change in _some(used.changes):
        _out(f"  {change}")
    _out(f"The files in {settings.corpus} were not changed: mend them before you publish again.")
    return 0


def _history(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.versions import history, off_text

    kept = history(settings.index)
    off = off_text(settings.index)
    if options.json:
        _out(json.dumps({"off": off, "versions": [asdict(each) for each in kept]}, ensure_ascii=False))
        return 0
    for each in kept:
        when = f"{each.used.how} {each.used.when[:16].replace('T', ' ')}" if each.used else f"built {each.built[:16]}"
        _out(f"{each.version}  {when} UTC, {each.pages} pages" + ("  (in use)" if each.in_use else ""))
        for change in _some(each.used.changes if each.used else ()):
            _out(f"    {change}")
    if not kept:
        _out("No version is kept yet.")
    if off is not None:
        _out(f"The service is switched off: “{off}”")
    return 0


def _off(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.versions import switch_off

    shown = switch_off(settings.index, options.text)
    _note(settings, "switch off")
    _out(f"Switched off. Everyone sees: “{shown}”")
    return 0


def _on(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.versions import switch_on

    was_off = switch_on(settings.index)
    _note(settings, "switch on", outcome="done" if was_off else "was on")
    _out("Switched on again." if was_off else "It was on already.")
    return 0


# --- backup, restore -------------------------------------------------------------------------------------------


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.backup import back_up

    saved = back_up(settings, options.file)
    _out(f"Saved to {options.file}: {', '.join(f'{count} of {name}' for name, count in saved.files.items())}.")
    if saved.files.get("reports"):
        _out(f"Its reports hold questions: keep it safe, and no longer than {settings.reports_days} days.")
    return 0


def _restore(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.backup import restore

    saved = restore(settings, options.file, replace=options.replace)
    _out(f"Restored from {saved.made}: {', '.join(f'{count} of {name}' for name, count in saved.files.items())}.")
    _out("Run `assistant index` to make the index again, or `assistant publish` where one is in use.")
    return 0


# --- doctor ----------------------------------------------------------------------------------------------------


def _doctor(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    from assistant.start import be_quiet

    be_quiet()
    from assistant.doctor import examine  # it loads the model, which takes seconds

    checks = []
    for check in examine(dict(environment), today=datetime.now(UTC).date()):
        checks.append(check)
        if not options.json:
            _out(str(check))
    if options.json:
        told = [{"name": each.name, "ok": each.ok, "found": each.found, "expected": each.expected, "fix": each.fix}
                for each in checks]  # fmt: skip
        _out(json.dumps({"ok": all(each.ok for each in checks), "checks": told}, ensure_ascii=False))
    return 0 if all(each.ok for each in checks) else 1


def _staff_password(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.password import PasswordHash

    _out(str(PasswordHash.of(_typed_password())))
    return 0


def _typed_password() -> str:
    """One line of standard input; typed twice and not shown where a person types it."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    password = getpass("Password for the staff page (not shown): ")
    if getpass("The same again: ") != password:
        raise UsageError("The two differ; expected the same password twice. Try again.")
    return password


# --- saying things ---------------------------------------------------------------------------------------------


def _out(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _out_json(line: str) -> None:
    """JSON on one line also for readers who part lines at other marks than a line feed."""
    for mark in "\u0085\u2028\u2029":
        line = line.replace(mark, f"\\u{ord(mark):04x}")
    _out(line)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _say_error(text: str, code: int) -> int:
    _say(text)
    return code


@contextmanager
def _progress(
    title: str, stream: TextIO | None = None, *, say: Callable[[str], None] = _say
) -> Iterator[tuple[Callable[[int, int], None], Callable[[], None]]]:
    """A bar on stderr while texts are embedded, begun at the first step; a line where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(file=stream or sys.stderr), transient=True)
    task = bar.add_task(title, total=None)
    begun = False

    def begin() -> None:
        nonlocal begun
        if begun:
            return
        begun = True
        if bar.console.is_terminal:
            bar.start()
        else:
            say(f"{title}: this takes a few minutes the first time.")

    def step(done: int, total: int) -> None:
        begin()
        bar.update(task, completed=done, total=total)
        if not bar.console.is_terminal and done * 4 // total > (done - _STEP) * 4 // total:
            say(f"{title}: {done} of {total}.")

    try:
        yield step, begin
    finally:
        if begun and bar.console.is_terminal:
            bar.stop()


if __name__ == "__main__":
    sys.exit(main())
