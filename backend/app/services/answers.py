"""Answers of M-Pesa to our questions, taken to those who asked."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.inquiries import StatusEvidence
from app.services import questions
from app.services.questions import Subject

NOBODY_ASKED = "nobody_asked"


def weigh(session: Session, *, request_id: int, evidence: StatusEvidence, now: datetime) -> str:
    """Do to the subject of a question what its answer demands, and return what that was."""
    about = questions.answer(session, request_id=request_id, evidence=evidence, now=now)
    weigher = _WEIGHERS.get(about.subject)
    if weigher is None:
        return NOBODY_ASKED
    return weigher(session, about.subject_id, evidence, now)


# Who decides about what: (session, id of the row, evidence, now) -> verdict.
_WEIGHERS: dict[Subject, Callable[[Session, int, StatusEvidence, datetime], str]] = {}
