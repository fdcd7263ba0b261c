"""A passkey confirms one withdrawal with its amount and number, in place of the SMS code.

Rows of docs/security.md: S13, S16.
"""

from typing import Any

import pytest

from tests.support.arena import Arena, Player, refusal
from tests.support.authenticator import Authenticator
from tests.support.passkeys import PATH, add_passkey

WITHDRAWALS = "/payments/withdrawals"
WRONG = (422, "passkey_wrong")
Json = dict[str, Any]


@pytest.fixture
def amina(arena: Arena) -> Player:
    return arena.player(money=1000, username="amina")


@pytest.fixture
def device(arena: Arena, amina: Player) -> Authenticator:
    """A device with a passkey of amina's."""
    return add_passkey(arena, amina)


def request(player: Player, amount: int = 500) -> int:
    answer = player.post(WITHDRAWALS, {"amount": amount, "by_passkey": True})
    assert answer.status_code == 202, answer.text
    return int(answer.json()["id"])


def asked_for(player: Player, withdrawal_id: int) -> Json:
    answer = player.post(f"{WITHDRAWALS}/{withdrawal_id}/passkey")
    assert answer.status_code == 200, answer.text
    asked: Json = answer.json()
    return asked


def confirm(player: Player, withdrawal_id: int, signed: Json) -> Any:
    return player.post(f"{WITHDRAWALS}/{withdrawal_id}/confirm", {"passkey": signed})


def test_a_passkey_confirms_a_payout_and_no_sms_is_sent(
    arena: Arena, amina: Player, device: Authenticator
) -> None:
    withdrawal = request(amina)
    signed = device.sign(asked_for(amina, withdrawal))
    confirmed = confirm(amina, withdrawal, signed)
    assert (confirmed.status_code, confirmed.json()["state"]) == (202, "held")
    assert arena.sql("SELECT count(*) FROM sms_codes WHERE purpose = 'withdraw'") == [(0,)]
    assert arena.sql(
        "SELECT subject FROM passkey_challenges"
        " WHERE ceremony = 'payout' AND passkey_id IS NOT NULL"
    ) == [(f"withdrawal:{withdrawal} 500.00 KES to {confirmed.json()['phone']}",)]
    assert confirm(amina, withdrawal, signed).json()["state"] == "held", "the answer was lost"
    with pytest.raises(Exception, match="allowed a payout"):
        arena.sql("DELETE FROM passkey_challenges WHERE ceremony = 'payout'")


def test_a_signature_of_one_amount_allows_no_other(amina: Player, device: Authenticator) -> None:
    small = request(amina, 50)
    signed = device.sign(asked_for(amina, small))
    large = request(amina, 900)  # the small one is cancelled
    assert refusal(confirm(amina, large, signed)) == WRONG
    assert refusal(confirm(amina, large, signed)) == WRONG, "and it is used up"
    assert confirm(amina, large, device.sign(asked_for(amina, large))).status_code == 202


def test_the_amount_and_the_number_are_signed_not_only_the_withdrawal(
    arena: Arena, amina: Player, device: Authenticator
) -> None:
    for change in ("amount = 600, net = 600", "phone = '254711999999'"):
        withdrawal = request(amina)
        signed = device.sign(asked_for(amina, withdrawal))
        arena.sql(
            "ALTER TABLE withdrawals DISABLE TRIGGER USER;"
            f"UPDATE withdrawals SET {change} WHERE id = {withdrawal};"
            "ALTER TABLE withdrawals ENABLE TRIGGER USER"
        )
        assert refusal(confirm(amina, withdrawal, signed)) == WRONG
        arena.sql(
            "ALTER TABLE withdrawals DISABLE TRIGGER USER;"
            "UPDATE withdrawals SET amount = 500, net = 500, phone ="
            f" (SELECT phone FROM users WHERE id = {amina.id}) WHERE id = {withdrawal};"
            "ALTER TABLE withdrawals ENABLE TRIGGER USER"
        )


def test_a_signature_for_something_else_allows_no_payout(
    amina: Player, device: Authenticator
) -> None:
    withdrawal = request(amina)
    for asked in (
        amina.post(f"{PATH}/sign-in/options").json(),
        amina.post(f"{PATH}/proof/add").json(),
    ):
        assert refusal(confirm(amina, withdrawal, device.sign(asked))) == WRONG


def test_a_signature_of_a_payout_signs_nobody_in(amina: Player, device: Authenticator) -> None:
    withdrawal = request(amina)
    signed = device.sign(asked_for(amina, withdrawal))
    assert refusal(amina.http.post(f"{PATH}/sign-in", json=signed)) == WRONG
    assert refusal(confirm(amina, withdrawal, signed)) == WRONG


def test_another_session_and_another_players_key_confirm_nothing(
    arena: Arena, amina: Player, device: Authenticator
) -> None:
    withdrawal = request(amina)
    signed = device.sign(asked_for(amina, withdrawal))
    elsewhere = arena.signed_in_again(amina)
    assert refusal(confirm(elsewhere, withdrawal, signed)) == WRONG
    rival = arena.player(money=1000)
    their_device = add_passkey(arena, rival)
    theirs = their_device.sign(asked_for(amina, withdrawal))
    assert refusal(confirm(amina, withdrawal, theirs)) == WRONG
    assert refusal(rival.post(f"{WITHDRAWALS}/{withdrawal}/passkey")) == (404, "not_found")


def test_without_a_passkey_there_is_the_sms(arena: Arena, amina: Player) -> None:
    refused = amina.post(WITHDRAWALS, {"amount": 500, "by_passkey": True})
    assert refusal(refused) == (403, "no_passkey")
    device = add_passkey(arena, amina)
    withdrawal = request(amina)
    assert amina.post(f"{WITHDRAWALS}/{withdrawal}/resend-code").status_code == 202
    assert arena.sql("SELECT count(*) FROM sms_codes WHERE purpose = 'withdraw'") == [(1,)]
    signed = device.sign(asked_for(amina, withdrawal))
    for body in ({}, {"code": "123456", "passkey": signed}):
        answer = amina.post(f"{WITHDRAWALS}/{withdrawal}/confirm", body)
        assert refusal(answer) == (422, "invalid_request")
    assert confirm(amina, withdrawal, signed).status_code == 202


def test_a_passkey_passes_no_pause_of_payouts(
    arena: Arena, amina: Player, device: Authenticator
) -> None:
    withdrawal = request(amina)
    signed = device.sign(asked_for(amina, withdrawal))
    arena.sql(f"UPDATE users SET payouts_after = now() + interval '1 day' WHERE id = {amina.id}")
    assert confirm(amina, withdrawal, signed).status_code in {403, 409, 429}
    assert amina.get(f"{WITHDRAWALS}/{withdrawal}")["state"] == "awaiting_code"
