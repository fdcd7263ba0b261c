"""The room of a match on the wire: messages, reports of them, and moderators' decisions."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.domain.rooms.presets import Preset
from app.domain.rooms.rules import (
    LONGEST_SILENCE_HOURS,
    LONGEST_TEXT,
    ClosedReason,
    Decision,
    ReportReason,
)
from app.schemas.base import Inbound, MomentOut, Outbound, example
from app.schemas.match import Seat
from app.schemas.text import CHAT, Prose

FreeText = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT, pattern=CHAT)]


class NewMessage(Inbound):
    """Exactly one of both: a preset by its key, or one line of text."""

    model_config = example(preset="hosting")

    preset: Preset | None = None
    text: FreeText | None = None


class RoomMessage(Outbound):
    """A message: a `preset`, to be shown in the reader's language, or `text`.

    `is_masked` says that phone numbers, links or addresses in it were replaced by dots. The text of
    a message that a moderator hid is null for its players. `is_reported` says whether the reader
    has reported it, and to admins whether anybody has.
    """

    id: int
    seat: Seat
    is_mine: bool
    preset: Preset | None
    text: str | None
    is_masked: bool
    is_hidden: bool
    is_reported: bool
    created_at: MomentOut


class Room(Outbound):
    """The messages of a match, oldest first, and whether the reader may write.

    `can_write` is about free text; who is `silenced` (until `silenced_until`) may still send
    presets. While the reader has muted the other, or blocks them, the other's messages are left
    out.
    """

    items: list[RoomMessage]
    can_write: bool
    closed_reason: ClosedReason | None
    is_muted: bool
    silenced_until: MomentOut | None


class MessageReport(Inbound):
    """What is wrong with a message."""

    model_config = example(reason="abuse")

    reason: ReportReason


class Mute(Inbound):
    """Whether the other player's messages are to be left out."""

    model_config = example(is_muted=True)

    is_muted: bool


class MuteState(Outbound):
    """Whether the other player's messages are left out."""

    is_muted: bool


class ReportedMessage(Outbound):
    """A message that its reader reported, for moderators; the text is as players see it, masked."""

    id: int
    match_id: int
    author: str
    reporter: str
    reason: ReportReason
    reported_at: MomentOut
    message: RoomMessage


class ReportedMessages(Outbound):
    """Open reports, the oldest first."""

    items: list[ReportedMessage]
    next_cursor: str | None


class MessageDecision(Inbound):
    """Hide a message from both players or leave it; silence its author for some hours, or not.

    A later decision replaces an earlier one: `dismiss` shows the message again, and 0 hours end the
    silence that it brought.
    """

    model_config = example(decision="hide", silence_hours=24, note="A threat after the game.")

    decision: Decision
    silence_hours: Annotated[int, Field(ge=0, le=LONGEST_SILENCE_HOURS)] = 0
    note: Annotated[Prose, Field(max_length=500)] = ""
