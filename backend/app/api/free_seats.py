"""Before somebody joins a tournament, its waiting list gets the seats that are free."""

from typing import Annotated

from fastapi import Depends

from app.api.deps import Identity, RowId, acquire_db_slot
from app.core.clock import utc_now
from app.core.database import transaction
from app.services.tournaments.entry import waiting_list


def fill_free_seats(
    tournament_id: RowId,
    _: Identity,
    __: Annotated[None, Depends(acquire_db_slot, scope="function")],
) -> None:
    """Promote in a transaction of its own, which stays when joining is refused after it."""
    with transaction() as session:
        waiting_list.fill(session, tournament_id=tournament_id, now=utc_now())


FreeSeatsFilled = Annotated[None, Depends(fill_free_seats)]
