"""A receipt anybody can check: genuine as it came, refused with one byte changed."""

import json
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from app.cli import verify_receipt
from app.domain.canonical import canonical
from tests.support.arena import Arena, Player, refusal

WHY = "The recording was of another match."


def download(player: Player, match_id: int) -> bytes:
    answer = player.http.get(f"/matches/{match_id}/receipt")
    assert answer.status_code == 200, answer.text
    return answer.content


def keys(player: Player) -> dict[str, str]:
    return {one["key_id"]: one["public_key"] for one in player.get("/receipts/keys")["items"]}


def won(arena: Arena) -> tuple[Player, Player, int]:
    one, two, match_id = arena.playing()
    one.report(match_id, "won")
    two.report(match_id, "lost")
    return one, two, match_id


def test_both_players_and_admins_get_the_same_receipt_every_time(arena: Arena) -> None:
    one, two, match_id = won(arena)
    first = download(one, match_id)
    assert first == download(one, match_id) == download(two, match_id)
    assert first == download(arena.admin(), match_id)
    seen = verify_receipt.check(first, keys(one))
    assert (seen["match_id"], seen["result"]) == (match_id, "player1")
    money = [seen[name] for name in ("stake", "pot", "fee", "prize", "tax")]
    assert money == ["100.00", "200.00", "20.00", "180.00", "0.00"]
    assert seen["players"]["player2"] == {"id": two.id, "username": two.username}


def test_one_changed_byte_anywhere_is_refused(arena: Arena) -> None:
    one, _, match_id = won(arena)
    genuine, known = download(one, match_id), keys(one)
    for place in range(len(genuine)):
        for flip in (1, 0x20):
            changed = bytearray(genuine)
            changed[place] ^= flip
            with pytest.raises(verify_receipt.NotOurs):
                verify_receipt.check(bytes(changed), known)
    for more in (b" ", b"\n", b"{}"):
        with pytest.raises(verify_receipt.NotOurs):
            verify_receipt.check(genuine + more, known)


def test_its_numbers_are_the_ledgers(arena: Arena) -> None:
    _, two, match_id = arena.disputing()
    arena.admin().decide(match_id, "player1")
    assert two.post(f"/matches/{match_id}/appeal", {"reason": WHY}).status_code == 200
    order = {"decision": "overturn", "result": "player2", "reason": WHY}
    assert arena.admin().post(f"/admin/matches/{match_id}/appeal", order).status_code == 200
    seen = verify_receipt.check(download(two, match_id), keys(two))
    shown = [
        (moved["id"], moved["type"], entry["from"], entry["to"], entry["amount"])
        for moved in seen["ledger"]
        for entry in moved["entries"]
    ]
    booked = arena.sql(
        "SELECT t.id, t.type, d.code, c.code, e.amount::text FROM transactions t"
        " JOIN entries e ON e.transaction_id = t.id"
        " JOIN accounts d ON d.id = e.debit_account_id"
        " JOIN accounts c ON c.id = e.credit_account_id"
        " WHERE t.type LIKE 'wager%' ORDER BY t.id, e.seq"
    )
    assert shown == booked
    assert [ruling["result"] for ruling in seen["rulings"]] == ["player1"]
    assert (seen["result"], seen["appeal"]["decision"]) == ("player2", "overturned")
    assert [report["seat"] for report in seen["reports"]] == ["player1", "player2"]


def test_there_is_none_while_the_match_goes_on_and_none_for_others(arena: Arena) -> None:
    one, two, match_id = arena.playing()
    path = f"/matches/{match_id}/receipt"
    assert refusal(one.http.get(path)) == (409, "match_moved_on")
    one.report(match_id, "won")
    two.report(match_id, "lost")
    assert refusal(arena.player().http.get(path)) == (404, "not_found")


def test_the_verifier_works_from_two_files(arena: Arena, tmp_path: Path) -> None:
    one, _, match_id = won(arena)
    receipt, listed = tmp_path / "receipt.json", tmp_path / "keys.json"
    receipt.write_bytes(download(one, match_id))
    listed.write_text(json.dumps(one.get("/receipts/keys")))
    assert verify_receipt.main([str(receipt), str(listed)]) == 0
    receipt.write_bytes(receipt.read_bytes().replace(b'"180.00"', b'"190.00"', 1))
    assert verify_receipt.main([str(receipt), str(listed)]) == 1
    assert verify_receipt.main([]) == 2


@pytest.mark.parametrize("vague", [1.5, {1: "a"}, [{"a": 0.0}], b"a"])
def test_values_with_two_spellings_are_not_signed(vague: Any) -> None:
    with pytest.raises(TypeError):
        canonical(vague)


def test_canonical_form_is_that_of_rfc_8785() -> None:
    value: Any = {
        "z": "\u20ac$\u000f\nA'B\"\\/",
        "a": [{"y": None, "b": False}],
        "": 9007199254740991,
    }
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical(value) == rfc8785.dumps(value) == plain.encode()
    with pytest.raises(rfc8785.IntegerDomainError):
        canonical({"a": 2**53})


def test_canonical_form_has_no_order_and_no_spaces() -> None:
    assert canonical({"b": [1, None, True], "a": "Ä"}) == '{"a":"Ä","b":[1,null,true]}'.encode()
