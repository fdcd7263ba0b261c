"""What the commands of an SMS do: the same services as the API's, for the owner of the number.

A withdrawal is only requested: its code must be typed in the app, by somebody who is signed in. A
stolen SIM alone opens no door here that it does not open there.
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.matches.decision import PlayerReport, ReportedOutcome
from app.domain.matches.states import MatchStatus
from app.domain.notifications.kinds import Channel, Kind, policy_of
from app.domain.sms import commands
from app.domain.sms.commands import Command, Verb
from app.domain.sms.replies import Reply
from app.models.match import Match
from app.models.user import User
from app.services.ledger import posting
from app.services.matches import lifecycle
from app.services.notifications import preferences
from app.services.payments.withdrawals import requests as withdrawals
from app.services.results import reports

Answered = tuple[Reply, dict[str, str]]

_OUTCOMES = {Verb.WON: ReportedOutcome.WON, Verb.LOST: ReportedOutcome.LOST}
_NOTED = {Verb.WON: Reply.NOTED_WON, Verb.LOST: Reply.NOTED_LOST, Verb.OK: Reply.AGREED}


def act(session: Session, command: Command, *, player: User, now: datetime) -> Answered:
    """Do what a command asks for and return what to say; raises the Refusal of its service."""
    match command.verb:
        case Verb.BALANCE:
            return _balance(session, player)
        case Verb.WITHDRAW:
            return _withdraw(session, player, command.amount or Decimal(0), now=now)
        case Verb.STOP:
            return _stop(session, player, now=now)
        case Verb.WON | Verb.LOST | Verb.OK:
            return _about_match(session, command, player=player, now=now)


def _about_match(session: Session, command: Command, *, player: User, now: datetime) -> Answered:
    code = command.code or ""
    match = session.scalars(
        select(Match)
        .where(
            or_(Match.player1_id == player.id, Match.player2_id == player.id),
            Match.id % 10_000 == int(code),
        )
        .order_by(Match.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if match is None:
        return Reply.UNKNOWN_MATCH, {"code": code}
    if match.status in {MatchStatus.PENDING, MatchStatus.ACTIVE}:
        _do(session, match, command.verb, user_id=player.id, now=now)
    session.flush()
    session.refresh(match)
    return _state_of(match, command.verb, player)


def _do(session: Session, match: Match, verb: Verb, *, user_id: int, now: datetime) -> None:
    """Report, be ready, or agree; "OK" again, when nothing is asked, changes nothing."""
    if verb is not Verb.OK:
        report = PlayerReport(_OUTCOMES[verb], by_sms=True)
        reports.submit(session, match_id=match.id, user_id=user_id, report=report, now=now)
    elif match.status == MatchStatus.PENDING:
        lifecycle.make_ready(session, match_id=match.id, user_id=user_id, now=now)
    elif match.proposed_result is not None:
        reports.confirm(session, match_id=match.id, user_id=user_id, now=now, by_sms=True)


def _state_of(match: Match, verb: Verb, player: User) -> Answered:
    values = {
        "code": commands.code_of(match.id),
        "lobby": match.lobby_code,
        "amount": _kes(match.prize),
    }
    if match.status == MatchStatus.PENDING:
        return Reply.READY, values
    if match.status == MatchStatus.DISPUTED:
        return Reply.DISPUTED, values
    if match.status == MatchStatus.ACTIVE:
        is_begun = verb is Verb.OK and match.proposed_result is None
        return Reply.PLAY if is_begun else _NOTED[verb], values
    won, ended = Reply.WON, Reply.ENDED
    if match.is_stakeless:
        won, ended = Reply.WON_STAKELESS, Reply.ENDED_STAKELESS
    ends: dict[int | None, Reply] = {player.id: won, None: ended}
    return ends.get(match.winner_id, Reply.LOST), values


def _balance(session: Session, player: User) -> Answered:
    balances = posting.balances(session, user_id=player.id)
    held = balances.total - balances.available
    return Reply.BALANCE, {"available": _kes(balances.available), "held": _kes(held)}


def _withdraw(session: Session, player: User, amount: Decimal, *, now: datetime) -> Answered:
    withdrawals.request(session, player=player, amount=amount, now=now)
    minutes = str(get_settings().withdrawal.code_seconds // 60)
    return Reply.SET_ASIDE, {"amount": _kes(amount), "minutes": minutes}


def _stop(session: Session, player: User, *, now: datetime) -> Answered:
    off = [
        preferences.Change(kind, Channel.SMS, is_on=False)
        for kind in Kind
        if Channel.SMS in policy_of(kind).channels and not policy_of(kind).required
    ]
    preferences.change(session, off, user_id=player.id, now=now)
    return Reply.STOPPED, {}


def _kes(amount: Decimal) -> str:
    return f"KES {amount:,.2f}".removesuffix(".00")
