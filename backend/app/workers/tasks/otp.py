"""Send SMS: claim, call the network, record; and watch what strangers make us send."""

import logging

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.integrations.sms import SmsMisconfigured, SmsRefused, SmsUnclear, get_sms_client
from app.services.auth import sms_outbox, sms_watch
from app.services.auth.sms_outbox import Sending, Sms
from app.workers.task import task

logger = logging.getLogger(__name__)


@task(Job.SEND_SMS_CODE)
def send_code(code_id: int) -> None:
    """Send one message, unless another worker does or it has ended."""
    with transaction() as session:
        sms = sms_outbox.claim(session, code_id=code_id, now=utc_now())
    if sms is None:
        return
    sending = _send(sms)
    with transaction() as session:
        sms_outbox.record(session, code_id=code_id, sending=sending, now=utc_now())


@task(Job.SWEEP_SMS_CODES)
def sweep_codes() -> None:
    """Enqueue again the messages whose job or worker was lost."""
    with transaction() as session:
        again = sms_outbox.send_overdue(session, now=utc_now())
    if again:
        logger.info("%d messages are sent again", again)


@task(Job.WATCH_SMS)
def watch_sms() -> None:
    """Raise an alert when codes are asked for and not typed, or today's budget runs out."""
    with transaction() as session:
        sms_watch.watch(session, now=utc_now())


def _send(sms: Sms) -> Sending:
    try:
        get_sms_client().send(phone=sms.phone, text=sms.text)
    except SmsRefused as error:
        logger.warning("message %d will not arrive: %s", sms.code_id, error)
        return Sending.REFUSED
    except SmsMisconfigured as error:
        logger.warning("no message leaves: %s", error)
        return Sending.MISCONFIGURED
    except SmsUnclear as error:
        logger.warning("message %d may not have been sent: %s", sms.code_id, error)
        return Sending.UNCLEAR
    return Sending.SENT
