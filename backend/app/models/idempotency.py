"""Answers given under an Idempotency-Key, so that a retry is answered and not done again."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, func
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class IdempotentAnswer(Base):
    """The first answer under a player's key; written in the transaction of the effect itself."""

    __tablename__ = "idempotent_answers"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    fingerprint: Mapped[bytes]
    status: Mapped[int]
    # Not JSONB, which sorts keys: the second answer is the first one to the letter.
    body: Mapped[Any] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
