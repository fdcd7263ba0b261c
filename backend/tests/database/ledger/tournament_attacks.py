"""Thefts from tournaments by hand: fees, guarantees and prizes that no row bears out."""

from tests.database.ledger.payment_attacks import PaymentAttack, Posting

Leg = tuple[str, str, str]

_ENTRY = (
    "INSERT INTO tournament_entries (tournament_id, user_id, prize_part, house_part, state)"
    " VALUES (%({cup})s, %(chebet)s, {parts}, '{state}'); "
)
_NEW_ENTRY = "(SELECT max(id) FROM tournament_entries)"
_PRIZE = (
    "INSERT INTO tournament_prizes (tournament_id, user_id, place_first, place_last, amount)"
    " VALUES (%(cup_final)s, %({user})s, 1, 1, {amount}); "
)
_SPENT = "UPDATE tournament_entries SET state = 'spent' WHERE tournament_id = %(cup_final)s; "
_STATUS = "UPDATE tournaments SET status = '{status}', due_at = {due} WHERE id = %({cup})s; "
_PAID = _SPENT + _STATUS.format(status="paid", due="now()", cup="cup_final")
_PRIZES = "tournament:%(cup_final)s:prizes"
_WHOLE: tuple[Leg, ...] = (
    ("pool_cup_final", "wallet_amina", "600"),
    ("pool_cup_final", "fee", "20"),
    ("pool_cup_final", "sponsor", "180"),
)


def _entry(*, cup: str = "cup_open", parts: str = "90, 10", state: str = "held") -> str:
    return _ENTRY.format(cup=cup, parts=parts, state=state)


def _post(kind: str, key: str, *legs: Leg, match: str = "NULL", receipt: str = "NULL") -> str:
    return Posting(kind, key, legs, match=match, receipt=receipt).sql() + "; "


def _hold(leg: Leg) -> str:
    key = f"entry:{_NEW_ENTRY}:hold"
    return _post("tournament_entry", key, leg).replace(
        f"'{key}'", f"'entry:' || {_NEW_ENTRY} || ':hold'"
    )


def _theft(name: str, sql: str, refusal: str) -> PaymentAttack:
    return PaymentAttack(name, sql + "SELECT 1", refusal)


_NO_ENTRY = "is no tournament_entry: entry .* has another player, accounts or amounts"
_NO_PRIZES = "is no tournament_prizes: tournament .* has other players, accounts or amounts"

TOURNAMENT_ATTACKS = (
    _theft(
        "a fee that somebody else pays",
        _entry() + _hold(("wallet_brian", "pool_cup_open", "100")),
        _NO_ENTRY,
    ),
    _theft(
        "a fee below that of the others",
        _entry(parts="1, 0") + _hold(("wallet_chebet", "pool_cup_open", "1")),
        _NO_ENTRY,
    ),
    _theft(
        "a fee into the escrow of another tournament",
        _entry() + _hold(("wallet_chebet", "pool_cup_final", "100")),
        _NO_ENTRY,
    ),
    _theft(
        "a fee out of the pool of another tournament",
        _entry() + _hold(("pool_cup_final", "pool_cup_open", "100")),
        _NO_ENTRY,
    ),
    _theft(
        "a fee after the last match",
        _entry(cup="cup_final") + _hold(("wallet_chebet", "pool_cup_final", "100")),
        "is no tournament_entry: tournament .* is finalising",
    ),
    _theft("an entry that nobody paid", _entry(), "is held, but the ledger did {}"),
    _theft(
        "an entry that was refunded and never paid",
        _entry(state="refunded"),
        "is refunded, but the ledger did {}",
    ),
    _theft(
        "a fee that names a match",
        _entry()
        + _hold(("wallet_chebet", "pool_cup_open", "100")).replace("NULL, NULL", "%(live)s, NULL"),
        "is no tournament_entry: only what is staked in a match names one",
    ),
    _theft(
        "a fee marked as refunded and kept",
        "UPDATE tournament_entries SET state = 'refunded' WHERE id = %(cup_entry)s; ",
        "is refunded, but the ledger did {hold}",
    ),
    _theft(
        "a fee spent before the prizes",
        "UPDATE tournament_entries SET state = 'spent' WHERE id = %(cup_entry)s; ",
        "is spent in a tournament that is registration",
    ),
    _theft(
        "a refund that uses a receipt up",
        "UPDATE tournament_entries SET state = 'refunded' WHERE id = %(cup_entry)s; "
        + _post(
            "tournament_refund",
            "entry:%(cup_entry)s:refund",
            ("pool_cup_open", "wallet_amina", "100"),
            receipt="'SOMEBODYS2'",
        ),
        "is no tournament_refund: a tournament has no receipt",
    ),
    _theft(
        "a tournament published without its guarantee",
        _STATUS.format(status="registration", due="now()", cup="cup_draft"),
        "is registration with a guarantee of 700.00, but the ledger did {}",
    ),
    _theft(
        "a guarantee for who runs off with it",
        _post(
            "tournament_guarantee",
            "tournament:%(cup_draft)s:guarantee",
            ("sponsor", "wallet_amina", "700"),
        ),
        "is no tournament_guarantee: tournament .* has other players",
    ),
    _theft(
        "a guarantee lowered once it is published",
        "UPDATE tournaments SET guarantee = 0 WHERE id = %(cup_open)s; ",
        "the terms of a published tournament do not change",
    ),
    _theft(
        "a tournament cancelled with its fees",
        _STATUS.format(status="cancelled", due="NULL", cup="cup_open"),
        "is cancelled with a guarantee of 650.00, but the ledger did {guarantee}",
    ),
    _theft(
        "a tournament cancelled with the guarantee back and the fees kept",
        _STATUS.format(status="cancelled", due="NULL", cup="cup_open")
        + _post(
            "tournament_release",
            "tournament:%(cup_open)s:release",
            ("pool_cup_open", "sponsor", "650"),
        ),
        "is cancelled with 100.00 in escrow and 1 entries held",
    ),
    _theft("a tournament paid without prizes", _PAID, "is paid with a guarantee of 600.00"),
    _theft(
        "a prize that is not paid",
        _PRIZE.format(user="chebet", amount=600),
        "the prize of player .* was not paid",
    ),
    _theft(
        "a prize for a player without a place",
        _PRIZE.format(user="chebet", amount=600)
        + _PAID
        + _post("tournament_prizes", _PRIZES, *_WHOLE),
        _NO_PRIZES,
    ),
    _theft(
        "prizes with the sponsor's share",
        _PRIZE.format(user="amina", amount=780)
        + _PAID
        + _post("tournament_prizes", _PRIZES, ("pool_cup_final", "wallet_amina", "780"), _WHOLE[1]),
        "its prizes of 780.00 are not its pool",
    ),
    _theft(
        "prizes with the house's share",
        _PRIZE.format(user="amina", amount=600)
        + _PRIZE.format(user="brian", amount=20)
        + _PAID
        + _post(
            "tournament_prizes",
            _PRIZES,
            _WHOLE[0],
            ("pool_cup_final", "wallet_brian", "20"),
            _WHOLE[2],
        ),
        "its prizes of 620.00 are not its pool",
    ),
    _theft(
        "prizes in part",
        _PRIZE.format(user="amina", amount=600)
        + _PAID
        + _post("tournament_prizes", _PRIZES, *_WHOLE[:2]),
        "is paid with 180.00 in escrow",
    ),
    _theft(
        "a second prize beside the paid ones",
        _PRIZE.format(user="amina", amount=600)
        + _PAID
        + _post("tournament_prizes", _PRIZES, *_WHOLE)
        + _PRIZE.format(user="chebet", amount=10),
        "its prizes of 610.00 are not its pool|prize of player .* was not paid",
    ),
    _theft(
        "a refund after the prizes",
        _PRIZE.format(user="amina", amount=600)
        + _PAID
        + _post("tournament_prizes", _PRIZES, *_WHOLE)
        + "UPDATE tournament_entries SET state = 'refunded' WHERE tournament_id = %(cup_final)s; ",
        "tournament_entry cannot go from spent to refunded",
    ),
    _theft(
        "the sponsor funded by one admin alone",
        "UPDATE sponsor_fundings SET decision = 'approved', decided_by = proposed_by, due_at = NULL"
        " WHERE id = %(funding)s; ",
        "two_people",
    ),
    _theft(
        "the sponsor funded with more than was approved",
        "UPDATE sponsor_fundings SET amount = 2500 WHERE id = %(funding)s; ",
        "what was proposed cannot change",
    ),
    _theft(
        "a funding that was approved and not made",
        "UPDATE sponsor_fundings SET decision = 'approved', decided_by = %(amina)s, due_at = NULL"
        " WHERE id = %(funding)s; ",
        "is approved, and the ledger did not do it",
    ),
    _theft(
        "an escrow for a tournament that has one",
        "INSERT INTO accounts (code, kind, tournament_id, floor)"
        " VALUES ('tournament_escrow:0', 'tournament_escrow', %(cup_open)s, 0); ",
        "does not fit its owner",
    ),
    _theft(
        "a second sponsor",
        "INSERT INTO accounts (code, kind, floor) VALUES ('sponsor:other', 'sponsor', 0); ",
        "does not fit its owner",
    ),
    _theft(
        "a sponsor without a floor",
        "INSERT INTO accounts (code, kind, tracked) VALUES ('sponsor:second', 'sponsor', false); ",
        "has a floor of zero",
    ),
    _theft(
        "a wallet that is a tournament's",
        "INSERT INTO accounts (code, kind, tournament_id, tracked)"
        " VALUES ('platform_fee:cup', 'platform_fee', %(cup_draft)s, false); ",
        "does not fit its owner",
    ),
)
