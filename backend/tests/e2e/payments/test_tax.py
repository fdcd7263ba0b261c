"""Two deposits, a match and a withdrawal under the gambling tax, to the cent (trust.md, C)."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.e2e import payouts
from tests.e2e.player import Player, eventually
from tests.e2e.system import System

_ACCOUNTS = ("mpesa_clearing_in", "mpesa_clearing_out", "platform_fee", "tax_excise")


@pytest.fixture
def gambling(system: System) -> Iterator[None]:
    """The profile in force is `gambling`, until the test is over."""
    period = "INSERT INTO tax_periods (profile, effective_from) VALUES (%s, clock_timestamp())"
    system.write(period, "gambling")
    yield
    system.write(period, "none")


def test_the_vector_of_appendix_c_through_the_api(system: System, gambling: None) -> None:
    before = _platform_accounts(system)
    home, guest = system.player(), system.player()
    quote = home.post("/payments/quote", {"kind": "deposit", "amount": 100}).json()
    assert (quote["tax"], quote["net"], quote["tax_rate"]) == ("5.00", "95.00", "0.05")
    for player in (home, guest):
        player.wait_for(player.deposit(100), "credited")
        assert player.money() == "95.00"

    _win(home, guest)
    assert (home.money(), guest.money()) == ("135.00", "45.00")

    quote = home.post("/payments/quote", {"kind": "withdrawal", "amount": 135}).json()
    parts = {name: quote[name] for name in ("fee", "tax", "net", "change", "tax_profile")}
    assert parts == {
        "fee": "0.00",
        "tax": "6.75",
        "net": "128.00",
        "change": "0.25",
        "tax_profile": "gambling",
    }
    assert quote["minimum"] == "11.00", "of which KES 10 reach the phone"
    withdrawal = payouts.withdraw(home, 135)
    paid = payouts.wait_for(home, withdrawal, "paid")
    assert {name: paid[name] for name in parts if name in paid} == {
        name: parts[name] for name in ("fee", "tax", "net", "change")
    }

    moved = {name: amount - before[name] for name, amount in _platform_accounts(system).items()}
    assert payouts.received(system, home) == 128
    assert (home.money(), guest.money()) == ("0.25", "45.00")
    assert moved == {
        "mpesa_clearing_in": Decimal(-200),
        "mpesa_clearing_out": Decimal(128),
        "platform_fee": Decimal(10),
        "tax_excise": Decimal(10),
        "tax_withholding": Decimal("6.75"),
    }
    assert sum(moved.values()) + Decimal("45.25") == 0


def _platform_accounts(system: System) -> dict[str, Decimal]:
    rows = system.rows(
        "SELECT split_part(code, ':', 1), derived FROM derived_balances WHERE code LIKE '%%:main'"
    )
    wanted = (*_ACCOUNTS, "tax_withholding")
    return {name: amount for name, amount in rows if name in wanted}


def _win(home: Player, guest: Player) -> None:
    """Let the two play for KES 50 each; `home` wins."""
    for player in (home, guest):
        assert player.post("/matchmaking/queue", {"wager_amount": 50}).status_code in {200, 201}
    queue = eventually(lambda: (q := guest.get("/matchmaking/queue"))["status"] == "matched" and q)
    assert queue
    match = queue["match_id"]
    for player in (home, guest):
        assert player.post(f"/matches/{match}/ready").status_code == 200
    for player, outcome in ((home, "won"), (guest, "lost")):
        reported = player.post(f"/matches/{match}/report", {"outcome": outcome})
        assert reported.status_code == 200, reported.text
    eventually(lambda: home.get(f"/matches/{match}")["status"] == "completed")
