"""What the staff page can do with pages, without the page: import, edit, check, publish, undo, reports. Knows no HTTP.

Each action is noted with who did it and what came of it. No note holds a question or a text of a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.actions import Action, Actions
from assistant.conductor import Assistant
from assistant.drafts import Drafts
from assistant.errors import AssistantError, Fault, PageError, UsageError
from assistant.gaps import Gap, Gaps
from assistant.index import current_version, version_id
from assistant.intake import DraftPage, take_in
from assistant.lint import Findings, lint, readable_pages
from assistant.pages import parse_page
from assistant.settings import Settings
from assistant.versions import Kept, history, off_text, page_changes, roll_back, switch_off, switch_on, unpublished
from assistant.web.incoming import sound
from assistant.web.kept import Report, Reports
from evals.health import PageHealth, newest_whole, page_health
from evals.staff import words
from evals.staff.desk import Desk
from evals.staff.publishing import Publisher, Publishing

MOST_REPORTS = 20  # shown at a time
MOST_RUNS = 20  # looked through for the newest of all cases


@dataclass(frozen=True)
class Editing:
    """A text in the editor's box.

    Attributes:
        slug: Of the page.
        text: The whole of it.
        shown: State of the page when it was opened; "" when there was none. See ``Drafts.state``.
        findings: What ``check`` says with it in place.
        changes: What it says differently from the page as it stands, one line a change.
        is_draft: Whether a draft of this slug is kept.
        is_page: Whether there is such a page.
    """

    slug: str
    text: str
    shown: str
    findings: tuple[Fault, ...]
    changes: tuple[str, ...]
    is_draft: bool
    is_page: bool


@dataclass(frozen=True)
class Standing:
    """How publication stands.

    Attributes:
        progress: What is going on, or what came of the last publication.
        has_changes: Whether the corpus differs from the version in use.
        changes: What differs, in words; empty also when only ways of asking differ, or a page cannot be read.
        versions: Those that are kept, newest first.
        off: The text that people see while the service is switched off, else None.
        actions: What was done last, newest first.
    """

    progress: Publishing
    has_changes: bool
    changes: tuple[str, ...]
    versions: tuple[Kept, ...]
    off: str | None
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Reported:
    """A report with the pages and units that its text quotes."""

    report: Report
    quoted: tuple[tuple[str, str], ...]


class Curation:
    """The work on the pages over the assistant that serves.

    Args:
        desk: Asks, judges and keeps cases.
        serving: Gives the assistant that answers visitors now.
        settings: Where pages, drafts, index, counts and reports are kept.
        cases: Folder of the cases that the gate asks.
        today: Gives the day against which dates on pages are held.
    """

    def __init__(
        self,
        desk: Desk,
        serving: Callable[[], Assistant],
        settings: Settings,
        cases: Path,
        *,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self._desk = desk
        self._serving = serving
        self._settings = settings
        self._today = today
        self._drafts = Drafts(settings.drafts, settings.corpus)
        self._actions = Actions(settings.index)
        self._reports = Reports(settings.reports, days=settings.reports_days)
        self._gaps = Gaps(Path(settings.gaps), days=settings.gaps_days) if settings.gaps else None
        self.publisher = Publisher(lambda: serving().index.embedder, settings, cases, today=today)

    # --- looking --------------------------------------------------------------------------------------------------

    def health(self) -> tuple[list[PageHealth], str]:
        """How each page stands, and when the run was made that it rests on ("" without one)."""
        summaries = self._desk.archive.summaries(MOST_RUNS)
        name = newest_whole([(name, int(found["cases"])) for name, found in summaries.items()])
        run = self._desk.archive.run(name) if name else None
        return page_health(self.check(), run, today=self._today()), run.made if run else ""

    def check(self) -> Findings:
        """What the house style finds on the corpus as it stands."""
        return lint(self._settings.corpus, today=self._today())

    def gaps(self) -> list[Gap] | None:
        """The gaps that were counted; None when nothing is counted."""
        return None if self._gaps is None else self._gaps.listed()

    def reports(self) -> tuple[list[Reported], int] | None:
        """The newest reports, and how many there are; None when none are kept."""
        if not self._settings.reports:
            return None
        found = self.reported()
        return [Reported(each, self._quoted(each.reply)) for each in found[:MOST_REPORTS]], len(found)

    def reported(self) -> list[Report]:
        """Every report that is kept, newest first."""
        return self._reports.listed()

    def _quoted(self, text: str) -> tuple[tuple[str, str], ...]:
        """Pages and units whose sentences stand in a text, in order of the pages."""
        pages = self._serving().index.pages
        return tuple((page.slug, unit.id) for page in pages for unit in page.units.values() if unit.plain in text)

    def standing(self) -> Standing:
        """How publication stands now."""
        settings = self._settings
        return Standing(
            progress=self.publisher.progress,
            has_changes=self._differs(),
            changes=unpublished(settings.index, settings.corpus),
            versions=tuple(history(settings.index)),
            off=off_text(settings.index),
            actions=tuple(self._actions.listed()),
        )

    def _differs(self) -> bool:
        try:
            standing = version_id(self._settings.corpus, self._serving().index.embedder)
            return (current_version(self._settings.index) or "").partition("-")[0] != standing
        except (AssistantError, OSError):
            return True  # the corpus cannot be read: `check` says why

    # --- drafts and pages -----------------------------------------------------------------------------------------

    def drafts(self) -> list[str]:
        """Slugs of the drafts."""
        return self._drafts.names()

    def take_in(self, who: str, *, address: str, raw: bytes, text: str) -> DraftPage:
        """Imports an address, a file or a pasted text into a draft; overwrites nothing.

        Raises:
            UsageError: Not exactly one was given, or it cannot be read.
        """
        address = address.strip()
        given: list[str | bytes] = [each for each in (address, raw, text.strip().encode("utf-8", "replace")) if each]
        if len(given) != 1:
            raise UsageError(words.ONE_SOURCE)
        if address and not re.match(r"https?://", address, re.IGNORECASE):  # a path would read this machine's files
            raise UsageError(words.NO_ADDRESS)
        draft = take_in(given[0], self._settings.drafts, pages=readable_pages(self._settings.corpus))
        self._note(who, "import", draft.file.stem, "draft written" if draft.written else "draft kept as it was")
        return draft

    def opened(self, *, page: str = "", draft: str = "") -> Editing:
        """A page, or the draft of one, in the editor's box.

        Raises:
            UsageError: There is none.
        """
        return self.looked_at(draft or page, self._drafts.draft(draft) if draft else self._drafts.page(page))

    def looked_at(self, slug: str, text: str, *, shown: str | None = None) -> Editing:
        """What is to be said of a text; nothing is written.

        Args:
            slug: Of the page.
            text: As typed.
            shown: State of the page when it was opened; None when it is opened now.

        Raises:
            UsageError: The slug is none.
        """
        text, now = _tidy(text), self._drafts.state(slug)
        return Editing(
            slug=slug,
            text=text,
            shown=now if shown is None else shown,
            findings=self._drafts.findings(slug, text, today=self._today()),
            changes=self._changes(slug, text) if now else (),
            is_draft=slug in self._drafts.names(),
            is_page=bool(now),
        )

    def _changes(self, slug: str, text: str) -> tuple[str, ...]:
        try:
            old, new = (parse_page(each, f"{slug}.md") for each in (self._drafts.page(slug), text))
        except PageError:
            return ()
        return tuple(page_changes(old, new))

    def keep_draft(self, who: str, slug: str, text: str) -> None:
        """Keeps a text as a draft.

        Raises:
            UsageError: It cannot be written.
        """
        self._drafts.keep(slug, _tidy(text))
        self._note(who, "keep draft", slug)

    def remove_draft(self, who: str, slug: str) -> None:
        """Removes a draft.

        Raises:
            UsageError: There is none, or it cannot be removed.
        """
        self._drafts.remove(slug)
        self._note(who, "remove draft", slug)

    def save_page(self, who: str, slug: str, text: str, *, shown: str) -> None:
        """Saves a text as the page; nobody sees it before it is published.

        Raises:
            PageError: It cannot be read as a page.
            UsageError: The page has changed meanwhile, or cannot be written.
        """
        self._drafts.save(slug, _tidy(text), shown=shown)
        self._note(who, "save page", slug)

    # --- publishing -----------------------------------------------------------------------------------------------

    def publish(self, who: str) -> None:
        """Begins a publication in the background.

        Raises:
            UsageError: One is under way, or there is no gate.
        """
        self.publisher.start(lambda version, outcome: self._note(who, "publish", version, outcome))

    def roll_back(self, who: str, version: str) -> str:
        """Puts an earlier version in use; returns its name.

        Raises:
            UsageError: Publishing is under way.
            IndexVersionError: There is no such version, or it is damaged.
        """
        if self.publisher.progress.is_going:
            raise UsageError(words.PUBLISHING_NOW)
        used = roll_back(self._settings.index, version)
        self._note(who, "roll back", used.version)
        return used.version

    def switch_off(self, who: str, text: str) -> None:
        """Shows a fixed text instead of all answers and pages.

        Raises:
            UsageError: The text is too long, or cannot be written.
        """
        switch_off(self._settings.index, sound(text))
        self._note(who, "switch off")

    def switch_on(self, who: str) -> None:
        """Answers again.

        Raises:
            UsageError: The switch cannot be removed.
        """
        was_off = switch_on(self._settings.index)
        self._note(who, "switch on", outcome="done" if was_off else "was on")

    # --- reports --------------------------------------------------------------------------------------------------

    def make_case(self, who: str, name: str, *, judgement: str, outcome: str, note: str) -> Path:
        """Writes a case for review from a report, with the reply that its question gets now; returns the file.

        Raises:
            UsageError: There is no such report, or something is missing.
        """
        reply, past = self._desk.ask(self._reports.one(name).question, "")
        file = self._desk.save(self._desk.judge(reply, past, judgement, outcome, note))
        self._note(who, "make case", name, file.name)
        return file

    def done_with(self, who: str, name: str) -> None:
        """Removes a report.

        Raises:
            UsageError: There is none.
        """
        self._reports.remove(name)
        self._note(who, "report done", name)

    def _note(self, who: str, what: str, about: str = "", outcome: str = "done") -> None:
        self._actions.note(what, who=who, about=about, outcome=outcome)


def _tidy(text: str) -> str:
    """A text as a browser sends it → as it stands in a file."""
    return str(sound(text)).replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
