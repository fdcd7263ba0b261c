"""Nobody plays under a name that could be ours or M-Pesa's."""

import pytest

from app.domain.auth.usernames import is_reserved


@pytest.mark.parametrize(
    "name",
    [
        "admin",
        "Admin_1",
        "WageWars",
        "wage-wars",
        "WAGEWARS.ke",
        "wagewars-support",
        "vvagewars",
        "support",
        "SUPP0RT",
        "M-Pesa",
        "rn-pesa",
        "mpesa254",
        "Safaricom",
        "safaricorn",
        "root",
        "r00t",
        "system",
        "null",
        "NuIl",
        "referee2",
        "umpire_",
        "Moderator.Jane",
        "customer-care",
    ],
)
def test_a_name_that_looks_official_is_reserved(name: str) -> None:
    assert is_reserved(name)


@pytest.mark.parametrize(
    "name", ["wanjiku", "Rooted", "nullah", "systema", "mwangi_254", "0tieno", "simba.simba", "Adm"]
)
def test_a_players_name_is_not(name: str) -> None:
    assert not is_reserved(name)
