"""The statement: every movement of a wallet explains itself, on the screen or as a file."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from app.api.contract.declare import also_as
from app.api.deps import CurrentPlayer, Cursor, Limit, ReaderLanguage, RowId, SessionDep
from app.api.exports import statement_csv, statement_pdf
from app.core import rate_limit
from app.core.clock import NAIROBI, utc_now
from app.core.settings import get_settings
from app.domain.errors import Invalid
from app.domain.language import Language
from app.domain.ledger.statement import Leg, Movement, MovementKind, Outcome
from app.domain.ledger.statement_text import explain, name_of
from app.domain.problems import ProblemCode
from app.models.user import User
from app.schemas.base import as_day
from app.schemas.statement import (
    Statement,
    StatementDetail,
    StatementLeg,
    StatementLine,
    StatementPlace,
)
from app.services.ledger import statement

router = APIRouter(prefix="/payments/transactions", tags=["payments"])


class Form(StrEnum):
    """How a statement can be had."""

    JSON = "json"
    CSV = "csv"
    PDF = "pdf"


_MAX_ROWS = {Form.CSV: statement_csv.MAX_ROWS, Form.PDF: statement_pdf.MAX_ROWS}

Kind = Annotated[MovementKind | None, Query(description="movements of this kind only")]
_Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2999, 12, 31)), as_day]
FirstDay = Annotated[_Day | None, Query(alias="from", description="a day in Nairobi, included")]
LastDay = Annotated[_Day | None, Query(alias="to", description="a day in Nairobi, included")]
FormQuery = Annotated[
    Form,
    Query(alias="format", description="csv and pdf hold all movements, whatever cursor and limit"),
]


@router.get("", response_model=Statement, responses=also_as("text/csv", "application/pdf"))
def list_transactions(
    *,
    player: CurrentPlayer,
    session: SessionDep,
    language: ReaderLanguage,
    kind: Kind = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    form: FormQuery = Form.JSON,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Statement | Response:
    """List the movements of the player's wallet, newest first, each with a sentence of its own."""
    if first_day and last_day and first_day > last_day:
        raise Invalid(ProblemCode.INVALID_REQUEST, "The first day must not be after the last.")
    which = statement.Filter(kind=kind, first_day=first_day, last_day=last_day)
    if form is not Form.JSON:
        rate_limit.count(get_settings().rate.files_per_account, "file", str(player.id))
        most = _MAX_ROWS[form]
        found = statement.history(session, user_id=player.id, which=which, most=most + 1)
        return _file(form, _at_most(most, found), player, which, language)
    before = min(int(cursor), 2**62) if cursor else None
    # One more than asked for tells whether there is another page.
    lines = statement.page(session, user_id=player.id, which=which, before=before, rows=limit + 1)
    shown = lines[:limit]
    return Statement(
        items=[StatementLine(**_line(movement, language)) for movement in shown],
        next_cursor=str(shown[-1].id) if len(lines) > limit else None,
    )


@router.get("/{line_id}")
def get_transaction(
    line_id: RowId, player: CurrentPlayer, session: SessionDep, language: ReaderLanguage
) -> StatementDetail:
    """Return one movement with all the legs behind it, in plain words."""
    movement = statement.get(session, user_id=player.id, line_id=line_id)
    legs = [_leg(leg, movement, language) for leg in chain(movement.legs, movement.end)]
    return StatementDetail(**_line(movement, language), legs=legs)


def _line(movement: Movement, language: Language) -> dict[str, Any]:
    return {
        "id": movement.id,
        "type": movement.type,
        "kind": movement.kind,
        "amount": movement.amount,
        "status": "pending" if movement.outcome is Outcome.PENDING else "completed",
        "reason": movement.reason,
        "match_id": movement.match_id,
        "tournament_id": movement.tournament_id,
        "deposit_id": movement.deposit_id,
        "withdrawal_id": movement.withdrawal_id,
        "phone": movement.phone,
        "mpesa_reference": movement.receipt,
        "description": explain(movement, language),
        "balance_after": movement.balance_after,
        "created_at": movement.created_at,
    }


def _leg(leg: Leg, movement: Movement, language: Language) -> StatementLeg:
    match_id, tournament_id = movement.match_id, movement.tournament_id
    source, target = (
        StatementPlace(
            kind=place,
            name=name_of(place, language, match_id=match_id, tournament_id=tournament_id),
        )
        for place in (leg.source, leg.target)
    )
    return StatementLeg(amount=leg.amount, source=source, target=target, created_at=leg.created_at)


def _at_most(most: int, found: Iterable[Movement]) -> Iterator[Movement]:
    for number, movement in enumerate(found):
        if number == most:
            raise Invalid(
                ProblemCode.STATEMENT_TOO_LONG,
                f"One file holds {most:,} movements. Choose a shorter period.",
            )
        yield movement


def _file(
    form: Form, found: Iterable[Movement], player: User, which: statement.Filter, language: Language
) -> Response:
    now = utc_now()
    last_day = which.last_day or now.astimezone(NAIROBI).date()
    if form is Form.CSV:
        content, media_type = statement_csv.render(found, language), "text/csv; charset=utf-8"
    else:
        cover = statement_pdf.Cover(
            username=player.username,
            phone=player.phone,
            kind=which.kind,
            first_day=which.first_day,
            last_day=last_day,
            made_at=now,
        )
        content, media_type = statement_pdf.render(found, cover, language), "application/pdf"
    parts = ["wagewars-statement", which.kind, which.first_day and f"{which.first_day}-to"]
    name = "-".join(str(part) for part in [*parts, last_day] if part)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=media_type, headers=headers)
