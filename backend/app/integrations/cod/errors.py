"""The ways in which Activision does not answer, each with whom it concerns (cod-api.md §1.6)."""


class CodError(Exception):
    """No usable answer. `scope` is what else will fail alike, `kind` its name in metrics."""

    kind = "unknown"
    scope = "none"
    retries = False

    def __init__(self, reason: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(reason or self.kind)
        self.reason = reason
        self.retry_after = retry_after  # seconds, where the answer says so


class CodNotAuthenticated(CodError):
    """The token is bad or has run out: nothing goes until a person changes it."""

    kind, scope = "not_authenticated", "token"


class CodNotAllowed(CodError):
    """This player's data is not open to us."""

    kind, scope = "not_allowed", "player"


class CodUserNotFound(CodError):
    """Nobody has this name there, or the player does not want to be found."""

    kind, scope = "user_not_found", "player"


class CodRateLimited(CodError):
    """We asked too often."""

    kind, scope = "rate_limited", "rate"


class CodOwnBudget(CodError):
    """We did not ask: our own budget of calls is used up. It says nothing about Activision."""

    kind, scope = "own_budget", "ours"


class CodUpstreamError(CodError):
    """Something broke at their end or on the way; the same call may go well a moment later."""

    kind, scope, retries = "upstream", "title", True


class CodMatchNotFound(CodError):
    """The whole match is not stored, or not yet."""

    kind, scope = "match_not_found", "match"


class CodEmptyData(CodError):
    """Success without anything: the title is not exposed. It does not mean "no match"."""

    kind, scope = "empty", "empty"


class CodBlocked(CodError):
    """Our address is shut out."""

    kind, scope = "blocked", "address"


class CodNotFound(CodError):
    """There is no such path any more."""

    kind, scope = "not_found", "endpoint"


class CodBadPayload(CodError):
    """Not JSON: a captcha, a page of a gateway, half an answer."""

    kind, scope = "bad_payload", "address"


class CodUnknownError(CodError):
    """A refusal with a message that we do not know; never read as "no match"."""

    kind, scope = "unknown", "none"
