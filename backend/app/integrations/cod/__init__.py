"""Activision's web API: unofficial, moody, and never more than one witness among others."""

from functools import partial

from app.core.built_once import BuiltOnce
from app.core.resilience import cod_call_counts
from app.core.settings import get_settings
from app.integrations.cod.client import CodClient
from app.integrations.cod.pace import take_turn

__all__ = ["CodClient", "cod"]


@BuiltOnce
def cod() -> CodClient:
    """Return this process's client, built from the settings."""
    settings = get_settings().cod
    return CodClient(settings, turn=partial(take_turn, settings), count=cod_call_counts.count)
