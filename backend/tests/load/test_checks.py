"""The checks of a run, to the cent and to the line of the log."""

from decimal import Decimal

from load.checks import found_in_time, logged_errors, money
from load.counters import Counters
from load.waiting_times import Waits


def wallet(total: str, in_play: str = "0.00") -> dict[str, str]:
    return {"total": total, "in_play": in_play}


def test_every_shilling_is_in_a_wallet_or_with_the_platform() -> None:
    wallets = [wallet("580.00"), wallet("400.00")]
    assert money(1000, wallets, Decimal("20.00"), Decimal(0)).holds


def test_one_lost_cent_is_found() -> None:
    wallets = [wallet("580.00"), wallet("399.99")]
    found = money(1000, wallets, Decimal("20.00"), Decimal(0))
    assert found.faults == ["the difference is -0.01"]


def test_a_stake_that_is_still_held_when_all_is_over_is_found() -> None:
    found = money(500, [wallet("500.00", in_play="100.00")], Decimal(0), Decimal(0))
    assert not found.holds


def test_one_in_ten_above_two_seconds_is_too_many() -> None:
    assert found_in_time(Waits(seconds=[0.1] * 99 + [60.0])).holds
    assert not found_in_time(Waits(seconds=[0.1] * 90 + [2.5] * 10)).holds


def test_too_few_searches_prove_nothing() -> None:
    assert not found_in_time(Waits(seconds=[0.1] * 5)).holds


def test_errors_in_the_log_are_found_and_warnings_are_not() -> None:
    log = "\n".join(
        [
            "worker     | WARNING app.workers [-] M-Pesa is slow",
            "api        | ERROR app.main [7f] something broke",
            "postgres   | ERROR:  deadlock detected",
            "beat       | Traceback (most recent call last):",
            "worker     | ERROR app.alerts [-] alarm payouts_frozen about user:8: {}",
        ]
    )
    assert len(logged_errors(log)) == 3


def test_an_ending_that_both_players_see_counts_once() -> None:
    counters = Counters()
    for _ in range(2):
        counters.add_ending(7, "completed", "agreed")
    assert counters.matches == 1
    assert counters.endings == {"completed: agreed": 1}
