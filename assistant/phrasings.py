"""corpus/phrasings/*.yaml → Phrasings: the ways people ask, by the sentence that answers them.

People's questions look like each other far more than like the sentences that answer them, so a question is held
against these. Beside the pages, `phrasings/<slug>.yaml` maps ids of a page's units to questions, and `unsaid` to what
people ask of its drug and it does not say; a page without one is found by its sentences alone. For any drug,
sections.yaml beside this file maps the nine headings to questions, and unsaid.yaml lists what people ask and pages
seldom say. "The drug" stands for every name. For any message, distress.yaml lists what people write in danger and
everyday.yaml what they ask on ordinary days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from assistant.errors import Fault, PageError
from assistant.pages import HEADINGS, YAML_LOADER, Page
from assistant.safety import CRISES, EMERGENCIES, Danger

FOLDER = "phrasings"
UNSAID = "unsaid"  # stands in place of a unit's id; ids of units begin with the key of their section
_GENERAL = Path(__file__).parent


@dataclass(frozen=True)
class Phrasings:
    """Ways of asking, each in the order of its file; every part may be empty.

    Attributes:
        units: Questions by slug and unit id.
        sections: Questions that fit any drug, by section key.
        unsaid: Questions that are not answered, by the slug of the page that does not, and by "" those of any page.
        distress: Messages that tell of danger, by the danger.
        everyday: Messages that tell of none, many of which sound alike.
    """

    units: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unsaid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    distress: Mapping[Danger, tuple[str, ...]] = field(default_factory=dict)
    everyday: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Every question and message once, in order."""
        asked: Iterable[tuple[str, ...]] = (*self.units.values(), *self.sections.values(), *self.unsaid.values())
        groups = (*asked, *self.distress.values(), self.everyday)
        return tuple(dict.fromkeys(text for group in groups for text in group))


def load_phrasings(corpus: Path, pages: Iterable[Page]) -> Phrasings:
    """The phrasings of a corpus with those that fit any drug.

    Raises:
        PageError: A file is not sound, or names a page, unit or section that is not there; all faults are in it.
    """
    reader = _Reader()
    units: dict[tuple[str, str], tuple[str, ...]] = {}
    unsaid: dict[str, tuple[str, ...]] = {}
    known = {page.slug: page for page in pages}
    for file in sorted((corpus / FOLDER).glob("*.yaml")):
        page = known.get(file.stem)
        if page is None:
            reader.fault(file, 1, "page", f"no page '{file.stem}'", "the slug of a page", "Rename or remove the file.")
            continue
        for key, questions in reader.groups(file, known={*page.units, UNSAID}):
            if key == UNSAID:
                unsaid[page.slug] = questions
            else:
                units[page.slug, key] = questions
    if reader.faults:
        raise PageError(reader.faults)
    general = general_phrasings()
    return replace(general, units=units, unsaid={**general.unsaid, **unsaid})


def general_phrasings() -> Phrasings:
    """The phrasings that fit any drug.

    Raises:
        PageError: A file is not sound.
    """
    reader = _Reader()
    sections = dict(reader.groups(_GENERAL / "sections.yaml", known={heading.key for heading in HEADINGS}))
    unsaid = [text for _, questions in reader.groups(_GENERAL / "unsaid.yaml") for text in questions]
    grave = EMERGENCIES | CRISES
    distress = dict(reader.groups(_GENERAL / "distress.yaml", known=grave))
    everyday = [text for _, questions in reader.groups(_GENERAL / "everyday.yaml") for text in questions]
    if not reader.faults and not (distress.keys() == grave and everyday):  # a net with a hole lets danger through
        reader.fault(
            _GENERAL / "distress.yaml", 1, "file", "a danger, or everyday.yaml, without examples", "all", "Add."
        )
    if reader.faults:
        raise PageError(reader.faults)
    return Phrasings(
        sections=sections,
        unsaid={"": tuple(unsaid)},
        distress={Danger(kind): questions for kind, questions in distress.items()},
        everyday=tuple(everyday),
    )


class _Reader:
    """Reads files of questions, gathering faults."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, file: Path, line: int, rule: str, found: str, expected: str, fix: str) -> None:
        self.faults.append(Fault(f"{file.parent.name}/{file.name}", line, rule, found, expected, fix))

    def groups(self, file: Path, *, known: Iterable[str] | None = None) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Keys of a file with their questions; nothing when it does not exist."""
        if not file.is_file():
            return
        try:
            root = yaml.compose(file.read_text(encoding="utf-8"), Loader=YAML_LOADER)
        except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
            line = mark.line + 1 if (mark := getattr(error, "problem_mark", None)) else 1
            self.fault(file, line, "file", type(error).__name__, "lists of questions in YAML", "Mend the file.")
            return
        if not isinstance(root, yaml.MappingNode):
            self.fault(file, 1, "file", "no groups", "ids, each with a list of questions", "Mend the file.")
            return
        seen: dict[str, int] = {}
        for key, value in root.value:
            name, line = str(key.value), key.start_mark.line + 1
            if known is not None and name not in known:
                self.fault(file, line, "id", repr(name), "an id that is on the page", "Mend the id, or remove it.")
            elif name in seen:
                self.fault(file, line, "id", f"{name!r} again", f"one entry (line {seen[name]})", "Join the entries.")
            elif questions := self._questions(file, name, value):
                yield name, questions
            seen[name] = line

    def _questions(self, file: Path, name: str, node: yaml.Node) -> tuple[str, ...]:
        items = node.value if isinstance(node, yaml.SequenceNode) else []
        texts = [
            " ".join(item.value.split()) for item in items if isinstance(item, yaml.ScalarNode) and item.value.strip()
        ]
        if not texts or len(texts) != len(items):
            self.fault(
                file,
                node.start_mark.line + 1,
                "questions",
                f"something else under '{name}'",
                "a list of questions, one a line after '- '",
                "Put questions with a colon in quotes.",
            )
        return tuple(texts)
