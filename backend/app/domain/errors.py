"""Errors of the domain, by kind; `api/errors.py` alone turns them into HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.problems import ProblemCode


class Refusal(Exception):
    """A request is refused: a stable `code`, a sentence for the player, and facts for the client.

    It rolls back the transaction in which it is raised, unless it `commits`: then what was written
    before it stays (a wrong code that is counted, a session that ends) and it is raised again after
    the commit (`core.database.transaction`).
    """

    def __init__(
        self, code: ProblemCode, sentence: str, *, commits: bool = False, **facts: Any
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.commits = commits
        self.facts = facts


class Invalid(Refusal):
    """The request itself is wrong, whatever the present state."""


class NotSignedIn(Refusal):
    """The caller is unknown: no valid token."""


class NotAllowed(Refusal):
    """The caller is known and may not do this."""


class NotFound(Refusal):
    """There is no such thing, or the caller may not see it."""


class Conflict(Refusal):
    """The present state does not allow it."""


class TooSoon(Refusal):
    """Too many requests; `retry_after` is in seconds, `quota` is (requests, seconds) of a limit."""

    def __init__(
        self, sentence: str, *, retry_after: int, quota: tuple[int, int] | None = None
    ) -> None:
        super().__init__(ProblemCode.TOO_MANY_REQUESTS, sentence, retry_after=retry_after)
        self.quota = quota


class Unavailable(Refusal):
    """It cannot be done at the moment; `retry_after` is in seconds."""

    def __init__(self, sentence: str, *, retry_after: int) -> None:
        super().__init__(ProblemCode.SERVICE_UNAVAILABLE, sentence, retry_after=retry_after)


class InsufficientBalance(Conflict):
    """The wallet holds less than the stake or payment needs (both KES)."""

    def __init__(self) -> None:
        super().__init__(
            ProblemCode.INSUFFICIENT_BALANCE,
            "Your wallet does not hold enough for this. Deposit first.",
        )


@dataclass(frozen=True)
class WrongField:
    """One field of a form that cannot be right, and why; `code` is for when it is the only one."""

    field: str
    code: ProblemCode
    sentence: str


def refuse_fields(wrong: Sequence[WrongField]) -> None:
    """Raise Invalid that names all wrong fields of a form at once, if there are any."""
    if not wrong:
        return
    fields = [{"field": each.field, "message": each.sentence} for each in wrong]
    if len(wrong) == 1:
        raise Invalid(wrong[0].code, wrong[0].sentence, fields=fields)
    sentences = " ".join(each.sentence for each in wrong)
    raise Invalid(ProblemCode.INVALID_REQUEST, sentences, fields=fields)
