"""The settings of players' passkeys; those of staff's stand in `staff`."""

from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, PositiveInt
from pydantic_settings import SettingsConfigDict

from app.core.settings.files import SettingsGroup


def _is_name(text: str) -> str:
    if text != text.strip().lower() or "/" in text or ":" in text:
        raise ValueError("the name of a site is a host alone, such as wagewars.example")
    try:
        ip_address(text)
    except ValueError:
        return text
    raise ValueError("no browser makes a passkey for an address: name a host, such as localhost")


SiteName = Annotated[str, AfterValidator(_is_name)]
"""A host, or the domain above it; empty: the host of the site's pages."""


class PasskeySettings(SettingsGroup):
    """For which site passkeys are made (`rp_id`), and how long a challenge is good (seconds)."""

    model_config = SettingsConfigDict(env_prefix="PASSKEY_", env_ignore_empty=True)

    rp_id: SiteName = ""
    challenge_seconds: PositiveInt = 300


def site_of(name: str, origin: str) -> str:
    """Return the name of a site whose pages are at `origin`."""
    return name or _host(origin)


def is_within(name: str, origin: str) -> bool:
    """Return whether pages at `origin` may use passkeys of the site `name`."""
    host = _host(origin)
    return host == name or host.endswith(f".{name}")


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).hostname or ""
    except ValueError:  # such as "https://["
        return ""
