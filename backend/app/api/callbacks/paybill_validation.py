"""Answer M-Pesa's validation of a payment to our paybill, within the eight seconds that it waits.

A payment that should not have been made can be refunded later; one that was refused for no reason
is lost. So on any error, and after a timeout, the payment is accepted.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from app.core.database import transaction
from app.core.settings import get_settings
from app.domain.payments.paybill.validation import PaybillRefusal
from app.integrations.mpesa import paybill_wire
from app.services.payments.paybill import intake

logger = logging.getLogger(__name__)

# Of its own, so that busy common threads delay no payer's phone.
_validation_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="paybill-validation")


async def answer(raw: bytes) -> bytes:
    """Return the body of our answer to the validation request `raw`."""
    timeout = get_settings().paybill.validation_seconds
    checking = asyncio.get_running_loop().run_in_executor(_validation_pool, _check, raw)
    try:
        refusal = await asyncio.wait_for(checking, timeout)
    except Exception:
        logger.exception("a payment to the paybill is accepted without a check")
        refusal = None
    return paybill_wire.validation_answer(refusal)


def _check(raw: bytes) -> PaybillRefusal | None:
    request = paybill_wire.read_paybill_validation(raw)
    if request is None:
        return None
    with transaction() as session:
        return intake.refusal_of(session, request)
