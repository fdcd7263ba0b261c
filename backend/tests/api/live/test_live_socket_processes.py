"""Two processes of the API, as in production: each delivers what happened at the other.

Rows of docs/security.md: S29.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from redis import Redis

from tests import invariants
from tests.support.api_process import ApiProcess
from tests.support.arena import Arena, Player
from tests.support.databases import Database, fresh_database
from tests.support.servers.addresses import Addresses
from tests.support.ws_listener import listen, listen_with_ticket, new_ticket

SIGNED_OUT = 4403


@pytest.fixture(scope="module")
def shared_database(addresses: Addresses) -> Iterator[Database]:
    """One database for all tests of this module."""
    with Redis.from_url(addresses.redis_url) as redis:
        redis.flushdb()
    with fresh_database(addresses) as database:
        yield database
        with closing(database.connect()) as connection:
            invariants.check(connection)


@pytest.fixture(scope="module")
def urls(shared_database: Database) -> Iterator[tuple[str, str]]:
    """The addresses of two processes that share database and Redis."""
    with ExitStack() as stack:
        found = [stack.enter_context(ApiProcess()) for _ in range(2)]
        for process in found:
            process.wait()
        yield found[0].url, found[1].url


@pytest.fixture
def arena(urls: tuple[str, str], shared_database: Database) -> Iterator[Arena]:
    """Players who use the first process."""
    with ExitStack() as stack:
        yield Arena(urls[0], shared_database, stack)


@pytest.fixture
def elsewhere(urls: tuple[str, str]) -> str:
    """The second process."""
    return urls[1]


def pair(one: Player, two: Player) -> int:
    one.join(100)
    return int(two.join(100).json()["match_id"])


def test_a_socket_here_receives_a_whole_match_that_happened_there(
    arena: Arena, elsewhere: str
) -> None:
    one, two = arena.player(), arena.player()
    with listen(one) as listener:
        match_id = pair(one.at(elsewhere), two.at(elsewhere))
        found = listener.receive_until("match.found")
        assert (found["topic"], found["data"]) == (f"match:{match_id}", {"match_id": match_id})
        two.at(elsewhere).ready(match_id)
        listener.receive_until("match.ready")
        one.at(elsewhere).ready(match_id)
        listener.receive_until("match.ready")
        one.at(elsewhere).report(match_id, "won")
        listener.receive_until("match.reported")
        two.at(elsewhere).report(match_id, "lost")
        rest = listener.receive_all()
    kinds = [(message["type"], message["topic"]) for message in rest]
    assert kinds == [
        ("match.settled", f"match:{match_id}"),
        ("wallet.changed", "wallet"),
        ("notification.new", "notifications"),
    ]
    assert one.wallet() == ("580.00", "0.00")


def test_a_suspended_players_sockets_are_closed_within_seconds(
    arena: Arena, elsewhere: str, shared_database: Database
) -> None:
    one, two = arena.player(), arena.player()
    with listen(one) as here, listen(one.at(elsewhere)) as there, listen(two) as other:
        began = time.monotonic()
        with closing(shared_database.connect()) as owner, owner, owner.cursor() as cursor:
            cursor.execute("UPDATE users SET is_active = false WHERE id = %s", (one.id,))
        assert here.close_code() == there.close_code() == SIGNED_OUT
        assert time.monotonic() - began < 2
        assert other.receive_all() == []


def test_when_a_hint_arrives_the_money_is_there_already(arena: Arena, elsewhere: str) -> None:
    one, two = arena.player(), arena.player()
    match_id = pair(one, two)
    for player in (one, two):
        player.ready(match_id)
    one.report(match_id, "won")
    with listen(one.at(elsewhere)) as listener:
        two.report(match_id, "lost")
        listener.receive_until("wallet.changed")
        assert one.at(elsewhere).wallet() == ("580.00", "0.00")


def test_both_players_receive_a_dispute_and_its_end(arena: Arena, elsewhere: str) -> None:
    one, two, match_id = arena.playing()
    with listen(one) as here, listen(two.at(elsewhere)) as there:
        one.report(match_id, "won")
        two.at(elsewhere).report(match_id, "won")
        arena.admin().at(elsewhere).decide(match_id, "player2")
        for listener in (here, there):
            news = [one for one in listener.receive_all() if one["topic"] != "notifications"]
            assert [one["type"] for one in news] == [
                "match.reported",
                "match.disputed",
                "match.settled",
                "wallet.changed",
                "match.ruled",
            ]


def test_the_opponent_receives_a_cancellation(arena: Arena, elsewhere: str) -> None:
    one, two, match_id = arena.paired()
    with listen(two.at(elsewhere)) as listener:
        one.cancel(match_id)
        assert listener.receive_until("match.cancelled")["data"] == {"match_id": match_id}
        assert listener.receive_until("wallet.changed")["topic"] == "wallet"


def test_joining_and_leaving_publish_queue_and_wallet(arena: Arena, elsewhere: str) -> None:
    one = arena.player()
    with listen(one.at(elsewhere)) as listener:
        one.join(20)
        joined = [message["type"] for message in listener.receive_all()]
        one.leave()
        left = [message["type"] for message in listener.receive_all()]
    assert sorted(joined) == sorted(left) == ["queue.changed", "wallet.changed"]


def test_a_refused_request_publishes_nothing(arena: Arena, elsewhere: str) -> None:
    one, two, match_id = arena.paired()
    with listen(two.at(elsewhere)) as listener:
        assert one.report(match_id, "won").status_code == 409
        assert one.join(50).status_code == 409
        assert arena.player(money=0).join(100).status_code == 409
        assert listener.receive_all() == []
    one.cancel(match_id)


def test_nobody_receives_the_matches_of_others(arena: Arena, elsewhere: str) -> None:
    bystander = arena.player()
    with listen(bystander) as here, listen(bystander.at(elsewhere)) as there:
        one, two, match_id = arena.playing()
        one.report(match_id, "won")
        two.report(match_id, "lost")
        assert here.receive_all() == there.receive_all() == []


def test_a_break_is_resumed_at_another_process(arena: Arena, elsewhere: str) -> None:
    one, two = arena.player(), arena.player()
    with listen(one) as listener:
        match_id = pair(one, two)
        last = listener.receive_until("match.found")["id"]
    for player in (one, two):
        player.ready(match_id)
    with listen(one.at(elsewhere), after=last) as listener:
        one.report(match_id, "won")
        received = listener.receive_all()
    assert [message["type"] for message in received] == [
        "notification.new",  # of the match
        "match.ready",
        "match.ready",
        "notification.new",  # of the opponent who is ready
        "match.reported",
    ]
    assert [message["id"] for message in received] == [last + n for n in range(1, 6)]


def test_a_ticket_from_here_opens_a_socket_there(arena: Arena, elsewhere: str) -> None:
    one = arena.player()
    with listen_with_ticket(one.at(elsewhere), new_ticket(one)) as listener:
        one.join(20)
        assert listener.receive_until("wallet.changed")
    one.leave()


def test_signing_out_here_closes_the_socket_there(arena: Arena, elsewhere: str) -> None:
    one = arena.player()
    with listen(one.at(elsewhere)) as listener:
        assert one.post("/auth/logout").status_code == 204
        assert listener.close_code() == SIGNED_OUT
