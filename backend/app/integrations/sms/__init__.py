"""Africa's Talking, who carries our SMS."""

from app.core.built_once import BuiltOnce
from app.core.settings import get_settings
from app.integrations.sms.client import (
    SmsClient,
    SmsMisconfigured,
    SmsNotTaken,
    SmsRefused,
    SmsUnclear,
    Taken,
)

__all__ = [
    "SmsClient",
    "SmsMisconfigured",
    "SmsNotTaken",
    "SmsRefused",
    "SmsUnclear",
    "Taken",
    "get_sms_client",
]


@BuiltOnce
def get_sms_client() -> SmsClient:
    """Return this process's client, whose connections stay open between messages."""
    return SmsClient(get_settings().sms)
