"""The harness keeps its own promises."""

from collections.abc import Callable

from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.database import transaction
from app.models.match import Match
from app.models.user import User
from app.services.ledger import posting


def test_a_new_match_has_both_stakes_in_escrow(
    new_player: Callable[..., User], new_match: Callable[..., Match], owner: Connection
) -> None:
    one, two = new_player(money=500), new_player(money=500)
    match = new_match(one, two, wager=100, active=True)
    with transaction() as session:
        assert posting.balances(session, user_id=one.id).available == 400
        assert posting.settle_match(
            session, match_id=match.id, result="player1", reason="agreed", actor="t", note=None
        )
    with transaction() as session:
        assert posting.balances(session, user_id=one.id).available == 580
