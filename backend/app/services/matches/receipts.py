"""The receipt of a finished match: who staked what, how it ended and why, and where the money went.

It is built from what cannot change (terms, reports, rulings, ledger entries), so that the same
match has the same receipt, to the letter, whenever it is asked for.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.core import signing
from app.domain.canonical import canonical
from app.domain.errors import Conflict
from app.domain.matches.states import MatchStatus
from app.domain.money import show
from app.domain.problems import ProblemCode
from app.models.dispute import Appeal, MatchRuling
from app.models.match import Match, MatchEvidence, MatchReport
from app.models.match_picture import MatchPicture
from app.models.user import User
from app.services.matches import views

FORMAT = "wagewars.match-receipt.v1"
_OVER = (MatchStatus.COMPLETED, MatchStatus.CANCELLED)

# Every movement of both stakes and of the pot, as the ledger has it.
_ENTRIES = text("""
SELECT t.id AS transaction_id, t.type, t.created_at, e.seq, d.code AS source, c.code AS target,
       e.amount
  FROM transactions t JOIN entries e ON e.transaction_id = t.id
  JOIN accounts d ON d.id = e.debit_account_id JOIN accounts c ON c.id = e.credit_account_id
 WHERE t.idempotency_key = ANY (:keys) ORDER BY t.id, e.seq
""")


def signed(session: Session, *, match_id: int, viewer: User) -> bytes:
    """Return the signed receipt of a finished match, in the one spelling that verifies.

    For its players and admins. Raises NotFound for others, and Conflict while it goes on.
    """
    seen = views.view(session, match_id=match_id, viewer=viewer)
    match = session.get_one(Match, match_id)
    if match.status not in _OVER:
        raise Conflict(
            ProblemCode.MATCH_MOVED_ON,
            "There is a receipt once the match is over.",
            match_status=match.status,
        )
    receipt = _terms(match, seen) | _history(session, match)
    receipt["ledger"] = _ledger(session, match)
    signature = {"algorithm": signing.ALGORITHM, "value": signing.sign(canonical(receipt))}
    return canonical({"receipt": receipt, "signature": signature})


def _terms(match: Match, seen: views.MatchView) -> dict[str, Any]:
    rules = match.rules_sha256
    return {
        "format": FORMAT,
        "key_id": signing.key_id(),
        "match_id": match.id,
        "title": match.title,
        "mode": match.mode,
        "platform": match.platform,
        "map": seen.map,
        "best_of": match.best_of,
        "rules_sha256": rules.hex() if rules is not None else None,
        "players": {
            "player1": {"id": seen.player1.id, "username": seen.player1.username},
            "player2": {"id": seen.player2.id, "username": seen.player2.username},
        },
        "currency": "KES",
        "stake": show(match.wager_amount),
        "pot": show(match.prize + match.fee),
        "fee": show(match.fee),
        "prize": show(match.prize),
        "tax": show(Decimal(0)),  # withheld when money is paid out, never from a pot
        "status": match.status,
        "result": match.result,
        "reason": match.reason,
        "created_at": _moment(match.created_at),
        "started_at": _moment(match.started_at),
        "completed_at": _moment(match.completed_at),
        "overturned_at": _moment(match.overturned_at),
    }


def _history(session: Session, match: Match) -> dict[str, Any]:
    def rows(table: Any) -> list[Any]:
        found = select(table).where(table.match_id == match.id).order_by(table.id)
        return list(session.scalars(found))

    appeal = session.get(Appeal, match.id)
    return {
        "reports": [
            {
                "seat": match.seat_of(report.user_id),
                "outcome": report.outcome,
                "game": report.replay,
                "at": _moment(report.created_at),
            }
            for report in rows(MatchReport)
        ],
        "pictures": [
            {
                "seat": match.seat_of(picture.user_id),
                "sha256": picture.original_sha256.hex(),
            }
            for picture in rows(MatchPicture)
            if picture.state in {"stored", "expired"}
        ],
        "evidence": [
            {"provider": proof.provider, "sha256": proof.payload_sha256.hex()}
            for proof in rows(MatchEvidence)
        ],
        "rulings": [
            {
                "result": ruling.result,
                "reason": ruling.reason,
                "two_people": ruling.decision == "confirmed",
                "at": _moment(ruling.decided_at),
            }
            for ruling in rows(MatchRuling)
            if ruling.decision in {"alone", "confirmed"} and not ruling.of_appeal
        ],
        "appeal": None
        if appeal is None
        else {
            "decision": appeal.decision,
            "reason": appeal.reason,
            "at": _moment(appeal.decided_at),
        },
    }


def _ledger(session: Session, match: Match) -> list[dict[str, Any]]:
    tickets = (match.player1_ticket_id, match.player2_ticket_id)
    keys = [f"ticket:{ticket}:hold" for ticket in tickets if ticket is not None]
    keys += [f"match:{match.id}:{step}" for step in ("lock", "settle", "overturn")]
    moved: dict[int, dict[str, Any]] = {}
    for row in session.execute(_ENTRIES, {"keys": keys}):
        header = {"id": row.transaction_id, "type": row.type, "at": _moment(row.created_at)}
        entry = {"from": row.source, "to": row.target, "amount": show(row.amount)}
        moved.setdefault(row.transaction_id, header | {"entries": []})["entries"].append(entry)
    return list(moved.values())


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")
