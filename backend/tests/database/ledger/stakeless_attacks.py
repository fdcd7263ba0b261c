"""The attacks around matches of tournaments: no stake gets in, and no match for money gets out."""

from tests.database.ledger.attacks import Attack

_COLUMNS = (
    "player1_id, player2_id, player1_ticket_id, player2_ticket_id, player1_waited, player2_waited,"
    " wager_amount, fee_rate, fee, prize, title, mode, platform, lobby_code, due_at, origin,"
    " tournament_id, tournament_key"
)


def _match(
    *,
    tickets: str = "NULL, NULL",
    money: str = "0, 0, 0, 0",
    origin: str = "tournament",
    place: str = "7, 'W1.2'",
) -> str:
    return (
        f"INSERT INTO matches ({_COLUMNS}) VALUES (%(otieno)s, %(dalili)s, {tickets}, 0, 0,"
        f" {money}, 'mw', 'gunfight', 'acti', 'LOBBY1', now(), '{origin}', {place})"
    )


_STAKES = "100, 0.1, 20, 180"
_FOR_MONEY = {"tickets": "901, 902", "money": _STAKES, "origin": "queue", "place": "NULL, NULL"}
_NO_STAKE = "a match of a tournament has its place there, no stake and no ticket"
_TWO_TICKETS = "a match for money has two tickets and no place in a tournament"
_WON = (
    "status = 'completed', verification_state = 'settled', result = 'player1',"
    " winner_id = player1_id, completed_at = now(), due_at = NULL"
)


def _app(cannot: str, *steps: str, refusal: str | None) -> Attack:
    return Attack("app", cannot, steps, refusal)


_MAKING = (
    _app("stake money on a tournament's match", _match(money=_STAKES), refusal=_NO_STAKE),
    _app("give it a prize alone", _match(money="0, 0, 0, 180"), refusal=_NO_STAKE),
    _app("give it a fee alone", _match(money="0, 0.1, 0, 0"), refusal=_NO_STAKE),
    _app("give it tickets", _match(tickets="901, NULL"), refusal=_NO_STAKE),
    _app("make one without its place", _match(place="7, NULL"), refusal=_NO_STAKE),
    _app(
        "play in the queue for nothing",
        _match(**_FOR_MONEY | {"money": "0, 0, 0, 0"}),
        refusal="prize and fee make the pot of two stakes",
    ),
    _app(
        "challenge somebody without tickets",
        _match(**_FOR_MONEY | {"tickets": "NULL, NULL", "origin": "challenge"}),
        refusal=_TWO_TICKETS,
    ),
    _app(
        "put a match for money into a tournament",
        _match(**_FOR_MONEY | {"place": "7, 'W1.2'"}),
        refusal=_TWO_TICKETS,
    ),
)

_CHANGING = (
    _app(
        "call a match for money one of a tournament",
        "UPDATE matches SET origin = 'tournament' WHERE id = %(live)s",
        refusal="the terms of a match cannot change",
    ),
    _app(
        "move a match to another tournament",
        "UPDATE matches SET tournament_id = 8 WHERE id = %(called)s",
        refusal="the terms of a match cannot change",
    ),
    _app(
        "open an escrow for a tournament's match",
        "INSERT INTO accounts (code, kind, match_id, floor)"
        " VALUES ('match_escrow:' || %(called)s, 'match_escrow', %(called)s, 0)",
        refusal="a match of a tournament has no escrow",
    ),
    _app(
        "move a waiting ticket into a tournament's match",
        "UPDATE matchmaking_queue SET match_id = %(called)s WHERE id = %(ticket)s",
        refusal="nobody has a ticket in a match of a tournament",
    ),
    _app(
        "make a ticket in a tournament's match",
        "INSERT INTO matchmaking_queue (user_id, wager_amount, title, mode, platform, rating,"
        " skill_range_min, skill_range_max, match_id) VALUES (%(otieno)s, 100, 'mw', 'gunfight',"
        " 'acti', 1000, 900, 1100, %(called)s)",
        refusal="nobody has a ticket in a match of a tournament",
    ),
    _app(
        "win a match for money before it began",
        f"{_match(**_FOR_MONEY)}; UPDATE matches SET {_WON}"
        " WHERE id = (SELECT max(id) FROM matches)",
        refusal="a match cannot go from pending to completed",
    ),
    _app(
        "draw a tournament's match",
        "SELECT settle_match(%(called)s, 'draw', 'agreed', 'mallory', NULL)",
        refusal="a match of a tournament has a winner or does not count",
    ),
    _app(
        "split a tournament's match",
        "SELECT split_match(%(called)s, 'ruled', 'mallory', NULL)",
        refusal=None,
    ),
    _app(
        "pay out of a tournament's match",
        "SELECT settle_match(%(called)s, 'player1', 'agreed', 'mallory', NULL);"
        "SELECT ledger_post('match:' || %(called)s || ':settle', 'wager_win', 'mallory',"
        " %(called)s, NULL, ARRAY[%(escrow)s]::bigint[], ARRAY[%(wallet_otieno)s]::bigint[],"
        " ARRAY[5])",
        refusal="has other players, accounts or amounts",
    ),
    _app(
        "end a match for money as if it had no stake",
        "SELECT end_stakeless_match(%(live)s, 'player1', 'agreed', 'mallory', NULL, NULL)",
        refusal="permission denied",
    ),
    _app(
        "let a player go who is in a tournament's match",
        "DELETE FROM stakeless_seats WHERE match_id = %(called)s",
        refusal="permission denied",
    ),
    _app(
        "seat somebody in a match",
        "INSERT INTO stakeless_seats (match_id, user_id) VALUES (%(live)s, %(otieno)s)",
        refusal="permission denied",
    ),
)

STAKELESS = (*_MAKING, *_CHANGING)
