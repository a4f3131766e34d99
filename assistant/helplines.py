"""corpus/helplines.yaml → Helplines: numbers to call, by country. No number comes from anywhere else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import Fault, PageError
from assistant.language import fold

FILE = "helplines.yaml"
_WORLD = "001"


class _Typed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Item(_Typed):
    strength: Literal["strong", "fair"]
    seen: str
    sources: tuple[str, ...]
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
    """A crisis or poison line, or an association; at least one way to reach it is given."""

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


class Helplines(_Typed):
    """Every country of the file, in its order; may be empty."""

    countries: tuple[Country, ...] = ()

    def named_in(self, text: str) -> Country | None:
        """The country that a text names, or None; a country is never guessed from anything else."""
        folded = fold(text)
        for entry in self.countries:
            if not entry.fallback and re.search(rf"(?<!\w){re.escape(fold(entry.country))}(?!\w)", folded):
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
        return Helplines.model_validate({"countries": yaml.safe_load(file.read_text(encoding="utf-8"))})
    except ValidationError as error:
        raise PageError(
            [
                Fault(FILE, 1, ".".join(map(str, p["loc"])), repr(p["input"])[:60], p["msg"], "Mend this entry.")
                for p in error.errors()
            ]
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise PageError(
            [Fault(FILE, 1, "file", type(error).__name__, "a list of countries in YAML", "Mend the file.")]
        ) from error
