"""What we ask of a provider of identity checks, whoever it is."""

from collections.abc import Mapping
from typing import Protocol

from app.domain.identity.checks import CheckOrder, CheckResult, Started


class ProviderRefused(Exception):
    """It will never take this check: our request, or the person, is no case for it."""


class ProviderUnclear(Exception):
    """It may or may not have taken it; the message of the exception is the reason.

    `ours_to_mend`: no check is taken until we mend our account there (no money, a wrong key).
    """

    def __init__(self, reason: str, *, ours_to_mend: bool = False) -> None:
        super().__init__(reason)
        self.ours_to_mend = ours_to_mend


class IdentityProvider(Protocol):
    """Starts checks, says what became of them, and reads what the provider posts to us."""

    def start(self, order: CheckOrder) -> Started:
        """Start a check under our reference. Raises ProviderRefused and ProviderUnclear."""

    def fetch(self, our_ref: str) -> CheckResult | None:
        """Return what became of a check; None if there is none. Raises ProviderUnclear."""

    def read_callback(self, raw: bytes, headers: Mapping[str, str]) -> str | None:
        """Return our reference of the check that a callback is about; None if it is not theirs.

        Nothing else of a callback counts: it only makes us fetch.
        """

    def close(self) -> None:
        """Close the connections."""
