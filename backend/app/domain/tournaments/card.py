"""What a picture of a tournament says where its link is shared: only what does not change.

Chats keep such a picture for good. So it has the terms, which are fixed when registration opens,
and no number that moves, such as how many seats are left.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.domain.matches.games import Title
from app.domain.tournaments.vocabulary import Format

_FORMATS = {
    Format.SINGLE_ELIMINATION: "Single elimination",
    Format.DOUBLE_ELIMINATION: "Double elimination",
    Format.ROUND_ROBIN: "Round robin",
    Format.SWISS: "Swiss",
}
_TITLES = {
    Title.MODERN_WARFARE: "Modern Warfare",
    Title.COLD_WAR: "Black Ops Cold War",
    Title.VANGUARD: "Vanguard",
    Title.MOBILE: "Call of Duty: Mobile",
}


@dataclass(frozen=True)
class Card:
    """The terms of a tournament (KES); `starts_at` is in the zone that is shown."""

    name: str
    format: Format
    title: Title
    entry_fee: Decimal
    prize_part: Decimal
    guarantee: Decimal
    seats: int
    starts_at: datetime

    @property
    def lines(self) -> tuple[str, str, str, str]:
        """How and what is played, what it costs, what it pays, and when it starts."""
        start = self.starts_at
        return (
            f"{_FORMATS[self.format]}, {self.seats} seats, {_TITLES[self.title]}",
            f"Entry {_kes(self.entry_fee)}" if self.entry_fee else "Free entry",
            self._prizes,
            f"{start:%a} {start.day} {start:%b}, {start:%H:%M} EAT",
        )

    @property
    def _prizes(self) -> str:
        when_full = self.prize_part * self.seats
        if self.guarantee >= when_full:
            return f"Prizes {_kes(self.guarantee)}" if self.guarantee else "No prizes"
        sure = f"{_kes(self.guarantee)} at least, " if self.guarantee else ""
        return f"Prizes {sure}{_kes(when_full)} with {self.seats} entries"


def _kes(amount: Decimal) -> str:
    return f"KES {amount:,.2f}".removesuffix(".00")
