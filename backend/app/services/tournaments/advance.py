"""Stand-in until the part that runs is merged: plays nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.models.tournament import Tournament


def start(session: Session, tournament: Tournament, now: datetime) -> None:
    """Begin nothing."""


def advance(session: Session, *, tournament_id: int, now: datetime) -> None:
    """Advance nothing."""
