"""A player's name, and what M-Pesa calls the owner of their number.

M-Pesa's name is believed only for money that moved: of a prompt that was credited, of a payout that
was paid. It speaks of the number's owner, since a prompt is paid on the phone itself.
"""

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.domain.errors import Conflict, Invalid
from app.domain.identity.names import LONGEST_NAME, Outcome, compare, is_a_name, words_of
from app.domain.problems import ProblemCode
from app.models.deposit import Deposit
from app.models.identity import (
    IdentityCheck,
    IdentityProof,
    IdentityReview,
    LegalName,
    MpesaName,
    ProtectionSetting,
)
from app.models.user import User
from app.services.platform import alerts

_NAME_STEP = 1
_DOCUMENT_STEP = 2


def declared(session: Session, *, user_id: int) -> LegalName | None:
    """Return the name that a player uses now."""
    newest = select(LegalName).where(LegalName.user_id == user_id).order_by(LegalName.id.desc())
    return session.scalars(newest.limit(1)).one_or_none()


def step_of(session: Session, *, user_id: int) -> int:
    """Return how much is proved: 0 nothing, 1 the name, 2 a document."""
    step: int = session.execute(select(func.identity_step(user_id))).scalar_one()
    return step


def newest(session: Session, *, user_id: int, phone: str) -> MpesaName | None:
    """Return what M-Pesa said last about the owner of this number of the player's."""
    said = select(MpesaName).where(MpesaName.user_id == user_id, MpesaName.phone == phone)
    return session.scalars(said.order_by(MpesaName.id.desc()).limit(1)).one_or_none()


def declare(session: Session, *, player: User, name: str, now: datetime) -> None:
    """Set how a player is called; proofs of another name count no more.

    What M-Pesa said before about their number is compared with it at once. Raises Invalid for what
    is no name, and Conflict while a document is being checked, or after one was approved: then
    staff changes a name, by a new check.
    """
    spelled = " ".join(name.split())
    if len(spelled) > LONGEST_NAME or not is_a_name(spelled):
        raise Invalid(
            ProblemCode.NAME_NOT_ALLOWED,
            "Write your first and last name as on your ID, in letters.",
        )
    session.execute(select(User.id).where(User.id == player.id).with_for_update(key_share=True))
    before = declared(session, user_id=player.id)
    if before is not None and words_of(before.name) == words_of(spelled):
        return
    _refuse_fixed(session, user_id=player.id)
    row = LegalName(user_id=player.id, name=spelled)
    session.add(row)
    session.flush()
    said = newest(session, user_id=player.id, phone=player.phone)
    if said is not None:
        _store(
            session,
            legal_name=row,
            said=MpesaName(
                user_id=player.id,
                phone=player.phone,
                name=said.name,
                source="declaration",
                subject_id=row.id,
            ),
            now=now,
        )


def record(
    session: Session,
    *,
    user_id: int,
    phone: str,
    name: str | None,
    source: str,
    subject_id: int,
    receipt: str | None = None,
    now: datetime,
) -> None:
    """Keep what M-Pesa calls the owner of a player's number, once for each payment.

    A name that differs from the player's opens a review: payouts to the number wait for it. Empty
    names are not kept.
    """
    spelled = " ".join((name or "").split())[:LONGEST_NAME]
    if not spelled:
        return
    said = MpesaName(
        user_id=user_id,
        phone=phone,
        name=spelled,
        source=source,
        subject_id=subject_id,
        receipt=receipt,
    )
    _store(session, said=said, legal_name=declared(session, user_id=user_id), now=now)


def find_unproved(session: Session, *, rows: int = 100) -> list[int]:
    """Return ids of equal names whose deposit is credited by now, and which prove nothing yet."""
    proved = exists().where(
        IdentityProof.user_id == MpesaName.user_id,
        IdentityProof.legal_name_id == MpesaName.legal_name_id,
        IdentityProof.step == _NAME_STEP,
    )
    due = (
        select(MpesaName.id)
        .join(Deposit, Deposit.id == MpesaName.subject_id)
        .where(
            MpesaName.source == "deposit",
            MpesaName.outcome.in_((Outcome.SAME, Outcome.CLEARED)),
            Deposit.state == "credited",
            Deposit.mpesa_reference == MpesaName.receipt,
            ~proved,
        )
    )
    return list(session.scalars(due.order_by(MpesaName.id).limit(rows)))


def prove(session: Session, mpesa_name_id: int) -> None:
    """Record the first step for the name that was compared; the database asks what stands for it.

    A prompt that is not credited yet proves it later (`find_unproved`).
    """
    said = session.get_one(MpesaName, mpesa_name_id)
    if said.source == "deposit":
        paid = select(Deposit.mpesa_reference).where(
            Deposit.id == said.subject_id, Deposit.state == "credited"
        )
        if said.receipt is None or session.scalar(paid) != said.receipt:
            return
    session.execute(
        insert(IdentityProof)
        .values(
            user_id=said.user_id,
            legal_name_id=said.legal_name_id,
            step=_NAME_STEP,
            mpesa_name_id=said.id,
        )
        .on_conflict_do_nothing()
    )


def prove_document(session: Session, check: IdentityCheck) -> None:
    """Record the second step; the database asks whether the check and its document allow it."""
    session.execute(
        insert(IdentityProof)
        .values(
            user_id=check.user_id,
            legal_name_id=check.legal_name_id,
            step=_DOCUMENT_STEP,
            check_id=check.id,
        )
        .on_conflict_do_nothing()
    )


def is_cleared(session: Session, *, user_id: int, phone: str) -> bool:
    """Return whether a payout may go to this number; the database refuses it otherwise."""
    said = newest(session, user_id=user_id, phone=phone)
    return said is None or said.outcome != Outcome.DIFFERS or _is_approved(session, said.id)


def review_of(session: Session, *, user_id: int, phone: str, now: datetime) -> None:
    """Open the review of a name that differs, unless it is open or decided."""
    said = newest(session, user_id=user_id, phone=phone)
    if said is not None:
        _open_review(session, said, now=now)


def amounts(session: Session) -> dict[str, str]:
    """Return the figures (KES) of `protection_settings`."""
    return {one.name: str(one.value) for one in session.scalars(select(ProtectionSetting))}


def _store(
    session: Session, *, said: MpesaName, legal_name: LegalName | None, now: datetime
) -> None:
    outcome = compare(legal_name.name, said.name) if legal_name else Outcome.UNDECLARED
    if legal_name is not None and outcome is Outcome.DIFFERS and _was_cleared(session, said):
        outcome = Outcome.CLEARED
    stored = session.execute(
        insert(MpesaName)
        .values(
            user_id=said.user_id,
            phone=said.phone,
            name=said.name,
            source=said.source,
            subject_id=said.subject_id,
            receipt=said.receipt,
            legal_name_id=legal_name.id if legal_name else None,
            outcome=outcome,
        )
        .on_conflict_do_nothing()
        .returning(MpesaName.id)
    ).scalar_one_or_none()
    if stored is None:
        return
    if outcome in {Outcome.SAME, Outcome.CLEARED}:
        prove(session, stored)
    elif outcome is Outcome.DIFFERS:
        _open_review(session, session.get_one(MpesaName, stored), now=now)


def _was_cleared(session: Session, said: MpesaName) -> bool:
    """Return whether staff approved this very name for this number and the name used now."""
    legal_name = declared(session, user_id=said.user_id)
    approved = (
        select(MpesaName.name)
        .join(IdentityReview, IdentityReview.mpesa_name_id == MpesaName.id)
        .where(
            MpesaName.user_id == said.user_id,
            MpesaName.phone == said.phone,
            MpesaName.legal_name_id == (legal_name.id if legal_name else None),
            IdentityReview.decision == "approved",
        )
    )
    mine = sorted(words_of(said.name))
    return any(sorted(words_of(name)) == mine for name in session.scalars(approved))


def _is_approved(session: Session, mpesa_name_id: int) -> bool:
    found = exists().where(
        IdentityReview.mpesa_name_id == mpesa_name_id, IdentityReview.decision == "approved"
    )
    return bool(session.scalar(select(found)))


def _open_review(session: Session, said: MpesaName, *, now: datetime) -> None:
    opened = session.execute(
        insert(IdentityReview)
        .values(user_id=said.user_id, mpesa_name_id=said.id)
        .on_conflict_do_nothing()
        .returning(IdentityReview.id)
    ).scalar_one_or_none()
    if opened is not None:
        alerts.raise_alert(
            session, kind="identity_review", subject=f"user:{said.user_id}", now=now, review=opened
        )


def _refuse_fixed(session: Session, *, user_id: int) -> None:
    is_open = exists().where(
        IdentityCheck.user_id == user_id,
        IdentityCheck.state.in_(("requested", "starting", "open", "review")),
    )
    if session.scalar(select(is_open)) or step_of(session, user_id=user_id) >= _DOCUMENT_STEP:
        raise Conflict(
            ProblemCode.NAME_FIXED,
            "Your name belongs to a document that was checked, or is being checked."
            " Write to support to change it.",
        )
