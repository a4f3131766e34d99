"""What the web pages are told of the service they belong to: its name, a contact line, which buttons there are.

It holds no address of this machine and no secret: everything in it may be shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.settings import Settings
from assistant.web import words


@dataclass(frozen=True)
class Service:
    """How the pages present themselves.

    Attributes:
        name: Shown as the heading and in the title.
        contact: How to reach those who run it, or "".
        counts: Whether "this helped" can be pressed.
        reports: Whether an answer can be reported.
    """

    name: str = words.SITE
    contact: str = ""
    counts: bool = False
    reports: bool = False

    @classmethod
    def of(cls, settings: Settings) -> Service:
        """The service as it is set up."""
        return cls(
            name=settings.name,
            contact=settings.contact,
            counts=bool(settings.counts or settings.gaps),
            reports=bool(settings.reports),
        )
