"""Routes of staff: create, edit, publish, move, cancel a tournament, and who gets a seat."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from app.api import tournament_pages
from app.api.deps import Cursor, Limit, RowId, SessionDep
from app.api.staff import ReadsTournaments, RunsTournaments
from app.core.clock import utc_now
from app.domain.tournaments.lifecycle import Phase
from app.models.user import User
from app.schemas.text import LINE
from app.schemas.tournament import Participant as ParticipantLine
from app.schemas.tournament import ParticipantList, TournamentDetail, TournamentList
from app.schemas.tournament_terms import (
    TournamentDraft,
    TournamentEdit,
    TournamentMove,
    TournamentReason,
)
from app.services.platform import audit
from app.services.tournaments import cancellation, publication
from app.services.tournaments.entry import registration
from app.services.tournaments.views import listing

router = APIRouter(prefix="/admin/tournaments", tags=["admin: tournaments"])

Username = Annotated[str, Field(min_length=1, max_length=50, pattern=LINE), Path()]


def _done(
    session: SessionDep, admin: User, action: str, tournament_id: int, **detail: str
) -> TournamentDetail:
    audit.record(
        session,
        admin_id=admin.id,
        action=f"tournament.{action}",
        subject=f"tournament:{tournament_id}",
        **detail,
    )
    return tournament_pages.detail(session, tournament_id, drafts=True)


@router.get("", summary="Tournaments, drafts among them")
def list_all_tournaments(
    _: ReadsTournaments,
    session: SessionDep,
    status: Annotated[Phase | None, Query(description="without it drafts as well")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> TournamentList:
    """List tournaments as players see them, and the drafts that they do not see."""
    after = min(int(cursor), 2**62) if cursor else None
    found = listing.list_published(session, phase=status, after=after, rows=limit + 1, drafts=True)
    page = found[:limit]
    return TournamentList(
        items=[tournament_pages.summary(one) for one in page],
        next_cursor=str(page[-1].tournament.id) if len(found) > limit else None,
    )


@router.post("", status_code=201, summary="Create a draft")
def create_tournament(
    body: TournamentDraft, admin: RunsTournaments, session: SessionDep
) -> TournamentDetail:
    """Create a tournament that nobody but staff sees until it is published."""
    made = publication.create(session, terms=body.as_terms(), now=utc_now(), created_by=admin.id)
    return _done(session, admin, "create", made.id, name=made.name)


@router.patch("/{tournament_id:int}", summary="Change a draft")
def edit_tournament(
    tournament_id: RowId, body: TournamentEdit, admin: RunsTournaments, session: SessionDep
) -> TournamentDetail:
    """Change terms before anybody could agree to them; the order by hand until check-in closes."""
    changes = body.changes()
    if "manual_order" in changes:
        changes["manual_order"] = registration.ids_of(session, names=changes["manual_order"])
    publication.edit(session, tournament_id=tournament_id, changes=changes, now=utc_now())
    return _done(session, admin, "edit", tournament_id, fields=" ".join(sorted(changes)))


@router.post("/{tournament_id}/publish", summary="Open registration")
def publish_tournament(
    tournament_id: RowId, admin: RunsTournaments, session: SessionDep
) -> TournamentDetail:
    """Let players join: from now on the terms stand, and the guarantee is set aside."""
    publication.publish(
        session, tournament_id=tournament_id, actor=f"admin:{admin.id}", now=utc_now()
    )
    return _done(session, admin, "publish", tournament_id)


@router.post("/{tournament_id}/move", summary="Move the start")
def move_tournament(
    tournament_id: RowId, body: TournamentMove, admin: RunsTournaments, session: SessionDep
) -> TournamentDetail:
    """Move check-in and start, before check-in opens; everybody in it is told and may leave."""
    publication.move_start(
        session,
        tournament_id=tournament_id,
        check_in_opens_at=body.check_in_opens_at,
        start_date=body.start_date,
        actor=f"admin:{admin.id}",
        now=utc_now(),
    )
    start = body.start_date.isoformat()
    return _done(session, admin, "move", tournament_id, start=start, reason=body.reason)


@router.post("/{tournament_id}/cancel", summary="Cancel a tournament")
def cancel_tournament(
    tournament_id: RowId, body: TournamentReason, admin: RunsTournaments, session: SessionDep
) -> TournamentDetail:
    """Cancel it at any time before prizes are paid: every fee goes back in full, matches are void.

    The reason is shown to everybody.
    """
    cancellation.cancel_by_hand(
        session,
        tournament_id=tournament_id,
        reason=body.reason,
        actor=f"admin:{admin.id}",
        now=utc_now(),
    )
    return _done(session, admin, "cancel", tournament_id, reason=body.reason)


@router.post("/{tournament_id}/promote", summary="Fill free seats from the waiting list")
def promote_waiting(
    tournament_id: RowId, admin: RunsTournaments, session: SessionDep
) -> TournamentDetail:
    """Give free seats to the waiting list now, in its order; who lacks the money is passed over."""
    promoted = registration.promote_by_hand(session, tournament_id=tournament_id, now=utc_now())
    return _done(session, admin, "promote", tournament_id, seats=str(len(promoted)))


@router.post("/{tournament_id}/participants/{username}/remove", summary="Take a player out")
def remove_participant(
    tournament_id: RowId,
    username: Username,
    body: TournamentReason,
    admin: RunsTournaments,
    session: SessionDep,
) -> ParticipantList:
    """Take a player out before check-in closes, with the whole fee; they cannot come back."""
    registration.remove(
        session,
        tournament_id=tournament_id,
        username=username,
        actor=f"admin:{admin.id}",
        now=utc_now(),
    )
    _done(session, admin, "remove", tournament_id, username=username, reason=body.reason)
    found = listing.participants(session, tournament_id=tournament_id)
    return ParticipantList(items=[ParticipantLine.model_validate(one) for one in found])
