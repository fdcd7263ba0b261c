"""What a push holds, and what follows from the answer of a push service (RFC 8030, RFC 8291)."""

import json
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any

from app.domain.language import Language
from app.domain.notifications.kinds import Kind, policy_of
from app.domain.notifications.links import page_of
from app.domain.notifications.rendering import Rendered

MOST_BYTES = 2_048  # Firefox on Android takes little more
TEST_SECONDS = 60  # a phone that has shown nothing by then is told so
MOST_REFUSALS = 5  # in a row, then a browser is given up

# On a locked screen anybody reads along: how much money it is stands in the app only.
_WITHOUT_AMOUNT = {
    Language.ENGLISH: "Open WageWars to see it.",
    Language.SWAHILI: "Fungua WageWars uione.",
}
_READY = {Language.ENGLISH: "Ready", Language.SWAHILI: "Niko tayari"}
_OPEN = {Language.ENGLISH: "Open", Language.SWAHILI: "Fungua"}
_CALLS = frozenset({Kind.MATCH_FOUND, Kind.TOURNAMENT_MATCH, Kind.OPPONENT_READY})


class PushOutcome(StrEnum):
    """What a push service made of a message."""

    SENT = "sent"
    GONE = "gone"  # there is no such subscription any more
    OUR_FAULT = "our_fault"  # our key or signature is refused
    NEVER = "never"  # this message will never be taken
    REFUSED = "refused"  # for a reason that may lie in the browser
    LATER = "later"  # too many messages, or an error of theirs


class PushTestState(StrEnum):
    """What is known of the test that a player sent to their own browser."""

    NONE = "none"  # there was no test, or the browser is not subscribed any more
    SENDING = "sending"
    NOT_SENT = "not_sent"  # we did not get to it in time
    TAKEN = "taken"  # by the push service; the browser has not shown it
    SHOWN = "shown"  # by the browser's own word
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"  # the push service takes nothing at the moment


_TEST_OUTCOMES = {
    PushOutcome.SENT: PushTestState.TAKEN,
    PushOutcome.LATER: PushTestState.UNAVAILABLE,
}
_TEST_TITLE = {Language.ENGLISH: "A test from WageWars", Language.SWAHILI: "Jaribio la WageWars"}
_TEST_BODY = {
    Language.ENGLISH: "Notifications reach this phone.",
    Language.SWAHILI: "Arifa zinafika kwenye simu hii.",
}

_OUTCOMES = {
    400: PushOutcome.NEVER,
    401: PushOutcome.OUR_FAULT,
    403: PushOutcome.OUR_FAULT,
    404: PushOutcome.GONE,
    406: PushOutcome.LATER,  # Windows: too many
    408: PushOutcome.LATER,
    410: PushOutcome.GONE,
    413: PushOutcome.NEVER,
    429: PushOutcome.LATER,
}


def outcome_of(status: int) -> PushOutcome:
    """Return the outcome that an HTTP status stands for."""
    if 200 <= status < 300:
        return PushOutcome.SENT
    if status >= 500:
        return PushOutcome.LATER
    return _OUTCOMES.get(status, PushOutcome.REFUSED)


def topic_of(user_id: int, kind: str, subject: str) -> str:
    """Return the 32 letters by which a later message replaces one that was not delivered yet.

    A hash, because the push service reads it.
    """
    return sha256(f"{user_id}:{kind}:{subject}".encode()).hexdigest()[:32]


def test_state_after(outcome: PushOutcome) -> PushTestState:
    """Return what a test is after the push service's answer."""
    return _TEST_OUTCOMES.get(outcome, PushTestState.REFUSED)


def compose_test(*, language: Language, badge: int, receipt: str) -> bytes:
    """Return the message of a test."""
    return _encode(
        {
            "kind": "test",
            "title": _TEST_TITLE[language],
            "body": _TEST_BODY[language],
            "tag": "test",
            "url": "/notifications/settings",
            "actions": [],
            "badge": badge,
            "receipt": receipt,
        }
    )


def compose(
    kind: Kind,
    texts: Rendered,
    *,
    notification_id: int,
    subject: str,
    language: Language,
    badge: int,
    receipt: str,
) -> bytes:
    """Return the message, as our service worker reads it (`frontend/src/sw/push.ts`)."""
    tells_amount = "amount" in policy_of(kind).variables
    content: Mapping[str, Any] = {
        "id": notification_id,
        "kind": kind,
        "title": texts.title,
        "body": _WITHOUT_AMOUNT[language] if tells_amount else texts.message,
        "tag": subject,
        "url": page_of(subject),
        "actions": _actions(kind, language),
        "badge": badge,
        "receipt": receipt,
    }
    return _encode(content)


def _encode(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _actions(kind: Kind, language: Language) -> list[dict[str, str]]:
    ready = [{"action": "ready", "title": _READY[language]}] if kind in _CALLS else []
    return [*ready, {"action": "open", "title": _OPEN[language]}]
