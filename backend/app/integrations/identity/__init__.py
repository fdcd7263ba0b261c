"""The provider that checks documents and selfies."""

from app.core.built_once import BuiltOnce
from app.core.settings import get_settings
from app.integrations.identity.client import HttpIdentityProvider
from app.integrations.identity.provider import (
    IdentityProvider,
    ProviderRefused,
    ProviderUnclear,
)

__all__ = ["IdentityProvider", "ProviderRefused", "ProviderUnclear", "get_identity_provider"]


@BuiltOnce
def get_identity_provider() -> IdentityProvider:
    """Return this process's client, whose connections stay open between checks."""
    return HttpIdentityProvider(get_settings().identity)
