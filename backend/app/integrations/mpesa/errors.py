"""The three ways in which a call can fail, which is all that money needs to know."""

from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.mpesa.results import Failure

ABOUT_THE_TRANSACTION = "500.001.1001"


class MpesaError(Exception):
    """A call to M-Pesa did not end well; `code` is M-Pesa's own error code where it gave one.

    `is_outage` when M-Pesa did not answer the call: many of them mean that it is down.
    """

    is_outage = False

    def __init__(self, reason: str, *, code: str = "") -> None:
        super().__init__(f"{code} {reason}".strip())
        self.code = code
        self.reason = reason


class Refused(MpesaError):
    """M-Pesa refused before doing anything; `failure` is what the player should read.

    `ours_to_mend` when it is our configuration or our bug, and an operator must be alerted.
    """

    def __init__(
        self, reason: str, *, code: str, failure: Failure, ours_to_mend: bool = False
    ) -> None:
        super().__init__(reason, code=code)
        self.failure = failure
        self.ours_to_mend = ours_to_mend


class PayoutRefused(Refused):
    """M-Pesa will not pay this out; nothing was done. `payout_failure` is for the player.

    `pauses` when the next payout would be refused the same way: our name, our product, our bug.
    """

    def __init__(self, refused: Refused, *, payout_failure: PayoutFailure, pauses: bool) -> None:
        super().__init__(
            refused.reason,
            code=refused.code,
            failure=refused.failure,
            ours_to_mend=refused.ours_to_mend,
        )
        self.payout_failure = payout_failure
        self.pauses = pauses


class DuplicateRequest(MpesaError):
    """M-Pesa has a payout under this id already: ask what became of it, never choose another id."""


class AlreadyRegistered(MpesaError):
    """Our addresses stand there already; production takes them only once."""


class NotSent(MpesaError):
    """Nothing was done, provably: the same call may be made again."""

    is_outage = True


class Busy(NotSent):
    """M-Pesa refused a call because there were too many ("spike arrest")."""


class TokenTrouble(NotSent):
    """We got no access token that M-Pesa takes."""


class CredentialTrouble(NotSent):
    """We cannot sign as our operator: no name, no password, or no certificate to be had."""

    is_outage = False


class Unknown(MpesaError):
    """It may or may not have been done: never call again, find out instead."""

    def __init__(self, reason: str, *, code: str = "") -> None:
        super().__init__(reason, code=code)
        # "The transaction is being processed", and any other message with this code, is an answer.
        self.is_outage = code != ABOUT_THE_TRANSACTION
