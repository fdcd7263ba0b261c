"""Refusals in the game's own language; `api/errors.py` alone turns them into HTTP."""

from typing import Any

from app.domain.problems import ProblemCode


class Refusal(Exception):
    """We say no, and say why: a stable `code`, a plain sentence, and facts that help."""

    def __init__(self, code: ProblemCode, sentence: str, **facts: Any) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.facts = facts


class Invalid(Refusal):
    """What was sent cannot be right, whatever the state of the world."""


class NotSignedIn(Refusal):
    """We do not know who is asking."""


class NotAllowed(Refusal):
    """We know who is asking, and this person may not."""


class NotFound(Refusal):
    """There is no such thing, or it is not this person's to see."""


class Conflict(Refusal):
    """It was possible once or will be, but not in the present state."""


class TooSoon(Refusal):
    """InquiryAccepted too often; `retry_after` (seconds) says when to come back."""

    def __init__(self, sentence: str, *, retry_after: int) -> None:
        super().__init__(ProblemCode.TOO_MANY_REQUESTS, sentence, retry_after=retry_after)


class Unavailable(Refusal):
    """We cannot do it at the moment; `retry_after` (seconds) says when to try again."""

    def __init__(self, sentence: str, *, retry_after: int) -> None:
        super().__init__(ProblemCode.SERVICE_UNAVAILABLE, sentence, retry_after=retry_after)


class InsufficientBalance(Conflict):
    """The wallet holds less than the stake or payment needs (both KES)."""

    def __init__(self) -> None:
        super().__init__(
            ProblemCode.INSUFFICIENT_BALANCE,
            "Your wallet does not hold enough for this. Deposit first.",
        )
