"""Safaricom's M-Pesa API, Daraja: slow, inconsistent, and sometimes duplicated answers included."""

from app.core.built_once import BuiltOnce
from app.core.settings import get_settings
from app.integrations.mpesa.client import Daraja


@BuiltOnce
def daraja() -> Daraja:
    """Return this process's client, built from the settings."""
    return Daraja(get_settings().mpesa)
