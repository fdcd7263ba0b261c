"""A ledger with rows for every type of transaction, for attackers to post against.

Amounts (KES) differ from row to row, so that the amount of one is wrong for every other.
"""

from contextlib import closing
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.tournaments.lifecycle import TournamentStatus
from app.models.prize_clawback import PrizeAdvance, PrizeClawback, PrizeUpgrade
from app.models.reconciliation import MpesaRow
from app.models.staff_proposal import StaffProposal
from app.models.tournament import SponsorFunding, Tournament, TournamentParticipant
from app.models.user import User
from app.services.ledger import house_postings, posting, prize_postings, tournament_postings
from app.services.platform import dual_control
from app.services.tournaments.money import recovery
from tests.database.ledger.world import World
from tests.support.databases import Database
from tests.support.house import pay_capital_in
from tests.support.payments import make_deposit, make_paybill, make_refund, make_withdrawal
from tests.support.players import make_match, make_player, make_ticket
from tests.support.tournaments import (
    enter,
    fund_sponsor,
    in_order,
    make_tournament,
    pay,
    walk,
)

_PLAYERS = ("amina", "brian", "chebet", "otieno", "dalili")
_KINDS = {
    "wallet": "user_wallet",
    "stake": "user_stake",
    "hold": "user_withdraw_hold",
    "owed": "user_receivable",
}
_SYSTEM = {
    "clearing_in": posting.CLEARING_IN,
    "clearing_out": posting.CLEARING_OUT,
    "float": posting.FLOAT,
    "suspense": posting.SUSPENSE,
    "charges": posting.CHARGES,
    "excise": posting.EXCISE,
    "withholding": posting.WITHHOLDING,
    "fee": posting.PLATFORM_FEE,
    "sponsor": tournament_postings.SPONSOR,
    "recovery": prize_postings.RECOVERY,
    "capital": house_postings.CAPITAL,
    "adjustments": house_postings.ADJUSTMENTS,
}
_CUPS = ("cup_draft", "cup_open", "cup_final")
NEW_PAYMENT = 777_777


def build_payment_world(database: Database) -> World:
    """Give amina a payment of each kind and state, and a match of each status with brian."""
    players = {name: make_player(username=name, money=5000) for name in _PLAYERS}
    amina = players["amina"]
    spent = make_deposit(amina, amount=330, state="credited")
    taken = make_deposit(amina, amount=350, state="credited")
    finished = make_match(players["otieno"], players["dalili"], wager=100, active=True)
    live = make_match(amina, players["brian"], wager=100, active=True)
    rows: dict[str, Any] = {
        "deposit_prompted": make_deposit(amina, amount=310, state="prompted"),
        "deposit_credited": make_deposit(amina, amount=320, state="credited"),
        "withdrawal_held": make_withdrawal(amina, amount=110, state="held"),
        "withdrawal_paid": make_withdrawal(amina, amount=120, state="paid"),
        "withdrawal_released": make_withdrawal(amina, amount=130, state="released"),
        "paybill_received": make_paybill(amount=140, state="received", user=amina),
        "paybill_suspense": make_paybill(amount=145, state="suspense"),
        "paybill_credited": make_paybill(amount=150, state="credited", user=amina),
        "refund_held": make_refund(spent, state="held"),
        "ticket_waiting": make_ticket(players["chebet"], wager=50),
        "live": live,
        "finished": finished,
    }
    names: dict[str, object] = {name: row.id for name, row in rows.items()}
    names |= {name: player.id for name, player in players.items()}
    names["taken_receipt"] = taken.mpesa_reference
    names |= _cups(players) | _clawbacks(players) | _proposals(players)
    with transaction() as session:
        for receipt, kind, amount, original in (
            ("RVRSL00001", "reversal", -350, taken.mpesa_reference),
            ("CLLCTN0001", "collection", 320, None),
            ("CHARGE0001", "charge", -23, None),
        ):
            session.add(
                MpesaRow(
                    receipt=receipt,
                    kind=kind,
                    amount=amount,
                    original_receipt=original,
                    source="pull",
                    completed_at=utc_now(),
                )
            )
        posting.settle_match(
            session,
            match_id=finished.id,
            result="player1",
            reason="agreed",
            actor="system",
            note=None,
        )
    return World(database, names | _account_ids(database, names))


def _cups(players: dict[str, User]) -> dict[str, object]:
    """Draft a tournament, let amina enter one, and amina and brian finish another."""
    fund_sponsor(3_000)
    draft = make_tournament(guarantee=700, status=TournamentStatus.DRAFT)
    opened, final = make_tournament(guarantee=650), make_tournament(guarantee=600)
    entry = enter(opened, players["amina"])
    for name in ("amina", "brian"):
        enter(final, players[name])
    walk(final, TournamentStatus.FINALISING)
    with transaction() as session:
        tournament_postings.open_escrow(session, tournament_id=draft)
        funding = SponsorFunding(
            amount=Decimal(250), reason="For a cup.", proposed_by=players["dalili"].id
        )
        dual_control.propose(session, funding, now=utc_now())
    return {
        "cup_draft": draft,
        "cup_open": opened,
        "cup_final": final,
        "cup_entry": entry,
        "funding": funding.id,
    }


def _clawbacks(players: dict[str, User]) -> dict[str, object]:
    """Pay two tournaments to otieno (120) and dalili (60), and take otieno's in one of them back.

    40 came out of the wallet, and went to dalili, who moved up by 120; 80 are owed. In the other
    one a clawback of dalili's waits, as does an advance in the first.
    """
    cups = [make_tournament(), make_tournament()]
    for cup in cups:
        for name in ("otieno", "dalili"):
            enter(cup, players[name])
        walk(cup, TournamentStatus.FINALISING)
        shares = {players["otieno"].id: Decimal(120), players["dalili"].id: Decimal(60)}
        pay(cup, in_order(shares))
    staff: dict[str, Any] = {"reason": "The recording.", "proposed_by": players["brian"].id}
    now = utc_now()
    with transaction() as session:
        done = PrizeClawback(
            tournament_id=cups[0], user_id=players["otieno"].id, amount=Decimal(120), **staff
        )
        waiting = PrizeClawback(
            tournament_id=cups[1], user_id=players["dalili"].id, amount=Decimal(60), **staff
        )
        advance = PrizeAdvance(tournament_id=cups[0], amount=Decimal(50), **staff)
        for proposal in (done, waiting, advance):
            dual_control.propose(session, proposal, now=now)
        dual_control.decide(session, done, "approved", person_id=players["amina"].id, now=now)
        _take_back(session, done, players, now=now)
    return {
        "cup_back": cups[0],
        "cup_paid": cups[1],
        "clawback_done": done.id,
        "clawback_open": waiting.id,
        "advance_open": advance.id,
        "payment_new": NEW_PAYMENT,
    }


def _take_back(
    session: Session, clawback: PrizeClawback, players: dict[str, User], *, now: datetime
) -> None:
    dalili, barred = players["dalili"].id, players["otieno"].id
    session.execute(
        update(TournamentParticipant)
        .where(
            TournamentParticipant.tournament_id == clawback.tournament_id,
            TournamentParticipant.user_id == barred,
        )
        .values(is_barred=True)
    )
    session.add(
        PrizeUpgrade(
            tournament_id=clawback.tournament_id,
            user_id=dalili,
            amount=Decimal(120),
            created_at=now,
        )
    )
    prize_postings.take_back(
        session,
        clawback_id=clawback.id,
        user_id=barred,
        taken=Decimal(40),
        owed=Decimal(80),
        actor="test",
    )
    cup = session.get_one(Tournament, clawback.tournament_id)
    recovery.pay(session, cup, {dalili: Decimal(40)}, out_of=clawback, actor="test", now=now)


def _proposals(players: dict[str, User]) -> dict[str, object]:
    """Let finance propose capital in and out, and a correction of amina's and of brian's wallet.

    The house has 500 of capital then, and 250 more for the funding and 50 for the advance.
    """
    pay_capital_in(500)
    pay_capital_in(300)
    proposer = make_player(username="farida", role="finance")
    proposals = {
        "capital_in": StaffProposal(action="capital_in", amount=180, receipt="BANKTRNSF1"),
        "capital_out": StaffProposal(action="capital_out", amount=190),
        "correction": StaffProposal(
            action="wallet_adjustment", user_id=players["amina"].id, amount=45, code="our_fault"
        ),
        "debit": StaffProposal(
            action="wallet_adjustment",
            user_id=players["brian"].id,
            amount=-35,
            code="credited_twice",
        ),
    }
    with transaction() as session:
        for row in proposals.values():
            row.reason, row.proposed_by = "It was agreed.", proposer.id
            dual_control.propose(session, row, now=utc_now())
    finance = make_player(username="fatuma", role="finance")
    ids: dict[str, object] = {name: row.id for name, row in proposals.items()}
    return ids | {"finance": finance.id, "proposer": proposer.id}


def _account_ids(database: Database, names: dict[str, object]) -> dict[str, object]:
    codes = {
        f"{short}_{player}": f"{kind}:{names[player]}"
        for short, kind in _KINDS.items()
        for player in _PLAYERS
    }
    codes |= {f"escrow_{name}": f"match_escrow:{names[name]}" for name in ("live", "finished")}
    codes |= {f"pool_{name}": f"tournament_escrow:{names[name]}" for name in _CUPS}
    codes |= _SYSTEM
    with closing(database.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT code, id FROM accounts")
        ids = dict(cursor.fetchall())
    return {name: ids[code] for name, code in codes.items()}
