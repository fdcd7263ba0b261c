"""Proof of how a match went: show pictures, and see them."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.api import evidence_upload
from app.api.contract.declare import also_as
from app.api.deps import CurrentPlayer, Identity, RowId, SessionDep, SlotsDep
from app.schemas.evidence import Evidence
from app.schemas.text import LINE, PROSE

router = APIRouter(prefix="/matches/{match_id}/evidence", tags=["matches"])

LARGEST_UPLOAD = 32 * 1024 * 1024  # three of the largest pictures; phones shrink theirs first

_TEXT: dict[str, Any] = {"type": "string"}
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["pictures"],
                    "properties": {
                        "pictures": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 10,
                            "items": {"type": "string", "format": "binary"},
                            "description": "JPEG, PNG or WebP; 10 MB and 40 megapixels each",
                        },
                        "note": {**_TEXT, "maxLength": 500, "pattern": PROSE},
                        "video_link": {**_TEXT, "maxLength": 300, "pattern": "^https://[!-~]+$"},
                        "claimed_name": {
                            **_TEXT,
                            "maxLength": 50,
                            "pattern": LINE,
                            "description": "the opponent's name, as the pictures show it",
                        },
                    },
                }
            }
        },
    }
}


@router.post("", status_code=201, openapi_extra=_FORM, max_body_size=LARGEST_UPLOAD)
async def show_evidence(
    match_id: RowId, request: Request, identity: Identity, slots: SlotsDep
) -> Evidence:
    """Show up to ten pictures, in one upload or several; the same picture again is the same one."""
    # `async`, because nothing is read before we know that the player may show something, and
    # because pictures are decoded in threads of their own (`api/evidence_upload.py`).
    return await evidence_upload.receive(request, match_id=match_id, identity=identity, slots=slots)


@router.get("")
def list_evidence(match_id: RowId, viewer: CurrentPlayer, session: SessionDep) -> Evidence:
    """Return your pictures, and the other player's once nothing can be added any more."""
    return evidence_upload.list_for(session, match_id=match_id, viewer=viewer)


@router.get(
    "/{picture_id}",
    response_class=Response,
    responses=also_as("image/webp"),
)
async def get_picture(
    match_id: RowId, picture_id: RowId, identity: Identity, slots: SlotsDep
) -> Response:
    """Return one picture, to those who may see it."""
    # `async`, because it comes from a store that may be slow.
    data, content_type = await evidence_upload.download(
        match_id=match_id, picture_id=picture_id, identity=identity, slots=slots
    )
    return Response(data, media_type=content_type, headers=_HEADERS)


_HEADERS = {
    # It never changes, but it may be deleted, and the device may be a friend's.
    "Cache-Control": "private, max-age=600",
    "Vary": "Authorization",
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
