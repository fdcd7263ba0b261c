"""SIGKILL at each step of a payout or a cancellation: money moves once, or none and then all."""

from decimal import Decimal

import pytest

from app.core.settings import get_settings
from app.domain.matches.decision import Result
from app.workers.tasks.tournaments import sweep_tournaments
from tests.support.arena import Arena
from tests.support.cups import cup
from tests.support.killed_processes import Process, Steps, eventually
from tests.support.running import FEE, Event, begin

_SWEEP = """
import app.workers.celery_app
from app.workers.tasks.tournaments import sweep_tournaments
sweep_tournaments()
"""
# What the payout writes, in this order.
_STEPS = {
    "the first entry is spent": ("UPDATE", "tournament_entries", ""),
    "the first prize is written": ("INSERT", "tournament_prizes", ""),
    "the posting is written": ("INSERT", "transactions", ""),
    "the money moves": ("INSERT", "entries", ""),
    "the tournament is paid": (
        "UPDATE",
        "tournaments",
        "WHEN (OLD.status = 'finalising' AND NEW.status = 'paid')",
    ),
    "places are written": ("UPDATE OF place_first", "tournament_participants", ""),
    "the first is told": ("INSERT", "notifications", ""),
}


def _played(arena: Arena) -> Event:
    """Let a tournament of four be played to its end, and the time of its prizes come."""
    event = begin(4)
    for _ in range(2):
        for key in event.live():
            event.end(key, Result.PLAYER1)
        event.go_on()
    assert event.row().status == "finalising"
    seconds = get_settings().tournament.finalising_seconds + 1
    ago = f"finished_at - interval '{seconds} seconds' - (finished_at - now())"
    arena.sql(f"UPDATE tournaments SET finished_at = {ago}, due_at = now() WHERE id = {event.id}")
    return event


@pytest.mark.parametrize("step", _STEPS)
def test_a_worker_that_is_killed_pays_all_prizes_once(arena: Arena, step: str) -> None:
    event = _played(arena)
    happening, table, when = _STEPS[step]
    steps = Steps(arena.database)
    with steps.held(happening, table, when):
        worker = Process(_SWEEP)
        steps.await_waiter()
        worker.kill()
    assert event.prizes() == {}
    assert event.row().status == "finalising"

    for _ in range(2):
        sweep_tournaments()
    eventually(lambda: event.row().status == "paid", "the payout")
    prizes = event.prizes()
    assert sum(prizes.values()) == FEE * 4 * Decimal("0.9")
    assert event.wallets() == {
        one.id: 500 - FEE + prizes.get(one.id, Decimal(0)) for one in event.players
    }
    postings = "SELECT count(*) FROM transactions WHERE type = 'tournament_prizes'"
    assert arena.sql(postings) == [(1,)]


@pytest.mark.parametrize(
    "step",
    [
        ("INSERT", "entries", ""),
        ("UPDATE", "tournaments", "WHEN (NEW.status = 'cancelled')"),
    ],
)
def test_case_1_20_a_worker_that_is_killed_gives_each_fee_back_once(
    arena: Arena, step: tuple[str, str, str]
) -> None:
    made = cup(arena, min_participants=4)
    players = [arena.player() for _ in range(3)]
    made.join(*players)
    made.act(players[0], "leave").raise_for_status()  # one of them has it back already
    made.open_check_in()
    made.check_in(*players[1:])
    steps = Steps(arena.database)
    made.let_start_come()
    with steps.held(*step):
        worker = Process(_SWEEP)
        steps.await_waiter()
        worker.kill()
    assert (made.see()["status"], made.rows("state")) == ("check_in", ["refunded", "held", "held"])

    for _ in range(2):
        made.sweep()
    eventually(lambda: made.see()["status"] == "cancelled", "the cancellation")
    assert {player.wallet() for player in players} == {("500.00", "0.00")}
    postings = "SELECT count(*) FROM transactions WHERE type = 'tournament_refund'"
    assert arena.sql(postings) == [(3,)]
    assert [one["type"] for one in players[1].read_inbox()].count("tournament_cancelled") == 1
