"""What the staff page can do, without the page: runs, cases, comparisons, judgements. Knows no Gradio and no HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.conductor import Asked, Assistant, check_question
from assistant.errors import UsageError
from assistant.reply import Reply
from assistant.web.incoming import earlier_questions, sound
from evals.cases import Case, load_cases, page_version, places
from evals.compare import Comparison, compare
from evals.gate import load_gates, shortfalls
from evals.results import Result, Run
from evals.staff import words
from evals.staff.archive import Archive
from evals.staff.judged import judged_case, write
from evals.staff.rows import Filter, Row, fitting, rows
from evals.staff.underway import UnderWay

MOST_TURNS = 20


@dataclass(frozen=True)
class CaseView:
    """One case of a run, with all that is known of it.

    Attributes:
        result: How it came out.
        case: What was expected; None when it is no longer among the cases.
        place: File and line, or "".
        before: How it came out in the run before, or None.
    """

    result: Result
    case: Case | None
    place: str
    before: Result | None


class Desk:
    """The work of the staff page over the assistant that serves.

    Args:
        serving: Gives the assistant that answers visitors now; another one after pages were published.
        folder: Where runs and judged cases are kept.
        cases: Folder of the cases.
    """

    def __init__(self, serving: Callable[[], Assistant], folder: Path, cases: Path) -> None:
        self._serving = serving
        self.archive = Archive(folder)
        self.under_way = UnderWay(serving, folder)
        self._folder = folder
        self._cases = cases

    @property
    def assistant(self) -> Assistant:
        """Who answers visitors now."""
        return self._serving()

    # --- runs ---------------------------------------------------------------------------------------------------

    def start(self, kind: str, page: str) -> None:
        """Starts a run of the cases of a kind and page; "" is all.

        Raises:
            UsageError: A run is under way, or no case fits.
        """
        self.under_way.start(load_cases(self._cases, kinds=[kind] if kind else [], pages=[page] if page else []))

    def kinds(self) -> list[str]:
        """Kinds of the cases as they stand, by name."""
        return sorted({case.kind for case in load_cases(self._cases)})

    def pages(self) -> list[str]:
        """Pages that some case expects, by name."""
        return sorted({case.pages[0] for case in load_cases(self._cases) if case.pages})

    def short(self, name: str) -> list[str]:
        """What keeps a run from passing the gate; the gates of numbers hold for runs of all cases.

        Raises:
            UsageError: There is no such run.
        """
        run = self.archive.run(name)
        return shortfalls(run, load_gates(), whole=len(run.results) >= len(places(self._cases)))

    # --- cases --------------------------------------------------------------------------------------------------

    def rows(self, name: str, wanted: Filter) -> list[Row]:
        """Cases of a run that fit a filter.

        Raises:
            UsageError: There is no such run.
        """
        before = self.archive.before(name)
        found = rows(self.archive.run(name), self.archive.run(before) if before else None, places(self._cases))
        return fitting(found, wanted)

    def case(self, name: str, identity: str, before: str = "") -> CaseView:
        """One case of a run, beside the run before or the one that is named.

        Raises:
            UsageError: There is no such run, or no such case in it.
        """
        result = _result(self.archive.run(name), identity)
        if result is None:
            raise UsageError(words.NO_SUCH)
        before = before or self.archive.before(name)
        return CaseView(
            result=result,
            case={case.id: case for case in load_cases(self._cases)}.get(identity),
            place=self.places().get(identity, ""),
            before=_result(self.archive.run(before), identity) if before else None,
        )

    def expected(self) -> Mapping[str, Case]:
        """The cases as they stand, by id."""
        return {case.id: case for case in load_cases(self._cases)}

    def places(self) -> Mapping[str, str]:
        """File and line of each case, by id."""
        return places(self._cases)

    def compared(self, before: str, after: str) -> tuple[Run, Run, Comparison]:
        """Two runs, and what differs.

        Raises:
            UsageError: One of them is not there.
        """
        earlier, later = self.archive.run(before), self.archive.run(after)
        return earlier, later, compare(earlier, later)

    # --- ask and judge ------------------------------------------------------------------------------------------

    def ask(self, question: str, earlier: str) -> tuple[Reply, tuple[str, ...]]:
        """A reply, and the earlier questions that it was given with.

        Raises:
            QuestionError: The question cannot be answered as typed.
        """
        text = check_question(sound(question))
        history = tuple(earlier_questions(str(earlier or "").splitlines(), most=MOST_TURNS))
        return self.assistant.answer(Asked(text, history)), history

    def judge(
        self,
        reply: Reply,
        history: Sequence[str],
        judgement: str,
        outcome: str,
        note: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> Case:
        """The case that a judgement makes; nothing is written.

        Raises:
            UsageError: Something is missing.
        """
        versions = {page.slug: page_version(page) for page in self.assistant.index.pages}
        return judged_case(
            reply, history, judgement=judgement, outcome=outcome, note=sound(note), versions=versions, now=now()
        )

    def save(self, case: Case) -> Path:
        """Writes a judged case for review; returns the file.

        Raises:
            UsageError: It cannot be written.
        """
        return write(case, self._folder)

    def summary(self, name: str) -> Mapping[str, Any]:
        """The sums of a run.

        Raises:
            UsageError: There is no such run.
        """
        return self.archive.summary(name)


def _result(run: Run, identity: str) -> Result | None:
    return next((result for result in run.results if result.id == identity), None)
