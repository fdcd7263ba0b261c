"""What players write to us: kept once, done once, answered once.

An SMS is nothing but a claim until the network, asked under our own key, says the same (the task
asks). Then its number stands for the account that has proved it, and for no other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.after_commit import enqueue
from app.core.clock import day_in_nairobi
from app.core.jobs import Job
from app.core.settings import get_settings
from app.domain.language import Language
from app.domain.sms import commands, replies
from app.domain.sms.replies import Reply
from app.models.sms import SmsInbound
from app.models.user import User
from app.services.platform import alerts
from app.services.sms import acts

_CLAIM = timedelta(seconds=30)
_PROOF_WITHIN = timedelta(minutes=10)  # the network shows it by then, or nobody wrote it
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_MOST_OF_BUDGET = 0.8
_BUDGET_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('sms_answers', 0))")
_ONCE_AN_HOUR = (Reply.UNKNOWN_WORDS, Reply.UNKNOWN_NUMBER)


@dataclass(frozen=True)
class Written:
    """An SMS as its callback claims it: the network's id, the 12-digit number, the text."""

    provider_id: str
    phone: str
    text: str


@dataclass(frozen=True)
class Answer:
    """What is sent back to the 12-digit number `phone`."""

    phone: str
    text: str


def store(session: Session, written: Written, *, now: datetime) -> None:
    """Keep an SMS and enqueue its reading; one that we have changes nothing."""
    kept = session.execute(
        insert(SmsInbound)
        .values(
            provider_id=written.provider_id,
            phone=written.phone,
            body=written.text,
            created_at=now,
            due_at=now + _CLAIM,
        )
        .on_conflict_do_nothing()
        .returning(SmsInbound.id)
    ).scalar_one_or_none()
    if kept is not None:
        enqueue(session, Job.READ_SMS, sms_id=kept)


def claim(session: Session, *, sms_id: int, now: datetime) -> Written | None:
    """Return an SMS that is to be proved and done; None if it has been, or nobody proved it."""
    row = _lock(session, sms_id)
    if row is None:
        return None
    if now - row.created_at > _PROOF_WITHIN:
        row.state, row.outcome = "done", "not_proved"
        alerts.raise_alert(
            session, kind="sms_not_proved", subject=f"sms:{row.id}", now=now, tries=row.attempts
        )
        return None
    row.attempts += 1
    row.due_at = now + _CLAIM
    return Written(row.provider_id, row.phone, row.body)


def do(session: Session, *, sms_id: int, now: datetime) -> Answer | None:
    """Do what a proved SMS asks for, and return the answer that is to be sent, if one is.

    Raises the Refusal of the service that it asks for: then nothing is done (`refuse`).
    """
    row = _lock(session, sms_id)
    if row is None:
        return None
    player = _owner(session, row.phone)
    if player is None:
        return _answer(session, row, Reply.UNKNOWN_NUMBER, {}, player=None, now=now)
    command = commands.read(row.body)
    if command is None:
        return _answer(session, row, Reply.UNKNOWN_WORDS, {}, player=player, now=now)
    reply, values = acts.act(session, command, player=player, now=now)
    return _answer(session, row, reply, values, player=player, now=now)


def refuse(session: Session, *, sms_id: int, now: datetime) -> Answer | None:
    """Answer an SMS whose service has refused it."""
    row = _lock(session, sms_id)
    if row is None:
        return None
    player = _owner(session, row.phone)
    return _answer(session, row, Reply.REFUSED, {}, player=player, now=now)


def finish(session: Session, *, sms_id: int) -> None:
    """Note that the answer was handed over, or may have been: it is not sent again."""
    session.execute(
        update(SmsInbound)
        .where(SmsInbound.id == sms_id, SmsInbound.state == "answering")
        .values(state="done")
    )


def find_due(session: Session, *, now: datetime, rows: int = 100) -> list[int]:
    """Return the ids of SMS whose job or worker was lost, or which the network did not show yet."""
    due = select(SmsInbound.id).where(SmsInbound.state != "done", SmsInbound.due_at <= now)
    return list(session.scalars(due.order_by(SmsInbound.due_at).limit(rows)))


def move_on(session: Session, sms_id: int, *, now: datetime) -> None:
    """Enqueue a due SMS again; an answer whose worker was lost is not sent a second time."""
    finish(session, sms_id=sms_id)
    row = _lock(session, sms_id)
    if row is not None and row.due_at <= now:
        row.due_at = now + _CLAIM
        enqueue(session, Job.READ_SMS, sms_id=sms_id)


def delete_old(session: Session, *, now: datetime) -> None:
    """Delete what was written long ago; what came of it stands in matches and withdrawals."""
    kept = timedelta(days=get_settings().notification.kept_days)
    session.execute(
        delete(SmsInbound).where(SmsInbound.state == "done", SmsInbound.created_at < now - kept)
    )


def _lock(session: Session, sms_id: int) -> SmsInbound | None:
    return session.scalars(
        select(SmsInbound)
        .where(SmsInbound.id == sms_id, SmsInbound.state == "received")
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _owner(session: Session, phone: str) -> User | None:
    """Return the player who has proved a number, and may sign in."""
    found = select(User).where(
        User.phone == phone, User.is_verified.is_(True), User.is_active.is_(True)
    )
    return session.scalars(found.execution_options(populate_existing=True)).one_or_none()


def _answer(
    session: Session,
    row: SmsInbound,
    reply: Reply,
    values: dict[str, str],
    *,
    player: User | None,
    now: datetime,
) -> Answer | None:
    is_paid_for = _is_paid_for(session, row, reply, now=now)
    row.outcome = reply
    row.state = "answering" if is_paid_for else "done"
    row.due_at = now + _CLAIM
    if not is_paid_for:
        return None
    row.answered_at = now
    language = Language(player.language) if player else Language.ENGLISH
    return Answer(row.phone, replies.render(reply, language=language, **values))


def _is_paid_for(session: Session, row: SmsInbound, reply: Reply, *, now: datetime) -> bool:
    """Say whether an answer may be sent: so many a day, and of those to no command one an hour.

    All numbers together have a budget too.
    """
    before = (SmsInbound.phone == row.phone, SmsInbound.id != row.id)
    today = session.scalar(
        select(func.count()).where(
            *before, SmsInbound.outcome.is_not(None), SmsInbound.created_at > now - _DAY
        )
    )
    if (today or 0) >= get_settings().notification.sms_answers_a_day:
        return False
    lately = select(SmsInbound.id).where(
        *before, SmsInbound.outcome.in_(_ONCE_AN_HOUR), SmsInbound.created_at > now - _HOUR
    )
    if reply in _ONCE_AN_HOUR and session.execute(lately.limit(1)).first() is not None:
        return False
    return _is_within_the_budget(session, now=now)


def _is_within_the_budget(session: Session, *, now: datetime) -> bool:
    """Say whether today's answers are not used up; staff is alerted at four fifths of them.

    One at a time counts, so that the budget is exact.
    """
    budget = get_settings().notification.sms_answers_daily_budget
    session.execute(_BUDGET_LOCK)
    sent = session.execute(
        select(func.count())
        .select_from(SmsInbound)
        .where(SmsInbound.answered_at >= day_in_nairobi(now))
    ).scalar_one()
    if sent + 1 >= budget * _MOST_OF_BUDGET:
        alerts.raise_alert(
            session, kind="sms_answer_budget", subject="sms", now=now, sent=sent, budget=budget
        )
    return sent < budget
