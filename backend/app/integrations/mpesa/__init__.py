"""Safaricom's M-Pesa API, Daraja: slow, inconsistent, and sometimes duplicated answers included."""

from functools import lru_cache

from app.core.settings import get_settings
from app.integrations.mpesa.client import Daraja


@lru_cache
def daraja() -> Daraja:
    """Return this process's client, built from the settings."""
    return Daraja(get_settings().mpesa)
