"""Africa's Talking's callbacks: forms of 8 KB at most, under a secret path, handled in a thread."""

import re

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.security import constant_time_equals
from app.core.settings import get_settings
from app.integrations.sms import callbacks
from app.services.notifications import delivery_reports
from app.services.sms import inbound
from app.services.sms.inbound import Written

MAX_BODY_BYTES = 8 * 1024

_TOKEN = re.compile(r"[\w-]{32,128}", re.ASCII)


def is_ours(token: str) -> bool:
    """Say whether `token` is the secret of our callbacks' path; never while we have none."""
    ours = get_settings().sms.hook_token.get_secret_value()
    return bool(ours and _TOKEN.fullmatch(token) and constant_time_equals(token, ours))


def take_report(body: bytes) -> None:
    """Record a delivery report; what is unreadable, or no last word, is nothing to us."""
    report = callbacks.read_report(body)
    if report is None:
        return
    with transaction() as session:
        delivery_reports.record(
            session,
            provider_id=report.message_id,
            verdict=report.verdict,
            reason=report.reason,
            now=utc_now(),
        )


def take_message(body: bytes) -> None:
    """Keep an SMS to us, once; a worker reads it again at the network before it does anything."""
    message = callbacks.read_message(body)
    if message is None:
        return
    with transaction() as session:
        written = Written(message.message_id, message.phone, message.text)
        inbound.store(session, written, now=utc_now())
