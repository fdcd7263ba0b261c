"""Everybody's money is published to the cent, and each player finds any lie about theirs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.clock import utc_now
from app.domain.reserves.record import GENESIS, hour_of
from app.workers.tasks import maintenance
from tests.support.arena import Arena, Player, refusal
from tests.support.cups import draft
from tests.support.payments import make_paybill
from tests.support.reserves import (
    as_lying_house,
    checked,
    is_genuine,
    is_in,
    publish,
    records,
)
from tests.support.tournaments import fund_sponsor

HOUR = timedelta(hours=1)


def busy_evening(arena: Arena) -> list[Player]:
    """Let money be everywhere: wallets, a queue, a match, a dispute, a tournament, on its way."""
    idle, empty, waiting = arena.player(money=500), arena.player(money=0), arena.player(money=300)
    waiting.join(50)
    playing = arena.playing(wager=100)[:2]
    disputing = arena.disputing(wager=200)[:2]
    entered, leaving = arena.player(money=150), arena.player(money=1_000)
    fund_sponsor(3_000)
    event = draft(arena, guarantee=3_000)
    event.staff("publish").raise_for_status()
    event.join(entered)
    leaving.post("/payments/withdrawals", {"amount": 400}).raise_for_status()
    make_paybill(amount=300, state="suspense")
    return [idle, empty, waiting, *playing, *disputing, entered, leaving]


def test_every_player_is_in_it_with_exactly_what_their_wallet_says(arena: Arena) -> None:
    players = busy_evening(arena)
    assert publish().number == 1
    for player in players:
        assert checked(player) == player.get("/payments/wallet")["total"]
        proof = player.get("/reserves/1/proof")
        wallet = player.get("/payments/wallet")
        for part in ("available", "in_play", "withdrawing"):
            assert proof[part] == wallet[part]


def test_the_sums_are_the_ledgers(arena: Arena) -> None:
    players = busy_evening(arena)
    publish()
    record = records(players[0])[0]["record"]
    everybody = arena.sql("SELECT count(*) FROM users")[0][0]
    totals = [Decimal(player.get("/payments/wallet")["total"]) for player in players]
    assert record["players"] == everybody
    assert Decimal(record["total"]) == sum(totals)
    # A queue, both sides of a match and of a dispute, an entry fee.
    assert record["in_play"] == "750.00"
    assert record["withdrawing"] == "400.00"
    # The whole guarantee, and a payment of whom nobody knows.
    assert record["set_aside"] == "3300.00"
    at_mpesa = arena.sql(
        "SELECT -sum(derived) FROM derived_balances"
        " WHERE kind IN ('mpesa_float', 'mpesa_clearing_in', 'mpesa_clearing_out')"
    )[0][0]
    assert record["in_books"] == f"{at_mpesa:.2f}"


def test_one_alone_and_nobodys_money_are_published_as_well(arena: Arena) -> None:
    assert publish().number is None, "there is nobody yet"
    alone = arena.player(money=0)
    publish()
    assert checked(alone) == "0.00"
    assert alone.get("/reserves/1/proof")["siblings"] == []


def test_guests_read_the_records_and_nobody_reads_anothers_leaf(arena: Arena) -> None:
    player = arena.player()
    publish()
    guest = arena.player()
    del guest.http.headers["Authorization"]
    guest.http.cookies.clear()
    assert guest.http.get("/reserves/1").json() == records(player)[0]
    assert refusal(guest.http.get("/reserves/1/proof")) == (401, "not_signed_in")
    shown = guest.http.get("/reserves").text
    assert player.username not in shown
    assert "salt" not in shown


def test_records_are_signed_and_each_names_the_one_before(arena: Arena) -> None:
    player = arena.player()
    now = hour_of(utc_now())
    for hours in range(5):
        publish(at=now + hours * HOUR)
    found = records(player)
    assert [one["record"]["number"] for one in found] == [5, 4, 3, 2, 1]
    assert all(is_genuine(one, player) for one in found)
    assert [one["record"]["previous"] for one in found] == [
        *(one["hash"] for one in found[1:]),
        GENESIS,
    ]
    assert len({one["record"]["root"] for one in found}) == 5, "an hour hides the next by new salts"


def test_records_are_read_page_by_page(arena: Arena) -> None:
    player = arena.player()
    now = hour_of(utc_now())
    for hours in range(3):
        publish(at=now + hours * HOUR)
    first = player.get("/reserves", limit=2)
    assert ([one["record"]["number"] for one in first["items"]], first["next_cursor"]) == (
        [3, 2],
        "2",
    )
    rest = player.get("/reserves", limit=2, cursor=first["next_cursor"])
    assert [one["record"]["number"] for one in rest["items"]] == [1]
    assert rest["next_cursor"] is None
    assert player.get("/reserves", cursor="9" * 40)["items"] == player.get("/reserves")["items"]
    assert refusal(player.http.get("/reserves/9")) == (404, "not_found")


def test_an_hour_has_one_record_however_often_the_job_runs(arena: Arena) -> None:
    player = arena.player()
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: publish(), range(8)))
    assert sorted(one.number for one in outcomes if one.number is not None) in ([1], [1, 2])
    hours = arena.sql("SELECT count(*), count(DISTINCT hour) FROM reserve_records")[0]
    assert hours[0] == hours[1] == len(records(player))


def test_whose_place_is_beside_whose_changes_from_hour_to_hour(arena: Arena) -> None:
    for _ in range(8):
        arena.player(money=0)
    now = hour_of(utc_now())
    for hours in range(3):
        publish(at=now + hours * HOUR)
    places = [
        arena.sql(f"SELECT place FROM reserve_leaves WHERE number = {number} ORDER BY user_id")
        for number in (1, 2, 3)
    ]
    assert not places[0] == places[1] == places[2]
    assert all(sorted(place) == [(one,) for one in range(8)] for place in places)
    assert arena.sql("SELECT count(DISTINCT salt) FROM reserve_leaves")[0][0] == 24


def test_money_that_moves_afterwards_changes_nothing_that_was_published(arena: Arena) -> None:
    player = arena.player(money=500)
    publish()
    before = records(player)
    player.join(100)
    assert records(player) == before
    assert checked(player) == "500.00"
    assert player.get("/reserves/1/proof")["in_play"] == "0.00"


# A house that lies.


def crowd(arena: Arena) -> list[Player]:
    """Five players, two of the same balance."""
    return [arena.player(money=money) for money in (500, 500, 120, 0, 77)]


@pytest.mark.parametrize("change", ["+ 1", "- 1", "* 0", "+ 100000"])
def test_a_balance_altered_after_the_record_is_found_by_its_player(
    arena: Arena, change: str
) -> None:
    one, *others = crowd(arena)
    publish()
    as_lying_house(
        arena,
        f"UPDATE reserve_leaves SET cents = cents {change} WHERE user_id = {one.id}",
        "reserve_leaves",
    )
    assert checked(one) is None
    assert [checked(other) for other in others] == ["500.00", "120.00", "0.00", "77.00"]


def test_a_leaf_altered_in_the_tree_as_well_is_found_by_those_beside_it(arena: Arena) -> None:
    """The house has no root that fits: whoever has the leaf on their way sees it."""
    players = [arena.player(money=money) for money in (500, 500, 120, 0)]
    publish()
    place = players[0].get("/reserves/1/proof")["place"]
    as_lying_house(
        arena,
        "UPDATE reserve_levels SET nodes = overlay(nodes PLACING int8send(1) FROM"
        f" {40 * place + 33}) WHERE level = 0",
        "reserve_levels",
    )
    found = {player.get("/reserves/1/proof")["place"]: checked(player) for player in players}
    assert [at for at, amount in found.items() if amount is None] == [place ^ 1]


def test_who_is_left_out_is_told_so_and_cannot_be_shown_a_leaf(arena: Arena) -> None:
    one, other, *_ = crowd(arena)
    publish()
    as_lying_house(arena, f"DELETE FROM reserve_leaves WHERE user_id = {one.id}", "reserve_leaves")
    assert refusal(one.http.get("/reserves/1/proof")) == (404, "not_in_reserves")
    # Any leaf that the house has is somebody else's.
    record, another = records(other)[0]["record"], other.get("/reserves/1/proof")
    assert is_in(other, record, another)
    assert not is_in(one, record, another)


def test_one_leaf_cannot_be_served_to_two_players_of_equal_balance(arena: Arena) -> None:
    one, twin, *_ = crowd(arena)
    publish()
    as_lying_house(
        arena,
        f"UPDATE reserve_leaves mine SET place = hers.place, salt = hers.salt"
        f" FROM reserve_leaves hers WHERE mine.user_id = {one.id} AND hers.user_id = {twin.id}",
        "reserve_leaves",
    )
    assert one.get("/reserves/1/proof") == twin.get("/reserves/1/proof")
    assert (checked(one), checked(twin)) == (None, "500.00")


def test_another_total_under_the_same_root_is_refused(arena: Arena) -> None:
    one, *_ = crowd(arena)
    publish()
    record, proof = records(one)[0]["record"], one.get("/reserves/1/proof")
    assert is_in(one, record, proof)
    for changed in (
        {"total": "1.00"},
        {"players": record["players"] - 1},
        {"snapshot": "00" * 16},
        {"root": "00" * 32},
    ):
        assert not is_in(one, record | changed, proof)


def test_a_record_rewritten_afterwards_fits_neither_its_hash_nor_its_signature(
    arena: Arena,
) -> None:
    one, *_ = crowd(arena)
    publish()
    [genuine] = records(one)
    for changed in ({"total": "1.00"}, {"mpesa_balance": "9999999.00"}, {"previous": "11" * 32}):
        forged = genuine | {"record": genuine["record"] | changed}
        assert not is_genuine(forged, one)


@pytest.mark.parametrize("how", ["one less", "from one to another"])
def test_nothing_is_published_when_balances_are_not_what_the_ledger_owes(
    arena: Arena, how: str
) -> None:
    one, twin, *_ = crowd(arena)
    moves = {one.id: -1, twin.id: 0 if how == "one less" else 1}

    def move(sign: int) -> None:
        for user_id, amount in moves.items():
            as_lying_house(
                arena,
                f"UPDATE accounts SET balance = balance + {sign * amount}"
                f" WHERE user_id = {user_id} AND kind = 'user_wallet'",
                "accounts",
            )

    move(1)
    try:
        skip_mpesa(arena)
        maintenance.publish_reserves()
        assert records(one) == []
        assert open_alerts(arena) == [("reserves_differ", "reserves")]
    finally:
        move(-1)
    maintenance.publish_reserves()
    assert checked(one) == "500.00"


def test_a_pot_that_no_match_explains_stops_the_publication(arena: Arena) -> None:
    one, _, match_id = arena.paired(wager=100)
    as_lying_house(arena, f"UPDATE matches SET wager_amount = 90 WHERE id = {match_id}", "matches")
    assert publish().difference == Decimal(-20)
    as_lying_house(arena, f"UPDATE matches SET wager_amount = 100 WHERE id = {match_id}", "matches")
    assert publish().number == 1
    assert checked(one) == "500.00"


THEFTS = [
    "UPDATE reserve_records SET body = '{}'",
    "DELETE FROM reserve_records",
    "TRUNCATE reserve_records CASCADE",
    "UPDATE reserve_leaves SET cents = 0, in_play_cents = 0, withdrawing_cents = 0",
    "DELETE FROM reserve_leaves",
    "TRUNCATE reserve_leaves",
    "UPDATE reserve_levels SET nodes = repeat('a', 40)::bytea",
    "DELETE FROM reserve_levels",
    "TRUNCATE reserve_levels",
    # A second record after the first, one beside it, and one whose text is another's.
    "INSERT INTO reserve_records (number, hour, at, body, hash, previous, signature)"
    " SELECT 2, hour + interval '1 hour', at + interval '1 hour', body, hash, hash, signature"
    " FROM reserve_records",
    "INSERT INTO reserve_records (number, hour, at, body, hash, signature)"
    " SELECT 1, hour + interval '1 hour', at + interval '1 hour', body, hash, signature"
    " FROM reserve_records",
    "INSERT INTO reserve_records (number, hour, at, body, hash, previous, signature)"
    " SELECT 2, hour + interval '1 hour', at + interval '1 hour', text,"
    " sha256(convert_to(text, 'UTF8')), sha256(''), signature FROM reserve_records,"
    " LATERAL (SELECT jsonb_build_object('number', 2, 'previous',"
    " encode(sha256(''), 'hex'))::text AS text) made",
]


def test_the_database_keeps_what_was_published(
    arena: Arena, owner: Connection, app_role: Connection
) -> None:
    player = arena.player()
    publish()
    before = records(player)
    for theft in THEFTS:
        for connection in (owner, app_role):
            with pytest.raises(psycopg2.Error), connection, connection.cursor() as cursor:
                cursor.execute(theft)
    assert records(player) == before
    assert checked(player) == "500.00"


# Time.


def test_leaves_go_after_two_days_and_records_stay(arena: Arena) -> None:
    player = arena.player()
    now = hour_of(utc_now())
    for hours in (49, 46):
        publish(at=now - hours * HOUR)
    maintenance.delete_stale()
    assert refusal(player.http.get("/reserves/1/proof")) == (404, "reserves_gone")
    assert player.get("/reserves/2/proof")["amount"] == "500.00"
    assert [is_genuine(one, player) for one in records(player)] == [True, True]


def test_who_joins_after_the_record_is_not_in_it(arena: Arena) -> None:
    arena.player()
    publish()
    assert refusal(arena.player().http.get("/reserves/1/proof")) == (404, "not_in_reserves")


# M-Pesa's own word.


def skip_mpesa(arena: Arena) -> None:
    """Let M-Pesa be asked, and not answer for ten minutes."""
    maintenance.publish_reserves()
    arena.sql("UPDATE mpesa_requests SET created_at = created_at - interval '10 minutes'")


def answer_balance(arena: Arena, utility: int) -> None:
    """Let M-Pesa answer all that it was asked about our balance."""
    arena.sql(
        "UPDATE mpesa_requests SET state = 'answered', due_at = NULL, answered_at = now(),"
        " answer = jsonb_build_object('total', '0', 'completed_at', now(), 'accounts',"
        f" jsonb_build_object('Utility Account', '{utility}.50', 'Working Account', '7.00'))"
        " WHERE state = 'created'"
    )


def open_alerts(arena: Arena) -> list[tuple[str, ...]]:
    return arena.sql("SELECT kind, subject FROM alarms WHERE cleared_at IS NULL")


def test_the_record_waits_for_mpesas_answer_and_shows_it(arena: Arena) -> None:
    player = arena.player()
    maintenance.publish_reserves()
    maintenance.publish_reserves()
    assert records(player) == []
    assert arena.sql("SELECT kind FROM mpesa_requests") == [("balance",)], "it is asked once"
    answer_balance(arena, 612)
    maintenance.publish_reserves()
    [found] = records(player)
    assert found["record"]["mpesa_balance"] == "619.50"
    assert found["record"]["mpesa_balance_at"] is not None


def test_a_silent_mpesa_holds_nothing_up_and_its_last_word_has_its_moment(arena: Arena) -> None:
    player = arena.player()
    skip_mpesa(arena)
    maintenance.publish_reserves()
    [found] = records(player)
    assert found["record"]["mpesa_balance"] is None
    assert found["record"]["mpesa_balance_at"] is None
    assert checked(player) == "500.00"


def test_the_job_says_when_it_published(
    arena: Arena, metrics: Callable[[], dict[str, float]]
) -> None:
    arena.player()
    skip_mpesa(arena)
    maintenance.publish_reserves()
    told = metrics()["wagewars_reserves_published_timestamp_seconds"]
    assert utc_now().timestamp() - told < 3_600


@pytest.fixture
def metrics(arena: Arena) -> Callable[[], dict[str, float]]:
    """`metrics()` is what Prometheus reads, of metrics without labels."""
    from app.api.metrics.money import ledger_families

    def read() -> dict[str, float]:
        return {
            sample.name: sample.value for family in ledger_families() for sample in family.samples
        }

    return read


def test_money_that_moves_at_that_moment_is_counted_once(arena: Arena) -> None:
    """One snapshot: a stake is in the wallet or in the queue, never in both or in neither."""
    players = {arena.player(money=500): wager for wager in (31, 33, 37, 39)}

    def play(player: Player) -> None:
        for _ in range(6):
            player.join(players[player])
            player.leave()

    now = hour_of(utc_now())
    with ThreadPoolExecutor(4) as pool:
        busy = [pool.submit(play, player) for player in players]
        for hours in range(6):
            assert publish(at=now + hours * HOUR).number == hours + 1
        for one in busy:
            one.result()
    assert {one["record"]["total"] for one in records(next(iter(players)))} == {"2000.00"}
