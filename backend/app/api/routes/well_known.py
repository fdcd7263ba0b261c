"""What strangers may ask at a fixed address: whom to tell of a weakness, the audit's head."""

from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from app.core.clock import utc_now
from app.core.settings import get_settings
from app.core.telemetry import audit_figures
from app.domain.errors import NotFound
from app.domain.problems import ProblemCode

router = APIRouter(prefix="/.well-known", tags=["health"])
_VALID = timedelta(days=180)  # the standard wants less than a year


@router.get("/security.txt", include_in_schema=False)
def show_security_contact() -> Response:
    """Return whom to tell of a weakness; 404 where SECURITY_CONTACT is empty."""
    settings = get_settings()
    if not settings.security_contact:
        raise NotFound(ProblemCode.NOT_FOUND, "There is nothing here.")
    lines = (
        f"Contact: {settings.security_contact}",
        f"Expires: {utc_now() + _VALID:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, sw",
        f"Canonical: {settings.public_web_url.rstrip('/')}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", media_type="text/plain; charset=utf-8")


@router.get("/audit-head.json", include_in_schema=False)
def show_audit_head() -> JSONResponse:
    """Return where the hash chain of what staff did ended when it was last found whole.

    Whoever keeps this sees later whether entries were cut off or written anew. 404 before the
    first check.
    """
    kept = audit_figures.read()
    if "head" not in kept:
        raise NotFound(ProblemCode.NOT_FOUND, "There is nothing here yet.")
    checked_at = datetime.fromtimestamp(float(kept["checked_at"]), UTC)
    return JSONResponse(
        {
            "entries": int(kept["count"]),
            "head": kept["head"],
            "whole": kept.get("broken") == "0",
            "checked_at": f"{checked_at:%Y-%m-%dT%H:%M:%SZ}",
        },
        headers={"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"},
    )
