"""What `make doctor` prints: one line for each thing that it looked at."""

from enum import Enum
from typing import NamedTuple


class State(Enum):
    """How a thing is; WRONG alone changes the exit code."""

    OK = "ok"
    WEAK = "weak"  # production would refuse it
    SOON = "soon"  # it is about to expire
    NOTE = "note"  # to be known; nothing has to be done
    WRONG = "WRONG"


class Finding(NamedTuple):
    """One line: how it is, what about, and a sentence without any secret."""

    state: State
    about: str
    sentence: str
