"""The live socket: who gets in, what is resumed after a break, and who is hung up on."""

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.core import realtime as live
from tests.support.arena import Arena, Player, refusal
from tests.support.ws_listeners import Ear, listen, listen_with, new_ticket

BAD_TICKET, NOTHING_SAID, SIGNED_OUT, TOO_SLOW = 4401, 4400, 4403, 4408


@pytest.fixture
def amina(arena: Arena) -> Player:
    return arena.player(username="amina")


def tell(player: Player, *numbers: int, size: int = 0) -> None:
    """Let something happen to a player, as the announcer tells it."""
    live.publish(
        [
            live.News(
                to=(player.id,),
                kind="match.found",
                topic=f"match:{number}",
                data={"match_id": number} | ({"padding": "x" * size} if size else {}),
            )
            for number in numbers
        ]
    )


def tell_one_by_one(player: Player, story: range) -> None:
    for number in story:
        tell(player, number)


def numbers(messages: list[dict[str, object]]) -> list[object]:
    return [message["data"]["match_id"] for message in messages]  # type: ignore[index]


def test_only_who_is_signed_in_gets_a_ticket(amina: Player) -> None:
    del amina.http.headers["Authorization"]
    assert refusal(amina.post("/ws/ticket")) == (401, "not_signed_in")


def test_a_ticket_opens_one_socket_and_no_second(amina: Player) -> None:
    ticket = new_ticket(amina)
    with listen_with(amina, ticket), Ear(str(amina.http.base_url)) as second:
        second.say({"ticket": ticket})
        assert second.last_word() == BAD_TICKET


def test_a_ticket_is_good_for_thirty_seconds(amina: Player, redis: Redis) -> None:
    ticket = new_ticket(amina)
    assert 25 < redis.ttl(f"live:ticket:{ticket}") <= 30
    redis.pexpire(f"live:ticket:{ticket}", 1)
    time.sleep(0.01)
    with Ear(str(amina.http.base_url)) as ear:
        ear.say({"ticket": ticket})
        assert ear.last_word() == BAD_TICKET


def test_what_is_no_ticket_opens_nothing(amina: Player) -> None:
    token = amina.http.headers["Authorization"].removeprefix("Bearer ")
    for wrong in ("x" * 43, "", token, None, 7, {"ticket": "x"}, "*"):
        with Ear(str(amina.http.base_url)) as ear:
            ear.say({"ticket": wrong})
            assert ear.last_word() == BAD_TICKET, wrong


def test_whoever_does_not_begin_with_a_ticket_is_hung_up_on(amina: Player) -> None:
    for first in ("hello", "[]", "{}", '"ticket"', "null", "7", "[" * 100_000):
        with Ear(str(amina.http.base_url)) as ear:
            ear.socket.send(first)
            assert ear.last_word() == NOTHING_SAID, first[:20]
    with Ear(str(amina.http.base_url)) as ear:
        ear.socket.send(b"\x00\x01")
        assert ear.last_word() == NOTHING_SAID


def test_whoever_says_nothing_is_hung_up_on_after_five_seconds(amina: Player) -> None:
    began = time.monotonic()
    with Ear(str(amina.http.base_url)) as ear:
        assert ear.last_word() == NOTHING_SAID
    assert 4.5 < time.monotonic() - began < 9


def test_a_page_of_somebody_else_cannot_open_a_socket(amina: Player) -> None:
    ours = "http://localhost:3000"
    for origin in ("https://evil.example", f"{ours}.evil.example", f"{ours}1", "null"):
        with (
            pytest.raises(InvalidStatus, match="403"),
            Ear(str(amina.http.base_url), origin=origin),
        ):
            pass


def test_our_own_page_can(amina: Player) -> None:
    with Ear(str(amina.http.base_url), origin="http://localhost:3000") as ear:
        ear.say({"ticket": new_ticket(amina)})
        assert ear.hear() == {"type": "ready"}


def test_a_ping_is_answered(amina: Player) -> None:
    with listen(amina) as ear:
        for _ in range(3):
            ear.say({"type": "ping"})
            assert ear.hear() == {"type": "pong"}


def test_noise_on_an_open_socket_is_ignored(amina: Player) -> None:
    with listen(amina) as ear:
        for noise in ("hello", "[]", '{"type":"match.settled"}', b"\x00\xff", b'{"type":"ping"}'):
            ear.socket.send(noise)
        tell(amina, 1)
        assert numbers([ear.until("match.found")]) == [1]
        ear.say({"type": "ping"})
        assert ear.hear() == {"type": "pong"}


def test_a_player_hears_only_what_is_his(arena: Arena, amina: Player) -> None:
    with listen(amina) as ear:
        _, _, match_id = arena.playing()
        tell(amina, 99)
        heard = ear.all()
    assert numbers(heard) == [99], f"and nothing of match {match_id}"


def test_after_a_break_one_hears_what_one_missed_once_and_in_order(amina: Player) -> None:
    with listen(amina) as ear:
        tell(amina, 1, 2)
        heard = ear.all()
    tell(amina, *range(3, 103))
    with listen(amina, after=heard[-1]["id"]) as ear:
        tell(amina, 103, 104)
        missed = ear.all()
    assert numbers(heard + missed) == list(range(1, 105))
    ids = [message["id"] for message in heard + missed]
    assert ids == list(range(ids[0], ids[0] + 104)), "ids are contiguous"


def test_two_tabs_hear_the_same_with_the_same_ids(amina: Player) -> None:
    with listen(amina) as one, listen(amina) as two:
        tell(amina, 1, 2, 3)
        assert one.all() == two.all()


def test_resuming_in_the_middle_of_much_news_loses_and_doubles_nothing(amina: Player) -> None:
    tell(amina, 0)
    with listen(amina, after=0) as ear:
        assert ear.hear() == {"type": "resync"}
    with listen(amina) as ear:
        tell(amina, 1)
        last = ear.hear()["id"]
    for first in range(2, 242, 40):
        story = range(first, first + 40)
        with ThreadPoolExecutor() as pool:
            telling = pool.submit(tell_one_by_one, amina, story)
            with listen(amina, after=last) as ear:
                telling.result()
                heard = ear.all()
        assert numbers(heard) == list(story)
        last = heard[-1]["id"]


def test_without_after_one_starts_now(amina: Player) -> None:
    tell(amina, 1, 2)
    with listen(amina) as ear:
        tell(amina, 3)
        assert numbers(ear.all()) == [3]


def test_whoever_missed_too_much_is_told_to_ask_for_everything(amina: Player) -> None:
    with listen(amina) as ear:
        tell(amina, 1)
        last = ear.hear()["id"]
    tell(amina, *range(2, 1_002))
    with listen(amina, after=last) as ear:
        assert ear.hear() == {"type": "resync"}
        tell(amina, 5_000)
        assert numbers([ear.hear()]) == [5_000]


def test_when_redis_has_lost_everything_one_is_told_to_ask_anew(
    amina: Player, redis: Redis
) -> None:
    with listen(amina) as ear:
        tell(amina, 1, 2)
        last = ear.all()[-1]["id"]
    redis.flushall()
    with listen(amina, after=last) as ear:
        assert ear.hear() == {"type": "resync"}
    tell(amina, 3)
    with listen(amina, after=last) as ear:
        assert ear.hear() == {"type": "resync"}
        tell(amina, 4)
        after_the_loss = ear.hear()
    assert after_the_loss["id"] > last, "ids never run backwards"


def test_an_after_that_was_never_given_out_is_no_promise(amina: Player) -> None:
    tell(amina, 1)
    for after in (10**18, 10**30, -1, 0):
        with listen(amina, after=after) as ear:
            assert ear.hear() == {"type": "resync"}, after


def test_a_broken_line_to_redis_makes_every_open_socket_ask_anew(
    amina: Player, redis: Redis
) -> None:
    """What was published while nobody listened is gone; only asking again brings it back."""
    with listen(amina) as ear:
        redis.client_kill_filter(_type="pubsub")
        tell(amina, 1)
        assert ear.until("resync")
        tell(amina, 2)
        assert numbers([ear.until("match.found")]) == [2]


def test_signing_out_hangs_up_the_sockets_of_this_device_only(arena: Arena, amina: Player) -> None:
    phone = arena.signed_in_again(amina)
    with listen(amina) as here, listen(phone) as there:
        assert amina.post("/auth/logout").status_code == 204
        assert here.last_word() == SIGNED_OUT
        tell(phone, 1)
        assert numbers(there.all()) == [1]


def test_signing_another_device_out_hangs_up_its_socket(arena: Arena, amina: Player) -> None:
    phone = arena.signed_in_again(amina)
    sessions = amina.http.get("/auth/sessions").json()
    other = next(session["id"] for session in sessions if not session["current"])
    with listen(amina) as here, listen(phone) as there:
        assert amina.http.delete(f"/auth/sessions/{other}").status_code == 204
        assert there.last_word() == SIGNED_OUT
        tell(amina, 1)
        assert numbers(here.all()) == [1]


def test_a_ticket_from_before_the_sign_out_opens_nothing(amina: Player) -> None:
    ticket = new_ticket(amina)
    amina.post("/auth/logout")
    with Ear(str(amina.http.base_url)) as ear:
        ear.say({"ticket": ticket})
        assert ear.last_word() in (SIGNED_OUT, BAD_TICKET)


def test_the_sixth_tab_closes_the_oldest_and_no_other(amina: Player) -> None:
    ears = [listen(amina) for _ in range(8)]
    try:
        assert [ear.last_word() for ear in ears[:3]] == [TOO_SLOW] * 3
        tell(amina, 1)
        for ear in ears[3:]:
            assert numbers([ear.hear()]) == [1]
    finally:
        for ear in ears:
            ear.socket.close()


def test_who_does_not_read_is_hung_up_on_and_delays_nobody(arena: Arena, amina: Player) -> None:
    brian = arena.player(username="brian")
    with listen(amina, slow=True) as lazy, listen(brian) as ear:
        for first in range(0, 3_000, 100):
            tell(amina, *range(first, first + 100), size=4_096)
        began = time.monotonic()
        tell(brian, 1)
        assert numbers([ear.hear()]) == [1]
        assert time.monotonic() - began < 5

        heard = []
        with contextlib.suppress(ConnectionClosed):
            while True:
                heard.append(lazy.hear())
        assert numbers(heard) == list(range(len(heard))), "in order and without a gap"
        assert lazy.last_word() == TOO_SLOW
    with listen(amina, after=heard[-1]["id"]) as ear:
        assert ear.hear()["type"] == "resync"
