"""Passwords: kept as a hash with a salt of its own, and told apart."""

from __future__ import annotations

import io

import pytest

from assistant.cli import main
from assistant.errors import UsageError
from assistant.password import LONGEST, SHORTEST, PasswordHash

PASSWORD = "four quiet words here"  # noqa: S105 - of this test alone


def test_a_hash_fits_its_password_and_no_other() -> None:
    found = PasswordHash.read(str(PasswordHash.of(PASSWORD)))
    assert found.fits(PASSWORD)
    assert not found.fits(PASSWORD + " ")
    assert not found.fits("")
    assert not found.fits("\ud800")


def test_the_same_password_twice_gives_two_hashes() -> None:
    assert str(PasswordHash.of(PASSWORD)) != str(PasswordHash.of(PASSWORD))


@pytest.mark.parametrize("length", [0, SHORTEST - 1, LONGEST + 1])
def test_a_password_that_is_too_short_or_too_long_is_refused(length: int) -> None:
    with pytest.raises(UsageError, match=f"{length} characters"):
        PasswordHash.of("x" * length)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "scrypt",
        "bcrypt$16384$8$1$" + "A" * 22 + "==$" + "A" * 43 + "=",
        "scrypt$16385$8$1$" + "A" * 22 + "==$" + "A" * 43 + "=",  # no power of 2
        "scrypt$1073741824$8$1$" + "A" * 22 + "==$" + "A" * 43 + "=",  # a terabyte a try
        "scrypt$16384$8$1$AAAA$" + "A" * 43 + "=",
        "scrypt$16384$8$1$" + "A" * 22 + "==$",
    ],
)
def test_what_is_no_hash_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any line that is no hash
        PasswordHash.read(text)


def test_the_command_reads_a_line_and_prints_the_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert main(["staff-password"]) == 0
    out, err = capsys.readouterr()
    assert PasswordHash.read(out.strip()).fits(PASSWORD)
    assert PASSWORD not in out + err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("second", "code"), [(PASSWORD, 0), ("another one altogether", 2)])
def test_a_person_types_it_twice(
    second: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter([PASSWORD, second])
    monkeypatch.setattr("sys.stdin", _Terminal())
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    assert main(["staff-password"]) == code
    assert ("differ" in capsys.readouterr().err) == bool(code)
