"""Switches, alerts and the audit on the wire."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints, WithJsonSchema

from app.domain.alert_runbook import ADVICE
from app.schemas.base import Facts, Inbound, InboundQuery, MomentOut, Outbound, example
from app.schemas.text import LINE, at_least

Reason = Annotated[
    str,
    StringConstraints(min_length=8, max_length=1000, pattern=at_least(8)),
    Field(
        description="kept for ever, and read by others",
        examples=["The M-Pesa portal shows receipt SG632NMUAB for this number."],
    ),
]


AlertKind = Annotated[str, WithJsonSchema({"type": "string", "enum": sorted(ADVICE)})]


class SwitchState(Outbound):
    """Whether something goes on, since when, by whom and why."""

    name: Literal["deposits", "withdrawals", "tournaments", "registration", "queue"]
    is_on: bool
    reason: Annotated[str, Field(examples=["M-Pesa says that our initiator password is wrong."])]
    changed_by: Annotated[str, Field(description="user:<id> or system", examples=["system"])]
    changed_at: MomentOut


class SwitchList(Outbound):
    """All switches."""

    items: list[SwitchState]


class SwitchTurn(Inbound):
    """How the switch is to stand, and why."""

    model_config = example(is_on=False, reason="M-Pesa announced an outage until noon.")

    is_on: Annotated[bool, Field(examples=[False])]
    reason: Reason


class AlarmLine(Outbound):
    """Something that a person has to look at; `times` says how often it was raised."""

    id: int
    kind: AlertKind
    subject: Annotated[str, Field(examples=["withdrawal:7"])]
    detail: Annotated[Facts, Field(examples=[{"code": "2001"}])]
    advice: Annotated[
        str, Field(description="what to do first", examples=["Set a new initiator password."])
    ]
    times: int
    raised_at: MomentOut
    last_at: MomentOut
    cleared_at: MomentOut | None
    cleared_by: int | None


class AlarmList(Outbound):
    """Alerts, the latest first."""

    items: list[AlarmLine]


class Clearing(Inbound):
    """What was done about an alert."""

    model_config = example(reason="The portal shows that it was paid.")

    reason: Reason


class AuditQuery(InboundQuery):
    """What to look for in the audit."""

    admin: Annotated[str | None, Field(max_length=50, pattern=LINE, description="username")] = None
    action: Annotated[
        str | None,
        Field(max_length=40, pattern=LINE, description="`switch.off`, or `switch` for all"),
    ] = None
    subject: Annotated[
        str | None,
        Field(max_length=80, pattern=LINE, description="`withdrawal:7`, or `withdrawal` for all"),
    ] = None
    since: Annotated[
        AwareDatetime | None, Field(description="nothing older", examples=["2026-11-22T00:00:00Z"])
    ] = None
    cursor: Annotated[
        str | None,
        Field(max_length=19, pattern=r"^[0-9]+$", description="`next_cursor` of the page before"),
    ] = None
    limit: Annotated[int, Field(ge=1, le=100, description="rows a page")] = 20


class AuditLine(Outbound):
    """What an admin did, to what, when and why; nobody can change it."""

    id: int
    at: MomentOut
    admin_id: Annotated[int | None, Field(description="null: the system")]
    admin: Annotated[str, Field(description="username, or `system`", examples=["referee"])]
    action: Annotated[str, Field(examples=["switch.off"])]
    subject: Annotated[str, Field(examples=["switch:withdrawals"])]
    detail: Annotated[Facts, Field(examples=[{"reason": "The portal shows a problem."}])]
    before: Annotated[Facts | None, Field(examples=[{"is_on": True}])]
    after: Annotated[Facts | None, Field(examples=[{"is_on": False}])]
    approver_id: Annotated[int | None, Field(description="the second person, where two agreed")]
    address: Annotated[str | None, Field(description="where the request came from")]
    seq: Annotated[int | None, Field(description="its place in the chain; null: from before it")]
    hash: Annotated[str | None, Field(description="SHA-256 of the chain up to here, in hex")]


class AuditPage(Outbound):
    """Entries, newest first; pass `next_cursor` as `cursor` for the next page."""

    items: list[AuditLine]
    next_cursor: str | None
