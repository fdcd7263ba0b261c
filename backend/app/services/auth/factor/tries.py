"""Wrong codes, counted for each account, whatever the code was for and whoever typed it."""

from datetime import datetime, timedelta

from sqlalchemy import case, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.errors import Invalid, TooSoon
from app.domain.problems import ProblemCode
from app.models.factor import StaffFactorTries as Tries


def count(session: Session, *, user_id: int, now: datetime) -> None:
    """Count a try before its code is looked at; raises TooSoon if there were too many.

    One statement, whose lock on the row lets parallel tries take turns: the sixth of twenty at once
    is refused. `take_back` is called for a right code, so what remains are the wrong ones.
    """
    settings = get_settings().staff
    window = timedelta(seconds=settings.tries_seconds)
    is_over = Tries.began_at <= now - window
    counted = session.execute(
        insert(Tries)
        .values(user_id=user_id, began_at=now, tries=1)
        .on_conflict_do_update(
            index_elements=[Tries.user_id],
            set_={
                "tries": case((is_over, 1), else_=Tries.tries + 1),
                "began_at": case((is_over, now), else_=Tries.began_at),
            },
        )
        .returning(Tries.tries, Tries.began_at)
    ).one()
    if counted.tries > settings.tries:
        wait = (counted.began_at + window - now).total_seconds()
        raise TooSoon("Too many wrong codes. Wait before the next.", retry_after=max(1, int(wait)))


def take_back(session: Session, *, user_id: int) -> None:
    """Uncount the try whose code was right, or was right before."""
    session.execute(update(Tries).where(Tries.user_id == user_id).values(tries=Tries.tries - 1))


def wrong_code() -> Invalid:
    """Return the refusal of a wrong code, which commits its count; the answer tells nothing more.

    A code that was used already is refused in the same words.
    """
    return Invalid(
        ProblemCode.FACTOR_CODE_WRONG,
        "That code is not right, or was used. Wait for your authenticator's next one.",
        commits=True,
    )
