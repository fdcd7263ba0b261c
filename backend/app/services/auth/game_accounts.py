"""A player's names in the game, by platform: the one store of them, and who holds which.

A name of a platform is held by one account at a time: the first to set it. It yields to who shows
that it is theirs (`name_claims.py`), and by itself when nobody of that name is found, or when it
was neither shown to be theirs nor played with for `IDLE`. `users.cod_username` is the name on
Activision, kept in step by the trigger `keep_cod_username`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.orm import Session

from app.domain.cod.records import Visibility
from app.domain.conduct.confusables import holding_key
from app.domain.errors import Conflict, Invalid
from app.domain.matches.games import Platform
from app.domain.problems import ProblemCode
from app.models.cod import GameAccount, GameId
from app.models.match import Match, MatchmakingQueue, StakelessSeat
from app.models.user import User
from app.services.auth import game_probes, known_names

IDLE = timedelta(days=30)


def list_of(session: Session, *, user_id: int) -> list[GameAccount]:
    """Return a player's names, by platform."""
    query = select(GameAccount).where(GameAccount.user_id == user_id)
    return list(session.scalars(query.order_by(GameAccount.platform)))


def set_username(
    session: Session, *, user_id: int, platform: Platform, username: str, now: datetime
) -> GameAccount:
    """Set a player's name on a platform and enqueue a probe; the same name is probed again.

    Raises Conflict when another account holds the name, and while the player searches or plays:
    a name is part of what was agreed. A first name on a platform is taken at any time.
    """
    lock_player(session, user_id=user_id)
    account = _locked(session, user_id=user_id, platform=platform)
    if account is not None and account.username == username:
        account.visibility, account.probed_at = Visibility.UNKNOWN, None
        return game_probes.enqueue_probe(session, account, now=now)
    if account is not None:
        _refuse_in_play(session, user_id=user_id)
    _make_room(session, user_id=user_id, platform=platform, username=username, now=now)
    account = write(
        session, account, user_id=user_id, platform=platform, username=username, now=now
    )
    return game_probes.enqueue_probe(session, account, now=now)


def lock_player(session: Session, *, user_id: int) -> None:
    """Let one request at a time change the names and claims of a player."""
    session.execute(select(User.id).where(User.id == user_id).with_for_update())


def write(
    session: Session,
    account: GameAccount | None,
    *,
    user_id: int,
    platform: str,
    username: str,
    now: datetime,
) -> GameAccount:
    """Write a name, locked by `holder_of`, into a player's row (None: a new one).

    Notes that they have it from now on.
    """
    key = _key(username)
    if account is None:
        account = GameAccount(user_id=user_id, platform=platform)
        session.add(account)
    if account.name_key != key:
        account.uno, account.proven_at, account.named_at = None, None, now
    account.username, account.name_key = username, key
    account.visibility, account.probed_at = Visibility.UNKNOWN, None
    session.flush()
    known_names.record(session, user_id=user_id, name=username, now=now)
    _let_go(session, user_id=user_id, now=now)
    return account


def remove(session: Session, *, user_id: int, platform: Platform, now: datetime) -> None:
    """Release a player's name on a platform; raises Conflict while they are in play."""
    account = _locked(session, user_id=user_id, platform=platform)
    if account is not None:
        _refuse_in_play(session, user_id=user_id)
        release(session, account, now=now)


def release(session: Session, account: GameAccount, *, now: datetime) -> None:
    """Take a name, and the Activision id behind it, from its holder: others can have them."""
    user_id = account.user_id
    session.delete(account)
    session.flush()
    _let_go(session, user_id=user_id, now=now)


def holder_of(session: Session, *, platform: str, username: str) -> GameAccount | None:
    """Return who holds a name, locked; until the end of the transaction nobody else takes it.

    A unique index refuses a second holder too, but with both names in the database's log.
    """
    key = _key(username)
    name = func.hashtextextended(f"game_name:{platform}:{key}", 0)
    session.execute(select(func.pg_advisory_xact_lock(name)))
    return session.execute(
        select(GameAccount)
        .where(GameAccount.platform == platform, GameAccount.name_key == key)
        .with_for_update()
    ).scalar_one_or_none()


def snapshots(
    session: Session, pairs: Sequence[tuple[int, int]], *, platform: str | None = None
) -> list[dict[str, Any]]:
    """Return the game names of each two players now, player 1 first, to be stored with their match.

    `{"player1": {"platform", "username", "uno", "visibility"}, "player2": …}`. The name on the
    match's `platform` comes first, then one whose data are visible; a player without any name has
    none here either.
    """
    accounts: dict[int, list[GameAccount]] = {one: [] for pair in pairs for one in pair}
    for account in session.scalars(
        select(GameAccount).where(GameAccount.user_id.in_(accounts)).order_by(GameAccount.id)
    ):
        accounts[account.user_id].append(account)
    return [
        {
            f"player{seat}": _frozen(accounts[player_id], platform)
            for seat, player_id in enumerate(pair, start=1)
        }
        for pair in pairs
    ]


def _frozen(accounts: list[GameAccount], platform: str | None) -> dict[str, str | None]:
    def rank(account: GameAccount) -> tuple[bool, bool, int]:
        fits = account.platform == platform
        return (not fits, account.visibility != Visibility.VISIBLE, account.id)

    usable = (one for one in accounts if one.visibility != game_probes.TAKEN)
    best = min(usable, key=rank, default=None)
    if best is None:
        return {
            "platform": platform,
            "username": None,
            "uno": None,
            "visibility": Visibility.UNKNOWN.value,
        }
    return {
        "platform": best.platform,
        "username": best.username,
        "uno": best.uno,
        "visibility": best.visibility,
    }


def _locked(session: Session, *, user_id: int, platform: str) -> GameAccount | None:
    return session.execute(
        select(GameAccount)
        .where(GameAccount.user_id == user_id, GameAccount.platform == platform)
        .with_for_update()
    ).scalar_one_or_none()


def _key(username: str) -> str:
    key = holding_key(username)
    if not key:
        raise Invalid(ProblemCode.INVALID_REQUEST, "That name shows nothing on a screen.")
    return key


def _make_room(
    session: Session, *, user_id: int, platform: Platform, username: str, now: datetime
) -> None:
    """Release a name that its holder has no right to; raises Conflict if they may keep it."""
    holder = holder_of(session, platform=platform, username=username)
    if holder is None or holder.user_id == user_id:
        return
    is_idle = holder.named_at < now - IDLE and not _plays(session, holder.user_id, now=now)
    nobody = holder.visibility == Visibility.NOT_FOUND
    if holder.proven_at is not None or not (is_idle or nobody):
        raise _held()
    release(session, holder, now=now)


def _plays(session: Session, user_id: int, *, now: datetime) -> bool:
    lately = exists().where(
        or_(Match.player1_id == user_id, Match.player2_id == user_id),
        Match.created_at > now - IDLE,
    )
    return bool(session.scalar(select(lately)))


def _let_go(session: Session, *, user_id: int, now: datetime) -> None:
    """Note which names a player has no more, and free the Activision ids that no name has."""
    known_names.leave(session, user_id=user_id, now=now)
    used = exists().where(GameAccount.user_id == GameId.user_id, GameAccount.uno == GameId.uno)
    session.execute(
        delete(GameId)
        .where(GameId.user_id == user_id, ~used)
        .execution_options(synchronize_session=False)
    )


def _held() -> Conflict:
    return Conflict(
        ProblemCode.GAME_NAME_HELD,
        "Another player here has this name. If it is yours, claim it.",
    )


def _refuse_in_play(session: Session, *, user_id: int) -> None:
    # Locks the ticket, so that the player is not paired between this check and the change.
    ticket = session.execute(
        select(MatchmakingQueue.id)
        .where(MatchmakingQueue.user_id == user_id)
        .with_for_update(read=True)
    ).first()
    seat = session.execute(
        select(StakelessSeat.match_id).where(StakelessSeat.user_id == user_id).limit(1)
    ).first()
    if ticket is not None or seat is not None:
        raise Conflict(
            ProblemCode.GAME_ACCOUNT_LOCKED,
            "Your names in the game stay as they are until your match is over.",
        )
