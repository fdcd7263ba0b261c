-- Double entry: accounts, headers, and entries from one account to one other.

CREATE TABLE accounts (
  id bigint GENERATED ALWAYS AS IDENTITY,
  code varchar(60) NOT NULL,
  kind varchar(20) NOT NULL,
  user_id bigint,
  match_id bigint,
  tracked boolean NOT NULL DEFAULT true,
  floor numeric(12,2),
  balance numeric(12,2) NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_accounts PRIMARY KEY (id),
  CONSTRAINT uq_accounts_code UNIQUE (code),
  CONSTRAINT fk_accounts_match_id FOREIGN KEY (match_id) REFERENCES matches (id),
  CONSTRAINT fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES users (id)
) WITH (fillfactor = 60);
CREATE UNIQUE INDEX uq_accounts_match_id ON accounts (match_id) WHERE match_id IS NOT NULL;
CREATE UNIQUE INDEX uq_accounts_user_id_kind ON accounts (user_id, kind)
  WHERE user_id IS NOT NULL;

CREATE TABLE transactions (
  id bigint GENERATED ALWAYS AS IDENTITY,
  idempotency_key varchar(120) NOT NULL,
  type varchar(20) NOT NULL,
  match_id bigint,
  mpesa_reference varchar(20),
  actor varchar(60) NOT NULL,
  xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_transactions PRIMARY KEY (id),
  CONSTRAINT uq_transactions_idempotency_key UNIQUE (idempotency_key)
);
CREATE UNIQUE INDEX uq_transactions_mpesa_reference ON transactions (mpesa_reference)
  WHERE mpesa_reference IS NOT NULL;

CREATE TABLE entries (
  id bigint GENERATED ALWAYS AS IDENTITY,
  transaction_id bigint NOT NULL,
  seq smallint NOT NULL,
  debit_account_id bigint NOT NULL,
  credit_account_id bigint NOT NULL,
  amount numeric(12,2) NOT NULL,
  CONSTRAINT pk_entries PRIMARY KEY (id),
  CONSTRAINT uq_entries_transaction_id_seq UNIQUE (transaction_id, seq)
);
CREATE INDEX ix_entries_credit_account_id ON entries (credit_account_id, id);
CREATE INDEX ix_entries_debit_account_id ON entries (debit_account_id, id);
