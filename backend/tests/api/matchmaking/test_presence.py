"""Away for a minute: nobody is paired with them. For ten: the search ends, and says why."""

import time

import pytest

from app.api.live import hub
from app.core.clock import utc_now
from app.core.database import transaction
from app.services.matchmaking import presence
from app.workers.tasks.matches import pair_players
from app.workers.tasks.matchmaking import sweep_tickets
from tests.support.arena import Arena, Player
from tests.support.ws_listener import listen


@pytest.fixture
def amina(arena: Arena) -> Player:
    player = arena.player(username="amina")
    player.join(100)
    return player


def record_sockets(*players: Player) -> None:
    """Record the open sockets of a process of the API, as it does every five seconds."""
    with transaction() as session:
        presence.record_open_sockets(session, user_ids=[one.id for one in players], now=utc_now())


def pass_by(arena: Arena, seconds: int, *, api_is_up: bool = True) -> None:
    """Move sightings into the past; the API went on recording sockets if `api_is_up`."""
    ago = f"interval '{seconds} seconds'"
    arena.sql(
        f"UPDATE matchmaking_queue SET seen_at = seen_at - {ago},"
        f" socket_seen_at = socket_seen_at - {ago}"
    )
    moved = f"since = since - {ago}" if api_is_up else f"last = last - {ago}"
    arena.sql(f"UPDATE socket_rounds SET {moved}")


def test_a_dark_phone_keeps_its_ticket_for_ten_minutes_and_then_the_stake_is_back(
    arena: Arena, amina: Player
) -> None:
    record_sockets(amina)
    pass_by(arena, 590)
    record_sockets()
    sweep_tickets()
    assert amina.wallet() == ("400.00", "100.00")
    pass_by(arena, 20)
    sweep_tickets()
    assert amina.wallet() == ("500.00", "0.00")
    seen = amina.queue()
    assert seen["status"] == "idle"
    assert (seen["ended"]["reason"], seen["ended"]["wager_amount"]) == ("absent", "100.00")
    line = amina.statement()[0]
    assert (line["type"], line["reason"]) == ("wager_release", "absent")
    assert line["description"] == (
        "KES 100.00 came back to your wallet: your search ended, because the app had not been open"
        " for a while."
    )


def test_the_queue_says_how_long_a_dark_phone_can_be_matched_and_keeps_its_ticket(
    amina: Player,
) -> None:
    seen = amina.queue()
    assert (seen["unpaired_after_seconds"], seen["kept_seconds"]) == (60, 600)


def test_a_search_that_the_player_left_is_no_news(amina: Player) -> None:
    assert amina.leave().json()["ended"] is None
    assert amina.statement()[0]["reason"] == "left"


def test_nobody_is_paired_with_a_player_who_is_away_until_they_return(
    arena: Arena, amina: Player
) -> None:
    record_sockets(amina)
    pass_by(arena, 70)
    record_sockets()
    brian = arena.player(username="brian")
    joined = brian.join(100).json()
    assert (joined["status"], joined["waiting_players"]) == ("searching", 0)
    pair_players()
    assert brian.queue()["status"] == "searching"
    record_sockets(amina, brian)
    pair_players()
    assert brian.queue()["status"] == "matched"
    assert amina.queue()["status"] == "matched"


def test_a_socket_in_another_process_keeps_the_ticket(arena: Arena, amina: Player) -> None:
    record_sockets(amina)
    pass_by(arena, 900)
    record_sockets()
    record_sockets(amina)
    sweep_tickets()
    assert amina.queue()["status"] == "searching"


def test_polling_without_a_socket_keeps_the_ticket(arena: Arena, amina: Player) -> None:
    record_sockets(amina)
    pass_by(arena, 900)
    record_sockets()
    assert amina.queue()["status"] == "searching"
    sweep_tickets()
    assert amina.queue()["status"] == "searching"


def test_the_ticket_of_a_client_that_never_opened_a_socket_ends_as_well(
    arena: Arena, amina: Player
) -> None:
    record_sockets()
    pass_by(arena, 601)
    record_sockets()
    sweep_tickets()
    assert amina.wallet() == ("500.00", "0.00")


def test_while_the_api_was_down_nobody_counts_as_absent(arena: Arena, amina: Player) -> None:
    record_sockets(amina)
    pass_by(arena, 900, api_is_up=False)
    sweep_tickets()
    assert amina.wallet() == ("400.00", "100.00"), "nothing was recorded for minutes"
    record_sockets()
    sweep_tickets()
    assert amina.wallet() == ("400.00", "100.00"), "the API is back, and the player may be as well"
    assert arena.player().join(100).json()["status"] == "matched"


def test_neither_a_match_nor_a_challenge_ends_because_somebody_is_gone(arena: Arena) -> None:
    one, _two, match_id = arena.paired()
    three = arena.player()
    three.post("/matches/challenges", {"wager_amount": 100})
    record_sockets(one, three)
    pass_by(arena, 900)
    record_sockets()
    sweep_tickets()
    assert one.match(match_id)["status"] == "pending"
    assert three.queue()["status"] == "challenging"


def test_returning_in_the_last_moment_keeps_the_ticket(arena: Arena, amina: Player) -> None:
    record_sockets(amina)
    pass_by(arena, 900)
    record_sockets()
    with transaction() as session:
        assert presence.find_absent(session, now=utc_now(), rows=10) == [amina.id]
    record_sockets(amina)
    with transaction() as session:
        assert not presence.end_search(session, amina.id, now=utc_now())


def note_sockets(user_ids: list[int]) -> None:
    """Record the open sockets, which the API of tests leaves out (`tests.support.web`)."""
    with transaction() as session:
        presence.record_open_sockets(session, user_ids=user_ids, now=utc_now())


def test_the_api_records_its_open_sockets(
    arena: Arena, amina: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "PRESENCE_SECONDS", 0.05)
    monkeypatch.setattr(hub, "_record_presence", note_sockets)
    seen = "SELECT socket_seen_at IS NOT NULL FROM matchmaking_queue"
    assert arena.sql(seen) == [(False,)]
    with listen(amina):
        end = time.monotonic() + 12
        while arena.sql(seen) != [(True,)] and time.monotonic() < end:
            time.sleep(0.1)
    assert arena.sql(seen) == [(True,)]
