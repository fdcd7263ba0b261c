"""Prizes wait for whatever may still change the places, and then are paid all together."""

from decimal import Decimal

from sqlalchemy import update

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.settings import get_settings
from app.domain.matches.decision import Reason, Result
from app.domain.platform.proposals import Action, Terms
from app.models.risk import PlayerRisk
from app.models.tournament import TournamentParticipant
from app.services.platform import alerts
from app.services.tournaments.bracket import forecasts
from app.services.tournaments.bracket.forecasts import Outlook
from tests.support.house import agree
from tests.support.running import FEE, Event, begin


def _play(event: Event, reason: Reason = Reason.AGREED) -> None:
    while event.row().status == "running":
        for key in event.live():
            event.end(key, Result.PLAYER1, reason)
        event.go_on()


def _after_the_last_match(event: Event) -> None:
    event.let_pass(seconds=get_settings().tournament.finalising_seconds + 1)
    event.go_on()


def _freeze(user_id: int) -> None:
    with transaction() as session:
        session.merge(PlayerRisk(user_id=user_id, score=80, frozen=True, scored_at=utc_now()))


def test_case_1_2_15_all_prizes_wait_while_a_winner_is_under_investigation(
    ledger_balances: None,
) -> None:
    event = begin(4)
    champion = event.state().players[0]
    _freeze(champion)
    _play(event)
    _after_the_last_match(event)
    assert (event.row().status, event.prizes()) == ("finalising", {})
    with transaction() as session:
        assert alerts.count_open(session)["tournament_prizes_wait"] == 1

    agree(Terms(Action.RISK_CLEAR, user_id=champion))
    event.let_pass(minutes=6)
    event.go_on()
    assert event.row().status == "paid"
    assert sum(event.prizes().values()) == 4 * FEE * Decimal("0.9")


def test_case_1_2_10_all_prizes_wait_until_nobody_can_appeal_against_a_ruling(
    ledger_balances: None,
) -> None:
    event = begin(4)
    _play(event, Reason.RULED)
    _after_the_last_match(event)
    due_at = event.row().due_at
    assert event.row().status == "finalising"
    assert due_at is not None
    event.let_pass(seconds=get_settings().match.appeal_seconds + 60)
    event.go_on()
    assert event.row().status == "paid"


def test_who_is_barred_gets_no_prize_and_those_below_move_up(
    ledger_balances: None,
) -> None:
    event = begin(4)
    _play(event)
    places = event.state().players[:2]
    with transaction() as session:
        session.execute(
            update(TournamentParticipant)
            .where(
                TournamentParticipant.tournament_id == event.id,
                TournamentParticipant.user_id == places[0],
            )
            .values(is_barred=True)
        )
    _after_the_last_match(event)
    assert places[0] not in event.prizes()
    assert event.prizes()[places[1]] == max(event.prizes().values())


def test_everybody_who_waits_is_told_when_they_play(ledger_balances: None) -> None:
    event = begin(8)
    event.end("W1.1", Result.PLAYER1)
    event.go_on()
    with transaction() as session:
        assert forecasts.find_stale(session, now=event.now) == [event.id]
        forecasts.refresh(session, event.id, now=event.now)
        assert forecasts.find_stale(session, now=event.now) == []
    outlook = Outlook.of(event.row())
    assert outlook is not None
    winner = event.state().results["W1.1"].winner
    assert winner is not None
    wait = outlook.waits[winner].minutes
    assert wait is not None
    assert 0 <= wait[0] < wait[1] <= outlook.finish[1]
