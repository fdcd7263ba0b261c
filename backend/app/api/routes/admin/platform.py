"""Switches, alerts and the audit log."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from app.api.deps import Limit, SessionDep
from app.api.proposal_lines import line
from app.api.staff import ClearsAlarms, ReadsAudit, ReadsWatch, TurnsSwitches
from app.api.step_up import FreshFactor
from app.core.clock import utc_now
from app.domain.alert_runbook import advice_for
from app.domain.platform.proposals import Action, Terms
from app.models import platform as tables
from app.schemas.base import Flag, in_digits
from app.schemas.platform import (
    AlarmLine,
    AlarmList,
    AuditLine,
    AuditPage,
    AuditQuery,
    Clearing,
    SwitchList,
    SwitchState,
    SwitchTurn,
)
from app.schemas.proposal import ProposalLine, Reopening
from app.services.platform import alerts, audit, switches
from app.services.platform.switches import SwitchName
from app.services.proposals import proposals

router = APIRouter(prefix="/admin", tags=["admin: watch"])

AlarmId = Annotated[int, Field(ge=1, le=2**62), in_digits, Path()]


@router.get("/switches", summary="What goes on, and what is paused")
def list_switches(_: ReadsWatch, session: SessionDep) -> SwitchList:
    """Show the switches: on or off, since when, by whom and why."""
    return SwitchList(items=[SwitchState.model_validate(one) for one in switches.list_all(session)])


@router.put("/switches/{name}", summary="Pause something that has a switch, or let it go on")
def turn_switch(
    name: SwitchName,
    body: SwitchTurn,
    admin: TurnsSwitches,
    session: SessionDep,
    fresh: FreshFactor,
) -> SwitchState:
    """Turn a switch; it works everywhere at once.

    Off means that nothing new is asked of M-Pesa: players read that it is paused. What M-Pesa was
    asked before goes on to its end, and withdrawals that players have confirmed wait until it is on
    again. Of tournaments it means that nobody joins and none starts, and those that run go on. Of
    registration it means that nobody opens an account, and of the queue that nobody looks for a
    match, challenges or accepts; who has been paired plays on.
    One person turns a switch off, and on again; withdrawals are turned on by two, under
    `/admin/switches/withdrawals/reopening`. `changed_by` is `system` where the app itself paused;
    then there is an alert, too.
    """
    switches.require_one_person(session, name=name, is_on=body.is_on)
    fresh.require("switch.on" if body.is_on else "switch.off", f"switch:{name.value}")
    turned = switches.turn(
        session,
        name=name,
        is_on=body.is_on,
        reason=body.reason,
        by=f"user:{admin.id}",
        now=utc_now(),
    )
    if turned:
        audit.record_change(
            session,
            audit.Change(before={"is_on": not body.is_on}, after={"is_on": body.is_on}),
            admin_id=admin.id,
            action="switch.on" if body.is_on else "switch.off",
            subject=f"switch:{name.value}",
            detail={"reason": body.reason},
        )
    return SwitchState.model_validate(switches.get(session, name=name))


@router.post(
    "/switches/withdrawals/reopening",
    status_code=201,
    summary="Propose that paused withdrawals go on",
)
def propose_reopening(
    body: Reopening, admin: TurnsSwitches, session: SessionDep, fresh: FreshFactor
) -> ProposalLine:
    """Propose to turn withdrawals on, for somebody else to approve under `/admin/proposals`."""
    fresh.require("withdrawals_on.propose", "switch:withdrawals")
    terms = Terms(Action.WITHDRAWALS_ON)
    return line(proposals.propose(session, terms, reason=body.reason, staff=admin, now=utc_now()))


@router.get("/alarms", summary="What staff must look at")
def list_alarms(
    _: ReadsWatch,
    session: SessionDep,
    cleared: Annotated[Flag, Query(description="list the cleared ones instead")] = False,  # noqa: FBT002
    limit: Limit = 50,
) -> AlarmList:
    """List the open alerts, the latest first, each with its first step."""
    found = alerts.list_newest(session, cleared=cleared, rows=limit)
    return AlarmList(items=[_alarm(one) for one in found])


@router.post("/alarms/{alarm_id}/clear", summary="Clear an alert")
def clear_alarm(
    alarm_id: AlarmId, body: Clearing, admin: ClearsAlarms, session: SessionDep
) -> AlarmLine:
    """Clear an alert, with what was done about it. It is raised again if its cause comes back."""
    alarm = alerts.clear(session, alarm_id=alarm_id, admin_id=admin.id, now=utc_now())
    audit.record(
        session,
        admin_id=admin.id,
        action="alarm.clear",
        subject=f"alarm:{alarm.id}",
        kind=alarm.kind,
        about=alarm.subject,
        reason=body.reason,
    )
    return _alarm(alarm)


@router.get("/audit", summary="What admins did, newest first")
def list_audit(
    query: Annotated[AuditQuery, Query()], _: ReadsAudit, session: SessionDep
) -> AuditPage:
    """List what admins did, to what, when and why. Nothing here can be changed or deleted."""
    found = audit.list_newest(
        session,
        rows=query.limit + 1,
        before=min(int(query.cursor), 2**62) if query.cursor else None,
        admin=query.admin,
        action=query.action,
        subject=query.subject,
        since=query.since,
    )
    page = found[: query.limit]
    return AuditPage(
        items=[_entry(entry, username) for entry, username in page],
        next_cursor=str(page[-1][0].id) if len(found) > query.limit else None,
    )


def _alarm(alarm: tables.Alarm) -> AlarmLine:
    return AlarmLine(
        id=alarm.id,
        kind=alarm.kind,
        subject=alarm.subject,
        detail=alarm.detail,
        advice=advice_for(alarm.kind),
        times=alarm.times,
        raised_at=alarm.raised_at,
        last_at=alarm.last_at,
        cleared_at=alarm.cleared_at,
        cleared_by=alarm.cleared_by,
    )


def _entry(entry: tables.AuditEntry, username: str) -> AuditLine:
    return AuditLine(
        id=entry.id,
        at=entry.created_at,
        admin_id=entry.admin_id,
        admin=username,
        action=entry.action,
        subject=entry.subject,
        detail=entry.detail,
        before=entry.before,
        after=entry.after,
        approver_id=entry.approver_id,
        address=entry.address,
        seq=entry.seq,
        hash=None if entry.hash is None else entry.hash.hex(),
    )
