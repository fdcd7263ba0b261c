"""Tournaments of every format run to their last prize, whatever players and staff do meanwhile."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from app.core.database import transaction
from app.core.settings import get_settings
from app.domain.matches.decision import Reason, Result
from app.domain.tournaments import prizes
from app.domain.tournaments.finish import prize_groups
from app.domain.tournaments.play import matches
from app.domain.tournaments.vocabulary import Ending
from app.models.dispute import Appeal
from app.models.user import User
from app.services.conduct import risk_signals
from app.services.matches.settlement import overturn
from app.services.tournaments import corrections
from tests.support.players import make_player
from tests.support.running import FEE, Event, begin

_FORMATS: list[dict[str, Any]] = [
    {"format": "single_elimination", "bronze": True},
    {"format": "double_elimination"},
    {"format": "round_robin", "groups": 2},
    {"format": "swiss"},
]


def _something_happens(event: Event, dice: Random) -> None:
    """End one open match in one of the ways in which matches end."""
    live = event.live()
    key = dice.choice(list(live))
    winner = dice.choice([Result.PLAYER1, Result.PLAYER2])
    what = dice.random()
    if what < 0.7:
        event.end(key, winner)
    elif what < 0.85:
        event.end(key, winner, Reason.NOT_READY)
    elif what < 0.92:
        event.end(key, Result.VOID, Reason.NOT_READY)
    else:
        event.withdraw(dice.choice([live[key].home_id, live[key].away_id]))


def _is_corrected(event: Event, dice: Random, admin: User) -> None:
    """Let staff turn a result around, and what hangs on it be played again."""
    played = [
        (key, outcome)
        for key, outcome in event.state().results.items()
        if outcome.ending is Ending.PLAYED
    ]
    if not played:
        return
    key, outcome = dice.choice(played)
    names = {one.id: one.username for one in event.players}
    (loser,) = set(matches(event.state())[key].players) - {outcome.winner}
    with transaction() as session:
        corrections.set_result(
            session,
            tournament_id=event.id,
            key=key,
            winner=names[loser],
            ending=Ending.PLAYED,
            reset=True,
            admin=session.merge(admin),
            reason="The recording shows it.",
            now=event.now,
        )


@pytest.mark.parametrize("terms", _FORMATS, ids=lambda terms: str(terms["format"]))
@pytest.mark.parametrize("players", [5, 6, 9])
def test_a_tournament_runs_to_its_last_prize(
    terms: dict[str, Any], players: int, ledger_balances: None
) -> None:
    dice, admin = Random(players), make_player(role="admin")
    event = begin(players, **terms)
    corrections_left = 2
    for _ in range(200):
        event.assert_shown_as_computed()
        if event.row().status == "finalising":
            break
        _something_happens(event, dice)
        event.go_on()
        if corrections_left and dice.random() < 0.2:
            corrections_left -= 1
            _is_corrected(event, dice, admin)
    assert event.row().status == "finalising"
    state = event.state()

    event.let_pass(seconds=get_settings().tournament.finalising_seconds + 1)
    event.go_on()

    pool, house = (FEE * Decimal("0.9") * players), FEE * Decimal("0.1") * players
    groups = prize_groups(state)
    if not groups:
        assert event.row().status == "cancelled"
        assert set(event.wallets().values()) == {Decimal(500)}
        return
    due = prizes.shares(pool, [5000, 3000, 2000], groups)
    assert event.prizes() == due
    expected = {one.id: 500 - FEE + due.get(one.id, Decimal(0)) for one in event.players}
    assert event.wallets() == expected
    assert sum(expected.values()) + house == 500 * players
    event.let_pass(days=2)
    event.go_on()
    assert event.row().status == "archived"


def test_an_appeal_that_is_won_after_the_last_match_has_what_hangs_on_it_played_again(
    ledger_balances: None,
) -> None:
    event, admin = begin(4), make_player(role="admin")
    event.let_pass(hours=-2)  # the database's own clock says when it was overturned
    first = event.live()["W1.1"]
    event.end("W1.1", Result.PLAYER1, Reason.RULED)
    event.end("W1.2", Result.PLAYER1)
    event.go_on()
    event.end("W2.1", Result.PLAYER1)
    event.go_on()
    assert event.row().status == "finalising"

    why = "The recording shows it."
    with transaction() as session:
        session.add(
            Appeal(
                match_id=first.match_id,
                user_id=first.away_id,
                statement=why,
                opened_at=event.now,
                rule_by=event.now,
                decision="overturned",
                result=Result.PLAYER2,
                reason=why,
                decided_by=admin.id,
                decided_at=event.now,
            )
        )
        session.flush()
        overturn(
            session,
            match_id=first.match_id or 0,
            player_ids=(first.home_id, first.away_id),
            result=Result.PLAYER2,
            actor=f"admin:{admin.id}",
            note=why,
            tournament_id=event.id,
        )
    event.go_on()
    assert event.row().status == "running"
    assert list(event.live()) == ["W2.1"]
    assert event.live()["W2.1"].home_id == first.away_id
    event.assert_shown_as_computed()


def test_who_meets_whom_in_tournaments_counts_as_a_signal_and_nothing_was_staked(
    ledger_balances: None,
) -> None:
    event = begin(4)
    event.let_pass(hours=-2)
    row = event.live()["W1.1"]
    event.end("W1.1", Result.PLAYER1)
    with transaction() as session:
        facts = risk_signals.gather(session, user_id=row.home_id, now=event.now)
    names = {one.id: one.username for one in event.players}
    assert (facts.matches, facts.won, facts.stake_won) == (1, 1, Decimal(0))
    assert (facts.partner, facts.partner_matches) == (names[row.away_id], 1)
