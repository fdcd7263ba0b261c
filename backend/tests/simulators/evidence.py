"""A mark that ties a test to the row of the behaviour table that it proves."""

from collections.abc import Callable
from typing import TypeVar

from simulators.cod.behaviours import COD_BEHAVIOURS
from simulators.daraja.behaviours import BEHAVIOURS

BY_NAME = {behaviour.name: behaviour for behaviour in (*BEHAVIOURS, *COD_BEHAVIOURS)}

Test = TypeVar("Test", bound=Callable[..., None])


def proves(*names: str) -> Callable[[Test], Test]:
    """Say which behaviours the test shows. Raises KeyError for one that is not in the table."""
    for name in names:
        BY_NAME[name]

    def mark(test: Test) -> Test:
        return test

    return mark
