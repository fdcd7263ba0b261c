"""Claims of a name in the game: who shows that it is theirs gets it, whoever holds it.

A claim has a code. Proof is either a game of that name, begun after the claim, with the code as its
clan tag, which Activision shows us; or, for referees, a link to a picture or a video that shows the
code in the profile of that name. A name moves by a proof only, is marked as proven, and then yields
to nothing but another proof.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.cod.records import Identity, Probe
from app.domain.errors import Conflict, NotAllowed, NotFound
from app.domain.matches.games import Platform
from app.domain.problems import ProblemCode
from app.models.cod import GameAccount, GameId, NameClaim
from app.models.user import User
from app.services.auth import game_accounts, game_probes
from app.services.platform import alerts, audit

_LETTERS = "ACDEFHJKLMNPRTUVWXY"  # none of them looks like another letter or a digit
_CODE_LENGTH = 5  # a clan tag has no more


@dataclass(frozen=True)
class ClaimView:
    """A claim as referees see it, with who holds the name now."""

    id: int
    claimant: str
    holder: str | None
    holder_has_proof: bool
    platform: str
    username: str
    code: str
    note: str | None
    link: str | None
    created_at: datetime


def claim(
    session: Session,
    *,
    player: User,
    platform: Platform,
    username: str,
    note: str | None,
    link: str | None,
    now: datetime,
) -> NameClaim:
    """Open a claim; an earlier open one of the player is withdrawn.

    A claim of the same name keeps its code and its time, so that a link can be added once there is
    something to show. Raises NotAllowed before their phone is verified.
    """
    if not player.is_verified:
        raise NotAllowed(ProblemCode.PHONE_NOT_VERIFIED, "Confirm your phone number first.")
    game_accounts.lock_player(session, user_id=player.id)
    code, since = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH)), now
    earlier = session.scalars(
        select(NameClaim)
        .where(NameClaim.user_id == player.id, NameClaim.state == "open")
        .with_for_update()
    ).one_or_none()
    if earlier is not None:
        _close(session, earlier, "withdrawn", by=player.id, now=now)
        if (earlier.platform, earlier.username) == (platform, username):
            code, since = earlier.code, earlier.created_at
    row = NameClaim(
        user_id=player.id,
        platform=platform,
        username=username,
        code=code,
        note=note,
        link=link,
        state="open",
        created_at=since,
    )
    session.add(row)
    session.flush()
    if link is not None:
        alerts.raise_alert(
            session, kind="name_claim_waits", subject=_subject(row), now=now, name=username
        )
    return row


def list_of(session: Session, *, user_id: int, rows: int) -> list[NameClaim]:
    """Return a player's claims, newest first."""
    query = select(NameClaim).where(NameClaim.user_id == user_id)
    return list(session.scalars(query.order_by(NameClaim.id.desc()).limit(rows)))


def request_check(session: Session, *, user_id: int, claim_id: int) -> NameClaim:
    """Have the games of a claimed name looked at, where lookups are on; raises NotFound."""
    row = session.get(NameClaim, claim_id)
    if row is None or row.user_id != user_id:
        raise _no_claim()
    can_be_seen = get_settings().cod.enabled and row.platform != Platform.MOBILE
    if row.state == "open" and can_be_seen:
        enqueue(session, Job.CHECK_NAME_CLAIM, claim_id=row.id)
    return row


def identity_of(session: Session, *, claim_id: int) -> Identity | None:
    """Return the name whose games are to be looked at; None if the claim is closed."""
    row = session.get(NameClaim, claim_id)
    if row is None or row.state != "open":
        return None
    return Identity(platform=row.platform, username=row.username)


def record_check(session: Session, *, claim_id: int, probe: Probe, now: datetime) -> bool:
    """Grant a claim whose code is the clan tag of a game begun after it; return whether it was."""
    row = session.get(NameClaim, claim_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != "open" or not probe.bears(row.code, since=row.created_at):
        return False
    _grant(session, row, uno=probe.uno, by=row.user_id, now=now)
    return True


def list_open(session: Session, *, rows: int) -> list[ClaimView]:
    """Return the open claims for referees, the oldest first."""
    found = session.execute(
        select(NameClaim, User.username)
        .join(User, User.id == NameClaim.user_id)
        .where(NameClaim.state == "open")
        .order_by(NameClaim.id)
        .limit(rows)
    )
    return [_view(session, row, claimant) for row, claimant in found.all()]


def decide(
    session: Session, *, claim_id: int, admin: User, granted: bool, reason: str, now: datetime
) -> NameClaim:
    """Grant or refuse a claim, as a referee; both are audited.

    Raises NotFound, Conflict when it is closed, and NotAllowed about a name of one's own.
    """
    row = session.get(NameClaim, claim_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise _no_claim()
    holder = game_accounts.holder_of(session, platform=row.platform, username=row.username)
    if admin.id in {row.user_id, holder.user_id if holder else None}:
        raise NotAllowed(ProblemCode.NOT_ALLOWED, "Nobody decides about a name of their own.")
    if row.state != "open":
        raise Conflict(ProblemCode.NAME_CLAIM_CLOSED, "This claim is closed.", state=row.state)
    audit.record(
        session,
        admin_id=admin.id,
        action="name_claim.grant" if granted else "name_claim.refuse",
        subject=f"user:{row.user_id}",
        claim=row.id,
        platform=row.platform,
        name=row.username,
        holder=holder.user_id if holder else None,
        reason=reason,
    )
    row.decided_by, row.reason = admin.id, reason
    if granted:
        _grant(session, row, uno=None, by=admin.id, now=now)
    else:
        _close(session, row, "refused", by=admin.id, now=now)
    return row


def _close(session: Session, row: NameClaim, state: str, *, by: int, now: datetime) -> None:
    row.state, row.closed_at = state, now
    session.flush()
    alerts.clear_about(
        session, kind="name_claim_waits", subject=_subject(row), admin_id=by, now=now
    )


def _subject(row: NameClaim) -> str:
    return f"name_claim:{row.id}"


def _grant(session: Session, row: NameClaim, *, uno: str | None, by: int, now: datetime) -> None:
    """Give the name, and the Activision id where it is known, to the claimant as proven."""
    game_accounts.lock_player(session, user_id=row.user_id)
    holder = game_accounts.holder_of(session, platform=row.platform, username=row.username)
    if holder is not None and holder.user_id != row.user_id:
        game_accounts.release(session, holder, now=now)
    if uno is not None:
        _take_id(session, uno=uno, user_id=row.user_id, now=now)
    mine = session.execute(
        select(GameAccount)
        .where(GameAccount.user_id == row.user_id, GameAccount.platform == row.platform)
        .with_for_update()
    ).scalar_one_or_none()
    account = game_accounts.write(
        session,
        mine,
        user_id=row.user_id,
        platform=row.platform,
        username=row.username,
        now=now,
    )
    account.proven_at = now
    _close(session, row, "granted", by=by, now=now)
    game_probes.enqueue_probe(session, account, now=now)


def _take_id(session: Session, *, uno: str, user_id: int, now: datetime) -> None:
    """Take an Activision id from whoever has it: their names with it are this player's as well."""
    others = select(GameAccount).where(GameAccount.uno == uno, GameAccount.user_id != user_id)
    for account in session.scalars(others.with_for_update()).all():
        game_accounts.release(session, account, now=now)
    session.execute(delete(GameId).where(GameId.uno == uno, GameId.user_id != user_id))


def _view(session: Session, row: NameClaim, claimant: str) -> ClaimView:
    holder = game_accounts.holder_of(session, platform=row.platform, username=row.username)
    user = session.get(User, holder.user_id) if holder else None
    return ClaimView(
        id=row.id,
        claimant=claimant,
        holder=user.username if user else None,
        holder_has_proof=holder is not None and holder.proven_at is not None,
        platform=row.platform,
        username=row.username,
        code=row.code,
        note=row.note,
        link=row.link,
        created_at=row.created_at,
    )


def _no_claim() -> NotFound:
    return NotFound(ProblemCode.NOT_FOUND, "There is no such claim.")
