"""The state of a match's lookup in Call of Duty's records, as its players may see it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.cod.records import Visibility
from app.domain.cod.schedule import OFFSETS
from app.domain.matches.states import RECORDS_ARE_SHOWN
from app.domain.matches.vocabulary import Grade
from app.models.cod import VerificationJob
from app.models.match import Match, MatchEvidence
from app.models.user import User
from app.services.cod import capabilities
from app.services.matches import access

_PRIVATE = "private_1v1"
_USELESS = frozenset({Visibility.PRIVATE, Visibility.NOT_FOUND, "taken"})


@dataclass(frozen=True)
class LookupStatus:
    """The state of a lookup; `until` is when the last one is made, `result` a seat or `draw`.

    `state`: `off` (no lookup), `no_names` (neither player can be looked up), `later` (nothing
    is requested while they play), `looking`, `found` or `nothing`.
    """

    state: str
    names: int
    last_look_at: datetime | None = None
    until: datetime | None = None
    result: str | None = None


def view(session: Session, *, match_id: int, viewer: User, now: datetime) -> LookupStatus:
    """Return the state of a match's lookup to its players and admins; raises NotFound."""
    match = access.get_visible(session, match_id=match_id, viewer=viewer)
    names = sum(_can_be_seen(match, seat) for seat in ("player1", "player2"))
    job = session.get(VerificationJob, (match.id, match.replays))
    polls = list(job.polls) if job else []
    last = datetime.fromisoformat(polls[-1]["at"]) if polls else None
    proof = _proof(session, match)
    if proof is not None:
        result = proof if match.verification_state in RECORDS_ARE_SHOWN else None
        return LookupStatus("found", names, last_look_at=last, result=result)
    if job is not None and job.state == "done":
        return LookupStatus("nothing" if polls else "off", names, last_look_at=last)
    if not _anybody_looks(session, match, now=now):
        return LookupStatus("off", names, last_look_at=last)
    if names == 0:
        return LookupStatus("no_names", names, last_look_at=last)
    if job is None:
        return LookupStatus("later", names)
    until = job.started_at + OFFSETS[-1] * get_settings().cod.poll_scale
    return LookupStatus("looking", names, last_look_at=last, until=until)


def _can_be_seen(match: Match, seat: str) -> bool:
    facts = match.identities.get(seat) or {}
    named = bool(facts.get("platform") and facts.get("username"))
    return named and facts.get("visibility") not in _USELESS


def _proof(session: Session, match: Match) -> str | None:
    """Return what the records say of the game that counts, if they say anything believable."""
    return session.execute(
        select(MatchEvidence.outcome)
        .where(MatchEvidence.match_id == match.id, MatchEvidence.replay == match.replays)
        .where(MatchEvidence.grade.in_((Grade.HIGH, Grade.MEDIUM)))
        .where(MatchEvidence.outcome != "unknown")
        .order_by(MatchEvidence.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def _anybody_looks(session: Session, match: Match, *, now: datetime) -> bool:
    cod = get_settings().cod
    if not cod.enabled or match.title not in cod.known_titles:
        return False
    return match.format != _PRIVATE or capabilities.shows_private(session, now=now)
