"""The one way to tell players what happened: in the transaction in which it happens.

A notification is written once for its player and key, however often its event is handled. With it
go the deliveries on other channels that its kind and the player's preferences call for: rows that
the sweep finds (`outbox`). After the commit a hint goes to the player's live sockets.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.after_commit import broadcast
from app.core.database import Unit
from app.domain.live import LiveType
from app.domain.notifications import rendering
from app.domain.notifications.kinds import Channel, Kind, policy_of
from app.services.notifications import push_queue

_encode = json.JSONEncoder(separators=(",", ":")).encode

TOPIC = "notifications"

_OPPONENT = frozenset({"opponent"})

# Arrays, so that any number is one statement; the opponent's name is read on the way.
_WRITE = text("""
INSERT INTO notifications (user_id, kind, dedupe_key, subject, variables, created_at)
SELECT n.user_id, n.kind, n.dedupe_key, n.subject,
       n.variables || CASE WHEN o.id IS NULL THEN '{}'
                      ELSE jsonb_build_object('opponent', o.username) END,
       :now
  FROM unnest(CAST(:user_ids AS bigint[]), CAST(:kinds AS text[]), CAST(:keys AS text[]),
              CAST(:subjects AS text[]), CAST(:variables AS jsonb[]), CAST(:opponents AS bigint[]))
         n (user_id, kind, dedupe_key, subject, variables, opponent_id)
       LEFT JOIN users o ON o.id = n.opponent_id
    ON CONFLICT (user_id, dedupe_key) DO NOTHING
RETURNING user_id, id, kind
""")
# Nobody is sent an SMS who has not proved their number, for it may be somebody else's.
_SEND_BY_SMS = text("""
INSERT INTO notification_deliveries (user_id, notification_id, channel, due_at, expires_at)
SELECT d.user_id, d.notification_id, 'sms', d.due_at, d.expires_at
  FROM unnest(CAST(:user_ids AS bigint[]), CAST(:ids AS bigint[]), CAST(:kinds AS text[]),
              CAST(:due_at AS timestamptz[]), CAST(:expires_at AS timestamptz[]))
         d (user_id, notification_id, kind, due_at, expires_at)
       JOIN users u ON u.id = d.user_id AND u.is_verified
 WHERE NOT EXISTS (SELECT FROM notification_preferences p
                    WHERE p.user_id = d.user_id AND p.kind = d.kind AND p.channel = 'sms'
                      AND NOT p.is_on)
""")


@dataclass(frozen=True)
class Notice:
    """What one player is told.

    `subject` is what it is about, `event` what happened to that: together they make the key, so
    that the same event is told once. `variables` fill the texts; the opponent is named by id.
    """

    user_id: int
    kind: Kind
    subject: str
    event: str
    variables: Mapping[str, str | int] = field(default_factory=dict)
    opponent_id: int | None = None


def notify(session: Session, notices: Iterable[Notice], *, now: datetime) -> None:
    """Tell players what happened, each once; what was told before is left as it is.

    Raises WrongVariables if a notice does not have just the variables of its kind.
    """
    given = list(notices)
    for notice in given:
        opponent = _OPPONENT if notice.opponent_id is not None else frozenset()
        rendering.check(notice.kind, frozenset(notice.variables) | opponent)
    if not given:
        return
    written = session.execute(
        _WRITE,
        {
            "user_ids": [one.user_id for one in given],
            "kinds": [one.kind.value for one in given],
            "keys": [f"{one.subject}:{one.event}" for one in given],
            "subjects": [one.subject for one in given],
            "variables": [_encode(dict(one.variables)) for one in given],
            "opponents": [one.opponent_id for one in given],
            "now": now,
        },
    ).all()
    _queue_sms(session, written, now=now)
    told = [(row.user_id, row.id, Kind(row.kind)) for row in written]
    push_queue.queue(session, told, now=now)
    announce(session, [row.user_id for row in written])


def announce(session: Unit, user_ids: Sequence[int]) -> None:
    """Hint to the live sockets of players that their inbox has something new, after the commit."""
    if user_ids:
        broadcast(session, user_ids, kind=LiveType.NOTIFICATION_NEW, topic=TOPIC, data={})


def _queue_sms(session: Session, written: Sequence[Any], *, now: datetime) -> None:
    by_sms = [(row, policy_of(Kind(row.kind))) for row in written]
    waits = [
        (row, now + policy.sms_after, now + policy.lives)
        for row, policy in by_sms
        if Channel.SMS in policy.channels and policy.sms_after is not None
    ]
    if waits:
        session.execute(
            _SEND_BY_SMS,
            {
                "user_ids": [row.user_id for row, _, _ in waits],
                "ids": [row.id for row, _, _ in waits],
                "kinds": [row.kind for row, _, _ in waits],
                "due_at": [due_at for _, due_at, _ in waits],
                "expires_at": [expires_at for _, _, expires_at in waits],
            },
        )
