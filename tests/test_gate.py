from __future__ import annotations

import threading

import pytest

from assistant.web import gate as room
from assistant.web.gate import Gate


def test_a_question_gets_its_turn() -> None:
    with Gate(at_once=1, waiting=0, a_minute=1).turn("a") as mine:
        assert mine


def test_a_visitor_who_asks_too_often_is_told_so_and_others_are_not() -> None:
    gate = Gate(at_once=1, waiting=0, a_minute=2)
    told = []
    for visitor in ("a", "a", "a", "b"):
        with gate.turn(visitor) as mine:
            told.append(mine)
    assert told == [True, True, False, True]


@pytest.mark.parametrize(
    ("visitors", "told"),
    [
        (("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1"), [True, False, True]),
        (("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2", "::ffff:192.0.2.3"), [True, False, True, True]),
        (("", "", "unix"), [True, False, True]),
    ],
)
def test_one_ipv6_network_counts_as_one_visitor(visitors: tuple[str, ...], told: list[bool]) -> None:
    """A household has 2^64 addresses: counted one by one they had no limit."""
    gate = Gate(at_once=1, waiting=0, a_minute=1)
    seen = []
    for visitor in visitors:
        with gate.turn(visitor) as mine:
            seen.append(mine)
    assert seen == told


def test_who_gets_no_turn_in_time_is_told_that_it_is_busy() -> None:
    why: list[str] = []
    gate = Gate(at_once=1, waiting=1, a_minute=9, patience=0.05, refused=why.append)
    with gate.turn("a") as mine, gate.turn("b") as other:
        assert (mine, other) == (True, False)
    assert why == ["full"]
    with gate.turn("c") as mine:
        assert mine


def test_a_minute_later_the_visitor_may_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(room.time, "monotonic", lambda: now[0])
    gate = Gate(at_once=1, waiting=0, a_minute=1)
    told = []
    for second in (0.0, 59.0, 61.0):
        now[0] = second
        with gate.turn("a") as mine:
            told.append(mine)
    assert told == [True, False, True]


def test_more_than_may_wait_are_told_at_once_and_the_rest_get_their_turn() -> None:
    gate = Gate(at_once=1, waiting=1, a_minute=100)
    inside, leave, second = threading.Event(), threading.Event(), []

    def hold() -> None:
        with gate.turn("a"):
            inside.set()
            leave.wait(10)

    def wait() -> None:
        with gate.turn("b") as mine:
            second.append(mine)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(10)
    waiter = threading.Thread(target=wait)
    waiter.start()
    while gate._places._value:  # until the second has taken the one place to wait
        pass
    with gate.turn("c") as mine:
        assert not mine
    leave.set()
    holder.join(10)
    waiter.join(10)
    assert second == [True]
    with gate.turn("d") as mine:
        assert mine


def test_a_failure_inside_gives_the_place_back() -> None:
    gate = Gate(at_once=1, waiting=0, a_minute=100)
    for _ in range(3):
        with pytest.raises(LookupError), gate.turn("a") as mine:
            raise LookupError if mine else AssertionError


def test_the_memory_of_visitors_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_MOST_VISITORS", 3)
    gate = Gate(at_once=1, waiting=0, a_minute=1)
    for visitor in "abcde":
        with gate.turn(visitor):
            pass
    assert len(gate._asked) == 3
