"""What the players of a tournament read in their inboxes, from the first match to the prize."""

from app.core.settings import get_settings
from app.domain.matches.decision import Result
from app.workers.tasks.tournaments import sweep_tournaments
from tests.support.arena import Arena
from tests.support.running import begin


def _told(arena: Arena, kind: str) -> dict[int, str]:
    """Return who was told of a kind, and the variable that matters in it."""
    rows = arena.sql(
        "SELECT user_id, coalesce(variables ->> 'amount', variables ->> 'place', '')"
        f" FROM notifications WHERE kind = 'tournament_{kind}'"
    )
    assert len(dict(rows)) == len(rows), "each of them once"
    return dict(rows)


def test_everybody_is_told_of_their_place_and_their_prize_and_once(arena: Arena) -> None:
    event, admin = begin(4), arena.admin()
    pair = event.live()["W1.1"]
    event.end("W1.1", Result.PLAYER1)
    event.go_on()
    reset = f"/admin/tournaments/{event.id}/matches/W1.1/reset"
    assert admin.post(reset, {"reason": "The recording shows it."}).is_success
    assert set(_told(arena, "replayed")) == {pair.home_id, pair.away_id}

    for key in event.live():
        event.end(key, Result.PLAYER1)
    event.go_on()
    out = _told(arena, "out")
    assert set(out.values()) == {"3-4"}
    assert len(out) == 2

    event.end("W2.1", Result.PLAYER1)
    event.go_on()
    due = _told(arena, "prize_due")
    assert due.keys() | _told(arena, "finished").keys() == {one.id for one in event.players}

    seconds = get_settings().tournament.finalising_seconds + 1
    arena.sql(
        f"UPDATE tournaments SET finished_at = now() - interval '{seconds} seconds',"
        f" due_at = now() WHERE id = {event.id}"
    )
    sweep_tournaments()
    assert _told(arena, "prize_paid") == due
    assert {player: str(amount) for player, amount in event.prizes().items()} == due
