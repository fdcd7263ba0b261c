"""Thefts by hand from prizes that are taken back: who is not owed it, and who is owed less."""

from tests.database.ledger.payment_attacks import PaymentAttack, Posting

Leg = tuple[str, str, str]

_APPROVED = (
    "UPDATE prize_clawbacks SET decision = 'approved', decided_by = %({by})s, decided_at = now(),"
    " due_at = NULL WHERE id = %(clawback_open)s; "
)
_BARRED = (
    "UPDATE tournament_participants SET is_barred = true"
    " WHERE tournament_id = %({cup})s AND user_id = %({user})s; "
)
_PAYMENT = (
    "INSERT INTO prize_upgrade_payments (id, tournament_id, user_id, amount, {out_of})"
    " OVERRIDING SYSTEM VALUE VALUES (%(payment_new)s, %({cup})s, {user}, {amount}, {id}); "
)
_FORGED = (
    "INSERT INTO prize_clawbacks (id, tournament_id, user_id, amount, reason, proposed_by,"
    " decided_by, decision) OVERRIDING SYSTEM VALUE"
    " VALUES (%(payment_new)s, %({cup})s, %({user})s, {amount}, 'The recording.', %(brian)s,"
    " %({by})s, 'approved'); "
)
_ADVANCED = (
    "UPDATE prize_advances SET decision = 'approved', decided_by = %(amina)s, due_at = NULL"
    " WHERE id = %(advance_open)s; "
)
_TAKEN = "clawback:%(clawback_open)s:taken"
_NEW = "upgrade:%(payment_new)s:paid"


def _post(kind: str, key: str, *legs: Leg) -> str:
    return Posting(kind, key, legs).sql() + "; "


def _pay(
    user: str, amount: str, leg: Leg, *, cup: str = "cup_back", by: str = "clawback_id"
) -> str:
    out_of = "%(clawback_done)s" if by == "clawback_id" else "%(advance_open)s"
    kind = "prize_upgrade" if by == "clawback_id" else "prize_advance"
    row = _PAYMENT.format(out_of=by, cup=cup, user=user, amount=amount, id=out_of)
    return row + _post(kind, _NEW, leg)


def _theft(name: str, sql: str, refusal: str) -> PaymentAttack:
    return PaymentAttack(name, sql + "SELECT 1", refusal)


_WHOLE = _post("prize_clawback", _TAKEN, ("wallet_dalili", "recovery", "60"))

PRIZE_ATTACKS = (
    _theft("a prize taken back by one admin alone", _APPROVED.format(by="brian"), "two_people"),
    _theft(
        "a clawback that its own player approves",
        _APPROVED.format(by="dalili"),
        "not_of_their_own",
    ),
    _theft(
        "a clawback approved by who moves up",
        _APPROVED.format(by="otieno") + _BARRED.format(cup="cup_paid", user="dalili") + _WHOLE,
        "who decides about a prize does not take part",
    ),
    _theft(
        "a clawback that was approved and not made",
        _APPROVED.format(by="amina") + _BARRED.format(cup="cup_paid", user="dalili"),
        "is approved, and the ledger took 0",
    ),
    _theft(
        "a clawback that took a part",
        _APPROVED.format(by="amina")
        + _BARRED.format(cup="cup_paid", user="dalili")
        + _post("prize_clawback", _TAKEN, ("wallet_dalili", "recovery", "59")),
        "is approved, and the ledger took 59.00",
    ),
    _theft(
        "a prize taken back from who keeps their place",
        _APPROVED.format(by="amina") + _WHOLE,
        "player .* is not barred",
    ),
    _theft(
        "more taken back than was paid",
        _FORGED.format(cup="cup_paid", user="otieno", amount=500, by="amina")
        + _BARRED.format(cup="cup_paid", user="otieno")
        + _post(
            "prize_clawback",
            "clawback:%(payment_new)s:taken",
            ("wallet_otieno", "recovery", "500"),
        ),
        "was paid 120.00, not 500.00",
    ),
    _theft(
        "a prize taken back a second time",
        _FORGED.format(cup="cup_back", user="otieno", amount=120, by="amina"),
        "uq_prize_clawbacks_standing",
    ),
    _theft(
        "a clawback before the payout",
        _FORGED.format(cup="cup_open", user="amina", amount=0, by="chebet")
        + _BARRED.format(cup="cup_open", user="amina"),
        "tournament .* is registration",
    ),
    _theft(
        "another amount than was proposed",
        "UPDATE prize_clawbacks SET amount = 6 WHERE id = %(clawback_open)s; ",
        "what was proposed cannot change",
    ),
    _theft(
        "a clawback that is withdrawn once it was made",
        "UPDATE prize_clawbacks SET decision = 'rejected' WHERE id = %(clawback_done)s; ",
        "what was decided cannot change",
    ),
    _theft(
        "an upgrade above what was taken back",
        "UPDATE prize_upgrades SET amount = 121 WHERE tournament_id = %(cup_back)s; ",
        "owes 121.00 more, and took 120.00 back",
    ),
    _theft(
        "an upgrade where nothing was taken back",
        "INSERT INTO prize_upgrades (tournament_id, user_id, amount)"
        " VALUES (%(cup_paid)s, %(otieno)s, 1); ",
        "owes 1.00 more, and took 0 back",
    ),
    _theft(
        "an upgrade for somebody else",
        "UPDATE prize_upgrades SET user_id = %(brian)s WHERE tournament_id = %(cup_back)s; ",
        "an upgrade stays its player's",
    ),
    _theft(
        "a payment for who did not move up",
        _pay("%(brian)s", "30", ("recovery", "wallet_brian", "30")),
        "was paid more than they moved up by",
    ),
    _theft(
        "a payment above what they moved up by",
        _pay("%(dalili)s", "81", ("recovery", "wallet_dalili", "81")),
        "was paid more than they moved up by",
    ),
    _theft(
        "a payment out of another tournament's clawback",
        _pay("%(dalili)s", "30", ("recovery", "wallet_dalili", "30"), cup="cup_paid"),
        "was paid more than they moved up by",
    ),
    _theft(
        "a payment that was not made",
        _PAYMENT.format(
            out_of="clawback_id",
            cup="cup_back",
            user="%(dalili)s",
            amount=1,
            id="%(clawback_done)s",
        ),
        "of an upgrade was not made",
    ),
    _theft(
        "the house keeps what others are owed",
        _pay("NULL", "30", ("recovery", "fee", "30")),
        "left the house 30.00 of what is others'",
    ),
    _theft(
        "a payment changed afterwards",
        "UPDATE prize_upgrade_payments SET amount = 4; ",
        "what was paid cannot change",
    ),
    _theft(
        "an advance above its amount",
        _ADVANCED + _pay("%(dalili)s", "51", ("fee", "wallet_dalili", "51"), by="advance_id"),
        "of 50.00 is approved, and paid 51.00",
    ),
    _theft("an advance that paid nothing", _ADVANCED, "of 50.00 is approved, and paid 0"),
    _theft(
        "an advance that the house pays to itself",
        _PAYMENT.format(
            out_of="advance_id", cup="cup_back", user="NULL", amount=1, id="%(advance_open)s"
        ),
        "house_advances_to_players",
    ),
    _theft(
        "a debt collected beyond what is owed",
        _post(
            "prize_collection",
            "clawback:%(clawback_done)s:collected:1",
            ("wallet_otieno", "owed_otieno", "81"),
        ),
        "only 80.00 is owed",
    ),
    _theft(
        "a debt collected from somebody else",
        _post(
            "prize_collection",
            "clawback:%(clawback_done)s:collected:1",
            ("wallet_brian", "owed_otieno", "80"),
        ),
        "has another player, accounts or amounts",
    ),
    _theft(
        "a second account of what is recovered",
        "INSERT INTO accounts (code, kind, floor) VALUES ('prize_recovery:other',"
        " 'prize_recovery', 0); ",
        "has a floor of zero, other money has no cache",
    ),
)
