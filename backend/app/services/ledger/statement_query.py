"""Build the movements of a statement: their legs, and the payment or match of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.ledger import movement_reasons
from app.domain.ledger.statement import Leg, Movement, MovementReason, MovementType, Outcome, Place
from app.domain.tournaments.lifecycle import ParticipantStatus
from app.models.deposit import Deposit
from app.models.ledger import Account, Entry, Transaction
from app.models.match import Match
from app.models.paybill import PaybillPayment
from app.models.prize_clawback import PrizeClawback, PrizeUpgradePayment
from app.models.staff_proposal import StaffProposal
from app.models.tournament import TournamentEntry, TournamentParticipant
from app.models.withdrawal import Withdrawal

_Named = Row[int, str, str | None]  # an id, a key or phone, and M-Pesa's receipt
_KEY = re.compile(
    r"(deposit|paybill|withdrawal|refund|ticket|entry|tournament|clawback|upgrade|adjustment):(\d{1,18})"
    r":[a-z]+(?::\d+)?"
)
_REFUND = MovementType.WAGER_REFUND.value
_PRIZES = MovementType.TOURNAMENT_PRIZES.value
# How money that was set aside may have ended: the last step of its key, the likelier first.
_ENDS = {
    MovementType.WITHDRAWAL_HOLD: (("paid", Outcome.PAID), ("release", Outcome.RETURNED)),
    MovementType.REFUND_HOLD: (("done", Outcome.PAID), ("release", Outcome.RETURNED)),
}


@dataclass(frozen=True)
class _Details:
    """The details of some rows, each by the id of its own table."""

    legs: dict[int, list[Leg]]
    ends: dict[str, _Named]
    deposits: dict[int, _Named]
    claims: dict[int, str]
    withdrawals: dict[int, Row[int, str, str, str | None]]  # id, phone, state, failure
    matches: dict[int, int]
    results: dict[int, Row[int, str | None, str | None]]  # of matches: id, result, reason
    entries: dict[int, Row[int, int, str | None]]  # id, tournament, status of the participant
    codes: dict[int, str]  # why two people put a wallet right
    prizes: dict[tuple[str, int], int]  # tournaments, by noun and id of a clawback or an upgrade


def build(session: Session, *, user_id: int, rows: Sequence[Row[Any]]) -> list[Movement]:
    """Return the movements of the player's wallet that `rows` name, each with all its legs."""
    if not rows:
        return []
    details = _read_details(session, user_id, rows)
    return [_movement(row, details, user_id) for row in rows]


def _movement(row: Row[Any], details: _Details, user_id: int) -> Movement:
    kind = MovementType(row.type)
    subject, number = _subject(row)
    deposit = details.deposits.get(number) if subject == "deposit" else None
    outcome, end = _end(row, kind, details)
    withdrawal_id = number if subject == "withdrawal" else None
    withdrawal = details.withdrawals.get(withdrawal_id or 0)
    return Movement(
        id=row.id,
        type=kind,
        amount=row.amount,
        balance_after=row.balance_after,
        created_at=row.created_at,
        legs=tuple(details.legs[row.transaction_id]),
        end=tuple(details.legs[end.id]) if end else (),
        outcome=outcome,
        match_id=row.match_id or (details.matches.get(number) if subject == "ticket" else None),
        tournament_id=_tournament(subject, number, details),
        deposit_id=deposit.id if deposit else None,
        withdrawal_id=withdrawal_id,
        phone=deposit.phone if deposit else withdrawal.phone if withdrawal else None,
        receipt=row.mpesa_reference or _receipt(subject, number, deposit, end, details),
        reason=_reason(row, kind, details, user_id),
    )


def _reason(
    row: Row[Any], kind: MovementType, details: _Details, user_id: int
) -> MovementReason | None:
    subject, number = _subject(row)
    if subject == "ticket":
        step = row.idempotency_key.rpartition(":")[2]
        return movement_reasons.of_stake(kind, step=step, actor=row.actor, user_id=user_id)
    if subject == "withdrawal" and number in details.withdrawals:
        withdrawal = details.withdrawals[number]
        return movement_reasons.of_withdrawal(
            kind, state=withdrawal.state, failure=withdrawal.failure
        )
    if kind is MovementType.TOURNAMENT_REFUND:
        status = details.entries[number].status
        return movement_reasons.of_entry_refund(
            row.actor, user_id=user_id, status=ParticipantStatus(status) if status else None
        )
    if subject == "adjustment":
        return MovementReason(details.codes[number])
    if kind is MovementType.WAGER_REFUND:
        match = details.results[row.match_id]
        return movement_reasons.of_refund(result=match.result, because=match.reason)
    return None


def _tournament(subject: str, number: int, details: _Details) -> int | None:
    if subject == "entry":
        return int(details.entries[number].tournament_id)
    if (subject, number) in details.prizes:
        return details.prizes[subject, number]
    return number if subject == "tournament" else None


def _receipt(
    subject: str, number: int, deposit: _Named | None, end: _Named | None, details: _Details
) -> str | None:
    """Return M-Pesa's receipt of a movement whose own header has none; headers are immutable."""
    if subject == "paybill":
        return details.claims.get(number)  # credited once already, to suspense
    found = deposit or end
    return found.mpesa_reference if found else None


def _subject(row: Row[Any]) -> tuple[str, int]:
    found = _KEY.fullmatch(row.idempotency_key)
    return (found[1], int(found[2])) if found else ("", 0)


def _end(row: Row[Any], kind: MovementType, details: _Details) -> tuple[Outcome, _Named | None]:
    if kind not in _ENDS:
        return Outcome.PAID, None
    for key, outcome in _possible_ends(row, kind):
        if key in details.ends:
            return outcome, details.ends[key]
    return Outcome.PENDING, None


def _possible_ends(row: Row[Any], kind: MovementType) -> list[tuple[str, Outcome]]:
    subject = row.idempotency_key.removesuffix("hold")
    return [(subject + step, outcome) for step, outcome in _ENDS[kind]]


def _read_details(session: Session, user_id: int, rows: Sequence[Row[Any]]) -> _Details:
    keys = [
        key
        for row in rows
        if row.type in _ENDS
        for key, _ in _possible_ends(row, MovementType(row.type))
    ]
    ids: dict[str, list[int]] = {}
    for row in rows:
        subject, number = _subject(row)
        ids.setdefault(subject, []).append(number)
    ends = _ends(session, keys) if keys else {}
    transactions = [row.transaction_id for row in rows] + [end.id for end in ends.values()]
    return _Details(
        legs=_legs(session, user_id, transactions),
        ends=ends,
        deposits=_deposits(session, ids.get("deposit", [])),
        claims=_claims(session, ids.get("paybill", [])),
        withdrawals=_withdrawals(session, ids.get("withdrawal", [])),
        matches=_matches(session, user_id, ids.get("ticket", [])),
        results=_results(session, [row.match_id for row in rows if row.type == _REFUND]),
        entries=_entries(session, ids.get("entry", [])),
        codes=_codes(session, ids.get("adjustment", [])),
        prizes=_prizes(session, "clawback", PrizeClawback, ids.get("clawback", []))
        | _prizes(session, "upgrade", PrizeUpgradePayment, ids.get("upgrade", [])),
    )


def _ends(session: Session, keys: list[str]) -> dict[str, _Named]:
    found = session.execute(
        select(Transaction.id, Transaction.idempotency_key, Transaction.mpesa_reference).where(
            Transaction.idempotency_key.in_(keys)
        )
    )
    return {row.idempotency_key: row for row in found}


def _legs(session: Session, user_id: int, transactions: list[int]) -> dict[int, list[Leg]]:
    """Return the legs of each transaction; of prizes only the player's own."""
    debit, credit = aliased(Account), aliased(Account)
    found = session.execute(
        select(
            Entry.transaction_id,
            Entry.amount,
            Transaction.created_at,
            debit.kind.label("source"),
            debit.user_id.label("payer"),
            credit.kind.label("target"),
            credit.user_id.label("payee"),
        )
        .join(Transaction, Transaction.id == Entry.transaction_id)
        .join(debit, debit.id == Entry.debit_account_id)
        .join(credit, credit.id == Entry.credit_account_id)
        .where(
            Entry.transaction_id.in_(transactions),
            or_(Transaction.type != _PRIZES, credit.user_id == user_id),
        )
        .order_by(Entry.transaction_id, Entry.seq)
    )
    legs: dict[int, list[Leg]] = {}
    for row in found:
        leg = Leg(
            source=_place(row.source, row.payer, user_id),
            target=_place(row.target, row.payee, user_id),
            amount=row.amount,
            created_at=row.created_at,
        )
        legs.setdefault(row.transaction_id, []).append(leg)
    return legs


def _place(kind: str, owner: int | None, user_id: int) -> Place:
    return Place(kind) if owner in (None, user_id) else Place.OPPONENT


def _deposits(session: Session, ids: list[int]) -> dict[int, _Named]:
    if not ids:
        return {}
    rows = select(Deposit.id, Deposit.phone, Deposit.mpesa_reference).where(Deposit.id.in_(ids))
    return {row.id: row for row in session.execute(rows)}


def _claims(session: Session, ids: list[int]) -> dict[int, str]:
    rows = select(PaybillPayment.id, PaybillPayment.receipt).where(PaybillPayment.id.in_(ids))
    return {row.id: row.receipt for row in session.execute(rows)} if ids else {}


def _withdrawals(session: Session, ids: list[int]) -> dict[int, Row[int, str, str, str | None]]:
    if not ids:
        return {}
    found = session.execute(
        select(Withdrawal.id, Withdrawal.phone, Withdrawal.state, Withdrawal.failure).where(
            Withdrawal.id.in_(ids)
        )
    )
    return {row.id: row for row in found}


def _results(session: Session, ids: list[int]) -> dict[int, Row[int, str | None, str | None]]:
    if not ids:
        return {}
    found = session.execute(select(Match.id, Match.result, Match.reason).where(Match.id.in_(ids)))
    return {row.id: row for row in found}


def _entries(session: Session, ids: list[int]) -> dict[int, Row[int, int, str | None]]:
    if not ids:
        return {}
    found = session.execute(
        select(TournamentEntry.id, TournamentEntry.tournament_id, TournamentParticipant.status)
        .outerjoin(
            TournamentParticipant,
            (TournamentParticipant.tournament_id == TournamentEntry.tournament_id)
            & (TournamentParticipant.user_id == TournamentEntry.user_id),
        )
        .where(TournamentEntry.id.in_(ids))
    )
    return {row.id: row for row in found}


def _codes(session: Session, ids: list[int]) -> dict[int, str]:
    rows = select(StaffProposal.id, StaffProposal.code).where(StaffProposal.id.in_(ids))
    return {row.id: row.code or "" for row in session.execute(rows)} if ids else {}


def _prizes(
    session: Session,
    noun: str,
    table: type[PrizeClawback] | type[PrizeUpgradePayment],
    ids: list[int],
) -> dict[tuple[str, int], int]:
    if not ids:
        return {}
    found = session.execute(select(table.id, table.tournament_id).where(table.id.in_(ids)))
    return {(noun, row.id): row.tournament_id for row in found}


def _matches(session: Session, user_id: int, tickets: list[int]) -> dict[int, int]:
    """Return the match that each ticket of the player led to, if it led to one."""
    if not tickets:
        return {}
    found: dict[int, int] = {}
    for player, ticket in (
        (Match.player1_id, Match.player1_ticket_id),
        (Match.player2_id, Match.player2_ticket_id),
    ):
        rows = session.execute(
            select(ticket.label("ticket"), Match.id).where(player == user_id, ticket.in_(tickets))
        )
        found |= {row.ticket: row.id for row in rows if row.ticket is not None}
    return found
