"""Settings and clients are built once, and anew after they were cleared."""

import threading
from itertools import count

import pytest

from app.core.built_once import BuiltOnce


def test_it_is_built_once() -> None:
    numbers = count()
    number = BuiltOnce(lambda: next(numbers))
    assert [number(), number()] == [0, 0]


def test_it_is_built_anew_after_it_was_cleared() -> None:
    numbers = count()
    number = BuiltOnce(lambda: next(numbers))
    number()
    number.cache_clear()
    assert [number(), number()] == [1, 1]


def test_what_was_being_built_while_it_was_cleared_is_kept_for_nobody() -> None:
    read, go_on = threading.Event(), threading.Event()
    environment = {"url": "old"}

    def build() -> str:
        url = environment["url"]
        read.set()
        go_on.wait(10)
        return url

    address = BuiltOnce(build)
    thread = threading.Thread(target=address)
    thread.start()
    read.wait(10)
    environment["url"] = "new"
    address.cache_clear()
    go_on.set()
    thread.join(10)
    assert address() == "new"


def test_a_failure_is_not_kept() -> None:
    answers = iter([ValueError("not now"), "built"])

    def build() -> object:
        answer = next(answers)
        if isinstance(answer, ValueError):
            raise answer
        return answer

    thing = BuiltOnce(build)
    with pytest.raises(ValueError, match="not now"):
        thing()
    assert thing() == "built"
