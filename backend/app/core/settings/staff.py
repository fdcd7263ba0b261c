"""The settings of staff: their second factor, and from where their paths can be reached."""

from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, PositiveInt
from pydantic_settings import SettingsConfigDict

from app.core.settings.files import SettingsGroup
from app.core.settings.passkey import SiteName


def _are_networks(text: str) -> str:
    for part in filter(None, text.split(",")):
        ip_network(part.strip())
    return text


def _is_origin(text: str) -> str:
    if text and (text.count("/") != 2 or "://" not in text or text != text.strip().lower()):
        raise ValueError("an origin is a scheme and a host, such as https://staff.example")
    return text


class StaffSettings(SettingsGroup):
    """Durations in seconds; lists have commas between."""

    model_config = SettingsConfigDict(env_prefix="STAFF_", env_ignore_empty=True)

    # Where /api/v1/admin and /docs are there at all; empty: everywhere.
    hosts: str = ""
    addresses: Annotated[str, AfterValidator(_are_networks)] = ""
    # The console's own address. Production has a console only where this is set.
    console_origin: Annotated[str, AfterValidator(_is_origin)] = ""
    passkey_rp_id: SiteName = ""  # of its own; empty: the host of the console
    console_code_seconds: PositiveInt = 60  # from the log-in page back to the console
    drift_steps: PositiveInt = 1  # of 30 s that a phone's clock is off
    tries: PositiveInt = 5  # wrong codes of one account, whatever they are for ...
    tries_seconds: PositiveInt = 900  # ... within so long; then none is looked at until it is over
    fresh_seconds: PositiveInt = 300  # so long a code allows its one action again, for a retry
    pending_seconds: PositiveInt = 900  # to confirm a new authenticator
    invitation_seconds: PositiveInt = 86_400  # to use an invitation
