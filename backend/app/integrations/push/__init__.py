"""The push services of browsers."""

from app.core.built_once import BuiltOnce
from app.core.settings import get_settings
from app.integrations.push.client import Answer, PushClient

__all__ = ["Answer", "PushClient", "get_push_client"]

_NOBODY = "mailto:nobody@wagewars.example"  # of a stack without https, which reaches no real phone


@BuiltOnce
def get_push_client() -> PushClient:
    """Return this process's client, whose connections stay open between messages."""
    settings = get_settings()
    ours = settings.public_web_url if settings.public_web_url.startswith("https://") else _NOBODY
    return PushClient(settings.push, contact=settings.push.contact or ours)
