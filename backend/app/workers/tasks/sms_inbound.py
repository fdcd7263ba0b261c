"""SMS that players write to us: prove each at the network, do it, answer it."""

import logging
from functools import partial

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.jobs import Job
from app.domain.errors import Refusal
from app.integrations.sms import SmsRefused, SmsUnclear, get_sms_client
from app.services.sms import inbound
from app.services.sms.inbound import Answer, Written
from app.workers.sweep import sweep_rows
from app.workers.task import task

logger = logging.getLogger(__name__)


@task(Job.READ_SMS)
def read_sms(sms_id: int) -> None:
    """Do what one SMS asks for, once the network shows it under our key, and answer it."""
    with transaction() as session:
        written = inbound.claim(session, sms_id=sms_id, now=utc_now())
    if written is None or not _is_proved(written):
        return
    try:
        with transaction() as session:
            answer = inbound.do(session, sms_id=sms_id, now=utc_now())
    except Refusal as refusal:
        logger.info("an SMS is refused: %s", refusal.code)
        with transaction() as session:
            answer = inbound.refuse(session, sms_id=sms_id, now=utc_now())
    if answer is not None:
        _send(answer)
        with transaction() as session:
            inbound.finish(session, sms_id=sms_id)


@task(Job.SWEEP_SMS_INBOUND)
def sweep_sms_inbound() -> None:
    """Enqueue again what was not read yet: its job was lost, or the network did not show it."""
    now = utc_now()
    find = partial(inbound.find_due, now=now)
    sweep_rows("sms_inbound", now=now, find=find, apply=inbound.move_on)


def _is_proved(written: Written) -> bool:
    try:
        found = get_sms_client().find_written(written.provider_id)
    except SmsUnclear as error:
        logger.warning("the network does not say what was written: %s", error)
        return False
    is_same = found == (written.phone, written.text)
    if not is_same:
        logger.warning("the network shows no such SMS to us")
    return is_same


def _send(answer: Answer) -> None:
    try:
        get_sms_client().send(phone=answer.phone, text=answer.text, can_be_answered=True)
    except (SmsRefused, SmsUnclear) as error:
        logger.warning("an answer may not have been sent: %s", error)
