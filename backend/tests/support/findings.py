"""Sure findings from the game's data, written down as the poller does."""

from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.domain.matches.decision import Grade, Result
from app.services.evidence import provider_findings


def record_sure_finding(
    session: Session, match_id: int, outcome: Result, *, game: str = "421", replay: int = 0
) -> None:
    """Record that Activision's data are sure of the outcome of one game of a match."""
    provider_findings.record(
        session,
        match_id=match_id,
        replay=replay,
        provider="activision",
        outcome=outcome,
        grade=Grade.HIGH,
        cod_match_id=game,
        observed_at=utc_now(),
        payload={"game": game, "outcome": outcome},
    )
