"""The attacks: SQL that PostgreSQL itself must refuse."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Attack:
    """SQL against the money. `steps` are committed one by one; the last one must be refused.

    `refusal` is what PostgreSQL must say (a regular expression). None means that it may take the
    statement, as long as nothing changes: an INSERT that does nothing is no offence.
    """

    who: str  # "owner" of the tables, or "app": a login with the app's role only
    cannot: str
    steps: tuple[str, ...]
    refusal: str | None
    names: dict[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Return the name of the test."""
        return f"the {'owner' if self.who == 'owner' else 'app'} cannot {self.cannot}"


def _owner(cannot: str, *steps: str, refusal: str | None) -> Attack:
    return Attack("owner", cannot, steps, refusal)


def _app(cannot: str, *steps: str, refusal: str | None) -> Attack:
    return Attack("app", cannot, steps, refusal)


# A header of one's own and what it is for; {} is the rest of the statement.
_HEADER = (
    "INSERT INTO transactions (idempotency_key, type, actor, match_id)"
    " VALUES ('attack:0001', '{type}', 'mallory', {match})"
)


def _written(kind: str, entry: str, match: str = "NULL") -> str:
    """Write a header and one entry by hand, as only the owner may."""
    return (
        f"WITH header AS ({_HEADER.format(type=kind, match=match)} RETURNING id)"
        " INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)"
        f" SELECT id, 1, {entry} FROM header"
    )


def _posted(kind: str, legs: str, *, key: str = "attack:0001", match: str = "NULL") -> str:
    """Call `ledger_post`; `legs` are its three arrays."""
    return f"SELECT ledger_post('{key}', '{kind}', 'mallory', {match}, NULL, {legs})"


_CHEBET_HOLDS = "%(wallet_chebet)s, %(stake_chebet)s"
_HOLD_LEGS = "ARRAY[%(wallet_chebet)s]::bigint[], ARRAY[%(stake_chebet)s]::bigint[]"

_MATCH_COLUMNS = (
    "player1_id, player2_id, player1_ticket_id, player2_ticket_id, player1_waited, player2_waited,"
    " wager_amount, fee_rate, fee, prize, title, mode, platform, lobby_code, due_at"
)
_MATCH = (
    f"INSERT INTO matches ({_MATCH_COLUMNS}) VALUES (%(otieno)s, %(dalili)s, 901, 902, 0, 0,"
    " 100, 0.1, 20, 180, 'mw', 'gunfight', 'acti', 'LOBBY1', now())"
)
_TICKET = (
    "INSERT INTO matchmaking_queue (user_id, wager_amount, title, mode, platform, rating,"
    " skill_range_min, skill_range_max, match_id)"
    " VALUES ({user}, {wager}, 'mw', 'gunfight', 'acti', 1000, 900, 1100, {match})"
)
_MATCH_WITH_TICKETS = (
    f"{_MATCH}; "
    + _TICKET.format(user="%(otieno)s", wager=100, match="(SELECT max(id) FROM matches)")
    + "; "
    + _TICKET.format(user="%(dalili)s", wager=100, match="(SELECT max(id) FROM matches)")
)
_END = (
    "UPDATE matches SET status = '{status}', verification_state = 'settled', result = '{result}',"
    " winner_id = {winner}, completed_at = now(), due_at = NULL WHERE id = %(live)s"
)

_HOLD_KEY = "(SELECT 'ticket:' || max(id) || ':hold' FROM public.matchmaking_queue)"


def _with_ticket(wager: str) -> str:
    """Give otieno, who is free and has 580, a ticket that stakes `wager`."""
    return _TICKET.format(user="%(otieno)s", wager=wager, match="NULL") + "; "


def _held(amount: str) -> str:
    """Hold the stake of that ticket, as the app does when a player joins."""
    return (
        f"SELECT ledger_post({_HOLD_KEY}, 'wager_hold', 'mallory', NULL, NULL,"
        f" ARRAY[%(wallet_otieno)s]::bigint[], ARRAY[%(stake_otieno)s]::bigint[], ARRAY[{amount}])"
    )


def _held_by_hand(amount: str) -> str:
    """Write the same header and entry, as only the owner may."""
    return (
        "WITH header AS (INSERT INTO transactions (idempotency_key, type, actor)"
        f" VALUES ({_HOLD_KEY}, 'wager_hold', 'mallory') RETURNING id)"
        " INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)"
        f" SELECT id, 1, %(wallet_otieno)s, %(stake_otieno)s, {amount} FROM header"
    )


BALANCES = (
    _owner(
        "set a balance",
        "UPDATE accounts SET balance = 1000000 WHERE id = %(wallet_amina)s",
        refusal="moves only through entries",
    ),
    _owner(
        "set a balance inside a savepoint",
        "SAVEPOINT s; UPDATE accounts SET balance = balance + 1 WHERE id = %(wallet_amina)s;"
        " RELEASE s",
        refusal="moves only through entries",
    ),
    _owner(
        "move a balance between two wallets so that the sum stays zero",
        "UPDATE accounts SET balance = balance + CASE id WHEN %(wallet_amina)s THEN 100"
        " ELSE -100 END WHERE id IN (%(wallet_amina)s, %(wallet_brian)s)",
        refusal="moves only through entries",
    ),
    _owner(
        "give the fee account a cached balance",
        "UPDATE accounts SET balance = 5 WHERE id = %(fee)s",
        refusal="moves only through entries",
    ),
    _owner(
        "set a balance to NULL",
        "UPDATE accounts SET balance = NULL WHERE id = %(wallet_amina)s",
        refusal="moves only through entries|not-null",
    ),
    _owner(
        "set a balance by way of ON CONFLICT DO UPDATE",
        "INSERT INTO accounts (code, kind, user_id, floor) SELECT code, kind, user_id, floor"
        " FROM accounts WHERE id = %(wallet_amina)s"
        " ON CONFLICT (code) DO UPDATE SET balance = 1000000",
        refusal="moves only through entries",
    ),
    _owner(
        "set a balance by way of MERGE",
        "MERGE INTO accounts a USING (SELECT %(wallet_amina)s::bigint AS id) v ON a.id = v.id"
        " WHEN MATCHED THEN UPDATE SET balance = 1000000",
        refusal="moves only through entries",
    ),
    _owner(
        "set a balance from a DO block",
        "DO $$ BEGIN UPDATE accounts SET balance = 1000000 WHERE kind = 'user_wallet'; END $$",
        refusal="moves only through entries",
    ),
    _owner(
        "set a balance through the view of derived balances",
        "UPDATE derived_balances SET cached = 1000000 WHERE id = %(wallet_amina)s",
        refusal="cannot update view",
    ),
    _owner(
        "announce a trigger's work through a setting",
        "SELECT set_config('ledger.in_apply', 'on', true);"
        "UPDATE accounts SET balance = 1000000 WHERE id = %(wallet_amina)s",
        refusal="moves only through entries",
    ),
    _owner(
        "open an account that starts with money",
        "INSERT INTO accounts (code, kind, tracked, balance)"
        " VALUES ('mpesa_float:x', 'mpesa_float', false, 500)",
        refusal="starts at zero",
    ),
    _owner(
        "open an account that starts with no number at all",
        "INSERT INTO accounts (code, kind, tracked, balance)"
        " VALUES ('mpesa_float:x', 'mpesa_float', false, 'NaN')",
        refusal="starts at zero",
    ),
    _app(
        "set a balance",
        "UPDATE accounts SET balance = 1000000 WHERE id = %(wallet_amina)s",
        refusal="permission denied",
    ),
    _app(
        "open an account that starts with money",
        "INSERT INTO accounts (code, kind, tracked, balance)"
        " VALUES ('mpesa_float:x', 'mpesa_float', false, 500)",
        refusal="permission denied",
    ),
)

ACCOUNTS = (
    _owner(
        "open a wallet whose floor is NULL",
        "INSERT INTO users (username, email, phone, password_hash, date_of_birth)"
        " VALUES ('m', 'm@x.example', '254700000999', 'x', '1990-01-01');"
        "INSERT INTO accounts (code, kind, user_id, floor) SELECT 'user_wallet:m', 'user_wallet',"
        " id, NULL FROM users WHERE username = 'm'",
        refusal="has a floor of zero",
    ),
    _owner(
        "open a stake account whose floor is below zero",
        "INSERT INTO users (username, email, phone, password_hash, date_of_birth)"
        " VALUES ('m', 'm@x.example', '254700000999', 'x', '1990-01-01');"
        "INSERT INTO accounts (code, kind, user_id, floor) SELECT 'user_stake:m', 'user_stake',"
        " id, -1000 FROM users WHERE username = 'm'",
        refusal="has a floor of zero",
    ),
    _owner(
        "open a wallet that is not tracked",
        "INSERT INTO users (username, email, phone, password_hash, date_of_birth)"
        " VALUES ('m', 'm@x.example', '254700000999', 'x', '1990-01-01');"
        "INSERT INTO accounts (code, kind, user_id, tracked) SELECT 'user_wallet:m', 'user_wallet',"
        " id, false FROM users WHERE username = 'm'",
        refusal="has a floor of zero",
    ),
    _owner(
        "open a wallet that belongs to nobody",
        "INSERT INTO accounts (code, kind, floor) VALUES ('user_wallet:x', 'user_wallet', 0)",
        refusal="does not fit its owner",
    ),
    _owner(
        "open an account of a kind that does not exist",
        "INSERT INTO accounts (code, kind) VALUES ('slush_fund:x', 'slush_fund')",
        refusal="has a floor of zero|does not fit its owner",
    ),
    _owner(
        "lower the floor of a wallet",
        "UPDATE accounts SET floor = -1000 WHERE id = %(wallet_amina)s",
        refusal="what an account is cannot change",
    ),
    _owner(
        "take the floor of a wallet away",
        "UPDATE accounts SET floor = NULL WHERE id = %(wallet_amina)s",
        refusal="what an account is cannot change",
    ),
    _owner(
        "make a wallet another player's",
        "UPDATE accounts SET user_id = %(dalili)s WHERE id = %(wallet_amina)s",
        refusal="what an account is cannot change",
    ),
    _owner(
        "turn a wallet into a stake account",
        "UPDATE accounts SET kind = 'user_stake' WHERE id = %(wallet_amina)s",
        refusal="what an account is cannot change",
    ),
    _owner(
        "rename an account",
        "UPDATE accounts SET code = 'user_wallet:77' WHERE id = %(wallet_amina)s",
        refusal="what an account is cannot change",
    ),
    _owner(
        "give an escrow to another match",
        "UPDATE accounts SET match_id = %(live)s WHERE id = %(old_escrow)s",
        refusal="what an account is cannot change",
    ),
    _owner(
        "stop tracking a wallet",
        "UPDATE accounts SET tracked = false WHERE id = %(wallet_amina)s",
        refusal="what an account is cannot change",
    ),
    _owner(
        "give a player a second wallet",
        "INSERT INTO accounts (code, kind, user_id, floor)"
        " VALUES ('user_wallet:second', 'user_wallet', %(amina)s, 0)",
        refusal="does not fit its owner",
    ),
    _owner(
        "give a match a second escrow",
        "INSERT INTO accounts (code, kind, match_id, floor)"
        " VALUES ('match_escrow:second', 'match_escrow', %(live)s, 0)",
        refusal="does not fit its owner",
    ),
    _owner(
        "delete an account",
        "DELETE FROM accounts WHERE id = %(fee)s",
        refusal="DELETE on accounts is forbidden",
    ),
    _owner("empty the accounts", "TRUNCATE accounts", refusal="TRUNCATE on accounts is forbidden"),
    _owner(
        "empty the accounts by way of their players",
        "TRUNCATE users CASCADE",
        refusal="TRUNCATE on accounts is forbidden|is forbidden",
    ),
    _owner(
        "take an account's number for another one",
        "INSERT INTO accounts (id, code, kind, tracked) OVERRIDING SYSTEM VALUE"
        " VALUES (%(wallet_amina)s, 'mpesa_float:x', 'mpesa_float', false)",
        refusal="pk_accounts",
    ),
    _owner(
        "give a player a second wallet of the same name",
        "INSERT INTO accounts (code, kind, user_id, floor)"
        " SELECT code, kind, user_id, floor FROM accounts WHERE id = %(wallet_amina)s",
        refusal="uq_accounts",
    ),
    _app(
        "open a wallet under another player's number",
        "INSERT INTO accounts (code, kind, user_id, floor)"
        " VALUES ('user_wallet:4711', 'user_wallet', %(amina)s, 0)",
        refusal="does not fit its owner",
    ),
    _app("delete an account", "DELETE FROM accounts", refusal="permission denied"),
    _app(
        "open a wallet without a floor",
        "INSERT INTO users (username, email, phone, password_hash, date_of_birth)"
        " VALUES ('m', 'm@x.example', '254700000999', 'x', '1990-01-01');"
        "INSERT INTO accounts (code, kind, user_id) SELECT 'user_wallet:m', 'user_wallet', id"
        " FROM users WHERE username = 'm'",
        refusal="has a floor of zero",
    ),
)

HISTORY = (
    _owner(
        "change an entry",
        "UPDATE entries SET amount = 1 WHERE id = %(entry)s",
        refusal="UPDATE on entries is forbidden",
    ),
    _owner(
        "change an entry by way of ON CONFLICT DO UPDATE",
        "INSERT INTO entries (id, transaction_id, seq, debit_account_id, credit_account_id, amount)"
        " OVERRIDING SYSTEM VALUE SELECT * FROM entries WHERE id = %(entry)s"
        " ON CONFLICT (id) DO UPDATE SET amount = 999",
        refusal="UPDATE on entries is forbidden",
    ),
    _owner(
        "delete an entry",
        "DELETE FROM entries WHERE id = %(entry)s",
        refusal="DELETE on entries is forbidden",
    ),
    _owner("empty the entries", "TRUNCATE entries", refusal="TRUNCATE on entries is forbidden"),
    _owner(
        "empty the entries with everything that hangs on them",
        "TRUNCATE entries, transactions RESTART IDENTITY CASCADE",
        refusal="TRUNCATE on entries is forbidden",
    ),
    _owner(
        "change the type of a transaction",
        "UPDATE transactions SET type = 'wager_win' WHERE id = %(header)s",
        refusal="UPDATE on transactions is forbidden",
    ),
    _owner(
        "give a receipt to another transaction",
        "UPDATE transactions SET mpesa_reference = 'FORGED1' WHERE id = %(header)s",
        refusal="UPDATE on transactions is forbidden",
    ),
    _owner(
        "delete a transaction",
        "DELETE FROM transactions WHERE id = %(header)s",
        refusal="DELETE on transactions is forbidden",
    ),
    _owner(
        "empty the transactions",
        "TRUNCATE transactions CASCADE",
        refusal="TRUNCATE on transactions is forbidden",
    ),
    _owner(
        "write an entry under an old transaction",
        "INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)"
        " VALUES (%(header)s, 2, %(clearing)s, %(wallet_amina)s, 100)",
        refusal="together with their header",
    ),
    _owner(
        "write an entry under an old transaction inside a savepoint",
        "SAVEPOINT s;"
        "INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)"
        " VALUES (%(header)s, 2, %(clearing)s, %(wallet_amina)s, 100); RELEASE s",
        refusal="together with their header",
    ),
    _owner(
        "write an entry under a header that was taken back",
        _with_ticket("5") + f"SAVEPOINT s; {_held_by_hand('5')};"
        " CREATE TEMP TABLE gone AS SELECT max(id) AS id FROM transactions; ROLLBACK TO s;"
        "INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)"
        f" VALUES ((SELECT max(id) + 1 FROM transactions), 1, {_CHEBET_HOLDS}, 5)",
        refusal="together with their header",
    ),
    _owner(
        "backdate a header so that a later entry fits it",
        "INSERT INTO transactions (idempotency_key, type, actor, xact)"
        " VALUES ('attack:0001', 'deposit', 'mallory', '3');"
        + _with_ticket("5")
        + _held_by_hand("5"),
        refusal="has no entries",
    ),
    _owner(
        "write a late entry with a forged transaction id",
        "CREATE SCHEMA evil; CREATE FUNCTION evil.pg_current_xact_id() RETURNS xid8 LANGUAGE sql"
        " AS $$ SELECT xact FROM public.transactions WHERE idempotency_key"
        " LIKE 'deposit:%%' LIMIT 1 $$; SET search_path = evil, pg_catalog, public",
        "INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)"
        " VALUES (%(header)s, 2, %(clearing)s, %(wallet_amina)s, 100)",
        refusal="together with their header",
    ),
    _owner(
        "write a header without entries",
        _HEADER.format(type="deposit", match="NULL"),
        refusal="has no entries",
    ),
    _owner(
        "write a header without entries inside a released savepoint",
        f"SAVEPOINT s; {_HEADER.format(type='deposit', match='NULL')}; RELEASE s",
        refusal="has no entries",
    ),
    _owner(
        "have a header checked early and then take its entries back",
        _with_ticket("5") + "INSERT INTO transactions (idempotency_key, type, actor)"
        f" VALUES ({_HOLD_KEY}, 'wager_hold', 'mallory'); SAVEPOINT s;"
        "INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)"
        " SELECT max(id), 1, %(wallet_otieno)s, %(stake_otieno)s, 5 FROM transactions;"
        "SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK TO s",
        refusal="has no entries",
    ),
    _owner(
        "pass a bare header with a temporary table called entries",
        f"CREATE TEMP TABLE entries AS SELECT 1::bigint AS transaction_id LIMIT 0;"
        f" {_HEADER.format(type='deposit', match='NULL')};"
        "INSERT INTO pg_temp.entries SELECT max(id) FROM transactions",
        refusal="has no entries",
    ),
    _owner(
        "write an entry without a header",
        "INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)"
        " VALUES (987654, 1, %(clearing)s, %(wallet_amina)s, 100)",
        refusal="together with their header",
    ),
    _owner(
        "take an entry's number for another one",
        "INSERT INTO entries (id, transaction_id, seq, debit_account_id, credit_account_id, amount)"
        " OVERRIDING SYSTEM VALUE"
        " VALUES (%(entry)s, %(header)s, 9, %(clearing)s, %(wallet_amina)s, 100)",
        refusal="pk_entries",
    ),
    _owner(
        "move a balance with an entry that ON CONFLICT DO NOTHING leaves out",
        "INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)"
        " VALUES (%(header)s, 1, %(clearing)s, %(wallet_amina)s, 100) ON CONFLICT DO NOTHING",
        refusal=None,
    ),
    _owner(
        "change how a match went",
        "UPDATE match_events SET note = 'nothing happened'",
        refusal="UPDATE on match_events is forbidden",
    ),
    _owner(
        "forget how matches went",
        "TRUNCATE match_events",
        refusal="TRUNCATE on match_events is forbidden",
    ),
    _owner(
        "forget what players reported",
        "TRUNCATE match_reports",
        refusal="TRUNCATE on match_reports is forbidden",
    ),
    _owner(
        "forget the deposits",
        "TRUNCATE deposits CASCADE",
        refusal="TRUNCATE on deposit.* is forbidden",
    ),
    _owner("delete a deposit", "DELETE FROM deposits", refusal="DELETE on deposits is forbidden"),
    _app("change an entry", "UPDATE entries SET amount = 1", refusal="permission denied"),
    _app("delete an entry", "DELETE FROM entries", refusal="permission denied"),
    _app("empty the entries", "TRUNCATE entries", refusal="permission denied"),
    _app(
        "write an entry by hand",
        "INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)"
        " VALUES (%(header)s, 2, %(clearing)s, %(wallet_amina)s, 100)",
        refusal="permission denied",
    ),
    _app(
        "write a header by hand",
        _HEADER.format(type="deposit", match="NULL"),
        refusal="permission denied",
    ),
    _app(
        "move the numbering of entries",
        "SELECT setval('entries_id_seq', 1)",
        refusal="permission denied",
    ),
    _app("delete a deposit", "DELETE FROM deposits", refusal="permission denied"),
)

AMOUNTS = tuple(
    attack
    for amount, name, refusal in (
        ("-5", "a negative amount", "amount_is_sane"),
        ("0", "nothing", "amount_is_sane"),
        ("0.001", "a tenth of a cent", "amount_is_sane|two decimals"),
        ("1000000000.01", "more than a thousand million", "amount_is_sane"),
        ("99999999999999", "more than the column holds", "overflow"),
        ("'NaN'::numeric", "NaN", "amount_is_sane"),
        ("'Infinity'::numeric", "infinity", "overflow|infinite"),
        ("'-Infinity'::numeric", "less than nothing by infinity", "overflow|infinite"),
        ("NULL::numeric", "an unknown amount", "not-null"),
    )
    for attack in (
        _owner(
            f"write an entry of {name}",
            _written("wager_hold", f"{_CHEBET_HOLDS}, {amount}"),
            refusal=refusal,
        ),
        _app(
            f"post {name}",
            _posted("wager_hold", f"{_HOLD_LEGS}, ARRAY[{amount}]::numeric[]"),
            refusal=refusal,
        ),
    )
)

POSTINGS = (
    _app(
        "post a third decimal",
        _posted("wager_hold", f"{_HOLD_LEGS}, ARRAY[10.005]"),
        refusal="two decimals",
    ),
    _app(
        "overdraw a wallet",
        _with_ticket("581") + _held("581"),
        refusal="balance_not_below_floor",
    ),
    _app(
        "overdraw a wallet in two halves",
        _with_ticket("300")
        + _held("300, 300")
        .replace("[%(wallet_otieno)s]", "[%(wallet_otieno)s, %(wallet_otieno)s]")
        .replace("[%(stake_otieno)s]", "[%(stake_otieno)s, %(stake_otieno)s]"),
        refusal="balance_not_below_floor",
    ),
    _app(
        "overdraw a wallet inside a savepoint",
        _with_ticket("581") + "SAVEPOINT s; " + _held("581") + "; RELEASE s",
        refusal="balance_not_below_floor",
    ),
    _app(
        "post to the account that pays",
        _posted(
            "wager_hold",
            "ARRAY[%(wallet_chebet)s]::bigint[], ARRAY[%(wallet_chebet)s]::bigint[], ARRAY[5]",
        ),
        refusal="goes_somewhere",
    ),
    _app(
        "post to an account that does not exist",
        _posted("wager_hold", "ARRAY[%(wallet_chebet)s]::bigint[], ARRAY[987654], ARRAY[5]"),
        refusal="no account 987654",
    ),
    _app(
        "post from an account that does not exist",
        _posted("wager_hold", "ARRAY[987654], ARRAY[%(stake_chebet)s]::bigint[], ARRAY[5]"),
        refusal="no account 987654",
    ),
    _app(
        "post to nobody",
        _posted(
            "wager_hold", "ARRAY[%(wallet_chebet)s]::bigint[], ARRAY[NULL]::bigint[], ARRAY[5]"
        ),
        refusal="not-null",
    ),
    _app(
        "post no entries",
        _posted("wager_hold", "ARRAY[]::bigint[], ARRAY[]::bigint[], ARRAY[]::numeric[]"),
        refusal="needs entries",
    ),
    _app(
        "post NULL in place of entries",
        _posted("wager_hold", "NULL, NULL, NULL"),
        refusal="needs entries",
    ),
    _app(
        "post more debits than credits",
        _posted(
            "wager_hold",
            "ARRAY[%(wallet_chebet)s, %(wallet_amina)s]::bigint[],"
            " ARRAY[%(stake_chebet)s]::bigint[], ARRAY[5]",
        ),
        refusal="needs entries",
    ),
    _app(
        "post more amounts than accounts",
        _posted("wager_hold", f"{_HOLD_LEGS}, ARRAY[5, 5]"),
        refusal="needs entries",
    ),
    _app(
        "post a kind of movement that does not exist",
        _posted("bonus", f"{_HOLD_LEGS}, ARRAY[5]"),
        refusal="is no bonus",
    ),
    _app(
        "post without saying who does it",
        "SELECT ledger_post('attack:0001', 'wager_hold', NULL, NULL, NULL,"
        f" {_HOLD_LEGS}, ARRAY[5])",
        refusal="not-null",
    ),
    _app(
        "post under an empty key",
        _posted("wager_hold", f"{_HOLD_LEGS}, ARRAY[5]", key=""),
        refusal="key_is_meaningful",
    ),
    _app(
        "post under no key",
        _posted("wager_hold", f"{_HOLD_LEGS}, ARRAY[5]").replace("'attack:0001'", "NULL"),
        refusal="not-null",
    ),
    _app(
        "post another amount under a used key",
        _posted(
            "deposit",
            "ARRAY[%(clearing)s]::bigint[], ARRAY[%(wallet_amina)s]::bigint[], ARRAY[201]",
        ).replace("'attack:0001'", "%(header_key)s"),
        refusal="was used for another movement",
    ),
    _app(
        "credit another player under a used key",
        "SELECT ledger_post(%(header_key)s, 'deposit', 'mallory', NULL, %(receipt)s,"
        " ARRAY[%(clearing)s]::bigint[], ARRAY[%(wallet_brian)s]::bigint[], ARRAY[200])",
        refusal="was used for another movement",
    ),
    _app(
        "credit a receipt a second time",
        "SELECT ledger_post('attack:0001', 'deposit', 'mallory', NULL, %(receipt)s,"
        " ARRAY[%(clearing)s]::bigint[], ARRAY[%(wallet_brian)s]::bigint[], ARRAY[200])",
        refusal="was credited before",
    ),
    _app(
        "repeat a credit",
        "SELECT ledger_post(%(header_key)s, 'deposit', 'mallory', NULL, %(receipt)s,"
        " ARRAY[%(clearing)s]::bigint[], ARRAY[%(wallet_amina)s]::bigint[], ARRAY[200])",
        refusal=None,
    ),
    _app(
        "take one player's money as another's stake",
        _posted(
            "wager_hold",
            "ARRAY[%(wallet_amina)s]::bigint[], ARRAY[%(stake_chebet)s]::bigint[], ARRAY[5]",
        ),
        refusal="is no wager_hold",
    ),
    _app(
        "release a stake into another player's wallet",
        _posted(
            "wager_release",
            "ARRAY[%(stake_chebet)s]::bigint[], ARRAY[%(wallet_amina)s]::bigint[], ARRAY[50]",
        ),
        refusal="is no wager_release",
    ),
    _app(
        "pay a wallet out of another wallet",
        _posted(
            "wager_win",
            "ARRAY[%(wallet_amina)s]::bigint[], ARRAY[%(wallet_chebet)s]::bigint[], ARRAY[5]",
        ),
        refusal="is no wager_win",
    ),
    _app(
        "pay a wallet out of the platform's fees",
        _posted(
            "wager_win", "ARRAY[%(fee)s]::bigint[], ARRAY[%(wallet_chebet)s]::bigint[], ARRAY[5]"
        ),
        refusal="is no wager_win",
    ),
    _owner(
        "pay a wallet out of the platform's fees by hand",
        _written("wager_win", "%(fee)s, %(wallet_chebet)s, 5"),
        refusal="is no wager_win",
    ),
    _app(
        "call a credit out of an escrow a deposit",
        _posted(
            "deposit",
            "ARRAY[%(escrow)s]::bigint[], ARRAY[%(wallet_chebet)s]::bigint[], ARRAY[5]",
        ),
        refusal="is no deposit",
    ),
)

_WIN = "ARRAY[%(escrow)s]::bigint[], ARRAY[{to}]::bigint[], ARRAY[{amount}]"

MATCHES = (
    _app(
        "raise the stake of a match",
        "UPDATE matches SET wager_amount = 200, prize = 380, fee = 20 WHERE id = %(live)s",
        refusal="terms of a match cannot change",
    ),
    _app(
        "raise the prize of a match at the platform's cost",
        "UPDATE matches SET prize = 200, fee = 0 WHERE id = %(live)s",
        refusal="terms of a match cannot change",
    ),
    _app(
        "put somebody else into a player's place",
        "UPDATE matches SET player2_id = %(chebet)s WHERE id = %(live)s",
        refusal="terms of a match cannot change",
    ),
    _owner(
        "change the fee rate that a match was made with",
        "UPDATE matches SET fee_rate = 0 WHERE id = %(live)s",
        refusal="terms of a match cannot change",
    ),
    _owner("delete a match", "DELETE FROM matches", refusal="DELETE on matches is forbidden"),
    _owner(
        "empty the matches",
        "TRUNCATE matches CASCADE",
        refusal="is forbidden",
    ),
    _app("delete a match", "DELETE FROM matches", refusal="permission denied"),
    _app(
        "end a match without paying its escrow out",
        _END.format(status="completed", result="player1", winner="player1_id"),
        refusal="ended with money in escrow",
    ),
    _app(
        "cancel a match without giving the stakes back",
        _END.format(status="cancelled", result="void", winner="NULL"),
        refusal="ended with money in escrow",
    ),
    _app(
        "end a match inside a savepoint without paying",
        "SAVEPOINT s; "
        + _END.format(status="completed", result="player2", winner="player2_id")
        + "; RELEASE s",
        refusal="ended with money in escrow",
    ),
    _app(
        "end a match for somebody who did not play it",
        _END.format(status="completed", result="player1", winner="%(chebet)s"),
        refusal="the winner that fits",
    ),
    _app(
        "end a match without a result",
        "UPDATE matches SET status = 'completed', due_at = NULL, completed_at = now()"
        " WHERE id = %(live)s",
        refusal="its result",
    ),
    _app(
        "bring a finished match back to life",
        "UPDATE matches SET status = 'active', result = NULL, winner_id = NULL,"
        " completed_at = NULL, due_at = now() WHERE id = %(finished)s",
        refusal="cannot go from completed to active",
    ),
    _app(
        "send a match back to before it began",
        "UPDATE matches SET status = 'pending' WHERE id = %(live)s",
        refusal="cannot go from active to pending",
    ),
    _app(
        "move a match into a state that does not exist",
        "UPDATE matches SET status = 'paused' WHERE id = %(live)s",
        refusal="cannot go from active to paused",
    ),
    _app(
        "rewrite the result of a finished match",
        "UPDATE matches SET result = 'player2', winner_id = player2_id WHERE id = %(finished)s",
        refusal="a finished match does not change",
    ),
    _app(
        "make a match that is over from the first",
        f"INSERT INTO matches ({_MATCH_COLUMNS}, status, result, winner_id, completed_at)"
        " VALUES (%(otieno)s, %(dalili)s, 901, 902, 0, 0, 100, 0.1, 20, 180, 'mw', 'gunfight',"
        " 'acti', 'LOBBY1', NULL, 'completed', 'player1', %(otieno)s, now())",
        refusal="a match begins as pending",
    ),
    _app(
        "let a deadline of a live match fall away",
        "UPDATE matches SET due_at = NULL WHERE id = %(live)s",
        refusal="a live match has a deadline",
    ),
    _app(
        "settle a finished match for the other player",
        "SELECT settle_match(%(finished)s, 'player2', 'agreed', 'mallory', NULL)",
        refusal=None,
    ),
    _app(
        "settle a match twice in one transaction",
        "SELECT settle_match(%(live)s, 'player1', 'agreed', 'system', NULL);"
        + _posted("wager_win", _WIN.format(to="%(wallet_amina)s", amount=180), match="%(live)s"),
        refusal="is no wager_win: its key is not match:",
    ),
    _app(
        "settle a match twice in one transaction under the same key",
        "SELECT settle_match(%(live)s, 'player1', 'agreed', 'system', NULL);"
        "SELECT ledger_post('match:' || %(live)s || ':settle', 'wager_win', 'mallory', %(live)s,"
        " NULL, " + _WIN.format(to="%(wallet_amina)s", amount=180) + ")",
        refusal="was used for another movement",
    ),
    _app(
        "settle a match with a result that does not exist",
        "SELECT settle_match(%(live)s, 'everybody', 'agreed', 'mallory', NULL)",
        refusal="its result",
    ),
    _app(
        "settle a match with no result",
        "SELECT settle_match(%(live)s, NULL, 'agreed', 'mallory', NULL)",
        refusal="its result",
    ),
    _app(
        "settle a match that does not exist",
        "SELECT settle_match(987654, 'player1', 'agreed', 'mallory', NULL)",
        refusal="no match 987654",
    ),
    _app(
        "pay the prize of a live match to somebody who does not play it",
        _posted("wager_win", _WIN.format(to="%(wallet_chebet)s", amount=180), match="%(live)s"),
        refusal="is no wager_win",
    ),
    _app(
        "pay the prize of a live match before it has ended",
        _posted("wager_win", _WIN.format(to="%(wallet_amina)s", amount=180), match="%(live)s"),
        refusal="is no wager_win",
    ),
    _app(
        "pay the loser in place of the winner",
        _END.format(status="completed", result="player1", winner="player1_id")
        + "; "
        + _posted(
            "wager_win",
            "ARRAY[%(escrow)s, %(escrow)s]::bigint[], ARRAY[%(wallet_brian)s, %(fee)s]::bigint[],"
            " ARRAY[180, 20]",
            match="%(live)s",
        ),
        refusal="is no wager_win",
    ),
    _app(
        "pay the winner less than the prize and the platform more than its fee",
        _END.format(status="completed", result="player1", winner="player1_id")
        + "; "
        + _posted(
            "wager_win",
            "ARRAY[%(escrow)s, %(escrow)s]::bigint[], ARRAY[%(wallet_amina)s, %(fee)s]::bigint[],"
            " ARRAY[100, 100]",
            match="%(live)s",
        ),
        refusal="is no wager_win",
    ),
    _app(
        "refund one stake to the other player",
        _END.format(status="cancelled", result="void", winner="NULL")
        + "; "
        + _posted(
            "wager_refund",
            "ARRAY[%(escrow)s, %(escrow)s]::bigint[],"
            " ARRAY[%(wallet_amina)s, %(wallet_amina)s]::bigint[], ARRAY[100, 100]",
            match="%(live)s",
        ),
        refusal="paid other than its result says|is no wager_refund",
    ),
    _app(
        "refund a match that somebody has won",
        _END.format(status="completed", result="player1", winner="player1_id")
        + "; "
        + _posted(
            "wager_refund",
            "ARRAY[%(escrow)s, %(escrow)s]::bigint[],"
            " ARRAY[%(wallet_amina)s, %(wallet_brian)s]::bigint[], ARRAY[100, 100]",
            match="%(live)s",
        ),
        refusal="is no wager_refund",
    ),
    _app(
        "pay one match out of another's escrow",
        _posted("wager_win", _WIN.format(to="%(wallet_otieno)s", amount=180), match="%(finished)s"),
        refusal="is no wager_win",
    ),
    _app(
        "pay into the escrow of a finished match",
        _with_ticket("100")
        + _held("100")
        + "; "
        + _posted(
            "wager_lock",
            "ARRAY[%(stake_otieno)s]::bigint[], ARRAY[%(old_escrow)s]::bigint[], ARRAY[100]",
            key="attack:0002",
            match="%(finished)s",
        ),
        refusal="is no wager_lock",
    ),
    _app(
        "pay straight from a wallet into an escrow",
        _posted(
            "wager_lock",
            "ARRAY[%(wallet_amina)s]::bigint[], ARRAY[%(escrow)s]::bigint[], ARRAY[100]",
            match="%(live)s",
        ),
        refusal="is no wager_lock",
    ),
    _app(
        "raise the pot of a live match",
        _posted(
            "wager_lock",
            "ARRAY[%(stake_amina)s]::bigint[], ARRAY[%(escrow)s]::bigint[], ARRAY[100]",
            key="attack:0002",
            match="%(live)s",
        ),
        refusal="is no wager_lock",
    ),
    _app(
        "lock a third player's stake into a match",
        _posted(
            "wager_lock",
            "ARRAY[%(stake_chebet)s]::bigint[], ARRAY[%(escrow)s]::bigint[], ARRAY[50]",
            match="%(live)s",
        ),
        refusal="is no wager_lock",
    ),
    _app(
        "make a match without tickets",
        _MATCH,
        refusal="needs the tickets of both players",
    ),
    _app(
        "make a match without stakes",
        _MATCH_WITH_TICKETS + ";INSERT INTO accounts (code, kind, match_id, floor)"
        " SELECT 'match_escrow:' || max(id), 'match_escrow', max(id), 0 FROM matches",
        refusal="needs the stakes of both players",
    ),
    _app(
        "make a match without an escrow",
        _MATCH_WITH_TICKETS,
        refusal="needs the stakes of both players",
    ),
    _app(
        "make a match with a stake that is no number",
        _MATCH_WITH_TICKETS.replace("100, 0.1, 20, 180", "'NaN', 0.1, 0, 'NaN'"),
        refusal="needs the stakes of both players",
    ),
    _app(
        "make a match whose pot does not add up",
        _MATCH.replace("20, 180", "20, 181"),
        refusal="make the pot",
    ),
    _app(
        "match a player with themselves",
        _MATCH.replace("%(dalili)s", "%(otieno)s"),
        refusal="a player cannot be matched with themselves",
    ),
    _app(
        "give a player a second ticket",
        _TICKET.format(user="%(amina)s", wager=100, match="NULL"),
        refusal="uq_matchmaking_queue_user_id",
    ),
    _app(
        "take a player's ticket away while their match is live",
        "DELETE FROM matchmaking_queue WHERE user_id = %(amina)s",
        refusal="keeps their ticket while the match is live",
    ),
    _app(
        "let a player leave their live match for the queue",
        "UPDATE matchmaking_queue SET match_id = NULL WHERE user_id = %(amina)s",
        refusal="keeps their ticket while the match is live",
    ),
    _owner(
        "clear all tickets at once",
        "TRUNCATE matchmaking_queue",
        refusal="TRUNCATE on matchmaking_queue is forbidden",
    ),
    _app(
        "send a credited deposit back to wait for its callback",
        "UPDATE deposits SET state = 'prompted', completed_at = NULL, due_at = now()"
        " WHERE id = %(deposit)s",
        refusal="cannot go from credited to prompted",
    ),
    _owner(
        "add a transition between states",
        "INSERT INTO state_transitions VALUES ('match', 'completed', 'active')",
        refusal="only a migration",
    ),
    _owner(
        "clear the transitions between states",
        "TRUNCATE state_transitions",
        refusal="only a migration",
    ),
    _app(
        "add a transition between states",
        "INSERT INTO state_transitions VALUES ('match', 'completed', 'active')",
        refusal="permission denied",
    ),
    _app(
        "write the events of a match itself",
        "INSERT INTO match_events (match_id, status, verification_state, actor)"
        " VALUES (%(live)s, 'completed', 'settled', 'mallory')",
        refusal="permission denied",
    ),
)

_BAIT = (
    "CREATE TEMP TABLE bait (id bigint, transaction_id bigint, seq smallint,"
    " debit_account_id bigint, credit_account_id bigint, amount numeric)"
)

DISGUISES = (
    _app(
        "become the owner",
        "SELECT set_config('role', (SELECT tableowner FROM pg_tables"
        " WHERE tablename = 'entries'), true);"
        "UPDATE entries SET amount = 1",
        refusal="permission denied to set role",
    ),
    _app(
        "become somebody better with RESET ROLE",
        "SET ROLE wagewars_app; RESET ROLE; UPDATE entries SET amount = 1",
        refusal="permission denied",
    ),
    _app(
        "become somebody better with SET ROLE NONE",
        "SET ROLE NONE; DELETE FROM entries",
        refusal="permission denied",
    ),
    _app(
        "become somebody better with SET SESSION AUTHORIZATION",
        "SELECT set_config('session_authorization', (SELECT tableowner FROM pg_tables"
        " WHERE tablename = 'entries'), true)",
        refusal="permission denied",
    ),
    _app(
        "stop the triggers by playing a replica",
        "SET session_replication_role = replica",
        refusal="permission denied",
    ),
    _app(
        "switch a trigger off",
        "ALTER TABLE entries DISABLE TRIGGER ALL",
        refusal="must be owner",
    ),
    _app(
        "replace ledger_post",
        "CREATE OR REPLACE FUNCTION ledger_post(p_key text, p_type text, p_actor text,"
        " p_match_id bigint, p_receipt text, p_debits bigint[], p_credits bigint[],"
        " p_amounts numeric[], OUT transaction_id bigint, OUT created boolean)"
        " LANGUAGE sql AS 'SELECT 1::bigint, true'",
        refusal="permission denied|must be owner",
    ),
    _app(
        "plant a function where ledger_post looks first",
        "CREATE FUNCTION public.pg_current_xact_id() RETURNS xid8 LANGUAGE sql"
        " AS 'SELECT ''3''::xid8'",
        refusal="permission denied for schema public",
    ),
    _app(
        "give itself more rights",
        "GRANT INSERT ON entries TO wagewars_app",
        "INSERT INTO entries (transaction_id, seq, debit_account_id, credit_account_id, amount)"
        " VALUES (%(header)s, 2, %(clearing)s, %(wallet_amina)s, 100)",
        refusal="permission denied",
    ),
    _app(
        "hang the ledger's own trigger on a table of its own",
        _BAIT,
        "CREATE TRIGGER bait AFTER INSERT ON bait FOR EACH ROW EXECUTE FUNCTION apply_entries()",
        refusal="permission denied for function apply_entries",
    ),
    _app(
        "move balances through a trigger on a table of its own",
        _BAIT
        + ";CREATE FUNCTION pg_temp.steal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
        " $$ BEGIN UPDATE accounts SET balance = balance + NEW.amount"
        " WHERE id = NEW.credit_account_id; RETURN NULL; END $$;"
        "CREATE TRIGGER bait AFTER INSERT ON bait FOR EACH ROW EXECUTE FUNCTION pg_temp.steal()",
        "INSERT INTO bait VALUES (1, 1, 1, %(clearing)s, %(wallet_amina)s, 1000000)",
        refusal="permission denied",
    ),
    _app(
        "free tickets through the match's own trigger on a table of its own",
        _BAIT,
        "CREATE TRIGGER bait AFTER INSERT ON bait"
        " FOR EACH ROW EXECUTE FUNCTION record_match_event()",
        refusal="permission denied for function record_match_event",
    ),
    _app(
        "overdraw by shadowing the accounts with a temporary table",
        _with_ticket("581") + "CREATE TEMP TABLE accounts AS SELECT * FROM public.accounts;"
        "SET search_path = pg_temp, public;"
        "UPDATE pg_temp.accounts SET balance = 1000000;" + _held("581"),
        refusal="balance_not_below_floor",
    ),
    _app(
        "end a match by shadowing the accounts with a temporary table",
        "CREATE TEMP TABLE accounts AS SELECT * FROM public.accounts;"
        "UPDATE pg_temp.accounts SET balance = 0;"
        + _END.format(status="completed", result="player1", winner="player1_id"),
        refusal="ended with money in escrow",
    ),
    _app(
        "make a forbidden transition by shadowing the transitions with a temporary table",
        "CREATE TEMP TABLE state_transitions AS"
        " SELECT 'match' AS machine, 'active' AS from_state, 'pending' AS to_state;"
        "UPDATE matches SET status = 'pending' WHERE id = %(live)s",
        refusal="cannot go from active to pending",
    ),
    _app(
        "make 'is this player money' lie with an operator of its own",
        _with_ticket("581")
        + "CREATE FUNCTION pg_temp.never(numeric, numeric) RETURNS boolean LANGUAGE sql"
        " AS 'SELECT false';"
        "CREATE OPERATOR pg_temp.>= (LEFTARG = numeric, RIGHTARG = numeric,"
        " FUNCTION = pg_temp.never);"
        "CREATE OPERATOR pg_temp.< (LEFTARG = numeric, RIGHTARG = numeric,"
        " FUNCTION = pg_temp.never);"
        "SET search_path = pg_temp, pg_catalog, public;" + _held("581"),
        refusal="balance_not_below_floor",
    ),
    _app(
        "be believed with a function of the same name",
        "CREATE FUNCTION pg_temp.pg_trigger_depth() RETURNS integer LANGUAGE sql AS 'SELECT 2';"
        "SET search_path = pg_temp, pg_catalog, public;"
        "UPDATE accounts SET balance = 1000000 WHERE id = %(wallet_amina)s",
        refusal="permission denied",
    ),
    _owner(
        "be believed with a function and an operator in a schema that comes first",
        "CREATE SCHEMA evil; CREATE FUNCTION evil.pg_trigger_depth() RETURNS integer LANGUAGE sql"
        " AS 'SELECT 2'; CREATE FUNCTION evil.never(integer, integer) RETURNS boolean"
        " LANGUAGE sql AS 'SELECT false'; CREATE OPERATOR evil.< (LEFTARG = integer,"
        " RIGHTARG = integer, FUNCTION = evil.never); SET search_path = evil, pg_catalog, public",
        "UPDATE accounts SET balance = 1000000 WHERE id = %(wallet_amina)s",
        refusal="moves only through entries",
    ),
    _owner(
        "be believed with a function of the same name",
        "CREATE FUNCTION pg_temp.pg_trigger_depth() RETURNS integer LANGUAGE sql AS 'SELECT 2';"
        "SET search_path = pg_temp, pg_catalog, public;"
        "UPDATE accounts SET balance = 1000000 WHERE id = %(wallet_amina)s",
        refusal="moves only through entries",
    ),
)

ATTACKS = (*BALANCES, *ACCOUNTS, *HISTORY, *AMOUNTS, *POSTINGS, *MATCHES, *DISGUISES)
