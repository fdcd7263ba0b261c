"""What a look at Activision showed: noted, and told to the match as evidence."""

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.cod.identification import Finding, LookupRecords, Sighting, identify
from app.domain.cod.records import CodMatch
from app.domain.cod.schedule import OFFSETS, poll_at
from app.domain.matches.vocabulary import Grade, Result
from app.models.cod import VerificationJob
from app.models.match import Match
from app.services.auth import game_accounts
from app.services.cod import capabilities
from app.services.cod.lookup_request import LookupAnswer, LookupRequest, locked
from app.services.evidence import provider_findings
from app.services.platform import alerts

PROVIDER = "activision"
_PRIVATE = "private_1v1"
_MOST_NOTES = 40


def postpone(session: Session, *, match_id: int, seconds: float, now: datetime) -> None:
    """Look later: Activision is left alone for so many seconds."""
    job, _ = locked(session, match_id=match_id)
    if job is not None:
        _later(job, now + timedelta(seconds=seconds))


def record(session: Session, work: LookupRequest, *, look: LookupAnswer, now: datetime) -> Finding:
    """Note what a look showed; what it proves goes to the match as evidence."""
    cod = get_settings().cod
    reread = timedelta(seconds=cod.reread_seconds)
    seen = LookupRecords(lists=look.lists, full=look.full, sightings=work.sightings)
    finding = identify(work.expected, seen, now=now, reread=reread)
    if look.trouble == "token":
        alerts.ring(session, kind="cod_token_refused", subject="cod", now=now)
    elif look.trouble == "address":
        alerts.ring(session, kind="cod_address_shut_out", subject="cod", now=now)
    closed = _closed_since(work, look)
    flags = {*finding.flags, *({"privacy_closed"} if closed else ())}
    job, match = locked(session, match_id=work.match_id, replay=work.replay)
    if job is None or match is None:
        return finding
    _note(job, work, look, finding, now=now)
    _ask_for_names(session, match, work, look, now=now)
    if finding.candidates and match.format == _PRIVATE:
        capabilities.saw_private(session)
    if finding.grade != "NONE" or flags:
        told = finding.outcome != "unknown"
        provider_findings.record(
            session,
            match_id=work.match_id,
            replay=work.replay,
            provider=PROVIDER,
            outcome=Result(finding.outcome) if told else None,
            grade=Grade(finding.grade),
            cod_match_id=finding.cod_match_id,
            observed_at=now,
            payload=_payload(finding, look, closed=closed),
            flags=sorted(flags),
        )
    return finding


def _ask_for_names(
    session: Session, match: Match, work: LookupRequest, look: LookupAnswer, *, now: datetime
) -> None:
    """Have a name looked at that Activision does not know (any more): its player is told then."""
    players = zip((match.player1_id, match.player2_id), work.identities, look.seats, strict=True)
    for user_id, identity, seat in players:
        if seat == "user_not_found" and identity is not None:
            game_accounts.look_anew(session, user_id=user_id, identity=identity, now=now)


def _note(
    job: VerificationJob,
    work: LookupRequest,
    look: LookupAnswer,
    finding: Finding,
    *,
    now: datetime,
) -> None:
    cod = get_settings().cod
    kept = {key: one for key, one in work.sightings.items() if finding.digests.get(key)}
    sightings = {
        key: kept[key]
        if key in kept and kept[key].digest == digest
        else Sighting(digest=digest, seen_at=now)
        for key, digest in finding.digests.items()
    }
    job.sightings = {
        key: {"digest": one.digest, "seen_at": one.seen_at.isoformat()}
        for key, one in (sightings or work.sightings).items()
    }
    job.hits += bool(finding.candidates)
    note = {"at": now.isoformat(), "seats": look.seats, "calls": look.calls, "is": finding.grade}
    job.polls = [*job.polls, note][-_MOST_NOTES:]
    if finding.grade == "HIGH":
        _later(job, None)
    elif look.wait is not None:
        limit = job.started_at + 2 * OFFSETS[-1] * cod.poll_scale
        at = now + timedelta(seconds=max(look.wait, 1.0))
        _later(job, at if at <= limit else None)
    else:
        job.attempt += 1
        at_last = poll_at(job.started_at, attempt=job.attempt, scale=cod.poll_scale, luck=_luck())
        if finding.digests:  # something is there: read it again as soon as that proves anything
            soon = now + timedelta(seconds=cod.reread_seconds)
            at_last = min(soon, at_last) if at_last else soon if _is_new(work, finding) else None
        _later(job, at_last)


def _is_new(work: LookupRequest, finding: Finding) -> bool:
    return {key: one.digest for key, one in work.sightings.items()} != dict(finding.digests)


def _later(job: VerificationJob, at: datetime | None) -> None:
    job.state = "waiting" if at else "done"
    job.next_poll_at, job.lease_until = at, None


def _closed_since(work: LookupRequest, look: LookupAnswer) -> list[str]:
    """Return the seats of who was open when he accepted and has closed his data since."""
    answers = enumerate(zip(work.was_visible, look.seats, strict=True), start=1)
    return [f"player{seat}" for seat, (was, now) in answers if was and now == "not_allowed"]


def _payload(finding: Finding, look: LookupAnswer, *, closed: list[str]) -> dict[str, Any]:
    """Return what was found, the same for the same findings, whenever they were read."""
    records = [
        record
        for records in (*look.lists, *look.full.values())
        for record in records or ()
        if record.match_id == finding.cod_match_id
    ]
    shown = {record.uno or "": _shown(record) for record in records}
    return {
        "schema": 1,
        "reasons": list(finding.reasons),
        "candidates": [{"match_id": key, "score": score} for key, score in finding.candidates],
        "sha256": finding.digests.get(finding.cod_match_id or ""),
        "game": [shown[key] for key in sorted(shown)],
        **({"closed": closed} if closed else {}),
    }


def _shown(record: CodMatch) -> dict[str, Any]:
    return {
        "username": record.username,
        "uno": record.uno,
        "map": record.map,
        "mode": record.mode,
        "start": record.start.isoformat() if record.start else None,
        "end": record.end.isoformat() if record.end else None,
        "team": record.team,
        "result": record.result,
        "scores": [record.team1_score, record.team2_score],
        "kills": record.kills,
        "deaths": record.deaths,
        "private": record.private,
        "present_at_end": record.present_at_end,
    }


def _luck() -> float:
    return random.uniform(-1.0, 1.0)  # noqa: S311  # spreads calls, hides nothing
