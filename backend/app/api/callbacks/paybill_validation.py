"""M-Pesa asks whether a payment to our paybill is welcome, and waits eight seconds at most.

A payment that should not have been made can be mended later; one that was refused for no reason
cannot. So whatever goes wrong here, and whatever takes too long, is a yes.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from app.core.database import transaction
from app.core.settings import get_settings
from app.domain.payments.paybill.validation import PaybillRefusal
from app.integrations.mpesa import paybill_wire
from app.services.payments.paybill import intake as paybill

logger = logging.getLogger(__name__)

_clerks = ThreadPoolExecutor(max_workers=2, thread_name_prefix="paybill-door")


async def answer(raw: bytes) -> bytes:
    """Return what M-Pesa is told about the payment in `raw`."""
    patience = get_settings().paybill.validation_seconds
    looking = asyncio.get_running_loop().run_in_executor(_clerks, _refusal_of, raw)
    try:
        refusal = await asyncio.wait_for(looking, patience)
    except Exception:
        logger.exception("a payment to the paybill is let through unseen")
        refusal = None
    return paybill_wire.validation_answer(refusal)


def _refusal_of(raw: bytes) -> PaybillRefusal | None:
    said = paybill_wire.read_paybill_validation(raw)
    if said is None:
        return None
    with transaction() as session:
        return paybill.refusal_of(session, said)
