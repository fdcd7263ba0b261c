"""A ledger with rows for every type of transaction, for attackers to post against.

Amounts (KES) differ from row to row, so that the amount of one is wrong for every other.
"""

from contextlib import closing
from typing import Any

from app.core.clock import utc_now
from app.core.database import transaction
from app.models.reconciliation import MpesaRow
from app.services.ledger import posting
from tests.database.ledger.world import World
from tests.support.databases import Database
from tests.support.payments import make_deposit, make_paybill, make_refund, make_withdrawal
from tests.support.players import make_match, make_player, make_ticket

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
}


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


def _account_ids(database: Database, names: dict[str, object]) -> dict[str, object]:
    codes = {
        f"{short}_{player}": f"{kind}:{names[player]}"
        for short, kind in _KINDS.items()
        for player in _PLAYERS
    }
    codes |= {f"escrow_{name}": f"match_escrow:{names[name]}" for name in ("live", "finished")}
    codes |= _SYSTEM
    with closing(database.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT code, id FROM accounts")
        ids = dict(cursor.fetchall())
    return {name: ids[code] for name, code in codes.items()}
