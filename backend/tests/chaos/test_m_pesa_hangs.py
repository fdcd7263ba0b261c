"""While M-Pesa lets every call hang, the workers go on with all the rest."""

import time
from collections.abc import Callable

from tests.chaos.audit import Auditor
from tests.chaos.player import eventually
from tests.chaos.story import Moment, Story
from tests.chaos.system import House

_HANGING = "SELECT count(*) FROM deposits WHERE state = 'sending'"
_WAITING = "SELECT count(*) FROM deposits WHERE state = 'created'"


def test_calls_that_hang_leave_threads_for_everybody_else(
    house: House, new_stories: Callable[[int], list[Story]], auditor: Auditor
) -> None:
    stories = new_stories(4)
    for story in stories:
        story.play(until=Moment.VERIFIED)
    stories[0].amina.sims("POST", "/faults", {"api": "stkpush", "kind": "hang", "times": 8})
    for story in stories:
        story.play(until=Moment.DEPOSIT_ASKED)

    def hanging() -> int:
        return int(auditor.rows(_HANGING)[0][0])

    most = 0
    until = time.monotonic() + 3
    while time.monotonic() < until:
        most = max(most, hanging())
        time.sleep(0.05)
    assert 3 <= most <= 5, "a worker has eight threads"

    stories[0].amina.sims("DELETE", "/faults")
    eventually(lambda: auditor.rows(_WAITING)[0][0] == 0, "the sweep to send the others")
