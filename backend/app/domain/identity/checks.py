"""A check of a document and a selfie by a provider: what is asked, and what it may answer."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class DocumentKind(StrEnum):
    """Documents that are taken."""

    NATIONAL_ID = "national_id"
    PASSPORT = "passport"
    ALIEN_ID = "alien_id"


class CheckState(StrEnum):
    """States of a check."""

    REQUESTED = "requested"  # the provider has not been asked, or provably does not know of it
    STARTING = "starting"  # a worker is asking, or died while asking
    OPEN = "open"  # the provider waits for the player's pictures, or looks at them
    REVIEW = "review"  # staff decides
    APPROVED = "approved"
    REJECTED = "rejected"
    FAILED = "failed"  # no answer came, or it could not be asked


WAITING = frozenset({CheckState.REQUESTED, CheckState.STARTING, CheckState.OPEN})
OPEN = WAITING | {CheckState.REVIEW}

UNDER_AGE = "under_18"
DOCUMENT_TAKEN = "document_of_another"
NO_ANSWER = "no_answer"


class ProviderOutcome(StrEnum):
    """What a provider says about a check."""

    WAITING = "waiting"
    APPROVED = "approved"
    REVIEW = "review"
    REJECTED = "rejected"
    UNAVAILABLE = "unavailable"  # it could not be made; `retryable` says whether later


@dataclass(frozen=True)
class CheckOrder:
    """What a provider is told. `our_ref` is ours, unique, and stored before the call."""

    our_ref: str
    name: str
    birth_date: date
    document_kind: DocumentKind
    document_number: str
    consent_at: datetime


@dataclass(frozen=True)
class Started:
    """A check that a provider has: its own id, and where the player takes the pictures."""

    job: str
    link: str


@dataclass(frozen=True)
class CheckResult:
    """A provider's answer to a question about a check; `reason` is a short code of theirs."""

    job: str
    outcome: ProviderOutcome
    reason: str | None = None
    retryable: bool = False
    link: str | None = None


def canonical_number(typed: str) -> str | None:
    """Return the number of a document in one form, or None if it cannot be one."""
    number = re.sub(r"[\s.-]", "", typed).upper()
    return number if re.fullmatch(r"[A-Z0-9]{5,20}", number) else None
