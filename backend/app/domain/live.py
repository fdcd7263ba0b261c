"""The types of hints on the live socket: every type that is sent is one of these.

A page must know each of them, because it refreshes by type (`frontend/src/lib/live/live.ts`, where
a missing one does not compile). Nothing sends a bare string: `core.after_commit.broadcast` takes a
`LiveType`.
"""

from enum import StrEnum


class LiveType(StrEnum):
    """What changed; the page asks the API for the rest."""

    MATCH_FOUND = "match.found"
    MATCH_READY = "match.ready"
    MATCH_REPORTED = "match.reported"
    MATCH_PROVISIONAL = "match.provisional"
    MATCH_REMINDER = "match.reminder"
    MATCH_REPLAY = "match.replay"
    MATCH_EVIDENCE = "match.evidence"
    MATCH_SETTLED = "match.settled"
    MATCH_DISPUTED = "match.disputed"
    MATCH_RULED = "match.ruled"
    MATCH_CANCELLED = "match.cancelled"
    MESSAGE_NEW = "message.new"
    WALLET_CHANGED = "wallet.changed"
    DEPOSIT_CHANGED = "deposit.changed"
    WITHDRAWAL_CHANGED = "withdrawal.changed"
    QUEUE_CHANGED = "queue.changed"
    RATING_CHANGED = "rating.changed"
    CHALLENGE_RECEIVED = "challenge.received"
    CHALLENGE_ACCEPTED = "challenge.accepted"
    CHALLENGE_CHANGED = "challenge.changed"
    NOTIFICATION_NEW = "notification.new"
    TOURNAMENT_CHANGED = "tournament.changed"
