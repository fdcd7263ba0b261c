"""Proof of reserves: records for everybody, and each player's own leaf."""

import json
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from app.api.deps import CurrentPlayer, Cursor, Limit, RowId, SessionDep
from app.domain.canonical import canonical
from app.models.reserves import ReserveRecord
from app.schemas.reserves import ReserveList, ReserveProof, SignedReserves
from app.services.reserves import proofs

router = APIRouter(prefix="/reserves", tags=["reserves"])

_JSON = "application/json"


@router.get("", response_model=ReserveList)
def list_reserves(session: SessionDep, cursor: Cursor = None, limit: Limit = 24) -> Response:
    """List what was published each hour, the newest first: players' money and M-Pesa's balance."""
    before = None if cursor is None else min(int(cursor), 2**62)
    found = proofs.latest(session, before=before, rows=limit)
    more = bool(found) and found[-1].number > 1
    page = {
        "items": [_signed(record) for record in found],
        "next_cursor": str(found[-1].number) if more else None,
    }
    return Response(canonical(page), media_type=_JSON)


@router.get("/{number}", response_model=SignedReserves)
def get_reserves(number: RowId, session: SessionDep) -> Response:
    """Show one record as it was signed: its hash is the SHA-256 of `record` by RFC 8785."""
    found = proofs.get(session, number=number)
    return Response(canonical(_signed(found)), media_type=_JSON)


@router.get("/{number}/proof")
def get_reserve_proof(number: RowId, player: CurrentPlayer, session: SessionDep) -> ReserveProof:
    """Show your own part of a record, with what your browser needs to check that it is in there.

    For two days after the record; then the leaves are deleted, and only the record stays.
    """
    found = proofs.own_proof(session, number=number, user_id=player.id)
    return ReserveProof.model_validate(found)


def _signed(record: ReserveRecord) -> dict[str, Any]:
    return {
        "record": json.loads(record.body),
        "hash": record.hash.hex(),
        "signature": record.signature.hex(),
    }
