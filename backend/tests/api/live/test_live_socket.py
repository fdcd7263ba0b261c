"""The live socket: tickets, resuming after a break, and closing.

Rows of docs/security.md: S25, S27, S28, S29, S30, S63.
"""

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from redis import Redis
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.core.settings import get_settings
from tests.support.arena import Arena, Player, refusal
from tests.support.ws_listener import (
    WsListener,
    listen,
    listen_with_ticket,
    new_ticket,
    numbers,
    publish,
)

BAD_TICKET, NO_TICKET, SIGNED_OUT, TOO_SLOW = 4401, 4400, 4403, 4408
TOO_LONG, TOO_MANY = 1009, 4429


@pytest.fixture
def amina(arena: Arena) -> Player:
    return arena.player(username="amina")


def publish_one_by_one(player: Player, sequence: range) -> None:
    for number in sequence:
        publish(player, number)


def test_only_a_signed_in_player_gets_a_ticket(amina: Player) -> None:
    del amina.http.headers["Authorization"]
    assert refusal(amina.post("/ws/ticket")) == (401, "not_signed_in")


def test_a_ticket_opens_one_socket_and_no_second(amina: Player) -> None:
    ticket = new_ticket(amina)
    with listen_with_ticket(amina, ticket), WsListener(str(amina.http.base_url)) as second:
        second.send({"ticket": ticket})
        assert second.close_code() == BAD_TICKET


def test_a_ticket_is_good_for_thirty_seconds(amina: Player, redis: Redis) -> None:
    ticket = new_ticket(amina)
    assert 25 < redis.ttl(f"live:ticket:{ticket}") <= 30
    redis.pexpire(f"live:ticket:{ticket}", 1)
    time.sleep(0.01)
    with WsListener(str(amina.http.base_url)) as listener:
        listener.send({"ticket": ticket})
        assert listener.close_code() == BAD_TICKET


ODD_AFTER = ('"3"', "true", "false", "1.5", "1e400", "NaN", "[]", "{}", '""')


def test_an_invalid_ticket_opens_no_socket(amina: Player) -> None:
    token = amina.http.headers["Authorization"].removeprefix("Bearer ")
    for wrong in ("x" * 43, "", token, None, 7, {"ticket": "x"}, "*", "\ud800", "\0"):
        with WsListener(str(amina.http.base_url)) as listener:
            listener.send({"ticket": wrong})
            assert listener.close_code() == BAD_TICKET, wrong


def test_a_first_message_without_a_ticket_closes_the_socket(amina: Player) -> None:
    odd_after = [f'{{"ticket":"x","after":{after}}}' for after in ODD_AFTER]
    for first in ("hello", "[]", "{}", '"ticket"', "null", "7", "[" * 1_000, *odd_after):
        with WsListener(str(amina.http.base_url)) as listener:
            listener.socket.send(first)
            assert listener.close_code() == NO_TICKET, first[:20]
    with WsListener(str(amina.http.base_url)) as listener:
        listener.socket.send(b"\x00\x01")
        assert listener.close_code() == NO_TICKET


def test_a_silent_socket_is_closed_after_five_seconds(amina: Player) -> None:
    began = time.monotonic()
    with WsListener(str(amina.http.base_url)) as listener:
        assert listener.close_code() == NO_TICKET
    assert 4.5 < time.monotonic() - began < 9


def test_a_page_of_another_origin_cannot_open_a_socket(amina: Player) -> None:
    ours = "http://localhost:3000"
    odd = ("http://[", "http://[::1", "//", "")
    for origin in ("https://evil.example", f"{ours}.evil.example", f"{ours}1", "null", *odd):
        with (
            pytest.raises(InvalidStatus, match="403"),
            WsListener(str(amina.http.base_url), origin=origin),
        ):
            pass


def test_our_own_page_can_open_a_socket(amina: Player) -> None:
    with WsListener(str(amina.http.base_url), origin="http://localhost:3000") as listener:
        listener.send({"ticket": new_ticket(amina)})
        assert listener.receive()["type"] == "ready"


def test_a_ping_is_answered(amina: Player) -> None:
    with listen(amina) as listener:
        for _ in range(3):
            listener.send({"type": "ping"})
            assert listener.receive() == {"type": "pong"}


def test_noise_on_an_open_socket_is_ignored(amina: Player) -> None:
    with listen(amina) as listener:
        for noise in ("hello", "[]", '{"type":"match.settled"}', b"\x00\xff", b'{"type":"ping"}'):
            listener.socket.send(noise)
        publish(amina, 1)
        assert numbers([listener.receive_until("match.found")]) == [1]
        listener.send({"type": "ping"})
        assert listener.receive() == {"type": "pong"}


def test_a_socket_that_sends_too_long_a_message_is_closed(amina: Player) -> None:
    for size in (1_025, 5_000, 2_000_000):
        with listen(amina) as listener:
            with contextlib.suppress(ConnectionClosed):
                listener.socket.send("x" * size)
            # Of a message that is still on its way, the network may lose the answer.
            assert listener.close_code() in ({TOO_LONG} if size < 4_096 else {TOO_LONG, 1006})


def test_a_socket_that_sends_too_many_messages_is_closed(amina: Player) -> None:
    with listen(amina) as listener:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(200):
                listener.send({"type": "ping"})
        # Before this side closes: a slow server has yet to read them all.
        assert listener.close_code() == TOO_MANY


def test_an_address_has_only_so_many_sockets(
    amina: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATE_SOCKETS_PER_ADDRESS", "3")
    monkeypatch.setenv("RATE_ADDRESS_FACTOR", "1")
    get_settings.cache_clear()
    url = str(amina.http.base_url)
    first = [WsListener(url) for _ in range(3)]
    with pytest.raises(InvalidStatus, match="403"):
        WsListener(url)
    for listener in first:
        listener.socket.close()
    for _ in range(50):  # the places are free as soon as the server has seen them close
        with contextlib.suppress(InvalidStatus), WsListener(url):
            break
        time.sleep(0.1)
    else:
        pytest.fail("closed sockets still count")
    monkeypatch.undo()
    get_settings.cache_clear()


def test_a_suspended_players_ticket_opens_no_socket(amina: Player, owner: Connection) -> None:
    ticket = new_ticket(amina)
    with owner, owner.cursor() as cursor:
        cursor.execute("UPDATE users SET is_active = false WHERE id = %s", (amina.id,))
    with WsListener(str(amina.http.base_url)) as listener:
        listener.send({"ticket": ticket})
        assert listener.close_code() == SIGNED_OUT


def test_tickets_are_limited(amina: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_TICKETS_PER_ACCOUNT", "2 per minute")
    get_settings.cache_clear()
    answers = [amina.post("/ws/ticket") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    refused = answers[-1].headers
    wait = int(refused["retry-after"])
    assert 1 <= wait <= 60
    assert refused["ratelimit-policy"] == '"limit";q=2;w=60'
    assert refused["ratelimit"] == f'"limit";r=0;t={wait}'
    monkeypatch.undo()
    get_settings.cache_clear()


def test_a_player_receives_only_their_own_hints(arena: Arena, amina: Player) -> None:
    with listen(amina) as listener:
        _, _, match_id = arena.playing()
        publish(amina, 99)
        received = listener.receive_all()
    assert numbers(received) == [99], f"and nothing of match {match_id}"


def test_after_a_break_missed_hints_come_once_and_in_order(amina: Player) -> None:
    with listen(amina) as listener:
        publish(amina, 1, 2)
        received = listener.receive_all()
    publish(amina, *range(3, 103))
    with listen(amina, after=received[-1]["id"]) as listener:
        publish(amina, 103, 104)
        missed = listener.receive_all()
    assert numbers(received + missed) == list(range(1, 105))
    ids = [message["id"] for message in received + missed]
    assert ids == list(range(ids[0], ids[0] + 104)), "ids are contiguous"


def test_two_tabs_receive_the_same_hints_with_the_same_ids(amina: Player) -> None:
    with listen(amina) as one, listen(amina) as two:
        publish(amina, 1, 2, 3)
        assert one.receive_all() == two.receive_all()


def test_resuming_while_hints_are_published_loses_and_doubles_none(amina: Player) -> None:
    publish(amina, 0)
    with listen(amina, after=0) as listener:
        assert listener.receive() == {"type": "resync"}
    with listen(amina) as listener:
        publish(amina, 1)
        last = listener.receive()["id"]
    for first in range(2, 242, 40):
        sequence = range(first, first + 40)
        with ThreadPoolExecutor() as pool:
            publishing = pool.submit(publish_one_by_one, amina, sequence)
            with listen(amina, after=last) as listener:
                publishing.result()
                received = listener.receive_all()
        assert numbers(received) == list(sequence)
        last = received[-1]["id"]


def test_without_after_only_new_hints_come(amina: Player) -> None:
    publish(amina, 1, 2)
    with listen(amina) as listener:
        publish(amina, 3)
        assert numbers(listener.receive_all()) == [3]


def test_a_socket_receives_what_came_since_its_ticket(amina: Player) -> None:
    """The page asks for its data and for a ticket at once, and the socket opens later."""
    for number in (1, 2):  # without any hint before, and behind one
        ticket = new_ticket(amina)
        publish(amina, number)
        with listen_with_ticket(amina, ticket) as listener:
            assert numbers([listener.receive()]) == [number]


def test_a_socket_says_behind_which_hint_it_listens(amina: Player) -> None:
    with listen(amina) as listener:
        publish(amina, 1)
        last = listener.receive()["id"]
    with listen(amina) as idle:
        assert idle.base == last
    publish(amina, 2, 3)
    with listen(amina, after=idle.base) as listener:
        assert (listener.base, numbers(listener.receive_all())) == (last, [2, 3])


def test_ids_that_jump_on_an_open_socket_mean_resync(amina: Player, redis: Redis) -> None:
    """Redis lost its data and nobody noticed: the next id is far above the last one."""
    with listen(amina) as listener:
        publish(amina, 1)
        listener.receive()
        redis.delete(f"live:{amina.id}")
        publish(amina, 2, ago=-1)  # the first id of a stream is its time: not the next millisecond
        assert [message["type"] for message in listener.receive_all()] == ["resync", "match.found"]


def test_after_too_many_missed_hints_the_answer_is_resync(amina: Player) -> None:
    with listen(amina) as listener:
        publish(amina, 1)
        last = listener.receive()["id"]
    publish(amina, *range(2, 1_002))
    with listen(amina, after=last) as listener:
        assert listener.receive() == {"type": "resync"}
        publish(amina, 5_000)
        assert numbers([listener.receive()]) == [5_000]


def test_after_redis_lost_everything_the_answer_is_resync(amina: Player, redis: Redis) -> None:
    with listen(amina) as listener:
        publish(amina, 1, 2)
        last = listener.receive_all()[-1]["id"]
    redis.flushall()
    with listen(amina, after=last) as listener:
        assert listener.receive() == {"type": "resync"}
    publish(amina, 3)
    with listen(amina, after=last) as listener:
        assert listener.receive() == {"type": "resync"}
        publish(amina, 4)
        after_the_loss = listener.receive()
    assert after_the_loss["id"] > last, "ids never run backwards"


def test_an_unknown_after_is_answered_with_resync(amina: Player) -> None:
    publish(amina, 1)
    for after in (10**18, 10**30, -1, 0):
        with listen(amina, after=after) as listener:
            assert listener.receive() == {"type": "resync"}, after


def test_a_broken_subscription_loses_and_doubles_nothing(amina: Player, redis: Redis) -> None:
    """Hints that were published without a subscriber are read from the stream afterwards."""
    publish(amina, 0)
    with listen(amina) as busy, listen(amina) as idle:
        publish(amina, 1)
        assert numbers([busy.receive()]) == [1]
        for number in range(2, 60, 2):
            redis.client_kill_filter(_type="pubsub")
            publish(amina, number, number + 1)
        assert numbers([busy.receive() for _ in range(58)]) == list(range(2, 60))
        assert numbers([idle.receive() for _ in range(59)]) == list(range(1, 60))
        publish(amina, 60)
        assert numbers(busy.receive_all()) == numbers(idle.receive_all()) == [60]


def test_signing_out_closes_the_sockets_of_this_device_only(arena: Arena, amina: Player) -> None:
    phone = arena.signed_in_again(amina)
    with listen(amina) as here, listen(phone) as there:
        assert amina.post("/auth/logout").status_code == 204
        assert here.close_code() == SIGNED_OUT
        publish(phone, 1)
        assert numbers(there.receive_all()) == [1]


def test_signing_another_device_out_closes_its_socket(arena: Arena, amina: Player) -> None:
    phone = arena.signed_in_again(amina)
    sessions = amina.http.get("/auth/sessions").json()
    other = next(session["id"] for session in sessions if not session["current"])
    with listen(amina) as here, listen(phone) as there:
        assert amina.http.delete(f"/auth/sessions/{other}").status_code == 204
        assert there.close_code() == SIGNED_OUT
        publish(amina, 1)
        assert numbers(here.receive_all()) == [1]


def test_a_ticket_from_before_the_sign_out_opens_no_socket(amina: Player) -> None:
    ticket = new_ticket(amina)
    amina.post("/auth/logout")
    with WsListener(str(amina.http.base_url)) as listener:
        listener.send({"ticket": ticket})
        assert listener.close_code() in (SIGNED_OUT, BAD_TICKET)


def test_the_sixth_tab_closes_the_oldest_and_no_other(amina: Player) -> None:
    listeners = [listen(amina) for _ in range(8)]
    try:
        assert [listener.close_code() for listener in listeners[:3]] == [TOO_SLOW] * 3
        publish(amina, 1)
        for listener in listeners[3:]:
            assert numbers([listener.receive()]) == [1]
    finally:
        for listener in listeners:
            listener.socket.close()


def test_slow_socket_is_closed_and_does_not_delay_other_sockets(
    arena: Arena, amina: Player
) -> None:
    brian = arena.player(username="brian")
    with listen(amina, slow=True) as lazy, listen(brian) as listener:
        for first in range(0, 3_000, 100):
            publish(amina, *range(first, first + 100), size=4_096)
        began = time.monotonic()
        publish(brian, 1)
        assert numbers([listener.receive()]) == [1]
        assert time.monotonic() - began < 5

        received = []
        with contextlib.suppress(ConnectionClosed):
            while True:
                received.append(lazy.receive())
        assert numbers(received) == list(range(len(received))), "in order and without a gap"
        assert lazy.close_code() == TOO_SLOW
    with listen(amina, after=received[-1]["id"]) as listener:
        assert listener.receive()["type"] == "resync"
