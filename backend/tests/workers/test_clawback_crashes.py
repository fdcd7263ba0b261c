"""SIGKILL at each step of a clawback and of its recovery: it is done once, or not yet."""

from decimal import Decimal

import pytest

from tests.support.arena import Arena
from tests.support.clawbacks import PaidCup, paid_cup
from tests.support.killed_processes import Process, Steps

_APPROVE = """
from app.core.clock import utc_now
from app.core.database import transaction
from app.models.user import User
from app.services.tournaments.money import clawbacks
with transaction() as session:
    clawbacks.approve(
        session, tournament_id={cup}, clawback_id={clawback}, reason="The recording shows it.",
        admin=session.get_one(User, {admin}), now=utc_now(),
    )
"""
_SWEEP = """
import app.workers.celery_app
from app.workers.tasks.maintenance import sweep_rulings
sweep_rulings()
"""
# What carrying it out writes, in this order.
_STEPS = {
    "it is approved": ("UPDATE", "prize_clawbacks", ""),
    "the player is barred": ("UPDATE OF is_barred", "tournament_participants", ""),
    "the first upgrade is written": ("INSERT", "prize_upgrades", ""),
    "the prize is taken": ("INSERT", "entries", ""),
    "the first payment is written": ("INSERT", "prize_upgrade_payments", ""),
    "the edition is counted": ("UPDATE OF version", "tournaments", ""),
}


def _killed_at(arena: Arena, code: str, step: tuple[str, str, str]) -> None:
    steps = Steps(arena.database)
    with steps.held(*step):
        process = Process(code)
        steps.await_waiter()
        process.kill()


def _proposed(cup: PaidCup) -> int:
    return int(cup.propose(cup.players[0].username)["clawbacks"][0]["id"])


@pytest.mark.parametrize("step", _STEPS)
def test_1_2_12_an_approval_that_is_killed_has_done_nothing(arena: Arena, step: str) -> None:
    cup = paid_cup(arena)
    clawback = _proposed(cup)
    code = _APPROVE.format(cup=cup.id, clawback=clawback, admin=cup.approver.id)
    _killed_at(arena, code, _STEPS[step])
    assert cup.wallets() == [580, 508, 436, 436]
    assert cup.look()["clawbacks"][0]["decision"] is None
    cup.decide("clawbacks/approve", clawback)
    assert cup.wallets() == [400, 580, 490, 490]


def test_1_2_12_a_recovery_that_is_killed_pays_once(arena: Arena) -> None:
    cup = paid_cup(arena)
    cup.spend(cup.players[0], leave=0)
    cup.take_back(cup.players[0])
    cup.pay_in(cup.players[0], 100)
    cup.let_days_pass(4, sweep=False)
    _killed_at(arena, _SWEEP, ("INSERT", "entries", ""))
    assert cup.wallets() == [0, 508, 436, 436]
    for _ in range(2):
        cup.let_days_pass(1)
        assert cup.wallets() == [0, 508 + Decimal(40), 466, 466]
