"""Finding an opponent, on the wire: the queue, the offer card, challenges and blocks."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.matches.games import Mode, Platform, Title
from app.domain.matchmaking.challenge import ChallengeState
from app.schemas.base import Inbound, MomentOut, MoneyOut, Outbound, Shillings, example
from app.schemas.text import LINE

Name = Annotated[str, Field(min_length=1, max_length=50, pattern=LINE)]


OwnRange = Annotated[int, Field(ge=25, le=2_000)]
"""How many points of rating away an opponent may be at most, whatever waiting would widen."""


class QueueEntry(Inbound):
    """What the player wants to play for (whole KES), and what.

    With `own_range` they meet nobody further away than that, however long they wait.
    """

    model_config = example(
        wager_amount="100", title="mw", mode="gunfight", platform="acti", accept_adjacent=True
    )

    wager_amount: Shillings
    title: Title = Title.MODERN_WARFARE
    mode: Mode = Mode.GUNFIGHT
    platform: Platform = Platform.ACTIVISION
    accept_adjacent: bool = False
    own_range: OwnRange | None = None


class Terms(Outbound):
    """What playing costs now: the fee as a fraction of the pot, and the stakes allowed (KES)."""

    fee_rate: Annotated[float, Field(ge=0, lt=1)]
    minimum_wager: MoneyOut
    maximum_wager: MoneyOut
    tiers: list[MoneyOut]


class Cooldown(Outbound):
    """Recently missed matches. Joining is refused before `until`; it is null for a warning."""

    missed: int
    until: MomentOut | None
    forgotten_at: MomentOut


class ExpectedWait(Outbound):
    """Half wait at most `p50` seconds, nine of ten at most `p90`: estimated from recent searches.

    Of this game only, and those included that found nobody: of `searches`, `found` found somebody.
    A percentile is null where so many gave up that it is not known. `basis` says how like they
    were: for this stake, or for stakes of the same class. With fewer than five searches the whole
    is null, and nobody may be promised a wait.
    """

    p50: int | None
    p90: int | None
    searches: int
    found: int
    basis: Literal["stake", "stakes"]


class EndedSearch(Outbound):
    """The last search, if it ended without its player within the hour; the stake (KES) is back."""

    reason: Literal["absent", "suspended", "tournament"]
    wager_amount: MoneyOut
    ended_at: MomentOut


class Widening(Outbound):
    """What waiting on and the next lower stake would bring; seconds, points and KES."""

    window: int
    opponents_now: int
    in_seconds: int | None
    opponents_then: int
    lower_stake: MoneyOut | None
    opponents_with_lower: int
    expected: ExpectedWait | None
    expected_with_lower: ExpectedWait | None


class Offer(Outbound):
    """The honest offer card. Chances are 0..1; winning more often than `break_even` pays.

    A `gain` is what one match brings on average (KES) at the chance of that name; `basis` says
    whose ratings the chances are from.
    """

    wager_amount: MoneyOut
    prize: MoneyOut
    fee: MoneyOut
    break_even: float
    chance: float
    lowest_chance: float
    highest_chance: float
    gain: MoneyOut
    lowest_gain: MoneyOut
    highest_gain: MoneyOut
    basis: Literal["opponent", "waiting", "window"]
    is_provisional: bool
    widening: Widening | None


class Queue(Outbound):
    """Honest news from the queue; times in seconds, null where we do not know.

    `newcomer_maximum` is the highest stake (KES) that this player may set while little is known of
    how well they play; null when only the `terms` bound it. `from_match_id` is the match after
    which this search goes on in its old place, because the opponent was not ready. `ended` is the
    last search of a player who has none now, if we ended it. Without a sign of life nobody is
    paired with a player after `unpaired_after_seconds`, and after `kept_seconds` a search ends.
    """

    terms: Terms
    unpaired_after_seconds: int
    kept_seconds: int
    status: Literal["idle", "searching", "challenging", "matched"]
    cooldown: Cooldown | None = None
    match_id: int | None = None
    from_match_id: int | None = None
    ended: EndedSearch | None = None
    challenge_code: str | None = None
    wager_amount: MoneyOut | None = None
    title: Title | None = None
    mode: Mode | None = None
    platform: Platform | None = None
    accept_adjacent: bool | None = None
    own_range: int | None = None
    newcomer_maximum: MoneyOut | None = None
    queued_at: MomentOut | None = None
    waited_seconds: int | None = None
    waiting_players: int | None = None
    expected_wait_seconds: int | None = None
    expected_wait_p90_seconds: int | None = None
    widening: Widening | None = None


class ChallengeRequest(Inbound):
    """What to play for (whole KES), and with whom: without a name, with whoever has the link.

    `own_range` keeps players further away than that from taking a challenge without a name.
    """

    model_config = example(
        wager_amount="100", title="mw", mode="gunfight", platform="acti", opponent="barasa"
    )

    wager_amount: Shillings
    title: Title = Title.MODERN_WARFARE
    mode: Mode = Mode.GUNFIGHT
    platform: Platform = Platform.ACTIVISION
    opponent: Name | None = None
    own_range: OwnRange | None = None


class Challenge(Outbound):
    """A challenge, whose stake is held while it is open; `due_at` is when it ends by itself."""

    code: str
    state: ChallengeState
    challenger: str
    opponent: str | None
    rating: int
    own_range: int | None
    rematch_of: int | None
    wager_amount: MoneyOut
    title: Title
    mode: Mode
    platform: Platform
    is_mine: bool
    match_id: int | None
    created_at: MomentOut
    due_at: MomentOut | None


class ChallengeList(Outbound):
    """Open challenges: those to oneself first, then those to everybody."""

    items: list[Challenge]


class Blocks(Outbound):
    """Whom the player does not meet, by name."""

    usernames: list[str]
