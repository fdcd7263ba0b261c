"""Register our paybill's addresses at M-Pesa: `python -m app.cli.register_mpesa paybill`.

Production takes the addresses once; changing them is done in Safaricom's portal (Self Services →
URL Management) by two operators. So no process of ours registers anything by itself.
`pull` instead of `paybill`, or beside it, asks for Pull Transactions: needed once as well.
"""

import logging
import sys
from collections.abc import Callable

from app.core.logging import configure_logging
from app.domain.payments.paybill.validation import Registered
from app.integrations.mpesa import daraja
from app.integrations.mpesa.client import Daraja
from app.integrations.mpesa.errors import MpesaError

logger = logging.getLogger(__name__)

WHAT: dict[str, Callable[[Daraja], Registered]] = {
    "paybill": Daraja.register_paybill,
    "pull": Daraja.register_pull,
}
_SENTENCES = {
    Registered.NEW: "%s: registered",
    Registered.ALREADY: "%s: it was registered before, and stays as it was",
}


def main(arguments: list[str]) -> int:
    """Register what the arguments name; returns 0, 1 when M-Pesa refuses, 2 for wrong arguments.

    After a lost answer the same command may be given again.
    """
    configure_logging()
    if not arguments or not set(arguments) <= set(WHAT):
        logger.error("name what to register: %s, or both", " or ".join(WHAT))
        return 2
    return max(register(what) for what in arguments)


def register(what: str) -> int:
    """Register one thing; returns 0, or 1 when M-Pesa does not take it."""
    try:
        outcome = WHAT[what](daraja())
    except MpesaError as error:
        # 401.003.01: the Daraja app has the other version of C2B (MPESA_C2B_VERSION).
        logger.error("%s: M-Pesa does not take it: %s", what, error)  # noqa: TRY400  # no bug of ours
        return 1
    logger.info(_SENTENCES[outcome], what)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
