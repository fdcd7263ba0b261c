"""Thefts by hand from the house: what two people did not agree on, and what it does not have."""

from tests.database.ledger.payment_attacks import PaymentAttack, Posting

Leg = tuple[str, str, str]

_APPROVED = (
    "UPDATE staff_proposals SET decision = 'approved', decided_by = %({by})s, decided_at = now(),"
    " due_at = NULL WHERE id = {id}; "
)
_REJECTED = (
    "UPDATE staff_proposals SET decision = 'rejected', decided_by = %(finance)s, due_at = NULL"
    " WHERE id = %({name})s; "
)
_PROPOSED = (
    "INSERT INTO staff_proposals (action, {columns}, reason, proposed_by, due_at)"
    " VALUES ('{action}', {values}, 'It was agreed.', %(proposer)s, now() + interval '1 day'); "
)
_NEW = "(SELECT max(id) FROM staff_proposals)"


def _post(kind: str, key: str, *legs: Leg, receipt: str = "NULL") -> str:
    return Posting(kind, key, legs, receipt=receipt).sql() + "; "


def _post_new(kind: str, noun: str, step: str, leg: Leg, *, receipt: str = "NULL") -> str:
    """Post for the newest proposal, whose id the attacker learns from the sequence."""
    sql = _post(kind, "KEY", leg, receipt=receipt)
    return sql.replace("'KEY'", f"'{noun}:' || {_NEW} || ':{step}'")


def _done(
    action: str, columns: str, values: str, posted: str, *, by: str = "finance", instead: str = ""
) -> str:
    """Propose, approve and post something; `instead` of a proposal of the same that is open."""
    rejected = _REJECTED.format(name=instead) if instead else ""
    proposed = _PROPOSED.format(action=action, columns=columns, values=values)
    return rejected + proposed + _APPROVED.format(by=by, id=_NEW) + posted


def _theft(name: str, sql: str, refusal: str) -> PaymentAttack:
    return PaymentAttack(name, sql + "SELECT 1", refusal)


_CORRECTION = "%(correction)s"
_CORRECTED = _post(
    "wallet_adjustment", "adjustment:%(correction)s:done", ("adjustments", "wallet_amina", "45")
)

HOUSE_ATTACKS = (
    _theft(
        "a sponsor funded with more than the house has",
        "INSERT INTO sponsor_fundings (id, amount, reason, proposed_by, decided_by, decision)"
        " OVERRIDING SYSTEM VALUE VALUES (777, 5000, 'For a cup.', %(dalili)s, %(amina)s,"
        " 'approved'); "
        + _post("sponsor_funding", "sponsor:777:funding", ("fee", "sponsor", "5000")),
        "is no sponsor_funding: the house has .* too little for it",
    ),
    _theft(
        "two fundings that each would be possible",
        "INSERT INTO sponsor_fundings (id, amount, reason, proposed_by, decided_by, decision)"
        " OVERRIDING SYSTEM VALUE VALUES (777, 600, 'For a cup.', %(dalili)s, %(amina)s,"
        " 'approved'), (778, 600, 'For a cup.', %(dalili)s, %(amina)s, 'approved'); "
        + _post("sponsor_funding", "sponsor:777:funding", ("fee", "sponsor", "600"))
        + _post("sponsor_funding", "sponsor:778:funding", ("fee", "sponsor", "600")),
        "is no sponsor_funding: the house has .* too little for it",
    ),
    _theft(
        "capital taken out that guarantees prizes",
        _done(
            "capital_out",
            "amount",
            "3000",
            _post_new("capital_paid_out", "capital", "out", ("capital", "clearing_out", "3000")),
            instead="capital_out",
        ),
        "is no capital_paid_out: the house has .* too little for it",
    ),
    _theft(
        "more capital taken out than was paid in",
        _done(
            "capital_out",
            "amount",
            "9000",
            _post_new("capital_paid_out", "capital", "out", ("capital", "clearing_out", "9000")),
            instead="capital_out",
        ),
        "balance_not_below_floor",
    ),
    _theft(
        "a present of more than the house has",
        _done(
            "wallet_adjustment",
            "user_id, amount, code",
            "%(chebet)s, 9000, 'goodwill'",
            _post_new(
                "wallet_adjustment", "adjustment", "done", ("adjustments", "wallet_chebet", "9000")
            ),
        ),
        "is no wallet_adjustment: the house has .* too little for it",
    ),
    _theft(
        "more taken from a wallet than it holds",
        _done(
            "wallet_adjustment",
            "user_id, amount, code",
            "%(chebet)s, -90000, 'credited_twice'",
            _post_new(
                "wallet_adjustment", "adjustment", "done", ("wallet_chebet", "adjustments", "90000")
            ),
        ),
        "balance_not_below_floor",
    ),
    _theft(
        "capital that is a player's deposit",
        _done(
            "capital_in",
            "amount, receipt",
            "350, %(taken_receipt)s",
            _post_new(
                "capital_paid_in",
                "capital",
                "in",
                ("clearing_in", "capital", "350"),
                receipt="%(taken_receipt)s",
            ),
            instead="capital_in",
        ),
        "was credited before",
    ),
    _theft(
        "capital that is a player's payment to the paybill",
        _done(
            "capital_in",
            "amount, receipt",
            "150, (SELECT receipt FROM paybill_payments WHERE id = %(paybill_credited)s)",
            _post_new("capital_paid_in", "capital", "in", ("suspense", "capital", "150")),
            instead="capital_in",
        ),
        "paybill payment .* is credited",
    ),
    _theft(
        "capital out of suspense whose payment stays there",
        _done(
            "capital_in",
            "amount, receipt",
            "145, (SELECT receipt FROM paybill_payments WHERE id = %(paybill_suspense)s)",
            _post_new("capital_paid_in", "capital", "in", ("suspense", "capital", "145")),
            instead="capital_in",
        ),
        "paybill payment .* is suspense",
    ),
    _theft(
        "a payment in suspense that is called capital",
        "UPDATE paybill_payments SET state = 'capital', due_at = NULL"
        " WHERE id = %(paybill_suspense)s; ",
        "is capital, but the ledger did not take it as such",
    ),
    _theft(
        "capital that nobody has paid, under no receipt",
        _APPROVED.format(by="finance", id="%(capital_in)s")
        + _post("capital_paid_in", "capital:%(capital_in)s:in", ("clearing_in", "capital", "180")),
        "has another receipt",
    ),
    _theft(
        "a wallet corrected by one person alone",
        _APPROVED.format(by="proposer", id=_CORRECTION) + _CORRECTED,
        "two of finance or admins",
    ),
    _theft(
        "a wallet corrected by its own player",
        _APPROVED.format(by="amina", id=_CORRECTION) + _CORRECTED,
        "two of finance or admins",
    ),
    _theft(
        "a correction that was approved and not made",
        _APPROVED.format(by="finance", id=_CORRECTION),
        "is approved, and the ledger did not do it",
    ),
    _theft(
        "another amount than was proposed",
        f"UPDATE staff_proposals SET amount = 450 WHERE id = {_CORRECTION}; ",
        "permission denied|what was proposed cannot change",
    ),
    _theft(
        "a proposal that comes approved",
        "INSERT INTO staff_proposals (action, user_id, amount, code, reason, proposed_by,"
        " decided_by, decision) VALUES ('wallet_adjustment', %(chebet)s, 10, 'goodwill',"
        " 'It was agreed.', %(proposer)s, %(finance)s, 'approved'); ",
        "something is proposed before it is decided",
    ),
    _theft(
        "a reason that takes money, to give some",
        _PROPOSED.format(
            action="wallet_adjustment",
            columns="user_id, amount, code",
            values="%(chebet)s, 10, 'credited_twice'",
        ),
        "fits_its_action",
    ),
    _theft(
        "a receipt named before the transfer was approved",
        "UPDATE staff_proposals SET receipt = 'EARLYRECPT' WHERE id = %(capital_out)s; ",
        "a receipt is named once, of capital that was paid out",
    ),
    _theft(
        "a second capital",
        "INSERT INTO accounts (code, kind, floor) VALUES ('house_capital:2', 'house_capital', 0); ",
        "does not fit its owner",
    ),
    _theft(
        "a tax that one person begins",
        "INSERT INTO tax_periods (profile, effective_from) VALUES ('none', now()); ",
        "two people decide this",
    ),
    _theft(
        "withdrawals that one person turns on",
        "UPDATE switches SET is_on = false WHERE name = 'withdrawals'; "
        "UPDATE switches SET is_on = true WHERE name = 'withdrawals'; ",
        "two people decide this",
    ),
    _theft(
        "a freeze that one person ends",
        "INSERT INTO player_risks (user_id, score, frozen, scored_at)"
        " VALUES (%(chebet)s, 80, true, now()); "
        "UPDATE player_risks SET frozen = false WHERE user_id = %(chebet)s; ",
        "two people decide this",
    ),
    _theft(
        "a hold that one person shortens",
        "INSERT INTO player_risks (user_id, score, held_until, scored_at)"
        " VALUES (%(chebet)s, 50, now() + interval '1 day', now()); "
        "UPDATE player_risks SET held_until = now() WHERE user_id = %(chebet)s; ",
        "two people decide this",
    ),
    _theft(
        "a flag that one person clears",
        "INSERT INTO risk_flags (user_id, signal, points, explanation, first_seen_at, last_seen_at)"
        " VALUES (%(chebet)s, 'strikes', 40, 'Three strikes.', now(), now()); "
        "UPDATE risk_flags SET cleared_at = now() WHERE user_id = %(chebet)s; ",
        "two people decide this",
    ),
)
