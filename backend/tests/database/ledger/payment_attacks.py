"""Postings that only their row makes legal, and six ways in which each is not.

Every type of transaction stands here once, as the app would post it for the row that its key
names. The row is in a state that does not bear the posting out, so even the posting itself is
refused (`another state`); each attack changes one thing more.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

Leg = tuple[str, str, str]  # account debited, account credited (names of the world), KES


@dataclass(frozen=True)
class Posting:
    """One transaction; `%(name)s` in its texts is an id of the world."""

    kind: str
    key: str
    legs: tuple[Leg, ...]
    match: str = "NULL"
    receipt: str = "NULL"
    first: str = ""  # SQL that the app sends before, in the same database transaction
    another_state: str | None = None  # the refusal of the posting as it stands

    def sql(self) -> str:
        """Return the call of `ledger_post`."""
        return (
            f"{self.first}SELECT ledger_post({_text(self.key)}, '{self.kind}', 'mallory',"
            f" {self.match}, {self.receipt}, {self._accounts(0)}, {self._accounts(1)},"
            f" {self._amounts()})"
        )

    def batch_sql(self) -> str:
        """Return the call of `ledger_post_batch`, which takes no match."""
        keys = ", ".join([_text(self.key)] * len(self.legs))
        return (
            f"{self.first}SELECT ledger_post_batch('{self.kind}', 'mallory',"
            f" ARRAY[{_text(self.key)}], ARRAY[{self.receipt}]::text[], ARRAY[{keys}],"
            f" {self._accounts(0)}, {self._accounts(1)}, {self._amounts()})"
        )

    def _accounts(self, side: int) -> str:
        names = ", ".join(f"%({leg[side]})s" for leg in self.legs)
        return f"ARRAY[{names}]::bigint[]"

    def _amounts(self) -> str:
        return f"ARRAY[{', '.join(leg[2] for leg in self.legs)}]::numeric[]"


def _text(key: str) -> str:
    """Write a key as SQL: 'deposit:' || 7 || ':credit'."""
    parts = re.split(r"(%\(\w+\)s)", key)
    return " || ".join(part if part.startswith("%(") else f"'{part}'" for part in parts if part)


_TICKET_IN_MATCH = (
    "INSERT INTO matchmaking_queue (user_id, wager_amount, title, mode, platform, rating,"
    " skill_range_min, skill_range_max, match_id) OVERRIDING SYSTEM VALUE"
    " VALUES (%(otieno)s, 60, 'mw', 'gunfight', 'acti', 1000, 900, 1100, %(live)s); "
)

_PRIZE = (
    "INSERT INTO tournament_prizes (tournament_id, user_id, place_first, place_last, amount)"
    " VALUES (%(cup_final)s, %({user})s, 1, 1, {amount}); "
)

_UPGRADE = (
    "INSERT INTO prize_upgrade_payments (id, tournament_id, user_id, amount, {out_of})"
    " OVERRIDING SYSTEM VALUE"
    " VALUES (%(payment_new)s, %(cup_back)s, %(dalili)s, 50, {out_of_id}); "
)

POSTINGS = (
    Posting(
        "deposit",
        "deposit:%(deposit_prompted)s:credit",
        (("clearing_in", "wallet_amina", "310"),),
        another_state="is prompted, but the ledger did",
    ),
    Posting(
        "withdrawal_hold",
        "withdrawal:%(withdrawal_held)s:hold",
        (("wallet_amina", "hold_amina", "110"),),
    ),
    Posting(
        "withdrawal",
        "withdrawal:%(withdrawal_held)s:paid",
        (("hold_amina", "clearing_out", "110"),),
        another_state="is held, but the ledger did",
    ),
    Posting(
        "withdrawal_release",
        "withdrawal:%(withdrawal_held)s:release",
        (("hold_amina", "wallet_amina", "110"),),
        another_state="is held, but the ledger did",
    ),
    Posting(
        "withdrawal_late",
        "withdrawal:%(withdrawal_released)s:late",
        (("wallet_amina", "clearing_out", "130"),),
        another_state="is released, but the ledger did",
    ),
    Posting(
        "paybill_deposit",
        "paybill:%(paybill_received)s:credit",
        (("clearing_in", "wallet_amina", "140"),),
        another_state="is not proven",
    ),
    Posting(
        "suspense",
        "paybill:%(paybill_received)s:suspense",
        (("clearing_in", "suspense", "140"),),
        another_state="is not proven",
    ),
    Posting(
        "suspense_claim",
        "paybill:%(paybill_credited)s:claim",
        (("suspense", "wallet_amina", "150"),),
        another_state="is credited, but the ledger did",
    ),
    Posting(
        "refund_hold",
        "refund:%(refund_held)s:hold",
        (("wallet_amina", "hold_amina", "330"),),
    ),
    Posting(
        "refund",
        "refund:%(refund_held)s:done",
        (("hold_amina", "clearing_in", "330"),),
        another_state="is held, but the ledger did",
    ),
    Posting(
        "refund_release",
        "refund:%(refund_held)s:release",
        (("hold_amina", "wallet_amina", "330"),),
        another_state="is held, but the ledger did",
    ),
    Posting(
        "deposit_reversed",
        "reversal:RVRSL00001",
        (("wallet_amina", "clearing_in", "350"),),
        receipt="'RVRSL00001'",
        another_state="is still credited",
    ),
    Posting(
        "receivable_repaid",
        "repaid:deposit:%(deposit_credited)s",
        (("wallet_amina", "owed_amina", "1"),),
        another_state="only 0.00 is owed",
    ),
    Posting(
        "statement_line",
        "statement:CLLCTN0001",
        (("float", "clearing_in", "320"),),
        another_state="is not marked as posted",
    ),
    Posting(
        "mpesa_charge",
        "charge:CHARGE0001",
        (("charges", "float", "23"),),
        another_state="is not marked as posted",
    ),
    Posting(
        "wager_hold",
        "ticket:%(ticket_waiting)s:hold",
        (("wallet_chebet", "stake_chebet", "50"),),
    ),
    Posting(
        "wager_release",
        "ticket:%(ticket_waiting)s:release",
        (("stake_chebet", "wallet_chebet", "50"),),
        another_state="has not left the queue",
    ),
    Posting(
        "wager_lock",
        "match:%(live)s:lock",
        (("stake_amina", "escrow_live", "100"), ("stake_brian", "escrow_live", "100")),
        match="%(live)s",
    ),
    Posting(
        "wager_win",
        "match:%(live)s:settle",
        (("escrow_live", "wallet_amina", "180"), ("escrow_live", "fee", "20")),
        match="%(live)s",
        another_state="is active with result none",
    ),
    Posting(
        "wager_refund",
        "match:%(live)s:settle",
        (("escrow_live", "wallet_amina", "100"), ("escrow_live", "wallet_brian", "100")),
        match="%(live)s",
        another_state="is active with result none",
    ),
    Posting(
        "wager_split",
        "match:%(live)s:settle",
        (
            ("escrow_live", "wallet_amina", "90"),
            ("escrow_live", "wallet_brian", "90"),
            ("escrow_live", "fee", "20"),
        ),
        match="%(live)s",
        another_state="is active with result none",
    ),
    Posting(
        "wager_overturn",
        "match:%(finished)s:overturn",
        (("wallet_otieno", "escrow_finished", "80"), ("escrow_finished", "wallet_dalili", "80")),
        match="%(finished)s",
        another_state="is completed with result player1",
    ),
    Posting(
        "tournament_entry",
        "entry:%(cup_entry)s:hold",
        (("wallet_amina", "pool_cup_open", "100"),),
    ),
    Posting(
        "tournament_refund",
        "entry:%(cup_entry)s:refund",
        (("pool_cup_open", "wallet_amina", "100"),),
        another_state="is held, but the ledger did",
    ),
    Posting(
        "tournament_guarantee",
        "tournament:%(cup_draft)s:guarantee",
        (("sponsor", "pool_cup_draft", "700"),),
        another_state="is draft with a guarantee of 700.00, but the ledger did",
    ),
    Posting(
        "tournament_release",
        "tournament:%(cup_open)s:release",
        (("pool_cup_open", "sponsor", "650"),),
        another_state="is registration with a guarantee of 650.00, but the ledger did",
    ),
    Posting(
        "tournament_prizes",
        "tournament:%(cup_final)s:prizes",
        (
            ("pool_cup_final", "wallet_amina", "600"),
            ("pool_cup_final", "fee", "20"),
            ("pool_cup_final", "sponsor", "180"),
        ),
        first=_PRIZE.format(user="amina", amount=600),
        another_state="is finalising with a guarantee of 600.00, but the ledger did",
    ),
    Posting(
        "sponsor_funding",
        "sponsor:%(funding)s:funding",
        (("fee", "sponsor", "250"),),
        another_state="is open, and the ledger did it",
    ),
    Posting(
        "prize_clawback",
        "clawback:%(clawback_open)s:taken",
        (("wallet_dalili", "recovery", "60"),),
        another_state="is open, and the ledger did it",
    ),
    Posting(
        "prize_collection",
        "clawback:%(clawback_open)s:collected:1",
        (("wallet_dalili", "owed_dalili", "60"),),
        another_state="clawback .* is open",
    ),
    Posting(
        "prize_upgrade",
        "upgrade:%(payment_new)s:paid",
        (("recovery", "wallet_dalili", "50"),),
        first=_UPGRADE.format(out_of="clawback_id", out_of_id="%(clawback_done)s"),
        another_state="has not recovered this: 80.00 is owed, 30.00 was not passed on",
    ),
    Posting(
        "prize_advance",
        "upgrade:%(payment_new)s:paid",
        (("fee", "wallet_dalili", "50"),),
        first=_UPGRADE.format(out_of="advance_id", out_of_id="%(advance_open)s"),
        another_state="advance .* is open, and paid 50.00",
    ),
    Posting(
        "capital_paid_in",
        "capital:%(capital_in)s:in",
        (("clearing_in", "capital", "180"),),
        receipt="'BANKTRNSF1'",
        another_state="is open, and the ledger did it",
    ),
    Posting(
        "capital_paid_out",
        "capital:%(capital_out)s:out",
        (("capital", "clearing_out", "190"),),
        another_state="is open, and the ledger did it",
    ),
    Posting(
        "wallet_adjustment",
        "adjustment:%(correction)s:done",
        (("adjustments", "wallet_amina", "45"),),
        another_state="is open, and the ledger did it",
    ),
)

# A hold is posted with its row, so the same posting again changes nothing; its attacks are of a
# row of the attacker's own.
_WITHOUT_STATE = {"withdrawal_hold", "refund_hold", "wager_hold", "wager_lock", "tournament_entry"}
_NO_PLAYER = {
    "suspense",
    "statement_line",
    "mpesa_charge",
    "tournament_guarantee",
    "tournament_release",
    "sponsor_funding",
    "capital_paid_in",
    "capital_paid_out",
}
_ANY_KEY = re.compile(r"%\((?!amina|brian)\w+\)s|RVRSL00001|CLLCTN0001|CHARGE0001")


def _no_row(posting: Posting) -> Posting:
    match = "987654" if posting.match != "NULL" else "NULL"
    return replace(posting, key=_ANY_KEY.sub("987654", posting.key), match=match)


def _of_another_player(posting: Posting) -> Posting:
    others = {"amina": "chebet", "brian": "otieno", "chebet": "amina", "otieno": "amina"}
    others["dalili"] = "brian"
    return _with_legs(posting, lambda name: re.sub(r"\w+", lambda m: _swap(m[0], others), name))


def _swap(name: str, others: dict[str, str]) -> str:
    kind, _, player = name.rpartition("_")
    return f"{kind}_{others[player]}" if player in others else name


def _with_legs(posting: Posting, rename: Callable[[str], str]) -> Posting:
    legs = tuple((rename(debit), rename(credit), amount) for debit, credit, amount in posting.legs)
    return replace(posting, legs=legs)


def _another_amount(posting: Posting) -> Posting:
    legs = tuple((debit, credit, f"{amount} + 1") for debit, credit, amount in posting.legs)
    return replace(posting, legs=legs)


def _backwards(posting: Posting) -> Posting:
    return replace(posting, legs=tuple((c, d, amount) for d, c, amount in posting.legs))


def _under_another_key(posting: Posting) -> Posting:
    """A second time for the same row: the key spelled in another way."""
    return replace(posting, key=re.sub(r":(?=%|[A-Z])", ":0", posting.key))


def _with_a_second_entry(posting: Posting) -> Posting:
    return replace(posting, legs=(*posting.legs, posting.legs[-1]))


@dataclass(frozen=True)
class PaymentAttack:
    """SQL of the app's login, and what PostgreSQL must answer (a regular expression)."""

    name: str
    sql: str
    refusal: str


def _variants(posting: Posting) -> Iterator[tuple[str, Posting, str]]:
    no = f"is no {posting.kind}: "
    known = posting.kind in _WITHOUT_STATE  # its key has been used by the row itself
    again = "was used for another movement|uq_transactions_idempotency_key"
    yield "without a row", _no_row(posting), no
    yield "twice, under another key", _under_another_key(posting), no
    yield "of another amount", _another_amount(posting), again if known else no
    yield "backwards", _backwards(posting), again if known else no
    yield (
        "with one entry twice",
        _with_a_second_entry(posting),
        (again if known else f"{no}|balance_not_below_floor"),
    )
    if posting.kind not in _NO_PLAYER:
        other = _of_another_player(posting)
        yield "for another player", other, again if known else no
    if posting.another_state is not None:
        yield "in another state", posting, f"{no}.*{posting.another_state}"


def _attacks() -> Iterator[PaymentAttack]:
    for posting in POSTINGS:
        for how, attack, refusal in _variants(posting):
            yield PaymentAttack(f"{posting.kind} {how}", attack.sql(), refusal)
            # The batch takes no match, so there is none that could be in another state.
            has_state = how != "in another state" or posting.match == "NULL"
            in_batch = refusal if has_state else f"is no {posting.kind}: there is no match"
            yield PaymentAttack(f"{posting.kind} {how}, in a batch", attack.batch_sql(), in_batch)


# What the app itself may do to a row on the way to its posting.
_CREDITED = (
    "UPDATE deposits SET state = 'credited', completed_at = now(), due_at = NULL,"
    " mpesa_reference = 'NEWRECEIPT' WHERE id = %(deposit_prompted)s; "
)
_REVERSED = "UPDATE deposits SET state = 'reversed' WHERE mpesa_reference = %(taken_receipt)s; "
_PAID_LATE = (
    "UPDATE withdrawals SET state = 'paid', failure = NULL, mpesa_reference = 'LATERECEIP'"
    " WHERE id = %(withdrawal_released)s; "
)
_FORGED_LINE = (
    "INSERT INTO mpesa_lines (receipt, kind, amount, original_receipt, source, completed_at)"
    " VALUES ('{receipt}', 'reversal', {amount}, {original}, 'pull', now()); "
)
_FORGED_REFUND = (
    "INSERT INTO refunds (deposit_id, user_id, original_receipt, amount, wallet_amount, tax_amount,"
    " reason, token_sha256, reference, due_at)"
    " SELECT id, {user}, mpesa_reference, {amount}, {amount}, 0, 'forged', 'x', 'forged', now()"
    " FROM deposits WHERE id = {deposit}; "
)
_NEW_REFUND = "(SELECT max(id) FROM refunds)"


def _post(kind: str, key: str, *legs: Leg, receipt: str = "NULL", match: str = "NULL") -> str:
    return Posting(kind, key, legs, receipt=receipt, match=match).sql()


_DEPOSIT = "deposit:%(deposit_prompted)s:credit"
_INTO_WALLET = ("clearing_in", "wallet_amina", "310")

BY_HAND = (
    PaymentAttack(
        "100,000 out of nothing",
        _post("deposit", "deposit:999999:credit", ("clearing_in", "wallet_amina", "100000")),
        "is no deposit: there is no deposit 999999",
    ),
    PaymentAttack(
        "anybody's wallet taken back",
        _post("deposit_reversed", "reversal:NOSUCHLINE", ("wallet_brian", "clearing_in", "4000")),
        "is no deposit_reversed: M-Pesa's list has no reversal NOSUCHLINE",
    ),
    PaymentAttack(
        "a deposit with its wallet entry twice",
        _CREDITED + _post("deposit", _DEPOSIT, _INTO_WALLET, _INTO_WALLET),
        "is no deposit: two of its entries are between the same accounts",
    ),
    PaymentAttack(
        "a deposit under another payment's receipt",
        _CREDITED + _post("deposit", _DEPOSIT, _INTO_WALLET, receipt="'ANOTHERONE'"),
        "is no deposit: deposit .* has another receipt",
    ),
    PaymentAttack(
        "a deposit that names a match",
        _CREDITED + _post("deposit", _DEPOSIT, _INTO_WALLET, match="%(live)s"),
        "is no deposit: only what is staked in a match names one",
    ),
    PaymentAttack(
        "a deposit with a tax that it does not have",
        _CREDITED + _post("deposit", _DEPOSIT, _INTO_WALLET, ("clearing_in", "excise", "10")),
        "has a tax of 0.00",
    ),
    PaymentAttack(
        "a deposit marked as credited and not posted",
        _CREDITED + "SELECT 1",
        "is credited, but the ledger did {}",
    ),
    PaymentAttack(
        "a deposit posted and then given up",
        _post("deposit", _DEPOSIT, _INTO_WALLET)
        + "; UPDATE deposits SET state = 'failed', failure = 'x', due_at = NULL"
        " WHERE id = %(deposit_prompted)s",
        "is failed, but the ledger did",
    ),
    PaymentAttack(
        "a deposit under a paybill payment's type",
        _CREDITED + _post("paybill_deposit", _DEPOSIT, _INTO_WALLET),
        "is no paybill_deposit: its key names no paybill payment",
    ),
    PaymentAttack(
        "a deposit paid by another account",
        _CREDITED + _post("deposit", _DEPOSIT, ("float", "wallet_amina", "310")),
        "is no deposit: a deposit goes from mpesa_clearing_in",
    ),
    PaymentAttack(
        "a late payout taken from the wallet and owed as well",
        _PAID_LATE
        + _post(
            "withdrawal_late",
            "withdrawal:%(withdrawal_released)s:late",
            ("wallet_amina", "clearing_out", "130"),
            ("owed_amina", "clearing_out", "130"),
            receipt="'LATERECEIP'",
        ),
        "is no withdrawal_late: its entries move 260.00, not 130.00",
    ),
    PaymentAttack(
        "a late payout of less than was paid",
        _PAID_LATE
        + _post(
            "withdrawal_late",
            "withdrawal:%(withdrawal_released)s:late",
            ("wallet_amina", "clearing_out", "1"),
            receipt="'LATERECEIP'",
        ),
        "is no withdrawal_late: its entries move 1.00, not 130.00",
    ),
    PaymentAttack(
        "a payout to ourselves",
        _post(
            "withdrawal",
            "withdrawal:%(withdrawal_held)s:paid",
            ("hold_amina", "fee", "110"),
        ),
        "is no withdrawal: withdrawal .* has other accounts or amounts",
    ),
    PaymentAttack(
        "a reversal of more than the payment",
        _FORGED_LINE.format(receipt="FORGED0001", amount=-900, original="%(taken_receipt)s")
        + _REVERSED
        + _post(
            "deposit_reversed",
            "reversal:FORGED0001",
            ("wallet_amina", "clearing_in", "900"),
            receipt="'FORGED0001'",
        ),
        "is no deposit_reversed: payment .* is reversed|was of 350.00",
    ),
    PaymentAttack(
        "one payment reversed twice in one transaction",
        _FORGED_LINE.format(receipt="FORGED0001", amount=-350, original="%(taken_receipt)s")
        + "; ".join(
            _post(
                "deposit_reversed",
                f"reversal:{receipt}",
                ("wallet_amina", "clearing_in", "350"),
                receipt=f"'{receipt}'",
            )
            for receipt in ("FORGED0001", "RVRSL00001")
        )
        + "; "
        + _REVERSED,
        "is no deposit_reversed: payment .* went back 2 times",
    ),
    PaymentAttack(
        "a reversal under another receipt",
        _post("deposit_reversed", "reversal:RVRSL00001", ("wallet_amina", "clearing_in", "350"))
        + "; "
        + _REVERSED,
        "is no deposit_reversed: its receipt is not the reversal's",
    ),
    PaymentAttack(
        "a part of a reversal",
        _post(
            "deposit_reversed",
            "reversal:RVRSL00001",
            ("wallet_amina", "clearing_in", "50"),
            receipt="'RVRSL00001'",
        )
        + "; "
        + _REVERSED,
        "is no deposit_reversed: its entries move 50.00, not 350.00",
    ),
    PaymentAttack(
        "a refund of another player's deposit",
        _FORGED_REFUND.format(user="%(brian)s", amount=320, deposit="%(deposit_credited)s")
        + _post(
            "refund_hold", f"refund:{_NEW_REFUND}:hold", ("wallet_brian", "hold_brian", "320")
        ).replace(f"'refund:{_NEW_REFUND}:hold'", f"'refund:' || {_NEW_REFUND} || ':hold'"),
        "is no refund_hold: refund .* is not of a credited payment of this player and amount",
    ),
    PaymentAttack(
        "a refund of more than the deposit",
        _FORGED_REFUND.format(user="%(amina)s", amount=3200, deposit="%(deposit_credited)s")
        + _post(
            "refund_hold", f"refund:{_NEW_REFUND}:hold", ("wallet_amina", "hold_amina", "3200")
        ).replace(f"'refund:{_NEW_REFUND}:hold'", f"'refund:' || {_NEW_REFUND} || ':hold'"),
        "is no refund_hold: refund .* is not of a credited payment of this player and amount",
    ),
    PaymentAttack(
        "a refund of a deposit that was never credited",
        _FORGED_REFUND.format(user="%(amina)s", amount=310, deposit="%(deposit_prompted)s").replace(
            "mpesa_reference,", "'NORECEIPT',"
        )
        + _post(
            "refund_hold", f"refund:{_NEW_REFUND}:hold", ("wallet_amina", "hold_amina", "310")
        ).replace(f"'refund:{_NEW_REFUND}:hold'", f"'refund:' || {_NEW_REFUND} || ':hold'"),
        "is no refund_hold: refund .* is not of a credited payment of this player and amount",
    ),
    PaymentAttack(
        "a stake held for a ticket in a match",
        _TICKET_IN_MATCH
        + "SELECT ledger_post('ticket:' || (SELECT max(id) FROM matchmaking_queue) || ':hold',"
        " 'wager_hold', 'mallory', NULL, NULL, ARRAY[%(wallet_otieno)s]::bigint[],"
        " ARRAY[%(stake_otieno)s]::bigint[], ARRAY[60])",
        "is no wager_hold: ticket .* is in a match",
    ),
    PaymentAttack(
        "a surplus of a ticket that waits",
        _post(
            "wager_release",
            "ticket:%(ticket_waiting)s:surplus",
            ("stake_chebet", "wallet_chebet", "10"),
        ),
        "is no wager_release: ticket .* is in no match",
    ),
    PaymentAttack(
        "a stake given back while its ticket goes on waiting under another name",
        "DELETE FROM matchmaking_queue WHERE id = %(ticket_waiting)s; "
        + _TICKET_IN_MATCH.replace("%(otieno)s, 60", "%(chebet)s, 50").replace("%(live)s", "NULL")
        + _post(
            "wager_release",
            "ticket:%(ticket_waiting)s:release",
            ("stake_chebet", "wallet_chebet", "50"),
        ),
        "is no wager_release: user_stake:.* would hold 0.00, while a ticket of 50.00 waits",
    ),
    PaymentAttack(
        "a row of M-Pesa's list posted in the other direction",
        _post("statement_line", "statement:CLLCTN0001", ("clearing_out", "float", "320")),
        "is no statement_line: M-Pesa's list has no payout CLLCTN0001",
    ),
    PaymentAttack(
        "a row of M-Pesa's list posted in two halves",
        "UPDATE mpesa_lines SET posted_at = NULL WHERE receipt = 'CLLCTN0001'; "
        + _post(
            "statement_line",
            "statement:CLLCTN0001",
            ("float", "clearing_in", "320"),
            ("float", "clearing_in", "320"),
        )
        + "; UPDATE mpesa_lines SET posted_at = now() WHERE receipt = 'CLLCTN0001'",
        "is no statement_line: two of its entries are between the same accounts",
    ),
    PaymentAttack(
        "a prize that uses a receipt up",
        "UPDATE matches SET status = 'completed', verification_state = 'settled', due_at = NULL,"
        " result = 'player1', winner_id = player1_id, completed_at = now() WHERE id = %(live)s; "
        + _post(
            "wager_win",
            "match:%(live)s:settle",
            ("escrow_live", "wallet_amina", "180"),
            ("escrow_live", "fee", "20"),
            match="%(live)s",
            receipt="'SOMEBODYS1'",
        ),
        "is no wager_win: a pot has no receipt",
    ),
    PaymentAttack(
        "a bonus",
        _post("bonus", "bonus:amina:1", ("clearing_in", "wallet_amina", "5")),
        "is no bonus: there is no such type",
    ),
)

PAYMENT_ATTACKS = (*_attacks(), *BY_HAND)
