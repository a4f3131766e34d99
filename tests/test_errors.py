"""The error tree: whose move it is, told in one line."""

from __future__ import annotations

import inspect

import pytest

from assistant import errors
from assistant.errors import AssistantError, Fault, IndexVersionError, PageError, StationError, UsageError

OURS = [value for _, value in inspect.getmembers(errors, inspect.isclass) if issubclass(value, Exception)]


def test_every_error_of_ours_can_be_caught_as_one() -> None:
    assert len(OURS) > 5
    assert all(issubclass(error, AssistantError) for error in OURS)


def test_the_tree_in_the_docstring_names_every_error() -> None:
    assert [error.__name__ for error in OURS if error.__name__ not in (errors.__doc__ or "")] == []


def test_bad_usage_can_be_told_from_a_failure() -> None:
    usage = {error.__name__ for error in OURS if issubclass(error, UsageError)}
    assert usage == {"UsageError", "QuestionError", "SettingsError", "IntakeError"}
    assert issubclass(errors.EmbedderError, IndexVersionError)


def test_a_fault_is_one_line_with_place_finding_expectation_and_remedy() -> None:
    fault = Fault("zelunor.md", 7, "slug", "'zelu'", "'zelunor'", "Name file and slug alike.")
    assert str(fault) == "zelunor.md:7: slug: found 'zelu'; expected 'zelunor'. Name file and slug alike."


def test_a_page_error_tells_every_fault_on_a_line_of_its_own() -> None:
    faults = [Fault("a.md", n, "rule", "this", "that", "Mend it.") for n in (1, 2)]
    error = PageError(faults)
    assert error.faults == faults
    assert len(str(error).splitlines()) == 2


def test_a_failed_station_tells_its_name_and_keeps_the_cause_to_itself() -> None:
    """The cause may hold what a person typed, so it must not be part of the message."""
    with pytest.raises(StationError) as failure:
        _fail()
    assert str(failure.value) == "Station 'retrieve' failed."
    assert isinstance(failure.value.__cause__, ValueError)


def _fail() -> None:
    try:
        raise ValueError("what a person typed")
    except ValueError as error:
        raise StationError("retrieve") from error
