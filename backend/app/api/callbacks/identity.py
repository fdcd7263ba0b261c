"""Callbacks of the provider of identity checks: signed, and nothing but a reason to ask."""

from collections.abc import Mapping

from app.core.database import transaction
from app.integrations.identity import get_identity_provider
from app.services.identity import checks

MAX_BODY_BYTES = 64 * 1024


def take(raw: bytes, headers: Mapping[str, str]) -> bool:
    """Have the check fetched that a callback names; False if it is not the provider's."""
    our_ref = get_identity_provider().read_callback(raw, headers)
    if our_ref is None:
        return False
    with transaction() as session:
        checks.fetch_soon(session, our_ref=our_ref)
    return True
