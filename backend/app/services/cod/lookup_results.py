"""Record the answer of a lookup, and add what it proves to the match as evidence."""

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
from app.services.auth import game_probes
from app.services.cod import capabilities
from app.services.cod.lookup_request import LookupAnswer, LookupRequest, locked
from app.services.evidence import provider_findings
from app.services.platform import alerts

PROVIDER = "activision"
_PRIVATE = "private_1v1"
_MOST_NOTES = 40


def postpone(session: Session, *, match_id: int, seconds: float, now: datetime) -> None:
    """Postpone a lookup by so many seconds, while Activision must not be called."""
    job, _ = locked(session, match_id=match_id)
    if job is not None:
        _later(job, now + timedelta(seconds=seconds))


def record(
    session: Session, request: LookupRequest, *, answer: LookupAnswer, now: datetime
) -> Finding:
    """Record the answer of a lookup; what it proves is added to the match as evidence."""
    cod = get_settings().cod
    reread = timedelta(seconds=cod.reread_seconds)
    seen = LookupRecords(lists=answer.lists, full=answer.full, sightings=request.sightings)
    finding = identify(request.expected, seen, now=now, reread=reread)
    if answer.trouble == "token":
        alerts.raise_alert(session, kind="cod_token_refused", subject="cod", now=now)
    elif answer.trouble == "address":
        alerts.raise_alert(session, kind="cod_address_shut_out", subject="cod", now=now)
    closed = _closed_since(request, answer)
    flags = {*finding.flags, *({"privacy_closed"} if closed else ())}
    job, match = locked(session, match_id=request.match_id, replay=request.replay)
    if job is None or match is None:
        return finding
    _note(job, request, answer, finding, now=now)
    _ask_for_names(session, match, request, answer, now=now)
    if finding.candidates and match.format == _PRIVATE:
        capabilities.saw_private(session)
    if finding.grade != "NONE" or flags:
        is_known = finding.outcome != "unknown"
        provider_findings.record(
            session,
            match_id=request.match_id,
            replay=request.replay,
            provider=PROVIDER,
            outcome=Result(finding.outcome) if is_known else None,
            grade=Grade(finding.grade),
            cod_match_id=finding.cod_match_id,
            observed_at=now,
            payload=_payload(finding, answer, closed=closed),
            flags=sorted(flags),
        )
    return finding


def _ask_for_names(
    session: Session, match: Match, request: LookupRequest, answer: LookupAnswer, *, now: datetime
) -> None:
    """Have a name probed that Activision does not know (any more), so that its player learns it."""
    players = zip(
        (match.player1_id, match.player2_id), request.identities, answer.seats, strict=True
    )
    for user_id, identity, seat in players:
        if seat == "user_not_found" and identity is not None:
            game_probes.request_probe(session, user_id=user_id, identity=identity, now=now)


def _note(
    job: VerificationJob,
    request: LookupRequest,
    answer: LookupAnswer,
    finding: Finding,
    *,
    now: datetime,
) -> None:
    cod = get_settings().cod
    kept = {key: one for key, one in request.sightings.items() if finding.digests.get(key)}
    sightings = {
        key: kept[key]
        if key in kept and kept[key].digest == digest
        else Sighting(digest=digest, seen_at=now)
        for key, digest in finding.digests.items()
    }
    job.sightings = {
        key: {"digest": one.digest, "seen_at": one.seen_at.isoformat()}
        for key, one in (sightings or request.sightings).items()
    }
    job.hits += bool(finding.candidates)
    note = {
        "at": now.isoformat(),
        "seats": answer.seats,
        "calls": answer.calls,
        "is": finding.grade,
    }
    job.polls = [*job.polls, note][-_MOST_NOTES:]
    if finding.grade == "HIGH":
        _later(job, None)
    elif answer.wait is not None:
        limit = job.started_at + 2 * OFFSETS[-1] * cod.poll_scale
        at = now + timedelta(seconds=max(answer.wait, 1.0))
        _later(job, at if at <= limit else None)
    else:
        job.attempt += 1
        at_last = poll_at(job.started_at, attempt=job.attempt, scale=cod.poll_scale, luck=_luck())
        if finding.digests:  # something is there: read it again as soon as that proves anything
            soon = now + timedelta(seconds=cod.reread_seconds)
            at_last = min(soon, at_last) if at_last else soon if _is_new(request, finding) else None
        _later(job, at_last)


def _is_new(request: LookupRequest, finding: Finding) -> bool:
    return {key: one.digest for key, one in request.sightings.items()} != dict(finding.digests)


def _later(job: VerificationJob, at: datetime | None) -> None:
    job.state = "waiting" if at else "done"
    job.next_poll_at, job.lease_until = at, None


def _closed_since(request: LookupRequest, answer: LookupAnswer) -> list[str]:
    """Return the seats of players who hid their data after they accepted the match."""
    answers = enumerate(zip(request.was_visible, answer.seats, strict=True), start=1)
    return [f"player{seat}" for seat, (was, now) in answers if was and now == "not_allowed"]


def _payload(finding: Finding, answer: LookupAnswer, *, closed: list[str]) -> dict[str, Any]:
    """Return what was found, the same for the same findings, whenever they were read."""
    records = [
        record
        for records in (*answer.lists, *answer.full.values())
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
