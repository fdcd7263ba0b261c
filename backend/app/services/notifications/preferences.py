"""What players switched off, by kind and channel; what could cost them cannot be.

A kind that is off in the app stands in the inbox as read: it is the record, and makes no sound.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.domain.errors import Invalid
from app.domain.notifications.kinds import Channel, Group, Kind, policy_of
from app.domain.problems import ProblemCode
from app.models.notification import NotificationPreference


@dataclass(frozen=True)
class ChannelSetting:
    """Whether a kind goes to one channel."""

    channel: Channel
    is_on: bool


@dataclass(frozen=True)
class KindSettings:
    """Where a kind goes; a `required` one cannot be switched off."""

    type: Kind
    group: Group
    required: bool
    channels: list[ChannelSetting]


@dataclass(frozen=True)
class Change:
    """A kind on a channel, switched on or off."""

    kind: Kind
    channel: Channel
    is_on: bool


def list_of(session: Session, *, user_id: int) -> list[KindSettings]:
    """Return where each kind goes, by the player's choices."""
    off = _off(session, user_id=user_id)
    return [
        KindSettings(
            type=kind,
            group=policy_of(kind).group,
            required=policy_of(kind).required,
            channels=[
                ChannelSetting(channel, (kind, channel) not in off)
                for channel in policy_of(kind).channels
            ],
        )
        for kind in Kind
    ]


def change(session: Session, changes: Iterable[Change], *, user_id: int, now: datetime) -> None:
    """Switch kinds on or off; the last word on each counts.

    Raises Invalid for a channel to which a kind does not go, and for one that cannot be off.
    """
    chosen = {(one.kind, one.channel): one.is_on for one in changes}
    for (kind, channel), is_on in chosen.items():
        _refuse_impossible(kind, channel, is_on=is_on)
    if not chosen:
        return
    rows = [
        {"user_id": user_id, "kind": kind, "channel": channel, "is_on": is_on, "changed_at": now}
        for (kind, channel), is_on in sorted(chosen.items())
    ]
    written = insert(NotificationPreference).values(rows)
    session.execute(
        written.on_conflict_do_update(
            index_elements=["user_id", "kind", "channel"],
            set_={"is_on": written.excluded.is_on, "changed_at": written.excluded.changed_at},
        )
    )


def switched_off(session: Session, *, user_id: int, channel: Channel) -> frozenset[Kind]:
    """Return the kinds that a player does not want on a channel."""
    off = _off(session, user_id=user_id)
    return frozenset(kind for kind, where in off if where is channel)


def _off(session: Session, *, user_id: int) -> set[tuple[Kind, Channel]]:
    """Return what is off, but for what must not be: a kind may have become required since."""
    found = session.execute(
        select(NotificationPreference.kind, NotificationPreference.channel).where(
            NotificationPreference.user_id == user_id, NotificationPreference.is_on.is_(False)
        )
    )
    off = {(Kind(kind), Channel(channel)) for kind, channel in found if kind in set(Kind)}
    return {(kind, channel) for kind, channel in off if not policy_of(kind).required}


def _refuse_impossible(kind: Kind, channel: Channel, *, is_on: bool) -> None:
    policy = policy_of(kind)
    if channel not in policy.channels:
        raise Invalid(ProblemCode.INVALID_REQUEST, f"{kind} does not go to {channel}.")
    if policy.required and not is_on:
        raise Invalid(
            ProblemCode.NOTIFICATION_REQUIRED,
            "This can cost you a stake or your account, so it cannot be switched off.",
        )
