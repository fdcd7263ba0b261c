"""Whether a player has a name in the game, without which nobody could invite them to a lobby."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.domain.problems import ProblemCode
from app.models.cod import GameAccount

_TAKEN = "taken"  # the name turned out to be another player's


def require(session: Session, *, user_id: int, platform: str) -> None:
    """Raise Conflict with the `platform` on which the player has no name in the game yet."""
    if not _has_name(session, user_id=user_id, platform=platform):
        raise Conflict(
            ProblemCode.GAME_NAME_NEEDED,
            "Add your name in the game first: your opponent invites you by it.",
            platform=platform,
        )


def _has_name(session: Session, *, user_id: int, platform: str) -> bool:
    account = session.execute(
        select(GameAccount.id).where(
            GameAccount.user_id == user_id,
            GameAccount.platform == platform,
            GameAccount.visibility != _TAKEN,
        )
    )
    return account.first() is not None
