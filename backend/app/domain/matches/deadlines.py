"""How long each step of a match may take, and up to which stake silence counts as consent."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal


@dataclass(frozen=True)
class Deadlines:
    """Deadlines of cod-api.md §3; `max_auto_confirm_stake` (KES) limits what silence confirms."""

    checkin: timedelta = timedelta(minutes=15)
    play: timedelta = timedelta(hours=2)
    late_report: timedelta = timedelta(minutes=30)  # to report after the play window
    minimum_game: timedelta = timedelta(minutes=5)  # no game is over earlier
    answer: timedelta = timedelta(minutes=30)  # to answer the first report, from being told of it
    unreached: timedelta = timedelta(hours=2)  # longer, if nothing shows that they were told
    change: timedelta = timedelta(minutes=2)  # to take one's own report back
    correction: timedelta = timedelta(minutes=10)  # when both claim defeat
    contest: timedelta = timedelta(minutes=15)  # what the game's data propose
    contest_admitted: timedelta = timedelta(minutes=5)  # and the loser has reported it themselves
    contest_high: timedelta = timedelta(minutes=30)  # and the stake is too high for silence
    evidence: timedelta = timedelta(hours=3)
    ruling: timedelta = timedelta(hours=24)
    hold: timedelta = timedelta(hours=24)  # of a prize that not both confirmed
    max_auto_confirm_stake: Decimal = Decimal(1000)
    replays: int = 3


def reminder_is_due(
    *, left: timedelta, answer: timedelta, reminders: tuple[timedelta, ...], sent: int
) -> bool:
    """Say whether the silent one should be reminded, with so much time `left` to answer.

    `reminders` count from the first report, as `answer` does; `sent` have gone out before.
    """
    return sent < len(reminders) and left <= answer - reminders[sent]
