"""Checks of documents at a provider that is late, silent, forged, doubled, out of money or away.

Row of docs/security.md: S38.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Callable

import psycopg2
import pytest

from tests.support.arena import Arena, Player, at_once, refusal
from tests.support.identity import CALLBACK_KEY, Provider, declare, identity


def named(arena: Arena, name: str = "Amina Wanjiru") -> Player:
    player = arena.player()
    declare(player, name).raise_for_status()
    return player


def test_a_document_is_checked_from_the_request_to_the_proof(
    arena: Arena, provider: Provider
) -> None:
    player = named(arena)
    opened = provider.start(player)
    assert opened["state"] == "open"
    assert opened["link"].startswith("http://")
    provider.ask()
    assert provider.check(player)["state"] == "open", "no pictures yet"
    provider.photograph(player)
    provider.push_clock(5)
    provider.ask()
    seen = identity(player)
    assert (seen["check"]["state"], seen["step"]) == ("approved", 2)
    assert (seen["deposits"], seen["payouts"]) == (None, None)


def test_a_callback_makes_us_ask_before_the_next_round(
    arena: Arena, provider: Provider, run_jobs: Callable[[str], list[str]]
) -> None:
    player = named(arena, "Amina Twice")
    provider.start(player)
    provider.photograph(player)
    deadline = time.monotonic() + 10
    while provider.check(player)["state"] == "open":
        assert time.monotonic() < deadline
        run_jobs("identity")
        time.sleep(0.1)
    assert provider.check(player)["state"] == "approved"


@pytest.mark.parametrize(
    ("surname", "state", "reason"),
    [
        ("Notfound", "rejected", "not_found"),
        ("Spoof", "rejected", "spoof"),
        ("Expired", "rejected", "document_expired"),
        ("Underage", "rejected", "under_18"),
        ("Attention", "review", "attention"),
        ("Silent", "approved", None),
        ("Late", "approved", None),
        ("Reordered", "approved", None),
        ("Forged", "rejected", "spoof"),
    ],
)
def test_what_the_provider_finds_is_what_we_asked_it(
    arena: Arena, provider: Provider, surname: str, state: str, reason: str | None
) -> None:
    player = named(arena, f"Amina {surname}")
    found = provider.complete(player)
    assert (found["state"], found["reason"]) == (state, reason)
    assert identity(player)["step"] == (2 if state == "approved" else 0)


@pytest.mark.parametrize("surname", ["Busy", "Poor", "Outage"])
def test_a_provider_that_takes_nothing_is_asked_again_later(
    arena: Arena, provider: Provider, surname: str
) -> None:
    player = named(arena, f"Amina {surname}")
    first = provider.start(player)
    assert first["state"] in {"requested", "starting"}
    for _ in range(3):
        provider.ask(7_200)
    state = provider.check(player)["state"]
    assert state == "open" if surname == "Busy" else state in {"requested", "starting"}
    alerts = arena.sql("SELECT count(*) FROM alarms WHERE kind = 'identity_provider_refuses_us'")
    assert alerts == [(1 if surname == "Poor" else 0,)]


def test_a_check_whose_answer_was_lost_is_found_and_not_started_twice(
    arena: Arena, provider: Provider
) -> None:
    player = named(arena, "Amina Lost")
    assert provider.start(player)["state"] == "starting"
    provider.ask()
    opened = provider.check(player)
    assert opened["state"] == "open"
    provider.photograph(player)
    provider.push_clock(5)
    provider.ask()
    assert provider.check(player)["state"] == "approved"
    assert arena.sql("SELECT tries FROM identity_checks") == [(1,)]


def test_a_check_that_is_refused_at_the_start_has_failed(arena: Arena, provider: Provider) -> None:
    assert provider.start(named(arena, "Amina Refused"))["state"] == "failed"


def test_pictures_that_never_come_end_the_check_after_a_day(
    arena: Arena, provider: Provider
) -> None:
    player = named(arena)
    provider.start(player)
    arena.sql("ALTER TABLE identity_checks DISABLE TRIGGER subject")
    arena.sql("UPDATE identity_checks SET created_at = created_at - interval '25 hours'")
    provider.ask()
    assert provider.check(player)["state"] == "failed"
    assert provider.start(player)["state"] == "open"


def test_a_forged_or_old_callback_does_nothing(arena: Arena, provider: Provider) -> None:
    player = named(arena)
    provider.start(player)
    our_ref = arena.sql("SELECT our_ref FROM identity_checks")[0][0]
    body = json.dumps({"our_ref": our_ref, "outcome": "approved"})

    def post(moment: int, key: str) -> int:
        signed = hmac.new(key.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()
        url = arena.url.replace("/api/v1", "") + "/hooks/identity"
        headers = {"X-Timestamp": str(moment), "X-Signature": signed}
        return provider.http.post(url, content=body, headers=headers).status_code

    now = int(time.time())
    assert post(now, "somebody-else") == 404
    assert post(now - 3_600, CALLBACK_KEY) == 404
    assert provider.run_jobs("identity") == []
    assert post(now, CALLBACK_KEY) == 200
    assert provider.run_jobs("identity") == ["identity.fetch_check"]
    assert provider.check(player)["state"] == "open", "what it says is not believed"


def test_the_number_of_a_document_is_not_kept(arena: Arena, provider: Provider) -> None:
    provider.complete(named(arena))
    rows = arena.sql("SELECT document_number, document_hash FROM identity_checks")
    assert rows[0][0] is None
    assert len(bytes(rows[0][1])) == 32
    assert b"31247760" not in bytes(rows[0][1])


def test_a_document_belongs_to_one_account_s38(arena: Arena, provider: Provider) -> None:
    first, second, admin = named(arena), named(arena, "Brian Otieno"), arena.admin()
    assert provider.complete(first)["state"] == "approved"
    found = provider.complete(second, "312 477 60")
    assert (found["state"], found["reason"]) == ("review", "document_of_another")
    (review,) = admin.get("/admin/identity-reviews")["items"]
    path = f"/admin/identity-reviews/{review['id']}/decide"
    body = {"approves": True, "reason": "They asked me nicely."}
    assert refusal(admin.post(path, body)) == (409, "review_moved_on")
    assert identity(second)["step"] == 0
    with pytest.raises(psycopg2.errors.UniqueViolation):
        arena.sql(
            "INSERT INTO identity_documents (document_hash, user_id, check_id)"
            f" SELECT document_hash, {second.id}, id FROM identity_checks LIMIT 1"
        )
    admin.post(path, body | {"approves": False}).raise_for_status()
    assert provider.check(second)["state"] == "rejected"


def test_staff_approves_what_the_provider_leaves_open(arena: Arena, provider: Provider) -> None:
    player, finance = named(arena, "Amina Attention"), arena.player(role="finance", money=0)
    provider.complete(player)
    (review,) = finance.get("/admin/identity-reviews")["items"]
    body = {"approves": True, "reason": "The pictures are theirs, seen at the provider."}
    finance.post(f"/admin/identity-reviews/{review['id']}/decide", body).raise_for_status()
    seen = identity(player)
    assert (seen["step"], seen["check"]["state"]) == (2, "approved")
    assert arena.sql("SELECT action FROM audit_entries WHERE action LIKE 'identity.%'") == [
        ("identity.approved",)
    ]


def test_who_is_under_18_by_their_document_neither_stakes_nor_deposits(
    arena: Arena, provider: Provider
) -> None:
    player = named(arena, "Amina Underage")
    provider.complete(player)
    assert refusal(player.join(100)) == (403, "too_young")
    assert refusal(player.post("/payments/deposits", {"amount": 100})) == (403, "too_young")
    assert player.post("/payments/withdrawals", {"amount": 200}).status_code == 202


def test_a_check_needs_a_name_and_one_is_open_at_a_time(arena: Arena, provider: Provider) -> None:
    player = arena.player()
    assert refusal(provider.request(player)) == (409, "name_missing")
    declare(player, "Amina Wanjiru")
    assert refusal(provider.request(player, "!!!!!")) == (422, "document_number_invalid")
    answers = at_once(*[lambda: provider.request(player) for _ in range(5)])
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    assert refusal(declare(player, "Brian Otieno")) == (409, "name_fixed")


def test_three_checks_a_day_are_enough(arena: Arena, provider: Provider) -> None:
    player = named(arena, "Amina Spoof")
    for _ in range(3):
        assert provider.complete(player)["state"] == "rejected"
    assert refusal(provider.request(player)) == (429, "too_many_requests")
