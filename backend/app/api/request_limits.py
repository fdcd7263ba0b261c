"""Limits on requests that need no account: by address, and for SMS by the network around it too."""

from ipaddress import ip_address, ip_network
from typing import Literal

from app.core import rate_limit
from app.core.settings import get_settings

LimitedAction = Literal["register", "login", "refresh", "sms", "code", "receipt", "policy_report"]


def count_request(action: LimitedAction, address: str) -> None:
    """Count one request from `address` against the limit of `action`; raises TooSoon."""
    rates = get_settings().rate
    rule = {
        "register": rates.register_per_address,
        "login": rates.login_per_address,
        "refresh": rates.refresh_per_address,
        "sms": rates.sms_per_address,
        "code": rates.code_per_address,
        "receipt": rates.receipts_per_address,
        "policy_report": rates.policy_reports_per_address,
    }[action]
    factor = rate_limit.address_factor()
    rate_limit.count(rule, action, address, factor=factor)
    if action == "sms":
        network = network_of(address)
        rate_limit.count(rates.sms_per_network, "sms-network", network, factor=factor)


def network_of(address: str) -> str:
    """Return the network of an address or of a household's /64: a /24, or a /48 of IPv6.

    Who rents addresses rents them in such blocks.
    """
    try:
        first = ip_address(address.partition("/")[0])
    except ValueError:
        return address
    return str(ip_network((first, 24 if first.version == 4 else 48), strict=False))
