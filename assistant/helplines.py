"""corpus/helplines.yaml → Helplines: numbers to call, by country. No number comes from anywhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import Fault, PageError
from assistant.frontmatter import FullDate
from assistant.language import fold

FILE = "helplines.yaml"
_WORLD = "001"
# Other names of a country. None of them is a guess; "US" is none, because it is typed "us" as well.
_ALSO_CALLED = {
    "GB": ("UK", "U.K.", "Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland"),
    "US": ("USA", "U.S.A.", "U.S.", "America"),
    "NL": ("Holland",),
    "TR": ("Türkiye",),
}
# "New Mexico", "New South Wales", "North Korea" and "South America" are other places than the names in them.
_OTHER_PLACE = r"(?<!\bnew )(?<!\bnew south )(?<!\bnorth )(?<!\blatin )(?<!\bcentral )(?<!\bsouth (?=america))"


class _Typed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Item(_Typed):
    strength: Literal["strong", "fair"]
    seen: FullDate
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    note: str | None = None


class Emergency(_Item):
    """An emergency number and who answers it."""

    number: str
    service: str


class EmergencyText(_Item):
    """A way to call for help without speaking."""

    number: str
    how: str


class Line(_Item):
    """A crisis or poison line, or an association. An association may be known by its name alone."""

    name: str
    phone: str | None = None
    text: str | None = None
    also: tuple[str, ...] = ()
    hours: str | None = None
    url: str | None = None


class Country(_Typed):
    """What one country has. ``iso`` is its two-letter code; EU and 001 (the world) are fallbacks."""

    country: str
    iso: str
    fallback: bool = False
    emergency: tuple[Emergency, ...] = ()
    emergency_text: tuple[EmergencyText, ...] = ()
    crisis: tuple[Line, ...] = ()
    poison: Line | None = None
    association: Line | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What people call it."""
        return (self.country, *_ALSO_CALLED.get(self.iso, ()))

    @model_validator(mode="after")
    def _lines_can_be_reached(self) -> Self:
        for line in (*self.crisis, *filter(None, [self.poison])):
            if not (line.phone or line.text or line.url):
                raise ValueError(f"expected a phone, text or url of '{line.name}'")
        return self


class Helplines(_Typed):
    """Every country of the file, in its order; may be empty."""

    countries: tuple[Country, ...] = ()

    def named_in(self, text: str) -> Country | None:
        """The country that a text names, or None; a country is never guessed from anything else."""
        folded = fold(text)
        named = [(name, entry) for entry in self.countries if not entry.fallback for name in entry.names]
        for name, entry in sorted(named, key=lambda pair: -len(pair[0])):  # Northern Ireland before Ireland
            if re.search(rf"{_OTHER_PLACE}(?<!\w){re.escape(fold(name))}(?!\w)", folded):
                return entry
        return None

    def of(self, iso: str) -> Country | None:
        """The entry of a country by its code, or None."""
        return next((entry for entry in self.countries if entry.iso == iso), None)

    @property
    def world(self) -> Country | None:
        """The entry that serves when no country is known, or None."""
        return self.of(_WORLD)


def load_helplines(corpus: Path) -> Helplines:
    """The helplines of a corpus; none when it has no such file.

    Raises:
        PageError: The file is not sound.
    """
    file = corpus / FILE
    if not file.is_file():
        return Helplines()
    try:
        text = file.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        found = yaml.constructor.SafeConstructor().construct_document(root)  # what was read, not read again
        return Helplines.model_validate({"countries": found})
    except ValidationError as error:
        raise PageError(
            [
                Fault(
                    FILE,
                    _line(root, problem["loc"][1:]),
                    ".".join(map(str, problem["loc"])),
                    repr(problem["input"])[:60],
                    problem["msg"].removeprefix("Value error, expected "),
                    "Mend this entry.",
                )
                for problem in error.errors()
            ]
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise PageError(
            [Fault(FILE, 1, "file", type(error).__name__, "a list of countries in YAML", "Mend the file.")]
        ) from error


def _line(node: yaml.Node | None, path: Sequence[int | str]) -> int:
    """Line of an entry, counted from 1, or of the nearest one around it that is there."""
    if node is None:
        return 1
    if path and isinstance(node, yaml.SequenceNode):
        return _line(node.value[int(path[0])], path[1:])
    if path and isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == path[0]:
                return _line(value, path[1:])
    return node.start_mark.line + 1
