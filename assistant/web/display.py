"""Fields of an address → how large and how strong a page is shown. Works without scripts; stores nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.web import words

# Field of the address, its value when on, the class that site.css knows, the words on the button.
_CHOICES = {
    "text": ("big", "big-text", words.BIGGER_TEXT),
    "buttons": ("big", "big-buttons", words.BIGGER_BUTTONS),
    "contrast": ("high", "high-contrast", words.HIGH_CONTRAST),
}


@dataclass(frozen=True)
class Display:
    """Which display settings are on; each is a key of ``choices``."""

    on: frozenset[str] = frozenset()

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Display:
        """The settings that an address asks for; fields and values that nobody knows are left out."""
        return cls(frozenset(key for key, (value, _, _) in _CHOICES.items() if fields.get(key) == value))

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Every setting with the words on its button, in the order shown."""
        return tuple((key, label) for key, (_, _, label) in _CHOICES.items())

    @property
    def classes(self) -> str:
        """What the page's root element is marked with."""
        return " ".join(mark for key, (_, mark, _) in _CHOICES.items() if key in self.on)

    def has(self, key: str) -> bool:
        return key in self.on

    def toggled(self, key: str) -> Display:
        """The same with one setting the other way."""
        return Display(self.on ^ {key})

    def address(self, path: str) -> str:
        """A path with the settings that are on."""
        fields = "&".join(f"{key}={value}" for key, (value, _, _) in _CHOICES.items() if key in self.on)
        return f"{path}?{fields}" if fields else path
