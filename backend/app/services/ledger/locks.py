"""Locks accounts ahead of several postings, where their order would not be that of all others."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def lock_money_of(session: Session, *, user_ids: list[int]) -> None:
    """Lock all accounts of players, in ascending id, before several postings between them."""
    session.execute(text("SELECT lock_money_of(:user_ids)"), {"user_ids": user_ids})
