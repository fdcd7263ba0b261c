"""Whose answer a match waits for, how they were reached, and when a referee gets it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.match import Match, MatchReached
from app.services.matches.deadlines import match_deadlines


@dataclass(frozen=True)
class AnswerWait:
    """Who (seat) has not answered the other's report; what shows that they were told of it.

    `referee_at` is when a referee gets the match at the latest, unless the report stands before.
    """

    seat: str
    reached_by: str | None
    reached_at: datetime | None
    referee_at: datetime


def of_matches(
    session: Session, matches: list[Match], reported: set[tuple[int, int]]
) -> dict[int, AnswerWait]:
    """Return whose answer these matches wait for, or waited for until they ended, by match id.

    `reported` holds the match and user id of each report on a game that counts.
    """
    silent = {match.id: found for match in matches if (found := _silent(match, reported))}
    if not silent:
        return {}
    rows = session.scalars(select(MatchReached).where(MatchReached.match_id.in_(silent)))
    proofs = {(row.match_id, row.replay, row.user_id): row for row in rows}
    unreached = match_deadlines().unreached
    waits: dict[int, AnswerWait] = {}
    for match in matches:
        if match.id not in silent or match.answer_until is None:
            continue
        proof = proofs.get((match.id, match.replays, silent[match.id]))
        waits[match.id] = AnswerWait(
            seat=match.seat_of(silent[match.id]),
            reached_by=proof.channel if proof else None,
            reached_at=proof.reached_at if proof else None,
            referee_at=match.answer_until + unreached,
        )
    return waits


def _silent(match: Match, reported: set[tuple[int, int]]) -> int | None:
    """Return who has not reported, where just the other has and the match waited for them."""
    silent = [user_id for user_id in match.player_ids if (match.id, user_id) not in reported]
    return silent[0] if match.answer_until is not None and len(silent) == 1 else None
