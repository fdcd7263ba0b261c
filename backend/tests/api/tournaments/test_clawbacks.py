"""Case 12 of §1.2: a prize is taken back after it was paid, and those below move up."""

from datetime import timedelta
from decimal import Decimal

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.payments.reversals import ProviderReversal
from app.models.reconciliation import MpesaRow
from app.services.payments import provider_reversals
from app.workers.tasks.maintenance import sweep_rulings
from tests.support.arena import Arena, refusal
from tests.support.clawbacks import WHY, paid_cup
from tests.support.house import pay_capital_in
from tests.support.running import begin


def unlocked(arena: Arena, table: str, statement: str) -> None:
    """Change what is history, in place of the time or a referee's decision."""
    off, on = (f"ALTER TABLE {table} {what} TRIGGER USER" for what in ("DISABLE", "ENABLE"))
    arena.sql(f"{off}; {statement}; {on}")


def test_1_2_12_a_prize_is_taken_back_and_those_below_move_up(arena: Arena) -> None:
    cup = paid_cup(arena)
    champion, second, *others = cup.players
    assert cup.wallets() == [580, 508, 436, 436]

    shown = cup.take_back(champion)
    assert cup.wallets() == [400, 580, 490, 490]
    assert cup.owed_by(champion) == 0
    assert (shown["owed"], shown["clawbacks"][0]["passed_on"]) == ("0.00", "180.00")
    seen = {one["username"]: one for one in cup.see()["prizes"]}
    assert seen[champion.username] | {"place_first": None, "place_last": None} == {
        "username": champion.username,
        "place_first": None,
        "place_last": None,
        "amount": "0.00",
        "to_come": "0.00",
        "is_taken_back": True,
    }
    assert (seen[second.username]["place_first"], seen[second.username]["amount"]) == (1, "180.00")
    assert {
        (seen[one.username]["place_first"], seen[one.username]["amount"]) for one in others
    } == {(2, "90.00")}
    standings = cup.proposer.get(f"/tournaments/{cup.id}/standings")["items"]
    assert [(one["username"], one["is_disqualified"]) for one in standings[:1]] == [
        (second.username, False)
    ]
    assert (standings[-1]["username"], standings[-1]["is_disqualified"]) == (
        champion.username,
        True,
    )

    theirs = arena.signed_in_again(champion)
    assert theirs.statement()[0]["description"] == (
        f"KES 180.00 left your wallet: you were disqualified from tournament {cup.id}, and"
        " KES 180.00 of prizes were taken back."
    )
    part = theirs.get(f"/tournaments/{cup.id}/me")
    assert (part["place_first"], part["prize"], part["is_disqualified"]) == (None, None, True)
    higher = arena.signed_in_again(second)
    assert higher.statement()[0]["amount"] == "72.00"
    assert higher.get(f"/tournaments/{cup.id}/me")["prize"] == "180.00"
    assert cup.told("prize_taken")[champion.id]["owed"] == "0.00"
    assert {one: told["amount"] for one, told in cup.told("prize_raised").items()} == {
        second.id: "72.00",
        **dict.fromkeys([one.id for one in others], "54.00"),
    }
    assert cup.told("raise_paid").keys() == {one.id for one in (second, *others)}
    audit = cup.approver.get(f"/admin/audit?subject=tournament:{cup.id}")["items"]
    assert [one["action"] for one in audit] == [
        "tournament.clawback.approve",
        "tournament.clawback.propose",
    ]


def test_1_2_12_the_rest_is_a_debt_that_new_money_pays_and_others_share(arena: Arena) -> None:
    cup = paid_cup(arena)
    champion = cup.players[0]
    cup.spend(champion, leave=30)
    shown = cup.take_back(champion)
    assert (shown["owed"], shown["clawbacks"][0]["debt"]) == ("150.00", "150.00")
    assert cup.wallets() == [0, 508 + 12, 436 + 9, 436 + 9]  # 30 by 72, 54 and 54
    assert cup.told("prize_taken")[champion.id] == {
        "tournament": "Saturday cup",
        "amount": "180.00",
        "taken": "30.00",
        "owed": "150.00",
    }
    cup.pay_in(champion, 100)
    assert cup.owed_by(champion) == 50
    cup.let_days_pass(2)
    assert cup.wallets() == [0, 520, 445, 445]  # M-Pesa may still reverse it
    cup.let_days_pass(2)
    assert cup.wallets() == [0, 560, 475, 475]
    cup.pay_in(champion, 80)
    cup.let_days_pass(4)
    assert cup.wallets() == [30, 580, 490, 490]
    assert cup.look()["owed"] == "0.00"
    cup.let_days_pass(9)
    assert cup.wallets() == [30, 580, 490, 490]


def test_1_2_12_a_payment_that_is_charged_back_was_not_recovered(arena: Arena) -> None:
    cup = paid_cup(arena)
    champion = cup.players[0]
    cup.spend(champion, leave=0)
    cup.take_back(champion)
    receipt = cup.pay_in(champion, 180)
    assert cup.owed_by(champion) == 0
    with transaction() as session:
        line = MpesaRow(
            receipt="RVRSL00007",
            kind="reversal",
            amount=Decimal(-180),
            original_receipt=receipt,
            source="pull",
            completed_at=utc_now(),
        )
        session.add(line)
        session.flush()
        reversal = ProviderReversal("RVRSL00007", receipt, Decimal(180))
        assert provider_reversals.apply(session, reversal, now=utc_now())
    assert cup.owed_by(champion) == 180
    cup.let_days_pass(9)
    assert cup.wallets() == [0, 508, 436, 436]
    assert cup.look()["owed"] == "180.00"


def test_1_2_12_money_that_a_match_holds_is_left_and_collected_when_it_is_free(
    arena: Arena,
) -> None:
    cup = paid_cup(arena)
    champion = cup.players[0]
    match_id = arena.sql("SELECT min(id) FROM matches")[0][0]
    arena.sql(
        "INSERT INTO payout_holds (user_id, match_id, amount, until, reason)"
        f" VALUES ({champion.id}, {match_id}, 500, now() + interval '1 hour', 'ruled')"
    )
    cup.take_back(champion)
    assert [cup.wallets()[0], cup.owed_by(champion)] == [500, 100]
    unlocked(arena, "payout_holds", "UPDATE payout_holds SET until = now()")
    cup.let_days_pass(1)
    assert [cup.wallets()[0], cup.owed_by(champion)] == [400, 0]
    assert cup.wallets()[1:] == [580, 490, 490]
    assert (
        "it paid back what you owed of prizes"
        in (arena.signed_in_again(champion).statement()[0]["description"])
    )


def test_1_2_12_the_house_pays_by_two_and_has_what_is_recovered_later(arena: Arena) -> None:
    cup = paid_cup(arena)
    champion = cup.players[0]
    cup.spend(champion, leave=0)
    cup.take_back(champion)
    pay_capital_in(1_000)
    path = f"/admin/tournaments/{cup.id}/advances"
    too_much = cup.proposer.post(path, {"amount": "180.01"} | WHY)
    assert refusal(too_much) == (422, "amount_not_allowed")
    made = cup.proposer.post(path, {"amount": "100.01"} | WHY).json()["advances"][0]
    assert refusal(cup.proposer.post(path, {"amount": 1} | WHY)) == (409, "ruling_moved_on")
    own = cup.proposer.post(f"{path}/{made['id']}/approve", WHY)
    assert refusal(own) == (403, "same_person")
    shown = cup.decide("advances/approve", made["id"])
    assert (shown["owed"], shown["advances"][0]["paid"]) == ("79.99", "100.01")
    assert cup.wallets()[1:] == [Decimal("548.01"), 466, 466]
    again = cup.approver.post(f"{path}/{made['id']}/approve", WHY)
    assert refusal(again) == (409, "ruling_moved_on")

    cup.pay_in(champion, 180)
    cup.let_days_pass(4)
    assert cup.wallets() == [0, 580, 490, 490]
    house = arena.sql(
        "SELECT sum(e.amount) FROM entries e JOIN transactions t ON t.id = e.transaction_id"
        " JOIN accounts c ON c.id = e.credit_account_id"
        " WHERE t.type = 'prize_upgrade' AND c.kind = 'platform_fee'"
    )
    assert house == [(Decimal("100.01"),)]


def test_1_2_12_two_accounts_of_one_person_are_barred_one_after_the_other(arena: Arena) -> None:
    cup = paid_cup(arena, prize_split=(7000, 3000))
    champion, second, other, last = cup.players
    assert cup.event.prizes() == {champion.id: 252, second.id: 108}
    for one in (champion, second):
        arena.signed_in_again(one, device="one-phone-of-two")
    shown = cup.propose(champion.username)["clawbacks"][0]
    assert shown["same_person"] == [second.username]
    cup.decide("clawbacks/approve", shown["id"])
    assert cup.wallets()[:2] == [400, 400 + 252]
    shown = cup.take_back(second)
    assert shown["clawbacks"][0]["amount"] == "252.00"
    assert cup.wallets() == [400, 400, 400 + 180, 400 + 180]
    upgrades = {one["username"]: (one["amount"], one["paid"]) for one in shown["upgrades"]}
    assert upgrades == {
        second.username: ("144.00", "144.00"),
        other.username: ("180.00", "180.00"),
        last.username: ("180.00", "180.00"),
    }


def test_1_2_12_what_nobody_was_paid_of_an_upgrade_moves_on_with_its_player(
    arena: Arena,
) -> None:
    cup = paid_cup(arena)
    champion, second = cup.players[:2]
    cup.spend(champion, leave=0)
    cup.take_back(champion)  # 72 to come for the second, 54 each for the others
    shown = cup.take_back(second)
    assert shown["clawbacks"][0]["amount"] == "108.00"
    assert cup.wallets()[1] == 400
    # Two who came third share first and second place, 180 + 108, and the rest of the pool.
    assert shown["owed"] == "180.00"
    assert cup.wallets()[2:] == [436 + 54, 436 + 54]
    cup.pay_in(champion, 180)
    cup.let_days_pass(4)
    assert cup.wallets() == [0, 400, 580, 580]


def test_1_2_12_who_was_paid_nothing_can_be_disqualified_and_who_may_not_play_gets_no_more(
    arena: Arena,
) -> None:
    cup = paid_cup(arena, prize_split=(7000, 3000))
    champion, second, other, last = cup.players
    assert cup.take_back(other)["clawbacks"][0]["amount"] == "0.00"
    assert other.id in cup.told("disqualified")
    arena.sql(f"UPDATE users SET is_active = false WHERE id = {second.id}")
    cup.take_back(champion)
    assert cup.event.wallets()[last.id] == 400 + 108
    assert cup.event.wallets()[second.id] == 508  # the house keeps what would have been theirs
    assert cup.event.wallets()[other.id] == 400


def test_1_2_12_who_may_not_and_when_not(arena: Arena) -> None:
    cup = paid_cup(arena)
    champion, second = cup.players[:2]
    path = f"/admin/tournaments/{cup.id}/clawbacks"
    body = {"username": champion.username} | WHY
    arena.appoint(second)
    taking_part = arena.signed_in_again(second)
    assert refusal(taking_part.post(path, body)) == (403, "not_allowed")
    nobody = {"username": "nobody-here"} | WHY
    assert refusal(cup.proposer.post(path, nobody)) == (404, "not_found")

    proposal = cup.propose(champion.username)["clawbacks"][0]["id"]
    assert refusal(cup.proposer.post(path, body)) == (409, "ruling_moved_on")
    assert refusal(cup.proposer.post(f"{path}/{proposal}/approve", WHY)) == (403, "same_person")
    assert refusal(taking_part.post(f"{path}/{proposal}/approve", WHY)) == (403, "not_allowed")
    other_cup = paid_cup(arena)
    elsewhere = f"/admin/tournaments/{other_cup.id}/clawbacks/{proposal}/approve"
    assert refusal(cup.approver.post(elsewhere, WHY)) == (404, "not_found")
    match_id = arena.sql(f"SELECT min(id) FROM matches WHERE tournament_id = {cup.id}")[0][0]
    arena.sql(
        "INSERT INTO appeals (match_id, user_id, statement, opened_at, rule_by, due_at)"
        f" VALUES ({match_id}, {champion.id}, 'It was another game.', now(), now(), now())"
    )
    approve = cup.approver.post(f"{path}/{proposal}/approve", WHY)
    assert refusal(approve) == (409, "not_possible")
    unlocked(arena, "appeals", "DELETE FROM appeals")

    assert cup.decide("clawbacks/reject", proposal)["clawbacks"][0]["decision"] == "rejected"
    forgotten = cup.propose(champion.username)["clawbacks"][0]["id"]
    late = utc_now() - timedelta(minutes=1)
    arena.sql(f"UPDATE prize_clawbacks SET due_at = '{late}' WHERE id = {forgotten}")
    sweep_rulings()
    assert cup.look()["clawbacks"][0]["decision"] == "lapsed"
    assert cup.wallets() == [580, 508, 436, 436]

    cup.take_back(champion)
    assert refusal(cup.proposer.post(path, body)) == (409, "ruling_moved_on")


def test_1_2_12_a_tournament_that_goes_on_disqualifies_instead(arena: Arena) -> None:
    event = begin(4)
    body = {"username": event.players[0].username} | WHY
    answer = arena.admin().post(f"/admin/tournaments/{event.id}/clawbacks", body)
    assert refusal(answer) == (409, "not_possible")
