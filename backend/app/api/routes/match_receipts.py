"""Receipts of finished matches, and the keys with which anybody can check them."""

from fastapi import APIRouter
from fastapi.responses import Response

from app.api.contract.declare import refuses
from app.api.deps import CurrentPlayer, RowId, SessionDep
from app.core import signing
from app.domain.errors import Conflict
from app.schemas.match_receipt import ReceiptKey, ReceiptKeys, SignedReceipt
from app.services.matches import receipts

router = APIRouter(tags=["matches"])


@router.get(
    "/matches/{match_id}/receipt", response_model=SignedReceipt, responses=refuses(Conflict)
)
def get_match_receipt(match_id: RowId, player: CurrentPlayer, session: SessionDep) -> Response:
    """Return the signed receipt of a finished match, to its players and to admins.

    Save it as it comes: `python -m app.cli.verify_receipt` checks it without us, byte by byte.
    """
    content = receipts.signed(session, match_id=match_id, viewer=player)
    return Response(content, media_type="application/json")


@router.get("/receipts/keys")
def list_receipt_keys() -> ReceiptKeys:
    """Return the public keys of our receipts, to everybody."""
    key = ReceiptKey(key_id=signing.key_id(), algorithm="Ed25519", public_key=signing.public_key())
    return ReceiptKeys(items=[key])
