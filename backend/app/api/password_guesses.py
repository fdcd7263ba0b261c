"""Count wrong passwords by who guesses, and compare a password only while more may be tried.

A device that has signed in before has an allowance of its own. All others share one a day for the
account, and have one for their address: strangers can neither guess on nor keep the owner out.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from app.core import rate_limit
from app.core.security import password_fits
from app.core.settings import get_settings
from app.domain.errors import TooSoon


@dataclass(frozen=True)
class Guesser:
    """Who guesses the password of `account`; `device` is what a known one is called."""

    account: str
    address: str
    device: str | None = None

    def counters(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Give each rule that limits them, and what it counts by."""
        rates = get_settings().rate
        if self.device is not None:
            yield rates.login_per_account, ("guess", self.account, self.device)
            return
        yield rates.login_per_account, ("guess", self.account, self.address)
        yield rates.login_per_account_a_day, ("guess", self.account)


def try_password(guesser: Guesser, password: str, stored: str | None) -> bool:
    """Compare, and count a failure; raises TooSoon before comparing when there were too many.

    In one hashing thread these follow one another, so a thousand guesses at once gain nothing.
    """
    for rule, who in guesser.counters():
        rate_limit.check(rule, *who)
    is_right = password_fits(password, stored)
    if not is_right:
        for rule, who in guesser.counters():
            # The answer to the last guess that is allowed is still "wrong password".
            with contextlib.suppress(TooSoon):
                rate_limit.count(rule, *who)
    return is_right


def are_many(guesser: Guesser) -> bool:
    """Return whether a stranger's guess, just counted, was the last that they are allowed."""
    if guesser.device is not None:
        return False
    return any(rate_limit.is_used_up(rule, *who) for rule, who in guesser.counters())


def forget(guesser: Guesser) -> None:
    """Set the counts to zero that limit this guesser."""
    for rule, who in guesser.counters():
        rate_limit.reset(rule, *who)
