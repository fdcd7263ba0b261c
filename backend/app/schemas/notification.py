"""Notifications on the wire: the inbox, and what a player switched off."""

from typing import Annotated

from pydantic import Field

from app.domain.notifications.kinds import Channel, Group, Kind
from app.schemas.base import Inbound, MomentOut, Outbound, example

_MOST_CHANGES = 200  # every kind on every channel


class Notification(Outbound):
    """One notification, in the player's language; `link` is the page of the app it leads to."""

    id: int
    type: Kind
    group: Group
    title: str
    message: str
    link: str
    is_read: bool
    created_at: MomentOut


class Unread(Outbound):
    """How many notifications the player has not read; counting stops at 100."""

    unread_count: int


class Inbox(Unread):
    """A page of notifications, newest first."""

    items: list[Notification]
    next_cursor: str | None


class ChannelPreference(Outbound):
    """Whether a kind goes to this channel."""

    channel: Channel
    is_on: bool


class KindPreference(Outbound):
    """Where a kind goes; one that is `required` cannot be switched off."""

    type: Kind
    group: Group
    required: bool
    channels: list[ChannelPreference]


class Preferences(Outbound):
    """Where each kind of notification goes."""

    items: list[KindPreference]


class PreferenceChange(Inbound):
    """One kind on one channel, on or off."""

    type: Kind
    channel: Channel
    is_on: bool


class PreferenceChanges(Inbound):
    """What is to change; all else stays."""

    model_config = example(
        items=[{"type": "challenge_received", "channel": "push", "is_on": False}]
    )

    items: Annotated[list[PreferenceChange], Field(max_length=_MOST_CHANGES)]
