"""The end of a match: its escrow is paid out, once, and both players are notified."""

from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.core.database import Unit
from app.domain.live import LiveType
from app.domain.matches.decision import Reason, Result
from app.services.ledger import posting
from app.services.matches import tournament_hint
from app.services.notifications.notify import announce


def settle(
    session: Unit,
    *,
    match_id: int,
    player_ids: tuple[int, int],
    result: Result,
    reason: Reason,
    actor: str,
    note: str | None = None,
    tournament_id: int | None = None,
) -> bool:
    """Pay the pot of a match out by `result`; False if somebody had ended it before.

    Winner: pot minus fee. Draw and void: both stakes in full, no fee. Split (of a dispute): to
    each half of pot minus fee. It is one statement. Without a stake, nothing is paid,
    and its tournament looks at it.
    """
    settled = posting.settle_match(
        session,
        match_id=match_id,
        result=result,
        reason=reason,
        actor=actor,
        note=note,
    )
    if settled:
        kind = LiveType.MATCH_CANCELLED if result is Result.VOID else LiveType.MATCH_SETTLED
        topic, data = f"match:{match_id}", {"match_id": match_id}
        broadcast(session, player_ids, kind=kind, topic=topic, data=data)
        broadcast(session, player_ids, kind=LiveType.WALLET_CHANGED, topic="wallet", data={})
        announce(session, player_ids)  # the statement has written into both inboxes
        tournament_hint.changed(session, tournament_id)
    return settled


def overturn(
    session: Session,
    *,
    match_id: int,
    player_ids: tuple[int, int],
    result: Result,
    actor: str,
    note: str,
    tournament_id: int | None = None,
) -> Decimal | None:
    """Correct the result of a finished match by new entries, once, as its appeal says.

    Who got too much gives it back from their wallet as far as it goes, and owes the rest. Returns
    that rest (KES), None when there is nothing to correct.
    """
    owed: Decimal | None = session.execute(
        text("SELECT overturn_match(:match_id, :result, :reason, :actor, :note)"),
        {
            "match_id": match_id,
            "result": result,
            "reason": Reason.OVERTURNED,
            "actor": actor,
            "note": note,
        },
    ).scalar_one_or_none()
    if owed is not None:
        broadcast(session, player_ids, kind=LiveType.WALLET_CHANGED, topic="wallet", data={})
        tournament_hint.changed(session, tournament_id)
    return owed
