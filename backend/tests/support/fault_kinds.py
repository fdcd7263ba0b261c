"""Faults of the Call of Duty data provider under which any tests can run."""

from typing import Literal

# `lying`: records that are of the match but name no winner. `treacherous`: all records are sound
# and name the wrong winner; tests say what follows.
FaultKind = Literal["down", "slow", "lying", "html", "treacherous"]
