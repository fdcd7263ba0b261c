"""The three ways in which a call can fail, which is all that money needs to know."""

from app.domain.mpesa import Failure


class MpesaError(Exception):
    """A call to M-Pesa did not end well; `code` is M-Pesa's own word where it gave one."""

    def __init__(self, reason: str, *, code: str = "") -> None:
        super().__init__(f"{code} {reason}".strip())
        self.code = code


class Refused(MpesaError):
    """M-Pesa said no before doing anything; `failure` is what the player should read.

    `ours_to_mend` when it is our configuration or our bug, and an operator must hear of it.
    """

    def __init__(
        self, reason: str, *, code: str, failure: Failure, ours_to_mend: bool = False
    ) -> None:
        super().__init__(reason, code=code)
        self.failure = failure
        self.ours_to_mend = ours_to_mend


class NotSent(MpesaError):
    """Nothing was done, provably: the same call may be made again."""


class Busy(NotSent):
    """M-Pesa turned us away at the door for calling too often ("spike arrest")."""


class TokenTrouble(NotSent):
    """We got no access token that M-Pesa takes."""


class Unknown(MpesaError):
    """It may or may not have been done: never call again, find out instead."""
