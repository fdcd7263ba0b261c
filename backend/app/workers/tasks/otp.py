"""Send codes by SMS: claim, call the network, record."""

import logging

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.integrations.sms import SmsRefused, SmsUnclear, get_sms_client
from app.services.auth import otp
from app.services.auth.otp import Sending, Sms
from app.workers.task import task

logger = logging.getLogger(__name__)


@task(Job.SEND_SMS_CODE)
def send_code(code_id: int) -> None:
    """Send one code, unless another worker does or it has ended."""
    with transaction() as session:
        sms = otp.claim(session, code_id=code_id, now=utc_now())
    if sms is None:
        return
    sending = _send(sms)
    with transaction() as session:
        otp.record(session, code_id=code_id, sending=sending, now=utc_now())


@task(Job.SWEEP_SMS_CODES)
def sweep_codes() -> None:
    """Enqueue again the codes whose job or worker was lost."""
    with transaction() as session:
        again = otp.send_overdue(session, now=utc_now())
    if again:
        logger.info("%d codes are sent again", again)


def _send(sms: Sms) -> Sending:
    try:
        get_sms_client().send(phone=sms.phone, text=_text_of(sms))
    except SmsRefused as error:
        logger.warning("code %d will not arrive: %s", sms.code_id, error)
        return Sending.REFUSED
    except SmsUnclear as error:
        logger.warning("code %d may not have been sent: %s", sms.code_id, error)
        return Sending.UNCLEAR
    return Sending.SENT


def _text_of(sms: Sms) -> str:
    if sms.payout is None:
        return (
            f"WageWars: your code is {sms.digits}. It ends in {sms.minutes} minutes."
            " Never share it with anyone."
        )
    # Amount and number come first: a player who reads this out to a thief reads what it does.
    return (
        f"WageWars: code {sms.digits} SENDS KES {sms.payout:,} to 0{sms.phone[3:]} by M-Pesa. It"
        f" ends in {sms.minutes} minutes. Not you? Share it with no one, and change your password."
    )
