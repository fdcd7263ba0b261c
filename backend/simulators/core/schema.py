"""The SQLite tables of the simulators."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS phones (
    msisdn TEXT PRIMARY KEY, balance_cents INTEGER NOT NULL, wrong_pins INTEGER NOT NULL DEFAULT 0,
    profile TEXT NOT NULL, since REAL NOT NULL);

CREATE TABLE IF NOT EXISTS sms_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL, msisdn TEXT NOT NULL,
    sender TEXT NOT NULL, text TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS sms_of_phone ON sms_messages (msisdn, id);

CREATE TABLE IF NOT EXISTS sms_written (
    id INTEGER PRIMARY KEY AUTOINCREMENT, msisdn TEXT NOT NULL, code TEXT NOT NULL,
    text TEXT NOT NULL, at REAL NOT NULL);

CREATE TABLE IF NOT EXISTS prompts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, msisdn TEXT NOT NULL, amount INTEGER NOT NULL,
    shortcode TEXT NOT NULL, account_reference TEXT NOT NULL, description TEXT NOT NULL,
    transaction_type TEXT NOT NULL, callback_url TEXT NOT NULL,
    merchant_request_id TEXT NOT NULL, checkout_request_id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL, result_code TEXT, receipt TEXT,
    polls INTEGER NOT NULL DEFAULT 0, created_at REAL NOT NULL, expires_at REAL NOT NULL,
    resolved_at REAL);
CREATE INDEX IF NOT EXISTS prompts_of_phone ON prompts (msisdn, id);

CREATE TABLE IF NOT EXISTS transactions (
    receipt TEXT PRIMARY KEY, shortcode TEXT NOT NULL, kind TEXT NOT NULL, msisdn TEXT,
    amount_cents INTEGER NOT NULL, charge_cents INTEGER NOT NULL DEFAULT 0,
    reference TEXT NOT NULL DEFAULT '', party_name TEXT NOT NULL DEFAULT '',
    checkout_request_id TEXT, originator_conversation_id TEXT, conversation_id TEXT,
    status TEXT NOT NULL, claimed_status TEXT, result_code TEXT, original_receipt TEXT,
    reversed_by TEXT, initiated_at REAL NOT NULL, at REAL);
CREATE INDEX IF NOT EXISTS transactions_by_originator
    ON transactions (originator_conversation_id);
CREATE INDEX IF NOT EXISTS transactions_of_phone ON transactions (msisdn, at);
CREATE INDEX IF NOT EXISTS transactions_by_time ON transactions (shortcode, at);

CREATE TABLE IF NOT EXISTS account_entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, shortcode TEXT NOT NULL, account TEXT NOT NULL,
    delta_cents INTEGER NOT NULL, balance_cents INTEGER NOT NULL, receipt TEXT NOT NULL,
    details TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS entries_of_account ON account_entries (shortcode, account, id);

CREATE TABLE IF NOT EXISTS commands (
    id INTEGER PRIMARY KEY AUTOINCREMENT, api TEXT NOT NULL,
    originator_conversation_id TEXT NOT NULL, conversation_id TEXT NOT NULL,
    shortcode TEXT NOT NULL, msisdn TEXT, amount INTEGER NOT NULL, subject TEXT NOT NULL,
    remarks TEXT NOT NULL, initiator TEXT NOT NULL, credential TEXT NOT NULL,
    result_url TEXT NOT NULL, timeout_url TEXT NOT NULL, request TEXT NOT NULL DEFAULT '',
    plan TEXT NOT NULL, state TEXT NOT NULL, result_code TEXT, receipt TEXT,
    accepted_at REAL NOT NULL, decided_at REAL);
CREATE UNIQUE INDEX IF NOT EXISTS commands_by_originator
    ON commands (originator_conversation_id);
CREATE INDEX IF NOT EXISTS commands_of_phone ON commands (msisdn, id);

CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, prompt_id INTEGER,
    url TEXT NOT NULL, headers TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL,
    due_at REAL NOT NULL, sent_at REAL, answer_status INTEGER, answer_body TEXT);

CREATE TABLE IF NOT EXISTS timers (
    id INTEGER PRIMARY KEY AUTOINCREMENT, due_at REAL NOT NULL, task TEXT NOT NULL,
    payload TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS timers_by_time ON timers (due_at);

CREATE TABLE IF NOT EXISTS tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL UNIQUE, expires_at REAL NOT NULL);

CREATE TABLE IF NOT EXISTS confirmation_urls (
    shortcode TEXT PRIMARY KEY, version TEXT NOT NULL, confirmation_url TEXT NOT NULL,
    validation_url TEXT NOT NULL, response_type TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, api TEXT NOT NULL, kind TEXT NOT NULL, msisdn TEXT,
    times_left INTEGER NOT NULL, spec TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, method TEXT NOT NULL,
    path TEXT NOT NULL, query TEXT NOT NULL, headers TEXT NOT NULL, body TEXT NOT NULL,
    status INTEGER, answer TEXT);

CREATE TABLE IF NOT EXISTS cod_players (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uno TEXT NOT NULL UNIQUE, spec TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS cod_tokens (value TEXT PRIMARY KEY, spec TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS cod_matches (
    id INTEGER PRIMARY KEY AUTOINCREMENT, match_id TEXT NOT NULL UNIQUE, ended_at REAL NOT NULL,
    spec TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS cod_faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, times_left INTEGER, until REAL, spec TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS cod_calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, token TEXT NOT NULL,
    address TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS cod_bans (address TEXT PRIMARY KEY, until REAL NOT NULL);
"""

TABLES = (
    "notes",
    "phones",
    "sms_messages",
    "sms_written",
    "prompts",
    "transactions",
    "account_entries",
    "commands",
    "deliveries",
    "timers",
    "tokens",
    "confirmation_urls",
    "faults",
    "requests",
    "cod_players",
    "cod_tokens",
    "cod_matches",
    "cod_faults",
    "cod_calls",
    "cod_bans",
)
