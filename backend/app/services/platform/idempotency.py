"""Idempotency keys: the first answer under a key is kept and repeated."""

from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.domain.errors import Conflict, Invalid
from app.domain.problems import ProblemCode
from app.models.idempotency import IdempotentAnswer


def find_answer(
    session: Session, *, user_id: int, key: str, fingerprint: bytes
) -> IdempotentAnswer | None:
    """Return the earlier answer under `key`; None if there is none, and the caller may act.

    Raises Conflict while another request with the key is running, and Invalid when the key was used
    for another request (draft-ietf-httpapi-idempotency-key-header-07, §2.6).
    """
    is_locked = session.execute(
        text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 7))"),
        {"name": f"{user_id}:{key}"},
    ).scalar_one()
    if not is_locked:
        raise Conflict(
            ProblemCode.IDEMPOTENCY_KEY_BUSY,
            "The first request with this key is still running.",
            retry_after=1,
        )
    answer = session.execute(
        select(IdempotentAnswer).where(
            IdempotentAnswer.user_id == user_id, IdempotentAnswer.key == key
        )
    ).scalar_one_or_none()
    if answer is not None and bytes(answer.fingerprint) != fingerprint:
        raise Invalid(
            ProblemCode.IDEMPOTENCY_KEY_REUSED, "This key was used for another request before."
        )
    return answer


def save_answer(
    session: Session, *, user_id: int, key: str, fingerprint: bytes, status: int, body: Any
) -> None:
    """Save the answer in the transaction of its effect: a crash leaves both or neither."""
    session.add(
        IdempotentAnswer(
            user_id=user_id, key=key, fingerprint=fingerprint, status=status, body=body
        )
    )
    session.flush()


def delete_old(session: Session) -> None:
    """Delete answers older than seven days: no client retries for so long."""
    session.execute(
        text("DELETE FROM idempotent_answers WHERE created_at < now() - interval '7 days'")
    )
