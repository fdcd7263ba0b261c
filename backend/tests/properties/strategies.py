"""What a person with two accounts tries in an evening: plans, and anything at all."""

from collections.abc import Callable
from decimal import Decimal

from tests.properties.cheats import DAY, HOUR, MONEY, RESULTS, Evening
from tests.support.arena import Player

# One more match in full would lift the newcomer's highest stake, or three more.
_ONE_MATCH_SHORT, _THREE_MATCHES_SHORT = 112.0, 130.0
OUTCOMES = ["won", "won", "lost", "draw", "problem"]

# ── what a person with two accounts thinks of first ──


def ruled_withdrawn_appealed(evening: Evening) -> None:
    """Have a pot ruled, take it out, and have it ruled again for the other account."""
    for result in RESULTS:
        match_id = evening.play(evening.one, evening.two, 300)
        if match_id is None:
            return
        for player in evening.cheats:
            evening.report(player, match_id, "won")
        evening.rule(match_id, result)
        for player in evening.cheats:
            evening.cash_out(player)
        for player in evening.cheats:
            evening.appeal(player, match_id)
        evening.hear(match_id, "player1" if result != "player1" else "player2")
        for player in evening.cheats:
            evening.cash_out(player)


def ruled_lost_to_the_other_and_appealed(evening: Evening) -> None:
    """Have a pot ruled, lose it to the other account in agreed matches, and appeal then."""
    one, two = evening.cheats
    first = evening.play(one, two, 1_000)
    assert first is not None
    evening.dispute(one, first)
    evening.rule(first, "player1")
    for stake in (200, 180, 360, 700, 1_500):
        match_id = evening.play(two, one, stake)
        if match_id is not None:
            evening.report(two, match_id, "won")
            evening.report(one, match_id, "lost")
    evening.cash_out(two)
    evening.appeal(two, first)
    evening.hear(first, "player2")
    evening.cash_out(two)


def silence_withdrawn_contested(evening: Evening) -> None:
    """Read of it, be silent with one account, take the prize out, and contest with the other."""
    for outcome in ("won", "draw", "problem"):
        match_id = evening.play(evening.one, evening.two, 300)
        if match_id is None:
            continue
        evening.show(evening.one, match_id, match_id)
        evening.report(evening.one, match_id, outcome)
        evening.two.read_inbox()
        evening.sleep(2 * HOUR + 1)
        for player in evening.cheats:
            evening.cash_out(player)
        evening.dispute(evening.two, match_id)
        evening.hear(match_id, "player2")
        for player in evening.cheats:
            evening.cash_out(player)


def a_lie_while_the_other_phone_is_dark(evening: Evening) -> None:
    """Claim a win at once against somebody who plays honestly, whose phone then dies."""
    match_id = evening.play(evening.one, evening.honest, 500)
    assert match_id is not None
    evening.show(evening.one, match_id, 1)
    evening.report(evening.one, match_id, "won")
    for hours in (2, 2):
        evening.sleep(31 * 60)
        assert evening.one.match(match_id)["status"] == "active", "nothing reached the phone"
        evening.sleep(hours * HOUR)
        evening.cash_out(evening.one)
    assert evening.one.match(match_id)["reason"] == "unreached"
    evening.dispute(evening.honest, match_id)
    evening.rule(match_id, "player2")
    assert Decimal(evening.honest.wallet()[0]) == MONEY + 400
    evening.cash_out(evening.one)


def a_lie_that_somebody_reads_who_says_nothing(evening: Evening) -> None:
    """Claim a win at once against somebody who reads that, and whose phone then dies."""
    match_id = evening.play(evening.one, evening.honest, 500)
    assert match_id is not None
    evening.show(evening.one, match_id, 1)
    evening.report(evening.one, match_id, "won")
    evening.honest.read_inbox()
    evening.sleep(31 * 60)
    assert evening.one.match(match_id)["status"] == "active", "nobody can have won at once"
    evening.sleep(2 * HOUR)
    evening.cash_out(evening.one)
    evening.dispute(evening.honest, match_id)
    evening.hear(match_id, "player2")
    assert Decimal(evening.honest.wallet()[0]) == MONEY + 400
    evening.cash_out(evening.one)


def a_defeat_that_a_phone_off_does_not_avert(evening: Evening) -> None:
    """Lose to somebody honest, switch the phone off, and play on with the other account."""
    match_id = evening.play(evening.one, evening.honest, 500)
    assert match_id is not None
    evening.sleep(6 * 60)
    evening.show(evening.honest, match_id, 1)
    evening.report(evening.honest, match_id, "won")
    evening.sleep(31 * 60)
    evening.sleep(2 * HOUR)
    assert evening.honest.match(match_id)["status"] == "disputed", "no phone stops that"
    evening.rule(match_id, "player2")
    for player in evening.cheats:
        evening.cash_out(player)


def one_dispute_after_the_other(evening: Evening) -> None:
    """Freeze the pots of an honest player, who plays on."""
    for stake in (20, 50, 100):
        match_id = evening.play(evening.one, evening.honest, stake)
        assert match_id is not None, "a frozen pot freezes nobody"
        evening.show(evening.one, match_id, 7)
        evening.dispute(evening.one, match_id)
        assert evening.honest.queue()["status"] == "idle"


def draws_to_be_known(evening: Evening) -> None:
    """Draw with the other account, which costs nothing, until they may stake what they like."""
    evening.start_anew(deviation=_ONE_MATCH_SHORT)
    for _ in range(5):
        evening.agree(20, "draw")
    _stake_high(evening, evening.one, 0)


def defeats_to_lead_the_boards(evening: Evening) -> None:
    """Lose to one account with the other one, for a fee of a few shillings a victory."""
    evening.start_anew(deviation=_THREE_MATCHES_SHORT)
    for _ in range(5):
        evening.agree(20, "won")
    evening.agree(500, "won")
    _stake_high(evening, evening.one, 0)


STRATEGIES = (
    ruled_withdrawn_appealed,
    ruled_lost_to_the_other_and_appealed,
    silence_withdrawn_contested,
    a_lie_while_the_other_phone_is_dark,
    a_lie_that_somebody_reads_who_says_nothing,
    a_defeat_that_a_phone_off_does_not_avert,
    one_dispute_after_the_other,
    draws_to_be_known,
    defeats_to_lead_the_boards,
)


# ── and what they try when that does not help ──


def try_anything(evening: Evening, *, steps: int) -> None:
    """Make moves at random, with the honest player in some of the matches."""
    random = evening.random
    if random.random() < 0.5:
        evening.start_anew()
    for _ in range(steps):
        if not evening.matches or random.random() < 0.2:
            _begin(evening)
            continue
        move = random.choice(_MOVES)
        move(evening, random.choice(evening.cheats), random.choice(evening.matches[-4:]))
        if move is _sleep:
            _answer_honestly(evening)


def _sleep(evening: Evening, _player: Player, _match_id: int) -> None:
    evening.sleep(evening.random.choice([60, HOUR, 3 * HOUR, DAY]))


def _read(_evening: Evening, player: Player, _match_id: int) -> None:
    player.read_inbox()


def _cash_out(evening: Evening, player: Player, _match_id: int) -> None:
    evening.cash_out(player)


def _report(evening: Evening, player: Player, match_id: int) -> None:
    evening.report(player, match_id, evening.random.choice(OUTCOMES))


def _show(evening: Evening, player: Player, match_id: int) -> None:
    evening.show(player, match_id, evening.random.randrange(3))


def _rule(evening: Evening, _player: Player, match_id: int) -> None:
    evening.rule(match_id, evening.random.choice([*RESULTS, "replay"]))


def _hear(evening: Evening, _player: Player, match_id: int) -> None:
    evening.hear(match_id, evening.random.choice([None, *RESULTS]))


def _farm(evening: Evening, _player: Player, _match_id: int) -> None:
    outcome = evening.random.choice(["draw", "won", "lost"])
    for _ in range(2):
        evening.agree(20, outcome)


def _stake_high(evening: Evening, player: Player, _match_id: int) -> None:
    evening.play(player, evening.honest, 1_000)


_MOVES: list[Callable[[Evening, Player, int], None]] = [
    *[_report] * 3,
    _show,
    Evening.dispute,
    _rule,
    Evening.appeal,
    _hear,
    _read,
    _cash_out,
    _sleep,
    _farm,
    _stake_high,
]


def _begin(evening: Evening) -> None:
    random = evening.random
    other = random.choice([*evening.cheats, evening.honest])
    mine = random.choice([player for player in evening.cheats if player is not other])
    stake = random.choice([20, 100, 300, 900, 1_500])
    match_id = evening.play(mine, other, stake)
    if match_id is not None and other is evening.honest and random.random() < 0.6:
        evening.report(other, match_id, random.choice(["won", "lost"]))


def _answer_honestly(evening: Evening) -> None:
    """Let the honest player look at their phone: contest and appeal wherever they can."""
    if evening.random.random() < 0.5:
        evening.honest.read_inbox()
    for match_id in evening.matches:
        if evening.honest.id not in evening.players_of(match_id):
            continue
        seen = evening.honest.match(match_id)
        if seen["contest_until"]:
            evening.dispute(evening.honest, match_id)
        if seen["dispute"] and seen["dispute"]["appeal_until"]:
            evening.appeal(evening.honest, match_id)
