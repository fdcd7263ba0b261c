"""Where to report a weakness, for whoever found one (RFC 9116)."""

from datetime import timedelta

from fastapi import APIRouter, Response

from app.core.clock import utc_now
from app.core.settings import get_settings
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
