"""What players read afterwards: statements that explain every shilling, and all their matches."""

import re
from decimal import Decimal
from typing import Any

import pytest

from app.workers.tasks.matches import sweep_matches
from tests.support.arena import Arena, Player, refusal

pytestmark = pytest.mark.usefixtures("rematches_allowed")


def entries(player: Player) -> list[tuple[str, str, Any, str]]:
    """Return what the statement says, the oldest first; its sums must be right."""
    found = player.statement()[::-1]
    balance = Decimal(0)
    for line in found:
        balance += Decimal(line["amount"])
        assert Decimal(line["balance_after"]) == balance, line
        assert line["status"] == "completed"
    assert f"{balance:.2f}" == player.wallet()[0]
    assert len({line["id"] for line in found}) == len(found)
    return [(line["type"], line["amount"], line["match_id"], line["description"]) for line in found]


def gift(player: Player) -> tuple[str, str, Any, str]:
    """Return the entry of the deposit of `arena.player`; its receipt is a running number."""
    first = entries(player)[0]
    paid = r"KES 500\.00 came into your wallet: you paid it by M-Pesa\. Receipt GIFT\d{8}\."
    assert first[:3] == ("deposit", "500.00", None)
    assert re.fullmatch(paid, first[3])
    return first


def test_winner_and_loser_read_what_happened_to_their_money(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    one.report(match_id, "won")
    two.report(match_id, "lost")
    stake = (
        "wager_hold",
        "-100.00",
        match_id,
        f"KES 100.00 left your wallet: it became your stake in match {match_id}.",
    )
    prize = (
        "wager_win",
        "180.00",
        match_id,
        f"KES 180.00 came into your wallet: you won match {match_id}, and our fee was KES 20.00.",
    )
    assert entries(one) == [gift(one), stake, prize]
    assert entries(two) == [gift(two), stake]


def test_a_refund_names_its_match(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    arena.let_time_pass(901)
    sweep_matches()
    back = (
        "wager_refund",
        "100.00",
        match_id,
        f"KES 100.00 came back to your wallet: match {match_id} did not begin, because not both of"
        " you were ready.",
    )
    assert entries(one)[-1] == entries(two)[-1] == back


def test_leaving_the_queue_leaves_two_entries_that_cancel_out(arena: Arena) -> None:
    player = arena.player()
    player.join(100)
    hold = (
        "wager_hold",
        "-100.00",
        None,
        "KES 100.00 left your wallet: it became your stake in the queue.",
    )
    assert entries(player) == [gift(player), hold]
    player.leave()
    release = (
        "wager_release",
        "100.00",
        None,
        "KES 100.00 came back to your wallet: you left the queue.",
    )
    assert entries(player) == [gift(player), hold, release]


def test_a_long_session_adds_up_on_every_page(arena: Arena) -> None:
    one, two = arena.player(), arena.player()
    endings = [("won", "lost"), ("draw", "draw"), ("lost", "won"), ("problem", "problem")]
    for first, second in endings:
        one.join(50)
        match_id = two.join(50).json()["match_id"]
        for player in (one, two):
            player.ready(match_id)
        one.report(match_id, first)
        two.report(match_id, second)
    one.join(20)
    one.leave()
    kinds = [kind for kind, *_ in entries(one)]
    assert kinds == [
        "deposit",
        *("wager_hold", "wager_win"),
        *("wager_hold", "wager_refund"),
        "wager_hold",
        *("wager_hold", "wager_refund"),
        *("wager_hold", "wager_release"),
    ]
    assert one.wallet() == two.wallet() == ("490.00", "0.00")


def test_matches_come_newest_first_page_by_page(arena: Arena) -> None:
    one, two = arena.player(), arena.player()
    played = []
    for _ in range(3):
        one.join(20)
        match_id = two.join(20).json()["match_id"]
        one.cancel(match_id)
        played.append(match_id)
    one.join(20)
    played.append(two.join(20).json()["match_id"])
    arena.paired()  # somebody else's

    found, cursor = [], None
    while True:
        page = one.get("/matches", limit=2, **({"cursor": cursor} if cursor else {}))
        found += [match["id"] for match in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        assert len(page["items"]) == 2
    assert found == played[::-1]
    assert one.get("/matches")["next_cursor"] is None


def test_matches_can_be_asked_for_by_status(arena: Arena) -> None:
    one, two = arena.player(), arena.player()
    one.join(20)
    over = two.join(20).json()["match_id"]
    one.cancel(over)
    one.join(20)
    live = two.join(20).json()["match_id"]
    for status, expected in (("pending", [live]), ("cancelled", [over]), ("completed", [])):
        found = one.get("/matches", status=status)["items"]
        assert [match["id"] for match in found] == expected
    assert refusal(one.http.get("/matches", params={"status": "lost"})) == (422, "invalid_request")


def test_odd_cursors_and_limits_are_refused_or_harmless(arena: Arena) -> None:
    one, _, _ = arena.paired()
    for path in ("/matches", "/payments/transactions"):
        for cursor in ("abc", "-1", "1.5", "9" * 41):
            answer = one.http.get(path, params={"cursor": cursor})
            assert refusal(answer) == (422, "invalid_request"), cursor
        for limit in (0, 101, "many"):
            answer = one.http.get(path, params={"limit": limit})
            assert refusal(answer) == (422, "invalid_request"), limit
        for cursor in ("0", "9" * 19, "9" * 40):
            assert one.http.get(path, params={"cursor": cursor}).status_code in (200, 422), cursor


def test_an_admin_may_read_any_match_but_has_no_seat(arena: Arena) -> None:
    _, _, match_id = arena.paired()
    seen = arena.admin().match(match_id)
    assert (seen["my_seat"], seen["my_outcome"]) == (None, None)
